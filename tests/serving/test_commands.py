"""The commands on servers as they are."""

import json
import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from state_db.commands import commands
from state_db.errors import StateError

ROOT = click.Group(commands={command.name or "": command for command in commands})


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(ROOT, arguments)


@pytest.fixture
def servers(shop: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory whose ./servers holds shop, and broken, which cannot be loaded."""
    directory = shop.parent / "work" / "servers"
    shutil.copytree(shop, directory / "shop")
    shutil.copytree(shop, directory / "broken")
    (directory / "broken" / "tools.json").unlink()
    monkeypatch.chdir(directory.parent)
    return directory


@pytest.mark.parametrize("command", commands, ids=lambda command: command.name)
def test_every_command_has_help_with_an_example(command: click.Command) -> None:
    said = invoke(command.name or "", "--help").stdout
    assert "Examples:\n    fleetwright" in said
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name


def test_list_names_every_server_and_those_that_cannot_be_loaded(servers: Path) -> None:
    lines = [json.loads(line) for line in invoke("list", "--json").stdout.splitlines()]
    assert [line["server"] for line in lines] == ["broken", "shop"]
    assert "tools.json" in lines[0]["error"]
    path = str(Path("servers") / "shop")
    assert lines[1] == {"server": "shop", "path": path, "title": "Shop", "tools": 11, "verified": False, "changed": []}
    assert "11 tools  not verified" in invoke("list").stdout


def test_a_server_is_verified_only_as_it_was_when_its_checks_passed(servers: Path) -> None:
    from state_db.image import Image

    digest = Image.load(servers / "shop").folder_digest
    said = {"files": digest, "checks": {"run": 1, "passed": 1, "failed": 0}}
    (servers / "shop" / "verification.json").write_text(json.dumps(said), encoding="utf-8")
    assert json.loads(invoke("list", "--json").stdout.splitlines()[1])["verified"] is True
    (servers / "shop" / "instructions.md").write_text("Changed.", encoding="utf-8")
    assert json.loads(invoke("list", "--json").stdout.splitlines()[1])["verified"] is False


@pytest.mark.parametrize("named", ["shop", "servers/shop"])
def test_show_tells_what_a_server_is(servers: Path, named: str) -> None:
    said = invoke("show", named).stdout
    assert "get_customer(customer_id)" in said
    assert "create_order(customer, items, [note]" in said
    details = json.loads(invoke("show", named, "--json").stdout)
    assert details["tables"]["customers"] == 3
    assert details["tools"][1] == {
        "name": "get_customer",
        "title": "Get a customer",
        "method": "GET",
        "path": "/v1/customers/{customer_id}",
        "arguments": ["customer_id"],
        "required": ["customer_id"],
    }


@pytest.mark.parametrize("arguments", [("show", "nowhere"), ("serve", "nowhere")])
def test_what_is_not_there_is_an_error_for_people(arguments: tuple[str, ...]) -> None:
    assert isinstance(invoke(*arguments).exception, StateError)


def test_doctor_finds_this_machine_fit_and_shows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-not-to-be-shown")
    result = invoke("doctor", "--json")
    found = {line["subject"]: line for line in map(json.loads, result.stdout.splitlines())}
    assert result.exit_code == 0, result.stdout
    assert found["OPENAI_API_KEY"] == {"subject": "OPENAI_API_KEY", "ok": True, "value": "set"}
    assert "sk-not" not in result.stdout
    assert all(line["ok"] for line in found.values())
    assert "ok  SQLite" in invoke("doctor").stdout
