"""What becomes of a plan: an environment of the server that is rendered from it, and which of its checks fail."""

from pathlib import Path

from generator.plan import Plan
from generator.render import render
from generator.verify import prove
from state_db.environment import Environment


def opened(plan: Plan, folder: Path) -> Environment:
    """An environment of the server, with its seeded rows, whose files stand in the folder."""
    for name, text in render(plan).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return Environment.open(folder)


def failed(plan: Plan) -> list[str]:
    """The names of the checks that do not hold of the server."""
    return [outcome.check.name for outcome in prove(plan, render(plan)).result.outcomes if not outcome.passed]
