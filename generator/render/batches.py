"""A batch: what one tool does to every element of an array argument, in one program."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from generator.links import link_of, links_to
from generator.plan import Argument, Column, Key, Value
from generator.render.answers import OF_ROWS, Answer, answer, rows_value
from generator.render.conditions import filter_conditions, key_conditions
from generator.render.finding import Guard
from generator.render.guards import documented, reference_guards
from generator.render.inserts import detachments, fresh_key, rows_of_singletons
from generator.render.scope import Context, Scope, entry_name
from generator.render.shapes import Expression, as_text, filled, placeholders
from generator.render.text import (
    Part,
    assignments,
    json_path,
    listed,
    select,
    sql_name,
    stored_constant,
    text_constant,
    where,
    wrapped,
)
from generator.render.values import changes, clock, element_value, made_changes, made_urls, new_row, settled
from generator.render.words import no_such, words
from generator.statuses import failure_status


@dataclass(frozen=True, slots=True)
class Batch:
    """The array argument, the columns that its elements tell (with their paths), and the column that names a row."""

    scope: Scope
    over: Argument
    columns: tuple[Column, ...]
    key: Column
    objects: bool

    @property
    def source(self) -> str:
        """The elements as a table."""
        return f"json_each(:{self.over.name}) e"

    @property
    def key_value(self) -> str:
        """The key that an element names."""
        return self.value(self.key) if self.objects else "e.value"

    def value(self, column: Column) -> str:
        """What an element tells of the column."""
        return element_value(column, "e.value", column.path or (column.name,))


def batch_program(scope: Scope) -> tuple[str, Context]:
    """Return the template's name and what it is given."""
    found = _batch_of(scope)
    name = f"batch_{scope.tool.each or 'get'}"
    makers: dict[str, Callable[[Batch], Context]] = {
        "batch_create": _create,
        "batch_update": _update,
        "batch_upsert": _upsert,
        "batch_delete": _delete,
        "batch_get": _get,
    }
    guards = [*reference_guards(scope), *_something_guard(found), *_element_guards(found)]
    return name, {"guards": guards, "table": scope.table, **_partial(found), **makers[name](found)}


def _batch_of(scope: Scope) -> Batch:
    tool, entity = scope.tool, scope.entity
    if not any(argument.name == tool.over for argument in tool.arguments):
        raise scope.fault(f'A batch goes over one of its arguments, and there is no "{tool.over}".', "Name it in over.")
    over = tool.argument(tool.over)
    items = scope.schemas.resolve(scope.schemas.resolve(over.value).get("items", {}))
    known = scope.schemas.properties(items)
    objects = "object" in scope.types_of(items) and (bool(known) or scope.types_of(items) == {"object"})
    told = [column for column in entity.columns if _is_told(scope, column, known)] if objects else []
    if not entity.key:
        raise scope.fault("Rows without a key cannot be picked one by one.", "Give the entity a key.")
    name = over.does.column if isinstance(over.does, Key | Value) and not objects else entity.key[-1]
    return Batch(scope, over, tuple(told), entity.column(name), objects)


def _is_told(scope: Scope, column: Column, known: dict[str, Any]) -> bool:
    path = column.path or (column.name,)
    if not known:
        return column.made is None and bool(column.path)
    return path[0] in known and (len(path) > 1 or _is_alike(scope, column, known[path[0]]))


def _is_alike(scope: Scope, column: Column, told: Any) -> bool:
    """Whether a column may hold what elements tell under its name: one of objects keeps no array."""
    other = {"object": "array", "array": "object"}.get(str(column.value.get("type")))
    return other is None or scope.types_of(told) - {"null"} != {other}


def _is_kept(column: Column) -> bool:
    """Whether a change writes what is told of the column; the time of the change it writes by itself."""
    return column.made in (None, "created")


