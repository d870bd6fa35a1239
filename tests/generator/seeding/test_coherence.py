"""Values of one row fit each other and their names."""

from generator.seed import phrases
from generator.seed.coherence import agreed
from generator.seed.rows import seed_rows

from .worlds import TEXT, column, entity, key, people, plan, reference, shop, tool, tracker


def test_an_address_belongs_to_the_person_of_the_row() -> None:
    for row in seed_rows(plan(people()))["users"]:
        assert row["name"] == f"{row['first_name']} {row['last_name']}"
        assert row["email"] == f"{row['first_name']}.{row['last_name']}@example.com".lower()


def test_the_person_of_an_example_has_a_fitting_address() -> None:
    named = column("name", schema={"type": "string", "examples": ["Ingrid Solheim"]}, nullable=False)
    address = column("email", schema={"type": "string", "format": "email"}, nullable=False)
    first = seed_rows(plan(entity("customer", key(), named, address)))["customers"][0]
    assert (first["name"], first["email"]) == ("Ingrid Solheim", "ingrid.solheim@example.com")


def test_a_row_is_created_before_it_is_updated() -> None:
    rows = seed_rows(tracker())
    assert all(row["created_at"] < row["updated_at"] for row in rows["tasks"])
    assert max(row["created_at"] for row in rows["users"]) < min(row["created_at"] for row in rows["tasks"])


def test_rows_with_counted_keys_were_created_in_their_order() -> None:
    moments = [row["created_at"] for row in seed_rows(tracker())["tasks"]]
    assert moments == sorted(moments)


def test_a_start_is_before_its_end() -> None:
    assert all(row["starts_at"] < row["ends_at"] for row in seed_rows(tracker())["tasks"])


def test_only_closed_rows_have_been_closed() -> None:
    rows = seed_rows(tracker())["tasks"]
    assert {row["state"] for row in rows} == {"open", "in_progress", "closed"}
    assert all((row["closed_at"] is not None) == (row["state"] == "closed") for row in rows)
    assert all(row["created_at"] < row["closed_at"] <= row["updated_at"] for row in rows if row["closed_at"])


def test_a_later_state_has_passed_the_earlier_ones() -> None:
    for row in seed_rows(shop())["orders"]:
        assert (row["paid_at"] is not None) == (row["status"] in ("paid", "shipped"))
        assert (row["shipped_at"] is not None) == (row["status"] == "shipped")
        assert (row["cancelled_at"] is not None) == (row["status"] == "cancelled")
        if row["shipped_at"]:
            assert row["created"] < row["paid_at"] < row["shipped_at"]


def test_a_column_that_a_transition_writes_follows_its_state() -> None:
    freeze = tool(
        "freeze_card",
        "transition",
        "card",
        "/cards/{id}/freeze",
        "id",
        set={"phase": "cold", "frozen_by": "$argument:who"},
    )
    states = {"type": "string", "enum": ["warm", "cold"]}
    card = entity("card", key(), column("phase", schema=states, nullable=False), column("frozen_by", schema=TEXT))
    rows = seed_rows(plan(card, tools=(freeze,)))["cards"]
    assert all((row["frozen_by"] is not None) == (row["phase"] == "cold") for row in rows)


def test_totals_add_up() -> None:
    for row in seed_rows(shop())["orders"]:
        assert row["total"] == sum(line["quantity"] * line["unit_price"] for line in row["items"])


def test_lines_name_products_that_exist_and_their_prices() -> None:
    rows = seed_rows(shop())
    prices = {row["sku"]: row["price"] for row in rows["products"]}
    lines = [line for row in rows["orders"] for line in row["items"]]
    assert all(prices[line["sku"]] == line["unit_price"] for line in lines if line["sku"] in prices)
    assert sum(line["sku"] in prices for line in lines) > len(lines) / 2


def test_sums_count_what_is_added_and_taken() -> None:
    made = {"lines": [{"qty": 2, "price": 300}], "subtotal": 1, "tax": 57, "discount": 100, "total": 1}
    assert agreed(made, lambda _name, _value: True) == {**made, "subtotal": 600, "total": 557}


def test_the_least_is_not_above_the_most() -> None:
    assert agreed({"min_price": 9, "max_price": 3}, lambda _name, _value: True) == {"min_price": 3, "max_price": 9}


