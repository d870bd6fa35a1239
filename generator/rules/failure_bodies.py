"""Bodies of errors: the template that a documented error's schema gives for what is told about a failure."""

import re
from typing import Any

from generator.description import JsonSchema, Response
from generator.rules.envelopes import type_names
from generator.rules.keys import shape_of_example
from generator.rules.naming import squashed
from generator.schema import Schemas
from state_db.errors import ErrorCode

_MESSAGE = frozenset(
    """message detail description title errordescription reason msg errormessage errormsg text error err longmessage
    developermessage usermessage moreinfo errorsummary""".split()
)
_CODE = frozenset("code errorcode type name status key errorname kind category errortype id title issue".split())
_KINDS = frozenset("code errorcode type name errorname kind errortype".split())
# Names of what some APIs tell in words and others in a code: an example decides.
_EITHER = frozenset(("error", "err", "reason"))
_STATUS = frozenset("status code statuscode httpstatus httpcode httpstatuscode errorcode".split())
_CHOICES: dict[ErrorCode, str] = {
    "not_found": r"not.?found|no.?such|missing|does.?not.?exist|unknown",
    "invalid_argument": r"valid|bad|malformed|argument|parameter|request",
    "conflict": r"conflict|duplicate|exist|already|unique|taken",
    "failed_precondition": r"precondition|state|not.?allowed|unprocessable|conflict|invalid|can.?t|cannot|already",
    "permission_denied": r"denied|forbidden|permission|access|not.?allowed|unauthori[sz]ed",
}
# Choices that tell of the request's sender or form, which is never what a program refuses.
_OF_TRANSPORT = re.compile(r"auth|token|scope|login|charset|json|post_type|form_data|team_added|timeout|upgrade", re.I)
_SUCCESS = frozenset(("success", "ok"))
_IDENTIFIER = re.compile(r"[a-z]+([_-][a-z]+)+|[A-Z]+([_-][A-Z]+)+")
_DEEPEST = 4
_NIL_ID = "00000000-0000-0000-0000-000000000000"


def body_template(response: Response, code: ErrorCode, schemas: Schemas) -> Any:
    """Return the template of an error's body in this response; None where it would tell nothing of the failure.

    A text is the message. An object tells of a failure by a message, by fixed texts of its status or that name it, or
    by a flag that the call did not succeed; what the schema omits and an example shows beside that is told as well.
    """
    media = (response.media_type or "application/json").lower()
    of_json = "json" in media or media in ("*/*", "application/*")
    if response.schema is None or not (of_json or media.startswith("text/")):
        return None
    if schemas.types(response.schema) == ("string",):
        return "$message"
    if not of_json:
        return None
    examples = [*response.examples, *schemas.resolve(response.schema).get("examples", ())]
    shown = [example for example in examples if isinstance(example, dict)]
    body = _value("", _beside(response.schema, shown, schemas), code, schemas, 0)
    told = "$message" in str(body) or "$fault.message" in str(body)
    fixed = _names(body, code) or (response.status.isdigit() and any(" " in text for text in _fixed(body)))
    return body if body and (told or fixed or _says_failed(body)) else None


def _says_failed(body: Any) -> bool:
    return isinstance(body, dict) and any(squashed(name) in _SUCCESS and value is False for name, value in body.items())


def _beside(schema: JsonSchema, shown: list[dict[str, Any]], schemas: Schemas) -> JsonSchema:
    """Return the schema with the example's values as its properties' own, and the texts beside them that it omits.

    Only where the schema itself says no more than that a call failed are texts added: an example that shows why is
    then the only documentation of it.
    """
    properties = schemas.properties(schema)
    if not shown or not properties:
        return schema
    resolved = schemas.resolve(schema)
    example = shown[0]
    said = {
        name: {**schemas.resolve(part), "examples": [example[name]]}
        for name, part in properties.items()
        if isinstance(example.get(name), str) and not schemas.resolve(part).get("examples")
    }
    bare = all(squashed(name) in _SUCCESS for name in properties) and resolved.get("additionalProperties") is not False
    added = {
        name: {"type": "string", "examples": [value]}
        for name, value in example.items()
        if bare and name not in properties and isinstance(value, str)
    }
    return {**resolved, "properties": {**properties, **said, **added}, "oneOf": [], "anyOf": []}


_OF_FAULT = {
    "loc": "location", "location": "location", "path": "location", "msg": "message", "message": "message",
    "type": "rule", "rule": "rule", "kind": "rule", "input": "input",
}  # fmt: skip


def _of_each_fault(items: JsonSchema, schemas: Schemas) -> dict[str, str]:
    """Return the template of one fault of the arguments, where a list's elements tell place and message of each."""
    found = {
        name: f"$fault.{_OF_FAULT[squashed(name)]}"
        for name, schema in schemas.properties(items).items()
        if squashed(name) in _OF_FAULT and not schemas.resolve(schema).keys() & {"enum", "const"}
    }
    places = [name for name, part in found.items() if part == "$fault.location"]
    listed = [name for name in places if schemas.types(schemas.properties(items)[name]) == ("array",)]
    return found if listed == places and len(places) == 1 and "$fault.message" in found.values() else {}


def tells_each_fault(response: Response | None, schemas: Schemas) -> bool:
    """Return whether an error's body lists faults of the arguments, each with the place where it is."""
    if response is None or response.schema is None:
        return False
    lists = [schemas.resolve(part).get("items") for part in schemas.properties(response.schema).values()]
    return any(isinstance(items, dict) and bool(_of_each_fault(items, schemas)) for items in lists)


