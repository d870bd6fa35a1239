"""The whole way from a documentation URL to a verified server folder, one server at a time."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

from generator.check import checks_text
from generator.collection import uncollected
from generator.cost import Cost, Meter
from generator.description import Description, ReadingWarning
from generator.discover import NoDescription, description_of
from generator.document import Document
from generator.errors import NothingModelled, RenderError, SpecError
from generator.fetch import Limits
from generator.formats import read_document
from generator.model.describing import Origin
from generator.model.estimate import StageEstimate, estimate_of
from generator.model.pipeline import Account, Read, modelled, read_by_model, read_by_rules
from generator.model.settings import Settings
from generator.openapi.neighbours import Neighbours
from generator.plan import Plan, Unmodelled, read_plan
from generator.prose.crawl import CrawlBounds
from generator.prose.explore import explored
from generator.prose.read import ProseReading, read_sections, sections_of, title_of
from generator.prose.section import Section
from generator.render import readme, render
from generator.repair import mended
from generator.rules.naming import snake
from generator.rules.planner import plan_from, server_name
from generator.rules.selection import Selection, selected, split_by_tag
from generator.verification import Verification, verification_text
from generator.verify import Proof, prove
from generator.write import write_folder

LONGEST_NAME = 22

Say = Callable[[str], None]
# Gives servers the names that are wanted for them, or others where those are taken.
Naming = Callable[[tuple[str, ...]], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Request:
    """What to generate: the source, and how.

    ``tools`` are globs over tool names and ``METHOD /path``, ``tags`` over tags. ``split`` makes a server for each tag.
    ``seed_rows`` is how many rows an entity without parents has to begin with. ``model`` may be asked of prose; with
    the ``engine`` "model" of machine-readable descriptions as well. Of prose at most ``max_pages`` are read, with
    ``refresh`` none out of the cache.
    """

    source: str
    name: str | None = None
    out: Path = Path("servers")
    seed: int = 0
    tools: Sequence[str] = ()
    max_tools: int | None = None
    source_url: str | None = None
    allow_private: bool = False
    force: bool = False
    tags: Sequence[str] = ()
    split: Literal["tag"] | None = None
    seed_rows: int | None = None
    engine: Literal["auto", "rules", "model"] = "auto"
    model: Settings | None = None
    max_pages: int | None = None
    refresh: bool = False


@dataclass(frozen=True, slots=True)
class Generated:
    """A server that was written: its folder, plan, what verification proved of it, and what all that cost.

    ``found_by`` is the step that found the description, ``warnings`` what of it was read differently than written,
    ``account`` what a model was asked, if one was, ``prose`` what rules read of prose.
    """

    folder: Path
    plan: Plan
    verification: Verification
    found_by: str
    cost: Cost
    warnings: tuple[ReadingWarning, ...] = ()
    account: Account | None = None
    prose: ProseReading | None = None

    def to_json(self) -> dict[str, Any]:
        """Return what ``fleetwright generate --json`` prints of the server."""
        proved = self.verification
        return {
            "server": self.plan.name,
            "path": self.folder.as_posix(),
            "operations": proved.coverage.operations,
            "tools": proved.coverage.tools,
            "coverage": proved.coverage.share,
            "unmodelled": [_reason(each) for each in (*self.plan.unmodelled, *self.plan.dropped)],
            "dropped": len(self.plan.dropped),
            "inputs": proved.inputs.model_dump(),
            "writes": proved.writes.model_dump(),
            "checks": proved.checks.model_dump(),
            "found_by": self.found_by,
            "warnings": [{"where": each.where, "what": each.what} for each in self.warnings],
            "seconds": round(self.cost.seconds, 2),
            "cpu_seconds": round(self.cost.cpu_seconds, 2),
            "memory_mb": round(self.cost.memory_mb),
            **({} if self.account is None else {"model": self.account.to_json()}),
            **({} if self.prose is None else {"prose": self.prose.to_json()}),
        }


def _reason(each: Unmodelled) -> dict[str, str]:
    return {"operation": each.operation, "reason": each.reason}


@dataclass(frozen=True, slots=True)
class Reading:
    """A source that was read: its description, and the step by which that was found.

    ``read`` is what a model needs to know of it, where one is asked; ``prose`` what rules read, where it is prose.
    """

    description: Description
    found_by: str
    read: Read | None = None
    prose: ProseReading | None = None


@uncollected()
def read(request: Request, say: Say = lambda _: None) -> Reading:
    """Return what the source of a request says. Raises: DocsError, SpecError, ModelError."""
    if Path(request.source).is_dir():
        return _read_prose(request, say)
    try:
        document, step = description_of(request.source, allow_private=request.allow_private)
    except NoDescription as fault:
        return _read_prose(request, say, fault)
    document = replace(document, source=request.source_url or document.source)
    description = read_document(document, Neighbours(document, Limits(allow_private=request.allow_private)))
    asks = request.engine == "model" and request.model is not None
    return Reading(description, step, read_by_rules(description) if asks else None)


@dataclass(frozen=True, slots=True)
class Pages:
    """The sections of all pages of a documentation in prose, with what it is called."""

    sections: tuple[Section, ...]
    origin: Origin
    warnings: tuple[ReadingWarning, ...]


def prose_of(request: Request, say: Say = lambda _: None) -> Pages:
    """Return the pages of a source that is prose. Raises: DocsError, SpecError."""
    bounds = CrawlBounds(pages=request.max_pages) if request.max_pages else None
    exploration = explored(
        request.source, allow_private=request.allow_private, bounds=bounds, refresh=request.refresh, say=say
    )
    pages = [replace(page, source=_address(page, request)) for page in exploration.documents]
    found, broken = sections_of(pages)
    digest = hashlib.sha256("".join(page.sha256 for page in pages).encode()).hexdigest()
    origin = Origin(title_of(pages[0], found), pages[0].source, digest)
    return Pages(found, origin, (*exploration.warnings, *broken))


def _read_prose(request: Request, say: Say, fault: NoDescription | None = None) -> Reading:
    """What a model reads in the pages of the source, where one is named, else what rules read there.

    ``fault`` says that no description stands there, where that was looked for.
    """
    pages = prose_of(request, say)
    if request.model is not None and request.engine != "rules":
        result = read_by_model(pages.sections, pages.origin, request.model, say)
        return Reading(replace(result.knowledge.description, warnings=pages.warnings), "prose", result)
    origin = pages.origin
    try:
        prose = read_sections(pages.sections, origin.source, origin.title, origin.sha256, pages.warnings)
    except SpecError as unread:
        if fault is None:
            raise SpecError(unread.what, where=request.source, next=unread.next) from None
        said = f"{fault.what} {unread.what}"
        raise NoDescription(said, where=fault.where, next=f"{fault.next} {unread.next}") from None
    return Reading(prose.description, "prose", prose=prose)


def estimated(request: Request, say: Say = lambda _: None) -> tuple[StageEstimate, ...]:
    """Return what generating would ask of a model, stage by stage; nothing where rules read the source.

    Raises: DocsError, SpecError.
    """
    if request.model is None:
        return ()
    try:
        if not Path(request.source).is_dir():
            description_of(request.source, allow_private=request.allow_private)
            return ()
    except NoDescription:
        pass
    pages = prose_of(request, say)
    return estimate_of(pages.sections, pages.origin.source, request.model)


def _address(page: Document, request: Request) -> str:
    """The address that is recorded for a page: that of the source, and for others one relative to it."""
    if request.source_url is None:
        return page.source
    known = (
        Path(request.source).name if "://" not in request.source else urlsplit(request.source).path.rpartition("/")[2]
    )
    name = page.source.rpartition("/")[2]
    return request.source_url if name == known else urljoin(request.source_url, name)


def generate(request: Request, say: Say = lambda _: None) -> Generated:
    """Read, plan, render, verify, repair and write one server; ``say`` is told each stage as it begins.

    Raises: DocsError, SpecError, RenderError, VerificationError.
    """
    meter = Meter()
    say("reading")
    return compiled(request, read(request, say), say, meter=meter)


def compiled(
    request: Request,
    reading: Reading,
    say: Say = lambda _: None,
    naming: Naming = lambda wanted: wanted,
    meter: Meter | None = None,
) -> Generated:
    """Plan, render, verify, repair and write one server of what was read.

    ``naming`` is asked for the name of a server that the request does not name; ``meter`` counts from when the reading
    began. Nothing is written before the last stage, and that is atomic.

    Raises: SpecError, RenderError, VerificationError.
    """
    (name,) = (request.name,) if request.name else naming((server_name(reading.description.title),))
    plan = planned(request, reading, name, say)
    return proved(request, reading, plan, say, meter or Meter())


def enriched(request: Request, reading: Reading, plan: Plan, say: Say) -> tuple[Plan, Account | None]:
    """Return the plan with what a model adds to it, where one is asked. Raises: ModelError."""
    if reading.read is None or request.model is None:
        return plan, None
    return modelled(plan, reading.read, request.model, say)


@uncollected()
def planned(request: Request, reading: Reading, name: str, say: Say = lambda _: None) -> Plan:
    """Return the plan of what was read, as far as the request selects it. Raises: SpecError."""
    description = reading.description
    say(f"planning {len(description.operations)} operations")
    plan = plan_from(description, name, request.seed)
    if request.seed_rows is not None:
        plan = plan.model_copy(update={"seed_rows": request.seed_rows})
    return selected(plan, Selection(request.tools, request.tags, request.max_tools), tags_of(description))


def split_plans(request: Request, reading: Reading, say: Say, naming: Naming) -> list[Plan]:
    """Return a plan for each tag of what the request selects, named after it. Raises: SpecError."""
    base = request.name or server_name(reading.description.title)
    parts = split_by_tag(planned(request, reading, base, say), tags_of(reading.description))
    names = naming(tuple(part_name(base, tag) for tag in parts))
    return [part.model_copy(update={"name": name}) for name, part in zip(names, parts.values(), strict=True)]


def part_name(base: str, tag: str) -> str:
    """Return the name of the server for one tag: as much of the whole server's name as fits, and the tag."""
    tail = _whole_words(snake(tag), LONGEST_NAME * 2 // 3)
    return f"{_whole_words(base, LONGEST_NAME - 1 - len(tail))}_{tail}" if tail else base


def _whole_words(name: str, most: int) -> str:
    """As many words of the name as fit, at least the beginning of the first."""
    while len(name) > most and "_" in name:
        name = name.rsplit("_", 1)[0]
    return name[:most].strip("_")


def tags_of(description: Description) -> dict[str, tuple[str, ...]]:
    """Return the tags of each operation by ``METHOD /path``."""
    return {f"{each.method.upper()} {each.path}": tuple(each.tags) for each in description.operations}


def proved(request: Request, reading: Reading, plan: Plan, say: Say, meter: Meter) -> Generated:
    """Render, verify, repair and write the plan's server. Raises: SpecError, RenderError, VerificationError."""
    _refuse_another(request, plan)
    plan, account = enriched(request, reading, plan, say)
    if not plan.tools:
        raise _nothing_modelled(plan, request.source)
    say(f"verifying {len(plan.tools)} tools")
    sound = mended(plan, render)
    say("writing")
    folder = request.out / sound.plan.name
    write_folder(complete(sound.plan, sound.files, sound.proof), folder, force=request.force)
    said = sound.proof.verification
    warnings = reading.description.warnings
    return Generated(folder, sound.plan, said, reading.found_by, meter.cost, warnings, account, reading.prose)


def _nothing_modelled(plan: Plan, source: str) -> NothingModelled:
    reasons = Counter(each.reason for each in plan.unmodelled).most_common(1)
    what = f"None of its {len(plan.unmodelled)} operations can be modelled"
    return NothingModelled(
        what + (f": {reasons[0][0]}" if reasons else "."),
        where=source,
        next="Its description needs schemas of answers.",
        unmodelled={each.operation: each.reason for each in plan.unmodelled},
    )


def _refuse_another(request: Request, plan: Plan) -> None:
    """Refuse to write over a server that was made from another source: two APIs may have one title."""
    path = request.out / plan.name / "server.json"
    if request.force or not path.is_file():
        return
    try:
        source = json.loads(path.read_text(encoding="utf-8"))["source"]["url"]
    except (OSError, ValueError, KeyError, TypeError):
        return  # write_folder says what is wrong with the folder
    if source != plan.source.url:
        raise RenderError(
            f"This server was made from {source}.",
            where=str(request.out / plan.name),
            next="Give another --name, or --force to write over it.",
        )


def rendered(plan: Plan) -> dict[str, str]:
    """Return the plan's files, with an output schema for every tool of which the plan has one."""
    return render(plan, with_output=promised(plan))


def promised(plan: Plan) -> Collection[str]:
    """Return the tools whose plan has an output schema."""
    return [tool.name for tool in plan.tools if tool.output is not None]


def complete(plan: Plan, files: Mapping[str, str], proof: Proof) -> dict[str, str]:
    """Return all files of the folder: those rendered, the checks, what they proved, and the README that quotes it."""
    verification = proof.verification
    return {
        **files,
        "checks.json": checks_text(proof.checks),
        "verification.json": verification_text(verification),
        "README.md": readme(plan, verification.model_dump(mode="json")),
    }


def render_again(folder: Path, *, force: bool = False) -> Generated:
    """Render a server folder from its plan.json, prove it and write it; what fails is told, not repaired.

    Raises: RenderError where the plan cannot be read or the folder was changed by hand, VerificationError.
    """
    meter = Meter()
    path = folder / "plan.json"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise RenderError(
            f"The plan cannot be read: {error.strerror}.", where=str(path), next="Generate the server again."
        ) from error
    plan = read_plan(text, str(path))
    files = rendered(plan)
    proof = prove(plan, files)
    write_folder(complete(plan, files, proof), folder, force=force)
    return Generated(folder, plan, proof.verification, "plan.json", meter.cost)
