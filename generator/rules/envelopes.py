"""Envelopes: whether a response is a row, a list, a map or only keys, and the template of its answer.

A list is recognised by one array of objects beside nothing but page metadata; a wrapped row by a single property that
is called ``data`` or the like, or after the thing itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from generator.description import JsonSchema
from generator.rules.envelope_words import (
    DECORATION,
    FALSE_WORDS,
    LIST_NAMES,
    NEVER_LISTS,
    OF_FORM,
    PAGE_GROUPS,
    PAGE_WORDS,
    STATUS_WORDS,
    TRUE_WORDS,
    VERSIONS,
    WRAPPERS,
    tells_form,
)
from generator.rules.list_metadata import run_of, totals_by_count
from generator.rules.naming import last_word, squashed, words
from generator.rules.onward import link_to, without_links
from generator.schema import Schemas

ShapeKind = Literal["row", "list", "map", "keys", "scalar", "none"]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a response holds. ``row`` is the schema of one row (or None); ``where`` the property path to row or rows."""

    kind: ShapeKind
    row: JsonSchema | None = None
    template: Any = None
    where: tuple[str, ...] = ()


NO_BODY = Shape("none")


def response_shape(
    schema: JsonSchema | None, schemas: Schemas, names: frozenset[str], *, one: bool, of_call: bool = False
) -> Shape:
    """Return the shape of a response body.

    ``names`` are the squashed singular and plural names of the thing the path speaks of; ``one`` tells that the path
    picks a single thing, so that an object with an array in it is that thing and no list. ``of_call`` tells that it
    answers a call by name, which always has an envelope.
    """
    if schema is None:
        return NO_BODY
    resolved = schemas.resolve(schema)
    types = type_names(resolved)
    ways = schemas.alternatives(schema)
    if not types and len(ways) > 1 and any(_is_list(way, schemas) for way in ways):
        # An array, or an object that has it beside a count: what stands first is what is given unasked.
        return response_shape(ways[0], schemas, names, one=one, of_call=of_call)
    if "array" in types:
        return _array_shape(resolved, schemas)
    properties = schemas.properties(schema)
    if not properties:
        return _open_object_shape(resolved, schemas, types)
    if of_call and (content := content_property(properties, schemas, names)):
        return _content_shape(content, properties, schemas)
    if not one and (found := _list_property(properties, schemas, names)):
        return _listed(found, properties, schemas)
    if wrapped := _wrapped_property(properties, schemas, names):
        inner = response_shape(properties[wrapped], schemas, names, one=one)
        if inner.kind not in ("scalar", "none"):
            metadata = _metadata_template(properties, schemas, {wrapped})
            template = {**(without_links(metadata) if inner.kind == "row" else metadata), wrapped: inner.template}
            if inner.kind == "row":
                template |= {name: f"$said:{name}" for name in properties if squashed(name) in _OWN_KEYS}
            ordered = {name: template[name] for name in properties if name in template}
            return Shape(inner.kind, inner.row, ordered, (wrapped, *inner.where))
    return Shape("row", schema, "$row")


def type_names(schema: JsonSchema) -> set[str]:
    """Return the JSON types a resolved schema names, with ``object`` and ``array`` inferred from their keywords."""
    declared = schema.get("type")
    found = {declared} if isinstance(declared, str) else set(declared) if isinstance(declared, list) else set()
    if not found and ("properties" in schema or "additionalProperties" in schema):
        found = {"object"}
    if not found and "items" in schema:
        found = {"array"}
    return {str(name) for name in found}


def _array_shape(resolved: JsonSchema, schemas: Schemas) -> Shape:
    items = resolved.get("items")
    if not isinstance(items, dict):
        return Shape("scalar")
    if is_object(items, schemas):
        return Shape("list", items, "$items")
    return Shape("keys", None, "$keys")


def _open_object_shape(resolved: JsonSchema, schemas: Schemas, types: set[str]) -> Shape:
    more = resolved.get("additionalProperties")
    if isinstance(more, dict) and is_object(more, schemas):
        return Shape("map", more, "$map")
    return Shape("scalar") if types - {"null"} else NO_BODY


def is_object(schema: JsonSchema, schemas: Schemas) -> bool:
    """Return whether the schema describes objects with properties that are known."""
    return bool(schemas.properties(schema))


def _is_list(schema: JsonSchema, schemas: Schemas) -> bool:
    resolved = schemas.resolve(schema)
    items = resolved.get("items")
    return "array" in type_names(resolved) and isinstance(items, dict) and is_object(items, schemas)


