"""Programs that change or remove rows which are there."""

from dataclasses import replace

from generator.links import blocked_below
from generator.render.answers import answer, answer_of_row, answer_of_rows, rows_value
from generator.render.conditions import filter_conditions, is_of_one, key_conditions, missing_message
from generator.render.finding import Guard
from generator.render.guards import own_finding_guards, reference_guards, refusal_guards, row_guard, state_guards
from generator.render.inserts import detachments
from generator.render.members import member_changes, member_guards
from generator.render.reading import get_program
from generator.render.scope import Context, Scope, entry_name
from generator.render.sparse import rows_source
from generator.render.text import Part, assignments, select, sql_name, where, wrapped
from generator.render.values import changes, made_changes, new_row, replacements, settled, stale_urls


def _row_guards(scope: Scope, *more: Guard) -> tuple[list[Guard], str]:
    """The steps before a change of the row, and the message under the change where no step asks for the row."""
    before = [*reference_guards(scope, ("path",)), *own_finding_guards(scope)]
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


def update_program(scope: Scope) -> tuple[str, Context]:
    """Return the template and context of a program that changes a row."""
    _need_keys(scope)
    guards, missing = _row_guards(scope, *state_guards(scope), *member_guards(scope))
    parts = replacements(scope) if scope.tool.pattern == "replace" else changes(scope)
    if members := member_changes(scope):
        # What keeps a column as it is only stands there where nothing else changes.
        parts = settled(scope, [*members, *made_changes(scope)]) if not scope.values else [*members, *parts]
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
        "answer": (answer_of_row if is_of_one(scope) else answer_of_rows)(scope, after),
    }


def _need_keys(scope: Scope) -> None:
    if not key_conditions(scope) and not scope.entity.singleton:
        raise scope.fault("No argument tells which rows it is about.", "Give one of its arguments the role key.")


def singleton_program(scope: Scope) -> tuple[str, Context]:
    """Return the template and context of a program that reads or changes the one row of a scope."""
    if scope.tool.method in ("GET", "HEAD"):
        return get_program(scope)
    _, context = update_program(scope)
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


def delete_program(scope: Scope) -> tuple[str, Context]:
    """Return the template and context of a program that removes rows."""
    conditions = (*key_conditions(scope), *filter_conditions(scope, ""))
    refusals = () if scope.tool.soft else refusal_guards(scope)
    guards, missing = _row_guards(scope, *state_guards(scope), *refusals)
    if not scope.tool.soft:
        before, after = _answer_of_gone(scope, missing)
    else:
        before, after = "", (answer_of_row if is_of_one(scope) else answer_of_rows)(scope, _rows_after(scope))
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
    return select(f"{found.code} AS {name}", rows_source(scope, "t"), conditions), f"SELECT :{name}"


def _violates(scope: Scope) -> str:
    if scope.tool.soft or not blocked_below(scope.plan, scope.entity):
        return ""
    return "Something that would go with it is still in use."


def unlink_program(scope: Scope) -> tuple[str, Context]:
    """Return the template and context of a program that disconnects rows."""
    _need_keys(scope)
    _name, context = delete_program(scope)
    if "not_found" not in scope.tool.failures:
        context = {**context, "missing": "", "missing_before": ""}
    return "unlink", context
