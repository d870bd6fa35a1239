"""What the environment costs beside the same SQL run bare in APSW, and beside a dict."""

from itertools import count

import apsw

from benchmarks.dictionary import DictShop
from benchmarks.figure import ROUNDS, Call, Figure, microseconds
from benchmarks.shop import (
    LIST_ORDERS,
    READ_CUSTOMER,
    READ_ORDER,
    bare,
    bare_create,
    bare_order,
    bare_update,
    first,
    large_shop,
    shop,
)
from benchmarks.tables import table_folder
from state_db.environment import Environment
from state_db.image import Image

APSW = "bare APSW"
TABLE_COUNTS = (6, 40, 120)
# Of calls that take microseconds the best of 15 rounds still varies by a tenth from run to run.
SHORT_ROUNDS = 60


def dict_shop(image: Image) -> DictShop:
    """Return the image's customers and orders as a dict."""
    return DictShop(image.seed["customers"], image.seed["orders"])


def calls() -> list[Figure]:
    """Return what reading and writing cost."""
    reading, writing, peer = Environment.open(shop()), Environment.open(shop()), dict_shop(shop())
    cursor, numbers = bare(shop()).cursor(), count()
    customer, order = first("customers")["id"], first("orders")
    items = order["items"]
    given = {"name": "Ada", "country": "NO"}
    ordered = {"customer": customer, "items": items, "total": 8400, "currency": "gbp"}
    timed: dict[str, tuple[Call, Call, Call, int, float]] = {
        "keyed read": (
            lambda: reading.call("get_customer", {"customer_id": customer}),
            lambda: cursor.execute(READ_CUSTOMER, (customer,)).fetchall(),
            lambda: peer.get_customer(customer),
            2000, 5,
        ),
        "keyed read of a larger row": (
            lambda: reading.call("get_order", {"order_id": order["id"]}),
            lambda: cursor.execute(READ_ORDER, (order["id"],)).fetchall(),
            lambda: peer.tables["orders"][order["id"]],
            2000, 5,
        ),
        "create": (
            lambda: writing.call("create_customer", {**given, "email": f"{next(numbers)}@a.example"}),
            bare_create(),
            lambda: peer.create_customer("Ada", f"{next(numbers)}@b.example", "NO"),
            200, 4,
        ),
        "create after a look at its parent": (
            lambda: writing.call("create_order", ordered),
            bare_order(),
            lambda: peer.create_order(customer, items, 8400),
            200, 4,
        ),
        "update": (
            lambda: writing.call("update_customer", {"customer_id": customer, "name": "x"}),
            bare_update(),
            lambda: peer.update_customer(customer, "x"),
            500, 4,
        ),
    }  # fmt: skip
    return compared(timed, "µs", 1.0, SHORT_ROUNDS)


def compared(
    timed: dict[str, tuple[Call, Call, Call, int, float]], unit: str, divisor: float, rounds: int = ROUNDS
) -> list[Figure]:
    """Return a figure for each: ours, the bare statement, the dict, how often a round, and the aim of the ratio."""
    figures = []
    for name, (ours, base, peer, repeats, aim) in timed.items():
        best = microseconds({"ours": ours, "base": base, "peer": peer}, repeats, rounds)
        scaled = {key: value / divisor for key, value in best.items()}
        figures.append(Figure(name, unit, scaled["ours"], APSW, scaled["base"], aim, scaled["peer"]))
    return figures


