"""One or many: bodies that are a row or an array of such rows, read as the one that the call is about."""

from dataclasses import replace

from generator.description import JsonSchema, Operation, Response
from generator.rules.envelopes import is_object, type_names
from generator.rules.paths import ResourcePath
from generator.schema import Schemas


def with_one_of_many(operation: Operation, path: ResourcePath, schemas: Schemas) -> Operation:
    """Return the operation, whose body may be a row or an array of these, as one that is sent a row and shows it.

    A change of a whole collection is sent the array: its rows say themselves which they are.
    """
    body = operation.body
    if body is None or (found := _one_and_many(body.schema, schemas)) is None:
        return operation
    one, many = found
    if operation.method != "POST" and not path.ends_in_parameter:
        return replace(operation, body=replace(body, schema=many))
    responses = tuple(_about_one(each, schemas) for each in operation.responses)
    return replace(operation, body=replace(body, schema=one), responses=responses)


def _one_and_many(schema: JsonSchema, schemas: Schemas) -> tuple[JsonSchema, JsonSchema] | None:
    """Return the row and the array of two alternatives that are the same row, alone and many times."""
    branches = schemas.alternatives(schema)
    arrays = [branch for branch in branches if "array" in type_names(schemas.resolve(branch))]
    rows = [branch for branch in branches if branch not in arrays and is_object(branch, schemas)]
    if len(branches) != 2 or len(arrays) != 1 or len(rows) != 1:
        return None
    items = schemas.resolve(arrays[0]).get("items")
    same = isinstance(items, dict) and schemas.resolve(items) == schemas.resolve(rows[0])
    return (rows[0], arrays[0]) if same else None


def _about_one(response: Response, schemas: Schemas) -> Response:
    """Return a successful response that shows the one row where it may show that or an array, itself or in a part.

    Of a schema that names elements and no type, as of rows that may be one or many, the element is the row.
    """
    if response.schema is None or response.status[:1] != "2":
        return response
    resolved = schemas.resolve(response.schema)
    properties = {name: _row_of(part, schemas) or part for name, part in schemas.properties(resolved).items()}
    if (row := _row_of(response.schema, schemas)) is not None:
        return replace(response, schema=row)
    if properties == schemas.properties(resolved):
        return response
    return replace(response, schema={**resolved, "properties": properties})


def _row_of(schema: JsonSchema, schemas: Schemas) -> JsonSchema | None:
    if (found := _one_and_many(schema, schemas)) is not None:
        return found[0]
    resolved = schemas.resolve(schema)
    items = resolved.get("items")
    return items if "type" not in resolved and isinstance(items, dict) and is_object(items, schemas) else None
