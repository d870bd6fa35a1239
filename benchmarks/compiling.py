"""How long a description takes from its text to a server folder, stage by stage, without verification.

python -m benchmarks.compiling openapi.json            the processor seconds of each stage, in this process
python -m benchmarks.compiling openapi.json --json     the same as one JSON object

Beside it stands what openapi-pydantic takes, in the same run, to read the same text into its own typed form: it plans
and renders nothing, so that the ratio says how much more is done. It is measured once, and so is the peer.
"""

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import openapi_pydantic
import yaml
from pydantic import ValidationError

from generator.collection import uncollected
from generator.generate import Request, planned, read
from generator.repair import rendered_part
from generator.write import write_folder
from state_db.errors import FleetError

Made = TypeVar("Made")


@dataclass(slots=True)
class Compiling:
    """What compiling one description took, in processor seconds by stage, and what came of it."""

    stages: dict[str, float]
    peer: float | None = None
    tools: int = 0
    megabytes: float = 0.0

    @property
    def seconds(self) -> float:
        """All stages together."""
        return sum(self.stages.values())

    def timed(self, stage: str, make: Callable[[], Made]) -> Made:
        """Return what ``make`` makes, and remember what that took."""
        begun = time.process_time()
        made = make()
        self.stages[stage] = time.process_time() - begun
        return made

    def to_json(self) -> dict[str, object]:
        """Return what ``--json`` prints."""
        ratio = None if not self.peer else round(self.seconds / self.peer, 1)
        stages = {stage: round(seconds, 2) for stage, seconds in self.stages.items()}
        peer = None if self.peer is None else round(self.peer, 2)
        return {**stages, "all": round(self.seconds, 2), "peer": peer, "ratio": ratio, "tools": self.tools,
                "peak_mb": round(self.megabytes)}  # fmt: skip


def compiling_of(source: Path) -> Compiling:
    """Return what compiling the description in this file took. Raises: DocsError, SpecError, RenderError."""
    found = Compiling({})
    request = Request(str(source), "compiled")
    reading = found.timed("read", lambda: read(request))
    plan = found.timed("plan", lambda: planned(request, reading, "compiled"))
    plan, files = found.timed("render", lambda: rendered_part(plan))
    with tempfile.TemporaryDirectory(prefix="fleetwright-") as place:
        found.timed("write", lambda: write_folder(files, Path(place) / plan.name))
    found.tools = len(plan.tools)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found.megabytes = most / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    found.peer = peer_seconds(source)
    return found


@uncollected()
def peer_seconds(source: Path) -> float | None:
    """Return the processor seconds of openapi-pydantic for the same text, None where it does not take it."""
    begun = time.process_time()
    try:
        text = source.read_text(encoding="utf-8")
        openapi_pydantic.parse_obj(json.loads(text) if text.lstrip().startswith("{") else yaml.safe_load(text))
    except ValidationError:
        return None
    return time.process_time() - begun


def main(words: Sequence[str]) -> int:
    """Print the stages of one description."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compiling", description="How long compiling takes.")
    parser.add_argument("source", type=Path, help="An OpenAPI description, in JSON or YAML.")
    parser.add_argument("--json", action="store_true", help="Print one JSON object.")
    options = parser.parse_args(words)
    try:
        told = compiling_of(options.source).to_json()
    except FleetError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps(told))
        return 0
    for word, value in told.items():
        print(f"{word:<8} {'not read' if value is None else value}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
