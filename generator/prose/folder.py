"""Documentation in a folder, or in a file with the files that it links to, read from the disk."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from generator.description import ReadingWarning
from generator.document import Document
from generator.errors import DocsError
from generator.fetch import Limits, read_source
from generator.prose.crawl import CrawlBounds, Exploration
from generator.prose.links import links_in

SUFFIXES = (".md", ".markdown", ".mdx", ".mdown", ".html", ".htm", ".rst", ".txt", ".adoc", ".asciidoc", ".apib")
_FIRST = re.compile(r"^(readme|index|overview|introduction|home)\b", re.I)
_MOST_FILES_LOOKED_AT = 20_000


def folder_pages(folder: Path, limits: Limits, bounds: CrawlBounds | None = None) -> Exploration:
    """The pages in a folder and below it; each is named by its path within the folder.

    Raises:
        DocsError: there is no page in it.
    """
    bounds = bounds or CrawlBounds()
    paths = sorted(_files(folder), key=lambda path: (len(path.parts), not _FIRST.match(path.name), path.as_posix()))
    if not paths:
        raise DocsError(
            f"No page of documentation ({', '.join(SUFFIXES[:5])}, …) is in this folder.",
            where=str(folder),
            next="Name the folder that holds them, or a description's file.",
        )
    return _read(paths, folder, limits, bounds)


def linked_pages(document: Document, limits: Limits, bounds: CrawlBounds | None = None) -> Exploration:
    """A file's page, and those in its folder and below it to which it links, directly or over others."""
    bounds = bounds or CrawlBounds()
    first = Path(document.location)
    folder = first.parent
    found = {first.resolve(): first}
    level = [(document, first)]
    for _ in range(bounds.depth):
        linked = [path for page, at in level for path in _linked(page, at, folder)]
        fresh = {path.resolve(): path for path in linked if path.resolve() not in found}
        found.update(fresh)
        level = [(read_source(str(path), limits=limits), path) for path in list(fresh.values())[: bounds.pages]]
    return _read(list(found.values()), folder, limits, bounds)


def _linked(page: Document, at: Path, folder: Path) -> Iterator[Path]:
    for link in links_in(page):
        parts = urlsplit(link)
        path = at.parent / unquote(parts.path)
        if parts.scheme or parts.netloc or not parts.path or path.suffix.lower() not in SUFFIXES:
            continue
        if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
            yield path


def _files(folder: Path) -> Iterator[Path]:
    root = folder.resolve()
    for number, path in enumerate(folder.rglob("*")):
        if number >= _MOST_FILES_LOOKED_AT:
            return
        inside = path.relative_to(folder)
        if any(part.startswith(".") or part == "node_modules" for part in inside.parts):
            continue
        if path.suffix.lower() in SUFFIXES and path.is_file() and path.resolve().is_relative_to(root):
            yield path


def _read(paths: list[Path], folder: Path, limits: Limits, bounds: CrawlBounds) -> Exploration:
    documents: list[Document] = []
    warnings: list[ReadingWarning] = []
    size = 0
    for path in paths:
        name = path.relative_to(folder).as_posix()
        if len(documents) >= bounds.pages or size >= bounds.max_bytes:
            said = f"Only the first {len(documents)} of {len(paths)} pages were read."
            warnings.append(ReadingWarning(folder.name, said))
            break
        try:
            page = read_source(str(path), limits=limits)
        except DocsError as fault:
            warnings.append(ReadingWarning(name, f"Left out: {fault.what}"))
            continue
        size += len(page.data)
        documents.append(Document(name, page.data, page.media_type, location=str(path)))
    return Exploration(tuple(documents), tuple(warnings))
