"""Scopes and references: the columns that path parameters name, and the columns that hold another entity's key."""

import re
from collections.abc import Mapping
from typing import Any

from generator.description import JsonSchema, Parameter
from generator.plan import Reference
from generator.rules.drafts import Draft, Slot, column_type, keep_to_path
from generator.rules.keys import shape_of_example
from generator.rules.lookups import looked_at, looks_up
from generator.rules.naming import last_word, snake, sql_name, squashed, words
from generator.rules.path_values import is_other, key_schema
from generator.rules.paths import Segment, names_key_of, owner_names, thing_name
from generator.rules.readings import Reading, path_inputs
from generator.rules.resources import own_parameters
from generator.schema import Schemas

Json = Any

# A property's keyword: whose key it holds, where whoever read the documentation found it said in words.
KEY_OF = "x-key-of"
# The pattern of a text that paths take as a number.
DIGITS = "^[0-9]+$"
KEY_SUFFIXES = frozenset("id ids uuid guid sid gid uid key".split())


def scope_columns(reading: Reading, draft: Draft) -> dict[str, str]:
    """Return the column that each path parameter names in this entity; a parameter without a column is left out."""
    found: dict[str, str] = {}
    own = own_parameters(reading, draft.resource)
    for name in reading.path.parameters:
        if name in own:
            found[name] = _own_column(name, own, draft)
            continue
        slot = _scope_slot(reading, name, draft)
        if slot is not None:
            found[name] = slot.name
    return found


def _own_column(name: str, own: tuple[str, ...], draft: Draft) -> str:
    """Return the key's column, or the other shown column that a parameter names more surely (``versionNumber``)."""
    rated = {
        slot.name: names_key_of(name, draft.name, slot.path[-1] if slot.path else slot.name)
        for slot in draft.slots.values()
        if slot.type in ("text", "integer") and (slot.shown or slot.name in draft.key)
    }
    key = draft.key[-1] if name == own[-1] and draft.key else ""
    if not key:  # what stands before the key in a path is another part of it
        rated = {column: rate for column, rate in rated.items() if column not in draft.key[-1:]}
    best = max(rated, key=lambda column: rated[column], default="")
    if key and rated.get(key, 0) >= rated.get(best, 0):
        return key
    if rated.get(best, 0) >= (4 if key else 1):
        return best
    beside = draft.slots.get(sql_name(name))
    # /repos/{owner}/{repo} of rows that show their owner as an object: no path holds that.
    return key or sql_name(f"{name}_key" if beside is not None and beside.type == "json" else name)


def _parent_thing(reading: Reading, parameter: str) -> str:
    """Return the name of the thing that a path parameter picks: that of the literal before it."""
    before = ""
    for segment in reading.path.segments:
        if segment.is_parameter and segment.text == parameter:
            break
        if not segment.is_parameter:
            before = segment.text
    return thing_name(before) if before else ""


def _scope_names(reading: Reading, parameter: str) -> list[str]:
    thing = _parent_thing(reading, parameter)
    owner, word = owner_names(parameter)
    names = [parameter]
    if thing:
        names += [f"{thing}_{word or 'id'}", f"{thing.split('_')[-1]}_{word or 'id'}", thing]
    if owner and word:
        names.append(f"{owner}_{word}")
    bare = not owner and bool(word)
    found = names[1:] if bare and len(names) > 1 else names
    # Where the rows show something else under each of these names: a commit as an object.
    return [*found, f"{found[0]}_key"]


def looked_up(reading: Reading, draft: Draft) -> Slot | None:
    """Return the slot by which a look-up's path picks its row; none where the rows show no such property."""
    if not looks_up(reading.path, [path.shape for path in draft.resource.collections]):
        return None
    slot = draft.named(reading.path.parameters[-1]) or draft.named(looked_at(reading.path))
    return slot if slot is not None and slot.shown and slot.type in ("text", "integer") else None


