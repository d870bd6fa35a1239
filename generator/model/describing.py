"""What a model said of pages → the same ``Description`` that rules read out of a machine-readable document."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from generator.description import Body, Description, JsonSchema, Operation, Parameter, Place, Response
from generator.inference import schema_of
from generator.model.choices import chosen_from
from generator.model.chunks import Chunk
from generator.model.judging import path_pattern
from generator.model.mentions import bearing_out, filled_up, fullness
from generator.model.sayings import FieldSaid, ObjectSaid, OperationSaid, PageSaid
from generator.model.sent_formats import sent_schema, without_formats
from generator.model.shown_examples import NOTHING, example_in
from generator.rules.envelopes import type_names
from generator.rules.naming import snake, unique_name, words
from generator.rules.references import KEY_OF

Json = Any

_USUAL_STATUS = {"POST": 201, "DELETE": 204}
_BASE_PART = re.compile(r"v\d+([._-]\d+)*|api|apis|rest|\d+|\d+\.\d+", re.I)
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_STANDS_FOR = re.compile(r"[{<:$]|%7B", re.I)
# Placeholders of many keys: ``task_ids``, ``taskIds``, ``ids``, ``id,id``.
_MANY_KEYS = re.compile(r"ids|.*(?:[_-](?:ids|keys)|[a-z](?:Ids|Keys))|.*,.*")
_LITERAL_ID = re.compile(r"\d{2,}|[0-9a-f]{8}-[0-9a-f-]{27}", re.I)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the documentation, and what was said of it."""

    chunk: Chunk
    said: PageSaid


@dataclass(frozen=True, slots=True)
class Origin:
    """The documentation as a whole: its title, its address and the digest of its pages."""

    title: str
    source: str
    sha256: str


@dataclass(slots=True)
class _Call:
    """An operation with what its examples show."""

    said: OperationSaid
    chunk: Chunk
    path: str
    sent: Json
    answer: Json
    id: str = ""


def described(parts: Sequence[Part], origin: Origin) -> tuple[Description, Mapping[str, OperationSaid]]:
    """Return the description of all operations that were said, each once, and what was said of each by its id."""
    base_url = _base_url(parts)
    base_path = urlsplit(base_url).path.rstrip("/")
    calls = _calls(parts, base_url)
    objects = _objects(parts, calls)
    names = {name: _schema_name(name) for name in objects}
    schemas = {names[name]: _object_schema(each, calls, names) for name, each in objects.items()}
    rules = dict.fromkeys(rule.quotation for part in parts for rule in part.said.rules)
    description = Description(
        title=origin.title,
        version="",
        text=" ".join(rules),
        source=origin.source,
        sha256=origin.sha256,
        base_url=base_url,
        base_path=base_path,
        operations=tuple(_operation(call, objects, names, schemas) for call in calls),
        schemas=schemas,
        exemplified=frozenset(schemas),
    )
    return description, {call.id: call.said for call in calls}


def _calls(parts: Sequence[Part], base_url: str) -> list[_Call]:
    found: dict[tuple[str, str], list[_Call]] = {}
    for part in parts:
        text = part.chunk.text
        for said in part.said.operations:
            path = _relative(said.path, base_url)
            call = _Call(said, part.chunk, path, example_in(text, said.example), example_in(text, said.answer.example))
            key = (said.method, _PLACEHOLDER.sub(lambda match: "{,}" if _is_many(match[1]) else "{}", path))
            found.setdefault(key, []).append(call)
    calls = [_fullest(mentions) for mentions in found.values()]
    taken: list[str] = []
    for call in calls:
        call.id = unique_name(snake(call.said.name) or snake(call.said.label), taken)
        taken.append(call.id)
    return calls


def _is_many(placeholder: str) -> bool:
    """Whether many keys stand for a placeholder: a call of one and a call of many are two, whatever else is alike."""
    return _MANY_KEYS.fullmatch(placeholder.strip()) is not None


