"""Keys of new rows: the first that nobody has, whether it is looked for beforehand or its insert tells."""

from pathlib import Path

import pytest
from tiny_servers import opened

from state_db.errors import StateError
from state_db.functions.keys import TOGETHER, key_of

SHAPE = "thing_{alnum:14}"
SCHEMA = """
CREATE TABLE things (
  id TEXT PRIMARY KEY,
  name TEXT UNIQUE  -- @error conflict: {name} is taken.
) STRICT;
"""
NEW = "-- @let\nSELECT new_id('things') AS made;\n\n"
ANSWER = "\n-- @return 200\nSELECT json_array(:made, name) FROM things WHERE id = :made;\n"
PLAIN = NEW + "-- @run\nINSERT INTO things (id, name)\nVALUES (:made, :name);\n" + ANSWER
# The same, written so that the key is looked for beforehand.
LOOKED_FOR = NEW + "-- @run\nINSERT INTO things (name, id)\nVALUES (:name, :made);\n" + ANSWER
NAME = {"name": {"type": "string"}}


def key(number: int) -> str:
    """The key that is made by that number."""
    return str(key_of(SHAPE, 0, "things", number))


def rows(*numbers: int) -> dict[str, list[dict[str, str]]]:
    """Rows of a beginning that have the keys which new rows would be given."""
    return {"things": [{"id": key(number), "name": f"old {number}"} for number in numbers]}


@pytest.mark.parametrize("program", [PLAIN, LOOKED_FOR])
def test_a_new_row_steps_over_the_keys_that_rows_of_the_beginning_have(tmp_path: Path, program: str) -> None:
    with opened(tmp_path, program, NAME, schema=SCHEMA, seed=rows(1, 2, 4), ids={"things": SHAPE}) as environment:
        made = [environment.call("do", {"name": name}).body for name in "abc"]
        assert made == [[key(3), "a"], [key(5), "b"], [key(6), "c"]]


@pytest.mark.parametrize("program", [PLAIN, LOOKED_FOR])
def test_a_clash_of_both_key_and_name_is_the_conflict_of_the_name_and_changes_nothing(
    tmp_path: Path, program: str
) -> None:
    with opened(tmp_path, program, NAME, schema=SCHEMA, seed=rows(1, 2), ids={"things": SHAPE}) as environment:
        before, versions = environment.digest(), environment.versions("notes")
        refused = environment.call("do", {"name": "old 2"})
        assert (refused.error, refused.message) == ("conflict", "old 2 is taken.")
        assert (environment.digest(), environment.versions("notes")) == (before, versions)
        assert environment.call("do", {"name": "a"}).body == [key(3), "a"]


@pytest.mark.parametrize("program", [PLAIN, LOOKED_FOR])
def test_a_key_that_was_given_in_a_trial_is_given_again_after_it(tmp_path: Path, program: str) -> None:
    with opened(tmp_path, program, NAME, schema=SCHEMA, seed=rows(2), ids={"things": SHAPE}) as environment:
        with environment.trial(), environment.trial():
            assert [environment.call("do", {"name": name}).body[0] for name in "ab"] == [key(1), key(3)]
        assert [environment.call("do", {"name": name}).body[0] for name in "ba"] == [key(1), key(3)]


def test_an_insert_that_overwrites_never_takes_the_key_of_a_row(tmp_path: Path) -> None:
    for number, words in enumerate(("INSERT OR REPLACE", "INSERT OR IGNORE")):
        program = PLAIN.replace("INSERT", words)
        folder = tmp_path / str(number)
        with opened(folder, program, NAME, schema=SCHEMA, seed=rows(1), ids={"things": SHAPE}) as environment:
            assert environment.call("do", {"name": "a"}).body == [key(2), "a"]
            assert len(environment.rows("notes", "things")) == 2


def test_an_upsert_never_takes_the_key_of_a_row(tmp_path: Path) -> None:
    program = PLAIN.replace(":name);", ":name) ON CONFLICT (id) DO UPDATE SET name = :name;")
    with opened(tmp_path, program, NAME, schema=SCHEMA, seed=rows(1), ids={"things": SHAPE}) as environment:
        assert environment.call("do", {"name": "a"}).body == [key(2), "a"]
        assert len(environment.rows("notes", "things")) == 2


def test_a_shape_without_a_free_key_is_a_fault_of_the_server(tmp_path: Path) -> None:
    seed = {"things": [{"id": f"{digit}", "name": f"{digit}"} for digit in range(10)]}
    environment = opened(tmp_path, PLAIN, NAME, schema=SCHEMA, seed=seed, ids={"things": "{digits:1}"})
    with environment, pytest.raises(StateError, match="has no key number 11"):
        environment.call("do", {"name": "a"})


def test_keys_that_are_made_together_are_those_of_their_numbers() -> None:
    numbers = range(1, 3 * TOGETHER + 2)
    assert len({key(number) for number in numbers}) == len(numbers)
    assert {str(key_of("{digits:1}", 7, "t", number)) for number in range(1, 11)} == set("0123456789")
    for number in (0, 11, TOGETHER + 1):
        with pytest.raises(OverflowError):
            key_of("{digits:1}", 7, "t", number)
