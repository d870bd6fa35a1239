"""The command line: help with examples, one clear message for bad input, exit codes, and nothing half-written."""

import json
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from fleetwright import cli

PETS = {
    "openapi": "3.0.3",
    "info": {"title": "Pets", "version": "1"},
    "paths": {
        "/pets": {
            "get": {
                "responses": {
                    "200": {
                        "description": "",
                        "content": {
                            "application/json": {
                                "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}
                            }
                        },
                    }
                }
            }
        }
    },
    "components": {
        "schemas": {
            "Pet": {"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}},
        }
    },
}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


def every_command() -> Iterator[tuple[str, click.Command]]:
    yield from sorted(cli.commands.items())


@pytest.mark.parametrize(("name", "command"), list(every_command()))
def test_every_command_explains_itself_with_examples(name: str, command: click.Command) -> None:
    shown = run(name, "--help").output
    assert command.help
    assert "Examples:" in shown
    assert f"fleetwright {name}" in shown


def test_the_commands_of_the_design_are_there() -> None:
    names = "generate render verify compare list show connect serve demo doctor graph tasks collect export stats"
    assert set(names.split()) <= set(cli.commands)


def bad_inputs(folder: Path) -> dict[str, str]:
    """Sources that hold no usable description, by what is wrong with them; the value is a word of the message."""
    broken = folder / "broken.yaml"
    broken.write_text("openapi: 3.0.0\npaths:\n  /a: [\n", encoding="utf-8")
    empty = folder / "empty.json"
    empty.write_text('{"openapi": "3.0.0", "info": {"title": "x", "version": "1"}, "paths": {}}', encoding="utf-8")
    page = folder / "page.html"
    page.write_text("<html><body><h1>Prose</h1></body></html>", encoding="utf-8")
    huge = folder / "huge.json"
    with huge.open("wb") as file:
        file.truncate(50_000_000)
    return {
        str(broken): "line",
        str(empty): "paths",
        str(page): "description",
        str(huge): "MB",
        str(folder / "missing.yaml"): "missing.yaml",
        str(folder): "no operation",
        "ftp://docs.example/openapi.json": "http",
        "http://127.0.0.1:9/openapi.json": "allow-private",
    }


def test_bad_sources_get_one_message_exit_2_and_leave_nothing_behind(tmp_path: Path) -> None:
    out = tmp_path / "servers"
    for source, word in bad_inputs(tmp_path).items():
        result = run("generate", source, "--out", str(out))
        assert result.exit_code == 2, source
        (line,) = [line for line in result.stderr.splitlines() if line.startswith("error: ")]
        assert word.lower() in line.lower(), line
        assert not out.exists(), source


def test_a_failed_source_is_told_as_json_and_the_others_are_generated(tmp_path: Path) -> None:
    good, bad = tmp_path / "pets.json", tmp_path / "bad.json"
    good.write_text(json.dumps(PETS), encoding="utf-8")
    bad.write_text("{", encoding="utf-8")
    result = run("generate", str(bad), str(good), "--out", str(tmp_path / "servers"), "--json")
    assert result.exit_code == 2
    failed, made = (json.loads(line) for line in result.stdout.splitlines())
    assert set(failed) == {"source", "error"}
    assert made["server"] == "pets"
    assert made["tools"] == made["operations"] == 1
    assert made["checks"]["failed"] == 0
    assert (tmp_path / "servers" / "pets" / "verification.json").is_file()


@pytest.mark.parametrize("name", ["../evil", "a/b", "UPPER", "", "x" * 30, "1st"])
def test_a_name_that_cannot_name_a_server_is_refused(name: str, tmp_path: Path) -> None:
    source = tmp_path / "pets.json"
    source.write_text(json.dumps(PETS), encoding="utf-8")
    result = run("generate", str(source), "--name", name, "--out", str(tmp_path / "out"))
    assert result.exit_code == 2
    assert "cannot name a server" in result.output
    assert not (tmp_path / "out").exists()


def test_a_reference_to_a_missing_schema_does_not_stop_the_rest(tmp_path: Path) -> None:
    source = tmp_path / "pets.json"
    broken = {"get": {"responses": {"200": {"$ref": "#/components/responses/Gone"}}}}
    source.write_text(json.dumps({**PETS, "paths": {**PETS["paths"], "/owners": broken}}), encoding="utf-8")  # type: ignore[dict-item]
    result = run("generate", str(source), "--out", str(tmp_path / "out"), "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["tools"] == 1


def test_an_edited_plan_is_rendered_and_hand_changed_files_are_kept(tmp_path: Path) -> None:
    source = tmp_path / "pets.json"
    source.write_text(json.dumps(PETS), encoding="utf-8")
    out = tmp_path / "out"
    assert run("generate", str(source), "--out", str(out)).exit_code == 0
    folder = out / "pets"
    plan = folder / "plan.json"
    plan.write_text(plan.read_text(encoding="utf-8").replace('"title": "Pets"', '"title": "Beasts"'), encoding="utf-8")
    assert run("render", str(folder)).exit_code == 0
    assert "Beasts" in (folder / "instructions.md").read_text(encoding="utf-8")
    program = folder / "programs" / "list_pets.sql"
    program.write_text(program.read_text(encoding="utf-8") + "-- mine\n", encoding="utf-8")
    refused = run("render", str(folder))
    assert refused.exit_code != 0
    assert "list_pets.sql" in str(refused.exception)
    assert "-- mine" in program.read_text(encoding="utf-8")
    assert run("render", str(folder), "--force").exit_code == 0
    assert "-- mine" not in program.read_text(encoding="utf-8")


def test_verify_exits_with_1_where_a_check_finds_a_fault(tmp_path: Path) -> None:
    source = tmp_path / "pets.json"
    source.write_text(json.dumps(PETS), encoding="utf-8")
    out = tmp_path / "out"
    assert run("generate", str(source), "--out", str(out)).exit_code == 0
    assert run("verify", str(out / "pets"), "--json").exit_code == 0
    program = out / "pets" / "programs" / "list_pets.sql"
    program.write_text("-- @return 200\nSELECT '[]';\n", encoding="utf-8")
    result = run("verify", str(out / "pets"), "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["checks"]["failed"] > 0
