"""Kinds of descriptions that were hard to carry through: verification drops nothing of the servers made of them."""

from generator.checks import generate_checks
from generator.links import links_of
from generator.plan import Input, Plan
from generator.render import render
from generator.repair import mended
from generator.verify import opened
from planning.specs import Json, in_path, listing, parameter, plan_of, reason_of, ref, sends, shows, tool_at

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}
FLAG = {"type": "boolean"}
GONE: Json = {"responses": {"204": {"description": ""}}}


def thing(required: Json = None, **properties: Json) -> Json:
    return {"type": "object", "properties": properties, **({"required": required} if required else {})}


def rows(name: str, row: Json) -> Json:
    return {"responses": shows(thing(**{name: {"type": "array", "items": row}}))}


def keeps_all(plan: Plan) -> Plan:
    """The plan, of which a server was made that keeps every tool."""
    assert mended(plan).plan.dropped == ()
    return plan


def test_paths_that_allow_few_keys_have_rows_with_those() -> None:
    label = thing(scope={**TEXT, "example": "team_27"}, kind=TEXT, text=TEXT)
    scope = parameter("scope", {**TEXT, "enum": ["own", "shared"]}, "path")
    one = {
        "parameters": [in_path("page_id"), scope, in_path("kind")],
        "get": {"responses": shows(label)},
        "delete": GONE,
    }
    page = thing(["id"], id=TEXT, title=TEXT)
    plan = plan_of(
        {
            "/pages": {"get": listing(page), "post": {"requestBody": sends(page), "responses": shows(page, "201")}},
            "/pages/{page_id}": {"parameters": [in_path("page_id")], "get": {"responses": shows(page)}},
            "/pages/{page_id}/labels/{scope}/{kind}": one,
        }
    )
    assert keeps_all(plan).entity("label").column("scope").value["enum"] == ["own", "shared"]


def test_new_rows_begin_with_what_reads_pick_where_nothing_is_asked() -> None:
    field = thing(["name"], name=TEXT, label=TEXT, archived=FLAG)
    new = thing(["name", "label"], name=TEXT, label=TEXT)
    archived = parameter("archived", {**FLAG, "default": False}, description="Whether to return only archived ones.")
    plan = plan_of(
        {
            "/fields": {
                "get": listing(ref("Field"), archived),
                "post": {"requestBody": sends(new), "responses": shows(ref("Field"), "201")},
            },
            "/fields/{name}": {
                "parameters": [in_path("name")],
                "get": {"parameters": [archived], "responses": shows(ref("Field"))},
                "patch": {"requestBody": sends(thing(label=TEXT)), "responses": shows(ref("Field"))},
            },
        },
        Field=field,
    )
    assert keeps_all(plan).entity("field").column("archived").initial is False
    assert any("archived is False" in said for said in plan.assumptions)


def test_a_parent_that_the_path_names_need_not_be_named_again_by_the_body() -> None:
    link = thing(fileId=TEXT, objectId=TEXT, note=TEXT)
    file = thing(["id"], id=TEXT, name=TEXT)
    plan = plan_of(
        {
            "/files": {"get": listing(file)},
            "/files/{fileId}": {"parameters": [in_path("fileId")], "get": {"responses": shows(file)}, "delete": GONE},
            "/files/{fileId}/links": {
                "parameters": [in_path("fileId")],
                "get": listing(link),
                "post": {"requestBody": sends(link), "responses": shows(link, "201")},
            },
        }
    )
    again = tool_at(keeps_all(plan), "POST /files/{fileId}/links").argument("body_file_id")
    assert (again.does, again.required) == (Input(), False)


def test_a_cursor_goes_before_an_offset_that_is_given_by_default() -> None:
    page = thing(entries={"type": "array", "items": ref("Note")}, next_marker=TEXT, offset=NUMBER)
    asked = [
        parameter("offset", {**NUMBER, "default": 0}),
        parameter("marker", TEXT),
        parameter("limit", {**NUMBER, "maximum": 100}),
    ]
    paths = {"/notes": {"get": {"parameters": asked, "responses": shows(page)}}}
    keeps_all(plan_of(paths, Note=thing(["id"], id=NUMBER, text=TEXT)))


