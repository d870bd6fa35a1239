"""Conditions on JSON objects: what the filter languages that callers write are read into, and how they are decided."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from state_db.clock import seconds_of
from state_db.functions.patterns import found_in
from state_db.functions.text import folded

Json = Any
Path = tuple[str, ...]

DEEPEST = 50
MOST_TESTS = 200
MOST_CHOICES = 500
LONGEST_FILTER = 4000
NUMBER = re.compile(r"[+-]?(\d{1,300}(\.\d{1,300})?|\.\d{1,300})([eE][+-]?\d{1,3})?", re.ASCII)
DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
WORD = re.compile(r"\w+")


class BadFilter(Exception):
    """The text is no filter of its language."""


@dataclass(frozen=True, slots=True)
class Test:
    """The value at a path, held against another; ``absent`` is the answer where there is no value (None: unknown)."""

    path: Path
    name: str
    value: Json = None
    absent: bool | None = False
    fold: bool = False


@dataclass(frozen=True, slots=True)
class Both:
    """All parts hold."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of the parts holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class Some:
    """An element of the array at the path (``every``: each of them) fulfils the part."""

    path: Path
    part: "Condition"
    every: bool = False


Condition = Test | Both | Either | Not | Some


def holds(condition: Condition, value: Json) -> bool | None:
    """Return whether the condition holds of the value; None where that is unknown."""
    match condition:
        case Test():
            return _tested(condition, value)
        case Both(parts):
            found = [holds(part, value) for part in parts]
            return False if False in found else None if None in found else True
        case Either(parts):
            found = [holds(part, value) for part in parts]
            return True if True in found else None if None in found else False
        case Not(part):
            inner = holds(part, value)
            return None if inner is None else not inner
        case Some(path, part, every):
            elements = [element for at in values_at(value, path) for element in (at if isinstance(at, list) else ())]
            answers = (holds(part, element) is True for element in elements)
            return all(answers) if every else any(answers)


def values_at(value: Json, path: Path) -> list[Json]:
    """Return what stands at the path: of arrays on the way, of each element."""
    found = [value]
    for name in path:
        inner = [each for one in found for each in (one if isinstance(one, list) else (one,))]
        found = [one[name] for one in inner if isinstance(one, dict) and name in one]
    return found


def _tested(test: Test, value: Json) -> bool | None:
    found = values_at(value, test.path)
    plain = [one for each in found for one in (each if isinstance(each, list) else (each,)) if one is not None]
    if test.name == "null":
        return not plain
    if not plain:
        return test.absent
    if test.name == "ne":
        return not any(_fits("eq", one, test.value, test.fold) for one in plain)
    return any(_fits(test.name, one, test.value, test.fold) for one in plain)


def _fits(name: str, value: Json, wanted: Json, fold: bool) -> bool:
    if name in ORDERS:
        order = compared(value, wanted, fold)
        return order is not None and ORDERS[name](order)
    if name == "in":
        return any(compared(value, one, fold) == 0 for one in wanted)
    if isinstance(value, dict):
        return False
    text, part = _text(value), _text(wanted)
    if name == "like":
        return found_in(f"(?is)^{part}$", text) == 1
    if name == "word":
        return _has_word(text, part)
    if fold:
        text, part = folded(text), folded(part)
    return TEXTS[name](text, part)


def _has_word(text: str, wanted: str) -> bool:
    """Whether the text has the words one after the other; * and ? stand for any letters and any one."""
    sought = wanted.split()
    if "*" not in wanted and "?" not in wanted:
        sought = WORD.findall(folded(wanted))
        words = WORD.findall(folded(text))
        if not sought:
            return folded(wanted) == folded(text)
        return any(words[at : at + len(sought)] == sought for at in range(len(words) - len(sought) + 1))
    pattern = "".join(r"\w*" if sign == "*" else r"\w" if sign == "?" else re.escape(sign) for sign in folded(wanted))
    return found_in(rf"(?:^|\W){pattern}(?:\W|$)", folded(text)) == 1


ORDERS: dict[str, Callable[[int], bool]] = {
    "eq": lambda order: order == 0,
    "gt": lambda order: order > 0,
    "ge": lambda order: order >= 0,
    "lt": lambda order: order < 0,
    "le": lambda order: order <= 0,
}
TEXTS: dict[str, Callable[[str, str], bool]] = {
    "contains": lambda text, part: part in text,
    "starts": lambda text, part: text.startswith(part),
    "ends": lambda text, part: text.endswith(part),
}


