"""Accords: steps before all others that refuse arguments which must not stand together, or lack what must."""

from generator.plan import Accord, Json
from generator.render.scope import Scope
from generator.render.text import text_constant


def with_accords(scope: Scope, text: str) -> str:
    """Return the program's text in which the tool's accords are asked for first."""
    first = text.find("-- @")
    if first < 0 or not scope.tool.accords:
        return text
    steps = [
        f"-- @require invalid_argument: {accord_words(each)}\nSELECT {_code(each)};" for each in scope.tool.accords
    ]
    return "\n\n".join([text[:first].rstrip("\n"), *steps, text[first:]])


def accord_words(accord: Accord) -> str:
    """Return an accord in a sentence."""
    if accord.rule == "apart":
        return f"Only one of {_and(accord.names)} may be given."
    if accord.rule == "any" and accord.when is not None:
        return f"{_and(accord.names[1:])} must be given unless {accord.names[0]} is {_word(accord.when)}."
    if accord.rule == "any":
        return f"At least one of {_and(accord.names)} must be given."
    first = accord.names[0] if accord.when is None else f"{accord.names[0]} is {_word(accord.when)}"
    return f"{_and(accord.names[1:])} must be given where {first}{' is given' if accord.when is None else ''}."


def _and(names: tuple[str, ...]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _word(value: Json) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _code(accord: Accord) -> str:
    """Return the SQL that is true where the arguments are as the accord says."""
    given = [f":{name} IS NOT NULL" for name in accord.names]
    if accord.rule == "apart":
        return f"{' + '.join(f'({each})' for each in given)} <= 1"
    flag = accord.when
    value = str(flag).upper() if isinstance(flag, bool) else text_constant(str(flag))
    if accord.rule == "any":
        return " OR ".join(given if flag is None else [f":{accord.names[0]} IS {value}", *given[1:]])
    rest = " AND ".join(given[1:])
    absent = f":{accord.names[0]} IS NULL" if flag is None else f":{accord.names[0]} IS NOT {value}"
    return f"{absent} OR ({rest})" if len(given) > 2 else f"{absent} OR {rest}"
