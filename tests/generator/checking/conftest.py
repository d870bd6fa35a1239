"""The tracker, rendered once, and its checks; folders of it for tests that change them."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from checking.worlds import tracker
from generator.check import Check
from generator.checks import generate_checks
from generator.plan import Plan
from generator.render import render
from state_db.image import Image


def written(files: Mapping[str, str], folder: Path) -> Path:
    """Write the files into a new folder and return it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def plan() -> Plan:
    return tracker()


@pytest.fixture(scope="session")
def files(plan: Plan) -> Mapping[str, str]:
    return render(plan)


@pytest.fixture(scope="session")
def image(files: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory) -> Image:
    return Image.load(written(files, tmp_path_factory.mktemp("server") / "tracker"))


@pytest.fixture(scope="session")
def checks(plan: Plan, image: Image) -> list[Check]:
    return generate_checks(plan, image)
