"""What may be in several things at once stays when one of them goes; what lies below a thing goes with it."""

from pathlib import Path
from typing import Any

from generator.plan import Plan, Reference
from generator.render import render
from generator.verify import prove
from planning.specs import in_path, listing, plan_of, ref, sends, shows
from state_db.environment import Environment

Json = Any

TEXT = {"type": "string"}


def tours(**properties: Json) -> Plan:
    """Tours with their stops, and themes below which the stops are listed."""
    theme = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "name": TEXT}}
    stop = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "place": TEXT, **properties}}
    sent = sends({"type": "object", "properties": {"place": TEXT}})
    item = {"get": {"responses": shows(ref("Theme"))}, "delete": {"responses": {"204": {"description": ""}}}}
    paths = {
        "/stops/{stop_id}": {"parameters": [in_path("stop_id")], "get": {"responses": shows(ref("Stop"))}},
        "/tours/{tour_id}/stops": {
            "parameters": [in_path("tour_id")],
            "get": listing(ref("Stop")),
            "post": {"requestBody": sent, "responses": shows(ref("Stop"), "201")},
        },
        "/themes/{theme_id}/stops": {"parameters": [in_path("theme_id")], "get": listing(ref("Stop"))},
    }
    for name in ("tour", "theme"):
        made = {"requestBody": sends(ref("Theme")), "responses": shows(ref("Theme"), "201")}
        paths[f"/{name}s"] = {"get": listing(ref("Theme")), "post": made}
        paths[f"/{name}s/{{{name}_id}}"] = {"parameters": [in_path(f"{name}_id")], **item}
    return plan_of(paths, Theme=theme, Stop=stop)


def references(plan: Plan) -> dict[str, Reference | None]:
    return {each.name: each.references for each in plan.entity("stop").columns if each.references is not None}


def test_a_row_that_may_be_in_several_things_outlives_each_of_them(tmp_path: Path) -> None:
    several = {"type": "array", "items": {"type": "object", "properties": {"id": TEXT, "name": TEXT}}}
    plan = tours(themes=several)
    assert references(plan)["theme_id"] == Reference(entity="theme", on_delete="clear")
    assert references(plan)["tour_id"] == Reference(entity="tour", on_delete="cascade")
    for name, text in render(plan).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    env = Environment.open(tmp_path)
    listed = (
        (each["id"], env.call("list_theme_stops", {"theme_id": each["id"]}).body)
        for each in env.call("list_themes", {}).body
    )
    theme, stops = next((theme, stops) for theme, stops in listed if stops)
    assert env.call("delete_theme", {"theme_id": theme}).status == 204
    assert env.call("get_stop", {"stop_id": stops[0]["id"]}).status == 200
    assert [outcome.check.name for outcome in prove(plan, render(plan)).result.outcomes if not outcome.passed] == []


def test_a_row_that_shows_one_thing_alone_goes_with_it() -> None:
    plan = tours(theme={"type": "object", "properties": {"id": TEXT, "name": TEXT}})
    assert references(plan)["theme_id"] == Reference(entity="theme", on_delete="cascade")
