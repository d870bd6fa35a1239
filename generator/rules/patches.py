"""JSON Patch: updates that are sent as a list of changes by path (RFC 6902), as far as a path names a column."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.description import JsonSchema
from generator.rules.drafts import Draft, Slot
from generator.rules.programs import alike, touched
from generator.rules.readings import Reading
from generator.schema import Schemas
from state_db.sql import identifier, text_literal


def is_json_patch(reading: Reading, schemas: Schemas) -> bool:
    """Return whether the body is a list of changes with ``op`` and ``path``."""
    if reading.body_items is None:
        return False
    return {"op", "path"} <= set(schemas.properties(reading.body_items))


def changeable(draft: Draft) -> list[Slot]:
    """Return the columns that a patch may change: shown at the top level, and not written by the server alone."""
    return [
        slot
        for slot in draft.slots.values()
        if len(slot.path) == 1
        and slot.name not in draft.key
        and slot.made is None
        and slot.references is None
        and (slot.sent or not slot.schema.get("readOnly"))
        and not slot.unique
    ]


def patch_schema(reading: Reading, draft: Draft, schemas: Schemas) -> JsonSchema:
    """Return the schema of the list of changes: for each column that can change, what may be put there.

    It is narrower than the documented one, whose ``path`` is any text and whose ``value`` is anything: what no column
    keeps is refused rather than silently accepted, and so is an operation or a path that is not among those documented.
    """
    documented = schemas.resolve(reading.body or {})
    text = str(documented.get("description", "")) or "Changes by path, as in RFC 6902."
    return {
        "type": "array",
        "description": text,
        "minItems": 1,
        "items": {
            "oneOf": [
                change
                for slot in patched(reading, draft, schemas)
                for change in _changes(slot, _named(reading, "op", schemas))
            ]
        },
    }


def patched(reading: Reading, draft: Draft, schemas: Schemas) -> list[Slot]:
    """Return the columns that this patch may change: where it names its paths, only theirs."""
    slots, paths = changeable(draft), _named(reading, "path", schemas)
    return slots if paths is None else [slot for slot in slots if _pointer(slot) in paths]


def _named(reading: Reading, name: str, schemas: Schemas) -> list[str] | None:
    """What a property of each change may be, where the documentation names all of it."""
    changes = schemas.properties(reading.body_items or {})
    schema = schemas.resolve(changes.get(name, {}))
    choices = [schema["const"]] if "const" in schema else schema.get("enum")
    return [str(choice) for choice in choices] if isinstance(choices, list) else None


def _pointer(slot: Slot) -> str:
    return "/" + slot.path[0].replace("~", "~0").replace("/", "~1")


def _changes(slot: Slot, operations: list[str] | None) -> Iterator[JsonSchema]:
    pointer = _pointer(slot)
    value = {key: part for key, part in slot.schema.items() if key not in ("readOnly", "examples", "default")}
    setting = [name for name in ("add", "replace") if operations is None or name in operations]
    if setting:
        yield {
            "type": "object",
            "properties": {"op": {"enum": setting}, "path": {"const": pointer}, "value": value},
            "required": ["op", "path", "value"],
            "additionalProperties": False,
        }
    if operations is not None and "remove" not in operations:
        return
    if not slot.always_sent and not slot.required:
        yield {
            "type": "object",
            "properties": {"op": {"const": "remove"}, "path": {"const": pointer}},
            "required": ["op", "path"],
            "additionalProperties": False,
        }


def patch_steps(
    draft: Draft, slots: list[Slot], keys: dict[str, str], states: Mapping[str, Sequence[Any]], status: int, *,
    shows_row: bool,
) -> tuple[str, ...]:  # fmt: skip
    """Return the program: of several changes of one slot the last counts.

    ``keys`` are columns by argument, ``states`` the values of columns that a row must have to be changed.
    """
    picked = alike({column: f":{argument}" for argument, column in keys.items()})
    named, column = next(reversed(keys.items()), ("", ""))
    missing = f"No {draft.name.replace('_', ' ')} has the {column.replace('_', ' ')} {{{named}}}."
    return (
        "-- @rows change(path, value, json, place)",
        "SELECT c.value ->> 'path', c.value ->> 'value', nullif(c.value -> 'value', 'null'), c.key",
        "FROM json_each(:body) c;",
        "",
        *_state_steps(draft, picked, missing if named else "", states),
        "-- @run",
        *([f"-- @missing not_found: {missing}"] if named and not states else []),
        f"UPDATE {identifier(draft.table)} SET",
        ",\n".join(_assignments(draft, slots)),
        f"WHERE {picked};",
        "",
        f"-- @return {status}",
        *([f"SELECT body FROM {identifier(draft.view)} WHERE {picked};"] if shows_row else []),
    )


def _state_steps(draft: Draft, picked: str, missing: str, states: Mapping[str, Sequence[Any]]) -> Iterator[str]:
    """The steps that ask for the row, where a call names one, and for its being in a state in which it may change."""
    table, thing = identifier(draft.table), draft.name.replace("_", " ")
    if states and missing:
        yield from (f"-- @require not_found: {missing}", f"SELECT EXISTS (SELECT 1 FROM {table} WHERE {picked});", "")
    for name, allowed in states.items():
        among = ", ".join(text_literal(str(state)) for state in allowed)
        yield f"-- @require failed_precondition: The {thing} must be in a {name.replace('_', ' ')} that allows this."
        yield f"SELECT EXISTS (SELECT 1 FROM {table} WHERE {picked} AND {identifier(name)} IN ({among}));"
        yield ""


def _assignments(draft: Draft, slots: list[Slot]) -> Iterator[str]:
    for slot in slots:
        column, pointer = identifier(slot.name), text_literal(_pointer(slot))
        kept = "json" if slot.type == "json" else "value"
        last = f"SELECT {kept} FROM change WHERE path = {pointer} ORDER BY place DESC LIMIT 1"
        yield f"  {column} = iif({pointer} IN (SELECT path FROM change), ({last}), {column})"
    for assignment in touched(draft):
        yield f"  {assignment}"
