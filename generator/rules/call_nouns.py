"""Call nouns: what calls by name are about: their nouns, verbs and objects, and the inputs that pick one of a noun."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from generator.description import Operation
from generator.rules.credentials import is_credential
from generator.rules.envelopes import content_property
from generator.rules.naming import first_word, last_word, plural_name, singular_name, squashed, words
from generator.rules.paths import ResourcePath, owner_names, resource_path
from generator.rules.shown import with_shown
from generator.rules.verbs import is_action
from generator.schema import Schemas

LISTS = frozenset({"list"})
SHOWS = frozenset("get info show describe retrieve read fetch".split())
CREATES = frozenset("create add new insert post register upload".split())
DELETES = frozenset("delete remove destroy".split())
CHANGES = frozenset("update edit modify set change".split())
# What changes something or begins it, whatever HTTP method a document gives it.
OPENS = frozenset("open close push publish send share start stop request approve reject uninstall revoke".split())
# What makes a thing or changes it, by whether it is there: ``create_or_update``.
UPSERT = "upsert"
CORE = LISTS | SHOWS | CREATES | DELETES | CHANGES | {UPSERT}
# Whom a call is for, rather than what it is about: an administrator's calls are about the same things.
_AUDIENCES = frozenset({"admin"})


@dataclass(slots=True)
class Call:
    """One call: ``nouns`` before the verb, the ``verb`` and its ``object``, and what it takes and gives.

    ``kind`` are its nouns as they are written. ``shown`` is the property of the answer that holds the thing or things;
    ``row`` the name of their schema. ``picks`` are the parameters of its path, by the noun of which each picks one.
    """

    operation: Operation
    nouns: list[str]
    verb: str
    object: list[str]
    last: str
    inputs: dict[str, bool]
    shown: str = ""
    row: str = ""
    kind: tuple[str, ...] = ()
    picks: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Noun:
    """A thing that calls are about: the names it goes by, and the input that picks one of it, by call.

    ``made_of`` are the inputs that only tell what a new one is like: no look and no removal takes them.
    """

    name: str
    aliases: set[str] = field(default_factory=set)
    key: str = ""
    made_of: set[str] = field(default_factory=set)


def parts_of(path: ResourcePath) -> list[str]:
    """Return the parts of a call's name: "/rooms.rename" gives "rooms" and "rename"."""
    return [part for literal in path.literals for part in literal.split(".") if part]


def picks_of(path: ResourcePath, verb: str = "") -> dict[str, str]:
    """Return the parameters of a call's path by the noun that each stands behind; one behind the verb is the noun's."""
    picks: dict[str, str] = {}
    above = noun = ""
    for segment in path.segments:
        if segment.is_parameter:
            picks.setdefault((above if verb and noun == verb else noun).lower(), segment.text)
        else:
            above, noun = noun, segment.text
    return picks


def verb_of(part: str) -> str:
    """Return the verb that a part of a call's name is, or begins with; "" where it is a noun."""
    first = first_word(part)
    known = first in CORE or first in ("lookup", "search") or is_action(first)
    return first if (known and part == part.lower()) or (first != squashed(part) and known) else ""


def call_of(operation: Operation, schemas: Schemas) -> Call:
    """Return the call that an operation is, by its path, its inputs and its answer."""
    path = resource_path(operation.path)
    parts = parts_of(path)
    if len(parts) > 2 and parts[0].lower() in _AUDIENCES:
        parts = parts[1:]
    last = parts[-1] if parts else ""
    verb = verb_of(last)
    behind = words(last)[1:] if verb else []
    nouns = parts[:-1] if verb else parts
    if not nouns and behind:
        # /sendMessage: the verb's object is all that says what it is about.
        nouns, behind = [plural_name("_".join(behind))], []
    if behind[:1] == ["or"] and set(behind[1:2]) & (CREATES | CHANGES):
        verb, behind = UPSERT, behind[2:]
    kind, picks = tuple(nouns), picks_of(path, last if verb else "")
    call = Call(operation, nouns, verb, behind, last, _inputs(operation, schemas), kind=kind, picks=picks)
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


def spell_alike(calls: Sequence[Call]) -> None:
    """Give one spelling to a first noun that stands in singular and in plural: ``team.info`` and ``teams.list``."""
    many = listed_nouns(calls)
    for call in calls:
        if call.nouns and call.nouns[0] in many and (len(call.nouns) == 1 or call.nouns[0].lower() in call.picks):
            called = call.nouns[0]
            call.nouns[0] = many[called]
            call.picks = {many[called].lower() if name == called else name: by for name, by in call.picks.items()}


def listed_nouns(calls: Sequence[Call]) -> dict[str, str]:
    """Return the first nouns that a call lists, or something below, by their singular; what is listed itself counts."""
    listing = sorted((call.nouns for call in calls if call.nouns and call.verb == "list"), key=len, reverse=True)
    return {singular_name(nouns[0]): nouns[0] for nouns in listing}


def leave_kinds_out(calls: Sequence[Call], nouns: Mapping[str, Noun]) -> None:
    """Take a last noun away that only tells of which kind a thing is: what ``files.remote.remove`` takes is a file.

    Such a noun has a call that makes one, and names nothing above it; and one that removes one by the key of the noun
    before it alone.
    """
    for kind in {tuple(call.nouns) for call in calls if len(call.nouns) > 1}:
        of, above = [call for call in calls if tuple(call.nouns) == kind and not call.object], nouns[kind[-2].lower()]
        own = nouns[kind[-1].lower()]
        made = [call for call in of if call.verb in CREATES and not any(names_one(name, above) for name in call.inputs)]
        gone = [call for call in of if call.verb in DELETES and key_of(call, above, ()) not in ("", "id")]
        if made and gone and not own.key and not any(call.row for call in of):
            for call in of:
                call.nouns = list(kind[:-1])


