"""What an agent is shown of long documentation: texts cut to what decides a call, schemas no deeper than is of use."""

import json
import re
from collections.abc import Callable, Sequence

from generator.plan import Json, JsonSchema
from generator.render.text import shortened
from generator.schema import Schemas

# Characters of texts, and bytes of one tool's schemas as MCP sends them.
LONGEST_DESCRIPTION = 400
LONGEST_ARGUMENT = 160
LONGEST_INNER = 80
LARGEST_INPUT = 12_000
LARGEST_OUTPUT = 3_000
# How many references deep schemas are shown, the first that is not too large; the last in any case.
INPUT_DEPTHS = (8, 4, 3, 2, 1)
OUTPUT_DEPTHS = (4, 2, 1, 0)

_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{2,3})(?=\S)(.+?)(?<=\S)\1(?![\w*])", re.DOTALL)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[\"'(`*]?[A-Z0-9])")
_BINDS = re.compile(
    r"\b(?:must|cannot|can't|only|at most|at least|maximum|minimum|required|unique|default|either|format)\b", re.I
)


def brief(text: str, most: int) -> str:
    """Return the text without markup: its first sentence, then what fits, sentences that bind a caller first."""
    plain = " ".join(_EMPHASIS.sub(r"\2", _TAG.sub(" ", _LINK.sub(r"\1", text))).split())
    if len(plain) <= most:
        return plain
    sentences = _SENTENCE.split(plain)
    kept = {0}
    length = len(sentences[0])
    for number in sorted(range(1, len(sentences)), key=lambda each: (not _BINDS.search(sentences[each]), each)):
        if length + 1 + len(sentences[number]) <= most:
            kept.add(number)
            length += 1 + len(sentences[number])
    return shortened(" ".join(sentences[number] for number in sorted(kept)), most)


def input_shown(schema: JsonSchema, schemas: Schemas) -> JsonSchema:
    """Return the self-contained schema of a tool's arguments, as deep as its size allows."""
    return _fitting(schema, schemas, INPUT_DEPTHS, LARGEST_INPUT, _with_brief_texts)


def output_shown(schema: JsonSchema, schemas: Schemas) -> JsonSchema:
    """Return the self-contained schema of a tool's answer, without texts, as deep as its size allows."""
    found = _fitting(schema, schemas, OUTPUT_DEPTHS, LARGEST_OUTPUT, _without_texts)
    return found if _size(found) <= LARGEST_OUTPUT else _outline(found, schemas)


def _fitting(
    schema: JsonSchema, schemas: Schemas, depths: Sequence[int], most: int, told: Callable[[JsonSchema], JsonSchema]
) -> JsonSchema:
    found: JsonSchema = {}
    for depth in depths:
        found = told(schemas.bundle(schema, depth))
        if _size(found) <= most:
            break
    return found


def _size(schema: JsonSchema) -> int:
    return len(json.dumps(schema, ensure_ascii=False).encode())


def _outline(schema: JsonSchema, schemas: Schemas) -> JsonSchema:
    """The names of the answer's properties, and what kind of value each has."""
    kinds = {
        name: {"type": list(types) if len(types) > 1 else types[0]} if (types := schemas.types(part)) else {}
        for name, part in schema.get("properties", {}).items()
    }
    return {**{word: schema[word] for word in ("type", "required") if word in schema}, "properties": kinds}


def _with_brief_texts(schema: JsonSchema) -> JsonSchema:
    """The schema of arguments with a sentence or two on each, and less on what stands inside of them."""
    arguments = {
        name: _told({**part, "description": brief(part["description"], LONGEST_ARGUMENT)}, keep=True)
        if isinstance(part.get("description"), str)
        else _told(part)
        for name, part in schema.get("properties", {}).items()
    }
    inner = {"$defs": {name: _told(part) for name, part in schema["$defs"].items()}} if "$defs" in schema else {}
    return {**schema, "properties": arguments, **inner}


def _told(schema: JsonSchema, *, keep: bool = False) -> JsonSchema:
    """The schema with inner texts of a few words; with ``keep`` its own text stays."""
    return _mapped(schema, lambda text: brief(text, LONGEST_INNER), keep=keep)


def _without_texts(schema: JsonSchema) -> JsonSchema:
    return _mapped(schema, lambda _: "")


def _mapped(schema: JsonSchema, told: Callable[[str], str], *, keep: bool = False) -> JsonSchema:
    """The schema with other texts: descriptions as they are ``told`` (an empty one is left out), titles left out."""
    found: JsonSchema = {}
    for word, part in schema.items():
        if word == "description" and isinstance(part, str):
            text = part if keep else told(part)
            found |= {word: text} if text else {}
        elif word in ("title", "$comment") and isinstance(part, str):
            continue
        elif word in ("properties", "patternProperties", "dependentSchemas", "$defs") and isinstance(part, dict):
            found[word] = {name: _inner(each, told) for name, each in part.items()}
        elif word in ("const", "default", "enum", "examples", "example"):
            found[word] = part
        else:
            found[word] = _inner(part, told)
    return found


def _inner(part: Json, told: Callable[[str], str]) -> Json:
    if isinstance(part, dict):
        return _mapped(part, told)
    return [_inner(each, told) for each in part] if isinstance(part, list) else part