def _scope_slot(reading: Reading, parameter: str, draft: Draft) -> Slot | None:
    if [parameter] == [*reading.path.parameters[-1:]] and (slot := looked_up(reading, draft)) is not None:
        return slot
    if (named := draft.scopes.get(_place(reading, parameter))) is not None:
        return draft.slots[named]
    names = [squashed(name) for name in _scope_names(reading, parameter)]
    for name in names:
        for slot in draft.slots.values():
            if squashed(slot.path[-1] if slot.path else slot.name) != name:
                continue
            if not slot.path and not slot.sent and name not in (names[0], names[-1]):
                # Another parent's column: /repeating-invoices/{id}/notes are not those of /invoices/{id}/notes.
                continue
            if slot.type in ("text", "integer") and "enum" not in slot.schema and not _is_own_key(slot, draft):
                return slot
    # A property that is said to hold the parent's key does, whatever it is called; of several, none is surely the one.
    thing = _parent_thing(reading, parameter)
    said = [slot for slot in draft.slots.values() if thing and slot.schema.get(KEY_OF) == thing]
    return said[0] if len(said) == 1 and not _is_own_key(said[0], draft) else None


def _place(reading: Reading, parameter: str) -> str:
    """Return the shape of the path down to the parameter, "" where it has none: one thing, however it is called."""
    picks = Segment(parameter, True)
    segments = reading.path.segments
    return reading.path.upto(segments.index(picks) + 1).shape if picks in segments else ""


def _add_own_part(parameter: Parameter, own: tuple[str, ...], draft: Draft, schemas: Schemas) -> None:
    """Give the entity a column for a parameter that is one part of its key: /repos/{owner}/{repo}."""
    column = _own_column(parameter.name, own, draft)
    if column not in draft.slots:
        draft.add(column, (), schemas.resolve(parameter.schema))


def _is_own_key(slot: Slot, draft: Draft) -> bool:
    return not draft.resource.singleton and not draft.resource.part and bool(draft.key) and slot.name == draft.key[-1]


def add_scopes(drafts: dict[str, Draft], schemas: Schemas) -> None:
    """Give every entity a column for each path parameter that picks its parents, and the reference to the parent."""
    picked = _picked_from(drafts)
    for draft in drafts.values():
        for reading in draft.resource.readings:
            own = own_parameters(reading, draft.resource)
            for parameter in [given.parameter for given in path_inputs(reading, schemas)]:
                if parameter.name in own[-1:]:
                    continue
                if parameter.name in own:
                    _add_own_part(parameter, own, draft, schemas)
                    continue
                slot = _scope_slot(reading, parameter.name, draft)
                if slot is None or is_other(slot, parameter, schemas):
                    called = _scope_names(reading, parameter.name)
                    free = called[0] if sql_name(called[0]) not in draft.slots else called[-1]
                    slot = draft.add(free, (), key_schema(parameter.schema, schemas))
                    draft.scopes[_place(reading, parameter.name)] = slot.name
                parent = _picked_by(reading, parameter.name, picked)
                _refer(slot, parent, draft, cascade=True)
                if slot.references is None and not slot.sent:
                    keep_to_path(slot, schemas.resolve(parameter.schema))
        if draft.resource.singleton or draft.resource.part:
            draft.key = _singleton_key(draft)
        else:
            _complete_key(draft, drafts)


def _complete_key(draft: Draft, drafts: dict[str, Draft]) -> None:
    """Put the nearest parent's column before a key that only tells rows of one parent apart: one the caller chose."""
    if draft.plain or draft.resource.linking:
        scopes = scope_columns((draft.resource.many if draft.plain else draft.resource.items)[0], draft).values()
        draft.key = [*(column for column in scopes if column not in draft.key), *draft.key]
        return
    # What reads one row tells its key; what takes it out of another's list names that other as well.
    items = sorted(draft.resource.items, key=lambda reading: reading.method != "GET")
    own = next((reading for reading in items if own_parameters(reading, draft.resource)), None)
    key = draft.slots[draft.key[-1]] if draft.key else None
    if own is None or key is None or len(draft.key) != 1:
        return
    created = any(reading.method == "POST" or reading.body_items is not None for reading in draft.resource.many)
    parts = [_own_column(name, names, draft) for names in [own_parameters(own, draft.resource)] for name in names[:-1]]
    if parts:
        draft.key = [*dict.fromkeys(parts), key.name]
        return
    parents = [column for column in scope_columns(own, draft).values() if column != key.name]
    if _made_outside(parents, draft) or _picked_outside(key.name, draft):
        return
    if draft.id == "integer" and key.type == "integer" and last_word(key.name) in _NUMBERS and parents:
        draft.key = [*_telling(parents, drafts, draft), key.name]
        return
    within = any(path.segments[-1].is_parameter for path in draft.resource.collections) and key.sent
    if not draft.client_key and not within and (created or key.type == "integer" or draft.id == "uuid"):
        return
    if parents:
        draft.key = [*_telling(parents, drafts, draft), key.name]


