"""Numbers that tell whether a table may have changed: a table with the same number holds the same rows."""

from itertools import islice

import apsw

from state_db.digest import table_digest
from state_db.schema import Table

# Digests that are kept of one table: that of the state it began with, and the last ones.
MOST_KEPT = 8


class Versions:
    """The versions of one connection's tables, told by SQLite itself row by row, cascades and replacements included.

    No number is given twice. What undoes changes goes back to the numbers that were ``marked`` before them.
    """

    __slots__ = ("_connection", "_digests", "_last", "_numbers", "_others")

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._numbers: dict[str, int] = {}
        self._others = 0
        self._last = 0
        self._digests: dict[str, dict[int, str]] = {}
        connection.preupdate_hook(self._note, id=None)

    def _note(self, change: apsw.PreUpdate) -> None:
        self._last += 1
        self._numbers[change.table_name] = self._last

    def of(self, table: str) -> int:
        """Return the table's version."""
        return self._numbers.get(table, self._others)

    def marked(self) -> dict[str, int]:
        """Return the versions to go back to when what comes is undone."""
        return self._numbers.copy()

    def go_back(self, marked: dict[str, int]) -> None:
        """Know that everything since then is undone."""
        self._numbers = marked

    def renew(self) -> None:
        """Know that any table may have changed, by other means than statements."""
        self._last += 1
        self._others = self._last
        self._numbers = {}

    def digest(self, table: Table) -> str:
        """Return the sha256 of the table's rows, taken anew only where they may have changed."""
        version = self.of(table.name)
        kept = self._digests.setdefault(table.name, {})
        found = kept.get(version)
        if found is None:
            if len(kept) == MOST_KEPT:
                del kept[next(islice(kept, 1, None))]
            found = kept[version] = table_digest(self._connection, table)
        return found
