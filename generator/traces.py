"""What a call did to the rows of every table, held against what it should do."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.check import Effect
from generator.holds import quoted
from generator.json_equality import json_key
from generator.meaning import Row, alike, filled_template
from generator.moments import falls

Tables = Mapping[str, list[Row]]


@dataclass(frozen=True, slots=True)
class Trace:
    """What became of a table's rows: those that are new, those that are gone, and those changed, as before and now."""

    added: Sequence[Row] = ()
    removed: Sequence[Row] = ()
    changed: Sequence[tuple[Row, Row]] = ()

    @property
    def columns(self) -> set[str]:
        """Return the columns in which a row has changed."""
        return {
            name for old, new in self.changed for name, value in new.items() if not alike(value, old.get(name))
        }  # fmt: skip

    @property
    def fresh(self) -> list[Row]:
        """Return the rows that are new or different."""
        return [*self.added, *(new for _, new in self.changed)]


def effect_faults(
    wanted: Mapping[str, Effect], before: Tables, after: Tables, keys: Mapping[str, Sequence[str]], at: str = ""
) -> list[str]:
    """Return what is wrong where the call, made ``at`` this time, should have done exactly this to the tables.

    ``keys`` are those of the tables.
    """
    said: list[str] = []
    for table, rows in before.items():
        trace, allowed = _trace(rows, after[table], keys[table]), wanted.get(table, Effect())
        for what in ("added", "removed", "changed"):
            should, were = getattr(allowed, what), len(getattr(trace, what))
            if should is not None and were != should:
                said.append(f"{table}: {should} rows should be {what}, and {were} were")
        extra = sorted(trace.columns - set(allowed.columns))
        if extra and allowed.changed != 0:
            said.append(f"{table}: {', '.join(extra)} should not change")
        if trace.fresh:
            said += _row_value_faults(table, allowed, trace.fresh, at)
    return said


def _row_value_faults(table: str, allowed: Effect, fresh: Sequence[Row], at: str) -> Iterator[str]:
    """Yield which columns of these rows do not hold the value, or the time, that they should."""
    for row in fresh:
        for name, value in allowed.values.items():
            if not alike(row.get(name), value):
                yield f"{table}: {name} should be {quoted(value)}, and is {quoted(row.get(name))}"
        for name in allowed.now if at else ():
            if not falls(row.get(name), at, later=False):
                yield f"{table}: {name} should be the time of the call, {at}, and is {quoted(row.get(name))}"
        for name, template in allowed.made.items():
            text = filled_template(template, row)
            if not alike(row.get(name), text):
                yield f"{table}: {name} should be {quoted(text)}, and is {quoted(row.get(name))}"
    left = list(fresh)
    for wanted in allowed.each:
        found = next((row for row in left if all(alike(row.get(name), wanted[name]) for name in wanted)), None)
        if found is None:
            yield f"{table}: one of the rows should hold {quoted(wanted)}"
        else:
            left.remove(found)


def _trace(before: Sequence[Row], after: Sequence[Row], key: Sequence[str]) -> Trace:
    """What became of the rows; most are as they were, and those need no second look."""
    if before is after or before == after:
        return Trace()
    old = {_mark(row, key): row for row in before}
    new = {_mark(row, key): row for row in after}
    pairs = ((old[mark], row) for mark, row in new.items() if mark in old)
    return Trace(
        added=[row for mark, row in new.items() if mark not in old],
        removed=[row for mark, row in old.items() if mark not in new],
        changed=[(was, row) for was, row in pairs if was is not row and was != row],
    )


def _mark(row: Row, key: Sequence[str]) -> Hashable:
    """What tells the row apart in its table."""
    values = tuple(row.get(name) for name in key)
    return values if all(isinstance(value, str | int | float) for value in values) else json_key(list(values))


def row_faults(wanted: str, before: Tables, after: Tables, keys: Mapping[str, Sequence[str]]) -> list[str]:
    """Return what is wrong where rows should be ``kept``, or one of them ``overwritten``, and that is not so."""
    traces = {table: _trace(rows, after[table], keys[table]) for table, rows in before.items()}
    if wanted == "kept":
        return [f"{table}: {len(each.removed)} rows were removed" for table, each in traces.items() if each.removed]
    if any(each.removed or each.changed for each in traces.values()):
        return []
    return ["no row was removed or changed"]
