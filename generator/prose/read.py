"""``read_prose``: the pages of a documentation → the description that rules can read, and what is left for a model."""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from generator.description import Description, Operation, ReadingWarning
from generator.document import Document
from generator.errors import SpecError
from generator.prose.addresses import address_of, common_prefix, matches
from generator.prose.calls import calls_in
from generator.prose.objects import things_in
from generator.prose.operations import Surroundings, operation_of
from generator.prose.passages import Passage, passages_of
from generator.prose.samples import NOTHING
from generator.prose.section import Section
from generator.prose.sections import page_of, sections
from generator.prose.shown import is_old
from generator.prose.targets import Targets
from state_db.complaints import plural

_BASE = re.compile(
    r"(?:\b(?:base|root|api) (?:ur[li]|endpoint|path|address)s?\b|\bURLs? (?:start|begin)s?\b|"
    r"\bhosted at\b|\bendpoints? (?:is|are|start)\b"
    r"|\brequests? (?:are|should be|must be|is) (?:made|sent)\b|"
    r"\bHOST:)[^\n]{0,120}?\s[*`<\"'(\[]{0,4}(https?://[^\s`*<>\"')\]]+)",
    re.I,
)
_SENTENCE = re.compile(r"[A-Za-z][\w'-]*(?: [\w'-]+){1,7}")
_FIRST_PAGE = re.compile(r"(?:^|/)(?:readme|index|overview|introduction|home)\b[^/]*$", re.I)
_LISTING = re.compile(r"(?:directory listing|index) (?:for|of)\b", re.I)
_NO_NAME = re.compile(r"\b(?:documentation|docs|reference|overview|introduction|readme|getting started|guide)\b", re.I)
_NO_OPERATIONS = (
    "Set OPENAI_BASE_URL, OPENAI_API_KEY and OPENAI_MODEL for a model to read it, or name a page that documents calls."
)


@dataclass(frozen=True, slots=True)
class ProseReading:
    """What rules read: the description, the sections that it is from, and those with calls that they could not read."""

    description: Description
    read: tuple[Section, ...]
    unread: tuple[Section, ...]

    def to_json(self) -> dict[str, object]:
        """What ``fleetwright generate --json`` prints of it."""
        unread = [section.source for section in self.unread]
        return {"operations": len(self.description.operations), "sections": len(self.read), "unread": unread}

    def summary(self, unmodelled: int = 0) -> str:
        """What was found and what was not, in one line for a person; so many of the operations are not modelled."""
        said = f"{plural(len(self.description.operations), 'operation')} found by rules"
        left = [plural(len(self.unread), "section")] if self.unread else []
        left += [f"{plural(unmodelled, 'operation')} that rules cannot model"] if unmodelled else []
        if not left:
            return said
        need = "needs" if len(self.unread) + unmodelled == 1 else "need"
        return f"{said}; {' and '.join(left)} {need} a model: set OPENAI_BASE_URL, OPENAI_API_KEY and OPENAI_MODEL"


def read_prose(documents: Sequence[Document], source: str, warnings: Sequence[ReadingWarning] = ()) -> ProseReading:
    """What rules read of a documentation's pages; ``source`` is how the whole of it is called.

    Raises:
        SpecError: no operation can be read.
    """
    found, broken = sections_of(documents)
    digest = hashlib.sha256("".join(document.sha256 for document in documents).encode()).hexdigest()
    title = title_of(documents[0], found) if documents else source
    return read_sections(found, source, title, digest, (*warnings, *broken))


def sections_of(documents: Sequence[Document]) -> tuple[tuple[Section, ...], tuple[ReadingWarning, ...]]:
    """The sections of pages, and what became of pages that cannot be read."""
    found: list[Section] = []
    told: list[ReadingWarning] = []
    for document in documents:
        try:
            found += sections(document)
        except SpecError as fault:
            told.append(ReadingWarning(document.source, f"Left out: {fault.what}"))
    return tuple(found), tuple(told)


def read_sections(
    found: Sequence[Section],
    source: str,
    title: str,
    sha256: str = "",
    warnings: Sequence[ReadingWarning] = (),
) -> ProseReading:
    """As ``read_prose``, of the sections of the pages. Raises: SpecError."""
    by_section = [(section, passages_of(section)) for section in found if section.holds_operation]
    shown = [passage for _, passages in by_section for passage in passages]
    with_calls = {id(section) for section, passages in by_section if passages}
    things = things_in(section for section in found if id(section) not in with_calls)
    prefix = common_prefix([each.address.path for each in shown if not each.shown.is_listed])
    targets = Targets.of(found, [each for each in shown if not each.shown.is_listed], things)
    chosen, doubles = _chosen(shown, targets)
    around = Surroundings(chosen, things, targets, prefix, _key_type(shown))
    operations = _named([operation_of(passage, around) for passage in chosen])
    unread = tuple(section for section, passages in by_section if not passages and _is_unread(section, chosen))
    if not operations:
        seen = (
            f"{len(unread)} sections speak of calls, but in no form that rules can read"
            if unread
            else "no section shows a call"
        )
        left_out = f" {warnings[0].where}: {warnings[0].what}" if warnings else ""
        raise SpecError(f"No operation can be read by rules: {seen}.{left_out}", where=source, next=_NO_OPERATIONS)
    base_url = _base_url(found, shown)
    description = Description(
        title=title,
        version="",
        text="",
        source=source,
        sha256=sha256,
        base_url=base_url if not base_url or base_url.endswith(prefix) else base_url + prefix,
        base_path=urlsplit(base_url).path.rstrip("/")
        if base_url.endswith(prefix) and prefix
        else prefix or urlsplit(base_url).path.rstrip("/"),
        operations=operations,
        schemas={},
        warnings=(*warnings, *doubles),
    )
    return ProseReading(description, tuple(section for section, passages in by_section if passages), unread)


