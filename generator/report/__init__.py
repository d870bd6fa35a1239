"""What verification found, for people and for machines: on a terminal, as JUnit XML, as HTML pages."""

from generator.report.bugs import bug_report
from generator.report.files import write_reports
from generator.report.junit import junit_text
from generator.report.pages import fleet_page, pages, server_page
from generator.report.subject import Broken, Subject, subject_of

__all__ = [
    "Broken",
    "Subject",
    "bug_report",
    "fleet_page",
    "junit_text",
    "pages",
    "server_page",
    "subject_of",
    "write_reports",
]
