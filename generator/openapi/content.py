"""Which media type of several is read, and the examples that stand beside it."""

import json
from collections.abc import Iterable
from typing import Any

from generator.openapi.parts import Part
from generator.openapi.values import MOST_EXAMPLE_WEIGHT, can_be_kept

Json = Any


def is_json(media_type: str) -> bool:
    """Whether bodies of the media type are JSON."""
    plain = _plain(media_type)
    return plain in ("application/json", "text/json", "*/*", "application/*") or plain.endswith("+json")


def chosen_media_type(names: Iterable[str]) -> str | None:
    """The media type to read: JSON, then forms, then whatever comes first; None where there is none."""
    return min(names, key=_rank, default=None)


def _rank(media_type: str) -> int:
    plain = _plain(media_type)
    if plain == "application/json":
        return 0
    if is_json(media_type):
        return 2 if "*" in plain else 1
    return {"application/x-www-form-urlencoded": 3, "multipart/form-data": 4}.get(
        plain, 5 if plain.startswith("multipart/") else 6
    )


def _plain(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()


def examples_of(part: Part, media_type: str = "") -> tuple[Json, ...]:
    """The values of ``example`` and ``examples`` beside a schema; JSON written as text is parsed where JSON is due."""
    found = [part.value["example"]] if part.value.get("example") is not None else []
    listed = part.value.get("examples")
    if isinstance(listed, list):
        found += listed
    elif listed is not None:
        found += [one.value["value"] for _, one in part.parts("examples") if "value" in one.value]
    parsed = [_parsed(value) if is_json(media_type) else value for value in found]
    kept = [value for value in parsed if can_be_kept(value, MOST_EXAMPLE_WEIGHT)]
    return tuple(value for index, value in enumerate(kept) if value not in kept[:index])


def _parsed(value: Json) -> Json:
    if not isinstance(value, str) or not value.lstrip().startswith(("{", "[")):
        return value
    try:
        return json.loads(value, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return value
