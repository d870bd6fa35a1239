"""Operations read one by one: what each sends and gets, and which path it speaks of, before anything is decided."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.description import Body, Description, JsonSchema, Operation, Response
from generator.rules.envelopes import NO_BODY, Shape, response_shape, type_names
from generator.rules.naming import plural, singular, squashed, words
from generator.rules.paths import ResourcePath, resource_path
from generator.schema import Schemas


@dataclass(frozen=True, slots=True)
class Reading:
    """One operation with its path, its successful response and its body, unwrapped.

    ``body`` is the schema of what is sent, behind its wrapper; ``wrapper`` the property path to it. ``body_items`` is
    the schema of one element where the body is an array, or holds nothing but one array of objects.
    """

    operation: Operation
    path: ResourcePath
    response: Response | None
    status: int
    shape: Shape
    body: JsonSchema | None
    wrapper: tuple[str, ...] = ()
    body_items: JsonSchema | None = None

    @property
    def method(self) -> str:
        """The HTTP method, in capitals."""
        return self.operation.method


def read_operations(description: Description, schemas: Schemas) -> list[Reading]:
    """Return the reading of every operation, in the description's order."""
    paths = [resource_path(operation.path) for operation in description.operations]
    shapes = frozenset(path.shape for path in paths)
    return [
        _reading(operation, path, shapes, schemas)
        for operation, path in zip(description.operations, paths, strict=True)
    ]


def _reading(operation: Operation, path: ResourcePath, shapes: frozenset[str], schemas: Schemas) -> Reading:
    response, status = successful_response(operation)
    names = names_of(path)
    schema = response.schema if response and _is_json(response) else None
    # /objects/{type} picks no single thing where /objects/{type}/{id} does.
    one = path.ends_in_parameter and f"{path.shape}/{{}}" not in shapes
    shape = response_shape(schema, schemas, names, one=one) if response else NO_BODY
    body, wrapper, items = _body(operation.body, schemas, names)
    if items is not None and _is_one_property(operation, path, body, items, schemas):
        items = None
    return Reading(operation, path, response, status, shape, body, wrapper, items)


def _is_one_property(
    operation: Operation, path: ResourcePath, body: JsonSchema | None, items: JsonSchema, schemas: Schemas
) -> bool:
    """Return whether an array of plain values is the one property that a change of one thing sends: {"tags": […]}."""
    plain = not schemas.properties(items) and body is not None and bool(schemas.properties(body))
    return plain and path.ends_in_parameter and operation.method in ("PATCH", "PUT")


def names_of(path: ResourcePath) -> frozenset[str]:
    """Return the squashed names, singular and plural, that the path's last two literals give to what it speaks of."""
    names = set()
    for literal in path.literals[-2:]:
        parts = words(literal)
        if parts:
            head = "".join(parts[:-1])
            names |= {head + singular(parts[-1]), head + plural(singular(parts[-1])), squashed(literal), parts[-1]}
    return frozenset(names)


def successful_response(operation: Operation) -> tuple[Response | None, int]:
    """Return the response that a call which does what it says gets, with its status.

    Of several, a creation's is 201; else the lowest that has a body, so that 200 goes before 202 and 204. Where only
    ``default`` or a redirect is declared, the status is HTTP's usual one.
    """
    successes = [response for response in operation.responses if response.status[:1] == "2"]
    if not successes:
        default = next((response for response in operation.responses if response.status == "default"), None)
        is_error = default is not None and "error" in default.text.lower()
        return (None if is_error else default), (204 if operation.method == "DELETE" else 200)
    created = [response for response in successes if response.status == "201" and operation.method in ("POST", "PUT")]
    with_body = sorted((r for r in successes if r.schema is not None), key=lambda response: response.status)
    plain = sorted(successes, key=lambda response: response.status)
    chosen = (created if operation.method == "POST" else []) + with_body + plain
    status = chosen[0].status
    return chosen[0], int(status) if status.isdigit() else 200


def _is_json(response: Response) -> bool:
    media = (response.media_type or "application/json").lower()
    return "json" in media or media in ("*/*", "application/*", "")


def _body(
    body: Body | None, schemas: Schemas, names: frozenset[str]
) -> tuple[JsonSchema | None, tuple[str, ...], JsonSchema | None]:
    if body is None:
        return None, (), None
    resolved = schemas.resolve(body.schema)
    if "array" in type_names(resolved):
        items = resolved.get("items")
        return body.schema, (), items if isinstance(items, dict) else {}
    properties = schemas.properties(body.schema)
    if len(properties) == 1:
        (name, inner), *_ = properties.items()
        if schemas.properties(inner) and squashed(name) in names | {"data", "attributes", "request", "resource"}:
            return inner, (name,), None
        listed = schemas.resolve(inner)
        if "array" in type_names(listed) and isinstance(listed.get("items"), dict):
            return body.schema, (), listed["items"]
    return body.schema, (), None


def sent_properties(reading: Reading, schemas: Schemas) -> dict[str, JsonSchema]:
    """Return the properties of the body that a caller may send: those that are not ``readOnly``."""
    if reading.body is None:
        return {}
    found = schemas.properties(reading.body)
    return {name: schema for name, schema in found.items() if not schemas.resolve(schema).get("readOnly")}


def row_properties(schema: JsonSchema, schemas: Schemas) -> dict[str, JsonSchema]:
    """Return the properties of a row that a caller may see: those that are not ``writeOnly``."""
    found = schemas.properties(schema)
    return {name: value for name, value in found.items() if not schemas.resolve(value).get("writeOnly")}


def required_names(schema: JsonSchema | None, schemas: Schemas) -> frozenset[str]:
    """Return the names that the schema requires."""
    if schema is None:
        return frozenset()
    required = schemas.resolve(schema).get("required", [])
    return (
        frozenset(name for name in required if isinstance(name, str)) if isinstance(required, Sequence) else frozenset()
    )


def is_many_in_one(schema: JsonSchema, text: str) -> bool:
    """Return whether a string parameter is documented as a comma-separated list."""
    return schema.get("type") == "string" and re.search(r"comma[- ](separated|delimited)", text, re.I) is not None
