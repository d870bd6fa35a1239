"""A request's body: arguments put together into JSON or a form, and taken apart again."""

import base64
import json
from collections.abc import Mapping
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from state_db.http.columns import columns_of, rows_of
from state_db.http.message import Unwritable
from state_db.http.shapes import Shape, json_text, text_of
from state_db.http.styles import bracketed, comma_text, encoded, grown, tree_of
from state_db.routes import ArgumentRoute, Route

Json = Any
FORM = "application/x-www-form-urlencoded"
_WRITING = frozenset({"POST", "PUT", "PATCH"})
# The step of an argument's path that leads to the only element of an array: {"orders": [{…}]} around one order.
ONLY = "[0]"


class Unreadable(ValueError):
    """The body's bytes are not what its media type says."""


def is_json(media_type: str) -> bool:
    """Return whether bodies of this type are JSON (``*/*`` and no type are taken as such)."""
    return media_type in ("", "*/*") or media_type.endswith(("/json", "+json"))


def body_places(route: Route) -> dict[str, ArgumentRoute]:
    """Return the arguments that stand in the body."""
    return {name: argument for name, argument in route.arguments.items() if argument.place == "body"}


def body_bytes(route: Route, arguments: Mapping[str, Json]) -> bytes:
    """Return the body that carries the arguments, or none. Raises: Unwritable."""
    places = body_places(route)
    given = {name: arguments[name] for name in places if name in arguments}
    whole = next((name for name, place in places.items() if not place.path), None)
    if not given and (whole is not None or not places or route.method not in _WRITING):
        return b""
    if route.media_type == FORM:
        return _form(places, given).encode()
    if is_json(route.media_type):
        return utf8(json_text(_object(places, given) if whole is None else _whole(places[whole], given[whole])))
    if whole is not None and places[whole].encoding == "base64":
        return _unpacked(given[whole])
    if whole is not None and isinstance(given[whole], str):
        return utf8(given[whole])
    raise Unwritable(f"A body of the type {route.media_type} cannot be put together.")


def _whole(place: ArgumentRoute, value: Json) -> Json:
    of_rows = place.columns and isinstance(value, list) and all(isinstance(row, dict) for row in value)
    return columns_of(value, place.columns) if of_rows else value


def _unpacked(text: Json) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (TypeError, ValueError) as error:
        raise Unwritable("The content is not base64.") from error


def utf8(text: str) -> bytes:
    """Return the text's bytes. Raises: Unwritable for lone surrogates."""
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise Unwritable("A lone surrogate has no UTF-8 form.") from error


def _object(places: Mapping[str, ArgumentRoute], given: Mapping[str, Json]) -> dict[str, Json]:
    body: dict[str, Json] = {}
    for name, value in given.items():
        node = body
        for step in places[name].path[:-1]:
            node = node.setdefault(step, {})
        node[places[name].path[-1]] = _written(places[name], value)
    return dict(_listed(body, [place.path for place in places.values()]))


def _written(place: ArgumentRoute, value: Json) -> Json:
    """Return the value as a body holds it: as it is, or as one text of comma-separated values or of JSON."""
    if place.encoding == "json":
        return json_text(value)
    return comma_text(value) if place.split else value


def _listed(node: Json, paths: list[tuple[str, ...]]) -> Json:
    """Return the body with an array wherever a path's element was put under its step; what was given stays as it is."""
    below = _below(paths)
    if not below or not isinstance(node, dict):
        return node
    parts = {name: _listed(value, below.get(name, [])) for name, value in node.items()}
    return [parts[ONLY]] if parts.keys() == {ONLY} else parts


