"""Addresses: maps of the addresses of what belongs to a row, made of its own columns as a documented example shows.

``{"links": {"parts": "https://api.example.com/v1/jars/J1/parts"}}`` is ``/v1/jars/{id}/parts`` of the row with id J1.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from generator.meaning import pointer, value_at
from generator.rules.drafts import Draft, Slot
from generator.rules.envelopes import type_names
from generator.rules.naming import squashed, words
from generator.rules.readings import Reading
from generator.rules.references import scope_columns

Json = Any

_PARAMETER = re.compile(r"\{([^{}]+)\}")
_LINKS = frozenset("url uri href link".split())
_MOST = 30
# Every address is held against the paths of all operations; a large description has some thousand.
_MOST_KEPT = 1 << 12


def addresses_of(slot: Slot, draft: Draft, base_url: str) -> str:
    """Return the template of a map of addresses: a JSON object of texts with {column}; empty where the slot holds none.

    Each must be the address of a documented operation, its parameters those that the example's row itself shows.
    """
    if slot.type != "json" or "object" not in type_names(slot.schema) or not slot.path or not base_url:
        return ""
    for row in _examples(draft):
        shown = value_at(row, pointer(*slot.path))[1]
        if isinstance(shown, dict) and 0 < len(shown) <= _MOST and _are_addresses(shown.values(), base_url):
            paths = sorted({each.operation.path for peer in draft.peers.values() for each in peer.resource.readings})
            made = {name: _template(value, row, draft, base_url, paths) for name, value in shown.items()}
            if all(made.values()):
                return _written(made)
    return ""


def own_address(draft: Draft, base_url: str) -> str:
    """Return the template of the address at which one operation shows the row; empty where none does."""
    shows = (each for each in draft.resource.items if each.method == "GET" and each.shape.kind == "row")
    reading = next(shows, None)
    return _made_of_path(reading, draft, base_url + reading.operation.path) if reading is not None else ""


def is_whole_name(slot: Slot, draft: Draft) -> bool:
    """Return whether a slot holds the name by which a thing is found, its parents' before its own: a/1/b/2.

    Rows that show their key in no property of its own show it there.
    """
    said = str(slot.schema.get("description", ""))
    hidden = bool(draft.key) and not draft.slots[draft.key[-1]].path
    named = slot.path == ("name",) and slot.type == "text"
    return named and hidden and (_WHOLE.search(said) is not None or _FORM.search(said) is not None)


_VERSION = re.compile(r"^/(?:v\d[\w.]*/)?")
_FORM = re.compile(r"\b[a-z]\w*/(?:\{[^{}/]+\}|\*|\[[^\]/]+\]|<[^<>/]+>)")
_WHOLE = re.compile(r"\b(?:resource|full|fully[- ]qualified|relative|unique)\b.{0,30}\bname\b", re.I)


def whole_name(draft: Draft) -> str:
    """Return the template of the path of any call of the item, without the version that it begins with."""
    plain = [each for each in draft.resource.items if not each.path.verb]
    found = (_made_of_path(each, draft, _VERSION.sub("", each.operation.path)) for each in plain)
    return next(filter(None, found), "")


def _made_of_path(reading: Reading, draft: Draft, path: str) -> str:
    for parameter, column in scope_columns(reading, draft).items():
        path = path.replace("{" + parameter + "}", "{" + column + "}")
    return path if set(_PARAMETER.findall(path)) <= set(draft.slots) else ""


def links_of(slot: Slot, draft: Draft, base_url: str) -> str:
    """Return the template of the links to a row, each with its relation: ``[{"href": …, "rel": "self"}]``, or of HAL's.

    They are those of a documented example that lead to the row itself, or to what it can be asked for, as a state may
    bar any other; where no example shows one, the one that leads to the row.
    """
    own = own_address(draft, base_url) if base_url and slot.type == "json" and not slot.sent and slot.shown else ""
    if not own or slot.path == ():
        return ""
    if type_names(slot.schema) - {"null"} == {"object"} and squashed(slot.path[-1]) == "links":
        itself = slot.inside.get("self")
        alone = itself is not None and "href" in _properties(itself)
        return _written({"self": {"href": own}}) if alone else ""
    if type_names(slot.schema) - {"null"} != {"array"} or not {"href", "rel"} <= slot.inside.keys():
        return ""
    shown = next(filter(None, (_links(row, slot, draft, base_url, own) for row in _examples(draft))), [])
    if all(link["href"] != own for link in shown):
        method = {"method": "GET"} if "method" in slot.inside else {}
        shown = [{"href": own, "rel": "self", **method}, *shown]
    return _written(shown)


def _links(row: Json, slot: Slot, draft: Draft, base_url: str, own: str) -> list[dict[str, str]]:
    """Return the links of an example's row that lead to it, or with GET to what an operation shows."""
    found = []
    paths = sorted({each.operation.path for peer in draft.peers.values() for each in peer.resource.readings})
    links = value_at(row, pointer(*slot.path))[1]
    for link in links if isinstance(links, list) else ():
        if not isinstance(link, dict) or not all(isinstance(value, str) for value in link.values()):
            continue
        address = _template(base_url + _rest(link.get("href", ""), base_url), row, draft, base_url, paths)
        if address and (address == own or link.get("method", "GET") == "GET"):
            found.append({**link, "href": address})
    return found


