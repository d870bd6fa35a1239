"""Observation: a write is modelled only where another tool shows what it wrote, or depends on it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.plan import Argument, Filter, Input, Key, LeftOut, Member, Order, Tool, Unmodelled, Value
from generator.rules.drafts import Draft
from generator.rules.naming import words
from generator.rules.readings import Reading

Decided = tuple[Reading, Tool | Unmodelled]

# Why an input is left out though it is documented: it would do something, and nothing that is kept tells what.
NOTHING_SHOWS = "No documented answer shows it."
# Words of inputs that move, copy or clear what answers show elsewhere.
_ACTS = frozenset(
    """insert before after position index template copy clone duplicate transfer merge null clear reset recursive
    cascade replace append prepend schedule""".split()
)
_SHOWS = frozenset({"list", "search", "get", "view"})
_MAKES = frozenset({"create", "upsert"})
_CHANGES = frozenset({"update", "replace", "singleton"})


def observed(decided: list[Decided], drafts: Mapping[str, Draft]) -> list[Decided]:
    """Return the decisions with every write unmodelled that no other tool shows, and no input kept that none shows.

    Columns that are then neither written nor read are taken out of their drafts. What would be written there is taken
    and checked as documented: whatever a caller sends, every answer stays the same. Only what says that it does
    something to other rows or columns is left out, unless the documentation requires it.
    """
    seen = {made.entity for _, made in decided if isinstance(made, Tool) and (_reads(made) or _shows_new(made))}
    decided = [(reading, _seen_or_reason(made, seen)) for reading, made in decided]
    used = set(_used(decided, drafts))
    decided = [(reading, _used_or_reason(made, used)) for reading, made in decided]
    tools = _by_entity(decided)
    known = {name: _told(draft, tools.get(name, [])) for name, draft in drafts.items()}
    decided = [(reading, _without_hidden(made, known)) for reading, made in decided]
    tools = _by_entity(decided)
    for name, draft in drafts.items():
        _forget(draft, known[name], tools.get(name, []))
    return decided


def _by_entity(decided: Iterable[Decided]) -> dict[str, list[Tool]]:
    found: dict[str, list[Tool]] = {}
    for _, made in decided:
        if isinstance(made, Tool):
            found.setdefault(made.entity, []).append(made)
    return found


def _reads(tool: Tool) -> bool:
    if tool.pattern == "singleton":
        return tool.method in ("GET", "HEAD")
    return tool.pattern in _SHOWS or (tool.pattern == "batch" and tool.each == "get")


def _makes(tool: Tool) -> bool:
    return tool.pattern in _MAKES or (tool.pattern == "batch" and tool.each in _MAKES) or tool.copies


def _shows_new(tool: Tool) -> bool:
    return tool.pattern in ("create", "upsert", "batch") and any(
        mark in str(tool.answer) for mark in ("$row", "$items")
    )


def _seen_or_reason(made: Tool | Unmodelled, seen: set[str]) -> Tool | Unmodelled:
    if isinstance(made, Unmodelled) or made.entity in seen:
        return made
    return Unmodelled(
        operation=f"{made.method} {made.path}", reason=f"No documented read shows the {made.entity} that it changes."
    )


def _used(decided: Iterable[Decided], drafts: Mapping[str, Draft]) -> Iterator[str]:
    """Yield the entities of which some tool does more than to make rows: it shows or changes one, or is below it."""
    for _, made in decided:
        if isinstance(made, Unmodelled):
            continue
        if not _makes(made):
            yield made.entity
        for argument in made.arguments:
            does = argument.does
            if isinstance(does, Member | Value) and does.of is not None:
                yield does.of
            if isinstance(does, Key | Value):
                reference = drafts[made.entity].slots[does.column].references
                if reference is not None and reference.entity != made.entity:
                    yield reference.entity


def _used_or_reason(made: Tool | Unmodelled, used: set[str]) -> Tool | Unmodelled:
    if isinstance(made, Unmodelled) or made.entity in used:
        return made
    reason = f"No other documented operation shows the {made.entity} that it makes, or depends on it."
    return Unmodelled(operation=f"{made.method} {made.path}", reason=reason)


def _told(draft: Draft, tools: list[Tool]) -> set[str]:
    """Return the columns that an answer about a row that is there shows, or on which a call depends."""
    slots = draft.slots.values()
    found = {*draft.key, *(name for group in draft.unique for name in group)}
    found |= {slot.name for slot in slots if slot.references or slot.unique or slot.open or slot.write_only}
    found |= {name for slot in slots for name in [slot.template, *re.findall(r"\{(\w+)\}", slot.template)]}
    for tool in tools:
        if not _makes(tool) or tool.copies:
            found |= _shown(tool, draft)
        found |= set(_read(tool))
    return found


def _shown(tool: Tool, draft: Draft) -> set[str]:
    said = str(tool.answer)
    found = set(re.findall(r"\$(?:column|items):(\w+)", said))
    if re.search(r"\$(row|items|map)(?![:\w])", said):
        found |= set(draft.forms.get(tool.form, ()) or [slot.name for slot in draft.slots.values() if slot.path])
    return found


def _read(tool: Tool) -> Iterator[str]:
    """Yield the columns by which the tool picks or orders rows, or which its own program names."""
    yield from (name.removeprefix("-") for name in tool.order)
    yield from tool.only_from
    yield from re.findall(r"\w+", " ".join(_texts(tool.steps)))
    for argument in tool.arguments:
        match argument.does:
            case Key(column=column, other=other):
                yield from [column, *([other] if other else [])]
            case Filter(column=column, columns=columns):
                yield from [column, *columns]
            case Member(column=column):
                yield column
            case Order(by=by):
                yield from (name.removeprefix("-") for names in by.values() for name in names)


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, list | tuple):
        for each in part:
            yield from _texts(each)


def _without_hidden(made: Tool | Unmodelled, known: Mapping[str, set[str]]) -> Tool | Unmodelled:
    """Return the tool whose inputs are only checked, and kept nowhere, where nothing shows what they would write."""
    if isinstance(made, Unmodelled) or made.pattern in ("batch", "custom"):
        return made
    hidden = [each for each in made.arguments if _is_hidden(each, known[made.entity])]
    if not hidden:
        return made
    shown = [each for each in made.arguments if isinstance(each.does, Value) and each not in hidden]
    if made.pattern in _CHANGES and not made.set and not shown:
        operation = f"{made.method} {made.path}"
        return Unmodelled(operation=operation, reason="No documented answer shows anything that it changes.")
    refused = [each for each in hidden if not each.required and _acts(each)]
    kept = [each for each in made.arguments if each not in refused]
    checked = [each.model_copy(update={"does": Input()}) if each in hidden else each for each in kept]
    out = [LeftOut(input="/".join(each.wire), reason=NOTHING_SHOWS) for each in refused]
    return made.model_copy(update={"arguments": tuple(checked), "left_out": (*made.left_out, *out)})


def _acts(argument: Argument) -> bool:
    """Return whether an input says what becomes of other rows or columns: to pass over it would be to do otherwise."""
    return not _ACTS.isdisjoint(words(argument.wire[-1] if argument.wire else argument.name))


def _is_hidden(argument: Argument, known: set[str]) -> bool:
    return isinstance(argument.does, Value) and argument.does.column not in known


def _forget(draft: Draft, known: set[str], tools: list[Tool]) -> None:
    """Take the columns away that no tool writes, reads or shows."""
    written = {name for tool in tools for name in tool.set}
    written |= {each.does.column for tool in tools for each in tool.arguments if isinstance(each.does, Value)}
    for slot in [slot for slot in draft.slots.values() if not slot.path]:
        if slot.name not in known | written:
            draft.remove(slot.name)
