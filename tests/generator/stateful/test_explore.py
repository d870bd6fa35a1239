"""Random sequences of calls find faults, by the shortest sequence that shows them, and find none where none is."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from checking.conftest import written
from checking.worlds import tracker

from generator.check import Check, Effect, Expectation, checks_text, read_checks
from generator.errors import VerificationError
from generator.faults import FAULTS
from generator.faults.fault import Planted
from generator.faults.trial import planted
from generator.forecast import Choice
from generator.plan import Plan
from generator.render import render
from generator.runner import Runner
from generator.stateful import LAW, explore, explored, with_checks
from generator.verify import run_checks
from state_db.image import Image

SERVERS = Path(__file__).parents[3] / "servers"
EXAMPLES, FEW = 1500, 40

# A fault, where it is planted, and the calls of the shortest sequence that shows it.
SHOWN = [
    ("forgotten filter", "list_tasks status", ["list_tasks"]),
    ("list that ignores its parent", "list_tasks", ["list_tasks"]),
    ("list that never shows new items", "list_projects", ["create_project", "list_projects"]),
    ("get that ignores the key", "get_task", ["get_task"]),
    ("creation time in the past", "create_project created_at", ["create_project"]),
    ("update of the wrong row", "update_project", ["update_project"]),
    ("time that runs backwards", "update_task updated_at", ["update_task"]),
    ("transition allowed from any state", "finish_task", ["finish_task"]),
    ("delete that does nothing", "delete_project", ["delete_project"]),
    ("delete that leaves children", "projects leaves tasks", ["delete_project"]),
    ("missing not_found", "get_project", ["get_project"]),
    ("unique not enforced", "projects name", ["create_project"]),
]


@pytest.fixture(scope="module")
def plan() -> Plan:
    return tracker()


@pytest.fixture(scope="module")
def image(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Image:
    return Image.load(written(render(plan), tmp_path_factory.mktemp("stateful") / "tracker"))


@pytest.fixture(scope="module")
def faulty(plan: Plan, image: Image) -> Iterator[dict[str, Planted]]:
    wanted = {"id reused", "stale answer", *(name for name, _, _ in SHOWN)}
    yield {fault.name: fault for fault in planted(plan, image, [each for each in FAULTS if each.name in wanted])}


def test_nothing_is_found_on_a_sound_server(plan: Plan, image: Image) -> None:
    assert explored(plan, image, FEW) == []


@pytest.mark.parametrize("folder", sorted(SERVERS.glob("*/plan.json")), ids=lambda path: path.parent.name)
def test_nothing_is_found_on_our_own_servers(folder: Path) -> None:
    assert explore(folder.parent, FEW) == []


@pytest.mark.parametrize(("name", "place", "calls"), SHOWN, ids=[f"{name} in {place}" for name, place, _ in SHOWN])
def test_a_planted_fault_is_found_by_the_shortest_sequence(
    name: str, place: str, calls: list[str], plan: Plan, faulty: dict[str, Planted]
) -> None:
    image = faulty[f"{name}: {place}"].image()
    found = explored(plan, image, EXAMPLES, most=1)
    assert [[step.tool for step in check.steps] for check in found] == [calls]


@pytest.fixture(scope="module")
def broken(faulty: dict[str, Planted]) -> Image:
    """A tracker that gives the key of a deleted project again: it takes at least two calls to see that."""
    return faulty["id reused: create_project"].image()


@pytest.fixture(scope="module")
def check(plan: Plan, broken: Image) -> Check:
    # Among the tools of all entities the two calls rarely meet by chance.
    own = plan.model_copy(update={"tools": tuple(tool for tool in plan.tools if tool.entity == "project")})
    (found,) = explored(own, broken, EXAMPLES, most=1)
    return found


def test_what_is_found_fails_on_the_faulty_server_and_holds_on_the_sound_one(
    image: Image, broken: Image, check: Check
) -> None:
    assert (check.law, check.tool, check.name) == (LAW, "create_project", "create_project_in_sequence")
    assert not run_checks(broken, [check]).passed
    assert run_checks(image, [check]).passed


def timed(check: Check) -> dict[str, Effect]:
    return dict(check.steps[-1].expect.effect or {})


def test_no_step_of_what_is_found_can_be_spared(broken: Image, check: Check) -> None:
    assert len(check.steps) > 1
    runner = Runner(broken)
    for number in range(len(check.steps) - 1):
        rest = [step for place, step in enumerate(check.steps) if place != number]
        last = rest[-1].expect.model_copy(
            update={"holds": tuple(h for h in rest[-1].expect.holds if h.test == "differs")}
        )
        bare = [step.model_copy(update={"expect": Expectation(status=step.expect.status)}) for step in rest[:-1]]
        steps = (*bare, rest[-1].model_copy(update={"expect": last}))
        assert runner.outcome(check.model_copy(update={"steps": steps})).passed
    runner.close()


def test_equal_seeds_find_equal_sequences(plan: Plan, faulty: dict[str, Planted]) -> None:
    broken = faulty["stale answer: update_project"].image()
    first, second = (explored(plan, broken, EXAMPLES, seed=3, most=1) for _ in range(2))
    assert first == second != []


def test_every_fault_of_a_server_is_told_once(plan: Plan, faulty: dict[str, Planted]) -> None:
    one, other = (
        faulty[name].image() for name in ("get that ignores the key: get_task", "stale answer: update_project")
    )
    both = one.with_programs({"update_project": other.texts["programs/update_project.sql"]})
    assert {check.tool for check in explored(plan, both, EXAMPLES)} >= {"get_task", "update_project"}


def test_nothing_is_kept_on_disk(
    plan: Plan, faulty: dict[str, Planted], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hypothesis import configuration

    before = configuration.storage_directory(intent_to_write=False).path
    monkeypatch.chdir(tmp_path)
    explored(plan, faulty["stale answer: update_project"].image(), 20, most=1)
    assert list(tmp_path.iterdir()) == []
    assert configuration.storage_directory(intent_to_write=False).path == before


def test_what_is_found_is_added_to_the_checks_once(plan: Plan, faulty: dict[str, Planted], tmp_path: Path) -> None:
    found = explored(plan, faulty["stale answer: update_project"].image(), EXAMPLES, most=1)
    path = tmp_path / "checks.json"
    path.write_text(checks_text([]), encoding="utf-8")
    assert with_checks(tmp_path, found) == 1
    assert with_checks(tmp_path, found) == 0
    other = found[0].model_copy(update={"steps": (*found[0].steps, *found[0].steps)})
    assert with_checks(tmp_path, [other]) == 1
    names = [check.name for check in read_checks(path.read_text(encoding="utf-8"), str(path))]
    assert names == ["update_project_in_sequence", "update_project_in_sequence_2"]


def test_any_numbers_are_a_choice_and_smaller_ones_are_simpler() -> None:
    assert Choice.of(0, 0, 0) == Choice()
    assert Choice.of(255, 255, 255).way == "right"
    assert {Choice.wrong(0, 0, way).way for way in range(256)} == {"gone", "unknown", "foreign", "forbidden", "taken"}


def test_without_hypothesis_the_message_says_what_to_install(
    plan: Plan, image: Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    with pytest.raises(VerificationError, match=r"fleetwright\[test\]"):
        explored(plan, image, 1)
