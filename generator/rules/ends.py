"""Ends: what an answer shows, on a list's last page, in place of what leads on: null, or nothing at all."""

import re
from collections.abc import Sequence
from typing import Any

from generator.description import JsonSchema
from generator.meaning import pointer
from generator.plan import Argument, End, Input, Paging
from generator.rules.envelopes import type_names
from generator.schema import Schemas

LEADS_ON = frozenset({"$next_cursor", "$next_url", "$next_path"})
_LEADS_BACK = frozenset({"$previous_cursor", "$previous_url"})


def ends_of(template: Any, schema: JsonSchema, schemas: Schemas, above: tuple[str | int, ...] = ()) -> dict[str, End]:
    """Return how the last page shows what leads on, by its pointer, where null in its own place is not documented.

    The object that holds nothing else is null where it may be, and is left out where it need not be there; so is a
    value alone. What must be there and is never null says nothing of the end, and stays null.
    """
    if not isinstance(template, dict):
        return {}
    found: dict[str, End] = {}
    properties, required = schemas.properties(schema), schemas.resolve(schema).get("required")
    for name, part in template.items():
        if name in properties:
            must = isinstance(required, list) and name in required
            found |= _end(part, properties[name], schemas, (*above, name), must=must)
    return found


def _end(
    part: Any, schema: JsonSchema, schemas: Schemas, where: tuple[str | int, ...], *, must: bool
) -> dict[str, End]:
    if not _only_leads_on(part) or _may_end_in_null(part, schema, schemas):
        return ends_of(part, schema, schemas, where)
    if isinstance(part, dict) and "null" in type_names(schemas.resolve(schema)):
        return {pointer(*where): "null"}
    return ends_of(part, schema, schemas, where) if must else {pointer(*where): "absent"}


def _only_leads_on(part: Any) -> bool:
    if isinstance(part, dict):
        return bool(part) and all(map(_only_leads_on, part.values()))
    return isinstance(part, str) and part in LEADS_ON


def _may_end_in_null(part: Any, schema: JsonSchema, schemas: Schemas) -> bool:
    """Return whether all that leads on is documented as null, or as anything."""
    if not isinstance(part, dict):
        types = type_names(schemas.resolve(schema))
        return not types or "null" in types
    properties = schemas.properties(schema)
    return all(_may_end_in_null(inner, properties.get(name, {}), schemas) for name, inner in part.items())


def ends_in_null(template: Any, schema: JsonSchema, schemas: Schemas, ends: dict[str, End], *above: str) -> bool:
    """Return whether something that leads on or back is null at an end although it is documented as never null."""
    if pointer(*above) in ends:
        return False
    if not isinstance(template, dict):
        return (
            isinstance(template, str)
            and template in LEADS_ON | _LEADS_BACK
            and not _may_end_in_null(template, schema, schemas)
        )
    properties = schemas.properties(schema)
    return any(
        ends_in_null(part, properties[name], schemas, ends, *above, name)
        for name, part in template.items()
        if name in properties
    )


_ONLY_WITH = re.compile(
    r"\bonly (?:be )?(?:present|returned|included|shown|provided)(?: in the (?:response|answer))? (?:when|if) "
    r"(?:the|an?) [`'\"]?(\w+)[`'\"]? (?:query )?param(?:eter)? is "
    r"(?:provided|given|specified|set|sent|passed|present|used)\b",
    re.I,
)


def asked_of(template: Any, schema: JsonSchema, schemas: Schemas, arguments: Sequence[Argument]) -> dict[str, str]:
    """Return the properties of an answer's envelope that are there only where an argument is given, by pointer.

    "This property is only present when a limit query parameter is provided." So are those that an argument of their own
    name asks for.
    """
    found: dict[str, str] = {}
    for name, part in schemas.properties(schema).items() if isinstance(template, dict) else ():
        said = _ONLY_WITH.search(" ".join(str(schemas.resolve(part).get("description", "")).split()))
        given = [each.name for each in arguments if said is not None and each.wire[-1:] == (said[1],)]
        given += [each.name for each in arguments if isinstance(each.does, Input) and each.wire == (name,)]
        if name in template and given and name not in schemas.resolve(schema).get("required", ()):
            found[pointer(name)] = given[0]
    return found


def without_usual_size(arguments: Sequence[Argument], asked: dict[str, str]) -> list[Argument]:
    """Return the arguments, the size that alone makes pages of a list as one without which all of it is shown."""
    return [
        each.model_copy(update={"does": each.does.model_copy(update={"default": None, "most": None})})
        if isinstance(each.does, Paging)
        and each.does.what == "size"
        and each.name in asked.values()
        and each.value.get("default") is None
        and (each.does.most is None or each.value.get("maximum") is not None)
        else each
        for each in arguments
    ]
