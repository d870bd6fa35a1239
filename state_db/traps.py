"""Traps of SQL that can be seen in a statement's tokens."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from state_db.sql import Token, significant, unquoted

JSON_COLUMNS = frozenset({"key", "value", "type", "atom", "id", "parent", "fullkey", "path", "json", "root"})
JSON_TABLES = frozenset({"json_each", "json_tree"})
# Their first argument is JSON that is changed, whatever it comes from; only what is put into it can be lost.
JSON_CHANGERS = frozenset({"json_set", "json_insert", "json_replace", "json_array_insert"})
JSON_MAKERS = JSON_CHANGERS | {"json_object", "json_array", "json_group_array", "json_group_object"}
ORDERED_AGGREGATES = frozenset({"json_group_array", "group_concat", "string_agg"})
SELECT_WORDS = frozenset({"select", "with", "values"})


@dataclass(frozen=True, slots=True)
class Trap:
    """What is wrong, what to do, and whether the program cannot be used for it."""

    text: str
    next: str = ""
    fatal: bool = True


def traps_of(sql: str, tables: Mapping[str, object]) -> Iterator[Trap]:
    """Return the traps of a statement; ``tables`` are the server's tables by name."""
    found = significant(sql)
    words = [token.text.lower() if token.kind == "word" else token.text for token in found]
    closing = _closing(words)
    for at, word in enumerate(words):
        following = words[at + 1 : at + 4]
        if word == "not" and following[:2] == ["in", "("] and following[2:] and following[2] in SELECT_WORDS:
            yield Trap("NOT IN (SELECT …) lets everything through beside a NULL.", "Use NOT EXISTS.")
        if word == "like" or (word in ("lower", "upper") and following[:1] == ["("]):
            yield Trap(f"{word.upper()} folds ASCII letters only; text_match() and fold() know all.", fatal=False)
        if following[:1] != ["("]:
            continue
        inside = range(at + 2, closing.get(at + 1, len(words)))
        if word in ORDERED_AGGREGATES and "order" not in _own(words, inside):
            yield Trap(f"{word}() without ORDER BY inside promises no order.", fatal=False)
        if word in JSON_MAKERS:
            yield from _lost_json(words, inside, skips_first=word in JSON_CHANGERS)
        if word == "new_id":
            yield from _new_id(found, words, at, tables)


def _closing(words: Sequence[str]) -> dict[int, int]:
    """The index of each closing parenthesis by that of its opening one."""
    opened: list[int] = []
    pairs: dict[int, int] = {}
    for at, word in enumerate(words):
        if word == "(":
            opened.append(at)
        elif word == ")" and opened:
            pairs[opened.pop()] = at
    return pairs


def _own(words: Sequence[str], inside: range) -> list[str]:
    """The words inside a pair of parentheses, without those inside further ones."""
    depth, own = 0, []
    for at in inside:
        depth -= words[at] == ")"
        if not depth:
            own.append(words[at])
        depth += words[at] == "("
    return own


def _lost_json(words: Sequence[str], inside: range, *, skips_first: bool) -> Iterator[Trap]:
    """JSON that comes out as a quoted string: a subquery, or a view's body, as an argument of a JSON function."""
    depth = 0
    for at in inside:
        starts = not depth and words[at - 1] in ("(", ",") and not (skips_first and at == inside.start)
        if starts and words[at : at + 2] == ["(", "select"] and words[at + 2].startswith("json"):
            yield Trap("JSON from a subquery becomes a quoted string.", "Wrap it: json((SELECT …)).")
        name = at + 2 if words[at + 1 : at + 2] == ["."] else at
        if starts and words[name : name + 1] == ["body"] and words[name + 1] in (",", ")", "order"):
            yield Trap("A view's body becomes a quoted string inside JSON.", "Wrap it: json(body).")
        depth += (words[at] == "(") - (words[at] == ")")


def _new_id(found: Sequence[Token], words: Sequence[str], at: int, tables: Mapping[str, object]) -> Iterator[Trap]:
    argument = found[at + 2]
    if argument.kind == "string" and argument.text[1:-1].replace("''", "'") not in tables:
        yield Trap(f"new_id() knows no table {argument.text}.")
    depth = 0
    for word in words[at + 2 :]:
        depth += (word == "(") - (word == ")")
        if depth < -1:
            return
        if word == "order" and depth == -1:
            yield Trap("new_id() numbers the rows before ORDER BY sorts them.", "Sort them in a subquery.")
            return


def bare_json_columns(sql: str, reads: Sequence[str]) -> str:
    """Return the first column that is read from json_each or json_tree without a table's name, or "".

    ``reads`` are the columns that SQLite itself resolved to these tables, once for each reading.
    """
    if not reads:
        return ""
    found = significant(sql)
    words = [unquoted(token.text).lower() for token in found]
    qualified = Counter(word for before, word in pairwise(words) if before == ".")
    bare = _bare_words(words)
    for column, count in Counter(column.lower() for column in reads).items():
        if count > qualified[column] and column in bare and column in JSON_COLUMNS:
            return column
    return ""


def _bare_words(words: Sequence[str]) -> set[str]:
    """The unqualified words in the SELECTs that read json_each or json_tree.

    A SELECT inside that reads a table of its own is left out: its bare words are that table's columns.
    """
    scopes, parents = [0], {0: 0}
    reading: set[int] = set()
    with_tables: set[int] = set()
    places: list[tuple[int, str]] = []
    for at, word in enumerate(words):
        before, after = words[at - 1] if at else "", words[at + 1] if at + 1 < len(words) else ""
        if word == "(":
            scopes.append(at if after in SELECT_WORDS else scopes[-1])
            parents.setdefault(scopes[-1], scopes[-2])
        elif word == ")" and len(scopes) > 1:
            scopes.pop()
        elif word == "from":
            with_tables.add(scopes[-1])
        elif word in JSON_TABLES:
            reading.add(scopes[-1])
        elif before not in (".", "as") and after not in (".", "("):
            places.append((scopes[-1], word))

    def reads(scope: int) -> bool:
        return scope in reading or (scope not in with_tables and scope != 0 and reads(parents[scope]))

    return {word for scope, word in places if reads(scope)}
