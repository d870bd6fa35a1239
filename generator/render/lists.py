"""Lists: their order, and the part of them that one answer shows."""

from dataclasses import dataclass

from generator.meaning import MOST_SORTED
from generator.plan import Argument, Direction, Order, Paging
from generator.render.answers import Answer, answer, rows_value
from generator.render.conditions import filter_conditions, key_conditions
from generator.render.ends import as_asked, ended, ends_elsewhere
from generator.render.onward import address, first_row, goes_on, leading_value
from generator.render.pagination import Pages, pages_of
from generator.render.scope import Scope
from generator.render.shapes import Expression, placeholders
from generator.render.text import Part, select, sql_name, text_constant
from generator.render.words import key_words, words


def needs_total(scope: Scope) -> bool:
    """Return whether the answer tells anything that depends on how many rows the whole list has."""
    told = {"total", "has_more", "next_cursor", "next_url", "next_path", "page_count"}
    return not told.isdisjoint(placeholders(scope.tool.answer))


def size_expression(pages: Pages) -> str:
    """Return SQL for the number of rows that one answer shows at most; without any word on it that is all."""
    everything = f"(SELECT count(*) FROM {pages.found})"
    if "size" not in pages.arguments:
        others = (paging.default for _, paging in pages.arguments.values() if paging.what != "page")
        return str(next((default for default in others if default is not None), everything))
    argument, size = pages.arguments["size"]
    known = (size.default, argument.value.get("default"), size.most, everything)
    default = next(one for one in known if one is not None)
    value = f":{argument.name}" if argument.required else f"coalesce(:{argument.name}, {default})"
    return f"min({value}, {size.most})" if size.most is not None else value


@dataclass(frozen=True, slots=True)
class Place:
    """A @let step that reads where a page begins or ends out of an argument: its SELECT and its error."""

    sql: str
    missing: str
    given: str


def place_steps(scope: Scope, pages: Pages) -> list[Place]:
    """Return the steps that read a cursor, or the key of a row before or after the page."""
    steps: list[Place] = []
    for what, (argument, _) in pages.arguments.items():
        value, name = f":{argument.name}", pages.place(scope, what)
        if what in ("after", "before"):
            key = scope.entity.key[-1]
            source = f"{pages.found} f JOIN {scope.table} t ON t._rowid_ = f.entry"
            row = select(f"f.place AS {name}", source, [Part(f"t.{sql_name(key)} = {value}")])
            if scope.may_be_null(argument):
                row = f"{row}\nUNION ALL SELECT NULL WHERE {value} IS NULL"
            called = f"{words(scope.entity.name)} with the {key_words(scope.entity, key)}"
            steps.append(Place(row, f"The list has no {called} {{{argument.name}}}.", scope.given(argument)))
        elif what == "cursor" and "string" in scope.types(argument):
            number = f"CAST(unbase64(nullif({value}, '')) AS INTEGER)"
            known = f"coalesce({value}, '') IN ('', base64({number}))"
            message = f"The {words(argument.name)} was not given by an earlier answer."
            steps.append(Place(select(f"{number} AS {name}", "", [Part(known)]), message, scope.given(argument)))
    return steps


def start_expression(scope: Scope, pages: Pages) -> str:
    """Return SQL for the number of rows before the part that is asked for."""
    ways: list[str] = []
    # A place that is counted may be one by default: whoever gives a cursor or a row means that.
    counted = [what for what in pages.arguments if what in ("offset", "page")]
    for what in (*(what for what in pages.arguments if what not in counted), *counted):
        argument, paging = pages.arguments[what]
        value = f":{argument.name}"
        if what == "after":
            ways.append(f":{pages.place(scope, what)}")
        elif what == "before":
            # With fewer rows before it than a page holds, the page begins at the first.
            ways.append(f"max(:{pages.place(scope, what)} - 1 - :{pages.size}, 0)")
        elif what == "cursor":
            ways.append(f":{pages.place(scope, what)}" if "string" in scope.types(argument) else value)
        elif what == "offset":
            ways.append(f"{value} - 1" if paging.from_one else value)
        elif what == "page":
            ways.append(f"({value} - {paging.first}) * :{pages.size}")
    return f"max(coalesce({', '.join(ways)}, 0), 0)" if ways else "0"


def page_conditions(scope: Scope, pages: Pages) -> tuple[Part, ...]:
    """Return the conditions on ``f.place`` that make the page."""
    parts = [Part(f"f.place > :{pages.start}"), Part(f"f.place <= :{pages.start} + :{pages.size}")]
    if "before" in pages.arguments:
        argument = pages.arguments["before"][0]
        place = f"f.place < :{pages.place(scope, 'before')}"
        if scope.may_be_null(argument):
            place = f"(:{argument.name} IS NULL OR {place})"
        parts.append(Part(place, scope.given(argument)))
    return tuple(parts)


