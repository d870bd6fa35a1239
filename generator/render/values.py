"""What a program writes: the value of each column of a new row, and the assignments of a change."""

import json
import re
from collections.abc import Sequence

from generator.moments import DOTNET_CLOCK, is_dotnet
from generator.plan import Argument, Column, Entity, Json, Value
from generator.render.acting import acting
from generator.render.copied import copied
from generator.render.counted import next_number
from generator.render.made import Held, filled_template, named_in
from generator.render.scope import Scope
from generator.render.tellings import told_key, told_row, told_rows
from generator.render.text import Part, json_path, sql_name, stored_constant, text_constant
from generator.revisions import next_revision

_IS_DAY = re.compile(r"\bYYYY-MM-DD\b(?![T ]*[Hh])")


def clock(column: Column) -> str:
    """Return the clock's time in the form that the column's schema asks for."""
    if column.type in ("integer", "real"):
        return "now('unix')"
    if is_dotnet(column.value):
        return DOTNET_CLOCK
    day = column.value.get("format") == "date" or _IS_DAY.search(str(column.value.get("description", "")))
    return "now('date')" if day and column.value.get("format") in ("date", None) else "now()"


def _given(argument: Argument) -> str:
    """What the caller gives, or what stands for it where another value is kept."""
    value, does = f":{argument.name}", argument.does
    if not isinstance(does, Value) or not does.mapped:
        return value
    ways = " ".join(f"WHEN {text_constant(one)} THEN {text_constant(str(kept))}" for one, kept in does.mapped.items())
    return f"CASE {value} {ways} END"


def bound(scope: Scope, argument: Argument, column: Column) -> str:
    """Return the argument's value as the column keeps it."""
    value = _given(argument)
    if isinstance(argument.does, Value) and argument.does.each:
        held = told_rows(scope, argument)
        return f"iif({value} IS NULL, NULL, {held})" if scope.may_be_null(argument) or not argument.required else held
    if isinstance(argument.does, Value) and argument.does.inside:
        beside = (text_constant(part) for fixed in argument.does.beside.items() for part in fixed)
        held = f"json_object({', '.join([text_constant(argument.does.inside), value, *beside])})"
        held = told_row(scope, argument, held) if argument.does.of is not None else held
        return f"iif({value} IS NULL, NULL, {held})" if scope.may_be_null(argument) or not argument.required else held
    if isinstance(argument.does, Value) and argument.does.of is not None:
        return told_row(scope, argument, value) if column.type == "json" else told_key(argument, argument.does)
    if column.type != "json" or scope.types(argument) <= {"array", "object", "null"}:
        return value
    return _json_of_any(scope.types(argument), value)


def _json_of_any(types: frozenset[str], value: str) -> str:
    """Arrays and objects are bound as JSON text; a single value must first become JSON."""
    if types <= {"boolean", "null"}:
        return f"iif({value} IS NULL, NULL, iif({value}, 'true', 'false'))"
    quoted = f"nullif(json_quote({value}), 'null')"
    if types <= {"string", "integer", "number", "null"}:
        return quoted
    if "boolean" in types and not types & {"integer", "number"}:
        # A boolean is bound as a number, which is then none.
        rest = _json_of_any(types - {"boolean"}, value)
        return f"iif(typeof({value}) = 'integer', iif({value}, 'true', 'false'), {rest})"
    return f"iif(json_valid({value}) AND substr({value}, 1, 1) IN ('{{', '['), {value}, {quoted})"


def written(scope: Scope, value: Json, column: Column) -> str:
    """Return a value of the tool's ``set`` as SQL."""
    if value == "$now":
        return clock(column)
    if isinstance(value, str) and value.startswith("$argument:"):
        return bound(scope, scope.tool.argument(value.removeprefix("$argument:")), column)
    if isinstance(value, str) and value.startswith("$size:"):
        given = f":{scope.tool.argument(value.removeprefix('$size:')).name}"
        return f"length({given}) / 4 * 3 - (length({given}) - length(rtrim({given}, '=')))"
    if isinstance(value, str) and value.startswith("$after:"):
        return _after(scope, value.removeprefix("$after:"), column)
    if isinstance(value, str) and value.startswith("$append:"):
        return _appended(scope, json.loads(value.removeprefix("$append:")), column)
    if isinstance(value, str) and value.startswith("$$"):
        value = value[1:]
    return stored_constant(value, column)


