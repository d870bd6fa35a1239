"""Rows to begin with that a model writes where it is asked to; taken only where the schema takes them."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

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

MOST_ROWS = 60
LEAST_ROWS = 2


class RowsSaid(Said):
    """Rows by table."""

    rows: dict[str, tuple[dict[str, Any], ...]] = Field(default_factory=dict)


class Sower:
    """Takes rows that can be the beginning of a server: whole ones, which no constraint refuses."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.taken: Plan | None = None

    def judged(self, said: RowsSaid) -> Judged[RowsSaid]:
        """Take the rows where the schema takes all of them, and return what is wrong with them where it does not."""
        faults = list(self._faults(said.rows))
        if not faults:
            plan = self.plan.model_copy(update={"rows": self._ordered(said.rows)})
            try:
                opened(plan, render(plan))
                self.taken = plan
            except FleetError as error:
                faults.append(str(error))
        return Judged(said, tuple(faults))

    def _faults(self, rows: Mapping[str, tuple[dict[str, Any], ...]]) -> list[str]:
        columns = {entity.table: {column.name for column in entity.columns} for entity in self.plan.entities}
        faults = [f"there is no table {table}" for table in rows if table not in columns]
        for entity in self.plan.entities:
            found = rows.get(entity.table, ())
            least = 1 if entity.singleton else LEAST_ROWS
            if not least <= len(found) <= MOST_ROWS:
                faults.append(f"{entity.table} needs {least} to {MOST_ROWS} rows, not {len(found)}")
            for number, row in enumerate(found):
                unknown = sorted(row.keys() - columns[entity.table])
                if unknown:
                    faults.append(f"{entity.table}, row {number}: there is no column {unknown[0]}")
        return faults

    def _ordered(self, rows: Mapping[str, tuple[dict[str, Any], ...]]) -> dict[str, list[dict[str, Any]]]:
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


def seeded(plan: Plan, knowledge: Knowledge, interview: Interview) -> tuple[Plan, tuple[str, ...]]:
    """Return the plan with rows that the model writes, where they can stand and no law fails for them.

    Raises: ModelError.
    """
    sower = Sower(plan)
    question = Question(
        "rows",
        prompt("seeds_system"),
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
