"""Inputs that say for how long a thing lives move the time at which it is shown to expire."""

from pathlib import Path
from typing import Any

from generator.plan import Plan
from generator.render import render
from planning.specs import in_path, listing, plan_of, ref, sends, shows, tool_at
from state_db.environment import Environment
from state_db.image import Image

Json = Any
NOTE: Json = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "text": {"type": "string"},
        "date_expires": {"type": "string", "format": "date-time", "nullable": True},
    },
}
SAID = "How long, in seconds, before the note expires. 0 means it never expires."
LONG: Json = {"type": "integer", "description": SAID}
SHORT: Json = {"type": "integer", "description": "An alias for `note_ttl`."}


def notes() -> Plan:
    body = {"type": "object", "properties": {"text": {"type": "string"}, "note_ttl": LONG, "ttl": SHORT}}
    change = {"type": "object", "properties": {"note_ttl": LONG}}
    paths = {
        "/notes": {
            "get": listing(ref("Note")),
            "post": {"requestBody": sends(body), "responses": shows(ref("Note"), "201")},
        },
        "/notes/{noteId}": {
            "parameters": [in_path("noteId")],
            "get": {"responses": shows(ref("Note"))},
            "post": {"requestBody": sends(change), "responses": shows(ref("Note"))},
        },
    }
    return plan_of(paths, Note=NOTE)


def test_a_note_expires_so_long_after_it_was_said(tmp_path: Path) -> None:
    plan = notes()
    for name, text in render(plan).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    image = Image.load(tmp_path)
    new, change = tool_at(plan, "POST /notes").name, tool_at(plan, "POST /notes/{noteId}").name
    with Environment.open(image, scenario="empty") as environment:
        note = environment.call(new, {"text": "Milk", "note_ttl": 60, "ttl": 5}).body
        assert note["date_expires"] == "2026-01-05T09:01:00Z"
        assert environment.call(new, {"ttl": 61}).body["date_expires"] == "2026-01-05T09:01:02Z"
        same = environment.call(change, {"note_id": note["id"]}).body
        assert same["date_expires"] == note["date_expires"]
        assert environment.call(change, {"note_id": note["id"], "note_ttl": 0}).body["date_expires"] is None
