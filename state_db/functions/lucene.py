"""Queries in the manner of Lucene: title:"big house" AND (total:>=5 OR total:[1 TO 3]) -status:closed wor*."""

import re

from state_db.functions.conditions import BadFilter, Condition, Not, Path, Test, Tokens, both, either

TOKEN = re.compile(
    r"""\s+ | (?P<text>"(?:[^"\\]|\\.)*") | (?P<sign>&&|\|\||>=|<=|[()\[\]{}:<>!+])
      | (?P<minus>-(?=\S)) | (?P<word>(?:[^\s()\[\]{}:<>!"\\^~&|]|\\.)(?:[^\s()\[\]{}:"\\^~&|]|\\.)*)""",
    re.VERBOSE,
)
ORDERS = {">": "gt", ">=": "ge", "<": "lt", "<=": "le"}
ESCAPED = re.compile(r"\\(.)")
ANYWHERE: Path = ("*",)  # a term without a field: any text of the object, which holds them all under this name


def read_lucene(text: str, every: bool = False) -> Condition:
    """Return the condition that the query tells; ``every`` joins terms side by side by AND. Raises: BadFilter."""
    tokens = Tokens(text, TOKEN)
    found = _either(tokens, ANYWHERE, every)
    if tokens.next[0]:
        raise BadFilter
    return found


def _either(tokens: Tokens, path: Path, every: bool) -> Condition:
    tokens.deeper()
    parts = [_both(tokens, path, every)]
    while (tokens.next[0] == "sign" and tokens.takes("||")) or _joins(tokens, "OR"):
        parts.append(_both(tokens, path, every))
    tokens.depth -= 1
    return either(parts)


def _joins(tokens: Tokens, word: str) -> bool:
    """Take the word, which joins in capitals only."""
    if tokens.next == ("word", word):
        tokens.take()
        return True
    return False


def _both(tokens: Tokens, path: Path, every: bool) -> Condition:
    parts = [_beside(tokens, path, every)]
    while (tokens.next[0] == "sign" and tokens.takes("&&")) or _joins(tokens, "AND"):
        parts.append(_beside(tokens, path, every))
    return both(parts)


def _beside(tokens: Tokens, path: Path, every: bool) -> Condition:
    """Terms side by side: + must hold, - must not, and of the others all or one."""
    must: list[Condition] = []
    may: list[Condition] = []
    while (not must and not may) or _begins(tokens):
        if tokens.next[0] == "minus" or tokens.next[1] == "!" or tokens.next == ("word", "NOT"):
            tokens.take()
            must.append(Not(_single(tokens, path, every)))
        elif tokens.next[0] == "sign" and tokens.takes("+"):
            must.append(_single(tokens, path, every))
        else:
            (must if every else may).append(_single(tokens, path, every))
    only_not = all(isinstance(part, Not) for part in must)
    return both([*must, *([either(may)] if may and only_not else [])])


def _begins(tokens: Tokens) -> bool:
    kind, text = tokens.next
    if kind == "word":
        return text not in ("AND", "OR")
    return kind in ("text", "minus") or text in ("(", "+", "!")


def _single(tokens: Tokens, path: Path, every: bool) -> Condition:
    if tokens.next[0] == "sign" and tokens.takes("("):
        found = _either(tokens, path, every)
        tokens.needs(")")
        return found
    if tokens.next[0] == "word" and tokens.after(1) == ("sign", ":"):
        name = _plain(tokens.take()[1])
        tokens.needs(":")
        return _of_field(tokens, () if name == "*" else tuple(name.split(".")), every)
    return _term(tokens, path)


def _of_field(tokens: Tokens, path: Path, every: bool) -> Condition:
    kind, text = tokens.next
    if kind == "sign" and text in ORDERS:
        tokens.take()
        return tokens.test(Test(path, ORDERS[text], _value(tokens)))
    if kind == "sign" and text in ("[", "{"):
        return _range(tokens, path)
    if kind == "sign" and text == "(":
        return _single(tokens, path, every)
    return _term(tokens, path)


def _range(tokens: Tokens, path: Path) -> Condition:
    low = "ge" if tokens.needs("[", "{") == "[" else "gt"
    first = _value(tokens)
    if tokens.take() != ("word", "TO"):
        raise BadFilter
    last = _value(tokens)
    high = "le" if tokens.needs("]", "}") == "]" else "lt"
    ends = [(low, first), (high, last)]
    tests = [tokens.test(Test(path, order, value)) for order, value in ends if value != "*"]
    return both(tests) if tests else Not(tokens.test(Test(path, "null")))


def _term(tokens: Tokens, path: Path) -> Condition:
    if tokens.next == ("word", "*"):
        tokens.take()
        return Not(tokens.test(Test(() if path == ANYWHERE else path, "null")))
    return tokens.test(Test(path, "word", _value(tokens)))


def _value(tokens: Tokens) -> str:
    kind, text = tokens.take()
    if kind == "minus":
        inner, text = tokens.take()
        if inner != "word":
            raise BadFilter
        return f"-{_plain(text)}"
    if kind == "text":
        return _plain(text[1:-1])
    if kind == "word" and text not in ("AND", "OR", "NOT", "TO"):
        return _plain(text)
    raise BadFilter


def _plain(text: str) -> str:
    return ESCAPED.sub(r"\1", text)
