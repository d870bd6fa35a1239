"""The files beside the programs: schema, tools, routes, identity, texts."""

import hashlib
import json
import sqlite3
from typing import Any

import pytest

from generator.errors import RenderError
from generator.plan import Column, Entity, Failure, Plan, Reference, Tool, plan_text, read_plan
from generator.render import readme, render
from rendering.tracker_entities import TEXT, in_path, tool, value
from rendering.tracker_plan import PLAN, SEED
from state_db.image import Image
from state_db.schema import sqlalchemy_metadata

Json = Any


def tool_of(files: dict[str, str], name: str) -> Json:
    return next(found for found in json.loads(files["tools.json"])["tools"] if found["name"] == name)


def changed(**tools: dict[str, Any]) -> Plan:
    """The plan with some tools changed."""
    found = tuple(one.model_copy(update=tools.get(one.name, {})) for one in PLAN.tools)
    return PLAN.model_copy(update={"tools": found})


def test_equal_plans_give_equal_bytes(tracker_files: dict[str, str]) -> None:
    again = render(read_plan(plan_text(PLAN), "plan.json"), seed=SEED)
    assert again == tracker_files
    assert list(again) == list(tracker_files)


def test_every_file_of_the_folder_is_there(tracker_files: dict[str, str]) -> None:
    programs = {f"programs/{tool.name}.sql" for tool in PLAN.tools}
    others = {
        "plan.json",
        "server.json",
        "instructions.md",
        "schema.sql",
        "seed.json",
        "tools.json",
        "routes.json",
        "server.py",
        "test_tracker.py",
    }
    assert set(tracker_files) == programs | others
    assert all(
        text.endswith("\n") and not text.endswith("\n\n") and "\r" not in text for text in tracker_files.values()
    )


def test_the_lint_doubts_no_rendered_program(tracker_image: Image) -> None:
    assert {name: code.findings for name, code in tracker_image.codes.items() if code.findings} == {}


def test_a_program_reads_like_one_that_a_person_wrote(tracker_files: dict[str, str]) -> None:
    assert tracker_files["programs/update_task.sql"] == UPDATE_TASK
    assert tracker_files["programs/tag_task.sql"] == TAG_TASK


def test_the_schema_opens_in_any_sqlite_and_reflects(tracker_files: dict[str, str]) -> None:
    connection = sqlite3.connect(":memory:")
    connection.executescript(tracker_files["schema.sql"])
    assert connection.execute("SELECT count(*) FROM task_json").fetchone() == (0,)
    connection.close()
    tables = sqlalchemy_metadata(tracker_files["schema.sql"]).tables
    assert set(tables) == {entity.table for entity in PLAN.entities}
    assert {key.column.table.name for key in tables["taggings"].foreign_keys} == {"tasks", "labels"}


def test_parents_stand_before_their_children(tracker_files: dict[str, str]) -> None:
    schema = tracker_files["schema.sql"]
    places = [schema.index(f"CREATE TABLE {name} ") for name in ("projects", "tasks", "comments")]
    assert places == sorted(places)


def test_references_in_a_circle_can_be_rendered() -> None:
    def entity(name: str, other: str) -> Entity:
        columns = (
            Column(name="id", type="text", path=("id",), nullable=False),
            Column(name="other", type="text", path=("other",), references=Reference(entity=other, on_delete="clear")),
        )
        return Entity(name=name, table=f"{name}s", columns=columns, key=("id",), forms={"full": ("id", "other")})

    gone = tuple(tool(f"eat_{name}", "delete", name, "DELETE", f"/{name}s/{{id}}", in_path("id"), answer=None)
                 for name in ("hen", "egg"))  # fmt: skip
    plan = PLAN.model_copy(update={"entities": (entity("hen", "egg"), entity("egg", "hen")), "tools": gone})
    schema = render(plan, seed={})["schema.sql"]
    assert "REFERENCES eggs (id) ON DELETE SET NULL" in schema
    sqlite3.connect(":memory:").executescript(schema)


def test_a_composite_key_is_referred_to_as_a_whole() -> None:
    key = (
        Column(name="owner", type="text", path=("owner",), nullable=False),
        Column(name="name", type="text", path=("name",), nullable=False),
    )
    repo = Entity(name="repo", table="repos", columns=key, key=("owner", "name"), forms={"full": ("owner", "name")})
    number = Column(name="number", type="integer", path=("number",), made="id", nullable=False)
    named = Column(name="repo_name", type="text", path=("repo",), nullable=False, references=Reference(entity="repo"))
    issue = Entity(
        name="issue",
        table="issues",
        columns=(key[0], named, number),
        key=("owner", "repo_name", "number"),
        id="integer",
        forms={"full": ("owner", "repo_name", "number")},
    )
    make = tool(
        "make", "create", "issue", "POST", "/repos/{owner}/{repo}", in_path("owner"), in_path("repo", "repo_name")
    )
    path = "/repos/{owner}/{name}"
    drop = tool("drop", "delete", "repo", "DELETE", path, in_path("owner"), in_path("name"), answer=None)
    files = render(PLAN.model_copy(update={"entities": (issue, repo), "tools": (make, drop)}), seed={})
    assert "FOREIGN KEY (owner, repo_name) REFERENCES repos (owner, name) ON DELETE CASCADE" in files["schema.sql"]
    assert "SELECT EXISTS (SELECT 1 FROM repos WHERE name = :repo AND owner = :owner);" in files["programs/make.sql"]


