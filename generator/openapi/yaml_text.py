"""YAML → plain data, built from the parser's events with a stack of our own.

The library's composer recurses in C and dies on deep nesting, and its constructors are three times slower. Only YAML
1.2's core scalars are known, so dates, ``NO`` and ``on`` stay text; tags are ignored; keys are always text; a key that
stands twice keeps its last value; of several documents the first is read.
"""

import math
import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from generator.errors import SpecError

Json = Any

MAX_DEPTH = 100  # real descriptions stay below 40
MAX_NODES = 2_000_000  # of YAML, with its aliases written out; the largest real descriptions have 1,000,000


_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,400})|0o[0-7]{1,100}|0x[0-9a-fA-F]{1,100}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*|(?=[eE])))([eE][-+]?[0-9]{1,5})?")
_WORDS: dict[str, Json] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip


def yaml_data(text: str, source: str) -> Json:
    """The data of the stream's first document; ``source`` names it in errors.

    Raises:
        SpecError: it is no YAML, or beyond the bounds on depth and size.
    """
    parser = yaml.CSafeLoader(text)
    try:
        builder = _Builder(source)
        while not builder.done and (event := parser.get_event()):
            builder.take(event)
        return builder.root
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        place = f" at line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise SpecError(
            f"The YAML breaks{place}: {fault.problem or fault.context}.",
            where=source,
            next="Mend that line, or download the document again.",
        ) from None
    except yaml.YAMLError as fault:
        raise SpecError(
            f"The YAML cannot be read: {str(fault).splitlines()[0]}.", where=source, next="Mend the document."
        ) from None
    finally:
        parser.dispose()


def too_deep(source: str) -> SpecError:
    """The error of a document that is nested beyond ``MAX_DEPTH``."""
    return SpecError(
        f"The document is nested deeper than {MAX_DEPTH} levels.", where=source, next="Name a smaller description."
    )


@dataclass(slots=True)
class _Open:
    """A mapping or sequence whose end has not been reached; ``nodes`` and ``height`` count what it holds so far."""

    value: Json
    anchor: str | None
    nodes: int = 1
    height: int = 1
    key: str | None = None
    merged: list[Json] = field(default_factory=list)


class _Builder:
    """Builds the data of a stream's first document from its events."""

    def __init__(self, source: str) -> None:
        self.root: Json = None
        self.done = False
        self._source = source
        self._stack: list[_Open] = []
        self._anchors: dict[str, tuple[Json, int, int]] = {}  # name → value, nodes, height

    def take(self, event: yaml.Event) -> None:
        match event:
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.MappingStartEvent():
                self._open(_Open({}, event.anchor))
            case yaml.SequenceStartEvent():
                self._open(_Open([], event.anchor))
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._close()
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.DocumentEndEvent() | yaml.StreamEndEvent():
                self.done = True

    def _open(self, opened: _Open) -> None:
        if self._stack and isinstance(self._stack[-1].value, dict) and self._stack[-1].key is None:
            raise SpecError(
                "A YAML mapping has a key that is no text.", where=self._source, next="Give it a plain key."
            )
        if len(self._stack) >= MAX_DEPTH:
            raise too_deep(self._source)
        self._stack.append(opened)

    def _close(self) -> None:
        closed = self._stack.pop()
        value = closed.value
        if closed.merged:
            merged = {key: value for part in reversed(closed.merged) for key, value in part.items()}
            own = dict(value)
            value.clear()
            value.update({**merged, **own})
        if closed.anchor:
            self._anchors[closed.anchor] = (value, closed.nodes, closed.height)
        self._add(value, closed.nodes, closed.height)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        holder = self._stack[-1] if self._stack else None
        if holder is not None and isinstance(holder.value, dict) and holder.key is None:
            holder.key = event.value
            value: Json = event.value
        else:
            value = _scalar_value(event.value) if event.implicit[0] and event.tag is None else event.value
            self._add(value, 1, 0)
        if event.anchor:
            self._anchors[event.anchor] = (value, 1, 0)

    def _alias(self, event: yaml.AliasEvent) -> None:
        if event.anchor not in self._anchors:
            raise SpecError(
                f"The YAML alias *{event.anchor} names nothing that stands before it, or what it stands in.",
                where=self._source,
                next="Use $ref for recursion.",
            )
        value, nodes, height = self._anchors[event.anchor]
        holder = self._stack[-1] if self._stack else None
        if holder is not None and isinstance(holder.value, dict) and holder.key is None:
            holder.key = str(value)
        else:
            self._add(value, nodes, height)

    def _add(self, value: Json, nodes: int, height: int) -> None:
        if not self._stack:
            self.root = value
            return
        holder = self._stack[-1]
        holder.nodes += nodes
        holder.height = max(holder.height, height + 1)
        if holder.nodes > MAX_NODES:
            raise SpecError(
                f"The YAML's aliases write out to more than {MAX_NODES:,} values.",
                where=self._source,
                next="Use $ref instead of aliases.",
            )
        if holder.height + len(self._stack) - 1 > MAX_DEPTH:
            raise too_deep(self._source)
        if isinstance(holder.value, list):
            holder.value.append(value)
        elif holder.key == "<<" and _is_merge(value):
            holder.merged += value if isinstance(value, list) else [value]
            holder.key = None
        elif holder.key is not None:
            holder.value[holder.key] = value
            holder.key = None


def _is_merge(value: Json) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and all(isinstance(part, dict) for part in value))


def _scalar_value(text: str) -> Json:
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789":
        return text
    if _INTEGER.fullmatch(text):
        return int(text, 0)
    if _FLOAT.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    return text
