import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_servers import SHOP, folder_of, image_of, opened

from state_db.environment import Environment
from state_db.errors import ProgramError, StateError
from state_db.image import Image

IMAGE = Image.load(SHOP)
ADA, EMILE, PRIYA = "cus_A1b2C3d4E5", "cus_F6g7H8i9J0", "cus_K1l2M3n4O5"
PENDING, SHIPPED = "ord_b3Nc8Vf5Kd6Hs2", "ord_p7Qw2Zx9Lm4Rt1"
MUG = [{"sku": "mug", "quantity": 2, "price": 5}]
END = "\n-- @return 204\n"


@pytest.fixture
def shop() -> Iterator[Environment]:
    with Environment.open(IMAGE) as environment:
        yield environment


def test_what_is_created_is_what_is_read(shop: Environment) -> None:
    created = shop.call("create_order", {"customer": ADA, "items": MUG, "tags": ["x"]})
    assert (created.status, created.error, created.changes) == (201, None, 2)
    assert created.body["created_at"] == "2026-01-05T09:00:00Z" and created.body["total"] == 10
    read = shop.call("get_order", {"order_id": created.body["id"]})
    assert read.text == created.text and read.changes == 0


def test_pages_hold_every_order_once(shop: Environment) -> None:
    seen: list[str] = []
    arguments: dict[str, Any] = {"limit": 1}
    while True:
        page = shop.call("list_orders", arguments).body
        seen += [order["id"] for order in page["data"]]
        if not page["has_more"]:
            break
        arguments["starting_after"] = seen[-1]
    assert len(seen) == len(set(seen)) == 4


def test_an_update_changes_what_is_named_and_null_empties(shop: Environment) -> None:
    before = shop.call("get_order", {"order_id": SHIPPED}).body
    after = shop.call("update_order", {"order_id": SHIPPED, "tags": []}).body
    assert after == {**before, "tags": [], "updated_at": "2026-01-05T09:00:01Z"}
    assert shop.call("update_order", {"order_id": SHIPPED, "note": None}).body["note"] is None


