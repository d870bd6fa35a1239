"""From tool calls to requests and back, by the routes of one server."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import unquote, unquote_plus

from state_db.http.body import Unreadable, body_arguments, body_bytes
from state_db.http.message import Call, Malformed, NoRoute, Request, Unwritable
from state_db.http.shapes import JsonSchema, Shape, text_of
from state_db.http.styles import (
    Tree,
    comma_text,
    encoded,
    grown,
    header_text,
    joined,
    query_pairs,
    split,
    style_of,
    tree_of,
)
from state_db.routes import ArgumentRoute, Route, Routes

Json = Any
_PARAMETER = re.compile(r"\{([^{}/]+)\}")


def request_of(route: Route, arguments: Mapping[str, Json], base_path: str = "") -> Request:
    """Return the request that a client of the API sends for this call.

    Raises: Unwritable where an argument has no form in its place, such as null in a query or an empty path segment.
    """
    query: list[str] = []
    headers: dict[str, str] = {}
    cookies: list[str] = []
    for name, place in route.arguments.items():
        if name not in arguments or place.place in ("path", "body"):
            continue
        value = arguments[name]
        match place.place:
            case "query":
                query += [f"{key}={text}" for key, text in query_pairs(place, value)]
            case "header":
                headers[place.name.lower()] = _single(place, value)
            case _:
                cookies.append(f"{place.name}={_single(place, value)}")
    if cookies:
        headers["cookie"] = "; ".join(cookies)
    body = body_bytes(route, arguments)
    if body:
        headers["content-type"] = route.media_type
    path = base_path.rstrip("/") + _filled(route, arguments)
    return Request(route.method, path, "&".join(query), headers, body)


def _single(place: ArgumentRoute, value: Json) -> str:
    if place.place == "header" and (place.split or not isinstance(value, (list, dict))):
        return header_text(comma_text(value) if place.split else text_of(value))
    return encoded(comma_text(value)) if place.split else joined(place, value)


def _filled(route: Route, arguments: Mapping[str, Json]) -> str:
    """Return the path with its parameters. In a segment of several parts all but letters and digits is encoded."""
    by_wire = {place.name: (name, place) for name, place in route.arguments.items() if place.place == "path"}

    def segment(text: str) -> str:
        alone = _PARAMETER.fullmatch(text) is not None

        def value(found: re.Match[str]) -> str:
            name, place = by_wire.get(found[1], ("", None))
            if place is None or name not in arguments:
                raise Unwritable(f"The path needs {found[1]}.", where=route.path)
            written = _single(place, arguments[name])
            if not written:
                raise Unwritable("A part of a path cannot be empty.", where=route.path)
            return written if alone else re.sub(r"[-._~]", lambda sign: f"%{ord(sign[0]):02X}", written)

        return _PARAMETER.sub(value, text)

    return "/".join(segment(part) for part in route.path.split("/"))


@dataclass(frozen=True)
class _Segment:
    """One part of a path template: ``rank`` 0 is literal, 1 mixed, 2 a parameter alone."""

    rank: int
    literal: str
    pattern: re.Pattern[str]
    names: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "_Segment":
        names = tuple(_PARAMETER.findall(text))
        if not names:
            return cls(0, unquote(text), re.compile(""), ())
        pieces = _PARAMETER.split(text)
        pattern = "".join("(.+?)" if index % 2 else re.escape(piece) for index, piece in enumerate(pieces))
        return cls(2 if _PARAMETER.fullmatch(text) else 1, "", re.compile(pattern), names)

    def match(self, raw: str) -> dict[str, str] | None:
        if self.rank == 0:
            return {} if unquote(raw) == self.literal else None
        found = self.pattern.fullmatch(raw)
        return dict(zip(self.names, found.groups(), strict=True)) if found else None


@dataclass(frozen=True)
class _Template:
    tool: str
    route: Route
    segments: tuple[_Segment, ...]

    @property
    def ranks(self) -> tuple[int, ...]:
        return tuple(segment.rank for segment in self.segments)

    def match(self, parts: list[str]) -> dict[str, str] | None:
        found: dict[str, str] = {}
        for segment, part in zip(self.segments, parts, strict=True):
            values = segment.match(part)
            if values is None:
                return None
            found |= values
        return found


class Router:
    """The routes of one server with their templates compiled. ``schemas`` are the tools' input schemas by name."""

    def __init__(self, routes: Routes, schemas: Mapping[str, JsonSchema]) -> None:
        self.routes = routes
        self._base = routes.base_path.rstrip("/")
        self._by_length: dict[int, list[_Template]] = {}
        self._shapes: dict[str, dict[str, Shape]] = {}
        for tool, route in routes.tools.items():
            segments = tuple(_Segment.of(part) for part in _parts(route.path))
            self._by_length.setdefault(len(segments), []).append(_Template(tool, route, segments))
            schema = schemas.get(tool, {})
            properties = schema.get("properties", {})
            self._shapes[tool] = {name: Shape(properties.get(name, {}), schema) for name in route.arguments}
        for templates in self._by_length.values():
            templates.sort(key=lambda template: template.ranks)

    def request(self, tool: str, arguments: Mapping[str, Json]) -> Request:
        """Return the request of a call. Raises: KeyError for an unknown tool, Unwritable."""
        return request_of(self.routes.tools[tool], arguments, self.routes.base_path)

    def call(self, request: Request) -> Call | NoRoute | Malformed:
        """Return the call that a request stands for."""
        found = list(self._matches(request.path))
        fitting = [each for each in found if each[0].route.method == request.method.upper()]
        if not fitting:
            allowed = dict.fromkeys(template.route.method for template, _ in found)
            return NoRoute(request.method, request.path, tuple(allowed))
        alike = [each for each in fitting if each[0].ranks == fitting[0][0].ranks]
        template, values = max(alike, key=lambda each: self._takes_all(*each))
        return self._call(template, values, request)

    def _takes_all(self, template: _Template, values: Mapping[str, str]) -> bool:
        """Whether each part of the path is of one key where the route takes one, and of several where it takes many."""
        shapes = self._shapes[template.tool]
        return all(
            shapes[name].is_array == ("," in unquote(values[place.name]))
            for name, place in template.route.arguments.items()
            if place.place == "path" and place.name in values
        )

    def _matches(self, path: str) -> Iterator[tuple[_Template, dict[str, str]]]:
        if self._base and path != self._base and not path.startswith(self._base + "/"):
            return
        parts = _parts(path[len(self._base) :])
        for template in self._by_length.get(len(parts), ()):
            if (values := template.match(parts)) is not None:
                yield template, values

    def _call(self, template: _Template, values: Mapping[str, str], request: Request) -> Call | Malformed:
        route, shapes = template.route, self._shapes[template.tool]
        arguments: dict[str, Json] = {}
        try:
            for name, place in route.arguments.items():
                if place.place == "path" and place.name in values:
                    arguments[name] = split(place, values[place.name], shapes[name])
            found, unknown = _query_arguments(route, shapes, request.query)
            arguments |= found | _header_arguments(route, shapes, request.headers)
            given, strangers = body_arguments(route, shapes, request.media_type, request.body)
        except (Unreadable, Unwritable) as error:
            return Malformed(template.tool, str(error))
        arguments |= given
        ordered = {name: arguments[name] for name in route.arguments if name in arguments}
        return Call(template.tool, ordered, unknown + strangers)


