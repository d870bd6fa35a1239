"""Joins: actions behind a thing that make a row of a collection behind it, or take one out of it.

``POST /teams/{id}/addUser`` answers with the membership that it makes, and ``GET /teams/{id}/memberships`` lists these:
it is read as ``POST /teams/{id}/memberships``, and ``removeUser`` as a ``DELETE`` there of what its body names. So are
``POST /groups/{id}/assign_form``, whose body says what ``GET /groups/{id}/forms`` lists, and ``unassign_form/{form}``.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from generator.description import JsonSchema
from generator.plan import Argument, Filter, Key
from generator.rules.drafts import Draft
from generator.rules.expandable import key_alone
from generator.rules.members import ADDS, REMOVES
from generator.rules.naming import clean_schema_name, singular_name, squashed, words
from generator.rules.paths import ResourcePath
from generator.rules.programs import require_row
from generator.rules.readings import Reading, required_names, sent_properties
from generator.schema import Schemas
from state_db.sql import identifier, text_literal

_ADDS = ADDS | {"assign"}
_REMOVES = REMOVES | {"unassign"}


def with_joins(readings: list[Reading], schemas: Schemas) -> list[Reading]:
    """Return the readings, those of actions on a collection behind a thing as operations on that collection."""
    looks = [each for each in readings if each.method == "GET"]
    lists = [each for each in looks if each.shape.kind == "list"]
    own = {(each.path.shape, _kind(each, schemas)) for each in looks if each.path.ends_in_parameter}
    homes: dict[tuple[str, str], ResourcePath] = {}
    for reading in readings:
        if _verb(reading) not in _ADDS or (reading.path.upto(-1).shape, _kind(reading, schemas)) in own:
            continue
        if (home := _home(reading, lists, schemas) or _called(reading, lists, schemas)) is not None:
            homes[_thing(reading)] = home
    seen = {each.path.shape for each in looks}
    made = {
        id(each): home
        for each in readings
        if each.path.shape not in seen and (home := _made_elsewhere(each, looks, own, schemas)) is not None
    }
    return [
        replace(reading, path=made[id(reading)], body=_by_key(reading.body, schemas))
        if id(reading) in made
        else _joined(reading, homes, schemas)
        for reading in readings
    ]


def _made_elsewhere(
    reading: Reading, looks: Sequence[Reading], own: Collection[tuple[str, str]], schemas: Schemas
) -> ResourcePath | None:
    """Return the collection whose kind of row a POST answers with, at a path where no GET shows anything.

    It stands behind the same thing as the POST's path, or on its own where that path picks nothing.
    """
    path, kind = reading.path, _kind(reading, schemas)
    if reading.method != "POST" or reading.shape.kind != "row" or not kind or path.verb:
        return None
    if path.ends_in_parameter or reading.body_items is not None or not reading.operation.body:
        return None
    if len(path.segments) > 1 and path.segments[-2].is_parameter:
        holder = path.upto(-1)
        behind = {each.path.shape: each.path for each in looks if each.shape.kind == "list"
                  and each.path.upto(-1).shape == holder.shape and _kind(each, schemas) == kind}  # fmt: skip
        return next(iter(behind.values())) if len(behind) == 1 and (holder.shape, kind) not in own else None
    if _is_of_path(reading, kind, schemas):
        return None
    items = {shape for shape, each in own if each == kind and shape.count("{}") == 1}
    alone = not path.parameters and len(items) == 1 and not path.shape.startswith(next(iter(items)).removesuffix("/{}"))
    return next(each.path.upto(-1) for each in looks if each.path.shape in items) if alone else None


def _is_of_path(reading: Reading, kind: str, schemas: Schemas) -> bool:
    """Return whether the answer is called after its own path: a TagResourceResponse of /tag_resources is no tag."""
    if not reading.path:
        return False
    own = squashed(singular_name(reading.path.segments[-1].text))
    called = squashed((reading.row_name(schemas) or "").rpartition(".")[2])
    return own != squashed(kind) and called.startswith(own)


def _joined(reading: Reading, homes: dict[tuple[str, str], ResourcePath], schemas: Schemas) -> Reading:
    verb = _verb(reading)
    home = homes.get(_thing(reading)) if verb in _ADDS | _REMOVES else None
    if home is None:
        return reading
    if reading.path.ends_in_parameter:
        one = ResourcePath((*home.segments, reading.path.segments[-1]))
        return replace(reading, path=one, method="DELETE") if verb in _REMOVES and reading.body is None else reading
    reading = replace(reading, body=_by_key(reading.body, schemas))
    if verb in _ADDS:
        return replace(reading, path=home)
    named = _named(reading, schemas)
    return replace(reading, path=home, method="DELETE", leaving=named) if named else reading


def _action(reading: Reading) -> ResourcePath:
    """Return the path down to the action: what is removed may be named behind it."""
    return reading.path.upto(-1) if reading.path.ends_in_parameter else reading.path


def _verb(reading: Reading) -> str:
    """Return the verb of an action right behind a thing, with what it adds or removes behind it; else nothing."""
    segments = _action(reading).segments
    behind = len(segments) > 1 and segments[-2].is_parameter and not segments[-1].is_parameter
    parts = words(segments[-1].text) if behind and reading.method == "POST" and not reading.path.verb else []
    return parts[0] if len(parts) > 1 else ""


def _thing(reading: Reading) -> tuple[str, str]:
    """Return what tells the actions on one collection: the thing they are behind, and what they add or remove."""
    path = _action(reading)
    return path.upto(-1).shape, "_".join(words(path.segments[-1].text)[1:])


def _called(reading: Reading, lists: Iterable[Reading], schemas: Schemas) -> ResourcePath | None:
    """Return the collection behind the same thing that is called after what an action puts there.

    All that its body sends must be shown there.
    """
    holder, thing = _thing(reading)
    sent = {squashed(name) for name in sent_properties(reading, schemas)}
    if not sent or reading.body_items is not None or reading.shape.kind != "none":
        return None
    for each in lists:
        named = each.path.upto(-1).shape == holder and singular_name(each.path.segments[-1].text) == thing
        row = {squashed(name) for name in schemas.properties(each.shape.row)} if each.shape.row is not None else set()
        if named and sent <= row:
            return each.path
    return None


def _home(reading: Reading, lists: Iterable[Reading], schemas: Schemas) -> ResourcePath | None:
    """Return the collection behind the same thing that lists the kind of row which an action answers with."""
    made = _kind(reading, schemas) if reading.shape.kind == "row" else ""
    holder = reading.path.upto(-1).shape
    shown = {
        each.path.shape: each.path
        for each in lists
        if made and not each.path.ends_in_parameter
        if each.path.upto(-1).shape == holder and _kind(each, schemas) == made
    }
    return next(iter(shown.values())) if len(shown) == 1 else None


def _kind(reading: Reading, schemas: Schemas) -> str:
    """Return the name of the kind of row that an answer shows; an empty text where it has none."""
    return clean_schema_name(reading.row_name(schemas) or "")


def _named(reading: Reading, schemas: Schemas) -> str:
    """Return the one property by which a body names what is taken out."""
    sent = list(sent_properties(reading, schemas))
    needed = [name for name in sent if name in required_names(reading.body, schemas)]
    return sent[0] if len(sent) == 1 else needed[0] if len(needed) == 1 else ""


def _by_key(body: JsonSchema | None, schemas: Schemas) -> JsonSchema | None:
    """Return a body in which whatever takes a key, or an object in its place, takes the key."""
    properties = schemas.properties(body) if body is not None else {}
    keyed = {name: key for name, schema in properties.items() if (key := key_alone(schema, schemas)) is not None}
    return {**schemas.resolve(body), "properties": {**properties, **keyed}} if body is not None and keyed else body


def leaving_steps(draft: Draft, arguments: Sequence[Argument], status: int, answer: Any) -> tuple[str, ...]:
    """Return the program that takes out what its keys and its filter name; what is not there is nothing to take out.

    Where they name nothing, all goes.

    ``answer`` is given where it says the same whatever was taken out: an empty record.
    """
    lines: list[str] = []
    picked: list[str] = []
    for argument in arguments:
        if isinstance(argument.does, Key):
            column = argument.does.column
            picked.append(f"{identifier(column)} = :{argument.name}")
            if (parent := draft.parent_of(column)) is not None:
                lines += require_row(parent, {parent.key[0]: f":{argument.name}"})
        elif isinstance(argument.does, Filter) and argument.required:
            place = "".join(f" ->> {text_literal(part)}" for part in argument.does.inside)
            picked.append(f"{identifier(argument.does.column)}{place} = :{argument.name}")
    which = f" WHERE {' AND '.join(picked)}" if picked else ""
    delete = f"DELETE FROM {identifier(draft.table)}{which};"
    text = json.dumps(answer, separators=(",", ":")) if isinstance(answer, dict) else ""
    body = [f"SELECT json({text_literal(text)});"] if text and "$" not in text else []
    return (*lines, "-- @run", delete, "", f"-- @return {status}", *body)
