"""docs/connect.md shows what the command prints: every block is made by the command that it stands under."""

import os
import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from state_db.connect.clients import CLIENTS
from state_db.connect.command import connect

from .test_command import work

__all__ = ["work"]

PAGE = Path(__file__).parents[2] / "docs" / "connect.md"
BLOCK = re.compile(r"(<!-- begin: (.*?) -->\n)(.*?)(<!-- end -->)", re.S)
PYTHON = "/home/me/work/.venv/bin/python"
LANGUAGES = {"openai-agents": "python", "langchain": "python", "inspector": "sh"}


def block(arguments: str, work: Path) -> str:
    """What the page shows for the command's arguments, on a machine of somebody else."""
    result = CliRunner().invoke(connect, ["shop", "--client", *arguments.split()])
    assert result.exit_code == 0, result
    printed = result.stdout.replace(sys.executable, PYTHON).replace(str(work), "/home/me/work")
    language = LANGUAGES.get(arguments.split()[0], "json")
    return f"```\n$ fleetwright connect shop --client {arguments}\n```\n\n```{language}\n{printed}```\n"


def test_every_block_is_what_the_command_prints(work: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    made = BLOCK.sub(lambda found: found[1] + block(found[2], work) + found[4], page)
    if os.environ.get("UPDATE_GOLDEN"):
        PAGE.write_text(made, encoding="utf-8")
        page = made
    assert page == made


@pytest.mark.parametrize("client", list(CLIENTS))
def test_the_page_shows_every_client(client: str) -> None:
    shown = [found[2].split()[0] for found in BLOCK.finditer(PAGE.read_text(encoding="utf-8"))]
    assert client in shown


def test_the_page_names_every_option() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for parameter in connect.params:
        for name in parameter.opts:
            assert name in page or not name.startswith("--"), name
