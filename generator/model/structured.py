"""Structured output: how JSON of a form is asked for, and what of an answer's text is of that form."""

import json
import re
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from generator.model.cut_json import whole_part

Json = Any


class Said(BaseModel):
    """A part of what a model says: frozen; what it says beyond the form is not read."""

    model_config = ConfigDict(extra="ignore", frozen=True)


Form = TypeVar("Form", bound=Said)

# Ways of asking for JSON, the surest first: endpoints differ in what they take.
RUNGS = ("schema", "object", "fenced")
MOST_FAULTS = 20
_FENCED = re.compile(r"```[a-zA-Z0-9]*[ \t]*\r?\n(.*?)(?:```|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Parsed(Generic[Form]):
    """What of a text is of the form, None where nothing is; and what is wrong with the rest.

    ``cut`` tells that the text ends in the middle of its JSON.
    """

    value: Form | None
    faults: tuple[str, ...] = ()
    cut: bool = False


def response_format(form: type[Said], rung: int) -> dict[str, Json] | None:
    """Return what a request says of the form in this way, None where its words alone say it."""
    match RUNGS[rung]:
        case "schema":
            # Not strict: that would forbid arguments of any name, and optional properties.
            return {
                "type": "json_schema",
                "json_schema": {"name": form.__name__.lower(), "schema": form_schema(form), "strict": False},
            }
        case "object":
            return {"type": "json_object"}
        case _:
            return None


def said_form(form: type[Said], rung: int) -> str:
    """Return what the prompt says of the form, where the request does not."""
    if RUNGS[rung] == "schema":
        return ""
    place = "one JSON object" if RUNGS[rung] == "object" else "one JSON object in a block fenced with ```json and ```"
    schema = json.dumps(form_schema(form), ensure_ascii=False, separators=(",", ":"))
    return f"\n\nAnswer with {place} and nothing else. It must be valid against this JSON Schema:\n{schema}"


def form_schema(form: type[Said]) -> dict[str, Json]:
    """Return the form's JSON Schema without the titles that repeat its names."""
    schema: dict[str, Json] = _untitled(form.model_json_schema())
    return schema


def _untitled(part: Json) -> Json:
    if isinstance(part, dict):
        kept = {name: value for name, value in part.items() if not (name == "title" and isinstance(value, str))}
        return {name: _untitled(value) for name, value in kept.items()}
    return [_untitled(each) for each in part] if isinstance(part, list) else part


def parsed(text: str, form: type[Form]) -> Parsed[Form]:
    """Return what of the text is of the form; elements of its lists that are not are left out, and told."""
    if not text.strip():
        return Parsed(None, ("The answer was empty.",))
    data, cut = _data(text), False
    if not isinstance(data, dict):
        data, cut = whole_part(text)
    if not isinstance(data, dict):
        return Parsed(None, ("The answer holds no whole JSON object.",), cut)
    found = _valid(data, form)
    if cut and not any(isinstance(value, tuple) and value for _, value in found.value or ()):
        return Parsed(None, found.faults, cut)
    return replace(found, cut=cut)


def _valid(data: Json, form: type[Form]) -> Parsed[Form]:
    """What of the data is of the form."""
    if not data.keys() & form.model_fields.keys():
        return Parsed(None, (f"The answer has none of the properties {', '.join(form.model_fields)}.",))
    faults: list[str] = []
    for _ in range(MOST_FAULTS * 4):
        try:
            return Parsed(form.model_validate(data), tuple(faults))
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            faults.append(f"{'/'.join(map(str, first['loc']))}: {first['msg']}")
            where = first["loc"]
            listed = data.get(where[0]) if len(where) > 1 else None
            if not isinstance(listed, list) or not isinstance(where[1], int):
                return Parsed(None, tuple(faults))
            data = {**data, where[0]: [each for number, each in enumerate(listed) if number != where[1]]}
    return Parsed(None, tuple(faults))


def _data(text: str) -> Json:
    """The JSON in a text: the whole of it, what stands in a fence, or between the first and last brace."""
    fenced = [match[1] for match in _FENCED.finditer(text)]
    braced = text[text.find("{") : text.rfind("}") + 1]
    for candidate in (text, *sorted(fenced, key=len, reverse=True), braced):
        try:
            return json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
    return None