def content_property(
    properties: dict[str, JsonSchema], schemas: Schemas, names: frozenset[str] = frozenset()
) -> str | None:
    """Return the property of a call's answer that holds what it is about; None where there is not just one.

    Of several, it is the one that has one of the ``names`` of the thing.
    """
    content = [name for name, schema in properties.items() if _holds_more(schema, schemas)]
    told = [name for name in content if not _is_metadata(name, properties[name], schemas)]
    chosen = told or [name for name in content if squashed(name) in ("message", "messages")]
    if len(chosen) > 1:
        chosen = [name for name in chosen if squashed(name) in names]
    beside = [name for name in properties if name not in chosen and not _is_metadata(name, properties[name], schemas)]
    fits = len(chosen) == 1 and (len(beside) <= _MOST_BESIDE or is_object(properties[chosen[0]], schemas))
    return chosen[0] if fits else None


# A list with more beside it than this is a part of what the answer shows, not the whole.
_MOST_BESIDE = 3


def _holds_more(schema: JsonSchema, schemas: Schemas) -> bool:
    return (
        is_object(schema, schemas)
        or "array" in type_names(schemas.resolve(schema))
        or _mapped(schema, schemas) is not None
    )


def _mapped(schema: JsonSchema, schemas: Schemas) -> JsonSchema | None:
    """Return the rows of a map by key, None where the schema is none."""
    more = schemas.resolve(schema).get("additionalProperties")
    return more if isinstance(more, dict) and not is_object(schema, schemas) and is_object(more, schemas) else None


def _content_shape(found: str, properties: dict[str, JsonSchema], schemas: Schemas) -> Shape:
    schema = properties[found]
    if (rows := _mapped(schema, schemas)) is not None:
        template = {**_metadata_template(properties, schemas, {found}), found: "$map"}
        return Shape("map", rows, template, (found,))
    inner = schemas.properties(schema)
    if inner and (_is_page(schema, schemas) or _holds_rows_alone(inner, schemas)):
        page = _listed(_list_property(inner, schemas, frozenset()) or "", inner, schemas)
        template = {**_metadata_template(properties, schemas, {found}), found: page.template}
        return Shape("list", page.row, template, (found, *page.where))
    kind: ShapeKind = "row" if is_object(schema, schemas) else "list" if _is_list(schema, schemas) else "keys"
    mark = {"row": "$row", "list": "$items"}.get(kind, "$keys")
    metadata = _metadata_template(properties, schemas, {found})
    if kind == "row":
        metadata = {name: value for name, value in metadata.items() if isinstance(value, bool)}
    # {"channel": "C1", "ts": "1.2", "message": {…}}: what stands beside the row says again what it holds, or was given.
    beside = {name: f"$said:{name}" for name in properties if kind == "row"}
    template = {**beside, **metadata, found: mark}
    ordered = {name: template[name] for name in properties if name in template}
    items = schemas.resolve(schema).get("items")
    row = schema if kind == "row" else items if kind == "list" and isinstance(items, dict) else None
    return Shape(kind, row, ordered, (found,))


def _holds_rows_alone(properties: dict[str, JsonSchema], schemas: Schemas) -> bool:
    """Return whether an object is nothing but an array of things, which have a name and an id of their own."""
    if len(properties) != 1 or not _is_list(next(iter(properties.values())), schemas):
        return False
    items = schemas.resolve(next(iter(properties.values())))["items"]
    return schemas.name(items) is not None and "id" in schemas.properties(items)


def _list_property(properties: dict[str, JsonSchema], schemas: Schemas, names: frozenset[str]) -> str | None:
    """Return the property that holds the rows, where the object is a list's envelope."""
    arrays = [
        name
        for name, schema in properties.items()
        if (squashed(name) in names or squashed(name) not in NEVER_LISTS) and _is_list(schema, schemas)
    ]
    named = [name for name in arrays if squashed(name) in names]
    generic = [name for name in arrays if squashed(name) in LIST_NAMES]
    chosen = (named or generic or arrays)[:1]
    if not chosen or (len(arrays) > 1 and not named and len(generic) != 1):
        return None
    others = [name for name in properties if name != chosen[0]]
    strange = [name for name in others if not _is_metadata(name, properties[name], schemas)]
    if any(squashed(name) in ("id", "uuid", "guid") for name in strange):
        return None
    pages = any(squashed(name) in PAGE_WORDS or squashed(name) in PAGE_GROUPS for name in others)
    allowed = 3 if named or pages else 1 if generic else 0
    return chosen[0] if len(strange) <= allowed else None


