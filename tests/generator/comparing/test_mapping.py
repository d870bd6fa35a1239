"""Made values: mapped one to one, for what a caller chose never, and for times by row."""

from generator.compare.mapping import Names
from generator.compare.marks import Mark

ID = Mark("book", "id")


def test_a_made_value_stands_for_one_other_from_its_first_appearance() -> None:
    names = Names()
    assert names.agree(ID, "first-there", "first-here")
    assert names.agree(ID, "first-there", "first-here")
    assert not names.agree(ID, "first-there", "second-here")
    assert not names.agree(ID, "second-there", "first-here")


def test_what_a_caller_chose_is_no_made_value() -> None:
    names = Names()
    names.give(ID, "mine")
    assert not names.agree(ID, "mine", "another")
    assert names.agree(ID, "mine", "mine")


def test_a_made_key_may_look_like_another_value_that_the_caller_sent() -> None:
    names = Names()
    names.give(None, {"title": "tides-of-may"})
    assert names.agree(ID, "tides-of-may", "bk_1")
    assert names.named(ID, "tides-of-may") == "bk_1"
    assert names.named(None, "tides-of-may") == "tides-of-may"


def test_small_numbers_are_renamed_only_where_they_name_something() -> None:
    names = Names()
    assert names.agree(ID, 3, 1)
    assert names.named(ID, 3) == 1
    assert names.named(None, 3) == 3
    assert names.named(ID, [3, {"id": 3}]) == [1, {"id": 1}]


def test_long_keys_are_renamed_inside_of_texts_as_whole_words() -> None:
    names = Names()
    assert names.agree(ID, "bk_000017", "bk_1")
    assert names.named(None, "/books/bk_000017/pages") == "/books/bk_1/pages"
    assert names.named(None, "/books/bk_0000171") == "/books/bk_0000171"


def test_a_time_that_stood_still_there_must_stand_still_here() -> None:
    names = Names()
    mark = Mark("book", "updated_at", "time", "1")
    assert names.agree(mark, "2024-01-01T00:00:00.125Z", "2026-01-05T09:00:00Z")
    assert not names.agree(mark, "2024-01-01T00:00:00.125Z", "2026-01-05T09:00:01Z")
    assert not names.agree(mark, "2024-01-01T00:00:00.250Z", "2026-01-05T09:00:00Z")
    assert names.agree(Mark("book", "updated_at", "time", "2"), "2024-01-01T00:00:00.250Z", "2026-01-05T09:00:00Z")


def test_times_of_whole_seconds_cannot_tell_two_calls_apart() -> None:
    names = Names()
    mark = Mark("book", "updated_at", "time", "1")
    assert names.agree(mark, "2024-01-01T00:00:00Z", "2026-01-05T09:00:00Z")
    assert names.agree(mark, "2024-01-01T00:00:00Z", "2026-01-05T09:00:01Z")


def test_a_made_value_is_of_one_kind_and_null_is_only_null() -> None:
    names = Names()
    assert not names.agree(ID, "7", 7)
    assert not names.agree(ID, None, "a")
    assert names.agree(ID, None, None)


def test_a_key_that_the_caller_chose_is_the_same_on_both_sides() -> None:
    names = Names()
    names.give(ID, "mine")
    assert not names.agree(ID, "other", "mine")
    assert names.agree(ID, "mine", "mine")


def test_only_a_value_that_stands_for_one_of_the_server_is_known() -> None:
    names, key = Names(), Mark("book", "id")
    assert names.agree(key, 7, 1)
    assert names.knows(key, 7)
    assert not any((names.knows(key, 1), names.knows(Mark("author", "id"), 7), names.knows(key, [7])))
