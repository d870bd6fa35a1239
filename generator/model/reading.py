"""Stage one: sections of documentation → what a model says of them, borne out by quotations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.description import Description
from generator.errors import SpecError
from generator.model.chunks import Chunk, chunks_of
from generator.model.describing import Origin, Part, described
from generator.model.floor import floored
from generator.model.halves import halved
from generator.model.interview import Interview, Question
from generator.model.judging import PageJudge
from generator.model.prompts import prompt
from generator.model.sayings import OperationSaid, PageSaid, RuleSaid, joined
from generator.prose.section import Section


@dataclass(frozen=True, slots=True)
class PagesRead:
    """What was read: the description, what was said of each operation by its id, and what was refused.

    ``parts`` are what it was read from, ``by_rules`` what rules alone found there.
    """

    description: Description
    said: Mapping[str, OperationSaid]
    parts: tuple[Part, ...]
    refused: tuple[str, ...] = ()
    by_rules: tuple[str, ...] = ()

    @property
    def rules(self) -> tuple[RuleSaid, ...]:
        """Return the rules that hold for more than one operation."""
        return tuple({rule.quotation: rule for part in self.parts for rule in part.said.rules}.values())


def questions_of(chunks: Sequence[Chunk], source: str) -> list[Question[PageSaid]]:
    """Return the question about each part of the documentation."""
    return [_question(chunk, number, len(chunks), source) for number, chunk in enumerate(chunks, 1)]


def _question(chunk: Chunk, number: int, count: int, source: str) -> Question[PageSaid]:
    return Question(
        f"read {chunk.name}",
        prompt("reading_system"),
        prompt("reading_user", number=number, count=count, source=source, text=chunk.text),
        PageSaid,
        PageJudge(chunk.text).judged,
        joined,
        halved(chunk.sections, lambda half: _question(Chunk(tuple(half)), number, count, source)),
    )


def read_prose(sections: Sequence[Section], origin: Origin, interview: Interview) -> PagesRead:
    """Return what the model reads in the sections. Raises: ModelError; SpecError where no operation is found."""
    chunks = chunks_of(sections)
    answered = interview.answers("reading", questions_of(chunks, origin.source))
    refused = [f"{each.name}: {fault}" for each in answered for fault in each.faults]
    parts = tuple(
        Part(chunk, each.value) for chunk, each in zip(chunks, answered, strict=True) if each.value is not None
    )
    description, said = described(parts, origin)
    if not description.operations:
        raise SpecError(
            "The model found no operation in this documentation.",
            where=origin.source,
            next="Name the page that describes the calls, with method and path.",
        )
    found = floored(description, sections, origin)
    return PagesRead(found.description, said, parts, tuple(refused), (*found.operations, *found.inputs))
