"""The tracker, rendered and opened."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.render import render
from generator.write import write_folder
from rendering.tracker_plan import PLAN, SEED
from state_db.environment import Environment
from state_db.image import Image


@pytest.fixture(scope="session")
def tracker_files() -> dict[str, str]:
    return render(PLAN, seed=SEED)


@pytest.fixture(scope="session")
def tracker_image(tracker_files: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Image:
    folder: Path = tmp_path_factory.mktemp("servers") / "tracker"
    write_folder(tracker_files, folder)
    return Image.load(folder)


@pytest.fixture
def tracker(tracker_image: Image) -> Iterator[Environment]:
    with Environment.open(tracker_image) as environment:
        yield environment
