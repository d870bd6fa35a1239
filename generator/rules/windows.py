"""Windows: things that are in effect from one time to another, and whose state the clock tells."""

from typing import Any

from generator.rules.drafts import Draft, Slot
from generator.rules.moments import is_moment
from generator.rules.naming import squashed
from generator.rules.readings import Reading
from generator.schema import Schemas

_STARTS = frozenset(
    "start startsat startat startson starttime startdate begin beginsat validfrom effectivefrom".split()
)
_ENDS = frozenset("end endsat endat endson endtime enddate until validuntil validto effectiveuntil expiresat".split())
_BEFORE = frozenset("pending scheduled upcoming future planned notstarted".split())
_DURING = frozenset("active running ongoing current ineffect live".split())
_AFTER = frozenset("expired ended past elapsed over".split())


def ended_by(reading: Reading, draft: Draft, schemas: Schemas) -> dict[str, Any]:
    """Return what a deletion writes that ends a window now instead of taking it away; nothing where it does not.

    What has ended by itself is still shown, as its documented states say (expired, beside active and pending), and
    nothing is documented of a deletion that does not find it: so what was ended before its time is shown as well.
    """
    ends = next((slot for slot in draft.slots.values() if _is_time(slot, _ENDS)), None)
    starts = any(_is_time(slot, _STARTS) for slot in draft.slots.values())
    if ends is None or not starts or any(r.status in ("404", "410") for r in reading.operation.responses):
        return {}
    for slot in draft.slots.values():
        if not slot.sent and (ended := _ended_state(slot, schemas)) is not None:
            return {slot.name: ended, ends.name: "$now"}
    return {}


def _is_time(slot: Slot, names: frozenset[str]) -> bool:
    return len(slot.path) == 1 and squashed(slot.path[0]) in names and slot.sent and is_moment(slot.schema)


def _ended_state(slot: Slot, schemas: Schemas) -> Any:
    """Return what a slot holds once a window has ended: a state, or the one property of an object; None for others."""
    inner = schemas.properties(slot.schema) if slot.type == "json" else {}
    if len(inner) == 1:
        (name, schema), *_ = inner.items()
        state = _last(schemas.resolve(schema).get("enum"))
        return None if state is None else {name: state}
    return _last(slot.schema.get("enum")) if slot.type == "text" else None


def _last(choices: Any) -> Any:
    """Return the state after the end where the clock tells all states: one before, one during and one after."""
    if not isinstance(choices, list) or len(choices) != 3:
        return None
    named = {squashed(str(choice)): choice for choice in choices}
    found = [[choice for name, choice in named.items() if name in kind] for kind in (_BEFORE, _DURING, _AFTER)]
    return found[2][0] if all(len(each) == 1 for each in found) else None
