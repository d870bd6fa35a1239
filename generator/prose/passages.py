"""Passages: what a section says of each of its calls: the fields that it lists and the examples that it shows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from generator.prose.addresses import Address, address_of, matches
from generator.prose.blocks import Block, blocks_of
from generator.prose.fields import Field, fields_in_item, fields_in_sentence, fields_in_table
from generator.prose.labels import Label, labelled
from generator.prose.markdown import plain_text
from generator.prose.samples import Sample, samples_in, status_in
from generator.prose.section import Section
from generator.prose.shown import Shown, shown_in

_STATUS = re.compile(
    r"(?:\b(?:status(?: code)?|code|http|returns?|respon\w+|with(?: a| an)?|get(?: a|"
    r" an)?)\W{1,5})`?(?P<code>[1-5]\d\d)\b"
    r"|`(?P<coded>[1-5]\d\d)(?: [A-Z][\w -]{1,40})?`"
    r"|(?<![\w.$])(?P<named>[1-5]\d\d):? (?P<reason>OK|Created|Accepted|No Content|Bad Request|"
    r"Unauthorized|Forbidden|Not Found|"
    r"Conflict|Gone|Unprocessable|Method Not Allowed|Too Many|Payment Required|Internal Server Error)\b",
    re.I,
)
_LINK = re.compile(r"\[([^\]\n]{1,200})\](?:\(<?([^()\s>]+)>?[^()]*\)|\[([^\]\n]{0,100})\])")
_REQUIRED_LINE = re.compile(
    r"^\W{0,4}(required|optional|mandatory)[ ](?:\w+[ ])?(?:fields?|param(?:eter)?s?|arguments?|"
    r"attributes?|keys)\W{0,3}:(.*)$",
    re.I | re.M,
)
_HAS_FIELDS = re.compile(
    r"\b(?:object|hash|following (?:fields|properties|keys|attributes)|containing|consists)\b", re.I
)
_COMMON_HEADERS = frozenset(
    "authorization accept content-type user-agent host accept-encoding accept-language content-length cache-control "
    "connection cookie origin referer x-api-key api-key x-auth-token".split()
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A field that is listed, with where it is sent as far as its label or column says, and whether it is answered.

    ``by_label`` is whether only the label says that it is required.
    """

    field: Field
    place: str
    is_answer: bool
    by_label: bool = False


