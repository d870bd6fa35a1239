"""The demonstration, with a generate function that fetches the site and copies the shop."""

import io
import shutil
import urllib.request
from pathlib import Path

from rich.console import Console
from shop_plan import PLAN, SHOP

from client.demo import SHOWN, demo
from client.trajectory import read_trajectories
from generator.plan import plan_text


def test_the_demonstration_plays_a_conversation_over_stdio(tmp_path: Path) -> None:
    docs, out = tmp_path / "docs", tmp_path / "out"
    docs.mkdir()
    out.mkdir()
    (docs / "index.html").write_text("<h1>The shop's API</h1>", encoding="utf-8")
    fetched = []

    def generate(url: str, into: Path) -> Path:
        with urllib.request.urlopen(url) as page:
            fetched.append(page.read().decode())
        shutil.copytree(SHOP, into / "shop")
        (into / "shop" / "plan.json").write_text(plan_text(PLAN), encoding="utf-8")
        return into / "shop"

    text = io.StringIO()
    trajectory = demo(generate, docs, out, Console(file=text, width=110), verify=lambda folder: "12 checks passed")
    assert fetched == ["<h1>The shop's API</h1>"]
    assert trajectory.verdict.passed
    assert trajectory.transport == "stdio"
    assert sum(message.role == "user" for message in trajectory.messages) >= SHOWN.turns
    assert len(trajectory.calls) >= SHOWN.calls
    assert any(call.is_error for call in trajectory.calls)
    assert "12 checks passed" in text.getvalue()
    assert "FAILED" in text.getvalue()
    assert list(read_trajectories(out / "demo-trajectory.jsonl")) == [trajectory]
