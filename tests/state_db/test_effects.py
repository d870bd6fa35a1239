"""What a program can do to rows, read off its statements."""

import json
from pathlib import Path

import pytest

from state_db.effects import Effects, effects_of
from state_db.image import Image
from state_db.parse import parse_program

SERVERS = Path(__file__).parents[2] / "servers"
END = "\n-- @return 200\nSELECT 1;\n"


@pytest.mark.parametrize(
    ("steps", "writes", "overwrites"),
    [
        ("", False, False),
        ("-- @let\nSELECT replace(name, 'DELETE FROM t', 'INSERT INTO t') AS a, \"update\" AS b FROM t;", False, False),
        ("-- @let\nSELECT new_id('t') AS key;", True, False),
        ("-- @run\nINSERT INTO t (id) VALUES (1);", True, False),
        ("-- @run\nINSERT OR IGNORE INTO t (id) VALUES (1);", True, False),
        ("-- @run\nINSERT OR REPLACE INTO t (id) VALUES (1);", True, True),
        ("-- @run\nREPLACE INTO t (id) VALUES (1);", True, True),
        ("-- @run\nINSERT INTO t (id) VALUES (1) ON CONFLICT DO UPDATE SET name = 'x';", True, True),
        ("-- @run\nWITH gone AS (SELECT 1 AS id) DELETE FROM t WHERE id IN (SELECT id FROM gone);", True, True),
        ("-- @run\n-- @if given\nUPDATE t SET name = 'x';", True, True),
    ],
)
def test_effects_are_read_off_the_statements(steps: str, writes: bool, overwrites: bool) -> None:
    assert effects_of(parse_program("do", steps + END, {})) == Effects(writes, overwrites)


@pytest.mark.parametrize("server", sorted(path.name for path in SERVERS.iterdir() if path.is_dir()))
def test_the_annotations_of_the_committed_servers_follow_from_their_programs(server: str) -> None:
    image = Image.load(SERVERS / server)
    for name, spec in image.tools.items():
        code = image.codes[name]
        effects = effects_of(code.program)
        assert spec.annotations["readOnlyHint"] == (not effects.writes), name
        assert effects.overwrites or not spec.annotations["destructiveHint"], name
        assert spec.annotations["openWorldHint"] is False
        # SQLite says the same of the statements that were prepared.
        assert effects.writes == any(variant.writes for variant in code.variants.values()), name


@pytest.mark.parametrize("server", sorted(path.name for path in SERVERS.iterdir() if path.is_dir()))
def test_the_schemas_of_the_committed_servers_are_whole(server: str) -> None:
    tools = json.loads((SERVERS / server / "tools.json").read_text(encoding="utf-8"))["tools"]
    for tool in tools:
        assert tool["title"] and tool["description"], tool["name"]
        for which in ("inputSchema", "outputSchema"):
            schema = tool.get(which)
            if schema is not None:
                assert schema["type"] == "object" and "$ref" not in schema
                assert all(resolves(schema, reference) for reference in references(schema)), (tool["name"], which)
        assert tool["inputSchema"]["additionalProperties"] is False


def references(schema: object) -> list[str]:
    if isinstance(schema, list):
        return [one for part in schema for one in references(part)]
    if not isinstance(schema, dict):
        return []
    own = [schema["$ref"]] if isinstance(schema.get("$ref"), str) else []
    return own + [one for part in schema.values() for one in references(part)]


def resolves(schema: object, reference: str) -> bool:
    """Whether a reference names a place inside the schema."""
    start, *parts = reference.split("/")
    for part in parts:
        name = part.replace("~1", "/").replace("~0", "~")
        if not isinstance(schema, dict) or name not in schema:
            return False
        schema = schema[name]
    return start == "#"
