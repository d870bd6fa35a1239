"""What a tool answers: its template's placeholders as SQL."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator.plan import Show
from generator.render.scope import Scope, entry_name
from generator.render.shapes import Expression, as_text, column_value, filled, placeholders, without
from generator.render.sparse import not_asked, rows_source, shown_body
from generator.render.text import Part, select, sql_name

# Placeholders that are made of the rows of a list or batch, and so need its FROM clause.
OF_ROWS = frozenset({"items", "map", "keys", "count"})

# What they are where the answer shows one row.
_OF_ONE = {
    "count": Expression("1"),
    "total": Expression("1"),
    "page": Expression("1"),
    "page_count": Expression("1"),
    "page_size": Expression("1"),
    "offset": Expression("0"),
    "has_more": Expression("json('false')", whole=True),
    "next_cursor": Expression("NULL"),
    "next_url": Expression("NULL"),
    "next_path": Expression("NULL"),
    "previous_cursor": Expression("NULL"),
    "previous_url": Expression("NULL"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """The SQL of a JSON answer; ``reads`` tells that it needs a row (or rows) to read from. No code is no body."""

    code: str = ""
    reads: bool = False


def answer(scope: Scope, alias: str, special: Callable[[str], Expression | None] = lambda name: None) -> Answer:
    """Return the tool's answer, read from rows of its view called ``alias``.

    ``special`` gives what else stands for a placeholder, before the usual ones.
    """
    template = scope.tool.answer
    if template is None:
        return Answer()

    def lookup(name: str) -> Expression:
        return special(name) or _usual(scope, name, alias)

    found = placeholders(template)
    code = _without_hidden(scope, as_text(filled(template, lookup)))
    return Answer(
        code, any(name in OF_ROWS or name == "row" or name.startswith(("column:", "items:")) for name in found)
    )


def _usual(scope: Scope, name: str, alias: str) -> Expression:
    before = f"{alias}." if alias else ""
    word, _, detail = name.partition(":")
    body = shown_body(scope, alias)
    if name in _OF_ONE:
        return _OF_ONE[name]
    if name == "now":
        return Expression("now()")
    if name == "items":
        return Expression(f"json_array(json({body}))", whole=True)
    if name == "keys":
        return Expression(f"json_array({before}{sql_name(scope.entity.key[-1])})", whole=True)
    if name == "row":
        # The body is the whole answer where nothing surrounds it; inside of another value it must be read as JSON.
        return Expression(body if scope.tool.answer == "$row" else f"json({body})", whole=True)
    if word == "column" and detail:
        # Nothing takes its property away where it is NULL, as a row's form does.
        return _plain(column_value(scope.entity.column(detail).model_copy(update={"absent": False}), alias))
    if word == "argument" and detail:
        return argument_value(scope, detail)
    raise scope.fault(
        f"The placeholder ${name} stands for nothing in an answer of the pattern {scope.tool.pattern}.",
        "Take it out of the tool's answer in plan.json.",
    )


def _plain(expression: Expression) -> Expression:
    """A column that is named like a view's JSON form, quoted: bare, it is taken for one that json() must wrap."""
    return Expression(re.sub(r"\bbody$", '"body"', expression.code), expression.whole)


def argument_value(scope: Scope, name: str) -> Expression:
    """Return SQL for what the caller gave, as JSON."""
    types = scope.types(scope.tool.argument(name)) - {"null"}
    if types and types <= {"array", "object"}:
        return Expression(f"json(:{name})", whole=True)
    if types == {"boolean"}:
        return Expression(f"json(CASE :{name} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END)", whole=True)
    return Expression(f":{name}")


def _without_hidden(scope: Scope, code: str) -> str:
    """The answer without the properties that an argument must ask for."""
    hidden = [
        (not_asked(argument.name, argument.does.word), (name,))
        for argument in scope.tool.arguments
        if isinstance(argument.does, Show)
        for name in argument.does.properties
    ]
    return without(code, hidden) if hidden and isinstance(scope.tool.answer, dict) else code


def key_value(scope: Scope, alias: str) -> str:
    """Return the column that names a row in ``$keys`` and ``$map``."""
    return f"{alias}.{sql_name(scope.entity.key[-1])}"


def rows_value(scope: Scope, name: str, alias: str, order: str) -> Expression | None:
    """Return what ``$items``, ``$map`` or ``$keys`` stand for in a SELECT over the rows, in this order."""
    if name == "items":
        return Expression(f"json_group_array(json({shown_body(scope, alias)}) ORDER BY {order})", whole=True)
    if name == "keys":
        return Expression(f"json_group_array({key_value(scope, alias)} ORDER BY {order})", whole=True)
    if name == "map":
        pair = f"{key_value(scope, alias)}, json({shown_body(scope, alias)})"
        return Expression(f"json_group_object({pair} ORDER BY {order})", whole=True)
    if name in ("count", "total"):
        return Expression("count(*)")
    if name.startswith("items:"):
        value = column_value(scope.entity.column(name.removeprefix("items:")), alias)
        return Expression(f"json_group_array({value.code} ORDER BY {order})", whole=True)
    return None


def answer_of_row(scope: Scope, conditions: Sequence[Part]) -> str:
    """The SELECT of the answer after a write of one row; none for an answer without a body."""
    found = answer(scope, "")
    if not found.code:
        return ""
    return select(found.code, rows_source(scope) if found.reads else "", conditions if found.reads else ())


def answer_of_rows(scope: Scope, conditions: Sequence[Part]) -> str:
    """The same after a write of any number of rows."""
    order = f"t.{entry_name(scope.entity)}"
    found = answer(scope, "t", lambda name: rows_value(scope, name, "t", order))
    if not found.code:
        return ""
    # What begins with a bracket names its columns without an alias, and they are this table's alone.
    rows = [part if part.code.startswith("(") else Part(f"t.{part.code}", part.given) for part in conditions]
    return select(found.code, rows_source(scope, "t") if found.reads else "", rows if found.reads else ())
