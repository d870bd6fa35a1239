"""Answers: the template of what a tool gives back, cut to what its entity, paging and status can fill."""

import re
from typing import Any

from generator.description import JsonSchema
from generator.plan import Argument, Paging
from generator.rules.drafts import Draft
from generator.rules.entities import shows_entity
from generator.rules.envelope_words import WRAPPERS
from generator.rules.envelopes import outcome_template, type_names
from generator.rules.naming import sentences, squashed
from generator.rules.readings import Reading
from generator.rules.references import scope_columns
from generator.rules.resources import own_parameters
from generator.rules.row_paths import properties_with_paths
from generator.schema import Schemas

# Placeholders that mean something only where the list is paged in that way.
_NEEDS = {
    "$page": {"page"},
    "$page_count": {"page"},
    "$offset": {"offset"},
    "$next_cursor": {"cursor"},
    "$previous_cursor": {"cursor"},
    "$next_url": {"cursor", "after", "page", "offset"},
    "$previous_url": {"cursor", "after", "page", "offset"},
    "$first_url": {"cursor", "after", "page", "offset"},
    "$next_path": {"cursor", "after", "page", "offset"},
    "$page_size": {"size"},
}


def row_answer(reading: Reading, draft: Draft, schemas: Schemas) -> Any:
    """Return the template of an answer about one row: the row itself, or the parts of it that the answer shows."""
    shape = reading.shape
    if shape.kind == "row" and shows_entity(reading, draft, schemas) and not _is_receipt(reading, draft, schemas):
        return filled(_said(shape.template, reading, draft), reading.status)
    if shape.kind == "row" and shape.row is not None:
        return _outcome_in_envelope(shape.row, reading, draft, schemas)
    if shape.kind == "scalar" and reading.response and reading.response.schema:
        return _scalar_answer(schemas.resolve(reading.response.schema), draft)
    return None


def _outcome_in_envelope(row: JsonSchema, reading: Reading, draft: Draft, schemas: Schemas) -> Any:
    """Return the template of an outcome that stands in an envelope, with what is known of the envelope itself."""
    found = outcome_answer(row, reading, draft, schemas)
    where, whole = reading.shape.where, reading.response.schema if reading.response else None
    if not where or whole is None:
        return found
    for name in reversed(where):
        found = {name: found} if found is not None else None
    return {**(outcome_answer(whole, reading, draft, schemas) or {}), **(found or {})} or None


def _said(template: Any, reading: Reading, draft: Draft) -> Any:
    """Return the template with each ``$said:NAME`` replaced by the row's column of that name, or left out."""
    if not isinstance(template, dict):
        return template
    kept = {}
    columns = scope_columns(reading, draft)
    for name, value in template.items():
        if value == f"$said:{name}":
            slot = draft.slots.get(columns.get(name, "")) or draft.slot_at((name,))
            if slot is not None and not slot.write_only:
                kept[name] = f"$column:{slot.name}"
        else:
            kept[name] = value
    return kept


def _is_receipt(reading: Reading, draft: Draft, schemas: Schemas) -> bool:
    """Return whether a deletion answers that it was done ({"id": …, "deleted": true}) rather than with the row."""
    if reading.method != "DELETE" or reading.shape.row is None:
        return False
    shown = [path for path, _ in properties_with_paths(reading.shape.row, schemas, draft.groups)]
    says_gone = len(shown) <= _MOST_OF_RECEIPT and any(_says_gone(path) for path in shown)
    return says_gone or any(not draft.slots_at(path) for path in shown)


_MOST_OF_RECEIPT = 3


def _says_gone(path: tuple[str, ...]) -> bool:
    """Return whether a property says that the row is gone, which a deletion's own answer always does."""
    return len(path) == 1 and squashed(path[0]) in ("deleted", "isdeleted")


def _scalar_answer(schema: JsonSchema, draft: Draft) -> Any:
    """A bare text or number that answers a creation is the new key, unless it is always the same."""
    if "const" in schema:
        return schema["const"]
    if _says_nothing(schema):
        return {}
    if not draft.key:
        return None
    key = draft.slots[draft.key[-1]]
    wanted = {"text": "string", "integer": "integer"}.get(key.type)
    return f"$column:{key.name}" if wanted in type_names(schema) else None


def _says_nothing(schema: JsonSchema) -> bool:
    """Return whether a body is documented as an object, and nothing is said of what it holds: it is empty."""
    return type_names(schema) == {"object"} and not schema.keys() & {
        "properties",
        "additionalProperties",
        "oneOf",
        "anyOf",
    }


