"""A fault in a table or view is looked for through every tool that comes to it, and through no other."""

from generator.mutation.reach import Reach
from state_db.image import Image


def test_tools_that_read_a_form_or_its_table_come_to_it(image: Image) -> None:
    reach = Reach(image)
    assert {"get_task", "create_task", "list_tasks"} <= reach.tools("task_json")
    assert reach.tools("task_json") <= reach.tools("tasks")


def test_deleting_a_parent_comes_to_the_rows_that_go_with_it(image: Image) -> None:
    assert "delete_task" in Reach(image).tools("comments")


def test_tools_of_other_tables_do_not_come_to_it(image: Image) -> None:
    assert not Reach(image).tools("settings") & {"get_comment", "list_tasks"}
