"""Grades: what is killed, what is provably the same, what survives, and that the numbers add up."""

import json
import time

from generator.check import Check
from generator.mutation import Grades, Mutant, grades_of, kill_matrix
from generator.mutation.equivalence import why_same
from generator.mutation.grading import Grader, interleaved
from generator.mutation.making import spoilt
from generator.mutation.order import Order
from generator.runner import Runner
from generator.verification import Mutants
from state_db.errors import StateError
from state_db.image import Image


def opened(image: Image, mutant: Mutant) -> Image | None:
    try:
        return spoilt(image, mutant)
    except StateError:
        return None


def test_no_mutant_that_a_check_notices_is_called_the_same(image: Image, checks: list[Check], grades: Grades) -> None:
    killed = [each.mutant for each in grades.verdicts if each.killer is not None]
    assert killed
    for mutant in killed:
        other = opened(image, mutant)
        assert other is None or why_same(image, other, mutant) is None, mutant.diff


def test_no_check_notices_a_mutant_that_is_called_the_same(image: Image, checks: list[Check], grades: Grades) -> None:
    alike = [each.mutant for each in grades.verdicts if each.same is not None]
    assert alike
    for mutant in alike:
        other = opened(image, mutant)
        assert other is not None
        runner = Runner(other)
        assert not any(runner.finds_fault(check) for check in Order(image, checks).checks(mutant)), mutant.diff
        runner.close()


def test_a_killer_does_fail_on_its_mutant_and_passes_without(image: Image, checks: list[Check], grades: Grades) -> None:
    by_name = {check.name: check for check in checks}
    for verdict in [each for each in grades.verdicts if each.killer is not None][::25]:
        other = opened(image, verdict.mutant)
        assert other is not None
        for runner, passes in ((Runner(other), False), (Runner(image), True)):
            assert runner.outcome(by_name[verdict.killer or ""]).passed is passes
            runner.close()


def test_counts_add_up_by_operator_and_by_tool(grades: Grades) -> None:
    whole = grades.mutants
    assert whole.made == whole.killed + whole.equivalent + len(grades.survivors)
    for parts in (whole.operators, whole.tools):
        assert sum(each.made for each in parts.values()) == whole.made
        assert sum(each.killed for each in parts.values()) == whole.killed
        assert sum(each.equivalent for each in parts.values()) == whole.equivalent


def test_grades_are_json_that_names_each_survivor_with_its_diff(grades: Grades) -> None:
    data = json.loads(json.dumps(grades.to_json()))
    assert len(data["survivors"]) == len(grades.survivors)
    assert all(each["diff"].startswith("---") for each in data["survivors"])


def test_old_verification_with_two_numbers_is_still_read() -> None:
    assert Mutants.model_validate({"made": 3, "killed": 2}).operators == {}


def test_most_faults_of_the_tracker_are_noticed(grades: Grades) -> None:
    assert grades.complete
    assert grades.score >= 0.85


def test_the_same_mutants_have_the_same_verdicts(image: Image, checks: list[Check], made: list[Mutant]) -> None:
    said = []
    for _ in range(2):
        grader = Grader(image, checks)
        said.append([grader.verdict(each) for each in interleaved(made)[:60]])
        grader.close()
    assert said[0] == said[1]


def test_grading_leaves_the_image_and_its_checks_as_they_were(image: Image, checks: list[Check]) -> None:
    grades_of(image, checks[:20], seconds=0.5)
    runner = Runner(image)
    try:
        assert all(runner.outcome(check).passed for check in checks)
    finally:
        runner.close()


def test_time_that_is_up_ends_the_grading_and_says_so(image: Image, checks: list[Check]) -> None:
    begun = time.perf_counter()
    grades = grades_of(image, checks, seconds=0.0)
    assert not grades.complete
    assert not grades.verdicts
    assert time.perf_counter() - begun < 5


def test_progress_is_told_up_to_the_end(image: Image, checks: list[Check], made: list[Mutant]) -> None:
    said: list[tuple[int, int]] = []
    grades_of(image, checks, 2.0, lambda done, total: said.append((done, total)))
    assert said[0] == (1, len(made))
    assert [done for done, _ in said] == list(range(1, len(said) + 1))


def test_a_beginning_of_the_interleaved_mutants_has_every_kind(made: list[Mutant]) -> None:
    kinds = {(each.file, each.operator) for each in made}
    assert {(each.file, each.operator) for each in interleaved(made)[: len(kinds)]} == kinds


def test_only_checks_that_come_to_the_table_are_tried(image: Image, checks: list[Check], made: list[Mutant]) -> None:
    mutant = next(each for each in made if each.subject == "comment_json")
    tried = {tool for check in Order(image, checks).checks(mutant) for tool in check.tools}
    assert "get_comment" in tried
    assert not any(check.tools == {"get_settings"} for check in Order(image, checks).checks(mutant))


def test_only_checks_that_call_the_tool_are_tried(image: Image, checks: list[Check], made: list[Mutant]) -> None:
    mutant = next(each for each in made if each.tool == "get_task")
    tried = Order(image, checks).checks(mutant)
    assert tried
    assert all("get_task" in check.tools for check in tried)


def test_matrix_names_every_check_that_notices(image: Image, checks: list[Check]) -> None:
    matrix = kill_matrix(image, checks, 12)
    names = {check.name for check in checks}
    assert matrix
    assert all(killers and killers <= names for killers in matrix)


def test_grader_takes_up_another_mutant_after_one_that_broke(
    image: Image, checks: list[Check], made: list[Mutant]
) -> None:
    grader = Grader(image, checks)
    try:
        step = next(each for each in made if each.operator == "drop_step" and each.tool == "create_comment")
        status = next(each for each in made if each.operator == "wrong_status" and each.tool == "get_task")
        for mutant in (step, status):
            verdict = grader.verdict(mutant)
            assert verdict is None or verdict.killer is not None
    finally:
        grader.close()


def test_what_the_tried_checks_do_not_notice_no_check_does(image: Image, checks: list[Check], grades: Grades) -> None:
    unnoticed = [each.mutant for each in grades.verdicts if each.killer is None and each.mutant.subject]
    for mutant in unnoticed[:4]:
        other = opened(image, mutant)
        assert other is not None
        runner = Runner(other)
        assert all(runner.outcome(check).passed for check in checks)
        runner.close()
