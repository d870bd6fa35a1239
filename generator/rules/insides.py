"""Objects inside of columns: what they hold, and which column's object a query parameter speaks of."""

from collections.abc import Iterator
from typing import Literal

from generator.description import JsonSchema
from generator.plan import Filter
from generator.rules.drafts import Draft, Slot, column_type
from generator.rules.envelopes import type_names
from generator.rules.naming import plural, singular, squashed, words
from generator.rules.verbs import is_action, participle
from generator.schema import Schemas

KEYS = ("id", "gid", "sid", "uuid", "guid", "key")


def add_insides(draft: Draft, schemas: Schemas) -> None:
    """Note for every column that holds objects, or an array of them, which properties these have."""
    for slot in draft.slots.values():
        if slot.type == "json":
            items = slot.schema.get("items")
            schema = items if is_array(slot) and isinstance(items, dict) else slot.schema
            slot.inside = {name: schemas.resolve(part) for name, part in schemas.properties(schema).items()}


def is_array(slot: Slot) -> bool:
    """Return whether the column holds an array."""
    return "array" in type_names(slot.schema)


def filter_inside(parts: list[str], schema: JsonSchema, draft: Draft) -> Filter | None:
    """Return the filter on a property of a column's object: "folder_id" is the ``id`` of ``folder``.

    A parameter that is called after the column alone names the key of what the object tells of.
    """
    types = type_names(schema) - {"null"}
    given = "text" if "array" in types else column_type(schema)
    called = "".join(parts)
    for slot in draft.slots.values():
        if slot.path and slot.inside and not slot.write_only:
            for found in _properties_called(called, slot, many="array" in types):
                if _comparable(given, column_type(slot.inside[found])):
                    return _filter(slot, found, many="array" in types)
    close = [slot for slot in draft.slots.values() if slot.path and slot.inside and _ends_with(slot, parts)]
    if len(close) == 1 and (key := key_inside(close[0])) and _comparable(given, column_type(close[0].inside[key])):
        return _filter(close[0], key, many="array" in types)
    if len(parts) > 3 and parts[-1] in KEYS and parts[-2] in ("user", "account") and parts[-3] == "by":
        # created_by_user_id is the id of created_by.
        return filter_inside([*parts[:-2], parts[-1]], schema, draft)
    if parts[1:2] and parts[1] in ("to", "by", "with", "from", "for") and is_action(parts[0]):
        # The assign_to_type that is asked for is shown as the type of assigned_to.
        return filter_inside([participle(parts[0]), *parts[1:]], schema, draft)
    return _offered(parts, given, draft) or _called_alike(called, given, draft, many="array" in types)


def _called_alike(called: str, given: str, draft: Draft, *, many: bool) -> Filter | None:
    """Return the filter on the only property of that name, of several words, in all objects: application_type."""
    alike = [
        (slot, name)
        for slot in draft.slots.values()
        for name, schema in (slot.inside.items() if slot.path and not slot.write_only else ())
        if squashed(name) == called and len(words(name)) > 1 and _comparable(given, column_type(schema))
    ]
    return _filter(*alike[0], many=many) if len(alike) == 1 else None


def key_sent(slot: Slot, schema: JsonSchema) -> str:
    """Return the property that a sent key becomes where the column shows an object that tells of it, else nothing."""
    if not slot.inside or is_array(slot):
        return ""
    key = key_inside(slot)
    return key if key is not None and _comparable(column_type(schema), column_type(slot.inside[key])) else ""


# The edges of a square on the map: the coordinate that each bounds, and how.
_EDGES: dict[str, tuple[tuple[str, ...], Literal["le", "ge"]]] = {
    "north": (("latitude", "lat"), "le"),
    "south": (("latitude", "lat"), "ge"),
    "east": (("longitude", "lng", "lon", "long"), "le"),
    "west": (("longitude", "lng", "lon", "long"), "ge"),
}


def edge_of_square(parts: list[str], schema: JsonSchema, draft: Draft) -> Filter | None:
    """Return the bound that the edge of a square on the map is for the place of a row."""
    edge = _EDGES.get(parts[0]) if len(parts) == 1 else None
    if edge is None or column_type(schema) not in ("real", "integer"):
        return None
    names, test = edge
    for slot in draft.slots.values():
        if slot.path and slot.type in ("real", "integer") and squashed(slot.path[-1]) in names:
            return Filter(column=slot.name, test=test)
        inner = [] if is_array(slot) else [name for name in slot.inside if squashed(name) in names]
        if slot.path and inner:
            return Filter(column=slot.name, test=test, inside=(inner[0],))
    return None


def _comparable(given: str, held: str) -> bool:
    return given == held or {given, held} == {"integer", "real"}


def key_inside(slot: Slot) -> str | None:
    """Return the property that names what the column's object tells of: its ``id``, or that with its name before."""
    thing = squashed(singular(slot.path[-1]))
    for name, schema in slot.inside.items():
        bare = squashed(name).removeprefix(thing)
        if bare in KEYS and column_type(schema) in ("text", "integer"):
            return name
    return None


def _properties_called(called: str, slot: Slot, *, many: bool) -> Iterator[str]:
    """Yield the properties of the column's object that a parameter may name, the likeliest first.

    One that takes ``many`` values may be called after many of the thing: ``contact_ids``.
    """
    own = squashed(slot.path[-1])
    one = squashed(singular(slot.path[-1]))
    if called in (own, one) or (many and called == plural(own)):
        key = key_inside(slot)
        yield from [key] if key else []
        yield from (name for name in slot.inside if squashed(name) in ("name", "slug", "code"))
        return
    for name in slot.inside:
        inner = squashed(name)
        named = (inner, plural(inner)) if many else (inner,)
        if called in (own + inner, one + inner) or (called.endswith("id") and called == one + inner + "id"):
            yield name
        elif one in inner and called in named:
            yield name  # a contact that shows its ContactID


def _ends_with(slot: Slot, parts: list[str]) -> bool:
    """Return whether a parameter with a key's suffix names the column by its last word: policy_id, winning_policy."""
    if len(parts) < 2 or parts[-1] not in KEYS:
        return False
    return words(slot.path[-1])[-1:] == parts[-2:-1] and len(words(slot.path[-1])) > 1


def _filter(slot: Slot, name: str, *, many: bool) -> Filter:
    if is_array(slot):
        return Filter(column=slot.name, test="has_any" if many else "has", inside=(name,))
    return Filter(column=slot.name, test="in" if many else "eq", inside=(name,))


def _offered(parts: list[str], given: str, draft: Draft) -> Filter | None:
    """Return the filter on the only array of texts that is called after the parameter: "market", available_markets."""
    if given != "text" or len(parts) != 1:
        return None
    arrays = [slot for slot in draft.slots.values() if slot.path and is_array(slot) and not slot.inside]
    named = [slot for slot in arrays if words(slot.path[-1])[-1:] == [plural(parts[0])]]
    return Filter(column=named[0].name, test="has") if len(named) == 1 else None
