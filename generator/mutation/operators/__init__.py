"""The ways in which a program is spoilt: each operator is a small module function that yields edits of one script."""

from collections.abc import Callable, Iterable, Iterator

from generator.mutation.mutant import Edit
from generator.mutation.operators import answers, columns, conditions, guards, numbers, sorting, writes
from generator.mutation.script import Script
from generator.mutation.surface import Surface

Edits = tuple[Edit, ...]
Operator = Callable[[Script, Surface], Iterable[tuple[str, Edits]]]

OPERATORS: tuple[Operator, ...] = (
    conditions.dropped, conditions.weakened, conditions.turned, conditions.narrowed, guards.skipped,
    guards.other_error, writes.dropped_step, writes.dropped_assignment, writes.other_initial, writes.unmade,
    columns.other_column, columns.swapped_values, columns.other_form, numbers.off_by_one, sorting.other_order,
    answers.other_status, answers.stale, answers.echoed, answers.constant,
)  # fmt: skip


def program_edits(script: Script, surface: Surface) -> Iterator[tuple[str, Edits]]:
    """Yield the name of the operator and the edits of every mutant of a program."""
    for operator in OPERATORS:
        yield from operator(script, surface)
