"""Programs of their own that are called twice: times may move, and what piles up is no longer said to be idempotent."""

import pytest

from checking.worlds import tracker
from generator.laws.times import timed
from generator.plan import Plan
from generator.render import render
from generator.render.interface import tools_json
from generator.repair import mended

RENAME = (
    "-- @run",
    "-- @missing not_found: No project has the id {project_id}.",
    "UPDATE projects SET name = {value} WHERE id = :project_id;",
    "-- @return 200",
    "SELECT body FROM project_json WHERE id = :project_id;",
)


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("UPDATE notes SET at = now(), title = :title WHERE id = 1;", {"notes": {"at"}}),
        ("UPDATE notes SET title = replace(title, 'a', now()), at=now();", {"notes": {"at"}}),
        ("SELECT now() AS moment; UPDATE notes SET at = :moment WHERE at < now();", {"notes": {"at"}}),
        ("INSERT INTO notes (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET at = now();", {"notes": {"at"}}),
        ('UPDATE OR IGNORE "notes" SET "at" = now() RETURNING id;', {"notes": {"at"}}),
        ("UPDATE notes SET until = time_add(now(), 1, 'day');", {}),
        ("UPDATE notes SET title = now() || title;", {}),
        ("INSERT INTO notes (at) VALUES (now());", {}),
    ],
)
def test_the_columns_that_a_program_sets_to_the_time_of_the_call_are_read_off_it(
    sql: str, found: dict[str, set[str]]
) -> None:
    assert timed(sql.splitlines()) == found


def renaming(value: str) -> Plan:
    """The tracker with a program that puts a project's name anew."""
    plan = tracker()
    (old,) = [tool for tool in plan.tools if tool.pattern == "update" and tool.entity == "project"]
    kept = tuple(argument for argument in old.arguments if argument.name in ("project_id", "name"))
    steps = tuple(line.format(value=value, project_id="{project_id}") for line in RENAME)
    own = old.model_copy(update={"pattern": "custom", "method": "PUT", "arguments": kept, "steps": steps})
    return plan.model_copy(update={"tools": tuple(own if each is old else each for each in plan.tools)})


def hint(plan: Plan, name: str) -> bool:
    tools = tools_json(plan, (), render(plan))["tools"]
    return bool(next(tool for tool in tools if tool["name"] == name)["annotations"]["idempotentHint"])


def test_a_program_that_piles_up_stays_a_tool_that_is_not_said_to_be_idempotent() -> None:
    plan = renaming("name || coalesce(:name, '')")
    name = next(tool.name for tool in plan.tools if tool.pattern == "custom")
    assert hint(plan, name)
    sound = mended(plan).plan
    assert name in {tool.name for tool in sound.tools}
    assert sound.tool(name).piles
    assert not hint(sound, name)


def test_a_program_that_changes_nothing_more_is_said_to_be_idempotent() -> None:
    plan = renaming("coalesce(:name, name)")
    name = next(tool.name for tool in plan.tools if tool.pattern == "custom")
    assert hint(mended(plan).plan, name)