def _value(name: str, schema: JsonSchema, code: ErrorCode, schemas: Schemas, depth: int) -> Any:
    """Return the template of one part of an error's body; None where nothing is known about it."""
    resolved = schemas.resolve(schema)
    if depth > _DEEPEST:
        return None
    if not resolved.get("properties") and (branches := [*resolved.get("oneOf", ()), *resolved.get("anyOf", ())]):
        return _of_branches(name, branches, code, schemas, depth)
    properties = schemas.properties(schema)
    types = type_names(resolved) - {"null"}
    if properties:
        return _object(properties, resolved, code, schemas, depth)
    if types == {"array"}:
        items = resolved.get("items")
        if code == "invalid_argument" and isinstance(items, dict) and (each := _of_each_fault(items, schemas)):
            return [each]
        element = _value(name, items, code, schemas, depth + 1) if isinstance(items, dict) else None
        told = element is not None and ("$" in str(element) or _names(element, code))
        return [element] if told and squashed(name) in _LISTS else []
    return _scalar(name, resolved, types, code)


def _of_branches(name: str, branches: list[JsonSchema], code: ErrorCode, schemas: Schemas, depth: int) -> Any:
    """Return the template of the alternative that names the failure in its fixed texts, else of the first."""
    bodies = [_value(name, branch, code, schemas, depth) for branch in branches]
    return next((body for body in bodies if _names(body, code)), bodies[0])


def _names(body: Any, code: ErrorCode) -> bool:
    """Return whether the fixed texts of a template name the failure, and none tells of the request's sender."""
    texts = _fixed(body)
    named = any(re.search(_CHOICES[code], text, re.I) for text in texts)
    return named and not any(_OF_TRANSPORT.search(text) for text in texts)


def _fixed(body: Any) -> list[str]:
    """Return the texts of a template that are no placeholders."""
    if isinstance(body, dict):
        return [text for part in body.values() for text in _fixed(part)]
    return [body] if isinstance(body, str) and not body.startswith("$") else []


_LISTS = frozenset("errors details messages issues error fieldviolations".split())


def _object(
    properties: dict[str, JsonSchema], resolved: JsonSchema, code: ErrorCode, schemas: Schemas, depth: int
) -> dict[str, Any] | None:
    required = resolved.get("required", [])
    body = {}
    for name, schema in properties.items():
        if name not in required and _tells_instance(name, schema, properties, schemas):
            continue
        value = _value(name, schema, code, schemas, depth + 1)
        if value is None and name in required:
            value = _needed(schemas.resolve(schema))
        if value is None or (value == [] and name not in required):
            continue
        body[name] = value
    return body or None


def _tells_instance(name: str, schema: JsonSchema, properties: dict[str, JsonSchema], schemas: Schemas) -> bool:
    """Return whether an error's id tells this one occurrence apart, and not its kind: another property tells that.

    An example that is a uuid is no code either.
    """
    if squashed(name) != "id":
        return False
    examples = schemas.resolve(schema).get("examples", [])
    kinds = [other for other in properties if squashed(other) in _KINDS]
    return bool(kinds) or any(shape_of_example(one) == "uuid" for one in examples if isinstance(one, str))


def _needed(schema: JsonSchema) -> Any:
    """Return what a property that every error must show holds, where its name tells nothing: a number, code or text."""
    types = type_names(schema) - {"null"}
    choices, shown = schema.get("enum"), schema.get("examples")
    if isinstance(choices, list) and choices:
        return choices[0]
    if types & {"integer", "number"}:
        return "$status"
    if types != {"string"}:
        return None
    if schema.get("format") is None:
        return "$code"
    return shown[0] if shown else _NIL_ID if schema["format"] == "uuid" else None


def _scalar(name: str, schema: JsonSchema, types: set[str], code: ErrorCode) -> Any:
    called = squashed(name)
    if "const" in schema:
        return schema["const"]
    if types == {"boolean"}:
        return True if called in ("error", "iserror", "failed") else False if called in _SUCCESS else None
    if types & {"integer", "number"}:
        return "$status" if called in _STATUS and "string" not in types else None
    if "string" not in types and types:
        return None
    choices = schema.get("enum")
    if isinstance(choices, list) and choices:
        return _chosen(choices, code) if called in _CODE | _MESSAGE else None
    example = next(iter(schema.get("examples") or ()), None)
    identifies = isinstance(example, str) and _IDENTIFIER.fullmatch(example) is not None
    if called in _MESSAGE and not (identifies and called in _EITHER):
        return "$message"
    if called not in _CODE | _EITHER or schema.get("format") is not None:
        return None
    return _spelled(code, str(example)) if identifies else "$code"


def _chosen(choices: list[Any], code: ErrorCode) -> Any:
    """Return the documented choice that names the failure, else one of a faulty argument, or the only one.

    Where all tell of something else, the plain code is told: a wrong reason would send a caller the wrong way.
    """
    own = [choice for choice in choices if not _OF_TRANSPORT.search(str(choice))]
    for wanted in (_CHOICES[code], r"arg|param|invalid"):
        if fitting := [choice for choice in own if re.search(wanted, str(choice), re.I)]:
            return fitting[0]
    return choices[0] if len(choices) == 1 else "$code"


def _spelled(code: ErrorCode, example: str) -> str:
    """Return the code as the documentation spells such codes: its example where that names this failure."""
    if re.search(_CHOICES[code], example, re.I) and not _OF_TRANSPORT.search(example):
        return example
    return code.upper() if example.isupper() else "$code"
