"""Numbers that are one too many: sizes and starts of pages, limits, offsets."""

from collections.abc import Iterator

from generator.mutation.mutant import Edit
from generator.mutation.script import Script, replaced
from generator.mutation.surface import Surface

Edits = tuple[Edit, ...]


def off_by_one(script: Script, surface: Surface) -> Iterator[tuple[str, Edits]]:
    """A number is one more; the 1 of EXISTS (SELECT 1 …) means nothing and stays."""
    for section in script.sections:
        for before, token in zip(section.tokens, section.tokens[1:], strict=False):
            if token.kind == "number" and token.text.isdigit() and not _is_dummy(before.text, token.text):
                yield "off_by_one", (replaced(token, str(int(token.text) + 1)),)


def _is_dummy(before: str, text: str) -> bool:
    return before.lower() == "select" and text == "1"
