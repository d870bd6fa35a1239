"""What is written is shown by another tool: else it is kept nowhere, or the operation is not modelled."""

from generator.plan import Input, Plan
from generator.repair import mended
from planning.specs import Json, column_names, in_path, listing, plan_of, reason_of, ref, sends, shows, tool_at

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}
SHIP: Json = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {"id": TEXT, "name": TEXT, "decks": NUMBER, "assigned_to": TEXT, "ship_flag": TEXT},
}
GONE: Json = {"responses": {"204": {"description": ""}}}


def body(required: list[str] | None = None, **properties: Json) -> Json:
    return sends({"type": "object", "properties": properties, **({"required": required} if required else {})})


def ships(new: Json, **more: Json) -> Plan:
    one = {"parameters": [in_path("id")], "get": {"responses": shows(ref("Ship"))}, **more}
    paths = {
        "/ships": {
            "get": listing(ref("Ship")),
            "post": {"requestBody": new, "responses": shows(ref("Ship"), "201")},
        },
        "/ships/{id}": one,
    }
    return plan_of(paths, Ship=SHIP)


def test_an_input_that_no_answer_shows_is_taken_and_kept_nowhere() -> None:
    plan = ships(body(["name"], name=TEXT, notify={**TEXT, "maxLength": 9}))
    tool = tool_at(plan, "POST /ships")
    assert (tool.argument("notify").does, tool.argument("notify").required) == (Input(), False)
    assert tool.left_out == ()
    assert "notify" not in column_names(plan.entity("ship"))
    proof = mended(plan).proof
    assert proof.verification.unused == {tool.name: ("notify",)}
    assert proof.verification.writes.made == proof.verification.writes.observed > 0


def test_an_input_that_would_move_what_answers_show_is_left_out() -> None:
    tool = tool_at(ships(body(["name"], name=TEXT, insert_before=TEXT)), "POST /ships")
    assert [argument.name for argument in tool.arguments] == ["name"]
    reason = "No documented answer shows it."
    assert [(left.input, left.reason) for left in tool.left_out] == [("insert_before", reason)]


def test_a_key_that_the_path_names_may_be_sent_again() -> None:
    whole = {"requestBody": body(["name"], id=TEXT, name=TEXT), "responses": shows(ref("Ship"))}
    tool = tool_at(ships(body(["name"], name=TEXT), put=whole), "PUT /ships/{id}")
    assert {name.name: name.does.role for name in tool.arguments} == {"id": "key", "body_id": "input", "name": "value"}


def test_an_input_that_no_answer_shows_is_checked_where_it_is_required() -> None:
    plan = ships(body(["name", "reason"], name=TEXT, reason={**TEXT, "maxLength": 9}))
    tool = tool_at(plan, "POST /ships")
    assert tool.argument("reason").does.role == "input" and tool.argument("reason").required
    proof = mended(plan).proof
    assert proof.verification.unused == {tool.name: ("reason",)}
    assert proof.verification.writes.made == proof.verification.writes.observed > 0


def test_an_update_of_which_no_answer_shows_anything_is_not_modelled() -> None:
    plan = ships(body(["name"], name=TEXT), patch={"requestBody": body(note=TEXT), **GONE})
    assert reason_of(plan, "PATCH /ships/{id}") == "No documented answer shows anything that it changes."


def test_what_is_made_and_never_shown_again_is_not_modelled() -> None:
    paths = {
        "/checks": {"post": {"requestBody": body(["name"], name=TEXT), "responses": shows(ref("Ship"), "201")}},
        **{"/ports": {"get": listing(ref("Ship"))}},
    }
    assert reason_of(plan_of(paths, Ship=SHIP), "POST /checks") == (
        "No other documented operation shows the check that it makes, or depends on it."
    )


def test_what_is_made_and_can_be_deleted_is_seen_by_that() -> None:
    made = {"type": "object", "properties": {"id": TEXT, "name": TEXT}}
    paths = {
        "/holds": {"post": {"requestBody": body(name=TEXT), "responses": shows(made, "201")}},
        "/holds/{id}": {"parameters": [in_path("id")], "delete": GONE},
    }
    said = mended(plan_of(paths)).proof.verification
    assert "POST /holds" in {f"{tool.method} {tool.path}" for tool in plan_of(paths).tools}
    assert "" not in said.unobserved.get(tool_at(plan_of(paths), "POST /holds").name, ())


def test_what_is_sent_may_be_shown_under_the_name_of_the_thing_or_as_done() -> None:
    plan = ships(body(["name"], name=TEXT, flag=TEXT, assign_to=TEXT))
    tool = tool_at(plan, "POST /ships")
    columns = {argument.name: getattr(argument.does, "column", "") for argument in tool.arguments}
    assert columns == {"name": "name", "flag": "ship_flag", "assign_to": "assigned_to"}
    assert mended(plan).plan.dropped == ()


def test_a_number_that_answers_show_as_a_whole_one_is_asked_for_as_one() -> None:
    plan = ships(body(["name"], name=TEXT, decks={"type": "number"}))
    assert tool_at(plan, "POST /ships").argument("decks").value["type"] == "integer"
    assert mended(plan).plan.dropped == ()


def test_a_state_that_is_sent_under_a_longer_name_is_the_one_with_its_choices() -> None:
    choices = {**TEXT, "enum": ["moored", "sailing"]}
    row = {**SHIP, "properties": {**SHIP["properties"], "state": choices, "last_state": choices, "kind": choices}}
    paths = {
        "/ships": {"get": listing(row), "post": {"requestBody": body(name=TEXT, kindOf=choices), **GONE}},
        "/ships/{id}": {"parameters": [in_path("id")], "get": {"responses": shows(row)}},
    }
    tool = tool_at(plan_of(paths), "POST /ships")
    assert {argument.name: argument.does.model_dump()["column"] for argument in tool.arguments} == {
        "name": "name",
        "kind_of": "kind",
    }