def _something_guard(batch: Batch) -> Iterator[Guard]:
    """A step for an answer that shows one of the rows: without elements there is none to show."""
    names = placeholders(batch.scope.tool.answer)
    if _answer_parts(batch).reads and not any(name in OF_ROWS or name.startswith("items:") for name in names):
        sql = f"SELECT json_array_length(:{batch.over.name}) > 0"
        yield Guard("require", "invalid_argument", f"{batch.over.name} holds nothing.", sql)


def _element_guards(batch: Batch) -> Iterator[Guard]:
    """A step for each reference that elements hold, and one for the rows that they name."""
    scope = batch.scope
    unknown = scope.parameter("unknown")
    must_exist = scope.tool.each != "create" and not (scope.tool.each == "upsert" and _is_chosen(batch))
    if must_exist and scope.tool.partial is None:
        missing = _is_missing(batch)
        if scope.tool.each == "upsert":
            missing = f"{batch.key_value} IS NOT NULL AND {missing}"
        sql = f"SELECT {batch.key_value} AS {unknown}\nFROM {batch.source}\nWHERE {missing}"
        error = "not_found"
        yield Guard("refuse", error, no_such(scope.entity, batch.key.name, unknown), sql)  # type: ignore[arg-type]
    for column in batch.columns:
        link = link_of(scope.plan, scope.entity, column)
        if (
            link is None
            or link.many
            or (column.name in scope.entity.key and scope.tool.each not in ("create", "upsert"))
        ):
            continue
        value, theirs = batch.value(column), link.pairs[-1][1]
        missing = f"NOT EXISTS (SELECT 1 FROM {sql_name(link.target.table)} t WHERE t.{sql_name(theirs)} = {value})"
        sql = f"SELECT {value} AS {unknown}\nFROM {batch.source}\nWHERE {value} IS NOT NULL AND {missing}"
        yield Guard("refuse", "invalid_argument", no_such(link.target, theirs, unknown), sql)


def _is_missing(batch: Batch) -> str:
    """Whether an element names no row that the call may pick."""
    table = f"{batch.scope.table} t"
    owned = [Part(f"t.{sql_name(batch.key.name)} = {batch.key_value}"), *_conditions(batch)]
    return f"NOT EXISTS ({select('1', table, owned)})"


def _conditions(batch: Batch) -> list[Part]:
    """What is true of every row that the call may pick."""
    return [*key_conditions(batch.scope, "t"), *filter_conditions(batch.scope, "t")]


def _partial(batch: Batch) -> Context:
    """The answer of a batch of which some elements name no row, with its status; nothing where these are refused."""
    scope, partial = batch.scope, batch.scope.tool.partial
    if partial is None:
        return {}
    given = Scope(scope.plan, scope.tool.model_copy(update={"answer": partial.answer}), scope.entity, scope.schemas)
    said = text_constant(no_such(scope.entity, batch.key.name, "")).replace("{}", f"' || ({batch.key_value}) || '")
    missing = _is_missing(batch)
    told = {
        "message": said,
        "code": "'not_found'",
        "status": str(failure_status(scope.tool, "not_found")),
        "key": batch.key_value,
    }
    error = as_text(filled(partial.error, lambda name: Expression(told[name])))
    every = f"json_group_array({error} ORDER BY e.key)"
    special = {
        "errors": Expression(f"json((SELECT {every} FROM {batch.source} WHERE {missing}))", whole=True),
        "failed": Expression(f"(SELECT count(*) FROM {batch.source} WHERE {missing})"),
    }
    found = answer(given, "t", lambda name: special.get(name) or rows_value(given, name, "t", "e.key"))
    rows = select(found.code, _named_rows(batch), _conditions(batch))
    any_missing = f"EXISTS (SELECT 1 FROM {batch.source} WHERE {missing})"
    return {"partial": {"status": partial.status, "sql": f"{rows}\nHAVING {any_missing}"}}


def _named_rows(batch: Batch) -> str:
    """The elements with the rows that they name, as tables."""
    return f"{batch.source} JOIN {batch.scope.view} t ON t.{sql_name(batch.key.name)} = {batch.key_value}"


