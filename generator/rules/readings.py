"""Operations read one by one: what each sends and gets, and which path it speaks of, before anything is decided."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from generator.description import Body, Description, JsonSchema, Operation, Parameter, Response
from generator.rules.asked import with_asked
from generator.rules.calls import Placed, placed_calls
from generator.rules.credentials import is_credential
from generator.rules.envelopes import NO_BODY, Shape, enveloped_array, response_shape, type_names
from generator.rules.naming import plural, singular, squashed, words
from generator.rules.one_or_many import with_one_of_many
from generator.rules.outer_keys import path_with_body_key, path_with_query_key, path_with_sent_key
from generator.rules.paths import ResourcePath, owner_names, resource_path, thing_name
from generator.rules.shown import body_with_shown, with_shown
from generator.schema import Schemas
from state_db.http.body import ONLY


@dataclass(frozen=True, slots=True)
class Reading:
    """One operation with its path, its successful response and its body, unwrapped.

    ``body`` is the schema of what is sent, behind its wrapper; ``wrapper`` the property path to it. ``body_items`` is
    the schema of one element where the body is an array, or an envelope around one, and ``body_array`` the property
    path to that array. ``method`` is the HTTP method in capitals, or for a call by name the one that it would have as
    a resource. ``document`` is the property of the body that holds a document of free form, and ``beside`` those that
    stand beside it. ``columns`` are the arrays that are sent in place of an array of rows, with the property of a row
    that each one holds. ``leaving`` is the property of the body that names which row is taken out of a collection, and
    ``naming`` are those that may name the row in place of the path's key.
    """

    operation: Operation
    path: ResourcePath
    method: str
    response: Response | None
    status: int
    shape: Shape
    body: JsonSchema | None
    wrapper: tuple[str, ...] = ()
    body_items: JsonSchema | None = None
    body_array: tuple[str, ...] = ()
    document: str = ""
    beside: tuple[str, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    leaving: str = ""
    naming: frozenset[str] = frozenset()

    @property
    def label(self) -> str:
        """The operation as it is documented: its HTTP method and path."""
        return f"{self.operation.method} {self.operation.path}"

    def row_name(self, schemas: Schemas) -> str | None:
        """Return the name of the schema of the rows that the answer shows; None where it shows none, or has no name."""
        return schemas.name(self.shape.row) if self.shape.row is not None else None


@dataclass(frozen=True, slots=True)
class PathInput:
    """What fills one parameter of a reading's path: a parameter, or for a call by name a property of its body."""

    parameter: Parameter
    in_body: bool

    @property
    def name(self) -> str:
        """The parameter's name."""
        return self.parameter.name


def read_operations(description: Description, schemas: Schemas) -> list[Reading]:
    """Return the reading of every operation, in the description's order."""
    calls = placed_calls(description.operations, schemas)
    places = [calls.get(operation.id) or _place(operation, schemas) for operation in description.operations]
    shapes = frozenset(place.path.shape for place in places)
    return [
        _reading(operation, place, shapes, schemas, of_call=bool(calls))
        for operation, place in zip(description.operations, places, strict=True)
    ]


# HTTP allows no body with these, whatever a document shows there.
BODYLESS = frozenset({204, 205, 304})


def _place(operation: Operation, schemas: Schemas) -> Placed:
    ways = (path_with_query_key, path_with_sent_key, path_with_body_key)
    keyed = next(filter(None, (way(operation, schemas) for way in ways)), None)
    return Placed(keyed or resource_path(operation.path), operation.method)


def _reading(
    operation: Operation, place: Placed, shapes: frozenset[str], schemas: Schemas, *, of_call: bool
) -> Reading:
    path = place.path
    if of_call and operation.method == "GET" and place.method != "GET":
        operation = with_asked(operation)
    operation = with_one_of_many(replace(operation, body=body_with_shown(operation.body, schemas)), path, schemas)
    response, status = successful_response(operation)
    response = with_shown(_acknowledged(response, place.method), schemas)
    if response is not None and status in BODYLESS:
        response = replace(response, schema=None, examples=())
    names = names_of(path)
    schema = response.schema if response and _is_json(response) else None
    # /objects/{type} picks no single thing where /objects/{type}/{id} does.
    one = path.ends_in_parameter and f"{path.shape}/{{}}" not in shapes
    shape = response_shape(schema, schemas, names, one=one, of_call=of_call) if response else NO_BODY
    only = one and not of_call and (picks_by_key(path) or is_file(operation.body))
    body, wrapper, items, array = body_of(operation.body, schemas, names, one=only, whole=of_call)
    if items is not None and _is_one_property(operation, path, body, items, schemas):
        items = None
    shape = one_of_list(shape, names) if only else shape
    return Reading(
        operation, path, place.method, response, status, shape, body, wrapper, items, array, naming=place.naming
    )


