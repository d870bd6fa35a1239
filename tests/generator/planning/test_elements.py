"""Operations below a thing on the elements of an array that it shows."""

from typing import Any

import pytest

from generator.plan import Input, Plan
from generator.render import render
from generator.verify import opened
from planning.specs import in_path, listing, plan_of, ref, sends, shows, tool_at
from state_db.environment import Environment
from state_db.image import Image

Json = Any
TEXT: Json = {"type": "string"}
LABEL: Json = {"type": "object", "properties": {"labelId": TEXT, "text": TEXT, "bold": {"type": "boolean"}}}
BOOK: Json = {"type": "object", "properties": {"bookId": TEXT, "title": TEXT, "pages": {"type": "integer"}}}
SHELF: Json = {
    "type": "object",
    "properties": {
        "shelfId": TEXT,
        "name": TEXT,
        "labels": {"type": "array", "items": ref("Label")},
        "books": {"type": "array", "items": ref("Book"), "description": "The bookId and title of its books."},
    },
    "required": ["shelfId"],
}
LABELS: Json = {"type": "object", "properties": {"labels": {"type": "array", "items": ref("Label")}}}
BOOKS: Json = {"type": "object", "properties": {"books": {"type": "array", "items": ref("Book")}}}
SENT: Json = {"type": "object", "properties": {"text": TEXT, "bold": {"type": "boolean"}}}


def library() -> Plan:
    shelf = {"parameters": [in_path("shelfId")]}
    one = {"parameters": [in_path("shelfId"), in_path("labelId")]}
    added = {"200": {**shows(BOOKS)["200"], "description": "The books that were added"}}
    paths = {
        "/shelves": {"get": listing(ref("Shelf"))},
        "/shelves/{shelfId}": {**shelf, "get": {"responses": shows(ref("Shelf"))}},
        "/shelves/{shelfId}/labels": {
            **shelf,
            "post": {"requestBody": sends(SENT), "responses": shows(LABELS)},
            "delete": {"responses": {"204": {"description": ""}}},
        },
        "/shelves/{shelfId}/labels/{labelId}": {
            **one,
            "put": {"requestBody": sends(SENT), "responses": shows(ref("Label"))},
            "delete": {"responses": shows(LABELS)},
        },
        "/books": {"get": listing(ref("Book"))},
        "/books/{bookId}": {"parameters": [in_path("bookId")], "get": {"responses": shows(ref("Book"))}},
        "/shelves/{shelfId}/books": {
            **shelf,
            "put": {"summary": "Adds books to a shelf", "requestBody": sends(BOOKS), "responses": added},
        },
        "/shelves/{shelfId}/books/{bookId}": {
            "parameters": [in_path("shelfId"), in_path("bookId")],
            "delete": {"summary": "Removes a book from a shelf", "responses": {"204": {"description": ""}}},
        },
    }
    return plan_of(paths, Shelf=SHELF, Label=LABEL, Book=BOOK)


PLAN = library()
ROWS: Json = {
    "shelves": [{"shelf_id": "s1", "name": "First", "labels": [{"labelId": "l1", "text": "old"}], "books": []}],
    "books": [{"book_id": "b1", "title": "Dune", "pages": 412}, {"book_id": "b2", "title": "Emma", "pages": 474}],
}


@pytest.fixture(scope="module")
def image() -> Image:
    return opened(PLAN, render(PLAN))


def call(environment: Environment, label: str, **arguments: Json) -> Any:
    return environment.call(tool_at(PLAN, label).name, arguments)


def shelf(environment: Environment) -> Json:
    return call(environment, "GET /shelves/{shelfId}", shelf_id="s1").body


def test_an_element_is_made_changed_and_taken_out(image: Image) -> None:
    with Environment.open(image, scenario={image.name: ROWS}) as environment:
        made = call(environment, "POST /shelves/{shelfId}/labels", shelf_id="s1", text="new", bold=True).body
        assert made["labels"] == shelf(environment)["labels"]
        old, new = made["labels"]
        assert (old["text"], new["text"], new["bold"]) == ("old", "new", True)
        given = {"shelf_id": "s1", "label_id": new["labelId"]}
        changed = call(environment, "PUT /shelves/{shelfId}/labels/{labelId}", **given, text="other").body
        assert changed == {**new, "text": "other"}
        left = call(environment, "DELETE /shelves/{shelfId}/labels/{labelId}", shelf_id="s1", label_id="l1").body
        assert left["labels"] == shelf(environment)["labels"] == [changed]
        call(environment, "DELETE /shelves/{shelfId}/labels", shelf_id="s1")
        assert shelf(environment)["labels"] == []


