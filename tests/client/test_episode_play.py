"""Episodes over a real MCP client."""

import asyncio
from collections.abc import Sequence

import pytest
from scripted_agents import ScriptedAgent, calling
from shop_plan import PLAN, SHOP, shop, shop_image

from client.agents import Agent, ReferenceAgent
from client.episode import MOST_STEPS, Episode
from client.messages import FunctionTool, Message, ToolCall
from client.rooms import room_for
from client.runs import Transport
from client.sample import sample_tasks
from client.tasks import Task
from client.trajectory import Trajectory, read_line, trajectory_line
from client.users import ScriptedUser, User


@pytest.fixture(scope="module")
def tasks() -> list[Task]:
    with shop() as environment:
        return sample_tasks(PLAN, environment, 12, seed=0)


def played(
    task: Task, agent: Agent | None = None, user: User | None = None, transport: Transport = "memory"
) -> Trajectory:
    async def episode() -> Trajectory:
        with room_for(task, transport, [SHOP], [shop_image()]) as room:
            return await Episode(task, agent or ReferenceAgent(task), user or ScriptedUser(task)).play(room, transport)

    return asyncio.run(episode())


def test_the_reference_agent_passes_every_task(tasks: list[Task]) -> None:
    for task in tasks:
        trajectory = played(task)
        assert trajectory.verdict.passed, trajectory.verdict.reasons
        assert [call.tool for call in trajectory.calls] == [call.tool for call in task.calls]
        assert [call.is_error for call in trajectory.calls] == [call.fails is not None for call in task.calls]


@pytest.mark.parametrize("transport", ["http", "stdio"])
def test_other_transports_give_the_same_episode(tasks: list[Task], transport: Transport) -> None:
    def what(trajectory: Trajectory) -> object:
        return trajectory.messages, trajectory.tools, trajectory.changes, trajectory.digest_after, trajectory.verdict

    assert what(played(tasks[0], transport=transport)) == what(played(tasks[0]))


def test_a_trajectory_survives_its_line(tasks: list[Task]) -> None:
    trajectory = played(tasks[0])
    line = trajectory_line(trajectory)
    assert "\n" not in line
    assert read_line(line, "line") == trajectory


def test_messages_are_in_the_canonical_form(tasks: list[Task]) -> None:
    for message in played(tasks[0]).messages:
        row = message.as_row()
        assert isinstance(row["content"], str)
        if row["role"] == "tool":
            assert row["tool_call_id"] and row["name"]
        for call in row.get("tool_calls", ()):
            assert isinstance(call["function"]["arguments"], dict)


def test_whoever_does_nothing_fails_as_agent(tasks: list[Task]) -> None:
    trajectory = played(tasks[0], ScriptedAgent([]))
    assert not trajectory.verdict.passed
    assert trajectory.verdict.label == "agent"
    assert any(reason.startswith("Missing") for reason in trajectory.verdict.reasons)


def test_another_order_of_reads_still_passes(tasks: list[Task]) -> None:
    task = next(task for task in tasks if any(call.tool == "create_order" for call in task.calls))

    class Curious(ReferenceAgent):
        """Looks around before it starts, so that the clock of all later calls differs."""

        def __init__(self) -> None:
            super().__init__(task)
            self._looks = 2

        async def step(self, messages: Sequence[Message], tools: Sequence[FunctionTool]) -> Message:
            if messages[-1].role == "tool" and messages[-1].tool_call_id.startswith("look"):
                messages = [message for message in messages if message.role == "user"][:1]
            if self._looks:
                self._looks -= 1
                call = ToolCall(id=f"look_{self._looks}", name="list_customers")
                return Message(role="assistant", tool_calls=(call,))
            return await super().step(messages, tools)

    trajectory = played(task, Curious())
    assert trajectory.verdict.passed, trajectory.verdict.reasons
    assert trajectory.changes != task.verifier.changes


def test_unknown_tools_and_bad_arguments_are_shown_to_the_agent(tasks: list[Task]) -> None:
    malformed = ToolCall(id="m", name="get_order", malformed="{not json")
    agent = ScriptedAgent(
        [calling("get_ordr"), calling("get_order", order_id=5), Message(role="assistant", tool_calls=(malformed,))]
    )
    trajectory = played(tasks[0], agent)
    assert [call.is_error for call in trajectory.calls] == [True, True, True]
    assert trajectory.calls[2].malformed == "{not json"
    assert "no JSON object" in trajectory.calls[2].result
    assert trajectory.digest_before == trajectory.digest_after
    assert trajectory.ended == "user_done"


def test_an_agent_in_a_circle_is_stopped(tasks: list[Task]) -> None:
    trajectory = played(tasks[0], ScriptedAgent([calling("list_orders")] * (MOST_STEPS + 5)))
    assert trajectory.ended == "too_many_steps"
    assert (trajectory.verdict.passed, trajectory.verdict.label) == (False, "agent")


def test_a_user_who_leaves_early_is_at_fault(tasks: list[Task]) -> None:
    class Silent:
        name = "silent"

        async def reply(self, messages: Sequence[Message]) -> str | None:
            return None

    assert played(tasks[0], user=Silent()).verdict.label == "user"


def test_a_held_fact_is_told_when_asked(tasks: list[Task]) -> None:
    task = next(task for task in tasks if task.difficulty.held_facts)
    held = next(held for turn in task.turns for held in turn.held)
    said = [message.content for message in played(task).messages]
    question = said.index(next(text for text in said if text == f"What should the {held.label} be?"))
    assert said[question + 1] == held.say


def test_the_reference_agent_depends_on_what_it_reads(tasks: list[Task]) -> None:
    """In an empty shop the same calls find nothing, and the agent says so instead of using keys that it never saw."""
    task = tasks[0].model_copy(update={"scenario": "empty"})
    trajectory = played(task)
    assert not trajectory.verdict.passed
    assert trajectory.ended == "agent_failed"
