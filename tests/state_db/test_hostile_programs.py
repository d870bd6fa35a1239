"""A server folder from a stranger: its SQL reaches nothing outside its own tables, and never runs away."""

import time
from pathlib import Path

import apsw
import pytest
from tiny_servers import image_of

from state_db.environment import Environment
from state_db.errors import ProgramError, StateError
from state_db.guard import HEAP_MEGABYTES

END = "\n-- @return 204\n"
INPUTS = {"a": {"type": "string"}, "b": {"type": "string"}, "items": {"type": "array"}}
MOST_CPU_SECONDS = 15.0
MOST_MEGABYTES = HEAP_MEGABYTES + 10

REFUSED = [
    "ATTACH '/tmp/x.db' AS x",
    "DETACH main",
    "PRAGMA writable_schema = 1",
    "PRAGMA database_list",
    "PRAGMA hard_heap_limit = 0",
    "VACUUM INTO '/tmp/x.db'",
    "CREATE TABLE t (a INT) STRICT",
    "CREATE TEMP TABLE t (a INT)",
    "CREATE TRIGGER t AFTER INSERT ON notes BEGIN SELECT 1; END",
    "CREATE VIRTUAL TABLE t USING fts5(a)",
    "DROP TABLE notes",
    "ALTER TABLE notes RENAME TO other",
    "ANALYZE",
    "REINDEX",
    "BEGIN",
    "COMMIT",
    "ROLLBACK",
    "SAVEPOINT x",
    "RELEASE call",
    "EXPLAIN SELECT 1",
    "UPDATE sqlite_schema SET sql = ''",
    "INSERT INTO sqlite_sequence VALUES ('notes', 9)",
    "UPDATE _fleetwright SET value = ''",
    "DELETE FROM _Fleetwright",
    "SELECT value FROM main._FLEETWRIGHT",
    "SELECT load_extension('/tmp/x.so')",
    "SELECT load_extension('/tmp/x.so', 'main')",
    "SELECT writefile('/tmp/x', 'x')",
    "SELECT readfile('/etc/passwd')",
    "SELECT edit('x')",
    "SELECT fts3_tokenizer('simple')",
    "SELECT zeroblob(100000000)",
    "SELECT randomblob(8)",
    "SELECT random()",
    "SELECT date('now')",
    "SELECT \"date\"('now')",
    "SELECT [datetime]('now')",
    "SELECT time()",
    "SELECT julianday(:a)",
    "SELECT strftime('%s', :a)",
    "SELECT unixepoch(:a, 'localtime')",
    "SELECT timediff(:a, :b)",
    "SELECT current_timestamp",
    "SELECT current_date || current_time",
    "SELECT sqlite_version()",
    "SELECT sqlite_source_id()",
    "SELECT sqlite_compileoption_get(1)",
    "SELECT last_insert_rowid()",
    "SELECT changes() + total_changes()",
    "SELECT sqlite_offset(id) FROM notes",
    "SELECT json_pretty(:a, :b)",
    "SELECT * FROM pragma_database_list",
    "SELECT 1 FROM pragma_table_info('notes')",
    "SELECT 1 FROM dbstat",
    "SELECT 1 FROM sqlite_dbpage",
    "SELECT 1 FROM bytecode('SELECT 1')",
    "SELECT 1 FROM tables_used('SELECT 1')",
    "SELECT 1 FROM sqlite_stmt",
    "SELECT value FROM generate_series(1, 1000000000)",
    "SELECT value FROM carray(1, 2, 'char*')",
    "SELECT 1 FROM fts5vocab",
    "SELECT 1 FROM completion('SEL')",
    "SELECT 1 FROM temp.sqlite_temp_schema",
    "SELECT new_id('sqlite_schema')",
    "SELECT " + "+".join(["1"] * 5000),
    "SELECT " + "(" * 5000 + "1" + ")" * 5000,
    "SELECT 1 " + "UNION ALL SELECT 1 " * 400,
    "SELECT 1 FROM " + ", ".join(f"notes n{number}" for number in range(80)),
    "SELECT 1; SELECT 2",
]


@pytest.mark.parametrize("sql", REFUSED, ids=[sql[:50] for sql in REFUSED])
def test_hostile_sql_is_refused_before_it_ever_runs(tmp_path: Path, sql: str) -> None:
    started = time.process_time()
    for number, program in enumerate((f"-- @return 200\n{sql};\n", f"-- @run\n{sql};{END}")):
        with pytest.raises(ProgramError) as raised:
            image_of(tmp_path / str(number), program, INPUTS)
        assert "programs/do.sql" in raised.value.where
    assert time.process_time() - started < MOST_CPU_SECONDS


