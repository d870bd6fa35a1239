"""Rows that hold things of another kind, named by what these show; rows that are named by a property of their own."""

from pathlib import Path
from typing import Any

import pytest

from generator.plan import Plan
from generator.render import render
from generator.verify import opened
from planning.specs import in_path, listing, plan_of, ref, sends, shows, tool_at
from state_db.environment import Environment
from state_db.image import Image

Json = Any
TEXT: Json = {"type": "string"}
PLANT: Json = {"type": "object", "properties": {"id": TEXT, "uri": TEXT, "name": TEXT}, "required": ["id"]}
BED: Json = {"type": "object", "properties": {"id": TEXT, "version": TEXT}, "required": ["id"]}
PLANTED: Json = {
    "type": "object",
    "properties": {"added_at": {"type": "string", "format": "date-time"}, "plant": {"oneOf": [ref("Plant")]}},
}
OPEN: Json = {"type": "object", "additionalProperties": TEXT}
DEAL: Json = {
    "type": "object",
    "properties": {"id": TEXT, "properties": OPEN, "new": {"type": "boolean"}},
    "required": ["id", "properties"],
}


RESULTS: Json = {"type": "object", "properties": {"results": {"type": "array", "items": ref("Deal")}}}


def garden(upserted: Json = RESULTS) -> Plan:
    uris = {"type": "object", "properties": {"uris": {"type": "array", "items": TEXT}}}
    gone = {"type": "array", "items": {"type": "object", "properties": {"uri": TEXT}}}
    marked = {"type": "object", "properties": {"version": TEXT}}
    one = {"parameters": [in_path("id")]}
    named = {"type": "object", "properties": {"id": TEXT, "idProperty": TEXT, "properties": OPEN}, "required": ["id"]}
    several = {"type": "object", "properties": {"inputs": {"type": "array", "items": named}}, "required": ["inputs"]}
    paths = {
        "/plants/{id}": {**one, "get": {"responses": shows(ref("Plant"))}},
        "/beds": {"get": listing(ref("Bed"))},
        "/beds/{id}": {**one, "get": {"responses": shows(ref("Bed"))}},
        "/beds/{bed_id}/entries": {
            "parameters": [in_path("bed_id")],
            "get": {"responses": shows({"type": "array", "items": ref("Planted")})},
            "post": {"requestBody": sends(uris), "responses": shows(marked, "201")},
            "put": {"requestBody": sends(uris), "responses": shows(marked)},
            "delete": {
                "requestBody": sends({"type": "object", "properties": {"plants": gone}}),
                "responses": shows(marked),
            },
        },
        "/deals": {
            "get": listing(ref("Deal")),
            "post": {
                "requestBody": sends({"type": "object", "properties": {"properties": OPEN}}),
                "responses": shows(ref("Deal"), "201"),
            },
        },
        "/deals/{id}": {**one, "get": {"responses": shows(ref("Deal"))}},
        "/deals/batch/upsert": {"post": {"requestBody": sends(several), "responses": shows(upserted)}},
    }
    return plan_of(paths, Plant=PLANT, Bed=BED, Planted=PLANTED, Deal=DEAL)


@pytest.fixture(scope="module")
def image() -> Image:
    plan = garden()
    return opened(plan, render(plan))


def test_things_are_put_into_a_list_replaced_and_taken_out_by_what_they_show(image: Image) -> None:
    plan = garden()
    add, replace, remove = (
        tool_at(plan, f"{method} /beds/{{bed_id}}/entries").name for method in ("POST", "PUT", "DELETE")
    )
    look, bed = tool_at(plan, "GET /beds/{bed_id}/entries").name, tool_at(plan, "GET /beds/{id}").name
    plants = [{"id": name, "uri": f"plant:{name}", "name": name} for name in ("rose", "fern", "moss")]
    rows = {"beds": [{"id": "b1"}], "plants": plants}
    with Environment.open(image, scenario={image.name: rows}) as environment:

        def held() -> list[str]:
            return [each["plant"]["name"] for each in environment.call(look, {"bed_id": "b1"}).body]

        first = environment.call(add, {"bed_id": "b1", "uris": ["plant:rose", "plant:fern", "plant:none"]})
        assert held() == ["rose", "fern"]
        assert environment.call(bed, {"id": "b1"}).body["version"] == first.body["version"]
        gone = environment.call(remove, {"bed_id": "b1", "plants": [{"uri": "plant:rose"}]})
        assert held() == ["fern"] and gone.body != first.body
        environment.call(replace, {"bed_id": "b1", "uris": ["plant:moss", "plant:rose"]})
        assert held() == ["moss", "rose"]
        assert environment.call(add, {"bed_id": "none", "uris": ["plant:rose"]}).status == 404


def test_a_row_is_found_by_the_property_that_an_element_names_or_made_with_it(image: Image) -> None:
    upsert = tool_at(garden(), "POST /deals/batch/upsert").name
    element = {"id": "x-1", "idProperty": "code", "properties": {"size": "3"}}
    with Environment.open(image, scenario="empty") as environment:
        made = environment.call(upsert, {"inputs": [element]}).body["results"]
        element["properties"] = {"shade": "dark"}
        found = environment.call(upsert, {"inputs": [element]}).body["results"]
        assert environment.call(upsert, {"inputs": [{"id": "none"}]}).status == 404
    assert (made[0]["new"], found[0]["new"], found[0]["id"]) == (True, False, made[0]["id"])
    assert found[0]["properties"] == {"code": "x-1", "size": "3", "shade": "dark"}


@pytest.mark.parametrize(
    ("answer", "modelled"),
    [
        (RESULTS, True),
        ({"type": "array", "items": ref("Deal")}, True),
        ({"type": "object", "properties": {"data": RESULTS}}, False),
    ],
)
def test_rows_found_by_a_property_are_answered_alone_or_in_one_property_and_no_deeper(
    answer: Json, *, modelled: bool, tmp_path: Path
) -> None:
    plan = garden(answer)
    told = {tool.path for tool in plan.tools} | {each.operation.partition(" ")[2] for each in plan.unmodelled}
    assert "/deals/batch/upsert" in told
    assert ("/deals/batch/upsert" in {tool.path for tool in plan.tools}) is modelled
    for name, text in render(plan).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    Image.load(tmp_path)
