"""Owned rows: what is listed at the path of an owner that is kept nowhere itself: ``GET /consents/{email}``.

Such a path picks many rows. Which of them an operation is about is told by a second key that it is sent:
``POST /consents/{email} {"topicId": 3, "state": "GIVEN"}`` sets the row of that topic, and makes it where there is
none. Batches set several, or show the rows of each owner that they name.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.description import JsonSchema
from generator.plan import Argument, Input, Key, Value
from generator.rules.drafts import Draft, Slot, column_type
from generator.rules.envelopes import type_names
from generator.rules.naming import first_word, last_word, squashed
from generator.rules.programs import Program, answer_step, array_argument, by_wire, first_values, picked
from generator.rules.readings import Reading, element_properties, required_names, sent_properties
from generator.rules.transitions import transition_of
from generator.schema import Schemas
from state_db.sql import identifier, literal, text_literal

_IDS = frozenset("id uuid guid gid sid key".split())
_READS = frozenset("read get fetch".split())


@dataclass(frozen=True, slots=True)
class _Owned:
    """The column of the owner's key, and that of the second key, by which its rows differ."""

    owner: Slot
    second: Slot


def add_owned_keys(drafts: Iterable[Draft], schemas: Schemas) -> None:
    """Give rows that are listed at their owner's path the second key by which operations there pick one of them."""
    for draft in drafts:
        found = _second_key(draft, schemas) if len(draft.key) == 1 else None
        if found is not None:
            owner = draft.slots[draft.key[0]]
            draft.key, draft.id, draft.client_key = [owner.name, found.name], None, True
            owner.made = found.made = None
            owner.required = found.required = True


def _second_key(draft: Draft, schemas: Schemas) -> Slot | None:
    looks = [each for each in draft.resource.items if each.method == "GET"]
    if not looks or any(each.shape.kind != "list" for each in looks) or draft.resource.many:
        return None
    owner = draft.slots[draft.key[0]]
    names = [
        (slot.name, slot)
        for each in draft.resource.items
        if each.method in ("POST", "PUT", "PATCH") and each.path == looks[0].path
        for name in sorted(required_names(each.body, schemas))
        if last_word(name) in _IDS
        and (slot := draft.slot_at((name,))) is not None and slot.shown and slot is not owner
    ]  # fmt: skip
    found = dict(names)
    return next(iter(found.values())) if len(found) == 1 and owner.shown else None


def owned_of(reading: Reading, draft: Draft, literal: str | None, schemas: Schemas) -> Program | None:
    """Return the program of an operation on the rows of an owner, None where a pattern tells what it does."""
    if len(draft.key) != 2 or draft.id is not None or draft.resource.many:
        return None
    looks = [each for each in draft.resource.items if each.method == "GET"]
    if not looks or any(each.shape.kind != "list" for each in looks) or reading.shape.kind != "list":
        return None
    rows = _Rows(draft, _Owned(*(draft.slots[name] for name in draft.key)), reading, schemas)
    if literal is None and reading.method in ("POST", "PUT", "PATCH") and reading.body_items is None:
        return rows.set_one()
    if literal is not None and reading.body is None and reading.method in ("POST", "PUT"):
        return rows.all_changed(literal.split("/")[-1])
    if literal is None or reading.body_items is None or reading.path.parameters:
        return None
    return rows.set_many() if schemas.properties(reading.body_items) else rows.of_owners(literal.split("/")[-1])


