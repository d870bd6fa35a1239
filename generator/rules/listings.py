"""Listings: the inputs of a list that must agree: one size, one cursor that is given, a direction with its order."""

from typing import Any

from generator.description import Operation
from generator.plan import Argument, Direction, Order, Paging
from generator.rules.arguments import Arguments
from generator.rules.choice import NotModelled
from generator.rules.drafts import Draft
from generator.rules.filters import filter_of
from generator.rules.orders import documented_order
from generator.rules.paging import said_size, size_per_answer

_SAID_TWICE = {
    "size": "Another input says how many rows a page has.",
    "cursor": "Another input says where the list goes on.",
    "offset": "Another input says where the page begins.",
}


def turned_order(found: Arguments, draft: Draft) -> tuple[str, ...]:
    """Return the order that a direction turns around where nothing else names one: by number, else by creation.

    A direction without any order means nothing: it is left out.
    """
    turning = [argument for argument in found.taken.values() if isinstance(argument.does, Direction)]
    if not turning or any(isinstance(argument.does, Order) for argument in found.taken.values()):
        return ()
    for argument in turning:
        if order := documented_order(str(argument.value.get("description", "")), draft):
            return order
    numbered = [name for name in draft.key[-1:] if draft.slots[name].type == "integer"]
    created = [slot.name for slot in draft.slots.values() if slot.made == "created"]
    for name in (*numbered, *created):
        return (name,)
    for argument in turning:
        del found.taken[argument.name]
        found.leave_out(argument.wire[-1], "Nothing documents by what the list is sorted.")
    return ()


def refuse_unknown_cursor(arguments: list[Argument], answer: Any) -> None:
    """Refuse a list that can only be gone on with, and never begun: it needs a cursor that its answer does not give."""
    for argument in arguments:
        needed = isinstance(argument.does, Paging) and argument.does.what == "cursor" and argument.required
        if needed and not _says_next(answer):
            raise NotModelled(f"It needs the input {argument.wire[-1]}: no documented answer gives one.")


def _says_next(answer: Any) -> bool:
    return "$next_cursor" in str(answer) or "$next_url" in str(answer)


def size_as_said(found: Arguments, operation: Operation) -> None:
    """Let a page be as large as is said of the list, or of what chooses a page, where the size itself says nothing."""
    said = {each.name: f"{each.text} {each.schema.get('description', '')}" for each in operation.parameters}
    for name, argument in found.taken.items():
        does = argument.does
        if (
            not isinstance(does, Paging)
            or does.what != "size"
            or said_size(argument.value, said.get(argument.wire[-1], ""))
        ):
            continue
        ways = [a for a in found.taken.values() if isinstance(a.does, Paging) and a is not argument]
        told = size_per_answer(" ".join([operation.text, *(said.get(a.wire[-1], "") for a in ways)]))
        if told is not None and told <= (does.most or told):
            found.taken[name] = argument.model_copy(update={"does": does.model_copy(update={"default": told})})


def page_in_one_way(found: Arguments, draft: Draft) -> None:
    """Let one input say what a page is: another narrows the list where it names a property of the rows.

    Otherwise it is left out, be it of query or body: which of two counts is not documented.
    """
    for what, reason in _SAID_TWICE.items():
        same = [a for a in found.taken.values() if isinstance(a.does, Paging) and a.does.what == what]
        kept = next((a for a in same if draft.slot_at(a.wire[-1:]) is None), None) or next(iter(same), None)
        for argument in (a for a in same if a is not kept):
            text = str(argument.value.get("description", ""))
            shown = draft.slot_at(argument.wire[-1:]) is not None
            if shown and (narrows := filter_of(argument.wire[-1], argument.value, text, draft)) is not None:
                found.taken[argument.name] = argument.model_copy(update={"does": narrows})
            elif not argument.required:
                del found.taken[argument.name]
                found.leave_out(argument.wire[-1], reason)
