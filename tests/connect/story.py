"""A story that every client plays on the shop: what it calls, and what must have been answered."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Json = Any
SHOP = Path(__file__).parents[2] / "servers" / "shop"
FIRST = json.loads((SHOP / "seed.json").read_text(encoding="utf-8"))["customers"][0]["id"]
STORY: list[dict[str, Json]] = [
    {"tool": "get_customer", "arguments": {"customer_id": FIRST}},
    {"tool": "update_customer", "arguments": {"customer_id": FIRST, "name": "Ada Ångström"}},
    {"tool": "get_customer", "arguments": {"customer_id": FIRST}},
    {"tool": "list_orders", "arguments": {"limit": 1}},
    {"tool": "get_customer", "arguments": {"customer_id": "cus_unknown"}},
]


@dataclass(frozen=True)
class Reply:
    """What a client was answered to one call. Some clients keep no structured content of failures, so neither do we."""

    text: str
    error: bool
    structured: Json


def check(tools: list[str], replies: list[Reply]) -> None:
    """Fail unless the story went as it must: all tools seen, the same bytes, one state, failures as failures."""
    listed = json.loads((SHOP / "tools.json").read_text(encoding="utf-8"))["tools"]
    assert tools == [tool["name"] for tool in listed]
    before, updated, after, orders, refused = replies
    assert [reply.error for reply in replies] == [False, False, False, False, True]
    assert json.loads(before.text)["id"] == FIRST
    assert json.loads(updated.text)["name"] == "Ada Ångström"
    assert after.text == updated.text
    assert after.structured == json.loads(after.text)
    assert len(json.loads(orders.text)["data"]) == 1
    assert "cus_unknown" in refused.text and refused.structured is None
