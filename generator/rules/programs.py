"""Programs: SQL of a tool's own, for operations that no pattern tells of, and the pieces that such programs share."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.description import JsonSchema
from generator.moments import DOTNET_CLOCK, is_dotnet
from generator.plan import Argument, Filter, Input, Key, Value
from generator.revisions import next_revision
from generator.rules.arguments import body_argument
from generator.rules.drafts import Draft, Slot
from generator.rules.envelopes import type_names
from generator.rules.readings import Reading
from generator.rules.sparse import fields_of
from generator.schema import Schemas
from state_db.sql import identifier, text_literal

Steps = Callable[[Sequence[Argument]], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Program:
    """How an operation's program comes to be: ``steps`` writes its lines, given the tool's arguments.

    ``roles`` are what its inputs do, by their names; whatever is not among them is left out. ``argument`` stands for
    the whole body instead. ``home`` is the entity whose rows it is about, where that is not the one of its path.
    ``piles`` tells that each call changes more.
    """

    steps: Steps
    roles: Mapping[str, Input | Filter | Key | Value] = field(default_factory=dict)
    argument: Argument | None = None
    home: Draft | None = None
    piles: bool = False


def by_wire(arguments: Sequence[Argument]) -> dict[str, str]:
    """Return the SQL parameter of each argument, by the name that it has on the wire."""
    return {argument.wire[-1]: f":{argument.name}" for argument in arguments if argument.wire}


def picked(arguments: Sequence[Argument]) -> dict[str, str]:
    """Return by column the SQL parameters of the arguments that pick rows by a key or a scope."""
    return {each.does.column: f":{each.name}" for each in arguments if isinstance(each.does, Key)}


def alike(columns: Mapping[str, str], alias: str = "") -> str:
    """Return the condition that columns have these values."""
    before = f"{alias}." if alias else ""
    return " AND ".join(f"{before}{identifier(name)} = {value}" for name, value in columns.items()) or "TRUE"


def not_found(draft: Draft, columns: Mapping[str, str]) -> str:
    """Return the error of a call about a row, picked by SQL parameters of these columns, which is not there."""
    said = " and ".join(f"the {name} {{{value.removeprefix(':')}}}" for name, value in columns.items())
    return f"not_found: No {draft.name.replace('_', ' ')} has {said}."


def require_row(draft: Draft, columns: Mapping[str, str]) -> list[str]:
    """Return the step that refuses a call about a row which is not there."""
    return [
        f"-- @require {not_found(draft, columns)}",
        f"SELECT EXISTS (SELECT 1 FROM {identifier(draft.table)} WHERE {alike(columns)});",
        "",
    ]


def touched(draft: Draft) -> list[str]:
    """Return the assignments of the columns that show when a row was last changed."""
    clocks = [f"{identifier(slot.name)} = {clock(slot)}" for slot in draft.slots.values() if slot.made == "updated"]
    counted = [slot for slot in draft.slots.values() if slot.made == "revision"]
    grown = [(slot.name, next_revision(slot.name, slot.initial, text=slot.type == "text")) for slot in counted]
    return [*clocks, *(f"{identifier(name)} = {value}" for name, value in grown)]


def first_values(draft: Draft) -> dict[str, str]:
    """Return the SQL of what a new row's columns begin with where nothing else fills them, by column."""
    found = {}
    for slot in draft.slots.values():
        match slot.initial if slot.made is None else None:
            case bool() | int() | float() as plain:
                found[slot.name] = str(int(plain) if isinstance(plain, bool) else plain)
            case str() as text:
                found[slot.name] = text_literal(text)
            case list() | dict() as whole:
                found[slot.name] = text_literal(json.dumps(whole, ensure_ascii=False, separators=(",", ":")))
    return found


def clock(slot: Slot) -> str:
    """Return the SQL of the time as the column keeps it: seconds, a date, or a date with the time."""
    if slot.type in ("integer", "real"):
        return "now('unix')"
    if is_dotnet(slot.schema):
        return DOTNET_CLOCK
    return "now('date')" if slot.schema.get("format") == "date" and "string" in type_names(slot.schema) else "now()"


def array_argument(reading: Reading, items: JsonSchema, does: Input, schemas: Schemas) -> Argument:
    """Return the array that a body is, or holds, as the one argument of a program: of at least one such element."""
    name = reading.body_array[-1] if reading.body_array else "body"
    value = {"type": "array", "items": items, "minItems": 1}
    return body_argument(name, reading.body_array, value, schemas, does, required=True)


def answer_step(status: int, template: Any, parts: Mapping[str, str], source: str = "") -> list[str]:
    """Return the step that answers with a template, its placeholders filled with SQL of ``source``; or with nothing."""
    if template is None:
        return [f"-- @return {status}"]
    return [f"-- @return {status}", f"SELECT {filled(template, parts)}{f' {source}' if source else ''};"]


def filled(template: Any, parts: Mapping[str, str]) -> str:
    """Return a template of an answer as SQL; ``parts`` are the SQL of its placeholders, which yield JSON.

    A property whose placeholder has no part is left out.
    """
    match template:
        case dict():
            told = {name: part for name, part in template.items() if not _is_untold(part, parts)}
            pairs = [f"{text_literal(str(name))}, {filled(part, parts)}" for name, part in told.items()]
            return f"json_object({', '.join(pairs)})"
        case list():
            return f"json_array({', '.join(filled(part, parts) for part in template)})"
        case "$now":
            return "now()"
        case bool():
            return f"json('{str(template).lower()}')"
        case int() | float():
            return str(template)
        case str():
            return f"json({parts[template]})" if template in parts else text_literal(template)
    return "NULL"


def _is_untold(part: Any, parts: Mapping[str, str]) -> bool:
    return isinstance(part, str) and part.startswith("$") and part[1:2] != "$" and part not in {"$now", *parts}


def fields_asked(reading: Reading, shown: Draft, schemas: Schemas) -> dict[str, tuple[str, ...]]:
    """Return the query parameter by which a caller names the properties that the answer shows, if there is one.

    With it come the properties that are shown whatever it names.
    """
    for each in reading.operation.parameters:
        schema = schemas.resolve(each.schema)
        if each.place == "query" and "array" in type_names(schema):
            asked = fields_of(each.name, schema, each.text, reading, shown, schemas)
            if asked is not None and not asked.within:
                return {each.name: asked.always}
    return {}


def shown_fields(body: str, given: Mapping[str, Sequence[str]]) -> str:
    """Return the SQL of a row's JSON form, with the properties that the caller names where any are named.

    ``given`` are the SQL parameters that name some, with what is always shown.
    """
    for value, always in given.items():
        said = text_literal(json.dumps(list(always), separators=(",", ":")))
        body = f"iif({value} IS NULL, {body}, json_fields({body}, {value}, {said}))"
    return body
