"""Where a list's pages are: the values that lead to the next and the previous one, and the addresses of pages."""

from collections.abc import Iterator
from typing import Literal

from generator.plan import Argument, Paging
from generator.render.answers import argument_value
from generator.render.pagination import Pages
from generator.render.scope import Scope
from generator.render.shapes import object_of, placeholders
from generator.render.text import sql_name, text_constant

Page = Literal["next", "previous", "first", "this"]


def goes_on(scope: Scope, pages: Pages) -> str:
    """Return SQL for whether a next page is there."""
    on = f":{pages.start} + :{pages.size} < :{pages.total}"
    if "before" not in pages.arguments:
        return on
    if _tells_previous(scope):
        return f"(:{pages.place(scope, 'before')} IS NOT NULL OR {on})"
    # Going backwards, the list goes on while rows stand before the page.
    return f"iif(:{pages.arguments['before'][0].name} IS NULL, {on}, :{pages.start} > 0)"


def leading_value(scope: Scope, pages: Pages, page: Page) -> str:
    """Return SQL for the value that leads to the next or the previous page, of the kind that the list's own take."""
    place = f":{pages.start} + :{pages.size}" if page == "next" else f"max(:{pages.start} - :{pages.size}, 0)"
    if "cursor" in pages.arguments:
        textual = "string" in scope.types(pages.arguments["cursor"][0])
        return f"base64({place})" if textual else place
    if "after" in pages.arguments:
        return _leading_key(scope, pages, page)
    if "page" in pages.arguments:
        return _turned_page(*pages.arguments["page"], page)
    if "offset" in pages.arguments:
        return f"{place} + 1" if pages.arguments["offset"][1].from_one else place
    return f"base64({place})"


def first_row(pages: Pages) -> str:
    """Return SQL for the number that the page's first row has to the list's offset."""
    _, paging = pages.arguments.get("offset", (None, None))
    return f":{pages.start} + 1" if paging is not None and paging.from_one else f":{pages.start}"


def address(scope: Scope, pages: Pages, page: Page, *, whole: bool = True) -> str:
    """Return SQL for the URL of the same call that asks for that page, ``whole`` or from the API's paths on."""
    base = (scope.plan.base_url or scope.plan.base_path) if whole else ""
    return f"call_url({text_constant(base + scope.tool.path)}, {object_of(dict(_given(scope, pages, page)))})"


def _tells_previous(scope: Scope) -> bool:
    """Whether the answer leads to the previous page too, so that the next one is always further down the list."""
    return not {"previous_url", "previous_cursor"}.isdisjoint(placeholders(scope.tool.answer))


def _leading_key(scope: Scope, pages: Pages, page: Page) -> str:
    """SQL for the key of the row behind which the next page begins, or before which, or behind which, the previous."""
    ahead = f":{pages.start} + :{pages.size}"
    if page == "previous":
        place = f":{pages.start} + 1" if "before" in pages.arguments else f":{pages.start} - :{pages.size}"
    elif "before" not in pages.arguments:
        place = ahead
    elif _tells_previous(scope):
        place = f"min({ahead}, coalesce(:{pages.place(scope, 'before')} - 1, {ahead}))"
    else:
        # Going backwards, the page's first row leads on.
        place = f"iif(:{pages.arguments['before'][0].name} IS NULL, {ahead}, :{pages.start} + 1)"
    source = f"{pages.found} f JOIN {scope.table} t ON t._rowid_ = f.entry"
    return f"(SELECT t.{sql_name(scope.entity.key[-1])} FROM {source} WHERE f.place = {place})"


def _turned_page(argument: Argument, paging: Paging, page: Page) -> str:
    here = f"coalesce(:{argument.name}, {paging.first})"
    turned = {
        "next": f"{here} + 1",
        "previous": f"max({here} - 1, {paging.first})",
        "first": str(paging.first),
        "this": here,
    }
    return turned[page]


def _given(scope: Scope, pages: Pages, page: Page) -> Iterator[tuple[str, str]]:
    """The names of the call's inputs as the request has them, each with its value as JSON."""
    for argument in scope.tool.arguments:
        if argument.place not in ("path", "query"):
            continue
        does = argument.does
        if not isinstance(does, Paging):
            yield argument.wire[-1], _as_sent(scope, argument)
        elif (value := _turned(scope, pages, argument, does, page)) is not None:
            yield argument.wire[-1], value


def _as_sent(scope: Scope, argument: Argument) -> str:
    joined = argument.split or (argument.style == "form" and not argument.explode)
    if joined and "array" in scope.types(argument):
        return f"(SELECT group_concat(e.value, ',') FROM json_each(:{argument.name}) e)"
    return argument_value(scope, argument.name).code


def _turned(scope: Scope, pages: Pages, argument: Argument, paging: Paging, page: Page) -> str | None:
    """SQL for what a paging argument is in the call for a page; None where that call does not give it."""
    match paging.what:
        case "size":
            return f":{pages.size}"
        case "page":
            # Beside a cursor it only counts.
            return _turned_page(argument, paging, page)
        case "offset" if pages.arguments.keys() & {"cursor", "after", "page"}:
            return f":{argument.name}" if page == "this" else None
        case "offset":
            return {"first": str(paging.begins), "this": first_row(pages)}.get(page) or leading_value(
                scope, pages, page
            )
        case _ if page == "this":
            return argument_value(scope, argument.name).code
        case _ if page == "first":
            return None
        case "cursor":
            return leading_value(scope, pages, page)
        case "after" | "before" if "cursor" not in pages.arguments and "after" in pages.arguments:
            return _turned_key(scope, pages, paging, page)
        case _:
            return None


def _turned_key(scope: Scope, pages: Pages, paging: Paging, page: Page) -> str | None:
    """The same of the key of a row after or before the page."""
    value = leading_value(scope, pages, page)
    if "before" not in pages.arguments:
        return value
    if _tells_previous(scope):
        return value if paging.what == ("after" if page == "next" else "before") else None
    test = "NULL" if paging.what == "after" else "NOT NULL"
    return f"iif(:{pages.arguments['before'][0].name} IS {test}, {value}, NULL)"