LONG = "printf('%.4000000c', 'a')"
GROW = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r LIMIT {}) "
BOUNDED = {
    "endless recursion": "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r",
    "recursion that doubles": "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n FROM r UNION ALL SELECT n FROM r)"
    " SELECT count(*) FROM r",
    "recursion of long values": "WITH RECURSIVE r(n, t) AS (SELECT 1, 'a' UNION ALL"
    f" SELECT n + 1, {LONG} || n FROM r)"
    " SELECT max(length(t)) FROM r",
    "sorting of long values": GROW.format(10**6) + f"SELECT length(t) FROM (SELECT {LONG} || n AS t FROM r ORDER BY 1)",
    "distinct long values": GROW.format(10**6) + f"SELECT count(DISTINCT {LONG} || n) FROM r",
    "cross joins": "SELECT count(*) FROM " + ", ".join(f"json_each(:items) j{number}" for number in range(8)),
    "a value that doubles": "WITH RECURSIVE r(t) AS (SELECT 'ab' UNION ALL SELECT t || t FROM r)"
    " SELECT max(length(t)) FROM r",
    "group_concat that grows": GROW.format(10**7) + f"SELECT length(group_concat({LONG})) FROM r",
    "an array that grows": GROW.format(10**7) + f"SELECT length(json_group_array({LONG})) FROM r",
    "an object that grows": GROW.format(10**7) + f"SELECT length(json_group_object(n, {LONG})) FROM r",
    "a window that grows": GROW.format(10**5)
    + "SELECT sum(length(t)) FROM (SELECT group_concat(n) OVER (ORDER BY n) AS t FROM r)",
    "nested windows": GROW.format(10**5) + "SELECT max(s) FROM (SELECT sum(n) OVER (ORDER BY n ROWS BETWEEN 50000"
    " PRECEDING AND 50000 FOLLOWING) + count(*) OVER (ORDER BY -n ROWS BETWEEN 50000 PRECEDING AND"
    " CURRENT ROW) AS s FROM r)",
    "median of very many": GROW.format(10**8) + "SELECT median(n) FROM r",
    "width of printf": "SELECT length(printf('%1000000000d', 1))",
    "precision of printf": "SELECT length(printf('%.1000000000f', 1.5))",
    "widths given as values": "SELECT length(printf('%*d', 2147483647, 1))",
    "many widths": "SELECT length(printf('" + "%4000000d" * 9 + "', 1))",
    "instr of long texts": f"SELECT instr({LONG} || :a, {LONG} || 'b')",
    "replace of long texts": f"SELECT length(replace({LONG} || :a, substr({LONG}, 9) || 'b', 'c'))",
    "trim of long texts": f"SELECT length(trim({LONG}, {LONG} || 'b'))",
    "unhex of long texts": f"SELECT length(unhex({LONG}, {LONG} || 'b'))",
    "json_patch of many properties": GROW.format(50_000)
    + "SELECT length(json_patch(x, x)) FROM (SELECT json_group_object('k' || n, n) AS x FROM r)",
    "regexp that explodes": f"SELECT regexp('(a|aa)+.{{300}}$', substr({LONG}, 1, 1000000))",
    "many regexps": GROW.format(10**6) + f"SELECT sum(regexp('^(a+)+b', substr({LONG}, 1, 1000000) || n)) FROM r",
    "glob of many stars": f"SELECT glob('{'*a' * 400}b', substr({LONG}, 1, 1000000))",
    "like of many wildcards": GROW.format(10**6) + f"SELECT sum({LONG} || n LIKE '{'%a' * 450}b') FROM r",
    "a pattern of LIKE that is too long": f"SELECT 'a' LIKE {LONG}",
    "hashes of long values": GROW.format(10**6) + f"SELECT max(sha256({LONG} || n)) FROM r",
    "folding of long values": GROW.format(10**6)
    + f"SELECT sum(text_match(substr({LONG}, 1, 1000000) || n, 'é')) FROM r",
    "slugs of long values": GROW.format(10**6) + f"SELECT max(slug(substr({LONG}, 1, 1000000) || n)) FROM r",
    "base64 of long values": GROW.format(10**6) + f"SELECT max(length(base64({LONG} || n))) FROM r",
    "JSON that is parsed again and again": GROW.format(10**6)
    + "SELECT sum(json_array_length('[' || n || replace(printf('%.400000c', 'a'), 'a', ',1') || ']')) FROM r",
    "a tree of deep JSON": GROW.format(10**5)
    + "SELECT count(*) FROM r, json_tree(replace(printf('%.900c', 'x'), 'x', '[')"
    " || replace(printf('%.900c', 'x'), 'x', ']'))",
    "json_fields of deep paths": GROW.format(10**6)
    + "SELECT max(json_fields(x, y, '[]')) FROM r, (SELECT '{\"a\":' || printf('%.90000c', '1') || '}' AS x,"
    " '[' || replace(printf('%.90000c', 'x'), 'x', '\"a.a\",') || '1]' AS y)",
    "differences of many lines": GROW.format(10**6)
    + "SELECT max(length(text_diff(x || n, y))) FROM r, (SELECT replace(printf('%.9000c', 'a'), 'a', 'a' || char(10))"
    " AS x,"
    " replace(printf('%.9000c', 'b'), 'b', 'b' || char(10)) AS y)",
    "differences of some lines": GROW.format(10**6)
    + "SELECT max(length(text_diff(x || n, y))) FROM r, (SELECT replace(printf('%.120c', 'a'), 'a', 'a' || char(10))"
    " AS x,"
    " replace(printf('%.120c', 'b'), 'b', 'b' || char(10)) AS y)",
    "filters of many tests": GROW.format(10**6)
    + "SELECT sum(lucene_match(x, y)) FROM r, (SELECT json_array(printf('%.90000c', 'a')) AS z,"
    " json_object('a', printf('%.90000c', 'a')) AS x, replace(printf('%.150c', 'a'), 'a', 'a*b*c* ') AS y)",
    "ways through large graphs": GROW.format(10**6)
    + "SELECT max(shortest_path(x, 1, n)) FROM r,"
    " (SELECT json_group_array(json_array(a.value, b.value)) AS x FROM json_each(:items) a, json_each(:items) b)",
    "sums that are long": GROW.format(10**6) + "SELECT max(calc(printf('%.1900c', '9') || '^9')) FROM r",
    "a cartesian product of itself": "SELECT count(*) FROM (SELECT 1 FROM json_each(:items) a, json_each(:items) b,"
    " json_each(:items) c, json_each(:items) d) x, json_each(:items) y, json_each(:items) z",
}  # fmt: skip
WRITES = {
    "too many rows": GROW.format(10**7) + "INSERT INTO notes (title) SELECT 't' FROM r",
    "too much data": GROW.format(10**7) + f"INSERT INTO notes (title, labels) SELECT 't', json_quote({LONG}) FROM r",
    "an update of every row by every row": "UPDATE notes SET weight = (SELECT count(*) FROM json_each(:items) a,"
    " json_each(:items) b, json_each(:items) c, json_each(:items) d)",
}
LARGE = {"a": "a", "b": "b", "items": list(range(200))}


