"""What verification found, on a terminal: a line for each server, bug reports, a table of laws."""

from collections.abc import Sequence

from rich.table import Table

from generator.report.bugs import bug_report
from generator.verification import Verification
from generator.verify import VerificationResult


def verdict_line(result: VerificationResult) -> str:
    """Return what became of a server, in a line."""
    said = result.verification
    if result.skipped:
        return f"{result.server}: unchanged since it was verified; {_checks(said)}{_mutants(said)}"
    return f"{result.server}: {_checks(said)} in {result.seconds:.1f} s{_mutants(said)}"


def _checks(said: Verification) -> str:
    return f"{said.checks.passed} of {said.checks.run} checks passed"


def _mutants(said: Verification) -> str:
    if said.mutants is None:
        return ""
    could = said.mutants.made - said.mutants.equivalent
    return f"; {said.mutants.killed} of {could} planted faults caught ({said.mutants.share:.1%})"


def bug_reports(result: VerificationResult) -> list[str]:
    """Return a bug report for each check that failed."""
    return [f"FAILED {outcome.check.name}\n{bug_report(outcome)}" for outcome in result.result.failed]


def law_table(results: Sequence[VerificationResult]) -> Table:
    """Return the laws with the checks that were run and those that failed, of all servers together."""
    several = len(results) > 1
    table = Table(title=f"{len(results)} servers" if several else None, title_justify="left")
    table.add_column("law")
    table.add_column("run", justify="right")
    table.add_column("failed", justify="right")
    if several:
        table.add_column("servers", justify="right")
    for law in sorted({law for result in results for law in result.verification.families}):
        counts = [result.verification.families[law] for result in results if law in result.verification.families]
        run, failed = sum(count.run for count in counts), sum(count.failed for count in counts)
        cells = [law.replace("_", " "), str(run), str(failed), *([str(len(counts))] if several else [])]
        table.add_row(*cells, style="bold red" if failed else None)
    return table
