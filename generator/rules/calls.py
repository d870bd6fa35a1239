"""Calls: operations that are named rather than placed (``/orders.list``, ``/files/create_folder``), read as resources.

Where a description names its operations by noun and verb and puts every input into query or body, each is read as the
path and method that it would have as a resource: ``orders.cancel`` with an input ``order_id`` as
``POST /orders/{order_id}/cancel``, ``orders.list`` as ``GET /orders``. What follows needs to know no second way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from generator.description import Operation
from generator.rules.call_nouns import (
    CHANGES,
    CORE,
    CREATES,
    DELETES,
    LISTS,
    OPENS,
    SHOWS,
    UPSERT,
    Call,
    Noun,
    call_of,
    find_made,
    homes_of,
    key_of,
    leave_kinds_out,
    listed_nouns,
    names_one,
    names_thing,
    nouns_of,
    parts_of,
    picks_of,
    spell_alike,
    verb_of,
)
from generator.rules.naming import plural_name, singular_name, snake, squashed, words
from generator.rules.paths import ResourcePath, Segment, owner_names, resource_path
from generator.rules.verbs import participle
from generator.schema import Schemas

# Whose thing a look shows: ``users/get_my_user``.
_OWN = (["my"], ["own"], ["current"])
# Beside so many calls, one operation may stand at a path with parameters: /tags/{arn} of what CreateImage makes.
_MOST_PLACED = 10


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a call stands as a resource: its path, and the method that it would have there.

    ``naming`` are the inputs by which it may name its thing instead of the key that its path has.
    """

    path: ResourcePath
    method: str
    naming: frozenset[str] = frozenset()


def placed_calls(operations: Sequence[Operation], schemas: Schemas) -> dict[str, Placed]:
    """Return by operation id where each call stands as a resource; nothing where a description is no list of calls."""
    below = _are_calls_below(operations)
    if not (below or _are_calls(operations)):
        return {}
    named = [
        each for each in operations if not (path := resource_path(each.path)).parameters or (below and _ends(path))
    ]
    calls = [call_of(operation, schemas) for operation in named]
    many = listed_nouns(calls)
    spell_alike(calls)
    leave_kinds_out(calls, nouns_of(calls))
    nouns = nouns_of(calls)
    homes = homes_of(calls, nouns)
    find_made(calls, homes)
    placed = {
        call.operation.id: _named(_placed(call, calls, nouns, homes), call, calls) for call in calls if call.nouns
    }
    return {**_alike(operations, many), **placed} if below else placed


def _alike(operations: Sequence[Operation], many: Mapping[str, str]) -> dict[str, Placed]:
    """Return by operation id where all that is no call stands: at its path, with a first noun spelled as calls do."""
    found = {}
    for operation in operations:
        path = resource_path(operation.path)
        first, *rest = path.segments or (None,)
        if first is not None and not first.is_parameter and first.text in many and rest and rest[0].is_parameter:
            path = ResourcePath((Segment(many[first.text], False), *rest), path.verb)
        found[operation.id] = Placed(path, operation.method)
    return found


def _named(placed: Placed, call: Call, calls: Sequence[Call]) -> Placed:
    """Return the place of a call with what else may name its thing: what a removal beside it takes as well."""
    removals = [other for other in calls if other.kind == call.kind and other.verb in DELETES and not other.object]
    if not placed.path.parameters or len(removals) != 1 or call.verb in CREATES:
        return placed
    (gone,) = removals
    others = gone.inputs.keys() & call.inputs.keys() - set(placed.path.parameters)
    alone = not any(gone.inputs.values()) and len(gone.inputs) == _EITHER
    return replace(placed, naming=frozenset(others)) if alone else placed


# A removal that takes two inputs, and requires neither, is told its thing by either of them.
_EITHER = 2


def _are_calls(operations: Sequence[Operation]) -> bool:
    """Return whether hardly any path takes parameters, and most end in a verb."""
    paths = [resource_path(operation.path) for operation in operations]
    if len(paths) < 5 or _MOST_PLACED * sum(bool(path.parameters) for path in paths) > len(paths):
        return False
    named = [path for path in paths if path and (parts := parts_of(path)) and verb_of(parts[-1])]
    return 2 * len(named) >= len(paths)


