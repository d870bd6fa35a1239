"""Pages cut into parts that fit into one request: as many whole sections as possible, never one for an operation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.prose.section import Section

MOST_CHARACTERS = 24_000


@dataclass(frozen=True, slots=True)
class Chunk:
    """Sections that are read in one request: a page, a part of one, or several short ones."""

    sections: tuple[Section, ...]

    @property
    def text(self) -> str:
        """Return the text of the sections, as their pages have it, with the address of each page before it."""
        parts: list[str] = []
        url = ""
        for section in self.sections:
            if section.url != url:
                url = section.url
                parts.append(f"[page {url}]\n")
            parts.append(section.text.rstrip("\n") + "\n\n")
        return "".join(parts).strip("\n") + "\n"

    @property
    def name(self) -> str:
        """Return the last part of the first page's address."""
        return self.sections[0].url.rstrip("/").rpartition("/")[2] or self.sections[0].url


def chunks_of(sections: Sequence[Section], most: int = MOST_CHARACTERS) -> list[Chunk]:
    """Return the parts in which pages are read, in their order; a section longer than a request is one of its own."""
    found: list[Chunk] = []
    held: list[Section] = []
    for page in _pages(sections):
        if held and _size(held) + _size(page) > most:
            found.append(Chunk(tuple(held)))
            held = []
        *whole, rest = _cut([*held, *page], most)
        found += map(Chunk, whole)
        held = list(rest)
    return [*found, Chunk(tuple(held))] if held else found


def _pages(sections: Sequence[Section]) -> Iterator[list[Section]]:
    page: list[Section] = []
    for section in sections:
        if page and page[-1].url != section.url:
            yield page
            page = []
        page.append(section)
    if page:
        yield page


def _cut(sections: list[Section], most: int) -> list[tuple[Section, ...]]:
    parts: list[list[Section]] = [[]]
    for section in sections:
        if parts[-1] and _size(parts[-1]) + len(section.text) > most:
            parts.append([])
        parts[-1].append(section)
    return [tuple(part) for part in parts]


def _size(sections: Sequence[Section]) -> int:
    return sum(len(section.text) for section in sections)
