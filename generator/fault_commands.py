"""Commands that try a server's checks and its programs: faults plants faults, explore makes random calls."""

import json
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from generator.check import Check
from generator.crew import cores
from generator.faults.round import Finding, Round
from generator.faults.tally import Tally, by_kind, summed, total
from generator.report.progress import VerifyBar
from generator.report.texts import printable
from generator.stateful import explore, with_checks
from state_db.folders import server_folder
from state_db.usage import examples, json_option


@click.command(
    "faults",
    epilog=examples(
        "fleetwright faults shop",
        "fleetwright faults servers/* --keep faults.jsonl --jobs 2",
        "fleetwright faults servers/* --json",
    ),
)
@click.argument("servers", nargs=-1, required=True, metavar="SERVER...")
@click.option("--diffs", is_flag=True, help="Show what was planted where it was not caught.")
@click.option("--keep", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Add what is found to this file; of those in it, only the changed are tried again.")  # fmt: skip
@click.option("--jobs", type=click.IntRange(min=1), help="Processes; as many as there are processors where not given.")
@json_option
def faults_command(servers: tuple[str, ...], diffs: bool, keep: Path | None, jobs: int | None, as_json: bool) -> None:
    """Plant faults in servers, and see whether their checks catch them.

    SERVER is a folder or a name in ./servers; it is not changed. Each fault is of a kind found in generated
    environments, and should be named by a law that says what is wrong. Exits with 1 where one was not caught, with 2
    where a server cannot be tried.
    """
    folders = list(dict.fromkeys(server_folder(server) for server in servers))
    findings = _findings(Round(folders, jobs or cores(), keep), len(folders), as_json=as_json)
    found = [finding.tally for finding in findings if finding.tally is not None]
    if as_json and len(folders) > 1:
        click.echo(json.dumps(total(found), ensure_ascii=False))
    elif not as_json and found:
        _print_tallies(found, diffs=diffs)
    if len(found) < len(findings):
        raise SystemExit(2)
    if any(tally.missed for tally in found):
        raise SystemExit(1)


def _findings(trials: Round, count: int, *, as_json: bool) -> list[Finding]:
    """Print what becomes of each server, in the order in which they were given, and return it in that order."""
    found: dict[int, Finding] = {}
    told: list[Finding] = []
    with VerifyBar("faults") as bar:
        for number, finding in trials.findings(lambda: bar.show(*trials.counts)):
            found[number] = finding
            while len(told) in found:
                with bar.hidden():
                    _print_finding(found[len(told)], as_json=as_json)
                told.append(found[len(told)])
    return told


def _print_finding(finding: Finding, *, as_json: bool) -> None:
    if finding.tally is None:
        if as_json:
            error = {"server": printable(finding.folder.name), "error": printable(finding.error)}
            click.echo(json.dumps(error, ensure_ascii=False))
        else:
            click.echo(f"error: {printable(finding.error)}", err=True)
    elif as_json:
        click.echo(json.dumps(finding.tally.model_dump(mode="json", exclude={"files"}), ensure_ascii=False))
    else:
        click.echo(f"{finding.tally.server}: {finding.tally.caught} of {finding.tally.planted} planted faults caught")


def _print_tallies(tallies: Sequence[Tally], *, diffs: bool) -> None:
    console = Console(highlight=False)
    kinds = by_kind([tally.faults for tally in tallies])
    whole = summed(kinds.values())
    table = Table(title=f"{whole.caught} of {whole.sites} planted faults caught, {whole.named} named rightly")
    table.add_column("fault")
    for title in ("sites", "caught", "named", "share"):
        table.add_column(title, justify="right")
    for name, count in kinds.items():
        table.add_row(name, str(count.sites), str(count.caught), str(count.named), f"{100 * count.share:.1f} %")
    console.print(table)
    for tally in tallies:
        for missed in tally.missed:
            console.print(f"  NOT CAUGHT {tally.server}: {missed.fault}", markup=False, soft_wrap=True)
            if diffs:
                console.print(missed.diff, markup=False, soft_wrap=True)
        for misnamed in tally.misnamed:
            said = ", ".join(misnamed.laws)
            console.print(f"  MISNAMED {tally.server}: {misnamed.fault}: {said}", markup=False, soft_wrap=True)


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
