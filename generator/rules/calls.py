"""Calls: operations that are named rather than placed (``/orders.list``, ``/files/create_folder``), read as resources.

Where a description names its operations by noun and verb and puts every input into query or body, each is read as the
path and method that it would have as a resource: ``orders.cancel`` with an input ``order_id`` as
``POST /orders/{order_id}/cancel``, ``orders.list`` as ``GET /orders``. What follows needs to know no second way.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from generator.description import Operation
from generator.rules.credentials import is_credential
from generator.rules.envelopes import content_property
from generator.rules.naming import plural_name, singular_name, snake, squashed, words
from generator.rules.paths import ResourcePath, Segment, owner_names, resource_path
from generator.rules.shown import with_shown
from generator.rules.verbs import is_action, participle
from generator.schema import Schemas

_LISTS = frozenset({"list"})
_SHOWS = frozenset("get info show describe retrieve read fetch".split())
_CREATES = frozenset("create add new insert post register".split())
_DELETES = frozenset("delete remove destroy".split())
_CHANGES = frozenset("update edit modify set change".split())
# What changes something or begins it, whatever HTTP method a document gives it.
_OPENS = frozenset("open close push publish send share start stop request approve reject uninstall revoke".split())
_CORE = _LISTS | _SHOWS | _CREATES | _DELETES | _CHANGES
# Beside so many calls, one operation may stand at a path with parameters: /tags/{arn} of what CreateImage makes.
_MOST_PLACED = 10
# Whom a call is for, rather than what it is about: an administrator's calls are about the same things.
_AUDIENCES = frozenset({"admin"})


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a call stands as a resource: its path, and the method that it would have there."""

    path: ResourcePath
    method: str


@dataclass(slots=True)
class _Call:
    """One call: ``nouns`` before the verb, the ``verb`` and its ``object``, and what it takes and gives.

    ``shown`` is the property of the answer that holds the thing or things; ``row`` the name of their schema.
    """

    operation: Operation
    nouns: list[str]
    verb: str
    object: list[str]
    last: str
    inputs: dict[str, bool]
    shown: str = ""
    row: str = ""

    @property
    def is_direct(self) -> bool:
        """Whether the call is one of the usual ones about its noun, without an object of its own."""
        return self.verb in _CORE and not self.object


@dataclass(slots=True)
class _Noun:
    """A thing that calls are about: the names it goes by, and the input that picks one of it, by call."""

    name: str
    aliases: set[str] = field(default_factory=set)
    key: str = ""


def placed_calls(operations: Sequence[Operation], schemas: Schemas) -> dict[str, Placed]:
    """Return by operation id where each call stands as a resource; nothing where a description is no list of calls."""
    if not _are_calls(operations):
        return {}
    named = [operation for operation in operations if not resource_path(operation.path).parameters]
    calls = [_call(operation, schemas) for operation in named]
    _spell_alike(calls)
    nouns = _nouns(calls)
    homes = _homes(calls, nouns)
    return {call.operation.id: _placed(call, calls, nouns, homes) for call in calls if call.nouns}


def _are_calls(operations: Sequence[Operation]) -> bool:
    """Return whether hardly any path takes parameters, and most end in a verb."""
    paths = [resource_path(operation.path) for operation in operations]
    if len(paths) < 5 or _MOST_PLACED * sum(bool(path.parameters) for path in paths) > len(paths):
        return False
    named = [path for path in paths if path and (parts := _parts(path)) and _verb_of(parts[-1])]
    return 2 * len(named) >= len(paths)


def _parts(path: ResourcePath) -> list[str]:
    return [part for literal in path.literals for part in literal.split(".") if part]


def _verb_of(part: str) -> str:
    first = (words(part) or [""])[0]
    known = first in _CORE or first in ("lookup", "search") or is_action(first)
    return first if (known and part == part.lower()) or (first != squashed(part) and known) else ""