def test_an_element_or_a_thing_that_is_not_there_is_not_found(image: Image) -> None:
    with Environment.open(image, scenario={image.name: ROWS}) as environment:
        for shelf_id, label_id in (("s1", "none"), ("none", "l1")):
            given = {"shelf_id": shelf_id, "label_id": label_id}
            assert call(environment, "DELETE /shelves/{shelfId}/labels/{labelId}", **given).error == "not_found"
        assert call(environment, "POST /shelves/{shelfId}/labels", shelf_id="none", text="a").error == "not_found"


def test_rows_of_their_own_are_put_into_the_array_once_and_taken_out(image: Image) -> None:
    with Environment.open(image, scenario={image.name: ROWS}) as environment:
        put = "PUT /shelves/{shelfId}/books"
        call(environment, put, shelf_id="s1", books=[{"bookId": "b1"}])
        again = call(environment, put, shelf_id="s1", books=[{"bookId": "b2"}, {"bookId": "b1"}])
        books = [{"bookId": "b1", "title": "Dune"}, {"bookId": "b2", "title": "Emma"}]
        assert shelf(environment)["books"] == books
        assert again.body["books"] == books
        assert call(environment, put, shelf_id="s1", books=[{"bookId": "none"}]).error == "not_found"
        call(environment, "DELETE /shelves/{shelfId}/books/{bookId}", shelf_id="s1", book_id="b1")
        assert [each["title"] for each in shelf(environment)["books"]] == ["Emma"]
        assert len(environment.rows(image.name, "books")) == 2


def test_an_input_tells_whose_rows_it_names() -> None:
    (argument,) = [each for each in tool_at(PLAN, "PUT /shelves/{shelfId}/books").arguments if each.name == "books"]
    assert argument.does == Input(of="book", by="book_id", key="bookId")


def fields() -> Plan:
    """Fields whose values are put under the value itself, and taken out by it."""
    value: Json = {"type": "object", "required": ["value"], "properties": {"value": TEXT, "note": TEXT}}
    values: Json = {"type": "array", "items": ref("Value")}
    field = {"type": "object", "required": ["name"], "properties": {"name": TEXT, "legalValues": values}}
    one, done = [in_path("field")], {"200": {"description": ""}}
    put = {"summary": "Add or update a value", "parameters": one, "requestBody": sends(ref("Value")), "responses": done}
    return plan_of(
        {
            "/fields": {"post": {"requestBody": sends(ref("Field")), "responses": shows(ref("Field"), "201")}},
            "/fields/{field}": {"get": {"parameters": one, "responses": shows(ref("Field"))}},
            "/fields/{field}/legal-values": {"post": put},
            "/fields/{field}/legal-values/{legalValue}": {
                "delete": {"parameters": [*one, in_path("legalValue")], "responses": done}
            },
        },
        Field=field,
        Value=value,
    )


def test_an_element_that_is_sent_its_key_is_added_or_changed_under_it() -> None:
    plan = fields()
    image = opened(plan, render(plan))
    names = {label: tool_at(plan, label).name for label in (
        "POST /fields", "GET /fields/{field}", "POST /fields/{field}/legal-values",
        "DELETE /fields/{field}/legal-values/{legalValue}",
    )}  # fmt: skip
    make, look, put, take = names.values()
    with Environment.open(image, scenario="empty") as environment:
        environment.call(make, {"name": "land", "legal_values": [{"value": "no"}]})
        assert environment.call(put, {"field": "land", "value": "se"}).status == 200
        assert environment.call(put, {"field": "land", "value": "no", "note": "Norway"}).status == 200
        seen = environment.call(look, {"field": "land"}).body["legalValues"]
        assert seen == [{"value": "no", "note": "Norway"}, {"value": "se"}]
        assert environment.call(take, {"field": "land", "legal_value": "no"}).status == 200
        assert environment.call(look, {"field": "land"}).body["legalValues"] == [{"value": "se"}]
        assert environment.call(take, {"field": "land", "legal_value": "no"}).status == 404
