"""Paths read as collections, items and actions: which segment names a thing, and which parameter picks one of it."""

import re
from dataclasses import dataclass
from functools import cached_property

from generator.rules.naming import singular_name, squashed, words

_VERSION = re.compile(
    r"^(v\d+([._-]\d+)*([a-z]+\d*)?|\d{4}-\d{2}(-\d{2})?|\d+(\.\d+)+)([._-](alpha|beta|rc|preview)[.-]?\d*)?$", re.I
)
# A call that a header or a query parameter names, as some documents write it: /#Action=CreateUser.
_CALL = re.compile(r"#[\w-]+=(?:[\w.]*\.)?(\w+)")
_PREFIXES = frozenset({"api", "apis", "rest", "services-api"})
_SELF = frozenset({"me", "self", "current", "~"})


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a path: a literal, or a parameter (its name without braces)."""

    text: str
    is_parameter: bool


@dataclass(frozen=True)
class ResourcePath:
    """A path without version and API prefixes. ``verb`` is what stands behind a colon (``/items/{id}:close``).

    What follows from it is kept: in a description of a thousand operations, every path is compared with every other.
    """

    segments: tuple[Segment, ...]
    verb: str = ""

    @cached_property
    def literals(self) -> tuple[str, ...]:
        """The literal segments in order."""
        return tuple(segment.text for segment in self.segments if not segment.is_parameter)

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The parameters' names in order."""
        return tuple(segment.text for segment in self.segments if segment.is_parameter)

    @property
    def ends_in_parameter(self) -> bool:
        """Whether the last segment is a parameter."""
        return bool(self.segments) and self.segments[-1].is_parameter

    def upto(self, length: int) -> "ResourcePath":
        """Return the path of the first ``length`` segments."""
        if length not in self._beginnings:
            self._beginnings[length] = ResourcePath(self.segments[:length])
        return self._beginnings[length]

    @cached_property
    def _beginnings(self) -> dict[int, "ResourcePath"]:
        return {}

    @cached_property
    def shape(self) -> str:
        """The path with every parameter alike: two spellings of one resource have the same shape."""
        return "/".join("{}" if segment.is_parameter else segment.text.lower() for segment in self.segments)

    def __bool__(self) -> bool:
        return bool(self.segments)


def resource_path(path: str) -> ResourcePath:
    """Return the path without leading API and version segments, and without a suffix such as ``.json``.

    A fragment that names no call (``/tags/{arn}#tagKeys``) only tells apart what one path does; it is never sent.
    """
    parts = [part for part in path.split("/") if part]
    if len(parts) == 1 and (match := _CALL.fullmatch(parts[0])):
        parts = [match.group(1)]
    elif parts:
        parts = [part for part in path.partition("#")[0].split("/") if part]
    if parts:
        parts[-1] = re.sub(r"\.(json|xml)$", "", parts[-1])
    verb = ""
    if parts and (match := re.fullmatch(r"(.*[^:]):([A-Za-z]\w*)", parts[-1])):
        parts[-1], verb = match.group(1), match.group(2)
    while parts and (_VERSION.match(parts[0]) or (parts[0].lower() in _PREFIXES and len(parts) > 1)):
        parts = parts[1:]
    # A version may also stand further in, behind the product's name: /crm/objects/2026-09/{type}.
    parts = [part for part in parts if not _VERSION.match(part)]
    return ResourcePath(tuple(_segment(part) for part in parts), verb)


def _segment(part: str) -> Segment:
    match = re.fullmatch(r"\{\+?([^{}]+)\}", part)
    if match:
        return Segment(match.group(1), True)
    mixed = re.search(r"\{([^{}]+)\}", part)
    return Segment(mixed.group(1), True) if mixed else Segment(part, False)


def is_self(segment: str) -> bool:
    """Return whether the segment names the acting user rather than a collection."""
    return segment.lower() in _SELF


def thing_name(segment: str) -> str:
    """Return the singular name of what a collection segment holds: "time-entries" gives "time_entry"."""
    return singular_name(segment)


def owner_names(parameter: str) -> tuple[str, str]:
    """Return the thing and the field that a parameter names: "projectId" gives ("project", "id"), "id" ("", "id").

    The suffixes are those that descriptions use for keys (id, ids, uuid, guid, sid, arn, slug, key, name, number).
    """
    parts = words(parameter)
    if len(parts) >= _EITHER and parts[-2] == "or" and {parts[-1], parts[-3]} <= _KEY_WORDS:
        # {project_name_or_id} and {id_or_slug} take one of two keys of a project.
        parts = [*parts[:-3], parts[-3] if parts[-3] in _IDS else parts[-1]]
    if len(parts) > 1 and parts[-1] in _KEY_WORDS:
        return "_".join(parts[:-1]), singular_name(parts[-1])
    if parts and parts[-1] in _KEY_WORDS:
        return "", singular_name(parts[-1])
    if len(parts) > 1 and parts[0] == "id":
        return "_".join(parts[1:]), "id"  # {idBoard}
    return "_".join(parts), ""


# The words of a parameter that takes one of two keys.
_EITHER = 3
_IDS = frozenset("id uuid guid".split())
_KEY_WORDS = frozenset(
    "id ids uuid guid sid arn slug key name number code handle token gid uid pk identifier hash".split()
)


def names_key_of(parameter: str, thing: str, field: str) -> int:
    """Return how surely a path parameter behind a thing's collection names this field; 0 is not at all.

    Steps from sure to weak: the same name, the same without case and separators, without the thing's name before it
    ("channelId" for ``id``), with it, and one id word for another.
    """
    if parameter == field:
        return 6
    asked, given, prefix = squashed(parameter), squashed(field), squashed(thing)
    if asked == given:
        return 5
    if asked == prefix + given:
        return 4
    if given == prefix + asked:
        return 4
    owner, word = owner_names(parameter)
    if given == squashed(word) and word and (not owner or owner.endswith(thing) or thing.endswith(owner)):
        return 3
    synonyms = {"id", "uuid", "guid", "uid", "sid", "gid", "key"}
    stripped = given.removeprefix(prefix)
    if (word in synonyms or (not word and squashed(owner) == prefix)) and stripped in synonyms:
        return 2
    return 0
