"""A hypothesis strategy of API descriptions over a model of our own: any of them must become a whole server."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from .richer import RICHER, Subject, linked
from .values import KEYS, NAMES, TEXT, THINGS, VALUES, Json

Draw = Callable[[st.SearchStrategy[Any]], Any]

ENVELOPES = ("bare", "data", "items", "plural", "counted", "map", "hal")
ONE = ("bare", "bare", "data", "named")
MADE = ("row", "row", "200", "key", "nothing")
CHANGED = ("row", "row", "nothing")
GONE = ("nothing", "nothing", "row", "flag")
PAGINGS = ("none", "offset", "page", "cursor", "after")
BODIES = ("bare", "wrapped", "form")


@dataclass(frozen=True)
class Thing:
    """One kind of thing in the model: its properties, how its rows are addressed, and what can be done to them."""

    name: str
    key: tuple[str, Json]
    properties: dict[str, Json]
    required: tuple[str, ...]
    envelope: str
    paging: str
    body: str
    operations: frozenset[str]
    filters: tuple[str, ...]
    parent: "Thing | None" = None
    camel: bool = False
    more: dict[str, Json] = field(default_factory=dict)
    richer: tuple[str, ...] = ()
    one: str = "bare"
    made: str = "row"
    changed: str = "row"
    gone: str = "nothing"
    orders: tuple[str, ...] = ()
    ranges: tuple[str, ...] = ()

    @property
    def chosen(self) -> bool:
        """Whether callers choose the key."""
        return not self.key[1].get("readOnly")

    @property
    def plural(self) -> str:
        """The collection's name in paths."""
        return {"person": "people", "index": "indices", "news": "news", "status": "statuses"}.get(
            self.name, f"{self.name[:-1]}ies" if self.name.endswith("y") and self.name != "key" else f"{self.name}s"
        )

    @property
    def parameter(self) -> str:
        """The name of the parameter that picks one row."""
        bare = self.name.replace("-", "_")
        return f"{bare}{self.key[0].capitalize()}" if self.camel else f"{bare}_{self.key[0]}"

    @property
    def path(self) -> str:
        """The collection's path."""
        return f"{self.parent.path}/{{{self.parent.parameter}}}/{self.plural}" if self.parent else f"/{self.plural}"

    @property
    def row(self) -> Json:
        """What answers show of a row."""
        shown = {name: schema for each in self.richer for name, schema in RICHER[each](subject_of(self)).shown.items()}
        return {
            "type": "object",
            "required": [self.key[0], *self.required],
            "properties": {self.key[0]: self.key[1], **self.properties, **self.more, **shown},
        }

    def sent(self, *, all_optional: bool = False) -> Json:
        """What bodies send."""
        own = {self.key[0]: self.key[1]} if self.chosen and not all_optional else {}
        required = [*own, *self.required]
        found = {"type": "object", "properties": {**own, **self.properties}}
        return found if all_optional or not required else {**found, "required": required}


def _parameters(thing: Thing | None) -> list[Json]:
    if thing is None:
        return []
    schema = {name: value for name, value in thing.key[1].items() if name in ("type", "format", "pattern")}
    own = {"name": thing.parameter, "in": "path", "required": True, "schema": schema}
    return [*_parameters(thing.parent), own]


def _answer(schema: Json, status: str = "200") -> Json:
    refusal = {"type": "object", "properties": {"message": TEXT, "code": TEXT}}
    return {
        status: {"description": "", "content": {"application/json": {"schema": schema}}},
        "404": {"description": "Not found", "content": {"application/json": {"schema": refusal}}},
    }


def _body(thing: Thing, schema: Json) -> Json:
    if thing.body == "wrapped":
        schema = {"type": "object", "required": ["data"], "properties": {"data": schema}}
    media = "application/x-www-form-urlencoded" if thing.body == "form" else "application/json"
    return {"required": True, "content": {media: {"schema": schema}}}


def _listed(thing: Thing) -> Json:
    ref = {"$ref": f"#/components/schemas/{_schema_name(thing)}"}
    rows = {"type": "array", "items": ref}
    if thing.envelope == "map" and thing.paging == "none":
        return {"type": "object", "additionalProperties": ref}
    if thing.envelope == "hal":
        inner = {"type": "object", "properties": {thing.plural.replace("-", "_"): rows}}
        page = {"type": "object", "properties": {"totalElements": {"type": "integer"}}}
        return {"type": "object", "properties": {"_embedded": inner, "page": page}}
    if thing.envelope == "bare" and thing.paging != "cursor":
        return rows
    name = {"data": "data", "items": "items", "counted": "results"}.get(thing.envelope, thing.plural.replace("-", "_"))
    more: Json = {"total": {"type": "integer"}} if thing.envelope == "counted" else {}
    if thing.paging == "cursor":
        more["next_cursor"] = {"type": "string", "nullable": True}
    return {"type": "object", "properties": {name: rows, **more}}