FAILURES: list[tuple[str, dict[str, Any], int, str, str]] = [
    ("get_order", {"order_id": "x"}, 404, "not_found", "No order has the id x."),
    ("get_ordr", {}, 404, "not_found", 'There is no tool "get_ordr". Did you mean get_order'),
    ("get_order", {}, 400, "invalid_argument", "The argument order_id is missing."),
    ("get_order", {"order_id": 2**70}, 400, "invalid_argument", "order_id holds a number that is too large"),
    ("get_order", {"order_id": "\ud800"}, 400, "invalid_argument", "order_id holds half of a surrogate pair"),
    ("list_orders", {"limit": math.nan}, 422, "invalid_argument", "limit holds NaN"),
    ("list_orders", {"customer": "x"}, 404, "not_found", "No customer has the id x."),
    ("cancel_order", {"order_id": SHIPPED}, 409, "conflict", f"Order {SHIPPED} is already shipped."),
    ("delete_customer", {"customer_id": ADA}, 412, "failed_precondition", "Ada Marsh has orders"),
    ("create_customer", {"name": "", "email": "a@b.de"}, 422, "invalid_argument", "A customer needs a name."),
    (
        "create_customer", {"name": "A", "email": "ada.marsh@example.com"}, 409, "conflict",
        "Another customer already uses the e-mail address ada.marsh@example.com.",
    ),
    (
        "create_order", {"customer": ADA, "items": [{"sku": "a", "quantity": 0, "price": 1}]}, 422, "invalid_argument",
        "Every item needs a quantity of at least one.",
    ),
    (
        "create_order", {"customer": ADA, "items": [{"sku": "a", "quantity": 2**62, "price": 2**62}]}, 422,
        "invalid_argument", "The number for total is too large",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("tool", "arguments", "status", "error", "message"), FAILURES)
def test_a_failed_call_says_why_and_changes_nothing(
    shop: Environment, tool: str, arguments: dict[str, Any], status: int, error: str, message: str
) -> None:
    digest, now = shop.digest(), shop.clock
    answer = shop.call(tool, arguments)
    assert (answer.status, answer.error, answer.changes) == (status, error, 0)
    assert answer.message.startswith(message) and answer.message in answer.body["error"]["message"]
    assert shop.digest() == digest and shop.clock > now


def test_every_fault_of_a_refused_call_is_in_the_details(shop: Environment) -> None:
    answer = shop.call("delete_orders", {"order_ids": ["a", PENDING, "b"]})
    assert [fault["id"] for fault in answer.body["error"]["details"]] == ["a", "b"]
    assert shop.call("delete_orders", {"order_ids": [PENDING]}).text == '{"deleted":1}'


def test_an_answer_without_a_body_is_empty(shop: Environment) -> None:
    answer = shop.call("delete_order", {"order_id": PENDING})
    assert (answer.status, answer.text, answer.body, answer.changes) == (204, "", None, 2)


def test_a_failed_call_gives_its_key_back(shop: Environment) -> None:
    with Environment.open(IMAGE) as other:
        other.call("create_order", {"customer": ADA, "items": [{"sku": "a", "quantity": 0, "price": 1}]})
        keys = [env.call("create_order", {"customer": ADA, "items": MUG}).body["id"] for env in (shop, other)]
    assert keys[0] == keys[1] and keys[0].startswith("ord_")


def test_another_seed_gives_other_keys() -> None:
    with Environment.open(IMAGE, seed=1) as one, Environment.open(IMAGE, seed=2) as two:
        new = {"name": "N", "email": "n@example.com"}
        assert one.call("create_customer", new).body["id"] != two.call("create_customer", new).body["id"]


def test_a_trial_undoes_everything_inside_also_inside_another(shop: Environment) -> None:
    before = shop.digest(), shop.clock, shop.snapshot()
    with shop.trial():
        first = shop.call("create_order", {"customer": ADA, "items": MUG}).body["id"]
        inner = shop.digest()
        with shop.trial():
            shop.call("delete_order", {"order_id": first})
            shop.call("get_order", {"order_id": "x"})
            assert shop.digest() == before[0]
        assert shop.digest() == inner
    assert (shop.digest(), shop.clock, shop.snapshot()) == before
    assert shop.call("create_order", {"customer": ADA, "items": MUG}).body["id"] == first


def test_a_trial_is_undone_when_it_raises(shop: Environment) -> None:
    digest = shop.digest()
    with pytest.raises(KeyError), shop.trial():
        shop.call("delete_order", {"order_id": PENDING})
        raise KeyError
    assert shop.digest() == digest


def test_fork_and_snapshot_taken_inside_a_trial_hold_what_was_done_there(shop: Environment) -> None:
    with shop.trial():
        shop.call("delete_order", {"order_id": PENDING})
        with shop.fork() as fork, Environment.restore(shop.snapshot()) as restored:
            assert fork.digest() == restored.digest() == shop.digest()
    assert shop.call("get_order", {"order_id": PENDING}).status == 200


def test_a_fork_goes_its_own_way_and_resets_to_the_same_beginning(shop: Environment) -> None:
    beginning = shop.digest(), shop.clock
    shop.call("delete_order", {"order_id": PENDING})
    fork = shop.fork()
    assert fork.digest() == shop.digest() and fork.clock == shop.clock
    fork.call("delete_order", {"order_id": SHIPPED})
    assert shop.call("get_order", {"order_id": SHIPPED}).status == 200
    fork.reset()
    assert (fork.digest(), fork.clock) == beginning
    fork.close()


def test_reset_goes_back_to_how_it_was_opened(shop: Environment) -> None:
    first = [shop.call("create_order", {"customer": ADA, "items": MUG}).text, shop.digest()]
    shop.set_clock("2030-01-01T00:00:00Z")
    shop.reset()
    assert shop.clock == "2026-01-05T09:00:00Z"
    assert [shop.call("create_order", {"customer": ADA, "items": MUG}).text, shop.digest()] == first
    with shop.trial(), pytest.raises(StateError, match="inside a trial"):
        shop.reset()


def test_a_diff_names_added_removed_and_changed_rows(shop: Environment) -> None:
    with Environment.open(IMAGE) as before:
        assert not before.diff(shop) and before.diff(shop).to_json() == {}
        shop.call("update_order", {"order_id": PENDING, "note": "hi"})
        shop.call("delete_order", {"order_id": SHIPPED})
        shop.call("create_customer", {"name": "N", "email": "n@example.com", "active": False, "address": {"city": "Y"}})
        diff = before.diff(shop).to_json()["shop"]
    assert diff["orders"]["changed"] == [
        {
            "key": {"id": PENDING},
            "before": {"note": None, "updated_at": None},
            "after": {"note": "hi", "updated_at": "2026-01-05T09:00:00Z"},
        }
    ]
    assert [row["id"] for row in diff["orders"]["removed"]] == [SHIPPED] and not diff["orders"]["added"]
    assert len(diff["order_items"]["removed"]) == 2
    assert [(row["active"], row["address"]) for row in diff["customers"]["added"]] == [(False, {"city": "Y"})]


def test_rows_are_typed_and_in_the_order_of_their_keys(shop: Environment) -> None:
    rows = shop.rows("shop", "customers")
    assert [row["id"] for row in rows] == [ADA, EMILE, PRIYA]
    assert rows[0]["active"] is True and rows[0]["address"]["city"] == "Bristol" and rows[2]["address"] is None
    for server, table in (("shop", "_fleetwright"), ("shop", "sqlite_schema"), ("other", "orders")):
        with pytest.raises(StateError):
            shop.rows(server, table)


def test_the_digest_does_not_hang_on_order_of_rows_or_of_properties(tmp_path: Path) -> None:
    image = image_of(tmp_path, "-- @return 204\n")
    rows = [{"id": 1, "title": "a", "labels": {"x": 1, "y": 2}}, {"id": 2, "title": "b", "labels": {}}]
    turned = [rows[1], {**rows[0], "labels": {"y": 2, "x": 1}}]
    digests = {Environment.open(image, {"notes": {"notes": some}}).digest() for some in (rows, turned, [rows[0]], [])}
    assert len(digests) == 3


def test_the_empty_scenario_keeps_the_rows_that_are_always_there(tmp_path: Path) -> None:
    seed = {"notes": [{"id": 1, "title": "kept", "_always": True}, {"id": 2, "title": "gone"}]}
    environment = Environment.open(image_of(tmp_path, "-- @return 204\n", seed=seed), "empty")
    assert [row["title"] for row in environment.rows("notes", "notes")] == ["kept"]


@pytest.mark.parametrize(
    ("scenario", "what"),
    [
        ("other", "no scenario"),
        ({"other": {}}, 'no server "other"'),
        ({"note": {}}, 'no server "note" here. Did you mean notes?'),
        ([], r"\[\] is no scenario. It is \"seed\""),
        ({"notes": []}, r"scenario#/notes: A server's rows stand by table, not \[\]"),
        ({"$merge": "sed"}, r"scenario#/\$merge: There is no scenario \"sed\""),
        ({"$merge": "seed", "$replace": "seed"}, "cannot have both"),
        ({"$merge": "seed", "notes": {"notes": [{"id": 1, "titel": "x"}]}}, "Did you mean title?"),
        ({"$merge": "seed", "notes": {"notes": [{"id": 1}, {"id": 1}]}}, "notes/1: NOT NULL"),
        (
            {"$replace": "seed", "notes": {"notes": [{"title": "a", "parent": 7}]}},
            "names a row of notes that is not there",
        ),
        ({"notes": {"note": []}}, 'no table "note". Did you mean notes?'),
        ({"notes": {"notes": {}}}, "rows are an array"),
        ({"notes": {"notes": [3]}}, "notes/0: A row is an object"),
        ({"notes": {"notes": [{"titel": "a"}]}}, 'no column "titel". Did you mean title?'),
        ({"notes": {"notes": [{"title": 3}]}}, "title must be a string, not 3"),
        ({"notes": {"notes": [{"title": "a", "done": 1}]}}, "done must be true or false, not 1"),
        ({"notes": {"notes": [{"title": "a", "id": True}]}}, "id must be an integer, not true"),
        ({"notes": {"notes": [{"title": "a", "id": 2**70}]}}, "id holds a number that is too large"),
        ({"notes": {"notes": [{"title": "a", "weight": "x"}]}}, "weight must be a number"),
        ({"notes": {"notes": [{"title": "a", "labels": [math.nan]}]}}, "labels holds NaN"),
        ({"notes": {"notes": [{"title": "\ud800"}]}}, "surrogate"),
        ({"notes": {"notes": [{}]}}, "NOT NULL constraint failed: notes.title"),
        ({"notes": {"notes": [{"title": "a", "id": 1}] * 2}}, "notes/1: UNIQUE constraint failed: notes.id"),
        ({"notes": {"notes": [{"title": "a", "parent": 9}]}}, r"names a row of notes that is not there \(parent\)"),
    ],
)
def test_a_faulty_scenario_is_refused_with_its_place(tmp_path: Path, scenario: Any, what: str) -> None:
    image = image_of(tmp_path, "-- @return 204\n")
    with pytest.raises(StateError, match=what):
        Environment.open(image, scenario)


def test_rows_are_merged_into_the_seed_or_stand_instead_of_it(tmp_path: Path) -> None:
    image = image_of(tmp_path, "-- @return 204\n")
    rows = {"notes": {"notes": [{"id": 7, "weight": 2.5}, {"id": 9, "title": "third", "parent": 7}]}}

    def begun(scenario: Any) -> list[tuple[Any, ...]]:
        with Environment.open(image, scenario) as environment:
            return [(row["id"], row["title"], row["weight"]) for row in environment.rows("notes", "notes")]

    assert begun({"$merge": "seed", **rows}) == [(1, "first", None), (7, "second", 2.5), (9, "third", None)]
    assert begun({"$merge": "seed"}) == begun("seed") and begun({"$replace": "empty"}) == []
    assert begun({"$replace": "seed", "notes": {"notes": [{"id": 3, "title": "x"}]}}) == [(3, "x", None)]
    assert begun({"$replace": "seed", "notes": {}}) == begun("seed")
    with pytest.raises(StateError, match="NOT NULL"):
        begun({"$merge": "empty", **rows})


def test_a_merged_row_gives_new_keys_their_beginning_and_is_there_after_a_reset(tmp_path: Path) -> None:
    insert = "-- @let\nINSERT INTO notes (id, title) VALUES (new_id('notes'), 'x') RETURNING id AS made;\n"
    image = image_of(tmp_path, insert + "-- @return 200\nSELECT :made;\n")
    with Environment.open(image, {"$merge": "seed", "notes": {"notes": [{"id": 50, "title": "t"}]}}) as environment:
        assert environment.call("do", {}).body == 51
        environment.reset()
        assert [row["id"] for row in environment.rows("notes", "notes")] == [1, 7, 50]
        assert environment.call("do", {}).body == 51


def test_rows_may_refer_to_later_rows(tmp_path: Path) -> None:
    rows = [{"id": 1, "title": "a", "parent": 2}, {"id": 2, "title": "b"}]
    environment = Environment.open(image_of(tmp_path, "-- @return 204\n"), {"notes": {"notes": rows}})
    assert len(environment.rows("notes", "notes")) == 2


def test_an_integer_key_is_never_given_twice_also_not_after_a_deletion(tmp_path: Path) -> None:
    insert = "-- @let\nINSERT INTO notes (id, title) VALUES (new_id('notes'), 'x') RETURNING id AS made;\n"
    folder = folder_of(
        tmp_path / "s",
        {
            "make": insert + "-- @return 200\nSELECT :made;\n",
            "drop_all": "-- @run\nDELETE FROM notes;" + END,
            "make_far": "-- @run\nINSERT INTO notes (id, title) VALUES (40, 'x');" + END,
        },
    )
    with Environment.open(folder) as environment:
        environment.call("drop_all", {})
        assert [environment.call("make", {}).body for _ in range(2)] == [8, 9]
        environment.call("make_far", {})
        assert environment.call("make", {}).body == 41
        environment.call("drop_all", {})
        with Environment.restore(environment.snapshot()) as restored:
            assert restored.call("make", {}).body == environment.call("make", {}).body == 42


def test_a_new_key_steps_over_keys_that_are_taken(tmp_path: Path) -> None:
    schema = "CREATE TABLE things (id TEXT PRIMARY KEY) STRICT;"
    seed = {"things": [{"id": f"{number}"} for number in range(8)]}
    program = "-- @run\nINSERT INTO things (id) VALUES (new_id('things'));" + END
    environment = opened(tmp_path, program, schema=schema, seed=seed, ids={"things": "{digits:1}"})
    assert [environment.call("do", {}).status for _ in range(2)] == [204, 204]
    assert {row["id"] for row in environment.rows("notes", "things")} == set("0123456789")
    with pytest.raises(StateError, match=r"has no key number 11"):
        environment.call("do", {})


def test_caller_and_clock_are_the_environments(tmp_path: Path) -> None:
    program = "-- @return 200\nSELECT json_array(caller(), now(), now('date'), now('unix'));"
    image = image_of(tmp_path, program, clock={"epoch": "2026-02-03T04:05:06Z"})
    with Environment.open(image, caller="u1") as one, Environment.open(image, caller={"notes": 2}) as two:
        assert one.call("do", {}).body == ["u1", "2026-02-03T04:05:06Z", "2026-02-03", 1770091506]
        two.set_clock("2026-03-01T01:00:00+02:00")
        assert two.call("do", {}).body == [2, "2026-02-28T23:00:00Z", "2026-02-28", 1772319600]
        assert two.clock == "2026-02-28T23:00:01Z"
        with Environment.restore(two.snapshot()) as restored:
            assert restored.call("do", {}).body[:2] == [2, "2026-02-28T23:00:01Z"]
        with pytest.raises(StateError, match="no time for a clock"):
            two.set_clock("now")


def test_an_undocumented_constraint_is_our_fault_and_changes_nothing(tmp_path: Path) -> None:
    program = "-- @run\nUPDATE notes SET title = 'z';\n-- @run\nINSERT INTO notes (id, title) VALUES (1, 'x');" + END
    environment = opened(tmp_path, program)
    digest = environment.digest()
    with pytest.raises(
        ProgramError, match=r"programs/do.sql:3: A constraint failed .* UNIQUE constraint failed: notes.id"
    ):
        environment.call("do", {})
    assert environment.digest() == digest
    with environment.trial(), pytest.raises(ProgramError):
        environment.call("do", {})
    assert environment.digest() == digest


def test_a_fault_of_the_program_is_raised_with_its_tool(tmp_path: Path) -> None:
    with pytest.raises(ProgramError, match="notes: do: SQLError: malformed JSON"):
        opened(tmp_path, "-- @return 200\nSELECT json(:text);", {"text": {"type": "string"}}).call("do", {"text": "{"})


RUNAWAY = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) "


