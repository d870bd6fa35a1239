"""Lifetimes: inputs that say for how long a thing lives, where answers show when it expires."""

import re
from typing import Any

from generator.plan import Argument, Input, Value
from generator.rules.drafts import Draft, Slot
from generator.rules.naming import squashed

_EXPIRIES = frozenset(
    "dateexpires dateexpired expiresat expireson expiryat expirydate expirytime expirationdate expirationtime"
    " expiration expiry expires expireat validuntil".split()
)
_LIVES = re.compile(r"\b(?:how long|time[- ]to[- ]live|ttl|lifetime|expires? (?:in|after))\b", re.I)
_UNITS = re.compile(r"\b(seconds|minutes|hours|days)\b", re.I)
_NEVER = re.compile(r"\b0\b[^.]*\b(?:not|never|n't) expire|\bnever expires?\b", re.I)


def with_lifetime(arguments: list[Argument], draft: Draft, pattern: str) -> tuple[list[Argument], dict[str, Any]]:
    """Return the arguments, and the time of expiry that the operation sets from those that say how long it lives.

    Of several the one that the others are documented as an alias of counts.
    """
    slot = next((slot for slot in draft.slots.values() if _is_expiry(slot)), None)
    if slot is None or pattern not in ("create", "update"):
        return arguments, {}
    lives = [each for each in arguments if _says_how_long(each, draft)]
    alias = [each for each in arguments if _alias_of(each, draft) in {other.name for other in lives}]
    units = {match.group(1).lower() for each in lives if (match := _UNITS.search(_text(each))) is not None}
    if len(lives) != 1 or len(units) != 1 or any(each.required for each in [*lives, *alias]):
        return arguments, {}
    told = [*lives, *alias]
    zero = "never" if _NEVER.search(_text(lives[0])) else "now"
    value = f"$after:{','.join(each.name for each in told)}:{units.pop()}:{zero}"
    kept = [each.model_copy(update={"does": Input()}) if each in told else each for each in arguments]
    return kept, {slot.name: value}


def _is_expiry(slot: Slot) -> bool:
    named = bool(slot.path) and squashed(slot.path[-1]) in _EXPIRIES
    return named and slot.shown and not slot.sent and slot.type == "text" and not slot.required and slot.made is None


def _text(argument: Argument) -> str:
    return str(argument.value.get("description", ""))


def _is_hidden(argument: Argument, draft: Draft) -> bool:
    whole = argument.value.get("type") in ("integer", ["integer", "null"])
    return isinstance(argument.does, Value) and not draft.slots[argument.does.column].path and whole


def _says_how_long(argument: Argument, draft: Draft) -> bool:
    """Return whether an input says how long the row itself lives, and not what it belongs to."""
    said = _text(argument)
    own = not re.search(r"\bparent\b", said, re.I) and "expire" in said.lower()
    return _is_hidden(argument, draft) and own and _LIVES.search(said) is not None


def _alias_of(argument: Argument, draft: Draft) -> str:
    """Return the name of the argument that this one is documented as another name of."""
    match = re.search(r"\balias (?:for|of) `?(\w+)`?", _text(argument), re.I)
    return match.group(1).lower() if match and _is_hidden(argument, draft) else ""