def order_terms(scope: Scope, alias: str) -> list[str]:
    """Return the terms of the list's order; rows that they do not tell apart stand in the order of insertion."""
    choosers = [one for one in reversed(scope.tool.arguments) if isinstance(one.does, Order)]
    terms: list[str] = []
    for chooser in choosers:
        assert isinstance(chooser.does, Order)
        for asked in _asked_orders(scope, chooser):
            for choice, columns in chooser.does.by.items():
                for column in columns:
                    terms += _terms(scope, alias, column, f"{asked} = {text_constant(choice)}")
    unchosen = [_unchosen(scope, chooser, chooser.does) for chooser in choosers if isinstance(chooser.does, Order)]
    if all(unchosen):
        for column in scope.tool.order:
            terms += _terms(scope, alias, column, " AND ".join(unchosen))
    return terms


def _asked_orders(scope: Scope, chooser: Argument) -> list[str]:
    """Return SQL for the values that the argument gives, the first of which sorts first."""
    if "array" not in scope.types(chooser):
        return [f":{chooser.name}"]
    return [f"(:{chooser.name} ->> '$[{place}]')" for place in range(MOST_SORTED)]


def _unchosen(scope: Scope, chooser: Argument, order: Order) -> str:
    """Return the condition that the argument chooses no order; "" where it always chooses one."""
    if scope.default(chooser) in order.by or chooser.required:
        return ""
    choices = ", ".join(text_constant(choice) for choice in order.by)
    return f"coalesce({_asked_orders(scope, chooser)[0]} NOT IN ({choices}), TRUE)"


def _terms(scope: Scope, alias: str, column: str, chosen: str) -> list[str]:
    """The term for one column, twice where an argument can turn it around: rows alike in the first are so in both."""
    name = f"{alias}.{sql_name(column.removeprefix('-'))}"
    descending = column.startswith("-")
    turner = next((one for one in reversed(scope.tool.arguments) if isinstance(one.does, Direction)), None)
    if turner is None:
        suffix = " DESC" if descending else ""
        return [f"CASE WHEN {chosen} THEN {name} END{suffix}" if chosen else f"{name}{suffix}"]
    assert isinstance(turner.does, Direction)
    wanted = turner.does.descending
    turned = f":{turner.name} = {int(wanted) if isinstance(wanted, bool) else text_constant(wanted)}"
    if descending and scope.default(turner) is None and not turner.required:
        turned = f"coalesce({turned}, TRUE)"
    both = f"{chosen} AND {turned}" if chosen else turned
    upward = f"CASE WHEN {chosen} THEN {name} END" if chosen else name
    return [f"CASE WHEN {both} THEN {name} END DESC", upward]


def list_conditions(scope: Scope, alias: str) -> tuple[Part, ...]:
    """Return which rows are in the list, whatever part of it is shown."""
    return (*key_conditions(scope, alias), *filter_conditions(scope, alias))


def whole_answer(scope: Scope, order: str) -> Answer:
    """Return the answer of a list that is always shown as a whole."""

    def special(name: str) -> Expression | None:
        fixed = {"total": "count(*)", "page_size": "count(*)", "offset": "0", "page": "1", "page_count": "1"}
        if name in fixed:
            return Expression(fixed[name])
        if name == "has_more":
            return Expression("json('false')", whole=True)
        if name in ("next_cursor", "next_url", "next_path", "previous_cursor", "previous_url"):
            return Expression("NULL")
        if name in ("first_url", "this_url"):
            return Expression(address(scope, pages_of(scope), "this"))
        return rows_value(scope, name, "t", order)

    found = answer(scope, "t", special)
    counts = any(name in ("total", "page_size") for name in placeholders(scope.tool.answer))
    return Answer(as_asked(scope.tool, found.code), found.reads or counts)


def paged_answer(scope: Scope, pages: Pages) -> Answer:
    """Return the answer of a list that is shown a page at a time."""
    total, size, start = f":{pages.total}", f":{pages.size}", f":{pages.start}"
    page, paging = pages.arguments.get("page", (None, Paging(what="page")))
    on = goes_on(scope, pages)

    leads = {
        "next_cursor": leading_value(scope, pages, "next"),
        "next_url": address(scope, pages, "next"),
        "next_path": address(scope, pages, "next", whole=False),
    }
    alone = [name for name in leads if ends_elsewhere(scope.tool, f"${name}")]

    def before(code: str) -> Expression:
        return Expression(f"iif({start} > 0, {code}, NULL)")

    known = {
        "total": Expression(total),
        "page_size": Expression(size),
        "offset": Expression(first_row(pages)),
        "page": Expression(
            f"coalesce(:{page.name}, {paging.first})" if page else f"{start} / max({size}, 1) + {paging.first}"
        ),
        "page_count": Expression(f"({total} + {size} - 1) / max({size}, 1)"),
        "has_more": Expression(f"json(iif({on}, 'true', 'false'))", whole=True),
        **{name: Expression(code if name in alone else f"iif({on}, {code}, NULL)") for name, code in leads.items()},
        "previous_cursor": before(leading_value(scope, pages, "previous")),
        "previous_url": before(address(scope, pages, "previous")),
        "first_url": Expression(address(scope, pages, "first")),
        "this_url": Expression(address(scope, pages, "this")),
    }
    found = answer(scope, "t", lambda name: known.get(name) or rows_value(scope, name, "t", "f.place"))
    return Answer(ended(scope.tool, found.code, on), found.reads)
