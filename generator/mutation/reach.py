"""Which tools can show a fault in a table or in a JSON form of it: those whose programs come to it at all."""

from collections.abc import Mapping

from generator.mutation.surface import Surface, surface_of
from state_db.image import Image
from state_db.sql import significant, unquoted


class Reach:
    """For every table and view of a server, the tools that come to it."""

    def __init__(self, image: Image) -> None:
        self._surface = surface_of(image)
        fragments = [text for file, text in sorted(image.texts.items()) if file.startswith("programs/_")]
        shared = _names("\n".join(fragments), self._surface)
        self._tools: dict[str, set[str]] = {}
        for tool in image.tools:
            text = image.texts[f"programs/{tool}.sql"]
            names = _names(text, self._surface) | (shared if "@use" in text else frozenset())
            for name in self._closed(names, cascades="delete" in text.lower()):
                self._tools.setdefault(name, set()).add(tool)

    def tools(self, name: str) -> frozenset[str]:
        """Return the tools that come to a table or view of this name."""
        return frozenset(self._tools.get(name, ()))

    def _closed(self, names: frozenset[str], *, cascades: bool) -> set[str]:
        """The names with the tables under views, the parents whose keys are looked up, and rows that go with others."""
        found = set(names)
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            for other in self._beside(name, cascades=cascades) - found:
                found.add(other)
                waiting.append(other)
        return found

    def _beside(self, name: str, *, cascades: bool) -> set[str]:
        view = self._surface.views.get(name)
        if view is not None:
            return {view.table, *_names(f"{view.body} {view.rest}", self._surface)}
        table = self._surface.tables[name]
        children = {
            other.name
            for other in self._surface.tables.values()
            if cascades and any(reference.table == name for reference in other.references)
        }
        return children | {reference.table for reference in table.references}


def _names(text: str, surface: Surface) -> frozenset[str]:
    """The tables and views that a text names."""
    known: Mapping[str, object] = {**surface.tables, **surface.views}
    words = {unquoted(token.text) for token in significant(text) if token.kind in ("word", "quoted")}
    return frozenset(words & known.keys())
