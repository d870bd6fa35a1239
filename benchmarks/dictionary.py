"""The same work done the usual way: rows in an in-memory dict, behind FastMCP. What peers' environments are."""

import copy
from itertools import count
from typing import Annotated, Any

from fastmcp import FastMCP
from fastmcp.exceptions import ToolError
from pydantic import Field

Json = Any


class DictShop:
    """Customers and orders by id. Nothing is validated here, and a call that fails midway is not undone."""

    def __init__(self, customers: list[dict[str, Json]], orders: list[dict[str, Json]]) -> None:
        self.first = {"customers": {row["id"]: row for row in customers}, "orders": {row["id"]: row for row in orders}}
        self.tables = copy.deepcopy(self.first)
        self._numbers = count()

    def get_customer(self, customer_id: str) -> dict[str, Json]:
        """Return a customer. Raises: KeyError."""
        return self.tables["customers"][customer_id]

    def create_customer(self, name: str, email: str, country: str) -> dict[str, Json]:
        """Keep a new customer and return it. Raises: ValueError where the e-mail address is taken."""
        if any(row["email"] == email for row in self.tables["customers"].values()):
            raise ValueError("email")
        row = {"id": f"cus_{next(self._numbers)}", "name": name, "email": email, "country": country}
        self.tables["customers"][row["id"]] = row
        return row

    def create_order(self, customer: str, items: list[Json], total: int) -> dict[str, Json]:
        """Keep a new order and return it. Raises: KeyError."""
        self.get_customer(customer)
        row = {"id": f"ord_{next(self._numbers)}", "customer": customer, "items": items, "total": total, "created": 0}
        self.tables["orders"][row["id"]] = row
        return row

    def update_customer(self, customer_id: str, name: str) -> dict[str, Json]:
        """Change a customer and return it. Raises: KeyError."""
        self.tables["customers"][customer_id]["name"] = name
        return self.tables["customers"][customer_id]

    def list_orders(self, column: str, value: str, limit: int = 10) -> dict[str, Json]:
        """Return the newest orders whose column has the value."""
        found = [row for row in self.tables["orders"].values() if row[column] == value]
        found.sort(key=lambda row: row["created"], reverse=True)
        return {"object": "list", "data": found[:limit], "has_more": len(found) > limit}

    def reset(self) -> None:
        """Go back to the first rows."""
        self.tables = copy.deepcopy(self.first)

    def fork(self) -> "DictShop":
        """Return an equal shop that goes its own way."""
        return copy.deepcopy(self)


def dict_server(shop: DictShop) -> FastMCP[Any]:
    """Return the shop behind FastMCP, its tools as FastMCP's documentation has one write them."""
    server: FastMCP[Any] = FastMCP("shop", strict_input_validation=True, mask_error_details=True)

    @server.tool(annotations={"readOnlyHint": True, "openWorldHint": False})
    def get_customer(customer_id: Annotated[str, Field(description="The id of the customer.")]) -> dict[str, Json]:
        """Get a customer."""
        try:
            return shop.get_customer(customer_id)
        except KeyError:
            raise ToolError(f"No customer has the id {customer_id}.") from None

    return server
