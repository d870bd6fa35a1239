"""Calls by name: operations such as ``/rooms.rename`` are read as the resources that they are about."""

from typing import Any

from generator.plan import Key, Plan, Value
from planning.specs import parameter, plan_of, reason_of, ref, sends, shows, tool_at

Json = Any
TEXT: Json = {"type": "string"}
DONE: Json = {"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"]}
ROOM: Json = {
    "type": "object",
    "properties": {
        "id": TEXT, "title": TEXT, "is_archived": {"type": "boolean"},
        "guests": {"type": "array", "items": TEXT},
    },
    "required": ["id", "title"],
}  # fmt: skip
NOTE: Json = {"type": "object", "properties": {"stamp": TEXT, "text": TEXT}, "required": ["stamp", "text"]}


def answers(**properties: Json) -> Json:
    return shows({"type": "object", "properties": {"ok": {"type": "boolean"}, **properties}})


def takes(**properties: Json) -> Json:
    return sends({"type": "object", "properties": properties, "required": list(properties)})


def rooms() -> Plan:
    many = {"type": "array", "items": ref("Room")}
    notes = {"type": "array", "items": ref("Note")}
    paths = {
        "/rooms.list": {"get": {"responses": answers(spaces=many)}},
        "/rooms.info": {"get": {"parameters": [parameter("space", TEXT)], "responses": answers(space=ref("Room"))}},
        "/rooms.create": {"post": {"requestBody": takes(title=TEXT), "responses": answers(space=ref("Room"))}},
        "/rooms.rename": {"post": {"requestBody": takes(space=TEXT, title=TEXT), "responses": shows(DONE)}},
        "/rooms.archive": {"post": {"requestBody": takes(space=TEXT), "responses": shows(DONE)}},
        "/rooms.unarchive": {"post": {"requestBody": takes(space=TEXT), "responses": shows(DONE)}},
        "/rooms.delete": {"post": {"requestBody": takes(space=TEXT), "responses": shows(DONE)}},
        "/rooms.log": {"get": {"parameters": [parameter("space", TEXT)], "responses": answers(notes=notes)}},
        "/rooms.guests": {
            "get": {
                "parameters": [parameter("space", TEXT)],
                "responses": answers(guests={"type": "array", "items": TEXT}),
            }
        },
        "/rooms.nudge": {"post": {"requestBody": takes(space=TEXT), "responses": shows(DONE)}},
        "/pen.postNote": {
            "post": {
                "requestBody": takes(space=TEXT, text=TEXT),
                "responses": answers(space=TEXT, stamp=TEXT, note=ref("Note")),
            }
        },
        "/pen.update": {
            "post": {
                "requestBody": takes(space=TEXT, stamp=TEXT, text=TEXT),
                "responses": answers(stamp=TEXT, note=ref("Note")),
            }
        },
        "/pen.delete": {"post": {"requestBody": takes(space=TEXT, stamp=TEXT), "responses": shows(DONE)}},
        "/admin.rooms.archive": {"post": {"requestBody": takes(space_id=TEXT), "responses": shows(DONE)}},
    }  # fmt: skip
    return plan_of(paths, Room=ROOM, Note=NOTE)


def test_each_verb_is_its_pattern_on_the_noun() -> None:
    plan = rooms()
    patterns = {
        tool.path: tool.pattern for tool in plan.tools if tool.entity == "room" and not tool.path.startswith("/admin")
    }
    assert patterns == {
        "/rooms.list": "list", "/rooms.info": "get", "/rooms.create": "create", "/rooms.rename": "update",
        "/rooms.archive": "transition", "/rooms.unarchive": "transition", "/rooms.delete": "delete",
        "/rooms.guests": "view",
    }  # fmt: skip


