"""Rows of a plan: what they refer to, how many there are, and that they never change by chance."""

import json
import re
from datetime import datetime

import pytest

from generator.plan import Plan, Tool
from generator.seed.rows import seed_rows

from .audit import children, faults
from .worlds import TEXT, column, entity, key, people, plan, reference, shop, tool, tracker


@pytest.mark.parametrize("world", [tracker(), shop(), plan(people())], ids=["tracker", "shop", "people"])
def test_rows_hold_everything_that_their_plan_asks_for(world: Plan) -> None:
    assert faults(world, seed_rows(world)) == []


def test_equal_plans_give_equal_rows_and_another_seed_gives_others() -> None:
    text = json.dumps(seed_rows(tracker()))
    assert json.dumps(seed_rows(tracker())) == text
    assert json.dumps(seed_rows(tracker().model_copy(update={"seed": 1}))) != text


def test_another_table_changes_no_other() -> None:
    before = seed_rows(tracker())
    after = seed_rows(tracker(entity("place", key(), column("city", schema=TEXT))))
    assert {table: after[table] for table in before} == before


def test_parents_come_before_their_children() -> None:
    order = list(seed_rows(tracker()))
    assert order.index("projects") < order.index("tasks") < order.index("remarks")
    assert order.index("users") < order.index("watchers")


def test_some_parents_have_many_children_two_have_some_and_one_has_none() -> None:
    rows = seed_rows(tracker())
    counts = children(rows, "tasks", "project_key")
    assert len(rows["projects"]) == 8
    assert len(rows["tasks"]) == 16
    assert max(counts.values()) >= 4
    assert sum(count >= 2 for count in counts.values()) >= 2
    assert len(counts) < len(rows["projects"])


def test_a_scope_without_a_table_takes_two_values() -> None:
    counts = children(seed_rows(tracker()), "projects", "account_id")
    assert len(counts) == 2
    assert min(counts.values()) >= 2


def test_a_scope_that_the_parent_leaves_empty_is_told_where_a_row_may_not() -> None:
    teams = entity("team", key(), column("event", nullable=True, absent=True, schema=TEXT))
    told = column("event", schema=TEXT, nullable=False)
    keys = entity("match", key(), reference("team_id", "team"), told, key=("team_id", "event", "id"))
    world = plan(
        teams, keys, tools=(tool("list_matches", "list", "match", "/teams/{team_id}/{event}", "team_id", "event"),)
    )
    rows = seed_rows(world)
    assert any(row["event"] is None for row in rows["teams"])
    assert rows["matchs"] and all(row["event"] is not None for row in rows["matchs"])


def test_a_reference_to_the_own_table_is_empty_or_points_to_an_earlier_row() -> None:
    tasks = seed_rows(tracker())["tasks"]
    assert tasks[0]["parent_id"] is None
    assert any(task["parent_id"] is not None for task in tasks)
    assert all(task["parent_id"] < task["id"] for task in tasks if task["parent_id"] is not None)


def test_two_entities_that_refer_to_each_other_get_rows_where_one_may_be_empty() -> None:
    team = entity("team", key(), reference("lead_id", "member", nullable=True))
    member = entity("member", key(), reference("team_id", "team"))
    world = plan(team, member)
    rows = seed_rows(world)
    assert faults(world, rows) == []
    assert rows["teams"] and rows["members"]


def test_two_entities_that_both_require_each_other_stay_empty() -> None:
    left = entity("left", key(), reference("right_id", "right"))
    right = entity("right", key(), reference("left_id", "left"))
    assert seed_rows(plan(left, right)) == {"lefts": [], "rights": []}


