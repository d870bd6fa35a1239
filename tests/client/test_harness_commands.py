"""The commands, as a person gives them."""

import json
import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from shop_plan import PLAN, SHOP

from client.commands import commands
from generator.plan import plan_text
from state_db.errors import FleetError

CLI = click.Group(commands={command.name or "": command for command in commands})


@pytest.fixture
def server(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    shutil.copytree(SHOP, folder)
    (folder / "plan.json").write_text(plan_text(PLAN), encoding="utf-8")
    return folder


def said(*arguments: str | Path) -> str:
    result = CliRunner().invoke(CLI, [str(argument) for argument in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_from_graph_to_export(server: Path, tmp_path: Path) -> None:
    graph = json.loads(said("graph", server))
    assert graph["servers"][0]["name"] == "shop"
    assert graph["edges"]
    tasks, run, data = tmp_path / "tasks.jsonl", tmp_path / "run", tmp_path / "sft.jsonl"
    assert "6 tasks" in said("tasks", server, "--count", "6", "--seed", "1", "--out", tasks)
    numbers = json.loads(said("collect", tasks, "--server", server, "--out", run, "--trials", "2", "--json"))
    assert (numbers["played"], numbers["passed"], numbers["pass_rate"]) == (12, 12, 1)
    again = json.loads(said("collect", tasks, "--server", server, "--out", run, "--trials", "2", "--json"))
    assert (again["played"], again["episodes"]) == (0, 12)
    assert json.loads(said("stats", run, "--json"))["episodes"] == 12
    assert "pass rate" in said("stats", run)
    assert "12 of 12 episodes" in said("export", run, "--format", "sft", "--out", data)
    assert len(data.read_text(encoding="utf-8").split("\n")) == 13


def test_an_episode_is_readable_without_colours(server: Path, tmp_path: Path) -> None:
    tasks, run = tmp_path / "tasks.jsonl", tmp_path / "run"
    said("tasks", server, "--count", "8", "--out", tasks)
    said("collect", tasks, "--server", server, "--out", run)
    failing = next(
        task["id"]
        for task in map(json.loads, tasks.read_text(encoding="utf-8").splitlines())
        if any(call["fails"] for turn in task["turns"] for call in turn["calls"])
    )
    text = said("episode", run, "--task", failing)
    assert "\x1b" not in text
    assert "FAILED" in text
    assert "PASSED" in text
    assert "User" in text and "Agent" in text


def test_tasks_are_json_lines(server: Path, tmp_path: Path) -> None:
    lines = said("tasks", server, "--count", "3", "--out", tmp_path / "t.jsonl", "--json").splitlines()
    assert [json.loads(line)["format"] for line in lines] == [1, 1, 1]


def test_a_server_without_a_plan_is_refused_with_the_next_step() -> None:
    result = CliRunner().invoke(CLI, ["graph", str(SHOP)])
    assert isinstance(result.exception, FleetError)
    assert "plan.json" in str(result.exception)


@pytest.mark.parametrize("command", commands, ids=lambda command: str(command.name))
def test_every_command_has_help_with_an_example(command: click.Command) -> None:
    text = said(command.name or "", "--help")
    assert f"fleetwright {command.name}" in text
