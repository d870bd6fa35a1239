"""Beginnings: what a column that only the server writes holds in a new row."""

import re
from collections.abc import Iterator
from typing import Any

from generator.rules.drafts import Draft, Slot, column_type
from generator.rules.envelopes import type_names
from generator.rules.filters import filter_of
from generator.rules.naming import squashed, words
from generator.said import said_value
from generator.schema import Schemas

_STATES = frozenset({"state", "status", "phase", "stage"})
_OF_LAST, _LAST_STATE = frozenset("last latest previous recent newest".split()), 2
# States that nothing begins in, and those that most things begin in, the likeliest first.
_ENDS = frozenset(
    """failed failure error errored cancelled canceled closed completed complete done deleted archived expired rejected
    declined revoked paid refunded voided void finished resolved suspended terminated inactive disabled blocked
    deactivated succeeded success ended denied removed overdue late aborted abandoned stopped
    locked approved delivered shipped""".split()
)
_BEGINS = tuple(
    """new created draft initial pending submitted requested scheduled queued waiting todo notstarted backlog open
    opened unpaid unverified received accepted active enabled available running processing inprogress""".split()
)


def first_value(slot: Slot, draft: Draft) -> list[str]:
    """Give a slot that only the server writes its first value; return what had to be assumed for it."""
    begun = set_to(slot) or begun_as(slot) or made_by_call(slot)
    if (default := slot.schema.get("default")) is not None or (default := begun) is not None:
        slot.initial = default
        return []
    choices = _choices(slot)
    if "const" in slot.schema or len(choices) == 1:
        slot.initial = slot.schema.get("const", choices[0] if choices else None)
        return []
    where = f"{draft.name}.{'.'.join(slot.path)}"
    if choices and (is_state(slot) or slot.required):
        shown = next((value for value in _shown_at_creation(slot, draft) if value in choices), None)
        slot.initial = first_state(choices) if shown is None else shown
        said = "as in the documented answer" if shown is not None else "since nothing says how it begins"
        return [f"A new {draft.name}'s {where} is {slot.initial!r}, {said}."]
    return _empty_value(slot, where, draft)


def set_to(slot: Slot) -> str | None:
    """Return the one value that a text is documented to have: Set to “Zone”."""
    return said_value(slot.schema) if slot.type == "text" else None


_WITH = r"(?: with| in| as)?(?: (?:an?|the))?(?: status| state)?(?: of| as)? [`\"'“]?"
_BEGUN = re.compile(
    r"\bnew(?:ly created)? [\w ]{1,40}?"
    r"(?:(?:will )?(?:have|has|get|gets|begin|begins|start|starts)|(?:is|are|will be) created)"
    rf"{_WITH}(?P<state>\w+)"
    rf"|\bby default,? (?:an?|the) [\w ]{{1,30}} (?:is|are) created{_WITH}(?P<other>\w+)",
    re.I,
)


def begun_as(slot: Slot) -> object:
    """Return the choice that a new row is documented to begin with: "New orders will have a status of OPEN".

    The one choice that is called a default is one: ``default_task`` among ``default_task`` and ``milestone``.
    """
    for match in _BEGUN.finditer(str(slot.schema.get("description", ""))):
        said = match["state"] or match["other"]
        for choice in _choices(slot):
            if str(choice).lower() == said.lower():
                return choice
    called = [choice for choice in _choices(slot) if isinstance(choice, str) and words(choice)[:1] == ["default"]]
    return called[0] if len(called) == 1 else None


_BY_CALL = re.compile(
    r"\b(?:created|made|added|sent) (?:from|by|through|via|with)?(?: ?using)? ?(?:the |an? )?(?:REST )?API,?"
    r" (?:calls?,? )?"
    r"(?:the value|its value|it|this) (?:is|will be) [`\"'“](?P<value>[\w.-]+)[`\"'”]",
    re.I,
)


def made_by_call(slot: Slot) -> str | None:
    """Return what a text is said to hold of what calls make: "if created from the API, the value is `system`"."""
    said = _BY_CALL.search(" ".join(str(slot.schema.get("description", "")).split()))
    return said["value"] if said is not None and slot.type == "text" else None


def is_state(slot: Slot) -> bool:
    """Return whether the slot tells in which state a row is: ``status``, ``ingestionStatus``.

    That of the last of what else there is of it (``latest_run_status``) is another's: there is none of that yet.
    """
    named = words(slot.path[-1]) if slot.path else []
    if named[:1] and named[0] in _OF_LAST and len(named) > _LAST_STATE:
        return False
    return named[-1:] != [] and (named[-1] in _STATES or squashed(slot.path[-1]) == "lifecyclestate")


