"""What Environment.call costs beside the same SQL run bare in APSW, as ratios taken in one run.

Run it from the root of the repository: python benchmarks/keyed_read.py. It exits with 1 when the keyed read is beyond
the limit. Each figure is the best of several rounds, taken in turns, so that a busy machine slows both alike.
"""

import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

import apsw

from state_db.environment import Environment
from state_db.image import Image
from state_db.scenario import Beginning

SHOP = Path(__file__).parents[1] / "tests" / "servers" / "shop"
CUSTOMER, ORDER = "cus_A1b2C3d4E5", "ord_b3Nc8Vf5Kd6Hs2"
ROUNDS = 15
LIMIT = 8.0

READ_CUSTOMER = "SELECT body FROM customer_json WHERE id = ?"
READ_ORDER = "SELECT body FROM order_json WHERE id = ?"
FIND_CUSTOMER = "SELECT name FROM customers WHERE id = ?"
INSERT_ORDER = """
INSERT INTO orders (id, customer_id, total, created_at)
SELECT ?, ?, sum((i.value ->> 'quantity') * (i.value ->> 'price')), ? FROM json_each(?) i RETURNING id
"""
INSERT_ITEMS = """
INSERT INTO order_items (order_id, position, sku, quantity, price)
SELECT ?, i.key, i.value ->> 'sku', i.value ->> 'quantity', i.value ->> 'price' FROM json_each(?) i
"""
UPDATE_NOTE = "UPDATE orders SET note = ?, updated_at = ? WHERE id = ?"
ITEMS = '[{"sku":"mug","quantity":2,"price":5},{"sku":"pot","quantity":1,"price":30}]'
ITEM_LIST = [{"sku": "mug", "quantity": 2, "price": 5}, {"sku": "pot", "quantity": 1, "price": 30}]
NOW = "2026-01-05T09:00:00Z"


def bare_connection() -> apsw.Connection:
    """Return a database with the shop's seed and nothing of ours on it."""
    connection = apsw.Connection(":memory:")
    Image.load(SHOP).template(Beginning("seed", {})).copy_into(connection)
    connection.config(apsw.SQLITE_DBCONFIG_ENABLE_FKEY, 1)
    connection.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1)
    return connection


def best_microseconds(calls: list[Callable[[], object]], repeats: int) -> list[float]:
    """Return the least microseconds that each call took in any round; rounds take turns."""
    best = [float("inf")] * len(calls)
    for _ in range(ROUNDS):
        for index, call in enumerate(calls):
            start = time.perf_counter()
            for _ in range(repeats):
                call()
            best[index] = min(best[index], (time.perf_counter() - start) / repeats * 1e6)
    return best


def bare_reads() -> tuple[Callable[[], object], Callable[[], object]]:
    """Return a keyed read of a customer and one of an order with its items."""
    cursor = bare_connection().cursor()
    return (
        lambda: cursor.execute(READ_CUSTOMER, (CUSTOMER,)).fetchall(),
        lambda: cursor.execute(READ_ORDER, (ORDER,)).fetchall(),
    )


def bare_create() -> Callable[[], object]:
    """Return a call that makes an order with two items in a savepoint."""
    cursor, numbers = bare_connection().cursor(), count()

    def create() -> object:
        key = f"ord_{next(numbers)}"
        cursor.execute("SAVEPOINT one")
        cursor.execute(FIND_CUSTOMER, (CUSTOMER,)).fetchall()
        cursor.execute(INSERT_ORDER, (key, CUSTOMER, NOW, ITEMS)).fetchall()
        cursor.execute(INSERT_ITEMS, (key, ITEMS))
        body = cursor.execute(READ_ORDER, (key,)).fetchall()
        cursor.execute("RELEASE one")
        return body

    return create


def bare_trial() -> Callable[[], object]:
    """Return a call that changes an order in a savepoint, reads it, and undoes the change."""
    cursor = bare_connection().cursor()

    def trial() -> object:
        cursor.execute("SAVEPOINT one")
        cursor.execute(UPDATE_NOTE, ("x", NOW, ORDER))
        body = cursor.execute(READ_ORDER, (ORDER,)).fetchall()
        cursor.execute("ROLLBACK TO one")
        cursor.execute("RELEASE one")
        return body

    return trial


def served_trial(environment: Environment) -> Callable[[], object]:
    """Return a call that changes an order inside a trial."""

    def trial() -> object:
        with environment.trial():
            return environment.call("update_order", {"order_id": ORDER, "note": "x"})

    return trial


def measured() -> list[tuple[str, float, float]]:
    """Return for each kind of call its name and the microseconds bare and served."""
    reading, writing = Environment.open(SHOP), Environment.open(SHOP)
    read_customer, read_order = bare_reads()
    create = {"customer": CUSTOMER, "items": ITEM_LIST}
    pairs: list[tuple[str, Callable[[], object], Callable[[], object], int]] = [
        ("keyed read", read_customer, lambda: reading.call("get_customer", {"customer_id": CUSTOMER}), 2000),
        ("keyed read with items", read_order, lambda: reading.call("get_order", {"order_id": ORDER}), 2000),
        ("create with items", bare_create(), lambda: writing.call("create_order", create), 300),
        ("trial around a write", bare_trial(), served_trial(reading), 500),
    ]
    rows = []
    for name, bare, served, repeats in pairs:
        bare_time, served_time = best_microseconds([bare, served], repeats)
        rows.append((name, bare_time, served_time))
    return rows


def main() -> int:
    """Print the table; return 1 when the keyed read is beyond the limit."""
    rows = measured()
    print(f"{'':24}{'bare µs':>10}{'served µs':>12}{'ratio':>8}")
    for name, bare, served in rows:
        print(f"{name:24}{bare:10.2f}{served:12.2f}{served / bare:8.2f}")
    return int(max(served / bare for name, bare, served in rows if name.startswith("keyed")) > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
