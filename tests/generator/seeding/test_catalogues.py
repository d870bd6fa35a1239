"""Catalogues: what only reads show, and whose names are all documented, has one row for each of them."""

from generator.seed.rows import seed_rows

from .worlds import TEXT, column, entity, key, plan, tool

NAMES = ["Cash", "Loan", "Barter"]
KIND = entity("kind", key(), column("name", schema={**TEXT, "enum": NAMES}))


def test_a_catalogue_has_each_documented_entry_once() -> None:
    world = plan(KIND, tools=(tool("list_kinds", "list", "kind", "/kinds"),))
    assert [row["name"] for row in seed_rows(world)["kinds"]] == NAMES


def test_what_calls_make_is_no_catalogue() -> None:
    world = plan(KIND, tools=(tool("create_kind", "create", "kind", "/kinds"),))
    assert len(seed_rows(world)["kinds"]) == world.seed_rows
