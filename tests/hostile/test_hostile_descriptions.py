"""Whatever a description holds, the whole way from it to a server ends soon: with a sound folder or a clear refusal."""

import itertools
import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from documents import NAMES, answer, generated, resource, thing

from generator.generate import Generated
from state_db.environment import Environment
from state_db.errors import FleetError
from state_db.image import Image

KEYWORDS = """select from where table order group by index key primary default values check join union drop insert
update delete create null not and or in is like glob case when then else end cast rowid oid _rowid_ sqlite_master abort
raise action add all alter limit offset set to true false indexed regexp match class return import lambda None True
yield self
async await print exec eval global nonlocal with as pass try reset step state close""".split()


def sound(made: Generated | FleetError) -> Generated:
    """A server of which nothing failed or was dropped, and whose tables are those of its plan and no others."""
    assert isinstance(made, Generated), made
    assert not made.verification.checks.failed and not made.plan.dropped
    connection = sqlite3.connect(":memory:")
    connection.executescript((made.folder / "schema.sql").read_text(encoding="utf-8"))
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    connection.close()
    assert {entity.table for entity in made.plan.entities} <= tables
    return made


def refusal(made: Generated | FleetError) -> str:
    assert isinstance(made, FleetError)
    return str(made)


def named(name: str) -> Any:
    """A description in which a name stands wherever one may stand."""
    properties = {name: {"type": "string", "enum": [name, "b"], "default": name, "description": name, "title": name},
                  f"{name}2": {"type": "string", "example": name}}  # fmt: skip
    pointer = name.replace("~", "~0").replace("/", "~1").replace("%", "%25")
    return resource(
        name, {"$ref": f"#/components/schemas/{pointer}"}, components={"schemas": {name: thing(**properties)}},
        tags=[{"name": name, "description": name}],
    )  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_name_is_only_a_name(name: str, tmp_path: Path) -> None:
    made = sound(generated(tmp_path, named(name)))
    readme = re.sub("`[^`]*`", "", (made.folder / "README.md").read_text(encoding="utf-8"))
    assert "<script" not in readme and "<img" not in readme and "](javascript:" not in readme
    if "\0" in name:
        return
    with Environment.open(Image.load(made.folder)) as environment:
        kept = environment.call("create_thing", {})
        assert kept.error is None and kept.body[name] == name


@pytest.mark.parametrize("title", [*NAMES[:20], "..", "", "README", "con", "a/../../b", "state_db", "🙂"])
def test_a_title_names_a_folder_in_the_output_folder_only(title: str, tmp_path: Path) -> None:
    data = resource("x", thing(name={"type": "string"}))
    data["info"]["title"] = title
    made = sound(generated(tmp_path, data))
    assert made.folder.name.isidentifier() and made.folder.name.isascii()


@pytest.mark.parametrize("word", ["select", "order", "rowid", "class", "reset", "state", "sqlite_sequence", "sqlite_x"])
def test_a_reserved_word_may_name_everything(word: str, tmp_path: Path) -> None:
    shared = {word: thing(**{word: {"type": "string"}, "rowid": {"type": "integer"}})}
    data = resource(word, {"$ref": f"#/components/schemas/{word}"}, f"/{word}", components={"schemas": shared})
    for item in data["paths"].values():
        for method in ("get", "post", "patch", "delete"):
            if method in item:
                item[method]["operationId"] = word
    names = {tool.name for tool in sound(generated(tmp_path, data)).plan.tools}
    assert len(names) == 5 and not names & {"reset", "step", "state", "close"}


def test_reserved_words_may_be_columns(tmp_path: Path) -> None:
    made = sound(generated(tmp_path, resource("x", thing(**{word: {"type": "string"} for word in KEYWORDS}))))
    with Environment.open(Image.load(made.folder)) as environment:
        key = environment.call("create_thing", {"cast": "b"}).body
        assert environment.call("get_thing", {"thing_id": key["id"]}).body["cast"] == "b"


def test_tools_are_not_named_like_the_harness(tmp_path: Path) -> None:
    words = ("reset", "step", "state", "close", "__init__", "import", "server", "README", "..", "programs/x", "CON")
    shown = answer({"type": "object", "properties": {"a": {"type": "string"}}})
    paths = {f"/{word}": {"get": {"operationId": word, "responses": shown}} for word in words}
    made = sound(generated(tmp_path, {"openapi": "3.0.0", "info": {"title": "x", "version": "1"}, "paths": paths}))
    assert not {tool.name for tool in made.plan.tools} & {"reset", "step", "state", "close"}


