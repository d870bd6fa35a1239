"""Astray: the parts of a path all exist, and do not belong together: that names nothing."""

from collections.abc import Collection, Iterator, Mapping

from generator.check import Check, CheckStep, out_of_step
from generator.effects import begun
from generator.laws.batching import batch_rows, makes_unknown, not_all_found
from generator.laws.creating import known_columns
from generator.laws.listing import list_step
from generator.laws.parents import estranged
from generator.laws.steps import check, items_place, succeeds
from generator.links import Link, is_put_in, link_of, links_of
from generator.meaning import Row, alike, key_columns
from generator.plan import Argument, Column, Entity, Json, Key, Plan, Tool
from generator.probe import Probe, is_own_key, makes_rows

NAME = "astray"
STATEMENT = "A row is found under its own parents alone, and a parent under its own; another that exists is not enough."


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check for each tool that names a row or a parent by several keys."""
    for tool in plan.tools:
        if tool.pattern == "batch":
            steps = list(_elements_of_another(probe, tool))
            if steps:
                yield check(NAME, tool, "finds_nothing_elsewhere", STATEMENT, steps)
        if tool.pattern in ("custom", "batch", "view") or plan.entity(tool.entity).singleton:
            continue
        steps = [*_under_a_sibling(plan, probe, tool), *_under_another(plan, probe, tool)]
        steps += _elsewhere(plan, probe, tool)
        if steps:
            yield check(NAME, tool, "finds_nothing_elsewhere", STATEMENT, steps)


def _elements_of_another(probe: Probe, tool: Tool) -> Iterator[CheckStep]:
    """A batch whose element names a row that is there, in another scope than the one that the call names."""
    entity = probe.plan.entity(tool.entity)
    if tool.each == "create" or makes_unknown(tool, entity):
        return
    columns = {name: column for name, column in key_columns(entity, tool).items() if name != tool.over}
    rows = probe.rows(tool.entity)
    for row in batch_rows(probe, tool)[:1]:
        arguments = probe.arguments(tool, row)
        for name, column in columns.items():
            near = [other.name for other in columns.values() if other.name != column.name]
            strangers = [each for each in rows if _is_stranger(each, row, column.name, near)]
            # Each scope may count its own rows: a number of another scope's is one of this scope's as well.
            taken = [{**each, column.name: row.get(column.name)} for each in strangers]
            known = [any(all(alike(each.get(n), own.get(n)) for n in entity.key) for own in rows) for each in taken]
            stranger = next((each for each, is_known in zip(strangers, known, strict=True) if not is_known), None)
            if arguments is not None and stranger is not None and tool.argument(name).required:
                yield not_all_found(tool, {**arguments, tool.over: [probe.element(tool, stranger)]})


def _is_stranger(other: Row, row: Row, column: str, near: Collection[str]) -> bool:
    return (
        not alike(other.get(column), row.get(column))
        and other.get(column) is not None
        and all(alike(other.get(name), row.get(name)) for name in near)
    )


def _under_a_sibling(plan: Plan, probe: Probe, tool: Tool) -> Iterator[CheckStep]:
    """A row that is there, addressed under a sibling of its parent, which is made first where there is none."""
    entity = plan.entity(tool.entity)
    columns = key_columns(entity, tool)
    row = next(iter(probe.ready(tool)), None)
    arguments = None if row is None else probe.arguments(tool, row)
    if row is None or arguments is None or makes_rows(tool) or tool.pattern in ("list", "search", "unlink"):
        return
    before = 0
    for name, column in columns.items():
        link = link_of(plan, entity, column)
        if link is None or link.many or is_own_key(entity, column) or not tool.argument(name).required:
            continue
        if len(columns) == 1 or isinstance(arguments[name], list):
            continue
        sibling = _sibling(probe, tool, link, row, list(columns.values()))
        if sibling is not None:
            steps = [estranged(probe, tool, {**arguments, name: sibling}, name)]
        else:
            steps = list(_under_a_new_one(probe, tool, link, row, {**arguments}, name, before))
        yield from steps
        before += len(steps)


def _sibling(probe: Probe, tool: Tool, link: Link, row: Row, columns: list[Column]) -> Json:
    """The key of another parent in the same scope, that has no row of this key."""
    held = link.pairs[-1][1]
    for other in probe.rows(link.target.name):
        near = all(alike(other.get(theirs), row.get(own)) for own, theirs in _shared(link, columns))
        if near and not alike(other[held], row.get(link.column.name)):
            wanted = {**row, link.column.name: other[held]}
            names = [column.name for column in columns]
            if not any(all(alike(each.get(n), wanted.get(n)) for n in names) for each in probe.rows(tool.entity)):
                return other[held]
    return None


def _shared(link: Link, columns: list[Column]) -> list[tuple[str, str]]:
    """The columns of the row and of its parent that hold the same parent above both."""
    found = [*link.pairs[:-1]]
    for column in columns:
        if column.references is None or column.name == link.column.name:
            continue
        for other in link.target.columns:
            if other.references is not None and other.references.entity == column.references.entity:
                found.append((column.name, other.name))
    return list(dict.fromkeys(found))


def _under_a_new_one(
    probe: Probe, tool: Tool, link: Link, row: Row, arguments: dict[str, Json], name: str, before: int
) -> Iterator[CheckStep]:
    """The same under a parent that is made beside the row's own, after the steps that stand ``before``."""
    entity = probe.plan.entity(tool.entity)
    for maker in probe.tools("create", entity=link.target.name):
        base = next(iter(probe.creations(maker)), None)
        if base is None:
            continue
        columns = {column.name: argument for argument, column in key_columns(link.target, maker).items()}
        shared = _shared(link, list(key_columns(entity, tool).values()))
        base |= {columns[theirs]: row[own] for own, theirs in shared if theirs in columns}
        known = known_columns(link.target, maker, begun(link.target, maker, base))
        held = link.pairs[-1][1]
        if held in known and "$step" in str(known[held]):
            yield succeeds(maker, base)
            yield estranged(probe, tool, {**arguments, name: out_of_step(before, known[held]["pointer"])}, name)
            return


