"""How deeply the elements of a page are nested, told without parsing it: a parser's work may grow with the square."""

import re

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]{0,30})")
# Elements that need no end tag, so that pages seldom close them.
_UNCOUNTED = frozenset("area base br col embed hr img input link meta param source track wbr p li dt dd td th tr tbody "
                       "thead tfoot colgroup option optgroup rp rt html head body path circle rect line g use "
                       "polygon".split())  # fmt: skip
MOST_LEVELS = 2_000


def is_too_deep(html: str) -> bool:
    """Whether elements are nested more than MOST_LEVELS deep."""
    if html.count("<") < MOST_LEVELS:
        return False
    depth = 0
    for match in _TAG.finditer(html):
        if match[2].lower() in _UNCOUNTED:
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > MOST_LEVELS:
            return True
    return False
