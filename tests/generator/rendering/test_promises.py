"""What answers are promised to look like fits whatever callers may have written into the rows that they show."""

from typing import Any

import jsonschema_rs
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.entity import Column, Entity, Reference
from generator.plan import Argument, Fields, JsonSchema, Plan, Source, Tool, Value
from generator.render.promises import Promises, joined
from generator.schema import Schemas

SCHEMAS = Schemas({"User": {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]}})
TEXT = {"type": "string"}

names = st.sampled_from(["a", "b", "c"])
kinds = st.sampled_from(["string", "integer", "null", "boolean"])
plain: st.SearchStrategy[JsonSchema] = st.one_of(
    st.just({}),
    st.builds(lambda kinds: {"type": sorted(kinds)}, st.sets(kinds, min_size=1)),
    st.builds(lambda most: {"type": "string", "maxLength": most}, st.integers(0, 3)),
    st.builds(lambda least: {"type": "number", "minimum": least}, st.integers(-2, 2)),
    st.builds(lambda kept: {"enum": sorted(kept)}, st.sets(st.sampled_from(["x", "y", "z"]), min_size=1)),
    st.just({"$ref": "#/$defs/User"}),
)  # fmt: skip


def _object(inner: st.SearchStrategy[JsonSchema]) -> st.SearchStrategy[JsonSchema]:
    return st.builds(
        lambda parts, needed: {"type": "object", "properties": parts, "required": sorted(needed & parts.keys())},
        st.dictionaries(names, inner, max_size=3),
        st.sets(names),
    )


schemas = st.recursive(
    plain,
    lambda inner: st.one_of(
        _object(inner),
        st.builds(lambda items: {"type": "array", "items": items}, inner),
        st.builds(lambda branches: {"anyOf": branches}, st.lists(inner, min_size=1, max_size=2)),
    ),
    max_leaves=6,
)
values: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from([None, True, "", "x", "y", "long text", -3, 0, 7]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2), st.dictionaries(st.sampled_from(["a", "b", "c", "id"]), inner, max_size=3)
    ),
    max_leaves=6,
)  # fmt: skip


def _fits(schema: JsonSchema, value: Any) -> bool:
    return jsonschema_rs.is_valid({**schema, "$defs": SCHEMAS.defs}, value)


def _closed(schema: JsonSchema) -> JsonSchema:
    """The schema of which objects have the properties that it names, and no others."""
    whole = SCHEMAS.resolve(schema)
    if "anyOf" in whole:
        return {**whole, "anyOf": [_closed(branch) for branch in whole["anyOf"]]}
    found = dict(whole)
    if "properties" in whole:
        found["properties"] = {name: _closed(part) for name, part in whole["properties"].items()}
        found["additionalProperties"] = False
    if "items" in whole:
        found["items"] = _closed(whole["items"])
    return found


@settings(max_examples=400, deadline=None)
@given(schemas, schemas, values)
def test_what_fits_the_argument_fits_the_promise(promise: JsonSchema, argument: JsonSchema, value: Any) -> None:
    weakened = joined(SCHEMAS, promise, argument)
    if _fits(_closed(argument), value):
        assert _fits(weakened, value)


@settings(max_examples=200, deadline=None)
@given(schemas, schemas, values)
def test_what_was_promised_before_is_promised_still(promise: JsonSchema, argument: JsonSchema, value: Any) -> None:
    if _fits(promise, value):
        assert _fits(joined(SCHEMAS, promise, argument), value)


@settings(max_examples=100, deadline=None)
@given(schemas)
def test_a_promise_that_the_argument_keeps_stays_as_it_is(schema: JsonSchema) -> None:
    said = {**schema, "description": "What callers may send.", "x-order": 1}
    assert joined(SCHEMAS, schema, said) is schema


