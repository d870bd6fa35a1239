"""What the description of a value says of it in words: that it is always one and the same."""

import re
from functools import lru_cache
from typing import Any

_QUOTED = r"[“\"'`]([^”\"'`]{1,60})[”\"'`]"
_SET_TO = re.compile(rf"^(?:(?:it )?is )?(?:always )?(?:set to|always|fixed (?:to|as))[:]? {_QUOTED}\W*$", re.I)
_ALWAYS = re.compile(
    r"(?:^|(?<=[.\n]))\s*(?P<lead>[\w ,:-]{0,60}?)\balways(?: be| is| set to| equals?| equal to)?"
    rf":? {_QUOTED}\s*(?:\.|$)",
    re.I,
)
_CONDITION = re.compile(r"\b(?:if|when|where|while|for|unless|in|or|on|with|may|can|not|almost|nearly)\b", re.I)


def said_value(schema: dict[str, Any]) -> str | None:
    """Return the one value that the description of a schema says it has.

    Set to “Zone”. The type of the thing, always `zone`. The value will always be "zone".
    """
    return _said_in(str(schema.get("description", "")))


@lru_cache(maxsize=4096)
def _said_in(text: str) -> str | None:
    if (found := _SET_TO.match(text.strip())) is not None:
        return found[1]
    always = [match for match in _ALWAYS.finditer(text.strip()) if not _CONDITION.search(match["lead"])]
    return always[0][2] if len(always) == 1 else None
