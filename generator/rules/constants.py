"""Constants: what all rows show alike, and no call sends: of what kind each is, and in whose account all are."""

import re
from collections.abc import Collection, Iterable
from random import Random

from generator.rules.drafts import Draft, Slot
from generator.rules.keys import id_shape
from generator.rules.naming import clean_schema_name, singular_name, squashed, words
from generator.schema import Schemas
from generator.seed.makers import LETTERS, drawn, uuid_text
from generator.seed.schemas import Judge

_KINDS = frozenset("type resourcetype resourcesubtype object objecttype kind entitytype recordtype".split())
# "The object type: “jar”".
_SAID_KIND = re.compile(r"^\W*(?:the )?(?:\w+ )?(?:type|kind)(?: of (?:the )?\w+)?: ?[`\"'“]([\w.-]+)[`\"'”]\W*$", re.I)
# Whose the things are that one key of the API opens; all that it shows is theirs.
_HOLDERS = frozenset("account tenant organization organisation enterprise merchant portal".split())
_KEYS = frozenset("id sid uuid guid uid".split())
_FIELD = re.compile(r"\{(\w+):(\d+)\}")

# "Value is resource type."
_OWN_KIND = re.compile(
    r"^(?:the )?(?:value|string|name)?\W*(?:is|of)? ?(?:the )?(?:resource|object)(?:'s)? type\.?$", re.I
)


def add_constants(drafts: Iterable[Draft], schemas: Schemas) -> None:
    """Let columns that are the same in every row have that one value: the only choice of their schema.

    The kind of a row is what all examples show, where that is what the row is called. The key of an account is one for
    all entities that show it, where none of them is an account, and no call can be told another.
    """
    known = tuple(drafts)
    for draft in known:
        for slot in draft.slots.values():
            if (kind := _kind(slot, draft, schemas)) is not None:
                _settle(slot, kind)
    for slots in _holders(known).values():
        if (value := _key_of_holder(slots)) is not None:
            for slot in slots:
                _settle(slot, value)


def _settle(slot: Slot, value: str) -> None:
    slot.schema = {**slot.schema, "enum": [value]}


def _is_free(slot: Slot, draft: Draft) -> bool:
    """Return whether a text that rows show is written by the server alone, and nothing says yet what it is."""
    told = slot.schema.keys() & {"enum", "const", "default"}
    return slot.type == "text" and draft.leaves_to_server(slot) and not told


def _kind(slot: Slot, draft: Draft, schemas: Schemas) -> str | None:
    """Return the one kind that all examples of a row's type show, or its words, if that is what the rows are called."""
    if not _is_free(slot, draft) or len(slot.path) != 1 or squashed(slot.path[-1]) not in _KINDS:
        return None
    text = str(slot.schema.get("description", "")).strip()
    said = _SAID_KIND.match(text)
    if "examples" not in slot.schema and _OWN_KIND.match(text):
        return _name_of_rows(draft, schemas)
    shown = {str(example) for example in slot.schema.get("examples", ())} | ({said[1]} if said else set())
    if len(shown) != 1:
        return None
    kind = shown.pop()
    rows = [reading.shape.row for reading in draft.resource.readings if reading.shape.row is not None]
    called = {draft.name, *(clean_schema_name(schemas.name(row) or "") for row in rows)}
    return kind if _names_one(kind, called) else None


def _name_of_rows(draft: Draft, schemas: Schemas) -> str | None:
    """Return what the schema of the rows is called, where it is called one thing and in one word: ``jar_lid``."""
    rows = [reading.shape.row for reading in draft.resource.readings if reading.shape.row is not None]
    names = {name for row in rows if (name := schemas.name(row))}
    return names.pop() if len(names) == 1 and all(re.fullmatch(r"[a-z]\w*", name) for name in names) else None


def _names_one(kind: str, called: Collection[str]) -> bool:
    """Return whether a kind's words are the last of a name, or the name's words the last of the kind's."""
    told = words(singular_name(kind))
    for name in called:
        own = words(singular_name(name))
        if own and told and (own[-len(told) :] == told or told[-len(own) :] == own):
            return True
    return False


def _holders(drafts: Iterable[Draft]) -> dict[str, list[Slot]]:
    """Return the columns that hold the key of whose the rows are, by name, where several entities show it."""
    drafts = tuple(drafts)
    names = {part for draft in drafts for part in (draft.name, draft.name.split("_")[-1])}
    asked = {squashed(name) for draft in drafts for name in _inputs(draft)}
    found: dict[str, list[Slot]] = {}
    for draft in drafts:
        for slot in draft.slots.values():
            parts = words(slot.path[-1]) if len(slot.path) == 1 else []
            is_key = len(parts) == 2 and parts[0] in _HOLDERS - names and parts[1] in _KEYS
            if is_key and _is_free(slot, draft):
                found.setdefault(squashed(slot.path[-1]), []).append(slot)
    return {name: slots for name, slots in found.items() if len(slots) > 1 and name not in asked}


def _inputs(draft: Draft) -> Iterable[str]:
    """Yield what calls can be told: their parameters, and what any body sends."""
    yield from (slot.path[-1] for slot in draft.slots.values() if slot.sent and slot.path)
    for reading in draft.resource.readings:
        yield from (parameter.name for parameter in reading.operation.parameters)


def _key_of_holder(slots: list[Slot]) -> str | None:
    """Return one key that all of these columns may hold: the documented one, or else one of its shape."""
    examples = [str(example) for slot in slots for example in slot.schema.get("examples", ()) if example]
    made = _filled(id_shape(slots[0], "account", {}))
    judges = [Judge(slot.schema, {}) for slot in slots]
    return next((key for key in (*examples, made) if all(judge.accepts(key) for judge in judges)), None)


def _filled(shape: str) -> str:
    """Return a key of the shape, always the same."""
    rng = Random(shape)
    if shape == "uuid":
        return uuid_text(rng)
    return _FIELD.sub(lambda part: drawn(rng, LETTERS[part[1]], int(part[2])), shape)