def test_a_sum_that_the_schema_refuses_is_not_written() -> None:
    made = {"items": [{"quantity": 2, "price": 300}], "total": 1}
    assert agreed(made, lambda name, value: name != "total") == made


def test_documented_examples_come_first() -> None:
    first = seed_rows(tracker())["projects"][0]
    assert (first["key"], first["name"]) == ("WEB", "Website")


def test_an_example_of_a_reference_is_used_where_the_row_is_there() -> None:
    owner = reference("project_key", "project", "text", **{"schema": {"type": "string", "examples": ["WEB"]}})
    project = entity(
        "project", column("key", schema={"type": "string", "examples": ["WEB"]}, nullable=False), key=("key",), id=None
    )
    board = entity("board", key(), owner)
    assert seed_rows(plan(project, board))["boards"][0]["project_key"] == "WEB"


def test_a_text_that_speaks_of_a_key_holds_one() -> None:
    told = column(
        "assignee", schema={"type": "string", "description": "The login of the user who does it."}, nullable=False
    )
    user = entity("user", column("login", schema=TEXT, nullable=False), key=("login",), id=None)
    rows = seed_rows(plan(entity("task", key(), told), user))
    assert {row["assignee"] for row in rows["tasks"]} <= {row["login"] for row in rows["users"]}


def test_every_state_and_both_booleans_are_there() -> None:
    rows = seed_rows(plan(people()))["users"]
    assert {row["role"] for row in rows} == {"admin", "member", "guest"}
    assert {row["active"] for row in rows} == {True, False}


def test_a_column_that_may_be_null_sometimes_is() -> None:
    notes = [row["note"] for row in seed_rows(tracker())["tasks"]]
    assert None in notes
    assert sum(note is not None for note in notes) > len(notes) / 2


def test_what_is_never_shown_is_seeded_too() -> None:
    assert all(len(row["password"]) >= 12 for row in seed_rows(plan(people()))["users"] if row["password"] is not None)
    assert any(row["password"] for row in seed_rows(plan(people()))["users"])


def test_a_made_address_is_filled_from_the_row() -> None:
    page = entity("page", key(), column("url", made="url", template="https://example.com/pages/{id}"))
    assert seed_rows(plan(page))["pages"][1]["url"] == "https://example.com/pages/2"


def test_no_list_of_phrases_holds_two_in_one() -> None:
    for pool in (
        phrases.PROJECTS,
        phrases.TASKS,
        phrases.EVENTS,
        phrases.TITLES,
        phrases.REMARKS,
        phrases.DESCRIPTIONS,
    ):
        assert len(pool) >= 40
        assert all("|" not in phrase and 0 < len(phrase) < 60 for phrase in pool)


def test_things_are_called_by_their_kind() -> None:
    kinds = [entity(kind, key(), column("name", schema=TEXT, nullable=False)) for kind in ("company", "pet", "city")]
    rows = seed_rows(plan(*kinds))
    assert len({row["name"] for table in rows.values() for row in table}) == 24


def test_the_total_of_a_list_inside_of_a_row_is_its_length() -> None:
    parts = {"type": "array", "items": {"type": "object", "properties": {"name": TEXT}}}
    held = {"type": "object", "properties": {"total_count": {"type": "integer"}, "entries": parts}}
    held["required"] = ["total_count", "entries"]
    rows = seed_rows(plan(entity("folder", key(), column("path", "json", schema=held, nullable=False))))["folders"]
    assert all(row["path"]["total_count"] == len(row["path"]["entries"]) for row in rows)


def test_whom_something_is_sent_to_is_called_like_a_person() -> None:
    names = ("name", "company", "address_line1", "address_city", "address_zip")
    whom = entity("recipient", key(), *(column(name, schema=TEXT, nullable=False) for name in names))
    for row in seed_rows(plan(whom))["recipients"]:
        assert len(row["name"].split()) == 2
        assert row["name"] not in phrases.TITLES


def test_what_is_described_as_a_url_is_one() -> None:
    page = column("spot", schema={"type": "string", "description": "The web URL for the thing."}, nullable=False)
    path = column("slug", schema={"type": "string", "description": "The URL friendly name."}, nullable=False)
    for row in seed_rows(plan(entity("thing", key(), page, path)))["things"]:
        assert row["spot"].startswith("https://")
        assert not row["slug"].startswith("https://")
