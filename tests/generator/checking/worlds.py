"""Plans of small invented services, which the tests of laws are tried on."""

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
    Source,
    Tool,
    Value,
)

Json = Any
TEXT = {"type": "string", "minLength": 1, "maxLength": 200}
INTEGER = {"type": "integer", "minimum": 1}
STATES = ["open", "doing", "done"]
STATUS = {"type": "string", "enum": STATES}
PRIORITY = {"type": "integer", "minimum": 1, "maximum": 5}


def column(name: str, kind: str, **more: Json) -> Column:
    """Return a column that the JSON form shows under its own name."""
    return Column.model_validate({"name": name, "type": kind, "path": (name,), **more})


def argument(name: str, place: str, schema: Json, does: Role, *, required: bool) -> Argument:
    data = {"name": name, "place": place, "wire": (name,), "schema": schema, "required": required, "does": does}
    return Argument.model_validate(data)


def path_key(name: str, to: str, schema: Json = INTEGER) -> Argument:
    return argument(name, "path", schema, Key(column=to), required=True)


def query(name: str, schema: Json, does: Role, *, required: bool = False) -> Argument:
    return argument(name, "query", schema, does, required=required)


def body(name: str, schema: Json, to: str = "", *, required: bool = False) -> Argument:
    return argument(name, "body", schema, Value(column=to or name), required=required)


def tool(name: str, pattern: str, entity: str, method: str, path: str, arguments: list[Argument], **more: Json) -> Tool:
    data = {
        "name": name, "title": name.replace("_", " ").capitalize(), "text": f"{name}.", "operation": f"{method} {path}",
        "pattern": pattern, "entity": entity, "method": method, "path": path, "arguments": arguments,
        "status": 200, "answer": "$row", **more,
    }  # fmt: skip
    return Tool.model_validate(data)


PROJECT = Entity(
    name="project",
    table="projects",
    columns=(
        column("id", "integer", nullable=False, absent=False, made="id", schema=INTEGER),
        column("name", "text", nullable=False, absent=False, unique=True, schema=TEXT),
        column("budget", "real", absent=False, schema={"type": ["number", "null"]}),
        column(
            "created_at",
            "text",
            nullable=False,
            absent=False,
            made="created",
            schema={"type": "string", "format": "date-time"},
        ),
    ),
    key=("id",),
    id="integer",
    forms={"full": ("id", "name", "budget", "created_at")},
)

OF_PROJECT = Reference(entity="project")

TASK = Entity(
    name="task",
    table="tasks",
    columns=(
        column("id", "integer", nullable=False, absent=False, made="id", schema=INTEGER),
        column("project_id", "integer", nullable=False, absent=False, schema=INTEGER, references=OF_PROJECT),
        column("title", "text", nullable=False, absent=False, schema=TEXT),
        column("notes", "text", schema=TEXT, path=("details", "notes")),
        column("priority", "integer", nullable=False, absent=False, initial=3, schema=PRIORITY),
        column("status", "text", nullable=False, absent=False, initial="open", schema=STATUS),
        column("tags", "json", schema={"type": "array", "items": {"type": "string", "enum": ["red", "green", "blue"]}}),
        column("archived", "boolean", nullable=False, absent=False, initial=False, schema={"type": "boolean"}),
        column("secret", "text", write_only=True, schema=TEXT),
        column("updated_at", "text", absent=False, made="updated", schema={"type": "string", "format": "date-time"}),
    ),
    key=("id",),
    id="integer",
    forms={
        "full": (
            "id", "project_id", "title", "notes", "priority", "status", "tags", "archived", "secret", "updated_at",
        )
    },
)  # fmt: skip

COMMENT = Entity(
    name="comment",
    table="comments",
    columns=(
        column("id", "text", nullable=False, absent=False, made="id", schema={"type": "string"}),
        column("task_id", "integer", nullable=False, absent=False, schema=INTEGER, references=Reference(entity="task")),
        column("text", "text", nullable=False, absent=False, schema=TEXT),
    ),
    key=("id",),
    id="com_{alnum:10}",
    forms={"full": ("id", "task_id", "text")},
)

SETTINGS = Entity(
    name="settings",
    table="settings",
    columns=(
        column(
            "language",
            "text",
            nullable=False,
            absent=False,
            initial="en",
            schema={"type": "string", "enum": ["en", "de", "fr"]},
        ),
        column("weekly_mail", "boolean", nullable=False, absent=False, initial=False, schema={"type": "boolean"}),
        column("changed_at", "text", absent=False, made="updated", schema={"type": ["string", "null"]}),
    ),
    key=(),
    singleton=True,
    forms={"full": ("language", "weekly_mail", "changed_at")},
)

