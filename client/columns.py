"""What a plan says about columns: where tools show them, which arguments take them, what a user can know of them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from client.tasks import Marks, Row
from generator.meaning import column_place, place_of
from generator.plan import Column, Entity, Filter, Key, Plan, Tool, Value

LISTS = frozenset({"list", "search"})
ON_A_ROW = frozenset({"get", "view", "update", "replace", "delete", "transition"})
WRITES = frozenset({"create", "update", "replace", "delete", "transition"})


def empties(tool: Tool) -> bool:
    """Return whether the tool empties what it is not told: no user says all of a row to change one part of it."""
    return tool.pattern == "replace" and any(not argument.required for argument in tool.arguments)


# By what people call a thing, the most telling first.
NAMING = (
    "name", "title", "full_name", "display_name", "label", "subject", "summary", "headline", "username", "login",
    "nickname", "email", "slug", "code", "sku", "reference", "number", "iban", "phone", "city", "address", "street",
    "question", "text", "description", "content", "body", "note", "message", "comment", "url",
)  # fmt: skip
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True, order=True)
class Kind:
    """A kind of value: what the key column of an entity holds, wherever it is shown or asked for."""

    entity: str
    column: str


@dataclass(frozen=True, slots=True)
class View:
    """Where a tool's answer shows rows of its entity: the pointer to the row or the array, and each column in a row."""

    tool: str
    entity: str
    many: bool
    at: str
    places: Mapping[str, str]


def kind_of(plan: Plan, entity: Entity, column: str) -> Kind | None:
    """Return the kind of value that the column holds: the key that it refers to, its own if it is one, else none."""
    seen = set()
    while (entity.name, column) not in seen:
        seen.add((entity.name, column))
        reference = entity.column(column).references
        if reference is None:
            break
        entity = plan.entity(reference.entity)
        column = entity.key[-1]
    return Kind(entity.name, column) if column in entity.key else None


def view_of(plan: Plan, tool: Tool) -> View | None:
    """Return where the tool's answer shows rows, or none where it shows none that can be told apart."""
    for placeholder, many in (("$items", True), ("$row", False)):
        at = place_of(tool.answer, placeholder)
        if at is None:
            continue
        entity = plan.entity(tool.entity)
        places = {column.name: column_place(entity, column.name, tool.form) for column in entity.columns}
        return View(tool.name, entity.name, many, at, {name: place for name, place in places.items() if place})
    return None


def is_hidden_key(plan: Plan, kind: Kind) -> bool:
    """Return whether the key is one that the server makes up: nothing that a user could know or invent.

    A text that whoever creates the row may choose (a user name) is not, although the server can make one up.
    """
    entity = plan.entity(kind.entity)
    column = entity.column(kind.column)
    if column.type == "text" and any(
        tool.entity == kind.entity
        and tool.pattern == "create"
        and kind.column in argument_columns(tool, Value).values()
        for tool in plan.tools
    ):
        return False
    return entity.id is not None or column.made is not None


def own_key(plan: Plan, entity: Entity) -> tuple[str, ...]:
    """Return the key columns that tell rows of one parent apart: those that refer to nothing."""
    return tuple(name for name in entity.key if entity.column(name).references is None)


def argument_columns(tool: Tool, *roles: type[Key] | type[Value] | type[Filter]) -> dict[str, str]:
    """Return the columns of the tool's arguments in these roles, by argument."""
    return {argument.name: argument.does.column for argument in tool.arguments if isinstance(argument.does, roles)}


def words_of(name: str) -> str:
    """Return an identifier as words: ``firstName`` and ``first_name`` are "first name"."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return re.sub(r"[\W_]+", " ", spaced).strip().lower()


def label_of(entity: Entity, column: Column) -> str:
    """Return how a person calls the column: its documented name, without the entity's own name before it."""
    label = words_of(column.path[-1] if column.path else column.name)
    own = words_of(entity.name)
    for ending in (" id", " key"):
        if column.references is not None and label.endswith(ending):
            label = label.removesuffix(ending)
    return label.removeprefix(own + " ") if label != own else label


def naming_rank(column: Column) -> int:
    """Return how well the column names a row; the smaller, the better."""
    name = words_of(column.name).replace(" ", "_")
    if name in NAMING:
        return NAMING.index(name)
    tails = [index for index, word in enumerate(NAMING) if name.endswith("_" + word)]
    return min(tails, default=len(NAMING)) + len(NAMING)


def can_be_said(value: object) -> bool:
    """Return whether a person would say the value as it stands: a short line of text, or a number."""
    if isinstance(value, bool) or value is None:
        return False
    if isinstance(value, str):
        return 0 < len(value.strip()) <= LONGEST_NAME and "\n" not in value and value == value.strip()
    return isinstance(value, int | float)


def telling_columns(plan: Plan, entity: Entity, shown: Sequence[str], row: Row, rows: Sequence[Row]) -> tuple[str, ...]:
    """Return the columns, one or two, by which a user can name this row so that no other row is meant.

    Only columns of ``shown`` serve: what nobody can see, no agent can look for. Empty where there are none.
    """
    columns = [entity.column(name) for name in shown]
    usable = [column for column in columns if _user_may_know(plan, entity, column) and can_be_said(row[column.name])]
    ranked = sorted(usable, key=lambda column: ("enum" in column.value, naming_rank(column), column.type != "text"))
    for column in ranked:
        if _picks_one((column.name,), row, rows):
            return (column.name,)
    for first in ranked[:4]:
        for second in ranked:
            if second is not first and _picks_one((first.name, second.name), row, rows):
                return (first.name, second.name)
    return ()


def _user_may_know(plan: Plan, entity: Entity, column: Column) -> bool:
    if column.made is not None or column.references is not None or column.type in ("json", "boolean"):
        return False
    if column.value.get("format") in ("uuid", "uri", "url", "byte", "binary"):
        return False
    return column.name not in entity.key or not is_hidden_key(plan, Kind(entity.name, column.name))


def _picks_one(names: tuple[str, ...], row: Row, rows: Sequence[Row]) -> bool:
    wanted = [_folded(row[name]) for name in names]
    return sum([_folded(other[name]) for name in names] == wanted for other in rows) == 1


def _folded(value: object) -> object:
    return value.casefold() if isinstance(value, str) else value


def marks_of(plan: Plan) -> Marks:
    """Return what comparison must know of the plan's columns: fresh keys, clock values, derived values."""
    marks: dict[str, dict[str, str]] = {}
    for entity in plan.entities:
        found = {column.name: _mark(plan, entity, column) for column in entity.columns}
        marks[entity.table] = {name: mark for name, mark in found.items() if mark}
    for tool in plan.tools:
        for name, value in tool.set.items():
            if value == "$now":
                marks[plan.entity(tool.entity).table][name] = "clock"
    return {plan.name: {table: columns for table, columns in sorted(marks.items()) if columns}}


def _mark(plan: Plan, entity: Entity, column: Column) -> str:
    if column.made in ("created", "updated"):
        return "clock"
    if column.made in ("url", "token"):
        return "derived"
    kind = kind_of(plan, entity, column.name)
    if kind is not None and is_hidden_key(plan, kind):
        return f"key:{plan.entity(kind.entity).table}"
    return ""
