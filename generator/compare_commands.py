"""The command that holds a server against the real service: compare."""

import json
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from generator.check import Check, read_checks
from generator.compare.live import LiveService, recorded, scripts_of
from generator.compare.outcome import Comparison, Step
from generator.compare.recorder import archive_text
from generator.compare.recording import Exchange, read_recording
from generator.compare.replay import compared
from generator.errors import RecordingError
from generator.plan import Plan, read_plan
from generator.report.texts import printable
from state_db.folders import server_folder
from state_db.image import Image
from state_db.usage import examples, json_option

_MOST_SHOWN = 90


@click.command(
    "compare",
    epilog=examples(
        "fleetwright compare shop --har recording.har",
        "fleetwright compare shop --against http://127.0.0.1:8000/api --allow-private --writes --json",
    ),
)
@click.argument("server", metavar="SERVER")
@click.option("--har", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="A recording of the real service (HTTP Archive 1.2), begun on an empty instance.")  # fmt: skip
@click.option("--against", metavar="URL", help="A live service: where its paths begin.")
@click.option("--writes", is_flag=True, help="With --against: also send calls that change something there.")
@click.option("--header", "headers", multiple=True, metavar="NAME:VALUE",
              help="With --against: a header to send, such as Authorization.")  # fmt: skip
@click.option("--calls", "most", type=click.IntRange(min=1), default=200, show_default=True,
              help="With --against: at most so many calls.")  # fmt: skip
@click.option("--save", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="With --against: write what the service answered as an HTTP Archive.")  # fmt: skip
@click.option("--allow-private", is_flag=True, help="Call loopback and private addresses as well.")
@json_option
def compare_command(
    server: str,
    har: Path | None,
    against: str | None,
    writes: bool,
    headers: tuple[str, ...],
    most: int,
    save: Path | None,
    allow_private: bool,
    as_json: bool,
) -> None:
    """Hold a server against the real service: the same calls, from an empty beginning.

    SERVER is a folder or a name in ./servers. Told are the shares of calls that agree in status, and in status and
    body, of those whose true status the description declares and of all. Exits with 1 where there are differences.
    """
    if (har is None) == (against is None):
        raise click.UsageError("Give either --har FILE or --against URL.")
    if har is not None and (writes or headers or save):
        raise click.UsageError("--writes, --header and --save go with --against: a recording is only read.")
    folder = server_folder(server)
    plan, image = _plan(folder), Image.load(folder)
    if har is not None:
        exchanges: Sequence[Exchange] = read_recording(har)
    else:
        service = LiveService(str(against), _headers(headers), plan.base_path, allow_private=allow_private)
        with service, Console(stderr=True).status(f"{service.origin}: calling"):
            exchanges = recorded(service, image, list(scripts_of(plan, _checks(folder))), writes=writes, most=most)
        if not exchanges:
            raise RecordingError("There is no call to make.", where=server, next="Try again with --writes.")
        if save is not None:
            save.write_text(archive_text(exchanges), encoding="utf-8")
    comparison = compared(plan, image, exchanges)
    if as_json:
        click.echo(json.dumps(comparison.to_json(), ensure_ascii=False))
    else:
        _print(comparison)
    if not comparison.agrees:
        raise SystemExit(1)


def _plan(folder: Path) -> Plan:
    path = folder / "plan.json"
    if not path.is_file():
        raise RecordingError("plan.json is missing.", where=str(folder), next="Generate the server again.")
    return read_plan(path.read_text(encoding="utf-8"), str(path))


def _checks(folder: Path) -> tuple[Check, ...]:
    path = folder / "checks.json"
    return read_checks(path.read_text(encoding="utf-8"), str(path)) if path.is_file() else ()


def _headers(given: Sequence[str]) -> dict[str, str]:
    found = {}
    for text in given:
        name, colon, value = text.partition(":")
        if not colon or not name.strip():
            raise click.UsageError(f"--header {text!r} is no header: write NAME:VALUE.")
        found[name.strip().lower()] = value.strip()
    return found


def _print(comparison: Comparison) -> None:
    console = Console(highlight=False)
    table = Table(title=comparison.server, title_justify="left")
    table.add_column("")
    for title in ("steps", "status", "body"):
        table.add_column(title, justify="right")
    for name, tally in (("declared", comparison.declared), ("all", comparison.all)):
        said = tally.to_json()
        table.add_row(name, str(tally.steps), f"{said['status']:.0%}", f"{said['body']:.0%}")
    console.print(table)
    for step in comparison.steps:
        console.print(_line(step), markup=False, soft_wrap=True)
        for difference in step.differences:
            console.print(f"       {printable(difference.why)}", markup=False, soft_wrap=True)
            values = f"expected {_short(difference.expected)}, got {_short(difference.got)}"
            console.print(f"       {printable(values)}", markup=False, soft_wrap=True)
        for what in step.open:
            console.print(f"       open: {printable(what)}", markup=False, soft_wrap=True)


def _line(step: Step) -> str:
    verdict = "agrees" if step.body_agrees else "BODY  " if step.status_agrees else "STATUS"
    undeclared = "" if step.declared else "  (not declared)"
    return f"{step.number:>4}  {verdict}  {step.status}  {printable(step.call)}{undeclared}"


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _MOST_SHOWN else text[: _MOST_SHOWN - 1] + "…"


commands: list[click.Command] = [compare_command]
