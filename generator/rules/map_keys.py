"""Map keys: what tells apart the rows that answers show only as a map, ``{"U1": {…}, "U2": {…}}``."""

from generator.rules.drafts import Draft, Slot
from generator.rules.keys import looks_like_key
from generator.rules.naming import singular_name
from generator.rules.paging import paging_of
from generator.rules.readings import Reading
from generator.schema import Schemas


def map_key(reading: Reading, draft: Draft, schemas: Schemas) -> Slot | None:
    """Return the slot of the key by which an answer shows rows as a map: what an input names one or several of.

    None where it shows no map, or the rows show their key themselves.
    """
    if reading.shape.kind != "map" or reading.response is None or reading.response.schema is None:
        return None
    if looks_like_key([slot for slot in draft.slots.values() if slot.shown], draft.name) is not None:
        return None
    whole = reading.response.schema
    for step in reading.shape.where:
        whole = schemas.properties(whole)[step]
    known = schemas.resolve(schemas.resolve(whole).get("propertyNames", {}))
    asked = [each.name for each in reading.operation.parameters if each.place == "query"]
    if len(asked) != 1 or "examples" not in known or paging_of(asked[0], {"type": "string"}, "") is not None:
        return None
    thing = singular_name(asked[0])
    said = f"The id of the {thing.replace('_', ' ')} that this is of."
    return draft.add(thing, (), {**known, "type": "string", "description": said})
