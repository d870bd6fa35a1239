"""Verb pairs: what one call gets and another sets of a thing is a part of it: ``:getPolicy`` and ``:setPolicy``."""

from collections.abc import Iterable
from dataclasses import replace

from generator.description import JsonSchema
from generator.rules.naming import squashed, words
from generator.rules.paths import ResourcePath, Segment
from generator.rules.readings import Reading
from generator.schema import Schemas

_PAIR = {"get": "GET", "set": "PUT"}


def with_verb_pairs(readings: list[Reading], schemas: Schemas) -> list[Reading]:
    """Return the readings, calls that get and set the same of a thing as those of a part with a path of its own."""
    calls: dict[str, dict[str, Reading]] = {}
    for reading in readings:
        if (path := _part(reading)) is not None:
            calls.setdefault(path.shape, {})[_verb(reading)] = reading
    known = {reading.path.shape for reading in readings if not reading.path.verb}
    known |= {f"{each.path.shape}/{name}" for each in readings for name in _shown(each, schemas)}
    paired = {
        shape
        for shape, found in calls.items()
        if found.keys() == _PAIR.keys()
        and shape.replace("-", "") not in known
        and _sets_what_is_got(found["set"], found["get"], schemas)
    }
    return [_as_part(reading, paired, schemas) for reading in readings]


def _sets_what_is_got(putting: Reading, getting: Reading, schemas: Schemas) -> bool:
    """Return whether at least half of what is sent is shown under the same name."""
    body, _ = _behind_name(putting, schemas)
    sent = schemas.properties(body) if body is not None else {}
    shown = schemas.properties(getting.shape.row) if getting.shape.row is not None else {}
    return bool(sent) and 2 * len(sent.keys() & shown.keys()) >= len(sent)


def _shown(reading: Reading, schemas: Schemas) -> list[str]:
    """Return what a look at one thing shows, by squashed name: that is no part with a path of its own."""
    looks = reading.method == "GET" and reading.path.ends_in_parameter and reading.shape.row is not None
    return [squashed(name) for name in schemas.properties(reading.shape.row or {})] if looks else []


def _called(reading: Reading) -> list[str]:
    """Return the words of what a call does to a thing; none where it does nothing by name, or is a call by name."""
    path = reading.path
    by_name = reading.operation.method != reading.method or "{" not in reading.operation.path
    if by_name or len(path.segments) < _FEWEST - bool(path.verb):
        return []
    return words(path.verb or ("" if path.ends_in_parameter else path.literals[-1]))


# A literal and what picks one of its things, before the verb.
_FEWEST = 3


def _verb(reading: Reading) -> str:
    return next(iter(_called(reading)), "")


def _part(reading: Reading) -> ResourcePath | None:
    """Return the path that the part would have: that of the thing, and what the verb names."""
    verb, *thing = _called(reading) or [""]
    segments = reading.path.segments if reading.path.verb else reading.path.segments[:-1]
    if verb not in _PAIR or not thing or not segments or not segments[-1].is_parameter:
        return None
    return ResourcePath((*segments, Segment("-".join(thing), False)))


def _as_part(reading: Reading, paired: Iterable[str], schemas: Schemas) -> Reading:
    path = _part(reading)
    if path is None or path.shape not in paired:
        return reading
    if _verb(reading) == "get":
        return replace(reading, path=path, method="GET", body=None)
    body, wrapper = _behind_name(reading, schemas)
    return replace(reading, path=path, method="PUT", body=body, wrapper=wrapper)


def _behind_name(reading: Reading, schemas: Schemas) -> tuple[JsonSchema | None, tuple[str, ...]]:
    """Return what is set, and where it stands in the body: mostly behind its own name, {"policy": {…}}."""
    _, *thing = _called(reading)
    names = {squashed("".join(thing)), squashed(thing[-1])}
    body = reading.body or {}
    inner = [(name, each) for name, each in schemas.properties(body).items() if squashed(name) in names]
    if len(inner) == 1 and schemas.properties(inner[0][1]):
        return inner[0][1], (*reading.wrapper, inner[0][0])
    return reading.body, reading.wrapper
