"""Rows and descriptions by a model, where they are asked for: the schema and the laws decide, and nothing is copied."""

import json
from pathlib import Path
from typing import Any

from generator.model.seeding import RowsSaid, Sower
from generator.plan import Plan

from .conftest import Run
from .endpoints import stage_of
from .lockers import answer

Json = Any
SHOP = Path(__file__).parents[3] / "servers" / "shop"

ROWS = [
    {"id": 1, "label": "A-1", "size": "small", "renter": None, "rents": 0},
    {"id": 2, "label": "A-2", "size": "large", "renter": "mira", "rents": 3},
    {"id": 3, "label": "B-1", "size": "large", "renter": None, "rents": 1},
]


def test_rows_that_the_schema_takes_are_the_seed(run: Run) -> None:
    def answers(body: Json) -> str:
        return json.dumps({"rows": {"lockers": ROWS}}) if stage_of(body) == "rows" else answer(body)

    made, _ = run(answers, seeds=True)
    assert made.plan.rows == {"lockers": ROWS}
    seed = json.loads((made.folder / "seed.json").read_text(encoding="utf-8"))
    assert seed["lockers"] == ROWS
    assert made.verification.checks.failed == 0


def test_rows_that_break_the_schema_are_sent_back_and_never_taken(run: Run) -> None:
    told: list[str] = []

    def answers(body: Json) -> str:
        if stage_of(body) != "rows":
            return answer(body)
        told.append(body["messages"][-1]["content"])
        return json.dumps({"rows": {"lockers": [{**row, "size": "vast"} for row in ROWS], "keys": []}})

    made, _ = run(answers, seeds=True)
    assert "there is no table keys" in told[1]
    assert made.plan.rows is None
    assert made.account is not None
    assert any(said.startswith("rows: ") for said in made.account.refused)


def test_only_tables_that_were_refused_need_be_sent_again() -> None:
    plan = Plan.model_validate_json((SHOP / "plan.json").read_text(encoding="utf-8"))
    rows = json.loads((SHOP / "seed.json").read_text(encoding="utf-8"))
    sower = Sower(plan)
    first = sower.judged(RowsSaid(rows={**rows, "products": rows["products"][:1]}))
    assert (first.faults, sower.taken) == (("products needs 2 to 100 rows, not 1",), None)
    second = sower.judged(RowsSaid(rows={"products": rows["products"]}))
    assert second.faults == ()
    assert sower.taken is not None
    assert sower.taken.rows == rows


def test_descriptions_are_taken_where_they_are_short_and_not_copied(run: Run) -> None:
    copied = "rents a locker to the renter (string, required) that is sent, and counts it in rents."
    own = "Gives a free locker to somebody by name; one that has a renter already is refused."

    def answers(body: Json) -> str:
        if stage_of(body) != "words":
            return answer(body)
        if len(body["messages"]) > 2:
            return json.dumps({"descriptions": [{"tool": "rent_locker", "text": own}]})
        said = {"rent_locker": copied, "get_locker": "x" * 400, "list_lockers": "All lockers, or those of one size."}
        return json.dumps({"descriptions": [{"tool": name, "text": text} for name, text in said.items()]})

    made, _ = run(answers, words=True)
    assert made.plan.tool("rent_locker").text == own
    assert made.plan.tool("list_lockers").text == "All lockers, or those of one size."
    assert len(made.plan.tool("get_locker").text) < 100