@dataclass(frozen=True, slots=True)
class _Rows:
    draft: Draft
    keys: _Owned
    reading: Reading
    schemas: Schemas

    def _columns(self, sent: Mapping[str, JsonSchema]) -> dict[str, Slot]:
        """Return by input the column that keeps it: that of its name, or the only one with the same choices."""
        found = {}
        for name, given in sent.items():
            schema = self.schemas.resolve(given)
            slot = self.draft.slot_at((name,))
            if slot is None and isinstance(choices := schema.get("enum"), list):
                alike = [each for each in self.draft.slots.values()
                         if each.shown and each.path and set(each.schema.get("enum") or ()) == set(choices)
                         and squashed(name).startswith(squashed(each.path[-1]))]  # fmt: skip
                slot = alike[0] if len(alike) == 1 else None
            if slot is not None and slot.shown and slot.path and slot.type == column_type(schema):
                found[name] = slot
        return found

    def _written(self, columns: Mapping[str, str], source: str) -> list[str]:
        """Return the step that makes the rows, or sets what is given of those that are there."""
        clocks = {slot.name: "now()" for slot in self.draft.slots.values() if _is_clock(slot)}
        every = {**columns, **clocks}
        begun = {name: value for name, value in first_values(self.draft).items() if name not in every}
        names = [identifier(name) for name in (*every, *begun)]
        key = ", ".join(identifier(name) for name in self.draft.key)
        kept = [f"{identifier(name)} = coalesce(excluded.{identifier(name)}, {identifier(name)})"
                for name in every if name not in self.draft.key]  # fmt: skip
        return [
            "-- @run",
            f"INSERT INTO {identifier(self.draft.table)} ({', '.join(names)})",
            f"SELECT {', '.join((*every.values(), *begun.values()))} {source}".rstrip(),
            f"ON CONFLICT ({key}) DO UPDATE SET {', '.join(kept)};",
            "",
        ]

    @property
    def _view(self) -> str:
        return identifier(self.draft.view)

    def set_one(self) -> Program | None:
        """One row of the owner is set, or made."""
        columns = self._columns(sent_properties(self.reading, self.schemas))
        second, owner = self.keys.second, self.keys.owner
        if second not in columns.values() or len(columns) < 2:
            return None

        def steps(arguments: Sequence[Argument]) -> tuple[str, ...]:
            wires, keys = by_wire(arguments), picked(arguments)
            given = {owner.name: keys[owner.name], **{slot.name: wires[name] for name, slot in columns.items()}}
            row = f"FROM {self._view} v WHERE v.{identifier(owner.name)} = {keys[owner.name]}"
            row += f" AND v.{identifier(second.name)} = {keys[second.name]}"
            answer = answer_step(
                self.reading.status, self.reading.shape.template, {"$items": "json_array(json(v.body))"}, row
            )
            return (*self._written(given, "WHERE TRUE"), *answer)

        roles: dict[str, Key | Value] = {name: Value(column=slot.name) for name, slot in columns.items()}
        roles |= {name: Key(column=slot.name) for name, slot in columns.items() if slot is second}
        return Program(steps, roles)

    def set_many(self) -> Program | None:
        """Each element sets one row, or makes it."""
        sent = element_properties(self.reading, self.schemas)
        columns = self._columns(sent)
        if not {self.keys.owner.name, self.keys.second.name} <= {slot.name for slot in columns.values()}:
            return None
        needed = sorted(required_names(self.reading.body_items, self.schemas) & columns.keys())
        kept = {name: sent[name] for name in columns}
        one = {"type": "object", "properties": kept, "required": needed, "additionalProperties": False}
        argument = array_argument(self.reading, one, Input(), self.schemas)

        def steps(arguments: Sequence[Argument]) -> tuple[str, ...]:
            array = f"json_each(:{arguments[-1].name}) e"
            given = {slot.name: f"e.value {'->' if slot.type == 'json' else '->>'} {text_literal(name)}"
                     for name, slot in columns.items()}  # fmt: skip
            same = " AND ".join(f"v.{identifier(name)} = {given[name]}" for name in self.draft.key)
            rows = f"(SELECT json_group_array(json(v.body) ORDER BY e.key) FROM {array} JOIN {self._view} v ON {same})"
            answer = answer_step(self.reading.status, self.reading.shape.template, {"$items": rows})
            return (*self._written(given, f"FROM {array} WHERE TRUE ORDER BY e.key"), *answer)

        return Program(steps, argument=argument)

    def of_owners(self, action: str) -> Program | None:
        """The rows of each owner that is named are shown, after the action has changed them if it is one."""
        shown = self.schemas.properties(self.reading.shape.row) if self.reading.shape.row is not None else {}
        owner, second = self.keys.owner, self.keys.second
        arrays = [name for name, schema in shown.items() if self._shows_rows(schema)]
        named = [name for name in shown if self.draft.slot_at((name,)) is owner]
        plain = column_type(self.schemas.resolve(self.reading.body_items or {})) == owner.type
        reads = first_word(action) in _READS
        change = None if reads else transition_of(action, self.draft)
        if len(arrays) != 1 or len(named) != 1 or len(shown) != 2 or not plain or not (reads or change):
            return None
        does = Input(of=self.draft.name, by=owner.name)
        argument = array_argument(self.reading, self.schemas.resolve(self.reading.body_items or {}), does, self.schemas)

        def steps(arguments: Sequence[Argument]) -> tuple[str, ...]:
            array = f"json_each(:{arguments[-1].name})"
            of_owner = f"FROM {self._view} v WHERE v.{identifier(owner.name)} = e.value"
            rows = f"(SELECT json_group_array(json(v.body) ORDER BY v.{identifier(second.name)}) {of_owner})"
            one = f"json_object({text_literal(named[0])}, e.value, {text_literal(arrays[0])}, json({rows}))"
            every = f"(SELECT json_group_array(json({one}) ORDER BY e.key) FROM {array} e)"
            named_rows = f"{identifier(owner.name)} IN (SELECT e.value FROM {array} e)"
            return (*(self._set(change, named_rows) if change else []),
                    *answer_step(self.reading.status, self.reading.shape.template, {"$items": every}))  # fmt: skip

        return Program(steps, argument=argument)

    def all_changed(self, action: str) -> Program | None:
        """All rows of the owner that the path names are changed by the action, and shown."""
        change = transition_of(action, self.draft)
        if change is None or not self.reading.path.parameters:
            return None

        def steps(arguments: Sequence[Argument]) -> tuple[str, ...]:
            owner, value = identifier(self.keys.owner.name), picked(arguments)[self.keys.owner.name]
            rows = f"json_group_array(json(v.body) ORDER BY v.{identifier(self.keys.second.name)})"
            source = f"FROM {self._view} v WHERE v.{owner} = {value}"
            every = f"(SELECT {rows} {source})"
            return (*self._set(change, f"{owner} = {value}"),
                    *answer_step(self.reading.status, self.reading.shape.template, {"$items": every}))  # fmt: skip

        return Program(steps)

    def _set(self, change: Mapping[str, object], where: str) -> list[str]:
        clocks = {slot.name: "now()" for slot in self.draft.slots.values() if _is_clock(slot)}
        sets = {**{name: "now()" if value == "$now" else literal(value) for name, value in change.items()}, **clocks}
        told = ", ".join(f"{identifier(name)} = {value}" for name, value in sets.items())
        return ["-- @run", f"UPDATE {identifier(self.draft.table)} SET {told}", f"WHERE {where};", ""]

    def _shows_rows(self, given: JsonSchema) -> bool:
        """Return whether an array's elements are rows: they show nothing that a row does not."""
        schema = self.schemas.resolve(given)
        items = schema.get("items")
        inner = self.schemas.properties(items) if "array" in type_names(schema) and isinstance(items, dict) else {}
        slots = [self.draft.slot_at((name,)) for name in inner]
        return bool(slots) and all(slot is not None and slot.shown for slot in slots)


def _is_clock(slot: Slot) -> bool:
    """Return whether the column shows when its row was last changed."""
    text = str(slot.schema.get("description", "")).lower()
    is_time = bool(slot.path) and slot.schema.get("format") == "date-time" and not slot.sent
    return slot.made in ("created", "updated") or (is_time and "last updated" in text)
