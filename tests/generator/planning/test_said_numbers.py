"""Numbers of which only sentences tell the range, the default and the unit; pages and beginnings that they describe."""

from typing import Any

import pytest

from generator.plan import Filter, Paging
from generator.rules.said_numbers import said_number, said_range
from planning.specs import in_path, listing, parameter, plan_of, ref, sends, shows, tool_at

Json = Any

WHOLE = {"type": "integer"}
TEXT = {"type": "string"}
OVEN: Json = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "name": TEXT, "note": TEXT}}


@pytest.mark.parametrize(
    ("said", "bounds"),
    [
        ("Must be between 1,000 and 30,000.", {"minimum": 1000, "maximum": 30_000}),
        ("Can be an integer between 0 and\n3, inclusive.", {"minimum": 0, "maximum": 3}),
        ("Must be a value from 0 to 100.", {"minimum": 0, "maximum": 100}),
        ("Valid values range from 1 to 60 minutes.", {"minimum": 1, "maximum": 60}),
        ("Can be up to `86,400` (24 hours).", {"maximum": 86_400}),
        ("How long in seconds. Can be up to a maximum of 2 weeks (1,209,600 seconds).", {"maximum": 1_209_600}),
        ("How long in minutes. Can be up to 2 hours.", {"maximum": 120}),
        ("How long in seconds. Must be between 1 and 2 hours.", {}),
        ("Queries with a value exceeding 10000 will be rejected.", {"maximum": 10_000}),
        ("Must be a number greater than 0.", {"minimum": 1}),
        ("Must be between 1 and 9 if the oven is hot.", {}),
        ("Must be between 1 and 2^31^.", {}),
        ("Must be between 0 and 1.5.", {}),
        ("Must be between 1 and 20 characters.", {}),
        ("It is usually between 1 and 9.", {}),
        ("Maximum of 50.", {"maximum": 50}),
        ("How many may bake at once. The maximum allowed value is 1,000.", {"maximum": 1000}),
        ("The maximum of 5 shelves is never reached.", {}),
    ],
)
def test_a_number_is_bound_to_the_range_that_a_sentence_gives_it(said: str, bounds: Json) -> None:
    assert said_range(WHOLE, said) == bounds


def test_a_fraction_may_come_as_near_to_its_bound_as_it_likes() -> None:
    assert said_range({"type": "number"}, "Must be greater than 0.") == {"exclusiveMinimum": 0}


def test_the_size_of_a_page_is_cut_to_its_maximum_and_not_refused_above_it() -> None:
    assert said_range(WHOLE, "The default is 5, and the maximum is 50.", cut=True) == {}


@pytest.mark.parametrize(
    "schema", [TEXT, {**WHOLE, "minimum": 5}, {**WHOLE, "default": 12}, {**WHOLE, "examples": [0]}, {"type": "array"}]
)
def test_a_range_says_nothing_beside_a_schema_that_has_one_or_shows_a_number_out_of_it(schema: Json) -> None:
    assert said_range(schema, "Must be between 1 and 9.") == {}


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("The time in seconds it can live. The default value is 24 hours (86,400 seconds).", 86_400),
        ("The time in hours it can live. The default value is 24 hours (86,400 seconds).", 24),
        ("The time in seconds it can live. The default is 2 minutes.", 120),
        ("The time in minutes it can live. The default is 90 seconds.", None),
        ("How long it lives. The default is 24 hours (86,400 seconds).", None),
        ("It must be large and defaults to 5,000", 5000),
        ("Defaults to 5 if it is not given.", 5),
        ("Defaults to 5 if the oven is hot.", None),
    ],
)
def test_a_default_is_counted_in_the_unit_of_what_it_is_the_default_of(said: str, number: int | None) -> None:
    assert said_number(said) == number


def test_what_is_sent_and_what_chooses_a_page_keep_to_the_range_that_is_said() -> None:
    hot = {"type": "integer", "description": "How hot it gets. Must be between 50 and 300."}
    oven = {**OVEN, "properties": {**OVEN["properties"], "heat": hot}}
    offset = parameter("offset", WHOLE, description="An offset exceeding\n500 will be rejected.")
    paths = {
        "/ovens": {
            "get": listing(ref("Oven"), offset),
            "post": {"requestBody": sends(ref("Oven")), "responses": shows(ref("Oven"), "201")},
        },
        "/ovens/{id}": {"parameters": [in_path("id")], "get": {"responses": shows(ref("Oven"))}},
    }
    plan = plan_of(paths, Oven=oven)
    sent = tool_at(plan, "POST /ovens").argument("heat").value
    assert (sent["minimum"], sent["maximum"]) == (50, 300)
    assert tool_at(plan, "GET /ovens").argument("offset").value["maximum"] == 500


def listed(*parameters: Json, text: str = "") -> Any:
    one = {"parameters": [in_path("id")], "get": {"responses": shows(ref("Oven"))}}
    paths = {"/ovens": {"get": listing(ref("Oven"), *parameters, description=text)}, "/ovens/{id}": one}
    return tool_at(plan_of(paths, Oven=OVEN), "GET /ovens")


@pytest.mark.parametrize(
    ("size", "page", "rows"),
    [
        ("How many to give.", "Up to 100 ovens will be returned in a single call.", 100),
        ("How many to give; defaults to 30.", "Up to 100 ovens will be returned in a single call.", 30),
        ("How many to give: 1 to 100 (default).", "The page.", 100),
        ("How many to give.", "The page.", 20),
    ],
)
def test_a_page_is_as_large_as_is_said_of_it_anywhere(size: str, page: str, rows: int) -> None:
    tool = listed(parameter("page", WHOLE, description=page), parameter("page_size", WHOLE, description=size))
    paging = tool.argument("page_size").does
    assert isinstance(paging, Paging) and paging.default == rows


@pytest.mark.parametrize(
    ("said", "test", "columns"),
    [
        ("Only ovens whose `name` starts\nwith the term.", "prefix", ("name",)),
        ("The start of a word in an oven's name.", "text", ("name", "note")),
    ],
)
def test_a_search_for_what_names_start_with_looks_at_the_start_of_names(
    said: str, test: str, columns: tuple[str, ...]
) -> None:
    found = listed(parameter("filter_term", TEXT, description=said)).argument("filter_term").does
    assert isinstance(found, Filter) and (found.test, found.columns) == (test, columns)