def chained(count: int, link: str) -> Any:
    """Schemas of which each leads to the next one, in one of several ways."""
    shared: dict[str, Any] = {f"C{count}": thing(name={"type": "string"})}
    for n in range(count):
        following = {"$ref": f"#/components/schemas/C{n + 1}"}
        shared[f"C{n}"] = {
            "ref": following,
            "twice": {"allOf": [following, following]},
            "choice": {
                "oneOf": [following, following, {"type": "object", "properties": {f"p{n}": {"type": "string"}}}]
            },
            "properties": thing(one=following, two=following, three={"type": "array", "items": following}),
        }[link]
    return resource("x", {"$ref": "#/components/schemas/C0"}, components={"schemas": shared})


@pytest.mark.parametrize("link", ["ref", "properties"])
def test_many_ways_through_few_schemas_are_not_all_gone(link: str, tmp_path: Path) -> None:
    sound(generated(tmp_path, chained(40, link)))


@pytest.mark.parametrize(
    ("link", "count"), [("ref", 3000), ("twice", 40), ("twice", 3000), ("choice", 40), ("choice", 3000)]
)
def test_references_that_lead_on_and_on_are_cut(link: str, count: int, tmp_path: Path) -> None:
    made = generated(tmp_path, chained(count, link))
    if isinstance(made, Generated):  # what stands before the cut is read
        sound(made)
        assert any("References lead on and on" in warning.what for warning in made.warnings)
    else:
        assert "can be modelled" in refusal(made)


def test_schemas_in_circles_are_read(tmp_path: Path) -> None:
    shared = {
        f"N{n}": thing(
            next={"$ref": f"#/components/schemas/N{(n + 1) % 100}"},
            all={"type": "array", "items": {"$ref": f"#/components/schemas/N{n * 7 % 100}"}},
        )
        for n in range(100)
    }
    sound(generated(tmp_path, resource("x", {"$ref": "#/components/schemas/N0"}, components={"schemas": shared})))


@pytest.mark.parametrize("links", [["A", "B", "A"], ["A", "A"]])
@pytest.mark.parametrize("keyword", ["allOf", "anyOf", "oneOf", "$ref"])
def test_a_schema_that_is_part_of_itself_ends(links: list[str], keyword: str, tmp_path: Path) -> None:
    shared: dict[str, Any] = {}
    for name, other in itertools.pairwise(links):
        leads = {"$ref": f"#/components/schemas/{other}"}
        shared[name] = leads if keyword == "$ref" else {keyword: [leads], "properties": {"id": {"type": "string"}}}
    generated(tmp_path, resource("x", {"$ref": "#/components/schemas/A"}, components={"schemas": shared}))


@pytest.mark.parametrize("levels", [200, 10_000, 1_000_000])
@pytest.mark.parametrize("start", ['{"openapi": "3.0.0", "paths": {}, "x": ', "openapi: 3.0.0\npaths: {}\nx: "])
def test_deep_nesting_is_refused(levels: int, start: str, tmp_path: Path) -> None:
    text = start + "[" * levels + "]" * levels + ("}" if start.startswith("{") else "")
    assert "nested deeper than 100 levels" in refusal(generated(tmp_path, text.encode()))


