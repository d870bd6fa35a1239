"""A cache of fetched pages in a SQLite file, so that exploring again, also after a kill, fetches only what is new."""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.document import Document
from generator.errors import DocsError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS pages (
  url TEXT PRIMARY KEY, location TEXT NOT NULL, media_type TEXT NOT NULL, charset TEXT NOT NULL, links TEXT NOT NULL,
  fetched REAL NOT NULL, data BLOB NOT NULL
) STRICT
"""
SECONDS_KEPT = 24 * 3600.0


def cache_file() -> Path:
    """Where pages are kept for this user: ``$XDG_CACHE_HOME/fleetwright/pages.sqlite``, or below ``~/.cache``."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "fleetwright" / "pages.sqlite"


class PageCache:
    """The pages that were fetched within a day; every page is on the disk as soon as it is kept."""

    def __init__(
        self, connection: sqlite3.Connection, clock: Callable[[], float] = time.time, *, refresh: bool = False
    ) -> None:
        self._connection = connection
        self._clock = clock
        self._since = clock() if refresh else 0.0

    def page(self, url: str) -> Document | None:
        """The page as it was fetched; None where it was not, or too long ago."""
        row = self._connection.execute(
            "SELECT data, media_type, location, charset, links FROM pages WHERE url = ? AND fetched > ?",
            (url, max(self._since, self._clock() - SECONDS_KEPT)),
        ).fetchone()
        if row is None:
            return None
        return Document(url, row[0], row[1], location=row[2], charset=row[3], links=row[4])

    def keep(self, url: str, page: Document) -> None:
        """Keep a page, and forget those that are too old."""
        now = self._clock()
        with self._connection:
            self._connection.execute("DELETE FROM pages WHERE fetched <= ?", (now - SECONDS_KEPT,))
            self._connection.execute(
                "INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?, ?)",
                (url, page.location, page.media_type, page.charset, page.links, now, page.data),
            )


@contextmanager
def opened_cache(
    path: Path | None = None, clock: Callable[[], float] = time.time, *, refresh: bool = False
) -> Iterator[PageCache]:
    """The cache in a file, in the user's own where no path is given; with ``refresh`` nothing older than now is used.

    Raises:
        DocsError: the file cannot be used.
    """
    path = path or cache_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=30)
    except (OSError, sqlite3.Error) as fault:
        raise _unusable(path, fault) from None
    try:
        connection.execute(_SCHEMA)
        connection.execute("PRAGMA journal_mode = WAL")
        yield PageCache(connection, clock, refresh=refresh)
    except sqlite3.Error as fault:
        raise _unusable(path, fault) from None
    finally:
        connection.close()


def _unusable(path: Path, fault: Exception) -> DocsError:
    return DocsError(
        f"The cache of pages cannot be used: {fault}.",
        where=str(path),
        next="Delete that file, or set XDG_CACHE_HOME to a folder that can be written.",
    )
