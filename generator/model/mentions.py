"""Several mentions of one call: the fullest says what it is, and the others add what it leaves out."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from generator.model.quotations import Passages
from generator.model.sayings import AnswerSaid, OperationSaid
from generator.prose.section import Section

Key = Callable[[Any], object]


def fullness(said: OperationSaid, examples: int) -> int:
    """Return how much a mention says; what is shown counts more than what is only named."""
    fields = len(said.parameters) + len(said.errors) + len(said.rules) + bool(said.sends)
    return fields + 3 * examples + (said.answer != AnswerSaid())


def filled_up(main: OperationSaid, others: Iterable[OperationSaid]) -> OperationSaid:
    """Return the mention with what others say of the same call beyond it.

    The parameters of its path are its own: other mentions may call the same ones otherwise.
    """
    for other in others:
        more = [each for each in other.parameters if each.place != "path"]
        main = main.model_copy(
            update={
                "parameters": _with(main.parameters, more, lambda each: (each.place, each.name)),
                "errors": _with(main.errors, other.errors, lambda each: (each.status, each.code)),
                "rules": _with(main.rules, other.rules, lambda each: each.quotation),
                "answer": other.answer if main.answer == AnswerSaid() else main.answer,
                "sends": main.sends or other.sends,
                "title": main.title or other.title,
            }
        )
    return main


def _with(own: Sequence[Any], more: Iterable[Any], key: Key) -> tuple[Any, ...]:
    known = {key(each) for each in own}
    return (*own, *(each for each in more if key(each) not in known))


def bearing_out(said: OperationSaid, sections: Sequence[Section]) -> Section:
    """Return the section that holds most of the words which are quoted of the call, its own words first of all."""
    words = quoted_words(said)
    scores = [
        sum(_passages(section.text).holds(each) for each in words)
        + len(words) * _passages(section.text).holds(said.quotation)
        for section in sections
    ]
    return sections[scores.index(max(scores))]


def borne_out_beside(said: OperationSaid, main: str, sections: Sequence[Section], most: int) -> list[str]:
    """Return the texts of at most so many sections that hold words quoted of the call which its own does not hold."""
    missing = [each for each in quoted_words(said) if not _passages(main).holds(each)]
    found: list[str] = []
    while missing and len(found) < most:
        held = {section.text: [each for each in missing if _passages(section.text).holds(each)] for section in sections}
        best = max(held, key=lambda text: len(held[text]), default="")
        if not held.get(best):
            break
        found.append(best)
        missing = [each for each in missing if each not in held[best]]
    return found


def quoted_words(said: OperationSaid) -> list[str]:
    """Return all that is quoted of a call, each once."""
    parameters = [each.quotation for each in said.parameters]
    errors = [each.quotation for each in said.errors]
    rules = [each.quotation for each in said.rules]
    return list(dict.fromkeys([said.quotation, *parameters, *errors, *rules]))


@lru_cache(maxsize=512)
def _passages(text: str) -> Passages:
    return Passages(text)
