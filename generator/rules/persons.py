"""Persons: inputs that name someone by a key, or by "me", or by an e-mail address: filters, values and members.

What a path names so is read by ``either``; here it is what a query or a body names.
"""

from collections.abc import Collection, Iterable

from generator.description import JsonSchema
from generator.plan import Argument, Filter, Input, Member, Person, Tool, Value
from generator.rules.drafts import Draft
from generator.rules.either import other_way, own_word
from generator.rules.envelopes import type_names
from generator.rules.paths import is_self
from generator.rules.tellings import told_of

_TESTS = frozenset({"eq", "ne", "in", "not_in", "has", "has_any", "has_all", "has_none"})
_FORMS = frozenset({"format", "pattern", "enum", "const", "properties"})
_PEOPLE = ("user", "member", "person", "people", "employee")


def with_persons(arguments: Iterable[Argument], draft: Draft) -> list[Argument]:
    """Return the arguments with the ways in which those may name a person of whom their words tell several.

    Whom such words name must be there: no other value is one that may be kept alone.
    """
    found = []
    for argument in arguments:
        person = _person(argument, draft)
        if person is not None:
            does = argument.does
            kept = does.model_copy(update={"loose": False}) if isinstance(does, Value) else does
            argument = argument.model_copy(update={"person": person, "does": kept})
        found.append(argument)
    return found


def without_strangers(tool: Tool, entities: Collection[str]) -> Tool:
    """Return the tool whose arguments name persons of these entities alone: others are kept nowhere."""
    kept = tuple(
        each.model_copy(update={"person": None}) if each.person is not None and each.person.of not in entities else each
        for each in tool.arguments
    )
    return tool if kept == tool.arguments else tool.model_copy(update={"arguments": kept})


def _person(argument: Argument, draft: Draft) -> Person | None:
    target = _target(argument, draft)
    if target is None or len(target.key) != 1 or target.slots[target.key[0]].type != "text":
        return None
    text = str(argument.value.get("description", ""))
    if not _is_plain(argument.value):
        return None
    own = own_word([text], target) if _calls(target) else ""
    other = other_way([text], target, argument.wire[-1] if argument.wire else "")
    if not own and other is None:
        return None
    return Person(of=target.name, by=target.key[0], own=own, other=other.name if other is not None else None)


def _calls(target: Draft) -> bool:
    """Return whether one of the entity's rows may be who calls: people, or what is read as the caller's own."""
    return target.name.split("_")[-1] in _PEOPLE or any(is_self(literal) for literal, _ in target.resource.below)


def _is_plain(schema: JsonSchema) -> bool:
    """Return whether a schema is of a free text, or of an array of such."""
    kinds = type_names(schema) - {"null"}
    if kinds == {"array"}:
        items = schema.get("items")
        return isinstance(items, dict) and type_names(items) == {"string"} and not items.keys() & _FORMS
    return kinds == {"string"} and not schema.keys() & _FORMS


def _target(argument: Argument, draft: Draft) -> Draft | None:
    """Return the entity whose keys the argument is documented to name; None where that is not known."""
    match argument.does:
        case Value() | Member() | Input() as does if does.of is not None:
            target = draft.peers.get(does.of)
            return target if target is not None and target.key == [does.by] else None
        case Filter() as does if does.test in _TESTS:
            return _filtered(does, draft)
        case _:
            return None


def _filtered(does: Filter, draft: Draft) -> Draft | None:
    """Return the entity whose keys a filter compares: that of the column, or of the people whose key it looks for."""
    slot = draft.slots[does.column]
    if not does.inside:
        return draft.parent_of(does.column)
    target = told_of(slot, draft)[0] or next((draft.peers[name] for name in _PEOPLE if name in draft.peers), None)
    key = target.slots[target.key[0]] if target is not None and len(target.key) == 1 else None
    return target if key is not None and key.path[-1:] == does.inside[-1:] else None
