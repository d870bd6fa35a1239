"""Controls: operations below the one thing of its kind, each of which sets one thing that it shows.

``PUT /radio/volume?volume_percent=`` changes what ``GET /radio`` shows, as ``PUT /radio/pause`` does.
"""

from typing import Any

from generator.description import JsonSchema
from generator.plan import Value
from generator.rules.drafts import Draft, Slot, column_type
from generator.rules.insides import is_array
from generator.rules.naming import squashed, words
from generator.rules.readings import Reading, required_names, sent_properties
from generator.rules.transitions import transition_of
from generator.schema import Schemas


def control_of(reading: Reading, draft: Draft, literal: str, schemas: Schemas) -> dict[str, Value] | None:
    """Return by name the inputs that a control sets, each with its column; None where nothing shows one it needs."""
    asked = {each.name: each.schema for each in reading.operation.parameters if each.place == "query"}
    needed = {each.name for each in reading.operation.parameters if each.place == "query" and each.required}
    sent = sent_properties(reading, schemas)
    needed |= required_names(reading.body, schemas) & sent.keys()
    found: dict[str, Value] = {}
    for name, schema in {**asked, **sent}.items():
        does = _shown_as(name, literal, schemas.resolve(schema), draft)
        if does is not None and does.column not in {other.column for other in found.values()}:
            found[name] = does
        elif name in needed:
            return None
    return found


def switched(literal: str, draft: Draft) -> dict[str, Any]:
    """Return what a control sets by its name alone: a state or a flag (``play``, ``pause``)."""
    return transition_of(literal, draft) or _going_on(literal, draft)


# What makes an end of something that goes on, where nothing is shown of the end itself.
_ENDS = {"pause": ("play", "run", "record"), "stop": ("play", "run", "start", "record")}


def _going_on(literal: str, draft: Draft) -> dict[str, Any]:
    """Return the flag that tells whether something is going on, which a control begins or ends: ``is_playing``."""
    verb = (words(literal) or [""])[0]
    for begun, value in ((verb, True), *((other, False) for other in _ENDS.get(verb, ()))):
        slot = draft.named(f"is_{_ing(begun)}") or draft.named(_ing(begun)) if begun else None
        if slot is not None and slot.type == "boolean" and slot.shown:
            return {slot.name: value}
    return {}


def _ing(verb: str) -> str:
    """Return the present participle of an English verb: "play" gives "playing"."""
    if verb.endswith("n") and verb[-2:-1] in "aeiou" and len(verb) == len("run"):
        return f"{verb}ning"
    return f"{verb[:-1]}ing" if verb.endswith("e") else f"{verb}ing"


def _shown_as(name: str, literal: str, schema: JsonSchema, draft: Draft) -> Value | None:
    """Return where an answer shows what is sent: under its name, behind the control's, or the only one of its unit."""
    given = column_type(schema)
    spellings = [squashed(name), squashed(f"{literal}_{name}")]
    shown = [slot for slot in draft.slots.values() if slot.path and slot.shown and not slot.made]
    for called in spellings:
        for slot in shown:
            if squashed(slot.path[-1]) == called and _fits(slot, given, schema):
                return Value(column=slot.name)
        for slot in shown:
            inner = [] if is_array(slot) or slot.type != "json" else list(slot.inside)
            for each in inner:
                if squashed(each) == called and column_type(slot.inside[each]) == given:
                    return Value(column=slot.name, inside=each, among=True)
    unit = words(name)[-1:]
    alike = [slot for slot in shown if _UNITS & set(unit) and words(slot.path[-1])[-1:] == unit]
    return Value(column=alike[0].name) if len(alike) == 1 and _fits(alike[0], given, schema) else None


_UNITS = frozenset("ms seconds minutes percent bytes".split())


def _fits(slot: Slot, given: str, schema: JsonSchema) -> bool:
    choices = schema.get("enum")
    known = slot.schema.get("enum")
    return slot.type == given and (not isinstance(choices, list) or known is None or set(choices) <= set(known))