LABEL = Entity(
    name="label",
    table="labels",
    columns=(
        column("slug", "text", nullable=False, absent=False, schema={"type": "string", "pattern": "^[a-z]{3,12}$"}),
        column("title", "text", nullable=False, absent=False, schema=TEXT),
        column("colour", "text", absent=False, schema={"type": ["string", "null"], "enum": ["red", "green", None]}),
    ),
    key=("slug",),
    forms={"full": ("slug", "title", "colour")},
)

ATTACHED = Entity(
    name="task_label",
    table="task_labels",
    columns=(
        column("task_id", "integer", nullable=False, absent=False, schema=INTEGER, references=Reference(entity="task")),
        column(
            "label_slug",
            "text",
            nullable=False,
            absent=False,
            schema={"type": "string"},
            references=Reference(entity="label"),
        ),
    ),
    key=("task_id", "label_slug"),
    forms={"full": ("task_id", "label_slug")},
)

BOOL = {"type": "boolean"}
TAGS = {"type": "array", "items": {"type": "string", "enum": ["red", "green", "blue"]}, "maxItems": 3}
FAILURES = {"not_found": Failure(status=404, body={"message": "$message"})}
P, T, S = "/projects/{project_id}", "/projects/{project_id}/tasks/{task_id}", {"type": "string"}
ROW = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}

SIZE = query("limit", {"type": "integer", "minimum": 1, "maximum": 50}, Paging(what="size", default=20, most=50))
TASK_BODY = [
    body("title", TEXT, required=True),
    body("notes", TEXT),
    body("priority", PRIORITY),
    body("tags", TAGS),
    body("secret", TEXT),
]

PROJECT_TOOLS = (
    tool("list_projects", "list", "project", "GET", "/projects", [
        query("name", S, Filter(column="name", test="text", columns=("name",))),
        query("limit", {"type": "integer", "minimum": 1, "maximum": 50}, Paging(what="size", default=20, most=50)),
        query("cursor", S, Paging(what="cursor")),
    ], answer={"data": "$items", "next": "$next_cursor", "total": "$total"}, order=("-created_at",)),
    tool("create_project", "create", "project", "POST", "/projects",
         [body("name", TEXT, required=True), body("budget", {"type": ["number", "null"]})], status=201, output=ROW),
    tool("get_project", "get", "project", "GET", P, [path_key("project_id", "id")], output=ROW),
    tool("update_project", "update", "project", "PATCH", P,
         [path_key("project_id", "id"), body("name", TEXT), body("budget", {"type": ["number", "null"]})]),
    tool("delete_project", "delete", "project", "DELETE", P, [path_key("project_id", "id")], status=204, answer=None),
)  # fmt: skip

TASK_KEYS = [path_key("project_id", "project_id"), path_key("task_id", "id")]
TASK_TOOLS = (
    tool("list_tasks", "list", "task", "GET", f"{P}/tasks", [
        path_key("project_id", "project_id"),
        query("status", {"type": "string", "enum": STATES}, Filter(column="status")),
        query("min_priority", PRIORITY, Filter(column="priority", test="ge")),
        query("tag", {"type": "string"}, Filter(column="tags", test="has")),
        query("archived", BOOL, Filter(column="archived")),
        query("sort", {"type": "string", "enum": ["title", "priority"]},
              Order(by={"title": ("title",), "priority": ("-priority", "title")})),
        query("direction", {"type": "string", "enum": ["asc", "desc"]}, Direction(descending="desc")),
        SIZE,
        query("page", {"type": "integer", "minimum": 1}, Paging(what="page", first=1)),
    ], answer={"tasks": "$items", "more": "$has_more", "count": "$count"}),
    tool("create_task", "create", "task", "POST", f"{P}/tasks",
         [path_key("project_id", "project_id"), *TASK_BODY], status=201),
    tool("get_task", "get", "task", "GET", T, TASK_KEYS, answer={"task": "$row"}, failures=FAILURES),
    tool("update_task", "update", "task", "PATCH", T,
         [*TASK_KEYS, body("title", TEXT), body("notes", TEXT), body("priority", PRIORITY), body("archived", BOOL),
          body("tags", TAGS)]),
    tool("replace_task", "replace", "task", "PUT", T, [*TASK_KEYS, *TASK_BODY]),
    tool("finish_task", "transition", "task", "POST", f"{T}/finish", TASK_KEYS,
         set={"status": "done"}, only_from={"status": ("open", "doing")},
         failures={"conflict": Failure(status=409, body={"message": "$message"})}),
    tool("delete_task", "delete", "task", "DELETE", T, TASK_KEYS, status=204, answer=None),
)  # fmt: skip

COMMENT_TOOLS = (
    tool("list_comments", "list", "comment", "GET", "/tasks/{task_id}/comments",
         [path_key("task_id", "task_id")], answer="$items"),
    tool("create_comment", "create", "comment", "POST", "/tasks/{task_id}/comments",
         [path_key("task_id", "task_id"), body("text", TEXT, required=True)], status=201),
    tool("get_comment", "get", "comment", "GET", "/comments/{comment_id}", [path_key("comment_id", "id", S)]),
    tool("delete_comment", "delete", "comment", "DELETE", "/comments/{comment_id}",
         [path_key("comment_id", "id", S)], status=204, answer=None),
)  # fmt: skip

