"""What a run would ask, before anything is asked: the stages, their requests and tokens."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.model.blind import MOST_TOOLS as TOOLS_CHECKED_AT_ONCE
from generator.model.budget import CHARACTERS_PER_TOKEN, Usage
from generator.model.chunks import chunks_of
from generator.model.programming import MOST_TOOLS as PROGRAMS_AT_ONCE
from generator.model.reading import questions_of
from generator.model.settings import Settings
from generator.model.settling import MOST_ROUNDS
from generator.prose.calls import calls_in
from generator.prose.section import Section

# Shares and lengths seen with real documentation: what an operation takes in each stage, in tokens.
SHARE_OF_PROGRAMS = 0.4
TOKENS_OF_PROMPT = 2_500
ANSWERED = {"reading": 450, "planning": 40, "programs": 350, "checks": 450, "repair": 120}


@dataclass(frozen=True, slots=True)
class StageEstimate:
    """What one stage would ask at most, about."""

    name: str
    requests: int
    sent: int
    answered: int

    def line(self, settings: Settings) -> str:
        """Return the estimate as people read it."""
        cost = Usage(sent=self.sent, answered=self.answered).dollars(settings.prices)
        said = f"{self.name}: about {self.requests} requests, {self.sent:,} + {self.answered:,} tokens"
        return said + (f", ${cost:.2f}" if cost is not None else "")


def estimate_of(sections: Sequence[Section], source: str, settings: Settings) -> tuple[StageEstimate, ...]:
    """Return the estimate of each stage for documentation in prose; what is cached already is counted as well."""
    questions = questions_of(chunks_of(sections), source)
    read = sum(len(each.system) + len(each.user) for each in questions) // CHARACTERS_PER_TOKEN
    calls = {(call.method, call.address) for section in sections for call in calls_in(section.text)}
    operations = max(len(calls), 1)
    text = sum(len(section.text) for section in sections) // CHARACTERS_PER_TOKEN
    programs = -(-int(operations * SHARE_OF_PROGRAMS + 1) // PROGRAMS_AT_ONCE)
    checks = -(-operations // TOOLS_CHECKED_AT_ONCE)
    stages = [
        ("reading", len(questions), read),
        ("planning", 1, TOKENS_OF_PROMPT + 150 * operations),
        ("programs", programs, (TOKENS_OF_PROMPT + 80 * operations) * programs + text // 2),
        ("checks", checks, (TOKENS_OF_PROMPT + 300 * TOOLS_CHECKED_AT_ONCE) * checks + text),
        ("repair", MOST_ROUNDS, (TOKENS_OF_PROMPT + 80 * operations) * MOST_ROUNDS),
    ]
    return tuple(StageEstimate(name, requests, sent, ANSWERED[name] * operations) for name, requests, sent in stages)
