"""Elements: operations below a thing on what it shows in an array, where no read shows them on their own.

``PUT /shelves/{id}/labels`` and ``DELETE /shelves/{id}/labels/{label}`` change ``labels`` that ``GET /shelves/{id}``
shows. Elements are made anew, or are rows of their own entity that are put into the array and taken out of it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.description import JsonSchema
from generator.plan import Argument, Filter, Input
from generator.rules.drafts import Draft, Slot, column_type
from generator.rules.insides import is_array, key_inside
from generator.rules.naming import last_word, squashed
from generator.rules.paths import ResourcePath
from generator.rules.programs import Program, alike, answer_step, array_argument, by_wire, picked, require_row, touched
from generator.rules.readings import Reading, required_names, sent_properties
from generator.rules.wording import may_update
from generator.schema import Schemas
from state_db.sql import identifier, text_literal

_ADDED = re.compile(r"\b(added|new|created)\b", re.I)


@dataclass(frozen=True, slots=True)
class _Array:
    """The array that holds the elements: the thing and its column, and the property that is an element's key.

    ``rows`` is the entity of which the elements are rows, where they are not made in the array itself.
    """

    holder: Draft
    slot: Slot
    key: str
    rows: Draft | None


def element_of(reading: Reading, draft: Draft, schemas: Schemas) -> Program | None:
    """Return the program of an operation on the elements of an array of the thing above; None for others."""
    one = reading.path.ends_in_parameter
    collection = reading.path.upto(-1) if one else reading.path
    array = _array(collection, draft, schemas)
    if array is None or reading.path.verb or reading.method == "GET":
        return None
    picks = {reading.path.parameters[-1]: _picks(array)} if one else {}
    if reading.method == "DELETE":
        return _taken_out(reading, array, picks) if reading.body is None else None
    if one:
        return _changed(reading, array, picks, schemas) if array.rows is None else None
    if array.rows is not None:
        return _put_in(reading, array, schemas)
    return (
        _made(reading, draft, array, schemas)
        if reading.body_items is None
        else _made_all(reading, draft, array, schemas)
    )


def with_keyed_elements(reading: Reading, draft: Draft, schemas: Schemas) -> Program | None:
    """Return the program of ``element_of``, for which every element of its array has the key that calls pick it by."""
    program = element_of(reading, draft, schemas)
    path = reading.path
    array = _array(path.upto(-1) if path.ends_in_parameter else path, draft, schemas) if program is not None else None
    if array is not None:
        items = schemas.resolve(array.slot.schema.get("items", {}))
        required = [name for name in items.get("required", ()) if name != array.key]
        array.slot.schema = {**array.slot.schema, "items": {**items, "required": [*required, array.key]}}
    return program


def are_elements(draft: Draft, schemas: Schemas) -> bool:
    """Return whether all that is done with an entity is done with elements of arrays that other things show."""
    resource = draft.resource
    readings = [*resource.items, *resource.many]
    return (
        shown_nowhere_else(draft) and not resource.below and all(element_of(each, draft, schemas) for each in readings)
    )


def shown_nowhere_else(draft: Draft) -> bool:
    """Return whether no read shows rows of an entity on their own."""
    return all(reading.method != "GET" for reading in draft.resource.readings)


def _array(collection: ResourcePath, draft: Draft, schemas: Schemas) -> _Array | None:
    if len(collection.segments) < 3 or not collection.segments[-2].is_parameter:
        return None
    above = collection.upto(-1).shape
    holder = next(
        (peer for peer in draft.peers.values() if any(each.path.shape == above for each in peer.resource.items)), None
    )
    slot = holder.slot_at((collection.segments[-1].text,)) if holder is not None and holder is not draft else None
    if holder is None or slot is None or not slot.shown or not slot.path or not is_array(slot) or not slot.inside:
        return None
    named = [each.path.parameters[-1] for each in draft.resource.items if each.path.shape == f"{collection.shape}/{{}}"]
    inside = {squashed(name): name for name in slot.inside}
    called = [squashed(form) for name in named for form in (name, last_word(name))]
    key = next((inside[form] for form in called if form in inside), None) or key_inside(slot)
    if key is None or len(holder.key) != 1:
        return None
    if shown_nowhere_else(draft):
        return _Array(holder, slot, key, None)
    rows = [each.shape.row for each in draft.resource.readings if each.shape.row is not None]
    is_row = any(set(slot.inside) <= set(schemas.properties(row)) for row in rows)
    kept = draft.slot_at((key,))
    return _Array(holder, slot, key, draft) if is_row and kept is not None and draft.key == [kept.name] else None


def _picks(array: _Array) -> Filter:
    return Filter(column=array.slot.name, test="has", inside=(array.key,))


def _begin(array: _Array, arguments: Sequence[Argument], element: str = "") -> list[str]:
    """Return the steps that refuse a call about a thing, or an element of it, which is not there."""
    keys = picked(arguments)
    steps = require_row(array.holder, keys)
    if element:
        table, column = identifier(array.holder.table), identifier(array.slot.name)
        steps += [
            f"-- @require not_found: No {array.slot.path[-1]} has the {array.key} {{{element.removeprefix(':')}}}.",
            f"SELECT EXISTS (SELECT 1 FROM {table} h, json_each(h.{column}) e",
            f"WHERE {alike(keys, 'h')} AND e.value ->> {text_literal(array.key)} = {element});",
            "",
        ]
    return steps


def _written(array: _Array, value: str, arguments: Sequence[Argument]) -> list[str]:
    """Return the step that writes the array, and the clock of the thing's last change."""
    holder = array.holder
    sets = ", ".join([f"{identifier(array.slot.name)} = {value}", *touched(holder)])
    return ["-- @run", f"UPDATE {identifier(holder.table)} SET {sets}", f"WHERE {alike(picked(arguments))};", ""]


