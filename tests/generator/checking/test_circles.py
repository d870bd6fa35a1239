"""Rows that refer to each other in a circle: what a deletion takes along by another way is gone for every tool."""

import json
from pathlib import Path

from checking.conftest import written
from checking.worlds import INTEGER, TEXT, column, path_key, tool
from generator.checks import generate_checks
from generator.plan import Column, Entity, Plan, Reference, Source
from generator.render import render
from generator.result import run_checks
from state_db.image import Image


def to(entity: str, on_delete: str = "clear") -> Column:
    reference = Reference.model_validate({"entity": entity, "on_delete": on_delete})
    return column(f"{entity}_id", "integer", nullable=True, references=reference, schema=INTEGER)


def thing(name: str, *references: Column) -> Entity:
    made = column("id", "integer", nullable=False, absent=False, made="id", schema=INTEGER)
    title = column("title", "text", nullable=False, absent=False, schema=TEXT)
    shown = tuple(each.name for each in (made, title, *references))
    columns = (made, title, *references)
    return Entity(name=name, table=f"{name}s", columns=columns, key=("id",), id="integer", forms={"full": shown})


# A job loses its yard, but goes with its lane, which goes with the yard; a yard is listed below the job it is on.
THINGS = (
    thing("yard", to("job")),
    thing("lane", to("yard", "cascade")),
    thing("job", to("yard"), to("lane", "cascade")),
)
TOOLS = (
    tool("list_yards", "list", "yard", "GET", "/yards", [], answer={"data": "$items"}),
    tool("list_job_yards", "list", "yard", "GET", "/jobs/{job_id}/yards", [path_key("job_id", "job_id")],
         answer={"data": "$items"}),
    tool("delete_yard", "delete", "yard", "DELETE", "/yards/{yard_id}", [path_key("yard_id", "id")],
         status=204, answer=None),
    tool("list_lanes", "list", "lane", "GET", "/yards/{yard_id}/lanes", [path_key("yard_id", "yard_id")],
         answer={"data": "$items"}),
    tool("list_jobs", "list", "job", "GET", "/lanes/{lane_id}/jobs", [path_key("lane_id", "lane_id")],
         answer={"data": "$items"}),
    tool("get_job", "get", "job", "GET", "/jobs/{job_id}", [path_key("job_id", "id")]),
)  # fmt: skip


def on_their_own_jobs(seed: str) -> str:
    """The rows with every yard on a job of one of its lanes."""
    rows = json.loads(seed)
    lanes = {lane["id"]: lane["yard_id"] for lane in rows["lanes"]}
    for yard in rows["yards"]:
        jobs = [job["id"] for job in rows["jobs"] if lanes.get(job["lane_id"]) == yard["id"]]
        yard["job_id"] = jobs[0] if jobs else None
    return json.dumps(rows)


def test_what_goes_along_by_another_reference_is_expected_to_be_gone(tmp_path: Path) -> None:
    source = Source(url="yards.json", sha256="0" * 64)
    plan = Plan(name="yards", title="Yards", source=source, entities=THINGS, tools=TOOLS)
    files = dict(render(plan))
    files["seed.json"] = on_their_own_jobs(files["seed.json"])
    image = Image.load(written(files, tmp_path / "yards"))
    checks = [check for check in generate_checks(plan, image) if check.law in ("delete", "references")]
    calls = {(step.tool, step.expect.status) for check in checks for step in check.steps}
    assert {("list_job_yards", 404), ("get_job", 404)} <= calls
    assert run_checks(image, checks).failed == ()
