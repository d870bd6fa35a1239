"""The law of membership, on a board whose followers are added and removed, and programs that break it."""

from pathlib import Path

from planning.test_members import boards

from checking.conftest import written
from generator.checks import generate_checks
from generator.plan import Example
from generator.render import render
from generator.result import run_checks
from state_db.environment import Environment
from state_db.image import Image

OF_MEMBERS = "membership"


def opened(folder: Path, old: str = "", new: str = "") -> Image:
    """The board's server, with one text of the program that adds followers replaced."""
    plan = boards()
    files = dict(render(plan))
    name = f"programs/{next(t.name for t in plan.tools if t.path.endswith('addFollowers'))}.sql"
    assert old in files[name]
    files[name] = files[name].replace(old, new)
    return Image.load(written(files, folder / "boards"))


def faults(image: Image) -> list[str]:
    checks = [check for check in generate_checks(boards(), image) if check.law == OF_MEMBERS]
    assert len(checks) == 3
    return [outcome.check.tool for outcome in run_checks(image, checks).failed]


def test_every_change_of_members_is_proved(tmp_path: Path) -> None:
    assert faults(opened(tmp_path)) == []


def test_an_example_of_a_call_that_adds_members_shows_them_added(tmp_path: Path) -> None:
    plan = boards()
    adding = next(tool for tool in plan.tools if tool.path.endswith("addFollowers"))
    shown = adding.model_copy(update={"examples": (Example(source="boards", arguments={"followers": ["ada"]}),)})
    plan = plan.model_copy(update={"tools": tuple(shown if tool is adding else tool for tool in plan.tools)})
    image = Image.load(written(render(plan), tmp_path / "boards"))
    (example,) = (check for check in generate_checks(plan, image) if check.law == "example")
    assert run_checks(image, [example]).passed
    assert any("followers" in str((hold.at, hold.value)) for hold in example.steps[0].expect.holds)


def test_a_member_that_is_added_twice_is_noticed(tmp_path: Path) -> None:
    image = opened(
        tmp_path,
        "WHERE NOT EXISTS (SELECT 1 FROM json_each(coalesce(boards.followers",
        "WHERE NOT EXISTS (SELECT 1 FROM json_each(iif(FALSE, boards.followers",
    )
    assert len(faults(image)) == 1


def test_followers_are_added_behind_those_that_are_there_and_removed_again(tmp_path: Path) -> None:
    plan = boards()
    names = {tool.path.rsplit("/", 1)[-1]: tool.name for tool in plan.tools}
    with Environment.open([opened(tmp_path)]) as environment:
        board = environment.call(names["boards"], {}).body[0]
        users = environment.call(names["users"], {}).body
        there = [each["id"] for each in board["followers"] or []]
        new = next(user for user in users if user["id"] not in there)
        sent = {"board_id": board["id"], "followers": [new["id"], new["id"]]}
        added = environment.call(names["addFollowers"], sent).body["followers"]
        assert added == [*(board["followers"] or []), {"id": new["id"], "name": new["name"]}]
        assert environment.call(names["removeFollowers"], sent).body["followers"] == (board["followers"] or [])


def test_nobody_follows_who_is_not_there(tmp_path: Path) -> None:
    names = {tool.path.rsplit("/", 1)[-1]: tool.name for tool in boards().tools}
    with Environment.open([opened(tmp_path)]) as environment:
        board = environment.call(names["boards"], {}).body[0]
        answer = environment.call(names["addFollowers"], {"board_id": board["id"], "followers": ["nobody"]})
        assert answer.error == "invalid_argument"
