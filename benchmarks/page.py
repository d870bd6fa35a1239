"""docs/performance.md and its plot, written from the figures."""

import platform
from collections.abc import Mapping, Sequence
from html import escape
from math import log10

import apsw

from benchmarks.figure import Figure

PAGE = """\
# Performance

Written by `make bench`: Python {python}, SQLite {sqlite}, {machine}. Every ratio is of two things measured in turns in
one run, each by its best round; times are processor times, so that what else the machine does counts little. "dict" is
the same work done on rows in an in-memory dict, behind FastMCP where the line goes through MCP.

![Measured against the aim](performance.svg)

{tables}
A dict validates nothing, undoes nothing and keeps no constraint; its fork and its trial are a deep copy.

The many clients share the machine's cores with the servers, and where there are no more cores than processes, calls a
second are what the machine gave all of them together: a second worker then takes turns with the first. What it brings
where there is a core for it is told by the processor time of a call: as long as it is the same with one worker and with
two, they do not hold each other up, and each serves as many calls a second as go into one second of its core.

Bare APSW makes the same rows with keys of the same shape, in a savepoint, and reads the answer as JSON. The no-op
answers the same text, with the same output schema where there is one.

Through MCP most of the time is the protocol's: the SDK's own client and server around a tool that does nothing. With an
output schema the client checks every answer by itself, in Python, which is why a schema is kept only where every answer
matched it.
"""
HEAD = "| | ours | compared with | ratio | aim | dict |\n| --- | ---: | ---: | ---: | ---: | ---: |"
TIMES = "\N{MULTIPLICATION SIGN}"
WIDTH, LEFT, ROW, TOP = 860, 470, 22, 40
SCALE = 110  # pixels for a factor of ten


def number(value: float) -> str:
    """Return a number with three digits that count."""
    if value >= 1000:
        return f"{value:,.0f}"
    digits = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 1 else 3
    return f"{value:.{digits}f}"


def row_of(figure: Figure) -> str:
    """Return a figure's row of the table."""
    bound = "≤" if figure.sense == "most" else "≥"
    times = TIMES if figure.base else f" {figure.unit}"
    aim = "" if figure.aim is None else f"{bound} {figure.aim:g}{times}{'' if figure.holds else ' (missed)'}"
    base = f"{figure.against}: {number(figure.base)}" if figure.base else ""
    ratio = f"{number(figure.measured)}{TIMES}" if figure.base else ""
    peer = number(figure.peer) if figure.peer is not None else ""
    return f"| {figure.name}, {figure.unit} | {number(figure.ours)} | {base} | {ratio} | {aim} | {peer} |"


def page_of(groups: Mapping[str, Sequence[Figure]]) -> str:
    """Return the page."""
    tables = "".join(
        f"## {title}\n\n{HEAD}\n" + "\n".join(map(row_of, figures)) + "\n\n" for title, figures in groups.items()
    )
    return PAGE.format(
        python=platform.python_version(),
        sqlite=apsw.sqlite_lib_version(),
        machine=f"{platform.system()} on {platform.machine()}",
        tables=tables,
    )


def plot_of(groups: Mapping[str, Sequence[Figure]]) -> str:
    """Return an SVG with a bar for each figure that has an aim: how far of the aim it takes, the aim being the line."""
    bounded = [figure for figures in groups.values() for figure in figures if figure.aim is not None]
    height = TOP + ROW * len(bounded) + 12
    line = LEFT + SCALE * 2
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" font-family="system-ui, sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="{line}" y="18" text-anchor="middle" fill="#555">the aim</text>',
        f'<line x1="{line}" y1="24" x2="{line}" y2="{height - 8}" stroke="#555" stroke-dasharray="4 3"/>',
    ]
    for index, figure in enumerate(bounded):
        parts += _bar(figure, TOP + index * ROW)
    return "\n".join([*parts, "</svg>", ""])


def _bar(figure: Figure, y: int) -> list[str]:
    assert figure.aim is not None
    share = figure.measured / figure.aim
    width = max(2.0, SCALE * (2 + log10(max(share, 0.01))))
    width = min(width, WIDTH - LEFT - 60)
    shown = f"{number(figure.measured)}{TIMES if figure.base else ' ' + figure.unit}"
    label = figure.name.split(", each after")[0]
    return [
        f'<text x="{LEFT - 8}" y="{y + 12}" text-anchor="end" fill="#111">{escape(label)}</text>',
        f'<rect x="{LEFT}" y="{y}" width="{width:.0f}" height="15" fill="{"#3a7" if figure.holds else "#c54"}"/>',
        f'<text x="{LEFT + width + 6:.0f}" y="{y + 12}" fill="#111">{shown}</text>',
    ]