def begins_somewhere(slot: Slot) -> bool:
    """Return whether the slot is a state, and one of the documented ones is not an end."""
    return is_state(slot) and any(squashed(str(choice)) not in _ENDS for choice in _choices(slot))


def first_state(choices: list[Any]) -> Any:
    """Return the state among these in which a new row is likeliest: the first documented, unless that is an end."""
    names = {squashed(str(choice)): choice for choice in reversed(choices)}
    if (denied := names.get(f"not{squashed(str(choices[0]))}")) is not None:
        return denied  # what is ready was not ready before
    if squashed(str(choices[0])) not in _ENDS:
        return choices[0]
    begun = next((names[name] for name in _BEGINS if name in names), None)
    if begun is not None:
        return begun
    return next((choice for choice in choices if squashed(str(choice)) not in _ENDS), choices[0])


def _choices(slot: Slot) -> list[Any]:
    choices = slot.schema.get("enum")
    return [choice for choice in choices if choice is not None] if isinstance(choices, list) else []


def _shown_at_creation(slot: Slot, draft: Draft) -> Iterator[Any]:
    """Yield what the documented answers of creations show in the slot."""
    for reading in draft.resource.many:
        if reading.method != "POST" or reading.response is None or reading.shape.kind != "row":
            continue
        for example in reading.response.examples:
            for name in (*reading.shape.where, *slot.path):
                example = example.get(name) if isinstance(example, dict) else None
            if isinstance(example, str | int | float):
                yield example


def _example_in_form(slot: Slot) -> str | None:
    """Return the one text that is documented for a column whose texts are in a form of their own."""
    shown = [each for each in slot.schema.get("examples", ()) if isinstance(each, str) and each]
    return shown[0] if len(shown) == 1 and "format" not in slot.schema and "enum" not in slot.schema else None


# Text that has to be in some form is not empty.
_SHAPES_TEXT = frozenset({"format", "pattern", "enum", "const", "contentEncoding"})


def _empty_value(slot: Slot, where: str, draft: Draft) -> list[str]:
    if not slot.required:
        return []
    types = type_names(slot.schema)
    empty: dict[str, object] = {"boolean": False, "integer": 0, "number": 0, "array": []}
    if not slot.schema.keys() & _SHAPES_TEXT and not slot.schema.get("minLength"):
        empty["string"] = ""
    elif (shown := _example_in_form(slot)) is not None:
        empty["string"] = shown
    for kind, value in empty.items():
        if types == {kind} and not slot.schema.get("minItems") and not slot.schema.get("minimum", 0) > 0:
            slot.initial = value
            return [
                f"A new {draft.name}'s {where} is {value!r}: it is always shown, and nothing says where it comes from."
            ]
    return []


def shown_unasked(draft: Draft, schemas: Schemas) -> list[str]:
    """Let new rows be seen by who asks for nothing: they begin with what reads pick by default (``archived=false``).

    Returns what had to be assumed for it.
    """
    assumptions = []
    for reading in draft.resource.readings:
        searches = any("search" in words(literal) for literal in reading.path.literals)
        for parameter in reading.operation.parameters if reading.method == "GET" and not searches else ():
            schema = schemas.resolve(parameter.schema)
            default = schema.get("default")
            if parameter.place != "query" or default is None or column_type(schema) not in ("text", "boolean"):
                continue
            found = filter_of(parameter.name, schema, parameter.text, draft)
            slot = draft.slots[found.column] if found is not None and found.test == "eq" and not found.inside else None
            if slot is not None and _may_begin(slot, default):
                slot.initial = default
                where = f"{draft.name}.{'.'.join(slot.path)}"
                assumptions.append(
                    f"A new {draft.name}'s {where} is {default!r}, as reads pick it where nothing is asked."
                )
    return assumptions


def _may_begin(slot: Slot, value: Any) -> bool:
    """Return whether nothing else says what the slot holds at first, and it may be this value."""
    is_kind = isinstance(value, bool) if slot.type == "boolean" else isinstance(value, str) and slot.type == "text"
    settled = slot.initial is not None or slot.made is not None or slot.references is not None or slot.always_sent
    return is_kind and not settled and bool(slot.path) and value in (_choices(slot) or [value])
