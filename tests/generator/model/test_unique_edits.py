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


def test_of_columns_that_all_stand_in_the_edit_no_other_rule_is_left(run: Run) -> None:
    made, _ = run(answer)
    plan = made.plan.model_copy(update={"checks": ()})
    twice = unique(unique(plan, "size", "label"), "label", "size")
    assert twice.entity("locker").unique == (("label", "size"),)
    more = unique(twice, "size", "label", "renter")
    assert more.entity("locker").unique == (("size", "label", "renter"),)
    assert set(unique(more, "size", "label").entity("locker").unique) == {
        ("size", "label", "renter"),
        ("size", "label"),
    }
