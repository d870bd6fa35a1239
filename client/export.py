"""Datasets out of a run: conversations in the form that supervised fine-tuning takes."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

from client.errors import EpisodeError
from client.runs import TRAJECTORIES
from client.trajectory import Trajectory, read_trajectories

Json = Any
Format = Literal["sft", "openai"]


def run_trajectories(run: Path) -> list[Trajectory]:
    """Return the trajectories of a run folder, by task and trial. Raises: EpisodeError."""
    path = run / TRAJECTORIES
    if not path.is_file():
        raise EpisodeError(
            "This is no run: it holds no trajectories.", where=str(run), next="Make one with fleetwright collect."
        )
    return sorted(read_trajectories(path), key=lambda trajectory: trajectory.key)


def chosen(trajectories: Iterable[Trajectory], *, failed_too: bool = False) -> Iterator[Trajectory]:
    """Yield what is fit to learn from: episodes that passed and hold no call that was no JSON."""
    for trajectory in trajectories:
        is_malformed = any(call.malformed is not None for call in trajectory.calls)
        if (trajectory.verdict.passed and not is_malformed) or failed_too:
            yield trajectory


def row_of(trajectory: Trajectory, form: Format) -> dict[str, Json]:
    """Return the trajectory as a row of a dataset.

    ``sft``: messages and tools as TRL's SFTTrainer reads them; arguments are objects and tools are a JSON text, because
    Arrow would make one struct of all schemas. ``openai``: messages and tools as chat completions take them; arguments
    are texts. Source: https://huggingface.co/docs/trl/dataset_formats#tool-calling.
    """
    tools = [tool.as_row() for tool in trajectory.tools]
    if form == "sft":
        return {
            "messages": [message.as_row() for message in trajectory.messages],
            "tools": json.dumps(tools, ensure_ascii=False),
        }
    return {"messages": [message.as_wire() for message in trajectory.messages], "tools": tools}


def export(run: Path, form: Format, out: Path, *, failed_too: bool = False) -> int:
    """Write the run's rows as JSON Lines and return their number. Raises: EpisodeError."""
    rows = [row_of(trajectory, form) for trajectory in chosen(run_trajectories(run), failed_too=failed_too)]
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return len(rows)