def test_a_parent_named_in_the_path_must_belong_to_the_one_before_it() -> None:
    def entity(name: str, *parents: str) -> Entity:
        columns = [Column(name="id", type="text", path=("id",), nullable=False)]
        for parent in parents:
            columns.append(
                Column(
                    name=f"{parent}_id",
                    type="text",
                    path=(parent,),
                    nullable=False,
                    references=Reference(entity=parent),
                )
            )
        names = tuple(column.name for column in columns)
        return Entity(name=name, table=f"{name}s", columns=tuple(columns), key=("id",), forms={"full": names})

    entities = (entity("org"), entity("team", "org"), entity("member", "org", "team"))
    look = tool(
        "look",
        "list",
        "member",
        "GET",
        "/orgs/{org_id}/teams/{team_id}/members",
        in_path("org_id"),
        in_path("team_id"),
        answer="$items",
    )
    files = render(PLAN.model_copy(update={"entities": entities, "tools": (look,)}), seed={})
    assert "SELECT 1 FROM teams WHERE id = :team_id AND org_id = :org_id" in files["programs/look.sql"]


def test_input_schemas_are_closed_objects_with_only_the_definitions_they_need() -> None:
    schemas = {
        "Tree": {"type": "object", "properties": {"child": {"$ref": "#/$defs/Tree"}}},
        "Unused": {"type": "string"},
    }
    tools = (tool("make", "create", "order", "POST", "/o", value("group", {"$ref": "#/$defs/Tree"})),)
    plan = PLAN.model_copy(update={"schemas": schemas, "tools": tools})
    assert tool_of(render(plan, seed={}), "make")["inputSchema"] == {
        "type": "object",
        "properties": {"group": {"$ref": "#/$defs/Tree"}},
        "additionalProperties": False,
        "$defs": {"Tree": schemas["Tree"]},
    }


def test_a_pattern_that_cannot_be_matched_in_linear_time_is_left_out_and_told() -> None:
    shape = {"type": "string", "pattern": "^(?!no)x$"}
    tools = (tool("make", "create", "order", "POST", "/o", value("group", shape)),)
    files = render(PLAN.model_copy(update={"tools": tools}), seed={})
    assert tool_of(files, "make")["inputSchema"]["properties"] == {"group": {"type": "string"}}
    assert any("make's group" in said for said in json.loads(files["server.json"])["assumptions"])


def test_an_upsert_that_writes_nothing_but_its_key_destroys_nothing() -> None:
    for arguments, destroys in (((in_path("name"),), False), ((in_path("name"), value("color")), True)):
        put = tool("put", "upsert", "label", "PUT", "/labels/{name}", *arguments, client_key=True)
        files = render(PLAN.model_copy(update={"tools": (put,)}), seed={})
        assert tool_of(files, "put")["annotations"]["destructiveHint"] is destroys
        assert ("DO NOTHING" in files["programs/put.sql"]) is not destroys


def test_an_output_schema_is_promised_only_where_it_is_asked_for_and_an_object() -> None:
    thing, things = {"type": "object", "properties": {"id": TEXT}}, {"type": "array"}
    plan = changed(get_task={"output": thing}, list_projects={"output": things}, get_label={"output": thing})
    files = render(plan, seed=SEED, with_output=["get_task", "list_projects"])
    assert tool_of(files, "get_task")["outputSchema"] == thing
    assert "outputSchema" not in tool_of(files, "list_projects")
    assert "outputSchema" not in tool_of(files, "get_label")


@pytest.mark.parametrize(
    ("name", "reads", "destroys", "repeats"),
    [
        ("list_tasks", True, False, True),
        ("get_settings", True, False, True),
        ("get_tasks", True, False, True),
        ("custom_order", True, False, True),
        ("create_task", False, False, False),
        ("create_tasks", False, False, False),
        ("update_task", False, False, True),
        ("change_settings", False, False, True),
        ("delete_task", False, True, True),
        ("delete_tasks", False, True, True),
        ("untag_task", False, True, True),
        ("tag_task", False, False, True),
    ],
)
def test_annotations_follow_from_the_pattern(
    tracker_files: dict[str, str], name: str, reads: bool, destroys: bool, repeats: bool
) -> None:
    assert tool_of(tracker_files, name)["annotations"] == {
        "readOnlyHint": reads,
        "destructiveHint": destroys,
        "idempotentHint": repeats,
        "openWorldHint": False,
    }


