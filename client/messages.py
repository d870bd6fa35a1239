"""Messages in the form of OpenAI's chat: arguments as objects, content never null, tool answers with id and name."""

import json
from collections.abc import Iterable
from typing import Any, Literal

from pydantic import Field

from client.tasks import Form

Json = Any


class ToolCall(Form):
    """A call that an agent asked for. ``malformed`` is what it wrote as arguments where that is no JSON object."""

    id: str
    name: str
    arguments: dict[str, Json] = Field(default_factory=dict)
    malformed: str | None = None


class Message(Form):
    """One message of the conversation."""

    role: Literal["system", "user", "assistant", "tool"]
    content: str = ""
    tool_calls: tuple[ToolCall, ...] = ()
    tool_call_id: str = ""
    name: str = ""

    def as_row(self) -> dict[str, Json]:
        """Return the message as datasets keep it: ``arguments`` are an object."""
        return self._written(lambda call: call.arguments)

    def as_wire(self) -> dict[str, Json]:
        """Return the message as chat completions take it: ``arguments`` are a text."""
        return self._written(lambda call: call.malformed if call.malformed is not None else json.dumps(call.arguments))

    def _written(self, arguments: Any) -> dict[str, Json]:
        written: dict[str, Json] = {"role": self.role, "content": self.content}
        if self.tool_calls:
            written["tool_calls"] = [
                {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": arguments(call)}}
                for call in self.tool_calls
            ]
        if self.role == "tool":
            written |= {"tool_call_id": self.tool_call_id, "name": self.name}
        return written


class FunctionTool(Form):
    """A tool as an agent is offered it."""

    name: str
    description: str
    parameters: dict[str, Json]

    def as_row(self) -> dict[str, Json]:
        """Return the tool in the form of OpenAI's function tools."""
        return {"type": "function", "function": self.model_dump(mode="json")}


def tool_call_of(id: str, name: str, arguments: str) -> ToolCall:
    """Return the call that a model wrote; what is no JSON object is kept as malformed."""
    try:
        given = json.loads(arguments or "{}")
    except ValueError:
        given = None
    if isinstance(given, dict):
        return ToolCall(id=id, name=name, arguments=given)
    return ToolCall(id=id, name=name, malformed=arguments)


def spoken_texts(messages: Iterable[Message]) -> list[str]:
    """Return what the agent said to the user, turn by turn: a list for as many turns as the user opened."""
    texts: list[str] = []
    for message in messages:
        if message.role == "user":
            texts.append("")
        elif message.role == "assistant" and message.content and texts:
            texts[-1] = f"{texts[-1]}\n{message.content}".strip()
    return texts
