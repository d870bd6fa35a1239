"""One episode: user and agent take turns, the agent's calls go through a real MCP client, and all of it is recorded."""

import platform
import time
from collections.abc import Callable
from importlib.metadata import version

from mcp import Client, MCPError
from mcp_types import CallToolResult, TextContent
from pydantic import ValidationError

from client.agents import Agent
from client.errors import EpisodeError
from client.messages import FunctionTool, Message, ToolCall
from client.reward import verdict
from client.rooms import Room
from client.tasks import Task
from client.trajectory import CallRecord, Ending, Trajectory
from client.users import User

# One user turn takes a handful of calls; more steps than this in a whole episode is an agent that runs in circles.
MOST_STEPS = 60
CALL_SECONDS = 60.0
# What a client raises where a server is not there, crashes, or answers against the protocol or its own output schema.
_ENVIRONMENT_FAULTS = (MCPError, OSError, RuntimeError, ValidationError)
Watcher = Callable[[Message], None]

_SYSTEM = """You help a user by calling tools. {instructions}
Look up what you need before you change anything, do only what the user asks for, and say what came of it. Ask the \
user where a fact is missing; never invent one."""


class Episode:
    """One episode while it is played."""

    def __init__(self, task: Task, agent: Agent, user: User, watcher: Watcher | None = None) -> None:
        self._task = task
        self._agent = agent
        self._user = user
        self._watcher = watcher
        self._messages: list[Message] = []
        self._calls: list[CallRecord] = []
        self._tools: tuple[FunctionTool, ...] = ()
        self._turn = -1

    async def play(self, room: Room, transport: str = "memory", trial: int = 0) -> Trajectory:
        """Play the episode in the room and return its record; whatever fails is a part of it."""
        start = time.perf_counter()
        ended, fault = await self._ending(room)
        changes, before, after = room.outcome()
        return Trajectory(
            task=self._task.id, trial=trial, agent=self._agent.name, user=self._user.name, transport=transport,
            servers=self._task.servers, scenario=self._task.scenario, seed=self._task.seed, caller=self._task.caller,
            messages=tuple(self._messages), tools=self._tools, calls=tuple(self._calls),
            changes=changes, digest_before=before, digest_after=after, ended=ended, fault=fault,
            verdict=verdict(self._task, changes, self._messages, self._calls, ended, fault),
            tokens=self._agent.tokens, seconds=round(time.perf_counter() - start, 4), versions=versions(),
        )  # fmt: skip

    async def _ending(self, room: Room) -> tuple[Ending, str]:
        try:
            async with room.client() as client:
                try:
                    return await self._conversation(client)
                except _ENVIRONMENT_FAULTS as error:
                    return "environment_failed", f"{type(error).__name__}: {error}"
        except (*_ENVIRONMENT_FAULTS, ExceptionGroup) as error:
            return "environment_failed", f"{type(error).__name__}: {error}"

    async def _conversation(self, client: Client) -> tuple[Ending, str]:
        self._tools = await _offered(client)
        self._say(Message(role="system", content=_SYSTEM.format(instructions=client.instructions or "").strip()))
        steps = 0
        while True:
            try:
                said = await self._user.reply(self._messages)
            except EpisodeError as error:
                return "user_failed", str(error)
            if said is None:
                return "user_done", ""
            self._turn += 1
            self._say(Message(role="user", content=said))
            while True:
                steps += 1
                if steps > MOST_STEPS:
                    return "too_many_steps", ""
                try:
                    message = await self._agent.step(self._messages, self._tools)
                except EpisodeError as error:
                    return "agent_failed", str(error)
                self._say(message)
                if not message.tool_calls:
                    break
                for call in message.tool_calls:
                    await self._answer(client, call)

    async def _answer(self, client: Client, call: ToolCall) -> None:
        """Make the call, or tell the agent why it cannot be made."""
        start = time.perf_counter()
        if call.malformed is not None:
            text, is_error = f"The arguments are no JSON object: {call.malformed[:200]}", True
        else:
            text, is_error = await _result(client, call)
        self._calls.append(
            CallRecord(
                turn=self._turn, id=call.id, tool=call.name, arguments=call.arguments, result=text, is_error=is_error,
                seconds=round(time.perf_counter() - start, 6), malformed=call.malformed,
            )
        )  # fmt: skip
        self._say(Message(role="tool", content=text, tool_call_id=call.id, name=call.name))

    def _say(self, message: Message) -> None:
        self._messages.append(message)
        if self._watcher is not None:
            self._watcher(message)


async def _offered(client: Client) -> tuple[FunctionTool, ...]:
    """The tools that the server lists, all pages of them."""
    found: list[FunctionTool] = []
    cursor: str | None = None
    while True:
        page = await client.list_tools(cursor=cursor)
        found += [
            FunctionTool(name=t.name, description=t.description or "", parameters=t.input_schema) for t in page.tools
        ]
        cursor = page.next_cursor
        if cursor is None:
            return tuple(found)


async def _result(client: Client, call: ToolCall) -> tuple[str, bool]:
    """The text of the call's result. A protocol error that is about the request is shown to the agent as an error."""
    try:
        result: CallToolResult = await client.call_tool(
            call.name, dict(call.arguments), read_timeout_seconds=CALL_SECONDS
        )
    except MCPError as error:
        # -32602 is what the specification gives for an unknown tool; anything else is not the agent's doing.
        if error.code == -32602:
            return f"{error.message}", True
        raise
    text = "\n".join(block.text for block in result.content if isinstance(block, TextContent))
    return text, result.is_error


def versions() -> dict[str, str]:
    """Return the versions that an episode depends on."""
    return {name: version(name) for name in ("fleetwright", "mcp")} | {"python": platform.python_version()}
