"""A check: a sequence of calls on a fresh environment, and what must hold after each; checks.json in and out."""

import json
from collections.abc import Iterable
from typing import Any, Literal

from pydantic import Field, ValidationError

from generator.errors import VerificationError
from generator.form import Form, Json
from state_db.errors import ErrorCode

FORMAT = 1

Rows = dict[str, list[dict[str, Json]]]

# What a hold asks of the value that it finds:
#   equals, differs     as JSON (1 and 1.0 are equal, true and 1 are not)
#   present, absent     there is such a property, or not
#   empty               null, or no such property
#   blank               that, or a text, an array or an object with nothing in it
#   once, never         in an array: exactly one element, or none, equals the value
#   same                an array with the value's elements in any order
#   distinct            an array without two equal elements
#   nowhere             the value stands nowhere inside
#   like                of the same kind as the value: both texts, both numbers, both objects
#   moment, since       the same time as the value, or not before it, as fine as it is written (a date is a whole day)
Test = Literal[
    "equals", "differs", "present", "absent", "empty", "blank", "once", "never", "same", "distinct", "nowhere", "like",
    "moment", "since",
]  # fmt: skip

# A way round that the later half of a check's steps takes besides, which must make no difference:
#   snapshot    in an environment restored from the bytes of the first one
#   fork        in a fork of the first environment, which is not touched by them
#   neighbour   while a second environment of the server is called with the same steps in between
Way = Literal["snapshot", "fork", "neighbour"]


class Hold(Form):
    """Something that must be true of an answer's body at the JSON pointer ``at``.

    With ``each`` the array (or the object's values) at ``at`` is read as the list of what that pointer finds in each.
    """

    at: str = ""
    each: str | None = None
    test: Test
    value: Json = None


class Effect(Form):
    """What a call does to one table: how many rows it adds, removes and changes, and which columns may change.

    No number for ``changed`` is any number of rows, in these columns alone. ``values`` are what every row that was
    added or changed holds in these columns, whether an answer shows them or not; ``each`` is what they hold one by
    one, in any order. ``now`` are columns in which all of them hold the time of the call, ``made`` those that hold a
    text made of the row's other columns, each with its template.
    """

    added: int = 0
    removed: int = 0
    changed: int | None = 0
    columns: tuple[str, ...] = ()
    values: dict[str, Json] = Field(default_factory=dict)
    each: tuple[dict[str, Json], ...] = ()
    now: tuple[str, ...] = ()
    made: dict[str, str] = Field(default_factory=dict)


class Expectation(Form):
    """What must hold after a step; without ``error`` the answer must be none, "any" is any error.

    ``effect`` is by table, and complete: a table that it does not name is unchanged. ``rows`` tells whether every row
    that was there still is (``kept``), or at least one is gone or different (``overwritten``). ``hints`` are
    annotations that tools.json must give the tool: the rest of what is expected shows that they are true.
    """

    status: int | None = None
    error: ErrorCode | Literal["any"] | None = None
    state: Literal["unchanged", "changed"] | None = None
    holds: tuple[Hold, ...] = ()
    effect: dict[str, Effect] | None = None
    rows: Literal["kept", "overwritten"] | None = None
    hints: dict[str, bool] | None = None


class CheckStep(Form):
    """One call.

    In arguments and expected values ``{"$step": N, "pointer": "/…"}`` is a value of step N's answer, or with ``query``
    that parameter of the URL there (with ``number`` as a number), and ``{"$clock": N}`` is the time at which step N was
    called, or with ``after`` so many seconds later.
    """

    tool: str
    arguments: dict[str, Json] = Field(default_factory=dict)
    expect: Expectation = Expectation()


class Check(Form):
    """A claim about ``tool`` (``because``), made by a ``law``, with the calls that show it.

    It begins with the rows of the ``scenario``: "seed", "empty", or one that checks.json has; ``rows`` are that one's.
    The steps are run in as many fresh environments as ``runs`` says, whose answers and digests must be alike.
    ``through`` names a way round that must give the same answers and the same state.
    """

    name: str
    law: str
    tool: str
    because: str
    scenario: str = "seed"
    rows: Rows | None = Field(default=None, exclude=True)
    runs: int = 1
    through: Way | None = None
    steps: tuple[CheckStep, ...]

    @property
    def tools(self) -> frozenset[str]:
        """Return the tools that the steps call."""
        return frozenset(step.tool for step in self.steps)


def out_of_step(
    step: int, pointer: str, start: int | None = None, end: int | None = None, *, query: str = "", number: bool = False
) -> dict[str, Json]:
    """Return the reference to a value of an earlier step's answer.

    It is to the part [start:end) of an array there, or to the parameter of a URL there that ``query`` names,
    as a ``number`` where it is one.
    """
    reference: dict[str, Json] = {"$step": step, "pointer": pointer}
    if query:
        reference["query"] = query
    if number:
        reference["number"] = True
    if start is not None:
        reference["from"] = start
    if end is not None:
        reference["to"] = end
    return reference


def clock_at(step: int) -> dict[str, Json]:
    """Return the reference to the time at which a step was called."""
    return {"$clock": step}


def checks_text(checks: Iterable[Check]) -> str:
    """Return checks.json's text: a line for each step, so that a check reads like the calls it makes."""
    checks = list(checks)
    written = ",\n".join(_check_text(check) for check in checks)
    return f'{{\n  "format": {FORMAT},\n{_scenarios_text(checks)}  "checks": [\n{written}\n  ]\n}}\n'


def _scenarios_text(checks: Iterable[Check]) -> str:
    """The scenarios that checks bring along, a line for each row; nothing where they bring none."""
    found = {check.scenario: check.rows for check in checks if check.rows is not None}
    if not found:
        return ""
    written = ",\n".join(f"    {_line(name)}: {{\n{_rows_text(rows)}\n    }}" for name, rows in found.items())
    return f'  "scenarios": {{\n{written}\n  }},\n'


def _rows_text(rows: Rows) -> str:
    tables = []
    for table, each in rows.items():
        lines = ",\n".join(f"        {_line(row)}" for row in each)
        tables.append(f"      {_line(table)}: [\n{lines}\n      ]")
    return ",\n".join(tables)


def _check_text(check: Check) -> str:
    data = check.model_dump(mode="json", exclude_defaults=True)
    steps = data.pop("steps")
    head = "".join(f"      {_line(key)}: {_line(value)},\n" for key, value in data.items())
    body = ",\n".join(f"        {_line(_step_data(step))}" for step in steps)
    return f'    {{\n{head}      "steps": [\n{body}\n      ]\n    }}'


def _step_data(step: dict[str, Any]) -> dict[str, Any]:
    return {"tool": step["tool"], "arguments": step.get("arguments", {}), "expect": step.get("expect", {})}


def _line(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)


def read_checks(text: str, where: str) -> tuple[Check, ...]:
    """Return the checks in checks.json's text; ``where`` names the file in errors. Raises: VerificationError."""
    try:
        return _Checks.model_validate_json(text).complete()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        pointer = "/".join(str(part) for part in first["loc"])
        raise VerificationError(
            f"{first['msg']}.", where=f"{where}#/{pointer}", next="Run fleetwright render again."
        ) from error


class _Checks(Form):
    format: Literal[1]
    scenarios: dict[str, Rows] = Field(default_factory=dict)
    checks: tuple[Check, ...]

    def complete(self) -> tuple[Check, ...]:
        """Return the checks, those that begin with rows of their own with these rows."""
        return tuple(
            check.model_copy(update={"rows": self.scenarios[check.scenario]})
            if check.scenario in self.scenarios
            else check
            for check in self.checks
        )
