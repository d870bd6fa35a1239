"""Prose: properties that are written for a person to read, by their names."""

import re

_PROSE = frozenset("message msg detail details description title error reason text info hint".split())


def is_prose_name(name: str) -> bool:
    """Return whether a property of an error, or of an outcome, is called after what is written for a person."""
    return re.sub(r"[_-]", "", name.lower()) in _PROSE
