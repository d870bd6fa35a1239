"""Conditions that are dropped, weakened, turned around or narrowed."""

from collections.abc import Iterator
from itertools import pairwise

from generator.mutation.mutant import Edit
from generator.mutation.script import COMMA, NONE, OR, Script, Section, Span, closing, conditions, replaced, split
from generator.mutation.surface import Surface
from state_db.sql import Token

Edits = tuple[Edit, ...]

BORDERS = {">": ">=", ">=": ">", "<": "<=", "<=": "<"}
TURNED = {"=": "<>", "<>": "=", "in": "NOT IN", "exists": "NOT EXISTS", "is": "IS NOT", "text_match": "NOT text_match"}


def dropped(script: Script, surface: Surface) -> Iterator[tuple[str, Edits]]:
    """Every condition is dropped: one that a filter's line holds is an ignored filter."""
    for section in script.sections:
        for condition in conditions(section):
            span = condition.span
            if span.words != ("true",):
                name = "ignored_filter" if script.is_conditional(span.start) else "drop_condition"
                yield name, (replaced(span, "TRUE"),)


def weakened(script: Script, surface: Surface) -> Iterator[tuple[str, Edits]]:
    """A border is moved by its equality, or one of two conditions is enough."""
    for section in script.sections:
        found = list(conditions(section))
        for condition in found:
            for token in outer(condition.span):
                if token.text in BORDERS:
                    yield "weaken_condition", (replaced(token, BORDERS[token.text]),)
        for one, other in pairwise(found):
            plain = not (script.is_conditional(one.span.start) or script.is_conditional(other.span.start))
            if one.clause == other.clause and plain and one.span.words != ("true",):
                between = script.text[one.span.end : other.span.start]
                yield "weaken_condition", (Edit(one.span.end, other.span.start, between.replace("AND", "OR")),)


def turned(script: Script, surface: Surface) -> Iterator[tuple[str, Edits]]:
    """A comparison means its opposite."""
    for section in script.sections:
        spans = [condition.span for condition in conditions(section)]
        if section.word == "require" and section.tokens and section.tokens[1].text.lower() == "exists":
            spans.append(Span((section.tokens[1],)))
        for span in spans:
            token = next((each for each in outer(span) if each.text.lower() in TURNED), None)
            if token is not None:
                yield "turned_condition", (replaced(token, TURNED[token.text.lower()]),)


def narrowed(script: Script, surface: Surface) -> Iterator[tuple[str, Edits]]:
    """One of several values, or of several alternatives, does not count."""
    for section in script.sections:
        for index, token in enumerate(section.tokens[:-1]):
            if token.text.lower() == "in" and section.tokens[index + 1].text == "(":
                yield from _narrowed_list(section, index + 2)
        for condition in conditions(section):
            inner = condition.span.tokens
            whole = inner[0].text == "(" and closing(inner, 0) == len(inner) - 1
            parts = split(inner[1:-1] if whole else inner, 0, OR, NONE)
            for part in parts if len(parts) > 1 else ():
                yield "narrowed_condition", (replaced(part, "FALSE"),)


def _narrowed_list(section: Section, index: int) -> Iterator[tuple[str, Edits]]:
    values = split(section.tokens, index, COMMA, NONE)
    if any(len(value.tokens) != 1 or value.tokens[0].kind not in ("string", "number") for value in values):
        return
    for value in values:
        yield "narrowed_condition", (replaced(value, "NULL"),)


def outer(span: Span) -> Iterator[Token]:
    """Yield the tokens outside of inner brackets."""
    depth = 0
    for token in span.tokens:
        depth -= token.text == ")"
        if depth == 0 and token.text not in "()":
            yield token
        depth += token.text == "("
