"""Three small services of different make, each with a run of the real one that was written by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from comparing.conftest import archive, entry, response
from generator.compare.outcome import Comparison
from generator.compare.recording import read_recording
from generator.compare.replay import compared
from generator.generate import Request, generate
from generator.plan import read_plan
from state_db.image import Image

Json = Any

TEXT, COUNT, FLAG = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
UUID, TIME = {"type": "string", "format": "uuid"}, {"type": "string", "format": "date-time"}


def objects(required: str = "", **properties: Json) -> Json:
    return {"type": "object", "required": required.split(), "properties": properties}


def or_null(schema: Json) -> Json:
    return {"anyOf": [schema, {"type": "null"}]}


def ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def sends(schema: Json) -> Json:
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def in_path(name: str, schema: Json = TEXT) -> Json:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def service(paths: Json, **schemas: Json) -> Json:
    return {
        "openapi": "3.1.0",
        "info": {"title": "Small service", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    }


def notebooks() -> Json:
    """Return a service that answers as web frameworks of Python do: null for nothing, 422 with a list of faults."""
    stamps = {"id": UUID, "created_at": TIME, "updated_at": TIME}
    book = objects("id name created_at updated_at", **stamps, name=TEXT, colour=or_null(TEXT), labels=or_null(LABELS))
    page = objects("id title notebook_id", id=UUID, title=TEXT, notebook_id=UUID, notebook_name=TEXT, state=STATE)
    missing, faults = {"404": response(objects(detail=TEXT))}, {"422": response(ref("Faults"))}
    named = {"anyOf": [TEXT, {"type": "array", "items": TEXT}, {"type": "null"}]}
    created = {
        "description": "Makes a notebook. If a notebook of the same name exists, the existing one is returned.",
        "requestBody": sends(objects("name", name=TEXT, colour=or_null(TEXT))),
        "responses": {"200": response(ref("Notebook")), **faults},
    }
    listed = {
        "parameters": [{"name": "name", "in": "query", "schema": named}],
        "responses": {"200": response(objects("items total", items=array(ref("Notebook")), total=COUNT))},
    }
    changed = {
        "requestBody": sends(objects(name=or_null(TEXT), colour=or_null(TEXT))),
        "responses": {"200": response(ref("Notebook")), **missing},
    }
    one = {
        "parameters": [in_path("name")],
        "get": {"responses": {"200": response(ref("Notebook")), **missing}},
        "put": changed,
        "delete": {"responses": {"200": response({"title": "Answer"}), **missing}},
    }
    leaf = {"requestBody": sends(objects("title", title=TEXT)), "responses": {"201": response(ref("Page")), **missing}}
    pages = {"parameters": [in_path("notebook_name")], "post": leaf}
    shown = {"get": {"responses": {"200": response(ref("Page")), **missing}}}
    paths = {
        "/notebooks": {"get": listed, "post": created},
        "/notebooks/{name}": one,
        "/notebooks/{notebook_name}/pages": pages,
        "/notebooks/{notebook_name}/pages/{id}": {
            "parameters": [in_path("notebook_name"), in_path("id", UUID)],
            **shown,
        },
    }
    return service(paths, Notebook=book, Page=page, Faults=objects(detail=array(ref("Fault"))), Fault=FAULT)


def array(items: Json) -> Json:
    return {"type": "array", "items": items}


LABELS = {"type": "object", "additionalProperties": TEXT}
STATE = {"type": "string", "enum": ["READY", "NOT_READY"]}
FAULT = objects("loc msg type", loc=array(TEXT), msg=TEXT, type=TEXT)

B1, B2, P1 = (f"6f1c1d5e-0f5b-4d0e-9a51-00000000000{digit}" for digit in "127")


def written_notebooks() -> list[Json]:
    def book(key: str, name: str, colour: str | None, hour: int, then: int) -> Json:
        stamps = {"created_at": f"2031-05-01T0{hour}:00:00.5Z", "updated_at": f"2031-05-01T0{then}:00:00.5Z"}
        return {"id": key, "name": name, "colour": colour, "labels": {}, **stamps}

    tides, mills = book(B1, "tides", "blue", 1, 1), book(B2, "mills", None, 2, 2)
    page = {"id": P1, "title": "One", "notebook_id": B1, "notebook_name": "tides", "state": "NOT_READY"}
    green = book(B1, "tides", "green", 1, 4)
    return [
        entry("POST", "http://n/notebooks", 200, tides, {"name": "tides", "colour": "blue"}),
        entry("POST", "http://n/notebooks", 200, tides, {"name": "tides", "colour": "red"}),
        entry("POST", "http://n/notebooks", 200, mills, {"name": "mills"}),
        entry("POST", "http://n/notebooks", 422, {"detail": [NO_NAME]}, {"colour": "red"}),
        entry("GET", "http://n/notebooks", 200, {"items": [mills, tides], "total": 2}),
        entry("GET", "http://n/notebooks?name=mills", 200, {"items": [mills], "total": 1}),
        entry("POST", "http://n/notebooks/tides/pages", 201, page, {"title": "One"}),
        entry("GET", f"http://n/notebooks/tides/pages/{P1}", 200, page),
        entry("PUT", "http://n/notebooks/tides", 200, green, {"colour": "green"}),
        entry("GET", "http://n/notebooks/tides", 200, green),
        entry("DELETE", "http://n/notebooks/tides", 200, None),
        entry("GET", "http://n/notebooks/tides", 404, {"detail": "Notebook tides was lost."}),
    ]


NO_NAME = {"loc": ["body", "name"], "msg": "Field required", "type": "missing"}


def gates() -> Json:
    """Return a service whose answers show whatever is not set as empty, and whose errors are bare texts."""
    rule = objects("field", field=TEXT, negated={**FLAG, "default": False}, strict={**FLAG, "default": True})
    host = {**TEXT, "description": "The host's name. It MUST have a trailing dot."}
    secret = {**TEXT, "description": "Sent when a gate is made, and never returned."}
    gate = objects(
        "", id={**TEXT, "readOnly": True}, host=host, rules=array(rule), secret=secret, note=TEXT, hits=COUNT
    )
    version = objects("release", release=TEXT)
    paths = {
        "/gates": {
            "get": {"responses": {"200": response(array(ref("Gate")))}},
            "post": {
                "requestBody": sends(ref("Gate")),
                "responses": {"201": response(ref("Gate")), "400": response(TEXT), "422": response(TEXT)},
            },
        },
        "/gates/{id}": {
            "parameters": [in_path("id")],
            "get": {"responses": {"200": response(ref("Gate")), "404": response(TEXT)}},
            "delete": {"responses": {"204": response(), "500": response(TEXT)}},
        },
    }
    return service(paths, Gate=gate, Version=version)


def written_gates() -> list[Json]:
    def gate(key: str, host: str, *rules: Json) -> Json:
        return {"id": key, "host": host, "rules": list(rules), "note": "", "hits": 0}

    north = gate("gate-one", "north.", {"field": "port", "negated": False, "strict": True})
    south = gate("gate-two", "south.")
    sent = {"host": "north.", "rules": [{"field": "port"}], "secret": "open"}
    return [
        entry("POST", "http://g/gates", 201, north, sent),
        entry("POST", "http://g/gates", 422, "not a full name", {"host": "east"}),
        entry("POST", "http://g/gates", 201, south, {"host": "south."}),
        entry("GET", "http://g/gates", 200, [south, north]),
        entry("GET", "http://g/gates/gate-one", 200, north),
        entry("DELETE", "http://g/gates/gate-one", 204),
        entry("DELETE", "http://g/gates/gate-one", 500, "gate not found"),
        entry("GET", "http://g/gates/gate-one", 404, "gate not found"),
    ]


def drawers() -> Json:
    """Return a service of documents of free form, with numbered errors."""
    paper = objects("", data={"type": "object", "additionalProperties": True}, tags=array(TEXT))
    error = objects("code errno error", code=COUNT, errno=COUNT, error=TEXT, message=TEXT, details={})
    failing = {"400": response(error), "404": response(error)}
    listed = objects("", data=array({"type": "object", "additionalProperties": True}))
    paths = {
        "/drawers": {
            "get": {"responses": {"200": response(listed), **failing}},
            "post": {"requestBody": sends(paper), "responses": {"201": response(paper), **failing}},
        },
        "/drawers/{id}": {
            "parameters": [in_path("id")],
            "get": {"responses": {"200": response(paper), **failing}},
            "put": {
                "requestBody": sends(paper),
                "responses": {"200": response(paper), "201": response(paper), **failing},
            },
            "delete": {"responses": {"200": response(paper), **failing}},
        },
    }
    return service(paths)


def written_drawers() -> list[Json]:
    lost = {"code": 404, "errno": 110, "error": "Not Found", "details": {"resource": "drawer"}}
    wrong = {
        "code": 400,
        "errno": 107,
        "error": "Invalid",
        "message": "data in body: no object",
        "details": [{"at": "data"}],
    }
    return [
        entry(
            "POST", "http://d/drawers", 201, {"data": {"id": "made-by-them", "ink": "red"}}, {"data": {"ink": "red"}}
        ),
        entry("PUT", "http://d/drawers/mine", 201, {"data": {"id": "mine", "ink": "blue"}}, {"data": {"ink": "blue"}}),
        entry(
            "GET",
            "http://d/drawers",
            200,
            {"data": [{"id": "mine", "ink": "blue"}, {"id": "made-by-them", "ink": "red"}]},
        ),
        entry("POST", "http://d/drawers", 400, wrong, {"data": "flat"}),
        entry(
            "GET", "http://d/drawers/made-by-them", 200, {"data": {"id": "made-by-them", "ink": "red", "etag": "W1"}}
        ),
        entry("GET", "http://d/drawers/none", 404, lost),
        entry("DELETE", "http://d/drawers/none", 404, lost),
    ]


SERVICES: dict[str, tuple[Json, list[Json]]] = {
    "notebooks": (notebooks(), written_notebooks()),
    "gates": (gates(), written_gates()),
    "drawers": (drawers(), written_drawers()),
}


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    room = tmp_path_factory.mktemp("services")
    made = {}
    for name, (description, _) in SERVICES.items():
        source = room / f"{name}.json"
        source.write_text(json.dumps(description), encoding="utf-8")
        made[name] = generate(Request(str(source), name, room / "servers")).folder
    return made


def held(folder: Path, path: Path, entries: list[Json]) -> Comparison:
    plan = read_plan((folder / "plan.json").read_text(encoding="utf-8"), "plan.json")
    return compared(plan, Image.load(folder), read_recording(archive(path, *entries)))


def told(comparison: Comparison) -> list[tuple[int, str]]:
    return [(step.number, each.why) for step in comparison.steps for each in step.differences]


@pytest.mark.parametrize("name", SERVICES)
def test_a_run_of_the_real_service_agrees(folders: dict[str, Path], name: str, tmp_path: Path) -> None:
    comparison = held(folders[name], tmp_path / "run.har", SERVICES[name][1])
    assert told(comparison) == []
    assert comparison.declared.steps == len(SERVICES[name][1])


def answered_otherwise(entries: Json, step: int, place: tuple[Any, ...], value: Json) -> Json:
    """The entries, of which the body that one step answered with has another value at a place."""
    changed = json.loads(json.dumps(entries))
    content = changed[step]["response"]["content"]
    body = json.loads(content["text"])
    part = body
    for key in place[:-1]:
        part = part[key]
    part[place[-1]] = value
    content["text"] = json.dumps(body)
    return changed


@pytest.mark.parametrize(
    ("name", "step", "place", "value"),
    [
        ("notebooks", 1, ("colour",), "red"),
        ("notebooks", 4, ("total",), 3),
        ("notebooks", 6, ("state",), "READY"),
        ("notebooks", 7, ("notebook_id",), B2),
        ("notebooks", 9, ("updated_at",), "2031-05-01T01:00:00.5Z"),
        ("gates", 3, (0, "host"), "north."),
        ("gates", 4, ("rules", 0, "strict"), False),
        ("gates", 4, ("hits",), 3),
        ("drawers", 4, ("data", "ink"), "blue"),
        ("drawers", 6, ("errno",), 107),
        ("drawers", 6, ("code",), 410),
    ],
)
def test_what_the_real_service_answered_otherwise_is_told(
    folders: dict[str, Path], name: str, step: int, place: tuple[Any, ...], value: Json, tmp_path: Path
) -> None:
    entries = answered_otherwise(SERVICES[name][1], step, place, value)
    assert step in {number for number, _ in told(held(folders[name], tmp_path / "run.har", entries))}
