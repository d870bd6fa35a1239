"""What a description leaves to the service: values and rows of its own, which no call sends and nothing documents."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from generator.compare.marks import Mark, Pointer
from generator.compare.sent import Sent
from generator.json_equality import json_key
from generator.meaning import pointer, value_at
from generator.plan import Entity, JsonSchema, Tool
from generator.schema import Schemas

Json = Any

# By these a schema says what a value is before anything is set; a choice of several does not say which.
_SAYS_BEGINNING = frozenset({"const", "default"})
_SEVERAL = ("", "")


class Openings:
    """Values of which the server says that nothing is set, while the service has one of its own there.

    They are open where the description leaves them so: they may be left out or null, no call has sent them, and neither
    the description nor the plan says what they are. What the service shows of a row must stay the same there.
    """

    def __init__(self, schemas: Schemas, sent: Sent) -> None:
        self._schemas = schemas
        self._sent = sent
        self._shown: dict[tuple[Mark, Pointer], str] = {}
        self.passed: list[str] = []

    def leaves_open(
        self, place: Pointer, expected: Json, schema: JsonSchema, marks: Mapping[Pointer, Mark], *, absent: bool
    ) -> bool | None:
        """Return whether the service shows here what it showed before, where the server may say nothing; else None.

        ``absent`` tells that the property may be left out.

        ``marks`` are the rows' columns of which the plan says nothing.
        """
        found = next(((marks[place[:n]], place[n:]) for n in range(len(place), 0, -1) if place[:n] in marks), None)
        if found is None or self._sent.has_property(place):
            return None
        resolved = self._schemas.resolve(schema)
        if (
            resolved.keys() & _SAYS_BEGINNING
            or len(resolved.get("enum", _SEVERAL)) == 1
            or not (absent or may_be_null(resolved))
        ):
            return None
        if not self.stays(*found, expected):
            return False
        if expected is not None:
            self.passed.append(f"body at {pointer(*place)} is the service's own: undocumented, and sent by no call")
        return True

    def stays(self, mark: Mark, within: Pointer, expected: Json) -> bool:
        """Return whether the service shows what it showed before ``within`` what the mark stands for."""
        return self._shown.setdefault((mark, within), json_key(expected)) == json_key(expected)

    def taken(self) -> tuple[str, ...]:
        """Return what was passed over since the last time that it was asked for."""
        taken = tuple(self.passed)
        self.passed.clear()
        return taken


def may_be_null(resolved: JsonSchema) -> bool:
    """Return whether a resolved schema allows null."""
    types = resolved.get("type")
    branches = (*resolved.get("anyOf", ()), *resolved.get("oneOf", ()))
    return "null" in (types if isinstance(types, list) else [types]) or any(b.get("type") == "null" for b in branches)


@dataclass(frozen=True, slots=True)
class OwnRows:
    """A list's true body without the rows that the service had of its own, and how many they were."""

    body: Json
    rows: int


def without_own_rows(
    expected: Json, got: Json, tool: Tool, entity: Entity | None, sent: Sent, knows: Callable[[Json], bool]
) -> OwnRows:
    """Return the true body without rows that no call has made, as far as the server shows fewer of them.

    A row is the service's own where no call has sent its key, nor any text or number that it shows. What it counts of
    all rows is less by them. A number that was sent may be no key: whether the server ``knows`` a made one tells.
    """
    if entity is None or tool.pattern not in ("list", "search") or not entity.key:
        return OwnRows(expected, 0)
    key = entity.column(entity.key[-1])
    rows = _rows(tool.answer, expected)
    surplus = len(rows) - len(_rows(tool.answer, got))

    def is_own(row: Json) -> bool:
        if not isinstance(row, dict):
            return False
        named = value_at(row, pointer(*key.path))[1] if key.path else None
        if named is not None and key.made is not None and knows(named):
            return False
        if named is not None and key.made is None:
            return not sent.has_value(named)
        return not sent.has_any_of(row)

    own = [number for number, row in enumerate(rows) if is_own(row)][: max(surplus, 0)]
    kept = [row for number, row in enumerate(rows) if number not in own]
    return OwnRows(_with_rows(tool.answer, expected, kept, len(own)), len(own)) if own else OwnRows(expected, 0)


def _rows(template: Json, body: Json) -> list[Json]:
    if template == "$items" and isinstance(body, list):
        return body
    if isinstance(template, dict) and isinstance(body, dict):
        return next((rows for name, part in template.items() if (rows := _rows(part, body.get(name)))), [])
    return []


def _with_rows(template: Json, body: Json, rows: list[Json], fewer: int) -> Json:
    if template == "$items" and isinstance(body, list):
        return rows
    if template in ("$total", "$count") and isinstance(body, int):
        return body - fewer
    if isinstance(template, dict) and isinstance(body, dict):
        return {name: _with_rows(template.get(name), part, rows, fewer) for name, part in body.items()}
    return body
