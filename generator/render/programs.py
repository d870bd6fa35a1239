"""programs/*.sql: what the template of each pattern is given."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from generator.errors import RenderError
from generator.plan import Plan, Tool
from generator.render import batches
from generator.render.answers import answer, rows_value
from generator.render.conditions import filter_conditions, is_of_one, key_conditions, missing_message
from generator.render.guards import Guard, reference_guards, refusal_guards, row_guard, state_guards
from generator.render.inserts import conflict_target, detachments, new_keys, rows_of_singletons
from generator.render.lists import (
    list_conditions,
    needs_total,
    order_terms,
    page_conditions,
    paged_answer,
    pages_of,
    place_steps,
    size_expression,
    start_expression,
    whole_answer,
)
from generator.render.scope import Scope, entry_name
from generator.render.templates import template
from generator.render.text import (
    Part,
    assignments,
    comment,
    laid_out,
    line,
    names,
    select,
    sql_name,
    values_of,
    where,
    wrapped,
)
from generator.render.values import changes, made_changes, new_row, replacements, settled, stale_urls
from generator.render.words import sentence
from generator.schema import Schemas

Context = dict[str, Any]


def programs_of(plan: Plan) -> dict[str, str]:
    """Return every tool's program by file name."""
    schemas = Schemas(plan.schemas)
    return {f"programs/{tool.name}.sql": program(plan, tool, schemas) for tool in plan.tools}


def program(plan: Plan, tool: Tool, schemas: Schemas | None = None) -> str:
    """Return the text of the tool's program. Raises: RenderError for a tool that its pattern cannot express."""
    scope = Scope(plan, tool, plan.entity(tool.entity), schemas or Schemas(plan.schemas))
    try:
        name, context = PATTERNS[tool.pattern](scope)
    except RenderError as error:
        raise error if error.where else scope.fault(error.what, error.next) from error
    base = {"sentence": comment(sentence(plan, tool)), "source": comment(tool.source, 2000), "status": tool.status}
    return laid_out(template(f"programs/{name}.sql.jinja").render({**base, **context}))


def _list(scope: Scope) -> tuple[str, Context]:
    pages = pages_of(scope)
    guards = list(reference_guards(scope))
    terms = order_terms(scope, "t")
    if not pages.arguments:
        order = _order([*terms, f"t.{entry_name(scope.entity)}"], "    ")
        found = whole_answer(scope, order)
        source = f"{scope.view} t" if found.reads else ""
        return scope.tool.pattern, {
            "guards": guards,
            "pages": None,
            "answer": select(found.code, source, list_conditions(scope, "t") if found.reads else ()),
        }
    found = paged_answer(scope, pages)
    source = f"{pages.found} f JOIN {scope.view} t ON t.{entry_name(scope.entity)} = f.entry"
    return scope.tool.pattern, {
        "guards": guards,
        "pages": pages,
        "table": scope.table,
        "order": _order([*terms, "t._rowid_"], "    "),
        "where": where(list_conditions(scope, "t")),
        "places": place_steps(scope, pages),
        "counted": f", count(*) AS {pages.total} FROM {pages.found}" if needs_total(scope) else "",
        "size": size_expression(pages),
        "start": start_expression(scope, pages),
        "answer": select(
            found.code, source if found.reads else "", page_conditions(scope, pages) if found.reads else ()
        ),
    }


def _order(terms: Sequence[str], indent: str) -> str:
    """The terms of an ORDER BY: on one line where they are short."""
    flat = ", ".join(terms)
    return flat if len(flat) <= 60 else "\n" + ",\n".join(f"{indent}{term}" for term in terms)


def _get(scope: Scope) -> tuple[str, Context]:
    found = answer(scope, "")
    return "get" if scope.tool.pattern == "singleton" else scope.tool.pattern, {
        "guards": [*reference_guards(scope)],
        "missing": missing_message(scope),
        "answer": select(found.code or "NULL", scope.view, key_conditions(scope)),
        "bodiless": not found.code,
    }


def _create(scope: Scope) -> tuple[str, Context]:
    fresh, known = new_keys(scope)
    row = new_row(scope, known)
    kept = [Part(f"{sql_name(name)} = {known[name]}") for name in scope.entity.key]
    return "create", {
        "guards": [*reference_guards(scope)],
        "fresh": fresh,
        "table": scope.table,
        "columns": wrapped([sql_name(name) for name in row]),
        "values": values_of(list(row.values())),
        "singletons": rows_of_singletons(scope, [Part(f"t.{part.code}") for part in kept]),
        "answer": _answer_of_row(scope, kept),
    }


def _answer_of_row(scope: Scope, conditions: Sequence[Part]) -> str:
    """The SELECT of the answer after a write of one row; none for an answer without a body."""
    found = answer(scope, "")
    if not found.code:
        return ""
    return select(found.code, scope.view if found.reads else "", conditions if found.reads else ())


