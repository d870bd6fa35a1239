"""Groups of variants: things of one kind that are translated from a first one."""

from typing import Any

import pytest

from generator.plan import Plan
from generator.render import render
from generator.verify import opened
from planning.specs import in_path, listing, plan_of, ref, sends, shows, tool_at
from state_db.answer import Answer
from state_db.environment import Environment
from state_db.image import Image

Json = Any
TEXT: Json = {"type": "string"}
NUMBER: Json = {"type": "integer", "description": "The ID of the primary page that this one was translated from."}
PAGE: Json = {
    "type": "object",
    "properties": {
        "id": TEXT,
        "title": TEXT,
        "language": {**TEXT, "enum": ["en", "fr", "nl"]},
        "translatedFromId": NUMBER,
    },
    "required": ["id", "title", "language", "translatedFromId"],
}
ERROR: Json = {"type": "object", "properties": {"message": TEXT}}
MAP: Json = {"type": "object", "additionalProperties": TEXT}
GROUP = "/pages/multi-language"


def pages() -> Plan:
    def sent(*required: str, **properties: Json) -> Json:
        return sends({"type": "object", "properties": properties, "required": list(required)})

    failed = shows(ref("Error"), "default")
    one = {"parameters": [in_path("pageId")], "get": {"responses": shows(ref("Page"))}}
    attached = sent("id", "language", "primaryId", id=TEXT, language=TEXT, primaryId=TEXT, primaryLanguage=TEXT)
    varied = sent("id", "title", id=TEXT, title=TEXT, language=TEXT)
    paths = {
        "/pages": {
            "get": listing(ref("Page")),
            "post": {"requestBody": sends(ref("Page")), "responses": shows(ref("Page"), "201")},
        },
        "/pages/{pageId}": one,
        f"{GROUP}/attach-to-group": {"post": {"requestBody": attached, "responses": failed}},
        f"{GROUP}/detach-from-group": {"post": {"requestBody": sent("id", id=TEXT), "responses": failed}},
        f"{GROUP}/create-variation": {"post": {"requestBody": varied, "responses": shows(ref("Page"))}},
        f"{GROUP}/set-new-primary": {
            "put": {"requestBody": sent("id", id=TEXT), "responses": {"204": {"description": ""}}}
        },
        f"{GROUP}/update-languages": {
            "post": {"requestBody": sent("languages", "primaryId", languages=MAP, primaryId=TEXT), "responses": failed}
        },
    }
    return plan_of(paths, Page=PAGE, Error=ERROR)


PLAN = pages()
ROWS: Json = {
    "pages": [
        {"id": "11", "title": "First", "language": "en"},
        {"id": "12", "title": "Second", "language": "fr", "translated_from_id": 11},
        {"id": "13", "title": "Other", "language": "en"},
    ]
}


@pytest.fixture(scope="module")
def image() -> Image:
    return opened(PLAN, render(PLAN))


def call(environment: Environment, label: str, **arguments: Json) -> Answer:
    return environment.call(tool_at(PLAN, label).name, arguments)


def first_of(environment: Environment, page: str) -> int | None:
    found: int | None = call(environment, "GET /pages/{pageId}", page_id=page).body.get("translatedFromId")
    return found


def test_a_page_is_attached_to_a_group_and_detached(image: Image) -> None:
    with Environment.open(image, scenario={image.name: ROWS}) as environment:
        given = {"id": "13", "language": "nl", "primary_id": "11", "primary_language": "fr"}
        assert call(environment, f"POST {GROUP}/attach-to-group", **given).body is None
        assert first_of(environment, "13") == 11
        assert call(environment, "GET /pages/{pageId}", page_id="13").body["language"] == "nl"
        assert call(environment, "GET /pages/{pageId}", page_id="11").body["language"] == "fr"
        call(environment, f"POST {GROUP}/detach-from-group", id="13")
        assert first_of(environment, "13") is None
        unknown = call(environment, f"POST {GROUP}/attach-to-group", id="13", language="nl", primary_id="99")
        assert unknown.error == "not_found"


def test_a_variation_is_a_new_page_of_the_same_first_one(image: Image) -> None:
    with Environment.open(image, scenario={image.name: ROWS}) as environment:
        make = f"POST {GROUP}/create-variation"
        made = call(environment, make, id="12", title="Third", language="nl").body
        assert (made["title"], made["language"], made["translatedFromId"]) == ("Third", "nl", 11)
        assert call(environment, make, id="11", title="Fourth").body["translatedFromId"] == 11
        assert call(environment, "GET /pages/{pageId}", page_id=made["id"]).body == made
        assert len(environment.rows(image.name, "pages")) == 5


def test_another_page_becomes_the_first_of_its_group(image: Image) -> None:
    with Environment.open(image, scenario={image.name: ROWS}) as environment:
        call(environment, f"PUT {GROUP}/set-new-primary", id="12")
        assert [first_of(environment, page) for page in ("11", "12", "13")] == [12, None, None]


def test_a_map_gives_each_page_that_it_names_its_language(image: Image) -> None:
    with Environment.open(image, scenario={image.name: ROWS}) as environment:
        update = f"POST {GROUP}/update-languages"
        call(environment, update, languages={"11": "nl", "12": "en"}, primary_id="11")
        languages = [
            call(environment, "GET /pages/{pageId}", page_id=page).body["language"] for page in ("11", "12", "13")
        ]
        assert languages == ["nl", "en", "en"]
        assert call(environment, update, languages={"99": "nl"}, primary_id="11").error == "not_found"


def test_keys_that_are_shown_as_numbers_are_digits(image: Image) -> None:
    assert any("translatedFromId shows them as numbers" in said for said in PLAN.assumptions)
    with Environment.open(image, scenario={image.name: ROWS}) as environment:
        page = {"id": "one", "title": "A", "language": "en", "translated_from_id": 11}
        assert call(environment, "POST /pages", **page).error == "invalid_argument"