def _fullest(mentions: Sequence[_Call]) -> _Call:
    """The mention of a call that says most, with what others say beyond it; the first of equal ones."""
    best = max(
        mentions, key=lambda call: fullness(call.said, (call.sent is not NOTHING) + (call.answer is not NOTHING))
    )
    others = [call for call in mentions if call is not best]
    for call in others:
        best.sent = call.sent if best.sent is NOTHING else best.sent
        best.answer = call.answer if best.answer is NOTHING else best.answer
    best.said = filled_up(best.said, [call.said for call in others])
    return best


def _relative(path: str, base_url: str) -> str:
    """The path behind the base, parameters in braces."""
    base = urlsplit(base_url)
    whole = path.removeprefix(base_url) if base_url and path.startswith(base_url) else path
    if "://" in whole:
        whole = "/" + whole.split("://", 1)[1].partition("/")[2]
    root = base.path.rstrip("/")
    if root and whole.startswith(root + "/"):
        whole = whole.removeprefix(root)
    whole = re.sub(r":([A-Za-z_]\w*)|<([^<>/]+)>", lambda match: "{" + (match[1] or match[2]) + "}", whole)
    return "/" + whole.strip("/")


def _base_url(parts: Sequence[Part]) -> str:
    """The address before all paths: the one that most pages say, else what absolute paths have in common."""
    said = Counter(part.said.base_url for part in parts if "://" in part.said.base_url)
    if said:
        return said.most_common(1)[0][0]
    whole = [urlsplit(each.path) for part in parts for each in part.said.operations if "://" in each.path]
    if not whole:
        return ""
    host, _ = Counter((each.scheme, each.netloc) for each in whole).most_common(1)[0]
    paths = [each.path.strip("/").split("/") for each in whole if (each.scheme, each.netloc) == host]
    common: list[str] = []
    for level in zip(*paths, strict=False):
        if len(set(level)) > 1 or not _BASE_PART.fullmatch(level[0]):
            break
        common.append(level[0])
    return "/".join([f"{host[0]}://{host[1]}", *common])


# Objects


def _objects(parts: Sequence[Part], calls: Iterable[_Call]) -> dict[str, ObjectSaid]:
    """The objects by name: those that pages describe, and those that only answers name."""
    found: dict[str, ObjectSaid] = {}
    for part in parts:
        for each in part.said.objects:
            known = found.get(each.name)
            fields = {field.name: field for field in (*(known.fields if known else ()), *each.fields)}
            found[each.name] = each.model_copy(update={"fields": tuple(fields.values())})
    for call in calls:
        name = call.said.answer.object
        if name and name not in found:
            found[name] = ObjectSaid(name=name)
    return found


def _schema_name(name: str) -> str:
    return "".join(part.capitalize() for part in words(name)) or "Thing"


def _object_schema(said: ObjectSaid, calls: Iterable[_Call], names: Mapping[str, str]) -> JsonSchema:
    """The schema of an object: what all of its examples show, with what its properties are said to be."""
    rows = [row for call in calls if call.said.answer.object == said.name for row in _rows(call)]
    schema = schema_of(rows) if rows else {}
    if "properties" not in schema:
        schema = {"type": "object", "properties": {}}
    properties = dict(schema["properties"])
    for field in said.fields:
        properties[field.name] = _field_schema(field, properties.get(field.name, {}))
    return {**schema, "properties": properties, **({"description": said.text} if said.text else {})}


def _rows(call: _Call) -> list[Json]:
    """The rows of the object that the example of an answer shows."""
    place = _at(call.answer, call.said.answer.at)
    rows = place if isinstance(place, list) else [place]
    return [row for row in rows if isinstance(row, dict)]


def _at(value: Json, pointer: str) -> Json:
    for name in pointer.strip("/").split("/") if pointer.strip("/") else ():
        if not isinstance(value, dict) or name not in value:
            return NOTHING
        value = value[name]
    return value


def _field_schema(said: FieldSaid, shown: JsonSchema) -> JsonSchema:
    """The schema of a property: the kind that it is said to have, else the one that examples show."""
    schema = _typed(said, shown)
    if said.enum and schema.get("type") == "array":
        schema["items"] = chosen_from(said.enum, schema["items"], nullable=False)
    elif said.enum and schema.get("type") != "object":
        schema = chosen_from(said.enum, schema, nullable=said.nullable)
    key_of = snake(said.object) if said.object and schema.get("type") not in ("object", "array") else ""
    more = {
        KEY_OF: key_of,
        "default": said.default,
        "format": said.format,
        "readOnly": said.read_only,
        "description": said.text,
    }
    return {
        **schema,
        **{
            name: value
            for name, value in more.items()
            if value not in (None, "") and (value is not False or name == "default")
        },
    }


