"""Whether what a check expects is true of an answer."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from generator.check import Hold
from generator.errors import VerificationError
from generator.json_equality import json_key
from generator.meaning import alike, in_query, value_at
from generator.moments import falls
from generator.plan import Json
from state_db.answer import Answer

# Values are quoted in reports up to this length.
MOST_QUOTED = 400


class Answered(Protocol):
    """A call that was answered."""

    @property
    def answer(self) -> Answer:
        """The answer."""
        ...

    @property
    def at(self) -> str:
        """The clock when it was called."""
        ...


def filled(value: Json, calls: Sequence[Answered]) -> Json:
    """Return the value with references to earlier answers replaced. Raises: VerificationError for a step to come."""
    if isinstance(value, list | tuple):
        return [filled(item, calls) for item in value]
    if not isinstance(value, dict):
        return value
    if "$clock" in value:
        return _later(_answered(value["$clock"], calls).at, value.get("after", 0))
    if "$step" not in value:
        return {key: filled(item, calls) for key, item in value.items()}
    _, found = value_at(_answered(value["$step"], calls).answer.body, value.get("pointer", ""))
    if "query" in value:
        text = in_query(found, value["query"])
        return int(text) if value.get("number") and text is not None and text.isdigit() else text
    if "from" in value or "to" in value:
        found = found[value.get("from") : value.get("to")] if isinstance(found, list) else None
    return found


def _later(moment: str, seconds: int) -> str:
    """The moment so many seconds later."""
    return (datetime.fromisoformat(moment) + timedelta(seconds=seconds)).isoformat() if seconds else moment


def _answered(step: Json, calls: Sequence[Answered]) -> Answered:
    if not isinstance(step, int) or not 0 <= step < len(calls):
        raise VerificationError(f"A check refers to step {step}, of which there is no answer yet.", where="checks.json")
    return calls[step]


def hold_fault(hold: Hold, body: Json, calls: Sequence[Answered]) -> str | None:
    """Return what is wrong where the hold is not true of the body, else None."""
    found, value = value_at(body, hold.at)
    wanted = filled(hold.value, calls)
    where = hold.at or "the answer"
    if hold.test in ("present", "absent"):
        return None if found == (hold.test == "present") else f"{where} should be {hold.test}"
    if hold.test == "empty":
        return None if value is None else f"{where} should be empty, and is {quoted(value)}"
    if hold.test == "blank":
        return None if value in (None, "", [], {}) else f"{where} should be blank, and is {quoted(value)}"
    if not found:
        return f"there is no {where}"
    if hold.each is not None:
        value = _parts(value, hold.each)
        where = f"{where}, each {hold.each or 'element'}"
    if _is_true(hold.test, value, wanted):
        return None
    return f"{where} should be {_SAID[hold.test]} {quoted(wanted)}, and is {quoted(value)}"


_SAID = {
    "equals": "equal to",
    "differs": "different from",
    "once": "holding exactly once",
    "never": "without",
    "same": "in any order",
    "distinct": "without doubles",
    "nowhere": "nowhere showing",
    "like": "of the same kind as",
    "moment": "at the time",
    "since": "not before",
}


def _parts(value: Json, each: str) -> list[Json]:
    items = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    return [value_at(item, each)[1] for item in items]


def _is_true(test: str, value: Json, wanted: Json) -> bool:
    if test == "equals":
        return alike(value, wanted)
    if test == "differs":
        return not alike(value, wanted)
    if test == "nowhere":
        return not stands_in(value, wanted)
    if test == "like":
        return _kind(value) == _kind(wanted)
    if test in ("moment", "since"):
        return falls(value, wanted, later=test == "since")
    items = list(value.values()) if isinstance(value, dict) else value
    if not isinstance(items, list):
        return False
    keys = [json_key(item) for item in items]
    match test:
        case "once" | "never":
            return keys.count(json_key(wanted)) == (1 if test == "once" else 0)
        case "same":
            return sorted(keys) == sorted(json_key(item) for item in wanted)
        case _:
            return len(set(keys)) == len(keys)


def _kind(value: Json) -> str:
    """What JSON calls the value; whole numbers are numbers."""
    kinds: tuple[tuple[type, str], ...] = (
        (bool, "boolean"), (int, "number"), (float, "number"), (str, "string"), (list, "array"), (dict, "object"),
    )  # fmt: skip
    return next((name for kind, name in kinds if isinstance(value, kind)), "null")


def stands_in(value: Json, wanted: Json) -> bool:
    """Return whether a value is another, or holds it at any depth."""
    if alike(value, wanted):
        return True
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(stands_in(item, wanted) for item in inner)


def quoted(value: Json) -> str:
    """Return the value as short JSON."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= MOST_QUOTED else text[:MOST_QUOTED] + "…"
