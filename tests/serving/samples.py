"""Server folders that the tests serve, each with calls to make. Add a generated server by its folder and calls."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

Json = Any
Call = tuple[str, dict[str, Json]]
SERVERS = Path(__file__).parent.parent / "servers"

# What a generated server.py holds.
SERVER_PY = '''"""A server as a program: see --help."""

from pathlib import Path

from state_db.serve.launch import fastmcp_server, main

FOLDER = Path(__file__).parent

if __name__ == "__main__":
    main(FOLDER)
else:
    mcp = fastmcp_server(FOLDER)
'''


@dataclass(frozen=True)
class Sample:
    """A server folder. ``calls`` succeed or fail as documented, ``refused`` never get past the inputs' check.

    ``write`` changes what ``read`` answers.
    """

    folder: Path
    calls: tuple[Call, ...]
    refused: tuple[Call, ...]
    write: Call
    read: Call

    def __str__(self) -> str:
        return self.folder.name


ADA = "cus_A1b2C3d4E5"
SHOP = Sample(
    folder=SERVERS / "shop",
    calls=(
        ("list_customers", {}),
        ("list_customers", {"query": "émile", "page_size": 1}),
        ("get_customer", {"customer_id": ADA}),
        ("get_customer", {"customer_id": "nobody"}),
        ("create_customer", {"name": "Zoë \U0001f3e0 \u2028 \x00", "email": "zoe@example.com", "address": None}),
        ("create_customer", {"name": "Zoë", "email": "zoe@example.com"}),
        ("create_order", {"customer": ADA, "items": [{"sku": "A-1", "quantity": 2, "price": 2**53 + 1}]}),
        ("list_orders", {"limit": 2}),
        ("delete_order", {"order_id": "ord_b3Nc8Vf5Kd6Hs2"}),
        ("delete_order", {"order_id": "ord_b3Nc8Vf5Kd6Hs2"}),
    ),
    refused=(
        ("get_customer", {}),
        ("get_customer", {"customer_id": 7}),
        ("get_customer", {"customer_id": ADA, "verbose": True}),
        ("list_customers", {"page": "1"}),
        ("list_customers", {"page": 2**70}),
        ("create_order", {"customer": ADA, "items": [{"sku": "A", "quantity": 2**70, "price": 1}]}),
        ("create_order", {"customer": ADA, "items": []}),
        ("list_orders", {"status": "lost"}),
        ("no_such_tool", {}),
        ("get_custmer", {"customer_id": ADA}),
    ),
    write=("update_order", {"order_id": "ord_b3Nc8Vf5Kd6Hs2", "note": "Ring twice."}),
    read=("get_order", {"order_id": "ord_b3Nc8Vf5Kd6Hs2"}),
)
# A server as `fleetwright generate` writes it, from the documentation in examples/.
ISSUES = Sample(
    folder=Path(__file__).parent.parent.parent / "servers" / "issues",
    calls=(
        ("list_projects", {}),
        ("list_issues", {"project_key": "WEB", "per_page": 2, "sort": "created", "direction": "asc"}),
        ("get_issue", {"issue_id": 1}),
        ("get_issue", {"issue_id": 4242}),
        ("create_project", {"key": "ZOE", "name": "Zoë \U0001f3e0 \u2028"}),
        ("create_project", {"key": "ZOE", "name": "Again"}),
        ("create_issue", {"project_key": "ZOE", "title": "First", "labels": ["a", "b"]}),
        ("delete_project", {"project_key": "ZOE"}),
        ("delete_project", {"project_key": "ZOE"}),
    ),
    refused=(
        ("get_issue", {}),
        ("get_issue", {"issue_id": "one"}),
        ("get_issue", {"issue_id": 2**70}),
        ("get_issue", {"issue_id": 1, "verbose": True}),
        ("list_issues", {"project_key": "WEB", "state": "lost"}),
        ("list_issues", {"project_key": "WEB", "page": 0}),
        ("no_such_tool", {}),
    ),
    write=("update_issue", {"issue_id": 1, "title": "Changed."}),
    read=("get_issue", {"issue_id": 1}),
)
SAMPLES = [SHOP, ISSUES]
