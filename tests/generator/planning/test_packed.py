"""Packed: texts of JSON that set what a thing shows as an object."""

from typing import Any

from generator.plan import Plan, Value
from planning.specs import in_path, listing, plan_of, reason_of, ref, sends, shows, tool_at

Json = Any
TEXT: Json = {"type": "string"}
LOOK: Json = {"type": "object", "properties": {"hue": TEXT, "font": TEXT}, "required": ["hue"]}
TENT: Json = {
    "type": "object",
    "properties": {"id": TEXT, "title": TEXT, "look": ref("Look")},
    "required": ["id", "title"],
}


def tents() -> Plan:
    one = {"parameters": [in_path("tentId")]}
    done = shows({"type": "object", "properties": {"look": ref("Look")}})
    prefs = {"type": "object", "properties": {"prefs": {"type": "object", "properties": {"mute": TEXT}}}}

    def sets(name: str, said: str) -> Json:
        body = {"type": "object", "properties": {name: {**TEXT, "description": said}}, "required": [name]}
        return {**one, "post": {"requestBody": sends(body), "responses": done}}

    paths = {
        "/tents": {"get": listing(ref("Tent"))},
        "/tents/{tentId}": {**one, "get": {"responses": shows(ref("Tent"))}},
        "/tents/{tentId}/look": sets("look", "Key: value pairs as a JSON hash."),
        "/tents/{tentId}/setLook": sets("look", "A whole look, in JSON."),
        "/tents/{tentId}/changeLook": sets("look", "A look in the usual form."),
        "/tents/{tentId}/getTentPrefs": {**one, "get": {"responses": shows(prefs)}},
        "/tents/{tentId}/setTentPrefs": sets("prefs", "The prefs in a stringified JSON format."),
    }
    return plan_of(paths, Tent=TENT, Look=LOOK)


def test_a_text_of_json_is_offered_as_what_it_holds() -> None:
    tool = tool_at(tents(), "POST /tents/{tentId}/setLook")
    look = tool.argument("look")
    assert (look.does, look.packed, look.value["type"]) == (Value(column="look"), True, "object")
    assert "required" not in look.value
    assert tool.answer == {"look": "$column:look"}


def test_a_text_of_json_that_a_new_row_is_made_of_is_kept_as_what_it_holds() -> None:
    stall = {
        "type": "object",
        "properties": {"id": TEXT, "wares": {"type": "array", "items": LOOK}, "sign": TEXT},
        "required": ["id"],
    }
    sent = {"wares": {**TEXT, "description": "A JSON-based array of wares."}, "sign": TEXT}
    new = {"requestBody": sends({"type": "object", "properties": sent}), "responses": shows(stall, "201")}
    wares = tool_at(plan_of({"/stalls": {"get": listing(stall), "post": new}}), "POST /stalls").argument("wares")
    assert (wares.does, wares.packed, wares.value["type"]) == (Value(column="wares"), True, "array")
    assert "required" not in wares.value["items"]


def test_pairs_by_key_change_no_other_properties() -> None:
    assert tool_at(tents(), "POST /tents/{tentId}/look").merge
    assert not tool_at(tents(), "POST /tents/{tentId}/setLook").merge


def test_a_text_that_is_not_said_to_be_json_is_no_object() -> None:
    assert "changeLook" in reason_of(tents(), "POST /tents/{tentId}/changeLook")


def test_what_is_set_as_json_is_shown_by_the_read_beside_it() -> None:
    plan = tents()
    gets, puts = tool_at(plan, "GET /tents/{tentId}/getTentPrefs"), tool_at(plan, "POST /tents/{tentId}/setTentPrefs")
    assert (gets.pattern, gets.entity, puts.entity) == ("view", "tent", "tent")
    assert gets.answer == {"prefs": "$column:tent_prefs"}
    assert puts.argument("prefs").does == Value(column="tent_prefs")
