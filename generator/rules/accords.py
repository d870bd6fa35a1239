"""Accords: which inputs must be given together, or must not be, by the sentences about them.

"Only one of `text` and `html` can be specified" sets them apart, "either `name` or `company` is required" asks for one,
"required if `kind` is `push`" and "must be used with the workspace parameter" let one need another. Only what an
operation is documented to refuse is refused: one that declares no error for a wrong request takes all of them.
"""

import re
from collections.abc import Iterator, Sequence

from generator.description import Operation
from generator.plan import Accord, Argument, Json, Tool
from generator.rules.envelopes import type_names
from generator.rules.naming import sentences, squashed

_REFUSES = frozenset({"400", "409", "422", "4XX", "default"})
_NAME = (
    r"(?:the )?[`'\"“]?(?P<{0}>[a-z][\w.\[\]-]*\w|[a-z])[`'\"”]?"
    r"(?: (?:parameter|field|property|argument|input|option|value|attribute))?"
)
_QUOTED = re.compile(r"[`'\"“]([a-z][\w.\[\]-]*)[`'\"”]", re.I)
_GIVEN = r"(?:set|given|provided|specified|supplied|included|passed|used|present|sent)"
_NOT = r"(?:cannot|can not|can't|must not|may not|should not|are not allowed to)"
# Of the input itself: "Cannot be used with html", "should not be used together with due_on".
_OWN_APART = re.compile(
    rf"\b{_NOT} be {_GIVEN} (?:(?:together|along|in (?:combination|conjunction)) )?with {_NAME.format('other')}", re.I
)
# Of those that a sentence names: "Only one of `a` and `b` can be specified", "use either `a` or `b`, not both".
_APART = re.compile(
    rf"\bonly one of\b[^.]*\b(?:can|may|must|should) be {_GIVEN}|\bnot both\b|\bmutually exclusive\b"
    rf"|\bat most one of (?:those|these|the)\b[^.]*\b(?:can|may|must) be {_GIVEN}"
    rf"|\b{_NOT} (?:both )?be {_GIVEN} (?:at the same time|together|simultaneously|in the same request)",
    re.I,
)
_IF_USING = re.compile(rf"\bif you(?:'re| are) using {_NAME.format('own')},? you {_NOT} use (?P<others>[^.]+)", re.I)
_EITHER = re.compile(
    rf"^\W*(?:note:? )?(?:either|at least one of|one of) (?P<names>[^.;:]{{3,120}}?) (?:is|are|must be|should be)"
    rf"(?: required| {_GIVEN})\b"
    r"|\byou must (?:specify|provide|give|pass|set|include|supply) (?:either |at least one of |one of )"
    r"(?P<told>[^.;]{3,120})"
    rf"|\b(?:either|at least one of) (?P<has>[`'\"“\w., ]{{3,120}}?) (?:have|has) to be {_GIVEN}",
    re.I,
)
_INSTEAD = re.compile(
    r"\byou must specify (?:either |at least one of |one of )?(?P<told>[^.;]{3,80})"
    r" if you do not specify (?P<else>[^.;]{3,80})",
    re.I,
)
_WITHOUT = re.compile(
    rf"\brequired (?:if|when) {_NAME.format('other')} is (?:absent|missing|omitted|not {_GIVEN})"
    rf"|\brequired (?:when|if) not (?:presenting|providing|giving|passing|sending) {_NAME.format('none')}"
    r"|\bif (?:omitting|you omit) this (?:parameter|field|argument),? you must provide (?:an? )?"
    rf"{_NAME.format('more')}",
    re.I,
)
_SPARED = re.compile(
    r"\bnot required (?:if|when|where) (?:presenting|providing|giving|passing|sending|using) (?P<names>[^.;]{2,100})",
    re.I,
)
_UNLESS = re.compile(
    r"\brequired,? unless (?:you (?:set|specify|provide|pass) )?(?:the )?[`'\"“]?(?P<other>[a-z]\w*)[`'\"”]?"
    r" ?(?:is(?: set to)?|=) ?[`'\"“]?(?P<value>\w[\w.-]*\w)\b",
    re.I,
)
_WITH = re.compile(
    rf"\bmust (?:also )?be {_GIVEN} (?:together )?with {_NAME.format('other')}"
    rf"|\bif you specify {_NAME.format('own')},? you must also specify {_NAME.format('more')}"
    rf"|\bcan only be {_GIVEN} (?:if|when|together with|in (?:combination|conjunction) with) {_NAME.format('beside')}"
    rf" is (?:also )?{_GIVEN}\b(?! to\b)",
    re.I,
)
_VALUE = r"[`'\"“]?(?P<{0}>true|false|(?<=[`'\"“])[\w.-]+)[`'\"”]?"
_WHEN = re.compile(
    r"^\W*(?:\*\w+:?\*\W*)?(?:this (?:field|parameter|property) is )?(?:only )?required (?:if|when) "
    rf"{_NAME.format('other')}"
    rf" (?:is|=|equals|is set to|has the value) {_VALUE.format('value')}(?![\w`'\"”])(?! (?:or|and)\b)",
    re.I,
)
_IF_VALUE = re.compile(
    rf"\bif (?:the value of )?{_NAME.format('other')} is {_VALUE.format('value')},? (?P<names>[^.;:]{{3,120}}?)"
    rf" must (?:also )?be (?:{_GIVEN})\b",
    re.I,
)