def _gathered(column: str, element: str, where: str = "") -> str:
    """Return the SQL of an array made of another one's elements, in their order."""
    kept = f" WHERE {where}" if where else ""
    return f"(SELECT json_group_array(json({element}) ORDER BY e.key) FROM json_each(coalesce({column}, '[]')) e{kept})"


def _answered(reading: Reading, array: _Array, arguments: Sequence[Argument], shown: str = "") -> list[str]:
    """Return the step that answers: with the one element, or with those that ``shown`` keeps of the array."""
    holder, column = array.holder, f"h.{identifier(array.slot.name)}"
    every = _gathered(column, "e.value", shown if _ADDED.search(_said(reading)) else "")
    one = f"(SELECT e.value FROM json_each({column}) e WHERE {shown or 'TRUE'} LIMIT 1)"
    source = f"FROM {identifier(holder.table)} h WHERE {alike(picked(arguments), 'h')}"
    return answer_step(reading.status, reading.shape.template, {"$row": one, "$items": every}, source)


def _said(reading: Reading) -> str:
    return reading.response.text if reading.response is not None else ""


def _taken_out(reading: Reading, array: _Array, picks: Mapping[str, Filter]) -> Program:
    """Take out the element that the path picks, or all where it picks none."""

    def steps(arguments: Sequence[Argument]) -> tuple[str, ...]:
        element = next((by_wire(arguments)[name] for name in picks), "")
        column = identifier(array.slot.name)
        value = (
            _gathered(column, "e.value", f"e.value ->> {text_literal(array.key)} IS NOT {element}")
            if element
            else "'[]'"
        )
        return (*_begin(array, arguments, element), *_written(array, value, arguments),
                *_answered(reading, array, arguments))  # fmt: skip

    return Program(steps, picks, home=array.holder)


def _inputs(reading: Reading, array: _Array, schemas: Schemas) -> dict[str, str]:
    """Return by what is sent the property of an element that keeps it."""
    return {name: name for name in _kept(sent_properties(reading, schemas), array, schemas)}


def _kept(sent: Mapping[str, JsonSchema], array: _Array, schemas: Schemas) -> list[str]:
    """Return which of what is sent an element keeps: its key and the thing's are told by the path."""
    own = array.holder.slots[array.holder.key[0]]
    told = {squashed(array.key), squashed(own.path[-1] if own.path else own.name)}
    free = {name: schemas.resolve(schema) for name, schema in sent.items() if squashed(name) not in told}
    known = array.slot.inside
    return [name for name, schema in free.items() if name in known and column_type(schema) == column_type(known[name])]


