"""Uniqueness: which properties the documentation calls unique, among all rows or among those of one parent."""

import re
from collections.abc import Iterator

from generator.description import Parameter
from generator.rules.drafts import Draft, Slot
from generator.rules.either import either_slot
from generator.rules.existing import creation_text, named_in, says_existing
from generator.rules.naming import squashed, words
from generator.rules.readings import Reading, required_names, sent_properties
from generator.rules.references import looked_up, scope_columns
from generator.schema import Schemas

_SAYS_UNIQUE = re.compile(
    r"\bunique(ly)?\b|\balready (taken|in use|exists)\b"
    r"|\b(?:cannot|can't|must not|may not) be (?:used|shared|taken|held) by (?:another|any other|other)\b",
    re.I,
)
_DENIES = re.compile(r"\b(not|n't|non|no)\b[^.]{0,30}\bunique", re.I)
_NO_TWO = re.compile(r"\bno two [\w -]+? (?:(?:can |may )?(?:have|share|use)|with) the same ([\w-]+(?: [\w-]+)?)", re.I)
_MUST_BE = re.compile(
    "(?:['\u2019]s |\\bthe |\\btheir |\\bits |^)([\\w-]+) (?:must|has to|have to|needs? to) be unique\\b", re.I | re.M
)
# What a thing is called by, where a creation is documented to conflict: the likeliest first.
_CALLED = ("name", "slug", "username", "login", "email", "code", "alias", "handle")
_WORDS_OF_NOTHING = 2
_WITHIN = re.compile(
    r"\bunique(?:ly)? (?:within|in|inside|under|among|per) (?:their|its|the|a|each|every) (?:same |own )?"
    r"(?:parent|containing|enclosing|surrounding)\b"
    r"|\balready (?:exists?|taken|in use) (?:\w+ )?in (?:the|its|their) (?:same )?(?:parent|containing|enclosing)\b",
    re.I,
)
_TAKEN = re.compile(r"\b(exists?|existing|taken|in use|duplicate|unique|same)\b", re.I)


def add_unique(draft: Draft, schemas: Schemas) -> None:
    """Mark the text columns that callers write and that the documentation calls unique.

    The property's own description says it, or an operation's ("No two customers have the same e-mail address"), or a
    path picks a row by it, or a creation is declared to conflict. A key is unique anyway, and a reference is somebody
    else's key. Where the entity has a parent, the rows of one parent must differ, unless the documentation says that
    the value is unique among all.
    """
    nearest = _parents(draft)
    named = [*_named_in_operations(draft), *_picked_alone(draft), *_found_again(draft, schemas)]
    named = named or _conflicting(draft, schemas)
    for group in (_alike_together(draft, schemas), _combined(draft)):
        if group and group not in draft.unique:
            draft.unique.append(group)
    told = _told_of_sent(draft, schemas)
    for slot in draft.slots.values():
        said = f"{slot.schema.get('description', '')} {told.get(slot.name, '')}"
        writable = slot.sent and slot.type == "text" and slot.references is None and slot.name not in draft.key
        documented = slot in named or (_SAYS_UNIQUE.search(said) and not _DENIES.search(said))
        if not writable or not documented or "enum" in slot.schema:
            continue
        if not nearest and _within_another(slot, said, draft, schemas):
            continue  # no column tells what it is unique within
        if nearest and not re.search(r"\bglobally\b|\bacross all\b", said, re.I):
            draft.unique.append((*nearest, slot.name))
        else:
            slot.unique = True


def _told_of_sent(draft: Draft, schemas: Schemas) -> dict[str, str]:
    """Return what calls that make or change a row say of what they send, by the slot that keeps it."""
    found: dict[str, str] = {}
    for reading in (*_creations(draft), *draft.resource.items):
        for name, schema in sent_properties(reading, schemas).items() if reading.method != "GET" else ():
            slot = draft.slot_at((name,))
            if slot is not None:
                said = str(schemas.resolve(schema).get("description", ""))
                found[slot.name] = f"{found.get(slot.name, '')} {said}".strip()
    return found


def _parents(draft: Draft) -> list[str]:
    """Return the columns of the parents among whose rows a value is unique: those of the path, else the nearest one."""
    parents = [slot.name for slot in draft.slots.values() if slot.references and slot.references.on_delete == "cascade"]
    for reading in _creations(draft):
        in_path = [column for column in scope_columns(reading, draft).values() if column in parents]
        if in_path:
            return in_path
    # What is made at a path of its own, and not told what it belongs to, belongs to nothing yet.
    return [name for name in parents[-1:] if draft.slots[name].sent or not _creations(draft)]


def _picked_alone(draft: Draft) -> Iterator[Slot]:
    """Yield the slots by which one row is picked: /variables/name/{name}, /boxes/{box} by id or name, a list of one."""
    for _, reading in draft.resource.below:
        if reading.method == "GET" and reading.shape.kind == "row" and (slot := looked_up(reading, draft)) is not None:
            yield slot
    for reading in draft.resource.items:
        if (slot := either_slot(reading, draft)) is not None:
            yield slot
    for reading in draft.resource.many:
        for parameter in reading.operation.parameters if reading.method == "GET" else ():
            if _ONLY_ONE.search(parameter.text) and (slot := _asked_by(parameter, draft)) is not None:
                yield slot


_ONLY_ONE = re.compile(r"\bonly (?:this|that|the one|the matching) \w+ (?:is|will be|gets) (?:returned|shown)", re.I)
_OF_A_THING = re.compile(r"\b(\w+) of (?:a|an|the) (\w+)", re.I)


