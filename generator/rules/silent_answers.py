"""Silent answers: reads of which a description tells nothing but that they succeed.

Many descriptions document what calls send and leave answers out. What such a read shows is then taken to be what the
calls beside it write, with the key that its path names (docs/decisions/0032).
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator.description import JsonSchema, Parameter, Response
from generator.rules.arguments import is_presentation
from generator.rules.credentials import is_credential
from generator.rules.envelopes import response_shape, type_names
from generator.rules.naming import singular_name, snake, squashed, unique_name, words
from generator.rules.paging import paging_of
from generator.rules.paths import ResourcePath, names_key_of, owner_names, thing_name
from generator.rules.readings import BODYLESS, Reading, names_of, row_properties, sent_properties
from generator.rules.verbs import is_action
from generator.rules.wording import asks_to_see
from generator.schema import Schemas

_WRITES = ("POST", "PUT", "PATCH")


@dataclass(slots=True)
class _Place:
    """The readings at one path and at one of what stands there: ``/cards`` and ``/cards/{id}``."""

    path: ResourcePath
    many: list[Reading] = field(default_factory=list)
    items: list[Reading] = field(default_factory=list)

    @property
    def readings(self) -> list[Reading]:
        """All readings of the place, those of single things first."""
        return [*self.items, *self.many]


@dataclass(frozen=True, slots=True)
class Silent:
    """Readings with what is assumed of silent answers, the schemas of the rows so found, and a sentence for each."""

    readings: list[Reading]
    rows: Mapping[str, JsonSchema]
    assumed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """What a silent answer shows: the schema, the call that tells it, and whether that is another read."""

    schema: JsonSchema
    source: str
    by_read: bool


def with_silent_answers(readings: list[Reading], schemas: Schemas) -> Silent:
    """Return the readings, silent ones with the rows that the calls beside them write or other reads show."""
    answers: dict[str, Response] = {}
    rows: dict[str, JsonSchema] = {}
    assumed: list[str] = []
    for thing, places in _places_by_thing(readings).items():
        name = unique_name(thing, {*schemas.defs, *rows})
        told = {place.path.shape: row for place in places if (row := _told_row(place, schemas)) is not None}
        written = [place for place in places if place.path.shape not in told and _writers(place, schemas)]
        kept = _Row({"$ref": f"#/$defs/{name}"}, _source(written[0], schemas), False) if written else None
        for place in places:
            own = told.get(place.path.shape) or (kept if place in written else None)
            row = own or _lent(place, next(iter(told.values()), kept), written, schemas)
            answering = [] if row is None else _answering(place, row, schemas)
            if row is None or not any(each.method == "GET" for each in answering):
                continue
            answers |= {each.operation.id: _answer(each, row.schema, place) for each in answering}
            assumed.append(f"What {answering[0].label} answers is not documented: it is taken to be what {row.source}.")
            if row is kept:
                rows[name] = _written_row(written, schemas)
    known = Schemas({**schemas.defs, **rows}, schemas.exemplified)
    return Silent([_answered(each, answers, known) for each in readings], rows, tuple(assumed))


def _lent(place: _Place, row: _Row | None, written: Sequence[_Place], schemas: Schemas) -> _Row | None:
    """Return the row of things that are written elsewhere, where it tells the thing below which they are listed.

    So it is with ``/boards/{boardId}/cards`` beside ``/cards`` whose cards have a ``boardId``.
    """
    if row is None or not _is_plural(place) or not place.path.parameters:
        return None
    shown = schemas.properties(row.schema if row.by_read else _written_row(written, schemas))
    owner, _ = owner_names(place.path.parameters[-1])
    parent = {squashed(place.path.parameters[-1]), *({squashed(owner), squashed(owner) + "id"} if owner else ())}
    return row if parent & {squashed(name) for name in shown} else None


def _places_by_thing(readings: Iterable[Reading]) -> dict[str, list[_Place]]:
    """Return the places by the name of what stands there, the nearest to the root first."""
    found: dict[str, _Place] = {}
    for reading in readings:
        path = reading.path
        if not path.literals or path.verb or reading.operation.method != reading.method:
            continue  # a call by name says in its envelope what it answers
        above = path.upto(len(path.segments) - 1) if path.ends_in_parameter else path
        if above.ends_in_parameter:
            continue
        place = found.setdefault(above.shape, _Place(above))
        (place.items if path.ends_in_parameter else place.many).append(reading)
    by_thing: dict[str, list[_Place]] = {}
    for place in sorted(found.values(), key=lambda each: len(each.path.segments)):
        by_thing.setdefault(thing_name(place.path.literals[-1]), []).append(place)
    return by_thing


def _answering(place: _Place, row: _Row, schemas: Schemas) -> list[Reading]:
    """Return the silent readings of a place that show the row: all reads, and writes where no read is told.

    Where reads are told, a write of which no answer is told has none.
    """
    silent = [each for each in place.readings if _is_silent(each, schemas) and not _gives_file(each)]
    key = _key(place)
    looks = [each for each in silent if each.method == "GET"]
    looks = [each for each in looks if each in place.many or (key and _picks(each, key, place))]
    if row.by_read:
        return looks
    makes_one = _has_many(place)
    writes = [each for each in silent if each.method in _WRITES]
    return [*looks, *(each for each in writes if each.method != "POST" or each in place.items or makes_one)]


def _is_silent(reading: Reading, schemas: Schemas) -> bool:
    """Return whether nothing is said of what an answer holds: no body, or a body of which nothing is known."""
    response = reading.response
    if response is None or reading.status in BODYLESS:
        return response is None and reading.method != "DELETE"
    if response.examples or response.headers.keys() & {"Location", "location"}:
        return False
    if response.schema is None:
        return response.media_type is None or "json" in response.media_type or "*" in response.media_type
    resolved = schemas.resolve(response.schema)
    says = resolved.keys() & {"properties", "additionalProperties", "items", "examples", "enum", "const"}
    return type_names(resolved) <= {"object"} and not says and not schemas.properties(response.schema)


def _picks(reading: Reading, key: Parameter, place: _Place) -> bool:
    """Return whether a look behind a place picks one thing by its key, and not a choice of them: /lists/{filter}."""
    parameter = reading.path.parameters[-1]
    owner, word = owner_names(parameter)
    names_it = bool(word) or squashed(owner) == squashed(thing_name(place.path.literals[-1]))
    return parameter == key.name and (names_it or _changes_one(place))


def _told_row(place: _Place, schemas: Schemas) -> _Row | None:
    """Return the row that another read of the same place shows."""
    for reading in place.readings:
        row = reading.shape.row
        kind = "list" if reading in place.many and _has_many(place) else "row"
        if reading.method == "GET" and reading.shape.kind == kind and row is not None and schemas.properties(row):
            return _Row(row, f"{reading.label} shows", True)
    return None


_FILE = re.compile(r"\b(?:downloads?|contents?|binary|raw|exports?|streams?|redirects?|snapshots?|thumbnails?)\b", re.I)


def _gives_file(reading: Reading) -> bool:
    """Return whether a read seems to give the bytes of a file, by its words or path: these need no schema."""
    operation = reading.operation
    said = " ".join((operation.summary, operation.text, *(" ".join(words(each)) for each in reading.path.literals)))
    return _FILE.search(said) is not None


def _writers(place: _Place, schemas: Schemas) -> list[Reading]:
    """Return the calls at a place that tell what a thing is made of; none where no call plainly does."""
    found = [each for each in _creations(place) if _written(each, schemas)]
    found += [each for each in place.readings if each.method in ("PUT", "PATCH") and _written(each, schemas)]
    if not any(_begins(each, place, schemas) for each in found):
        return []
    return [*found, *(each for each in place.items if each.method == "POST" and _written(each, schemas))]


def _source(place: _Place, schemas: Schemas) -> str:
    return f"{_writers(place, schemas)[0].label} sends"


def _creations(place: _Place) -> list[Reading]:
    return [each for each in place.many if each.method == "POST" and _has_many(place)]


def _written_row(places: Sequence[_Place], schemas: Schemas) -> JsonSchema:
    """Return the row that the writes at all places of a thing send, with the key that picks one."""
    properties: dict[str, JsonSchema] = {}
    for place in places:
        for reading in _writers(place, schemas):
            properties = {**_written(reading, schemas), **properties}
    # The place at which single things are changed knows their key best.
    keyed = sorted((place for place in places if place.items), key=lambda place: not _changes_one(place))
    key = _key(keyed[0]) if keyed else None
    for reading in (each for place in places for each in _creations(place)):
        properties = {**_made(reading, properties, key, schemas), **properties}
    if key is None or _shows_key(properties, key, keyed[0]):
        return {"type": "object", "properties": properties}
    name = _key_name(key.name)
    return {"type": "object", "properties": {name: {**key.schema, "readOnly": True}, **properties}, "required": [name]}


def _changes_one(place: _Place) -> bool:
    return any(each.method != "GET" for each in place.items)


def _made(
    reading: Reading, written: Mapping[str, JsonSchema], key: Parameter | None, schemas: Schemas
) -> dict[str, JsonSchema]:
    """Return what the answer of a creation shows of the new thing; nothing where it only tells that it was made."""
    shown = row_properties(reading.shape.row, schemas) if reading.shape.row is not None else {}
    is_row = bool(shown.keys() & written.keys()) or (key is not None and _key_name(key.name) in shown)
    return shown if is_row else {}


def _shows_key(properties: Iterable[str], key: Parameter, place: _Place) -> bool:
    thing = thing_name(place.items[0].path.literals[-1])
    return any(names_key_of(key.name, thing, name) >= _SURELY for name in properties)


# The path's parameter names the property itself, not one id word for another: what is sent as a key may be any other.
_SURELY = 3


def _written(reading: Reading, schemas: Schemas) -> Mapping[str, JsonSchema]:
    """Return what a write sends of a row that a read may show: its body's properties, or its query's without a body."""
    if reading.body_items is not None:
        return {}
    sent = {
        name: schema
        for name, schema in sent_properties(reading, schemas).items()
        if not schemas.resolve(schema).get("writeOnly") and _tells_of_row(name, schemas.resolve(schema))
    }
    if reading.operation.body is not None:
        return sent
    return {
        each.name: {**each.schema, "description": each.text} if each.text else each.schema
        for each in reading.operation.parameters
        if each.place == "query"
        and _tells_of_row(each.name, schemas.resolve(each.schema), each.text)
        and not is_credential(each.name, each.text)
    }


def _begins(reading: Reading, place: _Place, schemas: Schemas) -> bool:
    """Return whether a write tells what a thing is made of: in a body, or in what a creation by its query must name.

    What may be asked of a call whose body is not documented only tells how to go about it.
    """
    if reading.operation.body is not None:
        return True
    needed = {each.name for each in reading.operation.parameters if each.place == "query" and each.required}
    asked = {each.name for look in place.many if look.method == "GET" for each in look.operation.parameters}
    return bool(needed & _written(reading, schemas).keys()) and not needed <= asked


def _tells_of_row(name: str, schema: JsonSchema, text: str = "") -> bool:
    """Return whether an input is a property of a thing: it is no secret and does not tell how to go about the call."""
    text = text or str(schema.get("description", ""))
    says_how = is_presentation(name) or asks_to_see(name, schema) or paging_of(name, schema, text) is not None
    return not (says_how or squashed(name) in _HOW or _is_secret(name, schema))


# What a call is told of how to go about it, by the names that descriptions commonly have for it.
_HOW = frozenset("fields include expand force validateonly dryrun async wait notify sort sortby orderby".split())


def _is_secret(name: str, schema: JsonSchema) -> bool:
    return schema.get("format") == "password" or bool(set(words(name)) & {"password", "passwd", "secret", "passphrase"})


def _key(place: _Place) -> Parameter | None:
    """Return the parameter by which most calls pick one of the things at a place."""
    names = Counter(reading.path.parameters[-1] for reading in place.items)
    named = [
        each
        for reading in place.items
        for each in reading.operation.parameters
        if each.place == "path" and each.name == reading.path.parameters[-1]
    ]
    return max(named, key=lambda each: names[each.name], default=None)


def _key_name(parameter: str) -> str:
    """Return what a row calls the key that a path names: ``id`` for ``boardId``, ``slug`` for ``slug``."""
    _, word = owner_names(parameter)
    return word or snake(parameter)


def _has_many(place: _Place) -> bool:
    """Return whether a place has many things: a key picks one of them, or its name is a plural and calls make one."""
    return bool(place.items) or (_is_plural(place) and any(each.method == "POST" for each in place.many))


def _is_plural(place: _Place) -> bool:
    literal = place.path.literals[-1]
    return singular_name(literal) != snake(literal) and not is_action(literal)


def _answer(reading: Reading, row: JsonSchema, place: _Place) -> Response:
    is_list = reading.method == "GET" and reading in place.many and (_has_many(place) or _is_plural(place))
    response = reading.response or Response(str(reading.status))
    schema = _listed(row, response, place) if is_list else row
    return replace(response, schema=schema, media_type="application/json")


def _listed(row: JsonSchema, response: Response, place: _Place) -> JsonSchema:
    """Return an array of rows; below their name where nothing but an object is said to be answered."""
    rows: JsonSchema = {"type": "array", "items": row}
    if response.schema is None or type_names(response.schema) != {"object"}:
        return rows
    name = snake(place.path.literals[-1])
    return {"type": "object", "properties": {name: rows}, "required": [name]}


def _answered(reading: Reading, answers: Mapping[str, Response], schemas: Schemas) -> Reading:
    response = answers.get(reading.operation.id)
    if response is None:
        return reading
    one = reading.path.ends_in_parameter
    shape = response_shape(response.schema, schemas, names_of(reading.path), one=one)
    return replace(reading, response=response, shape=shape)
