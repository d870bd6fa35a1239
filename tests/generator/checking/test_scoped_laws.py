"""The laws of scopes, of rows that are alone, and of JSON Patch each notice the fault that they are for."""

from pathlib import Path

import pytest
from planning.specs import NEW_TASK, TASK, TASKS, in_path, plan_of, ref, sends, shows

from generator.checks import generate_checks
from generator.plan import Plan, read_plan
from generator.render import render
from generator.verify import run_checks
from state_db.image import Image

from .conftest import written

CALENDAR = Path(__file__).parents[3] / "servers" / "calendar"
CHANGE = {"type": "object", "properties": {"op": {"type": "string"}, "path": {"type": "string"}, "value": {}}}


def failing_laws(plan: Plan, image: Image, program: str, before: str, after: str) -> set[str]:
    """The laws whose checks fail once a part of one program is replaced; none may fail before."""
    checks = generate_checks(plan, image)
    assert run_checks(image, checks).passed
    text = image.texts[f"programs/{program}.sql"]
    assert before in text
    faulty = image.with_programs({program: text.replace(before, after)})
    return {outcome.check.law for outcome in run_checks(faulty, checks).failed}


@pytest.fixture(scope="module")
def calendar() -> tuple[Plan, Image]:
    plan = read_plan((CALENDAR / "plan.json").read_text(encoding="utf-8"), "plan.json")
    return plan, Image.load(CALENDAR)


def test_a_row_that_another_parent_reaches_is_noticed_as_astray(calendar: tuple[Plan, Image]) -> None:
    plan, image = calendar
    laws = failing_laws(plan, image, "events_get", "calendar_id = :calendar_id", "TRUE")
    assert "astray" in laws


def test_a_patch_that_changes_nothing_is_noticed(tmp_path: Path) -> None:
    paths = {
        **TASKS,
        "/tasks/{taskId}": {
            "parameters": [in_path("taskId", "integer")],
            "get": {"responses": shows(ref("Task"))},
            "patch": {
                "operationId": "patchTask",
                "requestBody": sends({"type": "array", "items": CHANGE}),
                "responses": {"204": {"description": ""}},
            },
        },
    }
    plan = plan_of(paths, Task=TASK, NewTask=NEW_TASK)
    image = Image.load(written(render(plan), tmp_path / plan.name))
    laws = failing_laws(plan, image, "patch_task", "title = iif(", "title = iif(FALSE AND ")
    assert "patch" in laws
