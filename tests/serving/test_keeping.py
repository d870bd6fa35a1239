"""Environments on the disk: after whatever happened, each is as a whole number of calls left it."""

import json
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest

from state_db.environment import Environment
from state_db.errors import StateError
from state_db.image import Image
from state_db.serve.keeping import StateDirectory
from state_db.serve.limits import Limits
from state_db.serve.neighbours import Neighbours
from state_db.serve.recipe import Recipe, recipe_of
from state_db.serve.seats import Seats

from .conftest import runnable
from .running import running
from .samples import ISSUES, SHOP

Json = Any
IMAGES = {image.name: image for image in (Image.load(SHOP.folder), Image.load(ISSUES.folder))}
BOTH = Recipe(("shop", "issues"), seed=5, caller={"shop": "cus_A1b2C3d4E5"})
NEW = {"name": "New", "email": "new@example.com"}
ID = "ab" * 16
TOKEN = "the-control-token-of-this-test"


def kept(directory: StateDirectory, recipe: Recipe = BOTH, identity: str = ID) -> Environment:
    return directory.keep(identity, recipe, recipe.opened(IMAGES))


def woken(directory: StateDirectory, identity: str = ID) -> tuple[Recipe, Environment]:
    found = directory.wake(identity, IMAGES)
    assert found is not None
    return found


def seats(directory: StateDirectory | None, limits: Limits | None = None) -> Seats:
    return Seats(IMAGES, limits or Limits(), directory, Neighbours().new_identity, lambda _: True)


def test_a_gateway_that_was_killed_has_every_answered_call_at_the_same_path(tmp_path: Path) -> None:
    shop = runnable(SHOP, tmp_path)
    options = ("--state-dir", str(tmp_path / "state"))
    with running(shop, options=options, token=TOKEN) as first:
        environment, forked = first.new("shop", seed=3), first.new("shop")
        forked = first.control("POST", f"/environments/{forked['id']}/fork").json()
        places = [
            environment["servers"]["shop"]["rest"],
            forked["servers"]["shop"]["rest"],
            f"{first.url}/shop/rest/v1",
        ]
        made = [httpx2.post(f"{place}/customers", json=NEW).json() for place in places]
        httpx2.get(f"{places[0]}/customers")  # a read moves the clock too
        told = first.control("GET", f"/environments/{environment['id']}").json()
        first.process.popen.send_signal(signal.SIGKILL)
        first.process.popen.wait()
    with running(shop, options=options, token=TOKEN) as second:
        again = [place.replace(first.url, second.url) for place in places]
        assert [
            httpx2.get(f"{place}/customers/{one['id']}").json() for place, one in zip(again, made, strict=True)
        ] == made
        found = second.control("GET", f"/environments/{environment['id']}").json()
        assert (found["seed"], found["beginning"]) == (3, "seed")
        assert found["now"] > told["now"]
        assert second.control("POST", f"/environments/{environment['id']}/reset").status_code == 200
        assert httpx2.post(f"{again[0]}/customers", json=NEW).json() == made[0]


def test_several_servers_their_clock_and_their_callers_are_taken_up(tmp_path: Path) -> None:
    directory = StateDirectory(tmp_path)
    with kept(directory) as first:
        first.call("shop__create_customer", NEW)
        first.call("issues__list_projects", {})
        first.set_clock("2031-01-01T00:00:00Z")
        first.call("issues__create_project", {"key": "ZOE", "name": "Zoë"})
        digest, clock = first.digest(), first.clock
    recipe, second = woken(directory)
    with second:
        assert (recipe, second.digest(), second.clock) == (BOTH, digest, clock)


def test_the_files_are_in_wal_mode_and_a_snapshot_of_them_is_not(tmp_path: Path) -> None:
    # SQLite cannot open a serialised database in memory whose header says WAL: bytes 18 and 19 must be 1 in a snapshot.
    directory = StateDirectory(tmp_path)
    with kept(directory) as environment:
        environment.call("shop__create_customer", NEW)
        snapshot = environment.snapshot()
        for name in ("shop", "issues"):
            header = (tmp_path / "environments" / ID / "1" / f"{name}.db").read_bytes()[:20]
            assert (header[:15], header[18:20]) == (b"SQLite format 3", b"\x02\x02")
        with recipe_of(snapshot, IMAGES).opened(IMAGES) as copy:
            assert copy.digest() == environment.digest()
            assert not copy.call("shop__create_customer", {**NEW, "email": "2@example.com"}).error


def test_what_was_restored_into_files_is_in_the_files(tmp_path: Path) -> None:
    # A connection to a file that deserialize() is called on goes on in memory: calls would be lost with the process.
    directory = StateDirectory(tmp_path)
    with kept(directory) as environment:
        environment.call("shop__create_customer", NEW)
        snapshot = environment.snapshot()
        restored = directory.replace(ID, BOTH, recipe_of(snapshot, IMAGES).opened(IMAGES))
    made = restored.call("shop__create_customer", {**NEW, "email": "2@example.com"}).body
    digest = restored.digest()
    # What another process would find now: the files as they are while the environment is still open.
    shutil.copytree(tmp_path, tmp_path / "copy")
    restored.close()
    _, again = woken(StateDirectory(tmp_path / "copy"))
    with again:
        assert again.digest() == digest
        assert again.call("shop__get_customer", {"customer_id": made["id"]}).body == made


