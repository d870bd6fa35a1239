"""JSON pointers and lazy local references into one document's data, and the warnings that reading collects."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from generator.description import ReadingWarning

Json = Any

_SPECIAL = re.compile("[~/%]")

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
    warnings: list[ReadingWarning] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    pending: list[str] = field(default_factory=list)
    _targets: dict[str, str] = field(default_factory=dict)
    _warned: set[tuple[str, str]] = field(default_factory=set)
    _taken: set[str] = field(default_factory=set)

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
        for token in tokens_of(where):
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
            UnresolvedReference: it points into another document, or is no text.
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
        if document and document.rpartition("/")[2] not in self.own_names:
            raise UnresolvedReference(f"The reference {reference} leads into another document, which is not read.")
        if fragment and not fragment.startswith("/"):
            raise UnresolvedReference(f"The reference {reference} is no JSON pointer.")
        return pointer("#", *tokens_of("#" + fragment))

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
        wanted = [token for token in tokens[-1:] if tokens[:-1] in (["components", "schemas"], ["definitions"])]
        wanted = wanted or [token for token in tokens if token not in _PLACES] or ["schema"]
        plain = re.sub(r"[^A-Za-z0-9_.-]+", "_", "_".join(wanted)).strip("_") or "schema"
        name, count = plain, 1
        while name in self._taken:
            count += 1
            name = f"{plain}_{count}"
        self._taken.add(name)
        return name

    def _schema_called(self, name: str) -> str | None:
        for place in ("#/components/schemas", "#/definitions"):
            try:
                if name in self.at(place):
                    return pointer(place, name)
            except (UnresolvedReference, TypeError):
                continue
        return None


def tokens_of(where: str) -> list[str]:
    """The tokens of a pointer that begins with ``#``, unescaped."""
    path = where.removeprefix("#")
    if "%" in path:
        path = unquote(path)
    return [token.replace("~1", "/").replace("~0", "~") for token in path.split("/")[1:]]
