"""A call that several pages mention is one: the fullest counts, and rules find what the model leaves unnamed."""

from dataclasses import replace

import pytest

from generator.description import Description
from generator.document import Document
from generator.model.choices import chosen_from
from generator.model.chunks import Chunk
from generator.model.describing import Origin, Part, described
from generator.model.floor import floored
from generator.model.passages import knowledge_of
from generator.model.sayings import PageSaid
from generator.prose.section import Section
from generator.prose.sections import sections

README = """# Bikes

Base address: https://bikes.example/v1

- `GET /bikes.json` lists bikes, see [bikes](bikes.md). With `page` the next ones.
"""

BIKES = """# Bikes

## Get bikes

`GET /bikes.json` lists all bikes. Optional: `color` (red or blue), only those. A lost bike is left out.

```json
[{"id": 3, "color": "red"}]
```

## Buy a bike

`POST /bikes.json` adds one, with the fields of a bike.

```json
{"id": 3, "color": "red"}
```

## Sell a bike

`DELETE /bikes/3.json` removes it. Answers `204 No Content`.

## Fields of a bike

A bike has a `color` (red or blue), and a `wheels` count.
"""

LISTED = {"name": "list_bikes", "method": "GET", "path": "/bikes.json", "quotation": "GET /bikes.json lists bikes",
          "parameters": [{"name": "page", "place": "query", "quotation": "With page the next ones."}]}  # fmt: skip
FULL = {"name": "get_bikes", "method": "GET", "path": "/bikes.json", "quotation": "GET /bikes.json lists all bikes",
        "parameters": [{"name": "color", "place": "query", "enum": ["red", "blue"],
                        "quotation": "color (red or blue)"}],
        "rules": [{"what": "Lost ones are left out.", "quotation": "A lost bike is left out."}],
        "answer": {"object": "Bike", "many": True, "example": '[{"id": 3, "color": "red"}]'}}  # fmt: skip
BOUGHT = {"name": "buy_bike", "method": "POST", "path": "/bikes.json", "quotation": "POST /bikes.json adds one",
          "parameters": [{"name": "wheels", "place": "body", "quotation": "and a wheels count"}],
          "answer": {"object": "Bike", "example": '{"id": 3, "color": "red"}'}}  # fmt: skip


def pages(readme: str = README) -> tuple[Section, ...]:
    found: list[Section] = []
    for name, text in (("README.md", readme), ("bikes.md", BIKES)):
        found += sections(Document(name, text.encode(), "text/markdown", location=name))
    return tuple(found)


def read() -> tuple[Description, dict[str, str]]:
    """The description, and the passage of each operation."""
    found = pages()
    readme = Chunk(tuple(each for each in found if each.url == "README.md"))
    bikes = Chunk(tuple(each for each in found if each.url != "README.md"))
    parts = [Part(readme, PageSaid.model_validate({"operations": [LISTED]})),
             Part(bikes, PageSaid.model_validate({"operations": [FULL, BOUGHT]}))]  # fmt: skip
    description, said = described(parts, Origin("Bikes", "README.md", "0" * 64))
    knowledge = knowledge_of(description, said, found)
    return description, {known.operation.id: known.text for known in knowledge.documented.values()}


def test_the_fullest_mention_is_read_with_what_others_say_beyond_it() -> None:
    description, _ = read()
    listing = description.operations[0]
    assert listing.id == "get_bikes"
    assert [each.name for each in listing.parameters] == ["color", "page"]
    assert listing.source.startswith("bikes.md")


def test_the_passage_of_a_call_is_its_own_section_with_those_that_say_more_of_it() -> None:
    _, passages = read()
    assert passages["get_bikes"].startswith("## Get bikes")
    assert "## Fields" not in passages["get_bikes"]
    assert passages["buy_bike"].startswith("## Buy a bike")
    assert "## Fields of a bike" in passages["buy_bike"]


def test_a_call_that_only_rules_find_is_read_as_they_read_it() -> None:
    description, _ = read()
    found = floored(description, pages(), Origin("Bikes", "README.md", "0" * 64))
    assert found.operations == ("DELETE /bikes/{bike_id}.json",)
    assert [each.method for each in found.description.operations] == ["GET", "POST", "DELETE"]


def test_a_call_behind_another_base_is_the_same() -> None:
    description, _ = read()
    moved = replace(description, base_path="/api/v1")
    assert floored(moved, pages(), Origin("Bikes", "README.md", "0" * 64)).operations == (
        "DELETE /bikes/{bike_id}.json",
    )


@pytest.mark.parametrize("account", ["$ACCOUNT_ID", "{account_id}", "<account>", ":account", "4712"])
def test_a_call_is_the_same_whatever_stands_for_the_account_before_all_paths(account: str) -> None:
    description, _ = read()
    other = replace(description, base_path=f"/{account}")
    found = floored(other, pages(README.replace("/v1", "/4711")), Origin("Bikes", "README.md", "0" * 64))
    assert found.operations == ("DELETE /bikes/{bike_id}.json",)


def test_no_two_calls_of_one_method_and_path_come_of_another_base() -> None:
    description, _ = read()
    other = replace(description, base_path="/elsewhere")
    found = floored(other, pages(), Origin("Bikes", "README.md", "0" * 64))
    assert found.operations == ("DELETE /bikes/{bike_id}.json",)


@pytest.mark.parametrize(
    ("values", "schema", "found"),
    [
        (["true", "false", "both"], {"type": "boolean"}, {"type": "string", "enum": ["true", "false", "both"]}),
        (["true", "false"], {"type": "boolean"}, {"type": "boolean"}),
        (["red", "blue"], {}, {"type": "string", "enum": ["red", "blue"]}),
        (["1", "2"], {"type": "integer"}, {"type": "integer", "enum": [1, 2]}),
        ([1, 2], {}, {"type": "integer", "enum": [1, 2]}),
        (["red"], {"type": ["object", "null"]}, {"type": "string", "enum": ["red"]}),
        ([0, "all"], {"type": "integer"}, {"type": "string", "enum": ["0", "all"]}),
    ],
)
def test_the_values_that_may_be_chosen_decide_the_kind(values: list[str | int], schema: object, found: object) -> None:
    assert isinstance(schema, dict)
    assert chosen_from(values, schema, nullable=False) == found


def test_a_choice_that_may_be_null_says_so() -> None:
    assert chosen_from(["red"], {}, nullable=True) == {"type": ["string", "null"], "enum": ["red", None]}
