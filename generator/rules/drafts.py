"""Entities while they are drafted: columns gathered from what operations show and send, before they are frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from generator.description import JsonSchema
from generator.plan import Column, Entity, Reference
from generator.rules.envelopes import type_names
from generator.rules.key_patterns import contradicted
from generator.rules.naming import plural_name, sql_name, squashed, unique_name
from generator.rules.resources import Resource

Made = Literal["id", "created", "updated", "caller", "url", "copied", "token", "changer", "counted", "revision"]
ColumnType = Literal["text", "integer", "real", "boolean", "json"]


@dataclass(slots=True)
class Slot:
    """One column while it is drafted. ``sent`` and ``shown`` tell whether any body sends and any answer shows it.

    ``sent_first`` tells that a body which makes a row sends it, ``open`` that it keeps a document of free form;
    ``inside`` are the properties of the object that it holds, or of the objects in its array; ``aside`` tells that no
    row shows it, but a read of its own.
    """

    name: str
    path: tuple[str, ...]
    schema: JsonSchema
    type: ColumnType
    inside: dict[str, JsonSchema] = field(default_factory=dict)
    shown: bool = False
    sent: bool = False
    sent_first: bool = False
    required: bool = False
    always_sent: bool = False
    made: Made | None = None
    template: str = ""
    of: str | None = None
    shows: dict[str, str] = field(default_factory=dict)
    initial: object = None
    unique: bool = False
    write_only: bool = False
    open: bool = False
    aside: bool = False
    references: Reference | None = None


@dataclass(slots=True)
class Draft:
    """One entity while it is drafted, with the resource it comes from.

    ``general`` is what the documentation says of all lists of the API; ``content`` the column of a file's bytes;
    ``shelf`` the key of what rows of another kind hold; ``plain`` tells that a row is one bare value, ``mapped`` that
    answers show rows only by their key; ``marked`` are the inputs that name what a row shows as a whole, with their
    columns; ``groups`` are the objects in which answers gather the row's own properties; ``peers`` are all drafts by
    name; ``taken`` are the names of all tables and views; ``scopes`` the
    columns of parents that no row shows, by the shape of the path down to what picks the parent.
    """

    resource: Resource
    name: str
    table: str
    slots: dict[str, Slot] = field(default_factory=dict)
    key: list[str] = field(default_factory=list)
    id: str | None = None
    client_key: bool = False
    forms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unique: list[tuple[str, ...]] = field(default_factory=list)
    source: str = ""
    text: str = ""
    general: str = ""
    content: str = ""
    groups: frozenset[str] = frozenset()
    peers: Mapping[str, "Draft"] = field(default_factory=dict, repr=False)
    shelf: str = ""
    scopes: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set, repr=False)
    plain: bool = False
    mapped: bool = False
    marked: dict[str, str] = field(default_factory=dict)
    _by_path: dict[tuple[str, ...], Slot] = field(default_factory=dict, repr=False)
    _by_words: dict[tuple[str, ...], Slot] = field(default_factory=dict, repr=False)

    @property
    def view(self) -> str:
        """The name of the view that gives the whole JSON form of the rows."""
        return f"{self.name}_json"

    @property
    def creatable(self) -> bool:
        """Whether any operation can bring rows to be: a POST, or a PUT where the caller chooses the key."""
        resource = self.resource
        posts = any(reading.method == "POST" for reading in (*resource.many, *(r for _, r in resource.below)))
        return posts or any(reading.method == "PUT" for reading in resource.readings)

    def leaves_to_server(self, slot: Slot) -> bool:
        """Return whether callers only read a column that refers to nothing, and no rule says yet what it holds."""
        free = slot.made is None and slot.references is None and slot.name not in self.key and not slot.sent
        return free and slot.shown and bool(slot.path)

    def slot_at(self, path: tuple[str, ...]) -> Slot | None:
        """Return the slot whose value stands at this place of the JSON form, however its words are separated."""
        return self._by_path.get(path) or self._by_words.get(tuple(squashed(part) for part in path))

    def slots_at(self, path: tuple[str, ...]) -> list[Slot]:
        """Return the slots whose values make what stands at this place: one, or each part of an object's own."""
        slot = self.slot_at(path)
        if slot is not None:
            return [slot]
        wanted = tuple(squashed(part) for part in path)
        return [slot for known, slot in self._by_words.items() if known[: len(wanted)] == wanted and known != wanted]

    def named(self, name: str) -> Slot | None:
        """Return the slot whose property or column is called this, shown at any depth."""
        for slot in self.slots.values():
            if slot.path and slot.path[-1] == name:
                return slot
        wanted = squashed(name)
        for slot in self.slots.values():
            if squashed(slot.name) == wanted or (slot.path and squashed(slot.path[-1]) == wanted):
                return slot
        return None

    def parent_of(self, column: str) -> "Draft | None":
        """Return the entity whose row a column names, where its key is one column."""
        reference = self.slots[column].references
        parent = self.peers.get(reference.entity) if reference is not None else None
        return parent if parent is not None and len(parent.key) == 1 else None

    def add(self, name: str, path: tuple[str, ...], schema: JsonSchema) -> Slot:
        """Return a new slot for a value that no slot holds yet."""
        column = unique_name(sql_name(name), self.slots)
        slot = Slot(column, path, schema, column_type(schema))
        self.slots[column] = slot
        self.place(slot, path)
        return slot

    def place(self, slot: Slot, path: tuple[str, ...]) -> None:
        """Let a slot's value stand at this place of the JSON form."""
        slot.path = path
        self._by_path.setdefault(path, slot)
        if path:
            self._by_words.setdefault(tuple(squashed(part) for part in path), slot)

    def remove(self, name: str) -> None:
        """Take a slot away, so that its place is free again."""
        gone = self.slots.pop(name)
        for known in (self._by_path, self._by_words):
            for place in [place for place, slot in known.items() if slot is gone]:
                del known[place]

    def form(self, shown: tuple[str, ...], name: str) -> str:
        """Return the name of the form that shows these columns, a new one called ``name`` where there is none."""
        for known, columns in self.forms.items():
            if set(columns) == set(shown):
                return known
        if "full" not in self.forms:
            self.forms["full"] = shown  # its view is called after the entity alone
            return "full"
        before, behind = f"{self.name}_", "_json"
        views = {view.removeprefix(before).removesuffix(behind) for view in self.taken if view.startswith(before)}
        chosen = unique_name(sql_name(name, "form"), {*self.forms, *views})
        self.taken.add(f"{before}{chosen}{behind}")
        self.forms[chosen] = shown
        return chosen


