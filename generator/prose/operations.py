"""``operation_of``: what a passage says of a call → the operation, each part with the section that it is from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.description import Body, JsonSchema, Operation, Parameter, Response
from generator.inference import schema_of
from generator.prose.addresses import Address, matches
from generator.prose.bodies import is_answered_only, request_schema, response_schema
from generator.prose.fields import Field
from generator.prose.objects import Thing, thing_called
from generator.prose.passages import Passage
from generator.prose.samples import NOTHING, Sample, typed
from generator.prose.shown import is_deprecated
from generator.prose.targets import Targets
from generator.rules.naming import squashed, words

Json = Any

_WRITES = frozenset({"POST", "PUT", "PATCH"})
_SAYS_ANSWER = re.compile(r"\b(?:payload|respon\w+|representation|returns?|returned|result|output|format)\b", re.I)
_SAYS_FIELDS = re.compile(r"\b(?:param\w*|fields?|arguments?|attributes?|propert\w+|payload|body)\b", re.I)
_SAYS_SAME = re.compile(r"\b(?:same|listed|described|documented|as in|as for|see|identical)\b", re.I)
_IS_ANSWERED = re.compile(
    r"\brepresentation\b|\b(?:returns?|return|respon\w+)\b.{0,60}\b(?:updated|created|new|current|whole|full|the)\b",
    re.I,
)
_FIXED = re.compile(
    r"\b(?:can(?:'t|not| not)|must not|may not) be (?:changed|updated|modified|edited)\b|\bimmutable\b", re.I
)
_CALL_TITLE = re.compile(r"(?:^|\s)/\S|^(?:GET|POST|PUT|PATCH|DELETE)\b")
_MENTIONED = re.compile(
    r"(?P<before>(?:`[A-Za-z_][\w.\[\]-]*(?:=[^`]*)?`(?:\s*(?:,|and|or|/)\s*)?)+)\s*(?:(?:query|url|"
    r"optional|GET|request|string)\s+)*"
    r"(?:param(?:eter)?|filter|argument)s?\b(?!\s+(?:from|of|in)\b)"
    r"|\b(?:param(?:eter)?|filter|argument)s?\s*:?\s*(?P<after>`[A-Za-z_][\w.\[\]-]*(?:=[^`]*)?`)"
)
_PAIR = re.compile(r"`\??&?([A-Za-z_][\w.\[\]-]{0,60})=([^`&\s]{0,80})`")
_SPAN = re.compile(r"`([A-Za-z_][\w.\[\]-]*)(?:=([^`]*))?`")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the rest of the documentation says that passages refer to; ``prefix`` is what all paths begin with.

    ``key_type`` is the type of the ids that the examples show, "" where they show none.
    """

    passages: Sequence[Passage]
    things: Sequence[Thing]
    targets: Targets
    prefix: str = ""
    key_type: str = ""


def operation_of(passage: Passage, around: Surroundings) -> Operation:
    """The operation that a passage documents, as far as rules can read it."""
    address = passage.address.without(around.prefix)
    samples = _fitting(passage)
    asked, answered = _by_role(passage, samples)
    fields = [(_keyed(field, around.key_type), place) for field, place in _asked_fields(passage, around)]
    placed = _placed(passage, fields, asked)
    source = passage.section.source
    title = passage.section.title
    says_call = bool(_CALL_TITLE.search(title))
    summary = title if passage.alone and not says_call else passage.shown.text or title
    return Operation(
        id="",
        method=passage.shown.method,
        path=address.path,
        summary=summary[:200],
        text=passage.text or passage.shown.text,
        tags=_tags(passage),
        deprecated=is_deprecated(title) or is_deprecated(passage.shown.text),
        parameters=tuple(
            replace(each, source=source)
            for each in (
                *_path_parameters(address, placed["path"], samples, around.key_type),
                *_query(passage, placed, asked),
                *_headers(placed),
            )
        ),
        body=_body(passage, placed["body"], asked, around),
        responses=tuple(_responses(passage, answered, around)),
        source=source,
    )


def _keyed(field: Field, key_type: str) -> Field:
    """A field of which nothing says the type but its name, where that is one of an id and the examples show such."""
    is_list = field.schema.get("type") == "array"
    if not key_type or not re.search(r"(?:^|_)ids?$|[a-z]Ids?$", field.name) or (field.has_type and not is_list):
        return field
    if not is_list:
        return replace(field, schema={**field.schema, "type": key_type}) if "enum" not in field.schema else field
    return replace(field, schema={**field.schema, "items": field.schema.get("items") or {"type": key_type}})


