"""Commands that try a server's checks and its programs: faults plants faults, explore makes random calls."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from generator.check import Check, read_checks
from generator.errors import VerificationError
from generator.faults.tally import Tally, fault_rows, tally_of
from generator.faults.trial import Caught, caught, planted
from generator.plan import Plan, read_plan
from generator.stateful import explore, with_checks
from generator.verify import run_checks
from state_db.folders import server_folder
from state_db.image import Image
from state_db.usage import examples, json_option


@click.command("faults", epilog=examples("fleetwright faults shop", "fleetwright faults servers/* --json"))
@click.argument("servers", nargs=-1, required=True, metavar="SERVER...")
@click.option("--diffs", is_flag=True, help="Show what was planted where it was not caught.")
@json_option
def faults_command(servers: tuple[str, ...], diffs: bool, as_json: bool) -> None:
    """Plant faults in servers, and see whether their checks catch them.

    SERVER is a folder or a name in ./servers; it is not changed. Each fault is of a kind found in generated
    environments, and should be named by a law that says what is wrong. Exits with 1 where one was not caught.
    """
    found: list[Tally] = []
    for server in servers:
        tally = _tried(server_folder(server), quiet=as_json)
        found.append(tally)
        if as_json:
            click.echo(json.dumps(tally.to_json(), ensure_ascii=False))
    if not as_json:
        _print_tallies(found, diffs=diffs)
    if any(tally.missed for tally in found):
        raise SystemExit(1)


def _tried(folder: Path, *, quiet: bool) -> Tally:
    """Return what the folder's checks find of every fault that can be planted in it."""
    plan, image, checks = _opened(folder)
    if not run_checks(image, checks).passed:
        raise VerificationError(
            "Its checks find faults before any is planted.", where=str(folder), next="Run fleetwright verify first."
        )
    faults = list(planted(plan, image))
    results: list[Caught] = []
    with Progress(console=Console(stderr=True), disable=quiet, transient=True) as progress:
        for fault in progress.track(faults, description=plan.name):
            results.append(caught(fault, checks))
    return tally_of(plan.name, results)


def _opened(folder: Path) -> tuple[Plan, Image, Sequence[Check]]:
    plan, checks = folder / "plan.json", folder / "checks.json"
    for path in (plan, checks):
        if not path.is_file():
            raise VerificationError(f"{path.name} is missing.", where=str(folder), next="Run fleetwright render first.")
    image = Image.load(folder)
    return (
        read_plan(plan.read_text(encoding="utf-8"), str(plan)),
        image,
        read_checks(checks.read_text(encoding="utf-8"), str(checks)),
    )


def _print_tallies(tallies: Iterable[Tally], *, diffs: bool) -> None:
    tallies = list(tallies)
    console = Console(highlight=False)
    sites, noticed, named = (sum(getattr(tally, what) for tally in tallies) for what in ("sites", "noticed", "named"))
    table = Table(title=f"{noticed} of {sites} planted faults caught, {named} named rightly")
    table.add_column("fault")
    for title in ("sites", "caught", "named"):
        table.add_column(title, justify="right")
    for row in fault_rows(tallies):
        table.add_row(row.name, str(row.sites), str(row.noticed), str(row.named))
    console.print(table)
    for tally in tallies:
        for result in tally.results:
            if not result.noticed:
                console.print(f"  NOT CAUGHT {tally.server}: {result.planted.name}", markup=False, soft_wrap=True)
                if diffs:
                    console.print(result.planted.diff, markup=False, soft_wrap=True)
            elif not result.named:
                said = ", ".join(result.laws)
                console.print(f"  MISNAMED {tally.server}: {result.planted.name}: {said}", markup=False, soft_wrap=True)


@click.command("explore", epilog=examples("fleetwright explore shop", "fleetwright explore shop --seed 7 --write"))
@click.argument("server", metavar="SERVER")
@click.option("--examples", "count", type=click.IntRange(min=1), default=200, show_default=True,
              help="Sequences of calls that are tried.")  # fmt: skip
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed tries other sequences.")
@click.option("--write", is_flag=True, help="Add what was found to the server's checks.json.")
@json_option
def explore_command(server: str, count: int, seed: int, write: bool, as_json: bool) -> None:
    """Try random sequences of calls, and tell the shortest that go wrong.

    SERVER is a folder or a name in ./servers. What each call should do is told beforehand from plan.json. Exits with 1
    where a sequence went wrong. Needs the extra "test".
    """
    folder = server_folder(server)
    found = explore(folder, count, seed)
    added = with_checks(folder, found) if write else 0
    if as_json:
        said = {"server": folder.name, "examples": count, "seed": seed, "added": added}
        click.echo(json.dumps({**said, "found": [_check_data(check) for check in found]}, ensure_ascii=False))
    else:
        _print_found(folder.name, count, found, added)
    if found:
        raise SystemExit(1)


def _check_data(check: Check) -> dict[str, object]:
    data: dict[str, object] = check.model_dump(mode="json", exclude_defaults=True)
    return data


def _print_found(server: str, count: int, found: Sequence[Check], added: int) -> None:
    click.echo(f"{server}: {count} sequences of calls, {len(found)} faults")
    for check in found:
        click.echo(f"  {check.name}: {check.because}")
        for number, step in enumerate(check.steps):
            click.echo(f"    {number}. {step.tool} {json.dumps(dict(step.arguments), ensure_ascii=False)}")
    if added:
        click.echo(f"  {added} checks were added to checks.json")


commands: list[click.Command] = [faults_command, explore_command]
