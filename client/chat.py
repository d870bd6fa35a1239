"""Models behind any OpenAI-compatible endpoint, as agent and as user."""

import os
from collections.abc import Iterable, Sequence
from typing import Any, cast

from openai import AsyncOpenAI, OpenAIError
from openai.types.chat import ChatCompletion, ChatCompletionMessageParam, ChatCompletionToolParam

from client.errors import EpisodeError
from client.messages import FunctionTool, Message, tool_call_of
from client.tasks import Task

Json = Any

STOP = "###STOP###"
TIMEOUT_SECONDS = 120.0

_USER_PROMPT = """You play a user who talks to an assistant. You want these things, one after the other:

{wishes}

You know these facts and no others:

{facts}

Say one thing at a time, in your own words, and give facts when they are needed or asked for, exactly as they stand.
Never invent a fact: say that you do not know. You cannot see what tools the assistant uses. When everything was done or
refused, say only {stop}"""


class Endpoint:
    """One OpenAI-compatible endpoint with one model; shared by the episodes of a run."""

    def __init__(self, model: str) -> None:
        if not model:
            raise EpisodeError("There is no model's name after openai:.", next="Write for example openai:gpt-5-mini.")
        if not os.environ.get("OPENAI_API_KEY"):
            raise EpisodeError(
                "OPENAI_API_KEY is not set.",
                where=f"openai:{model}",
                next="Set it, and OPENAI_BASE_URL for another endpoint than OpenAI's; a local one takes any key.",
            )
        self.model = model
        self._client = AsyncOpenAI(timeout=TIMEOUT_SECONDS, max_retries=2)

    async def completion(
        self, messages: Iterable[dict[str, Json]], tools: Sequence[FunctionTool] = ()
    ) -> ChatCompletion:
        """Return the model's completion. Raises: EpisodeError."""
        offered = cast("list[ChatCompletionToolParam]", [tool.as_row() for tool in tools])
        said = cast("list[ChatCompletionMessageParam]", list(messages))
        try:
            if offered:
                found = await self._client.chat.completions.create(model=self.model, messages=said, tools=offered)
            else:
                found = await self._client.chat.completions.create(model=self.model, messages=said)
        except OpenAIError as error:
            raise EpisodeError(f"The endpoint does not answer: {error}", where=f"openai:{self.model}") from error
        if not found.choices:
            raise EpisodeError("The endpoint answered without a choice.", where=f"openai:{self.model}")
        return found

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()


class ChatAgent:
    """A model with tools. What it writes wrongly is kept as it is; the episode tells it so."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.name = f"openai:{endpoint.model}"
        self.tokens = 0
        self._endpoint = endpoint

    async def step(self, messages: Sequence[Message], tools: Sequence[FunctionTool]) -> Message:
        """Return the model's next message."""
        completion = await self._endpoint.completion([m.as_wire() for m in messages], tools)
        self.tokens += completion.usage.total_tokens if completion.usage is not None else 0
        found = completion.choices[0].message
        calls = []
        for index, call in enumerate(found.tool_calls or ()):
            # Some servers leave ids out; an id must be there and be unique, or no answer can be given to the call.
            id = call.id or f"call_{len(messages)}_{index}"
            if call.type == "function" or hasattr(call, "function"):
                calls.append(tool_call_of(id, call.function.name or "", call.function.arguments or ""))
        return Message(role="assistant", content=found.content or "", tool_calls=tuple(calls))


class ChatUser:
    """A model that plays the user: it sees only what is said, with roles turned, and ends with a word of its own."""

    def __init__(self, endpoint: Endpoint, task: Task) -> None:
        self.name = f"openai:{endpoint.model}"
        self._endpoint = endpoint
        wishes = "\n".join(f"{number}. {turn.say}" for number, turn in enumerate(task.turns, 1))
        known = {slot: value for turn in task.turns for slot, value in turn.knows.items()}
        facts = "\n".join(f"- {slot.replace('_', ' ')}: {value}" for slot, value in known.items())
        self._prompt = _USER_PROMPT.format(wishes=wishes, facts=facts or "- none", stop=STOP)

    async def reply(self, messages: Sequence[Message]) -> str | None:
        """Return what the model says as the user; None where it says that it is done."""
        turned = [{"role": "system", "content": self._prompt}]
        if not any(message.role == "user" for message in messages):
            turned.append({"role": "user", "content": "Hello, how can I help you?"})
        for message in messages:
            if message.role == "user":
                turned.append({"role": "assistant", "content": message.content})
            elif message.role == "assistant" and message.content:
                turned.append({"role": "user", "content": message.content})
        said = (await self._endpoint.completion(turned)).choices[0].message.content or ""
        return None if STOP in said or not said.strip() else said.strip()
