"""The three documented APIs of examples/ get rows that an agent can believe."""

import re
from pathlib import Path

import pytest

from generator.discover import description_of
from generator.document import Document
from generator.openapi.read import read_description
from generator.plan import Plan
from generator.rules.planner import plan_from
from generator.seed.rows import seed_rows

from .audit import children, faults

EXAMPLES = Path(__file__).parents[3] / "examples"
DESCRIPTIONS = {"issues": "openapi.yaml", "shop": "openapi.yaml", "calendar": "openapi.json"}


def planned(name: str) -> Plan:
    document = Document(source=DESCRIPTIONS[name], data=(EXAMPLES / name / DESCRIPTIONS[name]).read_bytes())
    return plan_from(read_description(document), name, 0)


@pytest.mark.parametrize("name", DESCRIPTIONS)
def test_rows_of_an_example_are_valid(name: str) -> None:
    plan = planned(name)
    rows = seed_rows(plan)
    assert faults(plan, rows) == []
    assert all(rows.values())


@pytest.mark.parametrize("name", DESCRIPTIONS)
def test_a_description_is_read_without_a_warning(name: str) -> None:
    document = Document(source=DESCRIPTIONS[name], data=(EXAMPLES / name / DESCRIPTIONS[name]).read_bytes())
    assert read_description(document).warnings == ()


@pytest.mark.parametrize(("name", "step"), [("issues", "link"), ("shop", "redoc"), ("calendar", "swagger-ui")])
def test_a_page_leads_to_its_description(name: str, step: str) -> None:
    document, found = description_of(str(EXAMPLES / name / "index.html"))
    assert document.data == (EXAMPLES / name / DESCRIPTIONS[name]).read_bytes()
    assert found == step


@pytest.mark.parametrize("name", DESCRIPTIONS)
def test_a_page_tells_of_every_operation_and_loads_nothing_from_elsewhere(name: str) -> None:
    page = (EXAMPLES / name / "index.html").read_text(encoding="utf-8")
    document = Document(source=DESCRIPTIONS[name], data=(EXAMPLES / name / DESCRIPTIONS[name]).read_bytes())
    for operation in read_description(document).operations:
        assert f"<h3>{operation.summary}</h3>" in page
        assert f"<code>{operation.path}</code>" in page
    assert re.findall(r'src="[^"]*"|@import|url\(http|<link[^>]+stylesheet', page) == []


def test_issues_belong_to_projects_unevenly() -> None:
    rows = seed_rows(planned("issues"))
    counts = children(rows, "issues", "project_key")
    assert sum(count >= 2 for count in counts.values()) >= 2
    assert len(counts) < len(rows["projects"])
    known = {user["username"] for user in rows["users"]}
    assert {watcher["username"] for watcher in rows["watchers"]} <= known
    assert {issue["assignee"] for issue in rows["issues"]} - {None} <= known
    milestones = {row["id"]: row for row in rows["milestones"]}
    for issue in rows["issues"]:
        assert (issue["closed_at"] is not None) == (issue["state"] == "closed")
        if issue["milestone_id"] is not None:
            assert milestones[issue["milestone_id"]]["project_key"] == issue["project_key"]


def test_orders_show_every_state_and_add_up() -> None:
    rows = seed_rows(planned("shop"))
    assert {row["status"] for row in rows["orders"]} == {"pending", "paid", "shipped", "cancelled"}
    for order in rows["orders"]:
        assert order["total"] == sum(line["quantity"] * line["unit_price"] for line in order["items"])


def test_events_end_after_they_start() -> None:
    rows = seed_rows(planned("calendar"))
    assert all(event["start"] < event["end"] for event in rows["events"])
