"""Operations whose path ends in a literal that only says in another way what they are about, or what they set."""

from typing import Any

from generator.plan import Key, Plan, Value
from planning.specs import in_path, listing, parameter, plan_of, ref, sends, shows, tool_at

Json = Any
TEXT: Json = {"type": "string"}
FORM: Json = {
    "type": "object",
    "properties": {
        "id": TEXT, "space": TEXT, "formKey": TEXT, "title": TEXT, "assignedTo": TEXT, "state": TEXT,
        "gauge": {"type": "object", "properties": {"unit": TEXT, "current_number": {"type": "number"}}},
    },
    "required": ["id"],
}  # fmt: skip
ENTRIES: Json = {"type": "object", "properties": {"Entries": {"type": "array", "items": ref("Entry")}}}


def forms() -> Plan:
    behind = [in_path("space"), in_path("form_key")]
    new = {"type": "object", "properties": {"space": TEXT, "formKey": TEXT, "title": TEXT}, "required": ["title"]}
    one = {"parameters": [in_path("formId")]}
    put_entries = {"requestBody": sends(ENTRIES), "responses": shows(ENTRIES)}
    paths = {
        "/forms": {"get": listing(ref("Form"))},
        "/forms/{formId}": {**one, "get": {"responses": shows(ref("Form"))}},
        "/forms/{space}/{form_key}/schema": {
            "parameters": behind,
            "get": {"responses": shows(ref("Form"))},
            "delete": {"summary": "Delete a form", "responses": {"204": {"description": ""}}},
        },
        "/forms/schema": {"post": {"requestBody": sends(new), "responses": shows(ref("Form"), "201")}},
        "/forms/change_state": {
            "post": {
                "requestBody": sends({"type": "object", "properties": {"id": TEXT, "state": TEXT}, "required": ["id"]}),
                "responses": shows(ref("Form")),
            }
        },
        "/forms/{formId}/assignee": {
            **one,
            "put": {
                "requestBody": sends({"type": "object", "properties": {"actor": TEXT}, "required": ["actor"]}),
                "responses": shows(ref("Form")),
            },
            "delete": {"responses": {"204": {"description": ""}}},
        },
        "/forms/{formId}/setGaugeCurrentNumber": {
            **one,
            "post": {
                "requestBody": sends({"type": "object", "properties": {"current_number": {"type": "number"}}}),
                "responses": shows(ref("Form")),
            },
        },
        "/desks/{deskId}/entries": {
            "parameters": [in_path("deskId")],
            "get": {"responses": shows(ENTRIES)},
            "put": {"summary": "Creates an entry", **put_entries},
        },
        "/rooms/{roomId}/entries": {
            "parameters": [in_path("roomId")],
            "get": {"responses": shows(ENTRIES)},
            "put": {"summary": "Entries of a room", **put_entries},
        },
    }
    entry = {"type": "object", "properties": {"text": TEXT, "at": TEXT}}
    return plan_of(paths, Form=FORM, Entry=entry)


def test_a_look_behind_a_thing_that_shows_the_thing_is_a_get_by_what_its_path_names() -> None:
    tool = tool_at(forms(), "GET /forms/{space}/{form_key}/schema")
    assert (tool.pattern, tool.entity) == ("get", "form")
    assert [each.does for each in tool.arguments] == [Key(column="space"), Key(column="form_key")]


def test_a_deletion_there_deletes_the_thing_and_a_post_below_the_collection_makes_one() -> None:
    plan = forms()
    assert tool_at(plan, "DELETE /forms/{space}/{form_key}/schema").pattern == "delete"
    assert tool_at(plan, "POST /forms/schema").pattern == "create"


def test_a_post_below_the_collection_that_names_a_row_by_its_key_changes_it() -> None:
    tool = tool_at(forms(), "POST /forms/change_state")
    assert tool.pattern == "update"
    assert tool.argument("id").does == Key(column="id")


def test_an_assignee_is_whom_a_thing_is_assigned_to() -> None:
    plan = forms()
    assert tool_at(plan, "PUT /forms/{formId}/assignee").argument("actor").does == Value(column="assigned_to")
    assert tool_at(plan, "DELETE /forms/{formId}/assignee").set == {"assigned_to": None}


def test_what_is_sent_is_set_in_the_object_that_the_action_names() -> None:
    does = tool_at(forms(), "POST /forms/{formId}/setGaugeCurrentNumber").argument("current_number").does
    assert does == Value(column="gauge", inside="current_number", among=True)


def test_a_put_to_a_collection_adds_to_it_where_its_like_behind_another_thing_does() -> None:
    plan = forms()
    patterns = [(tool.pattern, tool.each) for tool in plan.tools if tool.method == "PUT" and "entries" in tool.path]
    assert len(patterns) == 2 and len(set(patterns)) == 1


def test_what_is_kept_on_a_shelf_may_be_shown_in_short() -> None:
    book = {"type": "object", "properties": {"id": TEXT, "title": TEXT, "pages": {"type": "integer"}}}
    short = {"type": "object", "properties": {"id": TEXT, "title": TEXT}}
    saved = {"type": "object", "properties": {"added_at": TEXT, "book": ref("SimplifiedBook")}}
    keys = {"parameters": [parameter("ids", TEXT, required=True, description="A comma-separated list")]}
    done = {"responses": {"200": {"description": ""}}}
    paths = {
        "/books/{id}": {"get": {"parameters": [in_path("id")], "responses": shows(ref("Book"))}},
        "/me/books": {
            "get": {"responses": shows({"type": "array", "items": ref("SavedBook")})},
            "put": {**keys, **done},
            "delete": {**keys, **done},
        },
    }
    plan = plan_of(paths, Book=book, SimplifiedBook=short, SavedBook=saved)
    assert tool_at(plan, "PUT /me/books").pattern == "link"
    assert tool_at(plan, "DELETE /me/books").pattern == "unlink"
