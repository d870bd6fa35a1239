"""The shop of tests/servers/shop: its plan by hand, and an environment of it."""

import json
from pathlib import Path

from generator.plan import (
    Argument,
    Column,
    Entity,
    Filter,
    Input,
    Key,
    Paging,
    Plan,
    Reference,
    Source,
    Tool,
    Value,
)
from state_db.environment import Environment
from state_db.image import Image

SHOP = Path(__file__).parent.parent / "servers" / "shop"

TEXT = {"type": "string"}
STATUS = {"type": "string", "enum": ["pending", "paid", "shipped", "cancelled"]}


def shop_image() -> Image:
    return Image.load(SHOP)


def shop(scenario: str = "seed") -> Environment:
    return Environment.open(shop_image(), scenario=scenario)


def text(name: str, **more: object) -> Column:
    return Column.model_validate({"name": name, "type": "text", "path": (name,), "schema": TEXT, **more})


def number(name: str) -> Column:
    return Column.model_validate({"name": name, "type": "integer", "path": (name,), "schema": {"type": "integer"}})


def argument(name: str, place: str, does: object, schema: object = None, required: bool = False) -> Argument:
    data = {"name": name, "place": place, "wire": (name,), "schema": schema or TEXT, "required": required, "does": does}
    return Argument.model_validate(data)


CUSTOMER = Entity(
    name="customer", table="customers", key=("id",), id="cus_{alnum:10}",
    columns=(
        text("id", made="id", nullable=False), text("name", nullable=False), text("email", nullable=False, unique=True),
        Column.model_validate({"name": "active", "type": "boolean", "path": ("active",)}),
        Column.model_validate({"name": "address", "type": "json", "path": ("address",), "schema": {"type": "object"}}),
        text("created_at", made="created"),
    ),
    forms={"full": ("id", "name", "email", "active", "address", "created_at")},
)  # fmt: skip

ORDER = Entity(
    name="order", table="orders", key=("id",), id="ord_{alnum:14}",
    columns=(
        text("id", made="id", nullable=False),
        text("customer_id", path=("customer",), references=Reference(entity="customer", on_delete="refuse")),
        text("status", initial="pending", schema=STATUS),
        text("note"),
        Column.model_validate({"name": "tags", "type": "json", "path": ("tags",), "schema": {"type": "array"}}),
        number("total"),
        text("created_at", made="created"), text("updated_at", made="updated"), text("cancelled_at"),
    ),
    forms={"full": ("id", "customer_id", "status", "note", "tags", "total", "created_at", "updated_at",
                    "cancelled_at")},
)  # fmt: skip

ITEM = Entity(
    name="order_item", table="order_items", key=("order_id", "position"),
    columns=(
        text("order_id", references=Reference(entity="order")),
        number("position"),
        text("sku"),
        number("quantity"),
        number("price"),
    ),
    forms={"full": ("order_id", "position", "sku", "quantity", "price")},
)  # fmt: skip

SIZE = {"type": "integer", "default": 20}

ITEMS = {
    "type": "array", "minItems": 1,
    "items": {
        "type": "object", "required": ["sku", "quantity", "price"], "additionalProperties": False,
        "properties": {
            "sku": TEXT, "quantity": {"type": "integer", "minimum": 1}, "price": {"type": "integer", "minimum": 0},
        },
    },
    "examples": [[{"sku": "mug-blue", "quantity": 2, "price": 1290}]],
}  # fmt: skip


def tool(name: str, method: str, path: str, pattern: str, entity: str, arguments: tuple[Argument, ...], answer: object,
         **more: object) -> Tool:  # fmt: skip
    data = {
        "name": name, "title": name.replace("_", " ").capitalize(), "text": name, "operation": f"{method} {path}",
        "method": method, "path": path, "pattern": pattern, "entity": entity, "answer": answer, "status": 200, **more,
        "arguments": [each.model_dump(mode="json", by_alias=True) for each in arguments],
    }  # fmt: skip
    return Tool.model_validate_json(json.dumps(data))


CUSTOMER_ID = argument("customer_id", "path", Key(column="id"), required=True)
ORDER_ID = argument("order_id", "path", Key(column="id"), required=True)

PLAN = Plan(
    name="shop", title="Shop API", source=Source(url="https://shop.example/docs", sha256="0" * 64),
    entities=(CUSTOMER, ORDER, ITEM),
    tools=(
        tool("list_customers", "GET", "/customers", "list", "customer", (
            argument("query", "query", Filter(column="name", test="text", columns=("name", "email"))),
            argument("active", "query", Filter(column="active"), {"type": "boolean"}),
            argument("page", "query", Paging(what="page"), {"type": "integer", "default": 1}),
            argument("page_size", "query", Paging(what="size", default=20, most=100), SIZE),
        ), {"total": "$total", "page": "$page", "customers": "$items"}),
        tool("get_customer", "GET", "/customers/{customer_id}", "get", "customer", (CUSTOMER_ID,), "$row"),
        tool("create_customer", "POST", "/customers", "create", "customer", (
            argument("name", "body", Value(column="name"), required=True),
            argument("email", "body", Value(column="email"), {"type": "string", "format": "email"}, required=True),
            argument("active", "body", Value(column="active"), {"type": "boolean", "default": True}),
            argument("address", "body", Value(column="address"), {"type": ["object", "null"]}),
        ), "$row"),
        tool("delete_customer", "DELETE", "/customers/{customer_id}", "delete", "customer", (CUSTOMER_ID,),
             {"id": "$column:id", "deleted": True}),
        tool("list_orders", "GET", "/orders", "list", "order", (
            argument("customer", "query", Filter(column="customer_id")),
            argument("status", "query", Filter(column="status")),
            argument("starting_after", "query", Paging(what="after")),
            argument("limit", "query", Paging(what="size", default=20, most=100), SIZE),
        ), {"data": "$items", "has_more": "$has_more"}, order=("-created_at",)),
        tool("get_order", "GET", "/orders/{order_id}", "get", "order", (ORDER_ID,), "$row"),
        tool("create_order", "POST", "/orders", "create", "order", (
            argument("customer", "body", Value(column="customer_id"), required=True),
            argument("items", "body", Input(), ITEMS, required=True),
            argument("note", "body", Value(column="note")),
        ), "$row"),
        tool("update_order", "PATCH", "/orders/{order_id}", "update", "order", (
            ORDER_ID, argument("note", "body", Value(column="note"), {"type": ["string", "null"]}),
        ), "$row"),
        tool("cancel_order", "POST", "/orders/{order_id}/cancel", "transition", "order", (ORDER_ID,), "$row",
             set={"status": "cancelled", "cancelled_at": "$now"}, only_from={"status": ["pending", "paid"]}),
        tool("delete_order", "DELETE", "/orders/{order_id}", "delete", "order", (ORDER_ID,), {"id": "$column:id"}),
    ),
)  # fmt: skip
