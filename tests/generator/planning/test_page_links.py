"""Links of pages: a list's answer leads to the page before, the first and itself, and says what it is called."""

from typing import Any

from generator.checks import generate_checks
from generator.laws.page_links import NAME as OF_PAGE_LINKS
from generator.plan import Json, Plan
from generator.render import render
from generator.verify import opened, prove, run_checks
from planning.specs import in_path, parameter, plan_of, ref, sends, shows, tool_at
from state_db.environment import Environment

TEXT = {"type": "string"}
LINK = {"type": "string", "format": "uri", "nullable": True}
NUMBER = {"type": "integer"}
JAR: dict[str, Any] = {"type": "object", "required": ["id", "label"], "properties": {"id": TEXT, "label": TEXT}}
NEW = {"type": "object", "required": ["label"], "properties": {"label": TEXT}}
BASE = "https://things.example/v1/jars"


def jars(answer: Json, *parameters: Json, example: Json = None) -> Plan:
    responses = shows({"type": "object", "properties": {"jars": {"type": "array", "items": ref("Jar")}, **answer}})
    if example is not None:
        responses["200"]["content"]["application/json"]["example"] = example
    listed = {"parameters": list(parameters), "responses": responses}
    one = {"parameters": [in_path("id")], "get": {"responses": shows(ref("Jar"))}}
    post = {"requestBody": sends(NEW), "responses": shows(ref("Jar"), "201")}
    return plan_of({"/jars": {"get": listed, "post": post}, "/jars/{id}": one}, Jar=JAR)


def answers(plan: Plan, *calls: dict[str, Json]) -> list[Any]:
    """What the list answers to the calls, where five jars are all that there is; every check of the plan holds."""
    files = render(plan)
    outcomes = prove(plan, files).result.outcomes
    assert [outcome.check.name for outcome in outcomes if not outcome.passed] == []
    assert OF_PAGE_LINKS in {outcome.check.law for outcome in outcomes}
    with Environment.open(opened(plan, files), scenario="empty") as environment:
        for label in "abcde":
            environment.call(tool_at(plan, "POST /jars").name, {"label": label})
        return [environment.call(tool_at(plan, "GET /jars").name, arguments).body for arguments in calls]


def test_pages_that_are_counted_link_to_the_page_before_the_first_and_themselves() -> None:
    meta = {"first_page_url": LINK, "previous_page_url": LINK, "url": LINK, "next_page_url": LINK}
    plan = jars({"meta": {"type": "object", "properties": meta}}, parameter("page", NUMBER), parameter("limit", NUMBER))
    first, last = answers(plan, {"limit": 2}, {"limit": 2, "page": 3})
    assert first["meta"] == {
        "first_page_url": f"{BASE}?page=1&limit=2",
        "previous_page_url": None,
        "url": f"{BASE}?page=1&limit=2",
        "next_page_url": f"{BASE}?page=2&limit=2",
    }
    assert last["meta"] == {
        "first_page_url": f"{BASE}?page=1&limit=2",
        "previous_page_url": f"{BASE}?page=2&limit=2",
        "url": f"{BASE}?page=3&limit=2",
        "next_page_url": None,
    }


def test_pages_that_begin_after_so_many_rows_link_to_those_around_them() -> None:
    links = {"href": TEXT, "previous": {**LINK}, "next": {**LINK}}
    plan = jars(links, parameter("offset", NUMBER), parameter("limit", NUMBER))
    (body,) = answers(plan, {"offset": 1, "limit": 2})
    assert body["href"] == f"{BASE}?offset=1&limit=2"
    assert body["previous"] == f"{BASE}?offset=0&limit=2"
    assert body["next"] == f"{BASE}?offset=3&limit=2"


