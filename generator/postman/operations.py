"""Requests of a Postman collection that go to one place → the operation of which they are examples."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.description import Body, JsonSchema, Operation, Parameter, Response
from generator.inference import is_shown, schema_of
from generator.openapi.lenient import lenient_data
from generator.openapi.references import pointer
from generator.postman.fields import by_name, field_schema, is_required, said_of, text_of
from generator.postman.urls import Address

Json = Any

_NOT_READ = frozenset(["accept", "content-type", "authorization", "content-length", "host", "cookie", "user-agent",
                       "accept-encoding", "accept-language", "cache-control", "connection",
                       "postman-token"])  # fmt: skip
_FORMS = {"urlencoded": "application/x-www-form-urlencoded", "formdata": "multipart/form-data"}
_BARE_VARIABLE = re.compile(r"(?<![\w\"'])\{\{[^{}]*\}\}(?![\w\"'])")
_SENTENCE = re.compile(r"[A-Za-z][\w'-]*( [\w'-]+){0,7}")


@dataclass(frozen=True, slots=True)
class Request:
    """One request of the collection, with the item in which it and its saved answers stand."""

    where: str
    name: str
    tags: tuple[str, ...]
    method: str
    address: Address
    data: Mapping[str, Json]
    item: Mapping[str, Json]
    variables: Mapping[str, str]


def operation_of(requests: Sequence[Request], source: str) -> Operation:
    """The operation that requests of one method and path are examples of; the first gives it its name."""
    first = requests[0]
    shown = [request.data for request in requests] + [
        answer["originalRequest"] for request in requests for answer in _saved(request)
        if isinstance(answer.get("originalRequest"), Mapping)
    ]  # fmt: skip
    return Operation(
        id=first.name if _SENTENCE.fullmatch(first.name) and len(first.name) <= 60 else "",
        method=first.method,
        path=first.address.path,
        summary=first.name,
        text=text_of(first.data.get("description")) or text_of(first.item.get("description")),
        tags=first.tags,
        parameters=(*_path_parameters(requests, source), *_queries(requests, source), *_headers(requests, source)),
        body=_body(shown, source + pointer(first.where, "request", "body")),
        responses=tuple(_responses(requests, source)),
        source=f"{source}{first.where}",
    )


def _path_parameters(requests: Sequence[Request], source: str) -> list[Parameter]:
    first = requests[0]
    documented = by_name([field for request in requests for field in request.address.variables])
    found = []
    for name in dict.fromkeys(re.findall(r"\{([^{}]+)\}", first.address.path)):
        keys = [{"value": request.address.keys[name]} for request in requests if name in request.address.keys]
        fields = [*documented.get(name, ()), *keys, *({"value": request.variables.get(name)} for request in requests)]
        texts = [said_of(field) for field in fields]
        schema = field_schema([field for field in fields if field.get("value") is not None])
        text = next(filter(None, texts), "")
        found.append(
            Parameter(name, "path", True, schema, text, "simple", False, source=f"{source}{first.where}/request/url")
        )
    return found


def _queries(requests: Sequence[Request], source: str) -> list[Parameter]:
    fields = by_name([field for request in requests for field in request.address.query])
    return [_parameter(name, found, "query", requests[0], source) for name, found in fields.items()]


def _headers(requests: Sequence[Request], source: str) -> list[Parameter]:
    headers = [request.data.get("header") for request in requests]
    listed = [field for found in headers if isinstance(found, list) for field in found if isinstance(field, Mapping)]
    return [
        _parameter(name, found, "header", requests[0], source)
        for name, found in by_name(listed).items()
        if name.lower() not in _NOT_READ
    ]


def _parameter(name: str, fields: list[Mapping[str, Json]], place: str, request: Request, source: str) -> Parameter:
    in_query = place == "query"
    schema = field_schema(fields)
    repeated = in_query and name.endswith("[]")
    return Parameter(
        name=name,
        place="query" if in_query else "header",
        required=is_required(fields),
        schema={"type": "array", "items": schema} if repeated else schema,
        text=next(filter(None, map(said_of, fields)), ""),
        style="form" if in_query else "simple",
        explode=in_query,
        source=source + pointer(request.where, "request", "url" if in_query else "header"),
    )


def _body(shown: Sequence[Mapping[str, Json]], where: str) -> Body | None:
    """The body that requests show: a form's fields, or the schema of what they send as JSON."""
    bodies = [data["body"] for data in shown if isinstance(data.get("body"), Mapping)]
    for mode, media_type in _FORMS.items():
        if forms := [body[mode] for body in bodies if body.get("mode") == mode and isinstance(body.get(mode), list)]:
            return _form(forms, media_type, where)
    texts = [body["raw"] for body in bodies if isinstance(body.get("raw"), str) and body["raw"].strip()]
    values = [value for text in texts if (value := _value(text)) is not None]
    if values:
        schema = _optional(schema_of(values))
        return Body("application/json", True, schema, examples=_examples(values), source=where)
    if texts:
        return Body("text/plain", True, {"type": "string"}, examples=tuple(texts[:1]), source=where)
    if any(body.get("mode") == "file" for body in bodies):
        return Body("application/octet-stream", True, {"type": "string", "format": "binary"}, source=where)
    return None


