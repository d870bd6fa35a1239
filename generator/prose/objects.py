"""Objects: what sections without calls say of the things that an API keeps, their fields and examples, by name."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from generator.prose.blocks import blocks_of
from generator.prose.fields import Field
from generator.prose.labels import labelled
from generator.prose.passages import content_of
from generator.prose.samples import NOTHING
from generator.prose.section import Section
from generator.rules.naming import singular, words

Json = Any

_FILLER = frozenset(
    """the a an object objects resource resources model models attributes properties fields schema data type types
    structure definition representation entity api json of reference details example""".split()
)
_HAS = re.compile(
    r"^(?:an? |the |each |every )?([\w -]{2,40}?)(?: object| resource)? (?:has|have|contains?|consists of|includes?)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing that a section describes: its names, its fields, and examples of it as JSON."""

    section: Section
    names: frozenset[str]
    fields: tuple[Field, ...]
    examples: tuple[Json, ...]


def things_in(sections: Iterable[Section]) -> list[Thing]:
    """The things that sections describe; they must be sections without calls."""
    return [thing for section in sections if section.holds_object and (thing := _thing(section))]


def _thing(section: Section) -> Thing | None:
    blocks = blocks_of(section.text)
    content = content_of(blocks)
    fields = [each.field for each in content.listed if each.place in ("", "body")]
    examples = [s.body for s in content.samples if isinstance(s.body, dict) and not s.method and not s.is_error]
    if len(fields) < 2 and not examples:
        return None
    said = [match[1] for _, label in labelled(blocks) if (match := _HAS.match(label.words))]
    names = {thing_name(title) for title in (*said, section.title, *section.above[-1:])}
    return Thing(
        section, frozenset(names - {""}), _once(fields), tuple(each for each in examples if each is not NOTHING)
    )


def _once(fields: Sequence[Field]) -> tuple[Field, ...]:
    by_name: dict[str, Field] = {}
    for field in fields:
        by_name.setdefault(field.name, field)
    return tuple(by_name.values())


def thing_name(title: str) -> str:
    """The name of the thing that a title speaks of: "The Time Entries object" gives "time_entry"."""
    parts = [word for word in words(title) if word not in _FILLER]
    return "_".join([*parts[:-1], singular(parts[-1])]) if parts else ""


def thing_called(name: str, page: str, things: Sequence[Thing]) -> Thing | None:
    """The thing of a name, that of the same page before others; None where there is none, or several elsewhere."""
    wanted = thing_name(name)
    found = [thing for thing in things if wanted and wanted in thing.names]
    here = [thing for thing in found if thing.section.url == page]
    if here:
        return here[0]
    return found[0] if len(found) == 1 else None
