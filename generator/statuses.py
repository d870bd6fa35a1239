"""Statuses: with which status or code a tool answers, as its documentation has it."""

from generator.plan import Tool
from state_db.errors import DEFAULT_STATUS, ErrorCode


def failure_status(tool: Tool, code: ErrorCode) -> int:
    """Return the HTTP status that the tool's documentation, or else HTTP's own use, gives the error."""
    failure = tool.failures.get(code)
    return failure.status if failure is not None else DEFAULT_STATUS[code]


def created_status(tool: Tool) -> int:
    """Return the status with which an upsert answers that it made a new row."""
    return tool.status if tool.created_status is None else tool.created_status


def transition_error(tool: Tool) -> ErrorCode:
    """Return the code with which a tool refuses a row in another state: the one that is documented."""
    only_conflict = "failed_precondition" not in tool.failures and "conflict" in tool.failures
    return "conflict" if only_conflict else "failed_precondition"


def held_error(tool: Tool) -> ErrorCode:
    """Return the code with which a tool refuses to remove a row that others refer to: the one that is documented."""
    only_failed = "conflict" not in tool.failures and "failed_precondition" in tool.failures
    return "failed_precondition" if only_failed else "conflict"
