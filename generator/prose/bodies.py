"""Schemas of what is asked and answered: examples say what is there, listed fields say what it means."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from generator.description import JsonSchema
from generator.inference import schema_of
from generator.prose.fields import Field

Json = Any

_MOST_DEPTH = 12
_WORDS = ("enum", "default", "minimum", "maximum", "minLength", "maxLength", "format")


def request_schema(
    examples: Sequence[Json], fields: Sequence[Field], object_fields: Sequence[Field] = ()
) -> JsonSchema:
    """The schema of a body: the examples' properties and the listed fields, required where a field says so.

    ``object_fields`` are those of the thing that is sent; of them only what an example shows, or what is marked as
    required or not, is taken. A required field that an example leaves out is not required.
    """
    if examples and all(isinstance(example, list) for example in examples):
        items = request_schema([item for example in examples for item in example], fields, object_fields)
        return {"type": "array", "items": items}
    objects = [example for example in examples if isinstance(example, dict)]
    if not objects:
        return _with_fields({"type": "object", "properties": {}}, [*fields, *_marked(object_fields)])
    wrapper = _wrapper(objects, fields)
    if wrapper:
        inner = request_schema([example[wrapper] for example in objects], fields, object_fields)
        return {"type": "object", "properties": {wrapper: inner}, "required": [wrapper]}
    shown = _without_required(schema_of(objects))
    known = {field.name.partition(".")[0] for field in fields}
    more = [each for each in object_fields if each.name not in known]
    whole = _with_fields(_with_fields(shown, fields), [f for f in more if f.name in shown["properties"]])
    whole = _with_fields(whole, [f for f in _marked(more) if f.name not in shown["properties"]])
    always = [name for name in whole.get("required", ()) if all(name in example for example in objects)]
    return {
        **{key: value for key, value in whole.items() if key != "required"},
        **({"required": always} if always else {}),
    }


def _marked(fields: Sequence[Field]) -> list[Field]:
    return [field for field in fields if field.required is not None and not is_answered_only(field)]


def is_answered_only(field: Field) -> bool:
    """Whether a field's description says that it is never sent."""
    return bool(
        re.search(
            r"\bread[- ]?only\b|sent in the response|\bresponse only\b|auto-?generated|set by the server",
            field.text,
            re.I,
        )
    )


def _wrapper(objects: Sequence[Mapping[str, Json]], fields: Sequence[Field]) -> str:
    """The one property that holds everything that is sent, "" where there is none."""
    names = {name for example in objects for name in example}
    if len(names) != 1:
        return ""
    (name,) = names
    inner = [example[name] for example in objects]
    if not all(isinstance(value, dict) and value for value in inner):
        return ""
    listed = {field.name.partition(".")[0] for field in fields}
    return name if name not in listed and (not listed or listed & {key for value in inner for key in value}) else ""


def response_schema(examples: Sequence[Json], fields: Sequence[Field]) -> JsonSchema | None:
    """The schema of an answer: what the examples show, in the words of the fields; None where nothing is known."""
    if not examples and not fields:
        return None
    if not examples:
        return _with_fields({"type": "object", "properties": {}}, fields, required=False)
    schema = schema_of(list(examples))
    return _described(schema, fields, 0)


def _described(schema: JsonSchema, fields: Sequence[Field], depth: int) -> JsonSchema:
    """The schema with the words of the fields where most of an object's properties are listed among them."""
    if depth > _MOST_DEPTH or not fields:
        return schema
    properties = schema.get("properties")
    if isinstance(properties, dict) and properties:
        names = {field.name for field in fields}
        if len(names & properties.keys()) * 2 >= len(properties):
            return _with_fields(schema, [field for field in fields if field.name in properties], only_words=True)
        return {
            **schema,
            "properties": {name: _described(each, fields, depth + 1) for name, each in properties.items()},
        }
    if isinstance(schema.get("items"), dict):
        return {**schema, "items": _described(schema["items"], fields, depth + 1)}
    return schema


def _without_required(schema: JsonSchema) -> JsonSchema:
    """A schema that examples show, without what every one of them has being required."""
    found = {key: value for key, value in schema.items() if key != "required"}
    if isinstance(found.get("properties"), dict):
        found["properties"] = {name: _without_required(each) for name, each in found["properties"].items()}
    if isinstance(found.get("items"), dict):
        found["items"] = _without_required(found["items"])
    return found


def _with_fields(
    schema: JsonSchema, fields: Iterable[Field], *, only_words: bool = False, required: bool = True
) -> JsonSchema:
    """The object schema with fields added; with ``only_words`` none becomes required."""
    whole: JsonSchema = {**schema, "properties": dict(schema.get("properties", {}))}
    for field in fields:
        _put(whole, re.split(r"\.", field.name), field, required=required and not only_words, depth=0)
    return whole


def _put(holder: JsonSchema, path: list[str], field: Field, *, required: bool, depth: int) -> None:
    name, many = path[0].removesuffix("[]"), path[0].endswith("[]")
    properties = holder.setdefault("properties", {})
    if len(path) == 1 or depth > _MOST_DEPTH:
        found = properties.get(name, {})
        given = (
            {"type": "array", "items": field.schema} if many and field.schema.get("type") != "array" else field.schema
        )
        properties[name] = _joined(found, given, field)
        if required and field.required:
            holder["required"] = list(dict.fromkeys([*holder.get("required", ()), name]))
        return
    inner = dict(properties.get(name, {}))
    if many or inner.get("type") == "array":
        items = dict(inner.get("items", {}))
        items.setdefault("type", "object")
        items["properties"] = dict(items.get("properties", {}))
        _put(items, path[1:], field, required=required, depth=depth + 1)
        properties[name] = {**inner, "type": "array", "items": items}
    else:
        inner = {**{key: value for key, value in inner.items() if key != "format"}, "type": "object",
                 "properties": dict(inner.get("properties", {}))}  # fmt: skip
        _put(inner, path[1:], field, required=required, depth=depth + 1)
        properties[name] = inner


def _joined(shown: JsonSchema, said: JsonSchema, field: Field) -> JsonSchema:
    """What an example shows of a property and what is said of it; where they differ in type, the example is right."""
    text = {"description": field.text} if field.text and "description" not in shown else {}
    if not shown:
        return {**said, **text}
    kinds = shown.get("type")
    known = {kinds} if isinstance(kinds, str) else set(kinds or ())
    same = said.get("type") in known or (said.get("type") == "number" and "integer" in known)
    if not same and known - {"null"}:
        return {**shown, **text}
    more = {key: said[key] for key in _WORDS if key in said and key not in shown}
    if "items" in said and not shown.get("items"):
        more["items"] = said["items"]
    if said.get("type") == "number" and kinds == "integer" and field.has_type:
        more["type"] = "number"
    if not known - {"null"}:
        more["type"] = [said["type"], "null"] if "null" in known and field.has_type else said.get("type", "string")
    if shown.get("format", said.get("format")) != said.get("format", shown.get("format")):
        shown = {key: value for key, value in shown.items() if key != "format"}  # both are allowed
    if "enum" in more and any(example not in more["enum"] for example in shown.get("examples", ())):
        del more["enum"]
    return {**shown, **more, **text}