def test_a_row_that_stands_on_two_parents_tells_one_story() -> None:
    """A task and its phase belong to the same project, and a remark in a task's project to that task's project."""
    project = entity("project", key(), column("name", schema=TEXT))
    phase = entity("phase", key(), reference("project_id", "project"))
    task = entity("task", key(), reference("project_id", "project"), reference("phase_id", "phase", nullable=True))
    remark = entity("remark", key(), reference("project_id", "project"), reference("task_id", "task"))
    tools = (
        tool("list_phases", "list", "phase", "/projects/{project_id}/phases", "project_id"),
        tool("list_tasks", "list", "task", "/projects/{project_id}/tasks", "project_id"),
        tool(
            "list_remarks", "list", "remark", "/projects/{project_id}/tasks/{task_id}/remarks", "project_id", "task_id"
        ),
    )
    rows = seed_rows(plan(remark, task, phase, project, tools=tools))
    phases = {row["id"]: row for row in rows["phases"]}
    tasks = {row["id"]: row for row in rows["tasks"]}
    assert any(row["phase_id"] is not None for row in rows["tasks"])
    assert all(phases[row["phase_id"]]["project_id"] == row["project_id"] for row in rows["tasks"] if row["phase_id"])
    assert all(tasks[row["task_id"]]["project_id"] == row["project_id"] for row in rows["remarks"])


def test_a_row_of_one_of_several_parents_with_keys_of_two_parts_leads_to_rows() -> None:
    """A rule belongs to a hub, or to a pipe or a relay of that hub; all are named, and names repeat in other hubs."""
    hub = entity("hub", column("group", nullable=False), column("name", schema=TEXT), key=("group", "name"), id=None)
    beside = ("hub_name", "hub", "text")
    pipe = entity(
        "pipe", column("group"), reference(*beside), column("name", schema=TEXT), key=("hub_name", "name"), id=None
    )
    relay = entity(
        "relay", column("group"), reference(*beside), column("name", schema=TEXT), key=("hub_name", "name"), id=None
    )
    rule = entity(
        "rule",
        reference(*beside),
        reference("pipe_name", "pipe", "text", nullable=True),
        reference("relay_name", "relay", "text", nullable=True),
        column("group", nullable=False),
        column("name", schema=TEXT),
        key=("hub_name", "name"),
        id=None,
    )
    tools = tuple(
        tool(f"list_{thing}_rules", "list", "rule", f"/groups/{{group}}/hubs/{{hub_name}}{rest}/rules", *given)
        for thing, rest, given in (
            ("hub", "", ("group", "hub_name")),
            ("pipe", "/pipes/{pipe_name}", ("group", "hub_name", "pipe_name")),
            ("relay", "/relays/{relay_name}", ("group", "hub_name", "relay_name")),
        )
    ) + tuple(
        tool(f"list_{thing}s", "list", thing, f"/groups/{{group}}/hubs/{{hub_name}}/{thing}s", "group", "hub_name")
        for thing in ("pipe", "relay")
    )
    rows = seed_rows(plan(rule, relay, pipe, hub, tools=tools))
    hubs = {(row["group"], row["name"]) for row in rows["hubs"]}
    assert rows["rules"] and all((row["group"], row["hub_name"]) in hubs for row in rows["rules"])
    for thing in ("pipe", "relay"):
        there = {(row["hub_name"], row["name"]) for row in rows[f"{thing}s"]}
        told = {(row["hub_name"], row[f"{thing}_name"]) for row in rows["rules"] if row[f"{thing}_name"] is not None}
        assert told and told <= there


def test_a_world_of_a_hundred_kinds_has_as_many_children_as_parents() -> None:
    kinds = [entity(f"kind_{number}", key()) for number in range(100)]
    child = entity("child", key(), reference("kind_0_id", "kind_0"))
    assert len(seed_rows(plan(*kinds[:99], child))["childs"]) == 16
    assert len(seed_rows(plan(*kinds, child))["childs"]) == 8


def test_pairs_of_a_link_are_never_repeated() -> None:
    rows = seed_rows(tracker())["watchers"]
    pairs = {(row["task_id"], row["user_id"]) for row in rows}
    assert len(pairs) == len(rows) >= 8