def _form(forms: list[list[Json]], media_type: str, where: str) -> Body:
    fields = by_name([field for form in forms for field in form if isinstance(field, Mapping)])
    properties: dict[str, JsonSchema] = {}
    for name, found in fields.items():
        text = next(filter(None, map(said_of, found)), "")
        properties[name] = {**field_schema(found), **({"description": text} if text else {})}
    required = [name for name, found in fields.items() if is_required(found)]
    schema = {"type": "object", "properties": properties, **({"required": required} if required else {})}
    return Body(media_type, bool(required), schema, source=where)


def _optional(schema: JsonSchema) -> JsonSchema:
    """The schema of what may be sent: that an example holds a property does not tell that it must be given."""
    found = {key: value for key, value in schema.items() if key != "required"}
    if "properties" in found:
        found["properties"] = {name: _optional(child) for name, child in found["properties"].items()}
    if "items" in found:
        found["items"] = _optional(found["items"])
    return found


def _value(text: str) -> Json:
    """The JSON that a text holds, its comments left out and variables outside of strings null; else None."""
    value = lenient_data(_BARE_VARIABLE.sub("null", text))
    return value if isinstance(value, (dict, list)) else None


def _responses(requests: Sequence[Request], source: str) -> list[Response]:
    """One response for each status that the saved answers have, its schema inferred from all of them."""
    by_status: dict[str, list[tuple[str, Mapping[str, Json]]]] = {}
    for request in requests:
        for index, answer in enumerate(_saved(request)):
            code = answer.get("code")
            if isinstance(code, (int, str)) and re.fullmatch("[1-5][0-9]{2}", str(code)):
                where = source + pointer(request.where, "response", index)
                by_status.setdefault(str(code), []).append((where, answer))
    return [_response(status, answers) for status, answers in by_status.items()]


def _response(status: str, answers: list[tuple[str, Mapping[str, Json]]]) -> Response:
    where, first = answers[0]
    texts = [answer["body"] for _, answer in answers if isinstance(answer.get("body"), str) and answer["body"].strip()]
    values = [value for text in texts if (value := _value(text)) is not None]
    said = text_of(first.get("name")) or text_of(first.get("status"))
    if values:
        return Response(status, said, "application/json", schema_of(values), examples=_examples(values), source=where)
    if texts:
        return Response(status, said, "text/plain", {"type": "string"}, examples=tuple(texts[:1]), source=where)
    return Response(status, said, source=where)


def _examples(values: list[Json]) -> tuple[Json, ...]:
    return tuple(value for index, value in enumerate(values) if is_shown(value) and value not in values[:index])


def _saved(request: Request) -> list[Mapping[str, Json]]:
    saved = request.item.get("response")
    return [answer for answer in saved if isinstance(answer, Mapping)] if isinstance(saved, list) else []
