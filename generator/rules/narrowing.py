"""Narrowing: columns that paths name take only what all of these paths leave: no other row could be picked."""

import itertools
from collections.abc import Iterable

from generator.description import JsonSchema
from generator.plan import Json
from generator.rules.drafts import Draft, Slot
from generator.rules.readings import path_inputs
from generator.rules.references import DIGITS, scope_columns
from generator.schema import Schemas


def narrow_keys(drafts: Iterable[Draft], schemas: Schemas) -> None:
    """Give columns that paths name the choices that all of these paths leave: no other row could be picked."""
    for draft in drafts:
        choices: dict[str, list[list[Json]]] = {}
        for reading in draft.resource.readings:
            asked = {given.parameter.name: given.parameter.schema for given in path_inputs(reading, schemas)}
            for name, column in scope_columns(reading, draft).items():
                given = schemas.resolve(asked.get(name, {}))
                _keep_to_digits(draft.slots[column], given)
                allowed = given.get("enum")
                choices.setdefault(column, []).append(allowed if isinstance(allowed, list) else [])
        for column, named in choices.items():
            slot = draft.slots[column]
            if all(named) and slot.made is None and "enum" not in slot.schema and slot.type in ("text", "integer"):
                slot.schema = {**slot.schema, "enum": list(dict.fromkeys(itertools.chain(*named)))}
                slot.schema.pop("examples", None)


def _keep_to_digits(slot: Slot, given: JsonSchema) -> None:
    """Let a text that a path takes as a number be one of digits, where no caller chooses it."""
    told = {"pattern", "format", "enum", "const", "examples"} & slot.schema.keys()
    if slot.type == "text" and given.get("type") in ("integer", "number") and not slot.sent and not told:
        slot.schema = {**slot.schema, "pattern": DIGITS}
