"""The committed servers: generated from examples/, the same bytes every time, and every check of theirs holds."""

import shutil
from pathlib import Path

import pytest

from examples.regenerate import SOURCES, main, recorded
from generator.verify import verify_folder

ROOT = Path(__file__).parent.parent
SERVERS = sorted(path.parent for path in (ROOT / "servers").glob("*/plan.json"))


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_every_example_has_its_server() -> None:
    assert {folder.name for folder in SERVERS} == {*SOURCES, *recorded()}


def test_the_servers_are_what_the_examples_generate_byte_for_byte(tmp_path: Path) -> None:
    main(tmp_path)
    for folder in SERVERS:
        assert files_of(tmp_path / folder.name) == files_of(folder), folder.name


@pytest.mark.parametrize("folder", SERVERS, ids=lambda folder: folder.name)
def test_every_check_of_a_committed_server_holds(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / folder.name
    shutil.copytree(folder, copy)
    result = verify_folder(copy)
    assert result.result.passed
    assert (copy / "verification.json").read_bytes() == (folder / "verification.json").read_bytes()


@pytest.mark.parametrize("folder", SERVERS, ids=lambda folder: folder.name)
def test_a_committed_server_has_between_twelve_and_thirty_tools(folder: Path) -> None:
    assert 12 <= len(list((folder / "programs").glob("[!_]*.sql"))) <= 30
