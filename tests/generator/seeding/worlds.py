"""Small plans to seed, each for one thing that seeded rows have to get right."""

from typing import Any

from generator.plan import Argument, Column, Entity, Key, Plan, Reference, Source, Tool

TEXT = {"type": "string"}
TIME = {"type": "string", "format": "date-time"}


def column(name: str, type_: str = "text", schema: dict[str, Any] | None = None, **more: Any) -> Column:
    """Return a column that is shown under its own name."""
    return Column.model_validate({"name": name, "type": type_, "path": (name,), "schema": schema or {}, **more})


def key(name: str = "id", shape: str = "integer") -> Column:
    """Return a key that the server makes."""
    kind = "integer" if shape == "integer" else "text"
    return column(name, kind, {"type": "integer" if kind == "integer" else "string"}, nullable=False, made="id")


def reference(name: str, entity: str, type_: str = "integer", **more: Any) -> Column:
    """Return a column that holds another entity's key."""
    return column(name, type_, references=Reference(entity=entity), **{"nullable": False, **more})


def entity(name: str, *columns: Column, **more: Any) -> Entity:
    """Return an entity whose table is called name + s."""
    given = {"key": ("id",), "id": "integer", "forms": {"full": tuple(part.name for part in columns)}, **more}
    return Entity(name=name, table=f"{name}s", columns=columns, **given)


def plan(*entities: Entity, tools: tuple[Tool, ...] = (), **more: Any) -> Plan:
    """Return a plan of these entities."""
    source = Source(url="world.yaml", sha256="0" * 64)
    return Plan(name="world", title="World", source=source, entities=entities, tools=tools, **more)


def tool(name: str, pattern: str, entity_name: str, path: str, *keys: str, **more: Any) -> Tool:
    """Return a tool whose path names these key columns by their own names."""
    arguments = tuple(
        Argument.model_validate(
            {"name": part, "place": "path", "wire": (part,), "schema": {}, "required": True, "does": Key(column=part)}
        )
        for part in keys
    )
    base = {"title": name, "text": name, "operation": f"GET {path}", "method": "GET", "status": 200}
    return Tool.model_validate(
        {**base, "name": name, "pattern": pattern, "entity": entity_name, "path": path, "arguments": arguments, **more}
    )


def people() -> Entity:
    """Return users with all that names tell about a person."""
    return entity(
        "user",
        key(),
        column("first_name", schema=TEXT, nullable=False),
        column("last_name", schema=TEXT, nullable=False),
        column("name", schema=TEXT, nullable=False),
        column("email", schema={"type": "string", "format": "email"}, nullable=False, unique=True),
        column("password", schema={"type": "string", "format": "password", "minLength": 12}, write_only=True),
        column("role", schema={"type": "string", "enum": ["admin", "member", "guest"]}, nullable=False),
        column("active", "boolean", {"type": "boolean"}, nullable=False),
        column("created_at", schema=TIME, nullable=False, made="created"),
        column("updated_at", schema=TIME, nullable=False, made="updated"),
    )


def tracker(*more: Entity) -> Plan:
    """Return projects, their tasks with states, remarks on tasks, and who watches what."""
    project = entity(
        "project",
        column("key", schema={"type": "string", "pattern": "^[A-Z]{3}$", "examples": ["WEB"]}, nullable=False),
        column("name", schema={"type": "string", "examples": ["Website"]}, nullable=False),
        column("account_id"),
        key=("key",),
        id=None,
    )
    task = entity(
        "task",
        key(),
        reference("project_key", "project", "text"),
        column("title", schema={"type": "string", "maxLength": 40}, nullable=False),
        column("state", schema={"type": "string", "enum": ["open", "in_progress", "closed"]}, nullable=False),
        column("starts_at", schema=TIME, nullable=False),
        column("ends_at", schema=TIME, nullable=False),
        reference("assignee_id", "user", nullable=True),
        reference("parent_id", "task", nullable=True),
        column("note", schema={"type": ["string", "null"]}, absent=False),
        column("created_at", schema=TIME, made="created"),
        column("updated_at", schema=TIME, made="updated"),
        column("closed_at", schema=TIME),
    )
    remark = entity("remark", key(), reference("task_id", "task"), column("body", schema=TEXT, nullable=False))
    watcher = entity(
        "watcher", reference("task_id", "task"), reference("user_id", "user"), key=("task_id", "user_id"), id=None
    )
    tools = (
        tool("list_projects", "list", "project", "/accounts/{account_id}/projects", "account_id"),
        tool("get_project", "get", "project", "/accounts/{account_id}/projects/{key}", "account_id", "key"),
        tool("list_tasks", "list", "task", "/projects/{project_key}/tasks", "project_key"),
        tool("list_remarks", "list", "remark", "/tasks/{task_id}/remarks", "task_id"),
    )
    return plan(remark, watcher, task, project, people(), *more, tools=tools)


def shop() -> Plan:
    """Return products and orders whose items are priced."""
    price = {"type": "integer", "minimum": 0}
    line = {
        "type": "object",
        "required": ["sku", "quantity", "unit_price"],
        "properties": {"sku": TEXT, "quantity": {"type": "integer", "minimum": 1}, "unit_price": price},
    }
    product = entity(
        "product",
        key(shape="text"),
        column("sku", schema={"type": "string", "pattern": "^[A-Z]{3}-[0-9]{4}$"}, nullable=False, unique=True),
        column("price", "integer", price, nullable=False),
        id="prod_{alnum:12}",
    )
    order = entity(
        "order",
        key(shape="text"),
        column(
            "status", schema={"type": "string", "enum": ["pending", "paid", "shipped", "cancelled"]}, nullable=False
        ),
        column("items", "json", {"type": "array", "items": {"$ref": "#/$defs/Line"}, "minItems": 1}, nullable=False),
        column("total", "integer", price, nullable=False),
        column("paid_at", "integer", {"type": "integer"}),
        column("shipped_at", "integer", {"type": "integer"}),
        column("cancelled_at", "integer", {"type": "integer"}),
        column("created", "integer", {"type": "integer"}, nullable=False, made="created"),
        id="uuid",
    )
    return plan(order, product, schemas={"Line": line})
