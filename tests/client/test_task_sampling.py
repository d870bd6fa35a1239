"""Tasks: grounded, varied, deterministic, and with a verifier that tells right from wrong."""

import pytest
from shop_plan import PLAN, shop

from client.sample import Wanted, sample_tasks
from client.tasks import FromAnswer, FromUser, Task, read_tasks, write_tasks
from state_db.comparison import compare


@pytest.fixture(scope="module")
def tasks() -> list[Task]:
    with shop() as environment:
        before = environment.digest()
        found = sample_tasks(PLAN, environment, 25, seed=3)
        assert environment.digest() == before
        return found


def test_as_many_tasks_as_asked_for_are_made_and_differ(tasks: list[Task]) -> None:
    assert len(tasks) == len({task.id for task in tasks}) == 25


def test_equal_seeds_give_equal_tasks(tasks: list[Task]) -> None:
    with shop() as environment:
        assert sample_tasks(PLAN, environment, 25, seed=3) == tasks
        assert sample_tasks(PLAN, environment, 5, seed=4) != tasks[:5]


def test_tasks_have_turns_calls_writes_and_failures(tasks: list[Task]) -> None:
    assert all(len(task.turns) >= 2 and len(task.calls) >= 3 for task in tasks)
    assert all(any(call.writes for call in task.calls) for task in tasks)
    failing = [call.fails for task in tasks for call in task.calls if call.fails]
    assert {"not_found", "conflict"} <= set(failing)
    assert {call.tool for task in tasks for call in task.calls if call.writes} >= {
        "create_customer", "create_order", "update_order", "cancel_order", "delete_order", "delete_customer",
    }  # fmt: skip
    assert any(turn.held for task in tasks for turn in task.turns)


def test_keys_come_from_answers_and_are_never_in_the_words(tasks: list[Task]) -> None:
    for task in tasks:
        said = " ".join(turn.say for turn in task.turns)
        for call in task.calls:
            for name, value in call.arguments.items():
                source = call.sources.get(name)
                if isinstance(source, FromAnswer):
                    assert str(value) not in said
                if isinstance(source, FromUser):
                    assert any(turn.knows.get(source.slot) == value for turn in task.turns)


def test_what_the_user_knows_is_said(tasks: list[Task]) -> None:
    for task in tasks:
        said = " ".join([*(turn.say for turn in task.turns), *(held.say for turn in task.turns for held in turn.held)])
        for turn in task.turns:
            for value in turn.knows.values():
                if isinstance(value, str):
                    assert value in said


def test_every_proof_holds_and_every_mutant_is_caught(tasks: list[Task]) -> None:
    kinds = {mutant.kind for task in tasks for mutant in task.proof.mutants}
    assert kinds == {"dropped_write", "wrong_row", "extra_write", "nothing_told", "wrong_answer"}
    for task in tasks:
        assert task.proof.holds
        assert not compare(task.verifier.changes, {}, task.verifier.marks).alike


def test_words_are_sentences(tasks: list[Task]) -> None:
    for task in tasks:
        for turn in task.turns:
            assert turn.say[0].isupper()
            assert turn.say.rstrip('"').endswith((".", "?"))
            assert ".." not in turn.say
            assert "  " not in turn.say
            assert "_" not in turn.say.replace("_id", "") or "@" in turn.say or "cus_" in turn.say or "ord_" in turn.say


def test_more_can_be_asked_of_a_task() -> None:
    with shop() as environment:
        found = sample_tasks(PLAN, environment, 3, seed=0, wanted=Wanted(turns=3, calls=6, fails=True))
    assert all(task.difficulty.calls >= 6 and task.difficulty.failures >= 1 for task in found)


def test_tasks_survive_their_file(tasks: list[Task], tmp_path: object) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / "tasks.jsonl"
    write_tasks(tasks, path)
    assert read_tasks(path) == tasks