def _call(operation: Operation, schemas: Schemas) -> _Call:
    parts = _parts(resource_path(operation.path))
    if len(parts) > 2 and parts[0].lower() in _AUDIENCES:
        parts = parts[1:]
    last = parts[-1] if parts else ""
    verb = _verb_of(last)
    behind = words(last)[1:] if verb else []
    nouns = parts[:-1] if verb else parts
    if not nouns and behind:
        # /sendMessage: the verb's object is all that says what it is about.
        nouns, behind = [plural_name("_".join(behind))], []
    call = _Call(operation, nouns, verb, behind, last, _inputs(operation, schemas))
    response = with_shown(next((each for each in operation.responses if each.status[:1] == "2"), None), schemas)
    if response is not None and response.schema is not None:
        properties = schemas.properties(response.schema)
        names = frozenset(squashed(each) for noun in nouns[-1:] for each in (noun, singular_name(noun)))
        found = content_property(properties, schemas, names)
        if found is not None:
            schema = schemas.resolve(properties[found])
            items = schema.get("items")
            row = items if isinstance(items, dict) else properties[found]
            call.shown, call.row = found, schemas.name(row) or ""
    return call


def _spell_alike(calls: Sequence[_Call]) -> None:
    """Give one spelling to a first noun that stands in singular and in plural: ``team.info`` and ``teams.list``."""
    many = {singular_name(call.nouns[0]): call.nouns[0] for call in calls if call.nouns and call.verb == "list"}
    for call in calls:
        if call.nouns and call.nouns[0] in many and len(call.nouns) == 1:
            call.nouns[0] = many[call.nouns[0]]


def _inputs(operation: Operation, schemas: Schemas) -> dict[str, bool]:
    """Return the names of what the call takes, and whether it is required."""
    found = {each.name: each.required for each in operation.parameters if each.place == "query"}
    if operation.body is not None:
        required = schemas.resolve(operation.body.schema).get("required", [])
        found |= {name: name in required for name in schemas.properties(operation.body.schema)}
    texts = {each.name: each.text for each in operation.parameters}
    return {name: must for name, must in found.items() if not is_credential(name, texts.get(name, ""))}


def _nouns(calls: Iterable[_Call]) -> dict[str, _Noun]:
    """Return every noun with the names that it goes by: its own, and that of what its calls show."""
    found: dict[str, _Noun] = {}
    for call in calls:
        for name in call.nouns:
            noun = found.setdefault(name.lower(), _Noun(name))
            noun.aliases.add(squashed(singular_name(name)))
    own = {alias for noun in found.values() for alias in noun.aliases}
    for call in calls:
        shown = squashed(singular_name(call.shown))
        if call.nouns and call.verb in _SHOWS | _CREATES | _CHANGES and not call.object and shown and shown not in own:
            found[call.nouns[-1].lower()].aliases.add(shown)
    for call in calls:
        if call.nouns and call.verb in _DELETES | _SHOWS and not call.object:
            noun = found[call.nouns[-1].lower()]
            noun.key = noun.key or _only_key(call, noun)
    for call in calls:
        if call.nouns and call.verb in _DELETES | _SHOWS and not call.object:
            noun = found[call.nouns[-1].lower()]
            noun.key = noun.key or _name_key(call, noun)
    return found


def _name_key(call: _Call, noun: _Noun) -> str:
    """Return the required input that names one of the noun, where no id picks it: ``DeleteTable`` with a TableName."""
    for name, required in call.inputs.items():
        parts = words(name)
        owned = squashed("".join(parts[:-1])) in noun.aliases
        if required and parts[-1:] == ["name"] and (owned or len(parts) == 1):
            return name
    return ""


def _only_key(call: _Call, noun: _Noun) -> str:
    """Return the input by which a call picks one of the noun: named after it, or ``id``."""
    for name in call.inputs:
        if _names(name, noun):
            return name
    return ""


def _names(name: str, noun: _Noun) -> bool:
    owner, word = owner_names(name)
    if word and not owner:
        return word == "id"
    parts = words(name)
    if not parts or (parts[-1] in ("name", "code", "number", "token", "key")):
        return False
    return parts[-1] != "ids" and squashed(owner) in noun.aliases


def _key_of(call: _Call, noun: _Noun, taken: Iterable[str]) -> str:
    """Return the input that picks one of the noun in this call, "" where none does."""
    for name in call.inputs:
        if name not in taken and (_names(name, noun) or (name == noun.key and call.verb not in _CREATES)):
            return name
    return ""


