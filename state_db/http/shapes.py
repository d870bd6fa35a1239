"""Text from a URL or form, given the type that a tool's input schema asks for."""

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from state_db.http.message import Unwritable

Json = Any
JsonSchema = Mapping[str, Any]

_INTEGER = re.compile(r"-?[0-9]{1,400}")
_NUMBER = re.compile(r"-?[0-9]{1,400}(\.[0-9]{1,400})?([eE][+-]?[0-9]{1,4})?")
_DEEPEST = 16


def text_of(value: Json) -> str:
    """Return how a value that is not in JSON is written: as it is, or compact JSON for arrays and objects within."""
    match value:
        case str():
            return value
        case None:
            raise Unwritable("There is no null outside of a JSON body.")
        case bool():
            return "true" if value else "false"
        case _:
            return json_text(value)


def json_text(value: Json) -> str:
    """Return compact JSON. Raises: Unwritable for NaN and infinity."""
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    except (ValueError, TypeError) as error:
        raise Unwritable(f"This value is not JSON: {error}.") from error


@dataclass(frozen=True)
class Shape:
    """A JSON Schema, asked only what reading text needs. ``root`` is where its local references lead."""

    schema: JsonSchema
    root: JsonSchema

    @cached_property
    def branches(self) -> tuple[JsonSchema, ...]:
        """The schema and what it combines, references followed."""
        return tuple(self._branches(self.schema, 0))

    def _branches(self, schema: object, depth: int) -> Iterator[JsonSchema]:
        if not isinstance(schema, Mapping) or depth > _DEEPEST:
            return
        yield schema
        if isinstance(reference := schema.get("$ref"), str):
            yield from self._branches(self._target(reference), depth + 1)
        for word in ("anyOf", "oneOf", "allOf"):
            for branch in schema.get(word, ()):
                yield from self._branches(branch, depth + 1)

    def _target(self, reference: str) -> object:
        found: object = self.root
        for part in reference.removeprefix("#").split("/")[1:]:
            name = part.replace("~1", "/").replace("~0", "~")
            found = found.get(name) if isinstance(found, Mapping) else None
        return found

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The types that the schema allows; empty where it does not say."""
        found: set[str] = set()
        for branch in self.branches:
            kind = branch.get("type", ())
            found.update([kind] if isinstance(kind, str) else kind)
        return frozenset(found)

    @cached_property
    def values(self) -> dict[str, Json]:
        """The enumerated values by their text."""
        listed = [value for branch in self.branches for value in branch.get("enum", ())]
        listed += [branch["const"] for branch in self.branches if "const" in branch]
        return {text_of(value): value for value in listed if value is not None}

    @cached_property
    def item(self) -> "Shape":
        """The shape of an array's elements."""
        for branch in self.branches:
            if isinstance(branch.get("items"), Mapping):
                return Shape(branch["items"], self.root)
        return Shape({}, self.root)

    @cached_property
    def members(self) -> dict[str, JsonSchema]:
        """The schemas of an object's named properties."""
        return {name: value for branch in self.branches for name, value in branch.get("properties", {}).items()}

    def member(self, name: str) -> "Shape":
        """Return the shape of one property of an object."""
        if name in self.members:
            return Shape(self.members[name], self.root)
        for branch in self.branches:
            if isinstance(branch.get("additionalProperties"), Mapping):
                return Shape(branch["additionalProperties"], self.root)
        return Shape({}, self.root)

    @property
    def is_array(self) -> bool:
        """Whether an array is allowed."""
        return "array" in self.kinds

    @property
    def is_object(self) -> bool:
        """Whether an object is allowed and no array."""
        return "object" in self.kinds and not self.is_array

    @property
    def is_scalar(self) -> bool:
        """Whether something besides arrays, objects and null is allowed."""
        return not self.kinds or bool(self.kinds - {"array", "object", "null"})

    def read(self, text: str) -> Json:
        """Return the value that the text stands for; the text itself where it fits no type, to be refused by name."""
        if text in self.values:
            return self.values[text]
        if self.kinds & {"integer", "number"} and _INTEGER.fullmatch(text):
            return int(text)
        if "number" in self.kinds and _NUMBER.fullmatch(text) and math.isfinite(float(text)):
            return float(text)
        if "boolean" in self.kinds and text.lower() in ("true", "false"):
            return text.lower() == "true"
        if self.kinds & {"array", "object"} and text[:1] in ("[", "{"):
            return _json_or_text(text)
        return text


def _json_or_text(text: str) -> Json:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
