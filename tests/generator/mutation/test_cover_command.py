"""``fleetwright cover`` leaves fewer checks, which catch as many planted faults."""

import json
import shutil
from pathlib import Path

from click.testing import CliRunner

from fleetwright import cli
from generator.check import read_checks
from generator.verify import verify_folder

CALENDAR = Path(__file__).parents[3] / "servers" / "calendar"


def test_a_cover_is_smaller_passes_and_shows_every_law(tmp_path: Path) -> None:
    folder = tmp_path / "calendar"
    shutil.copytree(CALENDAR, folder)
    before = read_checks((folder / "checks.json").read_text(encoding="utf-8"), "checks.json")
    result = CliRunner().invoke(cli, ["cover", str(folder), "--json"])
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    after = read_checks((folder / "checks.json").read_text(encoding="utf-8"), "checks.json")
    assert told["checks"] == {"before": len(before), "after": len(after)} and len(after) < len(before)
    assert {check.law for check in after} == {check.law for check in before}
    assert not verify_folder(folder).verification.checks.failed
