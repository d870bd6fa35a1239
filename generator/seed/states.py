"""Which times of a row are set, by the state it is in: a closed_at is for closed rows only."""

from collections.abc import Mapping
from dataclasses import dataclass

from generator.plan import Column, Entity, Json, Plan, Tool, Value
from generator.seed.moments import is_recorded, words_of
from generator.seed.schemas import flattened

_STATES = frozenset({"state", "status", "phase", "stage"})
# States that end a life, so that no later one implies that they were passed through.
_FINAL = frozenset(
    "closed done completed complete finished resolved cancelled canceled archived deleted rejected failed expired "
    "refunded ended".split()
)
# States before anything has happened.
_EARLY = frozenset({"open", "new", "pending", "draft", "created", "queued", "scheduled"})
_ALIKE = (
    frozenset({"closed", "done", "completed", "complete", "finished", "resolved", "ended"}),
    frozenset({"cancelled", "canceled", "cancel"}),
    frozenset({"started", "active", "running", "in_progress", "processing"}),
    frozenset({"published", "public", "live"}),
    frozenset({"sent", "delivered"}),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """The column is set when the state column has one of these values."""

    column: str
    state: str
    values: tuple[Json, ...]


def marks(plan: Plan, entity: Entity) -> tuple[Mark, ...]:
    """Return which columns hang on which states, from what the plan's transitions write and from names."""
    found: dict[str, Mark] = {}
    state = next(
        (column for column in entity.columns if set(words_of(column.name)) & _STATES and options(plan, column)), None
    )
    for column in entity.columns:
        if column.made in ("created", "updated", "id") or not column.nullable or column.type == "boolean":
            continue
        mark = _written(plan, entity, column) or _named(plan, entity, column, state)
        if mark is not None:
            found[column.name] = mark
    return tuple(found.values())


def options(plan: Plan, column: Column) -> list[Json]:
    """Return the values that the column's schema lists."""
    return [value for value in flattened(column.value, plan.schemas).get("enum") or [] if value is not None]


def _written(plan: Plan, entity: Entity, column: Column) -> Mark | None:
    """Return the mark that a tool tells which sets this column together with a state."""
    for tool in plan.tools_of(entity.name):
        if not (_is_given(tool.set.get(column.name)) or _told_by(plan, tool, column)):
            continue
        for name, value in tool.set.items():
            literal = not (isinstance(value, str) and value.startswith("$")) and value is not None
            if name != column.name and literal and (set(words_of(name)) & _STATES or isinstance(value, bool)):
                listed = options(plan, entity.column(name))
                return Mark(column.name, name, tuple(_from_on(value, listed)))
    return None


def _told_by(plan: Plan, tool: Tool, column: Column) -> bool:
    """Return whether the caller of this transition, and of no other kind of tool, gives the column's value."""
    return (
        tool.pattern == "transition"
        and all(other.pattern == "transition" for other in plan.tools_of(tool.entity) if _writes(other, column))
        and _writes(tool, column)
    )


def _writes(tool: Tool, column: Column) -> bool:
    return any(isinstance(argument.does, Value) and argument.does.column == column.name for argument in tool.arguments)


def _is_given(value: Json) -> bool:
    return isinstance(value, str) and value.startswith("$")


def _named(plan: Plan, entity: Entity, column: Column, state: Column | None) -> Mark | None:
    if not is_recorded(column.name):
        return None
    words = words_of(column.name)
    flag = next(
        (other.name for other in entity.columns if other.type == "boolean" and set(words_of(other.name)) & set(words)),
        None,
    )
    if flag is not None:
        return Mark(column.name, flag, (True,))
    if state is None:
        return None
    listed = options(plan, state)
    for word in words:
        alike = next((group for group in _ALIKE if word in group), frozenset({word}))
        exact = [value for value in listed if str(value).lower() == word] or [
            value for value in listed if str(value).lower() in alike
        ]
        if exact:
            return Mark(column.name, state.name, tuple(_from_on(exact[0], listed)))
    return None


def _from_on(value: Json, listed: list[Json]) -> list[Json]:
    """Return the state and those that come after it in the documented order, where it is one that is passed through."""
    if value not in listed or str(value).lower() in _FINAL:
        return [value]
    later = listed[listed.index(value) + 1 :]
    return [value, *(state for state in later if not _turned_away(state))]


def _turned_away(state: Json) -> bool:
    return str(state).lower() in {
        "cancelled",
        "canceled",
        "rejected",
        "failed",
        "expired",
        "draft",
        "pending",
        "open",
        "new",
        "deleted",
    }


def settled(row: dict[str, Json], found: tuple[Mark, ...], fresh: Mapping[str, Json]) -> dict[str, Json]:
    """Return the row with marked columns set, from ``fresh`` if need be, or emptied, as their states want it."""
    changed = dict(row)
    for mark in found:
        if row.get(mark.state) in mark.values:
            changed[mark.column] = row[mark.column] if row[mark.column] is not None else fresh.get(mark.column)
        else:
            changed[mark.column] = None
    return changed


def not_yet(made: Mapping[str, Json]) -> frozenset[str]:
    """Return the members of an object that tell of what has not happened to it, by its flags and its state."""
    recorded = [name for name, value in made.items() if is_recorded(name) and not isinstance(value, bool)]
    if not recorded:
        return frozenset()
    flags = {words_of(name)[-1] for name, value in made.items() if value is False and words_of(name)}
    states = {str(value).lower() for name, value in made.items() if words_of(name) in (("status",), ("state",))}
    early = bool(states) and states <= _EARLY
    return frozenset(
        name for name in recorded if (flags & set(words_of(name)) or (early and set(words_of(name)) & _FINAL))
    )


def unset(plan: Plan, entity: Entity) -> dict[str, Json]:
    """Return what a soft deletion writes: no seeded row is to look deleted."""
    written: dict[str, Json] = {}
    for tool in plan.tools_of(entity.name):
        if tool.soft:
            written |= tool.set
    return written
