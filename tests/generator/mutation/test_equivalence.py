"""What is provably the same is recognised, and what only looks so is not."""

import json
from typing import Any

import pytest

from generator.mutation import Mutant
from generator.mutation import equivalence as same
from generator.mutation.equivalence import why_same
from generator.mutation.knowledge import Knowledge
from generator.mutation.making import mutants, spoilt
from generator.mutation.script import script_of
from state_db.image import Image
from state_db.sql import significant


def reason(image: Image, operator: str, place: str, found: str) -> str | None:
    """Why the mutant with this text in its diff is the same; ``place`` is its tool or its file."""
    mutant = the(image, operator, place, found)
    return why_same(image, spoilt(image, mutant), mutant)


def the(image: Image, operator: str, place: str, found: str) -> Mutant:
    fitting = [
        each
        for each in mutants(image)
        if each.operator == operator and place in (each.tool, each.file) and found in each.diff
    ]
    assert len(fitting) == 1, [each.diff for each in fitting]
    return fitting[0]


SERVER = {
    "server.json": '{"format": 1, "name": "shelf", "title": "Shelf", "ids": {}}',
    "instructions.md": "",
    "seed.json": '{"racks": [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}], '
    '"books": [{"id": 1, "rack_id": 1, "name": "x"}, {"id": 2, "rack_id": 2, "name": "y"}], '
    '"pages": [{"id": 1, "rack_id": 1, "book_id": 1}, {"id": 2, "rack_id": 2, "book_id": 2}]}',
    "schema.sql": """
CREATE TABLE racks (
  id    INTEGER PRIMARY KEY,
  name  TEXT NOT NULL UNIQUE  -- @error conflict: Taken.
) STRICT;
CREATE TABLE books (
  id       INTEGER PRIMARY KEY,
  rack_id  INTEGER REFERENCES racks (id) ON DELETE CASCADE,
  name     TEXT
) STRICT;
CREATE TABLE pages (
  id       INTEGER PRIMARY KEY,
  rack_id  INTEGER,
  book_id  INTEGER REFERENCES books (id) ON DELETE CASCADE
) STRICT;
CREATE VIEW book_json AS
SELECT t.*, t._rowid_ AS entry, json_remove(json_object(
  'id', t.id,
  'rack_id', t.rack_id,
  'name', t.name
),
  iif(t.rack_id IS NULL, '$.rack_id', '$[0]'),
  iif(t.name IS NULL, '$.name', '$[0]')
) AS body
FROM books t;
""",
    "programs/get_book.sql": """-- Get.

-- @require not_found: No rack.
SELECT EXISTS (SELECT 1 FROM racks WHERE id = :rack_id);

-- @return 200
-- @missing not_found: No book.
SELECT body FROM book_json WHERE rack_id = :rack_id AND id = :book_id;
""",
    "programs/name_book.sql": """-- Name.

-- @run
-- @missing not_found: No book.
UPDATE books SET
  name = :name
WHERE rack_id = :rack_id
  AND id = :book_id;

-- @return 200
SELECT body FROM book_json WHERE rack_id = :rack_id AND id = :book_id;
""",
    "programs/add_page.sql": """-- Add.

-- @require not_found: No book.
SELECT EXISTS (SELECT 1 FROM books WHERE id = :book_id AND rack_id = :rack_id);

-- @run
INSERT INTO pages (rack_id, book_id)
VALUES (:rack_id, :book_id);

-- @return 204
""",
    "programs/list_pages.sql": """-- List.

-- @require not_found: No book.
SELECT EXISTS (SELECT 1 FROM books WHERE id = :book_id AND rack_id = :rack_id);

-- @let
SELECT min(coalesce(:limit, 20), 100) AS page_size, coalesce(:free, 7) AS free_size;

-- @return 200
SELECT json_group_array(t.id ORDER BY t.id) FROM pages t
WHERE t.rack_id = :rack_id
  AND t.book_id = :book_id
  AND t.id <= :page_size + :free_size;
""",
}
WHOLE = {"type": "integer"}
TOOLS: dict[str, dict[str, dict[str, Any]]] = {
    "get_book": {"rack_id": WHOLE, "book_id": WHOLE},
    "name_book": {"rack_id": WHOLE, "book_id": WHOLE, "name": {"type": ["string", "null"]}},
    "add_page": {"rack_id": WHOLE, "book_id": WHOLE},
    "list_pages": {
        "rack_id": WHOLE, "book_id": WHOLE, "free": WHOLE,
        "limit": {"type": "integer", "minimum": 1, "maximum": 100, "default": 20},
    },
}  # fmt: skip
OPTIONAL = {"limit", "free"}