def _tags(passage: Passage) -> tuple[str, ...]:
    above = [title for title in passage.section.above if title and not _CALL_TITLE.search(title)]
    return (above[-1],) if above else (() if passage.alone else (passage.section.title,))


def _fitting(passage: Passage) -> list[Sample]:
    """The examples that are of this call."""
    shape = passage.address.shape
    return [s for s in passage.samples if s.address is None or (
        s.method == passage.shown.method and (matches(shape, s.address.shape) or matches(s.address.shape, shape))
    )]  # fmt: skip


def _by_role(passage: Passage, samples: Sequence[Sample]) -> tuple[list[Sample], list[Sample]]:
    """What is asked and what is answered; where nothing says it, by the method and by what else is there."""
    asked = [each for each in samples if each.role == "request"]
    answered = [each for each in samples if each.role == "response"]
    open_ones = [each for each in samples if each.role is None]
    if passage.shown.method not in _WRITES:
        return [each for each in asked if each.address is not None], answered + [
            replace(each, role="response") for each in (*open_ones, *(each for each in asked if each.address is None))
        ]
    for number, each in enumerate(open_ones):
        is_request = not any(one.body is not NOTHING for one in asked) and not _looks_answered(each, passage)
        if is_request and (
            number < len(open_ones) - 1 or answered or _names(each) & _listed_names(passage) or not _has_id(each)
        ):
            asked.append(each)
        else:
            answered.append(each)
    return asked, answered


def _names(sample: Sample) -> set[str]:
    return set(sample.body) if isinstance(sample.body, dict) else set()


def _has_id(sample: Sample) -> bool:
    return bool(_names(sample) & {"id", "_id", "uuid", "created_at", "createdAt"})


def _listed_names(passage: Passage) -> set[str]:
    return {each.field.name for each in passage.listed if not each.is_answer}


def _looks_answered(sample: Sample, passage: Passage) -> bool:
    return isinstance(sample.body, dict) and _has_id(sample) and not _names(sample) <= _listed_names(passage)


def _asked_fields(passage: Passage, around: Surroundings) -> list[tuple[Field, str]]:
    """The fields that are sent with where they are: those that are listed here, or there where a sentence says so."""
    found = [(each.field, each.place) for each in passage.listed if not each.is_answer]
    for link in passage.links:
        if not (_SAYS_FIELDS.search(link.sentence) and _SAYS_SAME.search(link.sentence)):
            continue
        optional = bool(re.search(r"\b(?:may|can|any of|optional)\b", link.sentence, re.I))
        for other in around.targets.passages(link.target, passage.section.url):
            if other.shown.method in _WRITES and passage.shown.method in _WRITES and other is not passage:
                known = {field.name for field, _ in found}
                lent = [each for each in other.listed if not each.is_answer and each.field.name not in known]
                found += [
                    (replace(each.field, required=False if optional else each.field.required), each.place)
                    for each in lent
                ]
    return found


def _placed(passage: Passage, fields: Sequence[tuple[Field, str]], asked: Sequence[Sample]) -> dict[str, list[Field]]:
    """The fields by where they are sent."""
    placed: dict[str, dict[str, Field]] = {"path": {}, "query": {}, "header": {}, "body": {}}
    in_path = {squashed(name) for name in passage.address.names}
    in_query = {name for each in (passage.address, *(s.address for s in asked if s.address)) for name, _ in each.query}
    in_body = {name for sample in asked for name in _names(sample)}
    writes = passage.shown.method in _WRITES
    for field, place in fields:
        if squashed(field.name) in in_path and field.name not in in_body and place in ("", "path", "query"):
            place = "path"
        elif place == "path":
            place = "query" if not writes else "body"
        elif field.name in in_query and place == "":
            place = "query"
        elif place == "" or (place == "body" and not writes and passage.shown.method == "GET"):
            place = "body" if writes else "query"
        placed[place].setdefault(field.name, field)
    return {place: list(named.values()) for place, named in placed.items()}


def _path_parameters(
    address: Address, fields: Sequence[Field], samples: Sequence[Sample], key_type: str
) -> list[Parameter]:
    by_name = {squashed(field.name): field for field in fields}
    shown = dict(address.shown) | _values(address, samples)
    found = []
    for name in address.names:
        field = by_name.get(squashed(name))
        schema = _path_schema(name, field, shown.get(name, ""), key_type)
        found.append(Parameter(name, "path", True, schema, field.text if field else "", "simple", False))
    return found


