"""Server folders of a few lines, written for one test each."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from state_db.environment import Environment
from state_db.image import Image

SHOP = Path(__file__).parents[1] / "servers" / "shop"

NOTES = """
CREATE TABLE notes (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL CONSTRAINT title_short CHECK (length(title) < 20),  -- @error invalid_argument: {title} is long.
  done INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1)),
  labels TEXT CHECK (json_valid(labels)),
  weight REAL,
  parent INTEGER REFERENCES notes (id)
) STRICT;
"""
SEED = {"notes": [{"id": 1, "title": "first", "done": True, "labels": ["a", 1]}, {"id": 7, "title": "second"}]}


def folder_of(
    folder: Path,
    programs: Mapping[str, str],
    inputs: Mapping[str, Mapping[str, Any]] | None = None,
    schema: str = NOTES,
    seed: Mapping[str, Any] | None = None,
    name: str = "notes",
    **server: Any,
) -> Path:
    """Write a server folder; every tool has the same ``inputs``, as properties of its schema."""
    (folder / "programs").mkdir(parents=True)
    tools = [tool for tool in programs if not tool.startswith("_")]
    input_schema = {"type": "object", "properties": inputs or {}, "additionalProperties": False}
    files = {
        "server.json": {"format": 1, "name": name, "title": name.title(), **server},
        "seed.json": SEED if seed is None else seed,
        "tools.json": {
            "tools": [
                {"name": tool, "title": tool, "description": tool, "inputSchema": input_schema, "annotations": {}}
                for tool in tools
            ]
        },
        "routes.json": {"tools": {tool: {"method": "POST", "path": f"/{tool}", "statuses": [200]} for tool in tools}},
    }
    for file, value in files.items():
        (folder / file).write_text(json.dumps(value), encoding="utf-8")
    (folder / "instructions.md").write_text("", encoding="utf-8")
    (folder / "schema.sql").write_text(schema, encoding="utf-8")
    for tool, text in programs.items():
        (folder / "programs" / f"{tool}.sql").write_text(text, encoding="utf-8")
    return folder


def image_of(folder: Path, program: str, inputs: Mapping[str, Mapping[str, Any]] | None = None, **more: Any) -> Image:
    """Return the image of a server whose one tool is called ``do``."""
    return Image.load(folder_of(folder / "notes", {"do": program}, inputs, **more))


def opened(
    folder: Path, program: str, inputs: Mapping[str, Mapping[str, Any]] | None = None, **more: Any
) -> Environment:
    """Return an environment of a server whose one tool is called ``do``."""
    return Environment.open(image_of(folder, program, inputs, **more))
