"""``explored``: the source of a documentation, a URL, folder or file → its pages."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from generator.discovery.page import raw_url
from generator.fetch import Limits, read_source
from generator.prose.cache import opened_cache
from generator.prose.crawl import CrawlBounds, Exploration, crawled
from generator.prose.folder import folder_pages, linked_pages


def explored(
    source: str,
    *,
    allow_private: bool = False,
    limits: Limits | None = None,
    bounds: CrawlBounds | None = None,
    cache: Path | None = None,
    refresh: bool = False,
    say: Callable[[str], None] = lambda _: None,
) -> Exploration:
    """The pages of the documentation behind a URL, in a folder, or in a file and those that it links to.

    ``cache`` is the file in which fetched pages are kept, the user's own where it is not given; with ``refresh`` all
    of them are fetched anew.

    Raises:
        DocsError: the source cannot be read, or holds no page.
    """
    limits = limits or Limits()
    limits = replace(limits, allow_private=limits.allow_private or allow_private)
    if Path(source).is_dir():
        return folder_pages(Path(source), limits, bounds)
    start = read_source(raw_url(source), limits=limits)
    if not start.is_remote:
        return linked_pages(start, limits, bounds)
    with opened_cache(cache, refresh=refresh) as pages:
        return crawled(start, pages, limits, bounds, say)
