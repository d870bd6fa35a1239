"""Conditions in the manner of SQL, as query languages have them: status = 'open' AND total BETWEEN 1 AND 5."""

import re

from state_db.functions.conditions import BadFilter, Condition, Json, Not, Path, Test, Tokens, both, either

TOKEN = re.compile(
    r"""\s+ | (?P<text>'(?:[^']|'')*'|"(?:[^"\\]|\\.)*") | (?P<quoted>`[^`]+`)
      | (?P<moment>\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?(?![\w-]))
      | (?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?!\w)) | (?P<sign><>|!=|<=|>=|==|!~|[=<>~(),])
      | (?P<word>[^\W\d][\w.-]*)""",
    re.VERBOSE,
)
ORDERS = {"=": "eq", "==": "eq", "!=": "ne", "<>": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
CONSTANTS: dict[str, Json] = {"true": True, "false": False, "null": None, "empty": None}
NO_NAMES = frozenset({"and", "or", "not", "in", "is", "like", "between"})
LIKE_SIGNS = {"%": ".*", "_": "."}


def read_where(text: str) -> Condition:
    """Return the condition that the text tells. Raises: BadFilter."""
    tokens = Tokens(text, TOKEN)
    found = _either(tokens)
    if tokens.next[0]:
        raise BadFilter
    return found


def _either(tokens: Tokens) -> Condition:
    tokens.deeper()
    parts = [_both(tokens)]
    while tokens.takes("or"):
        parts.append(_both(tokens))
    tokens.depth -= 1
    return either(parts)


def _both(tokens: Tokens) -> Condition:
    parts = [_single(tokens)]
    while tokens.takes("and"):
        parts.append(_single(tokens))
    return both(parts)


def _single(tokens: Tokens) -> Condition:
    if tokens.takes("not"):
        tokens.deeper()
        found = Not(_single(tokens))
        tokens.depth -= 1
        return found
    if tokens.takes("("):
        inner = _either(tokens)
        tokens.needs(")")
        return inner
    return _tested(tokens, _path(tokens))


def _tested(tokens: Tokens, path: Path) -> Condition:
    if tokens.takes("is"):
        negated = bool(tokens.takes("not"))
        tokens.needs("null", "empty")
        return _null(tokens, path, negated)
    negated = bool(tokens.takes("not"))
    found = _listed(tokens, path, negated)
    return Not(found) if negated else found


def _listed(tokens: Tokens, path: Path, negated: bool) -> Condition:
    if tokens.takes("in"):
        return tokens.test(Test(path, "in", tokens.listed(_literal), absent=None))
    if tokens.takes("like", "ilike"):
        return tokens.test(Test(path, "like", _like(_literal(tokens)), absent=None))
    if tokens.takes("between"):
        low = _literal(tokens)
        tokens.needs("and")
        high = _literal(tokens)
        return both([tokens.test(Test(path, "ge", low, None)), tokens.test(Test(path, "le", high, None))])
    if negated:
        raise BadFilter
    if sign := tokens.takes("~", "!~"):
        test = tokens.test(Test(path, "contains", _literal(tokens), absent=None, fold=True))
        return test if sign == "~" else Not(test)
    order = ORDERS[tokens.needs(*ORDERS)]
    value = _literal(tokens)
    if value is None:
        if order not in ("eq", "ne"):
            raise BadFilter
        return _null(tokens, path, order == "ne")
    return tokens.test(Test(path, order, value, absent=None))


def _null(tokens: Tokens, path: Path, negated: bool) -> Condition:
    test = tokens.test(Test(path, "null"))
    return Not(test) if negated else test


def _path(tokens: Tokens) -> Path:
    kind, text = tokens.take()
    if kind == "quoted":
        return (text[1:-1],)
    if kind == "text" and text[0] == '"':
        return (text[1:-1],)
    if kind != "word" or text.lower() in NO_NAMES or text.lower() in CONSTANTS:
        raise BadFilter
    return tuple(text.split("."))


def _literal(tokens: Tokens) -> Json:
    kind, text = tokens.take()
    if kind == "text":
        return text[1:-1].replace("''", "'") if text[0] == "'" else re.sub(r"\\(.)", r"\1", text[1:-1])
    if kind == "number":
        return int(text) if text.lstrip("-").isdigit() else float(text)
    if kind == "moment":
        return text
    if kind == "word" and text.lower() not in NO_NAMES:
        return CONSTANTS.get(text.lower(), text)
    raise BadFilter


def _like(value: Json) -> str:
    """The pattern as an expression for RE2."""
    if not isinstance(value, str) or len(value) > 200:
        raise BadFilter
    return "".join(LIKE_SIGNS.get(sign) or re.escape(sign) for sign in value)
