"""Comparison of changes: which differences count, and which do not."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from client.tasks import ChangedRow, Changes, TableChange
from state_db.comparison import compare

MARKS = {
    "shop": {
        "orders": {"id": "key:orders", "customer_id": "key:customers", "created_at": "clock", "url": "derived"},
        "order_items": {"order_id": "key:orders"},
        "customers": {"id": "key:customers"},
    }
}


def changes(**tables: TableChange) -> Changes:
    return {"shop": tables}


def order(
    id: str, note: str | None = None, customer: str = "cus_1", at: str | None = "t1", **more: Any
) -> dict[str, Any]:
    return {"id": id, "customer_id": customer, "note": note, "created_at": at, **more}


def added(*rows: dict[str, Any]) -> TableChange:
    return TableChange(added=rows)


def changed(key: str, before: dict[str, Any], after: dict[str, Any]) -> TableChange:
    return TableChange(changed=(ChangedRow(key={"id": key}, before=before, after=after),))


def test_fresh_keys_and_clock_values_do_not_count() -> None:
    wanted = changes(orders=added(order("ord_aaaaaa", "hi", at="t1", url="/ord_aaaaaa")))
    got = changes(orders=added(order("ord_bbbbbb", "hi", at="t9", url="/ord_bbbbbb")))
    found = compare(wanted, got, MARKS)
    assert found.alike
    assert found.mapping == {"orders": [("ord_aaaaaa", "ord_bbbbbb")]}


def test_a_time_that_is_missing_counts() -> None:
    assert not compare(changes(orders=added(order("a"))), changes(orders=added(order("b", at=None))), MARKS).alike


def test_a_reference_to_an_old_row_must_be_the_same() -> None:
    wanted, got = order("a", customer="cus_1"), order("a", customer="cus_2")
    found = compare(changes(orders=added(wanted)), changes(orders=added(got)), MARKS)
    assert not found.alike
    assert any("cus_1" in reason for reason in found.reasons)
    assert any(reason.startswith("Not asked for") for reason in found.reasons)


def test_a_reference_to_a_new_row_follows_the_mapping() -> None:
    def state(first: str, second: str) -> Changes:
        items = ({"order_id": first, "sku": "mug"}, {"order_id": second, "sku": "lamp"})
        return changes(orders=added(order(first, "one"), order(second, "two")), order_items=added(*items))

    assert compare(state("a", "b"), state("x", "y"), MARKS).alike
    crossed = state("x", "y")
    crossed["shop"]["order_items"] = added({"order_id": "y", "sku": "mug"}, {"order_id": "x", "sku": "lamp"})
    found = compare(state("a", "b"), crossed, MARKS)
    assert not found.alike
    assert found.reasons == ("The same rows were written, but they refer to each other differently.",)


def test_two_new_rows_are_not_mapped_to_one() -> None:
    wanted = changes(
        customers=added({"id": "a"}, {"id": "b"}), orders=added(order("o", "1", "a"), order("p", "2", "b"))
    )
    got = changes(customers=added({"id": "x"}, {"id": "y"}), orders=added(order("q", "1", "x"), order("r", "2", "x")))
    assert not compare(wanted, got, MARKS).alike


def test_a_row_that_was_only_touched_is_no_change() -> None:
    touched = changes(orders=changed("o", {"created_at": "t1"}, {"created_at": "t2"}))
    assert compare({}, touched, MARKS).alike
    assert not compare({}, changes(orders=changed("o", {"note": None}, {"note": "x"})), MARKS).alike


def test_extra_dropped_and_misdirected_writes_are_told_apart() -> None:
    wanted = changes(orders=changed("o", {"note": None}, {"note": "x"}))
    wrong = changes(orders=changed("p", {"note": None}, {"note": "x"}))
    assert not compare(wanted, {}, MARKS).alike
    assert not compare(wanted, wrong, MARKS).alike
    assert not compare(wanted, changes(orders=TableChange(removed=(order("o"),))), MARKS).alike


def test_keys_inside_of_arrays_follow_the_mapping() -> None:
    wanted = changes(orders=added(order("ord_aaaaaa", tags=["ord_aaaaaa"])))
    assert compare(wanted, changes(orders=added(order("ord_bbbbbb", tags=["ord_bbbbbb"]))), MARKS).alike
    assert not compare(wanted, changes(orders=added(order("ord_bbbbbb", tags=["ord_cccccc"]))), MARKS).alike


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """New customers and their new orders, with few distinct notes so that many rows look alike."""
    customers = [{"id": f"cus_{n}"} for n in range(draw(st.integers(1, 4)))]
    orders = [
        order(f"ord_{n}", draw(st.sampled_from("xy")), draw(st.sampled_from(customers))["id"])
        for n in range(draw(st.integers(0, 6)))
    ]
    return customers, orders


@given(graphs(), st.randoms(use_true_random=False))
def test_any_renaming_of_fresh_keys_in_any_order_is_alike(graph: tuple[Any, Any], random: Any) -> None:
    customers, orders = graph
    names = [f"new_{n}" for n in range(len(customers))]
    random.shuffle(names)
    renamed = {customer["id"]: name for customer, name in zip(customers, names, strict=True)}
    others = [{**each, "id": f"other_{each['id']}", "customer_id": renamed[each["customer_id"]]} for each in orders]
    again = [{"id": renamed[customer["id"]]} for customer in customers]
    random.shuffle(others)
    random.shuffle(again)
    wanted = changes(customers=added(*customers), orders=added(*orders))
    found = compare(wanted, changes(customers=added(*again), orders=added(*others)), MARKS)
    assert found.alike
    for pairs in found.mapping.values():
        assert len({str(key) for key, _ in pairs}) == len({str(other) for _, other in pairs}) == len(pairs)


@given(graphs(), st.data())
def test_a_changed_plain_value_is_never_alike(graph: tuple[Any, Any], data: st.DataObject) -> None:
    customers, orders = graph
    if not orders:
        return
    index = data.draw(st.integers(0, len(orders) - 1))
    others = [{**each, "note": "other"} if n == index else each for n, each in enumerate(orders)]
    wanted = changes(customers=added(*customers), orders=added(*orders))
    assert not compare(wanted, changes(customers=added(*customers), orders=added(*others)), MARKS).alike
