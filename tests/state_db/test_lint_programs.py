from pathlib import Path

import pytest
from tiny_servers import SHOP, image_of

from state_db.errors import ProgramError
from state_db.image import Image

INPUTS = {"id": {"type": "integer"}, "ids": {"type": "array"}, "title": {"type": "string"}}
END = "\n-- @return 204\n"


@pytest.mark.parametrize(
    ("program", "what"),
    [
        ("-- @let\nSELECT :nobody AS x;" + END, "parameter :nobody"),
        ("-- @require conflict: x\n-- @if nobody\nSELECT 1;" + END, "asks for nobody, which is no input"),
        ("-- @require conflict: {nobody} x\nSELECT 1;" + END, "{nobody}, which is nothing"),
        ("-- @let\nSELECT id FROM notes;" + END, "shadows the input"),
        ("-- @let\nSELECT count(*) FROM notes;" + END, "cannot bind a column named"),
        ("-- @let\nSELECT a FROM nowhere;" + END, "no such table: nowhere"),
        ("-- @let\nSELECT nowhere FROM notes;" + END, "no such column: nowhere"),
        ("-- @let\n-- @if title\nSELECT nowhere AS x FROM notes;" + END, "no such column: nowhere"),
        ("-- @let\nSELECT 1 AS x FROM notes WHERE TRUE\nAND nowhere = 1 -- @if title\n;" + END, "no such column"),
        ("-- @let\nSELECT 1 AS x FROM notes WHERE TRUE\nAND nowhere = 1 -- @if title = b\n;" + END, "no such column"),
        ("-- @rows unread(a)\nSELECT nowhere FROM notes;" + END, "no such column"),
        ("-- @rows unread(a, b)\nSELECT id FROM notes;" + END, "has 1 values for 2 columns"),
        ("-- @run\nSELECT 1;" + END, "@run writes nothing"),
        ("-- @require conflict: x\nDELETE FROM notes RETURNING 1;" + END, "@require may not write"),
        ("-- @return 200\nDELETE FROM notes RETURNING 1;", "@return may not write"),
        ("-- @return 200\nSELECT 1, 2;", "one JSON value, not 2 columns"),
        ("-- @run\nDELETE FROM notes;", "does not end with @return"),
        ("-- @return 204\n" + END, "ever reached"),
        ("-- @return 200\nSELECT ?;", "written :name"),
        ("-- @return 200\nSELECT $id;", "written :name"),
        ("-- @return 200\nSELECT date('now');", r"function date\(\). Use now\(\)"),
        ("-- @return 200\nSELECT strftime('%s', 'now');", r"function strftime\(\)"),
        ("-- @return 200\nSELECT current_timestamp;", r"current_timestamp\(\). Use now\(\)"),
        ("-- @return 200\nSELECT random();", r"random\(\). Use new_id\(\)"),
        ("-- @return 200\nSELECT load_extension('x');", r"load_extension\(\)"),
        ("-- @return 200\nSELECT sqlite_version();", r"sqlite_version\(\)"),
        ("-- @return 200\nSELECT value FROM _fleetwright;", "_fleetwright"),
        ("-- @run\nUPDATE _fleetwright SET value = '';" + END, "_fleetwright"),
        ("-- @return 200\nSELECT sql FROM sqlite_schema;", "sqlite_master"),
        ("-- @return 200\nSELECT file FROM pragma_database_list;", "may not use"),
        ("-- @run\nDELETE FROM notes WHERE id NOT IN (SELECT parent FROM notes);" + END, "NOT EXISTS"),
        ("-- @let\nSELECT 1 AS x FROM json_each(:ids) i WHERE i.value = id;" + END, '"id" is read from json_each'),
        ("-- @let\nSELECT 1 AS x FROM json_each(:ids) i WHERE EXISTS (SELECT 1 WHERE type = 'x');" + END, '"type" is'),
        (
            "-- @return 200\nSELECT json_object('a', (SELECT json_group_array(id ORDER BY id) FROM notes));",
            "quoted string",
        ),
        (
            "-- @rows page(body)\nSELECT json_object('id', id) FROM notes;\n"
            "-- @return 200\nSELECT json_group_array(p.body) FROM page p;",
            "body becomes a quoted string",
        ),
        ("-- @run\nINSERT INTO notes (id, title) VALUES (new_id('note'), 'x');" + END, "new_id"),
        (
            "-- @run\nINSERT INTO notes (id, title)\n"
            "SELECT new_id('notes'), i.value FROM json_each(:ids) i ORDER BY i.key;" + END,
            "before ORDER BY sorts",
        ),
    ],
)
def test_a_faulty_program_is_refused(tmp_path: Path, program: str, what: str) -> None:
    with pytest.raises(ProgramError, match=what) as raised:
        image_of(tmp_path, program, INPUTS)
    assert raised.value.where.startswith("programs/do.sql:")


@pytest.mark.parametrize(
    "program",
    [
        "-- @run\nINSERT INTO notes (id, title) SELECT i.key, i.value ->> 'title' FROM json_each(:ids) i;" + END,
        "-- @run\nDELETE FROM notes WHERE id IN (SELECT i.value FROM json_each(:ids) i) AND parent IS NULL;" + END,
        "-- @refuse conflict: {id}\nSELECT i.value AS id FROM json_each(:ids) i"
        " WHERE NOT EXISTS (SELECT 1 FROM notes WHERE id = i.value) ORDER BY i.key;" + END,
        "-- @rows page(id)\nSELECT i.id FROM json_each(:ids) i;\n"
        "-- @return 200\nSELECT json_array((SELECT count(*) FROM page), (SELECT max(id) FROM page));",
        "-- @run\nINSERT INTO notes (id, title) SELECT new_id('notes'), s.value"
        " FROM (SELECT i.value FROM json_each(:ids) i ORDER BY i.key) s;" + END,
        "-- @return 200\nSELECT json_object('a', json((SELECT json_group_array(id ORDER BY id) FROM notes)));",
        "-- @let\nINSERT INTO notes (id, title) VALUES (new_id('notes'), 'x') RETURNING id AS note_id;" + END,
    ],
)
def test_a_sound_program_is_taken(tmp_path: Path, program: str) -> None:
    image_of(tmp_path, program, INPUTS)


def test_what_is_doubtful_is_told_without_refusing(tmp_path: Path) -> None:
    program = "-- @return 200\nSELECT json_group_array(id) FROM notes WHERE title LIKE :title OR lower(title) = 'x';"
    texts = [finding.text for finding in image_of(tmp_path, program, INPUTS).codes["do"].findings]
    assert [text.split(" ", 1)[0] for text in texts] == ["json_group_array()", "LIKE", "LOWER", "The", "The"]
    assert texts[3:] == ["The input id is never used.", "The input ids is never used."]


def test_the_shop_has_nothing_doubtful() -> None:
    assert not [finding for code in Image.load(SHOP).codes.values() for finding in code.findings]
