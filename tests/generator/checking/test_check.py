import pytest

from generator.check import Check, CheckStep, Effect, Expectation, Hold, checks_text, out_of_step, read_checks
from generator.errors import VerificationError
from generator.holds import hold_fault

CHECK = Check(
    name="create_then_get",
    law="create",
    tool="create_task",
    because="What is sent is shown.",
    steps=(
        CheckStep(
            tool="create_task",
            arguments={"title": "é"},
            expect=Expectation(status=201, effect={"tasks": Effect(added=1)}),
        ),
        CheckStep(
            tool="get_task",
            arguments={"task_id": out_of_step(0, "/id")},
            expect=Expectation(status=200, state="unchanged", holds=(Hold(at="/title", test="equals", value="é"),)),
        ),
    ),
)


def test_checks_survive_their_file() -> None:
    assert read_checks(checks_text([CHECK, CHECK]), "checks.json") == (CHECK, CHECK)


def test_file_without_checks_is_read_back() -> None:
    assert read_checks(checks_text([]), "checks.json") == ()


def test_every_step_stands_on_a_line_of_its_own() -> None:
    lines = checks_text([CHECK]).splitlines()
    assert sum('"tool": "get_task", "arguments"' in line for line in lines) == 1
    assert not any("get_task" in line and '"create_task", "arguments"' in line for line in lines)


def test_wrong_file_is_refused_with_its_place() -> None:
    with pytest.raises(VerificationError, match=r"checks\.json#/checks/0/steps"):
        read_checks('{"format": 1, "checks": [{"name": "a", "law": "b", "tool": "c", "because": "d"}]}', "checks.json")


@pytest.mark.parametrize(
    ("hold", "body", "is_true"),
    [
        (Hold(at="/a", test="equals", value=1), {"a": 1.0}, True),
        (Hold(at="/a", test="equals", value=1), {"a": True}, False),
        (Hold(at="/a", test="equals", value=None), {}, False),
        (Hold(at="/a", test="empty"), {"a": None}, True),
        (Hold(at="/a", test="empty"), {"a": ""}, False),
        (Hold(at="/a", test="absent"), {"a": None}, False),
        (Hold(at="/a", test="present"), {"a": None}, True),
        (Hold(at="/a~1b/1", test="equals", value="x"), {"a/b": ["y", "x"]}, True),
        (Hold(at="", each="/id", test="once", value=2), [{"id": 1}, {"id": 2}], True),
        (Hold(at="", each="/id", test="once", value=2), [{"id": 2}, {"id": 2}], False),
        (Hold(at="", each="/id", test="never", value=2), [{"id": 1}], True),
        (Hold(at="", each="/id", test="same", value=[2, 1]), [{"id": 1}, {"id": 2}], True),
        (Hold(at="", each="/id", test="same", value=[2, 1]), [{"id": 1}, {"id": 2}, {"id": 2}], False),
        (Hold(at="", each="/id", test="equals", value=[2, 1]), [{"id": 1}, {"id": 2}], False),
        (Hold(at="", each="", test="equals", value=[5]), {"key": 5}, True),
        (Hold(at="", test="distinct"), [1, True, "1"], True),
        (Hold(at="", test="distinct"), [1, 1.0], False),
        (Hold(at="", test="nowhere", value="s3"), {"a": [{"b": "s3"}]}, False),
        (Hold(at="", test="nowhere", value="s3"), {"a": [{"b": "s3 "}]}, True),
        (Hold(at="", test="differs", value="a"), "b", True),
    ],
)
def test_hold(hold: Hold, body: object, is_true: bool) -> None:
    assert (hold_fault(hold, body, []) is None) == is_true
