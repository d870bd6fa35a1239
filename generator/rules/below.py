"""Choices below: what an operation behind a thing or a collection does, whose path ends in a literal."""

import re

from generator.plan import Value
from generator.rules.appends import append_of
from generator.rules.asides import aside_of
from generator.rules.choice import Choice, NotModelled
from generator.rules.companies import company_of
from generator.rules.copies import copies_row, is_copy
from generator.rules.counts import counts_rows
from generator.rules.drafts import Draft
from generator.rules.entities import kept_names, shows_entity
from generator.rules.filters import filter_of
from generator.rules.insides import is_array
from generator.rules.matched import matched_of
from generator.rules.naming import singular_name, squashed, words
from generator.rules.outcomes import object_sent, outcome_of
from generator.rules.paging import paging_of
from generator.rules.readings import Reading, sent_properties
from generator.rules.resources import own_parameters
from generator.rules.searches import is_look_alone
from generator.rules.settings import cleared, setting_sent
from generator.rules.told import told_of
from generator.rules.transitions import (
    NOT_WRITING,
    allowed_states,
    setting_of,
    transition_of,
    transition_said,
    unsetting_of,
)
from generator.rules.verbs import is_action
from generator.rules.wholes_below import changes_below, deletes_whole, makes_below, shows_whole
from generator.schema import Schemas


def below_choice(reading: Reading, draft: Draft, literal: str, schemas: Schemas) -> Choice:
    """Return what an operation behind a thing or a collection does. Raises: NotModelled."""
    behind_item = bool(set(reading.path.parameters) & own_names(draft))
    if reading.method == "GET":
        return _look_choice(reading, draft, literal, schemas)
    if is_look_alone(reading) and reading.shape.kind == "list" and shows_entity(reading, draft, schemas):
        return Choice("search")
    if makes_below(reading, draft, literal, schemas):
        return Choice("create")
    if changes_below(reading, draft, literal, schemas):
        return Choice("update")
    if reading.body_items is not None and (found := matched_of(reading, draft, literal, schemas)) is not None:
        return Choice("custom", matched=found)
    if not behind_item:
        raise NotModelled(f"What {literal} does to the collection is not documented as a change of columns.")
    if deletes_whole(reading, draft, schemas):
        return Choice("delete")
    if is_copy(reading, literal):
        if not copies_row(reading, draft, schemas):
            raise NotModelled(f"Its answer does not show the row that {literal} makes.")
        return Choice("custom", copies=True)
    return _action_choice(reading, draft, literal, schemas)


def _action_choice(reading: Reading, draft: Draft, literal: str, schemas: Schemas) -> Choice:
    """An action on one thing: a state that it leads to, a column that it names, or columns that it is sent."""
    if change := setting_of(literal, sent_properties(reading, schemas), draft):
        return Choice("transition", set=change, alone=True)
    if change := unsetting_of(reading, literal, draft):
        return Choice("transition", set=change, alone=True)
    if (change := transition_of(literal, draft)) is not None:
        return Choice("transition", set=change, only_from=allowed_states(reading.operation, change, draft))
    if (setting := setting_sent(reading, draft, literal, schemas)) is not None:
        return Choice("update", setting=setting)
    if (emptied := cleared(reading, draft, literal, schemas)) is not None:
        return Choice("transition", set=emptied)
    found = outcome_of(reading, draft, schemas) or object_sent(reading, draft, literal, schemas)
    if found is not None:
        columns = {does.column: None for does in found.values() if isinstance(does, Value)}
        only_from = allowed_states(reading.operation, {**columns, **_states_named(reading, draft)}, draft)
        reached = {each for does in found.values() if isinstance(does, Value) for each in does.mapped.values()}
        only_from = {name: tuple(one for one in states if one not in reached) for name, states in only_from.items()}
        only_from = {name: states for name, states in only_from.items() if states}
        return Choice("transition" if only_from else "update", controls=found, control=True, only_from=only_from)
    if (appended := append_of(reading, draft, literal, schemas)) is not None:
        sets, shown = appended
        states = {name: None for name in _states_named(reading, draft)}
        only_from = allowed_states(reading.operation, states, draft)
        return Choice("transition", set=sets, controls=shown, control=True, only_from=only_from)
    if _writes_what_it_is_sent(reading, draft, literal, schemas):
        return Choice("update")
    if reading.method == "POST" and (change := transition_said(reading.operation, draft)) is not None:
        return Choice("transition", set=change, only_from=allowed_states(reading.operation, change, draft))
    raise NotModelled(f"No documented property shows what {literal} changes.")


def _states_named(reading: Reading, draft: Draft) -> dict[str, None]:
    """Return the columns with documented states that the text of an operation speaks of by name."""
    said = reading.operation.text
    named = [slot for slot in draft.slots.values() if slot.path and isinstance(slot.schema.get("enum"), list)]
    return {slot.name: None for slot in named if re.search(rf"\b{re.escape(slot.path[-1])}\b", said)}