def tools_text() -> str:
    tools = [
        {
            "name": name, "title": name, "description": name,
            "inputSchema": {
                "type": "object", "properties": inputs, "required": sorted(inputs.keys() - OPTIONAL),
                "additionalProperties": False,
            },
            "annotations": {
                "readOnlyHint": False, "destructiveHint": False, "idempotentHint": False, "openWorldHint": False,
            },
        }
        for name, inputs in TOOLS.items()
    ]  # fmt: skip
    return json.dumps({"tools": tools})


def routes_text() -> str:
    routes = {
        name: {
            "method": "POST", "path": f"/{name}", "statuses": [200], "pattern": "custom",
            "arguments": {each: {"in": "body", "path": [each]} for each in inputs},
        }
        for name, inputs in TOOLS.items()
    }  # fmt: skip
    return json.dumps({"base_path": "", "tools": routes})


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Image:
    folder = tmp_path_factory.mktemp("server") / "shelf"
    (folder / "programs").mkdir(parents=True)
    for name, text in {**SERVER, "tools.json": tools_text(), "routes.json": routes_text()}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return Image.load(folder)


def test_a_guard_that_a_later_step_repeats_is_superfluous(shelf: Image) -> None:
    assert reason(shelf, "skipped_guard", "get_book", "-SELECT EXISTS") == same.LATER_GUARD
    assert reason(shelf, "drop_condition", "get_book", "+SELECT EXISTS (SELECT 1 FROM racks WHERE TRUE)") == (
        same.LATER_GUARD
    )


def test_a_guard_that_nothing_repeats_counts(shelf: Image) -> None:
    assert reason(shelf, "skipped_guard", "add_page", "-SELECT EXISTS") is None
    assert reason(shelf, "drop_condition", "add_page", "id = :book_id AND TRUE") is None


def test_a_condition_is_known_once_the_same_row_was_written_under_it(shelf: Image) -> None:
    assert reason(shelf, "drop_condition", "name_book", "+SELECT body FROM book_json WHERE TRUE AND id") == (
        same.KNOWN_ROW
    )


def test_a_condition_of_the_first_step_that_meets_the_row_counts(shelf: Image) -> None:
    assert reason(shelf, "drop_condition", "name_book", "+WHERE TRUE\n   AND id = :book_id") is None
    assert reason(shelf, "drop_condition", "get_book", "+SELECT body FROM book_json WHERE TRUE AND id") is None


def test_the_key_itself_is_never_told_by_the_rest(shelf: Image) -> None:
    assert reason(shelf, "drop_condition", "name_book", "WHERE rack_id = :rack_id AND TRUE") is None


def test_a_scope_that_every_write_takes_from_the_parent_is_told_by_it(shelf: Image) -> None:
    assert reason(shelf, "drop_condition", "list_pages", "+WHERE TRUE") == same.TOLD_BY_PARENT
    assert reason(shelf, "drop_condition", "list_pages", "+  AND TRUE\n   AND t.id") is None


def test_a_scope_is_not_told_by_the_parent_where_a_write_does_not_check_it(shelf: Image) -> None:
    careless = shelf.with_programs({"add_page": SERVER["programs/add_page.sql"].replace(" AND rack_id = :rack_id", "")})
    assert reason(careless, "drop_condition", "list_pages", "+WHERE TRUE") is None


def test_a_scope_is_not_told_by_the_parent_where_a_row_contradicts(shelf: Image) -> None:
    rows = {name: [dict(row) for row in found] for name, found in shelf.seed.items()}
    rows["pages"][0]["rack_id"] = 2
    assert reason(shelf.with_seed(rows), "drop_condition", "list_pages", "+WHERE TRUE") is None


def test_a_number_behind_a_default_that_the_inputs_fill_is_dead(shelf: Image) -> None:
    assert reason(shelf, "off_by_one", "list_pages", "coalesce(:limit, 21)") == same.DEAD_NUMBER
    assert reason(shelf, "off_by_one", "list_pages", ", 101)") == same.DEAD_NUMBER
    assert reason(shelf, "off_by_one", "list_pages", "coalesce(:free, 8)") is None


def test_null_that_is_left_out_matters_only_where_there_can_be_null(shelf: Image) -> None:
    assert reason(shelf, "shown_null", "schema.sql", "-  iif(t.rack_id") == same.NEVER_NULL
    assert reason(shelf, "shown_null", "schema.sql", "-  iif(t.name") is None


def test_a_cascade_matters_only_where_the_parent_is_deleted(shelf: Image, image: Image) -> None:
    assert {
        why_same(shelf, spoilt(shelf, each), each) for each in mutants(shelf) if each.operator == "drop_cascade"
    } == {same.NEVER_DELETED}
    cascades = [each for each in mutants(image) if each.operator == "drop_cascade"]
    gone = "-  task_id"
    deleted = [each for each in cascades if gone in each.diff]
    assert deleted
    assert {why_same(image, spoilt(image, each), each) for each in deleted} == {None}