def call_of(routes: Routes, request: Request, schemas: Mapping[str, JsonSchema]) -> Call | NoRoute | Malformed:
    """Return the call that one request stands for; for many requests keep a ``Router``."""
    return Router(routes, schemas).call(request)


def _parts(path: str) -> list[str]:
    """Return the segments of a path; a slash at its end makes no difference."""
    return path.removeprefix("/").removesuffix("/").split("/")


def _query_arguments(route: Route, shapes: Mapping[str, Shape], query: str) -> tuple[dict[str, Json], tuple[str, ...]]:
    raw = [(unquote_plus(name), text) for name, _, text in (part.partition("=") for part in query.split("&") if part)]
    tree = tree_of([(name, unquote_plus(text)) for name, text in raw])
    arguments: dict[str, Json] = {}
    known: set[str] = set()
    for name, place in route.arguments.items():
        if place.place == "query":
            value, names = _query_value(place, shapes[name], raw, tree)
            known |= names
            if value is not None:
                arguments[name] = value
    return arguments, tuple(dict.fromkeys(name for name, _ in raw if name not in known))


def _query_value(
    place: ArgumentRoute, shape: Shape, raw: list[tuple[str, str]], tree: Tree
) -> tuple[Json | None, set[str]]:
    """Return an argument's value (None where the query has none) and the names of the query that it used."""
    if style_of(place) == "deepObject" and isinstance(tree.get(place.name), dict):
        return grown(tree[place.name], shape), {name for name, _ in raw if name.startswith(f"{place.name}[")}
    if style_of(place) == "form" and place.explode and shape.is_object:
        members = {name: unquote_plus(text) for name, text in raw if name in shape.members}
        return {name: shape.member(name).read(text) for name, text in members.items()} or None, set(members)
    texts = [text for name, text in raw if name == place.name]
    if not texts:
        return None, set()
    if place.explode and not place.split and shape.is_array:
        return grown([unquote_plus(text) for text in texts], shape), {place.name}
    return split(place, texts[-1], shape), {place.name}


def _header_arguments(route: Route, shapes: Mapping[str, Shape], headers: Mapping[str, str]) -> dict[str, Json]:
    cookies = _cookies(headers.get("cookie", ""))
    found: dict[str, Json] = {}
    for name, place in route.arguments.items():
        if place.place not in ("header", "cookie"):
            continue
        texts = headers if place.place == "header" else cookies
        wire = place.name.lower() if place.place == "header" else place.name
        if wire in texts:
            found[name] = split(place, texts[wire], shapes[name])
    return found


def _cookies(text: str) -> dict[str, str]:
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(text)
    except CookieError:
        return {}
    return {name: morsel.coded_value for name, morsel in jar.items()}
