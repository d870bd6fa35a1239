"""What a comparison must know of columns, read out of the programs that write them: fresh keys, times, derived values.

A column that a program fills with new_id() holds keys that the server makes, and so does every column that references
it; one filled with now() holds times. A value put together from such a key is derived. What is written in a way that
cannot be followed has no mark: it then counts as it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from state_db.image import Image
from state_db.program import Let
from state_db.schema import Table
from state_db.sql import Token, significant, unquoted
from state_db.variant import Statement

ENDS = frozenset({"from", "where", "returning", "on", "union", "order", "group", "limit", "set"})
DERIVED, CLOCK = "derived", "clock"


class Assignment(NamedTuple):
    """A column of a table, or "" for what @let binds, and the tokens of what is put into it."""

    table: str
    column: str
    value: Sequence[Token]


def marks_of(image: Image) -> dict[str, dict[str, str]]:
    """Return the mark of each column that has one: table → column → "clock", "derived" or "key:TABLE"."""
    bound: dict[str, str] = {}
    found: dict[str, dict[str, str]] = {}
    for code in image.codes.values():
        bound.clear()
        for variant in code.variants.values():
            for statement in variant.statements:
                for each in _assignments(statement):
                    mark = _mark(each.value, bound)
                    if mark and each.table in image.tables:
                        found.setdefault(each.table, {}).setdefault(each.column, mark)
                    elif mark and not each.table:
                        bound[each.column] = mark
    _follow_references(image.tables, found)
    return found


def _follow_references(tables: Mapping[str, Table], found: dict[str, dict[str, str]]) -> None:
    """Mark the columns that reference a fresh key, also those that reference it by way of another table."""
    for _ in tables:
        news = [
            (table.name, column, mark)
            for table in tables.values()
            for reference in table.references
            for column, target in zip(
                reference.columns, reference.targets or _key(tables, reference.table), strict=False
            )
            if (mark := found.get(reference.table, {}).get(target, "")).startswith("key:")
            and not found.get(table.name, {}).get(column, "").startswith("key:")
        ]
        for name, column, mark in news:
            found.setdefault(name, {})[column] = mark
        if not news:
            return


def _key(tables: Mapping[str, Table], name: str) -> tuple[str, ...]:
    return tables[name].key if name in tables else ()


def _mark(value: Sequence[Token], bound: Mapping[str, str]) -> str:
    words = [token.text.lower() for token in value]
    if words[:2] == ["new_id", "("] and len(words) == 4:
        return "key:" + value[2].text[1:-1].replace("''", "'")
    inside = {bound[word[1:]] for word in words if word[:1] == ":" and word[1:] in bound}
    if len(words) == 1 and inside:
        return inside.pop()
    if any(word.startswith("json") for word in words):
        return ""
    calls = {word for word, after in pairwise(words) if after == "("}
    if "now" in calls or CLOCK in inside:
        return CLOCK
    return DERIVED if inside or "new_id" in calls else ""


def _assignments(statement: Statement) -> Iterator[Assignment]:
    found = significant(statement.sql)
    words = [token.text.lower() for token in found]
    if isinstance(statement.step, Let) and words[:1] == ["select"]:
        for name, value in zip(statement.columns, _parts(found, 1, ENDS), strict=False):
            yield Assignment("", name, _unnamed(value))
    for at, word in enumerate(words):
        if word == "into":
            yield from _inserted(found, words, at + 1)
        elif word == "update" and words[at + 1 : at + 2] != ["set"]:
            place = at + 3 if words[at + 1 : at + 2] == ["or"] else at + 1
            if words[place + 1 : place + 2] == ["set"]:
                yield from _updated(found, unquoted(found[place].text), place + 2)


def _inserted(found: Sequence[Token], words: Sequence[str], at: int) -> Iterator[Assignment]:
    table = unquoted(found[at].text)
    if words[at + 1 : at + 2] != ["("]:
        return
    columns = [unquoted(part[0].text) for part in _parts(found, at + 2, frozenset()) if part]
    after = at + 3 + 2 * len(columns) - 1
    if words[after : after + 2] == ["values", "("]:
        values = _parts(found, after + 2, frozenset())
    elif words[after : after + 1] == ["select"]:
        values = _parts(found, after + 1, ENDS)
    else:
        return
    for column, value in zip(columns, values, strict=False):
        yield Assignment(table, column, _unnamed(value))
    # What an upsert puts instead stands after "DO UPDATE SET", up to its end.
    for place in range(after, len(words) - 2):
        if words[place : place + 3] == ["do", "update", "set"]:
            yield from _updated(found, table, place + 3)


def _updated(found: Sequence[Token], table: str, at: int) -> Iterator[Assignment]:
    for part in _parts(found, at, ENDS):
        if len(part) > 2 and part[1].text == "=":
            yield Assignment(table, unquoted(part[0].text), part[2:])


def _parts(found: Sequence[Token], at: int, ends: frozenset[str]) -> list[list[Token]]:
    """The parts between commas from here on, up to a parenthesis that was opened before, or a word that ends them."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in found[at:]:
        depth += (token.text == "(") - (token.text == ")")
        if depth < 0 or token.text == ";" or (not depth and token.text.lower() in ends):
            break
        if token.text == "," and not depth:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _unnamed(value: Sequence[Token]) -> Sequence[Token]:
    """The value without the "AS name" that may follow it."""
    return value[:-2] if len(value) > 2 and value[-2].text.lower() == "as" else value
