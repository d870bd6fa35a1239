"""Looks of calls: maps that examples show, things that stand alone beside a collection, and one of what a map shows."""

from typing import Any

from generator.plan import Filter, Key, Plan
from generator.rules.shown import schema_shown_by
from planning.specs import parameter, plan_of, reason_of, ref, tool_at
from planning.test_calls import DONE, TEXT, answers

Json = Any
PERSON: Json = {"type": "object", "properties": {"id": TEXT, "name": TEXT}, "required": ["id", "name"]}
FIELD: Json = {"type": "object", "properties": {"id": TEXT, "label": TEXT}}


def told(example: Json, *parameters: Json) -> Json:
    """A call whose answer is documented by an example alone."""
    content = {"application/json": {"schema": DONE, "example": {"ok": True, **example}}}
    return {"get": {"parameters": list(parameters), "responses": {"200": {"description": "", "content": content}}}}


def get(*parameters: Json, **shown: Json) -> Json:
    return {"get": {"parameters": list(parameters), "responses": answers(**shown)}}


def club() -> Plan:
    pass_of = {"P0A1B2C3": {"paid": True}, "P0Z9Y8X7": {"paid": False}}
    rest = {"P0A1B2C3": {"quiet": True}, "P0Z9Y8X7": {"quiet": False}}
    paths = {
        "/people.list": get(people={"type": "array", "items": ref("Person")}),
        "/people.info": get(parameter("person", TEXT), person=ref("Person")),
        "/people.whoami": get(person={"type": "object", "properties": {"id": TEXT, "photo": TEXT, "seal": TEXT}}),
        "/people.rules.list": get(rules={"type": "object", "properties": {"guests": TEXT, "hours": TEXT}}),
        "/club.passes": told({"passes": pass_of}, parameter("person", TEXT)),
        "/rest.info": get(parameter("person", TEXT), quiet={"type": "boolean"}, since={"type": "integer"}),
        "/rest.manyInfo": told(
            {"people": rest}, parameter("people", {**TEXT, "description": "Comma-separated people."})
        ),
        "/club.profile.get": get(
            parameter("visible", TEXT),
            profile={
                "type": "object",
                "properties": {"fields": {"type": "array", "items": ref("Field")}},
            },
        ),
    }
    return plan_of(paths, Person=PERSON, Field=FIELD)


def test_an_example_of_objects_by_key_is_a_map() -> None:
    shown = schema_shown_by([{"held": {"K1ABCDE2": {"on": True}, "K3FGHIJ4": {"on": False}}}])["properties"]["held"]
    assert list(shown["additionalProperties"]["properties"]) == ["on"]
    plain = schema_shown_by([{"held": {"left": {"on": True}, "right": {"on": False}}}])["properties"]["held"]
    assert list(plain["properties"]) == ["left", "right"]


def test_rows_of_a_map_are_known_by_what_an_input_names() -> None:
    plan = club()
    tool = tool_at(plan, "GET /club.passes")
    entity = plan.entity(tool.entity)
    assert (tool.pattern, tool.answer["passes"], entity.key) == ("list", "$map", ("person",))
    assert tool.argument("person").does == Filter(column="person")
    reference = next(column for column in entity.columns if column.name == "person").references
    assert reference is not None
    assert reference.entity == "person"


def test_one_of_what_a_map_shows_is_the_same_row() -> None:
    plan = club()
    one, many = tool_at(plan, "GET /rest.info"), tool_at(plan, "GET /rest.manyInfo")
    assert (one.entity, one.argument("person").does) == (many.entity, Key(column="person"))
    assert many.argument("people").does == Filter(column="person", test="in")


def test_an_object_that_holds_nothing_but_things_is_their_list() -> None:
    tool = tool_at(club(), "GET /club.profile.get")
    assert (tool.pattern, tool.answer) == ("list", {"ok": True, "profile": {"fields": "$items"}})


def test_what_is_shown_beside_a_collection_and_asks_nothing_stands_alone() -> None:
    assert tool_at(club(), "GET /people.rules.list").pattern == "singleton"


def test_one_of_a_collection_that_nothing_picks_does_not_stand_alone() -> None:
    assert "whoami" in reason_of(club(), "GET /people.whoami")
