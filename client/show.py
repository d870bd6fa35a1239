"""An episode as a person reads it: turns, calls with what came back, the change of the state, the verdict."""

import json
from collections.abc import Iterator
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from client.messages import Message, ToolCall
from client.tasks import Changes, TableChange
from client.trajectory import Trajectory

Json = Any

ARGUMENTS_LENGTH = 160
RESULT_LENGTH = 220


def shortened(text: str, length: int) -> str:
    """Return the text on one line, cut where it is longer."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def call_text(call: ToolCall) -> Text:
    """Return a call as one line: the tool and its arguments."""
    given = call.malformed if call.malformed is not None else ", ".join(
        f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in call.arguments.items()
    )  # fmt: skip
    return Text.assemble("  → ", (call.name, "bold cyan"), f"({shortened(given, ARGUMENTS_LENGTH)})")


def result_text(content: str, *, is_error: bool) -> Text:
    """Return a result as one line; a failing one says so in words."""
    line = shortened(content, RESULT_LENGTH)
    failed = ("FAILED ", "bold red") if is_error else ""
    return Text.assemble("    ← ", failed, (line, "red" if is_error else "dim"))


def message_text(message: Message, *, is_error: bool = False) -> RenderableType | None:
    """Return a message as it is shown, or None for one that is not (the system's)."""
    match message.role:
        case "user":
            return Text.assemble("\n", ("User   ", "bold green"), message.content)
        case "assistant":
            said = [Text.assemble(("Agent  ", "bold magenta"), message.content)] if message.content else []
            return Group(*said, *(call_text(call) for call in message.tool_calls))
        case "tool":
            return result_text(message.content, is_error=is_error)
        case _:
            return None


def change_lines(changes: Changes) -> Iterator[Text]:
    """Yield a line for each row that is new (+), gone (-) or changed (~)."""
    for server, tables in changes.items():
        for table, change in tables.items():
            for line in _table_lines(change):
                yield Text.assemble("  ", (f"{server}.{table} ", "bold"), line)


def _table_lines(change: TableChange) -> Iterator[str]:
    for row in change.added:
        yield f"+ {_row(row)}"
    for row in change.removed:
        yield f"- {_row(row)}"
    for changed in change.changed:
        before = changed.before
        each = [f"{name}: {_value(before.get(name))} → {_value(value)}" for name, value in changed.after.items()]
        yield f"~ {_row(changed.key)}: {', '.join(each)}"


def _row(row: dict[str, Json]) -> str:
    return ", ".join(f"{name}={_value(value)}" for name, value in row.items() if value is not None)


def _value(value: Json) -> str:
    return shortened(json.dumps(value, ensure_ascii=False), 60)


def verdict_text(trajectory: Trajectory) -> Text:
    """Return the verdict with its reasons."""
    verdict = trajectory.verdict
    if verdict.passed:
        return Text.assemble(
            ("PASSED", "bold green"), ": the state is as the task wants it, and what had to be told was told."
        )
    lines = [
        Text.assemble(("FAILED", "bold red"), f" ({verdict.label})"),
        *(Text(f"  {reason}") for reason in verdict.reasons),
    ]
    return Text("\n").join(lines)


def print_episode(trajectory: Trajectory, console: Console) -> None:
    """Print the whole episode."""
    console.print(
        Text(f"{trajectory.task}, trial {trajectory.trial}: {trajectory.agent} with {trajectory.user}", "bold")
    )
    print_messages(trajectory, console)
    print_outcome(trajectory, console)


def print_messages(trajectory: Trajectory, console: Console) -> None:
    """Print what was said and called, and what came back."""
    errors = {call.id for call in trajectory.calls if call.is_error}
    for message in trajectory.messages:
        shown = message_text(message, is_error=message.tool_call_id in errors)
        if shown is not None:
            # A result stays on its line; everything else is wrapped.
            is_result = message.role == "tool"
            console.print(shown, highlight=False, no_wrap=is_result, overflow="ellipsis" if is_result else None)


def print_outcome(trajectory: Trajectory, console: Console) -> None:
    """Print what became of the state, and the verdict."""
    console.print(Text("\nState", "bold"))
    lines = list(change_lines(trajectory.changes))
    console.print(Group(*lines) if lines else Padding("unchanged", (0, 2)), highlight=False)
    console.print(verdict_text(trajectory), highlight=False)
