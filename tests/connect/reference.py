"""A server folder with the tools that scenarios of the conformance suite ask for by name, as far as a server of ours
can have them at all."""

import json
from pathlib import Path

TEXT = "This is a simple text response for testing."
PROGRAMS = {
    "test_simple_text": f"-- @return 200\nSELECT '{TEXT}';\n",
    "test_error_handling": "-- @require failed_precondition: This tool always fails.\nSELECT 0;\n\n-- @return 204\n",
    "test_custom_headers": "-- @return 200\nSELECT json_object('region', :region);\n",
}
PROPERTIES = {"test_custom_headers": {"region": {"type": "string", "x-mcp-header": "Region"}}}


def write_reference(folder: Path) -> Path:
    """Write the server folder and return it."""
    (folder / "programs").mkdir(parents=True)
    tools = [
        {
            "name": name,
            "title": name,
            "description": "A tool of the conformance suite.",
            "inputSchema": {
                "type": "object",
                "properties": PROPERTIES.get(name, {}),
                "required": list(PROPERTIES.get(name, {})),
                "additionalProperties": False,
            },
            "annotations": {"readOnlyHint": True, "openWorldHint": False},
        }
        for name in PROGRAMS
    ]
    routes = {name: {"method": "GET", "path": f"/{name}", "statuses": [200]} for name in PROGRAMS}
    files = {
        "server.json": {"format": 1, "name": "reference", "title": "Reference"},
        "tools.json": {"tools": tools},
        "routes.json": {"tools": routes},
        "seed.json": {},
    }
    for name, value in files.items():
        (folder / name).write_text(json.dumps(value), encoding="utf-8")
    for name, program in PROGRAMS.items():
        (folder / "programs" / f"{name}.sql").write_text(program, encoding="utf-8")
    (folder / "schema.sql").write_text("CREATE TABLE things (id INTEGER PRIMARY KEY) STRICT;\n", encoding="utf-8")
    (folder / "instructions.md").write_text("", encoding="utf-8")
    return folder