def test_routes_tell_where_each_argument_stands() -> None:
    plan = changed(put_label={"failures": {"not_found": Failure(status=410, body={"m": "$message"})}})
    route = json.loads(render(plan, seed=SEED)["routes.json"])["tools"]["put_label"]
    assert route == {
        "method": "PUT",
        "path": "/labels/{name}",
        "statuses": [200, 201],
        "pattern": "upsert",
        "entity": "label",
        "source": "https://tracker.example/docs#put_label",
        "media_type": "application/json",
        "arguments": {
            "name": {"in": "path", "name": "name", "explode": False},
            "color": {"in": "body", "path": ["color"]},
            "group": {"in": "body", "path": ["group"]},
        },
        "errors": {"not_found": {"status": 410, "body": {"m": "$message"}}},
    }


def test_the_identity_names_digests_functions_and_key_shapes(tracker_files: dict[str, str]) -> None:
    server = json.loads(tracker_files["server.json"])
    assert server["ids"] == {
        "comments": "integer",
        "tasks": "integer",
        "projects": "prj_{alnum:8}",
        "order": "uuid",
    }
    assert server["functions"] == [
        "base64@1",
        "caller@1",
        "new_id@1",
        "now@1",
        "text_match@1",
        "text_prefix@1",
        "unbase64@1",
    ]
    assert set(server["files"]) == set(tracker_files) - {"server.json"}
    for name, digest in server["files"].items():
        assert digest == hashlib.sha256(tracker_files[name].encode()).hexdigest()


def test_instructions_tell_what_is_kept_and_how_tools_behave(tracker_files: dict[str, str]) -> None:
    text = tracker_files["instructions.md"]
    assert "Projects, their tasks and labels." in text
    assert (
        "list_tasks, search_tasks, all_tasks, tasks_around holds 3 rows unless limit says otherwise, at most 5." in text
    )
    assert "open_task works only while the task has the status draft." in text


def test_the_readme_quotes_the_verification() -> None:
    checks = {"checks": {"run": 9, "passed": 8, "failed": 1}, "coverage": {"tools": 3, "operations": 4}}
    assert "9 generated checks were run; 8 passed and 1 failed." in readme(PLAN, checks)
    assert "3 of 4 selected operations are tools." in readme(PLAN, checks)
    assert "Nothing yet" in readme(PLAN, None)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"entity": "ghost"}, "tools/get_task"),
        ({"form": "ghost"}, "tools/get_task"),
        ({"order": ("-ghost",)}, "tools/get_task"),
        ({"set": {"title": "$argument:ghost"}}, "tools/get_task"),
        ({"answer": "$ghost"}, "tools/get_task"),
        ({"answer": "$column:ghost"}, "tools/get_task"),
        ({"answer": "$argument:ghost"}, "tools/get_task"),
        ({"pattern": "update", "arguments": ()}, "tools/get_task"),
        ({"pattern": "custom"}, "tools/get_task"),
        ({"pattern": "batch", "over": "ghost"}, "tools/get_task"),
        ({"pattern": "update", "set": {"rank": [1]}}, "tools/get_task"),
    ],
)
def test_a_plan_that_names_what_is_not_there_is_refused_with_its_place(change: dict[str, Any], place: str) -> None:
    with pytest.raises(RenderError) as caught:
        render(changed(get_task=change), seed=SEED)
    assert caught.value.where == f"plan.json#/{place}"
    assert caught.value.next


def test_a_tool_may_not_have_a_reserved_name() -> None:
    first: Tool = PLAN.tools[0].model_copy(update={"name": "reset"})
    with pytest.raises(RenderError, match="reset"):
        render(PLAN.model_copy(update={"tools": (first,)}), seed=SEED)


UPDATE_TASK = """\
-- Change a task; what is not named stays as it is.
-- source: https://tracker.example/docs#update_task

-- @require not_found: No task has the id {task_id}.
SELECT EXISTS (SELECT 1 FROM tasks WHERE id = :task_id);

-- @require invalid_argument: No project has the id {parent}.
-- @if parent
SELECT EXISTS (SELECT 1 FROM projects WHERE id = :parent);

-- @run
UPDATE tasks SET
  title = :title,                                  -- @if title
  status = :status,                                -- @if status
  note = :note,                                    -- @if note
  due = :due,                                      -- @if due
  done = :done,                                    -- @if done
  rank = :rank,                                    -- @if rank
  tags = :tags,                                    -- @if tags
  meta = json_patch(coalesce(meta, '{}'), :meta),  -- @if meta
  parent = :parent,                                -- @if parent
  secret = :secret,                                -- @if secret
  updated_at = now()
WHERE id = :task_id;

-- @return 200
SELECT body FROM task_json WHERE id = :task_id;
"""

TAG_TASK = """\
-- Connect a task with a label; a second time changes nothing.
-- source: https://tracker.example/docs#tag_task

-- @require not_found: No task has the id {task_id}.
SELECT EXISTS (SELECT 1 FROM tasks WHERE id = :task_id);

-- @require not_found: No label has the name {label_name}.
SELECT EXISTS (SELECT 1 FROM labels WHERE name = :label_name);

-- @run
INSERT INTO taggings (task_id, label_name, reason)
VALUES (:task_id, :label_name, :reason)
ON CONFLICT (task_id, label_name) DO UPDATE SET
  reason = :reason;

-- @return 204
"""