def _after(scope: Scope, said: str, column: Column) -> str:
    """The time so long after now as the first of the arguments says that is given; as it was where none is."""
    names, unit, zero = said.split(":")
    given = [f":{scope.tool.argument(name).name}" for name in names.split(",")]
    told = given[0] if len(given) == 1 else f"coalesce({', '.join(given)})"
    before = "NULL" if scope.tool.pattern == "create" else sql_name(column.name)
    never = f" WHEN {told} = 0 THEN NULL" if zero == "never" else ""
    return f"CASE WHEN {told} IS NULL THEN {before}{never} ELSE time_add({clock(column)}, {told}, '{unit}') END"


def _appended(scope: Scope, element: dict[str, str], column: Column) -> str:
    """The array with a new element behind its others; what the caller does not give, the element does not have."""
    pairs = []
    for name, value in element.items():
        given = value.startswith("$argument:")
        argument = scope.tool.argument(value.removeprefix("$argument:")) if given else None
        pairs.append(f"{text_constant(name)}, {'now()' if argument is None else _as_json(scope, argument)}")
    new = f"json(json_patch('{{}}', json_object({', '.join(pairs)})))"
    return f"json_insert(coalesce({sql_name(column.name)}, '[]'), '$[#]', {new})"


def given_value(scope: Scope, argument: Argument, column: Column) -> list[Part]:
    """Return a new row's value from an argument: one part, or two alternatives with their conditions."""
    value, initial = bound(scope, argument, column), stored_constant(column.initial, column)
    if column.initial is None or scope.always(argument):
        return [Part(value)]
    if not scope.may_be_null(argument):
        return [Part(f"coalesce({value}, {initial})")]
    return [Part(value, f"if {argument.name}"), Part(initial, f"unless {argument.name}")]


def new_row(scope: Scope, known: dict[str, str]) -> dict[str, list[Part]]:
    """Return what each column of a new row gets; columns that stay NULL are left out.

    ``known`` are columns whose value is decided already, such as a new key.
    """
    row: dict[str, list[Part]] = {}
    for column in scope.entity.columns:
        parts = _new_value(scope, column, known)
        if parts:
            row[column.name] = parts
    for column in scope.entity.columns:
        if column.made == "copied" and (source := column.template.partition(".")[0]) in row:
            row[column.name] = [Part(_copy(scope, column, part.code), part.given) for part in row[source]]
        if column.made == "counted":
            given = {name: parts[0].code for name, parts in row.items()}
            row[column.name] = [Part(next_number(scope.entity, column, given))]
        if column.made == "token":
            row[column.name] = [Part(_token(scope, column, known))]
        if column.made == "url" and column.name not in row:
            row[column.name] = [Part(filled_template(column, lambda name: _filled_in(scope, row, name)))]
    return {column.name: row[column.name] for column in scope.entity.columns if column.name in row}


def _token(scope: Scope, column: Column, known: dict[str, str]) -> str:
    """A text that nothing tells beforehand, unless one is given: of the row's key, and the time when it is made."""
    parts = [text_constant(f"{scope.entity.table}.{column.name}"), *known.values(), "now()"]
    seed = " || ' ' || ".join(parts)
    made = f"substr(sha256({seed}), 1, 32)"
    if column.template == "base64":
        made = f"base64({made})"
    argument = scope.giving(column.name)
    return f"coalesce(nullif(:{argument.name}, ''), {made})" if argument else made


def _copy(scope: Scope, column: Column, key: str) -> str:
    return copied(scope.plan, scope.entity, column, key)


def _new_value(scope: Scope, column: Column, known: dict[str, str]) -> list[Part]:
    if column.name in known:
        return [Part(known[column.name])]
    if column.name in scope.tool.set:
        return [Part(written(scope, scope.tool.set[column.name], column))]
    argument = scope.giving(column.name)
    if column.made in ("created", "updated"):
        now = clock(column)
        return [Part(f"coalesce(:{argument.name}, {now})" if argument else now)]
    if column.made == "caller" and column.template and column.of is None:
        held = _holding_caller(column)
        return [Part(f"coalesce({bound(scope, argument, column)}, {held})" if argument else held)]
    if argument is not None:
        return given_value(scope, argument, column)
    if (key := _told_beside(scope, column)) is not None:
        return [Part(key)]
    if column.made in ("caller", "changer"):
        return [Part(acting(scope.plan, column))]
    if column.made == "id":
        return [Part(f"new_id({text_constant(scope.entity.table)})")]
    if column.initial is not None:
        return [Part(stored_constant(column.initial, column))]
    return []


