"""Batching: every element of the array is done, and each is seen where a single row would be."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from generator.check import Check, CheckStep, Effect, Hold, out_of_step
from generator.effects import addition, clock_columns, fresh_values, made_texts, moments, removal_of, written
from generator.forms import shown
from generator.json_equality import json_key
from generator.laws.changing import changed_row, merged, unknown_columns
from generator.laws.creating import address, appearance, listed_steps
from generator.laws.steps import (
    alien_holds,
    check,
    form_holds,
    refused,
    shown_column,
    shown_holds,
    succeeds,
    value_hold,
)
from generator.links import link_holds, links_of
from generator.meaning import Row, alike, column_place, picked, place_of, value_at
from generator.plan import Column, Entity, Json, Key, Plan, Tool, Value
from generator.probe import Probe
from generator.seeded import unique_sets
from generator.showing import shown_by

NAME = "batch"
STATEMENT = "A batch does to every element what it says, as the rows show one by one."

# Elements of one batch.
MOST_ELEMENTS = 2


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check for each batch: its elements together, and then each row by itself."""
    for tool in probe.tools("batch"):
        entity = plan.entity(tool.entity)
        makers = {"create": _creates, "update": _updates, "upsert": _updates, "delete": _deletes}
        steps = list(makers.get(tool.each or "get", _gets)(plan, probe, tool, entity))
        if steps:
            yield check(NAME, tool, "does_every_element", STATEMENT, steps)
        if tool.each == "create" and (steps := list(_appearing(probe, tool, entity))):
            because = "New rows change the list that should hold them."
            yield check(NAME, tool, "shows_up_in_the_list", because, steps)
        if tool.each == "upsert" and (steps := list(_creates(plan, probe, tool, entity))):
            because = "An element that names no row makes one."
            yield check(NAME, tool, "makes_what_is_new", because, steps)


# Making rows


def _creates(plan: Plan, probe: Probe, tool: Tool, entity: Entity) -> Iterator[CheckStep]:
    base, elements = _new_rows(probe, tool, entity)
    if base is None or not elements:
        return
    sent = [_told(entity, element) for element in elements]
    items, first = place_of(tool.answer, "$items"), place_of(tool.answer, "$row")
    holds = [] if items is None else list(_items_sent(tool, entity, sent, items))
    holds += [] if first is None else _shown_sent(tool, entity, sent[0], first)
    yield succeeds(tool, {**base, tool.over: elements}, holds, effect=_additions(plan, entity, tool, base, sent))
    key = column_place(entity, entity.key[-1], tool.form)
    for index, columns in enumerate(sent):
        known = dict(columns)
        if items is not None and key is not None and entity.key[-1] not in known:
            known[entity.key[-1]] = out_of_step(0, f"{items}/{index}{key}")
        reader = probe.reader(entity.name, known)
        if reader is not None:
            yield succeeds(reader, address(reader, known), _row_sent(reader, entity, columns))
        if index == 0:
            yield from listed_steps(probe, entity, {**_parents(tool, base), **known})


def _new_rows(probe: Probe, tool: Tool, entity: Entity) -> tuple[dict[str, Json] | None, list[Json]]:
    """The arguments that a batch is called with, if there are any, and elements that make rows."""
    elements = new_elements(probe, tool, entity)
    row = next(iter(probe.addressable(tool) or probe.rows(tool.entity)), None)
    return probe.arguments(tool, row), elements


def _parents(tool: Tool, base: Mapping[str, Json]) -> dict[str, Json]:
    """The columns that the call's keys name, with their values."""
    return {
        each.does.column: base[each.name] for each in tool.arguments if isinstance(each.does, Key) and each.name in base
    }


def _appearing(probe: Probe, tool: Tool, entity: Entity) -> Iterator[CheckStep]:
    """The lists of rows that are not told by their keys, before and after."""
    base, elements = _new_rows(probe, tool, entity)
    if base is None or not elements:
        return
    parents = _parents(tool, base)
    known = {**parents, **_told(entity, elements[0])}
    if place_of(tool.answer, "$items") is None or column_place(entity, entity.key[-1], tool.form) is None:
        yield from appearance(probe, entity, tool, {**base, tool.over: elements}, known)


