"""What is unique beside another column is not unique alone, whatever a word of the text let rules read."""

from generator.model.editing import Edited, edited
from generator.model.edits import SetUnique
from generator.plan import Plan

from .conftest import Run
from .lockers import answer


def unique(plan: Plan, *columns: str) -> Plan:
    said = {"edit": "set_unique", "entity": "locker", "columns": columns, "quotation": "With size only those"}
    return edited(Edited(plan), SetUnique.model_validate(said)).plan


def test_several_columns_replace_one_of_them_that_was_unique_alone(run: Run) -> None:
    made, _ = run(answer)
    alone = unique(made.plan.model_copy(update={"checks": ()}), "label")
    assert alone.entity("locker").column("label").unique
    both = unique(alone, "size", "label").entity("locker")
    assert not both.column("label").unique
    assert both.unique == (("size", "label"),)
