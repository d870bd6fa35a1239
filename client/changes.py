"""What happened to the state of an environment, in the form that tasks and trajectories keep."""

from typing import Any

from pydantic import TypeAdapter

from client.errors import Unsuitable
from client.tasks import Changes
from state_db.answer import Answer
from state_db.environment import Environment
from state_db.errors import StateError

Json = Any

_CHANGES: TypeAdapter[Changes] = TypeAdapter(Changes)


def changes_between(before: Environment, after: Environment) -> Changes:
    """Return what is different in the second environment."""
    return _CHANGES.validate_python(before.diff(after).to_json())


def answered(environment: Environment, tool: str, arguments: dict[str, Json]) -> Answer:
    """Return the answer of a call that is only tried. Raises: Unsuitable where the server itself is at fault."""
    try:
        return environment.call(tool, arguments)
    except StateError as error:
        raise Unsuitable(f"{tool} fails inside: {error.what}") from error
