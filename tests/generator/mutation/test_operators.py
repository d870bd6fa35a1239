"""Each operator plants the fault that its name says, and what cannot be opened is no mutant."""

from collections.abc import Iterator

import pytest

from generator.mutation.making import mutants, spoilt
from generator.mutation.mutant import Mutant, edited
from generator.mutation.operators import program_edits
from generator.mutation.operators.schema import schema_edits
from generator.mutation.script import script_of
from generator.mutation.surface import Surface, surface_of
from state_db.errors import StateError
from state_db.image import Image
from state_db.scenario import Beginning

SEED = Beginning("seed", {})
LIST = """-- List tasks.

-- @require not_found: No project has the id {project_id}.
SELECT EXISTS (SELECT 1 FROM projects WHERE id = :project_id);

-- @rows found(entry, place)
SELECT t._rowid_, row_number() OVER (ORDER BY t.title DESC, t._rowid_)
FROM tasks t
WHERE t.project_id = :project_id
  AND t.status = :status         -- @if status
  AND t.priority >= :priority;   -- @if priority

-- @return 200
SELECT json_group_array(json(t.body) ORDER BY f.place) FROM found f JOIN task_json t ON t.entry = f.entry
WHERE f.place <= 20;
"""
UPDATE = """-- Finish.

-- @require conflict: It is finished.
SELECT EXISTS (SELECT 1 FROM tasks WHERE id = :task_id AND status IN ('open', 'doing'));

-- @run
-- @missing not_found: No task has the id {task_id}.
UPDATE tasks SET
  status = 'done',
  notes = :notes,  -- @if notes
  updated_at = now()
WHERE id = :task_id;

-- @return 200
SELECT body FROM task_json WHERE id = :task_id;
"""
CREATE = """-- Create.

-- @let
SELECT new_id('tasks') AS task_id;

-- @run
INSERT INTO tasks (id, project_id, title, notes, status)
VALUES (:task_id, :project_id, :title, :notes, 'open');

-- @return 201
SELECT body FROM task_json WHERE id = :task_id;
"""
PLANTED = [
    (LIST, "ignored_filter", "  AND TRUE         -- @if status"),
    (LIST, "drop_condition", "WHERE TRUE\n  AND t.status"),
    (LIST, "weaken_condition", "  AND t.priority > :priority;"),
    (LIST, "turned_condition", "  AND t.status <> :status"),
    (LIST, "turned_condition", "SELECT NOT EXISTS (SELECT 1 FROM projects"),
    (LIST, "wrong_sort", "ORDER BY t.title ASC, t._rowid_"),
    (LIST, "wrong_sort", "ORDER BY NULL, t._rowid_"),
    (LIST, "wrong_column", "ORDER BY t.notes DESC"),
    (LIST, "off_by_one", "f.place <= 21"),
    (LIST, "constant_answer", "ON FALSE\nWHERE f.place <= 20;"),
    (LIST, "wrong_error", "-- @require invalid_argument: No project"),
    (UPDATE, "narrowed_condition", "status IN ('open', NULL)"),
    (UPDATE, "skipped_guard", "-- Finish.\n\n-- @run"),
    (UPDATE, "skipped_guard", "-- @run\nUPDATE"),
    (UPDATE, "drop_assignment", "  notes = notes,  -- @if notes"),
    (UPDATE, "wrong_initial", "  status = 'open',"),
    (UPDATE, "unmade_column", "  updated_at = '2001-01-01T00:00:00Z'"),
    (UPDATE, "stale_return", "-- @return 200\nSELECT :stale_answer;"),
    (UPDATE, "constant_answer", "SELECT body FROM task_json LIMIT 1;"),
    (UPDATE, "drop_step", "'doing'));\n\n-- @return 200"),
    (UPDATE, "wrong_status", "-- @return 201"),
    (CREATE, "drop_assignment", "VALUES (:task_id, :project_id, :title, NULL, 'open')"),
    (CREATE, "wrong_column", "VALUES (:task_id, :project_id, :notes, :title, 'open')"),
    (CREATE, "wrong_initial", "'doing');"),
    (CREATE, "reused_key", "(SELECT coalesce(max(id), 0) + 1 FROM tasks) AS task_id"),
    (CREATE, "store_and_echo", "-- @return 201\nSELECT json_remove(json_object("),
]


def planted(text: str, surface: Surface) -> Iterator[tuple[str, str]]:
    for operator, edits in program_edits(script_of("tool", text), surface):
        yield operator, edited(text, edits)


@pytest.mark.parametrize(
    ("text", "operator", "found"), PLANTED, ids=[f"{row[1]}: {row[2].splitlines()[-1]}" for row in PLANTED]
)
def test_operator_plants_its_fault(text: str, operator: str, found: str, image: Image) -> None:
    texts = [spoilt for name, spoilt in planted(text, surface_of(image)) if name == operator]
    assert any(found in each for each in texts), "\n----\n".join(texts)


def test_order_that_only_breaks_ties_is_let_be(image: Image) -> None:
    texts = [spoilt for name, spoilt in planted(LIST, surface_of(image)) if name == "wrong_sort"]
    assert not any("_rowid_ DESC" in each for each in texts)


def test_schema_loses_constraints_and_shows_other_columns(image: Image) -> None:
    schema = image.texts["schema.sql"]
    operators = {operator for operator, _ in schema_edits(schema, surface_of(image))}
    assert {"drop_cascade", "drop_unique", "wrong_error", "wrong_column", "renamed_property"} <= operators


def test_every_mutant_differs_from_the_original_and_says_how(image: Image, made: list[Mutant]) -> None:
    for mutant in made:
        assert mutant.rows is not None or mutant.text != image.texts[mutant.file]
        assert any(line.startswith(("+", "-")) for line in mutant.diff.splitlines()[2:])


def test_mutants_come_in_the_same_order_every_time(image: Image, made: list[Mutant]) -> None:
    assert [each.diff for each in made] == [each.diff for each in mutants(image)]


def test_programs_of_a_mutant_share_all_but_their_own_code(image: Image, made: list[Mutant]) -> None:
    mutant = next(each for each in made if each.tool and each.operator == "wrong_status")
    other = spoilt(image, mutant)
    assert other.tables is image.tables
    assert other.template(SEED) is image.template(SEED)
    assert {name for name, code in other.codes.items() if code is not image.codes[name]} == {mutant.tool}


def test_program_that_cannot_be_prepared_is_refused(image: Image) -> None:
    with pytest.raises(StateError):
        image.with_programs({"get_task": "-- Get.\n\n-- @return 200\nSELECT nothing FROM nowhere;\n"})
    with pytest.raises(StateError):
        image.with_programs({"no_such_tool": "-- Get.\n\n-- @return 204\n"})
