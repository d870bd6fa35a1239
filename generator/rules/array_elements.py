"""Array elements: what the array that a batch goes over may hold."""

from generator.description import JsonSchema
from generator.rules.drafts import Draft
from generator.schema import Schemas


def of_objects(schema: JsonSchema, draft: Draft, schemas: Schemas) -> JsonSchema:
    """Return the array's schema with elements that are objects, of the choices that the columns have.

    Elements may say by their properties alone that they are objects, and answers may say more than what is sent. What
    only answers show is no part of them, but for the key that names a row.
    """
    array = schemas.resolve(schema)
    element = schemas.resolve(array["items"])
    every = schemas.properties(array["items"])
    known = {name: part for name, part in every.items() if not _only_shown(name, part, draft, schemas)}
    narrowed = {}
    for name, part in known.items():
        slot = draft.slot_at((name,))
        choices = slot.schema.get("enum") if slot is not None and slot.type != "json" else None
        resolved = schemas.resolve(part)
        if isinstance(choices, list) and "enum" not in part and "const" not in resolved:
            # Also where a reference leads to them: what is nested deeply may be served in outline only.
            narrowed[name] = {**resolved, "enum": resolved.get("enum", choices)}
    if narrowed or len(known) < len(every):
        needed = [name for name in element.get("required", ()) if name in known]
        required = {"required": needed} if needed else {}
        return {**array, "items": {"type": "object", "properties": {**known, **narrowed}, **required}}
    return array if element.get("type") == "object" else {**array, "items": {**array["items"], "type": "object"}}


def _only_shown(name: str, part: JsonSchema, draft: Draft, schemas: Schemas) -> bool:
    """Return whether a property of an element is ``readOnly``, and not the key that names a row."""
    slot = draft.slot_at((name,))
    return bool(schemas.resolve(part).get("readOnly")) and (slot is None or slot.name not in draft.key)
