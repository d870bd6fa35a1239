"""Orders that documentation tells in words."""

import pytest

from generator.plan import Plan
from planning.specs import listing, plan_of, ref, tool_at

VISIT = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "page": {"type": "string"},
        "occurred_at": {"type": "string", "format": "date-time"},
        "created_at": {"type": "string", "format": "date-time", "readOnly": True},
    },
}


def visits(text: str) -> Plan:
    return plan_of({"/visits": {"get": listing(ref("Visit"), description=text)}}, Visit=VISIT)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        (
            "Visits come sorted by creation date, with the most recently created visits appearing first.",
            ("-created_at",),
        ),
        ("Results are ordered newest first\nto oldest last.", ("-created_at",)),
        ("The list goes from the newest one to the oldest one.", ("-created_at",)),
        ("Returned in reverse chronological order.", ("-created_at",)),
        ("Sorted oldest to newest.", ("created_at",)),
        ("All visits ordered by occurred_at descending.", ("-occurred_at",)),
        ("Sorted in descending order according to their `occurred_at` timestamp (newest first).", ("-occurred_at",)),
        ("Visits are paginated and sorted by page.", ("page",)),
        ("The list is sorted by ID DESC.", ("-id",)),
        ("Results are sorted by visit ID.", ("id",)),
        ("Entries are sorted by creation time in ascending order.", ("created_at",)),
    ],
)
def test_the_order_that_a_list_is_said_to_have_is_its_order(text: str, order: tuple[str, ...]) -> None:
    assert tool_at(visits(text), "GET /visits").order == order


@pytest.mark.parametrize(
    "text",
    [
        "Visits can be sorted by page.",
        "Results are sorted according to the respective parameters.",
        "If `sort` is given, entries are ordered by occurred_at.",
        "The visits are sorted by relevance, best first.",
        "Returns the most recent visit of the page.",
    ],
)
def test_what_may_be_asked_for_or_is_not_shown_is_no_order_of_the_list(text: str) -> None:
    assert tool_at(visits(text), "GET /visits").order == ()
