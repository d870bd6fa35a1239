"""What the pages show, worked out: shares, the matrix of tools and laws, reasons with links. No markup here."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from generator.check import Check
from generator.laws import LAWS
from generator.plan import Plan, Tool, Unmodelled
from generator.report.bugs import bug_report
from generator.report.subject import Subject
from generator.verification import MutantCount, Survivor

STATEMENTS: Mapping[str, str] = {law.NAME: law.STATEMENT for law in LAWS}


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole; ``percent`` is rounded down, so that only all of it is 100."""

    part: int
    whole: int

    @property
    def percent(self) -> int:
        """Return the percentage; nothing of nothing is all of it."""
        return self.part * 100 // self.whole if self.whole else 100

    @property
    def grade(self) -> str:
        """Return how good that is: all, most, or some."""
        return "all" if self.part == self.whole else "most" if self.percent >= 80 else "some"


@dataclass(frozen=True, slots=True)
class CheckView:
    """One check: what it stands for, and the bug report where it failed."""

    name: str
    law: str
    because: str
    report: str


@dataclass(frozen=True, slots=True)
class LawView:
    """One law on one server, or on several."""

    name: str
    statement: str
    run: int
    failed: int


@dataclass(frozen=True, slots=True)
class Cell:
    """What a law shows of a tool: checks that call it, and how many of them failed."""

    run: int
    failed: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that is not there, why, and where the documentation has it ("" where there is no address)."""

    what: str
    why: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class ToolView:
    """One tool: what it does, what is proved of it, what it takes, what was seen of its writes."""

    tool: Tool
    link: str
    checks: tuple[CheckView, ...]
    cells: tuple[Cell, ...]
    inputs: Share
    unused: tuple[str, ...]
    left_out: tuple[Reason, ...]
    unobserved: tuple[str, ...]
    mutants: MutantCount | None

    @property
    def failed(self) -> int:
        """Return how many of its checks failed."""
        return sum(bool(check.report) for check in self.checks)


@dataclass(frozen=True, slots=True)
class MutantView:
    """The mutants of one operator, or of one tool or file."""

    name: str
    count: MutantCount

    @property
    def share(self) -> Share:
        """Return those that were caught of those that could be."""
        return Share(self.count.killed, self.count.made - self.count.equivalent)


@dataclass(frozen=True, slots=True)
class ServerView:
    """One server, as its page shows it. ``anchor`` begins all ids, so that several can stand on one page."""

    subject: Subject
    anchor: str
    link: str
    laws: tuple[LawView, ...]
    tools: tuple[ToolView, ...]
    checks: Share
    operations: Share
    inputs: Share
    writes: Share
    mutants: Share | None
    equivalent: int
    operators: tuple[MutantView, ...]
    mutated: tuple[MutantView, ...]
    survivors: tuple[Survivor, ...]
    unmodelled: tuple[Reason, ...]
    dropped: tuple[Reason, ...]
    failures: tuple[CheckView, ...]

    @property
    def plan(self) -> Plan:
        """Return the server's plan."""
        return self.subject.plan

    @property
    def left_out(self) -> int:
        """Return how many documented inputs no tool offers."""
        return sum(len(tool.left_out) for tool in self.tools)

    @property
    def unused(self) -> int:
        """Return how many offered inputs were not seen to matter."""
        return sum(len(tool.unused) for tool in self.tools)

    @property
    def unobserved(self) -> int:
        """Return how many writes no other tool showed."""
        return sum(len(tool.unobserved) for tool in self.tools)


def server_view(subject: Subject, anchor: str = "") -> ServerView:
    """Return what the page of a server shows; ``anchor`` begins its ids."""
    plan, said = subject.plan, subject.verification
    mutants = said.mutants
    checks = tuple(_check_view(subject, check) for check in subject.checks)
    laws = tuple(
        LawView(name, STATEMENTS.get(name, ""), count.run, count.failed) for name, count in said.families.items()
    )
    return ServerView(
        subject=subject,
        anchor=anchor or plan.name,
        link=web_address(plan.source.url),
        laws=laws,
        tools=tuple(_tool_view(subject, tool, checks, laws) for tool in plan.tools),
        checks=Share(said.checks.passed, said.checks.run),
        operations=Share(said.coverage.tools, said.coverage.operations),
        inputs=Share(said.inputs.used, said.inputs.declared),
        writes=Share(said.writes.observed, said.writes.made),
        mutants=None if mutants is None else MutantView("", mutants).share,
        equivalent=0 if mutants is None else mutants.equivalent,
        operators=() if mutants is None else tuple(MutantView(*each) for each in mutants.operators.items()),
        mutated=() if mutants is None else tuple(MutantView(*each) for each in mutants.tools.items()),
        survivors=() if mutants is None else mutants.survivors,
        unmodelled=tuple(reason_of(plan, each) for each in plan.unmodelled),
        dropped=tuple(reason_of(plan, each) for each in plan.dropped),
        failures=tuple(check for check in checks if check.report),
    )


def _check_view(subject: Subject, check: Check) -> CheckView:
    failed = subject.failed.get(check.name)
    return CheckView(check.name, check.law, check.because, "" if failed is None else bug_report(failed))


def _tool_view(subject: Subject, tool: Tool, checks: Sequence[CheckView], laws: Sequence[LawView]) -> ToolView:
    said = subject.verification
    names = set(said.tools.get(tool.name, ()))
    own = tuple(check for check in checks if check.name in names)
    run = Counter(check.law for check in own)
    failed = Counter(check.law for check in own if check.report)
    unused = said.unused.get(tool.name, ())
    offered, left_out = len(tool.arguments), len(tool.left_out)
    return ToolView(
        tool=tool,
        link=web_address(tool.source),
        checks=own,
        cells=tuple(Cell(run[law.name], failed[law.name]) for law in laws),
        inputs=Share(offered - len(unused), offered + left_out),
        unused=unused,
        left_out=tuple(Reason(each.input, each.reason) for each in tool.left_out),
        unobserved=said.unobserved.get(tool.name, ()),
        mutants=None if said.mutants is None else said.mutants.tools.get(tool.name),
    )


def reason_of(plan: Plan, each: Unmodelled) -> Reason:
    """Return an operation that is no tool with its reason, and where it is documented."""
    return Reason(each.operation, each.reason.removeprefix("dropped: "), _documented(plan, each.operation))


def _documented(plan: Plan, operation: str) -> str:
    """Where the documentation has an operation that is no tool: beside the others, or just the document."""
    method, _, path = operation.partition(" ")
    beside = any(tool.source.startswith(f"{plan.source.url}#/paths/") for tool in plan.tools)
    if beside and path.startswith("/"):
        place = path.replace("~", "~0").replace("/", "~1")
        return web_address(f"{plan.source.url}#/paths/{place}/{method.lower()}")
    return web_address(plan.source.url)


def web_address(text: str) -> str:
    """Return the address if a browser may be sent there, else nothing."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in ("http", "https") and parts.netloc else ""


def laws_of(views: Iterable[ServerView]) -> tuple[LawView, ...]:
    """Return the laws of several servers together, in alphabetical order."""
    run: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    for law in (law for view in views for law in view.laws):
        run[law.name] += law.run
        failed[law.name] += law.failed
    return tuple(LawView(name, STATEMENTS.get(name, ""), run[name], failed[name]) for name in sorted(run))