def _asked_by(parameter: Parameter, draft: Draft) -> Slot | None:
    """Return the slot that a list is asked by: of the parameter's name, or "the name of a zone" in its text."""
    named = [match.group(1) for match in _OF_A_THING.finditer(parameter.text) if squashed(match.group(2)) == draft.name]
    slots = [draft.slot_at((name,)) for name in (*named, parameter.name)]
    return next((slot for slot in slots if slot is not None), None)


def _found_again(draft: Draft, schemas: Schemas) -> Iterator[Slot]:
    """Yield the slot by which alone a creation is documented to find the row that is there already."""
    for found in _found_by(draft, schemas):
        if len(found) == 1:
            yield found[0]


def _alike_together(draft: Draft, schemas: Schemas) -> tuple[str, ...]:
    """Return the columns by which together a creation is documented to find the row that is there already."""
    return next((tuple(slot.name for slot in found) for found in _found_by(draft, schemas) if len(found) > 1), ())


_COMBINATION = re.compile(
    r"\bcombination of (?P<names>[^.*;:]{3,100}?)"
    r" (?:already exists|is already|exists already|must be unique|is unique)",
    re.I,
)
_AND = re.compile(r",\s*(?:and\s+)?|\s+and\s+")
_AROUND = re.compile(r"[`'\"“”]|\b(?:the|its|their|an?)\b")


def _combined(draft: Draft) -> tuple[str, ...]:
    """Return the columns that a creation refuses to have twice together: "this combination of a and b exists"."""
    for reading in _creations(draft):
        refusals = [each.text for each in reading.operation.responses if each.status in ("400", "409", "422")]
        for match in _COMBINATION.finditer(" ".join(" ".join([*refusals, reading.operation.text]).split())):
            told = [_AROUND.sub("", name).strip() for name in _AND.split(match["names"])]
            slots = [slot for name in told if (slot := _called(name, draft)) is not None]
            if len(slots) == len(told) > 1:
                return tuple(slot.name for slot in slots)
    return ()


def _called(name: str, draft: Draft) -> Slot | None:
    """Return the slot of a text or number that rows show, or are picked by, under this name."""
    alike = (slot for slot in draft.slots.values() if squashed(slot.name) == squashed(name))
    slot = draft.slot_at((name,)) or next(alike, None)
    return slot if slot is not None and slot.type in ("text", "integer") else None


def _found_by(draft: Draft, schemas: Schemas) -> Iterator[list[Slot]]:
    for reading in _creations(draft):
        said = creation_text(reading)
        required = required_names(reading.body, schemas)
        found = named_in(said, draft) if says_existing(said) else []
        if found and all(slot.path[-1] in required for slot in found):
            yield found


def _creations(draft: Draft) -> list[Reading]:
    return [reading for reading in draft.resource.many if reading.method == "POST" and reading.body_items is None]


def _conflicting(draft: Draft, schemas: Schemas) -> list[Slot]:
    """Return what a new row is called by, where creations alone are declared to conflict: by 409.

    The property that the answer's or operation's words name goes first; a word for all of them says nothing.
    """
    if draft.client_key or any(_declares_conflict(each) for each in draft.resource.readings if each.method == "GET"):
        return []
    for reading in _creations(draft):
        conflicts = [response.text for response in reading.operation.responses if response.status == "409"]
        said = " ".join(text for text in (*conflicts, reading.operation.text) if _TAKEN.search(text))
        if not conflicts or not all(_says_taken(text) for text in conflicts):
            continue
        required = [slot for name in required_names(reading.body, schemas) if (slot := draft.slot_at((name,)))]
        named = [slot for slot in required if slot in named_in(said, draft)]
        called = [slot for name in _CALLED for slot in required if squashed(slot.path[-1]) in _spellings(name, draft)]
        if named or called:
            return (named or called)[:1]
    return []


def _within_another(slot: Slot, said: str, draft: Draft, schemas: Schemas) -> bool:
    """Return whether a value is documented to be unique only among what has the same parent."""
    told = [said]
    for reading in _creations(draft):
        sent = sent_properties(reading, schemas).get(slot.path[-1] if slot.path else slot.name, {})
        told += [str(schemas.resolve(sent).get("description", ""))]
        told += [response.text for response in reading.operation.responses if response.status == "409"]
    return any(_WITHIN.search(" ".join(text.split())) for text in told)


def _spellings(name: str, draft: Draft) -> list[str]:
    """Return the ways to spell a name of a thing: name, policyname and legalholdpolicyname, of a legal hold policy."""
    parts = words(draft.name)
    return [name, *("".join(parts[place:]) + name for place in range(len(parts)))]


def _says_taken(text: str) -> bool:
    """Return whether the words of a conflict say that something is there already, or nothing at all: "Conflict"."""
    return len(text.split()) <= _WORDS_OF_NOTHING or _TAKEN.search(text) is not None


def _declares_conflict(reading: Reading) -> bool:
    return any(response.status == "409" for response in reading.operation.responses)


def _named_in_operations(draft: Draft) -> list[Slot]:
    found = []
    for reading in draft.resource.readings:
        said = f"{reading.operation.summary}. {reading.operation.text}"
        for match in (*_NO_TWO.finditer(said), *_MUST_BE.finditer(said)):
            called = squashed(match.group(1))
            named = [slot for slot in draft.slots.values() if slot.path and called.startswith(squashed(slot.path[-1]))]
            found += sorted(named, key=lambda slot: -len(slot.name))[:1]
    return found
