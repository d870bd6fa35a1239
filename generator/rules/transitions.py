"""Transitions: what an action such as ``/cancel`` changes, read from the documented states and columns."""

import re
from collections.abc import Collection, Iterator
from typing import Any

from generator.description import Operation
from generator.rules.drafts import Draft, Slot
from generator.rules.naming import sentences, squashed, words
from generator.rules.readings import Reading
from generator.rules.verbs import is_action, opposite, participle, states_after, undone_by

_STATE_NAMES = ("status", "state", "phase", "stage", "lifecycle_state", "lifecycle")


# Verbs that do something else with what they are sent than write it to the thing's own columns: they add it to what is
# there already or take it away, or make another thing of it.
NOT_WRITING = frozenset(
    "add remove invite kick attach detach insert assign unassign copy duplicate clone fork save instantiate".split()
)


def setting_of(literal: str, sent: Collection[str], draft: Draft) -> dict[str, Any] | None:
    """Return the boolean that a setter such as ``setAdmin`` makes true; None where it is sent a value to set."""
    verb, *thing = words(literal.split("/")[-1]) or [""]
    called = "".join(thing)
    if verb not in ("set", "make") or not thing or any(squashed(name) == called for name in sent):
        return None
    for spelling in (called, f"is{called}"):
        slot = draft.named(spelling)
        if slot is not None and slot.type == "boolean" and slot.path:
            return {slot.name: True}
    return None


def unsetting_of(reading: Reading, literal: str, draft: Draft) -> dict[str, Any] | None:
    """Return the booleans that a setter ends, as its text says, which setters beside it begin.

    ``setPlain`` that turns "an editor or owner into a plain member" undoes ``setEditor`` and ``setOwner``.
    """
    before = re.search(r"\b(.+?)\b(?:to be|into|back to)\b", reading.operation.text or reading.operation.summary, re.I)
    if before is None or words(literal.split("/")[-1])[:1] != ["set"]:
        return None
    begun = [setting_of(other, (), draft) or {} for other, _ in draft.resource.below if other != literal]
    named = {word for word in words(before.group(1))}
    found = {name: False for each in begun for name in each if set(words(name)) - {"is"} <= named}
    return found or None


def transition_of(literal: str, draft: Draft) -> dict[str, Any] | None:
    """Return the columns that an action sets, with their values; None where no column can show that it happened.

    A state among the documented ones is looked for first, then a boolean, then a time of that name.
    """
    parts = words(literal)
    verb = parts[0] if parts else ""
    if len(parts) > 1 and parts[0] == "mark":
        rest = parts[2:] if parts[1] == "as" else parts[1:]
        found = _state(("_".join(rest), "".join(rest)), draft)
    else:
        found = _state(states_after(verb), draft)
    change = found or _flag(verb, draft) or _belonging(parts, draft) or _in_other_order(parts, draft)
    moment = _moment(verb, draft)
    if change is None and not moment:
        return None
    return {**(change or {}), **moment}


def transition_said(operation: Operation, draft: Draft) -> dict[str, Any] | None:
    """Return the state that an action's text says its thing gets to: "… the claim closes in your favour"."""
    thing = re.escape(draft.name.replace("_", " "))
    for match in re.finditer(rf"\bthe {thing} (\w+)s\b", operation.text, re.I):
        verb = match.group(1).lower()
        if is_action(verb) and (found := _state(states_after(verb), draft)) is not None:
            return found
    return None


def _state(names: tuple[str, ...], draft: Draft) -> dict[str, Any] | None:
    for slot in state_slots(draft):
        choices = slot.schema.get("enum")
        by_name = {squashed(str(choice)): choice for choice in choices} if isinstance(choices, list) else {}
        for name in names:
            if squashed(name) in by_name:
                return {slot.name: by_name[squashed(name)]}
    return None


def state_slots(draft: Draft) -> list[Slot]:
    """Return the columns that tell in which state a row is."""
    named = [slot for name in _STATE_NAMES if (slot := draft.named(name)) is not None]
    return [slot for slot in named if slot.type == "text" and slot.path]


def _flag(verb: str, draft: Draft) -> dict[str, Any] | None:
    for word, value in ((verb, True), *((undone, False) for undone in undone_by(verb))):
        if not word:
            continue
        for spelling in (
            participle(word),
            f"is{participle(word)}",
            word,
            f"is{word}",
            f"{word}d",
            "enabled" if word == "enable" else word,
        ):
            slot = draft.named(spelling)
            if slot is not None and slot.type == "boolean" and slot.path:
                return {slot.name: value}
        # isLockedOut: the participle, and what goes with it.
        longer = [
            s for s in draft.slots.values() if s.path and squashed(s.path[-1]).startswith(f"is{participle(word)}")
        ]
        if len(longer) == 1 and longer[0].type == "boolean":
            return {longer[0].name: value}
    slot = (draft.named("is_draft") or draft.named("draft")) if verb in _ENDS_DRAFT else None
    return {slot.name: False} if slot is not None and slot.type == "boolean" and slot.path else None


# What has been done with a draft, so that it is none any more.
_ENDS_DRAFT = frozenset("send publish submit launch issue finalize".split())


