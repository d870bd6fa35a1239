"""Everything that a generated server.py imports: its FastMCP object, and its command line.

Loading FastMCP takes as long as all the rest together, so ``main`` does without it, and a server.py makes its ``mcp``
object only when it is imported:

    if __name__ == "__main__":
        main(FOLDER)
    else:
        mcp = fastmcp_server(FOLDER)
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from state_db.errors import FleetError, StateError

if TYPE_CHECKING:
    from fastmcp import FastMCP

    from state_db.environment import Environment

Json = Any

EXAMPLES = """examples:
  python server.py                              speak MCP on standard input and output
  python server.py --state run.db               the same, and keep the state in a file
  python server.py --scenario empty             begin without any rows
  python server.py --http --port 8000           serve http://127.0.0.1:8000/mcp
  fastmcp run server.py                         the same server through FastMCP's command
"""


def fastmcp_server(folder: Path | str) -> FastMCP[Any]:
    """Return the server folder as a FastMCP server with a fresh environment. Raises: StateError."""
    from state_db.serve import fastmcp

    return fastmcp.fastmcp_server(Path(folder))


def main(folder: Path | str, arguments: Sequence[str] | None = None) -> None:
    """Run the server folder as the command line says; exits with 2 where it cannot."""
    options = _parser(Path(folder)).parse_args(arguments)
    try:
        environment = _environment(Path(folder), options)
        with environment:
            _serve(environment, options)
    except FleetError as error:
        sys.stderr.write(f"error: {error}\n")
        sys.exit(2)


def _parser(folder: Path) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=f"Serve {folder.resolve().name} over MCP: on standard input and output unless --http is given.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--http", action="store_true", help="serve streamable HTTP at /mcp instead of standard streams")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on, 0 for any (default: %(default)s)")
    parser.add_argument("--allow", action="append", default=[], metavar="NAME", help="host name that clients may use")
    parser.add_argument("--state", type=Path, metavar="FILE", help="keep the state in this file across runs")
    parser.add_argument("--scenario", default="seed", help="seed, empty, or a JSON file of rows by table")
    parser.add_argument("--seed", type=int, default=0, help="seed of new ids (default: %(default)s)")
    parser.add_argument("--caller", metavar="KEY", help="key of the acting user")
    return parser


def _environment(folder: Path, options: argparse.Namespace) -> Environment:
    from state_db.environment import Environment
    from state_db.image import Image

    image = Image.load(folder)
    return Environment.open(
        image,
        scenario=scenario_of(options.scenario, image.name),
        seed=options.seed,
        caller=options.caller,
        file=options.state,
    )


def scenario_of(named: str, server: str) -> str | dict[str, Json]:
    """Return the scenario of this name, or of the rows by table in the JSON file of this name. Raises: StateError."""
    from state_db.scenario import of_server

    if named in ("seed", "empty"):
        return named
    try:
        rows = json.loads(Path(named).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StateError(
            f"This scenario cannot be read: {error}.", where=named, next='Give "seed", "empty" or a JSON file of rows.'
        ) from error
    if not isinstance(rows, dict):
        raise StateError("A scenario is a JSON object of rows by table.", where=named)
    return of_server(rows, server)


def _serve(environment: Environment, options: argparse.Namespace) -> None:
    if options.http:
        _serve_http(environment, options)
        return
    from state_db.serve.lowlevel import mcp_server
    from state_db.serve.stdio import serve_stdio

    serve_stdio(mcp_server(environment))


def _serve_http(environment: Environment, options: argparse.Namespace) -> None:
    from state_db.serve.alone import environment_app
    from state_db.serve.guard import AGENTS_TOKEN, LOOPBACK, is_loopback, token_of
    from state_db.serve.listen import bound, listen, url_of

    token = None if is_loopback(options.host) else token_of(os.environ.get(AGENTS_TOKEN), AGENTS_TOKEN)
    with bound(options.host, options.port) as listener:
        asked = f" (Authorization: Bearer {token})" if token else ""
        sys.stderr.write(f"{url_of(options.host, listener.getsockname()[1])}/mcp{asked}\n")
        sys.stderr.flush()
        listen(environment_app(environment, [*LOOPBACK, *options.allow], token), listener)