def test_a_replacement_that_was_cut_off_has_not_happened(tmp_path: Path) -> None:
    directory = StateDirectory(tmp_path)
    with kept(directory) as environment:
        environment.call("shop__create_customer", NEW)
        digest = environment.digest()
    folder = tmp_path / "environments" / ID
    (folder / "2").mkdir()
    (folder / "2" / "shop.db").write_bytes(b"SQLite format 3\x00 and then the power went")
    (folder / "environment.json.new").write_text('{"generation": 2', encoding="utf-8")
    _, again = woken(directory)
    with again:
        assert again.digest() == digest
    assert not (folder / "2").exists()
    replaced = directory.replace(ID, BOTH, BOTH.opened(IMAGES))
    replaced.close()
    directory.tidy(ID)
    assert [path.name for path in folder.iterdir() if path.is_dir()] == ["2"]


def test_what_was_half_made_or_half_deleted_is_swept_away(tmp_path: Path) -> None:
    directory = StateDirectory(tmp_path)
    kept(directory).close()
    kept(directory, identity="cd" * 16).close()
    half = tmp_path / "environments" / ("ef" * 16)
    (half / "1").mkdir(parents=True)
    (tmp_path / "environments" / ("cd" * 16)).rename(tmp_path / "environments" / ("." + "cd" * 16))
    assert directory.identities() == [ID]
    directory.sweep()
    assert [path.name for path in (tmp_path / "environments").iterdir()] == [ID]
    directory.forget(ID)
    directory.forget(ID)
    assert directory.identities() == []


def test_two_gateways_do_not_share_a_directory(tmp_path: Path) -> None:
    directory = StateDirectory(tmp_path)
    with directory.held(), pytest.raises(StateError, match="Another gateway"), directory.held(0):
        pass
    with directory.held(0):
        pass


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda folder: (folder / "1" / "shop.db").unlink(), "gone"),
        (lambda folder: (folder / "environment.json").write_text("{", encoding="utf-8"), "cannot be read"),
        (lambda folder: (folder / "1" / "shop.db").write_bytes(b"no database" * 1000), "cannot be used"),
    ],
)
def test_damage_is_said_with_the_file(tmp_path: Path, damage: Callable[[Path], object], said: str) -> None:
    directory = StateDirectory(tmp_path)
    kept(directory).close()
    damage(tmp_path / "environments" / ID)
    with pytest.raises(StateError, match=said):
        directory.wake(ID, IMAGES)


def test_an_environment_of_other_tables_is_not_gone_on_with(tmp_path: Path) -> None:
    directory = StateDirectory(tmp_path)
    kept(directory).close()
    with pytest.raises(StateError, match="needs the server issues"):
        directory.wake(ID, {"shop": IMAGES["shop"]})
    record = tmp_path / "environments" / ID / "environment.json"
    told = json.loads(record.read_text(encoding="utf-8"))
    told["schemas"]["shop"] = "0" * 64
    record.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(StateError, match="tables of shop"):
        directory.wake(ID, IMAGES)


@pytest.mark.parametrize(("fsync", "level"), [(False, 1), (True, 2)])
def test_fsync_writes_every_call_through(tmp_path: Path, fsync: bool, level: int) -> None:
    with kept(StateDirectory(tmp_path, fsync)) as environment:
        for store in environment._stores.values():
            with store.guard.trust():
                assert store.connection.pragma("synchronous") == level


@pytest.mark.anyio
async def test_an_idle_environment_sleeps_on_the_disk_and_wakes_as_it_was(tmp_path: Path) -> None:
    all_seats = seats(StateDirectory(tmp_path), Limits(idle_seconds=1e-9))
    seat = await all_seats.create(BOTH)
    await seat.turn(lambda one: one.call("shop__create_customer", NEW))
    digest = await seat.turn(Environment.digest)
    assert (await all_seats.expire(), all_seats.awake, len(all_seats)) == (1, 0, 1)
    again = await all_seats.get(seat.identity)
    assert again is not None
    assert await again.turn(Environment.digest) == digest
    assert await all_seats.remove(seat.identity)
    assert await all_seats.get(seat.identity) is None
    await all_seats.close()


@pytest.mark.anyio
@pytest.mark.parametrize("identity", ["..", "../environments/" + ID, "", ".", "/etc", "ab" * 17])
async def test_an_id_that_is_none_of_ours_is_never_looked_for_on_the_disk(tmp_path: Path, identity: str) -> None:
    directory = StateDirectory(tmp_path)
    kept(directory).close()
    all_seats = seats(directory)
    assert await all_seats.get(identity) is None
    assert not await all_seats.remove(identity)
    assert list(all_seats) == [ID]


@pytest.mark.anyio
async def test_a_restore_that_fails_leaves_the_environment_as_it_was(tmp_path: Path) -> None:
    all_seats = seats(StateDirectory(tmp_path))
    seat = await all_seats.create(BOTH)
    digest = await seat.turn(Environment.digest)
    (tmp_path / "environments" / seat.identity / "2").write_text("in the way", encoding="utf-8")
    with pytest.raises(OSError, match="exists"):
        await all_seats.remake(seat, BOTH)
    assert await seat.turn(Environment.digest) == digest
    assert not (await seat.turn(lambda one: one.call("shop__list_customers", {}))).error
    await all_seats.close()
