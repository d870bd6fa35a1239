"""JSON pointers and lazy references into one document's data, and the warnings that reading collects.

Another document that is referred to is grafted under ``x-documents`` of the data, its own references rewritten, so that
everything else sees one document with local references only.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from generator.description import ReadingWarning
from generator.openapi.neighbours import Neighbours, NoNeighbour

Json = Any

_SPECIAL = re.compile("[~/%]")
_GRAFTS = "x-documents"

# Tokens of a pointer that say where a thing stands, not what it is.
_PLACES = frozenset(
    [
        "components",
        "schemas",
        "definitions",
        "parameters",
        "responses",
        "requestBodies",
        "headers",
        "paths",
        "pathItems",
        "content",
        "schema",
        "properties",
        "items",
        "allOf",
        "oneOf",
        "anyOf",
        "additionalProperties",
        "$defs",
        "x-components",
        "application/json",
    ]
)


class UnresolvedReference(Exception):
    """A reference that leads nowhere; its text says why. Always caught where the warning is written."""


def pointer(where: str, *tokens: str | int) -> str:
    """The JSON pointer (as a URL fragment: ``#/paths/~1pets``) of what stands at ``tokens`` under ``where``."""
    return where + "".join(["/" + escaped(str(token)) for token in tokens])


def escaped(token: str) -> str:
    """A key of the document as a pointer's token."""
    return token.replace("~", "~0").replace("/", "~1").replace("%", "%25") if _SPECIAL.search(token) else token


@dataclass(slots=True)
class References:
    """The document's data, what its references lead to, and the names given to schemas they point to.

    ``names`` maps the pointer of each named schema to its name in ``Description.schemas``; ``pending`` are those that
    are still to be read.
    """

    root: Mapping[str, Json]
    own_names: frozenset[str] = frozenset()  # what the document calls itself before the "#"
    neighbours: Neighbours | None = None
    warnings: list[ReadingWarning] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    pending: list[str] = field(default_factory=list)
    _targets: dict[str, str] = field(default_factory=dict)
    _warned: set[tuple[str, str]] = field(default_factory=set)
    _taken: set[str] = field(default_factory=set)
    _grafts: dict[str, Json] = field(default_factory=dict)

    def warn(self, where: str, what: str) -> None:
        """Keep a warning; one thing said twice about one place is kept once."""
        if (where, what) not in self._warned:
            self._warned.add((where, what))
            self.warnings.append(ReadingWarning(where, what))

    def at(self, where: str) -> Json:
        """What stands at a pointer that begins with ``#``.

        Raises:
            UnresolvedReference: nothing stands there.
        """
        value: Json = self.root
        tokens = tokens_of(where)
        if len(tokens) > 1 and tokens[0] == _GRAFTS and tokens[1] in self._grafts:
            value, tokens = self._grafts[tokens[1]], tokens[2:]
        for token in tokens:
            if isinstance(value, Mapping) and token in value:
                value = value[token]
            elif isinstance(value, list) and re.fullmatch("[0-9]{1,9}", token) and int(token) < len(value):
                value = value[int(token)]
            else:
                raise UnresolvedReference(f"The reference {where} leads nowhere.")
        return value

    def target(self, reference: Json) -> str:
        """The local pointer that a ``$ref`` means.

        Raises:
            UnresolvedReference: it points into a document that is not read, or is no text.
        """
        if not isinstance(reference, str):
            raise UnresolvedReference("A $ref that is no text leads nowhere.")
        if reference not in self._targets:
            self._targets[reference] = self._target(reference)
        return self._targets[reference]

    def _target(self, reference: str) -> str:
        document, mark, fragment = reference.partition("#")
        if document and not mark and (found := self._schema_called(document)):
            return found
        start = "#"
        if document and not self._is_own(document):
            start = self._grafted(reference, document)
        if fragment and not fragment.startswith("/"):
            return self._anchored(reference, fragment)
        return pointer(start, *tokens_of("#" + fragment))

    def _is_own(self, document: str) -> bool:
        """Whether a reference's document is the one in which it stands."""
        if self.neighbours is None:
            return document.rpartition("/")[2] in self.own_names
        try:
            return self.neighbours.is_home(self.neighbours.place(document))
        except NoNeighbour:
            return document in self.own_names

    def _grafted(self, reference: str, document: str) -> str:
        """The pointer of another document's root."""
        if self.neighbours is None:
            raise UnresolvedReference(f"The reference {reference} leads into another document, which is not read.")
        try:
            place = self.neighbours.place(document)
            shown = self.neighbours.shown(place)
            if shown not in self._grafts:
                data = self.neighbours.data(place)
                self._grafts[shown] = _moved(data, lambda inner: self._seen_from_home(inner, place, shown))
        except NoNeighbour as fault:
            raise UnresolvedReference(f"The reference {reference} leads into another document. {fault}") from None
        return pointer("#", _GRAFTS, shown)

    def _seen_from_home(self, reference: str, place: str, shown: str) -> str:
        """A reference of a grafted document as it must be written in the document it is grafted into."""
        document, mark, fragment = reference.partition("#")
        if not document:
            return pointer("#", _GRAFTS, shown) + fragment
        if self.neighbours is None or not (mark or "." in document or "/" in document):
            return reference
        try:
            other = self.neighbours.place(document, place)
        except NoNeighbour:
            return reference
        return f"{'' if self.neighbours.is_home(other) else self.neighbours.shown(other)}{mark or '#'}{fragment}"

    def _anchored(self, reference: str, anchor: str) -> str:
        """The pointer of the schema in ``$defs`` or the components that has an ``$anchor`` or ``$id``."""
        for place in ("#/components/schemas", "#/definitions", "#/$defs"):
            try:
                holder = self.at(place)
            except UnresolvedReference:
                continue
            for name, schema in holder.items() if isinstance(holder, Mapping) else ():
                if isinstance(schema, Mapping) and anchor in (schema.get("$anchor"), schema.get("$dynamicAnchor")):
                    return pointer(place, name)
        raise UnresolvedReference(f"The reference {reference} is no JSON pointer.")

    def followed(self, value: Json, where: str) -> tuple[Json, str]:
        """A value that is no reference, and its pointer; ``summary`` and ``description`` beside a ``$ref`` win.

        Raises:
            UnresolvedReference: a reference leads nowhere or round in a circle.
        """
        seen: set[str] = set()
        beside: dict[str, Json] = {}
        while isinstance(value, Mapping) and "$ref" in value:
            beside = {key: value[key] for key in ("summary", "description") if key in value} | beside
            where = self.target(value["$ref"])
            if where in seen:
                raise UnresolvedReference(f"The reference {where} leads round in a circle.")
            seen.add(where)
            value = self.at(where)
        return ({**value, **beside} if beside and isinstance(value, Mapping) else value), where

    def name_of(self, where: str) -> str:
        """The name of the schema at a pointer; a new one is put on ``pending``.

        Raises:
            UnresolvedReference: nothing stands there.
        """
        if where not in self.names:
            self.at(where)
            self.names[where] = self._free_name(where)
            self.pending.append(where)
        return self.names[where]

    def _free_name(self, where: str) -> str:
        tokens = tokens_of(where)
        if tokens[:1] == [_GRAFTS]:
            stem = tokens[1].rpartition("/")[2].partition(".")[0]
            tokens = tokens[2:] if [token for token in tokens[2:] if token not in _PLACES] else [stem]
            tokens = tokens[-1:] if len(tokens) <= 3 else tokens
        wanted = [
            token for token in tokens[-1:] if tokens[:-1] in (["components", "schemas"], ["definitions"], ["schemas"])
        ]
        wanted = wanted or [token for token in tokens if token not in _PLACES] or ["schema"]
        plain = re.sub(r"[^A-Za-z0-9_.-]+", "_", "_".join(wanted)).strip("_") or "schema"
        name, count = plain, 1
        while name in self._taken:
            count += 1
            name = f"{plain}_{count}"
        self._taken.add(name)
        return name

    def _schema_called(self, name: str) -> str | None:
        for place in ("#/components/schemas", "#/definitions", "#/schemas"):
            try:
                if name in self.at(place):
                    return pointer(place, name)
            except (UnresolvedReference, TypeError):
                continue
        return None


def _moved(data: Json, moved: Callable[[str], str]) -> Json:
    """A copy of data in which every reference is rewritten."""
    if isinstance(data, list):
        return [_moved(item, moved) for item in data]
    if not isinstance(data, Mapping):
        return data
    return {
        key: moved(value) if key == "$ref" and isinstance(value, str) else _moved(value, moved)
        for key, value in data.items()
    }


def tokens_of(where: str) -> list[str]:
    """The tokens of a pointer that begins with ``#``, unescaped."""
    path = where.removeprefix("#")
    if "%" in path:
        path = unquote(path)
    return [token.replace("~1", "/").replace("~0", "~") for token in path.split("/")[1:]]
