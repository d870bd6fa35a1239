"""What services do in ways of their own, where the description says nothing: told once, or no difference at all."""

import json
from pathlib import Path
from typing import Any

import pytest

from comparing.conftest import entry, response
from comparing.test_small_services import (
    COUNT,
    FLAG,
    TEXT,
    UUID,
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
from generator.compare.page_urls import is_same_page
from generator.generate import Request, generate

Json = Any
K1, K2 = "4c9a53d0-7a0e-4a3f-9c11-00000000000a", "4c9a53d0-7a0e-4a3f-9c11-00000000000b"


def kettles() -> Json:
    """Return a service that says nothing of what kettles answer with, and of cups says who owns them."""
    given = objects("name", name=TEXT, litres={"type": "number"})
    person = objects("id login", id=COUNT, login=TEXT)
    shown = {"id": UUID, "name": TEXT, "note": or_null(TEXT), "labels": array(TEXT), "owner": person}
    cup = objects("id name owner washed form", **shown, washed=FLAG, form=TEXT, size=or_null(SIZES))
    fault = objects("loc msg type", loc=array(TEXT), msg=TEXT, type=TEXT, ctx=WHATEVER)
    faults = {"422": response(objects("detail", detail=array(fault)))}
    named = {"requestBody": sends(objects("name", name=TEXT, note=or_null(TEXT), labels=array(TEXT)))}
    listed = objects("items next", items=array(ref("Cup")), next=or_null({**TEXT, "format": "uri"}))
    paging = [{"name": name, "in": "query", "schema": COUNT} for name in ("limit", "offset")]
    return service(
        {
            "/kettles": {
                "get": {"responses": {"200": response(WHATEVER)}},
                "post": {"requestBody": sends(given), "responses": {"201": {"description": ""}}},
            },
            "/kettles/{kettle_id}": {
                "parameters": [in_path("kettle_id", UUID)],
                "get": {"responses": {"200": response(WHATEVER), "404": response(objects(detail=TEXT))}},
                "delete": {"responses": {"204": {"description": ""}}},
            },
            "/cups": {
                "get": {"parameters": paging, "responses": {"200": response(listed)}},
                "post": {**named, "responses": {"201": response(ref("Cup")), **faults}},
            },
            "/cups/{id}": {"parameters": [in_path("id", UUID)], "get": {"responses": {"200": response(ref("Cup"))}}},
            "/people/{id}": {
                "parameters": [in_path("id", COUNT)],
                "get": {"responses": {"200": response(person)}},
            },
        },
        Cup=cup,
    )


WHATEVER: Json = {"title": "Whatever"}
SIZES: Json = {"type": "string", "enum": ["small", "large"]}


def written_kettles() -> list[Json]:
    steel = {"kettle": {"id": K1, "name": "steel", "scale": 3}}
    lost = {"detail": "It is no longer there."}
    owner = {"id": 1, "login": "ann"}
    own = {"owner": owner, "washed": True, "form": "round", "size": "large"}
    red = {"id": K1, "name": "red", "note": "", "labels": ["new"], **own}
    blue = {"id": K2, "name": "blue", "note": "chipped", "labels": [], **own}
    wrong = {"loc": ["body", "name"], "msg": "Field required", "type": "missing", "ctx": {"expected": "a text"}}
    next_page = "http://k/v2/cups?limit=1&offset=1"
    return [
        entry("POST", "http://k/kettles", 201, steel, {"name": "steel"}),
        entry("GET", f"http://k/kettles/{K1}", 200, steel),
        entry("POST", "http://k/kettles", 409, lost, {"name": "steel"}),
        entry("POST", "http://k/cups", 201, red, {"name": "red", "labels": ["new"]}),
        entry("POST", "http://k/cups", 409, {"detail": "taken"}, {"name": "red"}),
        entry("POST", "http://k/cups", 201, blue, {"name": "blue", "note": "chipped"}),
        entry("POST", "http://k/cups", 422, {"detail": [wrong]}, {"note": "no name"}),
        entry("GET", f"http://k/cups/{K1}", 200, red),
        entry("GET", "http://k/cups", 200, {"items": [blue, red], "next": None}),
        entry("GET", "http://k/cups?limit=1", 200, {"items": [red], "next": next_page}),
        entry("DELETE", f"http://k/kettles/{K1}", 204),
        entry("GET", f"http://k/kettles/{K1}", 404, lost),
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    room = tmp_path_factory.mktemp("kettles")
    source = room / "kettles.json"
    source.write_text(json.dumps(kettles()), encoding="utf-8")
    return generate(Request(str(source), "kettles", room / "servers")).folder


def test_only_what_is_refused_without_a_word_differs_and_only_once(folder: Path, tmp_path: Path) -> None:
    comparison = held(folder, tmp_path / "run.har", written_kettles())
    assert [number for number, _ in told(comparison)] == [2, 4]
    assert [step.number for step in comparison.steps if not step.declared] == [2, 4]


@pytest.mark.parametrize(
    ("step", "place", "value"),
    [
        (7, ("note",), "cracked"),  # nothing was set, and the server says so
        (7, ("labels",), []),  # what was sent
        (7, ("owner", "login"), "bob"),  # who acts stays the same
        (7, ("washed",), False),  # as does what the service has of its own
        (7, ("form",), "square"),
        (7, ("size",), "small"),
        (7, ("owner",), None),
        (6, ("detail", 0, "type"), 3),
        (8, ("items", 0, "note"), ""),
        (9, ("next",), "http://k/v2/cups?limit=2&offset=1"),
        (9, ("next",), "http://k/v2/mugs?limit=1&offset=1"),
    ],
)
def test_whatever_else_is_answered_otherwise_is_told(
    folder: Path, step: int, place: tuple[Any, ...], value: Json, tmp_path: Path
) -> None:
    entries = answered_otherwise(written_kettles(), step, place, value)
    assert step in {number for number, _ in told(held(folder, tmp_path / "run.har", entries))}


def test_a_call_that_sends_nothing_makes_nothing_a_value(folder: Path, tmp_path: Path) -> None:
    entries = written_kettles()
    cleared: dict[str, Json] = {
        "id": K2,
        "name": "bare",
        "note": None,
        "owner": {"id": 1, "login": "ann"},
        "washed": True,
    }
    cleared |= {"labels": [], "form": "round", "size": "large"}
    entries.append(entry("POST", "http://k/cups", 201, cleared, {"name": "bare", "note": ""}))
    assert told(held(folder, tmp_path / "run.har", entries))[-1][0] == len(entries) - 1


@pytest.mark.parametrize(
    ("expected", "got", "same"),
    [
        ("http://a/api/cups?limit=2", "/cups?limit=2&offset=0", True),
        ("http://a/cups?page=1&q=x", "http://b/cups?q=x", True),
        ("http://a/cups?page=2&q=x", "http://b/cups?q=x", False),
        ("http://a/cups?page=2", "http://b/mugs?page=2", False),
        ("http://a/cups", "http://a/cups/", False),
        (None, "http://a/cups?page=2", False),
    ],
)
def test_the_same_page_may_be_asked_for_at_another_host(expected: Json, got: Json, same: bool) -> None:
    assert is_same_page(expected, got, lambda value: value) is same


def boxes() -> Json:
    """Return a service whose rows show no key but in their own address."""
    address = {**TEXT, "format": "uri", "readOnly": True}
    box = objects("name", url=address, name=TEXT, stamp={**TEXT, "readOnly": True})
    one: Json = {"parameters": [in_path("box_id", COUNT)], "get": {"responses": {"200": response(ref("Box"))}}}
    listed = objects("count results", count=COUNT, results=array(ref("Box")))
    made = {"requestBody": sends(objects("name", name=TEXT)), "responses": {"201": response(ref("Box"))}}
    one["delete"] = {"responses": {"200": response(objects("success message", success=FLAG, message=TEXT))}}
    paths = {"/boxes": {"get": {"responses": {"200": response(listed)}}, "post": made}, "/boxes/{box_id}": one}
    return service(paths, Box=box)


def test_a_key_that_only_a_row_s_address_shows_is_known_by_it(tmp_path: Path) -> None:
    source = tmp_path / "boxes.json"
    source.write_text(json.dumps(boxes()), encoding="utf-8")
    folder = generate(Request(str(source), "boxes", tmp_path / "servers")).folder
    red, tin = ({"url": f"http://b/v1/boxes/{key}/", "name": name, "stamp": f"of {name}"}
                for key, name in ((7, "red"), (9, "tin")))  # fmt: skip
    house = {"url": "http://b/v1/boxes/1/", "name": "house", "stamp": "old"}
    entries = [
        entry("POST", "http://b/v1/boxes", 201, red, {"name": "red"}),
        entry("POST", "http://b/v1/boxes", 201, tin, {"name": "tin"}),
        entry("GET", "http://b/v1/boxes/9", 200, tin),
        entry("GET", "http://b/v1/boxes", 200, {"count": 3, "results": [house, tin, red]}),
        entry("DELETE", "http://b/v1/boxes/9", 200, {"success": True, "message": "It is gone for good."}),
    ]
    assert told(held(folder, tmp_path / "run.har", entries)) == []
    for step, place, value in ((2, "url", red["url"]), (4, "message", ""), (4, "success", False)):
        wrong = answered_otherwise(entries, step, (place,), value)
        assert told(held(folder, tmp_path / "wrong.har", wrong)) != []
