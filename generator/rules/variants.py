"""Variants: things of one kind that are made of a first one, such as translations, and the groups that they are.

``POST /pages/multi-language/attach {"id", "language", "primaryId"}`` is about the page of that id: it shows its
language, and as its ``translatedFromId`` "the ID of the primary page that it was translated from".
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from generator.description import JsonSchema
from generator.plan import Argument, Input, Value
from generator.rules.drafts import Draft, Slot, column_type
from generator.rules.entities import shows_entity
from generator.rules.envelopes import type_names
from generator.rules.members import ADDS, REMOVES
from generator.rules.naming import first_word, singular_name, squashed, words
from generator.rules.outer_keys import names_one
from generator.rules.paths import ResourcePath, Segment
from generator.rules.programs import Program, alike, answer_step, by_wire, picked, require_row, touched
from generator.rules.readings import Reading, sent_properties
from generator.schema import Schemas
from state_db.sql import identifier, text_literal

_CHANGES = frozenset({"POST", "PUT", "PATCH"})
_MAKES = frozenset("create copy clone duplicate".split())
_SETS = frozenset("set make".split())
_UPDATES = frozenset("update set change edit".split())
_CLOCKS = frozenset("created createdat updated updatedat modified modifiedat".split())
# Whole numbers that a key in text can be shown as, however it is read.
_DIGITS = "^[1-9][0-9]{0,17}$"


@dataclass(frozen=True, slots=True)
class _Link:
    """The column in which a variant shows its first one's key, and what the first one is called: ``primary``."""

    slot: Slot
    first: str


def with_named_rows(readings: list[Reading], schemas: Schemas) -> list[Reading]:
    """Return the readings, those of actions of a group below a collection behind the row whose key they are sent."""
    shapes = {reading.path.shape for reading in readings}
    things = {shape.removesuffix("/{}") for shape in shapes if shape.endswith("/{}")}
    return [_named(reading, things, shapes, schemas) for reading in readings]


def _named(reading: Reading, things: set[str], shapes: set[str], schemas: Schemas) -> Reading:
    segments = reading.path.segments
    group, action = (segments[-2:-1], segments[-1:]) if len(segments) > 2 else ((), ())
    if group and group[0].is_parameter:  # the key that is sent already stands behind the group
        group = segments[-3:-2]
    above = ResourcePath(tuple(each for each in segments[: -1 - len(group)] if each not in group))
    if group and segments[-2].is_parameter:
        above = ResourcePath(segments[:-3])
    if not group or action[0].is_parameter or group[0].is_parameter or above.shape not in things or above.parameters:
        return reading
    if reading.method not in _CHANGES or reading.body_items is not None or reading.path.verb:
        return reading
    if f"{above.shape}/{group[0].text}" in shapes or first_word(group[0].text) in ("batch", "bulk"):
        return reading
    sent = schemas.properties(reading.body) if reading.body is not None else {}
    keys = [name for name, schema in sent.items() if names_one(name, schema, above.literals[-1], schemas)]
    key = (Segment(keys[0], True),) if len(keys) == 1 else ()
    if any(each.is_parameter and not key for each in segments):
        return reading
    return replace(reading, path=ResourcePath((*above.segments, *key, *group, *action)))


def add_variants(draft: Draft) -> list[str]:
    """Let rows show no first one where they were made of none; return what is assumed of their keys."""
    link = _link(draft)
    if link is None:
        return []
    link.slot.required = link.slot.always_sent = False
    key = draft.slots[draft.key[0]]
    if not _is_number_of(link, key) or "pattern" in key.schema:
        return []
    key.schema = {**key.schema, "pattern": _DIGITS}
    draft.id = "1{digits:11}"
    return [f"Keys of {draft.table} are digits, because {link.slot.path[-1]} shows them as numbers."]


def _link(draft: Draft) -> _Link | None:
    thing = r"\s+".join(re.escape(word) for word in draft.name.split("_"))
    found = []
    for slot in draft.slots.values():
        said = re.search(rf"\b(?:id|key) of the (\w+) {thing}\b", str(slot.schema.get("description", "")), re.I)
        fits = slot.path and slot.shown and slot.type in ("text", "integer") and slot.name not in draft.key
        if said and fits and slot.references is None:
            found.append(_Link(slot, said[1].lower()))
    grouped = any("/" in literal and is_variation(literal) for literal, _ in draft.resource.below)
    return found[0] if len(found) == 1 and grouped and len(draft.key) == 1 else None


def is_variation(literal: str) -> bool:
    """Return whether the path behind a thing names something to do in a group of variants."""
    verb = (words(literal.split("/")[-1]) or [""])[0]
    return verb in ADDS | REMOVES | _MAKES | _SETS | _UPDATES


