"""Models behind an OpenAI-compatible endpoint, over real HTTP."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from chat_endpoint import Script, endpoint, tool_call
from shop_plan import PLAN, SHOP, shop, shop_image

from client.collect import Players, Run, collect
from client.episode import Episode
from client.errors import EpisodeError
from client.export import chosen, run_trajectories
from client.rooms import room_for
from client.sample import sample_tasks
from client.tasks import Task
from client.trajectory import Trajectory


@pytest.fixture(scope="module")
def task() -> Task:
    with shop() as environment:
        return sample_tasks(PLAN, environment, 1, seed=0)[0]


def played(
    task: Task, answers: list[Any], monkeypatch: pytest.MonkeyPatch, agent: str = "openai:m", user: str = "scripted"
) -> tuple[Trajectory, Script]:
    async def episode() -> Trajectory:
        players = Players(agent, user)
        try:
            with room_for(task, "memory", [SHOP], [shop_image()]) as room:
                return await Episode(task, players.agent(task), players.user(task)).play(room)
        finally:
            await players.close()

    with endpoint(answers) as (url, script):
        monkeypatch.setenv("OPENAI_BASE_URL", url)
        monkeypatch.setenv("OPENAI_API_KEY", "none")
        return asyncio.run(episode()), script


def test_calls_reach_the_server_and_answers_reach_the_model(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [{"tool_calls": [tool_call("list_orders", "{}"), tool_call("list_customers", '{"page": 1}', "c2")]}]
    trajectory, script = played(task, answers, monkeypatch)
    assert [(call.tool, call.is_error) for call in trajectory.calls] == [
        ("list_orders", False),
        ("list_customers", False),
    ]
    first, second, *_ = script.requests
    assert {tool["function"]["name"] for tool in first["tools"]} == set(shop_image().tools)
    assert [message["role"] for message in second["messages"]] == ["system", "user", "assistant", "tool", "tool"]
    assert second["messages"][2]["tool_calls"][1]["function"]["arguments"] == '{"page": 1}'
    assert second["messages"][3]["tool_call_id"] == "c1"
    assert trajectory.tokens == 7 * len(script.requests)
    assert trajectory.agent == "openai:m"


@pytest.mark.parametrize("arguments", ["{not json", "[1]", '"text"', "null", '{"order_id": '])
def test_malformed_arguments_are_told_to_the_model(task: Task, arguments: str, monkeypatch: pytest.MonkeyPatch) -> None:
    trajectory, script = played(task, [{"tool_calls": [tool_call("get_order", arguments)]}], monkeypatch)
    assert trajectory.calls[0].is_error
    assert trajectory.calls[0].malformed == arguments
    told = script.requests[1]["messages"]
    assert told[-2]["tool_calls"][0]["function"]["arguments"] == arguments
    assert "no JSON object" in told[-1]["content"]
    assert trajectory.ended == "user_done"
    assert list(chosen([trajectory], failed_too=False)) == []


def test_what_does_not_exist_is_told_to_the_model(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = [tool_call("get_odrer", "{}", "a"), tool_call("get_order", '{"id": 1}', "b"), tool_call("", "", "c")]
    trajectory, script = played(task, [{"tool_calls": calls}], monkeypatch)
    assert [call.is_error for call in trajectory.calls] == [True, True, True]
    assert "get_order" in script.requests[1]["messages"][-3]["content"]


def test_an_endpoint_that_fails_is_a_recorded_failure(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    trajectory, _ = played(task, [400], monkeypatch)
    assert trajectory.ended == "agent_failed"
    assert "out of order" in trajectory.fault
    assert (trajectory.verdict.passed, trajectory.verdict.label) == (False, "agent")


def test_a_model_as_user_sees_no_tools_and_ends_by_its_word(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    turns = [{"content": turn.say} for turn in task.turns]
    trajectory, script = played(task, [*turns, {"content": "###STOP###"}], monkeypatch, "reference", "openai:m")
    assert trajectory.verdict.passed, trajectory.verdict.reasons
    for request in script.requests:
        assert "tools" not in request
        assert {message["role"] for message in request["messages"]} <= {"system", "user", "assistant"}
        assert not any("tool_calls" in message for message in request["messages"])
    assert task.turns[0].say in script.requests[0]["messages"][0]["content"]
    assert script.requests[1]["messages"][1] == {"role": "assistant", "content": task.turns[0].say}


def test_a_model_as_user_that_stops_early_is_at_fault(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    trajectory, _ = played(task, [{"content": "###STOP###"}], monkeypatch, "reference", "openai:m")
    assert (trajectory.verdict.passed, trajectory.verdict.label) == (False, "user")


def test_without_a_key_nothing_begins(task: Task, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(EpisodeError, match="OPENAI_API_KEY is not set"):
        asyncio.run(collect(Run([task], {"shop": SHOP}, agent="openai:m"), tmp_path))


def test_a_model_can_be_collected(task: Task, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with endpoint([]) as (url, script):
        monkeypatch.setenv("OPENAI_BASE_URL", url)
        monkeypatch.setenv("OPENAI_API_KEY", "none")
        run = Run([task], {"shop": SHOP}, agent="openai:m", trials=3, concurrency=3)
        assert asyncio.run(collect(run, tmp_path)) == 3
    assert len(script.requests) == 3 * len(task.turns)
    assert {each.verdict.label for each in run_trajectories(tmp_path)} == {"agent"}
