"""Roles: what a query parameter of an operation on an entity does."""

import re
from typing import Any

from generator.description import JsonSchema, Parameter
from generator.plan import Key, Value
from generator.rules.choice import Choice
from generator.rules.chosen import filter_by_choices
from generator.rules.conditions import condition_of
from generator.rules.drafts import Draft, Slot, column_type
from generator.rules.filters import filter_of
from generator.rules.held import held_role
from generator.rules.naming import squashed
from generator.rules.paging import included_of, order_of, paging_of, part_of_envelope, show_of
from generator.rules.paths import owner_names
from generator.rules.references import parameter_column

# A row is shown only if it passes; what else a parameter says that may be left out is how the row is shown.
_ONLY = re.compile(r"\bonly\b", re.I)


def role_of(
    parameter: Parameter,
    schema: JsonSchema,
    text: str,
    draft: Draft,
    template: Any,
    *,
    reads: bool,
    choice: Choice,
    method: str,
) -> Any:
    """Return what a query parameter does: for a list it pages, sorts, shows or narrows; for a change it is a value."""
    if reads:
        return (
            choice.controls.get(parameter.name)
            or show_of(parameter.name, schema, template)
            or included_of(parameter.name, schema, text, template)
            or part_of_envelope(parameter.name, schema, text, template)
            or paging_of(parameter.name, schema, text)
            or order_of(parameter.name, schema, draft, text)
            or condition_of(parameter.name, schema, text, draft)
            or filter_of(parameter.name, schema, text, draft)
            or filter_by_choices(schema, text, draft)
        )
    looks_up = choice.batch is not None and choice.batch.each == "get" and _ONLY.search(text)
    if looks_up or (method == "GET" and choice.pattern == "get" and (_ONLY.search(text) or parameter.required)):
        found = filter_of(parameter.name, schema, text, draft)
        if found is not None and found.test == "eq" and parameter.required and found.column in draft.key[-1:]:
            return Key(column=found.column)
        return found if found is not None and found.test in ("eq", "has") else None
    if choice.program is not None:
        return choice.program.roles.get(parameter.name)
    if method == "GET" or choice.pattern in ("transition", "batch"):
        return None
    if choice.held is not None:
        return held_role(choice.held) if parameter.name == choice.held.name else None
    if choice.control:
        return choice.controls.get(parameter.name)
    slot = parameter_column(parameter.name, schema, draft)
    if choice.pattern == "delete":
        told = parameter.required and slot is not None and slot.type == column_type(schema) and slot.type != "json"
        return Key(column=slot.name) if told and slot is not None else None
    key = _own_key(parameter, schema, draft) if choice.pattern == "create" else None
    return _written(slot, schema, draft) if key is None else Value(column=key.name)


def _written(slot: Slot | None, schema: JsonSchema, draft: Draft) -> Value | None:
    if slot is None or slot.type != column_type(schema) or slot.name in draft.key:
        return None
    slot.sent = True
    return Value(column=slot.name)


def _own_key(parameter: Parameter, schema: JsonSchema, draft: Draft) -> Slot | None:
    """Return the key that rows show in no property of its own, where a creation is told it: ``?keyId=`` of a key."""
    key = draft.slots[draft.key[-1]] if draft.key else None
    owner, word = owner_names(parameter.name)
    own = word == "id" and squashed(owner) in (squashed(draft.name), squashed(draft.name.split("_")[-1]))
    alike = key is not None and not key.path and key.references is None and key.type == column_type(schema) == "text"
    return key if own and alike else None
