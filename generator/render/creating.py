"""Programs that make rows: create, upsert, link."""

from dataclasses import replace

from generator.render.answers import answer_of_row, answer_of_rows
from generator.render.guards import reference_guards
from generator.render.inserts import conflict_target, new_keys, rows_of_singletons
from generator.render.scope import Context, Scope
from generator.render.text import Part, assignments, names, select, sql_name, values_of, wrapped
from generator.render.values import changes, new_row, replacements


def create_program(scope: Scope) -> tuple[str, Context]:
    """Return the template and context of a program that creates a row."""
    fresh, known = new_keys(scope)
    row = new_row(scope, known)
    kept = [Part(f"{sql_name(name)} = {known[name]}") for name in scope.entity.key]
    return "create", {
        "guards": [*reference_guards(scope)],
        "fresh": fresh,
        "table": scope.table,
        "columns": wrapped([sql_name(name) for name in row]),
        "values": values_of(list(row.values())),
        "target": names(scope.entity.key) if scope.tool.existing else "",
        "asked": _asked(scope),
        "singletons": rows_of_singletons(scope, [Part(f"t.{part.code}") for part in kept]),
        "answer": answer_of_row(scope, kept),
    }


def _asked(scope: Scope) -> str:
    """What must be given for a row with the same key to be left as it is; nothing where it always is."""
    tool = scope.tool
    if not tool.existing_if or tool.existing != scope.entity.key:
        return ""
    return f"{tool.existing_if} = {'true' if tool.existing_when is True else tool.existing_when}"


def upsert_program(scope: Scope) -> tuple[str, Context]:
    """Return the template and context of a program that creates a row or replaces it."""
    fresh, known = new_keys(scope)
    row = new_row(scope, known)
    kept = [Part(f"{sql_name(name)} = {known[name]}") for name in scope.entity.key]
    existed = scope.parameter("existed")
    created = scope.tool.created_status
    told = created is not None and created != scope.tool.status
    # Where no row is shown, an empty text is an answer without a body.
    empty = scope.tool.answer is None
    new = f"SELECT ''\nWHERE NOT :{existed}" if empty else answer_of_row(scope, [*kept, Part(f"NOT :{existed}")])
    changed = _upsert_changes(scope)
    return "upsert", {
        "guards": [*reference_guards(scope)],
        "fresh": fresh,
        "table": scope.table,
        "existed": existed if told else "",
        "exists": select("1", scope.table, kept),
        "columns": wrapped([sql_name(name) for name in row]),
        "values": values_of(list(row.values())),
        "key": names(scope.entity.key),
        "changes": assignments(changed) if not all(_keeps(part) for part in changed) else "",
        "singletons": rows_of_singletons(scope, [Part(f"t.{part.code}") for part in kept]),
        "created": created,
        "created_answer": new if told else "",
        "answer": answer_of_row(scope, kept),
    }


def _keeps(part: Part) -> bool:
    """Whether the assignment leaves its column as it is."""
    name, value = part.code.split(" = ", 1)
    return name == value


def _upsert_changes(scope: Scope) -> list[Part]:
    """What becomes of the row that is there already: replaced by PUT and POST, changed by PATCH."""
    key = set(scope.entity.key)
    values = tuple(argument for argument, column in scope.values if column.name not in key)
    keys = tuple(argument for argument, _ in scope.keys)
    narrowed = replace(scope, tool=scope.tool.model_copy(update={"arguments": (*keys, *values)}))
    return changes(narrowed) if scope.tool.method == "PATCH" else replacements(narrowed)


def link_program(scope: Scope) -> tuple[str, Context]:
    """Return the template and context of a program that connects rows."""
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
        "answer": (answer_of_rows if many else answer_of_row)(scope, _link_rows(scope)),
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
