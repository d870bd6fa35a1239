"""The laws of scopes, of small worlds, and of JSON that is sent in other ways each notice the fault they are for."""

from pathlib import Path

import pytest
from planning.specs import NEW_TASK, TASK, TASKS, Json, in_path, parameter, plan_of, ref, sends, shows

from generator.checks import generate_checks
from generator.plan import Plan
from generator.render import render
from generator.verify import run_checks
from state_db.image import Image

from .conftest import written

CHANGE = {"type": "object", "properties": {"op": {"type": "string"}, "path": {"type": "string"}, "value": {}}}
NOTE = {
    "type": "object",
    "properties": {"id": {"type": "integer", "readOnly": True}, "taskId": {"type": "integer", "readOnly": True},
                   "text": {"type": "string"}, "extra": {"description": "Any JSON."}},
    "required": ["id", "taskId", "text"],
}  # fmt: skip
NEW_NOTE = {"type": "object", "properties": {"text": {"type": "string"}, "extra": {}}, "required": ["text"]}
IN_TASK = [in_path("taskId", "integer")]
IN_NOTE = [*IN_TASK, in_path("noteId", "integer")]
PATHS = {
    **TASKS,
    "/tasks/{taskId}": {
        "parameters": IN_TASK,
        "get": {"responses": shows(ref("Task"))},
        "patch": {
            "operationId": "patchTask",
            "requestBody": sends({"type": "array", "items": CHANGE}),
            "responses": {"204": {"description": ""}},
        },
    },
    "/tasks/{taskId}/notes": {
        "parameters": IN_TASK,
        "get": {"operationId": "listNotes", "responses": shows({"type": "array", "items": ref("Note")})},
        "post": {"operationId": "addNote", "requestBody": sends(ref("NewNote")), "responses": shows(ref("Note"))},
    },
    "/tasks/{taskId}/notes/{noteId}": {
        "parameters": IN_NOTE,
        "get": {"operationId": "getNote", "responses": shows(ref("Note"))},
    },
}
# What is wrong, the program, what is taken, what stands there instead, the law that notices.
FAULTS = [
    ("a row that another parent reaches", "get_note", "task_id = :task_id", "TRUE", "astray"),
    ("a guard that another parent satisfies", "list_notes", "WHERE id = :task_id", "WHERE id <> :task_id", "crowd"),
    ("a patch that changes nothing", "patch_task", "title = iif(", "title = iif(FALSE AND ", "patch"),
    ("an array that stays a text", "add_note", "IN ('{', '[')", "IN ('{', NULL)", "json_text"),
]


@pytest.fixture(scope="module")
def tasks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Plan, Image]:
    plan = plan_of(PATHS, Task=TASK, NewTask=NEW_TASK, Note=NOTE, NewNote=NEW_NOTE)
    return plan, Image.load(written(render(plan), tmp_path_factory.mktemp("tasks") / plan.name))


def test_no_law_complains_of_sound_tasks(tasks: tuple[Plan, Image]) -> None:
    plan, image = tasks
    assert run_checks(image, generate_checks(plan, image)).passed


@pytest.mark.parametrize(
    ("program", "taken", "put", "law"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS]
)
def test_law_notices(program: str, taken: str, put: str, law: str, tasks: tuple[Plan, Image]) -> None:
    plan, image = tasks
    text = image.texts[f"programs/{program}.sql"]
    assert taken in text
    faulty = image.with_programs({program: text.replace(taken, put)})
    assert law in {outcome.check.law for outcome in run_checks(faulty, generate_checks(plan, image)).failed}


def test_the_second_call_of_an_upsert_names_the_row_of_the_first_by_its_whole_address(tmp_path: Path) -> None:
    """The shop is in the path, and not in the label's key: that is its item's and its own."""
    named = {"type": "object", "properties": {"id": {"type": "string", "readOnly": True}, "name": {"type": "string"}}}
    label: Json = {
        "type": "object",
        "properties": {"code": {"type": "string"}, "tone": {"type": "string", "enum": ["red"]}},
    }
    new = {"type": "object", "properties": {"name": {"type": "string"}}}
    in_shop = [in_path("shopId")]
    in_item = [*in_shop, in_path("itemId")]
    paths = {
        "/shops": {"post": {"requestBody": sends(new), "responses": shows(ref("Shop"), "201")}},
        "/shops/{shopId}": {"parameters": in_shop, "get": {"responses": shows(ref("Shop"))}},
        "/shops/{shopId}/items": {
            "parameters": in_shop,
            "post": {"requestBody": sends(new), "responses": shows(ref("Item"), "201")},
        },
        "/shops/{shopId}/items/{itemId}": {"parameters": in_item, "get": {"responses": shows(ref("Item"))}},
        "/shops/{shopId}/items/{itemId}/labels/{code}": {
            "parameters": [*in_item, in_path("code")],
            "get": {"responses": shows(ref("Label"))},
            "put": {
                "summary": "Creates or replaces a label.",
                "requestBody": sends({"type": "object", "properties": {"tone": label["properties"]["tone"]}}),
                "responses": shows(ref("Label")),
            },
        },
    }  # fmt: skip
    plan = plan_of(paths, Shop=named, Item=named, Label=label)
    assert [tool.pattern for tool in plan.tools if tool.method == "PUT"] == ["upsert"]
    image = Image.load(written(render(plan), tmp_path / plan.name))
    checks = generate_checks(plan, image)
    assert any(check.law == "upsert" for check in checks)
    assert [outcome.check.name for outcome in run_checks(image, checks).failed] == []


def test_a_list_is_asked_for_what_an_upsert_left_and_not_for_what_it_found(tmp_path: Path) -> None:
    """By its default the list shows grey labels alone: the second call paints the label."""
    tone = {"type": "string"}
    label = {"type": "object", "properties": {"code": {"type": "string"}, "tone": tone}}
    paths = {
        "/labels": {
            "get": {
                "parameters": [parameter("tone", {**tone, "default": "grey"})],
                "responses": shows({"type": "array", "items": ref("Label")}),
            }
        },
        "/labels/{code}": {
            "parameters": [in_path("code")],
            "get": {"responses": shows(ref("Label"))},
            "put": {
                "summary": "Creates or replaces a label.",
                "requestBody": sends({"type": "object", "properties": {"tone": {**tone, "example": "grey"}}}),
                "responses": shows(ref("Label")),
            },
        },
    }
    plan = plan_of(paths, Label=label)
    image = Image.load(written(render(plan), tmp_path / plan.name))
    checks = generate_checks(plan, image)
    (found,) = [check for check in checks if check.law == "upsert"]
    listed = [step.arguments for step in found.steps if step.tool == "list_labels"]
    assert len(listed) == 2 and listed[0] != listed[1]
    assert [outcome.check.name for outcome in run_checks(image, checks).failed] == []