def _homes(calls: Sequence[_Call], nouns: Mapping[str, _Noun]) -> dict[str, tuple[str, ...]]:
    """Return for nouns that nothing lists or shows (``chat``) the nouns under which a call lists what they show.

    ``chat.update`` shows the row that ``rooms.history`` lists: its home is ``rooms``/``messages``.
    """
    seen = {call.nouns[-1].lower() for call in calls if call.nouns and call.verb in _LISTS | _SHOWS and not call.object}
    listing: dict[str, _Call] = {}
    for call in calls:
        if call.row and len(call.nouns) == 2 and not call.verb:
            listing.setdefault(call.row, call)
    homes: dict[str, tuple[str, ...]] = {}
    for name in nouns:
        if name in seen:
            continue
        rows = Counter(call.row for call in calls if call.row and [each.lower() for each in call.nouns] == [name])
        for row, _ in rows.most_common(1):
            if row in listing and listing[row].nouns[-1].lower() != name:
                homes[name] = (listing[row].nouns[0], listing[row].shown)
    for call in listing.values():
        if (call.nouns[0], call.shown) in homes.values():
            homes["/".join(call.nouns).lower()] = (call.nouns[0], call.shown)
    return homes


def _placed(
    call: _Call, calls: Sequence[_Call], nouns: Mapping[str, _Noun], homes: Mapping[str, tuple[str, ...]]
) -> Placed:
    chain = homes.get("/".join(call.nouns).lower(), tuple(call.nouns))
    moved = chain != tuple(call.nouns)
    segments, taken = _above(call, chain, nouns)
    if moved and not any(segment.is_parameter for segment in segments):
        chain, moved = tuple(call.nouns), False
        segments, taken = _above(call, chain, nouns)
    last = _Noun(chain[-1], {squashed(singular_name(chain[-1]))}) if moved else nouns[call.nouns[-1].lower()]
    reads = call.operation.method == "GET" and call.verb not in _CREATES | _DELETES | _CHANGES | _OPENS
    if sibling := _sibling(call, calls) if call.object else "":
        return _of_sibling(call, sibling, nouns)
    if call.object and _is_own_thing(call, last):
        return _of_object(call, segments, taken, last)
    if taken and not call.verb and _lists_others(call, calls):
        # users.rooms lists rooms, which have a list of their own: which of them is not told by a path.
        return Placed(ResourcePath((Segment(snake(chain[-1]), False), Segment(".".join(call.nouns), False))), "GET")
    if call.verb == "list" and not call.object:
        return Placed(ResourcePath(tuple(segments)), "GET")
    key = _row_key(call, calls, taken) if moved else "" if _is_part(call, taken) else _key_of(call, last, taken)
    item = [*segments, Segment(key, True)] if key else segments
    if not call.verb:
        return Placed(ResourcePath(tuple(segments)), "GET" if reads else "POST")
    if call.object or call.verb not in _CORE:
        return Placed(ResourcePath((*item, Segment(call.last, False))), "GET" if reads else "POST")
    if call.verb == "remove" and key and _names_another(call, key, last, nouns):
        # users.remove with a team_id: the user leaves the team, and is not deleted.
        return Placed(ResourcePath((*item, Segment(call.last, False))), "POST")
    if call.verb in _SHOWS and not key and _shows_another(call, calls, last):
        # reactions.get shows a file with its reactions, where reactions.list lists them.
        return Placed(ResourcePath((*segments, Segment(call.last, False))), "GET")
    return _direct(call, segments, item, key)


def _shows_another(call: _Call, calls: Sequence[_Call], last: _Noun) -> bool:
    listed = any(other.verb == "list" and other.nouns == call.nouns for other in calls)
    return listed and bool(call.shown) and squashed(singular_name(call.shown)) not in last.aliases


def _names_another(call: _Call, key: str, own: _Noun, nouns: Mapping[str, _Noun]) -> bool:
    others = [noun for noun in nouns.values() if noun.key and noun.name != own.name]
    named = [name for name in call.inputs if name != key and owner_names(name)[0]]
    return any(_names(name, noun) for name in named for noun in others)


def _lists_others(call: _Call, calls: Sequence[_Call]) -> bool:
    last = call.nouns[-1].lower()
    own = [other for other in calls if [each.lower() for each in other.nouns] == [last] and other.verb == "list"]
    return bool(call.row) and any(other.row == call.row for other in own)


