"""Where the links of a documentation lead: to passages, and to things, by page and anchor."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote, urljoin, urlsplit

from generator.prose.objects import Thing
from generator.prose.passages import Passage
from generator.prose.section import Section

_DEFINED = re.compile(r"^ {0,3}\[([^\]\n]{1,100})\]:[ \t]*<?(\S{1,1000}?)>?(?:[ \t]|$)", re.MULTILINE)


@dataclass(slots=True)
class Targets:
    """What can be linked to."""

    _passages: dict[tuple[str, str], list[Passage]] = field(default_factory=dict)
    _things: dict[tuple[str, str], Thing] = field(default_factory=dict)
    _definitions: dict[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def of(cls, sections: Iterable[Section], passages: Sequence[Passage], things: Sequence[Thing]) -> "Targets":
        """The targets of a documentation."""
        made = cls()
        for section in sections:
            for match in _DEFINED.finditer(section.text):
                made._definitions.setdefault((section.url, match[1].lower()), match[2])
        for passage in passages:
            made._passages.setdefault(_key(passage.section.url, passage.section.anchor), []).append(passage)
        for thing in things:
            made._things.setdefault(_key(thing.section.url, thing.section.anchor), thing)
        return made

    def passages(self, target: str, page: str) -> list[Passage]:
        """The passages of the section to which a page links."""
        return self._passages.get(self._place(target, page), [])

    def thing(self, target: str, page: str) -> Thing | None:
        """The thing that the section describes to which a page links."""
        return self._things.get(self._place(target, page))

    def _place(self, target: str, page: str) -> tuple[str, str]:
        if target.startswith("["):
            target = self._definitions.get((page, target.strip("[]").lower()), "")
        try:
            parts = urlsplit(urljoin(page, target) if not target.startswith("#") else f"{page}{target}")
        except ValueError:
            return "", ""
        return _key(parts.path, parts.fragment)


def _key(page: str, anchor: str) -> tuple[str, str]:
    """A page by the last part of its path, as the folders of links are often those of another place; and an anchor."""
    name = urlsplit(page).path.rstrip("/").rsplit("/", 1)[-1]
    plain = re.sub(r"[^a-z0-9]+", "", unquote(anchor).lower())
    return re.sub(r"\.(?:md|html?|mdx|rst)$", "", unquote(name)).lower(), plain
