"""What the server makes where the caller may say it as well, and what it does not make."""

from pathlib import Path
from typing import Any

from generator.plan import Filter, Plan, Value
from generator.render import render
from planning.servers import failed
from planning.specs import in_path, listing, parameter, plan_of, reason_of, ref, sends, shows, tool_at
from state_db.environment import Environment

Json = Any

TEXT = {"type": "string"}
TIME = {"type": "string", "format": "date-time"}


def notes(*required: str, **properties: Json) -> Plan:
    sent: dict[str, Any] = {"type": "object", "properties": {"text": TEXT, **properties}}
    note = {
        "type": "object",
        "required": ["id", *required],
        "properties": {"id": {**TEXT, "readOnly": True}, **sent["properties"]},
    }
    made = {"requestBody": sends(sent), "responses": shows(ref("Note"), "201")}
    item = {"get": {"responses": shows(ref("Note"))}, "patch": {**made, "responses": shows(ref("Note"))}}
    paths = {
        "/notes": {"get": listing(ref("Note")), "post": made},
        "/notes/{id}": {"parameters": [in_path("id")], **item},
    }
    return plan_of(paths, Note=note)


def opened(plan: Plan, folder: Path) -> Environment:
    for name, text in render(plan).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return Environment.open(folder, "empty")


def test_a_time_of_change_that_may_be_sent_moves_by_itself_where_it_is_not(tmp_path: Path) -> None:
    plan = notes(date_created=TIME, date_updated=TIME)
    env = opened(plan, tmp_path)
    note = env.call("create_notes", {"text": "a"}).body
    assert note["date_created"] == note["date_updated"] is not None
    changed = env.call("update_note", {"id": note["id"], "text": "b"}).body
    assert changed["date_updated"] > note["date_updated"]
    told = env.call("update_note", {"id": note["id"], "date_updated": "2020-01-01T00:00:00Z"}).body
    assert told["date_updated"] == "2020-01-01T00:00:00Z"
    assert failed(plan) == []


def test_a_time_that_is_said_to_be_that_of_creation_is_set_by_it(tmp_path: Path) -> None:
    said = {"description": "UTC timestamp of creation date of the note"}
    noted, sealed = {**TEXT, **said, "readOnly": True}, {**TEXT, "description": "The date when the note is sealed."}
    plan = notes(date_utc=noted, sealing_date=sealed, kind={**TEXT, "description": "A note is created as `draft`."})
    env = opened(plan, tmp_path)
    note = env.call("create_notes", {"text": "a"}).body
    assert (note["date_utc"], "sealing_date" in note) == ("2026-01-05T09:00:00Z", False)
    assert env.call("update_note", {"id": note["id"], "text": "b"}).body["date_utc"] == note["date_utc"]
    assert failed(plan) == []


def test_the_time_at_which_something_else_was_created_is_not_set_by_a_creation(tmp_path: Path) -> None:
    plan = notes(draft_created_at={**TIME, "nullable": True, "description": "Draft creation time"})
    assert opened(plan, tmp_path).call("create_notes", {"text": "a"}).body.get("draft_created_at") is None
    assert failed(plan) == []


def test_what_answers_must_show_and_callers_only_read_is_there_from_the_beginning(tmp_path: Path) -> None:
    read = {"type": "integer", "readOnly": True}
    plan = notes("reads", reads=read, marks=read)
    note = opened(plan, tmp_path).call("create_notes", {"text": "a"}).body
    assert (note["reads"], "marks" in note) == (0, False)
    assert failed(plan) == []


def test_a_flag_that_only_changes_send_is_shown_from_the_beginning(tmp_path: Path) -> None:
    flag = {"type": "boolean"}
    shown = {"id": {**TEXT, "readOnly": True}, "text": TEXT, "is_admin": flag, "is_active": flag, "create_at": TIME}
    made = {
        "requestBody": sends({"type": "object", "properties": {"text": TEXT}}),
        "responses": shows(ref("Note"), "201"),
    }
    change = {"requestBody": sends({"type": "object", "properties": {"is_admin": flag, "is_active": flag}})}
    item = {"get": {"responses": shows(ref("Note"))}, "patch": {**change, "responses": shows(ref("Note"))}}
    paths = {
        "/notes": {"get": listing(ref("Note")), "post": made},
        "/notes/{id}": {"parameters": [in_path("id")], **item},
    }
    plan = plan_of(paths, Note={"type": "object", "required": list(shown), "properties": shown})
    note = opened(plan, tmp_path).call("create_notes", {"text": "a"}).body
    assert (note["is_admin"], note["is_active"], note["create_at"]) == (False, True, "2026-01-05T09:00:00Z")
    assert failed(plan) == []


