"""Windows: what is in effect from one time to another is ended by its deletion, and still shown, as if by itself."""

from typing import Any

import pytest

from generator.plan import Tool
from planning.specs import in_path, listing, plan_of, ref, sends, shows, tool_at

Json = Any

TEXT = {"type": "string"}
TIME = {"type": "string", "format": "date-time"}
TOLD_BY_THE_CLOCK = ["expired", "active", "pending"]


def deletion(states: Json, *answers: str, nested: bool = False, **times: Json) -> Tool:
    """Return the tool that deletes a closure of a road, whose ``state`` is one of these."""
    state = {"type": "string", "enum": states}
    inner = {"type": "object", "properties": {"state": state}, "required": ["state"]}
    sent = {"road": TEXT, **(times or {"startsAt": TIME, "endsAt": TIME})}
    shown = {"id": TEXT, **sent, "status": inner if nested else state}
    new = {"type": "object", "required": list(sent), "properties": sent}
    gone = {status: {"description": "Done." if status < "300" else "Failed."} for status in ("200", *answers)}
    paths = {
        "/closures": {
            "get": listing(ref("Closure")),
            "post": {"requestBody": sends(new), "responses": shows(ref("Closure"))},
        },
        "/closures/{id}": {
            "parameters": [in_path("id")],
            "get": {"responses": shows(ref("Closure"))},
            "delete": {"responses": gone},
        },
    }
    closure = {"type": "object", "required": list(shown), "properties": shown}
    return tool_at(plan_of(paths, Closure=closure), "DELETE /closures/{id}")


def test_a_window_whose_state_the_clock_tells_ends_now() -> None:
    tool = deletion(TOLD_BY_THE_CLOCK)
    assert (tool.pattern, tool.soft, tool.set) == ("delete", True, {"status": "expired", "ends_at": "$now"})
    assert deletion(TOLD_BY_THE_CLOCK, nested=True).set == {"status": {"state": "expired"}, "ends_at": "$now"}


@pytest.mark.parametrize(
    "tool",
    [
        deletion(TOLD_BY_THE_CLOCK, "404"),
        deletion(["active", "expired"]),
        deletion(["draft", "active", "expired"]),
        deletion([*TOLD_BY_THE_CLOCK, "suspended"]),
        deletion(TOLD_BY_THE_CLOCK, startsAt=TIME),
        deletion(TOLD_BY_THE_CLOCK, startsAt=TEXT, endsAt=TEXT),
    ],
    ids=["not found again", "no state before", "a draft", "another state", "no end", "no times"],
)
def test_all_else_is_taken_away(tool: Tool) -> None:
    assert not tool.soft
    assert tool.set == {}
