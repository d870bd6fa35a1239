"""Pickings: inputs that nothing kept goes by, and whether what a call shows depends on them all the same."""

import re

from generator.rules.naming import squashed, words
from generator.rules.paths import ResourcePath, is_self
from generator.rules.readings import Reading

# They choose how a thing is shown, in which language or for which screen; never which thing.
_HOW_SHOWN = re.compile(
    r"^(include\w*|market|locale|lang(uage)?|accept_?language|additional_?types|ff|features?|feature_?flags|embed\w*"
    r"|expand\w*|verbose|pretty|detailed|with_?\w+|show_?\w+|time_?zone|tz|sub|device|platform|segments?)$",
    re.I,
)
# Figures that are worked out from a history, over a span that the caller names.
_FIGURES = frozenset(
    """statistic statistics stats stat metric metrics analytic analytics summary usage report reports insight insights
    forecast estimate search recommendation recommendations suggestion suggestions history trend trends aggregate
    aggregated cumulative availability quote events changes""".split()
)


def decides(missed: list[str], reading: Reading, required: frozenset[str]) -> list[str]:
    """Return which inputs that name nothing decide what a call about one thing shows; none may be ignored then.

    The thing that a path picks, or that the acting user has only one of, is the same without an optional input. Figures
    over a span are not, nor is what is found by asking.
    """
    asked = [name for name in missed if not _HOW_SHOWN.match(name)]
    literals = reading.path.literals
    own = bool(reading.path.parameters) or any(is_self(literal) for literal in literals)
    if own and not figures(reading.path) and len(asked) <= 2 and not set(asked) & required:
        return []
    return [name for name in asked if not squashed(name).startswith("include")]


def figures(path: ResourcePath) -> bool:
    """Return whether a path's last literal speaks of figures that are worked out, or of what is found by asking."""
    return any(word in _FIGURES for word in words(path.literals[-1] if path.literals else ""))
