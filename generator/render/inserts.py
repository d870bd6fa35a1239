"""Around a new or deleted row: its keys, rows that must stand beside it, and keys that must leave JSON arrays."""

from collections.abc import Mapping, Sequence

from generator.links import Link, links_of, links_to
from generator.plan import Column, Entity
from generator.render.conditions import key_conditions
from generator.render.scope import Scope
from generator.render.text import Part, json_path, select, sql_name, stored_constant, text_constant, where, wrapped
from generator.render.values import bound, clock, written


def new_keys(scope: Scope) -> tuple[str, dict[str, str]]:
    """Return the SELECT list that makes new keys ("" where none is made), and the value of each key column."""
    made: list[str] = []
    known: dict[str, str] = {}
    for name in scope.entity.key:
        column = scope.entity.column(name)
        value, is_made = _key_value(scope, column, known)
        if is_made:
            parameter = scope.parameter(name if name.startswith(scope.entity.name) else f"{scope.entity.name}_{name}")
            made.append(f"{value} AS {parameter}")
            value = f":{parameter}"
        known[name] = value
    return ", ".join(made), known


def fresh_key(entity: Entity, known: Mapping[str, str]) -> str:
    """Return the SQL of a new key; ``known`` are the values of the key's columns before it.

    Numbers that are only a part of the key count the rows under each parent.
    """
    parent = [known[name] for name in entity.key[:-1] if name in known] if entity.id == "integer" else []
    numbered = parent if len(parent) == len(entity.key) - 1 else []
    return f"new_id({', '.join([text_constant(entity.table), *numbered])})"


def _key_value(scope: Scope, column: Column, known: Mapping[str, str]) -> tuple[str, bool]:
    """A key column's value in a new row, and whether it must be made first."""
    fresh = fresh_key(scope.entity, known)
    argument = scope.giving(column.name)
    makes = (scope.entity.id is not None and column.made == "id") or (
        column.made is None and column.name == _own_key(scope)
    )
    if column.name in scope.tool.set:
        return written(scope, scope.tool.set[column.name], column), False
    if argument is not None and (scope.always(argument) or not makes):
        return bound(scope, argument, column), False
    if makes and scope.entity.id is not None:
        named = f":{argument.name}" if argument else _named_inside(scope, column)
        there = f"({_existing(scope, column)})" if scope.tool.existing not in ((), scope.entity.key) else ""
        choices = [choice for choice in (there, named, fresh) if choice]
        return (f"coalesce({', '.join(choices)})" if len(choices) > 1 else fresh), True
    if column.made == "caller":
        return "caller()", False
    if column.made in ("created", "updated"):
        return clock(column), True
    if column.initial is not None:
        return stored_constant(column.initial, column), False
    raise scope.fault(
        f"Nothing gives a new row its key {column.name}.",
        "Give the entity an id shape, or an argument the role key or value for this column.",
    )


def _existing(scope: Scope, key: Column) -> str:
    """The SELECT of the key of the row that a creation finds and gives instead of making one."""
    given = [(name, scope.giving(name)) for name in scope.tool.existing]
    parts = [Part(f"{sql_name(name)} = :{argument.name}") for name, argument in given if argument is not None]
    when = scope.tool.existing_when
    wanted = "" if when is True else f" = {text_constant(str(when))}"
    asked = [Part(f":{scope.tool.existing_if}{wanted}")] if scope.tool.existing_if else []
    return select(sql_name(key.name), scope.table, [*parts, *asked])


def _named_inside(scope: Scope, column: Column) -> str:
    """The key that a sent document of free form names itself; nothing where none is sent."""
    for argument, kept in scope.values:
        if kept.open and column.type == "text" and column.path:
            return f"nullif(:{argument.name} ->> {json_path(column.path)}, '')"
    return ""


def _own_key(scope: Scope) -> str:
    """The key column that tells rows of one scope apart, where the id that the server makes is no other column's."""
    if any(column.made == "id" and column.name not in scope.entity.key for column in scope.entity.columns):
        return ""
    free = [name for name in scope.entity.key if scope.entity.column(name).references is None]
    return (free or list(scope.entity.key))[-1] if scope.entity.id is not None and scope.entity.key else ""


def conflict_target(scope: Scope) -> tuple[str, ...]:
    """Return the columns that tell whether two rows are already connected."""
    given = {column.name for _, column in (*scope.keys, *scope.values)} | set(scope.tool.set)
    given |= {column.name for column in scope.entity.columns if column.made == "caller"}
    return next((group for group in (scope.entity.key, *scope.entity.unique) if set(group) <= given), ())


def rows_of_singletons(scope: Scope, conditions: Sequence[Part]) -> list[str]:
    """Return the INSERTs for tables that hold one row for each row of this one; ``t`` is the new row."""
    inserts: list[str] = []
    for entity in scope.plan.entities:
        if not entity.singleton:
            continue
        for link in links_of(scope.plan, entity):
            covered = {own for own, _ in link.pairs}
            if link.target.name != scope.entity.name or not link.whole or covered != set(entity.key):
                continue
            row = {own: f"t.{sql_name(theirs)}" for own, theirs in link.pairs}
            for column in entity.columns:
                if column.name not in row and (value := _first_value(column)):
                    row[column.name] = value
            columns = wrapped([sql_name(name) for name in row])
            found = select(", ".join(row.values()), f"{scope.table} t", conditions)
            inserts.append(f"INSERT INTO {sql_name(entity.table)} {columns}\n{found}\nON CONFLICT DO NOTHING")
            break
    return inserts


def _first_value(column: Column) -> str:
    if column.made in ("created", "updated"):
        return clock(column)
    return "" if column.initial is None else stored_constant(column.initial, column)


def _detached_elements(scope: Scope, link: Link) -> str:
    """The UPDATE that takes the keys of the rows to be deleted out of a JSON array."""
    own, key = link.pairs[-1]
    elements = f"json_each({sql_name(own)}) e"
    if len(scope.keys) == 1 and scope.keys[0][1].name == key and not scope.takes_many(*scope.keys[0]):
        value = f":{scope.keys[0][0].name}"
        kept, gone = f"e.value <> {value}", f"e.value = {value}"
    else:
        same = Part(f"t.{sql_name(key)} = e.value")
        gone = f"EXISTS ({select('1', f'{scope.table} t', [same, *key_conditions(scope, 't')])})"
        kept = f"NOT {gone}"
    return (
        f"UPDATE {sql_name(link.entity.table)} SET {sql_name(own)} = (\n"
        f"  SELECT json_group_array(e.value ORDER BY e.key) FROM {elements} WHERE {kept}\n"
        f")\nWHERE EXISTS (SELECT 1 FROM {elements} WHERE {gone})"
    )


def detachments(scope: Scope) -> list[str]:
    """Return the UPDATEs that take the key of a row to be deleted out of columns that no foreign key watches."""
    updates: list[str] = []
    for link in links_to(scope.plan, scope.entity):
        holder, own = sql_name(link.entity.table), link.pairs[-1][0]
        if link.many:
            updates.append(_detached_elements(scope, link))
        elif link.on_delete == "clear" and not link.enforced and link.whole:
            matches = [Part(f"{holder}.{sql_name(mine)} = t.{sql_name(theirs)}") for mine, theirs in link.pairs]
            found = select("1", f"{scope.table} t", [*matches, *key_conditions(scope, "t")])
            updates.append(f"UPDATE {holder} SET {sql_name(own)} = NULL\n{where([Part(f'EXISTS ({found})')])}")
    return updates
