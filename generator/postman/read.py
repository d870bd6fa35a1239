"""``read_postman``: a Postman collection of version 2.0 or 2.1 → its ``Description``.

A collection shows calls instead of describing them: schemas are inferred from the bodies that it shows, and requests
that differ in their values only are examples of one operation.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from generator.description import Description
from generator.document import Document
from generator.errors import SpecError
from generator.openapi.paths import with_unique_ids
from generator.openapi.references import References, pointer
from generator.postman.fields import text_of
from generator.postman.operations import Request, operation_of
from generator.postman.urls import address_of

Json = Any

_MOST_LEVELS = 50  # of folders


def is_postman(data: Json) -> bool:
    """Whether data is a collection of version 2."""
    info = data.get("info") if isinstance(data, Mapping) else None
    if not isinstance(info, Mapping) or not isinstance(data.get("item"), list):
        return False
    return "_postman_id" in info or "/collection/v2" in str(info.get("schema", "")) or "name" in info


def read_postman(data: Json, document: Document) -> Description:
    """The description that a collection gives; what cannot be read in it becomes a warning.

    Raises:
        SpecError: no request can be read.
    """
    return _Collection(data, References(data), document).description()


@dataclass(slots=True)
class _Collection:
    data: Mapping[str, Json]
    references: References
    document: Document

    def description(self) -> Description:
        info = self.data["info"]
        groups = self._groups()
        made = [operation_of(requests, self.document.source) for requests in groups.values()]
        operations = with_unique_ids(made, self.references, self.document.source)
        if not operations:
            raise SpecError(
                "The collection has no requests.", where=f"{self.document.source}#/item", next="Name one that has."
            )
        base_url = self._base_of([request for requests in groups.values() for request in requests])
        version = info.get("version")
        return Description(
            title=text_of(info.get("name")) or self.document.source,
            version=version if isinstance(version, str) else "",
            text=text_of(info.get("description")),
            source=self.document.source,
            sha256=self.document.sha256,
            base_url=base_url,
            base_path=urlsplit(base_url).path,
            operations=operations,
            schemas={},
            tags=dict(self._folders(self.data["item"], 0)),
            warnings=tuple(self.references.warnings),
        )

    def _groups(self) -> dict[tuple[str, str], list[Request]]:
        """The requests by method and path, whatever their placeholders are called."""
        variables = _variables(self.data.get("variable"))
        groups: dict[tuple[str, str], list[Request]] = {}
        for where, tags, item in self._items(self.data["item"], "#/item", ()):
            if request := self._request(where, tags, item, variables):
                key = request.method, re.sub(r"\{[^{}]*\}", "{}", request.address.path)
                groups.setdefault(key, []).append(request)
        return groups

    def _items(
        self, items: list[Json], where: str, folders: tuple[str, ...]
    ) -> Iterator[tuple[str, tuple[str, ...], Mapping[str, Json]]]:
        for index, item in enumerate(items):
            place = pointer(where, index)
            if not isinstance(item, Mapping):
                self.references.warn(place, "An object should stand here; left out.")
            elif isinstance(item.get("item"), list):
                if len(folders) < _MOST_LEVELS:
                    name = text_of(item.get("name"))
                    yield from self._items(item["item"], pointer(place, "item"), (*folders, name) if name else folders)
            elif "request" in item:
                yield place, folders, item

    def _request(
        self, where: str, tags: tuple[str, ...], item: Mapping[str, Json], variables: Mapping[str, str]
    ) -> Request | None:
        request = item["request"] if isinstance(item["request"], Mapping) else {"url": item["request"]}
        address = address_of(request.get("url"), variables)
        method = request.get("method", "GET")
        if address is None or not isinstance(method, str) or not re.fullmatch("[A-Za-z]{1,20}", method):
            self.references.warn(
                where, f"The request has no {'method' if address else 'URL'} that can be read; left out."
            )
            return None
        body = request.get("body")
        if isinstance(body, Mapping) and body.get("mode") == "graphql":
            self.references.warn(where, "The request is a GraphQL query; left out.")
            return None
        for name, value in address.keys.items():
            self.references.warn(where, f"{value!r} in the path was read as a key, {{{name}}}.")
        return Request(where, text_of(item.get("name")), tags[-1:], method.upper(), address, request, item, variables)

    def _base_of(self, requests: list[Request]) -> str:
        counts = Counter(request.address.base for request in requests if request.address.base)
        if not counts:
            return ""
        chosen = max(counts, key=lambda base: counts[base])
        for request in requests:
            if request.address.base not in ("", chosen):
                self.references.warn(
                    request.where, f"The request goes to {request.address.base}; read as if it went to {chosen}."
                )
        return chosen

    def _folders(self, items: list[Json], depth: int) -> Iterator[tuple[str, str]]:
        for item in items if depth < _MOST_LEVELS else ():
            if isinstance(item, Mapping) and isinstance(item.get("item"), list):
                if name := text_of(item.get("name")):
                    yield name, text_of(item.get("description"))
                yield from self._folders(item["item"], depth + 1)


def _variables(listed: Json) -> dict[str, str]:
    """The collection's variables by name, those that hold text."""
    entries = listed if isinstance(listed, list) else []
    named = [(each.get("key") or each.get("id"), each.get("value")) for each in entries if isinstance(each, Mapping)]
    return {name: value for name, value in named if isinstance(name, str) and isinstance(value, str)}
