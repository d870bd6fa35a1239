import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from checking.conftest import written
from checking.worlds import shop, tracker
from generator.check import Check, checks_text
from generator.checks import generate_checks
from generator.errors import RenderError, VerificationError
from generator.known import KnownPasses
from generator.plan import Plan
from generator.render import render
from generator.repair import mended
from generator.runner import Runner
from generator.testing import assert_check_holds, checked_cases
from generator.verification import read_verification
from generator.verify import opened, proof_of, prove, run_checks, verify_folder
from state_db.image import Image

SHOP = Path(__file__).parents[2] / "servers" / "shop"


@pytest.fixture
def folder(files: Mapping[str, str], checks: list[Check], tmp_path: Path) -> Path:
    return written({**files, "checks.json": checks_text(checks)}, tmp_path / "tracker")


class Spoiling:
    """A renderer that plants a fault whenever it renders this program."""

    def __init__(self, program: str, taken: str, put: str) -> None:
        self.program, self.taken, self.put = f"programs/{program}.sql", taken, put

    def __call__(self, plan: Plan) -> Mapping[str, str]:
        files = dict(render(plan))
        if self.program in files:
            files[self.program] = files[self.program].replace(self.taken, self.put)
        return files


def test_verified_folder_says_what_was_proved(folder: Path, image: Image, checks: list[Check]) -> None:
    found = verify_folder(folder)
    said = read_verification((folder / "verification.json").read_text(encoding="utf-8"), "verification.json")
    assert said == found.verification
    assert said.files == image.folder_digest
    assert said.checks.run == said.checks.passed == len(checks)
    assert sum(family.run for family in said.families.values()) == len(checks)
    assert said.inputs.used == said.inputs.declared > 50
    assert said.tools.keys() == {tool.name for tool in tracker().tools}
    assert all(said.tools.values())


def test_verification_is_the_same_each_time(folder: Path) -> None:
    verify_folder(folder)
    first = (folder / "verification.json").read_bytes()
    verify_folder(folder)
    assert (folder / "verification.json").read_bytes() == first


def test_same_plan_and_rows_give_the_same_checks(plan: Plan, image: Image, checks: list[Check]) -> None:
    assert checks_text(generate_checks(plan, image)) == checks_text(checks)


def test_checks_leave_their_environment_as_it_was(image: Image, checks: list[Check]) -> None:
    runner = Runner(image)
    before = runner.environment(checks[0]).digest()
    for check in checks:
        runner.outcome(check)
    assert runner.environment(checks[0]).digest() == before


def test_folder_without_checks_names_the_file(folder: Path) -> None:
    (folder / "checks.json").unlink()
    with pytest.raises(VerificationError, match=r"checks\.json"):
        verify_folder(folder)


def test_check_that_refers_to_a_step_to_come_cannot_be_run(image: Image, checks: list[Check]) -> None:
    check = next(check for check in checks if check.name == "get_task_shows_the_row_it_is_asked_for")
    step = check.steps[0].model_copy(update={"arguments": {"project_id": 1, "task_id": {"$step": 3, "pointer": "/id"}}})
    with pytest.raises(VerificationError, match="step 3"):
        run_checks(image, [check.model_copy(update={"steps": (step,)})])


def test_handwritten_programs_are_proved_by_a_plan_of_what_they_mean() -> None:
    proof = proof_of(shop(), Image.load(SHOP))
    assert [outcome.check.name for outcome in proof.result.failed] == []
    assert proof.usage.unused == ()


def test_writes_that_no_tool_shows_are_counted(plan: Plan, image: Image) -> None:
    usage = proof_of(plan, image).usage
    assert usage.unobserved == (("create_task", "secret"), ("replace_task", "secret"))


def test_input_that_a_program_ignores_is_not_used(plan: Plan) -> None:
    spoilt = Spoiling("list_labels", "ORDER BY t.slug", "ORDER BY t.title")(plan)
    assert prove(plan, spoilt).usage.unused == ()
    spoilt = Spoiling("list_tasks", "AND t.archived = :archived", "AND :archived IN (0, 1)")(plan)
    assert prove(plan, spoilt).usage.unused == (("list_tasks", "archived"),)


def test_outputs_are_promised_only_where_every_answer_matches(plan: Plan, image: Image) -> None:
    assert proof_of(plan, image).outputs == {"create_project", "get_project"}
    narrow = {"type": "object", "properties": {"id": {"type": "integer", "maximum": 0}}}
    tools = tuple(t.model_copy(update={"output": narrow}) if t.name == "get_project" else t for t in plan.tools)
    assert proof_of(plan.model_copy(update={"tools": tools}), image).outputs == {"create_project"}


def test_sound_plan_is_kept_whole_and_promises_its_outputs(plan: Plan) -> None:
    found = mended(plan)
    assert found.plan == plan
    shown = {tool["name"]: tool for tool in json.loads(found.files["tools.json"])["tools"]}
    assert [name for name, tool in shown.items() if "outputSchema" in tool] == ["create_project", "get_project"]


