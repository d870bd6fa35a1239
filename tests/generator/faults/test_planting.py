"""Faults are planted by a program in any server: each makes a server that opens, and is wrong in one place."""

import sqlite3
from collections import Counter

import pytest
from checking.conftest import written

from faults.conftest import SERVERS
from generator.faults import FAULTS
from generator.faults.creations import ahead
from generator.faults.deletions import without_reference
from generator.faults.fault import Planted, Subject
from generator.faults.refusals import without_unique
from generator.faults.trial import planted
from generator.laws import LAWS
from generator.plan import Plan, read_plan
from generator.render import render
from state_db.image import Image

KINDS = """forgotten filter, list that never shows new items, list that ignores its parent, update that wipes other
fields, update that changes nothing, update of the wrong row, replace that keeps old values, delete that does nothing,
delete that deletes the neighbours, delete that leaves children, id reused, wrong error code, missing not_found,
pagination that repeats a row, pagination that skips a row, total that counts only the page, time that runs backwards,
created time changes on update, store-and-echo, constant list, stale answer, unique not enforced, reference not checked,
transition allowed from any state, transition to the wrong state, write-only value shown, sort ignored,
default not applied, wrong status code, get that ignores the key, failed call that leaves a trace"""


def test_all_the_kinds_that_are_found_in_generated_environments_are_there() -> None:
    wanted = {" ".join(kind.split()) for kind in KINDS.split(",")}
    assert wanted <= {fault.name for fault in FAULTS}


def test_every_fault_says_what_it_is_and_no_two_are_called_alike() -> None:
    assert all(fault.says and fault.how and fault.applies for fault in FAULTS)
    assert not [name for name, count in Counter(fault.name for fault in FAULTS).items() if count > 1]


def test_every_law_that_may_name_a_fault_is_one() -> None:
    assert {law for fault in FAULTS for law in fault.laws} <= {law.NAME for law in LAWS}


def test_every_planted_fault_opens_as_a_server_that_differs_from_the_sound_one(everything: list[Planted]) -> None:
    for fault in everything:
        assert fault.image().folder_digest != fault.sound.folder_digest, fault.name
        assert fault.diff, fault.name


def test_planting_leaves_the_sound_server_as_it_was(plan: Plan, image: Image, everything: list[Planted]) -> None:
    assert len(everything) > 100
    assert dict(image.texts) == {name: text for name, text in render(plan).items() if name in image.texts}


def test_equal_servers_get_equal_faults(plan: Plan, image: Image, everything: list[Planted]) -> None:
    assert [fault.files for fault in planted(plan, image)] == [fault.files for fault in everything]


def test_no_two_faults_of_a_kind_are_planted_in_one_place(everything: list[Planted]) -> None:
    assert not [name for name, count in Counter(fault.name for fault in everything).items() if count > 1]


def test_nearly_every_kind_has_a_place_in_a_tracker(everything: list[Planted]) -> None:
    here = {fault.fault.name for fault in everything}
    assert {fault.name for fault in FAULTS} - here == {"batch that deletes everything", "create that swaps fields"}


@pytest.mark.parametrize("folder", sorted(SERVERS.glob("*/plan.json")), ids=lambda path: path.parent.name)
def test_every_fault_that_is_planted_in_our_own_servers_opens(folder) -> None:  # type: ignore[no-untyped-def]
    plan = read_plan(folder.read_text(encoding="utf-8"), str(folder))
    found = list(planted(plan, Image.load(folder.parent)))
    # Faults are planted in the programs of patterns: one that was written for its tool alone has no place for most.
    written = sum(tool.pattern == "custom" for tool in plan.tools)
    assert len({fault.fault.name for fault in found}) >= (10 if 2 * written > len(plan.tools) else 30)
    for fault in found:
        fault.image()


def test_a_list_that_nothing_can_change_is_not_made_constant(plan: Plan, tmp_path) -> None:  # type: ignore[no-untyped-def]
    """Without arguments and without writes there is but one answer, so that nothing could be observed."""
    tools = tuple(tool for tool in plan.tools if tool.entity != "label" or tool.name == "list_labels")
    alone = plan.model_copy(update={"tools": tools})
    image = Image.load(written(render(alone), tmp_path / "alone"))
    names = {fault.name for fault in planted(alone, image)}
    assert "constant list: list_labels" not in names
    assert "constant list: list_projects" in names
    assert "list that never shows new items: list_labels" not in names


def test_keys_that_are_free_again_are_of_the_shape_that_the_server_makes(subject: Subject) -> None:
    found = ahead(subject, subject.plan.entity("comment"))
    assert len(set(found)) == len(found) > 2
    assert all(key.startswith("com_") and len(key) == 14 for key in found)


def test_a_column_of_which_nothing_is_unique_stays_as_it_is(image: Image) -> None:
    schema = image.texts["schema.sql"]
    assert without_unique(schema, "tasks", ("title",)) is None
    assert without_unique(schema, "no_such_table", ("title",)) is None
    changed = without_unique(schema, "projects", ("name",))
    assert changed is not None and "UNIQUE" not in changed.split("CREATE TABLE projects")[1].split("STRICT")[0]


@pytest.mark.parametrize("order", [("unique", "key"), ("key", "unique")])
def test_a_reference_by_several_columns_is_taken_out_wherever_its_line_stands(order: tuple[str, str]) -> None:
    """The remark of the other line has a comma of its own."""
    lines = {
        "unique": ("  UNIQUE (shelf, place)", "  -- a shelf, a place"),
        "key": ("  FOREIGN KEY (shelf, place) REFERENCES shelves (id, place) ON DELETE CASCADE", ""),
    }
    (one, remark), (other, end) = (lines[name] for name in order)
    schema = f"CREATE TABLE parts (\n  shelf TEXT,\n  place TEXT,\n{one},{remark}\n{other}{end}\n) STRICT;\n"
    without = without_reference(schema, "parts", "place")
    assert without is not None and "REFERENCES" not in without and "UNIQUE" in without
    sqlite3.connect(":memory:").execute(without).connection.close()
