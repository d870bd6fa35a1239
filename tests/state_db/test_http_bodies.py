"""Bodies over HTTP that are not plain objects: one thing in an envelope's array, and the bytes of a file."""

import pytest

from state_db.http.body import Unreadable, body_arguments, body_bytes
from state_db.routes import Route

ONE_IN_AN_ARRAY = Route.model_validate(
    {
        "method": "POST", "path": "/books/{id}", "statuses": [200],
        "arguments": {"title": {"in": "body", "path": ["books", "[0]", "title"]}},
    }
)  # fmt: skip
BYTES = Route.model_validate(
    {
        "method": "PUT", "path": "/clips/{name}", "statuses": [200], "media_type": "application/octet-stream",
        "arguments": {"content": {"in": "body", "path": [], "encoding": "base64"}},
    }
)  # fmt: skip


def test_the_only_element_of_an_array_goes_over_http_in_its_envelope() -> None:
    sent = body_bytes(ONE_IN_AN_ARRAY, {"title": "Tides"})
    assert sent == b'{"books":[{"title":"Tides"}]}'
    assert body_arguments(ONE_IN_AN_ARRAY, {}, "application/json", sent) == ({"title": "Tides"}, ())


def test_an_array_of_two_where_one_is_meant_cannot_be_read() -> None:
    with pytest.raises(Unreadable, match="one element"):
        body_arguments(ONE_IN_AN_ARRAY, {}, "application/json", b'{"books":[{"title":"a"},{"title":"b"}]}')


def test_a_value_that_looks_like_the_step_into_an_array_is_sent_as_it_is() -> None:
    route = Route.model_validate(
        {"method": "POST", "path": "/x", "statuses": [200], "arguments": {"map": {"in": "body", "path": ["map"]}}}
    )
    assert body_bytes(route, {"map": {"[0]": 1}}) == b'{"map":{"[0]":1}}'


def test_bytes_are_base64_here_and_themselves_over_http() -> None:
    assert body_bytes(BYTES, {"content": "AAEC/w=="}) == b"\x00\x01\x02\xff"
    assert body_arguments(BYTES, {}, "application/octet-stream", b"\x00\x01\x02\xff") == ({"content": "AAEC/w=="}, ())