def _below(paths: list[tuple[str, ...]]) -> dict[str, list[tuple[str, ...]]]:
    """Return the rests of the paths by their first step."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for path in paths:
        if path:
            found.setdefault(path[0], []).append(path[1:])
    return found


def _stepped(node: Json, paths: list[tuple[str, ...]]) -> Json:
    """Return a parsed body with the only element of an array under its step, where one of the paths goes through it."""
    below = _below(paths)
    if isinstance(node, list) and ONLY in below:
        if len(node) != 1:
            raise Unreadable("An array in the body must have one element.")
        node = {ONLY: node[0]}
    if not isinstance(node, dict):
        return node
    return {name: _stepped(value, below.get(name, [])) for name, value in node.items()}


def _form(places: Mapping[str, ArgumentRoute], given: Mapping[str, Json]) -> str:
    pairs: list[tuple[str, str]] = []
    for name, value in given.items():
        place = places[name]
        wire = place.path[0] + "".join(f"[{step}]" for step in place.path[1:]) if place.path else ""
        if not wire:
            if not isinstance(value, dict):
                raise Unwritable("A form is an object.", where=name)
            pairs += [pair for key, member in value.items() for pair in bracketed(key, member)]
        elif place.split or place.encoding == "json":
            pairs.append((encoded(wire, safe="[]"), encoded(_written(place, value))))
        elif isinstance(value, list) and value and not any(isinstance(one, (list, dict)) for one in value):
            repeated = encoded(wire, safe="[]")
            pairs += [(repeated, encoded(text_of(one))) for one in value]
        else:
            pairs += bracketed(wire, value)
    return "&".join(f"{name}={value}" for name, value in pairs)


def body_arguments(
    route: Route, shapes: Mapping[str, Shape], media_type: str, body: bytes
) -> tuple[dict[str, Json], tuple[str, ...]]:
    """Return the arguments that a body gives, and the names in it that are none. Raises: Unreadable."""
    places = body_places(route)
    kind = media_type or route.media_type
    if not body:
        return {}, ()
    if not places:
        return {}, ("body",)
    if kind == FORM:
        return _taken_apart(places, dict(_form_tree(body)), shapes)
    if is_json(kind):
        return _taken_apart(places, _parsed(body), None)
    whole = next((name for name, place in places.items() if not place.path), None)
    if whole is None:
        raise Unreadable(f"The body's type {kind} cannot be read; send {route.media_type}.")
    if places[whole].encoding == "base64":
        return {whole: base64.b64encode(body).decode()}, ()
    return {whole: _decoded(body)}, ()


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise Unreadable("The body is not UTF-8.") from error


def _parsed(body: bytes) -> Json:
    try:
        return json.loads(_decoded(body), parse_constant=_no_constant)
    except Unreadable:
        raise
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"The body is not JSON: {error}.") from error


def _from_text(text: str) -> Json:
    """Return what a text of JSON holds; the text itself where it is none, which is no valid value then."""
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return text


def _no_constant(word: str) -> NoReturn:
    raise Unreadable(f"The body is not JSON: it holds {word}.")


def _form_tree(body: bytes) -> dict[str, Json]:
    return dict(tree_of(parse_qsl(_decoded(body), keep_blank_values=True)))


def _taken_apart(
    places: Mapping[str, ArgumentRoute], body: Json, shapes: Mapping[str, Shape] | None
) -> tuple[dict[str, Json], tuple[str, ...]]:
    """Read the arguments out of a parsed body; ``shapes`` are given for a form, whose leaves are text."""
    whole = next((name for name, place in places.items() if not place.path), None)
    if whole is not None and places[whole].columns:
        return _rows(whole, places[whole], body)
    if whole is not None:
        return {whole: grown(body, shapes[whole]) if shapes else body}, ()
    if not isinstance(body, dict):
        raise Unreadable("The body must be a JSON object.")
    body = _stepped(body, [place.path for place in places.values()])
    found: dict[str, Json] = {}
    for name, place in places.items():
        node: Json = body
        for step in place.path[:-1]:
            node = node.get(step) if isinstance(node, dict) else None
        if isinstance(node, dict) and place.path[-1] in node:
            found[name] = _value(place, node[place.path[-1]], shapes[name] if shapes else None)
    return found, tuple(_strangers(body, [place.path for place in places.values()], ""))


def _rows(name: str, place: ArgumentRoute, body: Json) -> tuple[dict[str, Json], tuple[str, ...]]:
    rows = rows_of(body, place.columns) if isinstance(body, dict) else None
    if rows is None:
        raise Unreadable(f"The arrays {', '.join(place.columns)} must have as many elements each.")
    return {name: rows}, tuple(each for each in body if each not in place.columns)


def _value(place: ArgumentRoute, value: Json, shape: Shape | None) -> Json:
    if place.encoding == "json" and isinstance(value, str):
        return _from_text(value)
    if place.split and shape and isinstance(value, list):
        value = ",".join(value)
    if place.split and isinstance(value, str):
        return [shape.item.read(part) if shape else part for part in value.split(",")] if value else []
    return grown(value, shape) if shape else value


def _strangers(body: dict[str, Json], paths: list[tuple[str, ...]], prefix: str) -> list[str]:
    """Return the dotted names in the body that lead to no argument."""
    found: list[str] = []
    for name, value in body.items():
        below = [path[1:] for path in paths if path[0] == name]
        if not below or (() not in below and not isinstance(value, dict)):
            found.append(prefix + name)
        elif () not in below:
            found += _strangers(value, below, f"{prefix}{name}.")
    return found
