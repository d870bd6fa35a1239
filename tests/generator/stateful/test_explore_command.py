"""The command that explores a server folder."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fleetwright import cli
from generator.check import read_checks

SERVERS = Path(__file__).parents[3] / "servers"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shop in which a customer's deletion does nothing."""
    copy = tmp_path / "shop"
    shutil.copytree(SERVERS / "shop", copy)
    program = copy / "programs" / "delete_product.sql"
    text = program.read_text(encoding="utf-8")
    assert "WHERE id = :product_id;" in text
    program.write_text(text.replace("WHERE id = :product_id;", "WHERE id = :product_id AND FALSE;"), encoding="utf-8")
    return copy


def test_what_goes_wrong_is_told_with_the_calls_and_added_to_the_checks(folder: Path) -> None:
    result = run("explore", str(folder), "--examples", "250", "--write")
    assert result.exit_code == 1
    assert "0. delete_product" in result.stdout
    path = folder / "checks.json"
    checks = read_checks(path.read_text(encoding="utf-8"), str(path))
    assert "sequence" in {check.law for check in checks}
    told = run("explore", str(folder), "--examples", "250", "--write", "--json")
    assert json.loads(told.stdout)["added"] == 0
    assert json.loads(told.stdout)["found"][0]["law"] == "sequence"


def test_a_sound_server_is_left_as_it_is(tmp_path: Path) -> None:
    copy = tmp_path / "shop"
    shutil.copytree(SERVERS / "shop", copy)
    before = (copy / "checks.json").read_bytes()
    result = run("explore", str(copy), "--examples", "10", "--write")
    assert result.exit_code == 0
    assert "0 faults" in result.stdout
    assert (copy / "checks.json").read_bytes() == before