def enveloped_array(properties: dict[str, JsonSchema], schemas: Schemas, names: frozenset[str]) -> str | None:
    """Return the array named after the thing, where an object that is sent holds it beside an answer's metadata only.

    Such bodies have the schema of the list's answer: {"orders": […], "pagination": {…}, "warnings": […]}.
    """
    arrays = [name for name, schema in properties.items() if squashed(name) in names and _is_list(schema, schemas)]
    if len(arrays) != 1:
        return None
    others = [name for name in properties if name != arrays[0]]
    answered = all(squashed(name) in NEVER_LISTS or _is_metadata(name, properties[name], schemas) for name in others)
    return arrays[0] if answered else None


def _listed(found: str, properties: dict[str, JsonSchema], schemas: Schemas) -> Shape:
    template = {**_metadata_template(properties, schemas, {found}), **run_of(properties, schemas), found: "$items"}
    ordered = {name: template[name] for name in properties if name in template}
    ordered |= {name: "$total" for name in totals_by_count(ordered, properties, schemas)}
    return Shape("list", schemas.resolve(properties[found])["items"], ordered, (found,))


def _wrapped_property(properties: dict[str, JsonSchema], schemas: Schemas, names: frozenset[str]) -> str | None:
    inner = [
        name
        for name, schema in properties.items()
        if (is_object(schema, schemas) or "array" in type_names(schemas.resolve(schema)))
        # An order may be the thing itself, and not what a list is ordered by.
        and (not _is_metadata(name, schema, schemas) or (squashed(name) in names and is_object(schema, schemas)))
    ]
    strange = [name for name in properties if name not in inner and not _is_metadata(name, properties[name], schemas)]
    if len(inner) == 1 and _answers_behind(inner[0], strange, properties, schemas):
        return inner[0]
    if len(inner) == 1 and _stands_beside_its_key(inner[0], properties, schemas):
        return inner[0]
    strange = [name for name in strange if squashed(name) not in VERSIONS]
    if strange or len(inner) > 1:
        return None
    if inner and (squashed(inner[0]) in WRAPPERS | names or _is_page(properties[inner[0]], schemas)):
        return inner[0]
    # {"status": 200, "error": false, "meta": {…}}: metadata that says more than pages is the content itself.
    groups = [name for name, value in properties.items() if squashed(name) in PAGE_GROUPS and is_object(value, schemas)]
    if inner or len(groups) != 1 or len(properties) == 1:
        return None
    parts = schemas.properties(properties[groups[0]])
    return None if all(_is_metadata(name, schema, schemas) for name, schema in parts.items()) else groups[0]


def _answers_behind(name: str, beside: list[str], properties: dict[str, JsonSchema], schemas: Schemas) -> bool:
    """Return whether a property is called the answer itself, and all beside it are plain values that tell no thing.

    {"payload": {…}, "message": "…", "elapsed": 3} answers with the payload; what has an id or a name is a thing. An
    array under the name of a list is the list, also where a path ends in what all of them belong to.
    """
    keys = [each for each in beside if last_word(each) in _TELLS_THING]
    if squashed(name) in LIST_NAMES and "array" in type_names(schemas.resolve(properties[name])):
        return not beside
    return squashed(name) in _ANSWERS and not keys and len(beside) <= _MOST_PLAIN and bool(properties.keys() - {name})


def _stands_beside_its_key(name: str, properties: dict[str, JsonSchema], schemas: Schemas) -> bool:
    """Return whether an object is the answer itself, with its key beside it: {"id": 7, "result": {…}}.

    So may the time of its last change, and what tells how it is shown.
    """
    beside = [each for each in properties if each != name and not tells_form(each) and not _OF_CHANGE & {*words(each)}]
    keyed = [squashed(each) for each in beside] in (["id"], ["pk"], ["uuid"])
    return keyed and squashed(name) in _ANSWERS and is_object(properties[name], schemas)


_OF_CHANGE = frozenset("modified updated changed".split())
_OWN_KEYS = frozenset({"id", "pk", "uuid"})
_ANSWERS = frozenset("response result payload".split())
_TELLS_THING = frozenset("id uuid guid key name title type created updated".split())
_MOST_PLAIN = 4


def _is_page(schema: JsonSchema, schemas: Schemas) -> bool:
    """Return whether an object is the page of a list: {"items": […], "total": 3}."""
    properties = schemas.properties(schema)
    paged = any(squashed(name) in PAGE_WORDS for name in properties)
    return paged and _list_property(properties, schemas, frozenset()) is not None


