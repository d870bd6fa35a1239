"""Declared answers: what the documentation says of an operation's statuses, kept for comparison with a real service."""

from generator.description import Operation
from generator.plan import Declared, Tool, Unmodelled


def declared_of(operation: Operation, made: Tool | Unmodelled) -> Declared:
    """Return the operation's statuses, with the schemas of their bodies where its tool does not have them already.

    Of an operation that is no tool only the statuses matter: none of its answers can agree.
    """
    label = f"{operation.method} {operation.path}"
    if isinstance(made, Unmodelled):
        return Declared(operation=label, responses={response.status: None for response in operation.responses})
    return Declared(
        operation=label,
        responses={
            response.status: None if response.schema == made.output else response.schema
            for response in operation.responses
        },
    )
