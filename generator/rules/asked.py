"""Asked: what a call by name takes in its query and writes, where a document gives every call the method GET.

While the rules decide, it stands in a body like that of any write; its tool has the arguments in the query again.
"""

from dataclasses import replace

from generator.description import Body, JsonSchema, Operation
from generator.plan import Argument

_MEDIA = "application/x-www-form-urlencoded; in=query"


def with_asked(operation: Operation) -> Operation:
    """Return the operation with its query's parameters as the properties of a body; the same where it has none."""
    asked = [each for each in operation.parameters if each.place == "query"]
    if not asked or operation.body is not None:
        return operation
    properties = {each.name: _described(each.schema, each.text) for each in asked}
    schema = {"type": "object", "properties": properties, "required": [each.name for each in asked if each.required]}
    others = tuple(each for each in operation.parameters if each.place != "query")
    return replace(operation, parameters=others, body=Body(_MEDIA, True, schema))


def is_asked(operation: Operation) -> bool:
    """Return whether what the operation writes stands in its query."""
    return operation.body is not None and operation.body.media_type == _MEDIA


def in_query(argument: Argument) -> Argument:
    """Return the argument of a body as one of the query."""
    if argument.place != "body":
        return argument
    return argument.model_copy(update={"place": "query", "style": "form", "explode": True})


def _described(schema: JsonSchema, text: str) -> JsonSchema:
    return {**schema, "description": text} if text and "description" not in schema else schema
