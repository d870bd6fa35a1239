"""Batches that are documented to answer 207 do what can be done, and tell of each other element why not."""

from generator.plan import Plan
from generator.render import render
from generator.verify import opened, prove, usage_of
from planning.specs import Json, in_path, listing, parameter, plan_of, ref, sends, shows, tool_at
from state_db.environment import Environment

TEXT: Json = {"type": "string"}
FLAG: Json = {"type": "boolean"}
LAMP: Json = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {"id": TEXT, "name": TEXT, "sold": FLAG, "tags": {"type": "object", "additionalProperties": TEXT}},
}
FAULT: Json = {
    "type": "object",
    "required": ["message", "context", "causes"],
    "properties": {
        "message": TEXT,
        "code": TEXT,
        "context": {"type": "object", "additionalProperties": {"type": "array", "items": TEXT}},
        "causes": {"type": "array", "items": TEXT},
    },
}
MANY: Json = {"results": {"type": "array", "items": ref("Lamp")}, "finishedAt": {**TEXT, "format": "date-time"}}
SOME: Json = {**MANY, "numErrors": {"type": "integer"}, "errors": {"type": "array", "items": ref("Fault")}}
SOLD = parameter("sold", {**FLAG, "default": False}, description="Whether to return only lamps that are sold.")


def lamps(*, partial: bool = True) -> Plan:
    def batch(inputs: Json, *parameters: Json, **more: Json) -> Json:
        body = {"type": "object", "required": ["inputs"], "properties": {"inputs": inputs, **more}}
        answers = {**shows({"type": "object", "properties": MANY}), "404": {"description": ""}}
        answers |= shows({"type": "object", "properties": SOME}, "207") if partial else {}
        return {"post": {"parameters": [*parameters], "requestBody": sends(body), "responses": answers}}

    key = {"type": "object", "required": ["id"], "properties": {"id": TEXT}}
    change = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "name": TEXT}}
    names = {"type": "array", "items": TEXT, "description": "Tags to return."}
    return plan_of(
        {
            "/lamps": {"get": listing(ref("Lamp"))},
            "/lamps/{id}": {"parameters": [in_path("id")], "get": {"responses": shows(ref("Lamp"))}},
            "/lamps/batch/read": batch({"type": "array", "items": key}, SOLD, tags=names, hue=TEXT),
            "/lamps/batch/update": batch({"type": "array", "items": change}),
        },
        Lamp=LAMP,
        Fault=FAULT,
    )


ROWS: Json = [
    {"id": "1", "name": "Desk", "sold": False, "tags": {"room": "study", "hue": "red"}},
    {"id": "2", "name": "Floor", "sold": True, "tags": None},
]


def test_a_batch_reads_what_is_there_and_tells_of_what_is_not() -> None:
    plan = lamps()
    tool = tool_at(plan, "POST /lamps/batch/read")
    files = render(plan)
    image = opened(plan, files)
    assert prove(plan, files).result.failed == ()
    assert [unused for unused in usage_of(plan, image).unused if unused[0] == tool.name] == []
    with Environment.open(image, scenario={image.name: {"lamps": ROWS}}) as environment:
        answer = environment.call(tool.name, {"inputs": [{"id": "7"}, {"id": "1"}], "tags": ["hue"]})
        assert (answer.status, answer.body["numErrors"]) == (207, 1)
        assert answer.body["results"] == [{"id": "1", "name": "Desk", "sold": False, "tags": {"hue": "red"}}]
        message = "No lamp has the id 7."
        fault = {"message": message, "code": "not_found", "context": {"id": ["7"]}, "causes": []}
        assert answer.body["errors"] == [fault]
        whole = environment.call(tool.name, {"inputs": [{"id": "2"}], "sold": True})
        assert (whole.status, [row["id"] for row in whole.body["results"]]) == (200, ["2"])
        assert environment.call(tool.name, {"inputs": [{"id": "2"}]}).status == 207


def test_a_batch_changes_what_is_there_and_tells_of_what_is_not() -> None:
    plan = lamps()
    files = render(plan)
    image = opened(plan, files)
    program = files[f"programs/{tool_at(plan, 'POST /lamps/batch/update').name}.sql"]
    assert program.startswith("-- Change several lamps at once, and tell of those that are unknown.\n")
    with Environment.open(image, scenario={image.name: {"lamps": ROWS}}) as environment:
        changes = {"inputs": [{"id": "1", "name": "Wall"}, {"id": "9", "name": "None"}]}
        answer = environment.call(tool_at(plan, "POST /lamps/batch/update").name, changes)
        assert (answer.status, [row["name"] for row in answer.body["results"]]) == (207, ["Wall"])
        assert [error["context"] for error in answer.body["errors"]] == [{"id": ["9"]}]
        assert environment.call(tool_at(plan, "GET /lamps/{id}").name, {"id": "1"}).body["name"] == "Wall"


def test_a_batch_that_documents_no_partial_answer_is_refused_as_a_whole() -> None:
    plan = lamps(partial=False)
    image = opened(plan, render(plan))
    with Environment.open(image, scenario={image.name: {"lamps": ROWS}}) as environment:
        answer = environment.call(tool_at(plan, "POST /lamps/batch/read").name, {"inputs": [{"id": "1"}, {"id": "7"}]})
    assert (answer.status, answer.error) == (404, "not_found")


def test_what_a_batch_is_sent_that_means_nothing_to_it_is_left_out() -> None:
    assert [left.input for left in tool_at(lamps(), "POST /lamps/batch/read").left_out] == ["hue"]
