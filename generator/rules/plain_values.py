"""Plain values: collections whose members are bare texts or numbers: ``GET /markets`` answers ``["CA", "IT"]``.

Each member is a row with one column, which is its key: such rows are put there and taken away by their value.
"""

from generator.rules.drafts import Draft, column_type
from generator.rules.readings import Reading
from generator.rules.verbs import is_action
from generator.schema import Schemas


def add_plain_values(draft: Draft, schemas: Schemas) -> bool:
    """Give an entity that shows nothing but plain values the column that holds one; return whether it is such."""
    listing = next((reading for reading in draft.resource.many if _lists_values(reading, schemas)), None)
    if listing is None or draft.slots:
        return False
    slot = draft.add(draft.name, (draft.name,), _items(listing, schemas))
    slot.shown = slot.required = slot.always_sent = True
    draft.resource.singleton = False
    draft.key, draft.client_key, draft.plain = [slot.name], True, True
    return True


def _lists_values(reading: Reading, schemas: Schemas) -> bool:
    last = reading.path.literals[-1:] if not reading.path.ends_in_parameter else ()
    if reading.method != "GET" or reading.shape.kind != "keys" or not last or is_action(last[0]):
        return False
    return column_type(_items(reading, schemas)) in ("text", "integer")


def _items(reading: Reading, schemas: Schemas) -> dict[str, object]:
    """Return the schema of one element of the array in the answer."""
    found = reading.response.schema if reading.response and reading.response.schema is not None else {}
    for name in reading.shape.where:
        found = schemas.properties(found).get(name, {})
    resolved = schemas.resolve(found)
    items = resolved.get("items")
    shown = [one for example in resolved.get("examples", ()) if isinstance(example, list) for one in example]
    element = schemas.resolve(items) if isinstance(items, dict) else {}
    return {**element, "examples": shown} if shown and "examples" not in element else element