def _made_outside(parents: list[str], draft: Draft) -> bool:
    """Return whether rows are made where nothing names a parent: POST /tags beside PUT /notes/{id}/tags/{number}."""
    posts = [each for each in draft.resource.many if each.method == "POST" and each.status == _CREATED]
    told = [{*scope_columns(each, draft).values(), *(s.name for s in draft.slots.values() if s.sent)} for each in posts]
    return any(not named & set(parents) for named in told)


def _picked_outside(key: str, draft: Draft) -> bool:
    """Return whether a path picks rows by the key where it names no parent: POST /orders/{id}/close."""
    behind = [*draft.resource.items, *(reading for _, reading in draft.resource.below)]
    told = [list(scope_columns(each, draft).values()) for each in behind if own_parameters(each, draft.resource)]
    return any(named == [key] for named in told)


_CREATED = 201

# What counts the rows under one parent: the number of an issue, the index of an item.
_NUMBERS = frozenset("number num no index position sequence seq ordinal iid revision version line row".split())


def _telling(parents: list[str], drafts: dict[str, Draft], draft: Draft) -> list[str]:
    """Return the columns that tell the nearest parent: the last of them, or all where it has no key of one column."""
    found = draft.slots[parents[-1]].references
    nearest = drafts.get(found.entity) if found is not None else None
    return parents[-1:] if nearest is not None and len(nearest.key) == 1 else parents


def _singleton_key(draft: Draft) -> list[str]:
    reading = draft.resource.readings[0]
    return list(dict.fromkeys(scope_columns(reading, draft).values()))


def _picked_from(drafts: dict[str, Draft]) -> dict[str, Draft]:
    """Return the entity of each collection that there is one of, by the shape of its path."""
    found: dict[str, Draft] = {}
    for draft in drafts.values():
        shapes = [path.shape for path in draft.resource.collections if not draft.resource.singleton]
        for shape in shapes:
            # What is listed at /templates/{scope} is picked from there: behind /templates stands a scope, no template.
            if f"{shape}/{{}}" not in shapes:
                found.setdefault(shape, draft)
    return found


def _picked_by(reading: Reading, parameter: str, picked: dict[str, Draft]) -> Draft | None:
    """Return the entity that a path parameter picks one of."""
    segments = reading.path.segments
    place = next(
        (number for number, segment in enumerate(segments) if segment.is_parameter and segment.text == parameter), None
    )
    if place is None:
        return None
    return picked.get(reading.path.upto(place).shape)


def _refer(slot: Slot, parent: Draft | None, draft: Draft, *, cascade: bool) -> None:
    if parent is None or slot.references is not None or not parent.key:
        return
    if parent is draft:
        if len(draft.key) == 1 and slot.type == draft.slots[draft.key[0]].type:
            slot.references = Reference(entity=draft.name, on_delete="clear")
        return
    key = parent.slots[parent.key[-1]]
    if slot.type != key.type or not can_exist(parent):
        return
    if "enum" in slot.schema and "enum" not in key.schema:
        return  # what takes some values only names no row whose key may be any
    slot.references = Reference(entity=parent.name, on_delete="cascade" if cascade else "clear")


def can_exist(parent: Draft) -> bool:
    """Return whether rows of the parent can come to be or be seen: nothing may point into an entity nobody reads."""
    return any(reading.shape.kind in ("row", "list", "map") for reading in parent.resource.readings)


def add_references(drafts: dict[str, Draft]) -> None:
    """Mark the columns whose name is another entity's with a key's suffix behind it: ``customer_id``, ``projectId``."""
    for draft in drafts.values():
        for slot in draft.slots.values():
            if slot.references or slot.made == "id" or slot.type not in ("text", "integer"):
                continue
            if slot.name in draft.key[-1:] and not draft.resource.singleton and not draft.mapped:
                continue
            target = _named_by(slot, draft, drafts)
            if target is not None:
                _refer(slot, target, draft, cascade=bool(slot.always_sent))
            if slot.references is not None and target is draft:
                slot.required = slot.always_sent = False  # the first of them all is below none
    _loosen(drafts)


def _loosen(drafts: dict[str, Draft]) -> None:
    """Let things stay of which each is listed below the other: a tag that goes does not take its tasks along."""
    below = {
        (draft.name, slot.references.entity): slot
        for draft in drafts.values()
        for slot in draft.slots.values()
        if slot.references and not slot.path and slot.name not in draft.key
    }
    for (name, other), slot in below.items():
        if name != other and (other, name) in below and not _tells_parents(slot, drafts[name], drafts):
            slot.references = Reference(entity=other, on_delete="clear")


