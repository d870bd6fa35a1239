"""schema.sql: tables with keys and constraints, indexes, and a view for each JSON form."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from generator.errors import RenderError
from generator.given import is_given
from generator.links import Link, link_of, links_of
from generator.plan import Column, Entity, Filter, Key, Plan, Tool, Value
from generator.render.copied import live_copies
from generator.render.scope import body_name, entry_name, view_name
from generator.render.shapes import form_json
from generator.render.text import comment, free_name, names, sql_name, stored_constant
from generator.render.words import is_taken, with_article, words
from generator.schema import Schemas

_TYPES = {"text": "TEXT", "integer": "INTEGER", "real": "REAL", "boolean": "INTEGER", "json": "TEXT"}
_ON_DELETE = {"cascade": "CASCADE", "refuse": "RESTRICT", "clear": "SET NULL"}
_CREATING = ("create", "upsert", "link")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a CREATE TABLE: its SQL, and the comment at its end."""

    code: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """The view of one JSON form."""

    name: str
    text: str
    entry: str
    body: str
    json: str


@dataclass(frozen=True, slots=True)
class Table:
    """An entity's table, its indexes as (name, columns), and its views."""

    name: str
    text: str
    rows: tuple[str, ...]
    indexes: tuple[tuple[str, str], ...]
    views: tuple[View, ...]


def tables_of(plan: Plan, entities: Collection[str] | None = None) -> list[Table]:
    """Return the tables of all entities, or of these, parents before children where no circle forbids it."""
    taken = {entity.table for entity in plan.entities}
    for entity in plan.entities:
        taken |= {view_name(entity, form) for form in entity.forms}
    tables = [(entity.name, _table(plan, entity, taken)) for entity in parents_first(plan)]
    return [table for name, table in tables if entities is None or name in entities]


def parents_first(plan: Plan) -> list[Entity]:
    """Return the entities so that what others refer to comes first; in a circle the plan's order decides."""
    placed: dict[str, Entity] = {}
    waiting = list(plan.entities)
    while waiting:
        ready = next((entity for entity in waiting if _parents(plan, entity) <= placed.keys()), waiting[0])
        placed[ready.name] = ready
        waiting.remove(ready)
    return list(placed.values())


def _parents(plan: Plan, entity: Entity) -> set[str]:
    return {link.target.name for link in links_of(plan, entity) if not link.many} - {entity.name}


def _table(plan: Plan, entity: Entity, taken: set[str]) -> Table:
    rows = [*(_column_row(plan, entity, column) for column in entity.columns), *_constraints(plan, entity)]
    return Table(
        sql_name(entity.table),
        comment(entity.text, 120) or f"{words(entity.table).capitalize()}, a row each.",
        tuple(_laid_out(rows, len(entity.columns))),
        tuple(_indexes(plan, entity, taken)),
        tuple(_view(plan, entity, form) for form in entity.forms),
    )


def _laid_out(rows: Sequence[Row], columns: int) -> Iterator[str]:
    """The lines of a CREATE TABLE: names, types and comments each in their column."""
    split = [row.code.split("\t", 1) if index < columns else [row.code] for index, row in enumerate(rows)]
    width = max((len(parts[0]) for parts in split if len(parts) > 1), default=0)
    codes = ["  ".join([parts[0].ljust(width), *parts[1:]]) if len(parts) > 1 else parts[0] for parts in split]
    codes = [code + ("," if index < len(rows) - 1 else "") for index, code in enumerate(codes)]
    margin = min(max((len(code) for code, row in zip(codes, rows, strict=True) if row.comment), default=0), 90)
    for code, row in zip(codes, rows, strict=True):
        yield f"  {code.ljust(margin)}  -- {row.comment}" if row.comment else f"  {code}"


