"""Descriptions that someone wrote to break their reader, and the whole way from one to a server folder."""

import json
import time
from pathlib import Path
from typing import Any

from generator.generate import Generated, Request, generate
from state_db.errors import FleetError

Json = Any
LONGEST_SECONDS = 10.0  # of processor time, for one description

# Each would do harm if it were taken for SQL, HTML, a template, a path or code.
NAMES = [
    "'; DROP TABLE things; --",
    '"; DELETE FROM things; --',
    "`things`",
    "{{7*7}}",
    "{% for x in y %}",
    "{{ self.__init__.__globals__ }}",
    "{#",
    "${7*7}",
    "#{7*7}",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "../../../etc/passwd",
    "..\\..\\x",
    "/absolute",
    "C:\\x",
    "a/b",
    ".",
    "..",
    "~",
    "%2e%2e%2f",
    "nul\x00byte",
    "line\nbreak",
    "-- @run",
    "a\n-- @run\nDELETE FROM things;\n-- @return 200\nSELECT 1;",
    "*/ /*",
    "\u202eevil",
    "zero\u200bwidth",
    "\ufeffbom",
    "e\u0301",
    "😀",
    "漢字",
    "سلام",
    "__proto__",
    "constructor",
    "__class__",
    "$ref",
    "$row",
    "$items",
    "$argument:x",
    "@now",
    ":name",
    "?1",
    "x" * 5000,
    " ",
    "\t",
    "-",
    "_",
    "__",
    "[link](javascript:alert(1))",
    "| a | b |",
    "```",
    "\r\n",
    "\x1b[31mred",
    "'''",
    '"""',
    "\\",
    "\\u0000",
    "%s%n",
    "con",
    "aux.txt",
]


def answer(schema: Json) -> Json:
    return {"200": {"description": "Fine.", "content": {"application/json": {"schema": schema}}}}


def resource(name: str, schema: Json, path: str = "/things", **more: Json) -> Json:
    """A description of one resource with all five calls, called ``name`` wherever it may have a name."""
    one = f"{path}/{{thingId}}"
    key = {"name": "thingId", "in": "path", "required": True, "schema": {"type": "string"}, "description": name}
    body = {"required": True, "content": {"application/json": {"schema": schema}}}
    listed = {"type": "object", "properties": {"data": {"type": "array", "items": schema}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Hostile", "version": name[:50], "description": name},
        "paths": {
            path: {
                "get": {"operationId": "listThings", "summary": name, "tags": [name], "responses": answer(listed)},
                "post": {"operationId": "createThing", "description": name, "requestBody": body,
                         "responses": answer(schema)},
            },
            one: {
                "parameters": [key],
                "get": {"operationId": "getThing", "responses": answer(schema)},
                "patch": {"operationId": "updateThing", "requestBody": body, "responses": answer(schema)},
                "delete": {"operationId": "deleteThing", "responses": {"204": {"description": name}}},
            },
        },
        **more,
    }  # fmt: skip


def thing(**properties: Json) -> Json:
    return {"type": "object", "properties": {"id": {"type": "string", "readOnly": True}, **properties}}


def generated(folder: Path, data: Json, file: str = "hostile.json") -> Generated | FleetError:
    """What ``generate`` makes of a description or bytes, or how it refuses; in time, and writing nowhere else."""
    inside = folder / "in"
    inside.mkdir()
    path = inside / file
    path.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
    begun = time.process_time()
    made: Generated | FleetError
    try:
        made = generate(Request(str(path), out=folder / "out" / "servers"))
    except FleetError as refused:
        made = refused
    assert time.process_time() - begun < LONGEST_SECONDS
    assert_only_one_folder(folder, made)
    return made


def assert_only_one_folder(folder: Path, made: Generated | FleetError) -> None:
    """Nothing was written but one server folder, flat but for its programs."""
    written = {path for path in folder.rglob("*") if path.is_file()} - {path for path in (folder / "in").iterdir()}
    if isinstance(made, FleetError):
        assert not written and made.what and made.where
        return
    assert made.folder.parent == folder / "out" / "servers"
    for path in written:
        assert path.parent in (made.folder, made.folder / "programs")
