"""Transport: documented inputs that say who is asking, in which version or in which form, and nothing about behaviour.

They are no arguments and count as no declared inputs: what an operation does is the same whatever they are.
"""

import re
from collections import Counter
from dataclasses import replace

from generator.description import Description, Operation, Parameter, Place
from generator.schema import Schemas

# Names that mean the same in every API.
_VERSION = re.compile(r"^(x-)?(api|ms|service|schema)[-_.]?version$", re.I)
_CREDENTIAL = re.compile(
    r"^(access[-_]?token|oauth[-_]?token|auth[-_]?token|api[-_]?token|api[-_]?key|(x-)?api-?key|auth(entication)?|"
    r"client_secret|sig|signature|(ocp-apim-)?subscription-key|security[-_]?token|x-amz-.*|x-goog-.*)$",
    re.I,
)
_FORM = re.compile(
    r"^(opt_pretty|pretty_?print|pretty|alt|callback|jsonp|quotauser|userip|(\$\.)?xgafv|upload_?(protocol|type))$",
    re.I,
)
# Names that mean this only where nearly every operation takes them.
_EVERYWHERE = re.compile(
    r"^(version|v|ver|key|token|app_?id|app_?key|client_?id|client_?key|user_?key|session_?(id|key|token)|sid|"
    r"format|output|response_?format|locale|lang|language|hl|x-.*)$",
    re.I,
)
_WIRE_FORMATS = frozenset(
    {"json", "xml", "csv", "yaml", "html", "jsonp", "text", "application/json", "application/xml"}
)
# Shares and counts from which an input is on "nearly every" operation.
_NEARLY, _LEAST = 0.8, 4


def without_transport(description: Description) -> Description:
    """Return the description without its inputs that belong to the transport.

    Those are: credentials, the API's version and the form of the answer by their names; inputs that can have one value
    only and must be given; and what nearly every operation takes under a name that often means one of these.
    """
    schemas = Schemas(description.schemas)
    uses = Counter((one.place, one.name) for operation in description.operations for one in operation.parameters)
    least = max(_LEAST, _NEARLY * len(description.operations))
    everywhere = {mark for mark, count in uses.items() if count >= least and _EVERYWHERE.match(mark[1])}
    operations = tuple(_bared(operation, everywhere, schemas) for operation in description.operations)
    return replace(description, operations=operations)


def _bared(operation: Operation, everywhere: set[tuple[Place, str]], schemas: Schemas) -> Operation:
    kept, path = [], operation.path
    for parameter in operation.parameters:
        if parameter.place != "path":
            if not _is_transport(parameter, everywhere, schemas):
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


def _is_transport(parameter: Parameter, everywhere: set[tuple[Place, str]], schemas: Schemas) -> bool:
    name = parameter.name
    if any(pattern.match(name) for pattern in (_VERSION, _CREDENTIAL, _FORM)):
        return True
    if (parameter.place, name) in everywhere:
        return True
    return parameter.required and len(_choices(parameter, schemas)) == 1


def _only_form(parameter: Parameter, schemas: Schemas) -> str:
    """Return the form that stands in the path where the caller chooses it there (``/{format}/scores``), else ""."""
    choices = [str(choice) for choice in _choices(parameter, schemas)]
    if not choices or not {choice.lower() for choice in choices} <= _WIRE_FORMATS:
        return ""
    return next((choice for choice in choices if choice.lower() == "json"), "")


def _choices(parameter: Parameter, schemas: Schemas) -> list[object]:
    schema = schemas.resolve(parameter.schema)
    if "const" in schema:
        return [schema["const"]]
    choices = schema.get("enum")
    return list(choices) if isinstance(choices, list) else []
