"""One SQL statement of a program, taken apart far enough to be changed in one place: clauses, conditions, assignments.

Places are character offsets in the statement's text, all its lines together. A change keeps the lines' own conditions.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from state_db.program import Body, Condition, Line
from state_db.sql import Token, significant, unquoted

# What ends the clause before it, at the statement's own level.
CLAUSES = frozenset("select from where group having order limit set values on returning union returning".split())


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a statement: from ``start`` up to ``end``, its text, and the conditions of the line it begins in."""

    start: int
    end: int
    text: str
    conditions: tuple[Condition, ...] = ()

    @property
    def parameters(self) -> frozenset[str]:
        """Return the names of the parameters in it."""
        return frozenset(token.text[1:] for token in significant(self.text) if token.kind == "parameter")


@dataclass(frozen=True, slots=True)
class Change:
    """A part of a statement, and what shall stand there."""

    span: Span
    text: str


def text_of(body: Body) -> str:
    """Return the statement with every line, whatever its conditions."""
    return "\n".join(line.text for line in body.lines)


def words_of(body: Body) -> list[str]:
    """Return the statement's significant tokens in lower case."""
    return [token.text.lower() for token in significant(text_of(body))]


def levels(body: Body) -> Iterator[tuple[Token, int]]:
    """Yield the significant tokens, each with the number of parentheses around it."""
    depth = 0
    for token in significant(text_of(body)):
        if token.text == ")":
            depth -= 1
        yield token, depth
        if token.text == "(":
            depth += 1


def clause(body: Body, word: str) -> Span | None:
    """Return what follows the word at the statement's own level, up to the next clause; None where it is not there."""
    text, found = text_of(body), -1
    for token, depth in levels(body):
        if depth or token.kind != "word" or token.text.lower() not in CLAUSES:
            continue
        if found >= 0:
            return _span(body, found, token.start)
        if token.text.lower() == word:
            found = token.start + len(token.text)
    return None if found < 0 else _span(body, found, len(text))


def conditions_at(body: Body, place: int) -> tuple[Condition, ...]:
    """Return the conditions of the line that the place stands in."""
    for line in body.lines:
        if place <= len(line.text):
            return line.conditions
        place -= len(line.text) + 1
    return ()


def _span(body: Body, start: int, end: int) -> Span:
    text = text_of(body)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end, text[start:end], conditions_at(body, start))


def conjuncts(body: Body) -> list[Span]:
    """Return the conditions that WHERE joins by AND."""
    where = clause(body, "where")
    if where is None:
        return []
    found: list[Span] = []
    begin, between = where.start, False
    for token, depth in levels(body):
        if depth or not where.start <= token.start < where.end or token.kind != "word":
            continue
        word = token.text.lower()
        if word == "and" and not between:
            found.append(_span(body, begin, token.start))
            begin = token.start + len(token.text)
        between = word == "between" or (between and word != "and")
    return [*found, _span(body, begin, where.end)]


def assignments(body: Body) -> list[tuple[str, Span]]:
    """Return what SET assigns: columns with the spans of their values; one may stand there twice, by condition."""
    part = clause(body, "set")
    if part is None:
        return []
    inside = [(token, depth) for token, depth in levels(body) if part.start <= token.start < part.end]
    line_starts = set(_line_starts(body))
    heads: list[int] = []
    for index, (token, depth) in enumerate(inside):
        first = index == 0 or (inside[index - 1][0].text == "," and inside[index - 1][1] == 0)
        followed = index + 1 < len(inside) and inside[index + 1][0].text == "="
        if depth == 0 and followed and (first or token.start in line_starts):
            heads.append(index)
    found: list[tuple[str, Span]] = []
    for head, following in zip(heads, [*heads[1:], len(inside)], strict=True):
        last = inside[following - 1][0]
        if last.text == "," and inside[following - 1][1] == 0:
            last = inside[following - 2][0]
        begin = inside[head + 1][0].start + 1
        found.append((unquoted(inside[head][0].text), _span(body, begin, last.start + len(last.text))))
    return found


