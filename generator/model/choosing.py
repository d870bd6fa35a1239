"""Which of the user's candidates documents a topic, chosen by a model: it points at their numbers and names nothing."""

from collections.abc import Sequence

from pydantic import Field

from generator.model.budget import Usage
from generator.model.interview import Interview, Judged, Question, Tell
from generator.model.prompts import prompt
from generator.model.settings import Settings
from generator.model.structured import Said
from generator.prose.candidates import Candidate, Chooser, by_words

MOST_TEXT = 200


class ChoiceSaid(Said):
    """The numbers of the candidates that fit, the best first."""

    numbers: tuple[int, ...] = Field(default=())


def chooser_by(settings: Settings, tell: Tell) -> Chooser:
    """Return what chooses among candidates by asking the model, and by words where it gives no answer of use."""

    def choose(topic: str, candidates: Sequence[Candidate]) -> Sequence[int]:
        def judged(said: ChoiceSaid) -> Judged[ChoiceSaid]:
            known = tuple(number for number in said.numbers if 0 <= number < len(candidates))
            alien = [number for number in said.numbers if number not in known]
            return Judged(ChoiceSaid(numbers=known), tuple(f"there is no candidate {number}" for number in alien))

        listed = [f"{number}: {each.url} {each.text[:MOST_TEXT]}" for number, each in enumerate(candidates)]
        question = Question(
            "choose",
            prompt("choosing_system"),
            prompt("choosing_user", topic=topic, candidates=listed),
            ChoiceSaid,
            judged,
        )
        with Interview(settings, tell, Usage()) as interview:
            (answered,) = interview.answers("choosing", [question])
        return by_words(topic, candidates) if answered.value is None else answered.value.numbers

    return choose
