"""Worlds: checks that are made in a world of other rows than the seeded ones."""

from collections.abc import Callable, Iterator
from typing import Any

from generator.check import Check, Rows
from generator.probe import Probe
from state_db.errors import StateError


def in_world(
    opened: Callable[[], Probe], checks: Callable[[Probe], Iterator[Check]], where: str, scenario: str, rows: Rows,
    **more: Any,
) -> Iterator[Check]:  # fmt: skip
    """Yield these checks of a world, named after ``where``; nothing where its rows cannot be kept.

    ``more`` are other fields of the checks that are set.
    """
    try:
        near = opened()
    except StateError:
        return
    try:
        for found in checks(near):
            here = {"name": f"{found.name}_{where}", "scenario": scenario, "rows": rows, **more}
            yield found.model_copy(update=here)
    finally:
        near.close()