def test_the_input_named_after_what_is_shown_picks_the_row_wherever_it_stands() -> None:
    plan = rooms()
    looked, renamed = tool_at(plan, "GET /rooms.info"), tool_at(plan, "POST /rooms.rename")
    assert (looked.argument("space").does, looked.argument("space").place) == (Key(column="id"), "query")
    assert (renamed.argument("space").does, renamed.argument("space").place) == (Key(column="id"), "body")


def test_an_administrators_call_is_about_the_same_thing() -> None:
    tool = tool_at(rooms(), "POST /admin.rooms.archive")
    assert (tool.entity, tool.set) == ("room", {"is_archived": True})
    assert tool.argument("space_id").does == Key(column="id")


def test_what_one_noun_writes_and_another_lists_is_one_thing() -> None:
    plan = rooms()
    assert tool_at(plan, "GET /rooms.log").entity == "note"
    assert tool_at(plan, "POST /pen.postNote").pattern == "create"
    assert tool_at(plan, "POST /pen.update").argument("stamp").does == Key(column="stamp")
    assert tool_at(plan, "POST /pen.delete").pattern == "delete"


def test_what_stands_beside_the_row_is_the_rows_own_column() -> None:
    answer = tool_at(rooms(), "POST /pen.postNote").answer
    assert answer == {"ok": True, "space": "$column:space", "stamp": "$column:stamp", "note": "$row"}


def test_a_verb_that_no_column_shows_is_not_modelled() -> None:
    assert "nudge" in reason_of(rooms(), "POST /rooms.nudge")


def test_a_write_that_no_answer_shows_is_not_modelled() -> None:
    paths = {
        "/lamps.list": {"get": {"responses": answers(lamps={"type": "array", "items": ref("Room")})}},
        "/lamps.info": {"get": {"parameters": [parameter("lamp", TEXT)], "responses": answers(lamp=ref("Room"))}},
        "/lamps.delete": {"post": {"requestBody": takes(lamp=TEXT), "responses": shows(DONE)}},
        "/calls.add": {"post": {"requestBody": takes(title=TEXT), "responses": shows(DONE)}},
        "/calls.info": {"get": {"parameters": [parameter("id", TEXT)], "responses": shows(DONE)}},
    }
    plan = plan_of(paths, Room=ROOM)
    assert reason_of(plan, "POST /calls.add") == "No documented property shows what a new call is made of."
    assert reason_of(plan, "GET /calls.info") == "Its answer only tells that the call went through."


def test_paths_with_parameters_are_no_calls() -> None:
    paths = {
        f"/{name}": {"get": {"responses": answers(spaces={"type": "array", "items": ref("Room")})}}
        for name in ("rooms.list", "halls.list", "yards.list", "rooms.get", "rooms/{id}")
    }
    paths["/rooms/{id}"]["get"]["parameters"] = [parameter("id", TEXT, "path")]
    plan = plan_of(paths, Room=ROOM)
    assert all(tool.entity != "yard" or tool.path == "/yards.list" for tool in plan.tools)
    assert tool_at(plan, "GET /rooms.list").entity != "room"


