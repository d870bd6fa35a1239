"""What settings and catalogues in JSON name: linksets (RFC 9727), Swagger UI's settings, a documentation site's own."""

from collections.abc import Iterator, Mapping
from typing import Any

Json = Any

_NAMING_KEYS = frozenset(["openapi", "openapiurl", "swagger", "swaggerurl", "specurl", "spec", "url", "urls", "source",
                          "sources", "directory", "definition", "apidescriptionurl"])  # fmt: skip
_RELATIONS = ("service-desc", "item", "api-catalog")
_MOST_NODES = 50_000


def named_in(data: Json) -> list[str]:
    """The addresses at which settings or a catalogue place descriptions, each once, in their order."""
    found = [*_in_linkset(data), *_in_settings(data)]
    return list(dict.fromkeys(address for address in found if address and not any(mark in address for mark in "\n <>")))


def _in_linkset(data: Json) -> Iterator[str]:
    linkset = data.get("linkset") if isinstance(data, Mapping) else None
    contexts = [context for context in linkset if isinstance(context, Mapping)] if isinstance(linkset, list) else []
    for relation in _RELATIONS:
        for context in contexts:
            targets = context.get(relation)
            for target in targets if isinstance(targets, list) else []:
                if isinstance(target, Mapping) and isinstance(target.get("href"), str):
                    yield target["href"]


def _in_settings(data: Json) -> Iterator[str]:
    """Texts at keys that name a description, and in lists and objects at such keys."""
    level: list[tuple[bool, Json]] = [(False, data)]
    seen = 0
    while level and seen < _MOST_NODES:
        seen += len(level)
        below: list[tuple[bool, Json]] = []
        for named, value in level:
            if isinstance(value, str) and named:
                yield value
            elif isinstance(value, Mapping):
                below += [(_names(key, named), child) for key, child in value.items()]
            elif isinstance(value, list):
                below += [(named, child) for child in value]
        level = below


def _names(key: Json, within: bool) -> bool:
    plain = str(key).lower().replace("-", "").replace("_", "")
    return plain in _NAMING_KEYS and (within or plain not in ("source", "directory"))
