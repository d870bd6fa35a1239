"""Times that a program of its own sets to the clock's, read off its statements."""

from collections.abc import Iterator, Sequence

from state_db.sql import Token, significant, unquoted

_CLOCK = ("now", "(", ")")


def timed(steps: Sequence[str]) -> dict[str, set[str]]:
    """Return the columns that updates set to now(), or to a time bound from it, by table."""
    tokens = significant("\n".join(steps))
    words = [token.text.lower() for token in tokens]
    moments = {f":{name}" for name in _bound(words)}
    found: dict[str, set[str]] = {}
    for table, start in _updates(tokens, words):
        for column, place in _assigned(tokens, words, start):
            ends = words[place + 3 : place + 4] if _is_clock(words, place) else words[place + 1 : place + 2]
            if (_is_clock(words, place) or words[place] in moments) and ends != ["||"]:
                found.setdefault(table, set()).add(column)
    return found


def _is_clock(words: Sequence[str], place: int) -> bool:
    return tuple(words[place : place + 3]) == _CLOCK


def _bound(words: Sequence[str]) -> Iterator[str]:
    """The names that are bound to the clock's time: ``SELECT now() AS at``."""
    for place in range(len(words) - 4):
        if _is_clock(words, place) and words[place + 3] == "as":
            yield words[place + 4]


def _updates(tokens: Sequence[Token], words: Sequence[str]) -> Iterator[tuple[str, int]]:
    """The table of each UPDATE, or of an upsert's, and where its assignments begin."""
    table = ""
    for place, word in enumerate(words):
        if word == "into" or (word == "update" and words[place + 1 : place + 2] != ["set"]):
            named = place + 3 if words[place + 1 : place + 2] == ["or"] else place + 1
            table = unquoted(tokens[named].text) if named < len(tokens) else ""
        if word == "set" and table:
            yield table, place + 1


def _assigned(tokens: Sequence[Token], words: Sequence[str], start: int) -> Iterator[tuple[str, int]]:
    """Each column that is set, and where its value begins, up to the end of the assignments."""
    depth = 0
    for place in range(start, len(words) - 1):
        depth += (words[place] == "(") - (words[place] == ")")
        if depth < 0 or (depth == 0 and words[place] in ("where", "from", "returning", ";")):
            return
        if depth == 0 and words[place + 1] == "=" and (place == start or words[place - 1] == ","):
            yield unquoted(tokens[place].text), place + 2
