"""Which rows a tool is about: conditions of its key arguments and filters."""

from collections.abc import Callable, Iterator

from generator.conditions import is_condition
from generator.moments import is_dotnet
from generator.plan import Argument, Column, Filter, Key
from generator.render.finding import is_found_first, key_value
from generator.render.scope import Scope, body_name, view_name
from generator.render.terms import terms_condition
from generator.render.text import Part, json_path, select, sql_name, text_constant
from generator.render.words import no_such, words

Owner = Callable[[str], str]


def owner(alias: str) -> Owner:
    """Return what puts an alias before a column's name; no alias leaves it bare."""
    return lambda column: f"{alias}.{sql_name(column)}" if alias else sql_name(column)


def key_conditions(scope: Scope, alias: str = "") -> tuple[Part, ...]:
    """Return the conditions that pick rows by key, and by the caller where the key is the caller's."""
    of = owner(alias)
    found = [
        _by_either(scope, argument, column, argument.does.other, of)
        if isinstance(argument.does, Key) and argument.does.other and not is_found_first(scope, argument)
        else _key_condition(scope, argument, column, of)
        for argument, column in scope.keys
    ]
    named = {column.name for _, column in scope.keys}
    for name in scope.entity.key:
        if name not in named and scope.entity.column(name).made == "caller":
            found.append(Part(f"{of(name)} = caller()"))
    return tuple(found)


def _key_condition(scope: Scope, argument: Argument, column: Column, of: Owner) -> Part:
    found = is_found_first(scope, argument)
    name, value = of(column.name), f":{argument.name}" if found else key_value(argument, scope.table, column.name)
    if scope.takes_many(argument, column):
        return Part(f"{name} IN (SELECT e.value FROM json_each({value}) e)", scope.given(argument))
    code = f"{name} = {value}"
    if scope.may_be_null(argument) and not argument.required:
        code = f"({value} IS NULL OR {code})"
    return Part(code, scope.given(argument))


def _by_either(scope: Scope, argument: Argument, column: Column, other: str, of: Owner) -> Part:
    """The row that has the argument as its key, or else the first of the same parents that is called so."""
    value = f":{argument.name}"
    beside = [
        Part(f"k.{sql_name(one.name)} = :{each.name}", scope.given(each))
        for each, one in scope.keys
        if each is not argument and each.required and not scope.takes_many(each, one)
    ]
    own = key_value(argument, scope.table, column.name)
    named = [Part(f"k.{sql_name(column.name)} = {own}"), Part(f"k.{sql_name(other)} = {value}")]
    ways = [f"({select(f'k.{sql_name(column.name)}', f'{scope.table} k', [way, *beside])} LIMIT 1)" for way in named]
    return Part(f"{of(column.name)} = coalesce({', '.join(ways)})", scope.given(argument))


def filter_conditions(scope: Scope, alias: str) -> Iterator[Part]:
    """Return the conditions of the arguments that narrow a list."""
    of = owner(alias)
    for argument in scope.tool.arguments:
        does, value = argument.does, f":{argument.name}"
        if not isinstance(does, Filter):
            continue
        if is_condition(does):
            code = _condition(scope, does, value, of)
        else:
            code = _tested(does, scope.entity.column(does.column), value, of)
        if scope.may_be_null(argument):
            code = f"({value} IS NULL OR {code})"
        yield Part(code, scope.given(argument))


def _condition(scope: Scope, test: Filter, value: str, of: Owner) -> str:
    """Whether the row's JSON form fulfils a condition in a language of callers."""
    same = " AND ".join(f"w.{sql_name(name)} = {of(name)}" for name in scope.entity.key)
    view = sql_name(view_name(scope.entity))
    match = f"{test.test}_match(w.{sql_name(body_name(scope.entity))}, {value})"
    return f"(SELECT {match} FROM {view} w WHERE {same})"  # on one line, which may be left out as a whole


_COMPARISONS = {"eq": "=", "ne": "<>", "gt": ">", "ge": ">=", "lt": "<", "le": "<="}