def _is_chosen(batch: Batch) -> bool:
    """Whether the elements themselves choose the keys of new rows, so that a key that no row has is no mistake."""
    if not batch.objects:
        return batch.scope.tool.each == "create" and batch.key.made is None
    told = batch.key in batch.columns and batch.key.made not in ("created", "updated")
    return told and not batch.scope.entity.id


def _create(batch: Batch) -> Context:
    scope, entity = batch.scope, batch.scope.entity
    known = {column.name: _first(batch, column) for column in batch.columns if column.made != "updated"}
    chosen = _is_chosen(batch)
    if chosen and not batch.objects:
        known[batch.key.name] = batch.key_value
    if not chosen and entity.id:
        fresh = fresh_key(entity, {**{column.name: f":{argument.name}" for argument, column in scope.keys}, **known})
        given = batch.key in batch.columns and batch.key.made != "id"
        known[batch.key.name] = f"coalesce({batch.value(batch.key)}, {fresh})" if given else fresh
    row = new_row(scope, known)
    urls = made_urls(scope)
    for column in entity.columns:
        if column.made == "url":
            row.pop(column.name, None)
    last = scope.parameter("last_entry")
    if chosen:
        rows = [
            Part(f"t.{sql_name(batch.key.name)} IN (SELECT {batch.key_value} FROM {batch.source})"),
            *key_conditions(scope, "t"),
        ]
    else:
        rows = [Part(f"t._rowid_ > :{last}")]
    shown = [Part(part.code.replace("t._rowid_", f"t.{entry_name(entity)}")) for part in rows]
    return {
        "last": last,
        "by_entry": not chosen,
        "columns": wrapped([sql_name(name) for name in row]),
        "values": listed([parts[0].code for parts in row.values()]),
        "elements": f"(SELECT e.key, e.value FROM {batch.source} ORDER BY e.key) e",
        "urls": assignments(urls) if urls else "",
        "rows": where([Part(part.code.replace("t.", "", 1)) for part in rows]),
        "singletons": rows_of_singletons(scope, rows),
        "answer": _answer(batch, f"{scope.view} t", shown, f"t.{entry_name(entity)}"),
    }


def _first(batch: Batch, column: Column) -> str:
    value = batch.value(column)
    if column.made == "created":
        return f"coalesce({value}, {clock(column)})"
    return value if column.initial is None else f"coalesce({value}, {stored_constant(column.initial, column)})"


def _upsert(batch: Batch) -> Context:
    """Elements that name a row change it, those that name none make one."""
    created, last = _create(batch), batch.scope.parameter("last_entry")
    key = f"t.{sql_name(batch.key.name)}"
    match = [Part(f"{key} = {batch.key_value}"), *key_conditions(batch.scope, "t")]
    given = element_value(batch.key, "e.value", batch.key.path or (batch.key.name,))
    found = f"NOT EXISTS ({select('1', f'{batch.scope.table} t', match)})"
    place = f"sum({given} IS NULL) OVER (ORDER BY e.key)"
    element = f"(SELECT e.key, {given} AS named, {place} AS turn FROM {batch.source}) e"
    joined = f"{key} = e.named OR (e.named IS NULL AND t.{entry_name(batch.scope.entity)} = :{last} + e.turn)"
    chosen = _is_chosen(batch)
    source = f"{element} JOIN {batch.scope.view} t ON {joined}"
    return {
        **created,
        "changes": assignments(_element_changes(batch)),
        "source": batch.source,
        "where": where(match),
        "absent": found if chosen else f"{given} IS NULL",
        "answer": _answer_by_element(batch)
        if chosen
        else _answer(batch, source, key_conditions(batch.scope, "t"), "e.key"),
    }


def _element_changes(batch: Batch) -> list[Part]:
    """The assignments of what an element tells to the row that it names."""
    scope = batch.scope
    written = [column for column in batch.columns if column.name not in scope.entity.key and _is_kept(column)]
    parts = [Part(f"{sql_name(column.name)} = {_changed(batch, column)}") for column in written]
    parts += made_changes(scope)
    anchor = sql_name(batch.key.name)
    return parts or [Part(f"{anchor} = t.{anchor}")]


