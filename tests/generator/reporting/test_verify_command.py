import fcntl
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from click.testing import CliRunner, Result

from fleetwright import cli
from reporting.conftest import Copy
from reporting.faulty import break_a_program, ignore_the_status

ROOT = Path(__file__).parents[3]


def verify(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["verify", *map(str, arguments)])


def lines(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_unchanged_server_is_skipped_and_said_so(copy: Copy) -> None:
    folder = copy("one")
    result = verify(folder)
    assert result.exit_code == 0
    assert "tracker: unchanged since it was verified" in result.stdout
    (line,) = lines(verify(folder, "--json"))
    assert line["skipped"] is True
    (line,) = lines(verify(folder, "--json", "--all"))
    assert set(line) == {"server", "checks", "families", "mutants", "seconds"}


def test_exit_codes_are_0_1_and_2_and_lines_are_in_the_order_given(copy: Copy) -> None:
    sound, faulty, broken = copy("sound"), copy("faulty"), copy("broken")
    ignore_the_status(faulty)
    break_a_program(broken)
    assert verify(sound).exit_code == 0
    assert verify(sound, faulty).exit_code == 1
    result = verify("no/such/folder", faulty, broken, sound, "--json")
    assert result.exit_code == 2
    first, second, third, last = lines(result)
    assert set(first) == set(third) == {"server", "error"}
    assert third["server"] == "broken"
    assert isinstance(second["checks"], dict)
    assert second["checks"]["failed"] > 0
    assert last["server"] == "tracker"


def test_failure_is_printed_like_a_bug_report(copy: Copy) -> None:
    folder = copy("one")
    ignore_the_status(folder)
    said = verify(folder).stdout
    assert "list_tasks breaks the law filter: " in said
    assert "To see it again, from the scenario" in said
    assert "list_tasks {" in said


def test_reports_are_written_for_all_also_for_those_that_were_skipped(copy: Copy, tmp_path: Path) -> None:
    sound, faulty = copy("sound"), copy("faulty")
    ignore_the_status(faulty)
    out = tmp_path / "out"
    result = verify(sound, faulty, "nowhere", "--junit", out / "junit.xml", "--html", out / "pages")
    assert result.exit_code == 2
    suites = Xml.parse(out / "junit.xml").getroot()
    assert [suite.get("name") for suite in suites] == ["tracker", "tracker", "nowhere"]
    assert [suite.get("errors") for suite in suites] == ["0", "0", "1"]
    assert {path.name for path in (out / "pages").iterdir()} == {"index.html", "tracker.html", "tracker-2.html"}
    assert verify(sound, "--html", out / "one.html").exit_code == 0
    assert "All servers" not in (out / "one.html").read_text(encoding="utf-8")
    assert verify(sound, faulty, "--html", out / "all.html").exit_code == 1
    assert 'id="tracker-2-tools"' in (out / "all.html").read_text(encoding="utf-8")


def test_place_that_cannot_be_written_is_told(copy: Copy, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = verify(copy("one"), "--junit", tmp_path / "file" / "junit.xml")
    assert result.exit_code != 0
    assert "cannot be made" in str(result.exception)


@pytest.mark.parametrize("name", ["plan.json", "checks.json"])
def test_a_pipe_in_place_of_a_file_is_told_and_not_waited_for(name: str, copy: Copy) -> None:
    folder = copy("one")
    (folder / name).unlink()
    os.mkfifo(folder / name)
    result = verify("--all", folder)
    assert result.exit_code == 2
    assert f"{name} is missing or no text" in result.output


# The smallest pipe that Linux makes.
PIPE_BYTES = 4096


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_interrupt_ends_all_processes_and_leaves_nothing_half_written(jobs: str, copy: Copy, tmp_path: Path) -> None:
    # More than the pipe holds is told of them: some are left to interrupt, however busy the machine is.
    folders = [copy(f"copy{number}") for number in range(40)]
    command = [sys.executable, "-m", "fleetwright", "verify", *map(str, folders), "--all", "--json", "--jobs", jobs]
    reports = ["--junit", str(tmp_path / "junit.xml"), "--html", str(tmp_path / "pages")]
    with subprocess.Popen(
        [*command, *reports], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:  # fmt: skip
        assert process.stdout is not None
        fcntl.fcntl(process.stdout, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        first = json.loads(process.stdout.readline())
        process.send_signal(signal.SIGINT)
        # Both pipes end only when every process that has them has ended.
        rest, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert first["checks"]["failed"] == 0
    assert len(rest.splitlines()) < len(folders) - 1
    assert "interrupted" in said
    assert "Traceback" not in said
    assert not (tmp_path / "junit.xml").exists()
    assert not (tmp_path / "pages").exists()
    for folder in folders:
        assert json.loads((folder / "verification.json").read_text(encoding="utf-8"))["server"] == "tracker"
        assert not list(folder.glob(".verification*"))
