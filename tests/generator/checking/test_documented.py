"""The law of documented calls: checks that stand in the plan itself, and a program that does not keep to them."""

from pathlib import Path

from checking.conftest import written
from checking.worlds import tracker
from generator.check import Check, CheckStep, Expectation, Hold
from generator.checks import generate_checks
from generator.laws.documented import NAME as OF_DOCUMENTS
from generator.plan import Plan
from generator.render import render
from generator.result import Result, run_checks
from state_db.image import Image


def documented() -> Plan:
    """The tracker's plan with a check out of its documentation: a project that is made has the name that was sent."""
    plan = tracker()
    tool = plan.tool("create_project")
    holds = (Hold(at="/name", test="equals", value="Plans"),)
    step = CheckStep(tool=tool.name, arguments={"name": "Plans"}, expect=Expectation(holds=holds))
    check = Check(name="made", law=OF_DOCUMENTS, tool=tool.name, because="It has its name.", steps=(step,))
    return plan.model_copy(update={"checks": (check,)})


def run(folder: Path, old: str, new: str) -> Result:
    """Return what the sound server's checks find on one with another program."""
    plan = documented()
    files = dict(render(plan))
    sound = Image.load(written(files, folder / "sound" / plan.name))
    checks = [check for check in generate_checks(plan, sound) if check.law == OF_DOCUMENTS]
    (name,) = [f"programs/{check.tool}.sql" for check in plan.checks]
    assert old in files[name]
    files[name] = files[name].replace(old, new)
    return run_checks(Image.load(written(files, folder / plan.name)), checks)


def test_a_documented_call_is_proved(tmp_path: Path) -> None:
    assert run(tmp_path, ":name", ":name").passed


def test_a_program_that_answers_otherwise_is_noticed(tmp_path: Path) -> None:
    assert not run(tmp_path, ":name", "upper(:name)").passed


def test_a_call_that_goes_through_does_so_with_the_documented_status(tmp_path: Path) -> None:
    assert not run(tmp_path, "@return 201", "@return 202").passed
