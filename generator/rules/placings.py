"""Placings: actions that put a thing below another one, or take it from there: ``POST /rows/{id}/addChair {"chair"}``.

``GET /rows/{id}/chairs`` lists what is placed there, and the thing stays what it is. It stands in one place at a time:
what puts it somewhere is read only where it is said to leave where it was.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.plan import Argument, Input
from generator.rules.answers import row_answer
from generator.rules.arguments import body_argument
from generator.rules.drafts import Draft, Slot, is_nullable
from generator.rules.entities import shows_entity
from generator.rules.members import ADDS, REMOVES
from generator.rules.naming import squashed, words
from generator.rules.programs import Program, alike, answer_step, picked, require_row, touched
from generator.rules.readings import Reading, required_names, sent_properties
from generator.schema import Schemas
from state_db.sql import identifier


@dataclass(frozen=True, slots=True)
class _Place:
    """The entity whose rows are placed, the column that tells where, and the property that names a row."""

    thing: Draft
    where: Slot
    name: str


def placing_of(reading: Reading, draft: Draft, literal: str, schemas: Schemas) -> Program | None:
    """Return the program of an action that places a row below the thing of its path; None for others."""
    verb, *rest = words(literal.split("/")[-1]) or [""]
    if verb not in ADDS | REMOVES or not rest or reading.method not in ("POST", "PUT") or len(draft.key) != 1:
        return None
    place = _place(reading, draft, "_".join(rest), schemas)
    if place is None or not (_moves(reading) if verb in ADDS else is_nullable(place.where, place.thing)):
        return None
    template = row_answer(reading, place.thing, schemas)
    if "$row" in str(template) and not shows_entity(reading, place.thing, schemas):
        return None
    key = place.thing.key[0]
    does = Input(of=place.thing.name, by=key)
    wire = (*reading.wrapper, place.name)
    argument = body_argument(
        place.name, wire, sent_properties(reading, schemas)[place.name], schemas, does, required=True
    )

    def steps(arguments: Sequence[Argument]) -> tuple[str, ...]:
        thing, column = place.thing, identifier(place.where.name)
        holder, named = picked(arguments), f":{arguments[-1].name}"
        there = next(iter(holder.values()))
        value, only = (there, "") if verb in ADDS else ("NULL", f" AND {column} = {there}")
        view = f"FROM {identifier(thing.view)} v WHERE v.{identifier(key)} = {named}"
        return (
            *require_row(draft, holder),
            *require_row(thing, {key: named}),
            "-- @run",
            f"UPDATE {identifier(thing.table)} SET {', '.join([f'{column} = {value}', *touched(thing)])}",
            f"WHERE {alike({key: named})}{only};",
            "",
            *answer_step(reading.status, template, {"$row": "v.body"}, view),
        )

    return Program(steps, argument=argument)


def _moves(reading: Reading) -> bool:
    """Return whether what is placed is said to leave where it was: it might else be in several places at once."""
    return _LEAVES.search(f"{reading.operation.summary}. {reading.operation.text}") is not None


_LEAVES = re.compile(r"\bremoves?\b[^.]*\bfrom (?:any |all |its |the )?(?:other|previous|current)\b|\bmoves?\b", re.I)


def _place(reading: Reading, draft: Draft, called: str, schemas: Schemas) -> _Place | None:
    sent = sent_properties(reading, schemas)
    names = [name for name in sent if squashed(name) in (squashed(called), f"{squashed(called)}id")]
    thing = draft.peers.get(called)
    if thing is None or thing is draft or len(names) != 1 or len(thing.key) != 1:
        return None
    if (required_names(reading.body, schemas) & sent.keys()) - set(names):
        return None
    holder = reading.path.upto(-1).shape
    listed = any(
        each.method == "GET" and each.shape.kind == "list" and each.path.upto(-1).shape == holder
        for each in thing.resource.readings
    )
    places = [
        slot for slot in thing.slots.values()
        if slot.references is not None and slot.references.entity == draft.name and not slot.path
    ]  # fmt: skip
    return _Place(thing, places[0], names[0]) if listed and len(places) == 1 else None