def _typed(said: FieldSaid, shown: JsonSchema) -> JsonSchema:
    schema = dict(shown)
    if said.type != "any" and said.type not in type_names(schema):
        schema = {"type": said.type}
    if said.type == "array" and "items" not in schema:
        schema["items"] = {"type": said.items} if said.items != "any" else {}
    if said.nullable and isinstance(schema.get("type"), str):
        schema["type"] = [schema["type"], "null"]
    return schema


# Operations


def _operation(
    call: _Call, objects: Mapping[str, ObjectSaid], names: Mapping[str, str], schemas: Mapping[str, JsonSchema]
) -> Operation:
    said = call.said
    source = _source(call)
    rules = " ".join(rule.what for rule in said.rules)
    return Operation(
        id=call.id,
        method=said.method,
        path=call.path,
        summary=said.title or said.name.replace("_", " ").capitalize(),
        text=rules,
        parameters=(
            *_path_parameters(call, source),
            *_other_parameters(said, _object_properties(said, schemas), source),
        ),
        body=_body(call, objects, schemas, source),
        responses=(_response(call, names), *_errors(said)),
        source=source,
    )


def _source(call: _Call) -> str:
    """The address of the section that bears the call out."""
    return bearing_out(call.said, call.chunk.sections).source


def _path_parameters(call: _Call, source: str) -> Iterable[Parameter]:
    said = {each.name: each for each in call.said.parameters if each.place == "path"}
    names = re.findall(r"\{([^{}]+)\}", call.path)
    found = path_pattern(re.sub(r"^https?://[^/]+", "", call.said.path)).finditer(call.chunk.text)
    # The path's own template shows nothing; an address that is filled in may stand further below.
    shown = next((each.groups() for each in found if not any(map(_STANDS_FOR.match, each.groups()))), ())
    for number, name in enumerate(names):
        written = shown[number] if number < len(shown) else ""
        guess: JsonSchema = {"type": "integer"} if written.isdigit() else {"type": "string"}
        if _MANY_KEYS.fullmatch(name):
            guess = {"type": "array", "items": guess}
        field = said.get(name)
        schema = _field_schema(field, guess) if field is not None else guess
        text = field.text if field is not None else ""
        yield Parameter(name, "path", True, schema, text, style="simple", explode=False, source=source)


def _other_parameters(said: OperationSaid, properties: Mapping[str, JsonSchema], source: str) -> Iterable[Parameter]:
    """The parameters beside path and body; one that is called like a property has its kind and choices."""
    for each in said.parameters:
        if each.place in ("query", "header"):
            place: Place = "query" if each.place == "query" else "header"
            shown: JsonSchema = {
                key: properties[each.name][key] for key in ("type", "enum") if key in properties.get(each.name, {})
            }
            yield Parameter(each.name, place, each.required, _field_schema(each, shown), each.text, source=source)


def _body(
    call: _Call, objects: Mapping[str, ObjectSaid], schemas: Mapping[str, JsonSchema], source: str
) -> Body | None:
    """The body: the properties that are said to be sent, in the wrapper that the example shows."""
    said = [each for each in call.said.parameters if each.place == "body"]
    fields = _sent_fields(call.said, objects)
    example = call.sent if isinstance(call.sent, dict | list) and call.said.method != "GET" else NOTHING
    if not said and not fields and example is NOTHING:
        return None
    known = {each.name for each in (*said, *fields)}
    wrapper, inner = _unwrapped(example, known)
    if not isinstance(inner, dict) and inner is not NOTHING:
        only = without_formats(schema_of([inner]))
        return Body("application/json", True, only, examples=(example,), source=source)
    shown = schema_of([inner]).get("properties", {}) if isinstance(inner, dict) else {}
    of_object = _object_properties(call.said, schemas)
    firm = {field.name for field in _fields_of(call.said, objects) if field.format}
    properties = {name: sent_schema(each, of_object.get(name, {}), firm=name in firm) for name, each in shown.items()}
    of_object = {name: sent_schema({}, each, firm=name in firm) for name, each in of_object.items()}
    for each in (*fields, *said):
        properties[each.name] = _field_schema(each, properties.get(each.name, of_object.get(each.name, {})))
    partial = call.said.method in ("PUT", "PATCH") and not any(each.required for each in said)
    required = [each.name for each in said if each.required]
    required += [each.name for each in fields if each.required and not partial and each.name not in required]
    schema: JsonSchema = {"type": "object", "properties": properties, **({"required": required} if required else {})}
    if wrapper:
        schema = {"type": "object", "properties": {wrapper: schema}, "required": [wrapper]}
    examples = () if example is NOTHING else (example,)
    return Body("application/json", bool(required) or bool(wrapper), schema, examples=examples, source=source)


