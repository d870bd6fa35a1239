"""The plan of a tracker that uses every pattern, as the rules or a model would write it."""

from typing import Any

from generator.plan import (
    Argument,
    Column,
    Direction,
    Entity,
    Failure,
    Filter,
    Key,
    Order,
    Paging,
    Plan,
    Reference,
    Role,
    Show,
    Source,
    Tool,
    Value,
)

Json = Any
TEXT = {"type": "string"}
MAYBE_TEXT = {"type": ["string", "null"]}
NUMBER = {"type": "integer"}
FLAG = {"type": "boolean"}
TEXTS = {"type": "array", "items": {"type": "string"}}
STATES = ("draft", "open", "done")


def text(name: str, *path: str, **more: Any) -> Column:
    return Column(name=name, type="text", path=path or (name,), **{"schema": TEXT, **more})


def made(name: str, how: Any, **more: Any) -> Column:
    return Column(name=name, type="text", path=(name,), made=how, nullable=False, schema={"type": "string"}, **more)


def argument(name: str, does: Role, schema: Json = None, place: Any = "body", required: bool = False) -> Argument:
    required = required or place == "path"
    return Argument(name=name, place=place, wire=(name,), schema=schema or TEXT, required=required, does=does)


def in_path(name: str, column: str | None = None, schema: Json = None) -> Argument:
    return argument(name, Key(column=column or name), schema, "path")


def value(name: str, schema: Json = None, required: bool = False) -> Argument:
    return argument(name, Value(column=name), schema, required=required)


def in_query(name: str, does: Role, schema: Json = None) -> Argument:
    return argument(name, does, schema, "query")


def tool(name: str, pattern: Any, entity: str, method: Any, path: str, *arguments: Argument, **more: Any) -> Tool:
    usual: dict[str, Any] = {"status": 200, "answer": "$row", "text": f"{name} of the tracker."}
    usual["source"] = f"https://tracker.example/docs#{name}"
    return Tool(
        name=name, title=name.replace("_", " ").capitalize(), operation=name, method=method, path=path,
        pattern=pattern, entity=entity, arguments=arguments, **{**usual, **more},
    )  # fmt: skip


PROJECT = Entity(
    name="project",
    table="projects",
    text="What tasks belong to.",
    columns=(
        text("id", made="id", nullable=False),
        text("name", nullable=False, unique=True),
        text("slug"),
        made("url", "url", template="https://tracker.example/projects/{id}?by={slug}"),
        made("created_at", "created"),
    ),
    key=("id",),
    id="prj_{alnum:8}",
    forms={"full": ("id", "name", "slug", "url", "created_at"), "short": ("id", "name")},
)
TASK = Entity(
    name="task",
    table="tasks",
    columns=(
        Column(name="id", type="integer", path=("id",), made="id", nullable=False, schema=NUMBER),
        text("project_id", nullable=False, references=Reference(entity="project")),
        text("title", nullable=False),
        text("note"),
        text("due", absent=False),
        text("status", initial="draft", nullable=False, schema={"type": "string", "enum": list(STATES)}),
        Column(name="done", type="boolean", path=("flags", "done"), nullable=False, initial=False, schema=FLAG),
        Column(name="starred", type="boolean", path=("flags", "starred"), schema=FLAG),
        Column(name="rank", type="integer", path=("rank",), schema=NUMBER),
        Column(name="tags", type="json", path=("tags",), schema=TEXTS),
        Column(name="meta", type="json", path=("meta",), schema={"type": "object"}),
        text("parent", references=Reference(entity="project", on_delete="refuse")),
        text("secret", write_only=True),
        made("created_at", "created"),
        made("updated_at", "updated"),
    ),
    key=("id",),
    id="integer",
    forms={
        "full": (
            "id", "project_id", "title", "note", "due", "status", "done", "starred", "rank", "tags", "meta", "parent",
            "secret", "created_at", "updated_at",
        )
    },
)  # fmt: skip
COMMENT = Entity(
    name="comment",
    table="comments",
    columns=(
        Column(
            name="task_id", type="integer", path=("task_id",), nullable=False, schema=NUMBER,
            references=Reference(entity="task"),
        ),
        Column(name="number", type="integer", path=("number",), made="id", nullable=False, schema=NUMBER),
        text("body", nullable=False),
        made("author", "caller"),
    ),
    key=("task_id", "number"),
    id="integer",
    forms={"full": ("task_id", "number", "body", "author")},
)  # fmt: skip
LABEL = Entity(
    name="label",
    table="labels",
    columns=(text("name", nullable=False), text("color", initial="grey", nullable=False), text("group")),
    key=("name",),
    forms={"full": ("name", "color", "group")},
)
TAGGING = Entity(
    name="tagging",
    table="taggings",
    columns=(
        Column(
            name="task_id", type="integer", path=("task_id",), nullable=False, schema=NUMBER,
            references=Reference(entity="task"),
        ),
        text("label_name", nullable=False, references=Reference(entity="label")),
        text("reason"),
    ),
    key=("task_id", "label_name"),
    forms={"full": ("task_id", "label_name", "reason")},
)  # fmt: skip
SETTINGS = Entity(
    name="settings",
    table="settings",
    columns=(
        text("project_id", nullable=False, references=Reference(entity="project")),
        text("theme", initial="light", nullable=False),
        Column(name="limits", type="json", path=("limits",), schema={"type": "object"}),
    ),
    key=("project_id",),
    forms={"full": ("project_id", "theme", "limits")},
    singleton=True,
)
BOARD = Entity(
    name="order",
    table="order",
    columns=(
        text("id", made="id", nullable=False),
        Column(
            name="label_names", type="json", path=("select", "from"), schema=TEXTS, references=Reference(entity="label")
        ),
        text("group"),
    ),
    key=("id",),
    id="uuid",
    forms={"full": ("id", "label_names", "group")},
)

