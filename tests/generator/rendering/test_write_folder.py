"""Writing a folder: whole or not at all, and never over a person's work."""

import os
from pathlib import Path

import pytest

from generator.errors import RenderError
from generator.write import hand_changes, write_folder


def listed(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()
    }


def test_a_folder_holds_exactly_what_was_written(tracker_files: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "tracker"
    write_folder({**tracker_files, "programs/stale.sql": "-- old\n", "checks.json": "{}"}, folder, force=True)
    write_folder(tracker_files, folder, force=True)
    assert listed(folder) == tracker_files
    assert list(folder.parent.iterdir()) == [folder]


def test_an_unchanged_folder_is_replaced_without_force(tracker_files: dict[str, str], tmp_path: Path) -> None:
    for extra in ("one", "two"):
        write_folder({**tracker_files, "README.md": extra}, tmp_path / "tracker")
    assert (tmp_path / "tracker" / "README.md").read_text() == "two"


@pytest.mark.parametrize("name", ["programs/get_task.sql", "schema.sql", "notes.txt", "programs/_mine.sql"])
def test_a_change_by_hand_is_named_and_kept(tracker_files: dict[str, str], tmp_path: Path, name: str) -> None:
    folder = tmp_path / "tracker"
    write_folder(tracker_files, folder)
    (folder / name).write_text("mine")
    assert hand_changes(folder) == [name]
    with pytest.raises(RenderError, match=name):
        write_folder(tracker_files, folder)
    assert (folder / name).read_text() == "mine"
    write_folder(tracker_files, folder, force=True)
    assert listed(folder) == tracker_files


def test_the_plan_may_be_edited_and_tests_may_have_run(tracker_files: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "tracker"
    write_folder(tracker_files, folder)
    (folder / "plan.json").write_text("{}")
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "server.pyc").write_bytes(b"x")
    assert hand_changes(folder) == []
    write_folder(tracker_files, folder)
    assert listed(folder) == tracker_files


def test_a_change_that_rendering_makes_as_well_is_no_change(tracker_files: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "tracker"
    write_folder(tracker_files, folder)
    (folder / "instructions.md").write_text("new")
    write_folder({**tracker_files, "instructions.md": "new"}, folder)


@pytest.mark.parametrize("force", [False, True])
def test_a_folder_of_other_things_is_refused(tracker_files: dict[str, str], tmp_path: Path, force: bool) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "cat.jpg").write_text("cat")
    with pytest.raises(RenderError, match="no server folder"):
        write_folder(tracker_files, folder, force=force)
    assert listed(folder) == {"cat.jpg": "cat"}


def test_an_empty_folder_is_taken_and_a_file_is_refused(tracker_files: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    write_folder(tracker_files, tmp_path / "empty")
    assert listed(tmp_path / "empty") == tracker_files
    (tmp_path / "file").write_text("x")
    with pytest.raises(RenderError, match="file"):
        write_folder(tracker_files, tmp_path / "file")


@pytest.mark.parametrize("name", ["../escape", "/etc/x", "a\\b", ""])
def test_a_name_cannot_leave_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(RenderError):
        write_folder({name: "x"}, tmp_path / "tracker")
    assert list(tmp_path.iterdir()) == []


def test_a_failure_while_writing_leaves_everything_as_it_was(tracker_files: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "tracker"
    write_folder(tracker_files, folder)
    # A file and a folder of one name cannot both be written.
    with pytest.raises(RenderError, match="cannot be written"):
        write_folder({**tracker_files, "clash": "x", "clash/inside": "y"}, folder)
    assert listed(folder) == tracker_files
    assert list(tmp_path.iterdir()) == [folder]


def test_a_run_that_ended_between_two_renames_is_mended(tracker_files: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "tracker"
    write_folder(tracker_files, folder)
    folder.rename(tmp_path / ".tracker.old")
    with pytest.raises(RenderError):
        write_folder({**tracker_files, "clash": "x", "clash/inside": "y"}, folder)
    assert listed(folder) == tracker_files


def test_a_server_folder_can_be_read_by_others(tracker_files: dict[str, str], tmp_path: Path) -> None:
    write_folder(tracker_files, tmp_path / "tracker")
    mask = os.umask(0)
    os.umask(mask)
    assert (tmp_path / "tracker").stat().st_mode & 0o777 == 0o777 & ~mask
