"""Addresses: maps of the addresses of what belongs to a row, made of its own columns as a documented example shows.

``{"links": {"parts": "https://api.example.com/v1/jars/J1/parts"}}`` is ``/v1/jars/{id}/parts`` of the row with id J1.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from generator.meaning import pointer, value_at
from generator.rules.drafts import Draft, Slot
from generator.rules.envelopes import type_names
from generator.rules.naming import squashed

Json = Any

_PARAMETER = re.compile(r"\{([^{}]+)\}")
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
                return json.dumps(made, ensure_ascii=False, separators=(",", ":"))
    return ""


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
                columns = iter(named)
                return base_url + "".join(
                    f"{{{next(columns)}}}" if index % 2 else piece for index, piece in enumerate(_PARAMETER.split(path))
                )
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
