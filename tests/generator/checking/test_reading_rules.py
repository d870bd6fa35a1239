"""A description whose reads take every kind of parameter: its server keeps all laws, and every input is used."""

import pytest
from planning.specs import Json, in_path, parameter, plan_of, ref, sends, shows

from checking.conftest import written
from generator.checks import generate_checks
from generator.plan import Plan
from generator.render import render
from generator.testing import report
from generator.verify import run_checks, usage_of
from state_db.environment import Environment
from state_db.image import Image

TEXT = {"type": "string"}
TIME = {"type": "string", "format": "date-time"}
TRIP: Json = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "title": TEXT,
        "price": {"type": "integer"},
        "driver": {"type": "object", "properties": {"id": TEXT, "name": TEXT}},
        "stops": {"type": "array", "items": {"type": "object", "properties": {"id": TEXT, "town": TEXT}}},
        "labels": {"type": "object", "additionalProperties": TEXT},
        "leaves_at": TIME,
    },
}
BRIEF: Json = {"type": "object", "properties": {"id": {"type": "string", "format": "uuid"}, "title": TEXT}}
PAGE = {
    "type": "object",
    "properties": {"trips": {"type": "array", "items": ref("Brief")}, "total_count": {"type": "integer"}},
}
PARAMETERS = [
    parameter("fields", TEXT, description="A comma-separated list of properties."),
    parameter("driver_id", TEXT),
    parameter("stop", TEXT),
    parameter("labels", {"type": "object", "additionalProperties": TEXT}, style="deepObject"),
    parameter("leaves_on", {"type": "string", "format": "date"}),
    parameter("leaves_after", TIME),
    parameter("sort", {**TEXT, "example": "-price"}),
    parameter("include", {"type": "array", "items": TEXT}, description='`include=["total_count"]` adds the total.'),
    parameter("page", TEXT),
    parameter("count", TEXT),
]
BODY = {
    "type": "object",
    "required": ["title"],
    "properties": {n: p for n, p in TRIP["properties"].items() if n != "id"},
}
PATHS = {
    "/trips": {
        "get": {"parameters": PARAMETERS, "responses": shows(PAGE)},
        "post": {"requestBody": sends(BODY), "responses": shows(ref("Trip"), "201")},
    },
    "/trips/{trip_id}/driver": {
        "put": {
            "parameters": [in_path("trip_id")],
            "requestBody": sends({"type": "object", "required": ["driver"], "properties": {"driver": TEXT}}),
            "responses": shows(ref("Trip")),
        }
    },
    "/trips/{trip_id}": {"get": {"parameters": [in_path("trip_id"), PARAMETERS[0]], "responses": shows(ref("Trip"))}},
}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_of(PATHS, Trip=TRIP, Brief=BRIEF)


@pytest.fixture(scope="module")
def image(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Image:
    return Image.load(written(render(plan), tmp_path_factory.mktemp("trips") / "trips"))


def test_all_of_them_are_offered(plan: Plan) -> None:
    assert [left for tool in plan.tools for left in tool.left_out] == []


def test_no_law_complains(plan: Plan, image: Image) -> None:
    assert [report(outcome) for outcome in run_checks(image, generate_checks(plan, image)).failed] == []


def test_every_input_is_used(plan: Plan, image: Image) -> None:
    assert usage_of(plan, image).unused == ()


def test_times_are_compared_whatever_their_zone(image: Image) -> None:
    with Environment.open(image) as environment:
        made = environment.call("create_trips", {"title": "Night", "leaves_at": "2031-05-02T01:30:00+02:00"})
        assert made.error is None
        found = environment.call("list_trips", {"leaves_after": "2031-05-01T23:00:00Z"})
        assert "Night" in found.text
        found = environment.call("list_trips", {"leaves_on": "2031-05-01", "fields": ["title", "leaves_at"]})
        assert "2031-05-02T01:30:00+02:00" in found.text
