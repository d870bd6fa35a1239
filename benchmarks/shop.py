"""The shop of servers/, in the sizes that the measurements ask for, and the same SQL on a bare connection."""

import json
from collections.abc import Callable
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import apsw

from state_db.functions.keys import key_of
from state_db.image import Image
from state_db.scenario import Beginning

Json = Any
FOLDER = Path(__file__).parents[1] / "servers" / "shop"
CUSTOMERS, ORDERS = 1_000, 100_000
MOST_CREATES = 20_000  # that a measurement makes
READ_CUSTOMER = "SELECT body FROM customer_json WHERE id = ?"
READ_ORDER = "SELECT body FROM order_json WHERE id = ?"
FIND_CUSTOMER = "SELECT EXISTS (SELECT 1 FROM customers WHERE id = ?)"
INSERT_CUSTOMER = """
INSERT INTO customers (id, object, name, email, phone, country, address, created)
VALUES (?, 'customer', ?, ?, NULL, ?, NULL, ?)
"""
INSERT_ORDER = """
INSERT INTO orders (id, object, customer, status, items, total, currency, note, shipping_address, created)
VALUES (?, 'order', ?, 'pending', ?, ?, ?, NULL, NULL, ?)
"""
UPDATE_NAME = "UPDATE customers SET name = ? WHERE id = ?"
LIST_ORDERS = """
SELECT json_object('object', 'list', 'data', json_group_array(json(body)) FILTER (WHERE place <= 10),
                   'has_more', json(iif(count(*) > 10, 'true', 'false')))
FROM (SELECT t.body, row_number() OVER () AS place FROM (
  SELECT body FROM order_json WHERE {filter} = ? ORDER BY created DESC, entry DESC LIMIT 11) t)
"""


@cache
def shop() -> Image:
    """Return the shop as it is committed."""
    return Image.load(FOLDER)


def first(table: str) -> dict[str, Json]:
    """Return the first row of a table's seed."""
    return shop().seed[table][0]


@cache
def large_shop() -> Image:
    """Return the shop with 100,000 orders of 1,000 customers."""
    customers = [{**first("customers"), "id": f"cus_{i:014d}", "email": f"{i}@shop.example"} for i in range(CUSTOMERS)]
    states = ("pending", "paid", "shipped", "cancelled")
    orders = [
        {
            **first("orders"),
            "id": f"ord_{i:014d}",
            "customer": f"cus_{i * 7 % CUSTOMERS:014d}",
            "status": states[i % 4],
            "created": 1_700_000_000 + i * 13 % 9_000_000,
        }
        for i in range(ORDERS)
    ]
    return shop().with_seed({"customers": customers, "orders": orders})


def sized_shop(kibibytes: int) -> Image:
    """Return the shop with so many more customers that its database takes about this much."""
    more = max(0, (kibibytes - 100) * 10 // 3)
    added = [{**first("customers"), "id": f"cus_{i:014d}", "email": f"{i}@shop.example"} for i in range(more)]
    seed = shop().seed
    return shop().with_seed({**seed, "customers": [*seed["customers"], *added]})


def bare(image: Image) -> apsw.Connection:
    """Return a database with the image's seed and nothing of ours on it."""
    connection = apsw.Connection(":memory:")
    image.template(Beginning("seed", {})).copy_into(connection)
    connection.config(apsw.SQLITE_DBCONFIG_ENABLE_FKEY, 1)
    connection.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1)
    return connection


def made_keys(table: str) -> list[str]:
    """Return keys of the table's shape, made beforehand: rows with keys in no order, as ours are."""
    return [str(key_of(shop().ids[table], 0, table, counter)) for counter in range(1, MOST_CREATES)]


def bare_create() -> Callable[[], object]:
    """Return a call that makes a customer in a savepoint and reads it as JSON."""
    cursor, numbers, keys = bare(shop()).cursor(), count(), iter(made_keys("customers"))

    def create() -> object:
        number, key = next(numbers), next(keys)
        cursor.execute("SAVEPOINT one")
        cursor.execute(INSERT_CUSTOMER, (key, "Ada", f"{number}@new.example", "NO", 1_767_603_600))
        body = cursor.execute(READ_CUSTOMER, (key,)).fetchall()
        cursor.execute("RELEASE one")
        return body

    return create


def bare_order() -> Callable[[], object]:
    """Return a call that makes an order in a savepoint after a look at its customer, and reads it as JSON."""
    cursor, keys = bare(shop()).cursor(), iter(made_keys("orders"))
    customer, items = first("customers")["id"], json.dumps(first("orders")["items"])

    def create() -> object:
        key = next(keys)
        cursor.execute("SAVEPOINT one")
        cursor.execute(FIND_CUSTOMER, (customer,)).fetchall()
        cursor.execute(INSERT_ORDER, (key, customer, items, 8400, "gbp", 1_767_603_600))
        body = cursor.execute(READ_ORDER, (key,)).fetchall()
        cursor.execute("RELEASE one")
        return body

    return create


def bare_update() -> Callable[[], object]:
    """Return a call that changes a customer in a savepoint and reads it as JSON."""
    cursor = bare(shop()).cursor()
    key = first("customers")["id"]

    def update() -> object:
        cursor.execute("SAVEPOINT one")
        cursor.execute(UPDATE_NAME, ("x", key))
        body = cursor.execute(READ_CUSTOMER, (key,)).fetchall()
        cursor.execute("RELEASE one")
        return body

    return update
