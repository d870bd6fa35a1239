"""Agents: who answers the user and calls the tools. One step is one message."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from client import words
from client.errors import EpisodeError
from client.messages import FunctionTool, Message, ToolCall
from client.proof import resolved
from client.tasks import Call, FromAnswer, Task

Json = Any


class Agent(Protocol):
    """Whoever plays the assistant of one episode; ``tokens`` is what it has used of a model."""

    name: str
    tokens: int

    async def step(self, messages: Sequence[Message], tools: Sequence[FunctionTool]) -> Message:
        """Return the assistant's next message: words for the user, tool calls, or both. Raises: EpisodeError."""
        ...


@dataclass(slots=True)
class _Place:
    """Where the reference agent stands: the turn, how many calls it made, whether it asked for what was held back."""

    turn: int = -1
    call: int = 0
    asked: bool = False


class ReferenceAgent:
    """Replays a task's reference calls through the tools, taking every value that a call found from the answer it got.

    It reads keys only out of tool messages: where an answer differs, it fails, as any agent would.
    """

    name = "reference"
    tokens = 0

    def __init__(self, task: Task) -> None:
        self._task = task
        self._place = _Place()
        self._bodies: dict[int, Json] = {}
        self._texts: dict[int, str] = {}
        self._asked_for: str | None = None

    async def step(self, messages: Sequence[Message], tools: Sequence[FunctionTool]) -> Message:
        """Return the next reference call, a question for what the user holds back, or what came of the turn."""
        self._read(messages[-1])
        if self._place.turn >= len(self._task.turns):
            return Message(role="assistant", content="Is there anything else?")
        turn = self._task.turns[self._place.turn]
        if turn.held and not self._place.asked:
            self._place.asked = True
            return Message(
                role="assistant", content=f"What should the {words.joined([h.label for h in turn.held])} be?"
            )
        first = sum(len(earlier.calls) for earlier in self._task.turns[: self._place.turn])
        if self._place.call < len(turn.calls):
            index = first + self._place.call
            self._place.call += 1
            return self._calling(index, turn.calls[index - first])
        return Message(role="assistant", content=self._outcome(range(first, first + len(turn.calls))))

    def _read(self, message: Message) -> None:
        if message.role == "user":
            turn = self._task.turns[self._place.turn] if 0 <= self._place.turn < len(self._task.turns) else None
            waits = turn is not None and turn.held and self._place.asked and self._place.call == 0
            if not waits:
                self._place = _Place(turn=self._place.turn + 1)
        elif message.role == "tool":
            index = int(message.tool_call_id.removeprefix("call_"))
            self._texts[index] = message.content
            try:
                self._bodies[index] = json.loads(message.content)
            except ValueError:
                self._bodies[index] = None

    def _calling(self, index: int, call: Call) -> Message:
        arguments = dict(call.arguments)
        for name, source in call.sources.items():
            if isinstance(source, FromAnswer):
                arguments[name] = self._value(source, call.tool)
        return Message(
            role="assistant", tool_calls=(ToolCall(id=f"call_{index}", name=call.tool, arguments=arguments),)
        )

    def _value(self, source: FromAnswer, needed_by: str) -> Json:
        try:
            return resolved(source, self._bodies)
        except LookupError as error:
            raise EpisodeError(
                f"The answer of call {source.call} does not show what {needed_by} needs: {error}.", where=self._task.id
            ) from error

    def _outcome(self, calls: range) -> str:
        """What came of the turn, in words made from the answers that this agent itself got."""
        told = [one for one in self._task.verifier.answers if one.turn == self._place.turn]
        values = [self._value(one.source, "the answer") for one in told]
        said = [words.answer(one.label, one.subject, value) for one, value in zip(told, values, strict=True)]
        reference = self._task.calls
        for index in calls:
            call = reference[index]
            if call.fails is not None:
                said.append(f"That did not work: {_message(self._bodies.get(index), self._texts.get(index, ''))}")
            elif call.outcome:
                key = f"; its id is {self._value(call.made, 'the answer')}" if call.made is not None else ""
                said.append(words.sentence(f"I have {call.outcome}{key}"))
        return " ".join(said) or "Done."


def _message(body: Json, text: str) -> str:
    """The message in an error's body, wherever the documentation puts it."""
    if isinstance(body, dict):
        for name in ("message", "detail", "error_description", "title", "msg", "errors", "error"):
            if isinstance(body.get(name), str):
                return words.sentence(str(body[name]))
        for part in body.values():
            inner = part[0] if isinstance(part, list) and part else part
            if isinstance(inner, dict) and (found := _message(inner, "")):
                return found
    return words.sentence(text) if text else ""
