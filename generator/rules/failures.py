"""Failures: the status and body that the documentation gives to each error, and what HTTP uses where it gives none."""

import re
from collections.abc import Mapping, Sequence

from generator.description import Operation, Response
from generator.plan import Argument, Failure, Key, Value
from generator.rules.drafts import Draft
from generator.rules.failure_bodies import body_template, tells_each_fault
from generator.rules.naming import words
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
# A refusal that is said to stand for what cannot be reached: whether it is there, or is another's, is not told.
_HIDES = re.compile(
    r"\b(not|in)[- ]?accessible\b|\b(cannot|can't|can not) be accessed\b|\b(does not|doesn't) exist\b|\bnot visible\b",
    re.I,
)


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


def with_missing(arguments: Sequence[Argument], operation: Operation, draft: Draft) -> list[Argument]:
    """Return the arguments of a creation with the error for rows that they name and that are not there.

    Where the path names nothing, a 404 that speaks of such a thing is about what the body names.
    """
    text = " ".join(response.text for response in operation.responses if response.status == "404")
    said = f" {' '.join(words(text))} "
    if not text or "{" in operation.path:
        return list(arguments)
    return [_with_missing(argument, said, draft) for argument in arguments]


def _with_missing(argument: Argument, said: str, draft: Draft) -> Argument:
    does = argument.does
    if not isinstance(does, Value) or does.loose:
        return argument
    reference = draft.slots[does.column].references if does.column in draft.slots else None
    target = does.of or (reference.entity if reference is not None else None)
    if target is None or f" {' '.join(words(target))} " not in said:
        return argument
    return argument.model_copy(update={"does": does.model_copy(update={"missing": "not_found"})})


def names_parent(argument: Argument, draft: Draft) -> bool:
    """Return whether an argument of the path names a row of another entity."""
    does = argument.does
    return argument.place == "path" and isinstance(does, Key) and draft.slots[does.column].references is not None


def _failure(code: ErrorCode, operation: Operation, schemas: Schemas) -> Failure:
    declared = {response.status: response for response in operation.responses}
    for status in _statuses(code, declared, schemas):
        if str(status) in declared:
            return Failure(status=status, body=body_template(declared[str(status)], code, schemas))
    if code == "not_found" and (only := _only_server_error(declared)) is not None:
        return Failure(status=int(only.status), body=body_template(only, code, schemas))
    status = DEFAULT_STATUS[code]
    others = sorted(key for key in declared if re.fullmatch(r"4\d\d", key) and declared[key].schema)
    for key in ("4XX", "4xx", "default", *others):
        response = declared.get(key)
        if response is not None and response.schema is not None and _is_error(response, key):
            return Failure(status=status, body=body_template(response, code, schemas))
    return Failure(status=status)


def _statuses(code: ErrorCode, declared: Mapping[str, Response], schemas: Schemas) -> tuple[int, ...]:
    """Return which documented statuses stand for a code in this operation, the first choice first.

    A 422 whose body tells the place of each fault is of the arguments alone; a 400 beside it is of all else.
    """
    statuses = _STATUSES[code]
    if code == "invalid_argument" or not tells_each_fault(declared.get("422"), schemas):
        return statuses
    return (*(status for status in statuses if status != _OF_ARGUMENTS), _OF_ALL_ELSE)


_OF_ARGUMENTS, _OF_ALL_ELSE = 422, 400


def _only_server_error(declared: dict[str, Response]) -> Response | None:
    """Return the one error that is declared, where it is none of the client's: it stands for all that can go wrong."""
    errors = [response for status, response in declared.items() if status[:1] not in "123"]
    return errors[0] if len(errors) == 1 and re.fullmatch(r"5\d\d", errors[0].status) else None


def _is_error(response: Response, key: str) -> bool:
    """Return whether a ``default`` response is an error's: sometimes it is the only, successful one."""
    return key != "default" or "success" not in response.text.lower()