def _answer_of_rows(scope: Scope, conditions: Sequence[Part]) -> str:
    """The same after a write of any number of rows."""
    order = f"t.{entry_name(scope.entity)}"
    found = answer(scope, "t", lambda name: rows_value(scope, name, "t", order))
    if not found.code:
        return ""
    # What begins with a bracket names its columns without an alias, and they are this table's alone.
    rows = [part if part.code.startswith("(") else Part(f"t.{part.code}", part.given) for part in conditions]
    return select(found.code, f"{scope.view} t" if found.reads else "", rows if found.reads else ())


def _row_guards(scope: Scope, *more: Guard) -> tuple[list[Guard], str]:
    """The steps before a change of the row, and the message under the change where no step asks for the row."""
    before = list(reference_guards(scope, ("path",)))
    after = [*reference_guards(scope, ("query", "body", "header", "cookie")), *more]
    if not is_of_one(scope):
        return [*before, *after], ""
    if not after:
        return before, missing_message(scope)
    return [*before, row_guard(scope), *after], ""


def _rows_after(scope: Scope) -> list[Part]:
    """The conditions that pick the row after the change: a key that was changed has its new value."""
    parts: list[Part] = []
    changed = {column.name: argument for argument, column in scope.values}
    for condition, name in zip(key_conditions(scope), _condition_columns(scope), strict=True):
        argument = changed.get(name)
        if argument is None or name in scope.tool.set:
            parts.append(condition)
            continue
        parts.append(Part(f"{sql_name(name)} = :{argument.name}", "" if argument.required else f"if {argument.name}"))
        if not argument.required:
            parts.append(replace(condition, given=f"unless {argument.name}"))
    return parts


def _condition_columns(scope: Scope) -> list[str]:
    """The columns of ``key_conditions``, in its order."""
    named = [column.name for _, column in scope.keys]
    return [
        *named,
        *(name for name in scope.entity.key if name not in named and scope.entity.column(name).made == "caller"),
    ]


def _update(scope: Scope) -> tuple[str, Context]:
    _need_keys(scope)
    guards, missing = _row_guards(scope, *state_guards(scope))
    parts = replacements(scope) if scope.tool.pattern == "replace" else changes(scope)
    urls = stale_urls(scope)
    after = _rows_after(scope)
    return scope.tool.pattern, {
        "guards": guards,
        "missing": missing,
        "table": scope.table,
        "changes": assignments(parts),
        "where": where(key_conditions(scope)),
        "urls": assignments(urls) if urls else "",
        "after": where(after),
        "answer": (_answer_of_row if is_of_one(scope) else _answer_of_rows)(scope, after),
    }


def _need_keys(scope: Scope) -> None:
    if not key_conditions(scope) and not scope.entity.singleton:
        raise scope.fault("No argument tells which rows it is about.", "Give one of its arguments the role key.")


def _singleton(scope: Scope) -> tuple[str, Context]:
    if scope.tool.method in ("GET", "HEAD"):
        return _get(scope)
    _, context = _update(scope)
    row = {**new_row(_without_values(scope), _singleton_keys(scope))}
    absent = select("1", scope.table, key_conditions(scope))
    values = ", ".join(part.code for parts in row.values() for part in parts[:1])
    columns = wrapped([sql_name(name) for name in row])
    insert = f"INSERT INTO {scope.table} {columns}\nSELECT {values}\nWHERE NOT EXISTS ({absent})"
    guards = [*reference_guards(scope), *state_guards(scope)]
    return "singleton", {**context, "guards": guards, "missing": "", "insert": insert if row else ""}


def _without_values(scope: Scope) -> Scope:
    """The scope as if the tool wrote nothing that the caller gives: what a new row begins with."""
    keys = tuple(argument for argument, _ in scope.keys)
    return replace(scope, tool=scope.tool.model_copy(update={"arguments": keys, "set": {}}))


def _singleton_keys(scope: Scope) -> dict[str, str]:
    return {column.name: f":{argument.name}" for argument, column in scope.keys}


def _upsert(scope: Scope) -> tuple[str, Context]:
    fresh, known = new_keys(scope)
    row = new_row(scope, known)
    kept = [Part(f"{sql_name(name)} = {known[name]}") for name in scope.entity.key]
    existed = scope.parameter("existed")
    created = scope.tool.created_status
    told = scope.tool.answer is not None and created is not None and created != scope.tool.status
    return "upsert", {
        "guards": [*reference_guards(scope)],
        "fresh": fresh,
        "table": scope.table,
        "existed": existed if told else "",
        "exists": select("1", scope.table, kept),
        "columns": wrapped([sql_name(name) for name in row]),
        "values": values_of(list(row.values())),
        "key": names(scope.entity.key),
        "changes": assignments(_upsert_changes(scope)),
        "singletons": rows_of_singletons(scope, [Part(f"t.{part.code}") for part in kept]),
        "created": created,
        "created_answer": _answer_of_row(scope, [*kept, Part(f"NOT :{existed}")]) if told else "",
        "answer": _answer_of_row(scope, kept),
    }