def _tested(test: Filter, column: Column, value: str, of: Owner) -> str:
    name = of(column.name)
    item = "e.value"
    if test.inside:
        place = json_path(test.inside)
        # An element may be a bare key: what the caller sent in place of an object.
        item = f"iif(e.type = 'object', e.value ->> {place}, e.value)"
        name = name if test.test.startswith("has") else f"{name} ->> {place}"
    match test.test:
        case "pairs":
            pairs = f"json_each({value}) a LEFT JOIN json_each({name}) e ON e.key = a.key AND e.value = a.value"
            return f"{name} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {pairs} WHERE e.key IS NULL)"
        case "in":
            return f"{name} IN (SELECT e.value FROM json_each({value}) e)"
        case "not_in":
            return f"NOT EXISTS (SELECT 1 FROM json_each({value}) e WHERE e.value = {name})"
        case "has" | "has_any" | "has_all" | "has_none":
            return _members_tested(test.test, name, item, value)
        case "text" | "prefix":
            function = "text_match" if test.test == "text" else "text_prefix"
            tests = [f"{function}({of(one)}, {value})" for one in test.columns or (column.name,)]
            return tests[0] if len(tests) == 1 else f"({' OR '.join(tests)})"
        case "terms" if test.terms is not None:
            return terms_condition(test, test.terms, value, of, test.terms.fields)
        case "present" | "with" | "without":
            holds = f"{name} = {text_constant(test.state)}" if test.state else name
            shown = f"({'NOT ' if test.test == 'without' else ''}{value} OR NOT coalesce({holds}, 0))"
            return f"({name} IS NOT NULL) = {value}" if test.test == "present" else shown
        case _:
            return _compared(test, column, name, value)


def _compared(test: Filter, column: Column, name: str, value: str) -> str:
    """How a column's value compares with the argument: as it is, as a time, or as a number."""
    sign = _COMPARISONS[test.test]
    plain = f"{name} {sign} {value}"
    if test.as_time is None:
        return plain
    if test.as_time == "unix":
        return f"CAST({name} AS REAL) {sign} CAST({value} AS REAL)"
    # What is no time is compared as the text that it is.
    function = "time_date" if test.as_time == "day" else "time_unix"
    if not test.inside and is_dotnet(column.value):
        # CAST reads the digits that a text begins with.
        unit, seconds = (86_400, f"time_unix({value}) / 86400") if test.as_time == "day" else (1, f"time_unix({value})")
        return f"CAST(substr({name}, 7) AS INTEGER) / {1000 * unit} {sign} {seconds}"
    return f"coalesce({function}({name}) {sign} {function}({value}), {plain})"


def _members_tested(test: str, name: str, item: str, value: str) -> str:
    """Whether the array ``name`` holds one value, any, all or none of an array; ``item`` is what an element is."""
    if test == "has":
        return f"EXISTS (SELECT 1 FROM json_each({name}) e WHERE {item} = {value})"
    if test == "has_all":
        held = f"json_each({value}) a LEFT JOIN json_each({name}) e ON a.value = {item}"
        return f"NOT EXISTS (SELECT 1 FROM {held} WHERE e.id IS NULL)"
    held = f"EXISTS (SELECT 1 FROM json_each({name}) e JOIN json_each({value}) a ON a.value = {item})"
    return f"NOT {held}" if test == "has_none" else held


def covers_key(scope: Scope) -> bool:
    """Return whether the key arguments pick at most one row."""
    if scope.entity.singleton and not scope.entity.key:
        return True
    given = {
        column.name for argument, column in scope.keys if argument.required and not scope.takes_many(argument, column)
    }
    made = {name for name in scope.entity.key if scope.entity.column(name).made == "caller"}
    sets = (scope.entity.key, *scope.entity.unique, *((c.name,) for c in scope.entity.columns if c.unique))
    return any(group and set(group) <= given | made for group in sets)


def is_of_one(scope: Scope) -> bool:
    """Return whether the tool is about one row, which must be there, and not about all rows of a parent."""
    names_a_row = any(argument.required and column.references is None for argument, column in scope.keys)
    return names_a_row or covers_key(scope)


def missing_message(scope: Scope) -> str:
    """Return the message for a row that is not there, in terms of the last key argument."""
    keys = [(argument, column) for argument, column in scope.keys if column.name in scope.entity.key] or list(
        scope.keys
    )
    if not keys:
        return f"There is no such {words(scope.entity.name)}."
    argument, column = next((pair for pair in reversed(keys) if pair[1].name in scope.entity.key[-1:]), keys[-1])
    if column.references is not None and len(keys) == 1:
        target = scope.plan.entity(column.references.entity)
        return f"The {words(target.name)} {{{argument.name}}} has no {words(scope.entity.name)}."
    return no_such(scope.entity, column.name, argument.name)
