"""Examples of requests and answers in code blocks: curl commands, HTTP messages, and JSON by the words before it."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import unquote_plus

from generator.openapi.lenient import lenient_data, strict_text
from generator.prose.addresses import Address, address_of
from generator.prose.calls import METHODS

Json = Any
Role = Literal["request", "response"]

_DECODER = json.JSONDecoder(strict=False)
_CURL = re.compile(r"^\s*(?:[$>#]\s*)?curl\b")
_METHOD = re.compile(r"(?:-X\s*|--request[ =])[\"']?([A-Za-z]+)")
_URL = re.compile(r"[\"']?((?:https?://|\$\{?\w+\}?/|\{\{?\w+\}?\}/|<[\w-]+>/|localhost[:/])[^\s\"'\\]*)")
_DATA = re.compile(
    r"(?:^|\s)(?P<flag>-d|--data(?:-raw|-binary|-urlencode|-ascii)?|--json|-F|"
    r"--form(?:-string)?)[ =]?\s*(?P<quote>\$?[\"']?)"
)
_REQUEST_LINE = re.compile(rf"^\s*({'|'.join(METHODS)})\s+(\S+)(?:\s+HTTP/[\d.]+)?\s*$")
_STATUS_LINE = re.compile(r"^\s*(?:HTTP/[\d.]+|Status(?: code)?:?|\*\*Code:?\*\*:?)\s*`?([1-5]\d\d)\b", re.I)
_HEADER = re.compile(r"^\s*[A-Za-z][\w-]*:\s")
_STATUS = re.compile(
    r"(?<![\w.$-])([1-5]\d\d)(?![\w.%]|\s*(?:characters|items|bytes|ms|seconds|rows|results|records|requests|pages))"
)
_ELISION = re.compile(r'"(?:[^"\\]|\\.)*"|,?\s*(?:\.{3}|\u2026)\s*(?=[\]}])|(?:\.{3}|\u2026)\s*,?', re.S)
_RESPONSE = re.compile(
    r"\b(?:responses?|returns?|returned|results?|outputs?|success(?:ful(?:ly)?)?|answers?|replies|reply|retrieves?)\b",
    re.I,
)
_REQUEST = re.compile(r"\b(?:requests?|payload|inputs?|send(?:ing)?|post data|submit|posting)\b", re.I)
_BODY = re.compile(r"\b(?:body|data|param(?:eter)?s|arguments)\b", re.I)
_ERROR = re.compile(r"\b(?:errors?|fail(?:s|ed|ure)?|invalid|unauthori[sz]ed|forbidden|bad request|not found)\b", re.I)
_PLACEHOLDER = re.compile(r'"(?:[^"\\]|\\.)*"|<([A-Za-z][\w ]{1,30})>')
NOTHING = object()
_MOST_CHARACTERS = 300_000


@dataclass(frozen=True, slots=True)
class Sample:
    """An example. ``role`` is None where nothing says whether it is asked or answered; ``body`` is NOTHING without one.

    ``method`` and ``address`` are a request's; ``status`` an answer's ("" where it is not said); ``is_form`` says that
    the body was sent as a form.
    """

    role: Role | None
    body: Json = NOTHING
    method: str = ""
    address: Address | None = None
    status: str = ""
    is_form: bool = False
    is_error: bool = False


def samples_in(code: str, info: str, labels: Sequence[str]) -> Iterator[Sample]:
    """The examples that a code block shows; ``labels`` are the words before it, the nearest first."""
    text = code[:_MOST_CHARACTERS]
    if _CURL.match(text):
        commands = re.split(r"(?m)^\s*(?:[$>]\s*)?(?=curl\b)", re.sub(r"\\\s*\n", " ", text))
        yield from (sample for command in commands if command.strip() and (sample := _curl(command)))
        return
    lines = text.split("\n")
    if match := _REQUEST_LINE.match(lines[0]):
        headers, body = _message(lines[1:])
        is_form = "form-urlencoded" in headers
        yield Sample("request", _form(body) if is_form else _value(body), match[1], address_of(match[2]), "", is_form)
        return
    if match := _STATUS_LINE.match(lines[0]):
        _, body = _message(lines[1:])
        yield Sample("response", _value(body), status=match[1], is_error=match[1] >= "4")
        return
    yield from _by_label(text, [info, *labels])


def _by_label(text: str, labels: Sequence[str]) -> Iterator[Sample]:
    value = _value(text)
    if value is NOTHING or not isinstance(value, (dict, list)):
        return
    role = "response" if status_in(labels[0]) else next((found for label in labels if (found := role_of(label))), None)
    label = next((label for label in labels if role_of(label) or status_in(label)), " ".join(labels))
    status = status_in(label)
    says_error = bool(_ERROR.search(label)) and not re.search(r"\bsuccess", label, re.I) and not status.startswith("2")
    is_error = says_error or status >= "4" or _is_error(value)
    if role is None and (status or is_error):
        role = "response"
    yield Sample(role, value, status=status if role == "response" else "", is_error=is_error and role == "response")


def _is_error(value: Json) -> bool:
    """Whether an example is nothing but the words of an error."""
    return (
        isinstance(value, dict) and bool({"error", "errors"} & value.keys()) and len(value) <= 4 and "id" not in value
    )


def role_of(label: str) -> Role | None:
    """Whether the words before an example say that it is asked or answered."""
    asked, answered = _REQUEST.search(label), _RESPONSE.search(label)
    if asked and answered:
        return None
    if answered:
        return "response"
    return "request" if asked or _BODY.search(label) else None


def status_in(text: str) -> str:
    """The last HTTP status that a text names, which is the nearest to what follows it; "" without one."""
    found = _STATUS.findall(text)
    return found[-1] if found else ""


def _message(lines: list[str]) -> tuple[str, str]:
    """The headers of an HTTP message and its body."""
    place = 0
    while place < len(lines) and _HEADER.match(lines[place]):
        place += 1
    return "\n".join(lines[:place]), "\n".join(lines[place:]).strip()


def _curl(command: str) -> Sample | None:
    url = _URL.search(command)
    if url is None:
        return None
    body, is_form = _data(command)
    said = _METHOD.search(command)
    in_query = re.search(r"\s(?:-G|--get)\b", command) is not None
    method = said[1].upper() if said else "GET" if body is NOTHING or in_query else "POST"
    address = address_of(url[1])
    if (in_query or method == "GET") and isinstance(body, dict):
        shown = tuple((name, str(value)) for name, value in body.items())
        return Sample("request", NOTHING, method, Address(address.base, address.path, address.names, address.shown,
                                                          (*address.query, *shown)))  # fmt: skip
    return Sample("request", body, method, address, is_form=is_form)


def _data(command: str) -> tuple[Json, bool]:
    """The body that a curl command sends, and whether it is a form."""
    pairs: dict[str, Json] = {}
    for match in _DATA.finditer(command):
        rest = command[match.end() :]
        if match["quote"].strip("$") or not rest.startswith(("-", "@")):
            begun = rest.lstrip()
            if begun.startswith(("{", "[")) and (value := _first_value(begun)) is not NOTHING:
                return value, False
            quote = match["quote"].lstrip("$")
            text = rest[: rest.find(quote)] if quote and quote in rest else rest.split()[0] if rest.split() else ""
            pairs |= {name: typed(value) for name, value in _form(text).items()} if _form(text) is not NOTHING else {}
    return (pairs, True) if pairs else (NOTHING, False)


def typed(value: str) -> Json:
    """A value of a form or query as what it looks like."""
    if re.fullmatch(r"-?(0|[1-9]\d{0,14})", value):
        return int(value)
    return {"true": True, "false": False}.get(value, value)


def _form(text: str) -> Json:
    """The names and values of a form; NOTHING where it is none."""
    pairs = [pair.partition("=") for pair in text.strip().split("&") if "=" in pair]
    named = {unquote_plus(name).strip(): unquote_plus(value).strip() for name, _, value in pairs}
    return {name: value for name, value in named.items() if re.match(r"[\w\[\]]+", name)} or NOTHING


def _value(text: str) -> Json:
    """The JSON that a text holds, without what stands for more of it; NOTHING where it holds none."""
    stripped = text.strip().lstrip("\ufeff")
    if not stripped.startswith(("{", "[", '"')) or len(stripped) > _MOST_CHARACTERS:
        return NOTHING
    for attempt in (stripped, _without_elisions(stripped), _quoted(_without_elisions(stripped))):
        value = lenient_data(attempt)
        if value is not None:
            return value
        if (value := _first_value(strict_text(attempt))) is not NOTHING:
            return value
    return NOTHING


def _quoted(text: str) -> str:
    """Objects as JavaScript and people write them, as JSON: names in quotes, commas, and what stands for values."""
    text = re.sub(r"//[^\n]*", "", text)
    text = _PLACEHOLDER.sub(lambda match: match[0] if match[0].startswith('"') else f'"<{_standin(match[1])}>"', text)
    text = re.sub(r"(?m)^(\s*)([A-Za-z_$][\w$]*)(\s*:)", r'\1"\2"\3', text)
    text = re.sub(r"([{,]\s*)([A-Za-z_$][\w$]*)(\s*:)", r'\1"\2"\3', text)
    text = re.sub(r"(?<![\w\"])'([^'\"\n]*)'", r'"\1"', text)
    return re.sub(r'([}\]"\w])(\s*\n\s*)(?=")', r"\1,\2", text)


def _standin(written: str) -> str:
    """The word that our inference knows for a type that stands in place of a value."""
    plain = written.lower()
    for word, known in (("int", "integer"), ("bool", "boolean"), ("datetime", "datetime"), ("date", "date"),
                        ("uuid", "uuid"), ("float", "number"), ("num", "number"), ("double", "number")):  # fmt: skip
        if word in plain:
            return known
    return "string"


def _without_elisions(text: str) -> str:
    return _ELISION.sub(lambda match: match[0] if match[0].startswith('"') else "", text)


def _first_value(text: str) -> Json:
    try:
        value, _ = _DECODER.raw_decode(text)
    except (ValueError, RecursionError):
        return NOTHING
    return value
