"""Lists in another order."""

from collections.abc import Iterator

from generator.mutation.mutant import Edit
from generator.mutation.script import Script, Span, replaced, sorting_keys
from generator.mutation.surface import Surface

Edits = tuple[Edit, ...]

TIES = frozenset({"_rowid_", "entry"})


def other_order(script: Script, surface: Surface) -> Iterator[tuple[str, Edits]]:
    """A key sorts the other way, or does not sort; one that only breaks ties is let be, as no documentation has it."""
    for section in script.sections:
        for keys in sorting_keys(section):
            for number, key in enumerate(keys):
                if number and key.words[-1] in TIES:
                    continue
                yield "wrong_sort", (_turned(key),)
                if number < len(keys) - 1:
                    yield "wrong_sort", (replaced(key, "NULL"),)


def _turned(key: Span) -> Edit:
    last = key.tokens[-1]
    if last.text.lower() in ("desc", "asc"):
        return replaced(last, "ASC" if last.text.lower() == "desc" else "DESC")
    return Edit(key.end, key.end, " DESC")
