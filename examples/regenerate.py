"""Regenerates the servers in ./servers from the documentation in this folder; equal input and seed give equal bytes."""

import sys
from pathlib import Path

from generator.generate import Request, generate

HERE = Path(__file__).parent
# The documentation's own addresses; .example domains are reserved, so that nobody's API is meant.
SOURCES = {
    "issues": ("issues/openapi.yaml", "https://docs.issues.example/openapi.yaml"),
    "shop": ("shop/openapi.yaml", "https://docs.shop.example/openapi.yaml"),
    "calendar": ("calendar/openapi.json", "https://docs.calendar.example/openapi.json"),
}


def main(out: Path) -> None:
    """Write each server into ``out``, over what stands there."""
    for name, (path, url) in SOURCES.items():
        made = generate(Request(str(HERE / path), name, out, source_url=url, force=True))
        sys.stderr.write(f"{made.folder}: {made.verification.coverage.tools} tools\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "servers")
