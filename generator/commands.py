"""Commands that make and prove servers: generate, render, verify."""

import json
import re
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from generator.generate import Generated, Request, generate, render_again
from generator.verify import VerificationResult, verify_folder
from state_db.errors import FleetError
from state_db.folders import server_folder
from state_db.usage import examples, json_option

_MOST_REASONS = 12


@click.command(
    "generate",
    epilog=examples(
        "fleetwright generate https://petstore3.swagger.io/",
        "fleetwright generate openapi.yaml --name shop --tools '*order*' --json",
        "fleetwright generate http://127.0.0.1:8000/docs --allow-private --out servers",
    ),
)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--name", help="The server's name; made from the API's title where it is not given.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("servers"), show_default=True,
              help="The folder in which server folders are written.")  # fmt: skip
@click.option("--engine", type=click.Choice(["auto", "rules"]), default="auto", show_default=True,
              help="What reads and plans. Machine-readable descriptions are compiled by rules.")  # fmt: skip
@click.option("--tools", multiple=True, metavar="GLOB", help="Only tools whose name or 'METHOD /path' matches.")
@click.option("--max-tools", type=click.IntRange(min=1), help="At most so many tools, with those that they need.")
@click.option("--source-url", metavar="URL", help="The address to record as the source, for a file read from disk.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed gives other rows and keys.")
@click.option("--allow-private", is_flag=True, help="Fetch from loopback and private addresses as well.")
@click.option("--force", is_flag=True, help="Write over files that were changed by hand.")
@json_option
def generate_command(
    sources: tuple[str, ...],
    name: str | None,
    out: Path,
    engine: str,
    tools: tuple[str, ...],
    max_tools: int | None,
    source_url: str | None,
    seed: int,
    allow_private: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Turn API documentation into verified server folders.

    SOURCE is a URL or a path: an OpenAPI 3 or Swagger 2.0 description in JSON or YAML, or an HTML page that names one.
    """
    if name is not None:
        _check_name(name, len(sources))
    console = Console(stderr=True)
    failed = False
    for source in sources:
        request = Request(source, name, out, seed, tools, max_tools, source_url, allow_private, force)
        try:
            with console.status(f"{source}: reading") as status:
                made = generate(request, lambda stage, source=source: status.update(f"{source}: {stage}"))  # type: ignore[misc]
        except FleetError as error:
            failed = True
            if as_json:
                click.echo(json.dumps({"source": source, "error": str(error)}, ensure_ascii=False))
            else:
                click.echo(f"error: {error}", err=True)
            continue
        if as_json:
            click.echo(json.dumps(made.to_json(), ensure_ascii=False))
        else:
            _print_generated(made)
    if failed:
        raise SystemExit(2)


def _check_name(name: str, sources: int) -> None:
    if sources > 1:
        raise click.UsageError("--name is for one source; leave it out to name each server after its API.")
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,21}", name):
        raise click.UsageError(
            f"--name {name!r} cannot name a server: use lower-case letters, digits and underscores, at most 22, "
            "beginning with a letter."
        )


def _print_generated(made: Generated) -> None:
    proved = made.verification
    console = Console(highlight=False)
    console.print(f"[bold]{made.plan.name}[/bold]  {made.folder.as_posix()}")
    console.print(
        f"  {proved.coverage.tools} of {proved.coverage.operations} operations are tools "
        f"({proved.coverage.share:.0%}); {proved.checks.passed} of {proved.checks.run} checks passed; "
        f"{made.seconds:.1f} s"
    )
    console.print(
        f"  inputs used {proved.inputs.used} of {proved.inputs.declared}; "
        f"writes observed {proved.writes.observed} of {proved.writes.made}"
    )
    reasons = [*made.plan.unmodelled, *made.plan.dropped]
    for each in reasons[:_MOST_REASONS]:
        console.print(f"  not modelled: {each.operation}: {each.reason}", markup=False, soft_wrap=True)
    if len(reasons) > _MOST_REASONS:
        console.print(f"  … and {len(reasons) - _MOST_REASONS} more in {made.folder.as_posix()}/plan.json")


@click.command("render", epilog=examples("fleetwright render shop", "fleetwright render servers/shop --force"))
@click.argument("server", metavar="SERVER")
@click.option("--force", is_flag=True, help="Write over files that were changed by hand.")
def render_command(server: str, force: bool) -> None:
    """Rewrite a server folder from its plan.json, and run its checks.

    SERVER is a folder or a name in ./servers. Files that were changed by hand are noticed and kept, unless --force.
    """
    made = render_again(server_folder(server), force=force)
    _print_generated(made)
    if made.verification.checks.failed:
        raise SystemExit(1)


@click.command("verify", epilog=examples("fleetwright verify shop", "fleetwright verify servers/* --json"))
@click.argument("servers", nargs=-1, required=True, metavar="SERVER...")
@json_option
def verify_command(servers: tuple[str, ...], as_json: bool) -> None:
    """Run the generated checks of servers and write their verification.json.

    SERVER is a folder or a name in ./servers. Exits with 1 where a check found a fault.
    """
    faults = 0
    for server in servers:
        result = verify_folder(server_folder(server))
        faults += result.verification.checks.failed
        if as_json:
            click.echo(json.dumps(result.to_json(), ensure_ascii=False))
        else:
            _print_verified(result)
    if faults:
        raise SystemExit(1)


def _print_verified(result: VerificationResult) -> None:
    console = Console(highlight=False)
    counts = result.verification.checks
    table = Table(title=f"{result.server}: {counts.passed} of {counts.run} checks passed in {result.seconds:.1f} s")
    table.add_column("law")
    table.add_column("run", justify="right")
    table.add_column("failed", justify="right")
    for law, count in result.verification.families.items():
        table.add_row(law.replace("_", " "), str(count.run), str(count.failed))
    console.print(table)
    for outcome in result.result.failed:
        for breach in outcome.breaches:
            console.print(f"  FAILED {outcome.check.name}: {breach.what}", markup=False, soft_wrap=True)


commands: list[click.Command] = [generate_command, render_command, verify_command]