def _under_another(plan: Plan, probe: Probe, tool: Tool) -> Iterator[CheckStep]:
    """A parent that is there, under another one of the parents above it."""
    entity = plan.entity(tool.entity)
    columns = key_columns(entity, tool)
    row = next(iter(probe.addressable(tool)), None)
    arguments = probe.arguments(tool, row)
    if row is None or arguments is None or not (makes_rows(tool) or tool.pattern in ("list", "search")):
        return
    for name, column in columns.items():
        link = link_of(plan, entity, column)
        if link is None or link.many or is_put_in(entity, column) or not _is_named(tool, name, arguments):
            continue
        for above, theirs in _above(plan, entity, columns, link, name):
            if not _is_named(tool, above, arguments):
                continue
            stranger = _stranger(probe, tool, above, link, arguments, (theirs, link.pairs[-1][1], name))
            if stranger is not None:
                yield estranged(probe, tool, {**arguments, above: stranger}, above)


def _above(
    plan: Plan, entity: Entity, columns: Mapping[str, Column], link: Link, name: str
) -> Iterator[tuple[str, str]]:
    """The arguments that name what the parent itself is a part of, each with the parent's column for it."""
    pairs = dict(link.pairs[:-1])
    before = list(columns)[: list(columns).index(name)]
    for above, column in columns.items():
        if above == name or is_put_in(entity, column):
            continue
        higher = link_of(plan, entity, column)
        if column.name in pairs:
            yield above, pairs[column.name]
        elif above in before and higher is not None and higher.target.name != link.target.name and not pairs:
            own = [each for each in links_of(plan, link.target) if each.target.name == higher.target.name]
            if len(own) == 1 and len(own[0].pairs) == 1 and not own[0].many:
                yield above, own[0].column.name


def _is_named(tool: Tool, name: str, arguments: Mapping[str, Json]) -> bool:
    argument: Argument = tool.argument(name)
    return argument.place == "path" and name in arguments and not isinstance(arguments[name], list)


def _stranger(
    probe: Probe, tool: Tool, above: str, link: Link, arguments: Mapping[str, Json], named: tuple[str, str, str]
) -> Json:
    """Another key for the parent above, under which there is no parent of the key that is named."""
    theirs, held, name = named
    does = tool.argument(above).does
    column = probe.plan.entity(tool.entity).column(does.column) if isinstance(does, Key) else None
    if column is None:
        return None
    known = probe.referable(column) or [each.get(theirs) for each in probe.rows(link.target.name)]
    for value in [*known, probe.unknown_key(tool, above)]:
        if value is None or alike(value, arguments[above]):
            continue
        pairs = [each for each in probe.rows(link.target.name) if alike(each.get(theirs), value)]
        if not any(alike(each.get(held), arguments[name]) for each in pairs):
            return value
    return None


def _elsewhere(plan: Plan, probe: Probe, tool: Tool) -> Iterator[CheckStep]:
    """A list in a scope that has no table of its own, and no rows: it is empty."""
    entity = plan.entity(tool.entity)
    columns = key_columns(entity, tool)
    arguments = probe.arguments(tool, next(iter(probe.addressable(tool)), None))
    if arguments is None or tool.pattern not in ("list", "search") or items_place(tool) is None:
        return
    if any(link_of(plan, entity, column) is not None for column in columns.values()):
        return
    for name, column in columns.items():
        if not _is_named(tool, name, arguments) or _is_only_key(entity, column):
            continue
        unknown = probe.unknown_key(tool, name)
        if unknown is not None:
            yield list_step(plan, probe, tool, {**arguments, name: unknown})


def _is_only_key(entity: Entity, column: Column) -> bool:
    return entity.key == (column.name,)
