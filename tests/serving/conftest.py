"""A sample's folder as a generated server would be: with its server.py."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from .running import Running, running
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


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A gateway of two servers: shop, and market, which is a copy of it under another name."""
    directory = tmp_path_factory.mktemp("fleet")
    shop = runnable(SHOP, directory)
    market = directory / "market"
    shutil.copytree(shop, market)
    identity = json.loads((market / "server.json").read_text(encoding="utf-8"))
    (market / "server.json").write_text(json.dumps({**identity, "name": "market"}), encoding="utf-8")
    with running(shop, market) as gateway:
        yield gateway
