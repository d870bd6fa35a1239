"""What is wrong with an argument, in words that name it: never a dump of the schema."""

import json
from collections.abc import Sequence
from typing import Any

import jsonschema_rs

Json = Any
Kind = jsonschema_rs.ValidationErrorKind

MOST_SHOWN = 60
MOST_CHOICES = 30
A_KIND = {
    "string": "a string", "integer": "an integer", "number": "a number", "boolean": "true or false",
    "array": "an array", "object": "an object", "null": "null",
}  # fmt: skip


def complaint(error: jsonschema_rs.ValidationError) -> str:
    """Return one sentence for a fault that the validator found."""
    return f"{place_of(error.instance_path)} {_fault(error)}."


def place_of(path: Sequence[str | int]) -> str:
    """Return where a value stands: items[0].sku."""
    if not path:
        return "The arguments"
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


def shown(value: object) -> str:
    """Return a value as JSON, cut where it is long, in ASCII where it is no proper text."""
    try:
        text = json.dumps(value, ensure_ascii=False, default=lambda other: type(other).__name__)
        text.encode()
    except (ValueError, RecursionError, TypeError):
        text = ascii(value) if isinstance(value, str) else type(value).__name__
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…"


def plural(count: int, noun: str) -> str:
    """Return "1 item", "2 items"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _fault(error: jsonschema_rs.ValidationError) -> str:
    kind = error.kind
    return (
        _of_value(kind, error)
        or _of_number(kind, error.instance)
        or _of_text(kind)
        or _of_content(kind)
        or (f"does not meet the rule {kind.name}")
    )


def _of_value(kind: jsonschema_rs.ValidationErrorKind, error: jsonschema_rs.ValidationError) -> str:
    match kind:
        case Kind.Type(types):
            return f"must be {_either([A_KIND.get(name, name) for name in sorted(types)])}, not {shown(error.instance)}"
        case Kind.Enum(options):
            choices = [shown(option) for option in options[:MOST_CHOICES]] + ["…"] * (len(options) > MOST_CHOICES)
            return f"must be one of {', '.join(choices)}, not {shown(error.instance)}"
        case Kind.Constant(expected):
            return f"must be {shown(expected)}"
        case Kind.AnyOf(context) | Kind.OneOfNotValid(context):
            return _of_branches(context, error)
        case Kind.OneOfMultipleValid():
            return "fits more than one of the forms it may have"
    return ""


def _of_branches(context: list[list[jsonschema_rs.ValidationError]], error: jsonschema_rs.ValidationError) -> str:
    """The fault of the branch that came closest: one that fails deeper inside, or in the fewest ways."""
    near = [branch for branch in context if branch and not isinstance(branch[0].kind, Kind.Type)]
    if not near:
        return f"has none of the forms it may have: {shown(error.instance)}"
    closest = min(near, key=len)[0]
    inside = closest.instance_path[len(error.instance_path) :]
    return f"has none of the forms it may have: {place_of(inside) if inside else 'it'} {_fault(closest)}"


def _of_number(kind: jsonschema_rs.ValidationErrorKind, value: Json) -> str:
    match kind:
        case Kind.Minimum(limit):
            return f"must be at least {limit}, not {shown(value)}"
        case Kind.Maximum(limit):
            return f"must be at most {limit}, not {shown(value)}"
        case Kind.ExclusiveMinimum(limit):
            return f"must be more than {limit}, not {shown(value)}"
        case Kind.ExclusiveMaximum(limit):
            return f"must be less than {limit}, not {shown(value)}"
        case Kind.MultipleOf(step):
            return f"must be a multiple of {step}, not {shown(value)}"
    return ""


def _of_text(kind: jsonschema_rs.ValidationErrorKind) -> str:
    match kind:
        case Kind.MinLength(limit):
            return f"must have at least {plural(limit, 'character')}"
        case Kind.MaxLength(limit):
            return f"must have at most {plural(limit, 'character')}"
        case Kind.Pattern(pattern):
            return f"must match the pattern {shown(pattern)[1:-1]}"
        case Kind.Format(name):
            return f"must be in the format {name}{FORMAT_EXAMPLES.get(name, '')}"
    return ""


FORMAT_EXAMPLES = {
    "date-time": ", such as 2026-01-05T09:00:00Z",
    "date": ", such as 2026-01-05",
    "time": ", such as 09:00:00Z",
    "email": ", such as name@example.com",
    "uuid": ", such as 123e4567-e89b-12d3-a456-426614174000",
    "uri": ", such as https://example.com/",
    "json": ', such as {"key": "value"}',
}


def _of_content(kind: jsonschema_rs.ValidationErrorKind) -> str:
    match kind:
        case Kind.MinItems(limit):
            return f"must have at least {plural(limit, 'item')}"
        case Kind.MaxItems(limit):
            return f"must have at most {plural(limit, 'item')}"
        case Kind.UniqueItems():
            return "must not hold the same item twice"
        case Kind.Required(name):
            return f"needs the property {json.loads(name) if name.startswith(chr(34)) else name}"
        case Kind.AdditionalProperties(unexpected):
            return f"has no property {', '.join(shown(name) for name in unexpected)}"
        case Kind.MinProperties(limit):
            return f"must have at least {limit} properties"
        case Kind.MaxProperties(limit):
            return f"must have at most {limit} properties"
    return ""


def _either(words: list[str]) -> str:
    return " or ".join(words)
