"""Columnar batches: rows that are sent and shown as parallel arrays behind one item."""

from typing import Any

from generator.plan import Plan
from generator.render import render
from generator.verify import prove
from planning.specs import in_path, listing, plan_of, ref, sends, shows, tool_at

Json = Any

BOX = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "label": {"type": "string"}}}
TEXTS = {"type": ["array", "null"], "items": {"type": ["string", "null"]}}
KEYS = {"type": "array", "items": {"type": "string"}}
CARDS = {"type": "object", "required": ["ids"], "properties": {"ids": KEYS, "texts": TEXTS}}
DELETED = {"type": "object", "properties": {"deleted": {"type": "integer"}}}
SOME = {"type": "object", "properties": {"ids": KEYS, "limit": {"type": "integer"}, "offset": {"type": "integer"}}}
SCOPE = "/boxes/{id}"


def verb(summary: str, sent: Json, shown: Json) -> Json:
    post = {"summary": summary, "requestBody": sends(sent), "responses": shows(shown)}
    return {"parameters": [in_path("id")], "post": post}


def boxes(**more: Json) -> Plan:
    new = {"type": "object", "properties": {"label": {"type": "string"}}}
    verbs = {
        "add": verb("Add cards", CARDS, {"type": "object"}),
        "update": verb("Update cards", CARDS, {"type": "object"}),
        "upsert": verb("Upsert cards", CARDS, {"type": "object"}),
        "get": verb("Get cards", SOME, CARDS),
        "delete": verb("Delete cards", {"type": "object", "properties": {"ids": KEYS}}, DELETED),
        "count": {"parameters": [in_path("id")], "get": {"responses": shows({"type": "integer"})}},
        **more,
    }
    return plan_of(
        {
            "/boxes": {"get": listing(ref("Box")), "post": {"requestBody": sends(new), "responses": shows(ref("Box"))}},
            SCOPE: {"parameters": [in_path("id")], "get": {"responses": shows(ref("Box"))}},
            **{f"{SCOPE}/{name}": paths for name, paths in verbs.items() if paths is not None},
        },
        Box=BOX,
    )


def test_parallel_arrays_are_rows_of_a_collection_behind_the_item() -> None:
    plan = boxes()
    found = {name: tool_at(plan, f"POST {SCOPE}/{name}") for name in ("add", "update", "upsert", "get", "delete")}
    assert {name: (tool.pattern, tool.each) for name, tool in found.items()} == {
        "add": ("batch", "create"), "update": ("batch", "update"), "upsert": ("batch", "upsert"),
        "get": ("list", None), "delete": ("batch", "delete"),
    }  # fmt: skip
    assert found["add"].argument("cards").columns == {"ids": "id", "texts": "text"}
    assert found["get"].answer == {"ids": "$items:id", "texts": "$items:text"}
    assert found["delete"].answer == {"deleted": "$count"}
    assert tool_at(plan, f"GET {SCOPE}/count").answer == "$total"


def test_two_items_may_hold_rows_of_one_key() -> None:
    assert len(boxes().entity("card").key) == 2


def test_servers_of_columnar_batches_prove_all_laws() -> None:
    plan = boxes()
    outcomes = prove(plan, render(plan)).result.outcomes
    assert [outcome.check.name for outcome in outcomes if not outcome.passed] == []


def test_arrays_that_nothing_shows_are_no_rows() -> None:
    assert all(entity.name != "card" for entity in boxes(get=None).entities)
