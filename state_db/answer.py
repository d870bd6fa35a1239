"""What a call answers, and the bodies of documented errors."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from state_db.errors import DEFAULT_STATUS, ErrorCode, FaultCode
from state_db.routes import ErrorRoute
from state_db.sql import json_text

Json = Any

# In an error's body, an array of one object with $fault.message and the like stands for one such object a fault.
EACH = "$fault"


class Answer(NamedTuple):
    """The answer of one call: a named tuple, which is made in a third of the time of a frozen dataclass.

    ``status`` is the HTTP status, ``text`` the body as compact JSON ("" without a body). A documented failure has its
    ``error`` code and ``message``. ``changes`` counts the rows that the call inserted, updated or deleted.

    Only an injection makes an answer wait: whoever hands it on does so after ``wait_seconds``, and sends
    ``retry_after_seconds`` as Retry-After. The environment itself never sleeps.
    """

    status: int
    text: str
    error: ErrorCode | FaultCode | None = None
    message: str = ""
    changes: int = 0
    wait_seconds: float = 0.0
    retry_after_seconds: int | None = None

    @property
    def body(self) -> Json:
        """The body parsed, or None without one."""
        return json.loads(self.text) if self.text else None

    def delayed(self, wait_seconds: float, retry_after_seconds: int | None = None) -> "Answer":
        """Return the same answer, to be handed on later."""
        return self._replace(wait_seconds=wait_seconds, retry_after_seconds=retry_after_seconds)


def error_answer(
    error: ErrorCode, message: str, routes: Mapping[ErrorCode, ErrorRoute], details: Sequence[Json] = (),
    faults: Sequence[Mapping[str, Json]] = (),
) -> Answer:  # fmt: skip
    """Return the answer for an error: in the documented status and body, else the usual ones.

    ``faults`` are those of the arguments, each with ``message``, ``location``, ``rule`` and ``input``.
    """
    route = routes.get(error)
    if route is None:
        return usual_answer(error, message, DEFAULT_STATUS[error], details)
    if route.body is None:
        return usual_answer(error, message, route.status)
    values: dict[str, Json] = {
        "$message": message,
        "$code": error,
        "$status": route.status,
        "$details": list(details) or [{"message": message}],
        EACH: list(faults) or [{"message": message, "location": [], "rule": error, "input": None}],
    }
    return Answer(route.status, json_text(filled(route.body, values)), error, message)


def usual_answer(error: ErrorCode | FaultCode, message: str, status: int, details: Sequence[Json] = ()) -> Answer:
    """Return the answer for an error for whose body the documentation has no form."""
    usual: dict[str, Json] = {"code": error, "message": message}
    if details:
        usual["details"] = list(details)
    return Answer(status, json_text({"error": usual}), error, message)


def filled(template: Json, values: dict[str, Json]) -> Json:
    """Return the template with each string that is one of the placeholders replaced by its value."""
    if isinstance(template, str):
        return values.get(template, template)
    if isinstance(template, list) and len(template) == 1 and EACH in str(template) and EACH in values:
        return [filled(template[0], {f"{EACH}.{name}": value for name, value in one.items()}) for one in values[EACH]]
    if isinstance(template, list):
        return [filled(part, values) for part in template]
    if isinstance(template, dict):
        return {name: filled(part, values) for name, part in template.items()}
    return template