@dataclass(frozen=True, slots=True)
class Status:
    """An HTTP status that is named, with the words around it."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link, with the sentence in which it stands and the one before that."""

    text: str
    target: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A call, and what its section says of it. ``alone`` is whether the section is of no other call."""

    section: Section
    shown: Shown
    address: Address
    alone: bool
    text: str = ""
    listed: tuple[Listed, ...] = ()
    samples: tuple[Sample, ...] = ()
    statuses: tuple[Status, ...] = ()
    links: tuple[Link, ...] = ()


def passages_of(section: Section) -> list[Passage]:
    """The passages of a section, one for each call; those that share what follows them share it here too."""
    blocks = blocks_of(section.text)
    shown = shown_in(section, blocks)
    if not shown:
        return []
    if shown[0].is_listed:
        return _of_list(section, shown, content_of(blocks).samples)
    made: list[Passage] = []
    for calls, own in _shares(shown, blocks):
        content = content_of(own)
        for call in calls:
            made.append(
                Passage(
                    section,
                    call,
                    address_of(call.address),
                    len(shown) == 1,
                    content.text,
                    tuple(content.listed),
                    _own(content.samples, call, calls),
                    tuple(content.statuses),
                    tuple(content.links),
                )
            )
    return made


def _of_list(section: Section, shown: Sequence[Shown], samples: Sequence[Sample]) -> list[Passage]:
    """The passages of calls that are listed; where one of them alone is shown in an example, that is its own."""
    made = [Passage(section, each, address_of(each.address), False, each.text) for each in shown]
    asked = [each for each in samples if each.address is not None]
    answered = [each for each in samples if each.role == "response"]
    if len(asked) != 1 or len(answered) > 1:
        return made
    (call,) = asked
    return [
        replace(passage, samples=(call, *answered))
        if call.address and call.method == passage.shown.method and matches(passage.address.shape, call.address.shape)
        else passage
        for passage in made
    ]


def _shares(shown: Sequence[Shown], blocks: Sequence[Block]) -> Iterator[tuple[list[Shown], list[Block]]]:
    """Calls with the blocks that speak of them: each has those up to the next call, neighbours have the same.

    What stands before the first call, such as a table above it, belongs to the first ones.
    """
    groups: list[list[Shown]] = []
    for call in shown:
        between = blocks[groups[-1][-1].block + 1 : call.block] if groups else ()
        if groups and not any(block.kind in ("code", "table", "heading") for block in between):
            groups[-1].append(call)
        else:
            groups.append([call])
    for number, group in enumerate(groups):
        start = 0 if number == 0 else _start(group[0], blocks, groups[number - 1][-1].block)
        end = _start(groups[number + 1][0], blocks, group[-1].block) if number + 1 < len(groups) else len(blocks)
        yield group, list(blocks[start:end])


def _start(call: Shown, blocks: Sequence[Block], after: int) -> int:
    """Where what belongs to a call begins: at the heading over it, if no other call stands between."""
    for place in range(call.block, after, -1):
        if blocks[place].kind == "heading":
            return place
    return call.block


def _own(samples: Sequence[Sample], call: Shown, calls: Sequence[Shown]) -> tuple[Sample, ...]:
    """The examples of a call: of requests only those of its method, where others have theirs."""
    methods = {each.method for each in calls}
    return tuple(
        each for each in samples if not each.method or each.method == call.method or each.method not in methods
    )


@dataclass(slots=True)
class Content:
    """What some blocks say; ``above`` are the fields that open items name, by how deep they are nested."""

    text: str = ""
    listed: list[Listed] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    above: dict[int, int] = field(default_factory=dict)


def content_of(blocks: Sequence[Block]) -> Content:
    """The fields, examples, statuses and links in blocks, and their sentences."""
    content = Content()
    texts: list[str] = []
    for block, label in labelled(blocks):
        if block.kind != "item":
            content.above.clear()
        match block.kind:
            case "code":
                content.samples += samples_in(block.text, block.info, (label.before, label.words, label.heading))
            case "table":
                content.listed += _listed(fields_in_table(block), label)
                content.statuses += _table_statuses(block)
                content.samples += _table_samples(block)
            case "item" | "text":
                _take_words(block, label, content)
                if block.kind == "text":
                    texts.append(plain_text(block.text))
    content.listed = _marked(content.listed)
    content.text = "\n".join(texts)[:2_000]
    return content


def _marked(listed: list[Listed]) -> list[Listed]:
    """The fields; where some are marked as required themselves, "required" over them is said of the whole body."""
    if not any(each.field.required and not each.by_label and not each.is_answer for each in listed):
        return listed
    return [
        replace(each, field=replace(each.field, required=None)) if each.by_label and each.field.required else each
        for each in listed
    ]


def _take_words(block: Block, label: Label, content: Content) -> None:
    fields: list[Field] = []
    if block.kind == "item":
        content.above = {level: place for level, place in content.above.items() if level < block.level}
        found = fields_in_item(block.text, labelled=label.names_fields)
        fields = [found] if found and not status_in(found.name) else []
        if fields and content.above and _take_inner(fields[0], content, block.level, label):
            return
    if not fields and label.names_fields:
        fields = _coded_lines(block.text)
    if not fields and label.rest and label.names_fields and plain_text(block.text) == label.before:
        fields = fields_in_sentence(label.rest)
    if not fields and block.kind == "text":
        content.listed += _named_lines(block.text, label)
    content.listed += _listed(fields, label)
    if fields and block.kind == "item":
        content.above[block.level] = len(content.listed) - 1
    content.links += _links(block.text)
    content.samples += _inline_samples(block.text, label)
    if not fields:
        for match in _STATUS.finditer(block.text):
            code = match["code"] or match["coded"] or match["named"]
            content.statuses.append(Status(code, plain_text(block.text)[:300]))


def _named_lines(text: str, label: Label) -> list[Listed]:
    """The fields that lines such as ``Required fields: `a`, `b``` name in code."""
    found: list[Listed] = []
    for match in _REQUIRED_LINE.finditer(text):
        required = match[1].lower() != "optional"
        fields = [replace(each, required=required) for each in fields_in_sentence(match[2])]
        found += _listed(fields, replace(label, words=f"{match[1]} fields"))
    return found


def _coded_lines(text: str) -> list[Field]:
    """The fields of a text whose lines are nothing but fields in code: ```name=[string]```."""
    lines = [line.strip(" ,") for line in text.replace("<br>", "\n").split("\n") if line.strip(" ,")]
    matches = [re.fullmatch(r"`([A-Za-z_][\w.\[\]-]*)\s*[=:]\s*\[?([^`\]]*)\]?`(.*)", line) for line in lines]
    return [
        field for match in matches if match
        if (field := fields_in_item(f"`{match[1]}` ({match[2]}) - {match[3]}", labelled=True))
    ] if matches and all(matches) else []  # fmt: skip


def _inline_samples(text: str, label: Label) -> list[Sample]:
    """The examples that stand in a line of text as code."""
    found: list[Sample] = []
    for match in re.finditer(r"`([\[{][^`]{2,20000}[\]}])`", text):
        before = plain_text(text[: match.start()].replace("<br", " <br"))[-200:]
        found += samples_in(match[1], "", (before, label.words, label.heading))
    return found


def _table_samples(block: Block) -> list[Sample]:
    """The answers that a table of statuses shows."""
    found: list[Sample] = []
    for row in block.rows[1:]:
        status = re.match(r"^\W*([1-5]\d\d)\b", row[0]) if row else None
        for cell in row[1:] if status else ():
            code = cell.replace("<br>", "\n").strip("`\n ")
            found += samples_in(code, "", (f"response {status[1]}",)) if status else []
    return found


def _take_inner(inner: Field, content: Content, level: int, label: Label) -> bool:
    """Take an item within a field's own: one of its values where it is a plain one, else a field within it."""
    place = content.above[max(content.above)]
    if not 0 <= place < len(content.listed):
        return False
    outer = content.listed[place]
    kind = outer.field.schema.get("type")
    if kind in ("object", "array") or _HAS_FIELDS.search(outer.field.text):
        name = outer.field.name + ("[]." if kind == "array" else ".") + inner.name
        content.listed += _listed([replace(inner, name=name)], label)
        content.above[level] = len(content.listed) - 1
        return True
    if kind == "string" and not inner.has_type:
        schema = {**outer.field.schema, "enum": [*outer.field.schema.get("enum", ()), inner.name]}
        content.listed[place] = replace(outer, field=replace(outer.field, schema=schema))
        return True
    return False


def _table_statuses(block: Block) -> list[Status]:
    found = []
    for row in block.rows[1:]:
        cell = plain_text(row[0]) if row else ""
        if match := re.match(r"^(?:HTTP )?([1-5]\d\d)\b", cell):
            found.append(Status(match[1], " ".join(plain_text(each) for each in (cell[3:], *row[1:])).strip()[:300]))
    return found


def _listed(fields: Sequence[Field], label: Label) -> list[Listed]:
    found = []
    for each in fields:
        place = each.place or label.place
        if place == "header" and each.name.lower() in _COMMON_HEADERS:
            continue
        by_label = each.required is None and label.required is not None
        if by_label:
            each = replace(each, required=label.required)
        found.append(Listed(each, place, label.is_answer, by_label))
    return found


def _links(text: str) -> list[Link]:
    found: list[Link] = []
    before = ""
    for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z\[*_`])|\n", text):
        said = f"{before} {plain_text(sentence)}".strip()
        found += [Link(plain_text(m[1]), m[2] or f"[{m[3] or m[1]}]", said) for m in _LINK.finditer(sentence)]
        before = plain_text(sentence)
    return found
