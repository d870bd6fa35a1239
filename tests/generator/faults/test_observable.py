"""Faults that only a certain state or call shows are caught there, and none is planted that no call could show."""

import pytest
from checking.conftest import written
from checking.worlds import TEXT, body, column, path_key, query, tool

from generator.check import Check
from generator.checks import generate_checks
from generator.faults.fault import Planted
from generator.faults.judge import Judge
from generator.faults.trial import planted
from generator.laws.filtering import NAME as OF_FILTERS
from generator.laws.identity import NAME as OF_IDENTITY
from generator.laws.unreached import NAME as OF_UNREACHED
from generator.plan import Entity, Filter, Plan, Source
from generator.render import render
from generator.verify import run_checks
from state_db.image import Image

STATES = [f"stage {number}" for number in range(40)]

PARCEL = Entity(
    name="parcel",
    table="parcels",
    columns=(
        column("id", "text", nullable=False, absent=False, made="id", schema=TEXT),
        column("state", "text", nullable=False, absent=False, initial=STATES[0],
               schema={"type": "string", "enum": STATES}),
        column("due", "text", schema={"type": "string", "format": "date"}),
    ),
    key=("id",), id="uuid", forms={"full": ("id", "state", "due")},
)  # fmt: skip
# Its key is given, and the server makes a number beside it.
TAG = Entity(
    name="tag",
    table="tags",
    columns=(
        column("label", "text", nullable=False, absent=False, schema=TEXT),
        column("sid", "text", nullable=False, absent=False, made="id", schema=TEXT),
    ),
    key=("label",), id="TG{hex:8}", forms={"full": ("label", "sid")},
)  # fmt: skip
# No answer shows its key.
PIN = Entity(
    name="pin",
    table="pins",
    columns=(
        column("id", "integer", nullable=False, made="id", schema={"type": "integer"}).model_copy(update={"path": ()}),
        column("place", "text", nullable=False, absent=False, unique=True, schema=TEXT),
    ),
    key=("id",), id="integer", forms={"full": ("place",)},
)  # fmt: skip

ID, LABEL, PLACE = path_key("id", "id", TEXT), path_key("label", "label", TEXT), path_key("place", "place", TEXT)
DUE = query("due_after", {"type": "string", "format": "date"}, Filter(column="due", test="gt"))
TOOLS = (
    tool("create_parcel", "create", "parcel", "POST", "/parcels",
         [body("due", {"type": "string", "format": "date"})], answer="$row"),
    tool("get_parcel", "get", "parcel", "GET", "/parcels/{id}", [ID], answer="$row"),
    tool("list_parcels", "list", "parcel", "GET", "/parcels", [DUE], answer={"parcels": "$items"}),
    tool("send_parcel", "transition", "parcel", "POST", "/parcels/{id}/send", [ID], answer="$row",
         set={"state": STATES[1]}, only_from={"state": STATES[:20]}),
    tool("create_tag", "create", "tag", "POST", "/tags", [body("label", TEXT, required=True)], answer="$row"),
    tool("get_tag", "get", "tag", "GET", "/tags/{label}", [LABEL], answer="$row"),
    tool("delete_tag", "delete", "tag", "DELETE", "/tags/{label}", [LABEL]),
    tool("create_pin", "create", "pin", "POST", "/pins", [body("place", TEXT, required=True)], answer={"ok": True}),
    tool("list_pins", "list", "pin", "GET", "/pins", [], answer={"pins": "$items"}),
    tool("delete_pin", "delete", "pin", "DELETE", "/pins/{place}", [PLACE]),
)  # fmt: skip


@pytest.fixture(scope="module")
def depot() -> Plan:
    return Plan(name="depot", title="Depot", text="", source=Source(url="depot.json", sha256="0" * 64),
                entities=(PARCEL, TAG, PIN), tools=TOOLS)  # fmt: skip


@pytest.fixture(scope="module")
def image(depot: Plan, tmp_path_factory: pytest.TempPathFactory) -> Image:
    return Image.load(written(render(depot), tmp_path_factory.mktemp("depot") / "depot"))


@pytest.fixture(scope="module")
def checks(depot: Plan, image: Image) -> list[Check]:
    return generate_checks(depot, image)


@pytest.fixture(scope="module")
def found(depot: Plan, image: Image) -> dict[str, Planted]:
    return {fault.name: fault for fault in planted(depot, image)}


def test_no_check_complains_of_the_sound_depot(image: Image, checks: list[Check]) -> None:
    assert [outcome.check.name for outcome in run_checks(image, checks).failed] == []


def test_a_state_that_no_seeded_row_is_in_is_tried_in_a_world_of_its_own(image: Image, checks: list[Check]) -> None:
    seeded = {row["state"] for row in image.seed["parcels"]}
    tried = [check.rows["parcels"][0]["state"] for check in checks if check.law == OF_UNREACHED and check.rows]
    assert tried == [state for state in STATES[20:] if state not in seeded]
    assert tried


@pytest.mark.parametrize(
    ("name", "laws"),
    [
        ("transition allowed from any state: send_parcel", {OF_UNREACHED}),
        ("wrong refusal of a transition: send_parcel", {OF_UNREACHED}),
        ("filter off by one: list_parcels due_after", {OF_FILTERS}),
        ("id reused: create_tag", {OF_IDENTITY}),
    ],
)
def test_fault_is_named(
    name: str, laws: set[str], image: Image, found: dict[str, Planted], checks: list[Check]
) -> None:
    judge = Judge(image, [check for check in checks if check.law in laws])
    assert judge.caught(found[name]).named
    judge.close()


def test_a_key_that_no_call_can_tell_is_not_reused(found: dict[str, Planted]) -> None:
    assert "id reused: create_pin" not in found
    assert "wrong status code: create_pin" in found
