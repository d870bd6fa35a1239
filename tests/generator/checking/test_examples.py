"""The documentation's examples: kept in the plan with their sources, and replayed with keys that are there."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from checking.conftest import written
from generator.check import Check
from generator.checks import generate_checks
from generator.document import Document
from generator.openapi.read import read_description
from generator.plan import Plan, plan_text, read_plan
from generator.render import render
from generator.repair import mended
from generator.rules.planner import plan_from
from generator.verify import run_checks
from state_db.image import Image

Json = Any
BOOK = {
    "type": "object",
    "required": ["id", "title", "pages"],
    "properties": {
        "id": {"type": "string", "readOnly": True},
        "title": {"type": "string"},
        "pages": {"type": "integer"},
        "shelf": {"type": "string"},
    },
}
NEW = {
    "type": "object", "required": ["title", "pages"],
    "properties": {"title": {"type": "string"}, "pages": {"type": "integer"}, "shelf": {"type": "string"}},
}  # fmt: skip
SENT = {"title": "Tides", "pages": 214, "shelf": "B2"}
SHOWN = {"id": "bk_77", "title": "Another", "pages": 9}
KEY = {"name": "book_id", "in": "path", "required": True, "schema": {"type": "string"}, "example": "bk_77"}

OF_EXAMPLES = "example"


def content(schema: Json, example: Json = None) -> Json:
    return {"content": {"application/json": {"schema": schema, **({} if example is None else {"example": example})}}}


def library(sent: Json = SENT, shown: Json = SHOWN, shelf: Json = "B2") -> Plan:
    """Return the plan of a library whose documentation shows these examples."""
    shelves = {"name": "shelf", "in": "query", "schema": {"type": "string"}, "example": shelf}
    books = {"type": "array", "items": BOOK}
    paths = {
        "/books": {
            "get": {"operationId": "listBooks", "parameters": [shelves],
                    "responses": {"200": {"description": "", **content(books)}}},
            "post": {"operationId": "createBook", "requestBody": {"required": True, **content(NEW, sent)},
                     "responses": {"201": {"description": "", **content(BOOK, shown)}}},
        },
        "/books/{book_id}": {
            "parameters": [KEY],
            "get": {"operationId": "getBook", "responses": {"200": {"description": "", **content(BOOK, shown)}}},
            "patch": {"operationId": "updateBook", "requestBody": content(NEW | {"required": []}, {"pages": 12}),
                      "responses": {"200": {"description": "", **content(BOOK)}}},
        },
    }  # fmt: skip
    text = json.dumps({"openapi": "3.0.3", "info": {"title": "Library", "version": "1"}, "paths": paths})
    document = Document(
        source="library.json", location="library.json", data=text.encode(), media_type="application/json"
    )
    return plan_from(read_description(document))


def example_checks(plan: Plan, image: Image) -> dict[str, Check]:
    return {check.tool: check for check in generate_checks(plan, image) if check.law == "example"}


def opened(plan: Plan, folder: Path) -> Image:
    return Image.load(written(render(plan), folder / plan.name))


def test_plan_keeps_examples_with_their_sources_and_survives_its_file() -> None:
    plan = library()
    (example,) = plan.tool("create_book").examples
    assert example.arguments == SENT
    assert example.answer == SHOWN
    assert example.source == "library.json#/paths/~1books/post/requestBody"
    assert example.answer_source == "library.json#/paths/~1books/post/responses/201"
    assert plan.tool("list_books").examples[0].arguments == {"shelf": "B2"}
    assert read_plan(plan_text(plan), "plan.json") == plan


def test_examples_are_replayed_with_keys_that_are_there(tmp_path: Path) -> None:
    plan = library()
    image = opened(plan, tmp_path)
    checks = example_checks(plan, image)
    assert checks.keys() == {"list_books", "create_book", "get_book", "update_book"}
    assert checks["create_book"].steps[0].arguments == SENT
    keys = [row["id"] for row in image.seed["books"]]
    assert checks["get_book"].steps[0].arguments["book_id"] in keys
    assert checks["update_book"].steps[0].arguments.items() >= {"pages": 12}.items()
    assert run_checks(image, checks.values()).passed


def test_made_values_are_compared_by_kind_and_sent_ones_by_value(tmp_path: Path) -> None:
    plan = library()
    step = example_checks(plan, opened(plan, tmp_path))["create_book"].steps[0]
    told = {(hold.at, hold.test): hold.value for hold in step.expect.holds}
    assert told["/title", "equals"] == "Tides"
    assert told["/id", "like"] == "bk_77"
    assert ("/id", "equals") not in told


@pytest.mark.parametrize(
    ("plan", "tool", "said"),
    [
        (lambda: library(sent={"title": "Tides"}), "create_book",
         r"post/requestBody contradicts its own schema at /: \"pages\" is a required property"),
        (lambda: library(shown={**SHOWN, "pages": "nine"}), "get_book",
         r"get/responses/200 contradicts its own schema at /pages: \"nine\" is not of type \"integer\""),
        (lambda: library(shelf=5), "list_books", r"get/parameters/0 contradicts its own schema at /: 5 is not"),
    ],
    ids=["request", "answer", "parameter"],
)  # fmt: skip
def test_example_that_contradicts_its_schema_is_left_out_and_told(
    plan: Callable[[], Plan], tool: str, said: str
) -> None:
    found = plan()
    assert any(re.search(said, assumption) for assumption in found.assumptions)
    assert all(each.answer != {**SHOWN, "pages": "nine"} for each in found.tool(tool).examples)
    assert json.loads(render(found)["server.json"])["assumptions"] == [*found.assumptions]
    assert mended(found).proof.result.passed


def test_answer_of_another_kind_than_the_example_is_noticed(tmp_path: Path) -> None:
    plan = library()
    image = opened(plan, tmp_path)
    checks = example_checks(plan, image)
    files = {**render(plan)}
    files["programs/create_book.sql"] = re.sub(r":title\b", "upper(:title)", files["programs/create_book.sql"])
    spoilt = Image.load(written(files, tmp_path / "spoilt" / plan.name))
    failed = run_checks(spoilt, checks.values()).failed
    assert [(outcome.check.tool, outcome.check.law) for outcome in failed] == [("create_book", OF_EXAMPLES)]


def test_example_that_the_server_does_not_follow_is_told_and_drops_no_tool() -> None:
    plan = library()
    tools = tuple(
        tool.model_copy(update={"examples": tuple(e.model_copy(update={"answer": {"id": 4}}) for e in tool.examples)})
        if tool.name == "get_book" else tool
        for tool in plan.tools
    )  # fmt: skip
    found = mended(plan.model_copy(update={"tools": tools}))
    assert found.plan.dropped == ()
    assert found.plan.tool("get_book").examples == ()
    assert any("get_book does not follow the example at library.json#/" in said for said in found.plan.assumptions)


def test_an_input_that_is_taken_away_is_no_part_of_examples_either(tmp_path: Path) -> None:
    plan = library()
    lists = plan.tool("list_books").without_arguments({"shelf"}, "It is refuted.")
    assert [(left.input, left.reason) for left in lists.left_out] == [("shelf", "It is refuted.")]
    less = plan.model_copy(update={"tools": (lists, *(each for each in plan.tools if each.name != lists.name))})
    assert lists.examples[0].arguments == {}
    image = opened(less, tmp_path)
    assert run_checks(image, generate_checks(less, image)).passed