def test_what_stands_in_two_parents_that_go_together_is_listed_by_neither() -> None:
    board, column = thing(["id"], id=NUMBER, name=TEXT), thing(["id"], id=NUMBER, board_id=NUMBER, name=TEXT)
    card = thing(["id", "board_id", "column_id"], id=NUMBER, board_id=NUMBER, column_id=NUMBER, title=TEXT)
    new_card = thing(["title", "board_id", "column_id"], title=TEXT, board_id=NUMBER, column_id=NUMBER)
    plan = plan_of(
        {
            "/boards": {"get": listing(board)},
            "/boards/{board_id}": {
                "parameters": [in_path("board_id", "integer")],
                "get": {"responses": shows(board)},
                "delete": GONE,
            },
            "/boards/{board_id}/columns": {"parameters": [in_path("board_id", "integer")], "get": listing(column)},
            "/columns/{column_id}": {
                "parameters": [in_path("column_id", "integer")],
                "get": {"responses": shows(column)},
            },
            "/columns/{column_id}/cards": {
                "parameters": [in_path("column_id", "integer")],
                "get": listing(card),
            },
            "/cards": {
                "get": listing(card),
                "post": {"requestBody": sends(new_card), "responses": shows(card, "201")},
            },
            "/cards/{card_id}": {"parameters": [in_path("card_id", "integer")], "get": {"responses": shows(card)}},
        }
    )
    keeps_all(plan)


def test_a_new_row_refers_to_what_stands_under_its_own_parent() -> None:
    person = thing(["name"], name=TEXT, area=TEXT, phone=TEXT)
    token = thing(["id"], id=TEXT, name=TEXT, colour=TEXT)
    area = thing(["id"], id=TEXT, title=TEXT)
    under = in_path("area_id")
    plan = plan_of(
        {
            "/areas": {"get": listing(area)},
            "/areas/{area_id}/people": {
                "parameters": [under],
                "get": listing(person),
                "post": {"requestBody": sends(person), "responses": shows(person, "201")},
            },
            "/areas/{area_id}/people/{name}": {
                "parameters": [under, in_path("name")],
                "get": {"responses": shows(person)},
            },
            "/areas/{area_id}/people/{name}/tokens": {"parameters": [under, in_path("name")], "get": listing(token)},
            "/areas/{area_id}/tokens": {
                "parameters": [under],
                "post": {
                    "requestBody": sends(thing(["name"], name=TEXT, colour=TEXT)),
                    "responses": shows(token, "201"),
                },
            },
        }
    )
    keeps_all(plan)


def test_an_object_is_merged_and_anything_else_replaces() -> None:
    paper = thing(["id"], id=TEXT, data={}, labels={"type": "object", "additionalProperties": TEXT})
    change = thing(
        data={"anyOf": [{"type": "object"}, {"type": "array", "items": {}}, TEXT]},
        labels={"type": "object", "additionalProperties": TEXT},
    )
    one = {
        "parameters": [in_path("id")],
        "get": {"responses": shows(paper)},
        "patch": {"requestBody": sends(change), "responses": {"204": {"description": ""}}},
    }
    keeps_all(plan_of({"/papers": {"get": listing(paper)}, "/papers/{id}": one}))


def test_a_value_of_which_there_is_only_one_is_put_again() -> None:
    kept = thing(["key", "value"], key=TEXT, value={}, updated_at={**TEXT, "format": "date-time"})
    one = {
        "parameters": [in_path("key")],
        "get": {"responses": shows(kept)},
        "put": {
            "summary": "Set a value, creating it if needed",
            "requestBody": sends(thing(["value"], value={"enum": ["on"]})),
            "responses": {"204": {"description": ""}},
        },
    }
    keeps_all(plan_of({"/store": {"get": listing(kept)}, "/store/{key}": one}))


def test_a_list_that_no_call_can_begin_is_no_tool() -> None:
    page = thing(events={"type": "array", "items": thing(["id"], id=TEXT, text=TEXT)}, total=NUMBER)
    token = {**parameter("page_token", TEXT), "required": True}
    plan = plan_of({"/events/next": {"get": {"parameters": [token], "responses": shows(page)}}})
    assert reason_of(plan, "GET /events/next") == "It needs the input page_token: no documented answer gives one."


def test_the_row_to_go_on_behind_is_named_by_a_key_of_the_type_that_rows_show() -> None:
    asked = [parameter("limit", {**NUMBER, "maximum": 100}), parameter("starting_after", TEXT)]
    plan = plan_of({"/notes": {"get": listing(thing(["id"], id=NUMBER, text=TEXT), *asked)}})
    assert tool_at(keeps_all(plan), "GET /notes").argument("starting_after").value["type"] == "integer"


def test_the_row_to_go_on_behind_is_named_by_text_where_it_is_declared_a_number_and_keys_are_text() -> None:
    asked = [parameter("limit", {**NUMBER, "maximum": 100}), parameter("starting_after", {"type": "number"})]
    plan = plan_of({"/notes": {"get": listing(thing(["id"], id=TEXT, text=TEXT), *asked)}})
    assert tool_at(keeps_all(plan), "GET /notes").argument("starting_after").value["type"] == "string"


