"""Objects shown whole and sent in parts: "Configuration.Url" is the ``url`` of what is shown as configuration."""

import re
from collections.abc import Iterable

from generator.description import JsonSchema
from generator.rules.drafts import Draft, Slot
from generator.rules.insides import is_array
from generator.rules.naming import snake, squashed, words
from generator.schema import Schemas

_BETWEEN = re.compile(r"[.\[\]]+")


def parts_of(name: str) -> tuple[str, ...]:
    """Return the parts of a dotted or bracketed name, of any other name the name itself.

    >>> parts_of("Configuration.Url"), parts_of("address[line1]"), parts_of("name")
    (('Configuration', 'Url'), ('address', 'line1'), ('name',))
    """
    return tuple(part for part in _BETWEEN.split(name) if part) or (name,)


def part_objects(draft: Draft, sent: Iterable[tuple[str, JsonSchema]], schemas: Schemas) -> None:
    """Give each part of an object that bodies send in parts a column of its own, in the place of the object's.

    An object that any body sends whole stays whole. What the object is documented to hold beside the parts that are
    sent keeps its place.
    """
    bodies = dict(sent)
    whole = {squashed(name) for name in bodies if len(parts_of(name)) == 1}
    parted: dict[str, dict[tuple[str, ...], JsonSchema]] = {}
    for name, schema in bodies.items():
        first, *rest = parts_of(name)
        if rest and squashed(first) not in whole:
            parted.setdefault(first, {})[tuple(rest)] = schema
    for first, parts in parted.items():
        slot = draft.slot_at((first,))
        if slot is not None and slot.path and slot.type == "json" and not is_array(slot):
            _part(draft, slot, parts, schemas)


def _part(draft: Draft, slot: Slot, parts: dict[tuple[str, ...], JsonSchema], schemas: Schemas) -> None:
    shown = slot.path[0]
    places: dict[tuple[str, ...], JsonSchema] = {(shown, name): schema for name, schema in slot.inside.items()}
    for rest, schema in parts.items():
        known = {tuple(squashed(part) for part in place): place for place in places}
        inner = (shown, *(_styled(part, draft) for part in rest))
        place = known.get(tuple(squashed(part) for part in inner), inner)
        places[place] = {**schemas.plain(schema), **places.get(place, {})}
    outer = {place for place in places if any(place != other and place == other[: len(place)] for other in places)}
    draft.remove(slot.name)
    named = []
    for place, schema in places.items():
        if place not in outer:  # what has parts of its own is made of these
            added = draft.add("_".join(place), place, schema)
            added.shown = True
            named.append(added.name)
    for form, columns in draft.forms.items():
        if slot.name in columns:
            at = columns.index(slot.name)
            draft.forms[form] = (*columns[:at], *named, *columns[at + 1 :])


def _styled(part: str, draft: Draft) -> str:
    """Return a part's name as the answers spell names: in snake_case, in camelCase, or as it is sent."""
    spelled = [slot.path[-1] for slot in draft.slots.values() if slot.path]
    several = [name for name in spelled if len(words(name)) > 1] or spelled
    if sum(name == snake(name) for name in several) * 2 > len(several):
        return snake(part) or part
    if sum(name[:1].islower() for name in several) * 2 > len(several):
        first, *rest = words(part) or [part]
        return first + "".join(word.capitalize() for word in rest)
    return part
