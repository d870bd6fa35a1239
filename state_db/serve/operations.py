"""The operations of the control interface: both what is served and what its OpenAPI document describes."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from state_db.injection import Injection
from state_db.serve.orders import (
    Beginning,
    ClockAnswer,
    ClockOrder,
    ComparisonAnswer,
    DiffAnswer,
    DigestAnswer,
    EnvironmentAnswer,
    EnvironmentsAnswer,
    ForkOrder,
    InjectionAnswer,
    Order,
    StateAnswer,
)

SNAPSHOT_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the control interface. ``takes`` and ``gives`` are forms, or the media type of bytes."""

    method: str
    path: str
    name: str
    summary: str
    gives: type[BaseModel] | str | None
    takes: tuple[type[BaseModel] | str, ...] = ()
    status: int = 200
    needs_body: bool = True
    query: tuple[tuple[str, str], ...] = ()


ONE = "/environments/{id}"
OPERATIONS: tuple[Operation, ...] = (
    Operation("GET", "/environments", "list_environments", "List the environments.", EnvironmentsAnswer),
    Operation(
        "POST", "/environments", "create_environment", "Make a private environment, of an order or of a snapshot.",
        EnvironmentAnswer, (Order, SNAPSHOT_TYPE), 201,
    ),
    Operation("GET", ONE, "get_environment", "Look at an environment.", EnvironmentAnswer),
    Operation("DELETE", ONE, "delete_environment", "End an environment.", None, status=204),
    Operation(
        "GET", f"{ONE}/state", "get_state", "Read the rows.", StateAnswer,
        query=(("server", "Only this server's."), ("table", "Only this table's.")),
    ),
    Operation("GET", f"{ONE}/digest", "get_digest", "Read the digest of the state.", DigestAnswer),
    Operation(
        "GET", f"{ONE}/diff", "diff_environment", "Compare with its beginning or another environment.", DiffAnswer,
        query=(("from", "Id of the environment to come from; the environment's own beginning by default."),),
    ),
    Operation(
        "GET", f"{ONE}/comparison", "compare_environments",
        "Tell whether another environment came to an equivalent state, whatever its fresh keys and times.",
        ComparisonAnswer, query=(("with", "Id of the other environment."),),
    ),
    Operation("POST", f"{ONE}/diff", "diff_snapshot", "Compare with a snapshot.", DiffAnswer, (SNAPSHOT_TYPE,)),
    Operation("GET", f"{ONE}/snapshot", "get_snapshot", "Take a snapshot.", SNAPSHOT_TYPE),
    Operation(
        "POST", f"{ONE}/restore", "restore_environment", "Go back to a snapshot, at the same addresses.",
        EnvironmentAnswer, (SNAPSHOT_TYPE,),
    ),
    Operation(
        "POST", f"{ONE}/fork", "fork_environment", "Make an equal environment that goes its own way.",
        EnvironmentAnswer, (ForkOrder,), 201, needs_body=False,
    ),
    Operation(
        "POST", f"{ONE}/reset", "reset_environment", "Go back to the beginning, or to another one.",
        EnvironmentAnswer, (Beginning,), needs_body=False,
    ),
    Operation("GET", f"{ONE}/clock", "get_clock", "Read the clock.", ClockAnswer),
    Operation("PUT", f"{ONE}/clock", "set_clock", "Set the clock, or move it forward.", ClockAnswer, (ClockOrder,)),
    Operation("GET", f"{ONE}/injection", "get_injection", "Read which faults calls meet.", InjectionAnswer),
    Operation(
        "PUT", f"{ONE}/injection", "set_injection", "Make calls meet faults, by rule and chance.",
        InjectionAnswer, (Injection,),
    ),
    Operation("DELETE", f"{ONE}/injection", "clear_injection", "Let calls meet no faults.", None, status=204),
)  # fmt: skip


def paths(operations: Sequence[Operation] = OPERATIONS) -> dict[str, list[Operation]]:
    """Return the operations by their paths."""
    found: dict[str, list[Operation]] = {}
    for operation in operations:
        found.setdefault(operation.path, []).append(operation)
    return found