def _are_calls_below(operations: Sequence[Operation]) -> bool:
    """Return whether most operations end in one of the usual verbs, wherever parameters stand: /team/{team}/rooms/list.

    A verb behind a path that HTTP's own methods are used on (``/boxes/{id}/add``) is something else, as is what changes
    or deletes by such a method.
    """
    shapes = {resource_path(each.path).shape for each in operations}
    ending = [each for each in operations if _ends(path := resource_path(each.path)) and _thing(path) not in shapes]
    plain = all(each.method in ("GET", "POST") for each in ending)
    return plain and len(ending) >= _FEWEST and 2 * len(ending) >= len(operations)


_FEWEST = 5


def _thing(path: ResourcePath) -> str:
    """Return the shape of the path before its last literal: what HTTP's own methods would be used on."""
    last = max(number for number, segment in enumerate(path.segments) if not segment.is_parameter)
    return path.upto(last).shape


def _ends(path: ResourcePath) -> bool:
    """Return whether a path ends in a verb, and every parameter before or behind it picks one of a noun of its own."""
    parts = parts_of(path)
    verb = verb_of(parts[-1]) if parts else ""
    picked = picks_of(path, parts[-1] if verb else "")
    apart = len(picked) == len(path.parameters) and "" not in picked
    return verb in CORE and apart and not path.verb


def _placed(
    call: Call, calls: Sequence[Call], nouns: Mapping[str, Noun], homes: Mapping[str, tuple[str, ...]]
) -> Placed:
    chain = homes.get("/".join(call.nouns).lower(), tuple(call.nouns))
    moved = chain != tuple(call.nouns)
    segments, taken = _above(call, chain, nouns)
    if moved and not any(segment.is_parameter for segment in segments):
        chain, moved = tuple(call.nouns), False
        segments, taken = _above(call, chain, nouns)
    last = Noun(chain[-1], {squashed(singular_name(chain[-1]))}) if moved else nouns[call.nouns[-1].lower()]
    reads = call.operation.method == "GET" and call.verb not in CREATES | DELETES | CHANGES | OPENS
    if sibling := _sibling(call, calls) if call.object else "":
        return _of_sibling(call, sibling, nouns)
    if call.object and (own := _of_object(call, segments, taken, last)) is not None:
        return own
    if (listed := _listed(call, calls, chain, segments, taken, last, nouns)) is not None:
        return listed
    key = _row_key(call, calls, taken, singular_name(chain[-1])) if moved else _own_key(call, last, taken)
    item = [*segments, Segment(key, True)] if key else segments
    if not call.verb:
        return Placed(ResourcePath(tuple(segments)), "GET" if reads else "POST")
    if call.object or call.verb not in CORE:
        return Placed(ResourcePath((*item, Segment(call.last, False))), "GET" if reads else "POST")
    if call.verb == "remove" and key and _names_another(call, key, last, nouns):
        # users.remove with a team_id: the user leaves the team, and is not deleted.
        return Placed(ResourcePath((*item, Segment(call.last, False))), "POST")
    if call.verb in SHOWS and not key and (apart := _shown_apart(call, calls, segments, last, nouns)) is not None:
        return apart
    return _direct(call, segments, item, key)


def _listed(
    call: Call,
    calls: Sequence[Call],
    chain: Sequence[str],
    segments: Sequence[Segment],
    taken: Sequence[str],
    last: Noun,
    nouns: Mapping[str, Noun],
) -> Placed | None:
    """Return where a call that lists things stands: at their collection, or below another's; None for other calls."""
    things = Segment(snake(chain[-1]), False)
    if taken and not call.verb and _lists_others(call, calls):
        # users.rooms lists rooms, which have a list of their own: which of them is not told by a path.
        return Placed(ResourcePath((things, Segment(".".join(call.nouns), False))), "GET")
    if call.verb == "list" and not call.object:
        return Placed(ResourcePath(tuple(segments)), "GET")
    if call.nouns[0].lower() == "search" and len(call.nouns) == _SEARCHED and not call.verb:
        # search.rooms goes through all rooms, wherever they are listed.
        return Placed(ResourcePath((things,)), "GET")
    if any(_shows_many(call, other) and _belongs(other, calls, nouns) for other in calls):
        return Placed(ResourcePath(tuple(segments[:-1])), "GET")
    if call.verb == "list" and _lists_own(call, segments, last, nouns):
        return Placed(ResourcePath((*segments, Segment(plural_name("_".join(call.object)), False))), "GET")
    return None