def _is_metadata(name: str, schema: JsonSchema, schemas: Schemas) -> bool:
    called = squashed(name)
    if called in PAGE_GROUPS:
        return True
    told = called in PAGE_WORDS or called in DECORATION or called in TRUE_WORDS | FALSE_WORDS | STATUS_WORDS
    return told or tells_form(name)


def _metadata_template(properties: dict[str, JsonSchema], schemas: Schemas, without: set[str]) -> dict[str, Any]:
    """Return the template of an envelope's properties, as far as their names say what they hold."""
    template: dict[str, Any] = {}
    for name, schema in properties.items():
        if name in without:
            continue
        value = _metadata_value(name, schema, schemas)
        if value is not None:
            template[name] = value
    return template


def _metadata_value(name: str, schema: JsonSchema, schemas: Schemas, above: tuple[str, ...] = ()) -> Any:
    resolved = schemas.resolve(schema)
    called, types = squashed(name), type_names(resolved) - {"null"}
    inner = schemas.properties(schema)
    if inner and (called in PAGE_GROUPS or called in ("links", "navigation")) and len(above) < 3:
        group = {key: _metadata_value(key, value, schemas, (*above, called)) for key, value in inner.items()}
        return {key: value for key, value in group.items() if value is not None} or None
    if types <= {"string"} and (link := link_to(called, above, resolved)):
        return link
    choices = resolved.get("enum")
    if "const" in resolved or (isinstance(choices, list) and len(choices) == 1):
        return _literal(resolved["const"] if "const" in resolved else (choices or [None])[0])
    if called in VERSIONS and types == {"integer"} and OF_FORM.search(str(resolved.get("description", ""))):
        return next(iter(resolved.get("examples") or [1]))
    return _page_value(called, types, resolved)


def _page_value(called: str, types: set[str], resolved: JsonSchema) -> Any:
    placeholder = PAGE_WORDS.get(called)
    if placeholder == "$offset" and types == {"string"}:
        placeholder = "$next_cursor"  # a token that is called an offset says where the list goes on
    if placeholder in ("$next_cursor", "$previous_cursor") and (
        types - {"string"} or resolved.get("format") in ("uri", "url")
    ):
        return None
    if placeholder == "$has_more" and types - {"boolean"}:
        return None
    if placeholder in ("$total", "$count", "$page", "$page_size", "$page_count", "$offset") and types - {
        "integer",
        "number",
    }:
        return None
    if placeholder:
        return placeholder
    if "boolean" in types and called in TRUE_WORDS:
        return True
    if "boolean" in types and called in FALSE_WORDS:
        return False
    return "$status" if "integer" in types and called in STATUS_WORDS else None


def says_only_done(schema: JsonSchema, schemas: Schemas) -> bool:
    """Return whether a body holds nothing but that the call went through: {"ok": true}."""
    names = [squashed(name) for name in schemas.properties(schema)]
    return bool(names) and all(name in TRUE_WORDS | FALSE_WORDS | {"warning", "responsemetadata"} for name in names)


def _literal(value: Any) -> Any:
    return f"${value}" if isinstance(value, str) and value.startswith("$") else value


def outcome_template(schema: JsonSchema, schemas: Schemas) -> dict[str, Any]:
    """Return the template of a body that only tells that an operation was done: {"success": true}, {"status": 200}."""
    properties = schemas.properties(schema)
    template: dict[str, Any] = without_links(_without_next(_metadata_template(properties, schemas, set())))
    if len(properties) == 1 and not template:
        ((name, only),) = properties.items()
        done = squashed(name) in _WORDS_OF_OUTCOME and type_names(schemas.resolve(only)) == {"string"}
        return {name: DONE} if done else {}
    return template | {name: DONE for name in _words_beside(template, properties, schemas)}


def _words_beside(template: dict[str, Any], properties: Mapping[str, JsonSchema], schemas: Schemas) -> Iterator[str]:
    """Yield what says in words how it went, beside nothing but signs of that: {"success": true, "message": "…"}."""
    told = [name for name in properties if squashed(name) in _WORDS_OF_OUTCOME]
    signs = all(value is True or value == "$status" for value in template.values())
    if template and signs and properties.keys() == {*template, *told}:
        yield from (name for name in told if type_names(schemas.resolve(properties[name])) == {"string"})


# What an answer says that holds nothing but words of how it went.
DONE = "OK"
_WORDS_OF_OUTCOME = frozenset("message msg detail".split())


def _without_next(template: Any) -> Any:
    """The template without addresses of next pages, which only a list has."""
    if not isinstance(template, dict):
        return template
    parts = {name: _without_next(value) for name, value in template.items() if value != "$next_url"}
    return {name: value for name, value in parts.items() if value != {}}
