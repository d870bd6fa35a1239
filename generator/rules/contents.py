"""Contents: the bytes of files, kept in a column as base64 where the API both takes them and gives them back."""

from typing import Any

from generator.description import JsonSchema
from generator.plan import Argument, Value
from generator.rules.drafts import Draft, Slot
from generator.rules.naming import squashed
from generator.rules.readings import Reading, is_file, is_structured, sent_properties
from generator.rules.resources import Resource
from generator.schema import Schemas

# A file of one megabyte in base64: a table keeps no larger ones.
MOST_CHARACTERS = 1_398_104
CONTENT: JsonSchema = {
    "type": "string",
    "contentEncoding": "base64",
    "description": "The file's bytes in base64.",
    "maxLength": MOST_CHARACTERS,
    "pattern": "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
    "examples": ["SGVsbG8sIHdvcmxkIQo=", "YSxiCjEsMgo=", "VG90YWw6IDQyCg=="],
}
_GIVING = frozenset("content contents download raw data media binary file original".split())
_SIZES = frozenset("size filesize contentlength contentsize length bytes byteslength sizeinbytes".split())
_TYPES = frozenset("mimetype contenttype mediatype".split())
_NAMES = frozenset("name filename title".split())


def add_content(draft: Draft, schemas: Schemas) -> None:
    """Give an entity of files the column that keeps their bytes: where one operation takes them, and one gives them."""
    resource = draft.resource
    if not any(answers_file(reading) and gives_content(reading, resource) for reading in resource.readings):
        return
    for reading in resource.readings:
        if is_file(reading.operation.body):
            draft.content = draft.add("content", (), CONTENT).name
            return
        for name, schema in sent_properties(reading, schemas).items():
            slot = draft.slot_at((name,)) or draft.slots.get(name) or draft.named(name)
            if is_bytes(schemas.resolve(schema)) and slot is not None and not slot.path:
                slot.schema, slot.type = CONTENT, "text"
                draft.content = slot.name
                return


def is_bytes(schema: JsonSchema) -> bool:
    """Return whether a property is the bytes of a file."""
    return schema.get("format") in ("binary", "byte") or "contentMediaType" in schema or "contentEncoding" in schema


def answers_file(reading: Reading) -> bool:
    """Return whether the answer is a file: of a type that is not JSON, text or unknown."""
    response = reading.response
    media = (response.media_type or "").lower() if response else ""
    return bool(response and response.schema is not None and media and not is_structured(media) and "*" not in media)


def gives_content(reading: Reading, resource: Resource) -> bool:
    """Return whether an operation gives back the very bytes that were sent: of the item itself, or of its content."""
    if reading.method != "GET":
        return False
    if reading in resource.items:
        return True
    last = reading.path.segments[-1] if reading.path else None
    return bool(last and not last.is_parameter and squashed(last.text) in _GIVING and len(reading.path.parameters))


def content_answer(draft: Draft, media_type: str) -> dict[str, Any]:
    """Return the template of a file as an answer: its name and type where they are kept, and its bytes in base64."""
    name, kind = _called(draft, _NAMES), _called(draft, _TYPES)
    answer: dict[str, Any] = {"name": f"$column:{name.name}"} if name else {}
    literal = media_type if "octet-stream" not in media_type else None
    if kind is not None or literal:
        answer["media_type"] = f"$column:{kind.name}" if kind is not None else literal
    return {**answer, "content": f"$column:{draft.content}"}


def content_argument(draft: Draft) -> Argument:
    """Return the argument that is a whole body of bytes."""
    return Argument(
        name="content", place="body", wire=(), value=CONTENT, required=True, does=Value(column=draft.content)
    )


def told_by_content(draft: Draft, content: str, media_type: str) -> dict[str, Any]:
    """Return what the service itself writes of a file that was sent: its size, and the type that it was sent as."""
    size, kind = _called(draft, _SIZES, "integer"), _called(draft, _TYPES)
    found: dict[str, Any] = {size.name: f"$size:{content}"} if size is not None else {}
    if kind is not None and media_type:
        found[kind.name] = media_type
    return found


def _called(draft: Draft, names: frozenset[str], type_: str = "text") -> Slot | None:
    for slot in draft.slots.values():
        fits = len(slot.path) == 1 and slot.type == type_ and "enum" not in slot.schema
        if fits and squashed(slot.path[0]) in names:
            return slot
    return None