def _plan(*columns: Column, answer: object = "$row", **more: Value) -> tuple[Plan, Tool]:
    key = Column(name="id", type="integer", path=("id",), value={"type": "integer"}, nullable=False, made="id")
    entity = Entity(
        name="task", table="tasks", columns=(key, *columns), key=("id",), id="integer",
        forms={"full": ("id", *(column.name for column in columns))},
    )  # fmt: skip
    row = {"type": "object", "properties": {"id": {"type": "integer"}, **{c.path[0]: c.value for c in columns}}}
    output = row if answer == "$row" else {"type": "object", "properties": {"data": {"type": "array", "items": row}}}
    given = {"type": "object", "properties": {"id": TEXT, "login": TEXT}}
    tool = Tool(
        name="make", title="Make", text="", operation="make", method="POST", path="/tasks", pattern="create",
        entity="task", status=201, answer=answer, output=output,
        arguments=tuple(Argument(name=n, place="body", wire=(n,), value=given, does=d) for n, d in more.items()),
    )  # fmt: skip
    source = Source(url="https://tasks.example/openapi.yaml", sha256="0" * 64)
    return Plan(
        name="tasks", title="Tasks", source=source, entities=(entity,), tools=(tool,), schemas=SCHEMAS.defs
    ), tool


def test_an_object_that_callers_may_send_in_part_promises_no_more_than_they_must_send() -> None:
    owner = Column(name="owner", type="json", path=("owner",), value={"$ref": "#/$defs/User"})
    for answer in ("$row", {"data": "$items"}):
        plan, tool = _plan(owner, answer=answer, owner=Value(column="owner"))
        shown = Promises(plan).of(tool)
        assert shown is not None
        row = shown if answer == "$row" else shown["properties"]["data"]["items"]
        assert row["properties"]["owner"] == {"type": "object", "properties": {"id": TEXT}}
        assert row["properties"]["id"] == {"type": "integer"}


def test_a_column_that_nobody_writes_is_promised_as_documented() -> None:
    plan, tool = _plan(Column(name="owner", type="json", path=("owner",), value={"$ref": "#/$defs/User"}))
    assert Promises(plan).of(tool) is tool.output


def test_a_column_that_may_be_empty_is_promised_as_that_or_null_where_it_is_always_shown() -> None:
    states: JsonSchema = {"type": "string", "enum": ["open", "done"]}
    cleared = Reference(entity="task", on_delete="clear")
    for schema, references in ((TEXT, None), (TEXT, cleared), (states, None)):
        column = Column(name="state", type="text", path=("state",), value=schema, absent=False, references=references)
        plan, tool = _plan(column)
        shown = Promises(plan).of(tool)
        assert shown is not None
        part = shown["properties"]["state"]
        assert _fits(part, None) and _fits(part, "open") and not _fits(part, 3)
        plan, tool = _plan(column.model_copy(update={"absent": True}))
        assert Promises(plan).of(tool) is tool.output
        plan, tool = _plan(column.model_copy(update={"nullable": False}))
        assert Promises(plan).of(tool) is tool.output


def test_what_may_be_null_in_one_form_may_be_null_in_others() -> None:
    owner = Column(name="owner", type="json", path=("owner",), value={"type": ["object", "null"]}, absent=False)
    plan, tool = _plan(owner, owner=Value(column="owner"))
    required = tool.arguments[0].model_copy(update={"required": True})
    shown_alone = {"type": "object", "properties": {"owner": {"type": "object"}}}
    tool = tool.model_copy(update={"output": shown_alone, "arguments": (required,)})
    shown = Promises(plan.model_copy(update={"tools": (tool,)})).of(tool)
    assert shown is not None
    assert shown["properties"]["owner"]["type"] == ["object", "null"]


def test_a_row_of_which_the_call_chooses_what_is_shown_must_have_only_what_it_always_has() -> None:
    inner = {"type": "object", "properties": {"required": TEXT}, "required": ["required"]}
    plan, tool = _plan(Column(name="owner", type="json", path=("owner",), value=inner))
    fields = Argument(name="fields", place="query", wire=("fields",), value={}, does=Fields(always=("id",)))
    row = {"type": "object", "properties": {"id": TEXT, "owner": inner}, "required": ["id", "owner"]}
    tool = tool.model_copy(update={"output": row, "arguments": (fields,)})
    assert Promises(plan).of(tool) == {
        "type": "object",
        "properties": {"id": TEXT, "owner": {"type": "object", "properties": {"required": TEXT}}},
        "required": ["id"],
    }
