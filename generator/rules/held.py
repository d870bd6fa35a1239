"""Held lists: rows that show a thing of another kind as a whole, put there and taken away by what the thing shows.

``POST /lists/{id}/items {"uris": […]}`` adds a row for each thing that has such a ``uri``, ``DELETE`` with the same
takes out all rows that hold one, and ``PUT`` puts these in place of all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.description import JsonSchema
from generator.plan import Argument, Input, Key
from generator.rules.arguments import body_argument
from generator.rules.drafts import Draft, Slot
from generator.rules.envelopes import type_names
from generator.rules.naming import clean_schema_name, last_word, squashed
from generator.rules.programs import first_values, require_row
from generator.rules.readings import Reading, sent_properties
from generator.schema import Schemas
from state_db.sql import identifier, text_literal

_NAMES = frozenset({"uri", "id"})
_CHANGES = frozenset({"POST", "PUT", "DELETE"})


@dataclass(frozen=True, slots=True)
class Held:
    """The input that names things, by what they show (``inside`` of each element or not), and who they may be.

    ``columns`` show the thing; ``version`` is the column of what the list belongs to that the answer shows.
    """

    name: str
    shown: str
    inside: bool
    columns: tuple[Slot, ...]
    targets: tuple[Draft, ...]
    version: Slot | None


def held_of(reading: Reading, draft: Draft, schemas: Schemas) -> Held | None:
    """Return what an operation on a list of held things is sent; None where its rows hold nothing that is known."""
    lists = [each for each in draft.resource.many if each.method == "GET" and each.shape.kind == "list"]
    if reading not in draft.resource.many or reading.method not in _CHANGES or draft.shelf or len(lists) != 1:
        return None
    if len(draft.key) != 1 or draft.id is None or draft.slots[draft.key[0]].path:
        return None
    row = schemas.properties(lists[0].shape.row) if lists[0].shape.row is not None else {}
    holding = {name: kinds for name, schema in row.items() if (kinds := _targets(schema, draft, schemas))}
    columns = tuple(slot for name in holding if (slot := draft.slot_at((name,))) is not None and slot.type == "json")
    if not columns or len({tuple(target.name for target in kinds) for kinds in holding.values()}) != 1:
        return None
    targets = next(iter(holding.values()))
    for name, schema in sent_properties(reading, schemas).items():
        found = _named_by(name, schemas.resolve(schema), reading, targets, schemas)
        if found is not None:
            return Held(name, *found, columns, targets, _version(reading, draft, schemas))
    return None


def _targets(schema: JsonSchema, draft: Draft, schemas: Schemas) -> tuple[Draft, ...]:
    """Return the entities whose rows a property shows: one, or one for each of its alternatives."""
    resolved = schemas.resolve(schema)
    either = [each[key] for each in (schema, resolved) for key in ("oneOf", "anyOf") if key in each]
    branches = either[0] if either else [schema]
    names = [schemas.name(each) for each in branches if isinstance(each, dict)]
    things = [draft.peers.get(clean_schema_name(name)) for name in names if name]
    found = tuple(
        thing for thing in things if thing is not None and thing is not draft and not thing.resource.singleton
    )
    return found if len(found) == len(branches) else ()


def _named_by(
    name: str, schema: JsonSchema, reading: Reading, targets: Sequence[Draft], schemas: Schemas
) -> tuple[str, bool] | None:
    """Return what of the things an array names them by, and whether it stands inside of each element."""
    items = schemas.resolve(schema.get("items", {}))
    if "array" not in type_names(schema):
        return None
    inner = list(schemas.properties(items)) if reading.method == "DELETE" else []
    plain = "string" in type_names(items)
    for called in (
        [last_word(name).removesuffix("s")] if plain else [each for each in inner if squashed(each) in _NAMES]
    ):
        slots = [target.slot_at((called,)) for target in targets]
        if all(slot is not None and slot.shown and slot.type == "text" for slot in slots):
            return called, not plain
    return None


def _version(reading: Reading, draft: Draft, schemas: Schemas) -> Slot | None:
    """Return the column of what the list belongs to that an answer shows alone: a mark of how the list now is."""
    parent = _parent(draft)
    shown = list(schemas.properties(reading.shape.row)) if reading.shape.kind == "row" and reading.shape.row else []
    slot = parent.slot_at((shown[0],)) if parent is not None and len(shown) == 1 else None
    return slot if slot is not None and slot.type == "text" and slot.shown and not slot.made else None


def _parent(draft: Draft) -> Draft | None:
    """Return the entity that the list's rows belong to: the only one to which a hidden column refers."""
    holders = [slot.name for slot in draft.slots.values() if slot.references and not slot.path]
    return draft.parent_of(holders[0]) if len(holders) == 1 else None


