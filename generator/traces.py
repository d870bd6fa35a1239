"""What a call did to the rows of every table, held against what it should do."""

from collections.abc import Iterator, Mapping, Sequence

from generator.check import Effect
from generator.holds import quoted
from generator.meaning import Row, alike, filled_template
from generator.moments import falls
from generator.samples import json_key

Tables = Mapping[str, list[Row]]


def effect_faults(
    wanted: Mapping[str, Effect], before: Tables, after: Tables, keys: Mapping[str, Sequence[str]], at: str = ""
) -> list[str]:
    """Return what is wrong where the call, made ``at`` this time, should have done exactly this to the tables.

    ``keys`` are those of the tables.
    """
    said: list[str] = []
    for table, rows in before.items():
        effect = Effect() if rows == after[table] else _effect(rows, after[table], keys[table])
        allowed = wanted.get(table, Effect())
        for what in ("added", "removed", "changed"):
            should = getattr(allowed, what)
            if should is not None and getattr(effect, what) != should:
                said.append(f"{table}: {should} rows should be {what}, and {getattr(effect, what)} were")
        extra = sorted(set(effect.columns) - set(allowed.columns))
        if extra and allowed.changed != 0:
            said.append(f"{table}: {', '.join(extra)} should not change")
        if rows != after[table]:
            said += _row_value_faults(table, allowed, _fresh(rows, after[table]), at)
    return said


def _fresh(before: Sequence[Row], after: Sequence[Row]) -> list[Row]:
    """The rows that are new or different."""
    old = {json_key(row) for row in before}
    return [row for row in after if json_key(row) not in old]


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
            if row.get(name) != text:
                yield f"{table}: {name} should be {quoted(text)}, and is {quoted(row.get(name))}"
    left = list(fresh)
    for wanted in allowed.each:
        found = next((row for row in left if all(alike(row.get(name), wanted[name]) for name in wanted)), None)
        if found is None:
            yield f"{table}: one of the rows should hold {quoted(wanted)}"
        else:
            left.remove(found)


def _effect(before: Sequence[Row], after: Sequence[Row], key: Sequence[str]) -> Effect:
    old = {json_key([row.get(name) for name in key]): row for row in before}
    new = {json_key([row.get(name) for name in key]): row for row in after}
    both = old.keys() & new.keys()
    columns = {name for same in both for name, value in new[same].items() if not alike(value, old[same].get(name))}
    changed = sum(json_key(new[same]) != json_key(old[same]) for same in both)
    return Effect(
        added=len(new.keys() - old.keys()),
        removed=len(old.keys() - new.keys()),
        changed=changed,
        columns=tuple(sorted(columns)),
    )


def row_faults(wanted: str, before: Tables, after: Tables, keys: Mapping[str, Sequence[str]]) -> list[str]:
    """Return what is wrong where rows should be ``kept``, or one of them ``overwritten``, and that is not so."""
    effects = [
        (table, _effect(rows, after[table], keys[table])) for table, rows in before.items() if rows != after[table]
    ]
    if wanted == "kept":
        return [f"{table}: {effect.removed} rows were removed" for table, effect in effects if effect.removed]
    if any(effect.removed or effect.changed for _, effect in effects):
        return []
    return ["no row was removed or changed"]
