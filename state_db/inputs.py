"""What a caller gives: validated against the tool's input schema and turned into bindings."""

import difflib
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

from state_db.complaints import complaint, plural, shown
from state_db.defaults import with_defaults
from state_db.errors import StateError
from state_db.formats import FORMATS
from state_db.sql import json_text

Json = Any
Binding = None | int | float | str

DEEPEST_VALUE = 64
LONG_NUMBER = re.compile(r"[0-9][0-9]{18}")  # the first by itself: so the search skips what begins with no digit
JSON_TYPES = (list, tuple, dict)
MOST_COMPLAINTS = 5


@dataclass(frozen=True, slots=True)
class Refusal:
    """One fault of the arguments: what it is, the argument and the place inside of it, and the rule that it breaks."""

    message: str
    path: tuple[str | int, ...]
    rule: str


class InputRefused(Exception):
    """The arguments are not what the tool takes; the text says which and why, ``refusals`` each by itself."""

    def __init__(self, text: str, refusals: Sequence[Refusal] = ()) -> None:
        super().__init__(text)
        self.refusals = tuple(refusals)


class Inputs:
    """The arguments of one tool."""

    __slots__ = ("_inner", "_integers", "_validator", "defaults", "names", "required")

    def __init__(
        self, schema: Mapping[str, Json], where: str, inner: Mapping[str, Mapping[str, Json]] | None = None
    ) -> None:
        """``inner`` are the defaults inside of arguments, by argument and path. Raises: StateError."""
        properties: dict[str, Json] = schema.get("properties", {})
        self.names = tuple(properties)
        self._inner = inner or {}
        self.required = tuple(schema.get("required", ()))
        try:
            self._validator = jsonschema_rs.validator_for(
                dict(schema), pattern_options=jsonschema_rs.RegexOptions(), validate_formats=True, formats=FORMATS,
                offline=True,
            )  # fmt: skip
        except (jsonschema_rs.ValidationError, ValueError) as error:
            raise StateError(f"The input schema cannot be used: {str(error).splitlines()[0]}.", where=where) from error
        self._integers = frozenset(name for name, value in properties.items() if _is_integer(value))
        self.defaults: dict[str, Binding] = {
            name: binding_of(value["default"], name)
            for name, value in properties.items()
            if isinstance(value, dict) and "default" in value
        }

    def bindings(self, given: Mapping[str, Json]) -> dict[str, Binding]:
        """Return what the arguments bind, defaults filled in. Raises: InputRefused."""
        changed: dict[str, Binding] = {}
        for name, value in given.items():
            if type(value) is not str or not value.isascii():
                changed[name] = self._bound(name, value)
        try:
            valid = self._validator.is_valid(given)
        except ValueError:
            for name, value in given.items():
                _check_inside(value, name, 0)
            raise
        if not valid:
            found = self._refusals(given)
            raise InputRefused(_said(found), found)
        return {**self.defaults, **given, **changed}

    def _bound(self, name: str, value: Json) -> Binding:
        bound = binding_of(value, name)
        if name in self._inner and value is not None:
            bound = binding_of(with_defaults(value, self._inner[name]), name)
        if type(bound) is float and name in self._integers and bound.is_integer():
            return _check_integer(int(bound), name)
        return bound

    def _refusals(self, given: Mapping[str, Json]) -> list[Refusal]:
        unknown = [name for name in given if name not in self.names]
        found = [Refusal(self._unknown(name), (name,), "unknown") for name in unknown]
        missing = [name for name in self.required if name not in given]
        found += [Refusal(f"The argument {name} is missing.", (name,), "missing") for name in missing]
        for error in self._validator.iter_errors(given):
            if error.instance_path or error.kind.name not in ("required", "additionalProperties"):
                text = complaint(error)
                if all(text != earlier.message for earlier in found):
                    found.append(Refusal(text, tuple(error.instance_path), error.kind.name))
        return found

    def _unknown(self, name: str) -> str:
        close = difflib.get_close_matches(name, self.names, 1)
        if close:
            return f"There is no argument {shown(name)}; did you mean {close[0]}?"
        takes = f"it takes {', '.join(self.names)}" if self.names else "it takes none"
        return f"There is no argument {shown(name)}; {takes}."


def _said(refusals: Sequence[Refusal]) -> str:
    """Return the first refusals in words, and how many there are besides."""
    said = [refusal.message for refusal in refusals]
    more = len(said) - MOST_COMPLAINTS
    return " ".join(said[:MOST_COMPLAINTS] + ([f"And {plural(more, 'fault')} more."] if more > 0 else []))


def checked_mapping(given: object) -> dict[str, Json]:
    """Return the arguments as a dict with names that are text. Raises: InputRefused."""
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise InputRefused(f"The arguments must be an object, not {shown(given)}.")
    for name in given:
        if not isinstance(name, str) or not (name.isascii() or _is_unicode(name)):
            raise InputRefused(f"{shown(name)} is no name of an argument.")
    return given if type(given) is dict else dict(given)


def binding_of(value: Json, name: str) -> Binding:
    """Return what a JSON value binds: booleans 1 or 0, arrays and objects their JSON text. Raises: InputRefused."""
    if isinstance(value, JSON_TYPES):
        return _json_binding(value, name)
    if isinstance(value, bool):
        return int(value)
    if value is None:
        return None
    if isinstance(value, int):
        return _check_integer(value, name)
    if isinstance(value, float):
        return _check_number(value, name)
    if isinstance(value, str):
        return _check_text(value, name)
    raise InputRefused(f"{name} must be a value of JSON.")


def _json_binding(value: Json, name: str) -> str:
    """The value's JSON text; only what looks doubtful in the text is looked through value by value."""
    try:
        text = json_text(value)
        doubtful = not (text.isascii() or _is_unicode(text)) or LONG_NUMBER.search(text) is not None
        if not doubtful and text.count("[") + text.count("{") <= DEEPEST_VALUE:
            return text
    except (ValueError, TypeError, RecursionError):
        pass
    _check_inside(value, name, 1)
    return json_text(value)


def _check_inside(value: Json, name: str, depth: int) -> None:
    if depth > DEEPEST_VALUE:
        raise InputRefused(f"{name} is nested deeper than {DEEPEST_VALUE} levels.")
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise InputRefused(f"{name} has a property whose name is no text.")
            _check_text(key, name)
            _check_inside(inner, name, depth + 1)
    elif isinstance(value, list | tuple):
        for inner in value:
            _check_inside(inner, name, depth + 1)
    elif not isinstance(value, bool):
        binding_of(value, name)


def _check_integer(value: int, name: str) -> int:
    if not -(2**63) <= value < 2**63:
        raise InputRefused(f"{name} holds a number that is too large: integers go from -2^63 to 2^63-1.")
    return value


def _check_number(value: float, name: str) -> float:
    if not math.isfinite(value):
        raise InputRefused(f"{name} holds NaN or infinity, which is no number of JSON.")
    return value


def _check_text(value: str, name: str) -> str:
    if not _is_unicode(value):
        raise InputRefused(f"{name} holds half of a surrogate pair, which is no text.")
    return value


def _is_unicode(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_integer(schema: Json) -> bool:
    kinds = schema.get("type") if isinstance(schema, dict) else None
    kinds = [kinds] if isinstance(kinds, str) else kinds or []
    return "integer" in kinds and "number" not in kinds
