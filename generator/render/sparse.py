"""What an answer shows of a row where the caller may name the properties: the view to read, and the JSON form's SQL."""

from generator.plan import Argument, Fields
from generator.render.scope import Scope, body_name, view_name
from generator.render.text import json_literal, line, sql_name, text_constant


def chooser_of(scope: Scope) -> tuple[Argument, Fields] | None:
    """Return the argument that names the properties, or None where the answer always shows the same ones."""
    for argument in scope.tool.arguments:
        if isinstance(argument.does, Fields):
            return argument, argument.does
    return None


def shown_body(scope: Scope, alias: str = "") -> str:
    """Return SQL for the JSON form of a row of the view: all of it, or the properties that the caller named."""
    body = f"{alias}.{body_name(scope.entity)}" if alias else body_name(scope.entity)
    found = chooser_of(scope)
    if found is None:
        return body
    argument, fields = found
    value, more = f":{argument.name}", json_literal(list(fields.always))
    within = f", {text_constant(fields.within)}" if fields.within else ""
    return f"iif({value} IS NULL, {body}, json_fields({body}, {value}, {more}{within}))"


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