def path_inputs(reading: Reading, schemas: Schemas) -> list[PathInput]:
    """Return what fills the parameters of the reading's path, in the order in which they are documented."""
    in_path = {each.name for each in reading.operation.parameters if each.place == "path"}
    wanted = set(reading.path.parameters) - in_path
    found = [
        PathInput(each, in_body=False)
        for each in reading.operation.parameters
        if each.place == "path" or (each.place == "query" and each.name in wanted)
    ]
    wanted -= {each.name for each in found}
    body = schemas.properties(reading.body) if reading.body is not None and wanted else {}
    for name, schema in body.items():
        if name in wanted:
            text = str(schemas.resolve(schema).get("description", ""))
            found.append(PathInput(Parameter(name, "path", True, schema, text), in_body=True))
    return found


def _is_one_property(
    operation: Operation, path: ResourcePath, body: JsonSchema | None, items: JsonSchema, schemas: Schemas
) -> bool:
    """Return whether an array of plain values is the one property that a change of one thing sends: {"tags": […]}."""
    plain = not schemas.properties(items) and body is not None and bool(schemas.properties(body))
    return plain and path.ends_in_parameter and operation.method in ("PATCH", "PUT", "POST")


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
        named = str((default.schema or {}).get("$ref", "")) if default is not None else ""
        is_error = default is not None and ("error" in default.text.lower() or "error" in named.lower())
        return (None if is_error else default), (204 if operation.method == "DELETE" else 200)
    created = [response for response in successes if response.status == "201" and operation.method in ("POST", "PUT")]
    with_body = sorted((r for r in successes if r.schema is not None), key=lambda response: response.status)
    # A PUT answers with 201 where it made something, beside what it answers otherwise.
    plain = sorted(successes, key=lambda each: (each.status == "201" and operation.method == "PUT", each.status))
    chosen = (created if operation.method == "POST" else []) + with_body + plain
    status = chosen[0].status
    return chosen[0], int(status) if status.isdigit() else 200


def is_file(body: Body | None) -> bool:
    """Return whether a body is nothing but the bytes of a file."""
    return body is not None and (
        "octet-stream" in body.media_type
        or body.media_type.startswith(("image/", "video/", "audio/", "application/pdf", "application/zip"))
    )


def is_structured(media_type: str) -> bool:
    """Return whether a body of this type has properties, as JSON and XML have; agents get either as JSON."""
    return "json" in media_type or media_type.split(";")[0].strip().endswith(("/xml", "+xml"))


def picks_by_key(path: ResourcePath) -> bool:
    """Return whether the path's last parameter names the key of what its literal speaks of: /orders/{orderId}."""
    if not path.ends_in_parameter or not path.literals:
        return False
    owner, word = owner_names(path.parameters[-1])
    return bool(word) and (not owner or squashed(owner) == squashed(thing_name(path.literals[-1])))


def one_of_list(shape: Shape, names: frozenset[str]) -> Shape:
    """Return the shape of a single row that stands alone in the array of a list's envelope: {"orders": [{…}]}."""
    if shape.kind != "list" or not shape.where or squashed(shape.where[-1]) not in names:
        return shape
    return Shape("row", shape.row, _with_row(shape.template), (*shape.where, ONLY))


def _with_row(template: Any) -> Any:
    if isinstance(template, dict):
        return {name: _with_row(part) for name, part in template.items()}
    return ["$row"] if template == "$items" else template


_ACKNOWLEDGES = ("text/plain", "text/html")


def _acknowledged(response: Response | None, method: str) -> Response | None:
    """Return the answer of a change whose text only tells that it was done: the one that is shown, or no body."""
    media = (response.media_type or "").lower().split(";")[0] if response is not None else ""
    if response is None or response.schema is None or method == "GET" or media not in _ACKNOWLEDGES:
        return response
    shown = [*response.examples, *response.schema.get("examples", ())]
    if response.schema.get("type", "string") != "string" or any(len(str(each)) > _LONGEST_WORD for each in shown):
        return response
    schema = {"type": "string", "const": shown[0]} if shown else None
    return replace(response, schema=schema, media_type="application/json", examples=())


# A longer text tells of something.
_LONGEST_WORD = 40


def _is_json(response: Response) -> bool:
    media = (response.media_type or "application/json").lower()
    return is_structured(media) or media in ("*/*", "application/*", "")


