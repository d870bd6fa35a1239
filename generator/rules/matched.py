"""Matched upserts: batches whose elements name a row by a property of their own choosing, and its value.

``{"id": "Ann", "idProperty": "nickname", "properties": {…}}`` changes the row whose open map of properties has that
value there, and makes a row with it where none has.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from generator.plan import Argument, Input, Key
from generator.rules.arguments import body_argument
from generator.rules.drafts import Draft, Slot, column_type
from generator.rules.envelopes import type_names
from generator.rules.naming import last_word, squashed, words
from generator.rules.programs import first_values, touched
from generator.rules.readings import Reading, element_properties, required_names
from generator.schema import Schemas
from state_db.sql import identifier, text_literal

_SAYS_WHICH = frozenset({"property", "field", "attribute", "column"})


@dataclass(frozen=True, slots=True)
class Matched:
    """The element's properties that hold the value, the name of what has it, and the map; ``kept`` is the map's."""

    value: str
    field: str
    map: str
    kept: Slot


def matched_of(reading: Reading, draft: Draft, literal: str, schemas: Schemas) -> Matched | None:
    """Return how the elements of a batch name their rows; None where they name no property to find them by."""
    sent = element_properties(reading, schemas)
    if "upsert" not in words(literal) or not draft.key or draft.id is None or reading.shape.kind != "list":
        return None
    key = draft.slots[draft.key[-1]]
    value = next((name for name in sent if key.path and squashed(name) == squashed(key.path[-1])), "")
    fields = [name for name in sent if value and words(name)[:1] == words(value) and last_word(name) in _SAYS_WHICH]
    maps = [(name, slot) for name, schema in sent.items() if (slot := _map(name, schema, draft, schemas)) is not None]
    needed = required_names(reading.body_items, schemas)
    if not value or len(fields) != 1 or len(maps) != 1 or needed - {value, fields[0], maps[0][0]}:
        return None
    if reading.shape.template != "$items" and _holder(reading.shape.template) is None:
        return None
    return Matched(value, fields[0], *maps[0])


def _map(name: str, schema: Any, draft: Draft, schemas: Schemas) -> Slot | None:
    slot = draft.slot_at((name,))
    is_open = type_names(schemas.resolve(schema)) == {"object"} and not schemas.properties(schema)
    return slot if is_open and slot is not None and slot.shown and slot.type == "json" else None


def matched_argument(found: Matched, reading: Reading, schemas: Schemas) -> Argument:
    """Return the array of elements, with what names a row and its map alone."""
    shown = element_properties(reading, schemas)
    kept = {name: shown[name] for name in (found.value, found.field, found.map)}
    needed = sorted(required_names(reading.body_items, schemas) & kept.keys())
    items = {"type": "object", "properties": kept, "required": needed, "additionalProperties": False}
    value = {"type": "array", "items": items, "minItems": 1}
    name = reading.body_array[-1] if reading.body_array else "body"
    return body_argument(name, reading.body_array, value, schemas, Input(), required=True)


def matched_steps(
    found: Matched, reading: Reading, draft: Draft, arguments: Sequence[Argument], schemas: Schemas
) -> tuple[str, ...]:
    """Return the program: rows that have the value are changed, the others are made; the answer is in their order."""
    table, kept = identifier(draft.table), identifier(found.kept.name)
    scope = {identifier(each.does.column): f":{each.name}" for each in arguments if isinstance(each.does, Key)}
    array = arguments[-1].name
    own = identifier(draft.key[-1])

    def match(alias: str, field: str, named: str) -> str:
        has = f"EXISTS (SELECT 1 FROM json_each({alias}.{kept}) p WHERE p.key = {field} AND p.value = {named})"
        within = "".join(f" AND {alias}.{column} = {value}" for column, value in scope.items())
        return f"iif({field} IS NULL, {alias}.{own} = {named}, {has}){within}"

    named, field = (f"e.value ->> {text_literal(name)}" for name in (found.value, found.field))
    made = {own: f"new_id({text_literal(draft.table)})", **scope, **_begun(draft)}
    made[kept] = "json_patch(json(coalesce(g.told, '{}')), json_object(g.field, g.named))"
    clock = "".join(f", {assignment}" for assignment in touched(draft))
    shown = (
        "json(v.body)"
        if not (new := _tells_new(reading, schemas))
        else (f"json(json_patch(v.body, json_object({text_literal(new)}, json(iif(g.known, 'false', 'true')))))")
    )
    given = match("t", "g.field", "g.named")
    rows = (
        f"(SELECT json_group_array({shown} ORDER BY g.place)\n"
        f"FROM given g JOIN {identifier(draft.view)} v ON {match('v', 'g.field', 'g.named')})"
    )
    return (
        "-- @rows given(place, named, field, told, known)",
        f"SELECT e.key, {named}, {field}, e.value -> {text_literal(found.map)}, EXISTS (",
        f"  SELECT 1 FROM {table} t",
        f"  WHERE {match('t', field, named)}",
        f") FROM json_each(:{array}) e;",
        "",
        "-- @refuse not_found: No row has the key {named}.",
        "SELECT g.named FROM given g WHERE g.field IS NULL AND NOT g.known;",
        "",
        "-- @run",
        f"UPDATE {table} AS t SET {kept} = json_patch(coalesce(t.{kept}, '{{}}'), coalesce(",
        f"  (SELECT g.told FROM given g WHERE {given} ORDER BY g.place DESC LIMIT 1), '{{}}')){clock}",
        f"WHERE EXISTS (SELECT 1 FROM given g WHERE {given});",
        "",
        "-- @run",
        f"INSERT INTO {table} ({', '.join(made)})",
        f"SELECT {', '.join(made.values())}",
        "FROM (SELECT n.* FROM given n WHERE NOT n.known AND NOT EXISTS (",
        "  SELECT 1 FROM given h WHERE h.field = n.field AND h.named = n.named AND h.place > n.place",
        ") ORDER BY n.place) g;",
        "",
        f"-- @return {reading.status}",
        *f"SELECT {_answer(reading.shape.template, rows)};".split("\n"),
    )


def _begun(draft: Draft) -> dict[str, str]:
    """Return what a new row's other columns begin with: the clock, or their first values."""
    found = {identifier(name): value for name, value in first_values(draft).items()}
    for slot in draft.slots.values():
        if slot.made in ("created", "updated"):
            found[identifier(slot.name)] = "now()"
        elif slot.made is None and slot.required and slot.shown and column_type(slot.schema) == "boolean":
            found.setdefault(identifier(slot.name), "0")
    return found


def _tells_new(reading: Reading, schemas: Schemas) -> str:
    """Return the property by which an answer's rows tell whether they are new."""
    shown = schemas.properties(reading.shape.row) if reading.shape.row is not None else {}
    flags = [name for name in shown if squashed(name) in ("new", "isnew", "created")]
    return flags[0] if flags and type_names(schemas.resolve(shown[flags[0]])) == {"boolean"} else ""


def _answer(template: Any, rows: str) -> str:
    """Return the answer as SQL: the rows alone, or the one property that holds them."""
    holder = _holder(template)
    return rows if holder is None else f"json_object({text_literal(holder)}, json({rows}))"


def _holder(template: Any) -> str | None:
    """Return the property of an answer that holds its rows; None where they stand alone, or deeper inside of it."""
    parts = template.items() if isinstance(template, dict) else ()
    return next((name for name, value in parts if value == "$items"), None)