@pytest.mark.parametrize("name", [*BOUNDED, *WRITES])
def test_a_hostile_program_ends_soon_in_little_memory_and_leaves_no_trace(tmp_path: Path, name: str) -> None:
    sql = WRITES.get(name)
    program = f"-- @run\n{sql};{END}" if sql else f"-- @return 200\nSELECT json_array(({BOUNDED[name]}));\n"
    with Environment.open(image_of(tmp_path, program, INPUTS)) as environment:
        digest, started = environment.digest(), time.process_time()
        apsw.memory_high_water(True)
        answer = environment.call("do", LARGE)
        assert time.process_time() - started < MOST_CPU_SECONDS
        assert apsw.memory_high_water() >> 20 < MOST_MEGABYTES
        assert answer.error in (None, "invalid_argument")
        assert answer.error is None or "exceeded" in answer.message or "too long" in answer.message
        assert environment.digest() == digest


def test_what_is_beyond_the_bounds_of_one_call_leaves_the_next_its_own(tmp_path: Path) -> None:
    program = "-- @return 200\n" + GROW.format(":n") + "SELECT json_array(count(*)) FROM r;"
    with Environment.open(image_of(tmp_path, program, {"n": {"type": "integer"}})) as environment:
        for _ in range(3):
            assert environment.call("do", {"n": 10**9}).error == "invalid_argument"
            assert environment.call("do", {"n": 1000}).body == [1000]


