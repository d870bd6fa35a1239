"""A property that is said to hold another object's key refers to it, whatever it is called."""

import json

from generator.document import Document
from generator.model.chunks import chunks_of
from generator.model.describing import Origin, Part, described
from generator.model.sayings import PageSaid
from generator.plan import Plan, plan_text
from generator.prose.sections import sections
from generator.render import render
from generator.rules.planner import plan_from

PAGE = """# Depots

## Depots

`POST /depots` opens a depot: `name` (string, required). `GET /depots` lists them. `GET /depots/{id}` answers with one.

```json
{"id": 4, "name": "North"}
```

## Trams

A tram has a `label` (string, required, unique in its depot) and a `did`, the depot that it sleeps in
(integer, required). `POST /trams` adds a tram, `GET /trams` lists trams, `GET /trams/{id}` answers with one.
`GET /depots/{id}/trams` lists those of a depot.

```json
{"id": 9, "label": "T1", "did": 4}
```
"""
DEPOT = {"object": "Depot", "example": '{"id": 4, "name": "North"}'}
TRAM = {"object": "Tram", "example": '{"id": 9, "label": "T1"'}
SAID = {
    "operations": [
        {"name": "create_depot", "method": "POST", "path": "/depots", "quotation": "POST /depots opens a depot",
         "sends": "Depot", "answer": {"status": 201, **DEPOT}},
        {"name": "list_depots", "method": "GET", "path": "/depots", "quotation": "GET /depots lists them",
         "answer": {**DEPOT, "many": True}},
        {"name": "get_depot", "method": "GET", "path": "/depots/{depot_id}", "quotation": "GET /depots/{id} answers",
         "answer": DEPOT},
        {"name": "create_tram", "method": "POST", "path": "/trams", "quotation": "POST /trams adds a tram",
         "sends": "Tram", "answer": {"status": 201, **TRAM}},
        {"name": "list_trams", "method": "GET", "path": "/trams", "quotation": "GET /trams lists trams",
         "answer": {**TRAM, "many": True}},
        {"name": "get_tram", "method": "GET", "path": "/trams/{tram_id}", "quotation": "GET /trams/{id} answers",
         "answer": TRAM},
        {"name": "list_depot_trams", "method": "GET", "path": "/depots/{depot_id}/trams",
         "quotation": "GET /depots/{id}/trams lists", "answer": {**TRAM, "many": True}},
    ],
    "objects": [
        {"name": "Depot", "fields": [{"name": "name", "type": "string", "required": True,
                                      "quotation": "name (string, required)"}]},
        {"name": "Tram", "fields": [
            {"name": "label", "type": "string", "required": True, "text": "Unique in its depot.",
             "quotation": "label (string, required, unique in its depot)"},
            {"name": "did", "type": "integer", "required": True, "object": "Depot",
             "quotation": "did, the depot that it sleeps in"},
        ]},
    ],
}  # fmt: skip


def planned() -> Plan:
    (chunk,) = chunks_of(sections(Document("trams.md", PAGE.encode(), "text/markdown", location="trams.md")))
    description, _ = described([Part(chunk, PageSaid.model_validate(SAID))], Origin("Trams", "trams.md", "0" * 64))
    return plan_from(description, "trams", 0)


def test_it_refers_to_the_other_object_and_what_is_unique_is_so_within_that() -> None:
    tram = planned().entity("tram")
    reference = tram.column("did").references
    assert reference is not None
    assert reference.entity == "depot"
    assert ("did", "label") in tram.unique
    assert not tram.column("label").unique


def test_the_keyword_stays_within_the_plan() -> None:
    plan = planned()
    files = render(plan)
    assert "x-key-of" not in json.dumps({name: text for name, text in files.items() if name != "plan.json"})
    assert len(plan_text(plan)) > 0


def test_the_parent_of_a_path_is_told_by_that_property() -> None:
    tram = planned().entity("tram")
    assert [column.name for column in tram.columns if column.references is not None] == ["did"]
    program = render(planned())["programs/list_depot_trams.sql"]
    assert "t.did = :depot_id" in program
