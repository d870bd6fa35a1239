"""Calls that stand in prose: an HTTP method and the address after it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_METHOD = r"(?<![\w/.-])(?P<method>GET|POST|PUT|PATCH|DELETE|get|post|put|patch|delete)(?![\w-])"
# What may stand between a method and its address: markup, a colon or bar, "request to", "to".
_BETWEEN = r"(?:[\s`*_|:\]\[\"'>(\\]|&nbsp;|(?:requests?|to)\b|(?<=[a-z] )the\b){1,12}"
_ADDRESS = (
    r"(?P<address>(?:https?://[^\s/`'\"<>|)\]]{1,300}|\{\{?[\w.-]{1,60}\}?\}|\$\{?\w{1,60}\}?|<[\w-]{1,60}>)?"
    r"/[^\s`'\"|]{0,1000}|https?://[^\s`'\"|]{1,300})"
)
CALL = re.compile(_METHOD + _BETWEEN + _ADDRESS)
_TAIL = re.compile(r"(?:[.,;:!*\\]|\)(?<!\()|\]|&quot;|</?\w+>)+$")


@dataclass(frozen=True, slots=True)
class Call:
    """A method and an address as written, and where the method stands in the text."""

    method: str
    address: str
    start: int
    end: int


def calls_in(text: str) -> Iterator[Call]:
    """The calls that a text shows or names, in their order."""
    for match in CALL.finditer(text):
        method = match["method"]
        between = text[match.end("method") : match.start("address")]
        if method.islower() and not re.search(r"[`|:>]|request", between):
            continue  # "get /path" may be prose: only code, a cell or a label makes it a call
        address = clean_address(match["address"])
        if address.strip("/") or address == "/":
            yield Call(method.upper(), address, match.start(), match.end())


def clean_address(written: str) -> str:
    """An address without the punctuation and markup that follow it in a sentence."""
    address = written.partition("](")[0].replace("\\_", "_").replace("\\{", "{").replace("\\}", "}")
    while True:
        shorter = _TAIL.sub("", address) if _unbalanced(address) else address
        if shorter == address:
            return address
        address = shorter


def _unbalanced(address: str) -> bool:
    """Whether the last character is punctuation and does not close what the address itself opens."""
    last = address[-1:]
    if last == "]":
        return address.count("[") < address.count("]")
    if last == ")":
        return address.count("(") < address.count(")")
    if last == ">":
        return address.endswith(("</code>", "<br>", "</a>", "</td>", "</b>", "</strong>"))
    return last in ".,;:!*\\"
