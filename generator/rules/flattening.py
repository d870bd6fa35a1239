"""Object parameters as the several inputs that they are in an address: ``price[gte]``, or ``before`` and ``after``."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.description import JsonSchema, Parameter
from generator.rules.envelopes import type_names
from generator.schema import Schemas

_COMPARISON = re.compile(r"\b(gte|gt|lte|lt)\b")


def flattened(parameters: Iterable[Parameter], schemas: Schemas) -> Iterator[Parameter]:
    """Yield the parameters, those of objects with known properties as one for each property.

    In ``deepObject`` style a property is ``name[property]``; an exploded form gives each property as its own. Where
    that would be the name of another parameter, no address could tell the two apart: such an object is named as well.
    """
    parameters = tuple(parameters)
    alone = {parameter.name for parameter in parameters if parameter.place == "query"}
    for parameter in parameters:
        inner = _properties(parameter, schemas) if parameter.place == "query" else {}
        if not inner:
            yield parameter
            continue
        deep = parameter.style == "deepObject" or not alone.isdisjoint(inner)
        for name, schema in inner.items():
            text = f"{parameter.text} {schemas.resolve(schema).get('description', '')}".strip()
            called = f"{parameter.name}[{name}]" if deep else name
            required = parameter.required and name in schemas.resolve(parameter.schema).get("required", ())
            yield replace(
                parameter, name=called, schema=schema, text=text, style="form", explode=True, required=required
            )


def _properties(parameter: Parameter, schemas: Schemas) -> dict[str, JsonSchema]:
    """Return the properties that are known of an object parameter: declared, or comparisons that its text names."""
    resolved = schemas.resolve(parameter.schema)
    if "object" not in type_names(resolved) or (parameter.style != "deepObject" and not parameter.explode):
        return {}
    if declared := schemas.properties(parameter.schema):
        return dict(declared)
    more = resolved.get("additionalProperties")
    text = f"{parameter.text} {resolved.get('description', '')}"
    if parameter.style != "deepObject" or not isinstance(more, dict):
        return {}
    return {name: more for name in sorted(set(_COMPARISON.findall(text)))}
