"""Deletion: what cannot be deleted by the documentation: what others refer to, and what is in another state."""

import re
from typing import Any

from generator.plan import Reference
from generator.rules.drafts import Draft
from generator.rules.naming import plural_name, sentences, words
from generator.rules.readings import Reading
from generator.rules.transitions import state_sentences, states_in

_REFUSED = re.compile(
    r"\b(cannot|can't|can not|may not|must not) be (deleted|removed)|\b(is|are) refused\b|\bcannot delete\b|\bfails\b",
    re.I,
)


def add_refusals(drafts: dict[str, Draft]) -> None:
    """Mark the references that forbid a deletion: a sentence refuses it and names the things that refer.

    "A customer with orders cannot be deleted" makes the reference of an order to its customer a refusing one.
    """
    for draft in drafts.values():
        refusing = _refusing_sentences(draft)
        if not refusing:
            continue
        for other in drafts.values():
            for slot in other.slots.values():
                if slot.references and slot.references.entity == draft.name and _names(refusing, other.name):
                    slot.references = Reference(entity=draft.name, on_delete="refuse")


def _refusing_sentences(draft: Draft) -> list[str]:
    found = []
    for reading in draft.resource.items:
        if reading.method != "DELETE":
            continue
        told = [reading.operation.text, *(r.text for r in reading.operation.responses if r.status[:1] == "4")]
        for sentence in sentences(" ".join(told)):
            if _REFUSED.search(sentence):
                found.append(" ".join(words(sentence)))
    return found


def _names(refusing: list[str], thing: str) -> bool:
    many, one = plural_name(thing).replace("_", " "), thing.replace("_", " ")
    return any(re.search(rf"\b({re.escape(many)}|{re.escape(one)})\b", sentence) for sentence in refusing)


_DELETES = re.compile(r"\b(?:delet|remov)\w*", re.I)


def deletable_states(reading: Reading, draft: Draft) -> dict[str, tuple[Any, ...]]:
    """Return the states from which a deletion is allowed, by column; nothing where no sentence of it says so.

    "Deletes invoices in the draft or scheduled state only." "Only inactive rooms can be deleted."
    """
    for slot, states, sentence in state_sentences(reading, draft):
        if _DELETES.search(sentence) and (allowed := states_in(sentence, states, None)):
            return {slot.name: allowed}
    return {}


_CLEARS = re.compile(
    r"\b(?:delet|remov|clear|purg|eras|unassign)\w*\b[^.]{0,30}?\b(?:all|every)\b|^(?:clear|purge|empt|flush)\w*\b",
    re.I,
)


def clears_all(reading: Reading) -> bool:
    """Return whether a DELETE of a collection is said to take away all of it, and is told nothing but the path."""
    operation = reading.operation
    asked = [parameter for parameter in operation.parameters if parameter.place == "query"]
    if reading.method != "DELETE" or reading.body is not None or asked or reading.shape.kind != "none":
        return False
    first = next(iter(sentences(operation.text)), "")
    return any(_CLEARS.search(said.strip()) for said in (operation.summary, first))