SIZE = in_query("limit", Paging(what="size", default=3, most=5), NUMBER)
ENVELOPE = {"items": "$items", "total": "$total", "more": "$has_more", "next": "$next_cursor", "kind": "list"}
PROJECT_ID, TASK_ID = in_path("project_id", "id"), in_path("task_id", "id", NUMBER)

PROJECT_TOOLS = (
    tool("list_projects", "list", "project", "GET", "/projects", answer="$items", form="short"),
    tool("get_project", "get", "project", "GET", "/projects/{project_id}", PROJECT_ID, answer={"project": "$row"}),
    tool("view_project", "view", "project", "GET", "/projects/{project_id}/name", PROJECT_ID, answer="$column:name"),
    tool(
        "create_project", "create", "project", "POST", "/projects", value("name", required=True), value("slug"),
        status=201, answer={"project": "$row", "asked": "$argument:name", "price": "$$5"},
    ),
    tool("update_project", "update", "project", "PATCH", "/projects/{project_id}", PROJECT_ID, value("name"), value("slug")),
    tool("delete_project", "delete", "project", "DELETE", "/projects/{project_id}", PROJECT_ID, status=204, answer=None),
    tool("get_settings", "singleton", "settings", "GET", "/projects/{project_id}/settings", in_path("project_id")),
    tool(
        "change_settings", "singleton", "settings", "PATCH", "/projects/{project_id}/settings", in_path("project_id"),
        value("theme"), value("limits", {"type": "object"}), merge=True,
    ),
)  # fmt: skip
TASK_VALUES = (
    value("note", MAYBE_TEXT), value("due", MAYBE_TEXT), value("done", FLAG), value("rank", NUMBER), value("tags", TEXTS),
    value("meta", {"type": "object"}), value("parent"), value("secret"),
)  # fmt: skip
TASK_TOOLS = (
    tool(
        "list_tasks", "list", "task", "GET", "/projects/{project_id}/tasks", in_path("project_id"), SIZE,
        in_query("page", Paging(what="page"), NUMBER),
        in_query("status", Filter(column="status")),
        in_query("states", Filter(column="status", test="in"), TEXTS),
        in_query("not_status", Filter(column="status", test="ne")),
        in_query("min_rank", Filter(column="rank", test="ge"), NUMBER),
        in_query("over_rank", Filter(column="rank", test="gt"), NUMBER),
        in_query("max_rank", Filter(column="rank", test="le"), NUMBER),
        in_query("under_rank", Filter(column="rank", test="lt"), NUMBER),
        in_query("tag", Filter(column="tags", test="has")),
        in_query("any_tag", Filter(column="tags", test="has_any"), TEXTS),
        in_query("title_begins", Filter(column="title", test="prefix")),
        in_query("has_note", Filter(column="note", test="present"), FLAG),
        in_query("sort", Order(by={"title": ("title",), "newest": ("-created_at", "-id"), "rank": ("rank",)})),
        in_query("direction", Direction(descending="desc")),
        in_query("with_total", Show(properties=("total",)), FLAG),
        answer=ENVELOPE,
    ),
    tool(
        "search_tasks", "search", "task", "POST", "/tasks/search",
        argument("q", Filter(column="title", test="text", columns=("title", "note")), required=True),
        argument("from", Paging(what="offset"), NUMBER), SIZE,
        answer={"hits": "$items", "keys": "$keys", "count": "$count", "offset": "$offset", "pages": "$page_count"},
    ),
    tool("all_tasks", "list", "task", "GET", "/tasks", SIZE, in_query("cursor", Paging(what="cursor")), answer=ENVELOPE,
         order=("rank",)),
    tool("tasks_around", "list", "task", "GET", "/tasks/around", SIZE,
         in_query("starting_after", Paging(what="after"), NUMBER), in_query("ending_before", Paging(what="before"), NUMBER),
         answer=ENVELOPE, order=("-rank", "title")),
    tool("task_map", "list", "task", "GET", "/tasks/map", in_query("status", Filter(column="status"), {**TEXT, "default": "open"}),
         answer={"tasks": "$map", "count": "$count"}),
    tool("get_task", "get", "task", "GET", "/tasks/{task_id}", TASK_ID),
    tool(
        "create_task", "create", "task", "POST", "/projects/{project_id}/tasks", in_path("project_id"),
        value("title", required=True), value("status", {"type": ["string", "null"], "enum": [*STATES, None]}), *TASK_VALUES,
        status=201,
    ),
    tool("update_task", "update", "task", "PATCH", "/tasks/{task_id}", TASK_ID, value("title"), value("status"), *TASK_VALUES,
         merge=True),
    tool("replace_task", "replace", "task", "PUT", "/tasks/{task_id}", TASK_ID, value("title", required=True), value("status"),
         *TASK_VALUES),
    tool("open_task", "transition", "task", "POST", "/tasks/{task_id}/open", TASK_ID, value("note"), set={"status": "open"},
         only_from={"status": ("draft",)}),
    tool("archive_task", "delete", "task", "DELETE", "/tasks/{task_id}/archive", TASK_ID, soft=True,
         set={"status": "done", "due": "$now"}),
    tool("delete_task", "delete", "task", "DELETE", "/tasks/{task_id}", TASK_ID, answer={"deleted": "$row"}),
    tool("clear_tasks", "delete", "task", "DELETE", "/projects/{project_id}/tasks", in_path("project_id"),
         in_query("status", Filter(column="status")), answer={"gone": "$count"}),
    tool("tag_task", "link", "tagging", "PUT", "/tasks/{task_id}/labels/{label_name}", in_path("task_id", None, NUMBER),
         in_path("label_name"), value("reason"), status=204, answer=None),
    tool("tag_task_often", "link", "tagging", "POST", "/tasks/{task_id}/labels", in_path("task_id", None, NUMBER),
         argument("labels", Value(column="label_name"), TEXTS, required=True), answer="$items"),
    tool("untag_task", "unlink", "tagging", "DELETE", "/tasks/{task_id}/labels/{label_name}", in_path("task_id", None, NUMBER),
         in_path("label_name"), status=204, answer=None, failures={"not_found": Failure(status=404)}),
    tool("list_tags", "list", "tagging", "GET", "/tasks/{task_id}/labels", in_path("task_id", None, NUMBER), answer="$items"),
)  # fmt: skip
COMMENT_TOOLS = (
    tool("add_comment", "create", "comment", "POST", "/tasks/{task_id}/comments", in_path("task_id", None, NUMBER),
         value("body", required=True), status=201),
    tool("get_comment", "get", "comment", "GET", "/tasks/{task_id}/comments/{number}", in_path("task_id", None, NUMBER),
         in_path("number", None, NUMBER)),
    tool("list_comments", "list", "comment", "GET", "/tasks/{task_id}/comments", in_path("task_id", None, NUMBER),
         answer="$items"),
)  # fmt: skip
LABEL_TOOLS = (
    tool("create_label", "create", "label", "POST", "/labels", value("name", required=True), value("color"), value("group"),
         client_key=True, status=201),
    tool("get_label", "get", "label", "GET", "/labels/{name}", in_path("name")),
    tool("list_labels", "list", "label", "GET", "/labels", answer="$items"),
    tool("put_label", "upsert", "label", "PUT", "/labels/{name}", in_path("name"), value("color"), value("group"),
         client_key=True, created_status=201),
    tool("rename_label", "update", "label", "PATCH", "/labels/{name}", in_path("name"),
         argument("new_name", Value(column="name")), value("color")),
    tool("delete_label", "delete", "label", "DELETE", "/labels/{name}", in_path("name"), status=204, answer=None),
)  # fmt: skip
ORDER_TOOLS = (
    tool("create_order", "create", "order", "POST", "/orders", value("label_names", TEXTS), value("group"), status=201),
    tool("get_order", "get", "order", "GET", "/orders/{id}", in_path("id")),
    tool("custom_order", "custom", "order", "GET", "/orders/first", steps=("-- @return 200", 'SELECT body FROM order_json LIMIT 1;')),
)  # fmt: skip
NEW_TASKS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"title": TEXT, "tags": TEXTS, "flags": {"type": "object"}, "parent": TEXT, "rank": NUMBER},
        "required": ["title"],
    },
}
CHANGED_TASKS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"id": NUMBER, "title": TEXT, "note": MAYBE_TEXT, "flags": {"type": "object"}},
    },
}
IDS = {"type": "array", "items": NUMBER}
BATCH_TOOLS = (
    tool("create_tasks", "batch", "task", "POST", "/projects/{project_id}/tasks/batch", in_path("project_id"),
         argument("tasks", Value(column="id"), NEW_TASKS, required=True), each="create", over="tasks", status=201,
         answer={"created": "$items", "count": "$count"}),
    tool("change_tasks", "batch", "task", "PATCH", "/tasks/batch", argument("tasks", Value(column="id"), CHANGED_TASKS, required=True),
         each="update", over="tasks", answer="$items"),
    tool("mark_tasks", "batch", "task", "POST", "/tasks/mark", argument("ids", Key(column="id"), IDS, required=True),
         value("status"), each="update", over="ids", answer={"changed": "$keys"}),
    tool("delete_tasks", "batch", "task", "POST", "/tasks/delete", argument("ids", Key(column="id"), IDS, required=True),
         each="delete", over="ids", answer={"deleted": "$keys"}),
    tool("get_tasks", "batch", "task", "GET", "/tasks/many", argument("ids", Key(column="id"), IDS, "query", True),
         each="get", over="ids", answer="$items"),
    tool("delete_projects", "batch", "project", "POST", "/projects/delete",
         argument("ids", Key(column="id"), TEXTS, required=True), each="delete", over="ids", status=204, answer=None),
    tool("create_labels", "batch", "label", "POST", "/labels/batch",
         argument("body", Value(column="name"), {"type": "array", "items": {"type": "object", "properties": {"name": TEXT, "color": TEXT},
                                                                       "required": ["name"]}}, required=True),
         each="create", over="body", answer="$map", client_key=True),
)  # fmt: skip

