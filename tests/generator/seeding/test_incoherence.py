"""A sceptical reader finds nothing odd in the rows of our own descriptions, however many there are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.plan import Column, Entity, Json, Plan
from generator.seed.rows import seed_rows

from .audit import faults
from .incoherence import oddities
from .test_example_plans import DESCRIPTIONS, planned
from .worlds import TEXT, TIME, column, entity, key, people, plan, reference, shop, tool, tracker

MONEY = {
    "type": "object",
    "properties": {"currency": TEXT, "value": {"type": "string", "pattern": r"^-?\d+(\.\d{2})?$"}},
}


def studio() -> Plan:
    """Return an entity of many kinds: files, places, money, people, and short forms of other rows inside JSON."""
    short = {"type": "object", "properties": {"id": {"type": "integer"}, "name": TEXT, "resource_type": TEXT}}
    folder = entity("folder", key(), column("name", schema=TEXT), column("file_count", "integer", {"type": "integer"}))
    file = entity(
        "file",
        key(),
        reference("folder_id", "folder"),
        column("name", schema=TEXT, nullable=False),
        column("mime_type", schema=TEXT),
        column("permalink", schema=TEXT),
        column("requested_at", schema=TIME),
        column("finished_at", schema=TIME),
        column("uploaded_by", "json", short),
        column("reviewers", "json", {"type": "array", "items": short}),
        column("approver_id", "integer", {"type": "integer"}),
        column("created_at", schema=TIME, made="created"),
        column("updated_at", schema=TIME, made="updated"),
    )
    office = entity(
        "office",
        key(),
        column("city", schema=TEXT, nullable=False),
        column("region", schema=TEXT, nullable=False),
        column("country_code", schema={"type": "string", "pattern": "^[A-Z]{2}$"}, nullable=False),
        column("currency", schema={"type": "string", "pattern": "^[A-Z]{3}$"}, nullable=False),
        column("rent", "json", MONEY, nullable=False),
    )
    bill = entity("bill", key(), reference("office_id", "office"), column("amount", "json", MONEY, nullable=False))
    listing = tool("list_files", "list", "file", "/folders/{folder_id}/files", "folder_id")
    return plan(people(), folder, file, office, bill, tools=(listing,))


@pytest.mark.parametrize("count", [3, 8, 50])
@pytest.mark.parametrize("world", [tracker(), shop(), studio()], ids=["tracker", "shop", "studio"])
def test_nothing_is_odd_in_few_rows_or_in_many(world: Plan, count: int) -> None:
    grown = world.model_copy(update={"seed_rows": count})
    rows = seed_rows(grown)
    assert (faults(grown, rows), oddities(grown, rows)) == ([], [])


@pytest.mark.parametrize("name", DESCRIPTIONS)
def test_nothing_is_odd_in_the_rows_of_an_example(name: str) -> None:
    world = planned(name)
    assert oddities(world, seed_rows(world)) == []


def test_five_hundred_people_have_five_hundred_addresses() -> None:
    world = plan(people(), seed_rows=500)
    rows = seed_rows(world)
    assert len({row["email"] for row in rows["users"]}) == 500
    assert (faults(world, rows), oddities(world, rows)) == ([], [])


def test_what_is_odd_is_found() -> None:
    odd = {"created_at": "2025-05-02T00:00:00Z", "updated_at": "2025-05-01T00:00:00Z", "note": "Lorem ipsum"}
    world = plan(entity("thing", key(), *(column(name, schema=TEXT) for name in odd)))
    found = oddities(world, {"things": [{"id": 1, **odd}]})
    assert [oddity.kind for oddity in found] == ["a later time before an earlier", "a placeholder"]


def test_a_short_form_is_a_copy_of_a_row_that_is_there() -> None:
    rows = seed_rows(studio())
    names = {row["id"]: row["name"] for row in rows["users"]}
    told = [user for row in rows["files"] for user in (row["uploaded_by"] or {}, *(row["reviewers"] or []))]
    pairs = [(user["id"], user["name"]) for user in told if "id" in user and "name" in user]
    assert pairs and all(names[number] == name for number, name in pairs)
    assert {row["approver_id"] for row in rows["files"]} - {None} <= names.keys()


def test_a_count_is_of_the_rows_that_are_there() -> None:
    rows = seed_rows(studio())
    for folder in rows["folders"]:
        if folder["file_count"] is not None:
            assert folder["file_count"] == sum(row["folder_id"] == folder["id"] for row in rows["files"])


def test_a_file_has_the_type_of_its_ending_and_an_address_of_its_name() -> None:
    for row in seed_rows(studio())["files"]:
        stem, _, ending = row["name"].rpartition(".")
        if row["mime_type"] is not None:
            assert (ending in ("png", "jpg")) == row["mime_type"].startswith("image/")
        assert row["permalink"] is None or stem.split("-")[0] in row["permalink"]


def test_an_office_pays_in_the_money_of_its_country_and_so_do_its_bills() -> None:
    rows = seed_rows(studio())
    money = {row["id"]: row["currency"] for row in rows["offices"]}
    for row in rows["offices"]:
        assert row["rent"].get("currency", row["currency"]) == row["currency"]
    for row in rows["bills"]:
        assert row["amount"].get("currency", money[row["office_id"]]) == money[row["office_id"]]
        assert not row["amount"].get("value", "1").startswith("-")


NAMES = st.sampled_from(
    "name title status state total quantity email phone city country currency url slug started_at ended_at closed_at "
    "owner user_id file_count progress rating latitude color version note prefix".split()
)
KINDS = st.sampled_from(("text", "integer", "real", "boolean", "json"))
SCHEMAS: dict[str, Json] = {
    "text": {"type": "string", "maxLength": 24},
    "integer": {"type": "integer", "minimum": 0, "maximum": 90},
    "real": {"type": "number", "minimum": 0},
    "boolean": {"type": "boolean"},
    "json": {"type": "object", "properties": {"id": {"type": "integer"}, "name": TEXT, "user_id": {"type": "integer"}}},
}


@st.composite
def worlds(draw: st.DrawFn) -> Plan:
    """Return a plan of a few entities that refer to earlier ones and to themselves."""
    names = draw(st.lists(st.sampled_from(("user", "file", "folder", "order", "plan")), min_size=1, unique=True))
    entities: list[Entity] = []
    for name in names:
        columns: list[Column] = [key()]
        for told in draw(st.lists(NAMES, max_size=6, unique=True)):
            kind = draw(KINDS)
            columns.append(column(told, kind, SCHEMAS[kind], nullable=draw(st.booleans())))
        for parent in draw(
            st.lists(st.sampled_from([*(other.name for other in entities), name]), max_size=2, unique=True)
        ):
            columns.append(reference(f"{parent}_ref", parent, nullable=parent == name or draw(st.booleans())))
        entities.append(entity(name, *columns))
    return plan(*entities, seed=draw(st.integers(0, 9)), seed_rows=draw(st.sampled_from((3, 8, 13))))


@given(worlds())
@settings(max_examples=40, deadline=None)
def test_rows_of_any_plan_meet_its_schemas_keys_and_references(world: Plan) -> None:
    rows = seed_rows(world)
    assert faults(world, rows) == []
    assert rows == seed_rows(world)