def _tells_parents(slot: Slot, draft: Draft, drafts: Mapping[str, Draft]) -> bool:
    """Return whether a column is a part of the key of what else rows stand in: the user of the order of a parcel."""
    others = [each.references.entity for each in draft.slots.values() if each.references and each is not slot]
    parts = [drafts[name].slots[part].references for name in others for part in drafts[name].key[:-1]]
    named = {reference.entity for reference in parts if reference is not None}
    return slot.references is not None and slot.references.entity in named


def _says_key(slot: Slot, target: Draft) -> bool:
    """Return whether a value is documented as the target's key: in words, or by an example or pattern of its shape."""
    if re.search(r"\b(id|ids|identifier|key|sid|uuid|number)\b", str(slot.schema.get("description", "")), re.I):
        return True
    key = target.slots[target.key[-1]].schema if target.key else {}
    if slot.schema.get("pattern") and slot.schema.get("pattern") == key.get("pattern"):
        return True
    shapes = [
        {shape_of_example(str(example)) for example in schema.get("examples", [])} for schema in (slot.schema, key)
    ]
    return bool(shapes[0] & shapes[1] - {None})


def _named_by(slot: Slot, draft: Draft, drafts: dict[str, Draft]) -> Draft | None:
    said = drafts.get(str(slot.schema.get(KEY_OF, "")))
    if said is not None and said is not draft and not said.resource.singleton:
        return said
    parts = words(slot.path[-1] if slot.path else slot.name)
    if len(parts) == 1 and "enum" not in slot.schema and "const" not in slot.schema:
        # A text or number called like an entity holds its key: an order's "customer".
        called = drafts.get(parts[0])
        is_other = called is not None and called is not draft and not called.resource.singleton
        return called if called is not None and is_other and _says_key(slot, called) else None
    if len(parts) < 2 or parts[-1] not in KEY_SUFFIXES:
        return None
    thing = "_".join(parts[:-1])
    if thing in ("parent",) and draft.key:
        return draft
    exact = drafts.get(thing)
    if exact is draft and not slot.sent:
        return None  # what nobody sends, and is called after the thing itself, tells which one it is
    if exact is not None and not exact.resource.singleton:
        return exact
    close = [other for name, other in drafts.items() if name.endswith("_" + thing) and not other.resource.singleton]
    if not slot.shown:
        return close[0] if len(close) == 1 else None
    if len(close) != 1 and parts[0] in _WHICH and len(parts) > 2:
        called = drafts.get("_".join(parts[1:-1]))
        close = [] if called is None or called.resource.singleton else [called]
    return close[0] if len(close) == 1 else _shaped_like(slot, draft, drafts)


# Words before a thing's name that say which of them it is.
_WHICH = frozenset("parent default current previous original initial primary main".split())
# What a key begins with, that no other kind of thing's key begins with: ^RL[0-9a-fA-F]{32}$, ^tmpl_[a-zA-Z0-9]+$.
_BEGINNING = re.compile(r"^\^[A-Za-z]{2,}_?[\[\\(]")


def _shaped_like(slot: Slot, draft: Draft, drafts: Mapping[str, Draft]) -> Draft | None:
    """Return the only entity whose keys have the pattern that the value has, where that says what it begins with."""
    pattern = slot.schema.get("pattern")
    if not isinstance(pattern, str) or not _BEGINNING.match(pattern):
        return None
    alike = [other for other in drafts.values() if _key_pattern(other) == pattern]
    return alike[0] if len(alike) == 1 and alike[0] is not draft else None


def _key_pattern(draft: Draft) -> object:
    alone = len(draft.key) == 1 and not draft.resource.singleton
    return draft.slots[draft.key[0]].schema.get("pattern") if alone else None


def parameter_column(name: str, schema: JsonSchema, draft: Draft) -> Slot | None:
    """Return the column that a query parameter names exactly, where their types can be compared."""
    slot = draft.named(name) or draft.named(snake(name))
    if slot is None or slot.write_only:
        return None
    wanted = column_type(schema)
    comparable = slot.type == wanted or {slot.type, wanted} <= {"integer", "real"} or wanted == "json"
    return slot if comparable or slot.type in ("json", "boolean") else None
