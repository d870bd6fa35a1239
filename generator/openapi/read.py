"""``read_description``: an OpenAPI or Swagger document → its ``Description``."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from generator.description import Description
from generator.document import Document
from generator.errors import SpecError
from generator.openapi.neighbours import Neighbours
from generator.openapi.openapi3 import OpenApi3
from generator.openapi.parts import Part
from generator.openapi.paths import Dialect, operations_of
from generator.openapi.references import References, pointer
from generator.openapi.resource_names import with_resource_names
from generator.openapi.schemas import SchemaReader
from generator.openapi.swagger2 import Swagger2
from generator.openapi.text import read_data

Json = Any


def read_description(document: Document, neighbours: Neighbours | None = None) -> Description:
    """The description that an OpenAPI 3.x or Swagger 2.0 document gives; what is broken in it becomes a warning.

    ``neighbours`` reads the other documents that it refers to; without it, references into them lead nowhere.

    Raises:
        SpecError: the bytes are no JSON or YAML, the data is no description, or no operation is left.
    """
    data = read_data(document)
    check_openapi(data, document)
    return read_openapi(data, document, neighbours)


def read_openapi(data: Json, document: Document, neighbours: Neighbours | None = None) -> Description:
    """As ``read_description``, of the document's data."""
    root = _root_of(data, document, neighbours)
    schemas = SchemaReader(root.references)
    for place in (("components", "schemas"), ("definitions",)):
        _name_all(root, place)
    dialect: Dialect = Swagger2(root, schemas) if "swagger" in root.value else OpenApi3(root, schemas)
    operations = with_resource_names(operations_of(root, dialect, document.source))
    if not operations:
        raise _nothing_left(root, document)
    base_url, base_path = _base_of(dialect.server(), document.location if document.is_remote else "")
    info = root.part("info") or Part({}, "#/info", root.references)
    return Description(
        title=info.text("title") or document.source,
        version=info.text("version"),
        text=info.text("description"),
        source=document.source,
        sha256=document.sha256,
        base_url=base_url,
        base_path=base_path,
        operations=operations,
        schemas=schemas.definitions(),
        tags={name: tag.text("description") for tag in root.listed("tags") if (name := tag.text("name"))},
        warnings=tuple(root.references.warnings),
    )


def is_openapi(data: Json) -> bool:
    """Whether data is an object that calls itself an OpenAPI or Swagger document."""
    return isinstance(data, Mapping) and bool(data.get("openapi") or data.get("swagger"))


def check_openapi(data: Json, document: Document) -> None:
    """Nothing, where data is an OpenAPI or Swagger document of a version that is read.

    Raises:
        SpecError: it is not.
    """
    if not is_openapi(data):
        raise SpecError(
            "The document has neither 'openapi' nor 'swagger'.",
            where=document.source,
            next="Name an OpenAPI 3.x or Swagger 2.0 document.",
        )
    key = "swagger" if "swagger" in data and "openapi" not in data else "openapi"
    if not re.match(r"v?2(\.|$)" if key == "swagger" else r"v?3(\.|$)", str(data[key])):
        raise SpecError(
            f"Version {str(data[key])[:40]!r} of {key} is not read.",
            where=f"{document.source}#/{key}",
            next="Convert it to OpenAPI 3.x or Swagger 2.0.",
        )


def _root_of(data: Json, document: Document, neighbours: Neighbours | None) -> Part:
    own_names = {urlsplit(name).path.rpartition("/")[2] for name in (document.source, document.location)} - {""}
    return Part(data, "#", References(data, frozenset(own_names), neighbours=neighbours))


def _name_all(root: Part, place: tuple[str, ...]) -> None:
    holder: Part | None = root
    for token in place:
        holder = holder.part(token) if holder else None
    if holder:
        for name in holder.value:
            root.references.name_of(pointer(holder.where, name))


def _nothing_left(root: Part, document: Document) -> SpecError:
    if not root.value.get("paths"):
        return SpecError(
            "The description has no paths.", where=f"{document.source}#/paths", next="Name one that documents calls."
        )
    first = next((f" First fault: {warning.where}: {warning.what}" for warning in root.references.warnings), "")
    return SpecError(
        f"No operation can be read.{first}", where=f"{document.source}#/paths", next="Mend the paths of the document."
    )


def _base_of(server: str, location: str) -> tuple[str, str]:
    """The first server's absolute URL ("" where it is not known) and its path, both without a last slash."""
    if not server:
        return "", ""
    if re.match(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]+)?(/|$)", server):  # a host without its scheme
        server = f"https://{server}"
    try:
        parts = urlsplit(urljoin(location, server))
    except ValueError:  # brackets that are no IPv6 address
        return "", ""
    path = re.sub("/{2,}", "/", parts.path).rstrip("/")
    path = path if path.startswith("/") or not path else f"/{path}"
    return (f"{parts.scheme}://{parts.netloc}{path}" if parts.scheme and parts.netloc else ""), path
