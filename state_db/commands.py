"""Commands on servers as they are: serve them, list and show them, connect clients to them, look at the machine."""

import json
import platform
import sys
from pathlib import Path
from typing import Any

import click

from state_db.doctor import findings
from state_db.errors import FleetError, StateError
from state_db.folders import SERVERS, server_folder
from state_db.image import Image
from state_db.serve.clients import CLIENTS, connection, place_of
from state_db.usage import examples, json_option

Json = Any


def _folders() -> list[Path]:
    """Return the server folders of ./servers by name."""
    return sorted(path.parent for path in SERVERS.glob("*/schema.sql"))


@click.command(epilog=examples("fleetwright serve", "fleetwright serve petstore ./mine/shop --port 9000"))
@click.argument("servers", nargs=-1, metavar="[SERVER]...")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8765, show_default=True, help="Port to listen on; 0 takes any free one.")
@click.option("--allow", multiple=True, metavar="NAME", help="Host name that clients may use, besides loopback's.")
def serve(servers: tuple[str, ...], host: str, port: int, allow: tuple[str, ...]) -> None:
    """Serve servers over HTTP: a shared environment each, and private ones on demand.

    SERVER is a folder or a name in ./servers; without any, all of ./servers are served. Off loopback, agents need a
    token as well; tokens are printed at the start.
    """
    from state_db.serve.fleet import Fleet
    from state_db.serve.guard import LOOPBACK, Tokens, is_loopback, new_token
    from state_db.serve.listen import listen

    folders = [server_folder(name) for name in servers] or _folders()
    if not folders:
        raise StateError("There is nothing to serve.", where=str(SERVERS), next="Name a server folder.")
    tokens = Tokens(agents=None if is_loopback(host) else new_token())
    fleet = Fleet([Image.load(folder) for folder in folders], tokens)

    def announce(base: str) -> None:
        for name in fleet.images:
            click.echo(f"{base}/{name}/mcp")
        click.echo(f"control token: {tokens.control}", err=True)
        if tokens.agents:
            click.echo(f"agents' token: {tokens.agents}", err=True)
        sys.stdout.flush()

    listen(fleet.app([*LOOPBACK, *allow]), host, port, announce)


@click.command("list", epilog=examples("fleetwright list", "fleetwright list --json | jq .server"))
@json_option
def list_servers(as_json: bool) -> None:
    """List the servers in ./servers."""
    for folder in _folders():
        summary = _summary(folder)
        if as_json:
            click.echo(json.dumps(summary, ensure_ascii=False))
        elif "error" in summary:
            click.echo(f"{folder.name:<24} cannot be loaded: {summary['error']}")
        else:
            verified = "verified" if summary["verified"] else "not verified"
            click.echo(f"{folder.name:<24} {summary['tools']:>4} tools  {verified:<12}  {summary['title']}")


def _summary(folder: Path) -> dict[str, Json]:
    try:
        image = Image.load(folder)
    except FleetError as error:
        return {"server": folder.name, "path": str(folder), "error": str(error)}
    return {
        "server": image.name,
        "path": str(folder),
        "title": image.title,
        "tools": len(image.tools),
        "verified": _verified(folder, image),
        "changed": list(image.changed_files),
    }


def _verified(folder: Path, image: Image) -> bool:
    """Return whether verification.json speaks of the folder as it is, and all of its checks passed."""
    file = folder / "verification.json"
    if not file.is_file():
        return False
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        return bool(said["files"] == image.folder_digest and said["checks"]["failed"] == 0)
    except (ValueError, KeyError, TypeError):
        return False


@click.command(epilog=examples("fleetwright show petstore", "fleetwright show ./mine/shop --json"))
@click.argument("server")
@json_option
def show(server: str, as_json: bool) -> None:
    """Show one server: what it is, its tools and its tables."""
    folder = server_folder(server)
    image = Image.load(folder)
    if as_json:
        click.echo(json.dumps(_details(folder, image), ensure_ascii=False))
        return
    click.echo(f"{image.title} ({image.name})\n\n{image.instructions.strip()}\n")
    if image.changed_files:
        click.echo(f"Changed since it was rendered: {', '.join(image.changed_files)}\n")
    click.echo("Tools")
    for spec in image.tools.values():
        required = set(spec.input_schema.get("required", ()))
        names = [name if name in required else f"[{name}]" for name in spec.input_schema.get("properties", {})]
        click.echo(f"  {spec.name}({', '.join(names)})\n      {spec.title}")
    click.echo("\nTables")
    for name in image.tables:
        click.echo(f"  {name:<32} {len(image.seed.get(name, [])):>5} rows in the seed")


def _details(folder: Path, image: Image) -> dict[str, Json]:
    tools = [
        {
            "name": spec.name,
            "title": spec.title,
            "method": image.routes.tools[spec.name].method,
            "path": image.routes.base_path + image.routes.tools[spec.name].path,
            "arguments": list(spec.input_schema.get("properties", {})),
            "required": list(spec.input_schema.get("required", ())),
        }
        for spec in image.tools.values()
    ]
    tables = {name: len(image.seed.get(name, [])) for name in image.tables}
    return {**_summary(folder), "instructions": image.instructions, "tools": tools, "tables": tables}


@click.command(
    epilog=examples(
        "fleetwright connect petstore --client claude-code > .mcp.json",
        "fleetwright connect petstore --client vscode --url http://127.0.0.1:8765/petstore/mcp",
    )
)
@click.argument("server")
@click.option("--client", type=click.Choice(sorted(CLIENTS)), required=True, help="The program that is to use it.")
@click.option("--url", help="Connect to a server that runs there, instead of starting one.")
def connect(server: str, client: str, url: str | None) -> None:
    """Print a client's configuration for a server; where it belongs is said on stderr."""
    click.echo(json.dumps(connection(client, server_folder(server), url), indent=2))
    click.echo(f"This belongs into {place_of(client)}.", err=True)


@click.command(epilog=examples("fleetwright doctor", "fleetwright doctor --json"))
@json_option
def doctor(as_json: bool) -> None:
    """Look at what Fleetwright needs of this machine. Exits with 1 where something is amiss."""
    found = findings(Path.cwd(), platform.python_version())
    for one in found:
        if as_json:
            click.echo(json.dumps({"subject": one.subject, "ok": one.ok, "value": one.value}, ensure_ascii=False))
        else:
            click.echo(f"{'ok' if one.ok else '!!'}  {one.subject:<24} {one.value}")
    if not all(one.ok for one in found):
        sys.exit(1)


commands: list[click.Command] = [serve, list_servers, show, connect, doctor]
