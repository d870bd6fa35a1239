"""Where a Postman request goes: its base address, its path with placeholders, and its query."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.rules.naming import singular, snake

Json = Any

_VARIABLE = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
_COLON = re.compile(r":([A-Za-z_][\w-]*)")
_KEY = re.compile(r"[0-9]{1,20}|[0-9a-fA-F]{24}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@dataclass(frozen=True, slots=True)
class Address:
    """``base`` is scheme, host and the path that a variable holds; "" where no variable of the collection says it.

    ``path`` has placeholders in braces; ``keys`` are the values in whose place some of them stand.
    """

    base: str
    path: str
    keys: Mapping[str, str]
    query: tuple[Mapping[str, Json], ...] = ()
    variables: tuple[Mapping[str, Json], ...] = ()


def address_of(url: Json, variables: Mapping[str, str]) -> Address | None:
    """The address of a request's ``url``, a text or an object; None where it has none."""
    if isinstance(url, str):
        url = {"raw": url}
    if not isinstance(url, Mapping):
        return None
    raw = url.get("raw") if isinstance(url.get("raw"), str) else ""
    text, _, query = str(raw).partition("?")
    if url.get("path") or url.get("host"):
        text = _joined(url)
    if not text.strip("/ "):
        return None
    base, path = _split(text.partition("#")[0].strip(), variables)
    path, keys = _with_placeholders(path, variables)
    listed = url.get("query")
    queries = [each for each in listed if isinstance(each, Mapping)] if isinstance(listed, list) else _parsed(query)
    own = url.get("variable")
    return Address(
        base,
        path,
        keys,
        tuple(queries),
        tuple(each for each in own if isinstance(each, Mapping)) if isinstance(own, list) else (),
    )


def _joined(url: Mapping[str, Json]) -> str:
    host = _texts(url.get("host"), ".")
    protocol = url.get("protocol")
    scheme = f"{protocol}://" if isinstance(protocol, str) and protocol and "://" not in host else ""
    port = f":{url['port']}" if isinstance(url.get("port"), (str, int)) and url.get("port") else ""
    return f"{scheme if host else ''}{host}{port}/{_texts(url.get('path'), '/').lstrip('/')}"


def _texts(value: Json, separator: str) -> str:
    if isinstance(value, list):
        parts = [part.get("value") if isinstance(part, Mapping) else part for part in value]
        return separator.join(str(part) for part in parts if isinstance(part, (str, int)))
    return value if isinstance(value, str) else ""


def _split(text: str, variables: Mapping[str, str]) -> tuple[str, str]:
    """Base address and path; a variable at the beginning is the base, whatever it holds."""
    match = re.match(r"(?:[A-Za-z][A-Za-z0-9+.-]*://)?[^/]*", text)
    base, path = text[: match.end() if match else 0], text[match.end() if match else 0 :]
    if text.startswith("/"):
        return "", text
    base = _filled(base, variables)
    if _VARIABLE.search(base):
        return "", path
    if "://" not in base:
        base = f"https://{base}"
    return base.rstrip("/"), path


def _filled(text: str, variables: Mapping[str, str]) -> str:
    for _ in range(5):  # a variable may hold another
        filled = _VARIABLE.sub(lambda match: variables.get(match[1]) or match[0], text)
        if filled == text:
            break
        text = filled[:2_000]
    return text


def _with_placeholders(path: str, variables: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    segments: list[str] = []
    keys: dict[str, str] = {}
    for segment in path.strip("/").split("/"):
        value = variables.get(match[1], "") if (match := _VARIABLE.fullmatch(segment)) else ""
        if re.fullmatch(r"v[0-9.]+|api|[a-z]+/.*", value):
            segment = value.strip("/")
        segment = _VARIABLE.sub(lambda match: "{" + _plain(match[1]) + "}", segment)
        if segment.startswith(":"):
            segment = _COLON.sub(lambda match: "{" + match[1] + "}", segment, count=1)
        elif _KEY.fullmatch(segment) and segments and not segments[-1].startswith("{"):
            name = f"{snake(singular(segments[-1])) or 'item'}_id"
            keys[name] = segment
            segment = "{" + name + "}"
        segments.append(segment)
    return "/" + "/".join(segments), keys


def _plain(name: str) -> str:
    return re.sub(r"[^\w-]+", "_", name).strip("_") or "value"


def _parsed(query: str) -> list[Mapping[str, Json]]:
    return list(_pairs(query))


def _pairs(query: str) -> Iterator[Mapping[str, Json]]:
    for pair in filter(None, query.split("&")):
        key, _, value = pair.partition("=")
        yield {"key": key, "value": value}
