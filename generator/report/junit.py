"""JUnit XML, as CI systems read it: a suite for each server, a case for each check, its law as the class."""

from collections.abc import Sequence
from xml.etree import ElementTree as Xml

from generator.check import Check
from generator.report.bugs import bug_report
from generator.report.subject import Broken, Subject
from generator.report.texts import printable
from generator.runner import Outcome


def junit_text(subjects: Sequence[Subject | Broken]) -> str:
    """Return the XML document; a server that was skipped is in it with the checks that it passed when it was run."""
    root = Xml.Element("testsuites", name="fleetwright verify")
    suites = [_broken_suite(each) if isinstance(each, Broken) else _suite(each) for each in subjects]
    for count in ("tests", "failures", "errors", "skipped"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in suites)))
    root.set("time", f"{sum(float(suite.get('time', '0')) for suite in suites):.3f}")
    root.extend(suites)
    Xml.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{Xml.tostring(root, encoding="unicode")}\n'


def _suite(subject: Subject) -> Xml.Element:
    suite = _empty(subject.name, tests=len(subject.checks), failures=len(subject.failed), seconds=subject.seconds)
    properties = Xml.SubElement(suite, "properties")
    for name, value in (
        ("files", subject.verification.files),
        ("claims", subject.verification.claims),
        ("unchanged", str(subject.skipped).lower()),
    ):
        Xml.SubElement(properties, "property", name=name, value=value)
    suite.extend(_case(check, subject.failed.get(check.name)) for check in subject.checks)
    return suite


def _case(check: Check, failed: Outcome | None) -> Xml.Element:
    case = Xml.Element("testcase", classname=printable(check.law), name=printable(check.name))
    if failed is not None:
        first = failed.breaches[0]
        failure = Xml.SubElement(
            case, "failure", type=printable(check.law), message=printable(f"{first.tool}: {first.what}")
        )
        failure.text = printable(bug_report(failed))
    return case


def _broken_suite(broken: Broken) -> Xml.Element:
    suite = _empty(broken.name, tests=1, errors=1)
    case = Xml.SubElement(suite, "testcase", classname="folder", name="can_be_verified")
    error = Xml.SubElement(case, "error", type="FleetError", message=printable(broken.error))
    error.text = printable(broken.error)
    return suite


def _empty(name: str, *, tests: int, failures: int = 0, errors: int = 0, seconds: float = 0.0) -> Xml.Element:
    return Xml.Element(
        "testsuite", name=printable(name), tests=str(tests), failures=str(failures), errors=str(errors), skipped="0",
        time=f"{seconds:.3f}",
    )  # fmt: skip