def test_a_row_that_goes_with_another_parent_needs_no_cascade_of_its_own(shelf: Image) -> None:
    schema = SERVER["schema.sql"].replace(
        "  rack_id  INTEGER,\n", "  rack_id  INTEGER REFERENCES racks (id) ON DELETE CASCADE,\n"
    )
    racks = "-- Delete.\n\n-- @run\nDELETE FROM racks\nWHERE id = :rack_id;\n\n-- @return 204\n"
    both = shelf.with_schema(schema).with_programs({"get_book": racks})
    assert {
        reason(both, "drop_cascade", "schema.sql", f"+  rack_id  INTEGER REFERENCES racks (id){then},\n   book_id")
        for then in ("", " ON DELETE SET NULL")
    } == {same.GONE_ANYWAY}
    assert reason(both, "drop_cascade", "schema.sql", "+  rack_id  INTEGER REFERENCES racks (id),\n   name") is None


def test_a_place_beyond_nought_needs_no_condition(shelf: Image) -> None:
    text = """-- List.

-- @rows found(entry, place)
SELECT _rowid_, row_number() OVER (ORDER BY _rowid_) FROM books WHERE rack_id = :rack_id;

-- @let
SELECT 0 AS page_start;

-- @return 200
SELECT json_group_array(f.entry ORDER BY f.place) FROM found f
WHERE f.place > :page_start
  AND f.place <= :book_id;
"""
    paged = shelf.with_programs({"get_book": text})
    assert reason(paged, "drop_condition", "get_book", "+WHERE TRUE\n   AND f.place") == same.FIRST_PAGE
    assert reason(paged, "drop_condition", "get_book", "+  AND TRUE;") is None
    later = shelf.with_programs({"get_book": text.replace("SELECT 0 AS", "SELECT :book_id AS")})
    assert reason(later, "drop_condition", "get_book", "+WHERE TRUE\n   AND f.place") is None


def test_a_constraint_that_no_program_can_violate_does_not_matter(shelf: Image, image: Image) -> None:
    assert reason(shelf, "drop_unique", "schema.sql", "TEXT NOT NULL UNIQUE") == same.NEVER_VIOLATED
    assert reason(image, "drop_unique", "schema.sql", "-  name") is None


def test_statements_that_sqlite_compiles_alike_are_the_same(shelf: Image) -> None:
    text = SERVER["programs/get_book.sql"].replace("rack_id = :rack_id AND id", "(rack_id = :rack_id) AND id")
    one, other = shelf.codes["get_book"], shelf.with_programs({"get_book": text}).codes["get_book"]
    assert same.same_instructions(shelf, one, other)
    text = text.replace("AND id", "OR id")
    assert not same.same_instructions(shelf, one, shelf.with_programs({"get_book": text}).codes["get_book"])


@pytest.mark.parametrize(
    ("expression", "never_null", "bounds"),
    [
        (":limit", True, (1, 100)),
        (":free", False, (None, None)),
        ("coalesce(:free, 7)", True, (None, None)),
        ("min(coalesce(:limit, 20), 100)", True, (1, 100)),
        ("(:limit - 1) * :page_size", True, (0, 9900)),
        ("max(:limit - 5, 0)", True, (0, 95)),
        ("count(*)", True, (None, None)),
        (":limit + :free", False, (None, None)),
    ],
)
def test_values_are_known_by_the_schemas_of_inputs(
    expression: str, never_null: bool, bounds: tuple[float | None, float | None], shelf: Image
) -> None:
    known = Knowledge(shelf, script_of("list_pages", SERVER["programs/list_pages.sql"]))
    assert known.is_never_null(significant(expression)) is never_null
    assert known.bounds(significant(expression)) == bounds


def test_a_form_that_no_program_reads_may_show_anything(shelf: Image) -> None:
    assert reason(shelf, "renamed_property", "schema.sql", "+  'hidden_name'") is None
    blind = shelf.with_programs({name: "-- Nothing.\n\n-- @return 200\nSELECT 1;\n" for name in shelf.tools})
    assert reason(blind, "renamed_property", "schema.sql", "+  'hidden_name'") == same.NEVER_READ


def test_the_limit_of_a_query_that_stands_for_one_value_does_not_matter(shelf: Image) -> None:
    text = """-- Get.

-- @return 200
SELECT json_object('first', (SELECT b.id FROM books b ORDER BY b.id LIMIT 1)) FROM racks WHERE id = :rack_id LIMIT 1;
"""
    limited = shelf.with_programs({"get_book": text})
    assert reason(limited, "off_by_one", "get_book", "b.id LIMIT 2") == same.ONE_VALUE
    assert reason(limited, "off_by_one", "get_book", ":rack_id LIMIT 2") != same.ONE_VALUE
