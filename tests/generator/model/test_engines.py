"""What is read by rules and what by a model; and what a model is asked of a machine-readable description."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.commands import generate_command
from generator.generate import Request, generate
from generator.model.choosing import chooser_by
from generator.model.settings import Settings
from generator.prose.candidates import candidates_in, chosen

from .endpoints import endpoint, stage_of
from .lockers import PAGE, RENT

Json = Any

LOCKER = {
    "type": "object",
    "required": ["id", "label", "rents"],
    "properties": {
        "id": {"type": "integer", "readOnly": True, "examples": [7]},
        "label": {"type": "string"},
        "renter": {"type": ["string", "null"], "readOnly": True},
        "rents": {"type": "integer", "readOnly": True, "default": 0},
    },
}
ANSWER = {"content": {"application/json": {"schema": LOCKER}}, "description": "A locker."}
DESCRIPTION = {
    "openapi": "3.1.0",
    "info": {"title": "Lockers", "version": "1"},
    "paths": {
        "/lockers": {"post": {
            "operationId": "create_locker", "responses": {"201": ANSWER},
            "requestBody": {"content": {"application/json": {"schema": LOCKER}}},
        }},
        "/lockers/{locker_id}": {"get": {
            "operationId": "get_locker", "responses": {"200": ANSWER},
            "parameters": [{"name": "locker_id", "in": "path", "required": True, "schema": {"type": "integer"}}],
        }},
        "/lockers/{locker_id}/rent": {"post": {
            "operationId": "rent_locker", "responses": {"200": ANSWER},
            "description": "Rents a free locker to the renter and counts it in rents. A rented one answers 409.",
            "parameters": [{"name": "locker_id", "in": "path", "required": True, "schema": {"type": "integer"}}],
            "requestBody": {"required": True, "content": {"application/json": {"schema": {
                "type": "object", "required": ["renter"], "properties": {"renter": {"type": "string"}}}}}},
        }},
    },
}  # fmt: skip

EDIT = {"edit": "write_program", "operation": "POST /lockers/{locker_id}/rent", "entity": "locker", "why": "It counts.",
        "quotation": "counts it in rents"}  # fmt: skip
RENTING = {
    "name": "rent", "because": "A rent is counted.", "quotation": "counts it in rents",
    "steps": [{"tool": "create_locker", "arguments": {"label": "N"}},
              {"tool": "rent_locker", "arguments": {"locker_id": {"$step": 0, "pointer": "/id"}, "renter": "ada"},
               "holds": [{"at": "/rents", "value": 1}]}],
}  # fmt: skip
ANSWERS = {
    "planning": {"edits": [EDIT]},
    "programs": {"programs": [{"tool": "rent_locker", "sql": RENT}]},
    "checks": {"checks": [RENTING]},
}


@pytest.fixture
def description(tmp_path: Path) -> Path:
    """A machine-readable description whose texts say more than its schemas."""
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(DESCRIPTION), encoding="utf-8")
    return path


def test_a_description_is_compiled_by_rules_though_a_model_is_named(description: Path, tmp_path: Path) -> None:
    with endpoint(lambda _: "{}") as (url, asked):
        request = Request(
            str(description), "lockers", tmp_path / "servers", model=Settings("m", url, "k", tmp_path / "c")
        )
        made = generate(request)
    assert asked.requests == []
    assert made.plan.engine == "rules"


def test_with_engine_model_its_texts_are_planned_and_programmed(description: Path, tmp_path: Path) -> None:
    with endpoint(lambda body: json.dumps(ANSWERS.get(stage_of(body), {}))) as (url, asked):
        settings = Settings("m", url, "k", tmp_path / "c")
        request = Request(str(description), "lockers", tmp_path / "servers", engine="model", model=settings)
        made = generate(request)
    assert [stage_of(body) for body in asked.requests] == ["planning", "programs", "checks"]
    assert made.plan.tool("rent_locker").pattern == "custom"
    assert made.plan.tool("create_locker").pattern == "create"
    assert made.verification.checks.failed == 0


def test_a_dry_run_asks_nothing_and_tells_the_stages(tmp_path: Path) -> None:
    page = tmp_path / "lockers.md"
    page.write_text(PAGE, encoding="utf-8")
    with endpoint(lambda _: "{}") as (url, asked):
        arguments = [str(page), "--dry-run", "--model", "m", "--base-url", url, "--price", "1,4"]
        said = CliRunner().invoke(generate_command, arguments)
    assert said.exit_code == 0, said.output
    assert asked.requests == []
    for stage in ("reading", "planning", "programs", "checks", "repair"):
        assert f"  {stage}: about " in said.output
    assert "$" in said.output


def test_a_budget_in_money_needs_a_price(tmp_path: Path) -> None:
    page = tmp_path / "lockers.md"
    page.write_text(PAGE, encoding="utf-8")
    arguments = [str(page), "--model", "m", "--base-url", "http://127.0.0.1:1", "--budget-dollars", "1",
                 "--out", str(tmp_path), "--cache", str(tmp_path / "c")]  # fmt: skip
    said = CliRunner().invoke(generate_command, arguments)
    assert said.exit_code == 2
    assert "Give --price" in said.output


def test_a_model_chooses_among_the_candidates_and_names_no_other(tmp_path: Path) -> None:
    page, other = tmp_path / "lockers.md", tmp_path / "list.txt"
    page.write_text(PAGE, encoding="utf-8")
    other.write_text("https://one.example/ Trains\nhttps://two.example/ Lockers\n", encoding="utf-8")
    known = candidates_in(other)
    with endpoint(lambda _: json.dumps({"numbers": [7, 1]})) as (url, asked):
        choose = chooser_by(Settings("m", url, "k", tmp_path / "c"), lambda _: None)
        assert [each.url for each in chosen("lockers", known, choose)] == ["https://two.example/"]
    assert "there is no candidate 7" in asked.requests[1]["messages"][-1]["content"]