def _column_row(plan: Plan, entity: Entity, column: Column) -> Row:
    """A column's line; a tab stands after its name."""
    name = sql_name(column.name)
    words_ = [_TYPES[column.type]]
    key, unique = entity.key == (column.name,), column.unique and entity.key != (column.name,)
    check = _check(plan, column)
    if key:
        words_.append("PRIMARY KEY")
    elif is_filled(plan, entity, column):
        words_.append("NOT NULL")
    if unique and not check:
        words_.append("UNIQUE")
    if check:
        words_.append(check)
    link = link_of(plan, entity, column)
    if link is not None and _is_foreign(plan, link) and len(link.pairs) == 1:
        words_.append(_foreign(plan, link))
    said = comment(column.text, 70)
    if (key and not _key_is_made(plan, entity) and not entity.singleton) or (unique and not check):
        said = f"@error conflict: {is_taken(entity, [column])}"
    elif key and entity.id:
        said = "made by the server" if entity.id == "integer" else f"made by the server: {comment(entity.id, 60)}"
    return Row(f"{name}\t{' '.join(words_)}", said)


def is_filled(plan: Plan, entity: Entity, column: Column) -> bool:
    """Return whether no row can be without the column: it may not be NULL, and every way to a new row fills it."""
    return column.name in entity.key or (not column.nullable and is_always_given(plan, entity, column))


def is_always_given(plan: Plan, entity: Entity, column: Column) -> bool:
    """Return whether every way to a new row fills the column."""
    if column.made in ("caller", "changer", "url"):
        return False
    if column.made == "copied":
        return is_always_given(plan, entity, entity.column(column.template.partition(".")[0]))
    if column.made is not None or column.initial is not None:
        return True
    return not entity.singleton and all(
        _fills(plan, tool, column) for tool in plan.tools_of(entity.name) if _makes_rows(tool)
    )


def _fills(plan: Plan, tool: Tool, column: Column) -> bool:
    """Whether every row that the tool makes has a value there."""
    value = tool.set.get(column.name)
    if value is not None and not str(value).startswith("$after:"):
        return True
    for argument in tool.arguments:
        if not argument.required or not isinstance(argument.does, Key | Value):
            continue
        if argument.name == tool.over:
            schemas = Schemas(plan.schemas)
            element = schemas.resolve(schemas.resolve(argument.value).get("items", {}))
            if len(column.path) == 1 and column.path[0] in element.get("required", ()):
                return True
        elif argument.does.column == column.name:
            return True
    return False


def _makes_rows(tool: Tool) -> bool:
    return tool.pattern in _CREATING or (tool.pattern == "batch" and tool.each in ("create", "upsert"))


def _key_is_made(plan: Plan, entity: Entity) -> bool:
    """Whether the server alone chooses the keys."""
    chosen = any(
        isinstance(argument.does, Key | Value) and argument.does.column in entity.key and argument.name != tool.over
        for tool in plan.tools_of(entity.name)
        if _makes_rows(tool)
        for argument in tool.arguments
    )
    client = any(tool.client_key for tool in plan.tools_of(entity.name))
    return entity.id is not None and not chosen and not client


def _check(plan: Plan, column: Column) -> str:
    """The column's CHECK: booleans are 0 or 1, JSON is JSON, an enumeration names its values."""
    name = sql_name(column.name)
    if column.type == "boolean":
        return f"CHECK ({name} IN (0, 1))"
    if column.type == "json":
        return f"CHECK (json_valid({name}))"
    known = column.value.get("enum")
    if not isinstance(known, list) or column.type == "real":
        return ""
    values = [stored_constant(value, column) for value in known if value is not None and _fits(column, value)]
    if len(values) != len([value for value in known if value is not None]) or not values:
        return ""
    # The engine takes a column of which CHECK says IN (0, 1) for a boolean.
    test = f"{name} BETWEEN 0 AND 1" if values == ["0", "1"] else f"{name} IN ({', '.join(values)})"
    return f"CONSTRAINT {sql_name(column.name + '_known')} CHECK ({test})"


def _fits(column: Column, value: object) -> bool:
    return isinstance(value, str) if column.type == "text" else isinstance(value, int) and not isinstance(value, bool)


def _is_foreign(plan: Plan, link: Link) -> bool:
    """Return whether the schema holds a foreign key: not for what a row may name though nothing tells that it is there.

    Of given things no row comes or goes, so that every other reference to them stays true.
    """
    return link.enforced and (not is_given(plan, link.target) or key_can_change(plan, link.target))


def _foreign(plan: Plan, link: Link) -> str:
    """The REFERENCES clause."""
    action = _ON_DELETE[link.on_delete]
    kept = any(own in link.entity.key or is_filled(plan, link.entity, link.entity.column(own)) for own, _ in link.pairs)
    if link.on_delete == "clear" and kept:
        action = "CASCADE"
    columns = names(theirs for _, theirs in link.pairs)
    renamed = " ON UPDATE CASCADE" if key_can_change(plan, link.target) else ""
    return f"REFERENCES {sql_name(link.target.table)} ({columns}) ON DELETE {action}{renamed}"