def _path_schema(name: str, field: Field | None, value: str, key_type: str) -> JsonSchema:
    if field is not None and field.has_type:
        return field.schema
    parts = words(name)
    if "," in value or "ids" in parts[-1:] or ("ids" in parts and "separated" in parts):
        kind = "integer" if re.fullmatch(r"[\d,]*", value) else "string"
        return {"type": "array", "items": {"type": kind}}
    if re.fullmatch(r"\d{1,18}", value):
        return {"type": "integer", "examples": [int(value)]}
    if not value and key_type and parts[-1:] == ["id"]:
        return {"type": key_type}
    return {"type": "string", **({"examples": [value]} if value and "{" not in value else {})}


def _values(address: Address, samples: Sequence[Sample]) -> dict[str, str]:
    """What examples put in the place of the path's placeholders."""
    found: dict[str, str] = {}
    own = address.path.strip("/").split("/")
    for sample in samples:
        if sample.address is None:
            continue
        values = dict(sample.address.shown)
        for mine, theirs in zip(reversed(own), reversed(sample.address.path.strip("/").split("/")), strict=False):
            name, given = re.search(r"\{([^{}]+)\}", mine), re.search(r"\{([^{}]+)\}", theirs)
            if name:
                value = values.get(given[1], "") if given else theirs
                if value:
                    found.setdefault(name[1], value)
    return found


def _query(passage: Passage, placed: dict[str, list[Field]], asked: Sequence[Sample]) -> list[Parameter]:
    """The query's parameters: those listed, those in addresses, and of a read those that sentences name."""
    found: dict[str, Parameter] = {}
    for field in placed["query"]:
        name = field.name if not re.search(r"\.\w", field.name) else re.sub(r"\.(\w+)", r"[\1]", field.name)
        is_list = field.schema.get("type") == "array"
        found[name] = Parameter(name, "query", bool(field.required), field.schema, field.text, "form", not is_list)
    shown = [*passage.address.query, *(pair for s in asked if s.address for pair in s.address.query)]
    if passage.shown.method in ("GET", "DELETE") and passage.alone:
        shown += _mentioned(passage.section.text)
    values: dict[str, list[Json]] = {}
    for name, value in shown:
        if name not in found and squashed(name) not in {squashed(each) for each in passage.address.names}:
            values.setdefault(name, []).extend(
                [typed(value)] if (value and not re.search(r"[{}<>:\[$]", value)) or _is_time(value) else []
            )
    for name, known in values.items():
        found[name] = Parameter(name, "query", False, schema_of(known) or {"type": "string"})
    return list(found.values())


def _is_time(value: str) -> bool:
    return bool(re.match(r"\d{4}-\d\d-\d\dT\d\d:", value))


def _mentioned(text: str) -> list[tuple[str, str]]:
    """The parameters that sentences name in code, with the value that they show."""
    outside = re.sub(r"(?ms)^[ \t]*(`{3,}|~{3,}).*?^[ \t]*\1", "", text)
    found = [(match[1], match[2]) for match in _PAIR.finditer(outside)]
    for match in _MENTIONED.finditer(outside):
        found += [(span[1], span[2] or "") for span in _SPAN.finditer(match["before"] or match["after"])]
    return found


def _headers(placed: dict[str, list[Field]]) -> list[Parameter]:
    return [
        Parameter(each.name, "header", bool(each.required), each.schema, each.text, "simple", False)
        for each in placed["header"]
        if not re.fullmatch(r"(?i)x?-?(?:auth\w*|api-?key|token)", each.name)
    ]


def _body(passage: Passage, fields: list[Field], asked: Sequence[Sample], around: Surroundings) -> Body | None:
    bodies = [sample.body for sample in asked if sample.body is not NOTHING]
    if passage.shown.method not in _WRITES and not bodies and not fields:
        return None
    if passage.shown.method == "GET":
        return None
    thing = _thing_of(passage, bodies, around) if passage.shown.method in _WRITES else None
    of_thing = [each for each in thing.fields if not is_answered_only(each)] if thing is not None and bodies else []
    if thing is not None and not bodies and not fields:
        of_thing = [each for each in thing.fields if each.required is not None]
    if passage.shown.method in ("PUT", "PATCH"):
        of_thing = [each for each in of_thing if not _is_fixed(each.name, passage.text)]
        of_thing = [replace(each, required=False if each.required is not None else None) for each in of_thing]
    if not bodies and not fields and not of_thing:
        return None
    schema = request_schema(bodies, fields, of_thing)
    is_form = bool(asked) and all(sample.is_form for sample in asked if sample.body is not NOTHING) and bool(bodies)
    media = "application/x-www-form-urlencoded" if is_form else "application/json"
    needed = bool(schema.get("required")) or passage.shown.method == "POST"
    return Body(media, needed, schema, examples=tuple(bodies[:3]), source=passage.section.source)


