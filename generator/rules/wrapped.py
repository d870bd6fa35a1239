"""Wrapped references: a required input names the key in an object that another of the same name only wraps.

``fence_id`` is the ``id`` in ``{"fence": {"fence": {"id": …}}}``.
"""

from generator.description import Parameter
from generator.plan import Filter
from generator.rules.drafts import Draft, column_type
from generator.rules.insides import is_array
from generator.rules.naming import words
from generator.schema import Schemas

_KEYS = frozenset({"id", "gid", "sid", "uuid"})


def wrapped_filter(parameter: Parameter, draft: Draft, schemas: Schemas) -> Filter | None:
    """Return the filter by the key in a wrapped object that a required input of the query names; None for others."""
    *thing, key = words(parameter.name) or [""]
    if parameter.place != "query" or not parameter.required or not thing or key not in _KEYS:
        return None
    slot = draft.slot_at(("_".join(thing),))
    if slot is None or not slot.shown or is_array(slot) or len(slot.inside) != 1:
        return None
    (name, schema), *_ = slot.inside.items()
    held = schemas.properties(schema).get(key)
    if held is None or column_type(schemas.resolve(held)) != column_type(schemas.resolve(parameter.schema)):
        return None
    return Filter(column=slot.name, inside=(name, key))
