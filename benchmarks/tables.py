"""Server folders of as many tables as one likes, each with a view and a tool that reads it."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TABLE = """
CREATE TABLE t{n} (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,  -- @error conflict: Another row has this name.
  kind TEXT NOT NULL CONSTRAINT kind_known CHECK (kind IN ('a', 'b', 'c')),
  parent INTEGER REFERENCES t{parent} (id),
  note TEXT,
  tags TEXT CHECK (json_valid(tags)),
  created TEXT NOT NULL
) STRICT;
CREATE INDEX t{n}_by_kind ON t{n} (kind);
CREATE INDEX t{n}_by_parent ON t{n} (parent);
CREATE VIEW t{n}_json AS
SELECT t.*, json_object('id', t.id, 'name', t.name, 'kind', t.kind, 'parent', t.parent, 'note', t.note,
                        'tags', json(t.tags), 'created', t.created) AS body
FROM t{n} t;
"""
PROGRAM = """
-- @return 200
-- @missing not_found: There is no row {{id}}.
SELECT body FROM t{n}_json WHERE id = :id;
"""


@contextmanager
def table_folder(tables: int) -> Iterator[Path]:
    """Write a server folder of so many tables with ten rows each; it is there while the block lasts."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "programs").mkdir()
        names = [f"get_t{n}" for n in range(tables)]
        schema = {
            "type": "object",
            "properties": {"id": {"type": "integer"}},
            "required": ["id"],
            "additionalProperties": False,
        }
        tools = [{"name": name, "title": name, "description": name, "inputSchema": schema} for name in names]
        rows: list[dict[str, object]] = [
            {"id": i, "name": f"n{i}", "kind": "a", "parent": None, "tags": [], "created": "2026-01-05T09:00:00Z"}
            for i in range(1, 11)
        ]
        files = {
            "server.json": {"format": 1, "name": "tables", "title": "Tables"},
            "tools.json": {"tools": tools},
            "routes.json": {
                "tools": {name: {"method": "GET", "path": f"/{name}", "statuses": [200]} for name in names}
            },
            "seed.json": {f"t{n}": rows for n in range(tables)},
        }
        for name, value in files.items():
            (folder / name).write_text(json.dumps(value), encoding="utf-8")
        for n, name in enumerate(names):
            (folder / "programs" / f"{name}.sql").write_text(PROGRAM.format(n=n), encoding="utf-8")
        sql = "".join(TABLE.format(n=n, parent=max(0, n - 1)) for n in range(tables))
        (folder / "schema.sql").write_text(sql, encoding="utf-8")
        (folder / "instructions.md").write_text("", encoding="utf-8")
        yield folder