def _upsert_changes(scope: Scope) -> list[Part]:
    """What becomes of the row that is there already: replaced by PUT and POST, changed by PATCH."""
    key = set(scope.entity.key)
    values = tuple(argument for argument, column in scope.values if column.name not in key)
    keys = tuple(argument for argument, _ in scope.keys)
    narrowed = replace(scope, tool=scope.tool.model_copy(update={"arguments": (*keys, *values)}))
    return changes(narrowed) if scope.tool.method == "PATCH" else replacements(narrowed)


def _delete(scope: Scope) -> tuple[str, Context]:
    conditions = (*key_conditions(scope), *filter_conditions(scope, ""))
    refusals = () if scope.tool.soft else refusal_guards(scope)
    guards, missing = _row_guards(scope, *state_guards(scope), *refusals)
    if not scope.tool.soft:
        before, after = _answer_of_gone(scope, missing)
    else:
        before, after = "", (_answer_of_row if is_of_one(scope) else _answer_of_rows)(scope, _rows_after(scope))
    return "delete", {
        "guards": guards,
        "missing": missing if not before else "",
        "missing_before": missing,
        "table": scope.table,
        "changes": assignments(settled(scope, made_changes(scope))) if scope.tool.soft else "",
        "where": where(conditions),
        "before": before,
        "detach": [] if scope.tool.soft else detachments(scope),
        "violates": _violates(scope),
        "answer": after,
    }


def _answer_of_gone(scope: Scope, missing: str) -> tuple[str, str]:
    """The SELECT of an answer that shows the rows before they go, and the one that gives it afterwards."""
    order = f"t.{entry_name(scope.entity)}"
    one = is_of_one(scope)
    found = answer(scope, "t", lambda name: None if one else rows_value(scope, name, "t", order))
    if not found.code:
        return "", ""
    if not found.reads:
        return "", select(found.code, "", ())
    name = scope.parameter("gone")
    conditions = (*key_conditions(scope, "t"), *filter_conditions(scope, "t"))
    return select(f"{found.code} AS {name}", f"{scope.view} t", conditions), f"SELECT :{name}"


def _violates(scope: Scope) -> str:
    from generator.render.links import blocked_below

    if scope.tool.soft or not blocked_below(scope.plan, scope.entity):
        return ""
    return "Something that would go with it is still in use."


def _link(scope: Scope) -> tuple[str, Context]:
    fresh, known = new_keys(scope)
    many = next(
        ((argument, column) for argument, column in scope.keys + scope.values if scope.takes_many(argument, column)),
        None,
    )
    source = ""
    if many is not None:
        known = {**known, many[1].name: "e.value"}
        source = f"json_each(:{many[0].name}) e"
    row = new_row(scope, known)
    narrowed = _only_values(scope)
    parts = replacements(narrowed) if narrowed.values else []
    return "link", {
        "guards": [*reference_guards(scope)],
        "fresh": fresh,
        "table": scope.table,
        "columns": wrapped([sql_name(name) for name in row]),
        "values": values_of(list(row.values())),
        "selected": ", ".join(parts[0].code for parts in row.values()),
        "elements": source,
        "target": names(conflict_target(scope)),
        "changes": assignments(parts) if parts else "",
        "answer": (_answer_of_rows if many else _answer_of_row)(scope, _link_rows(scope)),
    }


def _only_values(scope: Scope) -> Scope:
    target = set(conflict_target(scope))
    values = tuple(argument for argument, column in scope.values if column.name not in target)
    return replace(scope, tool=scope.tool.model_copy(update={"arguments": values}))


def _link_rows(scope: Scope) -> list[Part]:
    parts: list[Part] = []
    for argument, column in (*scope.keys, *scope.values):
        if column.name not in conflict_target(scope):
            continue
        value, name = f":{argument.name}", sql_name(column.name)
        many = scope.takes_many(argument, column)
        parts.append(Part(f"{name} IN (SELECT e.value FROM json_each({value}) e)" if many else f"{name} = {value}"))
    return parts


def _unlink(scope: Scope) -> tuple[str, Context]:
    _need_keys(scope)
    _name, context = _delete(scope)
    if "not_found" not in scope.tool.failures:
        context = {**context, "missing": "", "missing_before": ""}
    return "unlink", context


def _batch(scope: Scope) -> tuple[str, Context]:
    return batches.batch(scope)


def _custom(scope: Scope) -> tuple[str, Context]:
    if not scope.tool.steps:
        raise scope.fault("A custom tool has no steps.", "Write its program's lines into steps.")
    return "custom", {"steps": "\n".join(scope.tool.steps)}


PATTERNS: Mapping[str, Callable[[Scope], tuple[str, Context]]] = {
    "list": _list,
    "search": _list,
    "get": _get,
    "view": _get,
    "create": _create,
    "update": _update,
    "replace": _update,
    "transition": _update,
    "singleton": _singleton,
    "upsert": _upsert,
    "delete": _delete,
    "link": _link,
    "unlink": _unlink,
    "batch": _batch,
    "custom": _custom,
}

__all__ = ["PATTERNS", "line", "program", "programs_of"]
