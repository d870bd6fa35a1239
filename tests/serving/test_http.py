"""A call becomes a request and the request becomes the same call."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from state_db.http import Call, Malformed, NoRoute, Request, Router, Unwritable, call_of, request_of
from state_db.image import Image
from state_db.routes import Route, Routes

from .samples import SAMPLES, Sample

Json = Any
JsonSchema = dict[str, Json]

TEXT = st.text()
SOME_TEXT = st.text(min_size=1)
INTEGERS = st.integers(-(2**70), 2**70)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | INTEGERS | NUMBERS | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner),
    max_leaves=8,
)
SCALARS: list[tuple[JsonSchema, st.SearchStrategy[Json]]] = [
    ({"type": "string"}, SOME_TEXT),
    ({"type": "integer"}, INTEGERS),
    ({"type": "number"}, NUMBERS),
    ({"type": "boolean"}, st.booleans()),
    ({"enum": ["a", 7, True]}, st.sampled_from(["a", 7, True])),
    ({"anyOf": [{"type": "integer"}, {"type": "boolean"}]}, INTEGERS | st.booleans()),
]
PLAIN = st.text(st.characters(codec="ascii", exclude_characters=", |[]"), min_size=1)


@st.composite
def scalars(draw: st.DrawFn) -> tuple[JsonSchema, Json]:
    schema, values = draw(st.sampled_from(SCALARS))
    return schema, draw(values)


@st.composite
def arrays(draw: st.DrawFn, text: st.SearchStrategy[str], least: int = 1) -> tuple[JsonSchema, Json]:
    schema, values = draw(st.sampled_from([({"type": "string"}, text), *SCALARS[1:4]]))
    return {"type": "array", "items": schema}, draw(st.lists(values, min_size=least))


@st.composite
def records(draw: st.DrawFn, prefix: str) -> tuple[JsonSchema, Json]:
    members = draw(st.dictionaries(st.sampled_from([f"{prefix}a", f"{prefix}b"]), scalars(), min_size=1))
    properties = {name: schema for name, (schema, _) in members.items()}
    return {"type": "object", "properties": properties}, {name: value for name, (_, value) in members.items()}


def in_query(style: str, explode: bool = False, split: bool = False) -> dict[str, Json]:
    return {"in": "query", "style": style, "explode": explode, "split": split}


@st.composite
def parameters(draw: st.DrawFn, index: int) -> tuple[dict[str, Json], JsonSchema, Json]:
    """A place outside of the body with a schema and a value that it can carry."""
    kind = draw(st.sampled_from(["scalar", "list", "repeated", "split", "space", "pipe", "deep", "record", "spread"]))
    match kind:
        case "scalar":
            place = draw(st.sampled_from(["query", "header", "cookie"]))
            return {"in": place}, *draw(scalars())
        case "list":
            return in_query("form"), *draw(arrays(SOME_TEXT.filter(lambda text: "," not in text)))
        case "repeated":
            return in_query("form", explode=True), *draw(arrays(TEXT))
        case "split":
            return in_query("form", split=True), *draw(arrays(PLAIN, least=0))
        case "space":
            return in_query("spaceDelimited"), *draw(arrays(PLAIN))
        case "pipe":
            return in_query("pipeDelimited"), *draw(arrays(PLAIN))
        case "deep":
            return in_query("deepObject", explode=True), *draw(st.one_of(records(""), arrays(TEXT)))
        case "record":
            return in_query("form"), *draw(records(""))
        case _:
            return in_query("form", explode=True), *draw(records(f"p{index}_"))


@st.composite
def calls(draw: st.DrawFn) -> tuple[Route, JsonSchema, dict[str, Json]]:
    places: dict[str, Json] = {}
    schemas: JsonSchema = {}
    arguments: dict[str, Json] = {}
    path = "/things"
    for index in range(draw(st.integers(0, 3))):
        name = f"key_{index}"
        path += draw(st.sampled_from([f"/{{{name}}}", f"/x-{{{name}}}.json", f"/{{{name}}}/parts"]))
        places[name] = {"in": "path", "name": name}
        schemas[name], arguments[name] = draw(scalars())
    for index in range(draw(st.integers(0, 4))):
        name = f"option_{index}"
        place, schema, value = draw(parameters(index))
        places[name] = {"name": f"Option-{index}", **place}
        schemas[name], arguments[name] = schema, value
    media_type = draw(st.sampled_from(["application/json", "application/x-www-form-urlencoded"]))
    if media_type == "application/json" and draw(st.booleans()):
        places["body"], schemas["body"], arguments["body"] = {"in": "body"}, {}, draw(JSON)
    else:
        for index in range(draw(st.integers(0, 3))):
            name = f"field_{index}"
            deep = draw(st.booleans())
            places[name] = {"in": "body", "path": ["nest", name] if deep else [name]}
            if media_type == "application/json":
                schemas[name], arguments[name] = {}, draw(JSON)
            else:
                schemas[name], arguments[name] = draw(st.one_of(scalars(), arrays(TEXT), records("")))
    route = Route.model_validate(
        {"method": "POST", "path": path, "statuses": [200], "media_type": media_type, "arguments": places}
    )
    return route, {"type": "object", "properties": schemas}, arguments


# Machines that run the tests may be busy: neither the time of one example nor that of making it says anything here.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@UNHURRIED
@given(calls())
def test_a_request_is_read_back_as_the_call_that_it_was_made_of(
    made: tuple[Route, JsonSchema, dict[str, Json]],
) -> None:
    route, schema, arguments = made
    routes = Routes(base_path="/v2", tools={"tool": route})
    read = call_of(routes, request_of(route, arguments, routes.base_path), {"tool": schema})
    assert read == Call("tool", arguments)
    assert isinstance(read, Call)
    assert json.dumps(read.arguments) == json.dumps(arguments)


@UNHURRIED
@given(st.text(), st.text(), st.binary())
def test_any_request_at_all_is_read_without_a_crash(path: str, query: str, body: bytes) -> None:
    place = {"in": "query", "name": "a", "style": "deepObject", "explode": True}
    route = Route.model_validate(
        {
            "method": "POST",
            "path": "/{x}",
            "statuses": [],
            "arguments": {"a": place, "b": {"in": "body", "path": ["b"]}},
        }
    )
    schema = {"properties": {"a": {"type": "array"}}}
    read = call_of(Routes(tools={"t": route}), Request("POST", f"/{path}", query, {}, body), {"t": schema})
    assert isinstance(read, Call | NoRoute | Malformed)


def routes_of(*operations: str) -> Router:
    tools = {}
    for operation in operations:
        method, path = operation.split()
        tools[operation] = Route.model_validate({"method": method, "path": path, "statuses": [200]})
    return Router(Routes(base_path="/api", tools=tools), {})


@pytest.mark.parametrize(
    ("request_line", "tool"),
    [
        ("GET /api/orders", "GET /orders"),
        ("GET /api/orders/", "GET /orders"),
        ("GET /api/orders/7", "GET /orders/{id}"),
        ("GET /api/orders/search", "GET /orders/search"),
        ("GET /api/orders/7.csv", "GET /orders/{id}.csv"),
        ("DELETE /api/orders/search", "DELETE /orders/{id}"),
        ("GET /api/orders/sea%72ch", "GET /orders/search"),
        ("get /api/orders/7", "GET /orders/{id}"),
    ],
)
def test_a_literal_part_of_a_path_goes_before_a_parameter(request_line: str, tool: str) -> None:
    router = routes_of(
        "GET /orders/{id}", "GET /orders/{id}.csv", "GET /orders/search", "GET /orders", "DELETE /orders/{id}"
    )
    method, path = request_line.split()
    read = router.call(Request(method, path))
    assert isinstance(read, Call)
    assert read.tool == tool


@pytest.mark.parametrize(
    ("path", "tool", "given"),
    [
        ("/jars/5", "one", {"jar_id": 5}),
        ("/jars/5,6", "many", {"jar_ids": [5, 6]}),
        ("/jars/5%2C6", "many", {"jar_ids": [5, 6]}),
        ("/lids/5", "lids", {"lid_ids": [5]}),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_several_keys_in_a_path_go_to_the_call_of_many(path: str, tool: str, given: Json, turned: bool) -> None:
    many = {"type": "array", "items": {"type": "integer"}}
    tools = [("one", "/jars/{jar_id}", "jar_id", {"type": "integer"}), ("many", "/jars/{jar_ids}", "jar_ids", many),
             ("lids", "/lids/{lid_ids}", "lid_ids", many)]  # fmt: skip
    routes = {
        name: Route.model_validate(
            {"method": "PUT", "path": template, "statuses": [200],
             "arguments": {key: {"in": "path", "name": key, "style": "simple", "explode": False}}}
        )
        for name, template, key, _ in (reversed(tools) if turned else tools)
    }  # fmt: skip
    router = Router(Routes(tools=routes), {name: {"properties": {key: schema}} for name, _, key, schema in tools})
    read = router.call(Request("PUT", path))
    assert isinstance(read, Call)
    assert (read.tool, read.arguments) == (tool, given)


@pytest.mark.parametrize("path", ["/orders", "/apiorders", "/api/others", "/api/orders/1/2", "/api/orders//", ""])
def test_a_path_that_no_tool_has_is_no_route(path: str) -> None:
    assert routes_of("GET /orders", "GET /orders/{id}").call(Request("GET", path)) == NoRoute("GET", path)


def test_a_known_path_under_another_method_names_the_methods_that_it_has() -> None:
    router = routes_of("GET /orders", "POST /orders")
    assert router.call(Request("PUT", "/api/orders")) == NoRoute("PUT", "/api/orders", ("GET", "POST"))


def test_names_that_the_tool_does_not_offer_are_reported_and_not_passed_on() -> None:
    route = Route.model_validate(
        {
            "method": "POST",
            "path": "/orders",
            "statuses": [201],
            "arguments": {
                "page": {"in": "query", "name": "page"},
                "title": {"in": "body", "path": ["data", "title"]},
            },
        }
    )
    body = json.dumps({"data": {"title": "T", "colour": "red"}, "meta": 1}).encode()
    request = Request("POST", "/orders", "page=2&debug=1", {"content-type": "application/json; charset=utf-8"}, body)
    schema = {"properties": {"page": {"type": "integer"}, "title": {"type": "string"}}}
    read = call_of(Routes(tools={"create": route}), request, {"create": schema})
    assert read == Call("create", {"page": 2, "title": "T"}, ("debug", "data.colour", "meta"))


@pytest.mark.parametrize("body", [b"{", b"[1]", b'"text"', b"\xff", b'{"a": NaN}', b"[" * 100_000])
def test_a_body_that_is_no_object_is_malformed(body: bytes) -> None:
    arguments = {"a": {"in": "body", "path": ["a"]}}
    route = Route.model_validate({"method": "POST", "path": "/x", "statuses": [201], "arguments": arguments})
    assert isinstance(call_of(Routes(tools={"t": route}), Request("POST", "/x", body=body), {}), Malformed)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ({"in": "path", "name": "x"}, ""),
        ({"in": "query", "name": "x"}, None),
        ({"in": "query", "name": "x", "explode": True}, []),
        ({"in": "query", "name": "x"}, ["a,b"]),
        ({"in": "query", "name": "x", "split": True}, ["a,b", "c"]),
        ({"in": "query", "name": "x", "style": "pipeDelimited"}, ["a|b", "c"]),
        ({"in": "query", "name": "x", "style": "deepObject"}, {"a]": 1}),
        ({"in": "query", "name": "x", "style": "matrix"}, ["a", "b"]),
        ({"in": "query", "name": "x"}, "\ud800"),
        ({"in": "body", "path": ["x"]}, "\ud800"),
        ({"in": "body", "path": ["x"]}, float("nan")),
    ],
)
def test_what_a_place_cannot_carry_is_refused_and_never_changed(place: dict[str, Json], value: Json) -> None:
    route = Route.model_validate({"method": "POST", "path": "/p/{x}", "statuses": [], "arguments": {"x": place}})
    with pytest.raises(Unwritable):
        request_of(route, {"x": value})


def test_clients_that_encode_the_commas_of_a_list_are_understood() -> None:
    arguments = {"ids": {"in": "query", "name": "ids", "style": "form"}}
    route = Route.model_validate({"method": "GET", "path": "/x", "statuses": [], "arguments": arguments})
    schema = {"properties": {"ids": {"type": "array", "items": {"type": "integer"}}}}
    read = call_of(Routes(tools={"t": route}), Request("GET", "/x", "ids=1%2C2"), {"t": schema})
    assert read == Call("t", {"ids": [1, 2]})


def test_brackets_of_a_form_become_arrays_and_objects() -> None:
    arguments = {"items": {"in": "body", "path": ["items"]}, "meta": {"in": "body", "path": ["meta"]}}
    route = Route.model_validate(
        {"method": "POST", "path": "/x", "statuses": [], "media_type": "application/x-www-form-urlencoded",
         "arguments": arguments}
    )  # fmt: skip
    item = {"type": "object", "properties": {"price": {"type": "string"}, "count": {"type": "integer"}}}
    schema = {"properties": {"items": {"type": "array", "items": item}, "meta": {"type": "object"}}}
    body = b"items[0][price]=p1&items[0][count]=2&items[1][price]=p2&meta[note]=a%26b"
    read = call_of(Routes(tools={"t": route}), Request("POST", "/x", body=body), {"t": schema})
    assert read == Call("t", {"items": [{"price": "p1", "count": 2}, {"price": "p2"}], "meta": {"note": "a&b"}})


def test_a_header_goes_out_as_it_is_unless_a_header_cannot_hold_it() -> None:
    arguments = {"since": {"in": "header", "name": "If-Modified-Since"}}
    route = Route.model_validate({"method": "GET", "path": "/x", "statuses": [], "arguments": arguments})
    said = "Mon, 05 Jan 2026 09:00:00 GMT"
    assert request_of(route, {"since": said}).headers == {"if-modified-since": said}
    assert request_of(route, {"since": "a\r\nb: c"}).headers == {"if-modified-since": "a%0D%0Ab: c"}


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_every_call_of_a_server_goes_through_its_routes_and_back(sample: Sample) -> None:
    image = Image.load(sample.folder)
    router = Router(image.routes, {name: spec.input_schema for name, spec in image.tools.items()})
    for tool, arguments in sample.calls:
        request = router.request(tool, arguments)
        assert request.path.startswith(image.routes.base_path)
        assert router.call(request) == Call(tool, arguments)
