"""What is true of every state that a server's programs can reach from its own rows, proved from all of its programs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from generator.mutation.facts import fact_of, facts_before
from generator.mutation.knowledge import Knowledge
from generator.mutation.script import Assignment, Script, Section, assignments, insertion, script_of, written_table
from generator.mutation.surface import Surface, on_delete, surface_of
from generator.plan import Json
from state_db.image import Image
from state_db.rows import ALWAYS_MARK
from state_db.schema import Reference
from state_db.sql import unquoted


@dataclass(frozen=True, slots=True)
class Write:
    """A @run (or writing @let) of a program."""

    script: Script
    section: Section


class Invariants:
    """Proofs about one server, each made once."""

    def __init__(self, image: Image) -> None:
        self.image = image
        self.surface: Surface = surface_of(image)
        self.scripts: Mapping[str, Script] = {
            file.removeprefix("programs/").removesuffix(".sql"): script_of(file, text)
            for file, text in image.texts.items()
            if file.startswith("programs/")
        }
        self._denormal: dict[tuple[str, str, str], bool] = {}

    @cached_property
    def _writes(self) -> dict[str, list[Write]]:
        found: dict[str, list[Write]] = {}
        for script in self.scripts.values():
            for section in script.sections:
                table = unquoted(written_table(section))
                if table:
                    found.setdefault(table, []).append(Write(script, section))
        return found

    def inserts(self, table: str) -> Iterator[tuple[Write, list[Assignment]]]:
        """Yield the INSERTs into a table, with what they write; nothing where that cannot be told."""
        for write in self._writes.get(table, ()):
            if write.section.tokens[0].text.lower() in ("insert", "replace"):
                yield write, insertion(write.section)

    def is_assigned(self, table: str, column: str) -> bool:
        """Return whether any UPDATE changes the column."""
        return any(
            unquoted(each.column.text) == column and each.value.words != (each.column.text.lower(),)
            for write in self._writes.get(table, ())
            for each in assignments(write.section)
        )

    @cached_property
    def deleted(self) -> frozenset[str]:
        """The tables of which rows are deleted, by a program or along with a deleted parent."""
        gone = {
            table
            for table, writes in self._writes.items()
            if any(write.section.tokens[0].text.lower() in ("delete", "replace") for write in writes)
        }
        while True:
            more = {
                name
                for name, table in self.surface.tables.items()
                for reference in table.references
                if reference.table in gone and self.on_delete(name, reference) == "CASCADE"
            }
            if more <= gone:
                return frozenset(gone)
            gone |= more

    def on_delete(self, table: str, reference: Reference) -> str:
        """Return what happens to rows whose parent is deleted: CASCADE, SET NULL or nothing."""
        return on_delete(self.image.texts["schema.sql"], table, reference.columns)

    def goes_with_another(self, table: str, reference: Reference) -> bool:
        """Return whether the table's rows are deleted with the row they refer to by way of another parent as well."""
        if len(reference.columns) != 1:
            return False
        column = reference.columns[0]
        for other in self.surface.tables[table].references:
            above = [
                each
                for each in self.surface.tables[other.table].references
                if each.columns == reference.columns and each.table == reference.table
            ]
            if (
                other.columns != reference.columns
                and above
                and self.on_delete(table, other) == self.on_delete(other.table, above[0]) == "CASCADE"
                and all(self.is_never_null(table, each) for each in other.columns)
                and self.is_told_by_parent(table, other, column)
            ):
                return True
        return False

    def is_never_null(self, table: str, column: str) -> bool:
        """Return whether no reachable row has NULL in the column."""
        known = self.surface.tables[table].column(column)
        if known is None:
            return False
        if not known.nullable:
            return True
        if any(row.get(column) is None for row in self._seed(table)):
            return False
        for reference in self.surface.tables[table].references:
            if column in reference.columns and self.on_delete(table, reference) == "SET NULL":
                return False
        for write, made in self.inserts(table):
            values = [each.value for each in made if unquoted(each.column.text) == column]
            if not values or not Knowledge(self.image, write.script).is_never_null(values[0].tokens):
                return False
        return all(
            Knowledge(self.image, write.script).is_never_null(each.value.tokens)
            for write in self._writes.get(table, ())
            for each in assignments(write.section)
            if unquoted(each.column.text) == column and each.value.words != (each.column.text.lower(),)
        )

    def _seed(self, table: str) -> Sequence[Mapping[str, Json]]:
        return self.image.seed.get(table, [])

    def is_never_empty(self, table: str) -> bool:
        """Return whether there is always a row: one is there in every scenario, and none is ever deleted."""
        return table not in self.deleted and any(row.get(ALWAYS_MARK) is True for row in self._seed(table))

    def is_never_written(self, table: str, columns: Sequence[str]) -> bool:
        """Return whether no statement can give two rows the same values of these columns."""
        if any(self.is_assigned(table, column) for column in columns):
            return False
        for write, made in self.inserts(table):
            words = [token.text.lower() for token in write.section.tokens]
            if "conflict" in words and "nothing" in words:
                continue
            made_key = [each for each in made if unquoted(each.column.text) in columns]
            if not any(self._is_new_key(write, each) for each in made_key):
                return False
        return True

    @staticmethod
    def _is_new_key(write: Write, each: Assignment) -> bool:
        words = each.value.words
        if words[:1] == ("new_id",):
            return True
        if len(words) != 1 or not words[0].startswith(":"):
            return False
        name = words[0][1:]
        return f"AS {name}" in write.script.text and any(
            section.word == "let" and [t.text.lower() for t in section.tokens[:2]] == ["select", "new_id"]
            and section.tokens[-1].text == name
            for section in write.script.sections
        )  # fmt: skip

    def is_told_by_parent(self, table: str, reference: Reference, column: str) -> bool:
        """Return whether the column always equals the column of this name in the row that the table's row refers to."""
        key = (table, ",".join(reference.columns), column)
        if key not in self._denormal:
            self._denormal[key] = self._follows_parent(table, reference, column)
        return self._denormal[key]

    def _follows_parent(self, table: str, reference: Reference, column: str) -> bool:
        if len(reference.columns) != 1 or self.surface.tables[reference.table].column(column) is None:
            return False
        own, target = reference.columns[0], reference.targets[0]
        parents = {row.get(target): row for row in self._seed(reference.table)}
        for row in self._seed(table):
            if row.get(own) is not None and parents.get(row[own], {}).get(column) != row.get(column):
                return False
        fixed = [(table, own), (table, column), (reference.table, target), (reference.table, column)]
        if any(self.is_assigned(*each) for each in fixed) or self._is_set_null(table, column):
            return False
        return all(self._is_checked(write, made, reference, column) for write, made in self.inserts(table))

    def _is_set_null(self, table: str, column: str) -> bool:
        return any(
            column in reference.columns and self.on_delete(table, reference) == "SET NULL"
            for reference in self.surface.tables[table].references
        )

    def _is_checked(self, write: Write, made: list[Assignment], reference: Reference, column: str) -> bool:
        """Whether an INSERT writes both values only after a guard that the parent has them together."""
        values = {unquoted(each.column.text): each.value.words for each in made}
        own, other = values.get(reference.columns[0], ()), values.get(column, ())
        if len(own) != 1 or len(other) != 1:
            return False
        wanted = {(reference.targets[0], own[0]), (column, other[0])}
        return any(
            fact.table == reference.table and wanted <= fact.equal
            for fact in facts_before(write.script, write.section, self.surface)
        )


@lru_cache(maxsize=4)
def invariants_of(image: Image) -> Invariants:
    """Return the proofs about an image."""
    return Invariants(image)


__all__ = ["Invariants", "Write", "fact_of", "invariants_of"]
