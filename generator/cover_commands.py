"""The command that leaves a server with few checks which notice all that its many notice: cover."""

import json
from collections.abc import Sequence

import click
from rich.console import Console
from rich.progress import Progress

from generator.check import Check, checks_text, read_checks
from generator.cover import small_cover
from generator.errors import VerificationError
from generator.mutation.grades import Grades
from generator.mutation.grading import grades_of
from generator.verification import replace_file
from generator.verify import verify_folder
from state_db.folders import server_folder
from state_db.image import Image
from state_db.usage import examples, json_option


@click.command("cover", epilog=examples("fleetwright cover shop", "fleetwright cover servers/shop --json"))
@click.argument("server", metavar="SERVER")
@json_option
def cover_command(server: str, as_json: bool) -> None:
    """Leave a server with a small cover of its checks.

    SERVER is a folder or a name in ./servers. Of its checks.json stay those that catch the planted faults, and one for
    each law and tool; what is left is graded again, and nothing is written if it catches less. `fleetwright render`
    brings all checks back.
    """
    folder = server_folder(server)
    path = folder / "checks.json"
    if verify_folder(folder).verification.checks.failed:
        raise VerificationError("Its checks find faults.", where=str(folder), next="Run fleetwright verify first.")
    checks, image = read_checks(path.read_text(encoding="utf-8"), str(path)), Image.load(folder)
    before = _grades(image, checks, "all checks", quiet=as_json)
    kept = covering(checks, before)
    after = _grades(image, kept, "the cover", quiet=as_json)
    if after.mutants.killed < before.mutants.killed:
        raise VerificationError("The cover catches less than all checks.", where=str(path), next="Keep all checks.")
    replace_file(path, checks_text(kept))
    verify_folder(folder)
    told = {"server": folder.name, "checks": {"before": len(checks), "after": len(kept)},
            "mutants": {"made": after.mutants.made, "killed": after.mutants.killed}}  # fmt: skip
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        click.echo(f"{folder.name}: {len(kept)} of {len(checks)} checks stay; "
                   f"{after.mutants.killed} planted faults caught, {before.mutants.killed} before")  # fmt: skip


def covering(checks: Sequence[Check], grades: Grades) -> list[Check]:
    """Return the checks that noticed a mutant first, and one for each law and tool, in their order."""
    return small_cover(checks, [frozenset({each.killer}) for each in grades.verdicts if each.killer is not None])


def _grades(image: Image, checks: Sequence[Check], what: str, *, quiet: bool) -> Grades:
    with Progress(console=Console(stderr=True), disable=quiet, transient=True) as progress:
        bar = progress.add_task(f"{image.name}: {what}", total=None)
        return grades_of(image, checks, progress=lambda done, of: progress.update(bar, completed=done, total=of))


commands: list[click.Command] = [cover_command]
