"""Deletions that archive, and names that are unique as far as is documented."""

from pathlib import Path
from typing import Any

import pytest

from generator.plan import Plan
from generator.render import render
from generator.verify import prove
from planning.specs import in_path, listing, parameter, plan_of, ref, sends, shows, tool_at
from state_db.environment import Environment

Json = Any

TEXT = {"type": "string"}
FLAG = {"type": "boolean"}
GONE: Json = {"204": {"description": ""}}
CRATE: Json = {
    "type": "object",
    "required": ["id", "archived"],
    "properties": {
        "id": {**TEXT, "readOnly": True},
        "label": TEXT,
        "archived": {**FLAG, "readOnly": True},
        "archived_at": {**TEXT, "format": "date-time", "readOnly": True},
    },
}


def crates(said: str, *asked: Json) -> Plan:
    key = in_path("id")
    body = {"type": "object", "properties": {"inputs": {"type": "array", "items": ref("Id")}}}
    return plan_of(
        {
            "/crates": {
                "get": listing(ref("Crate"), *asked),
                "post": {"requestBody": sends(ref("New")), "responses": shows(ref("Crate"), "201")},
            },
            "/crates/{id}": {
                "get": {"parameters": [key, *asked], "responses": shows(ref("Crate"))},
                "delete": {"parameters": [key], "description": said, "responses": GONE},
            },
            "/crates/batch/archive": {
                "post": {"summary": "Archive all", "requestBody": sends(body), "responses": GONE}
            },
        },
        Crate=CRATE,
        New={"type": "object", "properties": {"label": TEXT}},
        Id={"type": "object", "required": ["id"], "properties": {"id": TEXT}},
    )


ASKED = parameter("archived", {**FLAG, "default": False}, description="Only results that have been archived.")


def test_what_is_archived_is_shown_to_who_asks_for_it_alone(tmp_path: Path) -> None:
    plan = crates("Moves a crate to the recycling bin.", ASKED)
    files = render(plan)
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    by = {(tool.method, tool.path): tool.name for tool in plan.tools}
    show, take = by["GET", "/crates/{id}"], by["DELETE", "/crates/{id}"]
    with Environment.open(tmp_path) as env:
        one, other = (env.call(by["POST", "/crates"], {"label": label}).body["id"] for label in ("a", "b"))
        assert env.call(take, {"id": one}).status == 204
        assert env.call(by["POST", "/crates/batch/archive"], {"inputs": [{"id": other}]}).status == 204
        for crate in (one, other):
            assert env.call(show, {"id": crate}).status == 404
            kept = env.call(show, {"id": crate, "archived": True}).body
            assert kept["archived"] is True and kept["archived_at"]
        listed = [row["id"] for row in env.call(by["GET", "/crates"], {"archived": True}).body]
    assert {one, other} <= set(listed)
    proof = prove(plan, files)
    assert proof.result.outcomes and not proof.result.failed


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Moves a crate to the recycling bin.", ()),
        ("Deletes a crate.", (ASKED,)),
        ("Archives a crate permanently.", (ASKED,)),
    ],
)
def test_a_deletion_takes_the_row_away_where_nothing_says_that_it_is_kept(said: str, asked: tuple[Json, ...]) -> None:
    assert not tool_at(crates(said, *asked), "DELETE /crates/{id}").soft


@pytest.mark.parametrize(
    ("name", "said", "conflict", "unique"),
    [
        ("rule_name", "The name.", "A rule with this name already exists.", True),
        ("name", "The name.", "A rule with this name already exists.", True),
        ("name", "Names must be unique within their parent rule.", "A rule with this name already exists.", False),
        ("name", "The name.", "A rule with the name already exists in the parent rule.", False),
        ("maker_name", "The maker.", "A rule with this name already exists.", False),
    ],
)
def test_a_name_is_as_unique_as_its_conflict_tells(name: str, said: str, conflict: str, unique: bool) -> None:
    sent = {"type": "object", "required": [name], "properties": {name: {**TEXT, "description": said}}}
    rule = {"type": "object", "required": ["id"], "properties": {"id": {**TEXT, "readOnly": True}, name: TEXT}}
    post = {"requestBody": sends(sent), "responses": {**shows(ref("Rule"), "201"), "409": {"description": conflict}}}
    one = {"parameters": [in_path("id")], "get": {"responses": shows(ref("Rule"))}}
    plan = plan_of({"/rules": {"get": listing(ref("Rule")), "post": post}, "/rules/{id}": one}, Rule=rule)
    assert plan.entity("rule").column(name).unique is unique
