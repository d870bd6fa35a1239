"""Calls beside others: kinds of a thing, searches, what a word of a call makes, and reads of a single property."""

from typing import Any

from generator.plan import Filter, Key, Member, Plan, Value
from planning.specs import parameter, plan_of, reason_of, ref, sends, shows, tool_at
from planning.test_calls import DONE, NOTE, ROOM, TEXT, answers, takes

Json = Any
MEMBER: Json = {
    "type": "object",
    "properties": {"id": TEXT, "name": TEXT, "mood": TEXT},
    "required": ["id", "name"],
}
SCAN: Json = {
    "type": "object",
    "properties": {
        "id": TEXT, "title": TEXT, "code": TEXT, "rooms": {"type": "array", "items": TEXT},
    },
    "required": ["id", "title"],
}  # fmt: skip


def many(name: str) -> Json:
    return {"type": "array", "items": ref(name)}


def may_take(**properties: Json) -> Json:
    return sends({"type": "object", "properties": properties})


def get(*parameters: Json, **shown: Json) -> Json:
    return {"get": {"parameters": list(parameters), "responses": answers(**shown) if shown else shows(DONE)}}


def post(body: Json, responses: Json | None = None) -> Json:
    return {"post": {"requestBody": body, "responses": responses or shows(DONE)}}


def house() -> Plan:
    space = parameter("space", TEXT)
    matches = {"type": "array", "items": {"type": "object", "properties": {"stamp": TEXT, "text": TEXT, "at": {}}}}
    found = {"type": "object", "properties": {"matches": matches, "total": {"type": "integer"}}}
    room = {**ROOM, "properties": {**ROOM["properties"], "members": {"type": "array", "items": TEXT}}}
    paths = {
        "/rooms.list": get(spaces=many("Room")),
        "/rooms.info": get(space, space=ref("Room")),
        "/rooms.log": get(space, notes=many("Note")),
        "/rooms.ducts.listOldPipes": get(parameter("rooms", TEXT), pipes=many("Pipe")),
        "/pen.postNote": post(takes(space=TEXT, text=TEXT), answers(space=TEXT, stamp=TEXT, note=ref("Note"))),
        "/pen.sadNote": post(takes(space=TEXT, text=TEXT), answers(space=TEXT, stamp=TEXT)),
        "/pen.delete": post(takes(space=TEXT, stamp=TEXT)),
        "/pen.getText": get(space, parameter("note_stamp", TEXT), space=TEXT, text=TEXT),
        "/search.notes": get(parameter("query", TEXT, required=True), notes=found),
        "/users.list": get(members=many("Member")),
        "/users.info": get(parameter("user", TEXT), user=ref("Member")),
        "/users.getMood": get(parameter("user", TEXT), mood=TEXT, since={"type": "integer"}),
        "/users.rooms": get(parameter("user", TEXT), spaces=many("Room")),
        "/quiet.info": get(parameter("user", TEXT), is_quiet={"type": "boolean"}, ends={"type": "integer"}),
        "/scans.list": get(scans=many("Scan")),
        "/scans.info": get(parameter("scan", TEXT), scan=ref("Scan")),
        "/scans.upload": post(may_take(scan=TEXT, title=TEXT), answers(scan=ref("Scan"))),
        "/scans.remote.add": post(may_take(code=TEXT, title=TEXT)),
        "/scans.remote.update": post(may_take(scan=TEXT, code=TEXT, title=TEXT)),
        "/scans.remote.remove": post(may_take(scan=TEXT, code=TEXT)),
        "/scans.remote.share": get(
            parameter("scan", TEXT),
            parameter("code", TEXT),
            parameter("rooms", {**TEXT, "description": "Comma-separated rooms."}),
        ),
    }
    return plan_of(paths, Room=room, Note=NOTE, Member=MEMBER, Scan=SCAN, Pipe=MEMBER)


def test_a_kind_of_a_thing_is_the_thing() -> None:
    plan = house()
    assert (tool_at(plan, "POST /scans.remote.add").pattern, tool_at(plan, "POST /scans.remote.add").entity) == (
        "create",
        "scan",
    )
    assert tool_at(plan, "POST /scans.remote.remove").pattern == "delete"


def test_what_may_name_a_thing_in_place_of_its_key_is_never_written() -> None:
    plan = house()
    tool = tool_at(plan, "POST /scans.remote.update")
    assert {each.name: each.does for each in tool.arguments} == {
        "scan": Key(column="id"),
        "title": Value(column="title"),
    }
    assert [left.input for left in tool.left_out] == ["code"]
    assert tool_at(plan, "POST /scans.remote.add").argument("code").does == Value(column="code")


def test_what_a_get_writes_stays_in_its_query() -> None:
    tool = tool_at(house(), "GET /scans.remote.share")
    assert tool.argument("rooms").does == Member(column="rooms", change="add")
    assert {each.place for each in tool.arguments} == {"query"}


def test_an_upload_makes_a_row() -> None:
    tool = tool_at(house(), "POST /scans.upload")
    kept = [each.name for each in tool.arguments if isinstance(each.does, Value)]
    assert (tool.pattern, kept) == ("create", ["title"])


def test_a_last_word_that_names_what_its_noun_writes_makes_one() -> None:
    tool = tool_at(house(), "POST /pen.sadNote")
    assert (tool.pattern, tool.entity) == ("create", "note")
    assert tool.answer == {"ok": True, "space": "$column:space", "stamp": "$column:stamp"}


def test_a_read_that_is_called_after_a_property_answers_with_it() -> None:
    plan = house()
    mood, text = tool_at(plan, "GET /users.getMood"), tool_at(plan, "GET /pen.getText")
    assert (mood.pattern, mood.answer) == ("get", {"ok": True, "mood": "$column:mood"})
    assert text.argument("note_stamp").does == Key(column="stamp")


def test_a_search_goes_through_the_rows_that_are_listed_elsewhere_and_adds_nothing_to_them() -> None:
    plan = house()
    tool = tool_at(plan, "GET /search.notes")
    assert (tool.pattern, tool.entity) == ("list", "note")
    assert tool.answer["notes"] == {"matches": "$items", "total": "$total"}
    assert not any(column.name == "at" for column in plan.entity("note").columns)


def test_a_list_of_what_someone_takes_part_in_is_asked_for_whom() -> None:
    argument = tool_at(house(), "GET /users.rooms").argument("user")
    assert (argument.does, argument.required) == (Filter(column="members", test="has"), True)


def test_a_list_that_names_what_it_lists_is_a_collection_of_its_own() -> None:
    tool = tool_at(house(), "GET /rooms.ducts.listOldPipes")
    assert (tool.pattern, tool.entity) == ("list", "old_pipe")


def test_what_is_shown_of_someone_alone_is_a_part_of_them() -> None:
    tool = tool_at(house(), "GET /quiet.info")
    assert (tool.pattern, tool.argument("user").does) == ("singleton", Key(column="user"))


def test_a_property_that_no_row_shows_is_not_told() -> None:
    paths = {
        f"/members.{verb}": get(parameter("member", TEXT), **shown)
        for verb, shown in {
            "info": {"member": ref("Member")},
            "getWage": {"wage": TEXT},
            "getName": {"name": TEXT},
        }.items()
    }
    paths |= {"/members.list": get(members=many("Member")), "/members.delete": post(takes(member=TEXT))}
    plan = plan_of(paths, Member=MEMBER)
    assert tool_at(plan, "GET /members.getName").answer == {"ok": True, "name": "$column:name"}
    assert "getWage" in reason_of(plan, "GET /members.getWage")