def with_accords(tool: Tool, operation: Operation) -> Tool:
    """Return the tool with what the documentation says of which of its arguments are given together."""
    found = accords_of(operation, tool.arguments)
    return tool.model_copy(update={"accords": found}) if found else tool


def accords_of(operation: Operation, arguments: Sequence[Argument]) -> tuple[Accord, ...]:
    """Return what the sentences about an operation and its inputs say of which are given together."""
    if not any(response.status in _REFUSES for response in operation.responses):
        return ()
    found: list[Accord] = []
    for argument in arguments:
        for sentence in _sentences(str(argument.value.get("description", ""))):
            found += _of_input(sentence, argument, arguments)
    for sentence in _sentences(f"{operation.summary}. {operation.text}"):
        found += _of_several(sentence, None, arguments)
    return _sound(found, operation, arguments)


def _sentences(text: str) -> list[str]:
    flat = re.sub(r"</?\w+/?>", " ", text.replace("**", ""))
    return sentences(" ".join(flat.split()))


def _of_input(sentence: str, own: Argument, arguments: Sequence[Argument]) -> Iterator[Accord]:
    """Yield what a sentence about an input says of it and others."""
    if match := _OWN_APART.search(sentence):
        yield from _accord("apart", [own, *_beside(match, own, arguments)])
    elif match := _WHEN.search(sentence):
        for other in _beside(match, own, arguments, "other"):
            value = _value(match["value"], other)
            if value is not None:
                yield from _accord("with", [other, own], value)
    elif any(way.search(sentence) for way in (_SPARED, _UNLESS, _WITHOUT)):
        yield from _unless_others(sentence, own, arguments)
    elif match := _WITH.search(sentence):
        yield from _accord("with", [own, *_beside(match, own, arguments)])
    else:
        yield from _of_several(sentence, own, arguments)


def _unless_others(sentence: str, own: Argument, arguments: Sequence[Argument]) -> Iterator[Accord]:
    """Yield that an input must be given unless another is, or has a value."""
    if match := _SPARED.search(sentence):
        yield from _accord("any", [own, *_all_named(match["names"], own, arguments)])
    elif match := _UNLESS.search(sentence):
        for other in _beside(match, own, arguments, "other"):
            said = re.fullmatch(_GIVEN, match["value"], re.I)
            value = None if said else _value(match["value"], other)
            if said or value is not None:
                yield from _accord("any", [other, own], value)
    elif match := _WITHOUT.search(sentence):
        yield from _accord("any", [own, *_beside(match, own, arguments)])


def _of_several(sentence: str, own: Argument | None, arguments: Sequence[Argument]) -> Iterator[Accord]:
    """Yield what a sentence says of all those that it names."""
    if match := _IF_USING.search(sentence):
        first = _named(match["own"], own, arguments)
        for other in _all_named(match["others"], own, arguments):
            yield from _accord("apart", [*first, other])
    elif match := _IF_VALUE.search(sentence):
        for other in _named(match["other"], own, arguments):
            value = _value(match["value"], other)
            for one in _all_named(match["names"], own, arguments) if value is not None else ():
                yield from _accord("with", [other, one], value)
    elif _APART.search(sentence):
        yield from _accord("apart", _all_named(sentence, own, arguments))
    elif match := _INSTEAD.search(sentence):
        yield from _accord("any", _all_named(f"{match['told']} {match['else']}", own, arguments))
    elif (match := _EITHER.search(sentence)) and not re.search(r"\band\b", sentence):
        told = match["names"] or match["told"] or match["has"]
        yield from _accord("any", _all_named(told, own, arguments))