def _rest(address: str, base_url: str) -> str:
    """Return the part of an address behind the path of the API's own, on whatever host it is shown."""
    path, base = urlsplit(address).path, urlsplit(base_url).path.rstrip("/")
    return path.removeprefix(base) if path.startswith(f"{base}/") else ""


def _properties(schema: Json) -> set[str]:
    found = schema.get("properties") if isinstance(schema, dict) else None
    return set(found) if isinstance(found, dict) else set()


def _written(template: Json) -> str:
    return json.dumps(template, ensure_ascii=False, separators=(",", ":"))


def address_below(slot: Slot, draft: Draft, base_url: str) -> str:
    """Return the template of the address of what a property is called after, where that is read below the row."""
    *called, last = words(slot.path[-1]) or [""]
    if last not in _LINKS or not called or slot.type != "text" or len(slot.path) != 1:
        return ""
    items = {
        each.path.shape: each for each in draft.resource.items if each.method == "GET" and each.shape.kind == "row"
    }
    for peer in draft.peers.values():
        for reading in peer.resource.readings:
            item = items.get(reading.path.upto(-1).shape) if reading.path and reading.method == "GET" else None
            if item is not None and squashed(reading.path.segments[-1].text) == "".join(called):
                columns = scope_columns(item, draft)
                named = [columns.get(name, "") for name in item.path.parameters]
                template = _with_columns(reading.operation.path, named)
                return f"{base_url}{template}" if all(name in draft.slots for name in named) else ""
    return ""


def _with_columns(path: str, columns: Sequence[str]) -> str:
    """Return a path with columns for its parameters, one for each in their order."""
    names = iter(columns)
    return "".join(
        f"{{{next(names, '')}}}" if index % 2 else piece for index, piece in enumerate(_PARAMETER.split(path))
    )


def _are_addresses(values: Iterable[Json], base_url: str) -> bool:
    return all(isinstance(value, str) and value.startswith(f"{base_url}/") for value in values)


def _examples(draft: Draft) -> Iterator[Json]:
    """Yield the rows that the examples of answers about one of them show."""
    for reading in (*draft.resource.items, *draft.resource.many):
        if reading.shape.kind == "row" and reading.response is not None:
            for example in reading.response.examples:
                yield value_at(example, pointer(*reading.shape.where))[1]


def _template(address: str, row: Json, draft: Draft, base_url: str, paths: Sequence[str]) -> str:
    """Return an address with columns for what it names; empty where none of the operations' paths has it."""
    rest = address.removeprefix(base_url)
    for path in paths:
        if path.count("/") == rest.count("/") and (match := _pattern(path).fullmatch(rest)):
            names = _PARAMETER.findall(path)
            named = [_column(name, value, row, draft) for name, value in zip(names, match.groups(), strict=True)]
            if names and all(named):
                return base_url + _with_columns(path, named)
    return ""


@lru_cache(_MOST_KEPT)
def _pattern(path: str) -> re.Pattern[str]:
    """Return what the addresses at a path match; its groups are the parameters' values."""
    pieces = enumerate(_PARAMETER.split(path))
    return re.compile("".join("([^/?#]+)" if index % 2 else re.escape(piece) for index, piece in pieces))


def _column(parameter: str, value: str, row: Json, draft: Draft) -> str:
    """Return the column of a key that the example's row shows with this value; of several, that of the same name."""
    keys = [
        slot.name
        for slot in draft.slots.values()
        if slot.path
        and (slot.name in draft.key or slot.references)
        and str(value_at(row, pointer(*slot.path))[1]) == value
    ]
    same = [name for name in keys if squashed(name) == squashed(parameter)]
    return next(iter(same or (keys if len(keys) == 1 else [])), "")
