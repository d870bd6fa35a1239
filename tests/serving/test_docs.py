"""docs/serving.md: its examples run, and it names what there is."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from state_db.commands import serve
from state_db.serve.operations import OPERATIONS

from .running import running

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "serving.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"```sh\n(.*?)```", re.S)


@pytest.mark.skipif(not shutil.which("curl"), reason="the examples use curl, which is not on this machine")
def test_every_example_runs_one_after_the_other(tmp_path: Path) -> None:
    (tmp_path / ".curlrc").write_text("silent\nshow-error\nfail-with-body\n", encoding="utf-8")
    with running(ROOT / "servers" / "shop") as gateway:
        told = {**os.environ, "FLEET": gateway.url, "CONTROL": gateway.token, "ID": "", "CURL_HOME": str(tmp_path)}
        for block in BLOCK.findall(PAGE):
            for command in re.split(r"\n(?=curl)", block.strip()):
                done = subprocess.run(
                    ["bash", "-ec", command], env=told, cwd=tmp_path, capture_output=True, text=True, check=False
                )
                assert done.returncode == 0, (command, done.stdout, done.stderr)
                if done.stdout.startswith('{"id"') and not told["ID"]:
                    told["ID"] = json.loads(done.stdout)["id"]


def test_the_page_shows_every_operation_and_option() -> None:
    shown = " ".join(BLOCK.findall(PAGE))
    for operation in OPERATIONS:
        path = operation.path.partition("{id}")[2]
        assert path in shown, operation.name
    for parameter in serve.params:
        if isinstance(parameter, click.Option):
            assert f"`{parameter.opts[0]}" in PAGE or parameter.opts[0] in PAGE, parameter.name
