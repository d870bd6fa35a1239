"""Faults about rows that a path names by their key or by another property: the look-up has the fault as well."""

from collections import Counter
from pathlib import Path

import pytest
from checking.conftest import written
from planning.specs import in_path, listing, parameter, plan_of, ref, sends, shows

from generator.check import Check
from generator.checks import generate_checks
from generator.faults.fault import Planted
from generator.faults.judge import Judge
from generator.faults.trial import planted
from generator.plan import Plan
from generator.render import render
from state_db.image import Image

NEW = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
BOX = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {"id": {"type": "string"}, "name": {"type": "string"}},
}
GONE = {"204": {"description": ""}}


def rooms(*, by_name: bool = False) -> Plan:
    """Shelves in rooms, and boxes on them; a shelf is named by its id or its name, wherever it stands in a path.

    So is a room, where it may be named ``by_name``.
    """
    shelf = parameter("shelf_id", {"type": "string"}, "path", description="Can be the shelf's `id` or its `name`.")
    either = {"description": "Can be the room's `id` or its `name`."} if by_name else {}
    room = parameter("room_id", {"type": "string"}, "path", **either)
    made = {"requestBody": sends(NEW), "responses": shows(ref("Box"))}
    one = {"get": {"responses": shows(ref("Box"))}, "patch": made, "delete": {"responses": GONE}}
    return plan_of(
        {
            "/rooms": {"get": listing(ref("Room")), "post": {**made, "responses": shows(ref("Room"))}},
            "/rooms/{room_id}": {"parameters": [room], "get": {"responses": shows(ref("Room"))}},
            "/rooms/{room_id}/shelves": {"parameters": [room], "get": listing(ref("Shelf")),
                                         "post": {**made, "responses": shows(ref("Shelf"))}},
            "/rooms/{room_id}/shelves/{shelf_id}": {
                "parameters": [room, shelf],
                "get": {"responses": shows(ref("Shelf"))},
                "patch": {**made, "responses": shows(ref("Shelf"))},
            },
            "/rooms/{room_id}/shelves/{shelf_id}/boxes": {
                "parameters": [room, shelf], "get": listing(ref("Box")), "post": made},
            "/rooms/{room_id}/shelves/{shelf_id}/boxes/{box_id}": {
                "parameters": [room, shelf, in_path("box_id")], **one},
        },
        Room=BOX, Shelf=BOX, Box=BOX,
    )  # fmt: skip


def test_every_fault_about_parents_that_are_all_looked_up_makes_a_server_and_is_caught(tmp_path: Path) -> None:
    plan = rooms(by_name=True)
    image = Image.load(written(render(plan), tmp_path / "rooms"))
    assert "room_id_found" in image.texts["programs/list_room_shelf_boxes.sql"]
    judge = Judge(image, generate_checks(plan, image))
    tried: Counter[str] = Counter()
    for fault in planted(plan, image):
        assert fault.image().tools.keys() == image.tools.keys()
        if fault.fault.name in ("constant list", "reference not checked", "missing not_found"):
            tried[fault.fault.name] += 1
            assert judge.caught(fault).named, fault.name
    judge.close()
    assert set(tried) == {"constant list", "reference not checked", "missing not_found"}


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    return Image.load(written(render(rooms()), tmp_path_factory.mktemp("rooms") / "rooms"))


@pytest.fixture(scope="module")
def found(image: Image) -> dict[str, Planted]:
    return {fault.name: fault for fault in planted(rooms(), image)}


@pytest.fixture(scope="module")
def checks(image: Image) -> list[Check]:
    return generate_checks(rooms(), image)


def test_a_row_is_found_under_any_parent_also_where_the_parent_is_looked_up(found: dict[str, Planted]) -> None:
    text = found["parent ignored: delete_room_shelf_box"].files["programs/delete_room_shelf_box.sql"]
    deletion = text.split("DELETE")[1]
    assert ":room_id" not in deletion and ":shelf_id_found" not in deletion
    assert "room_id = :room_id" in text.split("DELETE")[0]  # the shelf is looked up in its room all the same


def test_a_row_that_is_looked_up_itself_is_looked_up_under_any_parent(found: dict[str, Planted]) -> None:
    text = found["parent ignored: update_room_shelf"].files["programs/update_room_shelf.sql"]
    assert "room_id = :room_id" not in text


def test_a_list_below_a_parent_that_is_looked_up_does_not_ask_for_it(found: dict[str, Planted]) -> None:
    text = found["parent not asked for: list_room_shelf_boxes"].files["programs/list_room_shelf_boxes.sql"]
    assert "not_found" not in text


def test_a_parent_above_one_that_is_looked_up_in_it_is_not_left_unasked(found: dict[str, Planted]) -> None:
    """The look-up finds nothing in a room that is not there, so that nothing could be observed."""
    names = {name for name in found if name.startswith("reference not checked: create_room_shelf_boxes")}
    assert names == {"reference not checked: create_room_shelf_boxes shelf_id"}


def test_every_fault_about_what_is_looked_up_is_caught_and_named(
    image: Image, found: dict[str, Planted], checks: list[Check]
) -> None:
    kinds = ("parent ignored", "parent not asked for", "missing not_found", "reference not checked",
             "failed call that leaves a trace", "list that ignores its parent")  # fmt: skip
    tried: Counter[str] = Counter()
    judge = Judge(image, checks)
    for name, fault in found.items():
        if fault.fault.name in kinds:
            tried[fault.fault.name] += 1
            assert judge.caught(fault).named, name
    judge.close()
    assert set(tried) == set(kinds)
