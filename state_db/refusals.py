"""What is wrong with a call's arguments, as HTTP services tell it: where in the request, what, and what was sent."""

from collections.abc import Mapping, Sequence
from typing import Any

from state_db.inputs import Refusal
from state_db.routes import Route

Json = Any


def faults_of(route: Route, given: Mapping[str, Json], refusals: Sequence[Refusal]) -> list[dict[str, Json]]:
    """Return for each refusal its message, its location in the request (["body", "title"]), its rule and the input.

    The input is the value that was refused; where one is missing, the body that should hold it.
    """
    return [
        {
            "message": refusal.message,
            "location": _location(route, refusal),
            "rule": refusal.rule,
            "input": _body(route, given) if refusal.rule == "missing" else _value(given, refusal.path),
        }
        for refusal in refusals
    ]


def _location(route: Route, refusal: Refusal) -> list[str | int]:
    name, *inside = refusal.path or ("",)
    place = route.arguments.get(str(name))
    if place is None:
        return ["body", *refusal.path]
    return [place.place, *(place.path if place.place == "body" else (place.name,)), *inside]


def _value(given: Mapping[str, Json], path: Sequence[str | int]) -> Json:
    found: Json = given
    for part in path:
        try:
            found = found[part]
        except (KeyError, IndexError, TypeError):
            return None
    return found


def _body(route: Route, given: Mapping[str, Json]) -> Json:
    places = {name: place.path for name, place in route.arguments.items() if place.place == "body" and name in given}
    return {path[-1]: given[name] for name, path in places.items() if path} or None