def test_a_row_to_begin_before_leads_back_and_the_next_page_lies_behind_it() -> None:
    text = "A reference to a list entry used for paginating to the {} set. Found in `next_url`."
    ways = [parameter(name, TEXT, description=text.format(name)) for name in ("after", "before")]
    plan = jars({"next_url": LINK, "previous_url": LINK}, parameter("limit", NUMBER), *ways)
    (whole,) = answers(plan, {})
    ids = [jar["id"] for jar in whole["jars"]]
    (body,) = answers(plan, {"limit": 2, "before": ids[3]})
    assert [jar["id"] for jar in body["jars"]] == ids[1:3]
    assert body["next_url"] == f"{BASE}?limit=2&after={ids[2]}"
    assert body["previous_url"] == f"{BASE}?limit=2&before={ids[1]}"


def test_a_cursor_of_the_page_before_leads_back_and_the_first_page_has_none() -> None:
    cursor = {"type": "string", "nullable": True}
    plan = jars({"next_marker": cursor, "prev_marker": cursor}, parameter("limit", NUMBER), parameter("marker", TEXT))
    (first,) = answers(plan, {"limit": 2})
    assert first["prev_marker"] is None
    (second,) = answers(plan, {"limit": 2, "marker": first["next_marker"]})
    (again,) = answers(plan, {"limit": 2, "marker": second["prev_marker"]})
    assert [jar["label"] for jar in again["jars"]] == [jar["label"] for jar in first["jars"]] == ["a", "b"]


def test_an_object_that_tells_how_a_list_goes_on_is_null_at_its_end_where_it_may_be() -> None:
    parts = {"offset": TEXT, "path": TEXT, "uri": {**TEXT, "format": "uri"}}
    page = {"type": "object", "properties": parts}
    asked = (parameter("limit", NUMBER), parameter("offset", TEXT, description="The token that an answer gave."))
    plan = jars({"next_page": {**page, "nullable": True}}, *asked)
    first, whole = answers(plan, {"limit": 4}, {"limit": 5})
    assert first["next_page"]["path"] == f"/jars?limit=4&offset={first['next_page']['offset'].replace('=', '%3D')}"
    assert first["next_page"]["uri"] == "https://things.example/v1" + first["next_page"]["path"]
    assert whole["next_page"] is None
    assert tool_at(plan, "GET /jars").output is not None
    (never_null,) = answers(jars({"next_page": page, "previous": LINK}, *asked), {"limit": 5})
    assert "next_page" not in never_null


def test_an_envelope_says_what_it_is_where_every_example_does() -> None:
    envelope = {"kind": TEXT, "meta": {"type": "object", "properties": {"key": TEXT, "self_url": LINK}}, "object": TEXT}
    example = {"kind": "jars", "meta": {"key": "jars"}, "jars": []}
    plan = jars(envelope, parameter("limit", NUMBER), parameter("page", NUMBER), example=example)
    (body,) = answers(plan, {"limit": 2})
    assert (body["kind"], body["meta"]["key"], "object" in body) == ("jars", "jars", False)


def test_an_answer_about_one_thing_has_no_links_of_pages() -> None:
    envelope = {"data": ref("Jar"), "links": {"type": "object", "properties": {"self": LINK, "prev": LINK}}}
    shown = shows({"type": "object", "properties": envelope})
    plan = plan_of({"/jars/{id}": {"parameters": [in_path("id")], "get": {"responses": shown}}}, Jar=JAR)
    assert tool_at(plan, "GET /jars/{id}").answer == {"data": "$row"}


def test_links_that_lead_elsewhere_fail_the_law_of_page_links() -> None:
    links = {"href": TEXT, "previous": LINK, "first_url": LINK}
    plan = jars(links, parameter("offset", NUMBER), parameter("limit", NUMBER))
    image = opened(plan, render(plan))
    checks = generate_checks(plan, image)
    tool = tool_at(plan, "GET /jars").name
    text = image.texts[f"programs/{tool}.sql"]
    for right, wrong in (
        ("max(:page_start - :page_size, 0)", ":page_start"),
        ("'offset', :page_start,", "'offset', 0,"),
        ("'offset', 0,", "'offset', :page_start,"),
        ("iif(:page_start > 0,", "iif(:page_start >= 0,"),
    ):
        assert right in text
        failed = run_checks(image.with_programs({tool: text.replace(right, wrong, 1)}), checks).failed
        assert OF_PAGE_LINKS in {outcome.check.law for outcome in failed}, wrong
