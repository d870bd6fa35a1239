"""Each family of laws is held against one planted fault, and exactly the families that should notice it do."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from planning.test_copies import OF_COPIES
from planning.test_joins import OF_LEAVING

from checking.conftest import written
from checking.notes import notes
from checking.test_examples import OF_EXAMPLES
from checking.test_membership import OF_MEMBERS
from checking.test_planted_faults import FAULTS as TRACKER_FAULTS
from checking.test_scoped_laws import FAULTS as SCOPED_FAULTS
from generator.check import Check
from generator.checks import generate_checks
from generator.laws import LAWS
from generator.laws.agreeing import NAME as OF_ACCORDS
from generator.laws.documented import NAME as OF_DOCUMENTS
from generator.laws.either import NAME as OF_EITHER
from generator.laws.lifetimes import NAME as OF_LIFETIMES
from generator.laws.page_links import NAME as OF_PAGE_LINKS
from generator.laws.unreached import NAME as OF_UNREACHED
from generator.render import render
from generator.runner import Runner
from generator.testing import report
from generator.verify import run_checks
from state_db.environment import Environment
from state_db.image import Image

# It holds the laws of single tools in small worlds, and so notices most of what they notice.
IN_SMALL_WORLDS = {"crowd"}

# What is wrong, the file, what is taken (a regular expression), what stands there instead, the laws that notice.
FAULTS = [
    ("a key that is given again", "programs/create_note.sql", r"new_id\('notes'\)",
     "(SELECT coalesce(max(id), 0) + 1 FROM notes)", {"identity"}),
    ("children that stay behind", "schema.sql", r" REFERENCES folders \(id\) ON DELETE CASCADE", "",
     {"references", "delete"}),
    ("a reference to what is gone", "schema.sql", r" REFERENCES people \(id\) ON DELETE SET NULL", "",
     {"references", "delete"}),
    ("a page that begins with the row before it", "programs/list_notes.sql", r"f\.place AS after_place",
     "f.place - 1 AS after_place", {"cursor"}),
    ("a page that ends too early", "programs/list_notes.sql", r"max\(:before_place - 1 -", "max(:before_place -",
     {"cursor"}),
    ("a cursor out of nowhere", "programs/list_notes.sql",
     r"-- @missing invalid_argument: The list has no note with the id \{after\}\.\n", "", {"cursor"}),
    ("a word that there is more", "programs/list_notes.sql", r":page_start \+ :page_size < :total",
     ":page_start + :page_size <= :total", {"count"}),
    ("a total that stands still", "programs/list_folders.sql", r"'total', count\(\*\)", "'total', 8", {"count"}),
    ("an edge that is missing", "programs/publish_note.sql", r"IN \('draft', 'retired'\)", "IN ('retired')",
     {"alone", "transition"}),
    ("an edge that is not documented", "programs/retire_note.sql", r"IN \('published'\)", "IN ('published', 'draft')",
     {"transition"}),
    ("a moment that is another", "programs/publish_note.sql", r"published_at = now\(\)", "published_at = created_at",
     {"time", "transition"}),
    ("a time that runs backwards", "programs/update_note.sql", r"updated_at = now\(\)",
     "updated_at = '2001-02-03T04:05:06Z'", {"time", "update"}),
    ("a time that stands still", "programs/update_note.sql", r"updated_at = now\(\)", "updated_at = updated_at",
     {"time", "update"}),
    ("properties that nobody asked for", "programs/list_notes.sql", r"json_fields\(t\.body, :fields, '\[\"id\"\]'\)",
     "t.body", {"sparse"}),
    ("a row from before its time", "programs/create_note.sql", r"'draft', now\(\)", "'draft', '2001-02-03T04:05:06Z'",
     {"time", "create"}),
    ("a change that moves the creation", "programs/update_note.sql", r"updated_at = now\(\)",
     "updated_at = now(), created_at = now()", {"time", "update", "idempotence"}),
    ("a hint that it may be repeated", "tools.json", r'(?s)("name": "rename_folder".*?)"idempotentHint": true',
     r'\1"idempotentHint": false', {"idempotence"}),
    ("a repetition that does more", "programs/publish_note.sql", r"-- @require conflict[^;]*;",
     "-- @run\nUPDATE notes SET title = title || '!' WHERE id = :note_id AND state = 'published';",
     {"transition", "idempotence"}),
    ("a list that is said to write", "tools.json", r'(?s)("name": "list_notes".*?)"readOnlyHint": true',
     r'\1"readOnlyHint": false', {"annotations"}),
    ("a deletion that is said to be harmless", "tools.json",
     r'(?s)("name": "delete_person".*?)"destructiveHint": true', r'\1"destructiveHint": false', {"annotations"}),
    ("a creation that destroys", "programs/create_person.sql", r"-- @return 201",
     "-- @run\nDELETE FROM people WHERE id = (SELECT min(id) FROM people WHERE id <> :person_id);\n\n-- @return 201",
     {"annotations", "create"}),
    ("a conflict that pushes the other row out", "programs/rename_folder.sql", r"UPDATE folders",
     "UPDATE OR REPLACE folders", {"unique", "atomicity"}),
    ("a batch that does what it can", "programs/update_notes.sql", r"-- @refuse not_found[^;]*;\n\n", "",
     {"atomicity"}),
    ("a batch that makes what it can", "programs/create_notes.sql",
     r"-- @refuse[^;]*;\n\n(.*)ORDER BY e\.key\) e",
     r"\1WHERE e.value ->> '$.folder_id' IN (SELECT id FROM folders) ORDER BY e.key) e", {"atomicity"}),
    ("a batch of the first alone", "programs/update_notes.sql", r"WHERE t\.id = e\.value ->> '\$\.id';\n\n-- @return",
     "WHERE t.id = e.value ->> '$.id' AND e.key = 0;\n\n-- @return", {"batch"}),
    ("a batch in another order", "programs/create_notes.sql", r"ORDER BY e\.key\) e", "ORDER BY e.key DESC) e",
     {"batch"}),
    ("a batch that reads in its own order", "programs/read_notes.sql", r"ORDER BY e\.key", "ORDER BY t.entry",
     {"batch"}),
    ("a batch that leaves one", "programs/delete_notes.sql", r"(DELETE FROM notes.*?:ids\) e)", r"\1 WHERE e.key = 0",
     {"batch"}),
    ("a secret that an update tells", "programs/update_person.sql", r"SELECT body FROM person_json",
     "SELECT json_set(json(body), '$.hint', (SELECT p.pin FROM people p WHERE p.id = t.id)) FROM person_json t",
     {"write_only", "update"}),
]  # fmt: skip


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> tuple[Mapping[str, str], Image, list[Check]]:
    """The notes' files, image and checks."""
    plan = notes()
    files = render(plan)
    image = Image.load(written(files, tmp_path_factory.mktemp("sound") / "notes"))
    return files, image, generate_checks(plan, image)


