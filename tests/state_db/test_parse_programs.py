import pytest

from state_db.describe import Description
from state_db.errors import ProgramError
from state_db.parse import parse_program
from state_db.program import Condition, Fault, Let, Refuse, Require, Return, Rows, Run
from state_db.variant import variant_key, variant_of

# What SQLite would say of a statement with one column.
GIVES_X = Description(columns=("x",), parameters=(), writes=False, json_reads=(), written=frozenset())


def test_every_directive_is_read_with_its_options() -> None:
    program = parse_program(
        "place",
        """-- Place an order,
-- and say so.
-- source: https://shop.example/orders

-- @require not_found: No {customer}.
-- @if customer
SELECT 1;

-- @refuse conflict: {name} is taken.
SELECT 'a' AS name;

-- @let
-- @missing not_found: Nothing.
-- @violates conflict: Twice.
SELECT 1 AS one;

-- @rows page(id, title)
SELECT 1, 2;

-- @run
-- @unless dry = true
DELETE FROM t;

-- @return 204
""",
        {},
    )
    assert (program.text, program.source) == ("Place an order, and say so.", "https://shop.example/orders")
    require, refuse, let, rows, run, returned = program.steps
    assert isinstance(require, Require) and require.fault == Fault("not_found", "No {customer}.")
    assert require.body.conditions == (Condition("customer"),)
    assert isinstance(refuse, Refuse) and refuse.fault.code == "conflict"
    assert isinstance(let, Let) and let.missing and let.violates == Fault("conflict", "Twice.")
    assert isinstance(rows, Rows) and (rows.name, rows.columns) == ("page", ("id", "title"))
    assert isinstance(run, Run) and run.body.conditions == (Condition("dry", "true", True),)
    assert isinstance(returned, Return) and (returned.status, returned.body.lines) == (204, ())
    assert program.switches == ("customer", "dry") and program.switch_values == {"dry": frozenset({"true"})}


def test_a_line_with_a_condition_is_there_only_when_it_holds() -> None:
    program = parse_program(
        "list",
        """-- @return 200
SELECT 1 WHERE TRUE -- all of them
  AND a = :a            -- @if a
  AND b = 'x -- @y'     -- @if a -- @unless b
  AND c = 1             -- @if sort = new-first
;
""",
        {},
    )

    def sql(**given: object) -> list[str]:
        text = variant_of(program, given, lambda _sql, _where: GIVES_X).statements[0].sql
        return [line.strip() for line in text.splitlines()]

    assert sql() == ["SELECT 1 WHERE TRUE"]
    assert sql(a=1) == ["SELECT 1 WHERE TRUE", "AND a = :a", "AND b = 'x -- @y'"]
    assert sql(a=None, b=1) == ["SELECT 1 WHERE TRUE", "AND a = :a"]
    assert sql(sort="new-first")[1:] == ["AND c = 1"]
    assert variant_key(program, {"sort": "other"}) == variant_key(program, {"sort": "another"})
    assert variant_key(program, {"sort": "new-first"}) != variant_key(program, {"sort": "another"})


def test_a_fragment_is_used_with_the_names_of_the_program_that_uses_it() -> None:
    fragments = {
        "find": "-- @let\n-- @missing not_found: No {kind} {key}.\n-- @if key\n"
        "SELECT name AS found FROM t WHERE id = :key AND kind = :kind -- @unless key = x\n"
    }
    program = parse_program("a", "-- @use find key=:owner kind='it''s'\n-- @if really\n\n-- @return 204\n", fragments)
    let = program.steps[0]
    assert isinstance(let, Let) and let.missing == Fault("not_found", "No it's {owner}.")
    assert let.body.lines[0].text == "SELECT name AS found FROM t WHERE id = :owner AND kind = 'it''s'"
    assert let.body.conditions == (Condition("really"), Condition("owner"))
    assert let.body.lines[0].conditions == (Condition("owner", "x", True),)
    assert let.body.where == "programs/_find.sql:1"


def test_tables_of_rows_stand_before_the_steps_that_read_them_and_no_others() -> None:
    program = parse_program(
        "a",
        "-- @rows one(id)\nSELECT 1;\n-- @rows two(id)\nSELECT id FROM one;\n-- @let\nSELECT 1 AS x;\n"
        "-- @return 200\nWITH RECURSIVE r(n) AS (SELECT 1) SELECT * FROM two, r;\n",
        {},
    )
    let, returned = variant_of(program, {}, lambda _sql, _where: GIVES_X).statements
    assert let.sql == "SELECT 1 AS x"
    assert returned.sql.startswith("WITH RECURSIVE two(id) AS (\nWITH one(id) AS (\nSELECT 1\n)\nSELECT id FROM one\n)")


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("", "programs/p.sql", "no steps"),
        ("SELECT 1;", "programs/p.sql:1", "before the first directive"),
        ("-- @retrun 200\nSELECT 1;", "programs/p.sql:1", "@retrun is unknown"),
        ("-- @return\nSELECT 1;", "programs/p.sql:1", "HTTP status"),
        ("-- @return 99\nSELECT 1;", "programs/p.sql:1", "HTTP status"),
        ("-- @return 204\n-- @missing not_found: x\n", "programs/p.sql:1", "cannot miss"),
        ("-- @run\n", "programs/p.sql:1", "no SQL"),
        ("-- @run\nDELETE FROM a; DELETE FROM b;", "programs/p.sql:1", "one SQL statement"),
        ("-- @run\nDROP TABLE a;", "programs/p.sql:1", 'begin with "DROP"'),
        ("-- @run\nPRAGMA foreign_keys = 0;", "programs/p.sql:1", 'begin with "PRAGMA"'),
        ("-- @run now\nDELETE FROM a;", "programs/p.sql:1", "takes nothing"),
        ("-- @require\nSELECT 1;", "programs/p.sql:1", "no error with a message"),
        ("-- @require oops: x\nSELECT 1;", "programs/p.sql:1", "no error code"),
        ("-- @require conflict: x\n-- @missing not_found: y\nSELECT 1;", "programs/p.sql:2", "takes no @missing"),
        ("-- @let\n-- @missing not_found: x\n-- @missing conflict: y\nSELECT 1;", "programs/p.sql:3", "twice"),
        ("-- @let\nSELECT 1;\n-- @missing not_found: x\n", "programs/p.sql:3", "under no directive"),
        ("-- @missing not_found: x\n", "programs/p.sql:1", "under no directive"),
        ("-- @let\n-- @if a b\nSELECT 1;", "programs/p.sql:2", "cannot be read"),
        ("-- @rows page\nSELECT 1;", "programs/p.sql:1", "names no table"),
        ("-- @use nothing\n", "programs/p.sql:1", "no programs/_nothing.sql"),
        ("-- @use loop\n", "programs/_loop.sql:1", "circle"),
        ("-- @use find key=:a;drop\n", "programs/p.sql:1", "cannot be read"),
        ("-- @use literal key=3\n", "programs/_literal.sql:1", "as a literal"),
        ("-- @return 200\nSELECT 'a\nb';", "programs/p.sql:1", "end on its own line"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(text: str, where: str, what: str) -> None:
    fragments = {
        "loop": "-- @use loop\n",
        "find": "-- @run\nDELETE FROM t;",
        "literal": "-- @run\n-- @if key\nDELETE FROM t;",
    }
    with pytest.raises(ProgramError, match=what) as raised:
        parse_program("p", text, fragments)
    assert raised.value.where == where
