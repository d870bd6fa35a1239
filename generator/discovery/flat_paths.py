"""A dialect of documentation pages that writes out one path, all references resolved → a part of an OpenAPI document.

``paths`` holds no paths but ``path``, ``method``, ``request`` and ``response``; each schema is a list of alternatives,
a property's is under ``allOf``; ``requiredProperties`` are the required ones, and ``refIdentifier`` is the reference
that was resolved.
"""

from collections.abc import Mapping
from typing import Any

Json = Any
JsonSchema = dict[str, Any]

_PLACES = ("path", "query", "header", "cookie")
_OWN_KEYS = frozenset(["required", "requiredProperties", "refIdentifier", "allOf", "properties", "items",
                       "additionalProperties", "type", "deprecated"])  # fmt: skip


def is_flat(data: Json) -> bool:
    """Whether data is a page's part in this dialect."""
    paths = data.get("paths") if isinstance(data, Mapping) else None
    return isinstance(paths, Mapping) and isinstance(paths.get("path"), str) and isinstance(paths.get("method"), str)


def description_of_flat(data: Mapping[str, Json]) -> dict[str, Json]:
    """The part as OpenAPI writes it."""
    return _Converter().part(data["paths"])


class _Converter:
    def __init__(self) -> None:
        self._schemas: dict[str, JsonSchema] = {}

    def part(self, written: Mapping[str, Json]) -> dict[str, Json]:
        request, parameters = _object(written, "request"), []
        for place in _PLACES:
            for name, parameter in _object(_object(request, "parameters"), place).items():
                parameters.append(self._parameter(name, place, parameter if isinstance(parameter, Mapping) else {}))
        operation: dict[str, Json] = {"parameters": parameters, "responses": self._responses(written)}
        if content := self._content(_object(request, "body")):
            required = any(_alternatives(media, "schemaArray")[:1] and _alternatives(media, "schemaArray")[0].get(
                "required") is True for media in _object(request, "body").values() if isinstance(media, Mapping)
            )  # fmt: skip
            operation["requestBody"] = {"content": content, "required": required}
        if written.get("deprecated") is True:
            operation["deprecated"] = True
        part: dict[str, Json] = {
            "openapi": "3.1.0",
            "paths": {written["path"]: {written["method"].lower(): operation}},
            "components": {"schemas": self._schemas},
        }
        return {**part, "servers": written["servers"]} if isinstance(written.get("servers"), list) else part

    def _parameter(self, name: str, place: str, written: Mapping[str, Json]) -> dict[str, Json]:
        alternatives = _alternatives(written, "schema")
        found: dict[str, Json] = {
            "name": name,
            "in": place,
            "required": any(each.get("required") is True for each in alternatives),
            "schema": self._one_of(alternatives),
        }
        said = [each["description"] for each in alternatives if isinstance(each.get("description"), str)]
        found |= {"description": said[0]} if said else {}
        return found | {key: written[key] for key in ("style", "explode") if key in written}

    def _responses(self, written: Mapping[str, Json]) -> dict[str, Json]:
        found: dict[str, Json] = {}
        for status, contents in _object(written, "response").items():
            content = self._content(contents) if isinstance(contents, Mapping) else {}
            said = [media.get("description") for media in contents.values() if isinstance(media, Mapping)] \
                if isinstance(contents, Mapping) else []  # fmt: skip
            found[status] = {
                "description": str(next(filter(None, said), "")),
                **({"content": content} if content else {}),
            }
        return found

    def _content(self, contents: Mapping[str, Json]) -> dict[str, Json]:
        found: dict[str, Json] = {}
        for media_type, media in contents.items():
            if isinstance(media, Mapping) and "/" in media_type and (written := _alternatives(media, "schemaArray")):
                found[media_type] = {"schema": self._one_of(written)}
                if isinstance(media.get("examples"), Mapping):
                    found[media_type]["examples"] = media["examples"]
        return found

    def _one_of(self, alternatives: list[Mapping[str, Json]]) -> JsonSchema:
        read = [self._schema(each) for each in alternatives]
        return (read[0] if len(read) == 1 else {"oneOf": read}) if read else {}

    def _schema(self, written: Json) -> JsonSchema:
        if not isinstance(written, Mapping):
            return {}
        read = self._written_out(written)
        name = str(written.get("refIdentifier") or "").removeprefix("#/components/schemas/")
        if name and "/" not in name and self._schemas.setdefault(name, read) == read:
            return {"$ref": f"#/components/schemas/{name}"}
        return read

    def _written_out(self, written: Mapping[str, Json]) -> JsonSchema:
        read = {key: value for key, value in written.items() if key not in _OWN_KEYS}
        if isinstance(kind := written.get("type"), str) and kind not in ("any", "schema"):
            read["type"] = kind.removeprefix("enum<").removesuffix(">")
        if written.get("deprecated") is True:
            read["deprecated"] = True
        for key in ("oneOf", "anyOf"):
            if isinstance(written.get(key), list):
                read[key] = [self._schema(each) for each in written[key]]
        if isinstance(whole := written.get("allOf"), list):
            parts = [self._schema(each) for each in whole]
            read = {**parts[0], **read} if len(parts) == 1 and "$ref" not in parts[0] else {**read, "allOf": parts}
        if isinstance(properties := written.get("properties"), Mapping):
            read["properties"] = {name: self._schema(child) for name, child in properties.items()}
        for key in ("items", "additionalProperties"):
            if key in written:
                read[key] = written[key] if isinstance(written[key], bool) else self._schema(written[key])
        if isinstance(names := written.get("requiredProperties"), list):
            read["required"] = names
        return read


def _object(holder: Mapping[str, Json], key: str) -> Mapping[str, Json]:
    value = holder.get(key)
    return value if isinstance(value, Mapping) else {}


def _alternatives(holder: Mapping[str, Json], key: str) -> list[Mapping[str, Json]]:
    value = holder.get(key)
    found = value if isinstance(value, list) else [value]
    return [each for each in found if isinstance(each, Mapping)]