def _is_part(call: _Call, taken: Sequence[str]) -> bool:
    """Return whether the last noun is the one thing of its kind that the thing above it has: ``users.profile``."""
    last = call.nouns[-1]
    return bool(taken) and singular_name(last) == snake(last)


def _direct(call: _Call, segments: list[Segment], item: list[Segment], key: str) -> Placed:
    if call.verb in _SHOWS:
        own = [each for each in segments if each.is_parameter]
        shown = squashed(singular_name(call.shown))
        above = [number for number, each in enumerate(segments[:-1]) if each.is_parameter]
        if own and above and not key and shown == squashed(singular_name(segments[above[-1] - 1].text)):
            # teams.settings.info shows the team itself.
            return Placed(ResourcePath(tuple(segments[: above[-1] + 1])), "GET")
        return Placed(ResourcePath(tuple(item)), "GET")
    if call.verb in _CREATES:
        return Placed(ResourcePath(tuple(segments)), "POST")
    if call.verb in _DELETES and key:
        return Placed(ResourcePath(tuple(item)), "DELETE")
    if call.verb in _CHANGES and (key or any(each.is_parameter for each in segments)):
        return Placed(ResourcePath(tuple(item)), "PATCH")
    return Placed(ResourcePath((*segments, Segment(call.last, False))), "POST")


def _above(call: _Call, chain: Sequence[str], nouns: Mapping[str, _Noun]) -> tuple[list[Segment], list[str]]:
    """Return the path down to the last noun, each noun above it with the input that picks one of it."""
    segments: list[Segment] = []
    taken: list[str] = []
    for name in chain[:-1]:
        segments.append(Segment(snake(name), False))
        key = _key_of(call, nouns.get(name.lower(), _Noun(name)), taken)
        if key:
            segments.append(Segment(key, True))
            taken.append(key)
    segments.append(Segment(snake(chain[-1]), False))
    return segments, taken


def _is_own_thing(call: _Call, last: _Noun) -> bool:
    """Return whether a verb's object is the thing that the noun stands for: ``messages.postMessage``."""
    names = {squashed(singular_name(last.name)), *last.aliases}
    return squashed("".join(call.object)) in names and call.verb in _CREATES | _DELETES | _CHANGES


def _sibling(call: _Call, calls: Sequence[_Call]) -> str:
    """Return the noun listed beside the call that its object names; for a creation, its verb's participle before it."""
    thing = plural_name("_".join(call.object))
    changes = call.verb in _CREATES | _DELETES | _CHANGES
    wanted = squashed(thing if changes else f"{participle(call.verb)}_{thing}")
    listed = [other.nouns[-1] for other in calls if other.verb == "list" and other.nouns[:-1] == call.nouns]
    return next((name for name in listed if squashed(name) == wanted), "")


def _of_sibling(call: _Call, sibling: str, nouns: Mapping[str, _Noun]) -> Placed:
    """Return where a call about what is listed beside it stands: ``chat.deleteScheduledMessage``."""
    segments, taken = _above(call, (*call.nouns, sibling), nouns)
    if call.verb in _DELETES | _CHANGES:
        return _changed(call, segments, _key_of(call, nouns[sibling.lower()], taken))
    return Placed(ResourcePath(tuple(segments)), "POST")


def _of_object(call: _Call, segments: list[Segment], taken: list[str], last: _Noun) -> Placed:
    if call.verb in _CREATES:
        return Placed(ResourcePath(tuple(segments)), "POST")
    return _changed(call, segments, _key_of(call, last, taken))


def _changed(call: _Call, segments: list[Segment], key: str) -> Placed:
    if not key:
        return Placed(ResourcePath((*segments, Segment(call.last, False))), "POST")
    return Placed(ResourcePath((*segments, Segment(key, True))), "DELETE" if call.verb in _DELETES else "PATCH")


def _row_key(call: _Call, calls: Sequence[_Call], taken: Sequence[str]) -> str:
    """Return the input that picks a row of what is shown elsewhere: the one that a deletion beside it takes."""
    for other in calls:
        if other.nouns == call.nouns and other.verb in _DELETES and not other.object:
            left = [name for name in other.inputs if name not in taken and not name.startswith(("as_", "is_"))]
            if len(left) == 1 and left[0] in call.inputs:
                return left[0]
    return ""