def new_draft(resource: Resource, taken: set[str]) -> Draft:
    """Return an empty draft for a resource; its table's name, and those of its views, are none that is ``taken``."""
    table = resource.name if resource.singleton else plural_name(resource.name)
    draft = Draft(resource, resource.name, unique_name(table, taken), taken=taken)
    taken.add(draft.table)
    return draft


def column_type(schema: JsonSchema) -> ColumnType:
    """Return the column type that keeps values of a resolved schema; anything but one plain type is kept as JSON."""
    types = type_names(schema) - {"null"}
    if any(key in schema for key in ("oneOf", "anyOf")) and len(types) != 1:
        return "json"
    if types == {"integer", "number"}:
        return "real"
    if len(types) != 1:
        choices = schema.get("enum")
        all_text = isinstance(choices, list) and choices and all(isinstance(choice, str) for choice in choices)
        return "text" if not types and all_text else "json"
    plain: dict[str, ColumnType] = {"string": "text", "integer": "integer", "number": "real", "boolean": "boolean"}
    return plain.get(next(iter(types)), "json")


_BINDING = ("format", "minLength", "maxLength")


def keep_to_path(slot: Slot, asked: JsonSchema) -> None:
    """Bind a text to what its path takes, where that says more than what answers show: no other row could be picked."""
    if slot.type != "text" or "string" not in type_names(asked) or contradicted(asked, slot.schema):
        return
    told = {name: asked[name] for name in _BINDING if name in asked and name not in slot.schema}
    if "enum" not in slot.schema and "pattern" in asked:
        told["pattern"] = asked["pattern"]
    slot.schema = {**slot.schema, **told}


def frozen(draft: Draft) -> Entity:
    """Return the entity that the draft has become."""
    columns = tuple(_column(slot, draft) for slot in draft.slots.values())
    forms = dict(draft.forms) or {"full": _in_rows(draft)}
    return Entity(
        name=draft.name,
        table=draft.table,
        text=draft.text,
        columns=columns,
        key=tuple(draft.key),
        id=draft.id,
        unique=tuple(draft.unique),
        forms=forms,
        singleton=draft.resource.singleton,
        source=draft.source,
    )


def _in_rows(draft: Draft) -> tuple[str, ...]:
    return tuple(slot.name for slot in draft.slots.values() if slot.path and not slot.aside)


def is_nullable(slot: Slot, draft: Draft) -> bool:
    """Return whether a row may hold nothing in the slot: no answer promises a value that every row has."""
    if slot.made == "url":
        return True
    filled = slot.always_sent or slot.made in ("created", "updated") or slot.initial is not None or not draft.creatable
    certain = (slot.always_sent and slot.type != "json") or (slot.required and filled)
    return not (
        slot.name in draft.key or slot.made in ("id", "created", "token") or (certain and not _takes_null(slot))
    )


def _takes_null(slot: Slot) -> bool:
    return "null" in type_names(slot.schema) or slot.schema.get("nullable") is True or slot.schema == {}


def _reference(slot: Slot, draft: Draft) -> Reference | None:
    """Return what a slot refers to: a row that has another's key in its own cannot be without that, and goes along."""
    found = slot.references
    clears = found is not None and found.on_delete == "clear" and slot.name in draft.key
    return Reference(entity=found.entity, on_delete="cascade") if found is not None and clears else found


def _column(slot: Slot, draft: Draft) -> Column:
    return Column(
        name=slot.name,
        type=slot.type,
        path=() if slot.write_only or slot.aside else slot.path,
        value=slot.schema,
        nullable=is_nullable(slot, draft),
        absent=not _takes_null(slot) and not (slot.required and slot.shown),
        made=slot.made,
        template=slot.template,
        of=slot.of,
        shows=slot.shows,
        initial=slot.initial,
        unique=slot.unique,
        write_only=slot.write_only,
        open=slot.open,
        references=_reference(slot, draft),
        text=str(slot.schema.get("description", ""))[:200],
    )
