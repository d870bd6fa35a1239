"""What is known of a program's values before it runs: which are never NULL, and between which numbers they lie."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.mutation.script import COMMA, NONE, Script, Section, closing, split
from state_db.image import Image
from state_db.sql import Token

Bounds = tuple[float | None, float | None]
UNKNOWN: Bounds = (None, None)
NEVER_NULL = frozenset({"now", "new_id", "count", "json_group_array", "json_object", "json_array", "total"})


@dataclass
class Knowledge:
    """The inputs of one program's tool by their schemas, and the values that its @let steps make of them."""

    image: Image
    script: Script
    _lets: dict[str, Sequence[Token]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for section in self.script.sections:
            if section.word == "let" and not ({"if", "unless", "missing"} & section.options.keys()):
                self._lets.update(_let_values(section))

    @property
    def _tool(self) -> str:
        return self.script.name.removeprefix("programs/").removesuffix(".sql")

    def _schema(self, name: str) -> tuple[dict[str, object], bool] | None:
        """The schema of an input, and whether the input always has a value."""
        tool = self.image.tools.get(self._tool)
        if tool is None:
            return None
        properties = tool.input_schema.get("properties", {})
        if name not in properties:
            return None
        schema = dict(properties[name])
        given = name in tool.input_schema.get("required", ()) or schema.get("default") is not None
        return schema, given

    def is_never_null(self, found: Sequence[Token]) -> bool:
        """Return whether the expression has a value in every call."""
        words = [token.text.lower() for token in found]
        if not words:
            return False
        if len(words) == 1:
            return self._is_given(found[0])
        if words[0] == "(" and closing(found, 0) == len(found) - 1:
            return self.is_never_null(found[1:-1])
        if len(words) > 1 and words[1] == "(" and closing(found, 1) == len(found) - 1:
            parts = [span.tokens for span in split(found, 2, COMMA, NONE)]
            if words[0] in NEVER_NULL:
                return True
            if words[0] in ("coalesce", "ifnull"):
                return any(self.is_never_null(part) for part in parts)
            return words[0] in ("min", "max") and len(parts) > 1 and all(self.is_never_null(part) for part in parts)
        operands = split(found, 0, frozenset({"+", "-", "*", "||"}), NONE)
        return len(operands) > 1 and all(self.is_never_null(span.tokens) for span in operands)

    def _is_given(self, token: Token) -> bool:
        if token.kind in ("number", "string"):
            return True
        if token.kind != "parameter":
            return False
        name = token.text[1:]
        if name in self._lets:
            return self.is_never_null(self._lets[name])
        known = self._schema(name)
        return known is not None and known[1] and not _takes_null(known[0])

    def bounds(self, found: Sequence[Token]) -> Bounds:
        """Return the least and the greatest number that the expression can be, None where there is no limit."""
        words = [token.text.lower() for token in found]
        if len(words) == 1:
            return self._token_bounds(found[0])
        if words and words[0] == "(" and closing(found, 0) == len(found) - 1:
            return self.bounds(found[1:-1])
        if len(words) > 1 and words[1] == "(" and closing(found, 1) == len(found) - 1:
            return self._call_bounds(words[0], [span.tokens for span in split(found, 2, COMMA, NONE)])
        for mark in ("-", "+", "*"):
            operands = split(found, 0, frozenset({mark}), NONE)
            if len(operands) == 2:
                return _combined(mark, self.bounds(operands[0].tokens), self.bounds(operands[1].tokens))
        return UNKNOWN

    def _token_bounds(self, token: Token) -> Bounds:
        if token.kind == "number":
            return float(token.text), float(token.text)
        if token.kind != "parameter":
            return UNKNOWN
        name = token.text[1:]
        if name in self._lets:
            return self.bounds(self._lets[name])
        known = self._schema(name)
        return UNKNOWN if known is None else (_number(known[0], "minimum"), _number(known[0], "maximum"))

    def _call_bounds(self, name: str, parts: list[tuple[Token, ...]]) -> Bounds:
        if name == "coalesce":
            live = parts
            for number, part in enumerate(parts):
                if self.is_never_null(part):
                    live = parts[: number + 1]
                    break
            found = [self.bounds(part) for part in live]
            return _least([low for low, _ in found]), _greatest([high for _, high in found])
        found = [self.bounds(part) for part in parts]
        lows, highs = [low for low, _ in found], [high for _, high in found]
        if name == "min" and len(parts) > 1:
            return _least(lows), min((high for high in highs if high is not None), default=None)
        if name == "max" and len(parts) > 1:
            return max((low for low in lows if low is not None), default=None), _greatest(highs)
        return UNKNOWN


def _let_values(section: Section) -> dict[str, Sequence[Token]]:
    """The values of a @let by name, where it always gives a row: one without WHERE, or of an aggregate."""
    words = [token.text.lower() for token in section.tokens]
    if not words or words[0] != "select" or "where" in words:
        return {}
    found: dict[str, Sequence[Token]] = {}
    for span in split(section.tokens, 1, COMMA, frozenset({"from"})):
        if len(span.tokens) > 2 and span.tokens[-2].text.lower() == "as":
            found[span.tokens[-1].text] = span.tokens[:-2]
    return found


def _takes_null(schema: dict[str, object]) -> bool:
    kinds = schema.get("type")
    if isinstance(kinds, str):
        return kinds == "null"
    if isinstance(kinds, list):
        return "null" in kinds
    values = schema.get("enum")
    return not isinstance(values, list) or None in values


def _number(schema: dict[str, object], word: str) -> float | None:
    value = schema.get(word)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _least(found: list[float | None]) -> float | None:
    known = [each for each in found if each is not None]
    return min(known) if len(known) == len(found) else None


def _greatest(found: list[float | None]) -> float | None:
    known = [each for each in found if each is not None]
    return max(known) if len(known) == len(found) else None


def _combined(mark: str, one: Bounds, other: Bounds) -> Bounds:
    (low, high), (other_low, other_high) = one, other
    if mark == "+":
        return _sum(low, other_low), _sum(high, other_high)
    if mark == "-":
        return _sum(low, _negated(other_high)), _sum(high, _negated(other_low))
    if low is not None and other_low is not None and low >= 0 and other_low >= 0:
        return low * other_low, None if high is None or other_high is None else high * other_high
    return UNKNOWN


def _sum(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one + other


def _negated(value: float | None) -> float | None:
    return None if value is None else -value
