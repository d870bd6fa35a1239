"""Jobs: actions that make a thing out of the one that their path names, and answer with a job that shows it.

``POST /boards/{id}/duplicate`` answers with the job that ``GET /jobs/{id}`` shows, whose ``new_board`` is the copy;
so does ``POST /templates/{id}/instantiateBoard``. The work is done at once: the job has succeeded when it is answered.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.description import JsonSchema
from generator.plan import Argument, Input
from generator.rules.copies import is_copy
from generator.rules.drafts import Draft, Slot, column_type, is_nullable
from generator.rules.insides import is_array, key_sent
from generator.rules.naming import squashed, words
from generator.rules.programs import (
    Program,
    alike,
    answer_step,
    by_wire,
    fields_asked,
    first_values,
    not_found,
    picked,
    shown_fields,
)
from generator.rules.readings import Reading, is_many_in_one, required_names, sent_properties
from generator.rules.transitions import state_slots
from generator.schema import Schemas
from state_db.sql import identifier, text_literal

_NEW = frozenset({"new", "created", "resulting"})
_DONE = ("succeeded", "success", "completed", "complete", "done", "finished")


@dataclass(frozen=True, slots=True)
class _Made:
    """What a job makes: the entity, and the job's column that shows it."""

    target: Draft
    shown: Slot


def job_of(reading: Reading, draft: Draft, literal: str, schemas: Schemas) -> Program | None:
    """Return the program of an action that makes a thing and answers with its job; None for others."""
    if reading.method != "POST" or reading.shape.kind != "row":
        return None
    job = _job(reading, draft, schemas)
    made = None if job is None else _made(reading, draft, literal, job)
    if job is None or made is None or made.target.id is None or len(made.target.key) != 1:
        return None
    given = _given(reading, made.target, schemas)
    copied = _copied(draft, made.target)
    if not given or any(_is_unfilled(slot, made.target, given, copied) for slot in made.target.slots.values()):
        return None
    sent, needed = sent_properties(reading, schemas), required_names(reading.body, schemas)
    chosen = _chosen(sent, copied, draft, schemas) if made.target is draft else {}
    fields = fields_asked(reading, job, schemas)
    roles = {name: Input() for name in (*sent, *fields) if name in {*given, *needed, *chosen, *fields}}

    def steps(arguments: Sequence[Argument]) -> tuple[str, ...]:
        return _steps(reading, draft, job, made, given, chosen, copied, fields, arguments)

    return Program(steps, roles, piles=True)


def _job(reading: Reading, draft: Draft, schemas: Schemas) -> Draft | None:
    """Return the other entity of which the answer is a row, where a read shows one by its key."""
    name = schemas.name(reading.shape.row) if reading.shape.row is not None else None
    for peer in draft.peers.values() if name else ():
        looks = [each for each in peer.resource.items if each.method == "GET" and each.shape.row is not None]
        if (
            peer is not draft
            and peer.id is not None
            and any(schemas.name(each.shape.row or {}) == name for each in looks)
        ):
            return peer
    return None


def _made(reading: Reading, draft: Draft, literal: str, job: Draft) -> _Made | None:
    """Return what the job of an action makes: a copy is of the thing's own kind, else its path names the kind."""
    said = words(literal.split("/")[-1])
    wanted = [draft.name] if is_copy(reading, literal) else ["_".join(said[1:]), f"{draft.name}_{said[-1]}"]
    for slot in job.slots.values():
        first, *thing = (words(slot.path[-1]) if slot.path else []) or [""]
        name = "_".join(thing)
        if first in _NEW and name in wanted and name in draft.peers and slot.shown and slot.inside:
            return _Made(draft.peers[name], slot)
    return None


def _given(reading: Reading, target: Draft, schemas: Schemas) -> dict[str, tuple[Slot, str]]:
    """Return by input the column of the new thing that it is kept in, and the property inside of it."""
    found = {}
    for name, schema in sent_properties(reading, schemas).items():
        slot = target.slot_at((name,))
        if slot is None or not slot.shown or slot.made or slot.name in target.key:
            continue
        plain = schemas.resolve(schema)
        inside = key_sent(slot, plain)
        if inside or (slot.type == column_type(plain) and slot.type != "json"):
            found[name] = (slot, inside)
    return found


def _chosen(
    sent: Mapping[str, JsonSchema], copied: Sequence[str], draft: Draft, schemas: Schemas
) -> dict[str, dict[str, str]]:
    """Return by input the columns that are copied only if it lists them, with the word for each: "notes,followers"."""
    found = {}
    for name, given in sent.items():
        schema = schemas.resolve(given)
        text = str(schema.get("description", ""))
        if not is_many_in_one(schema, text) or not _COPIES.search(text):
            continue
        said = set(re.findall(r"\w+", text))
        slots = [draft.slots[each] for each in copied]
        columns = {slot.name: slot.path[-1] for slot in slots if slot.path and slot.path[-1] in said
                   and not slot.always_sent and is_nullable(slot, draft)}  # fmt: skip
        if columns:
            found[name] = columns
    return found


