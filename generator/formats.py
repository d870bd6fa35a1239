"""The formats of API descriptions: which one a document is in, and its ``Description``."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from generator.description import Description
from generator.document import Document
from generator.errors import SpecError
from generator.google.read import is_google, read_google
from generator.openapi.neighbours import Neighbours
from generator.openapi.read import check_openapi, is_openapi, read_openapi
from generator.openapi.text import decoded_text, read_data
from generator.postman.read import is_postman, read_postman

Json = Any

_NEXT = "Name an OpenAPI 3.x, Swagger 2.0, Postman 2.x or Google discovery document."

# The first key that other kinds of description have → their name.
_OTHER_KINDS = {
    "asyncapi": "an AsyncAPI document", "__schema": "a GraphQL schema", "swaggerVersion": "Swagger 1.x",
    "raml": "a RAML document", "smithy": "a Smithy model", "wsdl:definitions": "a WSDL document",
    "__export_format": "an Insomnia export", "openrpc": "an OpenRPC document", "arazzo": "an Arazzo workflow",
    "overlay": "an OpenAPI overlay", "log": "a recording (HAR)", "requests": "a Postman 1.x collection",
    "$schema": "a JSON Schema",
}  # fmt: skip
# How the text of those begins that are neither JSON nor YAML → their name.
_OTHER_TEXTS = (
    (re.compile(r"#%RAML"), "a RAML document"),
    (re.compile(r'(?>//[^\n]*\n\s*|/\*[\s\S]*?\*/\s*)*+(syntax|edition)\s*=\s*["\'](proto|20)'),
     "a Protocol Buffers file"),
    (re.compile(r'(?>#[^\n]*\n\s*|"""[\s\S]*?"""\s*)*+(extend\s+)?(schema|type|interface|scalar|enum|input|union|directive)\s+'
                r"[@\w{][^\n]*(\{|$)", re.MULTILINE), "a GraphQL schema"),
    (re.compile(r"<[^>]*wsdl|(<\?xml[^>]*>\s*)?<(\w+:)?definitions[\s>]", re.I), "a WSDL document"),
    (re.compile(r"(<\?xml[^>]*>\s*)?<[^>]*wadl", re.I), "a WADL document"),
    (re.compile(r"(<\?xml[^>]*>\s*)?<(edmx:)?edmx", re.I), "OData metadata"),
    (re.compile(r"<\?xml"), "an XML document"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Format:
    recognises: Callable[[Json], bool]
    read: Callable[[Json, Document, Neighbours | None], Description]


_FORMATS = (
    _Format(is_openapi, read_openapi),
    _Format(is_google, lambda data, document, _: read_google(data, document)),
    _Format(is_postman, lambda data, document, _: read_postman(data, document)),
)


def read_document(document: Document, neighbours: Neighbours | None = None) -> Description:
    """The description that a document gives, whatever its format; ``neighbours`` reads the files that it refers to.

    Raises:
        SpecError: the document is in no known format, or no operation can be read.
    """
    data = data_of(document)
    check_description(data, document)
    found = next(each for each in _FORMATS if each.recognises(data))
    description = found.read(data, document, neighbours)
    return replace(description, warnings=(*document.warnings, *description.warnings))


def data_of(document: Document) -> Json:
    """The document's data, as ``read_data``; a text in a known format that is no data is told by its name.

    Raises:
        SpecError: the document holds no data.
    """
    head = decoded_text(document).lstrip("\ufeff")[:10_000].lstrip()
    for sign, kind in _OTHER_TEXTS:
        if sign.match(head):
            raise _not_read(kind, document)
    data = read_data(document)
    collection = data.get("collection") if isinstance(data, Mapping) else None
    return collection if is_postman(collection) else data  # as Postman's own API gives it


def is_description(data: Json) -> bool:
    """Whether data is a description in one of the formats that are read."""
    return any(each.recognises(data) for each in _FORMATS)


def check_description(data: Json, document: Document) -> None:
    """Nothing, where data is a description of a format and version that is read.

    Raises:
        SpecError: it is not.
    """
    if is_openapi(data):
        check_openapi(data, document)
    elif not is_description(data):
        if (kind := _kind_of(data)) is not None:
            raise _not_read(kind, document)
        raise SpecError("The document has neither 'openapi' nor 'swagger'.", where=document.source, next=_NEXT)


def _kind_of(data: Json) -> str | None:
    """The name of another kind of description that data is."""
    inner = data.get("data") if isinstance(data, Mapping) else None
    for value in (data, inner):
        if isinstance(value, Mapping):
            for key, kind in _OTHER_KINDS.items():
                if key in value:
                    return kind
    return None


def _not_read(kind: str, document: Document) -> SpecError:
    return SpecError(f"This is {kind}, which is not read yet.", where=document.source, next=_NEXT)