def _sent_fields(said: OperationSaid, objects: Mapping[str, ObjectSaid]) -> list[FieldSaid]:
    """The properties of the object that the body holds, as far as a caller may write them."""
    own = {each.name for each in said.parameters if each.place == "body"}
    fields = objects[said.sends].fields if said.sends in objects else ()
    return [each for each in fields if not each.read_only and each.name not in own]


def _fields_of(said: OperationSaid, objects: Mapping[str, ObjectSaid]) -> tuple[FieldSaid, ...]:
    """What is said of the properties of the object that the body holds, else of the one that is answered."""
    found = objects.get(said.sends or said.answer.object)
    return found.fields if found is not None else ()


def _object_properties(said: OperationSaid, schemas: Mapping[str, JsonSchema]) -> Mapping[str, JsonSchema]:
    schema = schemas.get(_schema_name(said.sends or said.answer.object), {})
    found: Mapping[str, JsonSchema] = schema.get("properties", {})
    return {name: {key: part for key, part in each.items() if key != "readOnly"} for name, each in found.items()}


def _unwrapped(example: Json, known: set[str]) -> tuple[str, Json]:
    """The one property around what is sent, where the example shows one that is no property itself."""
    if isinstance(example, dict) and len(example) == 1:
        ((name, inner),) = example.items()
        if isinstance(inner, dict) and name not in known and (not known or known & inner.keys()):
            return name, inner
    return "", example


def _response(call: _Call, names: Mapping[str, str]) -> Response:
    answer = call.said.answer
    has_body = call.answer is not NOTHING or bool(answer.object)
    status = answer.status or (
        200 if has_body and call.said.method != "POST" else _USUAL_STATUS.get(call.said.method, 200)
    )
    if not has_body or status == 204:
        return Response(str(status))
    schema = _answer_schema(call, names)
    examples = () if call.answer is NOTHING else (call.answer,)
    return Response(str(status), "", "application/json", schema, examples=examples)


def _answer_schema(call: _Call, names: Mapping[str, str]) -> JsonSchema:
    """The schema of the answer, in which the object stands by its name."""
    answer = call.said.answer
    if answer.object not in names:
        return schema_of([call.answer])
    row: JsonSchema = {"$ref": f"#/$defs/{names[answer.object]}"}
    inner: JsonSchema = {"type": "array", "items": row} if answer.many else row
    path = [part for part in answer.at.strip("/").split("/") if part]
    around = call.answer if _at(call.answer, answer.at) is not NOTHING else NOTHING
    return _placed(inner, path, around)


def _placed(inner: JsonSchema, path: list[str], around: Json) -> JsonSchema:
    if not path:
        return inner
    shown: JsonSchema = schema_of([around]) if isinstance(around, dict) else {"type": "object", "properties": {}}
    below = around[path[0]] if isinstance(around, dict) and path[0] in around else NOTHING
    properties: JsonSchema = {**shown.get("properties", {}), path[0]: _placed(inner, path[1:], below)}
    return {**shown, "properties": properties, "required": list(dict.fromkeys([*shown.get("required", ()), path[0]]))}


def _errors(said: OperationSaid) -> Iterable[Response]:
    seen: set[int] = set()
    for each in said.errors:
        if each.status is not None and each.status not in seen:
            seen.add(each.status)
            yield Response(str(each.status), each.when)
