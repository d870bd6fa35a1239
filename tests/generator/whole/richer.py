"""What real descriptions have beside the plain operations: actions, batches, parts, look-ups, counts and upserts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

Json = Any
Operations = dict[str, dict[str, Json]]

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}
FLAG = {"type": "boolean"}
SHOWN_FLAG = {**FLAG, "readOnly": True}


def answers(schema: Json, status: str = "200") -> Json:
    """What an operation answers, beside the refusals that most documents declare."""
    refusal = {"type": "object", "properties": {"message": TEXT}}
    refused = {"content": {"application/json": {"schema": refusal}}}
    body = {"content": {"application/json": {"schema": schema}}} if schema is not None else {}
    return {status: {"description": "", **body}, "404": {"description": "Not found", **refused}}


def sends(schema: Json) -> Json:
    """A body that must be sent."""
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def many(schema: Json) -> Json:
    """An array of these."""
    return {"type": "array", "items": schema}


def thing_of(**properties: Json) -> Json:
    """An object that must have none of its properties."""
    return {"type": "object", "properties": properties}


@dataclass(frozen=True)
class Subject:
    """A kind of thing as the richer operations see it; ``word`` is its plural as a property's name."""

    path: str
    parameter: str
    above: list[Json]
    own: list[Json]
    key: tuple[str, Json]
    properties: dict[str, Json]
    ref: Json
    sent: Json
    word: str

    @property
    def item(self) -> str:
        """The path of one thing."""
        return f"{self.path}/{{{self.parameter}}}"

    def at(self, place: str, method: str, **operation: Json) -> Operations:
        """One operation behind a thing."""
        return {f"{self.item}{place}": {"parameters": self.own, method: operation}}

    def beside(self, place: str, method: str, **operation: Json) -> Operations:
        """One operation behind the collection."""
        return {f"{self.path}{place}": {"parameters": self.above, method: operation}}


class Richer(NamedTuple):
    """What one kind of operation adds to a description: its paths, and what rows show because of it."""

    operations: Operations
    shown: Mapping[str, Json] = MappingProxyType({})


def upsert(thing: Subject) -> Richer:
    """PUT makes or replaces."""
    both = answers(thing.ref, "201") | {"200": answers(thing.ref)["200"]}
    return Richer(thing.at("", "put", requestBody=sends(thing.sent), responses=both))


def archive(thing: Subject) -> Richer:
    """Two actions that set a flag, of which one undoes the other."""
    done = {"responses": answers(thing.ref)}
    return Richer(
        thing.at("/archive", "post", **done) | thing.at("/unarchive", "post", **done), {"archived": SHOWN_FLAG}
    )


def cancel(thing: Subject) -> Richer:
    """An action on a state, by a colon."""
    state = {"type": "string", "enum": ["active", "cancelled"], "readOnly": True}
    return Richer(thing.at(":cancel", "post", responses=answers(thing.ref)), {"state": state})


def batch(thing: Subject) -> Richer:
    """Many are made at once."""
    body = thing_of(**{thing.word: many(thing.sent)})
    return Richer(thing.beside("/batch", "post", requestBody=sends(body), responses=answers(many(thing.ref), "201")))


def batch_array(thing: Subject) -> Richer:
    """Many are made at once, of a bare array."""
    return Richer(
        thing.beside("/bulk", "post", requestBody=sends(many(thing.sent)), responses=answers(many(thing.ref)))
    )


def batch_delete(thing: Subject) -> Richer:
    """Many go at once."""
    kind = {name: value for name, value in thing.key[1].items() if name in ("type", "format", "pattern")}
    body = {"type": "object", "required": ["ids"], "properties": {"ids": many(kind)}}
    return Richer(
        thing.beside("/batch-delete", "post", requestBody=sends(body), responses={"204": {"description": ""}})
    )


def count(thing: Subject) -> Richer:
    """How many there are."""
    return Richer(thing.beside("/count", "get", responses=answers(thing_of(count=NUMBER))))


def look_up(thing: Subject) -> Richer:
    """One is found by another property than its key."""
    names = [name for name, schema in thing.properties.items() if schema.get("type") == "string"]
    if not names:
        return Richer({})
    chosen = {"name": names[0], "in": "query", "required": True, "schema": TEXT}
    return Richer(thing.beside("/lookup", "get", parameters=[chosen], responses=answers(thing.ref)))


def labels(thing: Subject) -> Richer:
    """A thing's own array of texts, element by element."""
    label = {"name": "label", "in": "path", "required": True, "schema": TEXT}
    place = f"{thing.item}/labels/{{label}}"
    gone = {"204": {"description": ""}}
    paths = {
        f"{thing.item}/labels": {"parameters": thing.own, "get": {"responses": answers(many(TEXT))}},
        place: {
            "parameters": [*thing.own, label],
            "put": {"responses": gone},
            "delete": {"responses": {**gone, "404": {"description": "Not found"}}},
        },
    }
    return Richer(paths, {"labels": {**many(TEXT), "readOnly": True}})


def part(thing: Subject) -> Richer:
    """An object that a thing shows, read and written by a path of its own."""
    address = thing_of(street=TEXT, town=TEXT)
    paths = {
        f"{thing.item}/address": {
            "parameters": thing.own,
            "get": {"responses": answers(address)},
            "put": {"requestBody": sends(address), "responses": answers(address)},
        }
    }
    return Richer(paths, {"address": {**address, "readOnly": True}})