def find_made(calls: Iterable[Call], homes: Mapping[str, tuple[str, ...]]) -> None:
    """Read a call as one that makes a thing where its last word names what its noun writes: ``chat.meMessage``.

    ``chat`` writes the messages that ``rooms.history`` lists.
    """
    for call in calls:
        home = homes.get(call.nouns[0].lower()) if len(call.nouns) > 1 else None
        if home is None or call.verb or call.operation.method != "POST":
            continue
        thing = last_word(call.nouns[-1])
        if thing == singular_name(home[-1]):
            call.nouns, call.verb, call.object = call.nouns[:-1], "post", [thing]


def _inputs(operation: Operation, schemas: Schemas) -> dict[str, bool]:
    """Return the names of what the call takes, and whether it is required."""
    found = {each.name: each.required for each in operation.parameters if each.place == "query"}
    if operation.body is not None:
        required = schemas.resolve(operation.body.schema).get("required", [])
        sent = schemas.properties(operation.body.schema)
        # What is an object picks nothing by itself.
        found |= {name: name in required for name, schema in sent.items() if not schemas.properties(schema)}
    texts = {each.name: each.text for each in operation.parameters}
    return {name: must for name, must in found.items() if not is_credential(name, texts.get(name, ""))}


def nouns_of(calls: Iterable[Call]) -> dict[str, Noun]:
    """Return every noun with the names that it goes by: its own, and that of what its calls show."""
    found: dict[str, Noun] = {}
    for call in calls:
        for name in call.nouns:
            noun = found.setdefault(name.lower(), Noun(name))
            noun.aliases.add(squashed(singular_name(name)))
    own = {alias for noun in found.values() for alias in noun.aliases}
    for call in calls:
        shown = squashed(singular_name(call.shown))
        if call.nouns and call.verb in SHOWS | CREATES | CHANGES and not call.object and shown and shown not in own:
            found[call.nouns[-1].lower()].aliases.add(shown)
    direct = [(call, found[call.nouns[-1].lower()]) for call in calls if call.nouns]
    direct = [(call, noun) for call, noun in direct if not call.object or names_thing(call, noun)]
    for call, noun in direct:
        if call.verb in CREATES:
            noun.made_of |= call.inputs.keys()
    picking = [(call, noun) for call, noun in direct if call.verb in DELETES | SHOWS]
    for call, noun in picking:
        noun.made_of -= call.inputs.keys()
    for call, noun in picking:
        noun.key = noun.key or _only_key(call, noun)
    for call, noun in picking:
        noun.key = noun.key or _name_key(call, noun) or call.picks.get(noun.name.lower(), "") or _bare_key(call)
    return found


def names_thing(call: Call, noun: Noun) -> bool:
    """Return whether a verb's object is but the thing that its last noun stands for: ``users/get_user``."""
    return squashed("".join(call.object)) in {squashed(singular_name(noun.name)), *noun.aliases}


def _name_key(call: Call, noun: Noun) -> str:
    """Return the required input that names one of the noun, where no id picks it: ``DeleteTable`` with a TableName."""
    for name, required in call.inputs.items():
        parts = words(name)
        owned = squashed("".join(parts[:-1])) in noun.aliases
        joined = squashed(name) in {f"{alias}name" for alias in noun.aliases}
        if required and (joined or (parts[-1:] == ["name"] and (owned or len(parts) == 1))):
            return name
    return ""


def _bare_key(call: Call) -> str:
    """Return the one input that a call requires, where it is called a key and nothing else: ``number``, ``uid``."""
    required = [name for name, must in call.inputs.items() if must]
    owner, word = owner_names(required[0]) if len(required) == 1 else ("", "")
    return required[0] if word and not owner and word != "token" else ""


def _only_key(call: Call, noun: Noun) -> str:
    """Return the input by which a call picks one of the noun: named after it, or ``id``."""
    for name in call.inputs:
        if names_one(name, noun):
            return name
    return ""


def names_one(name: str, noun: Noun) -> bool:
    """Return whether an input is called after the noun, or ``id``, so that it may pick one."""
    owner, word = owner_names(name)
    parts = words(name)
    if word and not owner:
        return parts == ["id"]
    if not parts or (parts[-1] in ("name", "code", "number", "token", "key")):
        return False
    if not word and name in noun.made_of:
        return False  # the ``order`` in which an order stands
    return parts[-1] != "ids" and squashed(owner) in noun.aliases


def key_of(call: Call, noun: Noun, taken: Iterable[str]) -> str:
    """Return the input that picks one of the noun in this call, "" where none does."""
    if (picked := call.picks.get(noun.name.lower(), "")) and picked not in taken:
        return picked
    for name in call.inputs:
        if name not in taken and (names_one(name, noun) or (name == noun.key and call.verb not in CREATES)):
            return name
    return ""


def homes_of(calls: Sequence[Call], nouns: Mapping[str, Noun]) -> dict[str, tuple[str, ...]]:
    """Return for nouns that nothing lists or shows (``chat``) the nouns under which a call lists what they show.

    ``chat.update`` shows the row that ``rooms.history`` lists: its home is ``rooms``/``messages``.
    """
    seen = {call.nouns[-1].lower() for call in calls if call.nouns and call.verb in LISTS | SHOWS and not call.object}
    listing: dict[str, Call] = {}
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
