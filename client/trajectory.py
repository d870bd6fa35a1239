"""The record of an episode, one line of JSON, and how lines are read back."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from client.errors import EpisodeError
from client.messages import FunctionTool, Message, ToolCall
from client.tasks import Changes, Form, ServerDigest

Json = Any
Label = Literal["agent", "user", "environment", "verifier"]
Ending = Literal["user_done", "too_many_steps", "agent_failed", "user_failed", "environment_failed"]


class CallRecord(Form):
    """One tool call as it was made: in which turn, what came back, and how long it took (seconds)."""

    turn: int
    id: str
    tool: str
    arguments: dict[str, Json]
    result: str
    is_error: bool
    seconds: float
    malformed: str | None = None


class Verdict(Form):
    """Whether the episode did its task, why not, and to whom the failure belongs."""

    passed: bool
    label: Label | None = None
    reasons: tuple[str, ...] = ()
    mapping: dict[str, list[tuple[Json, Json]]] = Field(default_factory=dict)


class Trajectory(Form):
    """One episode: everything that was said and called, what became of the state, and the verdict."""

    format: Literal[1] = 1
    task: str
    trial: int
    agent: str
    user: str
    transport: str
    servers: tuple[ServerDigest, ...]
    scenario: Json = "seed"
    seed: int = 0
    caller: str | None = None
    messages: tuple[Message, ...]
    tools: tuple[FunctionTool, ...]
    calls: tuple[CallRecord, ...]
    changes: Changes
    digest_before: str
    digest_after: str
    ended: Ending
    fault: str = ""
    verdict: Verdict
    tokens: int = 0
    seconds: float
    versions: dict[str, str]

    @property
    def key(self) -> tuple[str, int]:
        """What makes the episode one of its kind in a run: the task and the trial."""
        return self.task, self.trial


def trajectory_line(trajectory: Trajectory) -> str:
    """Return the trajectory as one line of JSON without its newline; messages are in the form of OpenAI's chat."""
    data = trajectory.model_dump(mode="json", exclude={"messages", "tools"})
    data["messages"] = [message.as_row() for message in trajectory.messages]
    data["tools"] = [tool.as_row() for tool in trajectory.tools]
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def read_line(line: str, where: str) -> Trajectory:
    """Return the trajectory of a line. Raises: EpisodeError."""
    try:
        data = json.loads(line)
        data["messages"] = [_message(row) for row in data["messages"]]
        data["tools"] = [row["function"] for row in data["tools"]]
        return Trajectory.model_validate_json(json.dumps(data))
    except (ValueError, KeyError, TypeError, ValidationError) as error:
        raise EpisodeError(f"This is no trajectory: {str(error).splitlines()[0]}.", where=where) from error


def read_trajectories(path: Path) -> Iterator[Trajectory]:
    """Yield the trajectories of a file. Raises: EpisodeError."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield read_line(line, f"{path}:{number}")


def _message(row: dict[str, Json]) -> dict[str, Json]:
    calls = [
        ToolCall(id=call["id"], name=call["function"]["name"], arguments=call["function"]["arguments"]).model_dump()
        for call in row.get("tool_calls", ())
    ]
    return {**row, "tool_calls": calls}
