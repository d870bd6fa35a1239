"""Exampling: the documentation's own examples, replayed with the keys of rows that are there."""

from collections.abc import Iterator, Mapping

from generator.check import Check, CheckStep, Expectation, Hold
from generator.effects import addition, begun, clock_columns
from generator.laws.batching import new_elements
from generator.laws.changing import changed_row, unknown_columns
from generator.laws.creating import sent_holds
from generator.laws.membership import with_members
from generator.laws.steps import asked_placeholders, check, items_place, list_holds, listed, row_holds, succeeds
from generator.meaning import Row, alike, column_place, value_at
from generator.plan import Argument, Entity, Example, Fields, Json, Key, Member, Paging, Plan, Tool, Value
from generator.probe import Probe, is_own_key, makes_rows, said_columns, unique_sets
from generator.render.interface import is_read_only

NAME = "example"
STATEMENT = "What the documentation shows as an example goes through, and is answered in the form that it shows."


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check for each documented example."""
    for tool in plan.tools:
        for number, example in enumerate(tool.examples, start=1):
            step = _replayed(plan, probe, tool, example)
            if step is not None:
                because = f"The documentation shows it at {example.source}."
                yield check(NAME, tool, f"follows_example_{number}", because, [step])


def _replayed(plan: Plan, probe: Probe, tool: Tool, example: Example) -> CheckStep | None:
    entity = plan.entity(tool.entity)
    row = next(iter((*probe.single(tool), *probe.ready(tool))), None)
    arguments = _mapped(probe, entity, tool, example, row)
    if arguments is None:
        return None
    if makes_rows(tool):
        return _made(plan, entity, tool, example, arguments)
    if tool.pattern in ("list", "search") and items_place(tool) is not None:
        part = listed(plan, probe, tool, arguments)
        marks = list_holds(tool, entity, part, arguments)[:1]
        return succeeds(tool, arguments, [*marks, *_like(tool, entity, example, arguments, {})])
    if row is None or tool.pattern in ("batch", "custom", "view", "delete", "unlink"):
        return succeeds(tool, arguments, _like(tool, entity, example, arguments, {}))
    if is_read_only(tool):
        return succeeds(tool, arguments, _like(tool, entity, example, arguments, row))
    now = with_members(probe, tool, changed_row(entity, tool, row, arguments), arguments)
    skip = [*clock_columns(entity), *unknown_columns(entity, tool, arguments)]
    return succeeds(tool, arguments, row_holds(tool, entity, now, arguments, skip))


def _made(plan: Plan, entity: Entity, tool: Tool, example: Example, arguments: Mapping[str, Json]) -> CheckStep:
    sent = begun(entity, tool, arguments)
    made = {column.name: True for column in entity.columns if column.made and column.name not in sent}
    holds = [*sent_holds(entity, tool, sent), *_like(tool, entity, example, arguments, made)]
    if tool.pattern == "create":
        return succeeds(tool, arguments, holds, effect=addition(plan, entity))
    step = succeeds(tool, arguments, holds)
    return step.model_copy(update={"expect": Expectation(holds=step.expect.holds, state="changed")})


# Arguments: what the documentation shows, with keys of rows that are there


def _mapped(probe: Probe, entity: Entity, tool: Tool, example: Example, row: Row | None) -> dict[str, Json] | None:
    """The example's arguments, but for keys and cursors, which are those of this server."""
    shown = {name: value for name, value in example.arguments.items() if _is_own(entity, tool, tool.argument(name))}
    shown = {name: value for name, value in shown.items() if probe.samples(tool, name).accepts(value)}
    if tool.pattern == "batch" and isinstance(elements := shown.pop(tool.over, None), list) and tool.each == "create":
        new = new_elements(probe, tool, entity, elements)
        shown |= {tool.over: new} if new else {}
    keys = [name for name in example.arguments if isinstance(tool.argument(name).does, Key | Value | Member)]
    bases: list[dict[str, Json] | None] = [probe.arguments(tool, row, optional=keys)]
    if makes_rows(tool):
        bases = [*probe.creations(tool, optional=keys)]
    base = next(iter(bases), None)
    if base is None:
        return None
    mapped = {**base, **shown}
    for columns in unique_sets(entity):
        said = said_columns(entity, tool, mapped)
        if any(_is_other(each, row, tool) and _has(each, said, columns) for each in probe.rows(entity.name)):
            mapped |= {name: base[name] for name in mapped if name in base and _column(tool, name) in columns}
            mapped = {name: v for name, v in mapped.items() if name in base or _column(tool, name) not in columns}
    return mapped


def _is_own(entity: Entity, tool: Tool, argument: Argument) -> bool:
    """Whether the value that the documentation shows means the same on this server."""
    match argument.does:
        case Paging(what="cursor" | "after" | "before") | Fields():
            return False  # an example of names belongs to no answer: every parameter has one of its own
        case Member(of=of):
            return of is None
        case Value(of=of) if of is not None:
            return False
        case Key(column=name):
            column = entity.column(name)
            return makes_rows(tool) and is_own_key(entity, column) and column.references is None
        case Value(column=name):
            column = entity.column(name)
            return column.references is None and (makes_rows(tool) or name not in entity.key)
        case _:
            return True


def _is_other(each: Row, row: Row | None, tool: Tool) -> bool:
    return makes_rows(tool) or each is not row


def _has(row: Row, said: Row, columns: tuple[str, ...]) -> bool:
    return all(said.get(name) is not None and alike(row.get(name), said[name]) for name in columns)


def _column(tool: Tool, name: str) -> str:
    does = tool.argument(name).does
    return does.column if isinstance(does, Key | Value) else ""


# Answers: what the server makes is of the kind that the documentation shows


def _like(
    tool: Tool, entity: Entity, example: Example, arguments: Mapping[str, Json], known: Mapping[str, Json]
) -> Iterator[Hold]:
    """The holds that whatever the example's answer shows is there and of its kind, where it must be there at all."""
    for where, placeholder in asked_placeholders(tool, arguments) if example.answer is not None else ():
        there, value = value_at(example.answer, where)
        if not there or value is None:
            continue
        if placeholder == "$row":
            yield from _row_like(tool, entity, value, where, known)
        elif placeholder.startswith("$column:"):
            yield from _column_like(entity, placeholder.removeprefix("$column:"), value, where, known)
        elif placeholder not in _NOT_ALWAYS:
            yield Hold(at=where, test="like", value=value)


# Rows are looked at by themselves, and what leads to another page is null where there is none.
_NOT_ALWAYS = frozenset("$items $map $keys $next_cursor $next_url $next_path $previous_cursor $previous_url".split())


def _row_like(tool: Tool, entity: Entity, shown: Json, base: str, known: Mapping[str, Json]) -> Iterator[Hold]:
    for name in entity.forms[tool.form]:
        where = column_place(entity, name, tool.form)
        there, value = value_at(shown, where) if where is not None else (False, None)
        if there and value is not None and where is not None:
            yield from _column_like(entity, name, value, base + where, known)


def _column_like(entity: Entity, name: str, value: Json, where: str, known: Mapping[str, Json]) -> Iterator[Hold]:
    column = entity.column(name)
    is_there = known.get(name) is not None
    one_kind = isinstance(column.value.get("type"), str) and not isinstance(value, list | dict)
    if is_there and one_kind and column.type != "json":
        yield Hold(at=where, test="like", value=value)
