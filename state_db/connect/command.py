"""The command ``fleetwright connect``."""

import json
import os
import re
import shlex
from pathlib import Path

import click

from state_db.connect.clients import CLIENTS, Client, CodeClient, FileClient, inspector_command
from state_db.connect.merging import merged, read_configuration, write_configuration
from state_db.connect.target import Reached, Target, bridged, started
from state_db.errors import StateError
from state_db.files import server_name
from state_db.folders import server_folder
from state_db.usage import examples

VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
NAME = re.compile(r"[a-z][a-z0-9_]*")
ONE_PER_CALL = "{title} starts a process for every call, so the state is kept in {file}."


@click.command(
    epilog=examples(
        "fleetwright connect petstore --client claude-code --write",
        "fleetwright connect petstore --client claude-desktop --with fleetwright",
        "fleetwright connect petstore --client vscode --http --write",
        "fleetwright connect petstore --client openai-agents --url http://127.0.0.1:8765/environments/ID/mcp",
        "fleetwright connect petstore --client langchain --write --file agent.py",
    )
)
@click.argument("server")
@click.option("--client", type=click.Choice(list(CLIENTS)), required=True, help="The program that is to use it.")
@click.option("--with", "requirement", metavar="REQUIREMENT", help="Start it by uv with this, as fleetwright==0.1.0.")
@click.option("--state", type=click.Path(path_type=Path), metavar="FILE", help="Keep the state across processes.")
@click.option("--http", is_flag=True, help="Connect to where `fleetwright serve` serves it on this machine.")
@click.option("--port", type=int, default=8765, show_default=True, help="The port of --http.")
@click.option("--url", help="Connect to a server that runs there, as an environment's URL.")
@click.option("--token", metavar="VARIABLE", default="", help="The environment variable that holds the agents' token.")
@click.option("--name", help="What the client is to call the server.  [default: its own name]")
@click.option("--write", is_flag=True, help="Merge it into the client's file instead of printing it.")
@click.option("--file", type=click.Path(path_type=Path), help="The file to write.  [default: the client's own]")
@click.option("--replace", is_flag=True, help="Replace another entry of the same name.")
def connect(
    server: str, client: str, requirement: str | None, state: Path | None, http: bool, port: int, url: str | None,
    token: str, name: str | None, write: bool, file: Path | None, replace: bool,
) -> None:  # fmt: skip
    """Print a client's configuration for a server, or a program that uses it; --write puts it into its file.

    Without --http or --url the client starts the server as a process. What else is in a file is kept.
    """
    folder = server_folder(server)
    own = server_name(folder)
    found = CLIENTS[client]
    if token and not VARIABLE.fullmatch(token):
        raise click.UsageError("--token is the name of an environment variable, not the token.")
    if name is not None and not NAME.fullmatch(name):
        raise click.UsageError("--name is made of lower-case letters, digits and underscores.")
    if http and url:
        raise click.UsageError("--http and --url each name an address; give one.")
    address = url or (f"http://127.0.0.1:{port}/{own}/mcp" if http else None)
    if token and address is None:
        raise click.UsageError("--token is for --http and --url.")
    if address is not None and state is not None:
        raise click.UsageError("--state is for a server that the client starts; one that runs keeps its own.")
    if address is not None:
        target = _reached(found, address, token, requirement)
    else:
        target = started(folder, requirement, state or _state_of(found, own))
    if write:
        _write(client, found, name or own, target, file, replace)
    else:
        _print(client, found, name or own, target, file)


def _state_of(client: Client, name: str) -> Path | None:
    """Where the state is kept for a client that would lose it with every call."""
    if not isinstance(client, FileClient) or not client.starts_one_per_call:
        return None
    file = Path(f"{name}.db")
    click.echo(ONE_PER_CALL.format(title=client.title, file=file), err=True)
    return file


def _reached(client: Client, url: str, token: str, requirement: str | None) -> Target:
    if isinstance(client, CodeClient) or client.reaches_urls:
        if requirement is not None:
            raise click.UsageError("--with is for a server that the client starts.")
        return Reached(url, token)
    if token:
        raise StateError(
            f"{client.title} reaches URLs through a process that sends no token.", next="Serve on loopback instead."
        )
    return bridged(url, requirement)


def _print(named: str, client: Client, server: str, target: Target, file: Path | None) -> None:
    if isinstance(client, CodeClient):
        click.echo(client.code(server, target), nl=False)
        return
    if named == "inspector":
        click.echo(inspector_command(target))
        return
    inputs = client.inputs(target)
    whole = {client.key: {server: client.entry(target)}, **({"inputs": inputs} if inputs else {})}
    click.echo(json.dumps(whole, indent=2, ensure_ascii=False))
    click.echo(f"This belongs into {file or client.place()}; --write puts it there.", err=True)


def _write(named: str, client: Client, server: str, target: Target, file: Path | None, replace: bool) -> None:
    if isinstance(client, CodeClient):
        place = file or Path(f"{server}_{named.replace('-', '_')}.py")
        before, after = read_configuration(place), client.code(server, target)
        if before and before != after and not replace:
            raise StateError("There is another program.", where=str(place), next="Give another --file, or --replace.")
    else:
        place = file or client.place()
        before = read_configuration(place)
        try:
            after = merged(before, client.key, server, client.entry(target), client.inputs(target), replace)
        except StateError as error:
            raise StateError(error.what, where=str(place), next=error.next) from error
    if before == after:
        click.echo(f"{place} has it already.", err=True)
    else:
        write_configuration(place, after)
    click.echo(os.fspath(place))
    if named == "inspector":
        command = f"npx @modelcontextprotocol/inspector --config {shlex.quote(str(place))} --server {server}"
        click.echo(f"Start it by: {command}", err=True)