def outcome_answer(schema: JsonSchema, reading: Reading, draft: Draft, schemas: Schemas) -> Any:
    """Return the template of a body that tells what was done: columns of the row by name, and constants."""
    template = outcome_template(schema, schemas)
    named = scope_columns(reading, draft)
    template |= {name: f"$column:{named[name]}" for name in schemas.properties(schema) if name in named}
    for path, _ in properties_with_paths(schema, schemas, draft.groups):
        slot = draft.slot_at(path) or (draft.slots[draft.key[-1]] if draft.key and _is_key_name(path, draft) else None)
        told = reading.method == "DELETE" and _says_gone(path) and path[0] in template
        if slot is not None and slot.path and not slot.write_only and len(path) == 1 and not told:
            template[path[0]] = f"$column:{slot.name}"
    template |= {name: {} for name in _empty_records(schema, schemas) if name not in template}
    return filled(template, reading.status) or None


def _empty_records(schema: JsonSchema, schemas: Schemas) -> list[str]:
    """Return the wrappers of an outcome that are documented as objects of which nothing is said: {"data": {}}."""
    properties = schemas.properties(schema)
    return [
        name
        for name, inner in properties.items()
        if squashed(name) in WRAPPERS and _says_nothing(schemas.resolve(inner))
    ]


def _is_key_name(path: tuple[str, ...], draft: Draft) -> bool:
    picking = {own[-1] for each in draft.resource.items if (own := own_parameters(each, draft.resource))}
    return path[-1] in picking or squashed(path[-1]) in ("id", squashed(draft.name) + "id", squashed(draft.key[-1]))


def viewed(template: Any, column: str) -> Any:
    """Return the template of an answer that shows one column of the row, in the envelope that is documented for it."""
    if isinstance(template, dict):
        parts = {name: viewed(value, column) for name, value in template.items()}
        return {name: value for name, value in parts.items() if value is not None} or None
    if template in ("$row", "$keys", "$items"):
        return f"$column:{column}"
    return None if isinstance(template, str) and template.startswith("$") else template


def filled(template: Any, status: int) -> Any:
    """Return the template with ``$status`` replaced by the number that it always is here."""
    if isinstance(template, dict):
        return {name: filled(value, status) for name, value in template.items()}
    if isinstance(template, list):
        return [filled(value, status) for value in template]
    return status if template == "$status" else template


def list_answer(template: Any, status: int, arguments: list[Argument]) -> Any:
    """Return a list's template without the placeholders that its paging cannot fill."""
    ways: set[str] = {argument.does.what for argument in arguments if isinstance(argument.does, Paging)}
    return _cut(filled(template, status), ways)


def _cut(template: Any, ways: set[str]) -> Any:
    if not isinstance(template, dict):
        return template
    kept = {}
    for name, value in template.items():
        need = _NEEDS.get(value) if isinstance(value, str) else None
        if need and not need & ways:
            continue
        inner = _cut(value, ways)
        if inner != {}:
            kept[name] = inner
    return kept


# What an envelope calls the kind of what it holds: {"object": "list"}, {"key": "orders"}.
_KINDS = frozenset("key object kind type objecttype resourcetype".split())


def with_constants(template: Any, reading: Reading, schemas: Schemas) -> Any:
    """Return a list's template with the texts that every documented example of the answer shows alike.

    These are what an envelope calls itself, or the property that holds its rows.
    """
    response = reading.response
    if not isinstance(template, dict) or response is None or response.schema is None or not response.examples:
        return template
    return _with_kinds(template, response.schema, list(response.examples), schemas)


def _with_kinds(template: dict[str, Any], schema: JsonSchema, examples: list[Any], schemas: Schemas) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, inner in schemas.properties(schema).items():
        shown = [each.get(name) if isinstance(each, dict) else None for each in examples]
        if isinstance(template.get(name), dict):
            found[name] = _with_kinds(template[name], inner, shown, schemas)
        elif name in template:
            found[name] = template[name]
        elif squashed(name) in _KINDS and _are_one_text(shown) and "string" in type_names(schemas.resolve(inner)):
            found[name] = shown[0]
    return {**found, **{name: value for name, value in template.items() if name not in found}}


def _are_one_text(shown: list[Any]) -> bool:
    first = shown[0]
    return isinstance(first, str) and first != "" and first[0] != "$" and all(each == first for each in shown)


def said_of_lists(text: str) -> str:
    """Return the sentences of an API's own text that speak of its lists: "Lists return the newest entries first"."""
    return " ".join(sentence for sentence in sentences(text) if re.search(r"\b(all )?lists?\b", sentence, re.I))