def _belonging(parts: list[str], draft: Draft) -> dict[str, Any] | None:
    """Return the boolean that tells what a thing is to the caller, or has become: ``is_member``, ``is_private``."""
    word, value = "", True
    if len(parts) == 1 and parts[0] in _BELONGS:
        word, value = _BELONGS[parts[0]]
    elif len(parts) == 3 and parts[0] in ("convert", "change", "switch") and parts[1] == "to":
        word = parts[2]
    slot = (draft.named(f"is{word}") or draft.named(word)) if word else None
    return {slot.name: value} if slot is not None and slot.type == "boolean" and slot.path else None


# Verbs that undo what a flag tells: of revokePublicURL, that the URL is "shared".
_WITHDRAWS = frozenset("revoke remove stop end disable withdraw".split())


def _in_other_order(parts: list[str], draft: Draft) -> dict[str, Any] | None:
    """Return the boolean that has an action's words in another order: sharedPublicURL makes ``public_url_shared`` true.

    What withdraws makes it false, and has another verb where the flag says what was done.
    """
    for slot in draft.slots.values():
        own = words(slot.path[-1]) if slot.path and slot.type == "boolean" and slot.shown else []
        if len(own) > 1 and len(parts) > 1:
            if sorted(own) == sorted(parts):
                return {slot.name: True}
            done = [word for word in own if word not in parts[1:]]
            said = len(done) == 1 and done[0].endswith("ed") and len(own) == len(parts)
            if parts[0] in _WITHDRAWS and said:
                return {slot.name: False}
    return None


_BELONGS = {
    "join": ("member", True), "leave": ("member", False), "follow": ("following", True), "star": ("starred", True),
    "unfollow": ("following", False), "unstar": ("starred", False), "favorite": ("favorite", True),
    "unfavorite": ("favorite", False), "favourite": ("favourite", True), "like": ("liked", True),
    "unlike": ("liked", False), "subscribe": ("subscribed", True), "unsubscribe": ("subscribed", False),
}  # fmt: skip


def _moment(verb: str, draft: Draft) -> dict[str, Any]:
    """Return the time that an action sets, and the time of the action that it undoes, which is emptied."""
    found: dict[str, Any] = {}
    if (slot := _moment_slot(verb, draft)) is not None:
        found[slot.name] = "$now"
    undone = opposite(verb)
    if undone and (slot := _moment_slot(undone, draft)) is not None and not slot.always_sent:
        found[slot.name] = None
    return found


def _moment_slot(verb: str, draft: Draft) -> Slot | None:
    done = participle(verb) if verb else ""
    spellings = (f"{done}at", f"{done}on", f"{done}date", f"date{done}", f"{done}time", f"{done}timestamp", f"{done}ts")
    for spelling in (*spellings, f"{verb}ts") if verb else ():
        for slot in draft.slots.values():
            if slot.path and squashed(slot.path[-1]) == spelling and slot.type in ("text", "integer") and not slot.made:
                return slot
    return None


def allowed_states(operation: Operation, change: dict[str, Any], draft: Draft) -> dict[str, tuple[Any, ...]]:
    """Return the states from which the documentation says that the action is allowed; nothing where it does not say.

    A sentence counts when it speaks of what must or must not hold ("only", "must be", "cannot") and names states.
    """
    texts = [operation.text, operation.summary, *(r.text for r in operation.responses if r.status[:1] == "4")]
    for column, target in change.items():
        choices = draft.slots[column].schema.get("enum")
        if not isinstance(choices, list):
            continue
        before = ""
        for sentence in re.split(r"(?<=[.!?])\s+|\n(?=\s*\n)", " ".join(texts)):
            # "Puts a pending order into the state paid. An order in any other state is refused."
            said = f"only {before}" if _ANY_OTHER.search(sentence) else sentence
            states = states_in(said, choices, target)
            if states:
                return {column: states}
            before = sentence
    return {}


_ANY_OTHER = re.compile(r"\bany other (?:state|status)\b", re.I)
_ONLY = re.compile(r"\bonly\b|\bmust (?:still )?be\b|\bhas to be\b|\bneeds? to be\b", re.I)
_NEVER = re.compile(
    r"\b(?:cannot|can't|can not|may not|must not|already|not allowed|is refused|are refused|fails)\b", re.I
)


def state_sentences(reading: Reading, draft: Draft) -> Iterator[tuple[Slot, list[Any], str]]:
    """Yield what the operation and its refusals say, by sentences, with each column of states and its states."""
    operation = reading.operation
    told = [operation.summary, operation.text, *(r.text for r in operation.responses if r.status[:1] == "4")]
    for slot in state_slots(draft):
        choices = slot.schema.get("enum")
        states = [choice for choice in choices if choice is not None] if isinstance(choices, list) else []
        for sentence in sentences(" ".join(told)) if states else ():
            yield slot, states, sentence


def states_in(sentence: str, choices: list[Any], target: Any) -> tuple[Any, ...]:
    """Return the states that a sentence allows something in which leads to ``target``; nothing where it binds none."""
    named = named_states(sentence, choices)
    others = [choice for choice in named if choice != target]
    if not named:
        return ()
    if _ONLY.search(sentence) and others:
        return tuple(others)
    if _NEVER.search(sentence):
        return tuple(choice for choice in choices if choice is not None and choice not in named)
    return ()


def named_states(sentence: str, choices: list[Any]) -> list[Any]:
    """Return the states that a sentence names, in the order of the choices."""
    return [choice for choice in choices if choice is not None and _names(sentence, str(choice))]


def _names(sentence: str, state: str) -> bool:
    spoken = re.escape(state).replace("_", "[ _-]")
    return re.search(rf"(?<![\w-]){spoken}(?![\w-])", sentence, re.I) is not None
