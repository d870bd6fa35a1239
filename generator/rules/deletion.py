"""Deletion: whether the documentation says that what others refer to cannot be deleted."""

import re

from generator.plan import Reference
from generator.rules.drafts import Draft
from generator.rules.naming import plural_name, words

_REFUSED = re.compile(
    r"\b(cannot|can't|can not|may not|must not) be (deleted|removed)|\b(is|are) refused\b|\bcannot delete\b|\bfails\b",
    re.I,
)


def add_refusals(drafts: dict[str, Draft]) -> None:
    """Mark the references that forbid a deletion: a sentence refuses it and names the things that refer.

    "A customer with orders cannot be deleted" makes the reference of an order to its customer a refusing one.
    """
    for draft in drafts.values():
        sentences = _refusing_sentences(draft)
        if not sentences:
            continue
        for other in drafts.values():
            for slot in other.slots.values():
                if slot.references and slot.references.entity == draft.name and _names(sentences, other.name):
                    slot.references = Reference(entity=draft.name, on_delete="refuse")


def _refusing_sentences(draft: Draft) -> list[str]:
    found = []
    for reading in draft.resource.items:
        if reading.method != "DELETE":
            continue
        told = [reading.operation.text, *(r.text for r in reading.operation.responses if r.status[:1] == "4")]
        for sentence in re.split(r"(?<=[.!?])\s+", " ".join(told)):
            if _REFUSED.search(sentence):
                found.append(" ".join(words(sentence)))
    return found


def _names(sentences: list[str], thing: str) -> bool:
    many, one = plural_name(thing).replace("_", " "), thing.replace("_", " ")
    return any(re.search(rf"\b({re.escape(many)}|{re.escape(one)})\b", sentence) for sentence in sentences)