def _line_starts(body: Body) -> Iterator[int]:
    place = 0
    for line in body.lines:
        yield place + len(line.text) - len(line.text.lstrip())
        place += len(line.text) + 1


def inserted(body: Body) -> dict[str, Span]:
    """Return the value that an INSERT … VALUES or … SELECT gives each column; nothing where they cannot be paired."""
    columns = _group(body, 0, 0)
    values = clause(body, "values")
    if values is not None:
        given = _group(body, 0, values.start)
    else:
        selected = clause(body, "select")
        given = [] if selected is None else _split(body, selected.start, selected.end, 0)
    if len(columns) != len(given):
        return {}
    return {unquoted(name.text): value for name, value in zip(columns, given, strict=True)}


def _group(body: Body, level: int, after: int) -> list[Span]:
    """The comma-separated items of the first parentheses at a level."""
    start = -1
    for token, depth in levels(body):
        if token.start < after:
            continue
        if token.text == "(" and depth == level and start < 0:
            start = token.start + 1
        elif token.text == ")" and depth == level and start >= 0:
            return _split(body, start, token.start, level + 1)
    return []


def _split(body: Body, start: int, end: int, level: int) -> list[Span]:
    found: list[Span] = []
    begin = start
    for token, depth in levels(body):
        if start <= token.start < end and token.text == "," and depth == level:
            found.append(_span(body, begin, token.start))
            begin = token.start + 1
    return [*found, _span(body, begin, end)]


def occurrences(body: Body, *texts: str) -> list[Span]:
    """Return where these tokens follow each other."""
    tokens = significant(text_of(body))
    found: list[Span] = []
    for index in range(len(tokens) - len(texts) + 1):
        run = tokens[index : index + len(texts)]
        if all(token.text.lower() == wanted for token, wanted in zip(run, texts, strict=True)):
            found.append(_span(body, run[0].start, run[-1].start + len(run[-1].text)))
    return found


def changed(body: Body, changes: Iterable[Change]) -> Body:
    """Return the statement with the changes made; they must not overlap."""
    for change in sorted(changes, key=lambda each: each.span.start, reverse=True):
        body = _changed(body, change)
    return body


def _changed(body: Body, change: Change) -> Body:
    lines: list[Line] = []
    place, written = 0, False
    for line in body.lines:
        start, end = max(change.span.start - place, 0), min(change.span.end - place, len(line.text))
        place += len(line.text) + 1
        if start > len(line.text) or end < 0 or (end < start):
            lines.append(line)
            continue
        put = "" if written else change.text
        written = True
        text = line.text[:start] + put + line.text[end:]
        first, *rest = text.split("\n")
        if first.strip():
            lines.append(replace(line, text=first))
        lines += [Line(more) for more in rest if more.strip()]
    return replace(body, lines=tuple(lines))


def unconditional(body: Body, spans: Iterable[Span]) -> Body:
    """Return the statement in which the lines that these parts begin in are always there."""
    starts = [span.start for span in spans]
    lines: list[Line] = []
    place = 0
    for line in body.lines:
        inside = any(place <= start <= place + len(line.text) for start in starts)
        lines.append(replace(line, conditions=()) if inside else line)
        place += len(line.text) + 1
    return replace(body, lines=tuple(lines))


def narrowed(body: Body, condition: str) -> Body:
    """Return the statement with one more condition on its rows."""
    where = clause(body, "where")
    if where is not None:
        first = conjuncts(body)[0]
        lines = changed(body, [Change(Span(first.start, first.start, ""), f"{condition} AND ")])
        return lines
    return replace(body, lines=(*body.lines, Line(f"WHERE {condition}")))


def whole(sql: str, like: Body) -> Body:
    """Return a statement of this SQL that runs under the conditions of another."""
    return Body(tuple(Line(text) for text in sql.split("\n")), like.conditions, like.where)
