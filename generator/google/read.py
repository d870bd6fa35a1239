"""``read_google``: a Google API discovery document → its ``Description``."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from generator.description import Body, Description, JsonSchema, Operation, Parameter, Response
from generator.document import Document
from generator.errors import SpecError
from generator.openapi.parts import Part
from generator.openapi.paths import with_unique_ids
from generator.openapi.references import References, pointer
from generator.openapi.resource_names import part_of_name
from generator.openapi.schemas import SchemaReader

Json = Any

_PLACEHOLDER = re.compile(r"\{\+?([^{}*]+)\*?\}")
_NO_KEYWORDS = frozenset(
    ["required", "location", "repeated", "enumDescriptions", "enumDeprecated", "annotations", "id"]
)
_MOST_LEVELS = 20  # of resources within resources


def is_google(data: Json) -> bool:
    """Whether data is a discovery document of one API (not the directory of all of them)."""
    return isinstance(data, Mapping) and "discoveryVersion" in data and data.get("kind") != "discovery#directoryList"


def read_google(data: Json, document: Document) -> Description:
    """The description that a discovery document gives; what is broken in it becomes a warning.

    Raises:
        SpecError: no method can be read.
    """
    root = Part(data, "#", References(data))
    if holder := root.part("schemas"):
        for name in holder.value:
            root.references.name_of(pointer(holder.where, name))
    schemas = SchemaReader(root.references)
    if shared := [name for name, _ in root.parts("parameters")]:
        root.warn(
            f"The parameters of every method ({', '.join(shared)}) concern the transport; left out.", "parameters"
        )
    found = [operation for part, names in _methods(root) if (operation := _operation(part, names, root, schemas))]
    operations = with_unique_ids([_sourced(each, document.source) for each in found], root.references, document.source)
    if not operations:
        raise SpecError("The document has no methods.", where=document.source, next="Name one that documents calls.")
    base_url, base_path = _base_of(root)
    return Description(
        title=root.text("title") or root.text("name") or document.source,
        version=root.text("version"),
        text=root.text("description"),
        source=document.source,
        sha256=document.sha256,
        base_url=base_url,
        base_path=base_path,
        operations=operations,
        schemas=schemas.definitions(),
        warnings=tuple(root.references.warnings),
    )


def _base_of(root: Part) -> tuple[str, str]:
    """The absolute URL under which the paths stand and its path, both without a last slash."""
    address = root.text("baseUrl") or urljoin(root.text("rootUrl"), root.text("servicePath"))
    try:
        parts = urlsplit(address.rstrip("/"))
    except ValueError:
        return "", ""
    return (address.rstrip("/") if parts.scheme and parts.netloc else ""), parts.path


def _methods(holder: Part, names: tuple[str, ...] = ()) -> Iterator[tuple[Part, tuple[str, ...]]]:
    """All methods, each with the names of the resources that it belongs to."""
    for _, method in holder.parts("methods"):
        yield method, names
    if len(names) < _MOST_LEVELS:
        for name, resource in holder.parts("resources"):
            yield from _methods(resource, (*names, name))


def _operation(part: Part, names: tuple[str, ...], root: Part, schemas: SchemaReader) -> Operation | None:
    path = part.text("flatPath") or part.text("path")
    if not path:
        part.warn("The method has no path; left out.")
        return None
    path = "/" + path.removeprefix("/")
    declared = [_parameter(name, found, schemas) for name, found in part.parts("parameters")]
    return Operation(
        id=_shortened(part.text("id"), root.text("name")),
        method=part.text("httpMethod").upper() or "GET",
        path=_PLACEHOLDER.sub(r"{\1}", path),
        text=part.text("description"),
        tags=names[-1:],
        deprecated=part.flag("deprecated"),
        parameters=_matched(path, declared, part),
        body=_body(part, schemas),
        responses=(_response(part, schemas),),
        source=part.where,
    )


def _shortened(name: str, api: str) -> str:
    """A method's id without the API's own name, which stands before every one of them."""
    return name.removeprefix(f"{api}.") if api else name


def _parameter(name: str, part: Part, schemas: SchemaReader) -> Parameter:
    written = {key: value for key, value in part.value.items() if key not in _NO_KEYWORDS and key != "description"}
    schema = schemas.schema(written, part.where) or {}
    place = "path" if part.text("location") == "path" else "query"
    if part.flag("repeated"):
        schema = {"type": "array", "items": schema}
    return Parameter(
        name=name,
        place="path" if place == "path" else "query",
        required=place == "path" or part.flag("required"),
        schema=schema,
        text=part.text("description"),
        style="simple" if place == "path" else "form",
        explode=place != "path",
        deprecated=part.flag("deprecated"),
        source=part.where,
    )


def _matched(path: str, declared: list[Parameter], part: Part) -> tuple[Parameter, ...]:
    """One path parameter for each placeholder, then the others.

    A resource's whole name (``{+name}``) is written out in the flat path, whose placeholders are declared nowhere.
    """
    by_name = {parameter.name: parameter for parameter in declared if parameter.place == "path"}
    whole = next((p for p in declared if p.place == "path" and p.name not in _PLACEHOLDER.findall(path)), None)
    matched = []
    for name in dict.fromkeys(_PLACEHOLDER.findall(path)):
        if name in by_name:
            matched.append(by_name[name])
            continue
        if whole is None:
            part.warn(f"The path's {{{name}}} is no declared parameter; read as text.")
        matched.append(part_of_name(whole, name))
    return (*matched, *(parameter for parameter in declared if parameter.place != "path"))


def _body(part: Part, schemas: SchemaReader) -> Body | None:
    written = part.value.get("request")
    if not isinstance(written, Mapping):
        return None
    where = pointer(part.where, "request")
    schema: JsonSchema = schemas.schema({"$ref": written["$ref"]} if "$ref" in written else dict(written), where) or {}
    if required := _required_here(part, written):
        schema = {**schema, "required": required}
    return Body("application/json", True, schema, source=where)


def _required_here(part: Part, request: Mapping[str, Json]) -> list[str]:
    """The properties of the body whose annotations say that this method requires them."""
    holder = part.references.root.get("schemas")
    schema = holder.get(str(request.get("$ref"))) if isinstance(holder, Mapping) else None
    properties = schema.get("properties") if isinstance(schema, Mapping) else None
    found = []
    for name, child in properties.items() if isinstance(properties, Mapping) else ():
        notes = child.get("annotations") if isinstance(child, Mapping) else None
        methods = notes.get("required") if isinstance(notes, Mapping) else None
        if isinstance(methods, list) and part.text("id") in methods:
            found.append(name)
    return found


def _response(part: Part, schemas: SchemaReader) -> Response:
    written = part.value.get("response")
    where = pointer(part.where, "response")
    if not isinstance(written, Mapping) or "$ref" not in written:
        return Response("200", source=where)
    schema = schemas.schema({"$ref": written["$ref"]}, where) or {}
    return Response("200", media_type="application/json", schema=schema, source=where)


def _sourced(operation: Operation, source: str) -> Operation:
    """The operation with the document's name before every pointer."""
    return replace(
        operation,
        source=source + operation.source,
        parameters=tuple(replace(each, source=source + each.source) for each in operation.parameters),
        body=replace(operation.body, source=source + operation.body.source) if operation.body else None,
        responses=tuple(replace(each, source=source + each.source) for each in operation.responses),
    )
