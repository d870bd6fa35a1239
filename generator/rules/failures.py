"""Failures: the status and body that the documentation gives to each error, and what HTTP uses where it gives none."""

import re
from typing import Any

from generator.description import JsonSchema, Operation, Response
from generator.plan import Argument, Failure, Key
from generator.rules.drafts import Draft
from generator.rules.envelopes import type_names
from generator.rules.naming import squashed
from generator.schema import Schemas
from state_db.errors import DEFAULT_STATUS, ErrorCode

# Which documented statuses stand for a code, the first choice first.
_STATUSES: dict[ErrorCode, tuple[int, ...]] = {
    "not_found": (404, 410),
    "invalid_argument": (422, 400),
    "conflict": (409, 422, 400),
    "failed_precondition": (409, 422, 412, 400),
    "permission_denied": (403,),
}
_MESSAGE = frozenset(
    """message detail description title errordescription reason msg errormessage errormsg text error err longmessage
    developermessage usermessage moreinfo errorsummary""".split()
)
_CODE = frozenset("code errorcode type name status key errorname kind category errortype id title issue".split())
_STATUS = frozenset("status code statuscode httpstatus httpcode httpstatuscode errorcode".split())
_CHOICES: dict[ErrorCode, str] = {
    "not_found": r"not.?found|no.?such|missing|does.?not.?exist|unknown",
    "invalid_argument": r"valid|bad|malformed|argument|parameter|request",
    "conflict": r"conflict|duplicate|exist|already|unique",
    "failed_precondition": r"precondition|state|not.?allowed|unprocessable|conflict|invalid",
    "permission_denied": r"denied|forbidden|permission|access|not.?allowed|unauthori[sz]ed",
}
# A refusal that is said to stand for what cannot be reached: whether it is there, or is another's, is not told.
_HIDES = re.compile(
    r"\b(not|in)[- ]?accessible\b|\b(cannot|can't|can not) be accessed\b|\b(does not|doesn't) exist\b|\bnot visible\b",
    re.I,
)
_DEEPEST = 4


def failures_of(operation: Operation, schemas: Schemas, codes: tuple[ErrorCode, ...]) -> dict[ErrorCode, Failure]:
    """Return for each code that the tool can give the status and body that its documentation declares.

    A status that is declared for the code is used; where none is, HTTP's own for that code, with the body of ``4XX``,
    ``default`` or the first declared client error, so that an agent sees one shape of error from one API.
    """
    return {code: _failure(code, operation, schemas) for code in codes}


def hides_parents(operation: Operation) -> bool:
    """Return whether 403 is documented for what is not accessible: a path through what is not there leads nowhere.

    What the path itself names is still not found, where 404 is documented for that.
    """
    return any(response.status == "403" and _HIDES.search(response.text) for response in operation.responses)


def names_parent(argument: Argument, draft: Draft) -> bool:
    """Return whether an argument of the path names a row of another entity."""
    does = argument.does
    return argument.place == "path" and isinstance(does, Key) and draft.slots[does.column].references is not None


def _failure(code: ErrorCode, operation: Operation, schemas: Schemas) -> Failure:
    declared = {response.status: response for response in operation.responses}
    for status in _STATUSES[code]:
        if str(status) in declared:
            return Failure(status=status, body=_body(declared[str(status)], code, schemas))
    if code == "not_found" and (only := _only_server_error(declared)) is not None:
        return Failure(status=int(only.status), body=_body(only, code, schemas))
    status = DEFAULT_STATUS[code]
    others = sorted(key for key in declared if re.fullmatch(r"4\d\d", key) and declared[key].schema)
    for key in ("4XX", "4xx", "default", *others):
        response = declared.get(key)
        if response is not None and response.schema is not None and _is_error(response, key):
            return Failure(status=status, body=_body(response, code, schemas))
    return Failure(status=status)


def _only_server_error(declared: dict[str, Response]) -> Response | None:
    """Return the one error that is declared, where it is none of the client's: it stands for all that can go wrong."""
    errors = [response for status, response in declared.items() if status[:1] not in "123"]
    return errors[0] if len(errors) == 1 and re.fullmatch(r"5\d\d", errors[0].status) else None


def _is_error(response: Response, key: str) -> bool:
    """Return whether a ``default`` response is an error's: sometimes it is the only, successful one."""
    return key != "default" or "success" not in response.text.lower()


def _body(response: Response, code: ErrorCode, schemas: Schemas) -> Any:
    media = (response.media_type or "application/json").lower()
    if response.schema is None or "json" not in media:
        return None
    if schemas.types(response.schema) == ("string",):
        return "$message"
    body = _value("", response.schema, code, schemas, 0)
    return body if body and ("$message" in str(body) or "$fault.message" in str(body)) else None


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


def _value(name: str, schema: JsonSchema, code: ErrorCode, schemas: Schemas, depth: int) -> Any:
    """Return the template of one part of an error's body; None where nothing is known about it."""
    resolved = schemas.resolve(schema)
    if depth > _DEEPEST:
        return None
    for choice in ("oneOf", "anyOf"):
        if isinstance(resolved.get(choice), list) and resolved[choice] and not schemas.properties(schema):
            return _value(name, resolved[choice][0], code, schemas, depth)
    properties = schemas.properties(schema)
    types = type_names(resolved) - {"null"}
    if properties:
        return _object(properties, resolved, code, schemas, depth)
    if types == {"array"}:
        items = resolved.get("items")
        if code == "invalid_argument" and isinstance(items, dict) and (each := _of_each_fault(items, schemas)):
            return [each]
        element = _value(name, items, code, schemas, depth + 1) if isinstance(items, dict) else None
        return [element] if element is not None and squashed(name) in _LISTS else []
    return _scalar(name, resolved, types, code)


_LISTS = frozenset("errors details messages issues error fieldviolations".split())


def _object(
    properties: dict[str, JsonSchema], resolved: JsonSchema, code: ErrorCode, schemas: Schemas, depth: int
) -> dict[str, Any] | None:
    required = resolved.get("required", [])
    body = {}
    for name, schema in properties.items():
        value = _value(name, schema, code, schemas, depth + 1)
        if value is None and name in required:
            value = _needed(schemas.resolve(schema))
        if value is None or (value == [] and name not in required):
            continue
        body[name] = value
    if "code" in body and body.get("message") is None and "title" not in properties and "detail" not in properties:
        body = {name: value for name, value in body.items()}
    return body or None


def _needed(schema: JsonSchema) -> Any:
    """Return what a property that every error must show holds, where its name tells nothing: a number, code or text."""
    types = type_names(schema) - {"null"}
    choices = schema.get("enum")
    if isinstance(choices, list) and choices:
        return choices[0]
    if types & {"integer", "number"}:
        return "$status"
    return "$code" if types == {"string"} and schema.get("format") is None else None


def _scalar(name: str, schema: JsonSchema, types: set[str], code: ErrorCode) -> Any:
    called = squashed(name)
    if "const" in schema:
        return schema["const"]
    if types == {"boolean"}:
        return True if called in ("error", "iserror", "failed") else False if called in ("success", "ok") else None
    if types & {"integer", "number"}:
        return "$status" if called in _STATUS and "string" not in types else None
    if "string" not in types and types:
        return None
    choices = schema.get("enum")
    if isinstance(choices, list) and choices:
        fitting = [choice for choice in choices if re.search(_CHOICES[code], str(choice), re.I)]
        return (fitting or choices)[0] if called in _CODE | _MESSAGE else None
    if called in _MESSAGE:
        return "$message"
    return "$code" if called in _CODE and schema.get("format") is None else None