def _paging(thing: Thing) -> list[Json]:
    number = {"type": "integer", "minimum": 1, "maximum": 100}
    names: dict[str, tuple[tuple[str, Json], ...]] = {
        "none": (),
        "offset": (("limit", number), ("offset", {"type": "integer", "minimum": 0, "default": 0})),
        "page": (("page", {"type": "integer", "minimum": 1}), ("per_page", number)),
        "cursor": (("limit", number), ("cursor", TEXT)),
        "after": (("limit", number), ("starting_after", TEXT)),
    }
    return [{"name": name, "in": "query", "schema": schema} for name, schema in names[thing.paging]]


def _filters(thing: Thing) -> list[Json]:
    found = []
    for name in thing.filters:
        schema = {key: value for key, value in thing.properties.get(name, TEXT).items() if key != "default"}
        found.append({"name": name, "in": "query", "schema": schema})
    if thing.orders:
        ways = [f"{sign}{name}" for name in thing.orders for sign in ("", "-")]
        found.append({"name": "sort", "in": "query", "schema": {"type": "string", "enum": ways}})
    for name in thing.ranges:
        for edge in ("gte", "lt"):
            found.append({"name": f"{name}[{edge}]", "in": "query", "schema": thing.properties[name]})
    return found


def _one(thing: Thing) -> Json:
    """What shows one row, in its envelope."""
    ref = {"$ref": f"#/components/schemas/{_schema_name(thing)}"}
    name = {"data": "data", "named": thing.name.replace("-", "_")}.get(thing.one)
    return {"type": "object", "properties": {name: ref}} if name else ref


def _made(thing: Thing) -> Json:
    key = {"type": "object", "required": [thing.key[0]], "properties": {thing.key[0]: thing.key[1]}}
    ways = {"row": _answer(_one(thing), "201"), "200": _answer(_one(thing)), "key": _answer(key, "201")}
    return ways.get(thing.made, {"201": {"description": ""}})


def _changed(thing: Thing) -> Json:
    return _answer(_one(thing)) if thing.changed == "row" else {"204": {"description": ""}}


def _gone(thing: Thing) -> Json:
    if thing.gone == "row":
        return _answer(_one(thing))
    if thing.gone == "flag":
        return _answer({"type": "object", "properties": {"deleted": {"type": "boolean"}}})
    return {"204": {"description": ""}, "404": {"description": "Not found"}}


def _schema_name(thing: Thing) -> str:
    return "".join(part.capitalize() for part in thing.name.replace("-", " ").split())


def paths_of(thing: Thing) -> dict[str, Json]:
    """Return the operations on the thing."""
    above, own = _parameters(thing.parent), _parameters(thing)
    settings = {"type": "object", "properties": {"quiet": {"type": "boolean"}}}
    asked = {"type": "object", "properties": thing.properties}
    listed = _answer(_listed(thing))
    whole, part = _body(thing, thing.sent()), _body(thing, thing.sent(all_optional=True))
    ways: dict[str, tuple[str, str, Json]] = {
        "list": (thing.path, "get", {"parameters": [*_paging(thing), *_filters(thing)], "responses": listed}),
        "create": (thing.path, "post", {"requestBody": whole, "responses": _made(thing)}),
        "get": ("", "get", {"responses": _answer(_one(thing))}),
        "update": ("", "patch", {"requestBody": part, "responses": _changed(thing)}),
        "replace": ("", "put", {"requestBody": whole, "responses": _changed(thing)}),
        "delete": ("", "delete", {"responses": _gone(thing)}),
        "close": ("/close", "post", {"responses": _answer(_one(thing))}),
        "settings": ("/settings", "get", {"responses": _answer(settings)}),
        "search": (f"{thing.path}/search", "post", {"requestBody": _body(thing, asked), "responses": listed}),
    }
    found: dict[str, Json] = {}
    for name in sorted(thing.operations):
        place, method, operation = ways[name]
        one = not place.startswith(thing.path)
        path = f"{thing.path}/{{{thing.parameter}}}{place}" if one else place
        item = found.setdefault(path, {"parameters": own if one else above})
        item[method] = operation
    return found


def subject_of(thing: Thing) -> Subject:
    """Return the thing as the richer operations see it."""
    own, above = _parameters(thing), _parameters(thing.parent)
    ref = {"$ref": f"#/components/schemas/{_schema_name(thing)}"}
    word = thing.plural.replace("-", "_")
    return Subject(thing.path, thing.parameter, above, own, thing.key, thing.properties, ref, thing.sent(), word)


def richer_paths(thing: Thing) -> dict[str, Json]:
    """Return the plain operations on the thing with the richer ones that it has."""
    found = paths_of(thing)
    for name in thing.richer:
        for path, item in RICHER[name](subject_of(thing)).operations.items():
            found[path] = {**item, **found.get(path, {})}
    return found


