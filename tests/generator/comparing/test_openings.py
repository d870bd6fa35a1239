"""What the description leaves to the service is passed over and told; everything else is held against it."""

import json
from pathlib import Path
from typing import Any

import pytest

from comparing.conftest import entry, response
from comparing.test_small_services import (
    COUNT,
    TEXT,
    answered_otherwise,
    array,
    held,
    in_path,
    objects,
    or_null,
    ref,
    sends,
    service,
    told,
)
from generator.compare.outcome import Comparison
from generator.compare.sent import Sent
from generator.generate import Request, generate
from state_db.http import Request as Sending

Json = Any
A, B = "lamp-a", "lamp-b"


def lamps() -> Json:
    """Return a service whose answers show more than anyone sends: a serial, a housing, lamps of the house's own."""
    housing = objects(material=or_null(TEXT), depth=or_null(COUNT))
    shown = {
        "name": TEXT,
        "type": {"type": "string", "description": "Set to “Lamp”"},
        "shade": or_null(TEXT),
        "serial": COUNT,
        "housing": or_null(housing),
        "bulbs": array(objects("type watts", type=TEXT, watts=COUNT)),
        "lit": {"type": "boolean", "default": False},
    }
    given = objects("name", name=TEXT, shade=or_null(TEXT), bulbs=shown["bulbs"])
    listed = {"responses": {"200": response(objects("items total", items=array(ref("Lamp")), total=COUNT))}}
    made = {"requestBody": sends(given), "responses": {"201": response(ref("Lamp"))}}
    lost = {"404": response(objects(detail=TEXT))}
    one = {"parameters": [in_path("name")], "get": {"responses": {"200": response(ref("Lamp")), **lost}}}
    return service({"/lamps": {"get": listed, "post": made}, "/lamps/{name}": one}, Lamp=objects("name", **shown))


def written_lamps() -> list[Json]:
    own = {"name": "mains", "serial": 1, "shade": "none", "lit": True}
    a: dict[str, Json] = {
        "name": A,
        "shade": None,
        "serial": 41,
        "housing": {"material": "tin", "depth": 4},
        "bulbs": [],
    }
    b = {**a, "name": B, "serial": 42, "bulbs": [{"type": "warm", "watts": 5}]}
    return [
        entry("POST", "http://l/lamps", 201, a, {"name": A}),
        entry("POST", "http://l/lamps", 201, b, {"name": B, "bulbs": b["bulbs"]}),
        entry("GET", f"http://l/lamps/{A}", 200, a),
        entry("GET", "http://l/lamps", 200, {"items": [b, own, a], "total": 3}),
        entry("GET", f"http://l/lamps/{B}", 200, b),
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    room = tmp_path_factory.mktemp("lamps")
    source = room / "lamps.json"
    source.write_text(json.dumps(lamps()), encoding="utf-8")
    return generate(Request(str(source), "lamps", room / "servers")).folder


def opened(comparison: Comparison) -> list[str]:
    return [what for step in comparison.steps for what in step.open]


def test_what_nobody_sends_and_nothing_documents_is_passed_over_and_told(folder: Path, tmp_path: Path) -> None:
    comparison = held(folder, tmp_path / "run.har", written_lamps())
    assert told(comparison) == []
    assert any("body at /serial" in what for what in opened(comparison))
    assert sum("a row is the service's own" in what for what in opened(comparison)) == 1
    whole = comparison.to_json()
    assert {each["step"] for each in whole["open"]} == {0, 1, 2, 3, 4}


@pytest.mark.parametrize(
    ("step", "place", "value"),
    [
        (2, ("serial",), 43),  # a value of the service's own stays the same
        (2, ("housing", "depth"), 5),
        (3, ("items", 2, "serial"), 42),
        (3, ("items", 2, "shade"), "green"),  # nothing was set, and the server says so
        (4, ("housing",), None),
        (2, ("lit",), True),  # another value than the documented default
        (2, ("type",), "Torch"),  # another than the description says
        (2, ("name",), "lamp-c"),
        (4, ("bulbs", 0, "type"), "cold"),  # what was sent
        (4, ("bulbs",), []),
        (3, ("total",), 4),
        (3, ("items", 0, "name"), "lamp-c"),  # a row that no call made, in the place of one that a call did make
        (3, ("items", 2), {"name": "hall", "serial": 3}),
    ],
)
def test_whatever_else_the_service_answers_is_told(
    folder: Path, step: int, place: tuple[Any, ...], value: Json, tmp_path: Path
) -> None:
    entries = answered_otherwise(written_lamps(), step, place, value)
    assert told(held(folder, tmp_path / "run.har", entries)) != []


def test_a_list_may_show_less_of_a_row_than_it_has(folder: Path, tmp_path: Path) -> None:
    entries = json.loads(json.dumps(written_lamps()))
    body = json.loads(entries[3]["response"]["content"]["text"])
    body["items"][2] |= {"serial": 0, "housing": None}
    entries[3]["response"]["content"]["text"] = json.dumps(body)
    assert told(held(folder, tmp_path / "run.har", entries)) == []


def test_a_row_that_a_call_has_made_is_missed(folder: Path, tmp_path: Path) -> None:
    entries = written_lamps()
    entries.insert(3, entry("POST", "http://l/lamps", 500, None, {"name": "mains"}))
    assert 4 in {number for number, _ in told(held(folder, tmp_path / "run.har", entries))}


def test_what_elements_of_an_array_are_sent_is_said_of_such_elements() -> None:
    sent = Sent()
    body = {"name": "x", "bulbs": [{"type": "warm"}], "stand": {"height": 3}}
    sent.add(Sending("POST", "/lamps/7", "colour=red", {}, json.dumps(body).encode()))
    assert sent.has_property((0, "bulbs", 3, "type"))
    assert not sent.has_property((0, "type"))
    assert all(sent.has_property((name,)) for name in ("name", "bulbs", "stand", "height", "colour"))
    assert sent.has_value("7") and sent.has_value(3) and sent.has_value("red") and not sent.has_value(8)
    assert sent.has_any_of({"stand": {"height": 3}}) and not sent.has_any_of({"width": 3})
