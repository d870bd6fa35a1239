"""Existing rows: creations that are documented to give the row that is there already instead of making another."""

import re

from generator.plan import Argument, Input, Key, Value
from generator.rules.drafts import Draft, Slot
from generator.rules.naming import squashed
from generator.rules.readings import Reading

_SAYS = re.compile(
    r"\bexisting\b[^.]{0,60}\breturn(s|ed)?\b|\breturns? (the|an|any) existing\b|\b(gets?|finds?|fetch(es)?)[ -]or[ -]creates?",
    re.I,
)
_SAME = re.compile(r"\b(?:same|this|that|given|such an?)\s+((?:[\w-]+(?:,| and| or)? ?){1,5})", re.I)
_FLAGS = frozenset("getorcreate findorcreate fetchorcreate returnexisting getifexists existok returnifexists".split())


def says_existing(text: str) -> bool:
    """Return whether what is said of a creation is that it gives the row that is there already."""
    return _SAYS.search(text) is not None


def named_in(text: str, draft: Draft) -> list[Slot]:
    """Return the plain columns that a text names as what is the same: "with the same name", "this e-mail address"."""
    phrases = [squashed(match.group(1)) for match in _SAME.finditer(text)]
    plain = [slot for slot in draft.slots.values() if slot.path and slot.type == "text" and slot.sent]
    return [slot for slot in plain if any(squashed(slot.path[-1]) in phrase for phrase in phrases)]


def existing_of(reading: Reading, draft: Draft, arguments: list[Argument]) -> tuple[tuple[str, ...], str]:
    """Return the columns by which a creation finds the row that is there, and the argument that asks for it.

    Nothing where it makes another, or where no unique columns that a call always gives tell which row is meant.
    """
    flag = next((argument.name for argument in arguments if is_flag(argument)), "")
    if not flag and not says_existing(f"{reading.operation.summary}. {reading.operation.text}"):
        return (), ""
    given = {
        argument.does.column
        for argument in arguments
        if argument.required and isinstance(argument.does, Value | Key) and not getattr(argument.does, "inside", "")
    }
    single = [(slot.name,) for slot in draft.slots.values() if slot.unique]
    found = next((columns for columns in (*single, *draft.unique) if set(columns) <= given), ())
    is_made = bool(draft.key) and draft.slots[draft.key[-1]].made == "id" and draft.key[-1] not in given
    return (found, flag) if found and is_made else ((), "")


def is_flag(argument: Argument) -> bool:
    """Return whether a boolean argument asks for the row that is there already."""
    return squashed(argument.name) in _FLAGS and argument.value.get("type") in ("boolean", ["boolean", "null"])


def with_flag(arguments: list[Argument], flag: str) -> list[Argument]:
    """Return the arguments, of which the flag is no column's value."""
    return [each.model_copy(update={"does": Input()}) if each.name == flag else each for each in arguments]
