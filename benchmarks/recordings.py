"""Recordings of real services held against the servers that are made of their descriptions, each with its shares.

python -m benchmarks.recordings FOLDER                 every NAME.har beside its NAME.json or NAME.yaml
python -m benchmarks.recordings FOLDER --changed       also how many changed values of the true answers are told
python -m benchmarks.recordings FOLDER --servers OUT   with servers that stand in OUT already, by the recordings' names

The last column changes one value of one true answer at a time, in every declared step that agrees: a comparison that
is too free would not tell it. What both services make for themselves and show once cannot be told.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from generator.compare.outcome import Comparison
from generator.compare.recording import NO_BODY, Exchange, read_recording
from generator.compare.replay import compared
from generator.generate import Request, generate
from generator.plan import Plan, read_plan
from state_db.image import Image

Json = Any
ENDINGS = (".json", ".yaml", ".yml")
_TITLES = ("recording", "declared", "status", "body", "all", "status", "body", "changes told")
_LINE = "{:<16} {:>8} {:>7} {:>7} {:>5} {:>7} {:>7}  {}"
_ANOTHER_TIME = "2031-05-01T01:00:00.5Z"


def main(arguments: Sequence[str]) -> int:
    """Print the table and every difference; return 1 where there is no recording in the folder."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.recordings", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--changed", action="store_true", help="change one value at a time, and count what is told")
    parser.add_argument("--servers", type=Path, help="where servers of these names stand already")
    given = parser.parse_args(arguments)
    recordings = sorted(given.folder.glob("*.har"))
    if not recordings:
        sys.stderr.write(f"{given.folder}: there is no recording (NAME.har).\n")
        return 1
    rows: list[tuple[str, ...]] = []
    lines: list[str] = []
    with TemporaryDirectory() as room:
        for recording in recordings:
            plan, image = _server(recording, given.servers, Path(room))
            exchanges = read_recording(recording)
            comparison = compared(plan, image, exchanges)
            told = _told(plan, image, exchanges, comparison) if given.changed else None
            rows.append(_row(recording.stem, comparison, told))
            lines += _differences(recording.stem, comparison)
    print("\n".join([_LINE.format(*_TITLES), *(_LINE.format(*row) for row in rows), "", *lines]))
    return 0


def _server(recording: Path, servers: Path | None, room: Path) -> tuple[Plan, Image]:
    if servers is None:
        source = next(path for path in map(recording.with_suffix, ENDINGS) if path.exists())
        folder = generate(Request(str(source), recording.stem[:22], room)).folder
    else:
        folder = servers / recording.stem
    return read_plan((folder / "plan.json").read_text(encoding="utf-8"), str(folder)), Image.load(folder)


def _row(name: str, comparison: Comparison, told: tuple[int, int] | None) -> tuple[str, ...]:
    shares = []
    for tally in (comparison.declared, comparison.all):
        said = tally.to_json()
        shares += [str(tally.steps), f"{said['status']:.1%}", f"{said['body']:.1%}"]
    return (name, *shares, "" if told is None else f"{told[0]} of {told[1]}")


def _differences(name: str, comparison: Comparison) -> Iterator[str]:
    for step in comparison.steps:
        declared = "" if step.declared else " (not declared)"
        for difference in step.differences:
            yield f"{name} {step.number} {step.call}{declared}: {difference.why}"


def _told(plan: Plan, image: Image, exchanges: Sequence[Exchange], comparison: Comparison) -> tuple[int, int]:
    """Return how many changes of one value make a step disagree that agreed, and how many were tried."""
    tried = told = 0
    for step in comparison.steps:
        exchange = exchanges[step.number]
        if not (step.declared and step.body_agrees) or exchange.body == NO_BODY:
            continue
        for body in _changed(exchange.body):
            others = [*exchanges]
            others[step.number] = replace(exchange, body=body)
            tried += 1
            told += compared(plan, image, others).declared.body < comparison.declared.body
    return told, tried


def _changed(body: Json) -> Iterator[Json]:
    """Yield the body with one of its plain values changed, each in turn."""
    if isinstance(body, dict):
        for name, part in body.items():
            yield from ({**body, name: other} for other in _changed(part))
    elif isinstance(body, list):
        for number, part in enumerate(body):
            yield from ([*body[:number], other, *body[number + 1 :]] for other in _changed(part))
    else:
        yield _another(body)


def _another(value: Json) -> Json:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, str):
        return _ANOTHER_TIME if value[10:11] == "T" and value[4:5] == "-" else f"{value}x"
    return "something"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