def _told_beside(scope: Scope, column: Column) -> str | None:
    """The key of what an object tells of, which the column keeps alone."""
    tellings = ((argument, argument.does) for argument, _ in scope.values if isinstance(argument.does, Value))
    return next((told_key(argument, does) for argument, does in tellings if does.also == column.name), None)


def _holding_caller(column: Column) -> str:
    """An object with the acting user in one of its arrays; as it begins without one where nobody acts."""
    begun = "NULL" if column.initial is None else stored_constant(column.initial, column)
    held = f"json_object({text_constant(column.template)}, json_array(caller()))"
    return f"iif(caller() IS NULL, {begun}, {held})"


def _filled_in(scope: Scope, row: dict[str, list[Part]], name: str) -> Held:
    """What a new row's column is in a template."""
    codes = [part.code for part in row.get(name, ())]
    sure = len(codes) == 1 and (name in scope.entity.key or not scope.entity.column(name).nullable)
    return Held(tuple(codes), sure)


def _shown(scope: Scope, name: str) -> Held:
    """What a row's column is in a template."""
    return Held((sql_name(name),), name in scope.entity.key or not scope.entity.column(name).nullable)


def changes(scope: Scope) -> list[Part]:
    """Return the assignments of an update: what the caller gave, then what the operation itself writes."""
    merged = scope.tool.merge
    parts = [_change(scope, argument, column, merged) for argument, column in scope.values if _is_free(scope, column)]
    parts += _keys_alone(scope)
    return settled(scope, [*parts, *_copied_again(scope, parts), *made_changes(scope)])


def _keys_alone(scope: Scope) -> list[Part]:
    """The assignments of columns that keep the key alone of what an object tells of."""
    return [
        Part(
            f"{sql_name(argument.does.also)} = {told_key(argument, argument.does)}",
            "" if argument.required else f"if {argument.name}",
        )
        for argument, _ in scope.values
        if isinstance(argument.does, Value) and argument.does.also is not None
    ]


def _is_free(scope: Scope, column: Column) -> bool:
    return column.name not in scope.tool.set


def _change(scope: Scope, argument: Argument, column: Column, merged: bool) -> Part:
    name, value = sql_name(column.name), bound(scope, argument, column)
    held = isinstance(argument.does, Value) and (argument.does.inside or argument.does.of is not None)
    if isinstance(argument.does, Value) and argument.does.among and argument.does.of is None:
        value = f"json_set(coalesce({name}, '{{}}'), {json_path((argument.does.inside,))}, {_as_json(scope, argument)})"
    types = scope.types(argument)
    if merged and column.type == "json" and not held and "object" in types:
        patched = f"json_patch(coalesce({name}, '{{}}'), {value})"
        others = types - {"object", "null"}
        value = f"iif(json_type({value}) = 'object', {patched}, {value})" if others else patched
    if column.made == "updated" and not argument.required:
        return Part(f"{name} = coalesce({value}, {clock(column)})")  # the time of the change, where none is sent
    return Part(f"{name} = {value}", "" if argument.required else f"if {argument.name}")


def _as_json(scope: Scope, argument: Argument) -> str:
    """The argument's value as it stands inside of JSON: texts and numbers need no more than to be bound."""
    types, value = scope.types(argument), _given(argument)
    if types <= {"string", "integer", "number"}:
        return value
    return f"json({value if types <= {'array', 'object'} else _json_of_any(types, value)})"


