"""Transport: documented inputs that say who is asking, in which version or in which form, and nothing about behaviour.

They are no arguments and count as no declared inputs: what an operation does is the same whatever they are.
"""

import re
from collections import Counter
from dataclasses import replace

from generator.description import Description, Operation, Parameter, Place
from generator.rules.credentials import is_credential
from generator.schema import Schemas

# Headers that carry who is asking or how to answer: an agent's transport says them, not the agent.
_HEADERS = re.compile(
    r"^(authorization|accept(-.*)?|content-.*|user-agent|cookie|host|x-.*(token|key|auth|tenant|version)|x-(amz|goog)-.*"
    r"|.*-tenant-id|if-.*|traceparent|prefer|.*-version|.*idempotency.*|.*(request|correlation|trace|client-metadata)-id"
    r"|token|x-http-method(-override)?|(?!.*(continu|page|next|sync|state)).*(token|api[-_]?key|secret|password|auth))$",
    re.I,
)
# Where a name that is written together has its hyphens: contentType is the header Content-Type.
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
# Parameters that mean the same in every API.
_VERSION = re.compile(r"^(x-)?(api|ms|service|schema)[-_.]?version$", re.I)
_WIRE_FORM = re.compile(
    r"^((opt_)?(pretty|pretty_?print|prettify|indent|callback|jsonp|alt|_method)|\$?format|quotauser|userip|(\$\.)?xgafv"
    r"|upload_?(protocol|type)|x-amz-.*|x-goog-.*)$",
    re.I,
)
# Names that mean this only where nearly every operation takes them.
_EVERYWHERE = re.compile(
    r"^(version|v|ver|key|token|app_?id|app_?key|client_?id|client_?key|user_?key|session_?(id|key|token)|sid|"
    r"login|user|user_?name|password|secret|(api_?)?secret_?key|jwt|licen[cs]e(_?key)?|"
    r"(?!.*(continu|page|next|sync|state)).*(auth|auth_?key|auth_?token|access_?token|user_?token|api_?token)|"
    r"format|output|response_?format|locale|lang|language|hl)$",
    re.I,
)
_MEDIA = frozenset("json xml csv yaml html jsonp text application/json application/xml".split())
# Shares and counts from which an input is on "nearly every" operation.
_NEARLY, _LEAST = 0.8, 4


def without_transport(description: Description) -> Description:
    """Return the description without its inputs that belong to the transport (docs/decisions/0006).

    Those are: credentials, the API's version and the form of the answer by their names; inputs that can have one value
    only and must be given, but for the query of a read, where it may tell which rows are shown; and what nearly every
    operation takes in a header, or under a name that often means one of these.
    """
    schemas = Schemas(description.schemas)
    uses = Counter((one.place, one.name) for operation in description.operations for one in operation.parameters)
    least = max(_LEAST, _NEARLY * len(description.operations))
    everywhere = {
        (place, name)
        for (place, name), count in uses.items()
        if count >= least and (place == "header" or _EVERYWHERE.match(name))
    }
    operations = tuple(_bared(operation, everywhere, schemas) for operation in description.operations)
    return replace(description, operations=operations)


def _bared(operation: Operation, everywhere: set[tuple[Place, str]], schemas: Schemas) -> Operation:
    kept, path = [], operation.path
    for parameter in operation.parameters:
        if parameter.place != "path":
            if not _is_transport(parameter, everywhere, schemas, reads=operation.method == "GET"):
                kept.append(parameter)
            continue
        form = _only_form(parameter, schemas)
        if form:
            path = path.replace("{" + parameter.name + "}", form)
        else:
            kept.append(parameter)
    if len(kept) == len(operation.parameters):
        return operation
    return replace(operation, parameters=tuple(kept), path=path)


def _is_transport(parameter: Parameter, everywhere: set[tuple[Place, str]], schemas: Schemas, *, reads: bool) -> bool:
    name = parameter.name
    if (parameter.place, name) in everywhere or _VERSION.match(name) or is_credential(name, parameter.text):
        return True
    if tells_since(parameter, schemas):
        return False
    if parameter.place == "header" and (_HEADERS.match(name) or _HEADERS.match(_CAPITAL.sub("-", name))):
        return True
    if parameter.place == "query" and _is_wire_form(parameter, schemas):
        return True
    return is_fixed(parameter, schemas) and not (reads and parameter.place == "query")


_OF_ROWS = re.compile(
    r"\bonly (?:the |those )?[\w -]{1,40}?\b(?:created|modified|changed|updated)\b[\w ,-]{0,40}? (?:since|after)\b",
    re.I,
)


def tells_since(parameter: Parameter, schemas: Schemas) -> bool:
    """Return whether a header says since when what is listed was changed: "only records modified since are returned".

    HTTP's own meaning of it, that nothing is sent again of what the client has, is the transport's.
    """
    if parameter.place != "header" or parameter.name.lower() != "if-modified-since":
        return False
    said = f"{parameter.text} {schemas.resolve(parameter.schema).get('description', '')}"
    return _OF_ROWS.search(said) is not None


def is_fixed(parameter: Parameter, schemas: Schemas) -> bool:
    """Return whether a parameter must be given and can have one value only."""
    return parameter.required and len(_choices(parameter, schemas)) == 1


def _is_wire_form(parameter: Parameter, schemas: Schemas) -> bool:
    """Return whether a parameter chooses spaces, a script around the JSON, or the media type of the answer."""
    if not _WIRE_FORM.match(parameter.name):
        return False
    called = parameter.name.lower().removeprefix("opt_").lstrip("$")
    if called in ("alt", "format"):
        return any(str(choice).lower().endswith("json") for choice in _choices(parameter, schemas))
    text = f"{parameter.text} {schemas.resolve(parameter.schema).get('description', '')}"
    return called not in ("callback", "indent") or re.search(r"\bjsonp?\b|javascript|readab", text, re.I) is not None


def _only_form(parameter: Parameter, schemas: Schemas) -> str:
    """Return the form that stands in the path where the caller chooses it there (``/{format}/scores``), else ""."""
    choices = [str(choice) for choice in _choices(parameter, schemas)]
    if not choices or not {choice.lower() for choice in choices} <= _MEDIA:
        return ""
    return next((choice for choice in choices if choice.lower() == "json"), "")


def _choices(parameter: Parameter, schemas: Schemas) -> list[object]:
    schema = schemas.resolve(parameter.schema)
    if "const" in schema:
        return [schema["const"]]
    choices = schema.get("enum")
    return list(choices) if isinstance(choices, list) else []
