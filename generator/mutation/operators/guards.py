"""Guards that are skipped, and refusals with another error."""

import re
from collections.abc import Iterator

from generator.mutation.mutant import Edit
from generator.mutation.script import Script, replaced
from generator.mutation.surface import Surface

Edits = tuple[Edit, ...]

OTHER_ERROR = {
    "not_found": "invalid_argument", "invalid_argument": "failed_precondition", "conflict": "invalid_argument",
    "failed_precondition": "invalid_argument",
}  # fmt: skip
CODE = re.compile(r"--\s*@(?:require|refuse|missing|violates)\s+([a-z_]+)")


def skipped(script: Script, surface: Surface) -> Iterator[tuple[str, Edits]]:
    """A @require, @refuse, @missing or @violates is left out."""
    for section in script.sections:
        if section.word in ("require", "refuse"):
            yield "skipped_guard", (replaced(section, ""),)
        for word in ("missing", "violates"):
            for option in section.options.get(word, ()):
                yield "skipped_guard", (Edit(option.start, option.start + len(option.text) + 1, ""),)


def other_error(script: Script, surface: Surface) -> Iterator[tuple[str, Edits]]:
    """A refusal has another code."""
    for match in CODE.finditer(script.text):
        other = OTHER_ERROR.get(match[1], "conflict")
        yield "wrong_error", (Edit(match.start(1), match.end(1), other),)