def test_a_bound_now_reads_no_clock(tmp_path: Path) -> None:
    program = (
        "-- @return 200\nSELECT json_array(time_add(:a, 1, 'day'), time_unix(:a), time_text(:a), time_date(:a),"
        " time_between(:a, :b, 'days'), date_of.value) FROM (SELECT :a AS value) date_of;"
    )
    with Environment.open(image_of(tmp_path, program, INPUTS)) as environment:
        for word in ("now", "NOW", "localtime", "utc", "auto", "today"):
            assert environment.call("do", {"a": word, "b": word}).body == [None, None, None, None, None, word]


SCHEMA = "CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT) STRICT;\n"
BOMB = "".join(
    f"CREATE VIEW v{n} AS SELECT (SELECT count(*) FROM v{n - 1}) + (SELECT count(*) FROM v{n - 1} WHERE n > 1) AS n;\n"
    for n in range(1, 60)
)
BAD_SCHEMAS = {
    "a default by the clock": "CREATE TABLE t (a TEXT DEFAULT (datetime('now'))) STRICT;",
    "a quoted default by the clock": "CREATE TABLE t (a TEXT DEFAULT (\"datetime\"('now'))) STRICT;",
    "a bracketed default by the clock": "CREATE TABLE t (a TEXT DEFAULT ([date] ('now'))) STRICT;",
    "a default by chance": "CREATE TABLE t (a INT DEFAULT (`random`/**/())) STRICT;",
    "a default of much": "CREATE TABLE t (a BLOB DEFAULT (zeroblob(1000000000))) STRICT;",
    "a default by an extension": "CREATE TABLE t (a TEXT DEFAULT (load_extension('x'))) STRICT;",
    "a default that tells the version": "CREATE TABLE t (a TEXT DEFAULT (sqlite_version())) STRICT;",
    "a check by the clock": 'CREATE TABLE t (a TEXT CHECK (a > "date"())) STRICT;',
    "a generated column by the clock": "CREATE TABLE t (a TEXT, b TEXT AS (\"strftime\"('%s', a))) STRICT;",
    "an index by the clock": 'CREATE TABLE t (a TEXT) STRICT; CREATE INDEX i ON t ("date"(a));',
    "a view on files": "CREATE VIEW t AS SELECT readfile('/etc/passwd') AS a;",
    "a view by the clock": "CREATE VIEW t AS SELECT \"date\"('now') AS a;",
    "a view on the reserved table": "CREATE VIEW t AS SELECT value FROM _fleetwright;",
    "a view on SQLite's schema": "CREATE VIEW t AS SELECT sql FROM sqlite_schema;",
    "a trigger": "CREATE TRIGGER t AFTER INSERT ON notes BEGIN DELETE FROM notes; END;",
    "a temporary trigger": "CREATE TEMP TRIGGER t AFTER INSERT ON notes BEGIN DELETE FROM notes; END;",
    "a virtual table": "CREATE VIRTUAL TABLE t USING rtree(a, b, c);",
    "another database": "ATTACH ':memory:' AS x;",
    "a pragma": "PRAGMA trusted_schema = 1;",
    "a table of the engine": "CREATE TABLE _fleetwright (a INT) STRICT;",
    "rows": "INSERT INTO notes VALUES (1, 'a');",
    "views upon views": "CREATE VIEW v0 AS SELECT 1 AS n;\n" + BOMB,
    "a view that never ends": "CREATE VIEW v AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r)"
    " SELECT count(*) FROM r, r x;\nCREATE TABLE t AS SELECT * FROM v;",
    "a table from a query": "CREATE TABLE t AS SELECT 1 AS a;",
    "a very long statement": "CREATE TABLE t (" + ", ".join(f"a{n} TEXT" for n in range(200_000)) + ") STRICT;",
}


@pytest.mark.parametrize("name", BAD_SCHEMAS)
def test_a_hostile_schema_is_refused_soon(tmp_path: Path, name: str) -> None:
    program = "-- @return 200\nSELECT json_array((SELECT max(n) FROM v59));\n" if name == "views upon views" else END
    if name.startswith("a view"):
        program = "-- @return 200\nSELECT json_array((SELECT * FROM t));\n"
    started = time.process_time()
    with pytest.raises(StateError):
        image_of(tmp_path, program, schema=SCHEMA + BAD_SCHEMAS[name], seed={})
    assert time.process_time() - started < MOST_CPU_SECONDS
