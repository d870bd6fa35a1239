"""Rows to begin with that a model writes where it is asked to; taken only where the schema takes them."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from generator.entity import Entity
from generator.model.callers import caller_lines
from generator.model.interview import Interview, Judged, Question
from generator.model.passages import Knowledge
from generator.model.prompts import prompt
from generator.model.structured import Said
from generator.plan import Plan
from generator.render import render, schema_sql
from generator.render.tables import parents_first
from generator.verify import opened, prove
from state_db.errors import FleetError

MOST_ROWS = 100
LEAST_ROWS = 2

Rows = tuple[dict[str, Any], ...]


class RowsSaid(Said):
    """Rows by table."""

    rows: dict[str, Rows] = Field(default_factory=dict)


class Sower:
    """Takes rows that can be the beginning of a server: whole tables of them, which no constraint refuses.

    A table that is sound by itself is kept while others are sent again; one that is sent again replaces what was kept.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.taken: Plan | None = None
        self._kept: dict[str, Rows] = {}

    def judged(self, said: RowsSaid) -> Judged[RowsSaid]:
        """Take the rows where the schema takes all of them, and return what is wrong with them where it does not."""
        rows = {**self._kept, **said.rows}
        known = {entity.table: entity for entity in self.plan.entities}
        faults = [f"there is no table {table}" for table in rows if table not in known]
        self._kept = {}
        for table, entity in known.items():
            found = rows.get(table, ())
            wrong = _faults(entity, found)
            faults += wrong
            if not wrong:
                self._kept[table] = found
        if not faults:
            plan = self.plan.model_copy(update={"rows": self._ordered(self._kept)})
            try:
                opened(plan, render(plan))
                self.taken = plan
            except FleetError as error:
                faults.append(str(error))
        return Judged(said, tuple(faults))

    def _ordered(self, rows: Mapping[str, Rows]) -> dict[str, list[dict[str, Any]]]:
        """The rows of all tables, parents first, every column of each."""
        return {
            entity.table: [
                {
                    **{column.name: row.get(column.name) for column in entity.columns},
                    **({"_always": True} if entity.singleton else {}),
                }
                for row in rows[entity.table]
            ]
            for entity in parents_first(self.plan)
        }


def _faults(entity: Entity, rows: Rows) -> list[str]:
    """What is wrong with a table's rows by themselves."""
    faults = []
    least = 1 if entity.singleton else LEAST_ROWS
    if not least <= len(rows) <= MOST_ROWS:
        faults.append(f"{entity.table} needs {least} to {MOST_ROWS} rows, not {len(rows)}")
    columns = {column.name for column in entity.columns}
    for number, row in enumerate(rows):
        unknown = sorted(row.keys() - columns)
        if unknown:
            faults.append(f"{entity.table}, row {number}: there is no column {unknown[0]}")
    return faults


def seeded(plan: Plan, knowledge: Knowledge, interview: Interview) -> tuple[Plan, tuple[str, ...]]:
    """Return the plan with rows that the model writes, where they can stand and no law fails for them.

    Raises: ModelError.
    """
    sower = Sower(plan)
    question = Question(
        "rows",
        prompt("seeds_system", least=LEAST_ROWS, most=MOST_ROWS),
        prompt("seeds_user", title=plan.title, text=plan.text, epoch=plan.epoch, schema=schema_sql(plan),
               who=caller_lines(plan), ids={entity.table: entity.id for entity in plan.entities},
               rules=[f"{rule.what} [{rule.quotation}]" for rule in knowledge.rules]),
        RowsSaid,
        sower.judged,
    )  # fmt: skip
    (answered,) = interview.answers("seeds", [question])
    if sower.taken is None:
        return plan, tuple(f"rows: {fault}" for fault in answered.faults)
    if _failures(sower.taken) > _failures(plan):
        return plan, ("rows: more checks fail with them than with those that rules make",)
    return sower.taken, ()


def _failures(plan: Plan) -> int:
    return prove(plan, render(plan)).result.count.failed
