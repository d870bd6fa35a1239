"""OData's $filter: status eq 'open' and (total ge 5 or contains(name,'x')) and tags/any(t:t eq 'a')."""

import re

from state_db.functions.conditions import BadFilter, Condition, Json, Not, Path, Some, Test, Tokens, both, either

TOKEN = re.compile(
    r"""\s+ | (?P<text>'(?:[^']|'')*')
      | (?P<moment>\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?(?![\w-]))
      | (?P<guid>[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})
      | (?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?!\w)) | (?P<word>@?[A-Za-z_][\w.]*) | (?P<sign>[(),/:])""",
    re.VERBOSE,
)
ORDERS = ("eq", "ne", "gt", "ge", "lt", "le")
FUNCTIONS = {"contains": "contains", "startswith": "starts", "endswith": "ends"}
FOLDING = ("tolower", "toupper")
CONSTANTS: dict[str, Json] = {"true": True, "false": False, "null": None}


def read_odata(text: str) -> Condition:
    """Return the condition that the filter tells. Raises: BadFilter."""
    tokens = Tokens(text, TOKEN)
    found = _either(tokens, "")
    if tokens.next[0]:
        raise BadFilter
    return found


def _either(tokens: Tokens, variable: str) -> Condition:
    tokens.deeper()
    parts = [_both(tokens, variable)]
    while tokens.takes("or"):
        parts.append(_both(tokens, variable))
    tokens.depth -= 1
    return either(parts)


def _both(tokens: Tokens, variable: str) -> Condition:
    parts = [_single(tokens, variable)]
    while tokens.takes("and"):
        parts.append(_single(tokens, variable))
    return both(parts)


def _single(tokens: Tokens, variable: str) -> Condition:
    if tokens.takes("not"):
        tokens.deeper()
        found = Not(_single(tokens, variable))
        tokens.depth -= 1
        return found
    if tokens.takes("("):
        inner = _either(tokens, variable)
        tokens.needs(")")
        return inner
    name = tokens.next[1].lower()
    if name in FUNCTIONS and tokens.after(1)[1] == "(":
        return _called(tokens, variable)
    fold, path = _operand(tokens, variable)
    if path and path[-1].lower() in ("any", "all") and tokens.takes("("):
        return _some(tokens, path)
    if tokens.takes("in"):
        return tokens.test(Test(path, "in", tokens.listed(_literal), fold=fold))
    return _ordered(tokens, path, tokens.needs(*ORDERS), fold)


def _ordered(tokens: Tokens, path: Path, order: str, fold: bool) -> Condition:
    value = _literal(tokens)
    if value is None:
        test = tokens.test(Test(path, "null"))
        return test if order == "eq" else Not(test)
    return tokens.test(Test(path, order, value, absent=order == "ne", fold=fold))


def _called(tokens: Tokens, variable: str) -> Condition:
    name = FUNCTIONS[tokens.take()[1].lower()]
    tokens.needs("(")
    fold, path = _operand(tokens, variable)
    tokens.needs(",")
    test = tokens.test(Test(path, name, _literal(tokens), fold=fold))
    tokens.needs(")")
    if tokens.next[1].lower() in ("eq", "ne"):
        same = tokens.take()[1].lower() == "eq"
        wanted = _literal(tokens)
        if not isinstance(wanted, bool):
            raise BadFilter
        return test if same == wanted else Not(test)
    return test


def _operand(tokens: Tokens, variable: str) -> tuple[bool, Path]:
    if tokens.next[1].lower() in FOLDING and tokens.after(1)[1] == "(":
        tokens.take()
        tokens.needs("(")
        path = _path(tokens, variable)
        tokens.needs(")")
        return True, path
    return False, _path(tokens, variable)


def _path(tokens: Tokens, variable: str) -> Path:
    names = [_name(tokens)]
    while tokens.takes("/"):
        names.append(_name(tokens))
    return tuple(names[1:] if variable and names[0] == variable else names)


def _name(tokens: Tokens) -> str:
    kind, text = tokens.take()
    if kind != "word" or text.lower() in CONSTANTS:
        raise BadFilter
    return text


def _some(tokens: Tokens, path: Path) -> Condition:
    if tokens.takes(")"):
        return Not(tokens.test(Test(path[:-1], "null")))
    variable = _name(tokens)
    tokens.needs(":")
    part = _either(tokens, variable)
    tokens.needs(")")
    return Some(path[:-1], part, every=path[-1].lower() == "all")


def _literal(tokens: Tokens) -> Json:
    fold = tokens.takes(*FOLDING)
    if fold:
        tokens.needs("(")
        value = _literal(tokens)
        tokens.needs(")")
        return value
    kind, text = tokens.take()
    if kind == "text":
        return text[1:-1].replace("''", "'")
    if kind == "number":
        return int(text) if text.lstrip("-").isdigit() else float(text)
    if kind in ("moment", "guid"):
        return text
    if kind == "word" and text.lower() in CONSTANTS:
        return CONSTANTS[text.lower()]
    raise BadFilter
