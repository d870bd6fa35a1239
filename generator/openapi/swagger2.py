"""Parameters, bodies, responses and servers as Swagger 2.0 writes them."""

from collections.abc import Sequence
from typing import Any

from generator.description import Body, JsonSchema, Parameter, Response
from generator.openapi.content import chosen_media_type, examples_of, is_json
from generator.openapi.openapi3 import PLACES, swagger_schema
from generator.openapi.parts import Part
from generator.openapi.schemas import SchemaReader

Json = Any

_FORM = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data"
# collectionFormat → style and explode of OpenAPI 3
_COLLECTIONS = {"csv": ("form", False), "ssv": ("spaceDelimited", False), "tsv": ("spaceDelimited", False),
                "pipes": ("pipeDelimited", False), "multi": ("form", True)}  # fmt: skip


class Swagger2:
    """The dialect of Swagger 2.0."""

    def __init__(self, root: Part, schemas: SchemaReader) -> None:
        self._root = root
        self._schemas = schemas

    def server(self) -> str:
        """``host`` and ``basePath`` under https where that is offered; only the path where there is no host."""
        host, path = self._root.text("host"), self._root.text("basePath")
        path = path if path.startswith("/") or not path else f"/{path}"
        if not host:
            return path
        schemes = self._root.texts("schemes") or ("https",)
        return f"{'https' if 'https' in schemes else schemes[0]}://{host}{path}"

    def parameter(self, part: Part) -> Parameter | None:
        """The parameter; None for a piece of the body, and with a warning where it has no name or place."""
        name, place = part.text("name"), part.text("in")
        if place in ("body", "formData"):
            return None
        if not name or place not in PLACES:
            part.warn(f"The parameter has no {'known place' if name else 'name'}; left out.")
            return None
        style, explode = self._style(part, place)
        return Parameter(
            name=name,
            place=PLACES[place],
            required=place == "path" or part.flag("required"),
            schema=self._flat_schema(part),
            text=part.text("description"),
            style=style,
            explode=explode,
            deprecated=part.flag("deprecated") or part.flag("x-deprecated"),
            source=part.where,
        )

    def _style(self, part: Part, place: str) -> tuple[str, bool]:
        if place in ("path", "header"):
            return "simple", False
        if part.text("type") != "array":
            return "form", True
        written = part.text("collectionFormat") or "csv"
        if written not in _COLLECTIONS or written == "tsv":
            part.warn(f"The collectionFormat {written!r} was read as {'ssv' if written == 'tsv' else 'csv'!r}.")
        return _COLLECTIONS.get(written, _COLLECTIONS["csv"])

    def _flat_schema(self, part: Part) -> JsonSchema:
        if "schema" in part.value:
            part.warn("Only a body has a schema of its own; read as the parameter's.")
            schema = self._schemas.schema(part.value["schema"], f"{part.where}/schema") or {}
        else:
            schema = swagger_schema(part, self._schemas)
        examples = examples_of(part)
        return {**schema, "examples": list(examples)} if examples else schema

    def body(self, operation: Part, parameters: Sequence[Part]) -> Body | None:
        """The body parameter, or the form's fields as the properties of one object."""
        fields = [part for part in parameters if part.text("in") == "formData"]
        for part in parameters:
            if part.text("in") == "body":
                for unused in fields:
                    unused.warn("The operation has a body already; the field is left out.")
                return self._json_body(operation, part)
        return self._form_body(operation, fields) if fields else None

    def _json_body(self, operation: Part, part: Part) -> Body:
        consumes = [name for name in self._media_types(operation, "consumes") if name not in (_FORM, _MULTIPART)]
        media_type = chosen_media_type(consumes) or "application/json"
        schema = self._schemas.schema(part.value["schema"], f"{part.where}/schema") if "schema" in part.value else {}
        examples = examples_of(part, media_type)
        named = part.value.get("x-examples")
        if not examples and isinstance(named, dict):
            examples = tuple(named.values())
        return Body(media_type, part.flag("required"), schema or {}, part.text("description"), examples, part.where)

    def _form_body(self, operation: Part, fields: Sequence[Part]) -> Body:
        properties: dict[str, Json] = {}
        for part in fields:
            if not part.text("name"):
                part.warn("The form's field has no name; left out.")
                continue
            schema = self._flat_schema(part)
            if text := part.text("description"):
                schema = {**schema, "description": text}
            properties[part.text("name")] = schema
        required = [part.text("name") for part in fields if part.flag("required") and part.text("name")]
        consumes = self._media_types(operation, "consumes")
        files = any(part.text("type") == "file" for part in fields)
        media_type = _MULTIPART if files or (_MULTIPART in consumes and _FORM not in consumes) else _FORM
        schema = {"type": "object", "properties": properties, **({"required": required} if required else {})}
        return Body(media_type, bool(required), schema, source=f"{operation.where}/parameters")

    def response(self, status: str, part: Part, operation: Part) -> Response:
        """One response; its media type is chosen of those that the operation produces."""
        media_type = schema = None
        if "schema" in part.value:
            media_type = chosen_media_type(self._media_types(operation, "produces")) or "application/json"
            schema = self._schemas.schema(part.value["schema"], f"{part.where}/schema")
        return Response(
            status=status,
            text=part.text("description"),
            media_type=media_type,
            schema=schema,
            headers={name: self._flat_schema(header) for name, header in part.parts("headers")},
            examples=self._response_examples(part),
            source=part.where,
        )

    def _response_examples(self, part: Part) -> tuple[Json, ...]:
        by_type = part.value.get("examples")
        if not isinstance(by_type, dict):
            return ()
        of_json = [value for name, value in by_type.items() if is_json(name)]
        return tuple(of_json or by_type.values())

    def _media_types(self, operation: Part, key: str) -> tuple[str, ...]:
        return operation.texts(key) or self._root.texts(key)
