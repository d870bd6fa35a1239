"""The command over any folder, and the page of documentation that lists the kinds."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from faults.conftest import SERVERS
from fleetwright import cli
from generator.check import checks_text, read_checks
from generator.fault_commands import faults_command
from generator.faults import FAULTS
from generator.faults.tally import faults_table, read_tally, tally_of

ROOT = Path(__file__).parents[3]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the calendar whose checks are those of its settings alone, with the kinds that are tried cut down."""
    copy = tmp_path / "calendar"
    shutil.copytree(SERVERS / "calendar", copy)
    kept = [check for check in read_checks((copy / "checks.json").read_text(encoding="utf-8"), "") if _is_kept(check)]
    (copy / "checks.json").write_text(checks_text(kept), encoding="utf-8")
    return copy


def _is_kept(check) -> bool:  # type: ignore[no-untyped-def]
    return check.tool in ("settings_get", "settings_patch") and check.law in ("singleton", "contract")


def test_faults_are_counted_by_kind_and_what_was_not_caught_is_shown(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    result = run("faults", str(folder), "--json")
    assert result.exit_code == 1
    (told,) = (json.loads(line) for line in result.stdout.splitlines())
    assert told["server"] == "calendar"
    assert told["caught"] < told["planted"] == sum(kind["sites"] for kind in told["faults"].values())
    assert told["faults"]["wrong status code"]["caught"] == 2
    assert told["faults"]["constant get"]["caught"] == 1
    assert set(told["faults"]["constant get"]) == {"sites", "caught", "named"}
    missed = {each["fault"]: each["diff"] for each in told["missed"]}
    assert "-DELETE FROM events" in missed["delete that does nothing: events_delete"]
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_the_table_names_every_fault_that_was_not_caught(folder: Path) -> None:
    result = run("faults", str(folder), "--diffs")
    assert result.exit_code == 1
    assert "NOT CAUGHT calendar: forgotten filter: calendars_list kind" in result.stdout
    assert "+  AND TRUE" in result.stdout
    assert "planted faults caught" in result.stdout


def test_a_server_without_checks_is_told_apart_from_one_that_catches_nothing(folder: Path) -> None:
    (folder / "checks.json").unlink()
    result = run("faults", str(folder))
    assert result.exit_code == 2
    assert "checks.json is missing" in result.stderr


def test_a_server_whose_checks_fail_already_is_not_tried(folder: Path) -> None:
    program = folder / "programs" / "settings_get.sql"
    program.write_text(program.read_text(encoding="utf-8").replace("@return 200", "@return 203"), encoding="utf-8")
    result = run("faults", str(folder))
    assert result.exit_code == 2
    assert "fleetwright verify" in result.stderr


def test_the_documentation_lists_the_kinds_as_they_are() -> None:
    page = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
    assert page.endswith(faults_table() + "\n"), (
        "write generator.faults.tally.faults_table() at the end of docs/faults.md"
    )
    assert all(f"| {fault.name} |" in page for fault in FAULTS)


def test_a_tally_of_nothing_has_no_rows() -> None:
    assert tally_of("empty", []).faults == {}
    assert faults_command.name == "faults"


def test_what_is_kept_is_not_tried_again_until_the_server_changes(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.jsonl"
    first = run("faults", str(folder), "--json", "--keep", str(kept))
    line = kept.read_text(encoding="utf-8")
    kept.write_text(line + line[:40], encoding="utf-8")  # a second line was broken off
    assert run("faults", str(folder), "--json", "--keep", str(kept)).stdout == first.stdout
    assert kept.read_text(encoding="utf-8") == line + line[:40]
    plan = folder / "plan.json"
    plan.write_text(plan.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert run("faults", str(folder), "--json", "--keep", str(kept)).stdout == first.stdout
    assert [bool(read_tally(each)) for each in kept.read_text(encoding="utf-8").splitlines()] == [True, False, True]


def test_two_processes_find_what_one_finds(folder: Path) -> None:
    assert run("faults", str(folder), "--jobs", "2").stdout == run("faults", str(folder), "--jobs", "1").stdout


def test_of_several_servers_the_last_line_tells_all_together(folder: Path, tmp_path: Path) -> None:
    other, broken = tmp_path / "other", tmp_path / "broken"
    shutil.copytree(folder, other)
    shutil.copytree(folder, broken)
    (broken / "plan.json").unlink()
    result = run("faults", str(folder), str(broken), str(other), "--json", "--jobs", "1")
    assert result.exit_code == 2
    one, wrong, two, whole = (json.loads(line) for line in result.stdout.splitlines())
    assert "plan.json is missing" in wrong["error"]
    assert (whole["servers"], whole["planted"], whole["caught"]) == (2, 2 * one["planted"], 2 * two["caught"])
    assert whole["faults"]["wrong status code"]["sites"] == 2 * one["faults"]["wrong status code"]["sites"]