def _additions(plan: Plan, entity: Entity, tool: Tool, base: Mapping[str, Json], sent: list[Row]) -> dict[str, Effect]:
    """What new rows with these columns do to every table."""
    own = fresh_values(entity, tool, base)
    told = {name for columns in sent for name in columns}
    each = tuple({**own, **columns} for columns in sent) if told else ()
    now = [name for name in moments(entity, tool, "created", "updated") if name not in told]
    found = addition(plan, entity, now=now)
    return {
        table: effect.model_copy(
            update={"added": effect.added * len(sent), "each": each if table == entity.table else ()}
        )
        for table, effect in found.items()
    }


def new_elements(probe: Probe, tool: Tool, entity: Entity, given: Sequence[Json] = ()) -> list[Json]:
    """Return elements that make rows, different in whatever must be unique: those ``given``, else sampled ones."""
    samples = probe.samples(tool, tool.over)
    row = next(iter(probe.addressable(tool) or probe.rows(tool.entity)), {})
    taken = {mark for each in probe.rows(entity.name) for mark in _marks(entity, each)}
    found: dict[str, Json] = {}
    keys = [each.does.column for each in tool.arguments if isinstance(each.does, Key) and each.name != tool.over]
    beside = {name: row.get(name) for name in keys}
    for value in [given] if given else samples.valid(8):
        for element in value if isinstance(value, list | tuple) else ():
            whole = _new(tool, entity, probe.referring(entity, element, row)) if isinstance(element, dict) else element
            marks = _marks(entity, {**beside, **_told(entity, whole)})
            if json_key(whole) not in found and not marks & taken and samples.accepts([*found.values(), whole]):
                taken |= marks
                found[json_key(whole)] = whole
    return list(found.values())[:MOST_ELEMENTS]


def _new(tool: Tool, entity: Entity, element: Json) -> Json:
    """The element as one that makes a row: without the key where the server makes it."""
    if tool.each != "upsert" or not entity.id or not isinstance(element, dict):
        return element
    key = (entity.column(entity.key[-1]).path or entity.key[-1:])[0]
    return {name: value for name, value in element.items() if name != key}


def _marks(entity: Entity, row: Row) -> set[str]:
    return {
        json_key([list(columns), [row[name] for name in columns]])
        for columns in unique_sets(entity)
        if all(row.get(name) is not None for name in columns)
    }


def _told(entity: Entity, element: Json) -> Row:
    """The columns that an element tells, with what they become: those of an object, or the key itself."""
    if not isinstance(element, dict):
        return {entity.key[-1]: element}
    found: Row = {}
    for column in entity.columns:
        there, value = value_at(element, "".join(f"/{part}" for part in column.path or (column.name,)))
        if there and value is not None and column.made in (None, "created") and _is_alike(column, value):
            found[column.name] = value
    return found


def _is_alike(column: Column, value: Json) -> bool:
    """Return whether a column may hold what is told under its name: one of objects keeps no array."""
    other = {"object": list, "array": dict}.get(str(column.value.get("type")))
    return other is None or not isinstance(value, other)


def _items_sent(tool: Tool, entity: Entity, sent: list[Row], items: str) -> Iterator[Hold]:
    for index, columns in enumerate(sent):
        for name, value in columns.items():
            where = column_place(entity, name, tool.form)
            if where is not None:
                yield Hold(at=f"{items}/{index}{where}", test="equals", value=value)
        yield from alien_holds(entity, tool.form, f"{items}/{index}")


def _shown_sent(tool: Tool, entity: Entity, columns: Row, where: str) -> list[Hold]:
    places = {name: column_place(entity, name, tool.form) for name in columns}
    return [Hold(at=where + at, test="equals", value=columns[name]) for name, at in places.items() if at is not None]


def _row_sent(reader: Tool, entity: Entity, columns: Row) -> list[Hold]:
    places = {name: shown_column(reader, entity, name) for name in columns}
    return [value_hold(entity, name, columns[name], where) for name, where in places.items() if where is not None]


# Changing, removing and reading rows


