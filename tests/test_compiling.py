"""The benchmark of compiling, on a small description: what it tells, and what it cannot compare."""

import json
from pathlib import Path

import pytest

from benchmarks.compiling import main

SHOP = Path(__file__).parents[1] / "examples" / "shop" / "openapi.yaml"


def test_every_stage_of_compiling_a_description_is_timed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(SHOP), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told) == ["read", "plan", "render", "write", "all", "peer", "ratio", "tools", "peak_mb"]
    assert told["tools"] > 0
    assert told["all"] >= max(told["plan"], told["render"])


def test_a_description_without_paths_is_an_error_that_names_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "bare.json"
    source.write_text('{"openapi": "3.0.3", "info": {"title": "Bare", "version": "1"}, "paths": {}}')
    assert main([str(source)]) == 2
    assert capsys.readouterr().err == (
        "error: bare.json#/paths: The description has no paths. Name one that documents calls.\n"
    )
