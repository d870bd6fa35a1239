"""Writes that are left out, or that write something else."""

import re
from collections.abc import Iterator

from generator.mutation.mutant import Edit
from generator.mutation.script import Script, assignments, insertion, replaced, written_table
from generator.mutation.surface import Surface
from state_db.sql import identifier, unquoted

Edits = tuple[Edit, ...]

LONG_AGO = "'2001-01-01T00:00:00Z'"
NEW_KEY = re.compile(r"new_id\('(\w+)'\)")


def dropped_step(script: Script, surface: Surface) -> Iterator[tuple[str, Edits]]:
    """A @run or @let is left out; what it would have bound is then unknown, so most @let cannot be."""
    for section in script.sections:
        if section.word in ("run", "let"):
            yield "drop_step", (replaced(section, ""),)


def dropped_assignment(script: Script, surface: Surface) -> Iterator[tuple[str, Edits]]:
    """A column keeps its old value, or begins without one."""
    for section in script.sections:
        for each in assignments(section):
            if each.column.text != each.value.tokens[0].text or len(each.value.tokens) > 1:
                yield "drop_assignment", (replaced(each.value, each.column.text),)
        table = surface.table_of(written_table(section))
        for each in insertion(section):
            column = table.column(unquoted(each.column.text)) if table is not None else None
            if column is not None and column.nullable and each.value.words != ("null",):
                yield "drop_assignment", (replaced(each.value, "NULL"),)


def other_initial(script: Script, surface: Surface) -> Iterator[tuple[str, Edits]]:
    """A constant that is written is another one."""
    for section in script.sections:
        table = unquoted(written_table(section))
        for each in (*assignments(section), *insertion(section)):
            value = each.value.tokens[0]
            if len(each.value.tokens) != 1 or value.kind not in ("string", "number"):
                continue
            column = unquoted(each.column.text)
            if value.kind == "number":
                other: str | None = "0" if value.text == "1" else "1"
            else:
                known = (table, column) in surface.known
                other = surface.other_value(table, column, value.text) if known else "'another'"
            if other is not None:
                yield "wrong_initial", (replaced(value, other),)


def unmade(script: Script, surface: Surface) -> Iterator[tuple[str, Edits]]:
    """What the server makes itself is not made: a time stands still, a key is given again."""
    for section in script.sections:
        for each in (*assignments(section), *insertion(section)):
            if each.value.words[:2] == ("now", "("):
                still = LONG_AGO if len(each.value.tokens) == 3 else "1"
                yield "unmade_column", (replaced(each.value, still),)
    for match in NEW_KEY.finditer(script.text):
        table = surface.tables.get(match[1])
        if table is not None and table.key_is_integer:
            again = f"(SELECT coalesce(max({identifier(table.key[0])}), 0) + 1 FROM {identifier(table.name)})"
            yield "reused_key", (Edit(match.start(), match.end(), again),)