def _update(batch: Batch) -> Context:
    scope = batch.scope
    if batch.objects:
        parts = _element_changes(batch)
        source, match = batch.source, [Part(f"t.{sql_name(batch.key.name)} = {batch.key_value}")]
    else:
        parts, source = changes(scope), ""
        match = [Part(f"t.{sql_name(batch.key.name)} IN (SELECT e.value FROM {batch.source})")]
    rows = [*match, *key_conditions(scope, "t")]
    return {
        "changes": assignments(parts),
        "elements": source,
        "where": where(rows),
        "answer": _answer_by_element(batch),
    }


def _changed(batch: Batch, column: Column) -> str:
    """The column's new value: what the element tells, else what it was."""
    path = json_path(column.path or (column.name,))
    value = batch.value(column)
    if batch.scope.tool.merge and column.type == "json":
        value = f"json_patch(coalesce(t.{sql_name(column.name)}, '{{}}'), {value})"
    return f"iif(json_type(e.value, {path}) IS NULL, t.{sql_name(column.name)}, {value})"


def _delete(batch: Batch) -> Context:
    scope = batch.scope
    rows = [
        Part(f"{sql_name(batch.key.name)} IN (SELECT {batch.key_value} FROM {batch.source})"),
        *key_conditions(scope),
    ]
    reads = _answer_parts(batch).reads
    gone = scope.parameter("gone")
    shows = reads and not scope.tool.soft
    shown = _answer_by_element(batch, gone if shows else "")
    return {
        "refusals": list(_refusals(batch)),
        "detach": _detached(batch),
        "changes": assignments(settled(scope, made_changes(scope))) if scope.tool.soft else "",
        "where": where(rows),
        "before": shown if shows else "",
        "answer": f"SELECT :{gone}" if shows else shown,
    }


def _detached(batch: Batch) -> list[str]:
    if batch.scope.tool.soft or batch.objects:
        return []
    keys = batch.over.model_copy(update={"does": Key(column=batch.key.name)})
    tool = batch.scope.tool.model_copy(update={"over": "", "arguments": (keys,)})
    return detachments(Scope(batch.scope.plan, tool, batch.scope.entity, batch.scope.schemas))


def _refusals(batch: Batch) -> Iterator[Guard]:
    """A step for each reference that forbids the deletion of a row."""
    scope = batch.scope
    held = scope.parameter("held")
    for link in links_to(scope.plan, scope.entity):
        if link.on_delete != "refuse" or link.many or scope.tool.soft:
            continue
        matches = " AND ".join(f"r.{sql_name(own)} = t.{sql_name(theirs)}" for own, theirs in link.pairs)
        key = sql_name(batch.key.name)
        rows = f"{batch.source} JOIN {scope.table} t ON t.{key} = {batch.key_value}"
        sql = f"SELECT DISTINCT t.{key} AS {held}\nFROM {rows}\nJOIN {sql_name(link.entity.table)} r ON {matches}"
        message = f"The {words(scope.entity.name)} {{{held}}} still has {words(link.entity.table)}."
        yield Guard("refuse", documented(scope, "conflict", "failed_precondition"), message, sql)


def _get(batch: Batch) -> Context:
    return {"answer": _answer_by_element(batch)}


def _answer_by_element(batch: Batch, name: str = "") -> str:
    """The SELECT of an answer whose rows stand in the order of the elements that name them."""
    return _answer(batch, _named_rows(batch), _conditions(batch), "e.key", name)


def _answer(batch: Batch, source: str, conditions: Sequence[Part], order: str, name: str = "") -> str:
    found = _answer_parts(batch, order)
    if not found.code:
        return ""
    code = f"{found.code} AS {name}" if name else found.code
    return select(code, source if found.reads else "", conditions if found.reads else ())


def _answer_parts(batch: Batch, order: str = "t.entry") -> Answer:
    return answer(batch.scope, "t", lambda name: rows_value(batch.scope, name, "t", order))