def compared(value: Json, wanted: Json, fold: bool = False) -> int | None:
    """Return less than, 0 or more than 0; None where the two cannot be compared.

    Numbers are compared as such, also with a text that is one; times and dates as moments; truth with truth.
    """
    if isinstance(value, bool) or isinstance(wanted, bool):
        truths = {_truth(value), _truth(wanted)}
        return None if None in truths else len(truths) - 1
    if isinstance(value, int | float) or isinstance(wanted, int | float):
        one, other = _number(value), _number(wanted)
        return None if one is None or other is None else (one > other) - (one < other)
    if not isinstance(value, str) or not isinstance(wanted, str):
        return None
    moment, other_moment = _moment(value), _moment(wanted)
    if moment is not None and other_moment is not None:
        return (moment > other_moment) - (moment < other_moment)
    if fold:
        return _order(folded(value), folded(wanted))
    return _order(value, wanted)


def _order(value: str, wanted: str) -> int:
    return (value > wanted) - (value < wanted)


def _truth(value: Json) -> bool | None:
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value.lower()) if isinstance(value, str) else None


def _number(value: Json) -> int | float | None:
    if isinstance(value, int | float):
        return value
    if not isinstance(value, str) or not NUMBER.fullmatch(value):
        return None
    return int(value) if value.lstrip("+-").isdigit() else float(value)


def _moment(value: str) -> int | None:
    return seconds_of(f"{value}T00:00:00Z" if DATE.fullmatch(value) else value)


def _text(value: Json) -> str:
    return value if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)


class Tokens:
    """The tokens of a filter, taken one after the other."""

    def __init__(self, text: str, token: re.Pattern[str]) -> None:
        if len(text) > LONGEST_FILTER:
            raise BadFilter
        self._found = list(_split(text, token))
        self._at = 0
        self._tests = 0
        self.depth = 0

    @property
    def next(self) -> tuple[str, str]:
        """The kind and the text of the next token; two empty ones at the end."""
        return self._found[self._at] if self._at < len(self._found) else ("", "")

    def after(self, count: int) -> tuple[str, str]:
        """The token that comes so many later."""
        at = self._at + count
        return self._found[at] if at < len(self._found) else ("", "")

    def take(self) -> tuple[str, str]:
        """Take the next token. Raises: BadFilter at the end."""
        found = self.next
        if not found[0]:
            raise BadFilter
        self._at += 1
        return found

    def takes(self, *texts: str) -> str:
        """Take the next token where it is one of these signs or words, in any case; else return nothing."""
        kind, text = self.next
        if kind in ("sign", "word") and text.lower() in texts:
            self._at += 1
            return text.lower()
        return ""

    def needs(self, *texts: str) -> str:
        """Take one of these. Raises: BadFilter."""
        found = self.takes(*texts)
        if not found:
            raise BadFilter
        return found

    def listed(self, literal: "Callable[[Tokens], Json]") -> list[Json]:
        """Take values in brackets, with commas between them. Raises: BadFilter."""
        self.needs("(")
        values = [literal(self)]
        while self.takes(","):
            values.append(literal(self))
        self.needs(")")
        return values

    def deeper(self) -> None:
        """Count a level of nesting. Raises: BadFilter beyond the deepest."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise BadFilter

    def test(self, test: Test) -> Test:
        """Count a test. Raises: BadFilter beyond as many as there may be."""
        self._tests += 1
        if self._tests > MOST_TESTS or (test.name == "in" and len(test.value) > MOST_CHOICES):
            raise BadFilter
        return test


def _split(text: str, token: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text):
        match = token.match(text, at)
        if not match or match.end() == at:
            raise BadFilter
        at = match.end()
        if match.lastgroup:
            yield match.lastgroup, match[match.lastgroup]


def both(parts: Sequence[Condition]) -> Condition:
    """Return what holds where all parts do."""
    return parts[0] if len(parts) == 1 else Both(tuple(parts))


def either(parts: Sequence[Condition]) -> Condition:
    """Return what holds where one of the parts does."""
    return parts[0] if len(parts) == 1 else Either(tuple(parts))
