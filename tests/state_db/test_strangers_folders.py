"""A server folder, a snapshot and a state file from a stranger are data: read with care, never followed, never run."""

import json
import os
import time
import zlib
from pathlib import Path
from typing import Any

import apsw
import pytest
from tiny_servers import SHOP, folder_of

from state_db import files
from state_db.environment import Environment
from state_db.errors import StateError
from state_db.files import FILES
from state_db.image import Image
from state_db.snapshot import LENGTHS, MAGIC

PROGRAM = {"do": "-- @return 204\n"}
SECRET = "the stranger's reader must never see this"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return folder_of(tmp_path / "s", PROGRAM)


@pytest.mark.parametrize("name", [*FILES, "programs/do.sql"])
def test_no_link_is_followed_and_nothing_of_its_target_is_told(folder: Path, tmp_path: Path, name: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text(SECRET, encoding="utf-8")
    (folder / name).unlink()
    (folder / name).symlink_to(secret)
    with pytest.raises(StateError, match="A link is not followed") as raised:
        Image.load(folder)
    assert SECRET not in str(raised.value)


def test_programs_behind_a_link_are_refused(folder: Path, tmp_path: Path) -> None:
    (folder / "programs").rename(tmp_path / "elsewhere")
    (folder / "programs").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    with pytest.raises(StateError, match="programs"):
        Image.load(folder)


def test_a_server_folder_that_is_itself_a_link_is_opened(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(folder, target_is_directory=True)
    assert Image.load(tmp_path / "link").name == "notes"


def test_a_pipe_a_device_and_a_folder_are_no_files(folder: Path) -> None:
    for make in (os.mkfifo, os.mkdir):
        (folder / "instructions.md").unlink(missing_ok=True)
        make(folder / "instructions.md")
        with pytest.raises(StateError, match=r"instructions\.md: It (is no plain file|cannot be read)"):
            Image.load(folder)
        if make is os.mkfifo:
            (folder / "instructions.md").unlink()


def test_large_files_large_folders_and_many_programs_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (folder / "seed.json").open("r+b") as file:
        file.truncate(10 << 30)  # takes no room on the disk
    with pytest.raises(StateError, match=r"seed\.json: The file is too large"):
        Image.load(folder)
    (folder / "seed.json").write_text("{}", encoding="utf-8")
    monkeypatch.setattr(files, "LARGEST_FOLDER_BYTES", 300)
    with pytest.raises(StateError, match="larger than"):
        Image.load(folder)
    monkeypatch.undo()
    monkeypatch.setattr(files, "MOST_PROGRAMS", 3)
    for number in range(5):
        (folder / "programs" / f"_{number}.sql").write_text("-- @run\nDELETE FROM notes;\n", encoding="utf-8")
    with pytest.raises(StateError, match="at most 3 programs"):
        Image.load(folder)


def test_programs_outside_of_the_folder_are_out_of_reach(tmp_path: Path) -> None:
    folder_of(tmp_path / "other", {"secret": "-- @return 200\nSELECT 1;\n"}, name="other")
    folder = folder_of(tmp_path / "s", {"do": "-- @use ../../other/programs/secret\n-- @return 204\n"})
    with pytest.raises(StateError):
        Image.load(folder)
    tools = {"name": "../../other/programs/secret", "title": "", "description": "", "inputSchema": {"type": "object"}}
    (folder / "tools.json").write_text(json.dumps({"tools": [tools]}), encoding="utf-8")
    with pytest.raises(StateError, match=r"tools\.json#/tools/0/name"):
        Image.load(folder)


def test_no_code_of_the_folder_is_run(folder: Path) -> None:
    trap = "raise SystemExit('run')\n"
    for name in (
        "server.py",
        "__init__.py",
        "conftest.py",
        "sitecustomize.py",
        "test_notes.py",
        "programs/__init__.py",
    ):
        (folder / name).write_text(trap, encoding="utf-8")
    with Environment.open(Image.load(folder)) as environment:
        assert environment.call("do", {}).status == 204


DEEP = "[" * 100_000 + "]" * 100_000


def tool(schema: Any) -> str:
    tool = {"name": "do", "title": "", "description": "", "inputSchema": schema}
    return json.dumps({"tools": [tool]})


PLAIN = {"type": "object", "additionalProperties": False}
DAMAGED: dict[str, tuple[str, str | bytes]] = {
    "deep server": ("server.json", DEEP),
    "deep tools": ("tools.json", DEEP),
    "deep routes": ("routes.json", DEEP),
    "deep seed": ("seed.json", f'{{"notes": [{{"title": "a", "labels": {DEEP}}}]}}'),
    "binary": ("tools.json", b"\xff\xfe\x00"),
    "an endless number": ("seed.json", f'{{"notes": [{{"id": {"9" * 10_000}}}]}}'),
    "a seed of text": ("server.json", '{"format": 1, "name": "a", "title": "A", "seed": "x"}'),
    "a seed beyond bounds": ("server.json", f'{{"format": 1, "name": "a", "title": "A", "seed": {2**64}}}'),
    "ids of numbers": ("server.json", '{"format": 1, "name": "a", "title": "A", "ids": {"notes": 3}}'),
    "a name that leads away": ("server.json", '{"format": 1, "name": "../../x", "title": "A"}'),
    "rows that are no list": ("seed.json", '{"notes": 3}'),
    "rows that are no objects": ("seed.json", '{"notes": [[1]]}'),
    "rows of the engine's table": ("seed.json", '{"_fleetwright": [{"name": "state", "value": "{}"}]}'),
    "properties as a list": ("tools.json", tool({**PLAIN, "properties": ["a"]})),
    "properties as a number": ("tools.json", tool({**PLAIN, "properties": 3})),
    "properties of text": ("tools.json", tool({**PLAIN, "properties": {"a": "x"}})),
    "required as a number": ("tools.json", tool({**PLAIN, "required": 3})),
    "required of numbers": ("tools.json", tool({**PLAIN, "properties": {"a": {}}, "required": [3]})),
    "an unknown type": ("tools.json", tool({**PLAIN, "properties": {"a": {"type": "thing"}}})),
    "a reference to the network": (
        "tools.json", tool({**PLAIN, "properties": {"a": {"$ref": "https://example.com/schema.json"}}}),
    ),
    "a reference to a file": ("tools.json", tool({**PLAIN, "properties": {"a": {"$ref": "file:///etc/passwd"}}})),
    "a pattern that is none": ("tools.json", tool({**PLAIN, "properties": {"a": {"pattern": "("}}})),
    "a pattern that is too large": (
        "tools.json", tool({**PLAIN, "properties": {"a": {"pattern": "(((a{1000}){1000}){1000}){1000}"}}}),
    ),
    "annotations of text": ("tools.json", tool(PLAIN).replace('"title"', '"annotations": {"a": "b"}, "title"')),
    "routes of another shape": ("routes.json", '{"tools": []}'),
    "a route without a path": ("routes.json", '{"tools": {"do": {"method": "GET"}}}'),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGED)
def test_what_has_the_wrong_shape_is_refused_in_words(folder: Path, name: str) -> None:
    file, text = DAMAGED[name]
    (folder / file).write_bytes(text if isinstance(text, bytes) else text.encode())
    started = time.process_time()
    with pytest.raises(StateError):
        Image.load(folder)
    assert time.process_time() - started < 10


@pytest.mark.parametrize("depth", [50, 300, 2000])
def test_a_deep_schema_is_used_or_refused(folder: Path, depth: int) -> None:
    text = '{"type": "string"}'
    for _ in range(depth):
        text = f'{{"type": "array", "items": {text}}}'
    schema = f'{{"type": "object", "additionalProperties": false, "properties": {{"a": {text}}}}}'
    (folder / "tools.json").write_text(
        f'{{"tools": [{{"name": "do", "title": "", "description": "", "inputSchema": {schema}}}]}}', encoding="utf-8"
    )
    try:
        with Environment.open(folder) as environment:
            assert environment.call("do", {"a": [[["x"]]]}).status in (204, 400)
    except StateError as error:
        assert depth > 100 and "tools.json" in error.where


def test_a_file_that_was_changed_since_it_was_rendered_is_told(folder: Path) -> None:
    assert Image.load(SHOP.parents[2] / "servers" / "shop").changed_files == ()
    said = {"format": 1, "name": "notes", "title": "N", "files": {"programs/do.sql": "0" * 64, "schema.sql": "1"}}
    (folder / "server.json").write_text(json.dumps(said), encoding="utf-8")
    assert Image.load(folder).changed_files == ("schema.sql", "programs/do.sql")


def container(header: bytes, data: bytes = b"") -> bytes:
    rest = header + data
    return MAGIC + LENGTHS.pack(len(header), zlib.crc32(rest)) + rest


def forged(image: Image, change: str) -> bytes:
    """A snapshot of the image, whose database another program has changed."""
    with Environment.open(image) as environment:
        data = environment.snapshot()
    length, _ = LENGTHS.unpack_from(data, len(MAGIC))
    start = len(MAGIC) + LENGTHS.size
    connection = apsw.Connection(":memory:")
    connection.deserialize("main", data[start + length :])
    connection.execute(change)
    changed = connection.serialize("main")
    header = json.loads(data[start : start + length])
    header["servers"][0]["bytes"] = len(changed)
    return container(json.dumps(header).encode(), changed)


FORGERIES = [
    "CREATE TRIGGER t AFTER INSERT ON notes BEGIN DELETE FROM notes; END",
    "CREATE TABLE more (a)",
    "DROP TABLE notes",
    "DROP TABLE _fleetwright",
    "UPDATE _fleetwright SET value = '{'",
    "UPDATE _fleetwright SET value = '[]'",
    "UPDATE _fleetwright SET value = json_set(value, '$.clock', 'now')",
    "UPDATE _fleetwright SET value = json_set(value, '$.clock', -5)",
    "UPDATE _fleetwright SET value = json_set(value, '$.counters', json('[1]'))",
    "UPDATE _fleetwright SET value = json_set(value, '$.counters', json('{\"notes\": \"x\"}'))",
    "UPDATE _fleetwright SET value = json_set(value, '$.server', 'other')",
]


@pytest.mark.parametrize("change", FORGERIES)
def test_a_forged_snapshot_is_refused(folder: Path, change: str) -> None:
    image = Image.load(folder)
    with pytest.raises(StateError):
        Environment.restore(forged(image, change), image)


@pytest.mark.parametrize(
    "header",
    [
        b"", b"{", b"[]", b"{}", b'{"servers": [], "tools": null}', b'{"servers": [{"name": "notes"}], "tools": null}',
        b'{"servers": [{"name": "notes", "folder": "", "caller": null, "bytes": -1}], "tools": null}',
        b'{"servers": [{"name": "notes", "folder": "%s", "caller": null, "bytes": 9999}], "tools": null}',
        b'{"servers": [{"name": "notes", "folder": "%s", "caller": null, "bytes": 0}], "tools": null}',
        b'{"servers": [{"name": "notes", "folder": "%s", "caller": null, "bytes": 4}], "tools": ["none"]}',
    ],
)  # fmt: skip
def test_a_damaged_header_of_a_snapshot_is_refused(folder: Path, header: bytes) -> None:
    image = Image.load(folder)
    header = header.replace(b"%s", image.folder_digest.encode())
    for data in (b"", b"junk", b"SQLite format 3\0" + b"\xff" * 4096):
        with pytest.raises(StateError):
            Environment.restore(container(header, data), image)