def _updates(plan: Plan, probe: Probe, tool: Tool, entity: Entity) -> Iterator[CheckStep]:
    rows = batch_rows(probe, tool)
    base = probe.arguments(tool, rows[0]) if rows else None
    if base is None:
        return
    elements = [_changed(probe, tool, row, turn) for turn, row in enumerate(rows)]
    if not probe.samples(tool, tool.over).accepts(elements):
        rows, elements = rows[:1], elements[:1]
    after = [_after(entity, tool, row, element, base) for row, element in zip(rows, elements, strict=True)]
    skip = {*clock_columns(entity), *made_texts(entity), *unknown_columns(entity, tool, base)}
    yield succeeds(
        tool, {**base, tool.over: elements}, _items_changed(tool, entity, after, skip),
        effect=_changes(entity, tool, rows, after, skip),
    )  # fmt: skip
    for now in after:
        known = {name: value for name, value in now.items() if value is not None}
        reader = probe.reader(entity.name, known)
        where = None if reader is None else place_of(reader.answer, "$row")
        if reader is not None and where is not None:
            asked = address(reader, known)
            yield succeeds(reader, asked, shown_holds(reader, entity, now, where, asked, skip))


def _changes(entity: Entity, tool: Tool, rows: list[Row], after: list[Row], skip: Collection[str]) -> dict[str, Effect]:
    """What the batch does to the rows' table: what each of them holds then, but for the columns of ``skip``."""
    pairs = list(zip(rows, after, strict=True))
    changed = sum(any(not alike(value, row.get(name)) for name, value in now.items()) for row, now in pairs)
    columns = {name for row, now in pairs for name in now if not alike(now[name], row.get(name))}
    now_columns = moments(entity, tool, "updated")
    effect = Effect(
        changed=len(rows) if now_columns or unknown_columns(entity, tool, {}) else changed,
        columns=tuple(sorted({*columns, *skip, *tool.set})),
        each=tuple({name: now.get(name) for name in sorted(now) if name not in skip} for now in after),
        now=now_columns,
        made=made_texts(entity),
    )
    return {entity.table: effect.model_copy(update={} if effect.changed == len(rows) else {"each": ()})}


def _items_changed(tool: Tool, entity: Entity, after: list[Row], skip: Collection[str]) -> list[Hold]:
    """The holds that the answer shows the rows as they are now, in the order of their elements."""
    items = place_of(tool.answer, "$items")
    if items is None:
        return []
    return [
        hold for index, now in enumerate(after) for hold in form_holds(entity, tool.form, now, f"{items}/{index}", skip)
    ]


def _changed(probe: Probe, tool: Tool, row: Row, turn: int) -> Json:
    """An element that names the row and gives it other values than the row before it gets."""
    element = probe.element(tool, row)
    if not isinstance(element, dict):
        return element
    key = _key_path(probe, tool)
    others = [value[0] for value in probe.samples(tool, tool.over).valid(6) if value and isinstance(value[0], dict)]
    for other in others[turn:]:
        whole = probe.naming(
            tool, {**element, **{name: value for name, value in other.items() if name in element}}, row
        )
        if any(not alike(whole[name], row.get(name)) for name in whole if name != key):
            return whole
    return element


def _key_path(probe: Probe, tool: Tool) -> str:
    entity = probe.plan.entity(tool.entity)
    return (entity.column(entity.key[-1]).path or (entity.key[-1],))[0]


def _after(entity: Entity, tool: Tool, row: Row, element: Json, base: dict[str, Json]) -> Row:
    """The row as the batch leaves it."""
    if not isinstance(element, dict):
        return {**row, **{name: value for name, value in written(entity, tool, base).items() if name not in entity.key}}
    now = dict(row)
    for name, value in _told(entity, element).items():
        if name not in entity.key:
            now[name] = merged(row.get(name), value) if tool.merge and isinstance(value, dict) else value
    return now


def _deletes(plan: Plan, probe: Probe, tool: Tool, entity: Entity) -> Iterator[CheckStep]:
    rows = batch_rows(probe, tool)
    base = probe.arguments(tool, rows[0]) if rows else None
    if base is None:
        return
    rows, elements = _accepted(probe, tool, rows)
    arguments = {**base, tool.over: elements}
    if tool.soft:
        yield from _marks_rows(entity, tool, rows, arguments)
        return
    items = place_of(tool.answer, "$items")
    shows = [Hold(at=items, test="equals", value=[shown(entity, row, tool.form) for row in rows])] if items else []
    is_plain = not isinstance(elements[0], dict)
    yield succeeds(tool, arguments, shows, effect=removal_of(plan, probe, entity, rows, direct=is_plain))
    for row in rows:
        known = {name: value for name, value in row.items() if value is not None}
        reader = probe.reader(entity.name, known)
        if reader is not None:
            yield refused(reader, address(reader, known), "not_found")
        if not _stands_in_any(plan, entity, row, rows):  # else what it was listed in is gone as well
            yield from listed_steps(probe, entity, known, "never")


