"""Inputs of lists that name a column by other words than its own, and times that words, examples or digits tell."""

import pytest

from generator.plan import Plan
from generator.render import render
from generator.verify import opened, prove, usage_of
from planning.specs import Json, in_path, listing, parameter, plan_of, ref, sends, shows, tool_at
from state_db.environment import Environment

TEXT: Json = {"type": "string"}
NUMBER: Json = {"type": "integer"}
PERSON: Json = {"type": "object", "properties": {"PersonID": TEXT, "name": TEXT, "pay_grade": NUMBER}}
KEEPER: Json = {"type": "object", "properties": {"id": TEXT, "name": TEXT}}
ROW: Json = {
    "type": "object",
    "required": ["id", "label"],
    "properties": {
        "id": TEXT,
        "label": TEXT,
        "person": PERSON,
        "locked_by": KEEPER,
        "kiln_friendly_name": TEXT,
        "glaze_maker": TEXT,
        "shelf_no": NUMBER,
        "fired": {"type": "string", "format": "date-time"},
        "due": {"type": "string", "example": "2026-02-03"},
        "cooled_at": {"type": "integer", "description": "Unix time at which it had cooled."},
        "weight": NUMBER,
    },
}
NEW: Json = {"type": "object", "required": ["label"], "properties": {**ROW["properties"]}}


def trials(*parameters: Json) -> Plan:
    """The plan of glaze tests, listed with these parameters."""
    return plan_of(
        {
            "/glaze_tests": {
                "get": listing(ref("GlazeTest"), *parameters),
                "post": {"requestBody": sends(NEW), "responses": shows(ref("GlazeTest"), "201")},
            },
            "/glaze_tests/{id}": {"parameters": [in_path("id")], "get": {"responses": shows(ref("GlazeTest"))}},
        },
        GlazeTest=ROW,
    )


def does(given: Json) -> Json:
    (argument,) = tool_at(trials(given), "GET /glaze_tests").arguments
    return argument.does.model_dump(exclude_defaults=True)


@pytest.mark.parametrize(
    ("name", "schema", "text", "expected"),
    [
        (
            "PersonIDs",
            {"type": "array", "items": TEXT},
            "",
            {"column": "person", "test": "in", "inside": ("PersonID",)},
        ),
        ("personID", TEXT, "", {"column": "person", "inside": ("PersonID",)}),
        ("pay_grade", NUMBER, "", {"column": "person", "inside": ("pay_grade",)}),
        ("locked_by_user_id", TEXT, "", {"column": "locked_by", "inside": ("id",)}),
        ("kiln_name", TEXT, "", {"column": "kiln_friendly_name"}),
        ("maker", TEXT, "", {"column": "glaze_maker"}),
        ("fired_at", {"type": "string", "format": "date-time"}, "", {"column": "fired", "as_time": "second"}),
        ("place", NUMBER, "Filters the results by `shelf_no`.", {"column": "shelf_no"}),
        ("due_after", TEXT, "Due after this day, as YYYY-MM-DD.", {"column": "due", "test": "gt", "as_time": "day"}),
        ("oldest", NUMBER, "Start of the time range, in seconds.", {"column": "cooled_at", "test": "gt"}),
        ("latest", NUMBER, "End of the time range (inclusive).", {"column": "cooled_at", "test": "le"}),
    ],
)
def test_a_filter_may_name_its_column_by_other_words(name: str, schema: Json, text: str, expected: Json) -> None:
    assert does(parameter(name, schema, description=text)) == {"role": "filter", **expected}


def test_what_names_no_column_and_says_nothing_of_one_is_left_out() -> None:
    tool = tool_at(
        trials(parameter("place", NUMBER, description="Where `shelf_no` is counted from.")), "GET /glaze_tests"
    )
    assert [left.input for left in tool.left_out] == ["place"]


def test_seconds_that_rows_write_as_text_are_compared_as_numbers() -> None:
    note = {
        "type": "object",
        "required": ["ts", "text"],
        "properties": {"ts": {"type": "string", "pattern": r"^\d{10}\.\d{6}$"}, "text": TEXT},
    }
    bounds = [
        parameter("oldest", {"type": "number"}, description="Start of the time range of notes to show."),
        parameter("latest", {"type": "number"}, description="End of the time range of notes to show."),
    ]
    plan = plan_of(
        {
            "/notes": {"get": listing(ref("Note"), *bounds)},
            "/notes/{ts}": {"parameters": [in_path("ts")], "get": {"responses": shows(ref("Note"))}},
        },
        Note=note,
    )
    files = render(plan)
    assert prove(plan, files).result.failed == ()
    assert usage_of(plan, opened(plan, files)).unused == ()
    rows = {"notes": [{"ts": ts, "text": ts} for ts in ("0999999999.500000", "1000000000.000000", "1000000001.000000")]}
    image = opened(plan, files)
    with Environment.open(image, scenario={image.name: rows}) as environment:
        answer = environment.call(tool_at(plan, "GET /notes").name, {"oldest": 999999999.5, "latest": 1000000001})
    assert [row["ts"] for row in answer.body] == ["1000000000.000000"]


def test_an_object_of_nothing_that_is_said_to_be_a_time_or_a_choice_is_text() -> None:
    kiln = {
        "type": "object",
        "properties": {
            "id": TEXT,
            "litOn": {"type": "object", "description": "The date when the kiln was lit."},
            "state": {"type": "object", "description": "State of the kiln. Possible values:\n\n- `hot`\n- `cold`"},
            "notes": {"type": "object", "description": "Notes by their name."},
            "shell": {"type": "object", "description": "The time that it takes.", "properties": {"hours": NUMBER}},
        },
    }
    entity = plan_of({"/kilns": {"get": listing(ref("Kiln"))}}, Kiln=kiln).entity("kiln")
    assert entity.column("lit_on").value["format"] == "date-time"
    assert entity.column("state").value["enum"] == ["hot", "cold"]
    assert (entity.column("notes").type, entity.column("shell").type) == ("json", "json")


def test_a_bound_that_names_no_time_is_about_the_only_one_that_whoever_makes_a_row_tells() -> None:
    seconds = {"type": "integer", "description": "Unix time."}
    post = {
        "type": "object",
        "required": ["id"],
        "properties": {"id": TEXT, "text": TEXT, "send_at": seconds, "date_created": seconds},
    }
    new = {"type": "object", "properties": {"text": TEXT, "send_at": seconds}}
    asked = parameter("latest", NUMBER, description="A Unix timestamp: the latest in the time range.")
    paths = {
        "/posts": {
            "get": listing(post, asked),
            "post": {"requestBody": sends(new), "responses": shows(post, "201")},
        },
    }
    found = tool_at(plan_of(paths), "GET /posts").argument("latest").does
    assert found.model_dump(exclude_defaults=True) == {"role": "filter", "column": "send_at", "test": "lt"}
