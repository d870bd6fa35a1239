"""Numbers that tell whether a table may have changed, and the contents that environments of one origin share."""

from collections.abc import Callable, Iterable
from itertools import islice

import apsw

from state_db.digest import table_digest
from state_db.schema import Table

# Contents that are kept of one table: what it began with, and the last ones.
MOST_KEPT = 8


class Content:
    """The rows that a table has at some time; where two tables have the same one, they have the same rows.

    Its ``digest`` is "" until somebody needs it.
    """

    __slots__ = ("digest",)

    def __init__(self) -> None:
        self.digest = ""


class Contents:
    """What the tables of a database hold that does not change any more, by name."""

    __slots__ = ("_known",)

    def __init__(self) -> None:
        self._known: dict[str, Content] = {}

    def __call__(self, table: str) -> Content:
        """Return what the table holds."""
        return self._known.setdefault(table, Content())


class Versions:
    """The versions of one connection's tables: a call that changed rows gives new ones to all that it may have changed.

    No number is given twice. What undoes changes goes back to the numbers that were ``marked`` before them.
    """

    __slots__ = ("_begun", "_connection", "_contents", "_last", "_numbers", "_others", "_start")

    def __init__(self, connection: apsw.Connection, begun: Callable[[str], Content]) -> None:
        self._connection = connection
        self._numbers: dict[str, int] = {}
        self._others = 0
        self._last = 0
        self._begun = begun
        self._start = 0
        self._contents: dict[str, dict[int, Content]] = {}

    def changed(self, tables: Iterable[str]) -> None:
        """Know that these tables may have changed."""
        self._last += 1
        self._numbers.update(dict.fromkeys(tables, self._last))

    def of(self, table: str) -> int:
        """Return the table's version."""
        return self._numbers.get(table, self._others)

    def marked(self) -> dict[str, int]:
        """Return the versions to go back to when what comes is undone."""
        return self._numbers.copy()

    def go_back(self, marked: dict[str, int]) -> None:
        """Know that everything since then is undone."""
        self._numbers = marked

    def renew(self, begun: Callable[[str], Content] | None = None) -> None:
        """Know that any table may have changed, by other means than statements; now they hold what has ``begun``."""
        self._last += 1
        self._others = self._last
        self._numbers = {}
        if begun is not None:
            self._begun, self._start = begun, self._others

    def content(self, table: str) -> Content:
        """Return what the table holds."""
        return self._content(table, self.of(table))

    def held(self) -> Callable[[str], Content]:
        """Return a function that tells, also later, what each table holds now."""
        numbers, others = self._numbers.copy(), self._others
        return lambda table: self._content(table, numbers.get(table, others))

    def _content(self, table: str, version: int) -> Content:
        kept = self._contents.setdefault(table, {})
        found = kept.get(version)
        if found is None:
            if len(kept) == MOST_KEPT:
                del kept[next(islice(kept, 1, None))]
            found = kept[version] = self._begun(table) if version == self._start else Content()
        return found

    def digest(self, table: Table) -> str:
        """Return the sha256 of the table's rows, taken anew only where nobody has taken that of the same rows."""
        content = self.content(table.name)
        if not content.digest:
            content.digest = table_digest(self._connection, table)
        return content.digest