PLAN = Plan(
    name="tracker",
    title="Tracker",
    version="1.0",
    text="# Tracker\n\nProjects, their [tasks](https://tracker.example) and labels.",
    source=Source(url="https://tracker.example/openapi.yaml", sha256="0" * 64),
    entities=(COMMENT, TASK, PROJECT, LABEL, TAGGING, SETTINGS, BOARD),
    tools=(*PROJECT_TOOLS, *TASK_TOOLS, *COMMENT_TOOLS, *LABEL_TOOLS, *ORDER_TOOLS, *BATCH_TOOLS),
    assumptions=("New tasks begin as drafts.",),
)

DAY = "2026-01-01T00:00:00Z"


def project_row(key: str, name: str) -> dict[str, Json]:
    return {"id": key, "name": name, "slug": None, "url": f"https://tracker.example/projects/{key}", "created_at": DAY}


def task_row(number: int, project: str, title: str, **more: Json) -> dict[str, Json]:
    return {
        "id": number, "project_id": project, "title": title, "note": None, "due": None, "status": "draft", "done": False,
        "starred": None, "rank": None, "tags": None, "meta": None, "parent": None, "secret": None, "created_at": DAY,
        "updated_at": DAY, **more,
    }  # fmt: skip


SEED: dict[str, list[dict[str, Json]]] = {
    "projects": [project_row("prj_a", "Alpha"), project_row("prj_b", "Beta")],
    "settings": [
        {"project_id": "prj_a", "theme": "dark", "limits": {"a": 1, "b": 2}},
        {"project_id": "prj_b", "theme": "light", "limits": None},
    ],
    "tasks": [
        task_row(1, "prj_a", "Paint", status="open", rank=2, tags=["red", "blue"], note="Äpfel"),
        task_row(2, "prj_a", "anchor", status="draft", rank=None, tags=["blue"], meta={"k": {"x": 1, "y": 2}, "z": 3}),
        task_row(3, "prj_a", "Bolt", status="done", rank=1, done=True, starred=True),
        task_row(4, "prj_a", "paper", status="open", rank=2, due="2026-02-01"),
        task_row(5, "prj_b", "Other", status="open", rank=7, parent="prj_a"),
        task_row(6, "prj_a", "Zinc", rank=None),
        task_row(7, "prj_a", "Yarn", rank=2),
    ],
    "comments": [
        {"task_id": 1, "number": 1, "body": "first", "author": None},
        {"task_id": 2, "number": 2, "body": "other", "author": None},
    ],
    "labels": [{"name": "bug", "color": "red", "group": None}, {"name": "idea", "color": "grey", "group": "x"}],
    "taggings": [{"task_id": 1, "label_name": "bug", "reason": None}],
    "order": [{"id": "o1", "label_names": ["bug", "idea"], "group": None}],
}