def test_a_child_that_a_parent_has_once_is_there_once_for_each_but_one() -> None:
    profile = entity("profile", reference("user_id", "user"), column("bio", schema=TEXT), key=("user_id",), id=None)
    rows = seed_rows(plan(people(), profile))
    assert len(rows["profiles"]) == len(rows["users"]) - 1


def test_a_singleton_has_one_row_that_is_always_there() -> None:
    settings = entity("setting", column("zone", schema=TEXT), key=(), id=None, singleton=True)
    assert [row["_always"] for row in seed_rows(plan(settings))["settings"]] == [True]


def test_a_singleton_of_a_parent_has_a_row_for_each_and_is_not_always_there() -> None:
    settings = entity(
        "setting", reference("user_id", "user"), column("zone"), key=("user_id",), id=None, singleton=True
    )
    rows = seed_rows(plan(settings, people()))
    assert [row["user_id"] for row in rows["settings"]] == [row["id"] for row in rows["users"]]
    assert not any("_always" in row for row in rows["settings"])


def test_a_singleton_of_a_scope_has_a_row_for_both_values() -> None:
    settings = entity(
        "setting", column("account_id", nullable=False), column("zone"), key=("account_id",), id=None, singleton=True
    )
    rows = seed_rows(plan(settings))["settings"]
    assert len({row["account_id"] for row in rows}) == 2


def test_keys_have_the_shape_of_the_entity() -> None:
    rows = seed_rows(shop())
    assert all(row["id"].startswith("prod_") and len(row["id"]) == 17 for row in rows["products"])
    assert [row["id"] for row in seed_rows(tracker())["tasks"]] == list(range(1, 17))


def test_a_key_of_few_values_gives_as_many_rows() -> None:
    day = entity(
        "day",
        column("name", schema={"type": "string", "enum": ["mon", "tue", "wed"]}, nullable=False),
        key=("name",),
        id=None,
    )
    assert sorted(row["name"] for row in seed_rows(plan(day))["days"]) == ["mon", "tue", "wed"]


def test_the_number_of_rows_follows_the_plan() -> None:
    rows = seed_rows(tracker().model_copy(update={"seed_rows": 3}))
    assert len(rows["users"]) == 3
    assert faults(tracker(), rows) == []
    assert sum(count >= 2 for count in children(rows, "tasks", "project_key").values()) >= 2


def test_nothing_has_happened_after_the_epoch() -> None:
    world = tracker()
    for rows in seed_rows(world).values():
        for row in rows:
            for name in ("created_at", "updated_at", "closed_at"):
                if row.get(name):
                    assert datetime.fromisoformat(row[name]) < datetime.fromisoformat(world.epoch)


def test_a_softly_deleted_row_is_never_seeded() -> None:
    gone = tool(
        "delete_page", "delete", "page", "/pages/{id}", "id", soft=True, set={"status": "deleted", "deleted_at": "$now"}
    )
    page = entity(
        "page",
        key(),
        column("status", schema={"type": "string", "enum": ["live", "deleted"]}),
        column("deleted_at", schema={"type": "string", "format": "date-time"}),
    )
    rows = seed_rows(plan(page, tools=(gone,)))["pages"]
    assert {(row["status"], row["deleted_at"]) for row in rows} == {("live", None)}


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("Unique identifier prefixed with `box_`.", "^[a-z_]+$"),
        ("Always `box_`, and what follows it.", "^box_[a-z]+$"),
    ],
)
def test_a_quoted_beginning_of_keys_is_the_key_of_no_row(text: str, pattern: str) -> None:
    box = entity(
        "box",
        column("code", schema={"type": "string", "pattern": pattern}, nullable=False, text=text),
        key=("code",),
        id=None,
    )
    world = plan(box, tools=(tool("get_box", "get", "box", "/boxes/{code}", "code"),))
    rows = seed_rows(world)
    assert faults(world, rows) == []
    assert "box_" not in {row["code"] for row in rows["boxs"]}


