"""Answers that do not follow from the state: stale, echoed, constant, or with another status."""

from collections.abc import Iterator, Mapping

from generator.mutation.mutant import Edit
from generator.mutation.script import (
    Assignment,
    Script,
    Section,
    assignments,
    conditions,
    insertion,
    replaced,
    written_table,
)
from generator.mutation.surface import Surface, View
from state_db.sql import significant, unquoted

Edits = tuple[Edit, ...]

OTHER_STATUS = {"200": "201", "201": "200", "202": "200", "204": "200"}


def other_status(script: Script, surface: Surface) -> Iterator[tuple[str, Edits]]:
    """An answer has another status."""
    for section in script.sections:
        if section.word == "return":
            start = script.text.index(section.rest, section.start)
            other = OTHER_STATUS.get(section.rest, "200")
            yield "wrong_status", (Edit(start, start + len(section.rest), other),)


def stale(script: Script, surface: Surface) -> Iterator[tuple[str, Edits]]:
    """The answer is what it would have been before the write."""
    write = next((section for section in script.sections if section.word == "run"), None)
    answer = script.sections[-1]
    if write is None or not answer.tokens or not assignments(write) or answer.start < write.start:
        return
    if any(script.is_conditional(token.start) for token in answer.tokens):
        return
    read = f"-- @let\nSELECT (\n{script.sql(answer)}\n) AS stale_answer;\n\n"
    yield (
        "stale_return",
        (Edit(write.start, write.start, read), Edit(answer.sql_start, answer.sql_end, "SELECT :stale_answer")),
    )


def echoed(script: Script, surface: Surface) -> Iterator[tuple[str, Edits]]:
    """Nothing is stored, and the answer is made of what was sent."""
    answer = script.sections[-1]
    view = _single_view(answer, surface)
    if view is None:
        return
    for section in script.sections:
        if section.word != "run" or unquoted(written_table(section)) != view.table:
            continue
        made, changed = insertion(section), assignments(section)
        if made and not changed:
            said = f"SELECT {_with(view, _expressions(script, made), None)}"
            yield (
                "store_and_echo",
                (replaced(section, ""), Edit(answer.sql_start, answer.sql_end, said)),
            )
        elif changed and not made:
            where = next(token for token in answer.tokens if token.text.lower() == "where").start
            expression = _with(view, _expressions(script, changed), "coalesce")
            said = f"SELECT {expression} FROM {view.table} t {script.text[where : answer.sql_end]}"
            kept = tuple(replaced(each.value, each.column.text) for each in changed)
            yield "store_and_echo", (*kept, Edit(answer.sql_start, answer.sql_end, said))


def _single_view(answer: Section, surface: Surface) -> View | None:
    """The view of which the answer is one row's body."""
    words = [token.text for token in answer.tokens[:5]]
    if len(words) == 5 and words[2].lower() == "from" and words[4].lower() == "where":
        return surface.views.get(unquoted(words[3]))
    return None


def _expressions(script: Script, written: list[Assignment]) -> dict[str, str]:
    return {unquoted(each.column.text): script.text[each.value.start : each.value.end] for each in written}


def _with(view: View, expressions: Mapping[str, str], kept: str | None) -> str:
    """The view's body with the row's columns replaced by what is written; others are kept, or NULL."""
    found = significant(view.body)
    text, last = "", 0
    for index, token in enumerate(found):
        if index < 2 or found[index - 1].text != "." or found[index - 2].text != "t":
            continue
        start, name = found[index - 2].start, unquoted(token.text)
        value = expressions.get(name)
        if value is None:
            put = f"t.{token.text}" if kept else "NULL"
        else:
            put = f"coalesce({value}, t.{token.text})" if kept else f"({value})"
        text += view.body[last:start] + put
        last = token.start + len(token.text)
    return text + view.body[last:]


def constant(script: Script, surface: Surface) -> Iterator[tuple[str, Edits]]:
    """One row is always answered, or a list is always empty."""
    for section in script.sections:
        if section.word != "return" or not section.tokens:
            continue
        where = next((token for token in section.tokens if token.text.lower() == "where"), None)
        if _single_view(section, surface) is not None and where is not None:
            yield "constant_answer", (Edit(where.start, section.sql_end, "LIMIT 1"),)
        elif any(token.text.lower() == "json_group_array" for token in section.tokens):
            first = next(iter(conditions(section)), None)
            if first is not None:
                yield "constant_answer", (replaced(first.span, "FALSE"),)
