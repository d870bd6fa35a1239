"""Existing rows: creations that are documented to give the row that is there already instead of making another."""

import re

from generator.plan import Argument, Input, Key, Value
from generator.rules.drafts import Draft, Slot
from generator.rules.naming import squashed, words
from generator.rules.readings import Reading
from generator.rules.retries import is_retry_key

_SAYS = re.compile(
    r"\bexisting\b[^.]{0,60}\breturn(s|ed)?\b|\breturns? (the|an|any) existing\b"
    r"|\b(gets?|finds?|fetch(es)?)[ -]or[ -]creates?",
    re.I,
)
_SAME = re.compile(r"\b(?:same|this|that|given|such an?)\s+((?:[\w-]+(?:,| and| or)? ?){1,5})", re.I)
_FLAGS = frozenset("getorcreate findorcreate fetchorcreate returnexisting getifexists existok returnifexists".split())


def creation_text(reading: Reading) -> str:
    """Return what is said of a creation, in one line."""
    return " ".join(f"{reading.operation.summary}. {reading.operation.text}".split())


def says_existing(text: str) -> bool:
    """Return whether what is said of a creation is that it gives the row that is there already."""
    return _SAYS.search(text) is not None


def named_in(text: str, draft: Draft) -> list[Slot]:
    """Return the plain columns that a text names as what is the same: "with the same name", "this e-mail address".

    Of several, all must be known: "with the same city and street" says nothing of the street alone.
    """
    plain = {squashed(slot.path[-1]): slot for slot in draft.slots.values() if slot.path and slot.type == "text"}
    for match in _SAME.finditer(text):
        joined, found = "", list[Slot | None]()
        for part in re.split(r"(,? and | or |,)", match.group(1)):
            if part.strip() in ("and", "or", ",", ", and"):
                joined = part.strip()
            elif (slot := _first_named(words(part), plain)) is not None or joined != ",":
                found.append(slot)
            else:
                break  # behind a comma the sentence goes on
        known = [slot for slot in found if slot is not None and slot.sent]
        if known and len(known) == len(found):
            return known
    return []


def _first_named(said: list[str], plain: dict[str, Slot]) -> Slot | None:
    """Return the column that the first words name: the longest name goes first."""
    return next((plain[name] for n in (3, 2, 1) if (name := "".join(said[:n])) in plain), None)


def existing_of(reading: Reading, draft: Draft, arguments: list[Argument]) -> tuple[tuple[str, ...], str]:
    """Return the columns by which a creation finds the row that is there, and the argument that asks for it.

    Nothing where it makes another, or where no unique columns that a call always gives tell which row is meant.
    """
    if marks := [each.does.column for each in arguments if isinstance(each.does, Value) and is_retry_key(each.name)]:
        is_made = bool(draft.key) and draft.slots[draft.key[-1]].made == "id"
        return ((marks[0],), "") if is_made and draft.slots[marks[0]].unique else ((), "")
    flag = next((argument.name for argument in arguments if is_flag(argument)), "")
    said = creation_text(reading)
    if not flag and not says_existing(said):
        return (), ""
    named = {slot.name for slot in named_in(said, draft)} if not flag else set()
    given = {
        argument.does.column
        for argument in arguments
        if argument.required and isinstance(argument.does, Value | Key) and not getattr(argument.does, "inside", "")
    }
    single = [(slot.name,) for slot in draft.slots.values() if slot.unique]
    sets = [columns for columns in (*single, *draft.unique) if set(columns) <= given and named <= set(columns)]
    found = sets[0] if sets else ()
    if flag and not found and draft.key and set(draft.key) <= _values_of(arguments):
        return tuple(draft.key), flag
    if not flag and set(draft.key) <= given and named <= set(draft.key):
        return tuple(draft.key), ""
    is_made = bool(draft.key) and draft.slots[draft.key[-1]].made == "id" and draft.key[-1] not in given
    return (found, flag) if found and is_made else ((), "")


def _values_of(arguments: list[Argument]) -> set[str]:
    """Return the columns that the arguments write whole."""
    written = [each.does for each in arguments if isinstance(each.does, Value | Key)]
    return {does.column for does in written if not getattr(does, "inside", "")}


def is_flag(argument: Argument) -> bool:
    """Return whether an argument may ask for the row that is there already: it is a flag, or has a choice for that."""
    if squashed(argument.name) in _WHERE_THERE:
        return asking_value(argument) is not True
    return squashed(argument.name) in _FLAGS and argument.value.get("type") in ("boolean", ["boolean", "null"])


def asking_value(argument: Argument) -> str | bool:
    """Return the value by which an argument asks for the row that is there: true, or its choice for that."""
    choices = argument.value.get("enum") or ()
    return next((each for each in choices if isinstance(each, str) and squashed(each) in _GIVES), True)


# What is to happen where the row is there already, and the choices that leave it as it is.
_WHERE_THERE = frozenset("ifexists ifexist onexists onexisting onconflict onduplicate actiononexistence".split())
_GIVES = frozenset("donothing nothing ignore skip reuse keep return returnexisting get getexisting useexisting".split())


def with_flag(arguments: list[Argument], flag: str) -> list[Argument]:
    """Return the arguments, of which the flag is no column's value."""
    return [each.model_copy(update={"does": Input()}) if each.name == flag else each for each in arguments]
