"""Bodies over HTTP that are not plain objects: one thing in an envelope's array, and the bytes of a file."""

import pytest

from state_db.http.body import Unreadable, body_arguments, body_bytes
from state_db.http.shapes import Shape
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


@pytest.mark.parametrize(
    ("media_type", "written"),
    [
        ("application/x-www-form-urlencoded", b"prefs=%7B%22tone%22%3A%5B%22soft%22%5D%7D"),
        ("application/json", b'{"prefs":"{\\"tone\\":[\\"soft\\"]}"}'),
    ],
)
def test_a_property_that_is_a_text_of_json_is_what_it_holds_here(media_type: str, written: bytes) -> None:
    route = Route.model_validate(
        {
            "method": "POST", "path": "/x", "statuses": [200], "media_type": media_type,
            "arguments": {"prefs": {"in": "body", "path": ["prefs"], "encoding": "json"}},
        }
    )  # fmt: skip
    shapes = {"prefs": Shape({"type": "object"}, {})}
    assert body_bytes(route, {"prefs": {"tone": ["soft"]}}) == written
    assert body_arguments(route, shapes, media_type, written) == ({"prefs": {"tone": ["soft"]}}, ())
    assert body_arguments(route, shapes, "application/json", b'{"prefs":"none"}') == ({"prefs": "none"}, ())
