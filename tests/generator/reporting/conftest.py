"""Folders of the tracker that carry their checks, and what a report says of them."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from checking.worlds import tracker

from generator.check import checks_text
from generator.render import render
from generator.verify import prove, verify_folder
from generator.write import write_folder

Copy = Callable[[str], Path]


@pytest.fixture(scope="session")
def proved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the tracker, verified."""
    plan = tracker()
    files = render(plan)
    checks = prove(plan, files).checks
    folder = tmp_path_factory.mktemp("proved") / "tracker"
    write_folder({**files, "checks.json": checks_text(checks)}, folder)
    verify_folder(folder)
    return folder


@pytest.fixture
def copy(proved: Path, tmp_path: Path) -> Copy:
    """Copies of the verified folder, by name."""

    def made(name: str) -> Path:
        return Path(shutil.copytree(proved, tmp_path / name))

    return made


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder of the tracker's labels alone, which has few mutants."""
    plan = tracker()
    kept = [tool for tool in plan.tools if tool.entity == "label"]
    plan = plan.model_copy(update={"tools": tuple(kept)})
    files = render(plan)
    folder = tmp_path / "small"
    write_folder({**files, "checks.json": checks_text(prove(plan, files).checks)}, folder)
    verify_folder(folder)
    return folder