def held_role(found: Held) -> Input:
    """Return the role of the array that names the things: what rows of the first kind show."""
    target = found.targets[0]
    return Input(of=target.name, by=_column(target, found.shown), key=found.shown if found.inside else "")


def _in_query(found: Held, reading: Reading) -> bool:
    """Return whether the query may name the things in place of the body."""
    return any(each.place == "query" and each.name == found.name for each in reading.operation.parameters)


def held_argument(found: Held, reading: Reading, schemas: Schemas) -> Argument:
    """Return the array that names the things; required where nothing in the query can name them instead."""
    schema, wire = sent_properties(reading, schemas)[found.name], (*reading.wrapper, found.name)
    return body_argument(found.name, wire, schema, schemas, held_role(found), required=not _in_query(found, reading))


def held_steps(found: Held, reading: Reading, draft: Draft, arguments: Sequence[Argument]) -> tuple[str, ...]:
    """Return the program: what names nothing that is there adds nothing, and takes nothing away."""
    keys = [each for each in arguments if isinstance(each.does, Key)]
    scope = {identifier(each.does.column): f":{each.name}" for each in keys if isinstance(each.does, Key)}
    within = " AND ".join(f"t.{column} = {value}" for column, value in scope.items())
    ways = [f":{each.name}" for each in reversed(arguments) if isinstance(each.does, Input)]
    table, named = identifier(draft.table), ways[0] if len(ways) == 1 else f"coalesce({', '.join(ways)}, '[]')"
    value = f"e.value ->> {text_literal(found.shown)}" if found.inside else "e.value"
    parent = _parent(draft)
    lines = require_row(parent, {parent.key[0]: f":{keys[0].name}"}) if parent is not None and len(keys) == 1 else []
    held = f"t.{identifier(found.columns[0].name)} ->> {text_literal(found.shown)}"
    if reading.method != "POST":
        gone = f" AND {held} IN (SELECT {value} FROM json_each({named}) e)" if reading.method == "DELETE" else ""
        lines += ["-- @run", f"DELETE FROM {table} AS t WHERE {within or 'TRUE'}{gone};", ""]
    if reading.method != "DELETE":
        begun = {identifier(name): value for name, value in first_values(draft).items()}
        made = {**begun, identifier(draft.key[0]): f"new_id({text_literal(draft.table)})", **scope}
        made |= {identifier(slot.name): "now()" for slot in draft.slots.values() if slot.made in ("created", "updated")}
        made |= {identifier(slot.name): _thing(found, "e.value") for slot in found.columns}
        known = f"SELECT e.value FROM json_each({named}) e WHERE {_thing(found, 'e.value')} IS NOT NULL"
        source = f"({known} ORDER BY e.key) e"
        lines += ["-- @run", f"INSERT INTO {table} ({', '.join(made)})",
                  f"SELECT {', '.join(made.values())} FROM {source};", ""]  # fmt: skip
    return (*lines, *_answered(found, reading, draft, keys, named))


def _thing(found: Held, value: str) -> str:
    """The JSON form of the thing that has this value, of whichever kind it is."""
    ways = [
        f"(SELECT v.body FROM {identifier(target.view)} v"
        f" WHERE v.{identifier(target.slots[_column(target, found.shown)].name)} = {value} LIMIT 1)"
        for target in found.targets
    ]
    return ways[0] if len(ways) == 1 else f"coalesce({', '.join(ways)})"


def _column(target: Draft, shown: str) -> str:
    slot = target.slot_at((shown,))
    assert slot is not None
    return slot.name


def _answered(found: Held, reading: Reading, draft: Draft, keys: Sequence[Argument], named: str) -> tuple[str, ...]:
    """The steps that give the list a new mark and answer with it, or answer with nothing."""
    parent = _parent(draft)
    if found.version is None or parent is None or len(keys) != 1:
        return (f"-- @return {reading.status}",)
    table, column = identifier(parent.table), identifier(found.version.name)
    picked = f"{identifier(parent.key[0])} = :{keys[0].name}"
    mark = f"sha1(coalesce({column}, '') || {text_literal(reading.method)} || {named})"
    return (
        "-- @run",
        f"UPDATE {table} SET {column} = {mark} WHERE {picked};",
        "",
        f"-- @return {reading.status}",
        f"SELECT json_object({text_literal(found.version.path[-1])}, {column}) FROM {table} WHERE {picked};",
    )
