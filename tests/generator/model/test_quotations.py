"""A quotation counts where the document says it, whatever markup, white space and typography stand around."""

import pytest

from generator.model.quotations import Passages

TEXT = """# To-dos

* `GET /todos/2.json` will return the **to-do** with an ID of `2`.
* See [paginated list][2] and [the guide](https://docs.example/guide).

| field | meaning |
| --- | --- |
| `status` | either \u201copen\u201d or \u201cdone\u201d |
"""


@pytest.mark.parametrize(
    "quotation",
    [
        "GET /todos/2.json will return the to-do",
        "`GET /todos/2.json` will return the **to-do** with an ID of `2`",
        "See paginated list and the guide.",
        'status either "open" or "done"',
        "GET /todos/2.json … with an ID of 2",
        "GET   /todos/2.json\nwill return",
    ],
)
def test_it_is_found(quotation: str) -> None:
    assert Passages(TEXT).holds(quotation)


@pytest.mark.parametrize(
    "quotation",
    ["", "   ", "…", "POST /todos/2.json", "with an ID of 2 … GET /todos/2.json", "a … e", "will return the message"],
)
def test_it_is_refused(quotation: str) -> None:
    assert not Passages(TEXT).holds(quotation)


def test_a_word_is_named_only_as_a_whole() -> None:
    passages = Passages(TEXT)
    assert passages.names("status")
    assert passages.names("open")
    assert not passages.names("stat")