def test_a_date_that_defaults_to_today_is_today(tmp_path: Path) -> None:
    said = "The day, YYYY-MM-DD. If it is not given it will default to the current date."
    plan = notes(day={**TEXT, "description": said})
    assert opened(plan, tmp_path).call("create_notes", {"text": "a"}).body["day"] == "2026-01-05"
    assert failed(plan) == []


def test_a_uri_beside_an_address_is_no_second_address() -> None:
    plan = notes(href={**TEXT, "readOnly": True}, uri={**TEXT, "readOnly": True})
    assert plan.entity("note").column("href").made == "url"
    assert plan.entity("note").column("uri").made is None


def test_an_id_that_only_the_service_makes_stands_beside_a_key_that_callers_choose() -> None:
    sid = {**TEXT, "pattern": "^GN[0-9a-f]{32}$", "description": "The unique string that we created to identify it."}
    entry = {"type": "object", "properties": {"sid": sid, "number": TEXT}}
    sent = {"type": "object", "required": ["number"], "properties": {"number": TEXT}}
    made = {"requestBody": sends(sent), "responses": shows(ref("Entry"), "201")}
    item = {"get": {"responses": shows(ref("Entry"))}, "delete": {"responses": {"204": {"description": ""}}}}
    paths = {"/entries": {"post": made}, "/entries/{number}": {"parameters": [in_path("number")], **item}}
    plan = plan_of(paths, Entry=entry)
    assert plan.entity("entry").key == ("number",)
    assert plan.entity("entry").column("sid").made == "id"
    assert failed(plan) == []


def test_a_span_of_days_is_not_about_the_last_change_unless_its_words_say_so() -> None:
    stamped = {"id": TEXT, "text": TEXT, "updated_at": {**TIME, "readOnly": True}}
    note = {"type": "object", "required": ["id"], "properties": stamped}
    left = {}
    for said in ("The end of the span.", "The end of the span in which it was updated."):
        until = parameter("date_to", {"type": "string", "format": "date"}, description=said)
        plan = plan_of({"/notes": {"get": listing(ref("Note"), until)}}, Note=note)
        left[said] = [each.input for each in tool_at(plan, "GET /notes").left_out]
    assert list(left.values()) == [["date_to"], []]


def test_what_a_header_decides_is_not_answered_without_it() -> None:
    link = parameter("linkinfo", TEXT, "header", required=True, description="The shared link and its password.")
    thing = {"type": "object", "properties": {"name": TEXT}}
    plan = plan_of(
        {
            "/shared_thing": {"get": {"parameters": [link], "responses": shows(ref("Thing"))}},
            "/settings": {"get": {"responses": shows(ref("Thing"))}},
        },
        Thing=thing,
    )
    assert "depends on linkinfo" in reason_of(plan, "GET /shared_thing")
    assert tool_at(plan, "GET /settings").pattern == "singleton"


def test_what_only_answers_show_is_no_part_of_the_elements_that_are_sent(tmp_path: Path) -> None:
    bill = {
        "type": "object",
        "properties": {
            "bill_id": {**TEXT, "readOnly": True},
            "text": TEXT,
            "paid": {"type": "boolean", "readOnly": True},
            "created_at": {**TIME, "readOnly": True},
            "day": {**TEXT, "description": "Defaults to the current date."},
        },
    }
    many = {
        "type": "object",
        "properties": {
            "pagination": {"type": "object", "properties": {"itemCount": {"type": "integer"}}},
            "bills": {"type": "array", "items": ref("Bill")},
        },
    }
    made = {"summary": "Creates bills", "requestBody": sends(ref("Bills")), "responses": shows(ref("Bills"))}
    item = {"parameters": [in_path("bill_id")], "get": {"responses": shows(ref("Bill"))}}
    read = {"responses": shows(ref("Bills"))}
    plan = plan_of({"/bills": {"get": read, "put": made}, "/bills/{bill_id}": item}, Bill=bill, Bills=many)
    tool = tool_at(plan, "PUT /bills")
    elements = tool.arguments[0].value["items"]["properties"]
    assert tool.pattern == "batch"
    assert "paid" not in elements
    assert "created_at" not in elements
    sent = [{"text": "a", "paid": True, "day": "2020-02-02"}, {"text": "b"}]
    answer = opened(plan, tmp_path).call(tool.name, {"bills": sent}).body
    assert answer["pagination"] == {"itemCount": 2}
    assert [bill.get("paid") for bill in answer["bills"]] == [None, None]
    assert [bill["day"][:10] for bill in answer["bills"]] == ["2020-02-02", "2026-01-05"]
    assert failed(plan) == []


