"""A part of a document: one object with its pointer, whose members are read by what they should be."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.openapi.keywords import flag_value
from generator.openapi.references import References, UnresolvedReference, pointer

Json = Any


@dataclass(frozen=True, slots=True)
class Part:
    """One object of the document; a member of the wrong kind gives a warning and is read as absent."""

    value: Mapping[str, Json]
    where: str
    references: References

    def warn(self, what: str, *tokens: str | int) -> None:
        """Keep a warning about this part, or about what stands at ``tokens`` under it."""
        self.references.warn(pointer(self.where, *tokens), what)

    def text(self, key: str) -> str:
        """The text of a member, also where a number was written; "" where there is none."""
        value = self.value.get(key)
        if isinstance(value, str):
            return value.strip()
        return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else ""

    def flag(self, key: str, default: bool = False) -> bool:
        """A boolean member."""
        value = flag_value(self.value.get(key))
        return default if value is None else value

    def part(self, key: str) -> "Part | None":
        """A member that is an object, its reference followed."""
        return self._followed(self.value.get(key), key)

    def parts(self, key: str) -> Iterator[tuple[str, "Part"]]:
        """The members of a member that maps names to objects, without extensions."""
        holder = self.part(key)
        for name, value in holder.value.items() if holder else ():
            if holder and not name.startswith("x-") and (found := holder._followed(value, name)):
                yield name, found

    def listed(self, key: str) -> Iterator["Part"]:
        """The objects of a member that is a list."""
        value = self.value.get(key)
        if not isinstance(value, list):
            if value is not None:
                self.warn(f"{key!r} should be a list; left out.", key)
            return
        for index, item in enumerate(value):
            if found := self._followed(item, key, index):
                yield found

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of a member that is a list of texts, or one text."""
        value = self.value.get(key)
        if isinstance(value, str) and value:
            self.warn(f"{key!r} should be a list; read as a list of one.", key)
            return (value,)
        return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()

    def _followed(self, value: Json, *tokens: str | int) -> "Part | None":
        if value is None:
            return None
        where = pointer(self.where, *tokens)
        try:
            value, target = self.references.followed(value, where)
        except UnresolvedReference as fault:
            self.references.warn(where, f"{fault} Left out.")
            return None
        if not isinstance(value, Mapping):
            self.references.warn(where, "An object should stand here; left out.")
            return None
        return Part(value, target, self.references)
