"""The checks of a server catch every fault that is planted in it, and name it by a law that says what is wrong."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from faults.conftest import SERVERS
from generator.check import Check
from generator.checks import generate_checks
from generator.faults import FAULTS
from generator.faults.fault import Planted, Site
from generator.faults.judge import Judge
from generator.faults.programs import with_steps
from generator.faults.statements import whole
from generator.faults.trial import Caught, caught, concerned, planted
from generator.plan import read_plan
from state_db.image import Image
from state_db.program import Run

# Sites of one kind that are tried in one of our own servers; `fleetwright faults` tries all of them.
MOST_SITES = 1


@pytest.fixture(scope="module")
def results(everything: list[Planted], checks: list[Check]) -> list[Caught]:
    return [caught(fault, checks) for fault in everything]


def test_every_fault_in_a_tracker_is_caught_by_a_law_that_says_what_is_wrong(results: list[Caught]) -> None:
    assert [result.planted.name for result in results if not result.noticed] == []
    assert [(result.planted.name, result.laws) for result in results if not result.named] == []


@pytest.mark.parametrize("path", sorted(SERVERS.glob("*/plan.json")), ids=lambda path: path.parent.name)
def test_faults_in_our_own_servers_are_caught_by_a_law_that_says_what_is_wrong(path: Path) -> None:
    plan = read_plan(path.read_text(encoding="utf-8"), str(path))
    if 2 * sum(tool.pattern == "custom" for tool in plan.tools) > len(plan.tools):
        pytest.skip("Its programs were written for their tools alone: only checks of its documentation speak of them.")
    image = Image.load(path.parent)
    checks = generate_checks(plan, image)
    tried: Counter[str] = Counter()
    judge = Judge(image, checks)
    for fault in planted(plan, image):
        tried[fault.fault.name] += 1
        if tried[fault.fault.name] <= MOST_SITES:
            result = judge.caught(fault)
            assert result.named, f"{fault.name}: {result.laws}\n{fault.diff}"
    judge.close()
    assert len(tried) >= 30


def test_a_fault_is_held_only_against_checks_that_call_its_tools_unless_it_is_in_the_schema(
    everything: list[Planted], checks: list[Check]
) -> None:
    program = next(fault for fault in everything if fault.site.schema is None)
    schema = next(fault for fault in everything if fault.site.schema is not None)
    assert 0 < len(concerned(program, checks)) < len(checks)
    assert concerned(schema, checks) == checks


def test_as_few_checks_as_are_asked_tell_what_all_checks_tell(
    results: list[Caught], checks: list[Check], image: Image
) -> None:
    """Without the checks of creation some are missed, and some are misnamed."""
    fewer = [check for check in checks if check.law not in ("create", "contract")]
    everything = [caught(result.planted, fewer) for result in results]
    judge = Judge(image, fewer)
    few = [judge.caught(result.planted) for result in results]
    judge.close()
    assert [(each.noticed, each.named) for each in few] == [(each.noticed, each.named) for each in everything]
    for each, other in zip(few, everything, strict=True):
        assert each.named or (each.laws, each.checks) == (other.laws, other.checks)
    assert not all(each.noticed for each in few)


def test_without_checks_nothing_is_caught(everything: list[Planted]) -> None:
    result = caught(everything[0], [])
    assert not result.noticed and not result.named and result.checks == ()


def test_no_planted_fault_makes_a_server_crash(results: list[Caught]) -> None:
    assert [result.planted.name for result in results if result.broke] == []


def test_a_crash_alone_does_not_count_as_caught(everything: list[Planted], checks: list[Check], image: Image) -> None:
    """No kind of fault is meant to crash: one that does was planted badly."""
    fault = next(fault for fault in everything if fault.name == "wrong status code: get_project")
    program = image.codes["get_project"].program
    run = Run(whole("INSERT INTO projects (id) VALUES (999)", program.steps[-1].body))
    crash = replace(fault, site=Site("crash", {"get_project": with_steps(program, [run, *program.steps])}))
    result = caught(crash, checks)
    assert result.broke and not result.noticed


def test_every_kind_of_fault_has_a_law() -> None:
    assert all(fault.laws for fault in FAULTS)
