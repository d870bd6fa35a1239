"""What drawn descriptions are made of: names of things and properties, schemas of values, and keys."""

from typing import Any

Json = Any

TEXT = {"type": "string"}
# Names of things: plain ones, words of SQL, plurals that are irregular, and words of several parts.
THINGS = ("order", "user", "group", "index", "key", "table", "person", "sales-lead", "news", "Box", "status", "entry")
# Names of properties: plain ones, words of SQL and Python, and such as no language takes as a name.
NAMES = (
    "title", "note", "select", "from", "order", "group", "class", "e-mail", "x.y", "Größe", "a b", "limit", "count",
    "value", "type", "data", "items", "colour", "ref", "default", "1st", "_hidden", "isOpen", "NULL", "name",
)  # fmt: skip
VALUES: tuple[Json, ...] = (
    TEXT,
    {"type": "string", "maxLength": 20},
    {"type": "string", "format": "date-time"},
    {"type": "string", "format": "date"},
    {"type": "string", "format": "email"},
    {"type": "string", "format": "uuid"},
    {"type": "string", "enum": ["open", "closed", "archived"]},
    {"type": "string", "nullable": True},
    {"type": "string", "default": "grey"},
    {"type": "string", "pattern": "^[A-Z]{2}[0-9]{3}$"},
    {"type": "integer"},
    {"type": "integer", "minimum": 1, "maximum": 9},
    {"type": "number"},
    {"type": "boolean"},
    {"type": "boolean", "default": False},
    {"type": "array", "items": TEXT},
    {"type": "array", "items": {"type": "object", "properties": {"id": TEXT, "n": {"type": "integer"}}}},
    {"type": "object", "properties": {"street": TEXT, "town": TEXT}},
    {"type": "object", "additionalProperties": TEXT},
    {"type": "object"},
    {"type": "string", "readOnly": True},
    {"type": "integer", "readOnly": True},
    {"type": "string", "writeOnly": True},
    {"type": "string", "minLength": 2, "maxLength": 4},
    {"type": "integer", "format": "int64", "nullable": True},
    {"type": "number", "minimum": 0, "exclusiveMinimum": True},
    {"type": "array", "items": {"type": "string", "enum": ["red", "blue"]}, "uniqueItems": True, "minItems": 1},
    {"type": "array", "items": {"type": "integer"}, "maxItems": 3},
    {"type": "object", "additionalProperties": {"type": "object", "properties": {"n": {"type": "integer"}}}},
    {
        "type": "object",
        "required": ["street"],
        "properties": {"street": TEXT, "at": {"type": "string", "format": "date"}},
    },
    {
        "allOf": [
            {"type": "object", "properties": {"a": TEXT}},
            {"type": "object", "properties": {"b": {"type": "integer"}}},
        ]
    },
    {"type": "string", "enum": ["on", "off"], "default": "off"},
    {"type": "string", "format": "uri"},
    {"oneOf": [TEXT, {"type": "integer"}]},
    {},
)
KEYS: tuple[tuple[str, Json], ...] = (
    ("id", {"type": "integer", "readOnly": True}),
    ("id", {"type": "string", "readOnly": True}),
    ("id", {"type": "string", "format": "uuid", "readOnly": True}),
    ("id", {"type": "string", "example": "abc_12345", "readOnly": True}),
    ("number", {"type": "integer", "readOnly": True}),
    ("name", TEXT),
    ("code", {"type": "string", "pattern": "^[a-z]{3,8}$"}),
    ("uid", TEXT),
)
