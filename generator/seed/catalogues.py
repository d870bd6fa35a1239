"""Catalogues: what a service offers to choose from, of which the documentation names every entry: one row for each."""

from collections.abc import Sequence

from generator.plan import Entity, Json, Plan
from generator.seed.wording import is_called

MOST_ENTRIES = 100
_READS = frozenset({"list", "search", "get", "view"})


def entries_of(plan: Plan, entity: Entity) -> tuple[str, Sequence[Json]]:
    """Return the column that tells the entries of a catalogue apart, and all its values; nothing for other entities.

    No tool makes or changes a row of a catalogue, it belongs to nothing, and its name is one of those documented.
    """
    tools = plan.tools_of(entity.name)
    if entity.singleton or any(tool.pattern not in _READS for tool in tools):
        return "", ()
    if any(column.references is not None for column in entity.columns):
        return "", ()
    for column in entity.columns:
        choices = column.value.get("enum")
        if is_called(column.name) and column.type == "text" and isinstance(choices, list):
            known = [choice for choice in choices if choice is not None]
            return (column.name, known) if 1 < len(known) <= MOST_ENTRIES else ("", ())
    return "", ()
