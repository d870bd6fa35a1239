"""List metadata: what a list's envelope tells of all of its rows, and of the run that it answers for."""

import re
from typing import Any

from generator.description import JsonSchema
from generator.rules.envelope_words import STATUS_WORDS
from generator.rules.naming import squashed
from generator.schema import Schemas


def totals_by_count(template: dict[str, Any], properties: dict[str, JsonSchema], schemas: Schemas) -> list[str]:
    """Return the counts that are of all rows: it is said, or addresses of the pages around stand beside ``count``."""
    counts = [name for name, value in template.items() if value == "$count" and squashed(name) == "count"]
    if "$total" in template.values():
        return []
    linked = {"$next_url", "$previous_url"} <= {value for value in template.values() if isinstance(value, str)}
    texts = {name: str(schemas.resolve(properties[name]).get("description", "")) for name in counts}
    return [name for name in counts if linked or re.search(r"\btotal\b", texts[name], re.I)]


def run_of(properties: dict[str, JsonSchema], schemas: Schemas) -> dict[str, Any]:
    """Return what an envelope tells of the run that it answers for: its times, and that it is complete."""
    times = [name for name, schema in properties.items() if _is_time_of_run(name, schemas.resolve(schema))]
    if not any(squashed(name) in ("completedat", "finishedat") for name in times):
        return {}
    found: dict[str, Any] = dict.fromkeys(times, "$now")
    for name, schema in properties.items():
        choices = schemas.resolve(schema).get("enum")
        ended = [one for one in choices if squashed(str(one)) in _COMPLETE] if isinstance(choices, list) else []
        if squashed(name) in STATUS_WORDS and ended:
            found[name] = ended[0]
    return found


_COMPLETE = frozenset("complete completed done succeeded success finished".split())


def _is_time_of_run(name: str, schema: JsonSchema) -> bool:
    return squashed(name) in ("startedat", "completedat", "finishedat") and schema.get("format") == "date-time"