@pytest.mark.parametrize(
    ("program", "said"),
    [
        (f"-- @return 200\n{RUNAWAY}SELECT max(n) FROM r;", "the work that one call may make"),
        (
            f"-- @run\n{RUNAWAY}UPDATE notes SET weight = (SELECT max(n) FROM r);{END}",
            "the work that one call may make",
        ),
        (
            "-- @return 200\nSELECT json_quote(replace(printf('%.10000c', 'x'), 'x', printf('%.10000c', 'y')));",
            "the size",
        ),
        ("-- @return 200\nSELECT json_quote(printf('%.5000000c', 'x'));", "4194304 characters of answer"),
    ],
)
def test_a_call_beyond_its_bounds_is_refused_and_changes_nothing(tmp_path: Path, program: str, said: str) -> None:
    environment = opened(tmp_path, program)
    digest = environment.digest()
    for _ in range(2):
        answer = environment.call("do", {})
        assert answer.error == "invalid_argument" and said in answer.message
    assert environment.digest() == digest


def test_a_runaway_write_inside_a_trial_ends_it_and_leaves_no_trace(tmp_path: Path) -> None:
    programs = {
        "run_away": f"-- @run\n{RUNAWAY}UPDATE notes SET weight = (SELECT max(n) FROM r);{END}",
        "empty": f"-- @run\nUPDATE notes SET weight = 2;{END}",
    }
    environment = Environment.open(folder_of(tmp_path / "s", programs))
    digest = environment.digest()
    with environment.trial(), environment.trial():
        environment.call("empty", {})
        for tool in ("run_away", "empty"):
            with pytest.raises(StateError, match="inside a trial and ended it"):
                environment.call(tool, {})
    assert environment.digest() == digest
    assert environment.call("empty", {}).changes == 2


