"""Parts, settings, plain values and keys outside of paths: kinds of operations that real descriptions are full of."""

from typing import Any

from generator.description import Body, Response
from generator.plan import Value
from generator.rules.shown import body_with_shown, with_shown
from generator.schema import Schemas

from .specs import in_path, listing, parameter, plan_of, reason_of, ref, sends, shows, tool_at

Json = Any
LAMP: Json = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "string"},
        "label": {"type": "string"},
        "topic": {"type": "object", "properties": {"value": {"type": "string"}, "set_by": {"type": "string"}}},
        "is_member": {"type": "boolean"},
    },
}
LAMPS: Json = {
    "/lamps": {
        "get": listing(ref("Lamp")),
        "post": {"requestBody": sends(ref("Lamp")), "responses": shows(ref("Lamp"))},
    },
    "/lamps/{lampId}": {"get": {"parameters": [in_path("lampId")], "responses": shows(ref("Lamp"))}},
}
DONE: Json = {"204": {"description": ""}}


def behind(path: str, **operations: Json) -> Json:
    made = {method: {"parameters": [in_path("lampId")], **what} for method, what in operations.items()}
    return {**LAMPS, f"/lamps/{{lampId}}/{path}": made}


def test_a_part_that_is_given_and_taken_away_is_a_row_with_its_things_key() -> None:
    lock: Json = {"type": "object", "properties": {"reason": {"type": "string"}}}
    plan = plan_of(
        behind("lock", get={"responses": shows(lock)}, put={"requestBody": sends(lock), "responses": shows(lock)},
               delete={"responses": DONE}),
        Lamp=LAMP,
    )  # fmt: skip
    patterns = [tool_at(plan, f"{method} /lamps/{{lampId}}/lock").pattern for method in ("GET", "PUT", "DELETE")]
    assert patterns == ["get", "upsert", "delete"]
    entity = plan.entity("lamp_lock")
    assert not entity.singleton
    assert entity.key == ("lamp_id",)


def test_a_look_without_a_body_tells_whether_the_part_is_there() -> None:
    check = {"204": {"description": "It is."}, "404": {"description": "It is not."}}
    plan = plan_of(
        behind("star", get={"responses": check}, put={"responses": DONE}, delete={"responses": DONE}), Lamp=LAMP
    )
    look = tool_at(plan, "GET /lamps/{lampId}/star")
    assert (look.pattern, look.status, look.answer) == ("get", 204, None)
    assert tool_at(plan, "DELETE /lamps/{lampId}/star").pattern == "delete"


def test_a_setter_writes_the_column_that_its_path_names_inside_of_its_object() -> None:
    body: Json = {"type": "object", "required": ["topic"], "properties": {"topic": {"type": "string"}}}
    plan = plan_of(behind("setTopic", post={"requestBody": sends(body), "responses": shows(ref("Lamp"))}), Lamp=LAMP)
    (argument,) = [each for each in tool_at(plan, "POST /lamps/{lampId}/setTopic").arguments if each.place == "body"]
    assert argument.does == Value(column="topic", inside="value")


def test_joining_makes_the_caller_a_member() -> None:
    plan = plan_of(behind("join", post={"responses": shows(ref("Lamp"))}), Lamp=LAMP)
    assert tool_at(plan, "POST /lamps/{lampId}/join").set == {"is_member": True}


def test_bare_values_are_rows_with_one_column() -> None:
    plan = plan_of({"/colours": {"get": {"responses": shows({"type": "array", "items": {"type": "string"}})}}})
    tool = tool_at(plan, "GET /colours")
    assert (tool.pattern, tool.answer) == ("list", "$keys")
    assert plan.entity(tool.entity).key == ("colour",)


def test_a_query_may_hold_the_key_of_the_one_thing() -> None:
    key = parameter("lampId", {"type": "string"}, required=True)
    plan = plan_of(
        {"/lamp": {"get": {"parameters": [key], "responses": shows(ref("Lamp"))},
                   "delete": {"parameters": [key], "responses": DONE}}},
        Lamp=LAMP,
    )  # fmt: skip
    look = tool_at(plan, "GET /lamp")
    assert (look.pattern, look.arguments[0].place, look.arguments[0].does.role) == ("get", "query", "key")
    assert tool_at(plan, "DELETE /lamp").pattern == "delete"


def test_a_key_that_is_declared_a_number_is_whole() -> None:
    bulb: Json = {"type": "object", "properties": {"id": {"type": "string"}, "watt": {"type": "integer"}}}
    paths = {
        "/rooms/{room_no}/bulbs": {
            "get": listing(ref("Bulb"), in_path("room_no", "number")),
        }
    }
    plan = plan_of(paths, Bulb=bulb)
    assert tool_at(plan, "GET /rooms/{room_no}/bulbs").pattern == "list"


def test_figures_over_a_span_are_not_the_same_without_it() -> None:
    figures: Json = {"type": "object", "properties": {"hours": {"type": "integer"}}}
    since = parameter("since", {"type": "string"})
    plan = plan_of(
        behind("statistics", get={"parameters": [in_path("lampId"), since], "responses": shows(figures)}), Lamp=LAMP
    )
    assert "since" in reason_of(plan, "GET /lamps/{lampId}/statistics")


def test_examples_that_are_arrays_or_texts_of_json_tell_of_the_rows() -> None:
    def shown(example: Json) -> Json:
        response = with_shown(
            Response("200", media_type="application/json", schema={}, examples=(example,)), Schemas({})
        )
        assert response is not None
        return response.schema

    assert shown([{"id": "L1"}])["items"]["properties"]["id"]["type"] == "string"
    assert shown('{"id": "L1"}')["properties"]["id"]["type"] == "string"


def test_an_example_tells_of_a_body_that_names_nothing_but_not_of_a_map() -> None:
    def sent(schema: Json) -> Json:
        body = body_with_shown(Body("application/json", True, schema, examples=({"label": "Desk"},)), Schemas({}))
        assert body is not None
        return Schemas({}).properties(body.schema)

    assert list(sent({"type": "object"})) == ["label"]
    assert sent({"type": "object", "additionalProperties": {"type": "string"}}) == {}


def test_what_is_done_below_a_look_at_some_rows_is_no_thing_of_its_own() -> None:
    some: Json = {"type": "object", "properties": {"label": {"type": "string"}}}
    plan = plan_of(
        {
            **LAMPS,
            "/lamps/broken": {"get": {"responses": shows(some)}},
            "/lamps/broken/purge": {"post": {"responses": DONE}},
        },
        Lamp=LAMP,
    )
    assert reason_of(plan, "POST /lamps/broken/purge")
