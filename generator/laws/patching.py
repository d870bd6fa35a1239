"""Patching: each operation of a JSON patch changes the one property that its path names (RFC 6902)."""

from collections.abc import Iterator

from generator.check import Check, CheckStep, Effect
from generator.effects import clock_columns, moves_along, unforeseen
from generator.laws.steps import check, refused, succeeds
from generator.meaning import Row, alike, key_columns, pointer
from generator.plan import Column, Entity, Json, JsonSchema, Plan, Tool
from generator.probe import Probe
from generator.samples import Samples, resolved

NAME = "patch"
STATEMENT = "Each operation of a patch sets or removes what its path names, the last one wins, and all else stays."


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check for each tool that takes an array of patch operations."""
    for tool in probe.tools("custom"):
        row = next(iter(probe.single(tool)), None)
        for argument in tool.arguments if row is not None and key_columns(plan.entity(tool.entity), tool) else ():
            root = dict(probe.image.tools[tool.name].input_schema)
            forms = _operations(root["properties"][argument.name], root)
            arguments = None if row is None or not forms else probe.arguments(tool, row)
            if row is not None and arguments is not None:
                entity = plan.entity(tool.entity)
                forms = [form for form in forms if not _may_end(entity, tool, form)]
                steps = list(_steps(probe, entity, tool, row, arguments, argument.name, forms, root))
                yield check(NAME, tool, "changes_what_the_path_names", STATEMENT, steps)


def _operations(schema: Json, root: JsonSchema) -> list[JsonSchema]:
    """The forms of the array's elements that are operations on a path that is named."""
    items = resolved(resolved(schema, root).get("items"), root)
    branches = [resolved(branch, root) for branch in items.get("oneOf") or items.get("anyOf") or [items]]
    return [branch for branch in branches if _path(branch) and "op" in branch.get("properties", {})]


def _may_end(entity: Entity, tool: Tool, form: JsonSchema) -> bool:
    """Whether an operation can bring the row to a state in which the patches after it are refused."""
    return any(pointer(*entity.column(name).path) == _path(form) for name in tool.only_from)


def _path(branch: JsonSchema) -> str:
    path = branch.get("properties", {}).get("path")
    return str(path.get("const", "")) if isinstance(path, dict) else ""


def _steps(
    probe: Probe, entity: Entity, tool: Tool, row: Row, arguments: dict[str, Json], name: str,
    forms: list[JsonSchema], root: JsonSchema,
) -> Iterator[CheckStep]:  # fmt: skip
    clock = clock_columns(entity)
    now = dict(row)
    for form in forms:
        column = next((each for each in entity.columns if each.path and pointer(*each.path) == _path(form)), None)
        operations = [] if column is None else list(_calls(form, root, now.get(column.name)))
        if column is None or not operations or not probe.samples(tool, name).accepts(operations):
            continue
        value = operations[-1].get("value")
        if alike(value, now.get(column.name)) and not clock:
            continue
        now[column.name] = value
        yield succeeds(tool, {**arguments, name: operations}, effect=_effect(entity, [column], now, clock))
    yield from _together(probe, entity, tool, now, arguments, name, forms, root)
    for key in key_columns(entity, tool):
        unknown = probe.unknown_key(tool, key)
        if unknown is not None and tool.argument(key).required:
            yield refused(tool, {**arguments, key: unknown}, "not_found")


def _together(
    probe: Probe, entity: Entity, tool: Tool, row: Row, arguments: dict[str, Json], name: str,
    forms: list[JsonSchema], root: JsonSchema,
) -> Iterator[CheckStep]:  # fmt: skip
    """Operations on all paths in one call, in one order and in the other."""
    now = dict(row)
    for turned in (False, True):
        changes: dict[str, tuple[Column, dict[str, Json]]] = {}
        for form in forms[::-1] if turned else forms:
            column = next((each for each in entity.columns if each.path and pointer(*each.path) == _path(form)), None)
            operations = [] if column is None else list(_calls(form, root, now.get(column.name)))
            if column is not None and operations and operations[-1]["op"] != "remove":
                changes.setdefault(column.name, (column, operations[-1]))
        whole = [operation for _, operation in changes.values()]
        if len(whole) < 2 or not probe.samples(tool, name).accepts(whole):
            return
        for column, operation in changes.values():
            now[column.name] = operation["value"]
        columns = [column for column, _ in changes.values()]
        yield succeeds(tool, {**arguments, name: whole}, effect=_effect(entity, columns, now, clock_columns(entity)))


def _calls(form: JsonSchema, root: JsonSchema, old: Json) -> Iterator[dict[str, Json]]:
    """An operation of this form, after one with another value where it has values."""
    properties = form["properties"]
    op = properties["op"].get("const") or next(iter(properties["op"].get("enum", ())), None)
    if op == "remove":
        yield {"op": op, "path": _path(form)}
    if op not in ("add", "replace") or "value" not in properties:
        return
    found = Samples(properties["value"], root).valid(3)
    values = [value for value in found if not alike(value, old)]
    before = [value for value in found if values and not alike(value, values[0])]
    for value in [*before[-1:], *values[:1]]:
        yield {"op": op, "path": _path(form), "value": value}


def _effect(entity: Entity, changed: list[Column], now: Row, clock: list[str]) -> dict[str, Effect]:
    columns = tuple(sorted({*(column.name for column in changed), *clock, *unforeseen(entity)}))
    kept = {
        each.name: now.get(each.name) for each in entity.columns if each.name not in clock and not moves_along(each)
    }
    return {entity.table: Effect(changed=1, columns=columns, values=kept, now=tuple(clock))}