def count_choice(reading: Reading, draft: Draft, literal: str, schemas: Schemas) -> Choice | None:
    """Return the choice of what answers with the number of rows alone, None for others."""
    if not counts_rows(reading, draft, literal, schemas):
        return None
    return Choice("list" if reading.method == "GET" else "search", counts=True)


def _writes_what_it_is_sent(reading: Reading, draft: Draft, literal: str, schemas: Schemas) -> bool:
    """Return whether an action writes what it is sent: at least half of it has columns that answers show.

    A setter writes what its name says: of ``setExpiration`` that must be sent and kept.
    """
    if not (is_action(literal.split("/")[-1]) or reading.method in ("PUT", "PATCH")):
        return False
    verb, *thing = words(literal.split("/")[-1]) or [""]
    if verb in NOT_WRITING:
        return False
    sent = sent_properties(reading, schemas)
    kept = kept_names(reading, draft, schemas)
    if verb == "set" and thing and not any(squashed(name).startswith("".join(thing)) for name in kept):
        return False
    return bool(kept) and 2 * len(kept) >= len(sent)


def _look_choice(reading: Reading, draft: Draft, literal: str, schemas: Schemas) -> Choice:
    """A GET behind a collection or an item: other rows of the same kind, or a part of the one row."""
    if (aside := aside_of(reading, draft, literal)) is not None:
        return Choice("view", column=aside.name)
    if (named := told_of(reading, draft, literal, schemas)) is not None:
        return Choice("get", column=named.name)
    if (members := company_of(reading, draft, literal)) is not None:
        return Choice("list", controls=members)
    if _lists_something_else(literal, draft):
        raise NotModelled(_elsewhere(literal))
    if reading.shape.kind in ("list", "map") and shows_entity(reading, draft, schemas):
        query = [
            parameter
            for parameter in reading.operation.parameters
            if parameter.place == "query"
            and paging_of(parameter.name, schemas.resolve(parameter.schema), parameter.text) is None
        ]
        told = [
            parameter
            for parameter in query
            if filter_of(parameter.name, schemas.resolve(parameter.schema), parameter.text, draft)
        ]
        if told and (_looks(literal) or len(told) == len(query)):
            return Choice("list")
        raise NotModelled(f"What makes a {draft.name} one of {literal} is not documented.")
    if _looks_up(reading, draft, literal, schemas):
        return Choice("get")
    asks = literal.split("/")[-1] in ("get", "show", "info") or shows_whole(reading, draft, literal, schemas)
    if reading.shape.kind == "row" and shows_entity(reading, draft, schemas) and asks:
        return Choice("get")
    slot = draft.named(literal)
    kinds = ("list", "keys") if slot is not None and is_array(slot) else ("row",)
    if slot is not None and slot.path and slot.type == "json" and reading.shape.kind in kinds:
        return Choice("view", column=slot.name)
    raise NotModelled(
        unknown_answer(reading) if reading.shape.kind in ("none", "scalar", "keys") else _elsewhere(literal)
    )


def _looks_up(reading: Reading, draft: Draft, literal: str, schemas: Schemas) -> bool:
    """Return whether a look behind a collection finds one row by what it must be asked: ``lookupByEmail?email=``."""
    asked = [each for each in reading.operation.parameters if each.place == "query" and each.required]
    finds = [filter_of(each.name, schemas.resolve(each.schema), each.text, draft) for each in asked]
    one = reading.shape.kind == "row" and not own_parameters(reading, draft.resource) and _looks(literal)
    sure = bool(finds) and all(each is not None and each.test == "eq" for each in finds)
    return one and sure and shows_entity(reading, draft, schemas)


def _looks(literal: str) -> bool:
    """Return whether a literal only says that rows are looked for, and nothing of which: ``search``, ``findByName``."""
    return (words(literal.split("/")[-1]) or [""])[0] in _LOOKS


_LOOKS = frozenset("search find list query filter lookup get fetch by mget batch".split())


def _lists_something_else(literal: str, draft: Draft) -> bool:
    """Return whether a literal such as ``listMembers`` names what it lists, and that is not the entity."""
    verb, *thing = words(literal.split("/")[-1]) or [""]
    return verb in ("list", "get") and bool(thing) and singular_name("_".join(thing)) != draft.name


def _elsewhere(literal: str) -> str:
    return f"What {literal} shows is not kept by anything that the documentation describes."


def own_names(draft: Draft) -> set[str]:
    """Return the path parameters that pick one row of the entity."""
    return {name for reading in draft.resource.readings for name in own_parameters(reading, draft.resource)}


def unknown_answer(reading: Reading) -> str:
    """Return why nothing can be said of an answer."""
    if reading.shape.kind == "none":
        return "The documentation does not say what its answer holds."
    return f"Its answer, a {reading.shape.kind} value, does not follow from anything that is kept."
