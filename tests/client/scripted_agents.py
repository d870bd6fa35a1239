"""Agents and users for tests: real ones, that do what a list says."""

from collections.abc import Sequence

from client.messages import FunctionTool, Message, ToolCall


class ScriptedAgent:
    """Says and calls what a list holds, one message a step."""

    name = "scripted"
    tokens = 0

    def __init__(self, steps: Sequence[Message]) -> None:
        self._steps = list(steps)

    async def step(self, messages: Sequence[Message], tools: Sequence[FunctionTool]) -> Message:
        return self._steps.pop(0) if self._steps else Message(role="assistant", content="Done.")


def calling(tool: str, **arguments: object) -> Message:
    return Message(role="assistant", tool_calls=(ToolCall(id=f"id_{tool}", name=tool, arguments=arguments),))
