"""What schema.sql says that operators need: columns of one kind, views with what they show, and known values."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from generator.mutation.script import closing
from state_db.image import Image
from state_db.schema import Table
from state_db.sql import significant, unquoted

VIEW = re.compile(r'CREATE VIEW (\w+|"(?:[^"]|"")+") AS\nSELECT t\.\*, t\._rowid_ AS entry, (.*?) AS (\w+)\nFROM '
                  r'(\w+|"(?:[^"]|"")+") t([^;]*);', re.DOTALL)  # fmt: skip
KNOWN = re.compile(r'CHECK \((\w+|"[^"]+") IN \(((?:\'(?:[^\']|\'\')*\'(?:, )?)+)\)\)')
REFERENCE = re.compile(r"REFERENCES (?:\w+|\"[^\"]+\") \([^)]*\)(?: ON DELETE (CASCADE|SET NULL))?")
TEXT = re.compile(r"'(?:[^']|'')*'")


@dataclass(frozen=True, slots=True)
class View:
    """A JSON form of a table's rows: ``body`` is the expression over the row ``t``, ``column`` its name in the view."""

    name: str
    table: str
    body: str
    column: str
    rest: str


@dataclass(frozen=True, slots=True)
class Surface:
    """A server's tables and views, and by table and column the texts that its CHECK allows."""

    tables: Mapping[str, Table]
    views: Mapping[str, View]
    known: Mapping[tuple[str, str], tuple[str, ...]]

    def table_of(self, name: str) -> Table | None:
        """Return the table of this name, or the one under the view of this name."""
        plain = unquoted(name)
        view = self.views.get(plain)
        return self.tables.get(view.table if view is not None else plain)

    def beside(self, table: Table, name: str, taken: frozenset[str] = frozenset()) -> str | None:
        """Return the next column of the same type that is not ``taken``, or None."""
        names = [column.name for column in table.columns]
        if name not in names:
            return None
        here = names.index(name)
        own = table.columns[here]
        for column in (*table.columns[here + 1 :], *table.columns[:here]):
            if column.type == own.type and not column.generated and column.name not in taken:
                return column.name
        return None

    def other_value(self, table: str, column: str, text: str) -> str | None:
        """Return another literal that the column may hold, or None."""
        values = self.known.get((table, column), ())
        return next((value for value in values if value != text), None)


@lru_cache(maxsize=8)
def surface_of(image: Image) -> Surface:
    """Return what the image's schema.sql says."""
    schema = image.texts["schema.sql"]
    views = {
        unquoted(match[1]): View(unquoted(match[1]), unquoted(match[4]), match[2], match[3], match[5])
        for match in VIEW.finditer(schema)
    }
    known: dict[tuple[str, str], tuple[str, ...]] = {}
    for part in schema.split("CREATE TABLE ")[1:]:
        table = unquoted(significant(part)[0].text)
        for match in KNOWN.finditer(part):
            known[table, unquoted(match[1])] = tuple(TEXT.findall(match[2]))
    return Surface(image.tables, views, known)


def on_delete(schema: str, table: str, columns: Sequence[str]) -> str:
    """Return what schema.sql says of these columns' rows when the row they refer to is deleted, or nothing."""
    for part in schema.split("CREATE TABLE ")[1:]:
        body = part.split(") STRICT", 1)[0]
        if unquoted(significant(part)[0].text) != table:
            continue
        for line in body.split("\n")[1:]:
            words = significant(line)
            match = REFERENCE.search(line)
            if match is None:
                continue
            if words[0].text.lower() == "foreign":
                close = closing(words, 2)
                names = tuple(unquoted(token.text) for token in words[3:close] if token.text != ",")
            else:
                names = (unquoted(words[0].text),)
            if names == tuple(columns):
                return match[1] or ""
    return ""
