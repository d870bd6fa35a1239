"""A documentation in prose on disk, and runs over it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.generate import Generated, Request, generate
from generator.model.settings import Settings

from .endpoints import Answers, Endpoint, endpoint
from .lockers import PAGE


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """The documentation's file."""
    path = tmp_path / "lockers.md"
    path.write_text(PAGE, encoding="utf-8")
    return path


Run = Callable[..., tuple[Generated, Endpoint]]


@pytest.fixture
def run(page: Path, tmp_path: Path) -> Run:
    """A run over the documentation, with an endpoint that gives these answers."""

    def made(answers: Answers, out: str = "servers", **changes: Any) -> tuple[Generated, Endpoint]:
        with endpoint(answers) as (url, found):
            settings = Settings("m", url, "k", tmp_path / "completions.sqlite3", pause_seconds=0.0, attempts=4)
            request = Request(str(page), "lockers", tmp_path / out, model=replace(settings, **changes))
            return generate(request), found

    return made
