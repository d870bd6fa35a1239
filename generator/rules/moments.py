"""Moments: which text schemas hold a time or a date, and which number schemas hold seconds."""

import re

from generator.description import JsonSchema
from generator.rules.envelopes import type_names

_PATTERN = re.compile(r"\^?\(?\[?(0-9\]|\\d)\{4\}")


def is_moment(schema: JsonSchema) -> bool:
    """Return whether a resolved schema is text that holds a time or a date: by its format, or a pattern of one."""
    if type_names(schema) - {"null"} != {"string"}:
        return False
    form = schema.get("format")
    if isinstance(form, str):
        return form in ("date-time", "date") or "date_time" in form or "datetime" in form.lower() or "timestamp" in form
    pattern = schema.get("pattern")
    return isinstance(pattern, str) and _PATTERN.match(pattern) is not None
