"""What the description of a value says of it in words: that it is always one and the same."""

import re
from functools import lru_cache
from typing import Any

_SET_TO = re.compile(
    r"^(?:(?:it )?is )?(?:always )?(?:set to|always|fixed (?:to|as))[:]? [“\"'`]([^”\"'`]{1,60})[”\"'`]\W*$", re.I
)


def said_value(schema: dict[str, Any]) -> str | None:
    """Return the one value that the description of a schema says it has: Set to “Zone”."""
    return _said_in(str(schema.get("description", "")))


@lru_cache(maxsize=4096)
def _said_in(text: str) -> str | None:
    found = _SET_TO.match(text.strip())
    return found[1] if found else None
