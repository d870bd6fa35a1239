"""Parts of one description that stand on several pages → the whole of it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.description import ReadingWarning
from generator.document import Document
from generator.openapi.references import pointer

Json = Any

_SHARED = ("components", "definitions", "parameters", "responses", "securityDefinitions")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part of a description, the page on which it stands, and what is wrong with it."""

    page: str
    data: Mapping[str, Json]
    warnings: tuple[ReadingWarning, ...] = ()

    @property
    def api(self) -> tuple[str, str]:
        """Which API it is a part of: the format's major version and the API's title."""
        version = str(self.data.get("openapi") or self.data.get("swagger") or "")
        info = self.data.get("info")
        title = info.get("title") if isinstance(info, Mapping) else ""
        return version.partition(".")[0], str(title or "")


def whole_of(fragments: Sequence[Fragment], source: Document, wanted: tuple[str, str] | None = None) -> Document | None:
    """The document that the parts make, under ``source``'s name; None where none of them documents a call.

    Where they are parts of several APIs, those of ``wanted`` are read, else those of the one that most belong to.
    """
    sound = [fragment for fragment in fragments if fragment.data]
    apis = [fragment.api for fragment in sound]
    chosen = wanted if wanted in apis else max(dict.fromkeys(apis), key=apis.count, default=None)
    merge = _Merge([warning for fragment in fragments for warning in fragment.warnings])
    for fragment in sound:
        if fragment.api == chosen:
            merge.add(fragment)
        else:
            merge.warn(fragment.page, f"The page belongs to another API, {fragment.api[1]!r}; left out.")
    if not merge.whole.get("paths"):
        return None
    data = json.dumps(merge.whole, ensure_ascii=False).encode("utf-8", "replace")
    return Document(source.source, data, "application/json", source.location, warnings=tuple(merge.warnings))


@dataclass(slots=True)
class _Merge:
    warnings: list[ReadingWarning]
    whole: dict[str, Json] = field(default_factory=dict)

    def warn(self, where: str, what: str) -> None:
        self.warnings.append(ReadingWarning(where, what))

    def add(self, fragment: Fragment) -> None:
        """Add a part; where two parts say one thing differently, the first is kept."""
        for key, value in fragment.data.items():
            if key == "paths" and isinstance(value, Mapping):
                self._add_paths(value, fragment)
            elif key in _SHARED and isinstance(value, Mapping):
                self._add_shared(key, value, fragment)
            elif key == "tags" and isinstance(value, list):
                known = self.whole.setdefault("tags", [])
                known += [tag for tag in value if tag not in known]
            elif key not in ("webhooks",):
                self.whole.setdefault(key, value)

    def _add_paths(self, paths: Mapping[str, Json], fragment: Fragment) -> None:
        servers = fragment.data.get("servers")
        elsewhere = servers if servers and self.whole.get("servers", servers) != servers else None
        for path, item in paths.items():
            if not isinstance(item, Mapping):
                continue
            if elsewhere:
                item = {"servers": elsewhere, **item}
            self._put_all(self.whole.setdefault("paths", {}).setdefault(path, {}), item, pointer("#/paths", path),
                          fragment.page)  # fmt: skip

    def _add_shared(self, key: str, value: Mapping[str, Json], fragment: Fragment) -> None:
        holder = self.whole.setdefault(key, {})
        if key != "components":
            self._put_all(holder, value, f"#/{key}", fragment.page)
            return
        for kind, named in value.items():
            if isinstance(named, Mapping):
                self._put_all(holder.setdefault(kind, {}), named, f"#/components/{kind}", fragment.page)

    def _put_all(self, holder: dict[str, Json], found: Mapping[str, Json], where: str, page: str) -> None:
        for name, value in found.items():
            if holder.setdefault(name, value) != value:
                self.warn(pointer(where, name), f"{page} says this differently; what an earlier page says is read.")


def counted(fragments: Iterable[Fragment]) -> int:
    """How many of the parts can be read."""
    return sum(bool(fragment.data) for fragment in fragments)
