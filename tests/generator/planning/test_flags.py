"""Flags: what an action makes true or false by its name or by its text, and what a setter sets of an object."""

from typing import Any

from generator.plan import Input, Plan, Value
from planning.specs import in_path, listing, plan_of, reason_of, ref, sends, shows, tool_at

Json = Any
TEXT: Json = {"type": "string"}
FLAG: Json = {"type": "boolean"}
BOOTH: Json = {
    "type": "object",
    "properties": {
        "id": TEXT,
        "title": TEXT,
        "is_open": FLAG,
        "public_map_shared": FLAG,
        "is_keeper": FLAG,
        "is_porter": FLAG,
        "lease": {"type": "object", "properties": {"guest_expiry_ts": {"type": "integer"}, "terms": TEXT}},
        "default_lamps": {"type": "array", "items": TEXT},
        "guests": {"type": "array", "items": TEXT},
        "linked_fair_ids": {"type": "array", "items": TEXT},
        "connected_fair_ids": {
            "anyOf": [{"type": "array", "items": ref("Key")}, {"type": "array", "items": {"type": "string"}}]
        },
        "fairs": {"type": "array", "items": TEXT},
    },
    "required": ["id", "title"],
}


def acts(text: str = "", needs: tuple[str, ...] = (), **properties: Json) -> Json:
    body = {"type": "object", "properties": properties, "required": list(needs)}
    sent = {"requestBody": sends(body)} if properties else {}
    return {"post": {"description": text, "parameters": [in_path("boothId")], **sent, "responses": shows(ref("Booth"))}}


def booths() -> Plan:
    paths = {
        "/booths": {"get": listing(ref("Booth"))},
        "/booths/{boothId}": {"get": {"parameters": [in_path("boothId")], "responses": shows(ref("Booth"))}},
        "/booths/{boothId}/open": acts(),
        "/booths/{boothId}/close": acts(),
        "/booths/{boothId}/sharedPublicMap": acts(),
        "/booths/{boothId}/revokePublicMap": acts(),
        "/booths/{boothId}/setKeeper": acts(),
        "/booths/{boothId}/setPorter": acts(),
        "/booths/{boothId}/setPlain": acts("Turns a keeper or porter into a plain one."),
        "/booths/{boothId}/setBare": acts("Turns a lamp into a bare one."),
        "/booths/{boothId}/setExpiry": acts("", ("expiry_ts", "fair_id"), expiry_ts={"type": "integer"}, fair_id=TEXT),
        "/booths/{boothId}/setDefaultLamps": acts("", (), lamps={**TEXT, "description": "An array of lamps."}),
        "/booths/{boothId}/removeGuest": acts("", ("guest", "fair_id"), guest=TEXT, fair_id=TEXT),
        "/booths/{boothId}/addGuest": acts("", ("guest", "mood"), guest=TEXT, mood=TEXT),
        "/booths/{boothId}/assign": acts("", ("fair_id",), fair_id=TEXT, at_once=FLAG),
        "/booths/{boothId}/disconnectFair": acts("", (), leaving_fair_ids=TEXT),
    }
    return plan_of(paths, Booth=BOOTH, Key=TEXT)


def test_what_is_opened_and_closed_shows_whether_it_is_open() -> None:
    assert tool_at(booths(), "POST /booths/{boothId}/open").set == {"is_open": True}
    assert tool_at(booths(), "POST /booths/{boothId}/close").set == {"is_open": False}


def test_a_flag_with_the_words_of_an_action_in_another_order_is_what_it_sets() -> None:
    assert tool_at(booths(), "POST /booths/{boothId}/sharedPublicMap").set == {"public_map_shared": True}
    assert tool_at(booths(), "POST /booths/{boothId}/revokePublicMap").set == {"public_map_shared": False}


def test_a_setter_ends_what_its_text_names_of_what_setters_beside_it_begin() -> None:
    assert tool_at(booths(), "POST /booths/{boothId}/setPlain").set == {"is_keeper": False, "is_porter": False}
    assert "setBare" in reason_of(booths(), "POST /booths/{boothId}/setBare")


def test_a_setter_sets_what_one_object_alone_shows_under_a_longer_name() -> None:
    tool = tool_at(booths(), "POST /booths/{boothId}/setExpiry")
    assert tool.argument("expiry_ts").does == Value(column="lease", inside="guest_expiry_ts", among=True)
    assert (tool.argument("fair_id").does, tool.argument("fair_id").required) == (Input(), True)


def test_a_text_that_is_said_to_be_an_array_is_offered_as_one() -> None:
    lamps = tool_at(booths(), "POST /booths/{boothId}/setDefaultLamps").argument("lamps")
    assert (lamps.does, lamps.split, lamps.value["type"]) == (Value(column="default_lamps"), True, "array")


def test_a_required_key_of_another_thing_beside_a_member_is_only_checked() -> None:
    tool = tool_at(booths(), "POST /booths/{boothId}/removeGuest")
    assert (tool.argument("fair_id").does, tool.argument("fair_id").required) == (Input(), True)
    assert "addGuest" in reason_of(booths(), "POST /booths/{boothId}/addGuest")


def test_what_is_assigned_to_a_key_is_added_to_the_array_that_shows_such_keys() -> None:
    tool = tool_at(booths(), "POST /booths/{boothId}/assign")
    does: Json = tool.argument("fair_id").does
    assert (does.column, does.change) == ("fairs", "add")
    assert [left.input for left in tool.left_out] == ["at_once"]


def test_what_an_action_undoes_tells_which_of_several_arrays_it_takes_from() -> None:
    does: Json = tool_at(booths(), "POST /booths/{boothId}/disconnectFair").argument("leaving_fair_ids").does
    assert (does.column, does.change) == ("connected_fair_ids", "remove")


def test_what_is_reactivated_is_no_longer_deprecated() -> None:
    booth: Json = {"type": "object", "properties": {"id": {"type": "string"}, "deprecated": FLAG}}
    paths = {
        "/booths": {"get": listing(ref("Booth"))},
        "/booths/{boothId}": {"get": {"parameters": [in_path("boothId")], "responses": shows(ref("Booth"))}},
        "/booths/{boothId}/reactivate": acts(),
    }
    assert tool_at(plan_of(paths, Booth=booth), "POST /booths/{boothId}/reactivate").set == {"deprecated": False}
