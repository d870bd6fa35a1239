"""Programs of lists: filters, order and paging."""

from typing import Any

import pytest

from rendering.test_row_programs import body, refused
from state_db.environment import Environment

Json = Any
OF_ALPHA = [1, 2, 3, 4, 6, 7]


def ids(tracker: Environment, **arguments: Json) -> list[int]:
    answer = body(tracker, "list_tasks", project_id="prj_a", limit=5, **arguments)
    return [task["id"] for task in answer["items"]]


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ({"status": "open"}, [1, 4]),
        ({"states": ["open", "done"]}, [1, 3, 4]),
        ({"states": []}, []),
        ({"not_status": "draft"}, [1, 3, 4]),
        ({"min_rank": 2}, [1, 4, 7]),
        ({"over_rank": 1}, [1, 4, 7]),
        ({"max_rank": 1}, [3]),
        ({"under_rank": 2}, [3]),
        ({"tag": "blue"}, [1, 2]),
        ({"any_tag": ["red", "green"]}, [1]),
        ({"title_begins": "pA"}, [1, 4]),
        ({"has_note": True}, [1]),
        ({"has_note": False}, [2, 3, 4, 6, 7]),
        ({"status": "open", "min_rank": 2, "title_begins": "paper"}, [4]),
    ],
)
def test_a_filter_leaves_the_rows_that_pass_it(
    tracker: Environment, arguments: dict[str, Json], found: list[int]
) -> None:
    assert ids(tracker, **arguments) == found


def test_a_list_holds_only_the_rows_of_its_parent(tracker: Environment) -> None:
    assert [task["id"] for task in body(tracker, "list_tasks", project_id="prj_b")["items"]] == [5]
    assert refused(tracker, "list_tasks", project_id="none") == ("not_found", "No project has the id none.")


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ({}, [1, 2, 3, 4, 6]),
        ({"sort": "title"}, [3, 1, 7, 6, 2]),
        ({"sort": "title", "direction": "desc"}, [4, 2, 6, 7, 1]),
        ({"sort": "rank"}, [2, 6, 3, 1, 4]),
        ({"sort": "rank", "direction": "desc"}, [1, 4, 7, 3, 2]),
        ({"sort": "newest"}, [7, 6, 4, 3, 2]),
        ({"sort": "newest", "direction": "asc"}, [1, 2, 3, 4, 6]),
        ({"sort": "unheard of"}, [1, 2, 3, 4, 6]),
    ],
)
def test_an_order_is_followed_and_rows_alike_stay_as_they_were_inserted(
    tracker: Environment, arguments: dict[str, Json], found: list[int]
) -> None:
    assert ids(tracker, **arguments) == found


def test_pages_partition_the_list_and_tell_how_it_goes_on(tracker: Environment) -> None:
    first = body(tracker, "list_tasks", project_id="prj_a", limit=4, with_total=True)
    second = body(tracker, "list_tasks", project_id="prj_a", limit=4, page=first["next"])
    assert [task["id"] for task in first["items"] + second["items"]] == OF_ALPHA
    assert (first["more"], first["next"], first["total"]) == (True, 2, 6)
    assert (second["more"], second["next"]) == (False, None)
    assert first["kind"] == "list"


def test_an_envelope_shows_what_an_argument_asks_for_only_then(tracker: Environment) -> None:
    assert "total" not in body(tracker, "list_tasks", project_id="prj_a")
    assert "total" not in body(tracker, "list_tasks", project_id="prj_a", with_total=False)


def test_a_page_has_its_usual_size_and_no_more_than_the_most(tracker: Environment) -> None:
    assert len(body(tracker, "list_tasks", project_id="prj_a")["items"]) == 3
    assert len(body(tracker, "list_tasks", project_id="prj_a", limit=100)["items"]) == 5


def test_a_page_beyond_the_end_is_empty(tracker: Environment) -> None:
    assert body(tracker, "list_tasks", project_id="prj_a", page=9)["items"] == []


def test_search_finds_text_in_any_column_without_regard_to_case(tracker: Environment) -> None:
    found = body(tracker, "search_tasks", q="äPF")
    assert (found["keys"], found["count"]) == ([1], 1)
    assert body(tracker, "search_tasks", q="A", limit=2, **{"from": 1}) == {
        "hits": body(tracker, "get_tasks", ids=[2, 4]),
        "keys": [2, 4],
        "count": 2,
        "offset": 1,
        "pages": 2,
    }


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_cursors_lead_through_the_whole_list_without_losing_nulls(tracker: Environment, size: int) -> None:
    seen: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        page = body(tracker, "all_tasks", limit=size, cursor=cursor)
        seen += [task["id"] for task in page["items"]]
        assert page["more"] == (page["next"] is not None)
        cursor = page["next"]
    assert seen == [2, 6, 3, 1, 4, 7, 5]


@pytest.mark.parametrize("cursor", ["x", "MTI", "bm90aGluZw==", "MTI=\n"])
def test_a_cursor_that_no_answer_gave_is_an_invalid_argument(tracker: Environment, cursor: str) -> None:
    error = refused(tracker, "all_tasks", cursor=cursor)
    assert error == ("invalid_argument", "The cursor was not given by an earlier answer.")


@pytest.mark.parametrize("size", [1, 2, 4])
def test_keys_lead_forward_and_backward_through_the_same_order(tracker: Environment, size: int) -> None:
    order = [5, 1, 7, 4, 3, 6, 2]
    forward: list[int] = []
    after: int | None = None
    while True:
        given: dict[str, Json] = {} if after is None else {"starting_after": after}
        page = body(tracker, "tasks_around", limit=size, **given)
        forward += [task["id"] for task in page["items"]]
        if not page["more"]:
            break
        after = page["next"]
    assert forward == order
    backward: list[int] = []
    before: int | None = 2
    while before is not None:
        page = body(tracker, "tasks_around", limit=size, ending_before=before)
        backward[:0] = [task["id"] for task in page["items"]]
        before = page["next"]
    assert backward == order[:-1]


def test_a_key_that_is_not_in_the_list_is_an_invalid_argument(tracker: Environment) -> None:
    error = refused(tracker, "tasks_around", starting_after=99)
    assert error == ("invalid_argument", "The list has no task with the id 99.")


def test_rows_can_be_answered_by_their_keys(tracker: Environment) -> None:
    found = body(tracker, "task_map")
    assert (list(found["tasks"]), found["count"]) == (["1", "4", "5"], 3)


def test_a_filter_by_default_is_in_force_until_another_is_given(tracker: Environment) -> None:
    assert list(body(tracker, "task_map", status="done")["tasks"]) == ["3"]


def test_a_list_shows_the_form_of_its_tool(tracker: Environment) -> None:
    assert body(tracker, "list_projects") == [{"id": "prj_a", "name": "Alpha"}, {"id": "prj_b", "name": "Beta"}]
