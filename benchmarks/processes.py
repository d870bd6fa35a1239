"""The servers that are measured over HTTP, each in a process of its own.

python -m benchmarks.processes no-op|no-op-schema|dict
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.shop import FOLDER, first, shop

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Served:
    """A server that runs: its URL, the tool and arguments that are measured, and its process."""

    url: str
    call: tuple[str, dict[str, Any]]
    pid: int

    def seconds(self) -> float:
        """Return the processor seconds that the process has used; 0 where the system does not tell."""
        try:
            fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def started(*command: str) -> Iterator[tuple[str, int]]:
    """Run a module of Python that prints its URL first; yield the URL and the process id."""
    whole = [sys.executable, "-m", *command]
    with subprocess.Popen(whole, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip(), process.pid
        process.terminate()


@contextmanager
def gateway(folder: Path = FOLDER) -> Iterator[Served]:
    """Serve the shop by `fleetwright serve`."""
    with started("fleetwright", "serve", str(folder), "--port", "0") as (url, pid):
        yield Served(url, ("get_customer", {"customer_id": first("customers")["id"]}), pid)


@contextmanager
def dictionary() -> Iterator[Served]:
    """Serve the dict by FastMCP, without sessions and with plain JSON answers, as ours are."""
    with started("benchmarks.processes", "dict") as (url, pid):
        yield Served(url, ("get_customer", {"customer_id": first("customers")["id"]}), pid)


@contextmanager
def plain_folder() -> Iterator[Path]:
    """Give a copy of the shop whose tools have no output schemas; it is there while the block lasts."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(shutil.copytree(FOLDER, Path(place) / FOLDER.name))
        file = folder / "tools.json"
        tools = json.loads(file.read_text(encoding="utf-8"))["tools"]
        kept = [{name: value for name, value in tool.items() if name != "outputSchema"} for tool in tools]
        file.write_text(json.dumps({"tools": kept}), encoding="utf-8")
        yield folder


@contextmanager
def served() -> Iterator[Mapping[str, Served]]:
    """Serve the shop and the no-op, both without and with output schemas, and the dict while the block lasts."""
    with ExitStack() as stack:
        found = {"plain": stack.enter_context(gateway(stack.enter_context(plain_folder())))}
        found |= {"schema": stack.enter_context(gateway()), "dict": stack.enter_context(dictionary())}
        for name, kind in (("no-op", "no-op"), ("no-op, schema", "no-op-schema")):
            url, pid = stack.enter_context(started("benchmarks.processes", kind))
            found[name] = Served(url, ("no_op", {}), pid)
        yield found


def main(kind: str) -> None:
    """Serve one of the three until interrupted."""
    from starlette.types import ASGIApp

    from state_db.serve.listen import bound, listen, url_of

    app: ASGIApp
    if kind == "dict":
        from benchmarks.dictionary import dict_server
        from benchmarks.engine import dict_shop

        app = dict_server(dict_shop(shop())).http_app(path="/mcp", stateless_http=True, json_response=True)
    else:
        from benchmarks.protocol import no_op_answer, no_op_server

        text, body = no_op_answer()
        schema = shop().tools["get_customer"].output_schema if kind == "no-op-schema" else None
        app = no_op_server(text, schema, body).streamable_http_app(stateless_http=True, json_response=True)
    listener = bound("127.0.0.1", 0)
    print(f"{url_of(*listener.getsockname()[:2])}/mcp", flush=True)
    listen(app, listener)


if __name__ == "__main__":
    main(sys.argv[1])
