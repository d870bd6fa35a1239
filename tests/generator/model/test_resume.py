"""A run that is killed at any point goes on where it was: the same bytes in the end, and no answered request again."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from .endpoints import Answers, Fault, endpoint, stage_of
from .lockers import PAGE, RENT, answer
from .test_pipeline import folder_bytes

ROOT = Path(__file__).parents[3]
STAGES = ("reading", "planning", "programs", "checks", "settling")
Json = Any


def with_repair(body: Json) -> str:
    """Answers of which one program is wrong at first, so that there is a round of repair."""
    if stage_of(body) == "programs":
        wrong = RENT.replace("coalesce(rents, 0) + 1", "coalesce(rents, 0) + 2")
        return json.dumps({"programs": [{"tool": "rent_locker", "sql": wrong}]})
    if stage_of(body) == "settling":
        verdict = {"check": "documented_rent_counts", "wrong": "program", "why": "It counts twice.",
                   "quotation": "counts it in `rents`", "tool": "rent_locker", "sql": RENT}  # fmt: skip
        return json.dumps({"verdicts": [verdict]})
    return answer(body)


def started(page: Path, url: str, place: Path) -> "subprocess.Popen[bytes]":
    """The command over the page, in a process of its own."""
    arguments = ["generate", str(page), "--name", "lockers", "--out", str(place / "servers"), "--model", "m",
                 "--base-url", url, "--cache", str(place / "completions.sqlite"), "--json"]  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-m", "fleetwright", *arguments],
        cwd=ROOT,
        env={**os.environ, "XDG_CACHE_HOME": str(place / "cache"), "OPENAI_API_KEY": "k"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def finished(page: Path, answers: Answers, place: Path) -> list[Json]:
    """What was asked by a run to its end."""
    with endpoint(answers) as (url, found):
        process = started(page, url, place)
        _, said = process.communicate(timeout=300)
        assert process.returncode == 0, said.decode()
        return found.requests


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files that a run writes which nobody kills."""
    place = tmp_path_factory.mktemp("whole")
    (place / "lockers.md").write_text(PAGE, encoding="utf-8")
    finished(place / "lockers.md", with_repair, place)
    return folder_bytes(place / "servers")


@pytest.mark.parametrize("stage", STAGES)
def test_a_run_killed_while_a_stage_asks_goes_on_there(
    page: Path, tmp_path: Path, whole: dict[str, bytes], stage: str
) -> None:
    answered: list[Json] = []
    victim: list[subprocess.Popen[bytes]] = []

    def answers(body: Json) -> str | Fault:
        if stage_of(body) == stage:
            os.kill(victim[0].pid, signal.SIGKILL)
            return Fault(503)
        answered.append(body)
        return with_repair(body)

    place = tmp_path / "killed"
    with endpoint(answers) as (url, _):
        victim.append(started(page, url, place))
        victim[0].communicate(timeout=300)
    assert victim[0].returncode == -signal.SIGKILL
    assert not (place / "servers" / "lockers").exists()
    later = finished(page, with_repair, place)
    texts = Counter(json.dumps(body, sort_keys=True) for body in [*answered, *later])
    assert max(texts.values()) == 1
    assert [stage_of(body) for body in [*answered, *later]] == list(STAGES)
    assert folder_bytes(place / "servers") == whole
