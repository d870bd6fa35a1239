"""Faults to plant in a folder of the tracker."""

from pathlib import Path


def ignore_the_status(folder: Path) -> None:
    """Let list_tasks ignore its filter by status."""
    program = folder / "programs" / "list_tasks.sql"
    text = program.read_text(encoding="utf-8")
    assert "AND t.status = :status" in text
    program.write_text(text.replace("AND t.status = :status", "AND :status IS NOT NULL"), encoding="utf-8")


def break_a_program(folder: Path) -> None:
    """Leave a program that SQLite cannot prepare."""
    (folder / "programs" / "get_task.sql").write_text("-- Nothing.\n\n-- @return 200\nSELEKT;\n", encoding="utf-8")
