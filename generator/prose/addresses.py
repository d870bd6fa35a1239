"""An address as documentation writes it → its base, its path with placeholders in braces, and its query."""

import re
from dataclasses import dataclass, replace
from urllib.parse import unquote

from generator.rules.naming import singular, snake

_BASE = re.compile(r"^(?:https?:)?//[^/\s?#]+|^(?:\{\{?[^{}/]+\}?\}|\$\{?\w+\}?|<[^<>/]+>)(?=/)", re.I)
_FORMS = (
    re.compile(r"[$#]\{\s*([^{}/]+?)\s*\}"),
    re.compile(r"\{\{?\+?\s*([^{}/*?]+?)\s*\*?\}?\}"),
    re.compile(r"(?<![\w])::?([A-Za-z_][\w-]*)"),
    re.compile(r"<(?:\w+:)?\s*([^<>/]+?)\s*>"),
    re.compile(r"\[:?([A-Za-z_][\w -]*)\]"),
    re.compile(r"\$([A-Za-z_]\w*)"),
    re.compile(r"%([A-Za-z_]\w*)%"),
    re.compile(r"\((?::)?([A-Za-z_]\w*)\)"),
)
_LOUD = re.compile(r"(?:YOUR[_-])?[A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)*")
_NUMBER = re.compile(r"[0-9]{1,20}(?:,[0-9]{1,20})*")
_KEY = re.compile(
    r"[0-9a-fA-F]{24}|[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
    r"|[a-z]{2,8}_(?=[A-Za-z]*[0-9])[A-Za-z0-9]{6,40}|(?=[A-Za-z_-]*[0-9])(?=[0-9_-]*[A-Za-z])[A-Za-z0-9_-]{16,64}"
)
_VERSION = re.compile(r"v?[0-9]+(?:\.[0-9]+)+|v[0-9]+|[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?", re.I)
_SUFFIX = re.compile(r"\.(?:json|xml|js|php|html?)$")
_PREFIX = re.compile(
    r"^(?:api|apis|rest|services|json|ajax|v[0-9]+(?:\.[0-9]+)*|[0-9]+\.[0-9]+|[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?)$", re.I
)
_SAYS_NOTHING = frozenset({"id", "uuid", "key", "name", "slug", "n", "x"})


@dataclass(frozen=True, slots=True)
class Address:
    """``base`` is scheme and host as written, or the variable that stands for them, "" without either.

    ``names`` are the placeholders in the path's order; ``shown`` are those in whose place a real value stood, with it.
    ``query`` are the parameters behind the question mark with their values as written.
    """

    base: str
    path: str
    names: tuple[str, ...] = ()
    shown: tuple[tuple[str, str], ...] = ()
    query: tuple[tuple[str, str], ...] = ()

    @property
    def shape(self) -> str:
        """The path with all placeholders alike, without a last slash."""
        return re.sub(r"\{[^{}]*\}", "{}", self.path).rstrip("/").lower() or "/"

    def without(self, prefix: str) -> "Address":
        """The address without what all paths of the API begin with."""
        if prefix and (self.path == prefix or self.path.startswith(prefix + "/")):
            return replace(self, path=self.path[len(prefix) :] or "/")
        return self


def address_of(written: str) -> Address:
    """The address that a call names."""
    text = re.sub(r"\s", "", written.replace("&amp;", "&").replace("%7B", "{").replace("%7D", "}"))
    text = text.partition("#")[0] if "#{" not in text else text
    base = match[0] if (match := _BASE.match(text)) else ""
    rest, more = _without_optional_query(text[len(base) :])
    path, _, query = rest.partition("?")
    segments: list[str] = []
    names: list[str] = []
    shown: list[tuple[str, str]] = []
    for segment in path.strip("/").split("/"):
        written_as = _placeholder(segment, segments, names, shown)
        segments.append(written_as)
    return Address(
        "" if base.startswith(("{", "$", "<")) else base,
        "/" + "/".join(segments) + ("/" if len(path) > 1 and path.endswith("/") else ""),
        tuple(names),
        tuple(shown),
        _pairs("&".join(filter(None, (query, more)))),
    )


