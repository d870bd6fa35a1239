"""Arithmetic that a caller writes: an expression of numbers, names, signs and a few functions, never run as code."""

import json
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from state_db.functions.function import Function, Value, text_of

LONGEST_EXPRESSION = 2000
DEEPEST = 50
TOKEN = re.compile(
    r"\s*(?:(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([A-Za-z_][\w.]*)|(\*\*|[-+*/%^(),]))", re.ASCII
)
Number = int | float
NAMED: Mapping[str, Callable[..., Number]] = {
    "abs": abs, "ceil": math.ceil, "floor": math.floor, "max": max, "min": min, "round": round, "sqrt": math.sqrt,
    "sum": lambda *numbers: sum(numbers), "average": lambda *numbers: sum(numbers) / len(numbers),
    "ln": math.log, "log10": math.log10, "exp": math.exp,
}  # fmt: skip


class _Refused(Exception):
    """The expression is none, or has no value."""


def value_of(expression: str, names: Mapping[str, Any]) -> Number | None:
    """Return the expression's value: an integer of 64 bits where it is one, else a finite number; or None."""
    try:
        found = _Reading(expression, names).whole()
    except (_Refused, ArithmeticError, ValueError, TypeError):
        return None
    if isinstance(found, int):
        return found if -(2**63) <= found < 2**63 else float(found)
    return found if isinstance(found, float) and math.isfinite(found) else None


class _Reading:
    """One expression, read from left to right."""

    def __init__(self, expression: str, names: Mapping[str, Any]) -> None:
        self._names = names
        self._tokens: list[tuple[str, str, str]] = []
        self._at = 0
        self._depth = 0
        at, end = 0, len(expression.rstrip())
        while at < end:
            match = TOKEN.match(expression, at)
            if not match:
                raise _Refused
            self._tokens.append((match[1] or "", match[2] or "", match[3] or ""))
            at = match.end()

    def whole(self) -> Number:
        found = self._sum()
        if self._at < len(self._tokens):
            raise _Refused
        return found

    def _sign(self, *signs: str) -> str:
        """The next token if it is one of these signs, which is then taken."""
        found = self._tokens[self._at][2] if self._at < len(self._tokens) else ""
        if found not in signs:
            return ""
        self._at += 1
        return found

    def _sum(self) -> Number:
        self._depth += 1
        if self._depth > DEEPEST:
            raise _Refused
        found = self._product()
        while sign := self._sign("+", "-"):
            other = self._product()
            found = _small(found + other if sign == "+" else found - other)
        self._depth -= 1
        return found

    def _product(self) -> Number:
        found = self._negated()
        while sign := self._sign("*", "/", "%"):
            other = self._negated()
            if sign == "*":
                found = _small(found * other)
            elif sign == "/":
                found = _divided(found, other)
            else:
                found = _small(found - other * math.floor(found / other))
        return found

    def _negated(self) -> Number:
        signs = 0
        while sign := self._sign("-", "+"):
            signs += sign == "-"
        found = self._power()
        return -found if signs % 2 else found

    def _power(self) -> Number:
        found = self._single()
        if not self._sign("^", "**"):
            return found
        self._depth += 1
        if self._depth > DEEPEST:
            raise _Refused
        power = self._negated()
        self._depth -= 1
        if isinstance(found, int) and isinstance(power, int) and 0 <= power <= 64:
            return _small(int(found**power))
        return math.pow(found, power)

    def _single(self) -> Number:
        if self._sign("("):
            found = self._sum()
            self._needed(")")
            return found
        number, name, _ = self._tokens[self._at] if self._at < len(self._tokens) else ("", "", "")
        self._at += 1
        if number:
            return _small(int(number)) if number.isdigit() else float(number)
        if name and self._sign("("):
            return self._called(name.lower())
        given = self._names.get(name)
        if isinstance(given, bool) or not isinstance(given, int | float):
            raise _Refused
        return _small(given)

    def _called(self, name: str) -> Number:
        values = [self._sum()]
        while self._sign(","):
            values.append(self._sum())
        self._needed(")")
        if name not in NAMED:
            raise _Refused
        return _small(NAMED[name](*values))

    def _needed(self, sign: str) -> None:
        if not self._sign(sign):
            raise _Refused


def _small(number: Number) -> Number:
    """The number, as a float where it is no integer of 64 bits any more."""
    return number if isinstance(number, float) or -(2**63) <= number < 2**63 else float(number)


def _divided(one: Number, other: Number) -> Number:
    if isinstance(one, int) and isinstance(other, int) and other and one % other == 0:
        return _small(one // other)
    return one / other


def _calc(expression: Value, names: Value = None) -> Value:
    text, listed = text_of(expression), text_of(names) or "{}"
    if text is None or len(text) > LONGEST_EXPRESSION:
        return None
    try:
        known = json.loads(listed)
    except (ValueError, RecursionError):
        return None
    return value_of(text, known) if isinstance(known, dict) else None


FUNCTIONS = (
    Function(
        "calc", 1, (1, 2), _calc,
        text="calc(expression, names): the number of + - * / % ^, parentheses, min, max, sum, average, round, sqrt and"
        " so on; names is a JSON object. NULL where it has no value.",
    ),
)  # fmt: skip
