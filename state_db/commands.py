"""Commands on servers as they are: serve them, list and show them, look at the machine."""

import json
import os
import platform
import sys
from pathlib import Path
from typing import Any, get_args

import click

from state_db.connect.command import connect
from state_db.doctor import findings
from state_db.errors import FleetError, StateError
from state_db.folders import SERVERS, server_folder
from state_db.image import Image
from state_db.serve.limits import Level, Limits
from state_db.usage import examples, json_option

Json = Any


def _folders() -> list[Path]:
    """Return the server folders of ./servers by name."""
    return sorted(path.parent for path in SERVERS.glob("*/schema.sql"))


@click.command(
    epilog=examples(
        "fleetwright serve",
        "fleetwright serve petstore ./mine/shop --port 9000",
        "fleetwright serve petstore --state-dir ./state --workers 2",
        "fleetwright serve --host 0.0.0.0 --allow fleet.example.org --rate 50",
    )
)
@click.argument("servers", nargs=-1, metavar="[SERVER]...")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8765, show_default=True, help="Port to listen on; 0 takes any free one.")
@click.option("--allow", multiple=True, metavar="NAME", help="Host name that clients may use, besides loopback's.")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Processes, each on its own port from --port on; an environment lives in one of them.",
)
@click.option(
    "--state-dir",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Keep environments here: each is at the same URL path after a restart, with every call that was answered.",
)
@click.option("--fsync", is_flag=True, help="With --state-dir: outlive a loss of power too, not only a killed process.")
@click.option(
    "--idle",
    type=click.FloatRange(0),
    default=Limits().idle_seconds,
    show_default=True,
    metavar="SECONDS",
    help="End environments that nobody used for so long (with --state-dir: free their memory); 0 never does.",
)
@click.option(
    "--most",
    type=click.IntRange(1),
    default=Limits().environments,
    show_default=True,
    metavar="N",
    help="How many environments each worker keeps at most.",
)
@click.option(
    "--rate",
    type=click.FloatRange(0),
    default=0.0,
    metavar="CALLS",
    help="How many requests a second each environment answers; the others get 429. Without it there is no bound.",
)
@click.option(
    "--log",
    type=click.Choice(get_args(Level)),
    default="info",
    show_default=True,
    help="What is logged on standard error, as JSON lines: errors, events, every request, or also what was said.",
)
def serve(
    servers: tuple[str, ...], host: str, port: int, allow: tuple[str, ...], workers: int, state_dir: Path | None,
    fsync: bool, idle: float, most: int, rate: float, log: Level,
) -> None:  # fmt: skip
    """Serve servers over HTTP: a shared environment each, and private ones on demand.

    SERVER is a folder or a name in ./servers; without any, all of ./servers are served. Environments are made and
    controlled with the control token; off loopback, agents need a token as well. Tokens are printed at the start, or
    given as FLEETWRIGHT_CONTROL_TOKEN and FLEETWRIGHT_AGENTS_TOKEN.
    """
    from state_db.serve import workers as processes
    from state_db.serve.gateway import Settings
    from state_db.serve.guard import AGENTS_TOKEN, CONTROL_TOKEN, LOOPBACK, Tokens, is_loopback, token_of
    from state_db.serve.listen import bound_in_a_row, url_of

    folders = tuple(server_folder(name).resolve() for name in servers) or tuple(_folders())
    if not folders:
        raise StateError("There is nothing to serve.", where=str(SERVERS), next="Name a server folder.")
    if fsync and state_dir is None:
        raise StateError("There is nothing to write through.", where="--fsync", next="Add --state-dir DIR.")
    names = [Image.load(folder).name for folder in folders]
    tokens = Tokens(
        token_of(os.environ.get(CONTROL_TOKEN), CONTROL_TOKEN),
        None if is_loopback(host) else token_of(os.environ.get(AGENTS_TOKEN), AGENTS_TOKEN),
    )
    with bound_in_a_row(host, port, workers) as listeners:
        bases = [url_of(host, listener.getsockname()[1]) for listener in listeners]
        reached = bases[0].removeprefix("http://").rpartition(":")[0]
        settings = Settings(
            (*LOOPBACK, *allow), tokens, Limits(environments=most, idle_seconds=idle, calls_per_second=rate), log,
            processes.neighbours_of(reached, listeners),
        )  # fmt: skip
        for index, name in enumerate(names):
            click.echo(f"{bases[index % workers]}/{name}/mcp")
        click.echo(f"control token: {tokens.control}", err=True)
        if tokens.agents:
            click.echo(f"agents' token: {tokens.agents}", err=True)
        sys.stdout.flush()
        processes.run(processes.Plan(folders, settings, state_dir, fsync), listeners)


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
    return {
        **_summary(folder),
        "instructions": image.instructions,
        "tools": tools,
        "tables": tables,
    }


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