def _is_number_of(link: _Link, key: Slot) -> bool:
    return link.slot.type == "integer" and key.type == "text"


def variant_of(reading: Reading, draft: Draft, literal: str, schemas: Schemas) -> Program | None:
    """Return the program of an operation in a group of variants; None where nothing shows what it does."""
    link = _link(draft) if "/" in literal else None
    if link is None or reading.method not in _CHANGES or reading.body_items is not None:
        return None
    verb, *rest = words(literal.split("/")[-1]) or [""]
    sent = sent_properties(reading, schemas)
    group = _Group(draft, link, reading, schemas)
    if not reading.path.parameters:
        return group.valued(sent) if verb in _UPDATES else None
    if verb in ADDS:
        return group.joined(sent)
    if verb in REMOVES:
        return group.left()
    if verb in _MAKES and reading.shape.kind == "row" and shows_entity(reading, draft, schemas):
        return group.made(sent)
    return group.led() if verb in _SETS and link.first in rest else None


@dataclass(frozen=True, slots=True)
class _Group:
    """The operations of one group of variants, each as a program."""

    draft: Draft
    link: _Link
    reading: Reading
    schemas: Schemas

    @property
    def _table(self) -> str:
        return identifier(self.draft.table)

    @property
    def _key(self) -> str:
        return identifier(self.draft.key[0])

    @property
    def _first(self) -> str:
        return identifier(self.link.slot.name)

    def _number(self, value: str) -> str:
        """Return a key as the column shows it that names the first one."""
        return f"CAST({value} AS INTEGER)" if _is_number_of(self.link, self.draft.slots[self.draft.key[0]]) else value

    def _columns(self, sent: Mapping[str, JsonSchema], before: str = "") -> dict[str, Slot]:
        """Return by input the columns that it is written to: those of its name, or of its name behind a word."""
        found = {}
        for name, schema in sent.items():
            first, *rest = words(name) or [""]
            slot = self.draft.slot_at(("_".join(rest) if before else name,)) if not before or first == before else None
            known = slot is not None and slot.shown and slot.name not in self.draft.key and slot is not self.link.slot
            if slot is not None and known and column_type(self.schemas.resolve(schema)) == slot.type:
                found[name] = slot
        return found

    def _answered(self, key: str) -> list[str]:
        """Return the step that answers with the row of this key, or with nothing."""
        shows = self.reading.shape.kind == "row" and shows_entity(self.reading, self.draft, self.schemas)
        view = f"FROM {identifier(self.draft.view)} v WHERE v.{self._key} = {key}"
        return answer_step(
            self.reading.status, self.reading.shape.template if shows else None, {"$row": "v.body"}, view
        )

    def _write(self, sets: Mapping[str, str], where: str) -> list[str]:
        given = [f"{identifier(name)} = {value}" for name, value in sets.items()]
        assigned = ", ".join([*given, *touched(self.draft)])
        return ["-- @run", f"UPDATE {self._table} SET {assigned}", f"WHERE {where};", ""]

    def joined(self, sent: Mapping[str, JsonSchema]) -> Program | None:
        """The row becomes a variant of the first one that is named, and has what else is sent."""
        leads = self._leads(sent)
        own, others = self._columns(sent), self._columns(sent, self.link.first)
        others = {name: slot for name, slot in others.items() if name not in leads}
        if len(leads) != 1:
            return None

        def steps(arguments: Sequence[Argument]) -> tuple[str, ...]:
            wires, keys = by_wire(arguments), picked(arguments)
            lead = {self.draft.key[0]: wires[leads[0]]}
            sets = {slot.name: f"coalesce({wires[name]}, {identifier(slot.name)})" for name, slot in own.items()}
            sets[self.link.slot.name] = self._number(wires[leads[0]])
            first = {slot.name: f"coalesce({wires[name]}, {identifier(slot.name)})" for name, slot in others.items()}
            return (*require_row(self.draft, keys), *require_row(self.draft, lead), *self._write(sets, alike(keys)),
                    *(self._write(first, alike(lead)) if first else []),
                    *self._answered(next(iter(keys.values()))))  # fmt: skip

        values = {name: Value(column=slot.name) for name, slot in {**own, **others}.items()}
        return Program(steps, {**values, leads[0]: Input(of=self.draft.name, by=self.draft.key[0])})

    def left(self) -> Program:
        """The row is no variant any more."""

        def steps(arguments: Sequence[Argument]) -> tuple[str, ...]:
            keys = picked(arguments)
            return (*require_row(self.draft, keys), *self._write({self.link.slot.name: "NULL"}, alike(keys)),
                    *self._answered(next(iter(keys.values()))))  # fmt: skip

        return Program(steps)

    def led(self) -> Program:
        """The row becomes the first one of its group: all others are variants of it."""

        def steps(arguments: Sequence[Argument]) -> tuple[str, ...]:
            keys = picked(arguments)
            key = next(iter(keys.values()))
            group = f"SELECT coalesce({self._first}, {self._number(self._key)}) AS lead_before"
            led = f"iif({self._key} = {key}, NULL, {self._number(key)})"
            of_group = f"{self._first} = :lead_before OR {self._number(self._key)} = :lead_before"
            return (*require_row(self.draft, keys), "-- @let", group, f"FROM {self._table} WHERE {alike(keys)};", "",
                    *self._write({self.link.slot.name: led}, of_group), *self._answered(key))  # fmt: skip

        return Program(steps)

    def made(self, sent: Mapping[str, JsonSchema]) -> Program | None:
        """A new row is made like the one that is named, but for what is sent: a variant of the same first one."""
        own = self._columns(sent)
        if self.draft.id is None or not own:
            return None
        row = {
            name: f"s.{identifier(name)}"
            for name, slot in self.draft.slots.items()
            if not slot.unique and not slot.made
        }

        def steps(arguments: Sequence[Argument]) -> tuple[str, ...]:
            wires, keys = by_wire(arguments), picked(arguments)
            told = {slot.name: f"coalesce({wires[name]}, s.{identifier(slot.name)})" for name, slot in own.items()}
            clocks = {slot.name: "now()" for slot in self.draft.slots.values() if _is_clock(slot)}
            first = f"coalesce(s.{self._first}, {self._number(f's.{self._key}')})"
            new = {**row, **clocks, **told, self.link.slot.name: first, self.draft.key[0]: ":variant_made"}
            return (*require_row(self.draft, keys), "-- @let",
                    f"SELECT new_id({text_literal(self.draft.table)}) AS variant_made FROM {self._table}",
                    f"WHERE {alike(keys)};", "",
                    "-- @run", f"INSERT INTO {self._table} ({', '.join(identifier(name) for name in new)})",
                    f"SELECT {', '.join(new.values())} FROM {self._table} s WHERE {alike(keys, 's')};", "",
                    *self._answered(":variant_made"))  # fmt: skip

        return Program(steps, {name: Value(column=slot.name) for name, slot in own.items()}, piles=True)

    def valued(self, sent: Mapping[str, JsonSchema]) -> Program | None:
        """Each row that a map names by its key has the value that the map has for it."""
        maps = {name: slot for name, schema in sent.items() if (slot := self._mapped(name, schema)) is not None}
        if len(maps) != 1:
            return None
        (name, slot), *_ = maps.items()
        thing = self.draft.name.replace("_", " ")
        leads = self._leads(sent)

        def steps(arguments: Sequence[Argument]) -> tuple[str, ...]:
            given = by_wire(arguments)[name]
            of_row = f"FROM json_each({given}) e WHERE e.key = t.{self._key}"
            sets = ", ".join([f"{identifier(slot.name)} = (SELECT e.value {of_row})", *touched(self.draft)])
            first = [require_row(self.draft, {self.draft.key[0]: by_wire(arguments)[lead]}) for lead in leads]
            return (*(line for lines in first for line in lines),
                    f"-- @refuse not_found: No {thing} has the {self.draft.key[0]} {{named}}.",
                    f"SELECT e.key AS named FROM json_each({given}) e",
                    f"WHERE NOT EXISTS (SELECT 1 FROM {self._table} t WHERE t.{self._key} = e.key);", "",
                    "-- @run", f"UPDATE {self._table} AS t SET {sets}", f"WHERE EXISTS (SELECT 1 {of_row});", "",
                    f"-- @return {self.reading.status}")  # fmt: skip

        return Program(steps, dict.fromkeys((name, *leads), Input(of=self.draft.name, by=self.draft.key[0])))

    def _leads(self, sent: Mapping[str, JsonSchema]) -> list[str]:
        """Return the inputs that name the first one of the group: ``primaryId``."""
        return [name for name in sent if squashed(name) in (f"{self.link.first}id", self.link.first)]

    def _mapped(self, name: str, given: JsonSchema) -> Slot | None:
        """Return the column whose values an input maps to by the keys of rows: ``languages`` of the ``language``."""
        schema = self.schemas.resolve(given)
        inner = schema.get("additionalProperties")
        if "object" not in type_names(schema) or not isinstance(inner, dict) or self.schemas.properties(given):
            return None
        slot = self.draft.slot_at((singular_name(name),))
        fits = slot is not None and slot.shown and slot.type == column_type(self.schemas.resolve(inner))
        return slot if fits else None


def _is_clock(slot: Slot) -> bool:
    if not slot.path:
        return False
    is_time = slot.schema.get("format") == "date-time" and squashed(slot.path[-1]) in _CLOCKS
    return slot.made in ("created", "updated") or is_time