def _stands_in_any(plan: Plan, entity: Entity, row: Row, rows: Collection[Row]) -> bool:
    """Whether the row refers to one of these of its own kind."""
    own = [link for link in links_of(plan, entity) if link.target.name == entity.name]
    return any(link_holds(link, row, other) for link in own for other in rows)


def _marks_rows(entity: Entity, tool: Tool, rows: list[Row], arguments: dict[str, Json]) -> Iterator[CheckStep]:
    """A deletion that keeps the rows, marked."""
    skip = {*clock_columns(entity), *made_texts(entity), *unknown_columns(entity, tool, arguments)}
    after = [{**row, **changed_row(entity, tool, row, {})} for row in rows]
    effect = _changes(entity, tool, rows, after, skip)
    yield succeeds(tool, arguments, _items_changed(tool, entity, after, skip), effect=effect)


def _gets(plan: Plan, probe: Probe, tool: Tool, entity: Entity) -> Iterator[CheckStep]:
    rows = batch_rows(probe, tool)
    base = probe.arguments(tool, rows[0]) if rows else None
    if base is None:
        return
    rows, elements = _accepted(probe, tool, rows)
    where = place_of(tool.answer, "$items")
    for some, named in ((rows, elements), (rows[::-1], elements[::-1])):
        asked = {**base, tool.over: named}
        value = [shown_by(tool, entity, row, asked) for row in some]
        holds = [] if where is None else [Hold(at=where, test="equals", value=value)]
        yield succeeds(tool, asked, holds, effect={})


def _accepted(probe: Probe, tool: Tool, rows: list[Row]) -> tuple[list[Row], list[Json]]:
    """As many of the rows as the batch takes, with the elements that name them."""
    elements = [probe.element(tool, row) for row in rows]
    many = probe.samples(tool, tool.over).accepts(elements)
    return (rows, elements) if many else (rows[:1], elements[:1])


def batch_rows(probe: Probe, tool: Tool) -> list[Row]:
    """Return two rows of one scope that the batch may name."""
    entity = probe.plan.entity(tool.entity)
    passing = picked(tool, probe.rows(tool.entity), {})
    rows = [row for row in passing if not (tool.each == "delete" and probe.is_held(entity, row))]
    scope = [
        argument.does.column
        for argument in tool.arguments
        if isinstance(argument.does, Key) and argument.name != tool.over
    ]
    for first in rows:
        alike = [row for row in rows if all(row.get(name) == first.get(name) for name in scope)]
        if len(alike) > 1:
            return alike[:MOST_ELEMENTS]
    return rows[:1]


def not_all_found(tool: Tool, arguments: Mapping[str, Json]) -> CheckStep:
    """Return the step of a batch of which one element names no row: it is refused, or tells of that element alone."""
    if tool.partial is None:
        return refused(tool, arguments, "not_found")
    errors, failed = (place_of(tool.partial.answer, mark) for mark in ("$errors", "$failed"))
    holds = [Hold(at=f"{errors}/0", test="present"), Hold(at=f"{errors}/1", test="absent")]
    holds += [] if failed is None else [Hold(at=failed, test="equals", value=1)]
    return succeeds(tool, arguments, holds, status=tool.partial.status)


def makes_unknown(tool: Tool, entity: Entity) -> bool:
    """Return whether an element with a key that no row has makes a row: where callers choose the keys."""
    return tool.each == "upsert" and entity.id is None


def unknown_element(probe: Probe, tool: Tool, entity: Entity, element: Json) -> Json:
    """Return an element like this one, with a key that no row has; None where none was found, or it would make one."""
    if makes_unknown(tool, entity):
        return None
    over = tool.argument(tool.over)
    column = over.does.column if isinstance(over.does, Key | Value) else entity.key[-1]
    path = entity.column(column).path or (column,)
    known = element.get(path[0]) if isinstance(element, dict) else element
    unknown: Json = 987654321 if isinstance(known, int) else f"{str(known)[:-4]}zzzz"
    if any(row.get(column) == unknown for row in probe.rows(entity.name)):
        return None
    return {**element, path[0]: unknown} if isinstance(element, dict) else unknown