def _given(kept: Mapping[str, str], arguments: Sequence[Argument]) -> str:
    """Return the SQL of an object of what the caller gives."""
    types = {argument.wire[-1]: argument.value.get("type") for argument in arguments}
    pairs = []
    for name, value in by_wire(arguments).items():
        if name in kept:
            plain = f"json({value})" if types[name] in ("array", "object") else value
            flag = f"json(iif({value} IS NULL, 'null', iif({value}, 'true', 'false')))"
            pairs.append(f"{text_literal(kept[name])}, {flag if types[name] == 'boolean' else plain}")
    return f"json_patch('{{}}', json_object({', '.join(pairs)}))"


def _changed(reading: Reading, array: _Array, picks: Mapping[str, Filter], schemas: Schemas) -> Program | None:
    kept = _inputs(reading, array, schemas)
    if not kept:
        return None

    def steps(arguments: Sequence[Argument]) -> tuple[str, ...]:
        element = by_wire(arguments)[next(iter(picks))]
        is_it = f"e.value ->> {text_literal(array.key)} = {element}"
        value = f"iif({is_it}, json_patch(e.value, {_given(kept, arguments)}), e.value)"
        return (*_begin(array, arguments, element),
                *_written(array, _gathered(identifier(array.slot.name), value), arguments),
                *_answered(reading, array, arguments, is_it))  # fmt: skip

    return Program(steps, {**picks, **dict.fromkeys(kept, Input())}, home=array.holder)


def _begun(draft: Draft, array: _Array, arguments: Sequence[Argument], key: str) -> str:
    """Return the pairs of a new element's object that nobody gives: first values, whose it is, and its key."""
    first: dict[str, Any] = {
        slot.path[-1]: slot.initial for slot in draft.slots.values() if slot.path and isinstance(slot.initial, str)
    }
    pairs = {name: text_literal(value) for name, value in first.items() if name in array.slot.inside}
    own = array.holder.slots[array.holder.key[0]]
    if own.path and own.path[-1] in array.slot.inside:
        pairs[own.path[-1]] = picked(arguments)[own.name]
    pairs[array.key] = key
    return ", ".join(f"{text_literal(name)}, {value}" for name, value in pairs.items())


def _named(reading: Reading, array: _Array, schemas: Schemas) -> Program | None:
    """Return what makes an element under the key that it is sent, or changes the one that has it already."""
    kept = {array.key: array.key, **_inputs(reading, array, schemas)}
    roles = dict.fromkeys(kept, Input())

    def steps(arguments: Sequence[Argument]) -> tuple[str, ...]:
        column = f"coalesce({identifier(array.slot.name)}, '[]')"
        key, given = by_wire(arguments)[array.key], _given(kept, arguments)
        is_it = f"e.value ->> {text_literal(array.key)} = {key}"
        there = f"EXISTS (SELECT 1 FROM json_each({column}) e WHERE {is_it})"
        changed = _gathered(identifier(array.slot.name), f"iif({is_it}, json_patch(e.value, {given}), e.value)")
        value = f"iif({there}, {changed}, json_insert({column}, '$[#]', json({given})))"
        return (*_begin(array, arguments), *_written(array, value, arguments),
                *_answered(reading, array, arguments, is_it))  # fmt: skip

    return Program(steps, roles, home=array.holder)


def _made(reading: Reading, draft: Draft, array: _Array, schemas: Schemas) -> Program | None:
    if array.key in required_names(reading.body, schemas) and may_update(reading):
        return _named(reading, array, schemas)
    kept = _inputs(reading, array, schemas)
    if not kept or draft.id is None:
        return None
    needed = required_names(reading.body, schemas)
    roles = {name: Input() for name in sent_properties(reading, schemas) if name in kept or name in needed}

    def steps(arguments: Sequence[Argument]) -> tuple[str, ...]:
        begun = _begun(draft, array, arguments, ":element_made")
        element = f"json_patch(json_object({begun}), {_given(kept, arguments)})"
        value = f"json_insert(coalesce({identifier(array.slot.name)}, '[]'), '$[#]', json({element}))"
        is_new = f"e.value ->> {text_literal(array.key)} = :element_made"
        return (*_begin(array, arguments),
                "-- @let", f"SELECT new_id({text_literal(draft.table)}) AS element_made;", "",
                *_written(array, value, arguments),
                *_answered(reading, array, arguments, is_new))  # fmt: skip

    return Program(steps, roles, home=array.holder, piles=True)


