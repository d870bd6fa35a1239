"""Regenerates the servers in ./servers from the documentation in this folder; equal input and seed give equal bytes.

What is read by a model is made from the recording of its completions that lies beside the page: no endpoint is asked.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.generate import Request, generate
from generator.model.completions import Completions
from generator.model.settings import Settings

HERE = Path(__file__).parent
# The documentation's own addresses; .example domains are reserved, so that nobody's API is meant.
SOURCES = {
    "issues": ("issues/openapi.yaml", "https://docs.issues.example/openapi.yaml"),
    "shop": ("shop/openapi.yaml", "https://docs.shop.example/openapi.yaml"),
    "calendar": ("calendar/openapi.json", "https://docs.calendar.example/openapi.json"),
}
# Pages of prose, with the models whose completions were recorded: the one that reads, programs and writes the rows, and
# the one that checks.
PROSE = {"seats": ("seats/index.md", "https://docs.boxoffice.example/index.md", "relay", "relay-checks")}
RECORDING = "completions.jsonl"


def recorded() -> dict[str, Path]:
    """Return the recordings of the pages of prose of which there is one, by the server's name."""
    found = {name: (HERE / path).with_name(RECORDING) for name, (path, *_) in PROSE.items()}
    return {name: path for name, path in found.items() if path.is_file()}


@contextmanager
def replayed(recording: Path, model: str, check_model: str = "", *, seeds: bool = False) -> Iterator[Settings]:
    """Give settings under which whatever is asked was answered before; there is no endpoint to ask anything else."""
    with tempfile.TemporaryDirectory(prefix="fleetwright-") as place:
        cache = Path(place) / "completions.sqlite"
        completions = Completions(cache)
        completions.read_lines(iter(recording.read_text(encoding="utf-8").splitlines()))
        completions.close()
        yield Settings(model, "http://127.0.0.1:9/v1", "none", cache, check_model=check_model, seeds=seeds, attempts=1)


def main(out: Path) -> None:
    """Write each server into ``out``, over what stands there."""
    for name, (path, url) in SOURCES.items():
        _written(Request(str(HERE / path), name, out, source_url=url, force=True))
    for name, recording in recorded().items():
        path, url, model, check_model = PROSE[name]
        with replayed(recording, model, check_model, seeds=True) as settings:
            _written(Request(str(HERE / path), name, out, source_url=url, force=True, model=settings))


def _written(request: Request) -> None:
    made = generate(request)
    sys.stderr.write(f"{made.folder}: {made.verification.coverage.tools} tools\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "servers")
