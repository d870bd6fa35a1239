"""What one schema says of its values, read once: a schema is asked for a value hundreds of times."""

import json
import re
from collections.abc import Mapping
from functools import cached_property

from generator.plan import Json, JsonSchema
from generator.said import said_value
from generator.seed.moments import time_form
from generator.seed.schemas import branches_of, examples_of, types_of

# "The URL of the page", and not "the name that stands in the URL".
_IS_ADDRESS = re.compile(
    r"^(?:the|an?)?\s*(?:\[?[\w-]+\s+){0,2}(?:url|web address|hyperlink)\b(?! (?:safe|friendly|slug))", re.I
)
_LEAF_KEYS = (
    "format", "pattern", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
    "multipleOf", "not", "contentEncoding",
)  # fmt: skip


class Facts:
    """What is read of a flattened schema; each part when it is first asked for."""

    def __init__(self, schema: JsonSchema, definitions: Mapping[str, JsonSchema]) -> None:
        self.schema = schema
        self._definitions = definitions
        self._time_forms: dict[tuple[str, bool], str | None] = {}
        self._leaves: dict[str, JsonSchema] = {}
        self.kinds = types_of(schema)
        self.examples = examples_of(schema)
        self.options = [value for value in schema.get("enum") or [] if value is not None]

    @cached_property
    def branches(self) -> "tuple[Facts, ...]":
        """The schema with each branch of its oneOf or anyOf taken, () where it has none."""
        return tuple(Facts(branch, self._definitions) for branch in branches_of(self.schema, self._definitions))

    @cached_property
    def option_texts(self) -> list[str]:
        """The choices as JSON."""
        return [json.dumps(value) for value in self.options]

    @cached_property
    def said(self) -> str | None:
        """The one text that the description says it has."""
        return said_value(self.schema) if "string" in self.kinds else None

    @cached_property
    def text_examples(self) -> list[str]:
        """The documented examples that are texts."""
        return [text for text in self.examples if isinstance(text, str)]

    @cached_property
    def is_address(self) -> bool:
        """Whether the description says that it is an address of the web, and no keyword says what it is."""
        return "pattern" not in self.schema and _IS_ADDRESS.search(str(self.schema.get("description", ""))) is not None

    @cached_property
    def properties(self) -> dict[str, Json]:
        """The schemas of the properties."""
        return self.schema.get("properties") or {}

    @cached_property
    def required(self) -> list[str]:
        """The names of the properties that must be there."""
        return [key for key in self.schema.get("required") or [] if isinstance(key, str)]

    @cached_property
    def optional(self) -> list[str]:
        """The names of the properties that may be left out."""
        required = set(self.required)
        return [key for key, part in self.properties.items() if key not in required and part is not False]

    def time_form(self, name: str, numeric: bool) -> str | None:
        """Return in which form a property of this name holds a time."""
        if (name, numeric) not in self._time_forms:
            self._time_forms[name, numeric] = time_form(name, self.schema, numeric)
        return self._time_forms[name, numeric]

    def leaf(self, kind: str) -> JsonSchema:
        """Return what is asked of a plain value of this type; the same object each time."""
        if kind not in self._leaves:
            kept = {key: self.schema[key] for key in _LEAF_KEYS if key in self.schema}
            self._leaves[kind] = {"type": kind, **kept}
        return self._leaves[kind]
