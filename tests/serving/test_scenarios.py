"""Scenarios over the seed reach an environment by every way in which a server is started."""

import json
from pathlib import Path

import pytest

from state_db.environment import Environment
from state_db.errors import StateError
from state_db.image import Image
from state_db.serve.launch import scenario_of
from state_db.serve.orders import Order

SHOP = Image.load(Path(__file__).parents[1] / "servers" / "shop")
CUSTOMER = {"id": "cus_000000000x", "name": "New", "email": "new@example.com", "created_at": "2026-01-01T00:00:00Z"}


@pytest.mark.parametrize(("over", "count"), [("$merge", 4), ("$replace", 1)])
def test_a_file_of_rows_and_an_order_say_what_becomes_of_the_seed(tmp_path: Path, over: str, count: int) -> None:
    file = tmp_path / "rows.json"
    file.write_text(
        json.dumps({over: "seed", "customers": [CUSTOMER], "orders": [], "order_items": []}), encoding="utf-8"
    )
    of_file = scenario_of(str(file), "shop")
    order = Order.model_validate_json(json.dumps({"servers": ["shop"], "scenario": of_file}))
    for scenario in (of_file, order.scenario):
        with Environment.open(SHOP, scenario) as environment:
            assert len(environment.rows("shop", "customers")) == count


def test_a_faulty_scenario_of_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "rows.json"
    file.write_text(json.dumps({"$merge": "sed", "customers": []}), encoding="utf-8")
    with pytest.raises(StateError, match="no scenario"):
        Environment.open(SHOP, scenario_of(str(file), "shop"))