def _chosen(shown: Sequence[Passage], targets: Targets) -> tuple[list[Passage], list[ReadingWarning]]:
    """One passage for each call, the one that says most; a listed call only where no passage documents it."""
    documented: dict[tuple[str, str], Passage] = {}
    warnings: list[ReadingWarning] = []
    for passage in (each for each in shown if not each.shown.is_listed):
        key = passage.shown.method, _shape(passage)
        other = documented.get(key)
        if other is None:
            documented[key] = passage
            continue
        better, worse = (passage, other) if _weight(passage) > _weight(other) else (other, passage)
        documented[key] = better
        said = (
            f"{passage.shown.method} {passage.address.path} is documented at {better.section.source} as "
            f"well; that is read."
        )
        warnings.append(ReadingWarning(worse.section.source, said))
    for passage in (each for each in shown if each.shown.is_listed):
        key = passage.shown.method, _shape(passage)
        same = [
            shape
            for method, shape in documented
            if method == key[0] and (matches(shape, key[1]) or matches(key[1], shape))
        ]
        if not same and not targets.passages(passage.shown.link, passage.section.url):
            documented.setdefault(key, passage)
    return [each for each in documented.values() if not _is_alias(each, documented)], warnings


def _is_alias(passage: Passage, documented: Mapping[tuple[str, str], Passage]) -> bool:
    """Whether a passage only names another address of a call that is documented: the same path behind something."""
    if passage.alone or passage.listed or any(sample.body is not NOTHING for sample in passage.samples):
        return False
    method, shape = passage.shown.method, _shape(passage)
    return any(
        other is not passage
        and by == method
        and len(known) < len(shape)
        and shape.endswith(known)
        and _weight(other) > 2
        for (by, known), other in documented.items()
    )


def _is_unread(section: Section, chosen: Sequence[Passage]) -> bool:
    """Whether a section without passages shows a call that is documented nowhere."""
    for call in calls_in(section.text):
        shape = address_of(call.address).shape
        if not any(
            p.shown.method == call.method and (matches(p.address.shape, shape) or matches(shape, p.address.shape))
            for p in chosen
        ):
            return not is_old(section)
    return False


def _shape(passage: Passage) -> str:
    """The path's shape; one that takes several keys at once is another call than one that takes one."""
    many = [name for name in passage.address.names if re.search(r"ids(?:_|$)|IDs?s$", name)]
    return passage.address.shape + ("*" if many else "")


def _weight(passage: Passage) -> int:
    return 2 * len(passage.samples) + len(passage.listed) + passage.alone


def _key_type(shown: Sequence[Passage]) -> str:
    """The JSON type of most ids at the top of what examples answer, "" where none has one."""
    counts: Counter[str] = Counter()
    for sample in (each for passage in shown for each in passage.samples):
        rows = sample.body if isinstance(sample.body, list) else [sample.body]
        inner = [value for row in rows if isinstance(row, dict) and "id" not in row for value in row.values()]
        rows = rows + [each for value in inner for each in (value if isinstance(value, list) else [value])]
        for row in rows[:50]:
            value = row.get("id") if isinstance(row, dict) else None
            if isinstance(value, (int, str)) and not isinstance(value, bool):
                counts["integer" if isinstance(value, int) else "string"] += 1
    return counts.most_common(1)[0][0] if counts else ""


def _named(operations: Sequence[Operation]) -> tuple[Operation, ...]:
    """The operations with ids: their title where it is a short sentence that no other has, else method and path."""
    counts = Counter(operation.summary.lower() for operation in operations)
    taken: set[str] = set()
    found = []
    for operation in operations:
        title = operation.summary
        name = title if _SENTENCE.fullmatch(title) and counts[title.lower()] == 1 and len(title) <= 60 else ""
        name = name or f"{operation.method.lower()} {operation.path}"
        while name in taken:
            name += "_2"
        taken.add(name)
        found.append(replace(operation, id=name))
    return tuple(found)


def _base_url(found: Sequence[Section], shown: Sequence[Passage]) -> str:
    """The address under which the paths stand: what the calls' own addresses begin with, or what the text says."""
    bases = Counter(each.address.base for each in shown if each.address.base.startswith("http"))
    bases.update(
        s.address.base for each in shown for s in each.samples if s.address and s.address.base.startswith("http")
    )
    if any(each.address.base.startswith("http") for each in shown):
        return bases.most_common(1)[0][0].rstrip("/")
    for section in found:
        if match := _BASE.search(section.text):
            return re.split(r"[{<$:]", match[1][8:])[0].join((match[1][:8], "")).rstrip("/.,")
    return bases.most_common(1)[0][0].rstrip("/") if bases else ""


def title_of(page: Document, found: Sequence[Section]) -> str:
    """The API's name: the first page's title where that says "API", else the first heading, without what says only
    that it is documentation."""
    try:
        own = page_of(page).title
    except SpecError:
        own = ""
    ordered = sorted(found, key=lambda section: not _FIRST_PAGE.search(section.url))
    for said in ([own] if re.search(r"\bAPI\b", own) else []) + [section.title for section in ordered]:
        title = re.split(r"\s+[|\u2013\u2014\u00b7-]\s+", said)[0]
        title = _NO_NAME.sub("", title).strip(" :-")
        if re.search(r"[A-Za-z]{2}", title) and not _LISTING.match(title):
            return title
    return urlsplit(page.source).hostname or page.source.rstrip("/").rsplit("/", 1)[-1]
