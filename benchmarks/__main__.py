"""Measure everything in one run, print it, and write docs/performance.md and its plot.

python -m benchmarks                     all of it, some minutes
python -m benchmarks calls trials        only these groups, without writing
"""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks import engine, load, memory, protocol
from benchmarks.figure import Figure, in_groups
from benchmarks.page import page_of, plot_of

DOCS = Path(__file__).parents[1] / "docs"
GROUPS: Mapping[str, tuple[str, Callable[[], list[Figure]]]] = {
    "calls": ("Calls", engine.calls),
    "trials": ("Trials", engine.trials),
    "lists": ("Lists", engine.lists),
    "resets": ("Beginning again", engine.resets),
    "forks": ("Forks", engine.forks),
    "memory": ("Memory", memory.figures),
    "protocol": ("Through MCP", protocol.figures),
    "load": ("Many clients", load.figures),
}


def main(chosen: list[str]) -> int:
    """Print the figures; return 1 where one misses its aim, 2 for a group that is not there."""
    unknown = [name for name in chosen if name not in GROUPS]
    if unknown:
        sys.stderr.write(f"There is no group {unknown[0]}; there are {', '.join(GROUPS)}.\n")
        return 2
    found: dict[str, list[Figure]] = {}
    for name in chosen or GROUPS:
        title, measure = GROUPS[name]
        found[title] = measure()
        print(f"{title}\n{in_groups(found[title])}\n", flush=True)
    if not chosen:
        (DOCS / "performance.md").write_text(page_of(found), encoding="utf-8")
        (DOCS / "performance.svg").write_text(plot_of(found), encoding="utf-8")
    return int(not all(figure.holds for figures in found.values() for figure in figures))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
