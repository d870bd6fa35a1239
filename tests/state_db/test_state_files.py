import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tiny_servers import SHOP, folder_of, image_of

from state_db.environment import Environment
from state_db.errors import StateError
from state_db.image import Image

IMAGE = Image.load(SHOP)
PENDING = "ord_b3Nc8Vf5Kd6Hs2"

WRITER = """
import sys
from pathlib import Path
from state_db.environment import Environment
environment = Environment.open(Path(sys.argv[1]), file=Path(sys.argv[2]))
while True:
    print(environment.call("make", {}).text, environment.clock, flush=True)
"""


def test_state_in_a_file_is_taken_up_again(tmp_path: Path) -> None:
    file = tmp_path / "state.db"
    with Environment.open(IMAGE, file=file, seed=4) as first:
        first.call("delete_order", {"order_id": PENDING})
        first.call("get_order", {"order_id": "x"})
        digest, now = first.digest(), first.clock
        with pytest.raises(StateError, match="Another process"):
            Environment.open(IMAGE, file=file)
        with first.fork() as fork, Environment.restore(first.snapshot()) as restored:
            assert fork.digest() == restored.digest() == digest
    with Environment.open(IMAGE, file=file) as second:
        assert (second.digest(), second.clock) == (digest, now)
        with second.trial():
            second.call("delete_customer", {"customer_id": "cus_K1l2M3n4O5"})
        assert (second.digest(), second.clock) == (digest, now)
        second.reset()
        assert second.call("get_order", {"order_id": PENDING}).status == 200
    with Environment.open(IMAGE, file=file) as third:
        assert third.call("get_order", {"order_id": PENDING}).status == 200


def test_a_file_of_another_server_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "state.db"
    Environment.open(IMAGE, file=file).close()
    with pytest.raises(StateError, match="not one of notes"):
        Environment.open(image_of(tmp_path, "-- @return 204\n"), file=file)
    (tmp_path / "text.db").write_text("this is no database at all, and long enough to be read " * 20)
    with pytest.raises(StateError, match="cannot be used"):
        Environment.open(IMAGE, file=tmp_path / "text.db")


def test_every_acknowledged_call_survives_kill_9(tmp_path: Path) -> None:
    make = (
        "-- @let\nINSERT INTO notes (id, title) VALUES (new_id('notes'), 'x') RETURNING id AS made;\n"
        "-- @return 200\nSELECT :made;\n"
    )
    folder = folder_of(tmp_path / "server", {"make": make})
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), str(tmp_path / "state.db")],
        stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert process.stdout is not None
    for _ in range(200):
        line = process.stdout.readline()
    os.kill(process.pid, signal.SIGKILL)
    lines = [line, *process.stdout.read().splitlines()]
    process.stdout.close()
    process.wait()
    acknowledged, now = [line for line in lines if line.endswith("Z") or line.endswith("Z\n")][-1].split()
    with Environment.open(folder, file=tmp_path / "state.db") as environment:
        keys = [row["id"] for row in environment.rows("notes", "notes")]
        assert keys == [1, 7, *range(8, keys[-1] + 1)] and int(acknowledged) <= keys[-1] <= int(acknowledged) + 1
        assert environment.clock >= now
        assert environment.call("make", {}).body == keys[-1] + 1
