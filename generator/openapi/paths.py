"""The operations of a document: path items and their methods, with parameters of both levels merged."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from generator.description import Body, Operation, Parameter, Response
from generator.openapi.openapi3 import server_of
from generator.openapi.parts import Part
from generator.openapi.references import References, pointer

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
# "Shall be ignored", says the specification: these are the transport's.
_IGNORED_HEADERS = frozenset({"accept", "content-type", "authorization"})
_PLACEHOLDER = re.compile(r"\{[+/.;?&#]?([^{}*:]+)[*]?\}")


class Dialect(Protocol):
    """What the versions of the specification write differently."""

    def server(self) -> str:
        """The URL of the first server as written, its variables filled in."""

    def parameter(self, part: Part) -> Parameter | None:
        """A parameter outside the body; None where it is no such."""

    def body(self, operation: Part, parameters: Sequence[Part]) -> Body | None:
        """The request body; ``parameters`` are the parts of path and operation, merged."""

    def response(self, status: str, part: Part, operation: Part) -> Response:
        """One response."""


def operations_of(root: Part, dialect: Dialect, source: str) -> tuple[Operation, ...]:
    """All operations in the document's order, with ids that are unique."""
    return with_unique_ids(list(_Reader(dialect, source).operations(root)), root.references, source)


class _Reader:
    def __init__(self, dialect: Dialect, source: str) -> None:
        self._dialect = dialect
        self._source = source
        self._server = dialect.server()
        self._parameters: dict[str, Parameter | None] = {}  # by pointer: shared ones are read once

    def operations(self, root: Part) -> Iterator[Operation]:
        paths = root.part("paths")
        for path, item in root.parts("paths"):
            where = pointer(paths.where if paths else "#/paths", path)
            if not path.startswith("/"):
                root.references.warn(where, "The path does not begin with '/'; read as if it did.")
            path = path if path.startswith("/") else f"/{path}"
            for method, part in _methods(item):
                yield self._operation(path, method, part, item, where)

    def _operation(self, path: str, method: str, part: Part, item: Part, where: str) -> Operation:
        where = pointer(where, method)
        self._warn_of_other_server(part, item)
        merged = _merged_parameters(item, part)
        return Operation(
            id=part.text("operationId"),
            method=method.upper(),
            path=path,
            summary=part.text("summary") or item.text("summary"),
            text=part.text("description") or item.text("description"),
            tags=part.texts("tags"),
            deprecated=part.flag("deprecated"),
            parameters=self._path_and_other(path, merged, part),
            body=self._with_source(self._dialect.body(part, merged)),
            responses=tuple(self._responses(part)),
            source=f"{self._source}{where}",
        )

    def _warn_of_other_server(self, operation: Part, item: Part) -> None:
        server = server_of(operation) or server_of(item)
        if server and server != self._server:
            operation.warn(f"The operation is served from {server}; read as if it were from {self._server or '/'}.")

    def _path_and_other(self, path: str, parts: Sequence[Part], operation: Part) -> tuple[Parameter, ...]:
        read = [found for part in parts if (found := self._parameter(part))]
        read = [p for p in read if p.place != "header" or p.name.lower() not in _IGNORED_HEADERS]
        return _matched_to_path(path, read, operation)

    def _parameter(self, part: Part) -> Parameter | None:
        if part.where not in self._parameters:
            found = self._dialect.parameter(part)
            self._parameters[part.where] = replace(found, source=self._source + found.source) if found else None
        return self._parameters[part.where]

    def _with_source(self, body: Body | None) -> Body | None:
        return replace(body, source=self._source + body.source) if body else None

    def _responses(self, operation: Part) -> Iterator[Response]:
        for status, part in operation.parts("responses"):
            written = status.strip().upper()
            if re.fullmatch("[1-5]([0-9]{2}|XX)", written) or written == "DEFAULT":
                response = self._dialect.response(written if written != "DEFAULT" else "default", part, operation)
                yield replace(response, source=self._source + response.source)
            else:
                operation.warn(f"{status!r} is no status; left out.", "responses", status)


def _methods(item: Part) -> Iterator[tuple[str, Part]]:
    for key in item.value:
        if key.lower() in METHODS and (part := item.part(key)):
            yield key.lower(), part
    for name, part in item.parts("additionalOperations"):  # OpenAPI 3.2
        yield name.lower(), part


def _merged_parameters(item: Part, operation: Part) -> list[Part]:
    """The parameters of the path, overridden and followed by the operation's; the same name and place stands once."""
    merged: dict[tuple[str, str], Part] = {}
    for holder in (item, operation):
        own: set[tuple[str, str]] = set()
        for index, part in enumerate(holder.listed("parameters")):
            key = (part.text("name") or f"#{index}", part.text("in"))
            if key in own:
                part.warn(f"The {key[1]} parameter {key[0]!r} stands twice; the last is read.")
            own.add(key)
            merged[key] = part
    return list(merged.values())


def _matched_to_path(path: str, parameters: list[Parameter], operation: Part) -> tuple[Parameter, ...]:
    """Exactly one path parameter for each placeholder, in the path's order, then the others."""
    declared = {p.name: p for p in parameters if p.place == "path"}
    matched: list[Parameter] = []
    for name in dict.fromkeys(_PLACEHOLDER.findall(path)):
        found = declared.pop(name, None) or _differently_cased(declared, name)
        if found is None:
            operation.warn(f"The path's {{{name}}} is no declared parameter; read as text.")
            found = Parameter(name, "path", True, {"type": "string"}, style="simple", explode=False)
        matched.append(replace(found, name=name) if found.name != name else found)
    for name in declared:
        operation.warn(f"The path has no place for the path parameter {name!r}; left out.")
    return (*matched, *(p for p in parameters if p.place != "path"))


def _differently_cased(declared: dict[str, Parameter], name: str) -> Parameter | None:
    """The parameter that is called the same but for case, hyphens and underscores, where there is one."""
    alike = [written for written in declared if _squashed(written) == _squashed(name)]
    return declared.pop(alike[0]) if len(alike) == 1 else None


def _squashed(name: str) -> str:
    return re.sub("[-_]", "", name).lower()


def with_unique_ids(operations: Sequence[Operation], references: References, source: str) -> tuple[Operation, ...]:
    """The operations with unique ids: a missing one is made of method and path, one that is taken is numbered."""
    taken: set[str] = set()
    written = {operation.id for operation in operations}
    unique: list[Operation] = []
    for operation in operations:
        wanted = operation.id or f"{operation.method.lower()} {operation.path}"
        name, count = wanted, 1
        while name in taken or (name != operation.id and name in written):
            count += 1
            name = f"{wanted}_{count}"
        taken.add(name)
        if name != operation.id:
            said = f"The operationId {operation.id!r} stands twice" if operation.id else "The operation has no id"
            references.warn(operation.source.removeprefix(source), f"{said}; read as {name!r}.")
            operation = replace(operation, id=name)
        unique.append(operation)
    return tuple(unique)