def settled(scope: Scope, parts: Sequence[Part]) -> list[Part]:
    """Return the assignments so that the last is always there: without any, an update of nothing would not parse."""
    fixed = [index for index, part in enumerate(parts) if not part.given]
    if fixed:
        return [*parts[: fixed[-1]], *parts[fixed[-1] + 1 :], parts[fixed[-1]]]
    written_names = {part.code.split(" = ")[0] for part in parts}
    free = next((name for name in map(sql_name, _quiet_columns(scope.entity)) if name not in written_names), "")
    if free:
        return [*parts, Part(f"{free} = {free}")]
    # Every column may be written: the last one keeps its value where it is not given.
    name = parts[-1].code.split(" = ")[0]
    return [*parts, Part(f"{name} = {name}", parts[-1].given.replace("if ", "unless ", 1))]


def _quiet_columns(entity: Entity) -> list[str]:
    """Return all columns, those first that nothing looks at when they are written.

    An assignment to a key makes SQLite look for the rows that refer to it, even when it stays the same.
    """
    columns = sorted(entity.columns, key=lambda column: column.unique or column.references is not None)
    return [*(column.name for column in columns if column.name not in entity.key), *entity.key]


def made_changes(scope: Scope) -> list[Part]:
    """Return what the operation writes by itself: its ``set``, and the time of the change."""
    given = {column.name for _, column in scope.values}
    parts = [
        Part(f"{sql_name(name)} = {written(scope, value, scope.entity.column(name))}")
        for name, value in scope.tool.set.items()
    ]
    for column in scope.entity.columns:
        if column.made == "updated" and column.name not in given and _is_free(scope, column):
            parts.append(Part(f"{sql_name(column.name)} = {clock(column)}"))
        if column.made == "revision" and _is_free(scope, column):
            grown = next_revision(column.name, column.initial, text=column.type == "text")
            parts.append(Part(f"{sql_name(column.name)} = {grown}"))
        if column.made == "changer" and column.name not in given and _is_free(scope, column):
            parts.append(Part(f"{sql_name(column.name)} = {acting(scope.plan, column)}"))
    return parts


def _copied_again(scope: Scope, parts: Sequence[Part]) -> list[Part]:
    """Return the assignments of columns that are copied from the rows which the columns of other assignments name."""
    again = []
    for column in scope.entity.columns:
        source = sql_name(column.template.partition(".")[0]) if column.made == "copied" else ""
        for part in parts if source else ():
            name, _, value = part.code.partition(" = ")
            if name == source:
                again.append(Part(f"{sql_name(column.name)} = {_copy(scope, column, value)}", part.given))
    return again


def replacements(scope: Scope) -> list[Part]:
    """Return the assignments of a replacement: every column that the caller can give, back to its beginning if not."""
    parts: list[Part] = []
    addressed = {column.name for _, column in scope.keys}
    for argument, column in scope.values:
        if not _is_free(scope, column):
            continue
        name, value = sql_name(column.name), bound(scope, argument, column)
        if column.name in addressed and not scope.always(argument):
            # What the path says of the row stays where the body does not say it again.
            parts.append(Part(f"{name} = {value}", f"if {argument.name}"))
        elif scope.always(argument) or (column.nullable and column.initial is None):
            parts.append(Part(f"{name} = {value}"))
        elif column.initial is None:
            parts.append(Part(f"{name} = {value}", f"if {argument.name}"))
        else:
            parts += [Part(f"{name} = {part.code}", part.given) for part in given_value(scope, argument, column)]
    return settled(scope, [*parts, *_keys_alone(scope), *_copied_again(scope, parts), *made_changes(scope)])


def stale_urls(scope: Scope) -> list[Part]:
    """Return the assignments of made URLs that hold a column which the tool writes."""
    changed = {column.name for _, column in scope.values} | set(scope.tool.set)
    return [
        Part(f"{sql_name(column.name)} = {filled_template(column, lambda name: _shown(scope, name))}")
        for column in scope.entity.columns
        if column.made == "url" and changed & named_in(column.template)
    ]


def made_urls(scope: Scope) -> list[Part]:
    """Return the assignments of all made URLs."""
    return [
        Part(f"{sql_name(column.name)} = {filled_template(column, lambda name: _shown(scope, name))}")
        for column in scope.entity.columns
        if column.made == "url"
    ]


def element_value(column: Column, element: str, path: Sequence[str]) -> str:
    """Return what an element of a batch says for the column."""
    if column.type == "json":
        return f"nullif({element} -> {json_path(path)}, 'null')"
    return f"{element} ->> {json_path(path)}"
