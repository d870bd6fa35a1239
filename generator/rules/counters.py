"""Counters: what the server counts on by itself: an index among the rows of one parent, and the revision of a row."""

import re

from generator.rules.drafts import Draft, Slot
from generator.rules.naming import squashed
from generator.rules.references import scope_columns

_INDEX = re.compile(r"\b(?:index|position|number) of (?:the|an?|this) (?:[\w-]+ )?(?:with)?in (?:the|its|an?)\b", re.I)
_FROM_ONE = re.compile(r"\b(?:starts?|starting|begins?|beginning|indexed|counted) (?:at|from|with) (\d)\b", re.I)
_REVISIONS = frozenset("revision rev version lockversion rowversion resourceversion etag generation".split())
_GROWS = re.compile(r"\b(?:increas|increment|revision|is updated (?:each|every)|changes (?:each|every))", re.I)
_OF_ELSE = re.compile(r"\b(?:schema|format|template|software|product|app|semver|build)\b|\bapi version", re.I)


def add_counters(draft: Draft) -> None:
    """Mark the numbers that only the server writes, and that grow with every new row of a parent, or every change."""
    for slot in draft.slots.values():
        if not _is_free(slot, draft):
            continue
        if slot.type == "integer" and _INDEX.search(_text(slot)) and (parents := _above(draft)):
            slot.made, slot.template, slot.initial = "counted", ",".join(parents), _first(slot, 0)
        elif slot.schema.get("default") is None and _is_revision(slot) and _changes(draft):
            first = _first(slot, 0 if squashed(slot.path[-1]) in ("etag", "revision", "rev") else 1)
            slot.made, slot.initial = "revision", first if slot.type == "integer" else str(first)


def _is_free(slot: Slot, draft: Draft) -> bool:
    """Return whether callers only read a column, and neither its schema nor another rule says what it holds."""
    told = slot.schema.keys() & {"enum", "const", "pattern"}
    return draft.leaves_to_server(slot) and len(slot.path) == 1 and draft.creatable and not told


def _is_revision(slot: Slot) -> bool:
    """Return whether a column is called a revision, and holds numbers: by its type, or by what examples show."""
    said, shown = _text(slot), [str(example) for example in slot.schema.get("examples", ())]
    if squashed(slot.path[-1]) not in _REVISIONS or _OF_ELSE.search(said):
        return False
    grows = _GROWS.search(said) is not None
    if squashed(slot.path[-1]) == "version" and not grows:
        return False  # of what it is a version, and when there is another, nothing says
    if slot.type == "integer":
        return True
    digits = bool(shown) and all(example.isdigit() and len(example) < 4 for example in shown)
    return slot.type == "text" and (digits or (not shown and grows))


def _text(slot: Slot) -> str:
    return " ".join(re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", str(slot.schema.get("description", ""))).split())


def _first(slot: Slot, otherwise: int) -> int:
    said = _FROM_ONE.search(_text(slot))
    return int(said[1]) if said is not None else otherwise


def _above(draft: Draft) -> list[str]:
    """Return the columns that tell the parent below which rows are made."""
    making = [reading for reading in draft.resource.many if reading.method == "POST"]
    return list(scope_columns(making[0], draft).values()) if len(making) == 1 else []


def _changes(draft: Draft) -> bool:
    return any(reading.method in ("PUT", "PATCH", "POST") for reading in draft.resource.items)
