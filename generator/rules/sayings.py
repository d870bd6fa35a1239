"""Sayings: what the sentences about a property bind it to, where no keyword of its schema says so.

"MUST have a trailing dot" is a pattern, "must contain valid JSON" a format, "MUST NOT be sent by the server" is
``writeOnly``, "must be one of `a` or `b`" an enum, "Defaults to `a`." a default, "must be between 1 and 9" a range,
"up to 64 characters" a length, and an object of nothing that is "the time when" something was done is text.
Only sentences that bind are read, and only where the schema says nothing itself.
"""

import re
from dataclasses import replace
from typing import Any

from generator.description import Description, JsonSchema, Parameter
from generator.rules.bare_objects import without_bare_object
from generator.rules.paging import paging_of
from generator.rules.readings import is_many_in_one
from generator.rules.said_lengths import is_free_text, said_length
from generator.rules.said_numbers import said_range
from generator.rules.said_values import marked_default, said_choices, said_default

_MUST = r"\b(?:must|has to|needs to)(?: always)?"
_ENDS = re.compile(
    rf"{_MUST} (?:have|include|contain|carry) (?:a|the) trailing (dot|period|slash|newline)"
    rf"|{_MUST} end (?:with|in) (?:an? |the )?(?:[“\"'`]([^”\"'`]{{1,12}})[”\"'`]|(dot|period|slash))",
    re.I,
)
_STARTS = re.compile(
    rf"{_MUST} (?:have|include|contain|carry) (?:a|the) leading (dot|period|slash)"
    rf"|{_MUST} (?:start|begin) with (?:an? |the )?(?:[“\"'`]([^”\"'`]{{1,12}})[”\"'`]|(dot|period|slash))",
    re.I,
)
_NEVER_SHOWN = re.compile(
    r"\bmust not be (?:sent|returned|included) (?:by the server|in (?:any )?(?:responses?|answers?))"
    r"|\b(?:is |are )?never (?:sent back|returned|shown|included in (?:any )?(?:responses?|answers?))\b"
    r"|^write[- ]only\b",
    re.I,
)
_VALID_JSON = re.compile(
    rf"{_MUST} (?:contain|be|hold) (?:an? )?(?:structurally )?valid JSON\b"
    r"|^\s*(?:an? |the )?(?:structurally )?valid JSON (?:string|text|object)\b",
    re.I,
)
_NUMBER = r"^\+[1-9]\d{6,14}$"
_MARKS = {"dot": ".", "period": ".", "slash": "/", "newline": "\n"}


def with_sayings(description: Description) -> Description:
    """Return the description with what sentences say of properties as keywords of their schemas."""
    operations = tuple(
        replace(
            operation,
            parameters=tuple(_ranged(parameter) for parameter in operation.parameters),
            body=operation.body and replace(operation.body, schema=_read(operation.body.schema)),
            responses=tuple(
                replace(response, schema=_read(response.schema)) if response.schema is not None else response
                for response in operation.responses
            ),
        )
        for operation in description.operations
    )
    schemas = {name: _read(schema) for name, schema in description.schemas.items()}
    return replace(description, operations=operations, schemas=schemas)


_E164 = re.compile(r"\bphone numbers? (?:must be |is |are )?in (?:the )?\[?E\.?164\b", re.I)
# Of several ways to say where somebody is reached, the form is that of one.
_NO_NUMBER_ALONE = re.compile(r"\b(?:e-?mail|uri|client|whatsapp|prefix)\b", re.I)


def _is_number(schema: JsonSchema, said: str) -> bool:
    """Return whether a free text is documented to be a phone number as the ITU writes them: "in E.164 format"."""
    return is_free_text(schema) and _E164.search(said) is not None and _NO_NUMBER_ALONE.search(said) is None


def _ranged(parameter: Parameter) -> Parameter:
    """Return the parameter within the range, or among the choices, that its description binds it to."""
    said = f"{parameter.text} {parameter.schema.get('description', '')}"
    bounds = _range(parameter.schema, said, parameter.name) or said_choices(parameter.schema, said.strip())
    if _is_number(parameter.schema, said):
        bounds = {**bounds, "pattern": _NUMBER}
    if not is_many_in_one(parameter.schema, said):
        bounds = {**said_length(parameter.schema, said, parameter.name), **bounds}
    default = marked_default({**parameter.schema, **bounds}, said)
    bounds |= {} if default is None else {"default": default}
    return replace(parameter, schema={**parameter.schema, **bounds}) if bounds else parameter


def _range(schema: JsonSchema, said: str, name: str) -> JsonSchema:
    paging = paging_of(name, schema, said)
    return said_range(schema, said, cut=paging is not None and paging.what == "size")


def _read(schema: JsonSchema) -> JsonSchema:
    """Return the schema with its properties bound; the same one where no sentence binds any."""
    found: JsonSchema = _visited(schema)
    return found


def _visited(part: Any) -> Any:
    if isinstance(part, list):
        parts = [_visited(each) for each in part]
        return parts if any(new is not old for new, old in zip(parts, part, strict=True)) else part
    if not isinstance(part, dict):
        return part
    changed = {name: new for name, old in part.items() if name not in _DATA and (new := _visited(old)) is not old}
    properties = changed.get("properties", part.get("properties"))
    if isinstance(properties, dict):
        bound = {name: new for name, old in properties.items() if (new := _bound(old, name)) is not old}
        if bound:
            changed["properties"] = {**properties, **bound}
    return {**part, **changed} if changed else part


# What stands under these is no schema.
_DATA = frozenset({"example", "examples", "default", "enum", "const", "description", "required"})


def _bound(schema: Any, name: str) -> Any:
    """Return the schema of a property of this name with what its description says that it must be."""
    said = schema.get("description") if isinstance(schema, dict) else None
    if not isinstance(said, str):
        return schema
    schema = without_bare_object(schema)
    if _is_number(schema, said):
        schema = {**schema, "pattern": _NUMBER}
    if schema.get("readOnly"):
        return {**schema, **said_choices(schema, said)}
    more: JsonSchema = {}
    if "writeOnly" not in schema and _NEVER_SHOWN.search(said):
        more["writeOnly"] = True
    if schema.get("type") == "string" and not schema.keys() & {"pattern", "enum", "const", "format"}:
        pattern = _pattern(said)
        more |= {"pattern": pattern} if pattern else {}
    if is_free_text(schema) and "pattern" not in more and _VALID_JSON.search(said):
        more["format"] = "json"
    if not more.keys() & {"pattern", "format"} and (choices := said_choices(schema, said)):
        more |= choices
    more |= _range(schema, said, name) | said_length({**schema, **more}, said, name)
    default = said_default({**schema, **more}, said)
    if (default := marked_default({**schema, **more}, said) if default is None else default) is not None:
        more["default"] = default
    return {**schema, **more} if more else schema


def _pattern(said: str) -> str:
    start, end = _STARTS.search(said), _ENDS.search(said)
    if start is None and end is None:
        return ""
    return f"^{_mark(start)}.*{_mark(end)}$"


def _mark(match: re.Match[str] | None) -> str:
    if match is None:
        return ""
    word, quoted, other = match.groups()
    return re.escape(quoted or _MARKS[(word or other).lower()])
