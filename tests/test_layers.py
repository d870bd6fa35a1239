"""Guard: imports go one way, state_db ← generator ← client, and modules are found where they are said to be."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "templates": set(),
    "state_db": set(),
    "generator": {"state_db", "templates"},
    "client": {"state_db", "generator"},
}
ROOMS = set(MAY_IMPORT)


def modules(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def rooms_imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.split(".")[0])
    return found & ROOMS


@pytest.mark.parametrize("room", sorted(MAY_IMPORT))
def test_a_room_imports_only_from_the_rooms_below_it(room: str) -> None:
    wrong = {
        str(path.relative_to(ROOT)): sorted(above)
        for path in modules(room)
        if (above := rooms_imported(path) - {room} - MAY_IMPORT[room])
    }
    assert not wrong


def test_the_rooms_are_there() -> None:
    assert all(modules(room) for room in MAY_IMPORT)


def test_generated_servers_import_only_the_serving_room() -> None:
    for path in sorted((ROOT / "servers").glob("*/server.py")):
        assert rooms_imported(path) == {"state_db"}, path


def test_nothing_runs_code_out_of_a_string() -> None:
    for room in MAY_IMPORT:
        for path in modules(room):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
                assert called not in ("eval", "exec", "__import__"), path
