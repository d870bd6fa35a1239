"""Links: properties of a list's answer that hold the address of this page, or of another page of the list."""

import re
from collections.abc import Sequence
from typing import Any

from generator.description import JsonSchema

_PAGES = {
    "$next_url": ("next",),
    "$previous_url": ("previous", "prev", "prior"),
    "$first_url": ("first",),
    "$this_url": ("self", "this"),
}
_ENDINGS = ("url", "uri", "link", "href")
_ADDRESSES = frozenset(_ENDINGS)
_SAYS_ADDRESS = re.compile(r"\b(url|uri|link|href)\b", re.I)
# An object that is called so holds what is said of the page, so that an address in it is the page's.
_OF_PAGES = frozenset("meta metadata paging pagination page pageinfo".split())


def link_to(called: str, above: Sequence[str], schema: JsonSchema) -> str | None:
    """Return the placeholder of the page whose URL a text of an envelope is; None where it is none.

    That is told by its name, the object it stands in, or its words. ``called`` is its squashed name, ``above`` those
    of the objects around it.
    """
    around = above[-1] if above else ""
    for placeholder, names in _PAGES.items():
        for name in names:
            if called in _spelled(name) or (called in _ADDRESSES and around in (name, f"{name}page")):
                return placeholder
            if called in (name, f"{name}page") and _is_address(schema):
                return placeholder
    if called == "path" and around in ("next", "nextpage"):
        return "$next_path"
    if called == "href" or (called in _ADDRESSES and around in _OF_PAGES):
        return "$this_url"
    return None


def without_links(template: Any) -> Any:
    """Return the template of an answer about one thing, without the addresses of pages beside the next one."""
    if not isinstance(template, dict):
        return template
    parts = {name: without_links(value) for name, value in template.items() if value not in _ONLY_OF_LISTS}
    return {name: value for name, value in parts.items() if value != {} or template[name] == {}}


_ONLY_OF_LISTS = ("$previous_url", "$previous_cursor", "$first_url", "$this_url")


def _spelled(name: str) -> frozenset[str]:
    return frozenset(f"{name}{page}{ending}" for page in ("", "page") for ending in _ENDINGS)


def _is_address(schema: JsonSchema) -> bool:
    shown = [schema.get("example"), *(schema.get("examples") or ())]
    if schema.get("format") in ("uri", "url", "uri-reference") or any(str(each).startswith("http") for each in shown):
        return True
    return _SAYS_ADDRESS.search(str(schema.get("description", ""))) is not None
