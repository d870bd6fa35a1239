"""Memberships: rows that are put into another one, or taken out of it, without being made or deleted."""

import re

from generator.rules.drafts import Draft
from generator.rules.readings import Reading
from generator.rules.resources import holder_of

_OUT = re.compile(r"\b(delet|remov|detach|unassign)\w*\b.*\bfrom\b", re.I | re.S)
_IN = re.compile(r"\b(add|creat|assign|attach)\w*\b.*\bto (a|an|the)\b", re.I | re.S)


def is_membership(reading: Reading, draft: Draft) -> bool:
    """Return whether an operation on a parent's collection is about rows that stand in a collection of their own.

    DELETE /groups/{id}/members/{id} "removes a member from a group" beside /members: the member stays.
    """
    if reading.leaving:
        return False
    collections = {path.shape: path for path in draft.resource.collections}
    place = reading.path if reading.path.shape in collections else holder_of(reading.path, collections)
    if place is None or len(place.literals) < 2 or not place.parameters:
        return False
    own = [one for one in (*draft.resource.items, *draft.resource.many) if one.path.literals == place.literals[-1:]]
    alone = any(one.path.ends_in_parameter and len(one.path.segments) == 2 for one in own)
    said = f"{reading.operation.summary} {reading.operation.text}".strip().partition(".")[0]
    if reading.method == "DELETE":
        return alone and _OUT.search(said) is not None
    return alone and reading.body_items is not None and _IN.search(said) is not None