def _is_fixed(name: str, text: str) -> bool:
    """Whether a sentence says of a property that it is never changed."""
    sentences = re.split(r"(?<=[.!?])\s", text)
    return any(_FIXED.search(each) and re.search(rf"\b{re.escape(name)}\b", each) for each in sentences)


def _thing_of(passage: Passage, bodies: Sequence[Json], around: Surroundings) -> Thing | None:
    """The thing that a call is about: what it wraps its body in, or what its path or heading names."""
    page = passage.section.url
    names = [name for body in bodies if isinstance(body, dict) and len(body) == 1 for name in body]
    literals = [part for part in passage.address.path.split("/") if part and "{" not in part]
    for name in (*names, *literals[-1:]):
        if thing := thing_called(re.sub(r"\.\w+$", "", name), page, around.things):
            return thing
    return None


def _responses(passage: Passage, answered: Sequence[Sample], around: Surroundings) -> list[Response]:
    source = passage.section.source
    good = [s.body for s in answered if not s.is_error and (s.status or "2") < "3" and s.body is not NOTHING]
    said = [each for each in passage.statuses if each.code.startswith("2")]
    shown = [s.status for s in answered if s.status.startswith("2")]
    status = shown[0] if shown else said[0].code if said else "200"
    fields = [each.field for each in passage.listed if each.is_answer]
    schema = None
    if status != "204" or good:
        thing = _thing_of(passage, [], around)
        schema = response_schema(good, fields or (list(thing.fields) if thing is not None and good else []))
        schema = schema or _linked_answer(passage, around) or _own_answer(passage, around)
    text = said[0].text if said else ""
    media = "application/json" if schema else None
    found = [Response(status, text, media, schema, examples=tuple(good[:3]), source=source)]
    return [*found, *_failures(passage, answered, {status})]


def _failures(passage: Passage, answered: Sequence[Sample], known: set[str]) -> list[Response]:
    found = []
    for each in passage.statuses:
        if each.code >= "4" and each.code not in known:
            known.add(each.code)
            shown = tuple(s.body for s in answered if s.status == each.code and s.body is not NOTHING)
            schema = schema_of(list(shown)) if shown else None
            media = "application/json" if schema else None
            source = passage.section.source
            found.append(Response(each.code, each.text, media, schema, examples=shown[:1], source=source))
    return found


def _answer_of(passage: Passage) -> JsonSchema | None:
    """What a passage itself shows as the answer of its call."""
    _, answered = _by_role(passage, _fitting(passage))
    good = [s.body for s in answered if not s.is_error and (s.status or "2") < "3" and s.body is not NOTHING]
    return response_schema(good, [each.field for each in passage.listed if each.is_answer])


def _linked_answer(passage: Passage, around: Surroundings) -> JsonSchema | None:
    """The answer that the documentation says to be that of another call, or a thing."""
    for link in passage.links:
        if not _SAYS_ANSWER.search(link.sentence):
            continue
        for other in around.targets.passages(link.target, passage.section.url):
            if other.shown.method == "GET" and (schema := _answer_of(other)):
                return schema
        thing = around.targets.thing(link.target, passage.section.url)
        if thing is not None:
            return response_schema(thing.examples, thing.fields)
    return None


def _own_answer(passage: Passage, around: Surroundings) -> JsonSchema | None:
    """The answer of a write that is said to be the thing itself: what reading the same path shows."""
    if passage.shown.method not in _WRITES or not _IS_ANSWERED.search(passage.text):
        return None
    shape = passage.address.shape
    for other in around.passages:
        same = other.address.shape == shape or (passage.shown.method == "POST" and other.address.shape == shape + "/{}")
        if other.shown.method == "GET" and same and (schema := _answer_of(other)) and schema.get("type") == "object":
            return schema
    return None