def test_what_is_sent_as_text_and_shown_as_a_number_is_kept_as_the_number(tmp_path: Path) -> None:
    sent = {"type": "object", "properties": {"text": TEXT, "send_at": {**TEXT, "description": "A Unix timestamp."}}}
    shown = {"id": {**TEXT, "readOnly": True}, "text": TEXT, "send_at": {"type": "integer"}}
    made = {"requestBody": sends(sent), "responses": shows(ref("Note"), "201")}
    item = {"parameters": [in_path("id")], "get": {"responses": shows(ref("Note"))}}
    plan = plan_of({"/notes": {"post": made}, "/notes/{id}": item}, Note={"type": "object", "properties": shown})
    assert [column.name for column in plan.entity("note").columns] == ["id", "text", "send_at"]
    env = opened(plan, tmp_path)
    assert env.call("create_notes", {"text": "a", "send_at": 1767603600}).body["send_at"] == 1767603600
    assert failed(plan) == []


def test_the_key_of_a_row_above_that_is_sent_as_a_number_and_shown_as_text_is_one_column() -> None:
    parts = {"name": TEXT, "parentFolderId": {"type": "integer", "format": "int64"}}
    shown = {"id": {**TEXT, "readOnly": True}, "name": TEXT, "parentFolderId": TEXT}
    made = {"requestBody": sends({"type": "object", "properties": parts}), "responses": shows(ref("Folder"), "201")}
    item = {"parameters": [in_path("id")], "get": {"responses": shows(ref("Folder"))}}
    paths = {"/folders": {"get": listing(ref("Folder")), "post": made}, "/folders/{id}": item}
    plan = plan_of(paths, Folder={"type": "object", "properties": shown})
    argument = tool_at(plan, "POST /folders").argument("parent_folder_id")
    assert isinstance(argument.does, Value)
    assert (argument.does.column, argument.value["type"]) == ("parent_folder_id", "string")
    assert failed(plan) == []


def test_what_answers_for_many_tells_when_it_was_done_and_that_it_is_complete(tmp_path: Path) -> None:
    states = {**TEXT, "enum": ["PENDING", "RUNNING", "COMPLETE"]}
    note = {"type": "object", "properties": {"id": {**TEXT, "readOnly": True}, "text": TEXT}}
    result = {
        "type": "object",
        "required": ["status", "startedAt", "completedAt", "results"],
        "properties": {
            "status": states,
            "startedAt": TIME,
            "completedAt": TIME,
            "results": {"type": "array", "items": ref("Note")},
        },
    }
    many = {"type": "object", "properties": {"inputs": {"type": "array", "items": ref("New")}}}
    made = {"summary": "Create a batch of notes", "requestBody": sends(many), "responses": shows(result, "201")}
    item = {"parameters": [in_path("id")], "get": {"responses": shows(ref("Note"))}}
    paths = {"/notes": {"get": listing(ref("Note"))}, "/notes/{id}": item, "/notes/batch/create": {"post": made}}
    plan = plan_of(paths, Note=note, New={"type": "object", "properties": {"text": TEXT}})
    tool = tool_at(plan, "POST /notes/batch/create")
    answer = opened(plan, tmp_path).call(tool.name, {"inputs": [{"text": "a"}]}).body
    assert {name: answer[name] for name in ("status", "startedAt", "completedAt")} == {
        "status": "COMPLETE",
        "startedAt": "2026-01-05T09:00:00Z",
        "completedAt": "2026-01-05T09:00:00Z",
    }
    assert failed(plan) == []


def test_a_search_that_is_said_to_look_into_one_field_looks_into_no_other() -> None:
    note = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "name": TEXT, "text": TEXT}}
    looked = {}
    for said in ("Only notes containing this string in the note's `name` field.", "In the `name` field.", "Any text."):
        asked = parameter("search", TEXT, description=said.replace("the note's", "the note"))
        plan = plan_of({"/notes": {"get": listing(ref("Note"), asked)}}, Note=note)
        does = tool_at(plan, "GET /notes").argument("search").does
        assert isinstance(does, Filter)
        looked[said] = does.columns
    assert list(looked.values()) == [("name",), ("name",), ("name", "text")]