def _own_key(call: Call, last: Noun, taken: Sequence[str]) -> str:
    return "" if _is_part(call, taken) else key_of(call, last, taken)


# A search is called after what it goes through: search.rooms.
_SEARCHED = 2


def _lists_own(call: Call, segments: Sequence[Segment], last: Noun, nouns: Mapping[str, Noun]) -> bool:
    """Return whether a list names what it lists by its object, and no input picks one thing that it belongs to."""
    known = {alias for noun in nouns.values() for alias in noun.aliases}
    named = any(segment.is_parameter for segment in segments) or bool(key_of(call, last, ()))
    return bool(call.shown) and not named and squashed(singular_name("_".join(call.object))) not in known


def _shown_apart(
    call: Call, calls: Sequence[Call], segments: Sequence[Segment], last: Noun, nouns: Mapping[str, Noun]
) -> Placed | None:
    """Return where a look stands that names no thing of its own noun; None where it is a look at the noun."""
    if _shows_another(call, calls, last):
        # reactions.get shows a file with its reactions, where reactions.list lists them.
        return Placed(ResourcePath((*segments, Segment(call.last, False))), "GET")
    one = _belongs(call, calls, nouns) if len(segments) == 1 else None
    if one is None:
        return None
    # dnd.info of a user is a part of the user, or where dnd.teamInfo shows those of many, one of these.
    key = Segment(next(iter(call.inputs)), True)
    many = any(_shows_many(other, call) for other in calls)
    return Placed(ResourcePath((*segments, key) if many else (Segment(snake(one.name), False), key, *segments)), "GET")


def _shows_many(call: Call, other: Call) -> bool:
    """Return whether a call shows many of what another shows one of: ``dnd.teamInfo`` beside ``dnd.info``."""
    told = bool(call.nouns) and not call.verb and call.nouns[:-1] == other.nouns and not other.object
    return told and other.verb in SHOWS and words(call.nouns[-1])[-1:] == [other.verb]


def _belongs(call: Call, calls: Sequence[Call], nouns: Mapping[str, Noun]) -> Noun | None:
    """Return the one other noun of which a call names one, where its own noun is neither listed nor made."""
    alike = [other for other in calls if other.nouns == call.nouns and not other.object]
    if len(call.inputs) != 1 or any(other.verb in LISTS | CREATES for other in alike):
        return None
    (name,) = call.inputs
    named = [noun for noun in nouns.values() if owner_names(name)[0] and names_one(name, noun) and noun.key]
    return named[0] if len(named) == 1 else None


def _shows_another(call: Call, calls: Sequence[Call], last: Noun) -> bool:
    listed = any(other.verb == "list" and other.nouns == call.nouns for other in calls)
    return listed and bool(call.shown) and squashed(singular_name(call.shown)) not in last.aliases


def _names_another(call: Call, key: str, own: Noun, nouns: Mapping[str, Noun]) -> bool:
    others = [noun for noun in nouns.values() if noun.key and noun.name != own.name]
    named = [name for name in call.inputs if name != key and owner_names(name)[0]]
    return any(names_one(name, noun) for name in named for noun in others)


def _lists_others(call: Call, calls: Sequence[Call]) -> bool:
    last = call.nouns[-1].lower()
    own = [other for other in calls if [each.lower() for each in other.nouns] == [last] and other.verb == "list"]
    return bool(call.row) and any(other.row == call.row for other in own)


def _is_part(call: Call, taken: Sequence[str]) -> bool:
    """Return whether the last noun is the one thing of its kind that the thing above it has: ``users.profile``."""
    last = call.nouns[-1]
    return bool(taken) and singular_name(last) == snake(last)