Sound = tuple[Mapping[str, str], Image, list[Check]]


def test_no_law_complains_of_sound_notes(sound: Sound) -> None:
    _, image, checks = sound
    assert [report(outcome) for outcome in run_checks(image, checks).failed] == []


@pytest.mark.parametrize(
    ("file", "taken", "put", "laws"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS]
)
def test_exactly_these_laws_notice(
    file: str, taken: str, put: str, laws: set[str], sound: Sound, tmp_path: Path
) -> None:
    files, _, checks = sound
    spoilt, count = re.subn(taken, put, files[file], count=1, flags=re.DOTALL)
    assert count == 1
    image = Image.load(written({**files, file: spoilt}, tmp_path / "notes"))
    result = run_checks(image, checks)
    assert {outcome.check.law for outcome in result.failed} - IN_SMALL_WORLDS == laws


class Loose(Environment):
    """An environment whose fork is itself."""

    def fork(self) -> Environment:
        return self

    def close(self) -> None:
        """Stay open: whoever closes the fork must not close this one."""


class Forgetful(Environment):
    """An environment that is restored as it was when it was opened."""

    @classmethod
    def restore(cls, data: bytes, servers: object = None) -> Environment:
        return Environment.open(servers)  # type: ignore[arg-type]


class Shared(Environment):
    """An environment of which there is only one, however often it is opened."""

    only: Environment | None = None

    @classmethod
    def open(cls, *given: object, **named: object) -> Environment:
        if cls.only is None:
            cls.only = super().open(*given, **named)  # type: ignore[arg-type]
        return cls.only

    def close(self) -> None:
        """Stay open for the next who opens it."""


class Fickle(Environment):
    """An environment that is never opened twice alike."""

    opened = 0

    @classmethod
    def open(cls, *given: object, **named: object) -> Environment:
        cls.opened += 1
        return super().open(*given, **named, seed=cls.opened)  # type: ignore[arg-type,misc]


KINDS = [(Loose, "fork"), (Forgetful, "snapshot"), (Shared, "isolation")]
OF_REPLAYS = "replay"


@pytest.mark.parametrize(("kind", "law"), KINDS)
def test_law_notices_environments_that_are_not_apart(kind: type[Environment], law: str, sound: Sound) -> None:
    _, image, checks = sound
    around = [check for check in checks if check.through is not None]
    failed = {outcome.check.law for check in around if not (outcome := Runner(image, kind).outcome(check)).passed}
    assert failed == ({law} if kind is not Shared else {"fork", "snapshot", "isolation"})


def test_replay_notices_environments_that_are_not_alike(sound: Sound) -> None:
    _, image, checks = sound
    replayed = [check for check in checks if check.runs > 1]
    failed = {outcome.check.law for check in replayed if not (outcome := Runner(image, Fickle).outcome(check)).passed}
    assert failed == {OF_REPLAYS}


def test_every_law_is_proved_by_a_fault() -> None:
    proved = {law for fault in FAULTS for law in fault[4]} | {fault[4] for fault in (*TRACKER_FAULTS, *SCOPED_FAULTS)}
    elsewhere = {OF_REPLAYS, OF_EXAMPLES, OF_COPIES, OF_EITHER, OF_MEMBERS, OF_DOCUMENTS, OF_LIFETIMES, OF_LEAVING}
    elsewhere |= {OF_PAGE_LINKS, OF_UNREACHED, OF_ACCORDS}
    assert proved | {law for _, law in KINDS} | elsewhere >= {law.NAME for law in LAWS}


def test_laws_have_names_and_sentences_of_their_own() -> None:
    names = [law.NAME for law in LAWS]
    assert len(set(names)) == len(names)
    assert all(law.STATEMENT.endswith(".") and "\n" not in law.STATEMENT for law in LAWS)


def test_every_law_stands_in_the_documentation() -> None:
    said = (Path(__file__).parents[3] / "docs" / "verification.md").read_text(encoding="utf-8")
    assert [law.NAME for law in LAWS if f"| `{law.NAME}` | {law.STATEMENT} |" not in said] == []
