"""Tokens: texts of the server's own that nothing tells beforehand, such as a secret, a fingerprint, an API key."""

import re

from generator.rules.drafts import Draft, Slot
from generator.rules.naming import last_word, squashed, words

# Not what is made of a row's contents and changes with them: an etag, a checksum.
_CALLED = frozenset("token secret fingerprint".split())
_KEYS = frozenset("apikey accesskey secretkey clientsecret signingkey privatekey accesstoken apitoken".split())
_GENERATES = re.compile(
    r"\b(server|service|system|backend)\b[^.]{0,30}\bgenerates?\b[^.]{0,30}\b(key|secret|token|value|one|it)\b"
    r"|\bauto(matically)?[- ]?generated\b|\bgenerated (automatically|randomly|by the (server|service|system))\b"
    r"|\brandomly generated\b|\bgenerated (if|when|unless)\b[^.]{0,30}\b(not|omitted|empty|missing|given|provided)\b",
    re.I,
)
_SAYS_VALUE = frozenset({"enum", "const", "default", "pattern"})
_OTHERS = (["id"], ["uuid"], ["guid"], ["name"], ["title"])  # keys of other things, and what is read by people
_FORMATS = frozenset({"byte", "password"})
_LISTED = re.compile(r"\b(empty|omitted|left out|not (shown|included|returned|present)) (when|while|on|in) list", re.I)


def add_token(slot: Slot, draft: Draft) -> None:
    """Let the server make what nothing tells beforehand, where no call gives it."""
    if not slot.made and not slot.references and slot.name not in draft.key and _is_token(slot, draft):
        slot.made, slot.template = "token", _shape(slot)


def _is_token(slot: Slot, draft: Draft) -> bool:
    """Return whether the server makes a row's text where no call gives it: by its name, or as its description says.

    By name only what no call can give; what a call may give is made only where it is said to be generated.
    """
    plain = (
        slot.type == "text" and not slot.schema.keys() & _SAYS_VALUE and slot.schema.get("format") in (None, *_FORMATS)
    )
    if not plain or len(slot.path) != 1 or not slot.shown or slot.always_sent or not _are_made_alone(draft):
        return False
    if words(slot.path[0])[-1:] in _OTHERS:
        return False
    says = _GENERATES.search(str(slot.schema.get("description", ""))) is not None
    return says or (not slot.sent and _is_called(slot.path[0]))


def _shape(slot: Slot) -> str:
    """Return how a token is written: in base64 where that is documented, else in hexadecimal."""
    said = f"{slot.schema.get('format', '')} {slot.schema.get('description', '')}"
    return "base64" if re.search(r"\bbyte\b|\bbase64\b", said, re.I) else "hex"


def is_left_out_of_lists(slot: Slot) -> bool:
    """Return whether a property is documented to be empty or left out where rows are listed."""
    return not slot.required and _LISTED.search(str(slot.schema.get("description", ""))) is not None


def _is_called(name: str) -> bool:
    return bool(words(name)) and (last_word(name) in _CALLED or squashed(name) in _KEYS)


def _are_made_alone(draft: Draft) -> bool:
    """Return whether rows are made one by one, of an entity with a key: a token is made of that."""
    resource = draft.resource
    arrays = any(reading.body_items is not None for reading in resource.readings)
    return bool(draft.key) and draft.creatable and not arrays and not resource.singleton and not draft.plain