def trials() -> list[Figure]:
    """Return what a trial adds to the write inside of it."""
    environment, peer = Environment.open(shop()), dict_shop(shop())
    customer, numbers = first("customers")["id"], count()

    def update() -> object:
        return environment.call("update_customer", {"customer_id": customer, "name": "x"})

    def create() -> object:
        return environment.call(
            "create_customer", {"name": "Ada", "email": f"{next(numbers)}@a.example", "country": "NO"}
        )

    def tried(write: Call) -> Call:
        def trial() -> object:
            with environment.trial():
                return write()

        return trial

    def peer_trial() -> object:
        kept = peer.fork()
        peer.update_customer(customer, "x")
        return kept

    figures = []
    for name, write, repeats in (("a trial around an update", update, 500), ("a trial around a create", create, 200)):
        times = {"trial": repeats, "write": repeats, "peer": 10}
        best = microseconds({"trial": tried(write), "write": write, "peer": peer_trial}, times, SHORT_ROUNDS)
        figures.append(Figure(name, "µs", best["trial"], "the write", best["write"], 1.5, best["peer"]))
    return figures


def lists() -> list[Figure]:
    """Return what a page of 10 costs among 100,000 orders, by indexed filters that leave 100 or 25,000 of them."""
    image = large_shop()
    environment, connection, peer = Environment.open(image), bare(image), dict_shop(image)
    timed: dict[str, tuple[Call, Call, Call, int, float]] = {}
    for column, value, left, repeats in (
        ("customer", "cus_00000000000007", "100", 50),
        ("status", "paid", "25,000", 3),
    ):
        timed[f"a page of 100,000 rows, of which a filter leaves {left}"] = (
            listing(environment, column, value),
            bare_listing(connection.cursor(), column, value),
            peer_listing(peer, column, value),
            repeats, 3,
        )  # fmt: skip
    return compared(timed, "ms", 1000.0)


def listing(environment: Environment, column: str, value: str) -> Call:
    """Return the call that lists orders of one value."""
    return lambda: environment.call("list_orders", {column: value})


def bare_listing(cursor: apsw.Cursor, column: str, value: str) -> Call:
    """Return the statement that lists orders of one value."""
    sql = LIST_ORDERS.format(filter=column)
    return lambda: cursor.execute(sql, (value,)).fetchall()


def peer_listing(peer: DictShop, column: str, value: str) -> Call:
    """Return the dict's way to list orders of one value."""
    return lambda: peer.list_orders(column, value)


def resets() -> list[Figure]:
    """Return what it costs to begin again."""
    environment, peer = Environment.open(shop()), dict_shop(shop())
    customer = first("customers")["id"]

    def write() -> object:
        return environment.call("update_customer", {"customer_id": customer, "name": "x"})

    def reset_after_a_write() -> None:
        environment.reset()
        write()

    def reset_and_read() -> None:
        environment.reset()
        environment.call("get_customer", {"customer_id": customer})

    timed: dict[str, Call] = {
        "reset": environment.reset,
        "write": write,
        "reset, write": reset_after_a_write,
        "reset, read": reset_and_read,
        "open": lambda: Environment.open(shop()).close(),
        "peer": peer.reset,
    }
    best = {name: value / 1000 for name, value in microseconds(timed, 40).items()}
    return [
        Figure("reset of a warm environment", "ms", best["reset"], aim=0.3, peer=best["peer"]),
        Figure("reset and the first read after it", "ms", best["reset, read"], aim=0.3, peer=best["peer"]),
        Figure("what a reset adds to the write after it", "ms", best["reset, write"] - best["write"]),
        Figure("open and close", "ms", best["open"]),
    ]


def forks() -> list[Figure]:
    """Return what a fork and one read on it cost by the number of tables, beside the same read when warm."""
    figures = []
    for tables in TABLE_COUNTS:
        with table_folder(tables) as folder:
            environment = Environment.open(folder)

        def read(environment: Environment = environment) -> object:
            return environment.call("get_t0", {"id": 1})

        def fork(environment: Environment = environment) -> object:
            with environment.fork() as twin:
                return twin.call("get_t0", {"id": 1})

        best = microseconds({"fork": fork, "read": read}, {"fork": 20, "read": 1000})
        figures.append(
            Figure(f"fork and one read, {tables} tables", "µs", best["fork"], "the read, warm", best["read"])
        )
    return figures
