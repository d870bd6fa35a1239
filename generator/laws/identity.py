"""Identity: a key that the server made is one row's, and no other's, also after that row is gone."""

from collections.abc import Iterator, Mapping

from generator.check import Check, CheckStep, Hold, out_of_step
from generator.effects import begun
from generator.laws.creating import address, known_columns
from generator.laws.steps import check, refused, shown_column, succeeds
from generator.meaning import Row
from generator.plan import Entity, Json, Key, Plan, Tool
from generator.probe import Probe
from generator.seeded import made_key

NAME = "identity"
STATEMENT = "A key that the server made is never given to another row, also after its row is gone."


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield for each create with keys of the server's: rows that come and go, all of different keys."""
    for tool in probe.tools("create"):
        entity = plan.entity(tool.entity)
        made = made_key(entity) if entity.key else None
        if made is None:
            continue
        where = shown_column(tool, entity, made)
        steps = list(_unseen(probe, entity, tool) if where is None else _steps(probe, entity, tool, made, where))
        if len(steps) > 1:
            yield check(NAME, tool, "gives_every_row_its_own_key", STATEMENT, steps)


def _unseen(probe: Probe, entity: Entity, tool: Tool) -> Iterator[CheckStep]:
    """The last seeded row goes, and a row comes whose key is not shown: nothing is found at the key of the former."""
    made = probe.creations(tool)
    gone, row = _gone(probe, entity, begun(entity, tool, made[0])) if made else ([], {})
    if gone and made_key(entity) == entity.key[-1]:
        known = {**gone[0].arguments, entity.key[-1]: row[entity.key[-1]]}
        reader = probe.reader(entity.name, known)
        if reader is not None and entity.key == (entity.key[-1],):
            yield from gone
            yield succeeds(tool, made[0])
            yield refused(reader, address(reader, known), "not_found")


def _steps(probe: Probe, entity: Entity, tool: Tool, column: str, where: str) -> Iterator[CheckStep]:
    """The last seeded row goes, a row comes and goes, and another comes: none has the key of another."""
    made = probe.creations(tool)
    if not made:
        return
    sent = begun(entity, tool, made[0])
    gone, row = _gone(probe, entity, {**known_columns(entity, tool, sent), **sent})
    yield from gone
    taken = [Hold(at=where, test="differs", value=row[column])] if row.get(column) is not None else []
    first = len(gone)
    yield succeeds(tool, made[0], taken)
    known = known_columns(entity, tool, sent)
    if column == entity.key[-1]:
        known[column] = out_of_step(first, where)
    remover = deleter(probe, entity, known, sent)
    if remover is not None:
        yield succeeds(remover, address(remover, known))
    if len(made) > 1:
        yield succeeds(tool, made[1], [*taken, Hold(at=where, test="differs", value=out_of_step(first, where))])
        reader = probe.reader(entity.name, known)
        if remover is not None and reader is not None and column == entity.key[-1]:
            yield refused(reader, address(reader, known), "not_found")


def _gone(probe: Probe, entity: Entity, sent: Row) -> tuple[list[CheckStep], Row]:
    """The step that deletes the seeded row of the greatest key, and that row; nothing where no row may go.

    Where rows are numbered under their parents, it is the greatest under the parent that the new row gets.
    """
    rows = list(probe.rows(entity.name))
    if entity.id == "integer":
        rows = [row for row in rows if all(row[name] == sent.get(name) for name in entity.key[:-1])]
    for row in sorted(rows, key=lambda row: _rank(row[entity.key[-1]]), reverse=True)[:1]:
        known = {name: value for name, value in row.items() if value is not None}
        remover = deleter(probe, entity, known, row) or deleter(probe, entity, known, row, by_key=False)
        if remover is not None and row in probe.single(remover):
            return [succeeds(remover, address(remover, known))], row
    return [], {}


def _rank(key: Json) -> tuple[float, str]:
    return (float(key), "") if isinstance(key, int | float) else (0.0, str(key))


def deleter(probe: Probe, entity: Entity, known: Mapping[str, Json], row: Row, *, by_key: bool = True) -> Tool | None:
    """Return a tool that removes one row of which these columns are known, in the state that it has.

    It names the row by its key, or, where not ``by_key``, by whatever it takes.
    """
    for tool in probe.tools("delete", entity=entity.name):
        keys = [argument for argument in tool.arguments if isinstance(argument.does, Key)]
        columns = {argument.does.column for argument in keys if isinstance(argument.does, Key)}
        named = (entity.key[-1] in columns or not by_key) and all(name in known for name in columns)
        needs_more = any(argument.required and argument not in keys for argument in tool.arguments)
        if named and not needs_more and not tool.soft and probe.may_move(tool, row):
            return tool
    return None
