"""Runs: exactly once for each task and trial."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest
from shop_plan import PLAN, SHOP, shop

from client.collect import Run, collect
from client.errors import EpisodeError
from client.export import export, run_trajectories
from client.runs import TRAJECTORIES
from client.sample import sample_tasks
from client.stats import summary
from client.tasks import Task
from client.trajectory import Trajectory


@pytest.fixture(scope="module")
def tasks() -> list[Task]:
    with shop() as environment:
        return sample_tasks(PLAN, environment, 4, seed=0)


@pytest.fixture
def run(tasks: list[Task]) -> Run:
    return Run(tasks=tasks, folders={"shop": SHOP}, trials=2, concurrency=3)


def collected(run: Run, folder: Path) -> int:
    return asyncio.run(collect(run, folder))


def test_every_task_is_played_as_often_as_asked(run: Run, tmp_path: Path) -> None:
    assert collected(run, tmp_path) == 8
    found = run_trajectories(tmp_path)
    assert [each.key for each in found] == sorted((task.id, trial) for task in run.tasks for trial in range(2))
    assert all(each.verdict.passed for each in found)


def test_a_run_that_was_cut_off_goes_on(run: Run, tmp_path: Path) -> None:
    collected(run, tmp_path)
    path = tmp_path / TRAJECTORIES
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:3]) + lines[3][: len(lines[3]) // 2])
    assert collected(run, tmp_path) == 5
    assert len({each.key for each in run_trajectories(tmp_path)}) == len(path.read_text().splitlines()) == 8
    assert collected(run, tmp_path) == 0


def test_more_trials_add_to_a_run(run: Run, tmp_path: Path) -> None:
    collected(run, tmp_path)
    assert collected(replace(run, trials=3), tmp_path) == 4


def test_another_run_is_refused(run: Run, tmp_path: Path) -> None:
    collected(run, tmp_path)
    with pytest.raises(EpisodeError, match="holds another run: its tasks differ"):
        collected(replace(run, tasks=run.tasks[:2]), tmp_path)


def test_a_server_that_changed_is_refused(run: Run, tmp_path: Path) -> None:
    server = run.tasks[0].servers[0].model_copy(update={"digest": "0" * 64})
    task = run.tasks[0].model_copy(update={"servers": (server,)})
    with pytest.raises(EpisodeError, match="not the one that the task was proved on"):
        collected(replace(run, tasks=[task]), tmp_path)


def test_unknown_agents_are_refused(run: Run, tmp_path: Path) -> None:
    with pytest.raises(EpisodeError, match="Write reference or openai:MODEL"):
        collected(replace(run, agent="magic"), tmp_path)


def test_episodes_of_a_run_never_meet(run: Run, tmp_path: Path) -> None:
    collected(replace(run, trials=3, concurrency=8), tmp_path)
    by_task: dict[str, set[str]] = {}
    for each in run_trajectories(tmp_path):
        by_task.setdefault(each.task, set()).add(each.digest_after)
    assert all(len(digests) == 1 for digests in by_task.values())


def test_exports_are_what_trainers_read(run: Run, tmp_path: Path) -> None:
    collected(replace(run, trials=1), tmp_path)
    assert export(tmp_path, "sft", tmp_path / "sft.jsonl") == 4
    row = json.loads((tmp_path / "sft.jsonl").read_text().split("\n")[0])
    assert set(row) == {"messages", "tools"}
    assert json.loads(row["tools"])[0]["type"] == "function"
    calls = [call for message in row["messages"] for call in message.get("tool_calls", ())]
    assert calls and all(isinstance(call["function"]["arguments"], dict) for call in calls)
    assert export(tmp_path, "openai", tmp_path / "openai.jsonl") == 4
    row = json.loads((tmp_path / "openai.jsonl").read_text().split("\n")[0])
    calls = [call for message in row["messages"] for call in message.get("tool_calls", ())]
    assert all(isinstance(json.loads(call["function"]["arguments"]), dict) for call in calls)


def test_stats_count_what_is_there(run: Run, tmp_path: Path) -> None:
    collected(run, tmp_path)
    found: list[Trajectory] = run_trajectories(tmp_path)
    numbers = summary(found)
    assert (numbers["episodes"], numbers["tasks"], numbers["passed"], numbers["pass_rate"]) == (8, 4, 8, 1)
    assert sum(numbers["tools"].values()) == sum(len(each.calls) for each in found)
    assert summary([])["pass_rate"] is None
