"""Users: who opens each turn of an episode, gives facts when asked, and ends it."""

import re
from collections.abc import Sequence
from typing import Protocol

from client.messages import Message
from client.tasks import Held, Task

# How often within a turn the user answers a question that the task did not foresee.
MOST_ASIDES = 2


class User(Protocol):
    """Whoever plays the user of one episode. A user sees what was said to them, never tools or their answers."""

    name: str

    async def reply(self, messages: Sequence[Message]) -> str | None:
        """Return the user's next words, or None where they are done. Raises: EpisodeError."""
        ...


class ScriptedUser:
    """Says the task's turns one after the other, and a held fact when the agent asks for it.

    Whoever never asks for a held fact is told it before the next turn would be, so that no agent can be stuck.
    """

    name = "scripted"

    def __init__(self, task: Task) -> None:
        self._task = task
        self._turn = -1
        self._asides = 0
        self._held: list[Held] = []

    async def reply(self, messages: Sequence[Message]) -> str | None:
        """Return the answer to the agent's question, what was held back, or the next turn; None after the last one."""
        said = messages[-1].content if messages and messages[-1].role == "assistant" else ""
        if self._turn >= 0 and (answered := self._answer(said)) is not None:
            return answered
        self._turn += 1
        if self._turn >= len(self._task.turns):
            return None
        turn = self._task.turns[self._turn]
        self._asides, self._held = 0, list(turn.held)
        return turn.say

    def _answer(self, said: str) -> str | None:
        if self._held:
            wanted = [held for held in self._held if _asks_for(said, held.label)] or self._held
            self._held = [held for held in self._held if held not in wanted]
            return " ".join(held.say for held in wanted)
        if not said.rstrip().endswith("?") or self._asides >= MOST_ASIDES or self._turn >= len(self._task.turns):
            return None
        facts = [
            f"The {slot.replace('_', ' ')} is {value}."
            for slot, value in self._task.turns[self._turn].knows.items()
            if _asks_for(said, slot.replace("_", " "))
        ]
        if not facts:
            return None
        self._asides += 1
        return " ".join(facts)


def _asks_for(said: str, label: str) -> bool:
    return re.search(rf"\b{re.escape(label)}\b", said, re.IGNORECASE) is not None
