"""Fittings: an argument's value made to fit the column or the page that it is for."""

from generator.plan import Argument, Filter, Key, Order, Paging, Value
from generator.rules.drafts import Draft, is_nullable
from generator.rules.envelopes import type_names
from generator.rules.key_patterns import SHAPES, contradicted

_COUNTED = frozenset({"size", "page", "offset"})


def without_default(argument: Argument) -> Argument:
    """Return a value that a change may leave out without its default: what is not named stays as it is."""
    if not isinstance(argument.does, Value) or argument.required or "default" not in argument.value:
        return argument
    kept = {name: part for name, part in argument.value.items() if name != "default"}
    return argument.model_copy(update={"value": kept})


def without_beginning(argument: Argument, draft: Draft) -> Argument:
    """Return a filter without a default that is its column's own: with that a row begins, a list shows every row."""
    does, default = argument.does, argument.value.get("default")
    if not isinstance(does, Filter) or default is None:
        return argument
    slot = draft.slots.get(does.column)
    if slot is None or slot.schema.get("default") != default:
        return argument
    kept = {name: part for name, part in argument.value.items() if name != "default"}
    return argument.model_copy(update={"value": kept})


def as_number(argument: Argument) -> Argument:
    """Return a page's size or number, which is declared as text, as the number that it is; and an order's choices.

    A filter whose default is a list of nothing filters nothing unless it is given.
    """
    does = argument.does
    if isinstance(does, Filter) and argument.value.get("default") in ([], {}, ""):
        kept = {name: part for name, part in argument.value.items() if name != "default"}
        return argument.model_copy(update={"value": kept})
    if isinstance(does, Order) and argument.value.get("type") == "array":
        return argument.model_copy(
            update={"value": {**argument.value, "items": {"type": "string", "enum": list(does.by)}}}
        )
    if isinstance(does, Order) and "enum" not in argument.value:
        return argument.model_copy(update={"value": {**argument.value, "enum": list(does.by)}})
    if isinstance(does, Paging) and does.what in ("size", "page") and argument.value.get("type") == "string":
        kept = {name: part for name, part in argument.value.items() if name in ("description",)}
        return argument.model_copy(update={"value": {"type": "integer", **kept}})
    return argument


def bounded(argument: Argument) -> Argument:
    """Return the argument with the least number that a page's size or place can have, where none is documented."""
    does = argument.does
    if not isinstance(does, Paging) or argument.value.get("type") != "integer" or does.what not in _COUNTED:
        return argument
    least = 1 if does.what == "size" else does.begins
    if "exclusiveMinimum" in argument.value or argument.value.get("minimum", -1) >= least:
        return argument
    return argument.model_copy(update={"value": {**argument.value, "minimum": least}})


def with_choices(argument: Argument, draft: Draft) -> Argument:
    """Return the argument with the choices of the column that it is written to, where it documents none itself."""
    if not isinstance(argument.does, Value):
        return argument
    slot = draft.slots[argument.does.column]
    choices = slot.schema.get("enum")
    if slot.type == "json" or not isinstance(choices, list) or "enum" in argument.value or "const" in argument.value:
        return argument
    return argument.model_copy(update={"value": {**argument.value, "enum": choices}})


def with_format(argument: Argument, draft: Draft) -> Argument:
    """Return an argument that gives a new row its key with the format and the pattern in which paths name it."""
    does = argument.does
    if not isinstance(does, Value) or does.column not in draft.key or "string" not in type_names(argument.value):
        return argument
    kept = draft.slots[does.column].schema
    told = {name: kept[name] for name in ("format", "pattern") if name in kept and name not in argument.value}
    return argument.model_copy(update={"value": {**argument.value, **told}}) if told else argument


def like_key(argument: Argument, draft: Draft) -> Argument:
    """Return an argument that names the row to go on behind or before with the type that keys have."""
    does, key = argument.does, draft.slots[draft.key[-1]] if draft.key else None
    if not isinstance(does, Paging) or does.what not in ("after", "before") or key is None:
        return argument
    described = {name: argument.value[name] for name in ("description",) if name in argument.value}
    types = type_names(argument.value) - {"null"}
    if key.type == "integer" and types and types <= {"string", "number"}:
        return argument.model_copy(update={"value": {"type": "integer", **described}})
    if key.type == "text" and types and types <= {"integer", "number"}:
        return argument.model_copy(update={"value": {"type": "string", **described}})
    return argument


def as_keys_look(argument: Argument, draft: Draft) -> Argument:
    """Return what picks rows by their key in the shape of the keys, where the path asks for one that these have not.

    The documentation of the keys themselves tells a pattern of their own, or shows one that the path would refuse.
    """
    does = argument.does
    if not isinstance(does, Key) or argument.value.get("type") != "string":
        return argument
    target = draft.parent_of(does.column)
    key = (draft.slots[does.column] if target is None else target.slots[target.key[0]]).schema
    told = {name: key[name] for name in SHAPES if name in key}
    asked = {name: part for name, part in argument.value.items() if name in SHAPES}
    other = "pattern" in told and "format" in asked and "format" not in told
    if not other and not contradicted(asked, key):
        return argument
    free = {name: part for name, part in argument.value.items() if name not in SHAPES}
    return argument.model_copy(update={"value": {**free, **({} if contradicted(told, key) else told)}})


def fitting(argument: Argument, draft: Draft) -> Argument:
    """Return the argument with the types that its column holds: whole numbers, and no null where answers show none."""
    types = argument.value.get("type")
    if isinstance(argument.does, Value) and draft.slots[argument.does.column].type == "integer":
        types = "integer" if types == "number" else types
        types = ["integer" if name == "number" else name for name in types] if isinstance(types, list) else types
        argument = argument.model_copy(update={"value": {**argument.value, "type": types}}) if types else argument
    if not isinstance(argument.does, Value) or not isinstance(types, list) or "null" not in types:
        return argument
    if is_nullable(draft.slots[argument.does.column], draft):
        return argument
    kept = [name for name in types if name != "null"]
    value = {**argument.value, "type": kept[0] if len(kept) == 1 else kept}
    if isinstance(value.get("enum"), list):
        value["enum"] = [choice for choice in value["enum"] if choice is not None]
    if value.get("default", ...) is None:
        del value["default"]
    return argument.model_copy(update={"value": value})
