"""Where a list goes on: the value that leads to its next page, and the address of that page."""

from collections.abc import Iterator

from generator.plan import Argument, Paging
from generator.render.answers import argument_value
from generator.render.pagination import Pages
from generator.render.scope import Scope
from generator.render.shapes import object_of
from generator.render.text import sql_name, text_constant


def next_value(scope: Scope, pages: Pages) -> str:
    """Return SQL for the value that leads to the next page, of the kind that the list's own arguments take."""
    ahead = f":{pages.start} + :{pages.size}"
    if "cursor" in pages.arguments:
        textual = "string" in scope.types(pages.arguments["cursor"][0])
        return f"base64({ahead})" if textual else ahead
    if "after" in pages.arguments:
        key = sql_name(scope.entity.key[-1])
        source = f"{pages.found} f JOIN {scope.table} t ON t._rowid_ = f.entry"
        last = ahead
        if "before" in pages.arguments:
            # Going backwards, the page's first row leads on.
            last = f"iif(:{pages.arguments['before'][0].name} IS NULL, {ahead}, :{pages.start} + 1)"
        return f"(SELECT t.{key} FROM {source} WHERE f.place = {last})"
    if "page" in pages.arguments:
        return _next_page(*pages.arguments["page"])
    return ahead if "offset" in pages.arguments else f"base64({ahead})"


def _next_page(argument: Argument, paging: Paging) -> str:
    return f"coalesce(:{argument.name}, {paging.first}) + 1"


def next_address(scope: Scope, pages: Pages) -> str:
    """Return SQL for the URL of the same call that asks for the next page."""
    address = text_constant((scope.plan.base_url or scope.plan.base_path) + scope.tool.path)
    return f"call_url({address}, {object_of(dict(_given(scope, pages)))})"


def _given(scope: Scope, pages: Pages) -> Iterator[tuple[str, str]]:
    """The names of the call's inputs as the request has them, each with its value as JSON."""
    for argument in scope.tool.arguments:
        if argument.place not in ("path", "query"):
            continue
        does = argument.does
        if not isinstance(does, Paging):
            yield argument.wire[-1], _as_sent(scope, argument)
        elif (value := _turned(scope, pages, argument, does)) is not None:
            yield argument.wire[-1], value


def _as_sent(scope: Scope, argument: Argument) -> str:
    joined = argument.split or (argument.style == "form" and not argument.explode)
    if joined and "array" in scope.types(argument):
        return f"(SELECT group_concat(e.value, ',') FROM json_each(:{argument.name}) e)"
    return argument_value(scope, argument.name).code


def _turned(scope: Scope, pages: Pages, argument: Argument, paging: Paging) -> str | None:
    """SQL for what a paging argument is in the call for the next page; None where that call does not give it."""
    value, ways = next_value(scope, pages), pages.arguments
    match paging.what:
        case "size":
            return f":{pages.size}"
        case "page":
            # Beside a cursor it only counts.
            return _next_page(argument, paging)
        case "offset":
            return None if ways.keys() & {"cursor", "after", "page"} else value
        case "cursor":
            return value
        case "after" | "before" if "cursor" not in ways and "after" in ways:
            if "before" not in ways:
                return value
            test = "NULL" if paging.what == "after" else "NOT NULL"
            return f"iif(:{ways['before'][0].name} IS {test}, {value}, NULL)"
        case _:
            return None
