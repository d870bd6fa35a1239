"""Ranges as callers write them: cells of a sheet (Sheet1!B2:D9), and lists of numbers (1-3,7)."""

import json
import re

from state_db.functions.function import Function, Value, text_of

CELL = r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})"
SHEET = r"(?:(?:'((?:[^']|'')+)'|([^'!:]+))!)?"
RANGE = re.compile(rf"{SHEET}{CELL}(?::{CELL})?", re.ASCII)
END = r"\$?([A-Za-z]{1,3}|[1-9][0-9]{0,6})"
WHOLE = re.compile(rf"{SHEET}{END}:{END}", re.ASCII)
SPAN = re.compile(r"\s*(\d{1,18})\s*(?:-\s*(\d{1,18})\s*)?", re.ASCII)
MOST_NUMBERS = 10_000
LAST_ROW, LAST_COLUMN = 9_999_999, 18_278  # the greatest that the forms above can write


def column_number(letters: str) -> int:
    """Return 1 for A, 27 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """Return A for 1, AA for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _cell_range(value: Value) -> Value:
    text = (text_of(value) or "").strip()
    found = RANGE.fullmatch(text)
    if found:
        first = (int(found[4]), column_number(found[3]))
        last = (int(found[6]), column_number(found[5])) if found[5] else first
        return _written(_sheet(found[1], found[2]), first, last)
    found = WHOLE.fullmatch(text)
    if not found or found[3].isdigit() != found[4].isdigit():
        return None
    if found[3].isdigit():
        ends = (int(found[3]), 1), (int(found[4]), LAST_COLUMN)
    else:
        ends = (1, column_number(found[3])), (LAST_ROW, column_number(found[4]))
    return _written(_sheet(found[1], found[2]), *ends)


def _sheet(quoted: str | None, plain: str | None) -> str | None:
    return quoted.replace("''", "'") if quoted else plain


def _written(sheet: str | None, first: tuple[int, int], last: tuple[int, int]) -> str:
    top, bottom = sorted((first[0], last[0]))
    left, right = sorted((first[1], last[1]))
    found = {"sheet": sheet, "top": top, "left": left, "bottom": bottom, "right": right}
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def _cell_name(row: Value, column: Value) -> Value:
    if not isinstance(row, int) or not isinstance(column, int):
        return None
    if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
        return None
    return f"{column_letters(column)}{row}"


def _numbers_in(value: Value) -> Value:
    text = text_of(value)
    if text is None:
        return None
    numbers: list[int] = []
    for part in text.split(",", MOST_NUMBERS):
        found = SPAN.fullmatch(part)
        if not found:
            return None
        first = int(found[1])
        last = int(found[2]) if found[2] else first
        if last < first or len(numbers) + last - first >= MOST_NUMBERS:
            return None
        numbers += range(first, last + 1)
    return json.dumps(numbers, separators=(",", ":"))


FUNCTIONS = (
    Function(
        "cell_range", 1, (1,), _cell_range,
        text='cell_range(text): {"sheet", "top", "left", "bottom", "right"}, from 1, of Sheet1!B2:D9, B2, B:D or 2:9.',
    ),
    Function("cell_name", 1, (2,), _cell_name, text="cell_name(row, column): B2 of 2 and 2.", long=False),
    Function(
        "numbers_in", 1, (1,), _numbers_in,
        text="numbers_in(text): the numbers of 1-3,7 as a JSON array, at most 10,000.",
    ),
)  # fmt: skip
