"""Faults in schema.sql: lost constraints, and JSON forms that show something else."""

import re
from collections.abc import Iterator

from generator.mutation.mutant import Edit
from generator.mutation.operators.guards import OTHER_ERROR
from generator.mutation.surface import VIEW, Surface
from state_db.sql import Token, identifier, significant, unquoted

Edits = tuple[Edit, ...]

ON_DELETE = re.compile(r" ON DELETE (CASCADE|SET NULL)")
UNIQUE_COLUMN = re.compile(r"(?<=[A-Z]) UNIQUE(?=[ ,\n])")
UNIQUE_LINE = re.compile(r",([^\n]*\n)\s*UNIQUE \([^)]*\)[^\n]*(?=\n)")
UNIQUE_INDEX = re.compile(r"CREATE (UNIQUE )INDEX")
ERROR = re.compile(r"@error ([a-z_]+):")
NULL_REMOVAL = re.compile(r"iif\([^\n]*? IS NULL, ('\$\.[^']*'), '\$\[0\]'\)")


def schema_edits(schema: str, surface: Surface) -> Iterator[tuple[str, Edits]]:
    """Yield the name of the operator and the edits of every mutant of schema.sql."""
    for match in ON_DELETE.finditer(schema):
        yield "drop_cascade", (Edit(match.start(), match.end(), ""),)
        other = " ON DELETE SET NULL" if match[1] == "CASCADE" else " ON DELETE CASCADE"
        yield "drop_cascade", (Edit(match.start(), match.end(), other),)
    for pattern in (UNIQUE_COLUMN, UNIQUE_LINE):
        for match in pattern.finditer(schema):
            yield "drop_unique", (Edit(match.start(), match.end(), match[1].rstrip("\n") if match.lastindex else ""),)
    for match in UNIQUE_INDEX.finditer(schema):
        yield "drop_unique", (Edit(match.start(1), match.end(1), ""),)
    for match in ERROR.finditer(schema):
        yield "wrong_error", (Edit(match.start(1), match.end(1), OTHER_ERROR.get(match[1], "conflict")),)
    for match in VIEW.finditer(schema):
        yield from _view_edits(match[2], match.start(2), unquoted(match[4]), surface)


def _view_edits(body: str, offset: int, table_name: str, surface: Surface) -> Iterator[tuple[str, Edits]]:
    table = surface.tables.get(table_name)
    found = significant(body)
    for index, token in enumerate(found):
        if table is None or index < 2 or found[index - 1].text != "." or found[index - 2].text != "t":
            continue
        other = surface.beside(table, unquoted(token.text))
        if other is not None and not _is_test(found, index):
            start = offset + token.start
            yield "wrong_column", (Edit(start, start + len(token.text), identifier(other)),)
    for index, token in enumerate(found[:-3]):
        if token.kind == "string" and found[index + 1].text == "," and found[index - 1].text in ("(", ","):
            start = offset + token.start
            if _is_name(found, index):
                hidden = f"'hidden_{token.text[1:]}"
                yield "renamed_property", (Edit(start, start + len(token.text), hidden),)
    for match in NULL_REMOVAL.finditer(body):
        yield "shown_null", (Edit(offset + match.start(1), offset + match.end(1), "'$[0]'"),)


def _is_test(found: tuple[Token, ...], index: int) -> bool:
    """Whether the column only decides whether a property is left out."""
    return index + 2 < len(found) and found[index + 1].text.lower() == "is"


def _is_name(found: tuple[Token, ...], index: int) -> bool:
    """Whether the string at the index names a property of a json_object."""
    depth, position = 0, 0
    for before in range(index - 1, -1, -1):
        text = found[before].text
        if text == ")":
            depth += 1
        elif text == "(" and depth:
            depth -= 1
        elif text == "(":
            return found[before - 1].text.lower() == "json_object" and position % 2 == 0
        elif text == "," and depth == 0:
            position += 1
    return False