def key_can_change(plan: Plan, entity: Entity) -> bool:
    """Return whether a tool gives a row another key."""
    return any(
        isinstance(argument.does, Value) and argument.does.column in entity.key
        for tool in plan.tools_of(entity.name)
        if tool.pattern in ("update", "replace", "transition", "singleton")
        for argument in tool.arguments
    )


def _constraints(plan: Plan, entity: Entity) -> Iterator[Row]:
    """The lines of a CREATE TABLE that speak of several columns."""
    if len(entity.key) > 1:
        columns = [entity.column(name) for name in entity.key]
        said = "" if _key_is_made(plan, entity) else f"@error conflict: {is_taken(entity, columns)}"
        yield Row(f"PRIMARY KEY ({names(entity.key)})", said)
    for column in entity.columns:
        if column.unique and entity.key != (column.name,) and _check(plan, column):
            yield Row(f"UNIQUE ({sql_name(column.name)})", f"@error conflict: {is_taken(entity, [column])}")
    for group in entity.unique:
        if group != entity.key:
            columns = [entity.column(name) for name in group]
            yield Row(f"UNIQUE ({names(group)})", f"@error conflict: {is_taken(entity, columns)}")
    for condition in entity.conditions:
        said = comment(f"@error {condition.error}: {condition.message}", 200)
        yield Row(f"CONSTRAINT {sql_name(condition.name)} CHECK ({condition.sql})", said)
    seen: set[tuple[tuple[str, str], ...]] = set()
    for link in links_of(plan, entity):
        pairs = tuple(sorted(link.pairs))
        if _is_foreign(plan, link) and len(link.pairs) > 1 and pairs not in seen:
            seen.add(pairs)
            yield Row(f"FOREIGN KEY ({names(own for own, _ in link.pairs)}) {_foreign(plan, link)}")


def _indexes(plan: Plan, entity: Entity, taken: set[str]) -> Iterator[tuple[str, str]]:
    """An index for each foreign key and each column that a list is narrowed by."""
    covered = {entity.key[:1], *((column.name,) for column in entity.columns if column.unique)}
    covered |= {group[:1] for group in entity.unique}
    wanted = [tuple(own for own, _ in link.pairs) for link in links_of(plan, entity) if link.enforced]
    for tool in plan.tools_of(entity.name):
        if tool.pattern in ("list", "search"):
            wanted += [(column,) for column in _narrowing(tool) if entity.column(column).type != "json"]
    for columns in dict.fromkeys(wanted):
        if columns[:1] in covered and (len(columns) == 1 or columns == entity.key[: len(columns)]):
            continue
        covered.add(columns[:1])
        name = free_name(f"{entity.table}_by_{columns[-1]}", taken)
        taken.add(name)
        yield sql_name(name), names(columns)


def _narrowing(tool: Tool) -> Iterator[str]:
    for argument in tool.arguments:
        if isinstance(argument.does, Key) or (
            isinstance(argument.does, Filter) and argument.does.test in ("eq", "in", "gt", "ge", "lt", "le")
        ):
            yield argument.does.column


def _view(plan: Plan, entity: Entity, form: str) -> View:
    said = f"The JSON form of {with_article(words(entity.name))}."
    if form != "full":
        said = f"The {words(form)} form of {with_article(words(entity.name))}."
    name, body = sql_name(view_name(entity, form)), body_name(entity)
    return View(name, said, entry_name(entity), body, form_json(entity, form, "t", live_copies(plan, entity, "t")))


def check_names(plan: Plan) -> None:
    """Refuse tables and views that would have the same name. Raises: RenderError."""
    seen: dict[str, str] = {}
    for entity in plan.entities:
        for name in (entity.table, *(view_name(entity, form) for form in entity.forms)):
            if name in seen:
                raise RenderError(
                    f"The entities {seen[name]} and {entity.name} would both make {name}.",
                    where=f"plan.json#/entities/{entity.name}",
                    next="Give one of them another name.",
                )
            seen[name] = entity.name
