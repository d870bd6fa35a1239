"""A run in numbers."""

from collections import Counter
from collections.abc import Sequence
from statistics import mean
from typing import Any

from client.trajectory import Trajectory

Json = Any


def summary(trajectories: Sequence[Trajectory]) -> dict[str, Json]:
    """Return counts of episodes, passes, labels, endings, calls by tool, and means of turns and calls per episode."""
    passes: dict[str, list[bool]] = {}
    for trajectory in trajectories:
        passes.setdefault(trajectory.task, []).append(trajectory.verdict.passed)
    calls = [call for trajectory in trajectories for call in trajectory.calls]
    count = len(trajectories)
    return {
        "episodes": count,
        "tasks": len(passes),
        "passed": sum(trajectory.verdict.passed for trajectory in trajectories),
        "pass_rate": round(mean(mean(each) for each in passes.values()), 4) if passes else None,
        "tasks_passed_once": sum(any(each) for each in passes.values()),
        "tasks_passed_always": sum(all(each) for each in passes.values()),
        "labels": dict(sorted(Counter(t.verdict.label for t in trajectories if t.verdict.label).items())),
        "endings": dict(sorted(Counter(t.ended for t in trajectories).items())),
        "turns": round(mean(sum(m.role == "user" for m in t.messages) for t in trajectories), 2) if count else None,
        "calls": round(len(calls) / count, 2) if count else None,
        "failing_calls": sum(call.is_error for call in calls),
        "tools": dict(sorted(Counter(call.tool for call in calls).items())),
        "tokens": sum(trajectory.tokens for trajectory in trajectories),
    }