def _direct(call: Call, segments: list[Segment], item: list[Segment], key: str) -> Placed:
    if call.verb in SHOWS:
        own = [each for each in segments if each.is_parameter]
        shown = squashed(singular_name(call.shown))
        above = [number for number, each in enumerate(segments[:-1]) if each.is_parameter]
        if own and above and not key and shown == squashed(singular_name(segments[above[-1] - 1].text)):
            # teams.settings.info shows the team itself.
            return Placed(ResourcePath(tuple(segments[: above[-1] + 1])), "GET")
        return Placed(ResourcePath(tuple(item)), "GET")
    if call.verb in CREATES and call.nouns[-1].lower() in call.picks:
        return Placed(ResourcePath((*item, Segment(call.last, False))), "POST")
    if call.verb in CREATES:
        return Placed(ResourcePath(tuple(segments)), "POST")
    if call.verb in DELETES | {UPSERT} and key:
        return Placed(ResourcePath(tuple(item)), _METHODS[call.verb])
    if call.verb in CHANGES and (key or any(each.is_parameter for each in segments)):
        return Placed(ResourcePath(tuple(item)), "PATCH")
    return Placed(ResourcePath((*segments, Segment(call.last, False))), "POST")


def _above(call: Call, chain: Sequence[str], nouns: Mapping[str, Noun]) -> tuple[list[Segment], list[str]]:
    """Return the path down to the last noun, each noun above it with the input that picks one of it."""
    segments: list[Segment] = []
    taken: list[str] = []
    for name in chain[:-1]:
        segments.append(Segment(snake(name), False))
        key = key_of(call, nouns.get(name.lower(), Noun(name)), taken)
        if key:
            segments.append(Segment(key, True))
            taken.append(key)
    segments.append(Segment(snake(chain[-1]), False))
    return segments, taken


def _is_own_thing(call: Call, last: Noun) -> bool:
    """Return whether a verb's object is the thing that the noun stands for: ``messages.postMessage``."""
    return names_thing(call, last) and call.verb in CORE - LISTS


def _sibling(call: Call, calls: Sequence[Call]) -> str:
    """Return the noun listed beside the call that its object names; for a creation, its verb's participle before it."""
    thing = plural_name("_".join(call.object))
    changes = call.verb in CREATES | DELETES | CHANGES
    wanted = squashed(thing if changes else f"{participle(call.verb)}_{thing}")
    listed = [other.nouns[-1] for other in calls if other.verb == "list" and other.nouns[:-1] == call.nouns]
    return next((name for name in listed if squashed(name) == wanted), "")


def _of_sibling(call: Call, sibling: str, nouns: Mapping[str, Noun]) -> Placed:
    """Return where a call about what is listed beside it stands: ``chat.deleteScheduledMessage``."""
    segments, taken = _above(call, (*call.nouns, sibling), nouns)
    if call.verb in DELETES | CHANGES:
        return _changed(call, segments, key_of(call, nouns[sibling.lower()], taken))
    return Placed(ResourcePath(tuple(segments)), "POST")


def _of_object(call: Call, segments: list[Segment], taken: list[str], last: Noun) -> Placed | None:
    """Return where a call stands whose verb's object is its own thing: one of it, or the caller's; None for others."""
    if call.verb in SHOWS and call.object[:1] in _OWN and _is_own_thing(replace(call, object=call.object[1:]), last):
        return Placed(ResourcePath((*segments, Segment("me", False))), "GET")
    if not _is_own_thing(call, last):
        return None
    if call.verb in CREATES and call.nouns[-1].lower() not in call.picks:
        return Placed(ResourcePath(tuple(segments)), "POST")
    key = key_of(call, last, taken)
    if call.verb in SHOWS:
        return Placed(ResourcePath((*segments, Segment(key, True) if key else Segment(call.last, False))), "GET")
    return _changed(call, segments, key)


def _changed(call: Call, segments: list[Segment], key: str) -> Placed:
    if not key:
        return Placed(ResourcePath((*segments, Segment(call.last, False))), "POST")
    return Placed(ResourcePath((*segments, Segment(key, True))), _METHODS.get(call.verb, "PATCH"))


_METHODS = {**dict.fromkeys(DELETES, "DELETE"), UPSERT: "PUT"}


def _row_key(call: Call, calls: Sequence[Call], taken: Sequence[str], thing: str) -> str:
    """Return the input that picks a row of what is shown elsewhere: the one that a deletion beside it takes.

    It may have the thing's name before it.
    """
    for other in calls:
        if other.nouns == call.nouns and other.verb in DELETES and not other.object:
            left = [name for name in other.inputs if name not in taken and not name.startswith(("as_", "is_"))]
            for name in (left[0], f"{thing}_{left[0]}") if len(left) == 1 else ():
                if name in call.inputs:
                    return name
    return ""
