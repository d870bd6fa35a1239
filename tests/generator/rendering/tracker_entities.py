"""The entities of a tracker, and short ways to write columns, arguments and tools."""

from typing import Any

from generator.plan import (
    Argument,
    Column,
    Entity,
    Key,
    Reference,
    Role,
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
    return Column(name=name, type="text", path=path or (name,), **{"value": TEXT, **more})


def made(name: str, how: Any, **more: Any) -> Column:
    return Column(name=name, type="text", path=(name,), made=how, nullable=False, value=TEXT, **more)


def argument(name: str, does: Role, schema: Json = None, place: Any = "body", required: bool = False) -> Argument:
    required = required or place == "path"
    return Argument(name=name, place=place, wire=(name,), value=schema or TEXT, required=required, does=does)


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
        name=name,
        title=name.replace("_", " ").capitalize(),
        operation=name,
        method=method,
        path=path,
        pattern=pattern,
        entity=entity,
        arguments=arguments,
        **{**usual, **more},
    )


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
        Column(name="id", type="integer", path=("id",), made="id", nullable=False, value=NUMBER),
        text("project_id", nullable=False, references=Reference(entity="project")),
        text("title", nullable=False),
        text("note"),
        text("due", absent=False),
        text("status", initial="draft", nullable=False, value={"type": "string", "enum": list(STATES)}),
        Column(name="done", type="boolean", path=("flags", "done"), nullable=False, initial=False, value=FLAG),
        Column(name="starred", type="boolean", path=("flags", "starred"), value=FLAG),
        Column(name="rank", type="integer", path=("rank",), value=NUMBER),
        Column(name="tags", type="json", path=("tags",), value=TEXTS),
        Column(name="meta", type="json", path=("meta",), value={"type": "object"}),
        text("parent", references=Reference(entity="project", on_delete="refuse")),
        text("secret", write_only=True),
        made("created_at", "created"),
        made("updated_at", "updated"),
    ),
    key=("id",),
    id="integer",
    forms={
        "full": (
            "id",
            "project_id",
            "title",
            "note",
            "due",
            "status",
            "done",
            "starred",
            "rank",
            "tags",
            "meta",
            "parent",
            "secret",
            "created_at",
            "updated_at",
        )
    },
)
COMMENT = Entity(
    name="comment",
    table="comments",
    columns=(
        Column(
            name="task_id",
            type="integer",
            path=("task_id",),
            nullable=False,
            value=NUMBER,
            references=Reference(entity="task"),
        ),
        Column(name="number", type="integer", path=("number",), made="id", nullable=False, value=NUMBER),
        text("body", nullable=False),
        made("author", "caller"),
    ),
    key=("task_id", "number"),
    id="integer",
    forms={"full": ("task_id", "number", "body", "author")},
)
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
            name="task_id",
            type="integer",
            path=("task_id",),
            nullable=False,
            value=NUMBER,
            references=Reference(entity="task"),
        ),
        text("label_name", nullable=False, references=Reference(entity="label")),
        text("reason"),
    ),
    key=("task_id", "label_name"),
    forms={"full": ("task_id", "label_name", "reason")},
)
SETTINGS = Entity(
    name="settings",
    table="settings",
    columns=(
        text("project_id", nullable=False, references=Reference(entity="project")),
        text("theme", initial="light", nullable=False),
        Column(name="limits", type="json", path=("limits",), value={"type": "object"}),
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
            name="label_names", type="json", path=("select", "from"), value=TEXTS, references=Reference(entity="label")
        ),
        text("group"),
    ),
    key=("id",),
    id="uuid",
    forms={"full": ("id", "label_names", "group")},
)
