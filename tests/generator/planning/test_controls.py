"""Controls: operations below the one thing of its kind, each of which sets one thing that it shows."""

from typing import Any

from generator.plan import Plan, Value
from generator.render import render
from planning.specs import parameter, plan_of, ref, shows, tool_at
from state_db.environment import Environment
from state_db.image import Image

Json = Any
RADIO: Json = {
    "type": "object",
    "properties": {
        "is_playing": {"type": "boolean"},
        "position_ms": {"type": "integer"},
        "repeat_mode": {"type": "string", "enum": ["off", "all"]},
        "speaker": {
            "type": "object",
            "properties": {"name": {"type": "string"}, "loudness_percent": {"type": "integer"}},
        },
    },
}


def sets(*inputs: Json, method: str = "put") -> Json:
    return {method: {"parameters": list(inputs), "responses": {"204": {"description": ""}}}}


def radio() -> Plan:
    number = {"type": "integer", "minimum": 0}
    paths = {
        "/me/radio": {"get": {"responses": shows(ref("Radio"))}},
        "/me/radio/play": sets(),
        "/me/radio/pause": sets(),
        "/me/radio/next": sets(method="post"),
        "/me/radio/seek": sets(parameter("offset_ms", number, required=True)),
        "/me/radio/repeat": sets(parameter("mode", {"type": "string", "enum": ["off", "all"]}, required=True)),
        "/me/radio/loudness": sets(parameter("loudness_percent", number, required=True), parameter("room", number)),
        "/me/radio/bass": sets(parameter("level", number, required=True)),
    }
    return plan_of(paths, Radio=RADIO)


def test_a_control_sets_what_its_name_or_its_input_says() -> None:
    plan = radio()
    assert tool_at(plan, "PUT /me/radio/pause").set == {"is_playing": False}
    assert tool_at(plan, "PUT /me/radio/play").set == {"is_playing": True}
    assert tool_at(plan, "PUT /me/radio/seek").argument("offset_ms").does == Value(column="position_ms")
    assert tool_at(plan, "PUT /me/radio/repeat").argument("mode").does == Value(column="repeat_mode")
    loud = tool_at(plan, "PUT /me/radio/loudness")
    assert loud.argument("loudness_percent").does == Value(column="speaker", inside="loudness_percent", among=True)
    assert [left.input for left in loud.left_out] == ["room"]


def test_a_control_of_which_nothing_is_shown_is_not_modelled() -> None:
    assert [each.operation for each in radio().unmodelled] == ["POST /me/radio/next", "PUT /me/radio/bass"]


def test_one_property_of_an_object_is_set_and_the_others_stay(tmp_path: Any) -> None:
    for name, text in render(radio()).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    image = Image.load(tmp_path)
    names = [tool_at(radio(), label).name for label in ("GET /me/radio", "PUT /me/radio/loudness")]
    with Environment.open(image) as environment:
        before = environment.call(names[0], {}).body["speaker"]
        environment.call(names[1], {"loudness_percent": 7})
        assert environment.call(names[0], {}).body["speaker"] == {**before, "loudness_percent": 7}
