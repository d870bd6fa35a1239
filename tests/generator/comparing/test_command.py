"""The command: JSON as the contract has it, a readable table, and its exit codes."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from comparing.conftest import HOST, archive, entry, story
from fleetwright import cli
from generator.errors import RecordingError


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


def test_a_recording_that_agrees_is_told_in_json_and_exits_with_0(folder: Path, tmp_path: Path) -> None:
    result = run("compare", str(folder), "--har", str(archive(tmp_path / "run.har", *story())), "--json")
    assert result.exit_code == 0
    whole = {"steps": 5, "status": 1.0, "body": 1.0}
    assert json.loads(result.stdout) == {
        "server": "library",
        "declared": whole,
        "all": whole,
        "differences": [],
        "open": [],
    }


def test_differences_are_listed_by_step_and_exit_with_1(folder: Path, tmp_path: Path) -> None:
    path = archive(tmp_path / "run.har", *story(), entry("GET", f"{HOST}/v1/shelves", 200, []))
    result = run("compare", str(folder), "--har", str(path))
    assert result.exit_code == 1
    assert "declared │     5 │   100% │ 100%" in result.stdout
    assert "   5  STATUS  200  GET /v1/shelves  (not declared)" in result.stdout
    assert "It is not an operation of this description." in result.stdout


def test_bad_input_is_told_with_what_and_where(folder: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.har"
    broken.write_text("{", encoding="utf-8")
    result = run("compare", str(folder), "--har", str(broken))
    assert isinstance(result.exception, RecordingError)
    assert "not JSON" in str(result.exception) and "broken.har" in str(result.exception)
    for arguments in ([], ["--har", str(broken), "--against", HOST], ["--har", str(broken), "--writes"]):
        assert run("compare", str(folder), *arguments).exit_code == 2
    assert run("compare", str(folder), "--against", HOST, "--header", "nonsense").exit_code == 2


def test_a_service_that_is_not_public_is_refused(folder: Path) -> None:
    result = run("compare", str(folder), "--against", "http://127.0.0.1:9")
    assert "--allow-private" in str(result.exception)
