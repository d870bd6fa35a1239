"""A client that knows what its environment must hold: random calls of the test suite's shop, each answer checked."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from benchmarks.wire import HungUp

Json = Any
Call = Callable[[str, dict[str, Json]], Awaitable[tuple[bool, str]]]
MOST_CUSTOMERS = 12
MOST_ORDERS = 40


class Wrong(Exception):
    """The environment is not as the model of it says."""


@dataclass(frozen=True)
class Doubt:
    """A call whose answer never came: it was made as a whole, or not at all."""

    tool: str
    arguments: dict[str, Json]


@dataclass
class Shopper:
    """A model of one environment of the shop. ``before`` is the state that it began with, by table."""

    name: str
    random: Random
    before: dict[str, list[dict[str, Json]]]
    customers: dict[str, dict[str, Json]] = field(default_factory=dict)
    orders: dict[str, dict[str, Json]] = field(default_factory=dict)
    doubt: Doubt | None = None
    calls: int = 0
    _count: int = 0

    async def step(self, call: Call) -> None:
        """Make one call and check its answer. Raises: Wrong, and HungUp with the call in doubt."""
        tool, arguments = self._next()
        try:
            failed, text = await call(tool, arguments)
        except HungUp:
            if tool.startswith(("create", "update", "delete")):
                self.doubt = Doubt(tool, arguments)
            raise
        self.calls += 1
        self._took(tool, arguments, failed, json.loads(text) if text.startswith("{") else text)

    def _next(self) -> tuple[str, dict[str, Json]]:
        """The next call: one of those that make sense now."""
        self._count += 1
        choices: list[Callable[[], tuple[str, dict[str, Json]]]] = [self._missing]
        if len(self.customers) < MOST_CUSTOMERS:
            choices += [self._new_customer] * 2
        if self.customers:
            choices += [self._read_customer, self._list_orders, self._delete_customer, self._find_customer]
            if len(self.orders) < MOST_ORDERS:
                choices += [self._new_order] * 3
        if self.orders:
            choices += [self._read_order] * 2 + [self._update_order] * 2
            choices += [self._delete_order] * (1 if len(self.orders) < MOST_ORDERS else 8)
        return self.random.choice(choices)()

    def _a_customer(self) -> str:
        return self.random.choice(list(self.customers))

    def _an_order(self) -> str:
        return self.random.choice(list(self.orders))

    def _missing(self) -> tuple[str, dict[str, Json]]:
        return "get_order", {"order_id": f"ord_{self.name}"}

    def _new_customer(self) -> tuple[str, dict[str, Json]]:
        return "create_customer", {"name": f"{self.name} é", "email": f"{self.name}.{self._count}@example.com"}

    def _read_customer(self) -> tuple[str, dict[str, Json]]:
        return "get_customer", {"customer_id": self._a_customer()}

    def _find_customer(self) -> tuple[str, dict[str, Json]]:
        return "list_customers", {"query": f"{self.name}.", "page_size": 100}

    def _delete_customer(self) -> tuple[str, dict[str, Json]]:
        return "delete_customer", {"customer_id": self._a_customer()}

    def _new_order(self) -> tuple[str, dict[str, Json]]:
        items = [
            {"sku": f"A-{index}", "quantity": self.random.randint(1, 9), "price": self.random.randint(0, 9999)}
            for index in range(self.random.randint(1, 6))
        ]
        return "create_order", {"customer": self._a_customer(), "items": items, "note": f"{self.name}/{self._count}"}

    def _read_order(self) -> tuple[str, dict[str, Json]]:
        return "get_order", {"order_id": self._an_order()}

    def _list_orders(self) -> tuple[str, dict[str, Json]]:
        return "list_orders", {"customer": self._a_customer(), "limit": 100}

    def _update_order(self) -> tuple[str, dict[str, Json]]:
        return "update_order", {"order_id": self._an_order(), "note": f"{self.name}/{self._count}"}

    def _delete_order(self) -> tuple[str, dict[str, Json]]:
        return "delete_order", {"order_id": self._an_order()}

    def _took(self, tool: str, given: dict[str, Json], failed: bool, body: Json) -> None:
        """Check an answer, and take into the model what it says."""
        getattr(self, f"_took_{tool}")(given, failed, body)

    def _took_create_customer(self, given: dict[str, Json], failed: bool, body: Json) -> None:
        self._must(not failed and (body["name"], body["email"]) == (given["name"], given["email"]), body)
        self._must(body["id"] not in self.customers, body)
        self.customers[body["id"]] = body

    def _took_get_customer(self, given: dict[str, Json], failed: bool, body: Json) -> None:
        self._must(not failed and body == self.customers[given["customer_id"]], body)

    def _took_list_customers(self, _given: dict[str, Json], failed: bool, body: Json) -> None:
        found = {one["id"]: one for one in body["customers"]} if not failed else {}
        self._must(not failed and found == self.customers, body)

    def _took_delete_customer(self, given: dict[str, Json], failed: bool, body: Json) -> None:
        key = given["customer_id"]
        self._must(failed == any(order["customer"] == key for order in self.orders.values()), body)
        if not failed:
            del self.customers[key]

    def _took_create_order(self, given: dict[str, Json], failed: bool, body: Json) -> None:
        total = sum(item["quantity"] * item["price"] for item in given["items"])
        self._must(not failed and (body["items"], body["total"]) == (given["items"], total), body)
        self._must(body["id"] not in self.orders and body["note"] == given["note"], body)
        self.orders[body["id"]] = body

    def _took_get_order(self, given: dict[str, Json], failed: bool, body: Json) -> None:
        known = self.orders.get(given["order_id"])
        self._must(failed == (known is None) and (failed or body == known), body)

    def _took_list_orders(self, given: dict[str, Json], failed: bool, body: Json) -> None:
        mine = {key: one for key, one in self.orders.items() if one["customer"] == given["customer"]}
        found = {one["id"]: one for one in body["data"]} if not failed else {}
        self._must(not failed and found == mine, body)

    def _took_update_order(self, given: dict[str, Json], failed: bool, body: Json) -> None:
        key = given["order_id"]
        self._must(not failed, body)
        expected = {**self.orders[key], "note": given["note"], "updated_at": body.get("updated_at")}
        self._must(body == expected, body)
        self.orders[key] = body

    def _took_delete_order(self, given: dict[str, Json], failed: bool, body: Json) -> None:
        self._must(not failed, body)
        del self.orders[given["order_id"]]

    def _must(self, true: bool, said: Json) -> None:
        if not true:
            raise Wrong(f"{self.name}: {json.dumps(said)[:400]}")

    def settle(self, state: dict[str, list[dict[str, Json]]]) -> None:
        """Check the whole state against the model; where a call is in doubt, learn from it what became of that call.

        Raises: Wrong.
        """
        doubt, self.doubt = self.doubt, None
        rows = {row["id"]: row for row in state["orders"]}
        if doubt is not None and doubt.tool == "delete_order" and doubt.arguments["order_id"] not in rows:
            self.orders.pop(doubt.arguments["order_id"], None)
        kept = {row["id"] for row in state["customers"]}
        if doubt is not None and doubt.tool == "delete_customer" and doubt.arguments["customer_id"] not in kept:
            self.customers.pop(doubt.arguments["customer_id"], None)
        self._learn(doubt, state)
        for table, mine in (("customers", self.customers), ("orders", self.orders)):
            expected = {row["id"] for row in self.before[table]} | mine.keys()
            found = {row["id"] for row in state[table]}
            if found != expected:
                raise Wrong(f"{self.name}: {table}: lost {expected - found}, strange {found - expected}, {doubt}")
        for key, order in self.orders.items():
            self._check_order(key, order, rows[key], state["order_items"])

    def _learn(self, doubt: Doubt | None, state: dict[str, list[dict[str, Json]]]) -> None:
        """Take what a call in doubt made or changed into the model."""
        if doubt is None:
            return
        if doubt.tool == "create_customer":
            for row in state["customers"]:
                if row["email"] == doubt.arguments["email"]:
                    self.customers[row["id"]] = dict(row)
        for row in state["orders"]:
            note_is_new = row["note"] == doubt.arguments.get("note")
            if doubt.tool == "create_order" and note_is_new:
                made = {name: row[name] for name in ("id", "status", "note", "tags", "total", "created_at")}
                given = {"customer": row["customer_id"], "items": doubt.arguments["items"]}
                self.orders[row["id"]] = {**made, **given, "updated_at": None, "cancelled_at": None}
            elif doubt.tool == "update_order" and row["id"] == doubt.arguments["order_id"] and note_is_new:
                self.orders[row["id"]] |= {"note": row["note"], "updated_at": row["updated_at"]}

    def _check_order(self, key: str, order: Json, row: Json, items: list[dict[str, Json]]) -> None:
        mine = sorted((item for item in items if item["order_id"] == key), key=lambda item: int(item["position"]))
        found = [{name: item[name] for name in ("sku", "quantity", "price")} for item in mine]
        shown = {name: row[name] for name in ("note", "total", "created_at", "updated_at")}
        if found != order["items"] or any(order[name] != text for name, text in shown.items()):
            raise Wrong(f"{self.name}: order {key} is {shown} {found}, and not {order}")