def test_a_row_that_is_put_has_the_key_of_its_path() -> None:
    tag = thing(["name"], name=TEXT, colour=TEXT)
    one = {
        "parameters": [in_path("name")],
        "get": {"responses": shows(tag)},
        "put": {"summary": "Create or replace a tag", "requestBody": sends(tag), "responses": shows(tag)},
    }
    plan = keeps_all(plan_of({"/tags": {"get": listing(tag)}, "/tags/{name}": one}))
    assert tool_at(plan, "PUT /tags/{name}").argument("body_name").does == Input()


def test_a_flag_that_an_answer_shows_alone_is_null_where_a_row_has_none() -> None:
    row = thing(["id"], id=TEXT, title=TEXT, pinned=FLAG)
    one = {
        "parameters": [in_path("id")],
        "get": {"responses": shows(row)},
        "delete": {"responses": shows(thing(pinned=FLAG))},
    }
    new = thing(["title"], title=TEXT, pinned=FLAG)
    many = {"get": listing(row), "post": {"requestBody": sends(new), "responses": shows(row, "201")}}
    keeps_all(plan_of({"/cards": many, "/cards/{id}": one}))


def test_a_text_that_is_called_like_a_parent_is_not_the_number_that_paths_pick_it_by() -> None:
    group = thing(["id"], id={**NUMBER, "readOnly": True}, title=TEXT)
    order = thing(["id", "group"], id={**NUMBER, "readOnly": True}, group=TEXT)
    one = {"requestBody": sends(order), "responses": shows(order)}
    parents = [in_path("group_id", "integer")]
    plan = plan_of(
        {
            "/groups": {"get": listing(group), "post": {"requestBody": sends(group), "responses": shows(group, "201")}},
            "/groups/{group_id}/orders": {
                "parameters": parents,
                "get": listing(order),
                "post": {"requestBody": sends(order), "responses": shows(order, "201")},
            },
            "/groups/{group_id}/orders/{order_id}": {
                "parameters": [*parents, in_path("order_id", "integer")],
                "get": {"responses": shows(order)},
                "put": one,
            },
        }
    )
    orders = keeps_all(plan).entity("order")
    assert orders.column("group").references is None
    assert orders.column("group_id").references is not None


def test_a_kind_of_the_parent_is_told_apart_from_the_rows_own_kind() -> None:
    room = thing(["type", "id"], type=TEXT, id=TEXT, topic=TEXT)
    note = thing(["id", "type"], id=TEXT, type={**TEXT, "enum": ["regular", "system"]}, text=TEXT)
    scope = [in_path("type"), in_path("id")]
    plan = plan_of(
        {
            "/rooms/{type}/{id}": {"parameters": scope, "get": {"responses": shows(room)}},
            "/rooms": {"get": listing(room), "post": {"requestBody": sends(room), "responses": shows(room, "201")}},
            "/rooms/{type}/{id}/notes": {"parameters": scope, "get": rows("notes", note)},
            "/notes/{id}": {"parameters": [in_path("id")], "get": {"responses": shows(note)}},
        }
    )
    links = [link for link in links_of(keeps_all(plan), plan.entity("note")) if link.target.name == "room"]
    assert [link.pairs for link in links if link.whole] != []
    assert all(own != "type" for link in links for own, _ in link.pairs)


def test_a_world_of_few_rows_has_one_of_what_there_is_one_of() -> None:
    ward = thing(["id"], id=NUMBER, title=TEXT)
    nurse = thing(["id", "title"], id={**NUMBER, "readOnly": True}, title=TEXT, note=TEXT)
    options = thing(language={**TEXT, "enum": ["en", "no"]}, nurseId=NUMBER, note=TEXT)
    of, one = in_path("wardId", "integer"), in_path("nurseId", "integer")
    many = {"requestBody": sends(thing(["ids"], ids={"type": "array", "items": NUMBER})), **GONE}
    plan = plan_of(
        {
            "/wards": {"get": listing(ward), "post": {"requestBody": sends(ward), "responses": shows(ward, "201")}},
            "/wards/{wardId}/nurses": {
                "parameters": [of],
                "get": listing(nurse),
                "post": {"requestBody": sends(nurse), "responses": shows(nurse, "201")},
            },
            "/wards/{wardId}/nurses/{nurseId}": {"parameters": [of, one], "get": {"responses": shows(nurse)}},
            "/wards/{wardId}/nurses/batch-delete": {"parameters": [of], "post": many},
            "/options": {
                "get": {"responses": shows(options)},
                "put": {"requestBody": sends(options), "responses": shows(options)},
            },
        }
    )
    keeps_all(plan)
    checks = generate_checks(plan, opened(plan, render(plan)))
    worlds = [check.rows for check in checks if check.rows is not None]
    table = next(entity.table for entity in plan.entities if entity.singleton)
    assert {len(world.get(table, ())) for world in worlds} == {0, 1}
