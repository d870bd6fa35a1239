"""Links onward: properties of a list's answer that hold the address of its next page."""

import re
from collections.abc import Sequence

from generator.description import JsonSchema

_LINKS = frozenset("nexturl nextpageurl nexturi nextpageuri nextlink nextpagelink nexthref".split())
_NEXT = frozenset("next nextpage".split())
_ADDRESSES = frozenset("href url uri link".split())
_SAYS_ADDRESS = re.compile(r"\b(url|uri|link|href)\b", re.I)


def leads_on(called: str, above: Sequence[str], schema: JsonSchema) -> bool:
    """Return whether a text of an envelope is the next page's URL: by its name, the object it stands in, or its words.

    ``called`` is its squashed name, ``above`` those of the objects around it.
    """
    if called in _LINKS:
        return True
    if called in _ADDRESSES:
        return bool(above) and above[-1] in _NEXT
    if called not in _NEXT:
        return False
    shown = [schema.get("example"), *(schema.get("examples") or ())]
    if schema.get("format") in ("uri", "url", "uri-reference") or any(str(each).startswith("http") for each in shown):
        return True
    return _SAYS_ADDRESS.search(str(schema.get("description", ""))) is not None
