"""Parameters, bodies, responses and servers as OpenAPI 3.0, 3.1 and 3.2 write them."""

from collections.abc import Sequence
from typing import Any

from generator.description import Body, JsonSchema, Parameter, Place, Response
from generator.openapi.content import chosen_media_type, examples_of
from generator.openapi.parts import Part
from generator.openapi.schemas import SchemaReader

PLACES: dict[str, Place] = {"path": "path", "query": "query", "header": "header", "cookie": "cookie"}
_STYLES: dict[Place, tuple[str, ...]] = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form", "cookie"),
}


class OpenApi3:
    """The dialect of OpenAPI 3."""

    def __init__(self, root: Part, schemas: SchemaReader) -> None:
        self._root = root
        self._schemas = schemas

    def server(self) -> str:
        """The first server's URL with its variables filled in; that of a path where the document names none."""
        holders = [self._root]
        if not self._root.value.get("servers"):
            for _, path_item in self._root.parts("paths"):
                holders += [path_item, *(part for part in map(path_item.part, ("get", "post")) if part)]
        return next((url for holder in holders if (url := server_of(holder))), "")

    def parameter(self, part: Part) -> Parameter | None:
        """The parameter, or None with a warning where it has no name or place."""
        name, place = part.text("name"), PLACES.get(part.text("in"))
        if not name or place is None:
            part.warn(f"The parameter has no {'known place' if name else 'name'}; left out.")
            return None
        style, default = part.text("style"), _STYLES[place][0]
        if style and style not in _STYLES[place]:
            part.warn(f"The style {style!r} is none of a {place} parameter; read as {default!r}.")
        style = style if style in _STYLES[place] else default
        return Parameter(
            name=name,
            place=place,
            required=place == "path" or part.flag("required"),
            schema=self._parameter_schema(part),
            text=part.text("description"),
            style=style,
            explode=part.flag("explode", style == "form"),
            deprecated=part.flag("deprecated"),
            source=part.where,
        )

    def _parameter_schema(self, part: Part) -> JsonSchema:
        holder = part
        if "schema" not in part.value:
            holder = next((media for _, media in part.parts("content")), part)
        if "schema" not in holder.value:
            schema = swagger_schema(part, self._schemas)
            part.warn("The parameter has no schema; read as text." if not schema else "A schema was written flat.")
            schema = schema or {"type": "string"}
        else:
            schema = self._schema(holder) or {}
        examples = examples_of(part) or examples_of(holder)
        return {**schema, "examples": list(examples)} if examples else schema

    def body(self, operation: Part, parameters: Sequence[Part]) -> Body | None:
        """The request body in the media type that was chosen."""
        part = operation.part("requestBody")
        if part is None:
            return None
        media_type, media = self._media(part)
        if media_type is None:
            part.warn("The request body has no content; left out.")
            return None
        return Body(
            media_type=media_type,
            required=part.flag("required"),
            schema=(self._schema(media) or {}) if media else {},
            text=part.text("description"),
            examples=examples_of(media, media_type) if media else (),
            source=part.where,
        )

    def response(self, status: str, part: Part, operation: Part) -> Response:
        """One response with the media type that was chosen."""
        media_type, media = self._media(part)
        headers = {name: self._parameter_schema(header) for name, header in part.parts("headers")}
        schema = None
        if media_type is not None:
            schema = self._schema(media) if media and "schema" in media.value else {}
        return Response(
            status=status,
            text=part.text("description"),
            media_type=media_type,
            schema=schema,
            headers=headers,
            examples=examples_of(media, media_type or "") if media else (),
            source=part.where,
        )

    def _media(self, part: Part) -> tuple[str | None, Part | None]:
        content = part.part("content")
        if content is None:
            return None, None
        media_type = chosen_media_type(name for name in content.value if not name.startswith("x-"))
        return media_type, content.part(media_type) if media_type else None

    def _schema(self, holder: Part) -> JsonSchema | None:
        return (
            self._schemas.schema(holder.value["schema"], f"{holder.where}/schema") if "schema" in holder.value else {}
        )


def swagger_schema(part: Part, schemas: SchemaReader) -> JsonSchema:
    """The schema of a parameter or header that has its keywords beside its name."""
    flat: dict[str, Any] = {key: value for key, value in part.value.items() if key not in _NO_KEYWORDS}
    return schemas.schema(flat, part.where) or {}


_NO_KEYWORDS = frozenset(
    [
        "name",
        "in",
        "description",
        "required",
        "collectionFormat",
        "allowEmptyValue",
        "schema",
        "content",
        "style",
        "explode",
        "example",
        "examples",
        "deprecated",
        "allowReserved",
    ]
)


def server_of(holder: Part) -> str:
    """The URL of the first server that a document, path or operation names; "" where it names none."""
    if not isinstance(holder.value.get("servers"), list):
        return ""
    for server in holder.listed("servers"):
        url = server.text("url")
        for name, variable in server.parts("variables"):
            default = variable.text("default") or next(iter(variable.texts("enum")), name)
            url = url.replace(f"{{{name}}}", default)
        if url:
            return url
    return ""