def _without_optional_query(path: str) -> tuple[str, str]:
    """A path without RFC 6570's query, ``{?page,limit}``, and that as a query."""
    match = re.search(r"\{[?&]([^{}]*)\}", path)
    if match is None:
        return path, ""
    return path[: match.start()], "&".join(f"{name.strip('* ')}=" for name in match[1].split(",") if name.strip("* "))


def _placeholder(segment: str, before: list[str], names: list[str], shown: list[tuple[str, str]]) -> str:
    """A segment as it stands in the path; what it is called and shows is put to ``names`` and ``shown``."""
    suffix = match[0] if (match := _SUFFIX.search(segment)) else ""
    bare = unquote(segment.removesuffix(suffix))
    for form in _FORMS:
        if form.search(bare):
            return form.sub(lambda found: "{" + _named(found[1], before, names) + "}", bare) + suffix
    if _LOUD.fullmatch(bare) and (len(bare) > 2 or bare == "ID") and not _VERSION.fullmatch(bare) and before:
        name = re.sub(r"^YOUR[_-]", "", bare).lower().replace("-", "_")
        return "{" + _named(name, before, names) + "}" + suffix
    if before and _is_key(bare, before[-1]):
        name = _named(f"{_thing(before)}_id{'s' if ',' in bare else ''}", before, names)
        shown.append((name, bare))
        return "{" + name + "}" + suffix
    return segment


def _is_key(segment: str, before: str) -> bool:
    """Whether a segment is a key that stands there as an example, behind what it is a key of."""
    if before.startswith("{") or _VERSION.fullmatch(segment) or _PREFIX.match(before):
        return False
    return bool(_NUMBER.fullmatch(segment) or _KEY.fullmatch(segment))


def _named(written: str, before: list[str], names: list[str]) -> str:
    """A placeholder's name: as it is written, with the thing before it where that is needed to tell it from others."""
    name = re.sub(r"[^\w.-]+", "_", written.strip()).strip("_.-") or "value"
    if name in names or (name.lower() in _SAYS_NOTHING and f"{_thing(before)}_{name}" in names):
        name = f"{_thing(before)}_{name}"
    while name in names:
        name = f"{name}_2"
    names.append(name)
    return name


def _thing(before: list[str]) -> str:
    last = next((segment for segment in reversed(before) if not segment.startswith("{")), "")
    parts = snake(last).split("_")
    return "_".join([*parts[:-1], singular(parts[-1])]) if parts[-1] else "item"


def _pairs(query: str) -> tuple[tuple[str, str], ...]:
    pairs = (pair.partition("=")[::2] for pair in re.split(r"[&;]", query) if pair)
    return tuple((unquote(name).strip("[]{}"), unquote(value)) for name, value in pairs if re.match(r"[\w\[{]", name))


def matches(shape: str, other: str) -> bool:
    """Whether a path is one of a shape, whatever stands before it; any value fits a placeholder."""
    wanted, given = shape.strip("/").split("/"), other.strip("/").split("/")
    if len(given) < len(wanted):
        return False
    pairs = zip(reversed(wanted), reversed(given), strict=False)
    return all("{}" in one or one == another for one, another in pairs)


def common_prefix(paths: list[str]) -> str:
    """What all paths begin with that names no thing: ``/api/v2``, or "" where they have no such prefix."""
    split = [path.strip("/").split("/") for path in paths]
    prefix: list[str] = []
    for position in range(4):
        found = {parts[position] if position < len(parts) - 1 else "" for parts in split}
        if len(found) != 1 or not _PREFIX.match(part := found.pop()):
            break
        prefix.append(part)
    return "/" + "/".join(prefix) if prefix else ""