def test_sums_that_overflow_are_the_callers_fault(tmp_path: Path) -> None:
    program = "-- @return 200\nSELECT sum(i.value) FROM json_each(:numbers) i;"
    environment = opened(tmp_path, program, {"numbers": {"type": "array"}})
    assert environment.call("do", {"numbers": [2**62, 2**62]}).error == "invalid_argument"


def test_several_servers_share_a_clock_and_have_tools_of_their_own(tmp_path: Path) -> None:
    notes = image_of(tmp_path, "-- @run\nDELETE FROM notes;" + END, clock={"epoch": "2027-01-01T00:00:00Z"})
    with Environment.open([IMAGE, notes], tools=["shop__get_order", "notes__do"]) as both:
        assert list(both.tools) == ["shop__get_order", "notes__do"]
        assert both.tools["notes__do"].name == "notes__do"
        assert both.clock == "2027-01-01T00:00:00Z"
        assert both.call("shop__list_orders", {}).error == "not_found"
        before = both.digest()
        assert both.call("notes__do", {}).changes == 2
        with Environment.restore(both.snapshot(), [notes, IMAGE]) as restored:
            assert list(restored.tools) == list(both.tools) and restored.digest() == both.digest() != before
            assert not both.diff(restored)
    with pytest.raises(StateError, match="no tool x"):
        Environment.open(IMAGE, tools=["x"])
    with pytest.raises(StateError, match="each of them once"):
        Environment.open([IMAGE, IMAGE])


