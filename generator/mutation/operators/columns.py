"""Columns that are taken for others."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from generator.mutation.mutant import Edit
from generator.mutation.script import Assignment, Script, Section, assignments, insertion, replaced, written_table
from generator.mutation.surface import Surface
from state_db.schema import Table
from state_db.sql import Token, identifier, unquoted

Edits = tuple[Edit, ...]
Names = Mapping[str, Table]


def other_column(script: Script, surface: Surface) -> Iterator[tuple[str, Edits]]:
    """A column that is read, or that a SET names, is another of the same type."""
    for section in script.sections:
        named = names_of(section, surface)
        inserted = {each.column.start for each in insertion(section)}
        own = assignments(section)
        targets = {each.column.start for each in own}
        taken = frozenset(unquoted(each.column.text) for each in own)
        for token, table in column_tokens(section, named):
            if token.start in inserted or _is_own_value(token, own):
                continue
            name = unquoted(token.text)
            other = surface.beside(table, name, taken if token.start in targets else frozenset())
            if other is not None:
                yield "wrong_column", (replaced(token, identifier(other)),)


def _is_own_value(token: Token, own: list[Assignment]) -> bool:
    """Whether the token stands in an assignment of a column to itself, which does nothing anyway."""
    return any(
        each.column.text == each.value.tokens[0].text
        and len(each.value.tokens) == 1
        and token.start in (each.column.start, each.value.start)
        for each in own
    )


def swapped_values(script: Script, surface: Surface) -> Iterator[tuple[str, Edits]]:
    """Two values of an INSERT that have the same type stand in each other's place."""
    for section in script.sections:
        table = surface.table_of(written_table(section))
        if table is None:
            continue
        kinds: dict[str, list[Assignment]] = {}
        for each in insertion(section):
            column = table.column(unquoted(each.column.text))
            if column is not None and each.value.tokens[0].kind == "parameter" and len(each.value.tokens) == 1:
                kinds.setdefault(column.type, []).append(each)
        for one, other in (pair for found in kinds.values() for pair in pairwise(found)):
            a, b = one.value.tokens[0], other.value.tokens[0]
            if a.text != b.text:
                yield (
                    "wrong_column",
                    (replaced(a, b.text), replaced(b, a.text)),
                )


def other_form(script: Script, surface: Surface) -> Iterator[tuple[str, Edits]]:
    """An answer is read in another JSON form of the same table."""
    for section in script.sections:
        for token in section.tokens:
            view = surface.views.get(unquoted(token.text)) if token.kind in ("word", "quoted") else None
            if view is None:
                continue
            others = [
                each.name
                for each in surface.views.values()
                if each.table == view.table and each.column == view.column and each.name != view.name
            ]
            for other in others[:2]:
                yield "wrong_form", (replaced(token, identifier(other)),)


def names_of(section: Section, surface: Surface) -> Names:
    """Return the tables of a step by alias; the empty alias stands for the only one that has none."""
    found: dict[str, Table] = {}
    bare: list[Table] = []
    words = [token.text for token in section.tokens]
    for index, word in enumerate(words[:-1]):
        if word.lower() not in ("from", "join", "update", "into"):
            continue
        table = surface.table_of(words[index + 1])
        if table is None:
            continue
        after = words[index + 2] if index + 2 < len(words) else ""
        kind = section.tokens[index + 2].kind if after else ""
        if kind == "word" and len(after) == 1:
            found[after] = table
        else:
            bare.append(table)
    if len({table.name for table in bare}) == 1:
        found[""] = bare[0]
    return found


def column_tokens(section: Section, named: Names) -> Iterator[tuple[Token, Table]]:
    """Yield the tokens that name a column, with its table."""
    found = section.tokens
    for index, token in enumerate(found):
        if token.kind not in ("word", "quoted"):
            continue
        before = found[index - 1].text if index else ""
        after = found[index + 1].text if index + 1 < len(found) else ""
        if before == ".":
            table = named.get(found[index - 2].text)
        elif before.lower() in ("as", "from", "join", "update", "into") or after in ("(", "."):
            table = None
        else:
            table = named.get("")
        if table is not None and table.column(unquoted(token.text)) is not None:
            yield token, table
