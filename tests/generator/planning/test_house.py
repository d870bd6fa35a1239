"""Names that a service puts the same word before: what follows it says what they are."""

from typing import Any

from generator.plan import Plan
from generator.render import render
from generator.verify import opened
from planning.specs import in_path, listing, plan_of, ref, sends, shows, tool_at
from state_db.environment import Environment

Json = Any
TEXT: Json = {"type": "string"}


def row(**more: Json) -> Json:
    clock = {"type": "string", "format": "date-time", "readOnly": True}
    own = {"acme_href": {"type": "string", "format": "uri", "readOnly": True}, "acme_created": clock}
    return {"type": "object", "required": ["name"], "properties": {**own, "acme_last_updated": clock, **more}}


def of_kinds(*kinds: str, shape: Json) -> Plan:
    paths: dict[str, Json] = {}
    for kind in kinds:
        made = {"requestBody": sends(ref(kind)), "responses": shows(ref(kind), "201")}
        paths[f"/{kind}s"] = {"get": listing(ref(kind)), "post": made}
        paths[f"/{kind}s/{{acme_id}}"] = {
            "parameters": [in_path("acme_id")],
            "get": {"responses": shows(ref(kind))},
            "patch": {"requestBody": sends(ref(kind)), "responses": shows(ref(kind))},
        }
    return plan_of(paths, **{kind: shape for kind in kinds})


def test_a_row_is_shown_with_its_address_and_times_where_every_kind_has_them_under_names_of_the_house() -> None:
    plan = of_kinds("lamp", "desk", "stool", shape=row(name=TEXT))
    with Environment.open(opened(plan, render(plan)), scenario="empty") as environment:
        made = environment.call(tool_at(plan, "POST /desks").name, {"name": "oak"}).body
        key = made["acme_href"].removeprefix("https://things.example/v1/desks/")
        assert made["acme_created"] == made["acme_last_updated"]
        changed = environment.call(tool_at(plan, "PATCH /desks/{acme_id}").name, {"acme_id": key, "name": "elm"}).body
        assert changed["acme_href"] == made["acme_href"] and changed["acme_created"] == made["acme_created"]
        assert changed["acme_last_updated"] > made["acme_last_updated"]


def test_names_that_one_kind_of_row_alone_begins_so_are_no_names_of_the_house() -> None:
    lamp = of_kinds("lamp", shape=row(name=TEXT)).entity("lamp")
    assert lamp.column("acme_href").made is None and lamp.column("acme_last_updated").made is None


def test_a_link_called_after_what_is_read_below_a_row_is_made_of_that_path() -> None:
    link = {"type": "string", "format": "uri", "readOnly": True}
    lamp: Json = {"type": "object", "required": ["name"], "properties": {"notes_url": link, "shade_url": link}}
    lamp["properties"] |= {"id": {**TEXT, "readOnly": True}, "name": TEXT}
    made = {"requestBody": sends(ref("Lamp")), "responses": shows(ref("Lamp"), "201")}
    one = {"parameters": [in_path("id")], "get": {"responses": shows(ref("Lamp"))}}
    notes = {"parameters": [in_path("id")], "get": listing({"type": "object", "properties": {"text": TEXT}})}
    plan = plan_of({"/lamps": {"get": listing(ref("Lamp")), "post": made}, "/lamps/{id}": one,
                    "/lamps/{id}/notes": notes}, Lamp=lamp)  # fmt: skip
    column = plan.entity("lamp").column("notes_url")
    assert (column.made, column.template) == ("url", "https://things.example/v1/lamps/{id}/notes")
    assert plan.entity("lamp").column("shade_url").made is None