def test_aliases_that_multiply_are_refused(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    text = "openapi: 3.0.0\npaths: {}\n" + "\n".join(lines)
    assert "aliases write out to more than" in refusal(generated(tmp_path, text.encode(), "hostile.yaml"))


def test_a_description_of_100_mb_is_refused_unread(tmp_path: Path) -> None:
    data = b'{"openapi": "3.0.0", "x": "' + b"x" * 100_000_000 + b'"}'
    assert "larger than 20 MB" in refusal(generated(tmp_path, data))


def test_a_row_that_no_table_can_hold_is_not_modelled(tmp_path: Path) -> None:
    wide = thing(**{f"p{n}": {"type": "string"} for n in range(5000)})
    assert "A row has 5001 properties" in refusal(generated(tmp_path, resource("x", wide)))


def test_a_call_with_thousands_of_parameters_is_not_modelled(tmp_path: Path) -> None:
    data = resource("x", thing(name={"type": "string"}))
    data["paths"]["/things"]["get"]["parameters"] = [
        {"name": f"q{n}", "in": "query", "schema": {"type": "string"}} for n in range(3000)
    ]
    (left,) = sound(generated(tmp_path, data)).plan.unmodelled
    assert left.reason == "It takes 3000 parameters; at most 400 are read."


@pytest.mark.parametrize(
    "pattern",
    ["^(a+)+$", "(x+x+)+y", "(.*a){25}", "^(?=.*[a-z])(?!x)(.)\\1{1000}$", "((", "[a-z]{1000}{1000}", "a{2000000000}",
     "(((a{100}){100}){100}){100}", "\\p{Lu}+", "(?P<n>a)(?P=n)", "[[:alpha:]]", "\\", "*"],
)  # fmt: skip
def test_a_pattern_costs_no_time(pattern: str, tmp_path: Path) -> None:
    sound(
        generated(tmp_path, resource("x", thing(code={"type": "string", "pattern": pattern}, name={"type": "string"})))
    )


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "integer", "minimum": 10**30, "maximum": 10**40},
        {"type": "integer", "enum": [2**63, 2**64]},
        {"type": "integer", "enum": [1, 2**64]},
        {"type": "integer", "default": 10**30, "example": -(10**30)},
        {"type": "integer", "minimum": 5, "maximum": 1},
        {"type": "integer", "multipleOf": 10**25},
        {"type": "number", "multipleOf": 1e-300},
        {"type": "number", "maximum": 1e308, "example": 1e308},
        {"type": "string", "minLength": 10**9},
        {"type": "string", "minLength": 10, "maxLength": 2},
        {"type": "string", "example": "x" * 1_000_000},
        {"type": "array", "items": {"type": "string"}, "minItems": 10**9},
        {"type": "object", "default": {f"k{n}": list(range(100)) for n in range(500)}},
        {"type": "string", "enum": [f"v{n}" for n in range(10_000)]},
        {"type": ["string"] * 10_000},
        {"enum": [{}, [], None, 1, "1"]},
        {"const": {"a": 1}},
        {"type": "string", "format": "x" * 10_000},
    ],
    ids=range(18),
)
def test_a_value_beyond_all_bounds_is_left_out(schema: Any, tmp_path: Path) -> None:
    sound(generated(tmp_path, resource("x", thing(value=schema, name={"type": "string"}))))


def test_numbers_that_are_none_are_read_as_nothing(tmp_path: Path) -> None:
    text = json.dumps(resource("x", thing(value={"type": "number", "minimum": 1}, name={"type": "string"})))
    text = text.replace('"minimum": 1', '"minimum": NaN, "maximum": Infinity, "default": -Infinity, "enum": [NaN, 1]')
    sound(generated(tmp_path, text.encode()))


def test_halves_of_pairs_are_replaced(tmp_path: Path) -> None:
    odd = {"type": "string", "enum": ["\udfff", "b"], "default": "\ud800"}
    sound(generated(tmp_path, resource("\ud800x\udfff", thing(**{"a\ud800": odd, "name": {"type": "string"}}))))


def test_a_property_whose_name_ends_early_is_left_out(tmp_path: Path) -> None:
    made = sound(generated(tmp_path, resource("x", thing(**{"a\0b": {"type": "string"}, "name": {"type": "string"}}))))
    assert any("null character" in warning.what for warning in made.warnings)


@pytest.mark.parametrize(
    "path", ["/" + "a" * 5000, "/" + "a/" * 2000 + "things", "/../../things", "/{{7*7}}", "/' OR 1=1 --"]
)
def test_a_path_is_only_a_path(path: str, tmp_path: Path) -> None:
    made = generated(tmp_path, resource("x", thing(name={"type": "string"}), path))
    if isinstance(made, Generated):
        sound(made)


@pytest.mark.parametrize(
    "data", [b"", b" \n\t", b"null", b"\xff\xfe{", b"PK\x03\x04\x00\x00", b"{", b"\xef\xbb\xbf", b"[]"]
)
def test_bytes_that_are_no_description_are_refused(data: bytes, tmp_path: Path) -> None:
    refusal(generated(tmp_path, data))
