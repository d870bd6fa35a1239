"""Hidden: rows that lists leave out, or show only when asked to: ``include_disabled``, ``exclude_archived``.

A flag of the row tells which these are, or its state.

Where no row shows what such an input asks for, and an action makes it so, a column of its own keeps it.
"""

from typing import Literal

from generator.description import JsonSchema
from generator.plan import Filter
from generator.rules.drafts import Draft, Slot, column_type
from generator.rules.naming import last_word, words
from generator.rules.verbs import is_action, participle
from generator.schema import Schemas

_WITH = frozenset({"include", "show", "with"})
_WITHOUT = frozenset({"exclude", "hide", "skip", "without", "omit"})


def hidden_by(name: str, schema: JsonSchema, draft: Draft) -> Filter | None:
    """Return how a list's input shows or leaves out rows of which a boolean is true; None for other inputs."""
    asks, said = _asked(name)
    if not said or column_type(schema) != "boolean" or schema.get("default"):
        return None
    test: Literal["with", "without"] = "with" if asks in _WITH else "without"
    if (slot := _flag(said, draft)) is not None:
        return Filter(column=slot.name, test=test)
    stated = _state(said, draft)
    return None if stated is None else Filter(column=stated[0].name, test=test, state=stated[1])


def add_hidden(draft: Draft, schemas: Schemas) -> None:
    """Add a column for what an action makes of a row (``disable``), where a list shows such rows only when asked to."""
    done = {participle(word) for literal, _ in draft.resource.below for word in words(literal)[:1] if is_action(word)}
    for reading in draft.resource.many if not draft.resource.singleton else ():
        for parameter in reading.operation.parameters if reading.method == "GET" else ():
            asks, said = _asked(parameter.name)
            plain = column_type(schemas.resolve(parameter.schema)) == "boolean"
            if plain and asks in _WITH and said in done and _flag(said, draft) is None and not _tells(said, draft):
                slot = draft.add(said, (said,), {"type": "boolean"})
                slot.shown = slot.aside = True
                slot.initial = False


def _asked(name: str) -> tuple[str, str]:
    """Return the word that shows or hides, and what it shows or hides: ("include", "disabled")."""
    parts = words(name)
    return (parts[0], parts[1]) if len(parts) == _TWO and parts[0] in _WITH | _WITHOUT else ("", "")


_TWO = 2


def _flag(said: str, draft: Draft) -> Slot | None:
    slot = draft.named(f"is_{said}") or draft.named(said)
    return slot if slot is not None and slot.type == "boolean" and slot.path else None


def _state(said: str, draft: Draft) -> tuple[Slot, str] | None:
    """Return the only state that is called so, with its column: ``ARCHIVED`` among the choices of a status."""
    found = [
        (slot, str(choice))
        for slot in draft.slots.values()
        if slot.type == "text" and slot.path and slot.shown and last_word(slot.path[-1]) in ("status", "state")
        for choice in slot.schema.get("enum", ())
        if str(choice).lower() == said
    ]
    return found[0] if len(found) == 1 else None


def _tells(said: str, draft: Draft) -> bool:
    """Return whether rows show otherwise what was done: a state among others, or a time."""
    choices = [slot.schema.get("enum") or () for slot in draft.slots.values() if slot.shown]
    times = any(slot.path and words(slot.path[-1])[:1] == [said] for slot in draft.slots.values())
    return times or any(said == str(each).lower() for values in choices for each in values)