def test_a_few_paths_with_parameters_beside_many_calls_are_read_as_paths() -> None:
    """CreateLamp, GetLamp#lampId: what a fragment tells apart is one call each, and tags stand at a path."""
    lamp = {"type": "object", "properties": {"lampId": TEXT, "name": TEXT}, "required": ["lampId", "name"]}
    paths: Json = {
        f"/{verb}{noun}{fragment}": {
            method: {
                **({"parameters": [parameter(f"{noun.lower()}Id", TEXT, required=True)]} if fragment else {}),
                **({"requestBody": takes(**body)} if body else {}),
                "responses": answers(**{shown: schema}),
            }
        }
        for noun in ("Lamp", "Desk", "Room")
        for verb, fragment, method, body, shown, schema in (
            ("Create", "", "put", {"name": TEXT}, noun.lower(), ref(noun)),
            ("Get", f"#{noun.lower()}Id", "get", {}, noun.lower(), ref(noun)),
            ("Delete", f"#{noun.lower()}Id", "delete", {}, "requestId", TEXT),
        )
    } | {
        f"/List{noun}s": {
            "post": {"responses": answers(**{f"{noun.lower()}List": {"type": "array", "items": ref(noun)}})}
        }
        for noun in ("Lamp", "Desk", "Room")
    }
    paths["/tags/{arn}"] = {"get": {"parameters": [parameter("arn", TEXT, "path")], "responses": answers(tags=TEXT)}}
    desk, room = (
        {"type": "object", "properties": {f"{noun}Id": TEXT, "name": TEXT}, "required": [f"{noun}Id", "name"]}
        for noun in ("desk", "room")
    )
    plan = plan_of(paths, Lamp=lamp, Desk=desk, Room=room)
    patterns = {tool.path: tool.pattern for tool in plan.tools if tool.entity == "lamp"}
    assert patterns == {
        "/CreateLamp": "create", "/GetLamp#lampId": "get", "/DeleteLamp#lampId": "delete", "/ListLamps": "list",
    }  # fmt: skip


def test_an_object_picks_no_thing_by_itself() -> None:
    shelf = {"type": "object", "properties": {"ShelfName": TEXT, "ShelfArn": TEXT}}
    paths = {
        f"/{verb}Shelf": {"post": {"requestBody": sends({"type": "object", "properties": {"ShelfId": shelf}}),
                                   "responses": shows(shelf)}}
        for verb in ("Create", "Delete", "Get", "Update", "Open")
    }  # fmt: skip
    for tool in plan_of(paths).tools:
        assert not any(isinstance(argument.does, Key) and argument.name == "shelf_id" for argument in tool.arguments)


def test_a_thing_that_is_called_like_a_word_of_lists_is_the_thing_in_its_envelope() -> None:
    order = {"type": "object", "required": ["name"], "properties": {"name": TEXT, "title": TEXT}}
    rooms = {"type": "array", "items": ref("Room")}
    paths = {
        "/orders.list": {"post": {"responses": answers(orders={"type": "array", "items": ref("Order")})}},
        "/orders.create": {"post": {"requestBody": sends(order), "responses": answers(order=ref("Order"))}},
        "/orders.get": {"post": {"requestBody": takes(name=TEXT), "responses": answers(order=ref("Order"))}},
        "/rooms.list": {"post": {"responses": answers(rooms=rooms)}},
        "/rooms.create": {"post": {"requestBody": takes(title=TEXT), "responses": answers(room=ref("Room"))}},
    }
    plan = plan_of(paths, Order=order, Room=ROOM)
    assert [tool.answer for tool in plan.tools if tool.path == "/orders.get"] == [{"ok": True, "order": "$row"}]
    assert [column.path for column in plan.entity("order").columns] == [("name",), ("title",)]


def test_a_property_that_is_called_like_its_thing_picks_none_of_it() -> None:
    order = {"type": "object", "required": ["number", "order"], "properties": {"number": TEXT, "order": TEXT}}
    one = answers(order=ref("Order"))
    paths = {
        "/orders.list": {"post": {"responses": answers(orders={"type": "array", "items": ref("Order")})}},
        "/orders.create": {"post": {"requestBody": sends(order), "responses": one}},
        "/orders.get": {"post": {"requestBody": takes(number=TEXT), "responses": one}},
        "/orders.update": {"post": {"requestBody": takes(number=TEXT, order=TEXT), "responses": one}},
        "/orders.delete": {"post": {"requestBody": takes(number=TEXT), "responses": shows(DONE)}},
    }
    plan = plan_of(paths, Order=order)
    assert [tool.pattern for tool in plan.tools] == ["list", "create", "get", "update", "delete"]
    assert {each.name: each.does for each in tool_at(plan, "POST /orders.update").arguments} == {
        "number": Key(column="number"),
        "order": Value(column="order"),
    }
