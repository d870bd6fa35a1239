"""A mutant: one server file with one fault planted in it."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from generator.plan import Json

Rows = dict[str, list[dict[str, Json]]]


@dataclass(frozen=True, slots=True)
class Edit:
    """A piece of a text, from ``start`` to ``end``, and what stands there instead."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Mutant:
    """A fault in ``file``, made by ``operator``; ``tool`` is empty where no single tool has it.

    ``text`` is the whole file with the fault, ``edits`` how it came about; ``rows`` stands for both where the file is
    seed.json. ``line`` is where the fault begins, counted from 1. ``subject`` is the table or view that has it, where
    it is in no program.
    """

    operator: str
    tool: str
    file: str
    line: int
    diff: str
    text: str
    edits: tuple[Edit, ...] = ()
    rows: Rows | None = None
    subject: str = ""


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return the text with the edits made; they do not overlap."""
    for edit in sorted(edits, key=lambda each: each.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def text_mutant(operator: str, tool: str, file: str, old: str, edits: tuple[Edit, ...], subject: str = "") -> Mutant:
    """Return the mutant that the edits make of a file's text."""
    new = edited(old, edits)
    line = old.count("\n", 0, min(edit.start for edit in edits)) + 1
    return Mutant(operator, tool, file, line, unified(file, old, new), new, edits, subject=subject)


def unified(file: str, old: str, new: str) -> str:
    """Return the difference of two texts of a file as a unified diff with one line around."""
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), file, file, n=1, lineterm="")
    return "\n".join(lines) + "\n"
