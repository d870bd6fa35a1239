"""A sample's folder as a generated server would be: with its server.py."""

import shutil
from pathlib import Path

import pytest

from .samples import SERVER_PY, SHOP, Sample


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def runnable(sample: Sample, directory: Path) -> Path:
    """Return a copy of the sample's folder that has a server.py."""
    folder = directory / sample.folder.name
    shutil.copytree(sample.folder, folder)
    if not (folder / "server.py").exists():
        (folder / "server.py").write_text(SERVER_PY, encoding="utf-8")
    return folder


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return runnable(SHOP, tmp_path)
