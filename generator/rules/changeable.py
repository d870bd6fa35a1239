"""Changeable: the states that a change of a row needs, where a sentence of the operation binds it to some."""

import re
from typing import Any

from generator.rules.drafts import Draft
from generator.rules.naming import plural_name
from generator.rules.readings import Reading
from generator.rules.transitions import named_states, state_sentences

_CHANGE = r"(?:updat|edit|chang|modif|patch|amend)\w*"
_ALLOWS = re.compile(
    rf"\b(?:can|may) only (?:be )?{_CHANGE}\b|\bonly\b[^.;]*\b(?:can|may) (?:still )?be {_CHANGE}\b"
    rf"|\b{_CHANGE} [^.;]*\bonly (?:if|when|while|as long as|in)\b|\bto (?:be )?{_CHANGE}\b[^.;]*\bmust be\b"
    rf"|\bmust be\b[^.;]*\bto be {_CHANGE}",
    re.I,
)
_FORBIDS = re.compile(
    rf"\b(?:cannot|can't|can not|may not|must not|unable to|not possible to|no longer) (?:be )?{_CHANGE}\b", re.I
)
_SPEAKS_OF_STATES = re.compile(r"\b(?:status|statuses|state|states|stage|phase)\b", re.I)


def changeable_states(reading: Reading, draft: Draft) -> dict[str, tuple[Any, ...]]:
    """Return the states in which a row may be changed, by column; nothing where no sentence binds the change to any.

    "You can only update a campaign in the `pending` status." "A closed order cannot be edited."
    """
    for slot, states, sentence in state_sentences(reading, draft):
        named = _states_of(sentence, states, draft)
        if named and _FORBIDS.search(sentence):
            named = [state for state in states if state not in named]
        elif not _ALLOWS.search(sentence):
            continue
        if named and len(named) < len(states):
            return {slot.name: tuple(named)}
    return {}


def _states_of(sentence: str, states: list[Any], draft: Draft) -> list[Any]:
    """Return the states that a sentence names as such: by word of states, marked as code, or of the thing itself."""
    named = named_states(sentence, states)
    if _SPEAKS_OF_STATES.search(sentence):
        return named
    thing = rf"(?:{re.escape(draft.name)}|{re.escape(plural_name(draft.name))})".replace("_", "[ _-]")
    return [state for state in named if re.search(rf"`{re.escape(str(state))}`", sentence, re.I)] or [
        state
        for state in named
        if re.search(rf"\b{re.escape(str(state))} {thing}\b|\b{thing} (?:that )?(?:is|are) {re.escape(str(state))}\b",
                     sentence, re.I)
    ]  # fmt: skip