def _made_all(reading: Reading, draft: Draft, array: _Array, schemas: Schemas) -> Program | None:
    """Make an element of each object in an array that is sent."""
    items = schemas.properties(reading.body_items) if reading.body_items is not None else {}
    kept = {name: items[name] for name in _kept(items, array, schemas)}
    if not kept or draft.id is None:
        return None
    needed = sorted(required_names(reading.body_items, schemas) & kept.keys())
    one = {"type": "object", "properties": kept, "required": needed, "additionalProperties": False}
    argument = array_argument(reading, one, Input(), schemas)

    def steps(arguments: Sequence[Argument]) -> tuple[str, ...]:
        table, column = identifier(array.holder.table), f"coalesce({identifier(array.slot.name)}, '[]')"
        begun = _begun(draft, array, arguments, f"new_id({text_literal(draft.table)})")
        source = (
            f"SELECT 0 AS part, x.key AS place, x.value AS element FROM json_each({column}) x UNION ALL"
            f" SELECT 1, g.key, json_patch(json_object({begun}), g.value) FROM json_each(:{arguments[-1].name}) g"
        )
        value = f"(SELECT json_group_array(json(a.element) ORDER BY a.part, a.place) FROM ({source}) a)"
        counted = (
            f"SELECT json_array_length({column}) AS elements_before FROM {table} WHERE {alike(picked(arguments))};"
        )
        return (*_begin(array, arguments), "-- @let", counted, "", *_written(array, value, arguments),
                *_answered(reading, array, arguments, "e.key >= :elements_before"))  # fmt: skip

    return Program(steps, argument=argument, home=array.holder, piles=True)


def _put_in(reading: Reading, array: _Array, schemas: Schemas) -> Program | None:
    """Put rows into the array that an array of objects names by their key."""
    items = schemas.properties(reading.body_items) if reading.body_items is not None else {}
    rows = array.rows
    if array.key not in items or rows is None:
        return None
    one = {"type": "object", "properties": {array.key: items[array.key]}, "required": [array.key]}
    argument = array_argument(reading, one, Input(of=rows.name, by=rows.key[0], key=array.key), schemas)
    shown = _shown(array)

    def steps(arguments: Sequence[Argument]) -> tuple[str, ...]:
        given, key, column = f":{arguments[-1].name}", text_literal(array.key), identifier(array.slot.name)
        view, own = identifier(rows.view), identifier(rows.key[0])
        parts = ", ".join(f"{text_literal(part)}, v.body -> {text_literal(f'$.{part}')}" for part in shown)
        named = f"SELECT g.value ->> {key} FROM json_each({given}) g"
        known = f"SELECT 1 FROM json_each(coalesce(t.{column}, '[]')) x WHERE x.value ->> {key} = v.{own}"
        source = (
            f"SELECT 0 AS part, x.key AS place, x.value AS element FROM json_each(coalesce(t.{column}, '[]')) x"
            f" UNION ALL SELECT 1, min(g.key), json_patch('{{}}', json_object({parts})) FROM json_each({given}) g"
            f" JOIN {view} v ON v.{own} = g.value ->> {key} WHERE NOT EXISTS ({known}) GROUP BY v.{own}"
        )
        value = f"(SELECT json_group_array(json(a.element) ORDER BY a.part, a.place) FROM ({source}) a)"
        sets = ", ".join([f"{column} = {value}", *touched(array.holder)])
        return (
            *_begin(array, arguments),
            f"-- @refuse not_found: No {rows.name.replace('_', ' ')} has the {rows.key[0]} {{named}}.",
            f"SELECT g.value ->> {key} AS named FROM json_each({given}) g",
            f"WHERE NOT EXISTS (SELECT 1 FROM {identifier(rows.table)} r WHERE r.{own} = g.value ->> {key});",
            "",
            "-- @run",
            f"UPDATE {identifier(array.holder.table)} AS t SET {sets}",
            f"WHERE {alike(picked(arguments), 't')};",
            "",
            *_answered(reading, array, arguments, f"e.value ->> {key} IN ({named})"),
        )

    return Program(steps, argument=argument, home=array.holder)


def _shown(array: _Array) -> list[str]:
    """Return the properties of a row that an element shows: those that the array's text names, else all."""
    text = str(array.slot.schema.get("description", ""))
    named = [name for name in array.slot.inside if re.search(rf"\b{re.escape(name)}\b", text)]
    known = [name for name in array.slot.inside if array.rows is not None and array.rows.slot_at((name,)) is not None]
    return named if len(named) > 1 and array.key in named else known
