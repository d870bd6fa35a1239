"""Declared answers: what the documentation says of an operation's statuses, kept for comparison with a real service."""

from generator.description import JsonSchema, Operation, Response
from generator.plan import Declared, Tool, Unmodelled


def declared_of(operation: Operation, made: Tool | Unmodelled) -> Declared:
    """Return the operation's statuses, with the schemas of their bodies where its tool does not have them already.

    Of an operation that is no tool only the statuses matter: none of its answers can agree. Of what a silent answer is
    assumed to show (docs/decisions/0032) the documentation itself says nothing.
    """
    label = f"{operation.method} {operation.path}"
    if isinstance(made, Unmodelled):
        return Declared(operation=label, responses={response.status: None for response in operation.responses})
    return Declared(operation=label, responses={each.status: _schema(each, made) for each in operation.responses})


def _schema(response: Response, made: Tool) -> JsonSchema | None:
    if response.schema is None and made.output is not None and not response.examples:
        return {}
    return None if response.schema == made.output else response.schema
