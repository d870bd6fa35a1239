"""Rows that carry a number are numbered under each parent, as the issues of a repository are."""

from typing import Any

import pytest

from generator.plan import Plan
from generator.render import render
from generator.verify import opened, prove
from planning.specs import in_path, listing, plan_of, ref, sends, shows
from state_db.environment import Environment
from state_db.image import Image

Json = Any

DEPOT: Json = {"type": "object", "properties": {"id": {"type": "string"}, "name": {"type": "string"}}}
TICKET: Json = {
    "type": "object",
    "properties": {
        "id": {"type": "integer"},
        "number": {"type": "integer"},
        "title": {"type": "string"},
        "depot_id": {"type": "string"},
    },
}
NEW: Json = {"type": "object", "required": ["title"], "properties": {"title": {"type": "string"}}}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_of(
        {
            "/depots": {
                "get": listing(ref("Depot")),
                "post": {
                    "operationId": "create_depot",
                    "requestBody": sends({"type": "object", "properties": {"name": {"type": "string"}}}),
                    "responses": shows(ref("Depot"), "201"),
                },
            },
            "/depots/{depot_id}": {"parameters": [in_path("depot_id")], "get": {"responses": shows(ref("Depot"))}},
            "/depots/{depot_id}/tickets": {
                "parameters": [in_path("depot_id")],
                "get": listing(ref("Ticket")),
                "post": {
                    "operationId": "create_ticket",
                    "requestBody": sends(NEW),
                    "responses": shows(ref("Ticket"), "201"),
                },
            },
            "/depots/{depot_id}/tickets/{ticket_number}": {
                "parameters": [in_path("depot_id"), in_path("ticket_number", "integer")],
                "get": {"operationId": "get_ticket", "responses": shows(ref("Ticket"))},
                "patch": {"requestBody": sends(NEW), "responses": shows(ref("Ticket"))},
                "delete": {"operationId": "delete_ticket", "responses": {"204": {"description": ""}}},
            },
        },
        Depot=DEPOT,
        Ticket=TICKET,
    )


@pytest.fixture(scope="module")
def image(plan: Plan) -> Image:
    return opened(plan, render(plan))


def test_the_key_of_what_is_numbered_is_its_parent_and_the_number(plan: Plan) -> None:
    assert plan.entity("ticket").key == ("depot_id", "number")


def test_each_parent_has_its_own_count_and_no_number_is_given_twice(image: Image) -> None:
    with Environment.open(image) as environment:
        depots = [environment.call("create_depot", {"name": name}).body["id"] for name in ("North", "South")]
        made = [
            environment.call("create_ticket", {"depot_id": depot, "title": "Leak"}).body["number"]
            for depot in (depots[0], depots[0], depots[1])
        ]
        environment.call("delete_ticket", {"depot_id": depots[0], "ticket_number": 2})
        after = environment.call("create_ticket", {"depot_id": depots[0], "title": "Draught"}).body["number"]
        read = [environment.call("get_ticket", {"depot_id": depot, "ticket_number": 1}) for depot in depots]
    assert made == [1, 2, 1] and after == 3
    assert [answer.body["depot_id"] for answer in read] == depots


def test_seeded_rows_are_numbered_under_their_parents_from_one(image: Image) -> None:
    with Environment.open(image) as environment:
        rows = environment.rows(image.name, "tickets")
    by_parent: dict[str, list[int]] = {}
    for row in rows:
        by_parent.setdefault(row["depot_id"], []).append(row["number"])
    assert all(sorted(numbers) == list(range(1, len(numbers) + 1)) for numbers in by_parent.values())


def test_a_server_with_numbers_passes_all_of_its_checks(plan: Plan) -> None:
    found = prove(plan, render(plan))
    assert found.result.outcomes and not found.result.failed