def body_of(
    body: Body | None, schemas: Schemas, names: frozenset[str], *, one: bool, whole: bool = False
) -> tuple[JsonSchema | None, tuple[str, ...], JsonSchema | None, tuple[str, ...]]:
    """Return the body behind its wrapper, the wrapper, and the elements and place of the array that it is around.

    With ``one``, an envelope around an array named after the thing sends the one thing that the path picks. ``whole``
    takes the body as it is, without looking for a wrapper.
    """
    if body is None or whole:
        return (None if body is None else body.schema), (), None, ()
    resolved = schemas.resolve(body.schema)
    if "array" in type_names(resolved):
        items = resolved.get("items")
        return body.schema, (), items if isinstance(items, dict) else {}, ()
    properties = schemas.properties(body.schema)
    if len(properties) == 1:
        (name, inner), *_ = properties.items()
        if schemas.properties(inner) and squashed(name) in names | {"data", "attributes", "request", "resource"}:
            return inner, (name,), None, ()
    if enveloped := enveloped_array(properties, schemas, names):
        items = schemas.resolve(properties[enveloped])["items"]
        return (items, (enveloped, ONLY), None, ()) if one else (body.schema, (), items, (enveloped,))
    if len(properties) == 1:
        listed = schemas.resolve(inner)
        if "array" in type_names(listed) and isinstance(listed.get("items"), dict):
            return body.schema, (), listed["items"], (name,)
    return body.schema, (), None, ()


def sent_properties(reading: Reading, schemas: Schemas) -> dict[str, JsonSchema]:
    """Return the properties of the body that a caller may send: those that are not ``readOnly``.

    What picks the thing that a call is about is a part of its path, and who is asking is told by the transport.
    """
    if reading.body is None:
        return {}
    found = schemas.properties(reading.body)
    keys = set(reading.path.parameters) - {each.name for each in reading.operation.parameters} | reading.naming
    return {
        name: schema
        for name, schema in found.items()
        if not schemas.resolve(schema).get("readOnly")
        and name not in keys
        and not is_credential(name, str(schemas.resolve(schema).get("description", "")), in_body=True)
    }


def element_properties(reading: Reading, schemas: Schemas) -> dict[str, JsonSchema]:
    """Return the properties of an element of the array that is sent, those that are ``readOnly`` left out."""
    found = schemas.properties(reading.body_items) if reading.body_items is not None else {}
    return {name: schema for name, schema in found.items() if not schemas.resolve(schema).get("readOnly")}


def row_properties(schema: JsonSchema, schemas: Schemas) -> dict[str, JsonSchema]:
    """Return the properties of a row that a caller may see: those that are not ``writeOnly``."""
    found = schemas.properties(schema)
    return {name: value for name, value in found.items() if not schemas.resolve(value).get("writeOnly")}


def required_names(schema: JsonSchema | None, schemas: Schemas) -> frozenset[str]:
    """Return the names that the schema requires of what is sent: one that is ``readOnly`` is required in answers."""
    names = _every_required_name(schema, schemas)
    known = schemas.properties(schema) if schema is not None else {}
    shown = {name for name in names & known.keys() if schemas.resolve(known[name]).get("readOnly") is True}
    return frozenset(names - shown)


def _every_required_name(schema: JsonSchema | None, schemas: Schemas) -> frozenset[str]:
    """Return the names that the schema requires, in what is sent or shown."""
    if schema is None:
        return frozenset()
    resolved = schemas.resolve(schema)
    required = (schemas.union(schema) if "oneOf" in resolved or "anyOf" in resolved else resolved).get("required", [])
    return (
        frozenset(name for name in required if isinstance(name, str)) if isinstance(required, Sequence) else frozenset()
    )


def promised_names(schema: JsonSchema, schemas: Schemas) -> frozenset[str]:
    """Return the names that answers always show; of what only the server writes, examples alone promise nothing."""
    if schemas.name(schema) in schemas.exemplified:
        return required_names(schema, schemas)
    return _every_required_name(schema, schemas)


def is_many_in_one(schema: JsonSchema, text: str) -> bool:
    """Return whether a string is documented as a comma-separated list, or as an array with such an example."""
    if schema.get("type") != "string":
        return False
    shown = [str(example) for example in schema.get("examples", ())]
    listed = bool(shown) and all(re.fullmatch(r"[\w.-]+(?:, ?[\w.-]+)+", example) for example in shown)
    arrays = r"^\s*(?:an? |the )?(?:array|list) of \w"
    return bool(re.search(r"comma[- ](separated|delimited)", text, re.I) or (listed and re.search(arrays, text, re.I)))