def _accord(rule: str, members: Sequence[Argument], when: Json = None) -> Iterator[Accord]:
    names = tuple(dict.fromkeys(each.name for each in members))
    if len(names) > 1:
        yield Accord.model_validate({"rule": rule, "names": names, "when": when})


def _beside(match: re.Match[str], own: Argument, arguments: Sequence[Argument], *groups: str) -> list[Argument]:
    """Return the inputs that a match names in these groups, or in all; none that it does not know, nor the own one."""
    told = [value for name, value in match.groupdict().items() if value and (not groups or name in groups)]
    return [each for name in told for each in _named(name, own, arguments) if each is not own]


def _all_named(text: str, own: Argument | None, arguments: Sequence[Argument]) -> list[Argument]:
    """Return the inputs that are quoted in a text, or stand in it as they are called."""
    words = [*_QUOTED.findall(text), *re.findall(r"\b[a-z]\w*_\w+\b|\b[a-z]+[A-Z]\w+\b", text)]
    plain = re.findall(r"\w+", text) if not words else []
    return [each for word in dict.fromkeys([*words, *plain]) for each in _named(word, own, arguments)]


def _named(word: str, own: Argument | None, arguments: Sequence[Argument]) -> list[Argument]:
    """Return the input that is called so: one beside the own one first, in the same object."""
    wanted = squashed(word)
    same = [each for each in arguments if each.wire and wanted in (squashed(each.wire[-1]), squashed(each.name))]
    near = [
        each for each in arguments if own is not None and each.wire and squashed(each.name) == _sibling(own, wanted)
    ]
    return (near or same)[:1]


def _sibling(own: Argument, wanted: str) -> str:
    """Return what an input of the own one's object would be called: "sort_by_name" beside "sort_by_date"."""
    last = re.split(r"[\[.]", own.wire[-1].rstrip("]"))[-1] if own.wire else ""
    whole = squashed(own.name)
    return whole.removesuffix(squashed(last)) + wanted if last and whole.endswith(squashed(last)) else ""


def _value(word: str, other: Argument) -> Json:
    """Return the value that a word means of an input; None where it cannot have it."""
    kinds = type_names(other.value) - {"null"}
    if kinds == {"boolean"}:
        return {"true": True, "false": False}.get(word.lower())
    choices = other.value.get("enum")
    return word if kinds == {"string"} and (not isinstance(choices, list) or word in choices) else None


def _sound(found: Sequence[Accord], operation: Operation, arguments: Sequence[Argument]) -> tuple[Accord, ...]:
    """Return each accord once that can be kept, and that the documentation's own examples keep."""
    known = {each.name: each for each in arguments}
    kept: dict[tuple[str, frozenset[str], str], Accord] = {}
    for accord in found:
        members = [known[name] for name in accord.names]
        asked = [each for each in members if each.required or "default" in each.value]
        vain = bool(asked)
        if accord.rule == "with":
            vain = members[-1] in asked or "default" in members[0].value
        elif accord.when is not None:
            vain = members[-1] in asked or members[0].value.get("default") == accord.when
        if not vain and not any(_breaks(accord, example, known) for example in _examples(operation)):
            kept.setdefault((accord.rule, frozenset(accord.names), str(accord.when)), accord)
    return tuple(each for each in kept.values() if not any(_is_wider(other, each) for other in kept.values()))


def _is_wider(other: Accord, accord: Accord) -> bool:
    """Return whether another accord lets more inputs stand for one that must be given: what it allows is allowed."""
    both = other.rule == accord.rule == "any" and other.when == accord.when
    return both and {*other.names} > {*accord.names}


def _examples(operation: Operation) -> Iterator[dict[str, Json]]:
    for example in operation.body.examples if operation.body else ():
        inner = example.get("data") if isinstance(example, dict) and len(example) == 1 else None
        whole = inner if isinstance(inner, dict) else example
        if isinstance(whole, dict):
            yield whole


def _breaks(accord: Accord, example: dict[str, Json], known: dict[str, Argument]) -> bool:
    given = {name: example.get(known[name].wire[-1]) for name in accord.names if known[name].wire}
    return not accord.holds(given)
