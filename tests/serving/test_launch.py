"""What a generated server.py offers."""

import subprocess
import sys
from pathlib import Path

import pytest

from state_db.errors import StateError
from state_db.serve.launch import scenario_of

from .samples import ADA
from .ways import FASTMCP_COMMAND, Way, connected


def run(*command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL, check=False)


def test_help_shows_every_option_and_examples(shop: Path) -> None:
    said = run(sys.executable, str(shop / "server.py"), "--help")
    assert said.returncode == 0
    for word in ("--http", "--host", "--port", "--state", "--scenario", "--seed", "--caller", "--allow", "examples:"):
        assert word in said.stdout


@pytest.mark.parametrize(
    "options", [["--scenario", "none.json"], ["--state", __file__], ["--http", "--host", "256.0.0.1"]]
)
def test_what_cannot_be_done_is_said_in_one_line_and_exits_with_2(shop: Path, options: list[str]) -> None:
    said = run(sys.executable, str(shop / "server.py"), *options)
    assert said.returncode == 2
    assert said.stderr.startswith("error: ")
    assert said.stderr.count("\n") == 1
    assert said.stdout == ""


def test_serving_on_standard_streams_does_not_load_fastmcp() -> None:
    modules = "state_db.serve.launch, state_db.serve.lowlevel, state_db.serve.stdio"
    assert run(sys.executable, "-c", f"import sys, {modules}; sys.exit('fastmcp' in sys.modules)").returncode == 0


def test_fastmcp_inspects_the_server(shop: Path) -> None:
    said = run(str(FASTMCP_COMMAND), "inspect", str(shop / "server.py"))
    assert said.returncode == 0, said.stderr
    assert "Tools:        11" in said.stdout


@pytest.mark.anyio
async def test_a_scenario_is_empty_or_rows_of_a_file(shop: Path, tmp_path: Path) -> None:
    way = Way("mcp", "stdio", "auto")
    async with connected(way, shop, "--scenario", "empty") as link:
        assert (await link.call("get_customer", {"customer_id": ADA})).is_error
    rows = tmp_path / "rows.json"
    rows.write_text(
        '{"customers": [{"id": "cus_1", "name": "N", "email": "n@example.com", "active": true, "address": null,'
        ' "created_at": "2026-01-01T00:00:00Z"}]}',
        encoding="utf-8",
    )
    async with connected(way, shop, "--scenario", str(rows)) as link:
        assert not (await link.call("get_customer", {"customer_id": "cus_1"})).is_error


@pytest.mark.anyio
async def test_the_seed_decides_the_ids_that_are_made(shop: Path) -> None:
    made = []
    for seed in ("1", "1", "2"):
        async with connected(Way("mcp", "stdio", "auto"), shop, "--seed", seed) as link:
            made.append(await link.call("create_customer", {"name": "N", "email": "n@example.com"}))
    assert made[0] == made[1] != made[2]


def test_a_scenario_file_must_hold_an_object(tmp_path: Path) -> None:
    file = tmp_path / "rows.json"
    file.write_text("[]", encoding="utf-8")
    with pytest.raises(StateError, match="JSON object"):
        scenario_of(str(file), "shop")
