"""Called: the column that an input means by its name, or by what is said of it."""

import re
from collections.abc import Iterator

from generator.description import JsonSchema
from generator.rules.drafts import Draft, Slot
from generator.rules.moments import is_moment
from generator.rules.naming import plural, singular, squashed, words


def column_called(parts: list[str], draft: Draft) -> Slot | None:
    """Return the column with this name, or with another number, an ``id`` more or less, or the entity's name before."""
    called = "".join(parts)
    one = "".join([*parts[:-1], singular(parts[-1])])
    many = "".join([*parts[:-1], plural(parts[-1])])
    thing = squashed(draft.name)
    for spelling in (
        called,
        one,
        many,
        *(one + key for key in ("id", "ids", "gid", "sid", "uuid")),
        thing + one,
        one.removeprefix(thing),
        called.removesuffix("id"),
    ):
        if spelling and (slot := draft.named(spelling)) is not None and not slot.write_only:
            return slot
    if one in ("id", "uuid", "sid") and draft.key:
        return draft.slots[draft.key[-1]]
    if one in ("state", "status") and (slot := draft.named("status" if one == "state" else "state")):
        return slot
    if len(parts) > 1 and parts[0] in ("is", "has"):
        return column_called(parts[1:], draft)
    return _time_called(parts, draft) or _only([*_with_more(parts, draft)]) or _only([*_of_thing(parts, draft)])


def _time_called(parts: list[str], draft: Draft) -> Slot | None:
    """Return the time that is shown without the last word of the input's name: ``created``, of created_at."""
    slot = draft.named("".join(parts[:-1])) if len(parts) > 1 and parts[-1] in ("at", "on", "date", "time") else None
    return slot if slot is not None and slot.path and is_moment(slot.schema) else None


def _with_more(parts: list[str], draft: Draft) -> Iterator[Slot]:
    """Yield the columns with one word more between those of the input: ``queue_friendly_name``, of queue_name."""
    for slot in draft.slots.values() if len(parts) > 1 else ():
        shown = words(slot.path[-1]) if slot.path and not slot.write_only else []
        within = len(shown) == len(parts) + 1 and (shown[0], shown[-1]) == (parts[0], parts[-1])
        if within and any(shown[:at] + shown[at + 1 :] == parts for at in range(1, len(parts))):
            yield slot


def _of_thing(parts: list[str], draft: Draft) -> Iterator[Slot]:
    """Yield the columns called so behind a word of the thing's name: a participant conversation's participant_name."""
    thing = words(draft.name)
    for slot in draft.slots.values() if len(thing) > 1 else ():
        if slot.path and not slot.write_only and words(slot.path[-1]) in [[word, *parts] for word in thing]:
            yield slot


def _only(found: list[Slot]) -> Slot | None:
    return found[0] if len(found) == 1 else None


def day_called(parts: list[str], schema: JsonSchema, draft: Draft) -> Slot | None:
    """Return the time of which a parameter names the day: completed_on, of completed_at."""
    if schema.get("format") != "date" or parts[-1] not in ("on", "date") or len(parts) < 2:
        return None
    slot = draft.named("".join(parts[:-1]) + "at")
    return slot if slot is not None and slot.path and is_moment(slot.schema) else None


# The property that an input is said to be about, where the sentence says nothing else of it.
_ABOUT = re.compile(
    r"\b(?:filter(?:s|ed)?|narrow(?:s|ed)?|limit(?:s|ed)?|restrict(?:s|ed)?)(?: (?:the |this )?[\w ]{0,30}?)?"
    r" (?:by|to|on) (?:the |their |its |a )?[`'\"](\w+)[`'\"]"
    r"|\b(?:have|has|with|of) (?:the |this )?(?:specified|given) [`'\"](\w+)[`'\"]",
    re.I,
)


def column_said(text: str, draft: Draft) -> Slot | None:
    """Return the property that the words of a filter name as what it filters by: "Filters results by `folderId`"."""
    said = {one or other for one, other in _ABOUT.findall(text)}
    slot = draft.slot_at((said.pop(),)) if len(said) == 1 else None
    return slot if slot is not None and slot.shown and not slot.write_only else None
