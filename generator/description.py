"""The normalised form of one API's documentation: every operation and schema, each with its source.

Whoever reads documents (``generator.openapi``, a model) writes this form, and everything later reads only this.

Schemas are JSON Schema 2020-12 as plain dictionaries: ``nullable`` has become a type array, ``example`` has become
``examples``, boolean ``exclusiveMinimum`` a number. References are kept and lazy: ``{"$ref": "#/$defs/NAME"}`` points
into ``Description.schemas``, so cycles cost nothing. ``readOnly``, ``writeOnly``, ``deprecated``, ``format``,
``default``, ``discriminator`` and ``x-…`` keywords are kept as the document has them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

JsonSchema = dict[str, Any]
Place = Literal["path", "query", "header", "cookie"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One documented parameter outside the body; ``style`` and ``explode`` are OpenAPI's, defaults filled in."""

    name: str
    place: Place
    required: bool
    schema: JsonSchema
    text: str = ""
    style: str = "form"
    explode: bool = True
    deprecated: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """A documented request body in the media type that was chosen (JSON before forms before anything else)."""

    media_type: str
    required: bool
    schema: JsonSchema
    text: str = ""
    examples: tuple[Any, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """One documented response; ``status`` is "200", "4XX" or "default"; no ``schema`` where no body is declared."""

    status: str
    text: str = ""
    media_type: str | None = None
    schema: JsonSchema | None = None
    headers: Mapping[str, JsonSchema] = field(default_factory=dict)
    examples: tuple[Any, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One documented call. ``path`` is without the base path; ``id`` is the operationId or ``"get /pets/{petId}"``."""

    id: str
    method: str
    path: str
    summary: str = ""
    text: str = ""
    tags: tuple[str, ...] = ()
    deprecated: bool = False
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    responses: tuple[Response, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class ReadingWarning:
    """Something in the document that was read differently from how it is written; ``where`` is a JSON pointer."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Description:
    """All operations and schemas of one API.

    ``source`` is the URL, or for a local file its name (never an absolute path); ``base_path`` is the path part of the
    first server URL ("" or "/api/v3"); ``base_url`` that URL itself where it is absolute, else "". ``exemplified`` are
    the names of schemas that were made of examples: what all of these show is said to be required, and not promised.
    """

    title: str
    version: str
    text: str
    source: str
    sha256: str
    base_url: str
    base_path: str
    operations: tuple[Operation, ...]
    schemas: Mapping[str, JsonSchema]
    tags: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[ReadingWarning, ...] = ()
    exemplified: frozenset[str] = frozenset()
