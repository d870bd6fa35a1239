"""Faults of pages: where they begin and end, and what they say of the whole list."""

from collections.abc import Iterator

from generator.faults.fault import Fault, Site, Subject, at, laws
from generator.faults.lists import can_show_new, holds_one, without
from generator.faults.programs import answers, with_body, with_step
from generator.faults.statements import (
    Change,
    Span,
    changed,
    conjuncts,
    occurrences,
    text_of,
)
from generator.meaning import next_place, paging, place_of
from generator.plan import Tool
from state_db.program import Program, Return
from state_db.sql import significant, text_literal


def _paged(subject: Subject) -> Iterator[tuple[Tool, Program, Return]]:
    """Lists whose page size the caller chooses, with the step that cuts out the page."""
    for tool, entity, program in subject.tools("list", "search"):
        found = answers(program)
        many = len(subject.probe.addressable(tool)) > 1 or can_show_new(subject, tool, entity)
        many = many and not holds_one(tool, entity)
        if len(found) == 1 and paging(tool, "size") is not None and many and occurrences(found[0].body, ".", "place"):
            yield tool, program, found[0]


def _starts(subject: Subject) -> Iterator[tuple[Tool, Program, Return, Span, str]]:
    """The mark in ``f.place > :start`` of a list of which a later page can be asked for."""
    for tool, program, step in _paged(subject):
        if not goes_on(tool):
            continue
        for span in conjuncts(step.body):
            tokens = significant(span.text)
            if [token.text for token in tokens[:4]] == ["f", ".", "place", ">"] and len(tokens) == 5:
                mark = span.start + tokens[3].start
                yield tool, program, step, Span(mark, span.end, span.text[tokens[3].start :]), tokens[4].text


def goes_on(tool: Tool) -> bool:
    """Return whether a caller can ask for a later page: a cursor alone is of no use where no answer gives one."""
    cursor = paging(tool, "cursor")
    by_place = any(paging(tool, what) for what in ("page", "offset", "after"))
    return by_place or (cursor is not None and next_place(tool, cursor[0]) is not None)


def _repeated_rows(subject: Subject) -> Iterator[Site]:
    for tool, program, step, span, start in _starts(subject):
        body = changed(step.body, [Change(span, f"> {start} - ({start} > 0)")])
        yield at(tool, with_step(program, step, with_body(step, body)))


def _skipped_rows(subject: Subject) -> Iterator[Site]:
    for tool, program, step, span, start in _starts(subject):
        body = changed(step.body, [Change(span, f"> {start} + ({start} > 0)")])
        yield at(tool, with_step(program, step, with_body(step, body)))


def _stuck_pages(subject: Subject) -> Iterator[Site]:
    for tool, program, step, span, _ in _starts(subject):
        body = changed(step.body, [Change(span, "> 0")])
        yield at(tool, with_step(program, step, with_body(step, body)))


def _ignored_sizes(subject: Subject) -> Iterator[Site]:
    for tool, program, step in _paged(subject):
        spans = [span for span in conjuncts(step.body) if "<=" in [token.text for token in significant(span.text)]]
        if spans:
            yield at(tool, without(program, step, spans))


def _totals_of_the_page(subject: Subject) -> Iterator[Site]:
    for tool, program, step in _paged(subject):
        total = place_of(tool.answer, "$total")
        if total is None:
            continue
        name = text_literal(total.split("/")[-1])
        for value in (token.text for token in significant(text_of(step.body)) if token.kind == "parameter"):
            for span in occurrences(step.body, name.lower(), ",", value):
                body = changed(step.body, [Change(span, f"{name}, count(*)")])
                yield at(tool, with_step(program, step, with_body(step, body)))
                break
            else:
                continue
            break


def _endless_lists(subject: Subject) -> Iterator[Site]:
    """The answer always says that it goes on."""
    for tool, program, step in _paged(subject):
        for placeholder in ("$has_more", "$next_cursor", "$next_url"):
            if place_of(tool.answer, placeholder) is None:
                continue
            spans = [
                span
                for end in (token.text for token in significant(text_of(step.body)) if token.kind == "parameter")
                for span in occurrences(step.body, "<", end)
            ]
            if spans:
                body = changed(step.body, [Change(span, "IS NOT NULL") for span in dict.fromkeys(spans)])
                yield at(tool, with_step(program, step, with_body(step, body)), placeholder)
                break


SEVERAL = "Lists that can hold more than one row, with a page size"
GOING_ON = f"{SEVERAL} and a way to go on (a cursor alone is none where no answer gives one)."

FAULTS: tuple[Fault, ...] = (
    Fault(
        "pagination that repeats a row", "A page begins with the last row of the page before it.",
        laws("paging cursor"), "The lower border of later pages is moved down by one.",
        GOING_ON, _repeated_rows,
    ),
    Fault(
        "pagination that skips a row", "A row between two pages is on neither.", laws("paging cursor"),
        "The lower border of later pages is moved up by one.", GOING_ON,
        _skipped_rows,
    ),
    Fault(
        "pagination that never moves", "Every page begins with the first row.", laws("paging cursor"),
        "The lower border of a page is dropped.", GOING_ON, _stuck_pages,
    ),
    Fault(
        "page size ignored", "A page holds all that is left.", laws("paging cursor"),
        "The upper border of a page is dropped.", f"{SEVERAL}.", _ignored_sizes,
    ),
    Fault(
        "total that counts only the page", "The total is the number of rows on the page.", laws("paging list count"),
        "The total in the answer is replaced by count(*) of the page.", "Lists with a page size that tell a total.",
        _totals_of_the_page,
    ),
    Fault(
        "list that never ends", "The last page says that there is another.", laws("paging list cursor count"),
        "The comparison with the total is made true.", "Lists with a page size that tell whether they go on.",
        _endless_lists,
    ),
)  # fmt: skip