OTHER_TOOLS = (
    tool("get_settings", "singleton", "settings", "GET", "/settings", []),
    tool("update_settings", "singleton", "settings", "PATCH", "/settings",
         [body("language", {"type": "string", "enum": ["en", "de", "fr"]}), body("weekly_mail", BOOL)]),
    tool("list_labels", "list", "label", "GET", "/labels", [], answer={"labels": "$items"}, order=("slug",)),
    tool("get_label", "get", "label", "GET", "/labels/{slug}", [path_key("slug", "slug", S)]),
    tool("put_label", "upsert", "label", "PUT", "/labels/{slug}",
         [path_key("slug", "slug", {"type": "string", "pattern": "^[a-z]{3,12}$"}), body("title", TEXT, required=True),
          body("colour", {"type": ["string", "null"], "enum": ["red", "green", None]})], status=201, client_key=True),
    tool("list_task_labels", "list", "task_label", "GET", "/tasks/{task_id}/labels",
         [path_key("task_id", "task_id")], answer="$items"),
    tool("attach_label", "link", "task_label", "PUT", "/tasks/{task_id}/labels/{slug}",
         [path_key("task_id", "task_id"), path_key("slug", "label_slug", S)], status=204, answer=None),
    tool("detach_label", "unlink", "task_label", "DELETE", "/tasks/{task_id}/labels/{slug}",
         [path_key("task_id", "task_id"), path_key("slug", "label_slug", S)], status=204, answer=None),
)  # fmt: skip


def tracker(*, without: frozenset[str] = frozenset()) -> Plan:
    """Return a tracker of projects, tasks, comments and labels: nested paths, filters, paging, orders, transitions."""
    tools = (*PROJECT_TOOLS, *TASK_TOOLS, *COMMENT_TOOLS, *OTHER_TOOLS)
    return Plan(
        name="tracker",
        title="Tracker",
        source=Source(url="https://tracker.example/openapi.json", sha256="0" * 64),
        entities=(PROJECT, TASK, COMMENT, SETTINGS, LABEL, ATTACHED),
        tools=tuple(each for each in tools if each.name not in without),
    )


def shop() -> Plan:
    """Return the plan behind the customers of tests/servers/shop, whose programs were written by hand."""
    customer = Entity(
        name="customer",
        table="customers",
        columns=(
            column("id", "text", nullable=False, absent=False, made="id", schema=S),
            column("name", "text", nullable=False, absent=False, schema=S),
            column(
                "email", "text", nullable=False, absent=False, unique=True, schema={"type": "string", "format": "email"}
            ),
            column("active", "boolean", nullable=False, absent=False, initial=True, schema=BOOL),
            column("address", "json", absent=False, schema={"type": ["object", "null"]}),
            column("created_at", "text", nullable=False, absent=False, made="created", schema=S),
        ),
        key=("id",),
        id="cus_{alnum:10}",
        forms={"full": ("id", "name", "email", "active", "address", "created_at")},
    )
    order = Entity(
        name="order",
        table="orders",
        columns=(
            column("id", "text", made="id", schema=S),
            column("customer_id", "text", schema=S, references=Reference(entity="customer", on_delete="refuse")),
        ),
        key=("id",),
        id="ord_{alnum:14}",
        forms={"full": ("id", "customer_id")},
    )
    key = [path_key("customer_id", "id", S)]
    invalid = {"invalid_argument": Failure(status=422)}
    tools = (
        tool("list_customers", "list", "customer", "GET", "/customers", [
            query("query", S, Filter(column="name", test="text", columns=("name", "email"))),
            query("active", BOOL, Filter(column="active")),
            query("page", {"type": "integer", "minimum": 1, "default": 1}, Paging(what="page")),
            query("page_size", {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}, Paging(what="size")),
        ], answer={"total": "$total", "page": "$page", "customers": "$items"}, order=("name",), failures=invalid),
        tool("get_customer", "get", "customer", "GET", "/customers/{id}", key),
        tool("create_customer", "create", "customer", "POST", "/customers", [
            body("name", S, required=True), body("email", {"type": "string", "format": "email"}, required=True),
            body("active", {"type": "boolean", "default": True}), body("address", {"type": ["object", "null"]}),
        ], status=201, failures=invalid),
        tool("delete_customer", "delete", "customer", "DELETE", "/customers/{id}", key,
             answer={"id": "$column:id", "deleted": True}, failures={"failed_precondition": Failure(status=412)}),
    )  # fmt: skip
    return Plan(
        name="shop", title="Shop", source=Source(url="shop", sha256="0"), entities=(customer, order), tools=tools
    )