def test_a_snapshot_that_was_cut_or_belongs_to_another_server_is_refused(shop: Environment, tmp_path: Path) -> None:
    data = shop.snapshot()
    for broken in (b"", b"x" * 100, data[:-1], data[:-1] + b"\x01", data[:40]):
        with pytest.raises(StateError):
            Environment.restore(broken)
    with pytest.raises(StateError, match="needs the server shop"):
        Environment.restore(data, image_of(tmp_path, "-- @return 204\n"))


ANY = st.one_of(st.none(), st.integers(), st.text(max_size=5), st.floats(), st.lists(st.text(max_size=3), max_size=2))
ID = st.sampled_from([ADA, EMILE, PRIYA, PENDING, SHIPPED, "ord_t6Er5Ty2Yu9Ik8", "x"])
ITEMS = st.lists(
    st.fixed_dictionaries({"sku": st.text(min_size=1, max_size=4), "quantity": st.integers(), "price": st.integers(0)}),
    max_size=3,
)
NAMES = sorted({name for tool in IMAGE.tools.values() for name in tool.input_schema["properties"]})
ARGUMENTS = st.fixed_dictionaries(
    {},
    optional={
        name: st.one_of(
            {"items": ITEMS, "order_ids": st.lists(ID, max_size=3)}.get(name, ID),
            st.text(max_size=6),
            ANY,
        )
        for name in NAMES
    },
)
CALLS = st.lists(st.tuples(st.sampled_from([*IMAGE.tools, "nothing"]), ARGUMENTS), max_size=8)


def kept(tool: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments that the tool knows, so that calls succeed often."""
    known = IMAGE.tools[tool].input_schema["properties"] if tool in IMAGE.tools else arguments
    return {name: value for name, value in arguments.items() if name in known}


@settings(max_examples=150, deadline=None)
@given(CALLS)
def test_whatever_is_called_fails_without_trace_and_replays_to_the_same_bytes(calls: list[tuple[str, Any]]) -> None:
    with Environment.open(IMAGE) as one, Environment.open(IMAGE) as two:
        beginning = one.digest()
        for tool, arguments in calls:
            before = one.digest()
            with one.trial():
                tried = one.call(tool, kept(tool, arguments))
            assert one.digest() == before
            answer = one.call(tool, kept(tool, arguments))
            assert answer == tried == two.call(tool, kept(tool, arguments))
            if answer.error:
                assert one.digest() == before and answer.message and answer.changes == 0
            elif one.tools[tool].annotations["readOnlyHint"]:
                assert one.digest() == before
        with Environment.restore(one.snapshot()) as restored:
            assert restored.digest() == one.digest() == two.digest() and restored.snapshot() == one.snapshot()
            assert not one.diff(two)
        one.reset()
        assert one.digest() == beginning
