"""Environments of one image never meet, whatever is called in whatever order."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.check import Check
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