_COPIES = re.compile(r"\b(duplicat(ed|ing)|cop(ied|ying)|clon(ed|ing))\b", re.I)


def _copied(source: Draft, target: Draft) -> list[str]:
    """Return the columns that the new thing has of the old one: all of its own kind's, else those that both show.

    What tells of which type a thing is, is said of each kind on its own.
    """
    own = [slot for slot in target.slots.values() if slot.name not in target.key and not slot.unique]
    if source is target:
        return [slot.name for slot in own if slot.made is None]
    return [slot.name for slot in own if slot.made is None and _is_same(slot, source.slots.get(slot.name))]


def _is_same(slot: Slot, other: Slot | None) -> bool:
    if other is None or slot.type != other.type or slot.path != other.path:
        return False
    if not slot.path:
        return slot.references is not None and slot.references == other.references
    kinds = words(slot.path[-1])[-1:]
    return (
        slot.shown
        and other.shown
        and other.made is None
        and kinds not in (["type"], ["subtype"])
        and _takes_all(slot, other)
        and is_array(slot) == is_array(other)
    )


def _takes_all(slot: Slot, other: Slot) -> bool:
    """Return whether a column takes every value that another one may have."""
    choices = slot.schema.get("enum")
    return choices is None or ("enum" in other.schema and all(each in choices for each in other.schema["enum"]))


def _is_unfilled(slot: Slot, target: Draft, given: Mapping[str, Any], copied: Sequence[str]) -> bool:
    told = slot.made in ("id", "created", "updated", "caller") or slot.name in copied or slot.name in target.key
    return not told and not is_nullable(slot, target) and slot.name not in {each.name for each, _ in given.values()}


def _steps(
    reading: Reading,
    draft: Draft,
    job: Draft,
    made: _Made,
    given: Mapping[str, tuple[Slot, str]],
    chosen: Mapping[str, Mapping[str, str]],
    copied: Sequence[str],
    fields: Mapping[str, Sequence[str]],
    arguments: Sequence[Argument],
) -> tuple[str, ...]:
    target, keys, wires = made.target, picked(arguments), by_wire(arguments)
    new, task = f"{target.name}_made", f"{job.name}_made"
    row = {target.key[0]: f":{new}", **first_values(target), **{name: f"s.{identifier(name)}" for name in copied}}
    for name, columns in chosen.items():
        listed = f"',' || {wires[name]} || ','"
        row |= {
            column: f"iif(instr({listed}, {text_literal(f',{word},')}), s.{identifier(column)}, NULL)"
            for column, word in columns.items()
        }
    row |= {slot.name: "now()" for slot in target.slots.values() if slot.made in ("created", "updated")}
    row |= {slot.name: "caller()" for slot in target.slots.values() if slot.made == "caller" and slot.type == "text"}
    for name, (slot, inside) in given.items():
        if name in wires:
            value = f"json_object({text_literal(inside)}, {wires[name]})" if inside else wires[name]
            kept = row.get(slot.name, "NULL")
            row[slot.name] = f"iif({wires[name]} IS NULL, {kept}, {value})"
    shown = [f"{text_literal(name)}, v.body -> {text_literal(f'$.{name}')}" for name in made.shown.inside
             if (there := target.slot_at((name,))) is not None and there.shown]  # fmt: skip
    told = {
        job.key[0]: f":{task}",
        **first_values(job),
        **_job_told(job),
        made.shown.name: f"json_patch('{{}}', json_object({', '.join(shown)}))",
    }
    return (
        "-- @let",
        f"-- @missing {not_found(draft, keys)}",
        f"SELECT new_id({text_literal(target.table)}) AS {new}, new_id({text_literal(job.table)}) AS {task}",
        f"FROM {identifier(draft.table)} WHERE {alike(keys)};",
        "",
        "-- @run",
        f"INSERT INTO {identifier(target.table)} ({', '.join(identifier(name) for name in row)})",
        f"SELECT {', '.join(row.values())}",
        f"FROM {identifier(draft.table)} s WHERE {alike(keys, 's')};",
        "",
        "-- @run",
        f"INSERT INTO {identifier(job.table)} ({', '.join(identifier(name) for name in told)})",
        f"SELECT {', '.join(told.values())}",
        f"FROM {identifier(target.view)} v WHERE v.{identifier(target.key[0])} = :{new};",
        "",
        *answer_step(
            reading.status,
            reading.shape.template,
            {"$row": shown_fields("j.body", {wires[name]: always for name, always in fields.items()})},
            f"FROM {identifier(job.view)} j WHERE j.{identifier(job.key[0])} = :{task}",
        ),
    )


def _job_told(job: Draft) -> dict[str, str]:
    """Return what a job says of itself: that it is done, and when it was made."""
    found = {slot.name: "now()" for slot in job.slots.values() if slot.made in ("created", "updated")}
    for slot in state_slots(job):
        choices = slot.schema.get("enum")
        by_name = {squashed(str(one)): str(one) for one in choices} if isinstance(choices, list) else {}
        if done := next((by_name[name] for name in _DONE if name in by_name), None):
            found[slot.name] = text_literal(done)
    return found
