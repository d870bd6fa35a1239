from pathlib import Path
from xml.etree import ElementTree as Xml

from generator.fleet import Finding
from generator.report.junit import junit_text
from generator.report.subject import Broken, Subject, subject_of
from generator.verify import unchanged
from reporting.subjects import hostile


def subject(folder: Path) -> Subject:
    found = subject_of(Finding(folder, unchanged(folder)))
    assert isinstance(found, Subject)
    return found


def spoilt(folder: Path) -> Subject:
    whole = subject(folder)
    return hostile(whole.plan, whole.checks, whole.verification)


def test_each_check_is_a_case_with_its_law_as_class(proved: Path) -> None:
    told = subject(proved)
    (suite,) = Xml.fromstring(junit_text([told]))
    assert suite.get("name") == "tracker"
    cases = [(case.get("classname"), case.get("name"), len(case)) for case in suite.findall("testcase")]
    assert cases == [(check.law, check.name, 0) for check in told.checks]
    assert suite.get("tests") == str(len(told.checks))
    assert (suite.get("failures"), suite.get("errors"), suite.get("skipped")) == ("0", "0", "0")


def test_failure_tells_the_claim_the_fault_and_the_calls(proved: Path) -> None:
    told = spoilt(proved)
    root = Xml.fromstring(junit_text([told]))
    failures = root.findall("testsuite/testcase/failure")
    assert len(failures) == len(told.failed) == 2
    check = told.checks[0]
    assert failures[0].get("type") == check.law
    assert "expected 200, got" in (failures[0].get("message") or "")
    said = failures[0].text or ""
    assert said.startswith(f"{check.tool} breaks the law {check.law}: ")
    assert f"0. {check.steps[0].tool} {{" in said
    assert "→ 418" in said


def test_counts_of_the_suites_add_up(proved: Path) -> None:
    told: list[Subject | Broken] = [subject(proved), spoilt(proved), Broken("../x", "no \x00 schema")]
    root = Xml.fromstring(junit_text(told))
    assert [suite.get("name") for suite in root] == ["tracker", "tracker", "../x"]
    assert root.get("tests") == str(2 * len(subject(proved).checks) + 1)
    assert (root.get("failures"), root.get("errors")) == ("2", "1")
    assert float(root.get("time", "0")) >= 1.5
    (error,) = root.findall("testsuite/testcase/error")
    assert error.get("message") == "no \\u0000 schema"


def test_same_findings_give_the_same_bytes(proved: Path) -> None:
    assert junit_text([spoilt(proved)]) == junit_text([spoilt(proved)])
    junit_text([spoilt(proved)]).encode("utf-8")
