"""The files that a report is written to."""

from collections.abc import Sequence
from pathlib import Path

from generator.errors import VerificationError
from generator.fleet import Finding
from generator.report.junit import junit_text
from generator.report.modelled import run_text
from generator.report.pages import fleet_page, modelled_page, pages, server_page
from generator.report.subject import Subject, subject_of
from generator.survey import Gain
from generator.verification import replace_file


def write_reports(findings: Sequence[Finding], junit: Path | None, html: Path | None) -> None:
    """Write JUnit XML, and pages: one file where ``html`` ends in .html, else a folder of them.

    Raises: VerificationError.
    """
    if junit is None and html is None:
        return
    subjects = [subject_of(finding) for finding in findings]
    if junit is not None:
        _write(junit, junit_text(subjects))
    if html is not None and html.suffix.lower() in (".html", ".htm"):
        alone = subjects[0] if len(subjects) == 1 else None
        _write(html, server_page(alone) if isinstance(alone, Subject) else fleet_page(subjects))
    elif html is not None:
        for name, text in pages(subjects).items():
            _write(html / name, text)


def write_modelled(gains: Sequence[Gain], path: Path) -> None:
    """Write what was made of documentation: a page where the name ends in .html, else plain text.

    Raises: VerificationError.
    """
    _write(path, modelled_page(gains) if path.suffix.lower() in (".html", ".htm") else run_text(gains))


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise VerificationError(f"The folder cannot be made: {error.strerror}.", where=str(path.parent)) from error
    replace_file(path, text)