def calls_of(thing: Thing) -> dict[str, Json]:
    """Return the same as calls by name: every input in the body, the answer in an envelope."""
    ref = {"$ref": f"#/components/schemas/{_schema_name(thing)}"}
    name = thing.name.replace("-", "_")
    key = {thing.key[0]: {**thing.key[1], "readOnly": False}}
    ok = {"ok": {"type": "boolean"}}
    rows = {thing.plural.replace("-", "_"): {"type": "array", "items": ref}}
    one = {"type": "object", "properties": {**ok, name: ref}}
    many = {"type": "object", "properties": {**ok, **rows}}
    done = {"type": "object", "properties": ok}
    change = {"type": "object", "required": [thing.key[0]], "properties": {**key, **thing.properties}}
    pick = {"type": "object", "required": [thing.key[0]], "properties": key}
    ways: dict[str, tuple[Json, Json]] = {
        "list": ({"type": "object", "properties": {}}, many),
        "create": (thing.sent(), one),
        "get": (pick, one),
        "update": (change, one),
        "delete": (pick, done),
    }
    return {
        f"/{thing.plural}.{verb}": {"post": {"requestBody": _body(thing, sent), "responses": _answer(shown)}}
        for verb, (sent, shown) in ways.items()
        if verb in thing.operations
    }


@st.composite
def things(draw: Draw, name: str, parent: Thing | None = None, others: Sequence[Thing] = ()) -> Thing:
    """Draw one kind of thing, which may name ``others`` by their keys."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True))
    key = draw(st.sampled_from(KEYS))
    properties = {each: draw(st.sampled_from(VALUES)) for each in names if each != key[0]}
    for other in draw(st.lists(st.sampled_from(others), max_size=1)) if others else ():
        held = {word: value for word, value in other.key[1].items() if word in ("type", "format", "pattern")}
        many = draw(st.booleans())
        properties[f"{other.parameter}s" if many else other.parameter] = (
            {"type": "array", "items": held} if many else held
        )
    plain = [each for each, schema in properties.items() if schema.get("type") in ("string", "integer", "boolean")]
    counted = [each for each in plain if properties[each].get("type") == "integer" or "format" in properties[each]]
    counted = [each for each in counted if properties[each].get("format") in (None, "date", "date-time")]
    required = draw(st.lists(st.sampled_from(list(properties)), max_size=2, unique=True)) if properties else []
    more: dict[str, Json] = {}
    if draw(st.booleans()):
        more["created_at"] = {"type": "string", "format": "date-time", "readOnly": True}
    if parent is not None and draw(st.booleans()):
        more[parent.parameter] = {part: value for part, value in parent.key[1].items() if part in ("type", "format")}
    verbs = ("list", "create", "get", "update", "replace", "delete", "close", "settings", "search")
    return Thing(
        name=name,
        key=key,
        properties=properties,
        required=tuple(required),
        envelope=draw(st.sampled_from(ENVELOPES)),
        paging=draw(st.sampled_from(PAGINGS)),
        body=draw(st.sampled_from(BODIES)),
        operations=frozenset(draw(st.sets(st.sampled_from(verbs), min_size=2))),
        filters=tuple(draw(st.lists(st.sampled_from(plain), max_size=2, unique=True)) if plain else ()),
        parent=parent,
        camel=draw(st.booleans()),
        more=more,
        one=draw(st.sampled_from(ONE)),
        made=draw(st.sampled_from(MADE)),
        changed=draw(st.sampled_from(CHANGED)),
        gone=draw(st.sampled_from(GONE)),
        orders=tuple(draw(st.lists(st.sampled_from(plain), max_size=2, unique=True)) if plain else ()),
        ranges=tuple(draw(st.lists(st.sampled_from(counted), max_size=1)) if counted else ()),
        richer=tuple(draw(st.lists(st.sampled_from(sorted(RICHER)), max_size=3, unique=True))),
    )


@st.composite
def descriptions(draw: Draw) -> Json:
    """Draw an OpenAPI document of one to three kinds of things, side by side or below each other."""
    names = draw(st.lists(st.sampled_from(THINGS), min_size=1, max_size=3, unique=True))
    found: list[Thing] = []
    for name in names:
        parent = draw(st.sampled_from([None, *found]))
        found.append(draw(things(name, parent, [each for each in found if each is not parent])))
    by_name = draw(st.booleans()) and draw(st.booleans()) and all(thing.parent is None for thing in found)
    paths: dict[str, Json] = {}
    for thing in found:
        paths |= calls_of(thing) if by_name else richer_paths(thing)
    pairs = [(one, other) for one in found for other in found if not other.parent and other is not one]
    for one, other in draw(st.lists(st.sampled_from(pairs), max_size=1)) if pairs and not by_name else ():
        for path, item in linked(subject_of(one), subject_of(other)).items():
            paths[path] = {**item, **paths.get(path, {})}
    return {
        "openapi": "3.0.3",
        "info": {"title": "Drawn API", "version": "1"},
        "servers": [{"url": "https://drawn.example/v1"}],
        "paths": paths,
        "components": {"schemas": {_schema_name(thing): thing.row for thing in found}},
    }