def test_of_many_parents_in_a_path_some_have_several_rows_also_where_there_are_two_kinds_of_parents() -> None:
    ward, clinic = entity("ward", key(), column("name")), entity("clinic", key(), column("name"))
    patient = entity("patient", key(), reference("clinic_id", "clinic"), reference("ward_id", "ward"))
    below = (
        tool("list_of_ward", "list", "patient", "/wards/{ward_id}/patients", "ward_id"),
        tool("list_of_clinic", "list", "patient", "/clinics/{clinic_id}/patients", "clinic_id"),
    )
    rows = seed_rows(plan(ward, clinic, patient, tools=below))
    for name in ("ward_id", "clinic_id"):
        assert max(children(rows, "patients", name).values()) > 1


def test_entities_that_belong_to_each_other_have_rows_that_do() -> None:
    loose = {"on_delete": "clear"}
    team = entity("team", key(), column("lead_id", "integer", references={"entity": "person", **loose}))
    person = entity("person", key(), column("team_id", "integer", references={"entity": "team", **loose}))
    below = (
        tool("list_of_team", "list", "person", "/teams/{team_id}/persons", "team_id"),
        tool("list_of_lead", "list", "team", "/persons/{lead_id}/teams", "lead_id"),
    )
    rows = seed_rows(plan(team, person, tools=below))
    assert any(children(rows, "persons", "team_id").values()) and any(children(rows, "teams", "lead_id").values())


def _shelves(*tools: Tool) -> Plan:
    """Sheets that belong to a shelf, which always shows the newest of its sheets."""
    shelf = entity("shelf", key(), reference("newest", "sheet"))
    sheet = entity("sheet", key(), reference("shelf", "shelf", nullable=True))
    return plan(shelf, sheet, tools=(tool("list_sheets", "list", "sheet", "/shelves/{shelf}/sheets", "shelf"), *tools))


def test_rows_belong_to_what_points_to_them_where_nothing_is_ever_removed() -> None:
    assert all(row["shelf"] is not None for row in seed_rows(_shelves())["sheets"])


def test_rows_that_would_be_removed_in_a_circle_belong_to_nothing() -> None:
    removes = tool("delete_shelf", "delete", "shelf", "/shelves/{id}", "id")
    assert all(row["shelf"] is None for row in seed_rows(_shelves(removes))["sheets"])


def test_what_is_below_two_rows_is_below_a_row_that_is_below_the_other() -> None:
    settings = entity(
        "setting", reference("order_id", "order"), reference("group_id", "group"), column("quiet", "boolean"),
        key=("order_id", "group_id"), id=None, singleton=True,
    )  # fmt: skip
    group = entity("group", key(), reference("order_id", "order", nullable=True))
    rows = seed_rows(plan(entity("order", key()), group, settings))
    owners = {row["id"]: row["order_id"] for row in rows["groups"]}
    assert None in owners.values()
    assert rows["settings"]
    assert all(owners[row["group_id"]] == row["order_id"] for row in rows["settings"])


def test_rows_are_such_as_the_arguments_that_name_them_take() -> None:
    shelf = entity("shelf", key(), column("room", schema=TEXT), column("mark", schema=TEXT, nullable=False))
    shape = {"type": "string", "pattern": "^[a-z]{3,8}$"}
    reading = tool("get_shelf", "get", "shelf", "/rooms/{room}/shelves/{mark}", "room", "mark")
    reading = reading.model_copy(
        update={"arguments": tuple(each.model_copy(update={"value": shape}) for each in reading.arguments)}
    )
    rows = seed_rows(plan(shelf, tools=(reading,)))["shelfs"]
    assert rows
    assert all(re.fullmatch("[a-z]{3,8}", row[name]) for row in rows for name in ("room", "mark"))
