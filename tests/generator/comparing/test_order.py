"""Lists: rows may stand in any order that nothing fixes."""

from typing import Any

from generator.compare.mapping import Names
from generator.compare.marks import Mark
from generator.compare.order import in_order_of
from generator.plan import Argument, Order, Tool

Json = Any


def listing(**more: Json) -> Tool:
    plain = {"name": "list_books", "title": "", "text": "", "operation": "", "method": "GET", "path": "/books"}
    return Tool(**{**plain, "pattern": "list", "entity": "book", "status": 200, "answer": {"books": "$items"}, **more})


SORT = Argument(name="sort", place="query", wire=("sort",), value={"type": "string"}, does=Order(by={"n": ("n",)}))
THERE = {"books": [{"id": "b-long-id", "n": 2}, {"id": "a-long-id", "n": 1}]}
HERE = {"books": [{"id": "first-id", "n": 1}, {"id": "second-id", "n": 2}]}
TURNED = {"books": [{"id": "second-id", "n": 2}, {"id": "first-id", "n": 1}]}


def test_rows_of_a_list_are_compared_with_those_that_are_most_like_them() -> None:
    assert in_order_of(THERE, HERE, listing(), {}, Names()) == TURNED


def test_rows_are_known_by_the_keys_that_stand_for_each_other() -> None:
    names = Names()
    names.agree(Mark("book", "id"), "b-long-id", "first-id")
    there = {"books": [{"id": "a-long-id"}, {"id": "b-long-id"}]}
    here = {"books": [{"id": "first-id"}, {"id": "other-id"}]}
    assert in_order_of(there, here, listing(), {}, names)["books"] == [{"id": "other-id"}, {"id": "first-id"}]


def test_an_order_that_the_call_or_the_documentation_fixes_is_kept() -> None:
    assert in_order_of(THERE, HERE, listing(arguments=(SORT,)), {"sort": "n"}, Names()) == HERE
    assert in_order_of(THERE, HERE, listing(arguments=(SORT,)), {}, Names()) == TURNED
    assert in_order_of(THERE, HERE, listing(order=("n",)), {}, Names()) == HERE


def test_no_row_is_lost_or_added() -> None:
    more = {"books": [{"id": "x", "n": 9}, *HERE["books"]]}
    assert in_order_of(THERE, more, listing(), {}, Names()) == {"books": [*TURNED["books"], {"id": "x", "n": 9}]}
    assert in_order_of({"books": []}, HERE, listing(), {}, Names()) == HERE
    assert in_order_of(THERE, {"error": "x"}, listing(), {}, Names()) == {"error": "x"}


def test_rows_of_a_map_stand_under_the_keys_that_the_service_made_for_those_most_like_them() -> None:
    tool, key = listing(answer={"books": "$map"}), Mark("book", "id")
    there = {"books": {"b-long-id": {"n": 2}, "a-long-id": {"n": 1}}}
    here = {"books": {"first-id": {"n": 1}, "second-id": {"n": 2}, "third-id": {"n": 7}}}
    names = Names()
    found = in_order_of(there, here, tool, {}, names, key)
    assert found == {"books": {"a-long-id": {"n": 1}, "b-long-id": {"n": 2}, "third-id": {"n": 7}}}
    assert names.named(key, "b-long-id") == "second-id"
    assert in_order_of(there, here, tool, {}, Names()) == here


def test_a_key_that_stands_for_another_row_stays_as_it_is() -> None:
    names, key = Names(), Mark("book", "id")
    names.agree(key, "a-long-id", "other-id")
    found = in_order_of({"a-long-id": {"n": 1}}, {"first-id": {"n": 1}}, listing(answer="$map"), {}, names, key)
    assert found == {"first-id": {"n": 1}}
