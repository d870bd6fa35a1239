"""What an answer shows of a row where the caller may name the properties: the view to read, and the JSON form's SQL."""

from generator.plan import Argument, Fields, Parts
from generator.render.scope import Scope, body_name, view_name
from generator.render.shapes import without
from generator.render.text import json_literal, json_path, line, sql_name, text_constant


def chooser_of(scope: Scope) -> tuple[Argument, Fields] | None:
    """Return the argument that names the properties, or None where the answer always shows the same ones."""
    for argument in scope.tool.arguments:
        if isinstance(argument.does, Fields):
            return argument, argument.does
    return None


def shown_body(scope: Scope, alias: str = "") -> str:
    """Return SQL for the JSON form of a row of the view: all of it, or what the caller asked for."""
    return _with_parts(scope, _chosen_body(scope, alias))


def _with_parts(scope: Scope, body: str) -> str:
    """The JSON form without the properties that the caller may ask for, and did not."""
    hidden = []
    for argument in scope.tool.arguments:
        does, value = argument.does, f":{argument.name}"
        if not isinstance(does, Parts):
            continue
        hidden += [(not_asked(argument.name, word), (name,)) for word, name in does.words.items()]
        if does.keyed:
            chosen = f"json_fields({body}, {value}, '[]', {text_constant(does.keyed)})"
            body = f"iif({value} IS NULL, json_remove({body}, {json_path((does.keyed,))}), {chosen})"
    return without(body, hidden)


def not_asked(argument: str, word: str) -> str:
    """Return SQL that tells that an array does not name the word; without a word, that a flag is not true."""
    if not word:
        return f"coalesce(NOT :{argument}, TRUE)"
    return f"NOT EXISTS (SELECT 1 FROM json_each(:{argument}) a WHERE a.value = {text_constant(word)})"


def _chosen_body(scope: Scope, alias: str) -> str:
    """The JSON form, or of it the properties that the caller named."""
    body = f"{alias}.{body_name(scope.entity)}" if alias else body_name(scope.entity)
    found = chooser_of(scope)
    if found is None:
        return body
    argument, fields = found
    value, more = f":{argument.name}", json_literal(list(fields.always))
    within = f", {text_constant(fields.within)}" if fields.within else ""
    whole = f"{value} IS NULL"
    if fields.every:
        whole += f" OR EXISTS (SELECT 1 FROM json_each({value}) e WHERE e.value = {text_constant(fields.every)})"
    return f"iif({whole}, {body}, json_fields({body}, {value}, {more}{within}))"


def rows_source(scope: Scope, alias: str = "", joined: str = "", on: str = "") -> str:
    """Return a FROM clause's content: the view of the tool's form, or that from which the caller chooses.

    ``joined`` is what the view is joined to, and ``on`` the condition of the join.
    """
    called = (f" {alias}" if alias else "") + (f" ON {on}" if on else "")
    before = "JOIN " if joined else ""
    found = chooser_of(scope)
    if found is None or found[1].form == scope.tool.form or scope.always(found[0]):
        view = scope.view if found is None else _wider(scope, found[1])
        return f"{joined} {before}{view}{called}".lstrip()
    argument, fields = found
    wide = line(f"  {before}{_wider(scope, fields)}{called}", f"if {argument.name}")
    usual = line(f"  {before}{scope.view}{called}", f"unless {argument.name}")
    return f"{joined}\n{wide}\n{usual}"


def _wider(scope: Scope, fields: Fields) -> str:
    return sql_name(view_name(scope.entity, fields.form))
