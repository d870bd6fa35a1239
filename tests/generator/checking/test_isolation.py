"""Environments of one image never meet, whatever is called in whatever order."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.check import Check
from generator.runner import MOST_OPEN, Runner
from state_db.environment import Environment
from state_db.image import Image

Call = tuple[str, dict[str, Any]]


def calls_of(checks: list[Check]) -> list[Call]:
    """Return the calls of all checks that name their values, valid and invalid ones."""
    steps = [step for check in checks for step in check.steps]
    return [(step.tool, step.arguments) for step in steps if "$step" not in str(step.arguments)]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_two_environments_changed_in_turn_never_meet(image: Image, checks: list[Check], data: st.DataObject) -> None:
    calls = st.sampled_from(calls_of(checks))
    turns = data.draw(st.lists(st.tuples(st.booleans(), calls), max_size=12))
    with Environment.open(image) as one, Environment.open(image) as other:
        both = {True: one, False: other}
        together = [(turn, both[turn].call(*call).text) for turn, call in turns]
        for turn, environment in both.items():
            with Environment.open(image) as alone:
                texts = [alone.call(*call).text for which, call in turns if which == turn]
                assert texts == [text for which, text in together if which == turn]
                assert alone.digest() == environment.digest()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_fork_snapshot_and_trial_keep_what_they_come_from(
    image: Image, checks: list[Check], data: st.DataObject
) -> None:
    calls = st.lists(st.sampled_from(calls_of(checks)), max_size=6)
    before, after = data.draw(calls), data.draw(calls)
    with Environment.open(image) as environment:
        for call in before:
            environment.call(*call)
        digest, saved = environment.digest(), environment.snapshot()
        with environment.fork() as fork:
            forked = [fork.call(*call).text for call in after]
        assert environment.digest() == digest
        with environment.trial():
            tried = [environment.call(*call).text for call in after]
        assert environment.digest() == digest
        with Environment.restore(saved, image) as restored:
            assert restored.digest() == digest
            assert [restored.call(*call).text for call in after] == forked == tried


class Counted(Environment):
    """An environment that is counted while it is open."""

    number = 0

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        type(self).number += 1

    def close(self) -> None:
        super().close()
        type(self).number -= 1


def test_of_many_scenarios_those_that_were_used_last_stay_open(image: Image, checks: list[Check]) -> None:
    runner = Runner(image, Counted)
    alike = next(check for check in checks if check.scenario == "seed" and check.runs == 1 and check.through is None)
    many = [alike.model_copy(update={"scenario": f"number {number}", "rows": {}}) for number in range(MOST_OPEN + 5)]
    kept = runner.environment(many[-1])
    assert [runner.environment(check) for check in many[-1:]] == [kept]
    for check in many:
        runner.environment(check)
        assert Counted.number <= MOST_OPEN
    assert runner.outcome(alike).passed
    runner.close()
    assert Counted.number == 0


def test_one_scenario_at_a_time_stays_open_where_memory_is_short(image: Image, checks: list[Check]) -> None:
    runner = Runner(image, Counted, most_bytes=1)
    alike = next(check for check in checks if check.scenario == "seed" and check.runs == 1 and check.through is None)
    for number in range(5):
        check = alike.model_copy(update={"scenario": f"number {number}", "rows": {}})
        assert runner.environment(check) is runner.environment(check)
        assert Counted.number == 1
    assert runner.outcome(alike).passed
    runner.close()
    assert Counted.number == 0
