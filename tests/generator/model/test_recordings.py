"""A recording of completions makes the same server again, without any endpoint."""

from pathlib import Path

from examples.regenerate import replayed
from generator.generate import Request, generate
from generator.model.completions import Completions

from .conftest import Run
from .lockers import answer
from .test_pipeline import folder_bytes


def test_a_recording_is_replayed_to_the_same_bytes(run: Run, page: Path, tmp_path: Path) -> None:
    made, _ = run(answer)
    completions = Completions(tmp_path / "completions.sqlite3")
    lines = list(completions.lines())
    completions.close()
    assert len(lines) == 4
    recording = tmp_path / "completions.jsonl"
    recording.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with replayed(recording, "m") as settings:
        again = generate(Request(str(page), "lockers", tmp_path / "again", model=settings))
    assert folder_bytes(again.folder) == folder_bytes(made.folder)
