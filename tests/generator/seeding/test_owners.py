"""Owners: what calls hang on things of several kinds hangs on one of them."""

from generator.plan import Plan
from generator.seed.rows import seed_rows

from .worlds import TEXT, column, entity, key, plan, reference, tool

OWNERS = ("order", "customer", "shelf")


def notes(*makers: tuple[str, ...]) -> Plan:
    """The plan of notes on things of three kinds, made by calls whose paths name these."""
    held = [reference(f"{owner}_id", owner, nullable=True, path=()) for owner in OWNERS]
    owners = [entity(owner, key(), column("name", schema=TEXT)) for owner in OWNERS]
    tools = [
        tool(f"create_note_{number}", "create", "note", "/" + "/".join(f"{{{each}}}" for each in named), *named)
        for number, named in enumerate(makers)
    ]
    return plan(*owners, entity("note", key(), column("text", schema=TEXT), *held), tools=tuple(tools))


def owners_of(world: Plan) -> list[list[str]]:
    return [[owner for owner in OWNERS if row[f"{owner}_id"] is not None] for row in seed_rows(world)["notes"]]


def test_each_row_hangs_on_one_of_the_things_that_calls_hang_rows_on() -> None:
    found = owners_of(notes(("order_id",), ("customer_id",)))
    assert all(len({"order", "customer"} & set(each)) == 1 for each in found)
    assert all(sum(owner in each for each in found) >= 2 for owner in ("order", "customer"))


def test_two_rows_at_least_hang_on_the_same_thing() -> None:
    rows = seed_rows(notes(("order_id",), ("customer_id",)))["notes"]
    named = [row["order_id"] for row in rows if row["order_id"] is not None]
    assert len(named) > len(set(named)) > 1


def test_rows_that_a_call_hangs_on_two_things_may_belong_to_several() -> None:
    assert any(len(each) > 1 for each in owners_of(notes(("order_id", "customer_id"), ("shelf_id",))))
