"""What a call did to the rows of every table, held against what it should do."""

from collections.abc import Mapping, Sequence

from generator.check import Effect
from generator.holds import quoted
from generator.meaning import Row, alike
from generator.plan import Json
from generator.samples import json_key

Tables = Mapping[str, list[Row]]


def effect_faults(
    wanted: Mapping[str, Effect], before: Tables, after: Tables, keys: Mapping[str, Sequence[str]]
) -> list[str]:
    """Return what is wrong where the call should have done exactly this to the tables; ``keys`` are theirs."""
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
        if allowed.values and rows != after[table]:
            said += _value_faults(table, allowed.values, rows, after[table])
    return said


def _value_faults(table: str, wanted: Mapping[str, Json], before: Sequence[Row], after: Sequence[Row]) -> list[str]:
    """Return which columns of the rows that are new or different do not hold the value that they should."""
    old = {json_key(row) for row in before}
    fresh = [row for row in after if json_key(row) not in old]
    return [
        f"{table}: {name} should be {quoted(value)}, and is {quoted(row.get(name))}"
        for row in fresh
        for name, value in wanted.items()
        if not alike(row.get(name), value)
    ]


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
