from pathlib import Path

import pytest

from generator.crew import Crew, tally
from generator.errors import VerificationError
from generator.fleet import Finding, Fleet, graded
from generator.mutation import graded as all_graded
from generator.verification import Mutants, merged, read_verification, replace_file
from generator.verify import VerificationResult, unchanged, verify_folder
from reporting.conftest import Copy
from reporting.faulty import break_a_program, ignore_the_status


def found(folders: list[Path], jobs: int = 1, *, mutants: bool = False, again: bool = False) -> list[Finding]:
    """What a fleet finds, in the order of the folders."""
    findings = dict(Fleet(folders, jobs, with_mutants=mutants, again=again).findings())
    return [findings[number] for number in range(len(folders))]


def result_of(finding: Finding) -> VerificationResult:
    assert finding.result is not None, finding.error
    return finding.result


def test_folder_that_has_not_changed_is_skipped_and_still_says_what_was_proved(copy: Copy) -> None:
    (finding,) = found([copy("one")])
    result = result_of(finding)
    assert result.skipped
    assert result.to_json()["skipped"] is True
    assert result.verification.checks.passed == result.verification.checks.run > 50


def test_all_verifies_what_has_not_changed_with_the_same_bytes(copy: Copy) -> None:
    folder = copy("one")
    before = (folder / "verification.json").read_bytes()
    (finding,) = found([folder], again=True)
    assert not result_of(finding).skipped
    assert (folder / "verification.json").read_bytes() == before


@pytest.mark.parametrize("name", ["programs/get_task.sql", "seed.json", "plan.json", "checks.json", "instructions.md"])
def test_every_file_that_decides_what_is_proved_counts_as_a_change(name: str, copy: Copy) -> None:
    folder = copy("one")
    assert unchanged(folder) is not None
    path = folder / name
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert unchanged(folder) is None


def test_folder_with_a_failed_check_is_verified_again(copy: Copy) -> None:
    folder = copy("one")
    ignore_the_status(folder)
    for _ in range(2):
        (finding,) = found([folder])
        result = result_of(finding)
        assert not result.skipped
        assert {outcome.check.law for outcome in result.result.failed} >= {"filter"}


def test_unreadable_verification_is_none(copy: Copy) -> None:
    folder = copy("one")
    (folder / "verification.json").write_text('{"format": 1', encoding="utf-8")
    assert unchanged(folder) is None
    assert not result_of(found([folder])[0]).skipped
    assert unchanged(folder) is not None


def test_broken_folder_is_told_and_stops_no_other(copy: Copy) -> None:
    broken, gone, sound = copy("broken"), copy("gone"), copy("sound")
    break_a_program(broken)
    (gone / "checks.json").unlink()
    first, second, third = found([broken, gone, sound], jobs=2, again=True)
    assert first.result is None
    assert "get_task" in first.error
    assert second.result is None
    assert "checks.json" in second.error
    assert result_of(third).verification.checks.failed == 0


def test_processes_find_what_one_finds(copy: Copy) -> None:
    folders = [copy("one"), copy("two"), copy("three")]
    ignore_the_status(folders[1])
    alone = [result_of(finding) for finding in found(folders, again=True)]
    texts = [(folder / "verification.json").read_bytes() for folder in folders]
    together = [result_of(finding) for finding in found(folders, jobs=2, again=True)]
    assert [(folder / "verification.json").read_bytes() for folder in folders] == texts
    assert [each.result.failed for each in together] == [each.result.failed for each in alone]


def test_failed_checks_are_not_graded(copy: Copy) -> None:
    folder = copy("one")
    ignore_the_status(folder)
    (finding,) = found([folder], mutants=True)
    assert result_of(finding).verification.mutants is None


def test_parts_of_the_mutants_make_up_the_whole(small: Path) -> None:
    with Crew(1).executor():
        parts = [graded(small, part, 3) for part in range(3)]
        assert tally().counts[0] == tally().counts[1] > 20
    whole = all_graded(small)
    mutants = merged(part for part in parts if isinstance(part, Mutants))
    assert mutants.model_copy(update={"survivors": ()}) == whole.mutants.model_copy(update={"survivors": ()})
    assert sorted(each.diff for each in mutants.survivors) == sorted(each.diff for each in whole.survivors)


def test_grades_are_kept_until_something_changes(small: Path) -> None:
    (finding,) = found([small], jobs=2, mutants=True)
    first = result_of(finding)
    assert not first.skipped
    assert first.verification.mutants is not None
    assert result_of(found([small], mutants=True)[0]).skipped
    assert result_of(found([small], again=True)[0]).verification.mutants == first.verification.mutants
    path = small / "plan.json"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert verify_folder(small).verification.mutants is None


def test_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "verification.json"
    replace_file(path, "one")
    with pytest.raises(UnicodeEncodeError):
        replace_file(path, "half of a pair: \ud800")
    assert path.read_text(encoding="utf-8") == "one"
    with pytest.raises(VerificationError, match="nowhere"):
        replace_file(tmp_path / "nowhere" / "verification.json", "two")
    assert [each.name for each in tmp_path.iterdir()] == ["verification.json"]


def test_verification_names_what_is_unused_and_unobserved(proved: Path) -> None:
    said = read_verification((proved / "verification.json").read_text(encoding="utf-8"), "verification.json")
    assert sum(len(names) for names in said.unused.values()) == said.inputs.declared - said.inputs.used
    assert sum(len(names) for names in said.unobserved.values()) == said.writes.made - said.writes.observed
    assert said.unobserved["create_task"] == ("secret",)
