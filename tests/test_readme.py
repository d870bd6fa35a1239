"""The README shows what really happens: its example output is made again and compared, its Python runs."""

import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from fleetwright import cli

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"


def shown_block(name: str) -> str:
    readme = README.read_text(encoding="utf-8")
    match = re.search(rf"<!-- begin: {re.escape(name)} -->\n(.*?)<!-- end -->", readme, re.S)
    assert match, name
    return match[1]


def with_block(name: str, text: str) -> str:
    readme = README.read_text(encoding="utf-8")
    pattern = rf"(<!-- begin: {re.escape(name)} -->\n).*?(<!-- end -->)"
    return re.sub(pattern, lambda found: found[1] + text + found[2], readme, flags=re.S)


def assert_shows(name: str, text: str) -> None:
    """Compare a block of the README, or write it where UPDATE_GOLDEN is set."""
    if os.environ.get("UPDATE_GOLDEN"):
        README.write_text(with_block(name, text), encoding="utf-8")
    assert shown_block(name) == text


def test_the_example_of_the_readme_is_what_generate_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    command = "generate examples/shop/openapi.yaml"
    result = CliRunner().invoke(cli, command.split())
    assert result.exit_code == 0
    # How long it took is the machine's; everything else must be the same.
    output = re.sub(r"; \d+\.\d s$", "", result.stdout, flags=re.M)
    assert_shows(f"fleetwright {command}", f"```\n$ fleetwright {command}\n{output}```\n")


def test_the_program_of_the_readme_is_the_one_that_is_served() -> None:
    program = (ROOT / "servers" / "shop" / "programs" / "cancel_order.sql").read_text(encoding="utf-8")
    assert_shows("cancel_order.sql", f"```sql\n{program}```\n")


def test_the_python_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (code,) = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.S)
    names: dict[str, object] = {}
    exec(compile(code, "README.md", "exec"), names)
    assert names["snapshot"]


def test_every_file_that_the_readme_links_to_is_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README.read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target