def profile(thing: Subject) -> Richer:
    """One thing of another kind that each has."""
    shown = thing_of(theme={"type": "string", "enum": ["light", "dark"]}, size=NUMBER, quiet=FLAG)
    paths = {
        f"{thing.item}/profile": {
            "parameters": thing.own,
            "get": {"responses": answers(shown)},
            "patch": {"requestBody": sends(shown), "responses": answers(shown)},
        }
    }
    return Richer(paths)


def query_key(thing: Subject) -> Richer:
    """One is shown by its key in the query."""
    given = {"name": thing.key[0], "in": "query", "required": True, "schema": thing.key[1]}
    return Richer(thing.beside("/get", "get", parameters=[given], responses=answers(thing.ref)))


def copy(thing: Subject) -> Richer:
    """A new one like this."""
    return Richer(thing.at("/copy", "post", responses=answers(thing.ref, "201")))


def code(thing: Subject) -> Richer:
    """A value that is unique, and a creation that is refused where it is taken."""
    told = {**TEXT, "description": "Must be unique."}
    body = {"allOf": [thing.sent, {"type": "object", "required": ["handle"], "properties": {"handle": told}}]}
    refused = {"409": {"description": "A thing with this handle exists already."}}
    made = {"requestBody": sends(body), "responses": answers(thing.ref, "201") | refused}
    return Richer(thing.beside("", "post", **made), {"handle": told})


def removed(thing: Subject) -> Richer:
    """A deletion that marks the row, and a way back."""
    gone = {"204": {"description": ""}}
    paths = thing.at("", "delete", summary="Soft delete", responses=gone)
    paths |= thing.at("/restore", "post", responses=answers(thing.ref))
    return Richer(paths, {"deleted_at": {**TEXT, "format": "date-time", "nullable": True, "readOnly": True}})


def resources(thing: Subject) -> Richer:
    """The same things in JSON:API's form, below a path of their own."""
    kept = {name: schema for name, schema in thing.properties.items() if not schema.get("readOnly")}
    word = thing.word.lower()
    held = {"type": TEXT, "attributes": thing_of(**kept)}
    sent = thing_of(**held)
    row = {"type": "object", "required": ["id", "type"], "properties": {"id": TEXT, **held}}
    links = thing_of(self=TEXT, next={**TEXT, "nullable": True})
    one, several = thing_of(data=row), thing_of(data=many(row), links=links)
    key = {"name": "resource_id", "in": "path", "required": True, "schema": TEXT}
    body = {"requestBody": sends({"type": "object", "required": ["data"], "properties": {"data": sent}})}
    item = {"get": {"responses": answers(one)}, "patch": {**body, "responses": answers(one)},
            "delete": {"responses": {"204": {"description": ""}}}}  # fmt: skip
    return Richer(
        {
            f"/{word}-resources": {
                "get": {"responses": answers(several)},
                "post": {**body, "responses": answers(one, "201")},
            },
            f"/{word}-resources/{{resource_id}}": {"parameters": [key], **item},
        }
    )


def preferences(thing: Subject) -> Richer:
    """The one thing of its kind that there is."""
    shown = thing_of(language={"type": "string", "enum": ["en", "no"], "default": "en"}, **thing.properties)
    item = {"get": {"responses": answers(shown)}, "put": {"requestBody": sends(shown), "responses": answers(shown)}}
    return Richer({f"/{thing.word.lower()}-preferences": item})


def mine(thing: Subject) -> Richer:
    """The thing that whoever calls is."""
    return Richer({f"{thing.path}/me": {"parameters": thing.above, "get": {"responses": answers(thing.ref)}}})


def stopped(thing: Subject) -> Richer:
    """A state that callers choose among several, and actions that are refused in some."""
    status = {"type": "string", "enum": ["draft", "active", "stopped"], "default": "draft"}
    refused = {"409": {"description": "The thing is not active."}}
    told = {"description": "Only active ones can be stopped.", "responses": answers(thing.ref) | refused}
    return Richer(thing.at("/stop", "post", **told), {"lifecycle_status": status})


def linked(one: Subject, other: Subject) -> Operations:
    """Things of one kind that are put to a thing of another and taken away again; only listed there if they hold it."""
    gone = {"204": {"description": ""}, "404": {"description": "Not found"}}
    put = {"put": {"responses": gone}, "delete": {"responses": gone}}
    place = f"{one.item}/{other.word}"
    listed = {place: {"parameters": one.own, "get": {"responses": answers(many(other.ref))}}}
    if f"{{{other.parameter}}}" in one.item:
        return listed  # no path names the same parameter twice
    return listed | {f"{place}/{{{other.parameter}}}": {"parameters": [*one.own, other.own[-1]], **put}}


RICHER: dict[str, Callable[[Subject], Richer]] = {
    each.__name__: each
    for each in (upsert, archive, cancel, batch, batch_array, batch_delete, count, look_up, labels, part, profile,
                 query_key, copy, code, removed, resources, preferences, mine, stopped)
}  # fmt: skip