def test_broken_filter_is_left_out_with_the_reason(plan: Plan) -> None:
    found = mended(plan, Spoiling("list_tasks", "AND t.status = :status ", "AND t.status <> :status "))
    tool = found.plan.tool("list_tasks")
    assert [left.input for left in tool.left_out] == ["status"]
    assert tool.left_out[0].reason.startswith("dropped: filter: ")
    assert found.plan.dropped == ()
    assert found.proof.result.passed


def test_broken_tool_is_dropped_with_the_reason_and_no_other(plan: Plan) -> None:
    found = mended(
        plan, Spoiling("delete_comment", "DELETE FROM comments\nWHERE", "UPDATE comments SET text = text WHERE")
    )
    assert {tool.name for tool in plan.tools} - {tool.name for tool in found.plan.tools} == {"delete_comment"}
    assert [each.operation for each in found.plan.dropped] == ["DELETE /comments/{comment_id}"]
    assert found.plan.dropped[0].reason.startswith("dropped: delete: ")
    assert found.proof.verification.dropped == found.plan.dropped
    assert found.proof.verification.coverage.operations == len(plan.tools)


class Spoiled:
    """A renderer with several faults, that counts how often it is asked."""

    def __init__(self, *faults: Spoiling) -> None:
        self.faults, self.rounds = faults, 0

    def __call__(self, plan: Plan) -> Mapping[str, str]:
        self.rounds += 1
        files = dict(render(plan))
        for fault in self.faults:
            if fault.program in files:
                files[fault.program] = files[fault.program].replace(fault.taken, fault.put)
        return files


def test_faults_that_no_check_brings_together_are_mended_in_one_round(plan: Plan) -> None:
    spoilt = Spoiled(
        Spoiling("delete_comment", "DELETE FROM comments\nWHERE", "UPDATE comments SET text = text WHERE"),
        Spoiling("get_label", "WHERE slug = :slug", "WHERE slug <> :slug"),
    )
    found = mended(plan, spoilt)
    assert {tool.name for tool in plan.tools} - {tool.name for tool in found.plan.tools} == {
        "delete_comment", "get_label",
    }  # fmt: skip
    assert spoilt.rounds == 2


def test_what_passed_before_is_run_again_only_where_something_that_it_touches_differs(plan: Plan) -> None:
    passes, image = KnownPasses(), proof_of(plan, opened(plan, render(plan))).image
    checks = generate_checks(plan, image)
    first = run_checks(image, checks, passes=passes.on(image))
    assert first.passed and not first.known
    seen: list[str] = []
    other = opened(plan, Spoiling("list_labels", "ORDER BY t.slug", "ORDER BY t.slug, t.title")(plan))
    again = run_checks(other, checks, see=lambda call: seen.append(call.tool), passes=passes.on(other))
    assert (again.passed, again.known, again.answered) == (True, True, first.answered)
    touched = {tool for check in checks if "list_labels" in check.tools for tool in check.tools}
    assert "list_labels" in seen and set(seen) == touched


def test_other_rows_let_every_check_run_again(plan: Plan) -> None:
    passes, image = KnownPasses(), opened(plan, render(plan))
    checks = generate_checks(plan, image)
    run_checks(image, checks, passes=passes.on(image))
    other = opened(plan, render(plan.model_copy(update={"seed_rows": plan.seed_rows + 1})))
    assert not run_checks(other, checks[:40], passes=passes.on(other)).known


def test_program_that_cannot_be_parsed_drops_its_tool(plan: Plan) -> None:
    found = mended(plan, Spoiling("get_label", "SELECT", "SELEKT"))
    assert [each.operation for each in found.plan.dropped] == ["GET /labels/{slug}"]


def test_all_tools_that_no_program_can_be_rendered_of_are_found_at_once(plan: Plan) -> None:
    """Each round renders the whole plan, which takes seconds where it has a thousand tools."""
    broken = {"create_project", "create_task"}
    keyless = tuple(
        entity.model_copy(update={"id": None}) if entity.name in ("project", "task") else entity
        for entity in plan.entities
    )
    tools = tuple(tool.model_copy(update={"arguments": ()}) if tool.name in broken else tool for tool in plan.tools)
    with pytest.raises(RenderError) as raised:
        render(plan.model_copy(update={"entities": keyless, "tools": tools}))
    assert {error.where.rpartition("/")[2] for error in (raised.value, *raised.value.more)} == broken


def test_failing_case_reads_like_a_bug_report(folder: Path) -> None:
    program = folder / "programs" / "get_task.sql"
    text = program.read_text(encoding="utf-8").replace("WHERE project_id = :project_id AND id = :task_id", "LIMIT 1")
    program.write_text(text, encoding="utf-8")
    case = next(case.values[0] for case in checked_cases(folder) if case.id == "get_task_shows_the_row_it_is_asked_for")
    assert isinstance(case, Check)
    with pytest.raises(pytest.fail.Exception) as failure:
        assert_check_holds(folder, case)
    said = str(failure.value)
    assert said.startswith("get_task breaks the law read: A get shows the row that its key names.")
    assert 'step 1 (get_task): /task should be equal to {"id": ' in said
    assert '  1. get_task {"project_id": ' in said
    assert "→ 200 {" in said


def test_generated_test_file_passes(folder: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder / "test_tracker.py")],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parents[3],
    )  # fmt: skip
    assert run.returncode == 0, run.stdout
