"""Addresses of pages: whether two lead to the same page of the same list, wherever either service stands."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Json = Any

# A list begins there: what says so may as well be left out.
_BEGINNINGS = frozenset({"", "0", "1"})


def is_same_page(expected: Json, got: Json, renamed: Callable[[Json], Json]) -> bool:
    """Return whether two texts are the same address, but for host and first path segments, and where a list begins.

    ``renamed`` gives what the server calls a made value of the recorded service.

    >>> is_same_page("http://a/api/cups?limit=2", "/cups?limit=2&offset=0", str)
    True
    """
    if not isinstance(expected, str) or not isinstance(got, str) or "?" not in expected + got:
        return False
    there, here = urlsplit(expected), urlsplit(got)
    if not (_ends(there.path, here.path) or _ends(here.path, there.path)):
        return False
    one = {name: str(renamed(value)) for name, value in parse_qsl(there.query, keep_blank_values=True)}
    other = dict(parse_qsl(here.query, keep_blank_values=True))
    only_one_has = {name: value for name, value in (one | other).items() if (name in one) != (name in other)}
    both = one.keys() & other.keys()
    return set(only_one_has.values()) <= _BEGINNINGS and all(one[name] == other[name] for name in both)


def _ends(path: str, end: str) -> bool:
    return path.rstrip("/").endswith(end.rstrip("/")) and bool(end.strip("/"))
