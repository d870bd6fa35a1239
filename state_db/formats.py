"""Formats: what texts may be said to hold, beside those formats that the validator knows itself."""

import json
from collections.abc import Callable


def holds_json(text: str) -> bool:
    """Return whether the text is JSON, as the standard has it: no NaN and no infinity."""
    try:
        json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return False
    return True


def _refuse(constant: str) -> None:
    raise ValueError(constant)


FORMATS: dict[str, Callable[[str], bool]] = {"json": holds_json}
