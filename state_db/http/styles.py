"""OpenAPI's styles: how a parameter's value is written into a URL, header or form, and read back.

Lists are split before they are percent-decoded, so that an element may hold the separator; only a list of one element
that holds it cannot be told from a longer one, because many clients encode the commas between elements as well.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote, unquote, unquote_plus

from state_db.http.message import Unwritable
from state_db.http.shapes import Shape, text_of
from state_db.routes import ArgumentRoute, Place

Json = Any
Pairs = list[tuple[str, str]]  # name and value as they stand in the query, percent-encoded
Tree = dict[str, "Tree | list[str]"]

# What OpenAPI 3 assumes where a parameter names no style.
_DEFAULT_STYLE: dict[Place, str] = {"path": "simple", "query": "form", "header": "simple", "cookie": "form", "body": ""}
_VISIBLE = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) != "%")
_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_SEPARATORS: dict[str, tuple[str, re.Pattern[str], re.Pattern[str] | None]] = {
    "form": (",", re.compile(","), re.compile("%2C", re.I)),
    "simple": (",", re.compile(","), re.compile("%2C", re.I)),
    "spaceDelimited": ("%20", re.compile(r"%20|\+"), None),
    "pipeDelimited": ("|", re.compile(r"\||%7C", re.I), None),
}


def style_of(argument: ArgumentRoute) -> str:
    """Return the style that is in force: the one that is named, or OpenAPI's default for the place."""
    return argument.style or _DEFAULT_STYLE[argument.place]


def encoded(text: str, safe: str = "") -> str:
    """Return the text percent-encoded as UTF-8. Raises: Unwritable."""
    try:
        return quote(text, safe=safe)
    except UnicodeEncodeError as error:
        raise Unwritable("A lone surrogate has no UTF-8 form.") from error


def header_text(text: str) -> str:
    """Return a header's value: as it is, but for what a header cannot hold and for the sign of encoding itself."""
    return encoded(text, safe=_VISIBLE if text != text.strip() else _VISIBLE + " ")


def joined(argument: ArgumentRoute, value: Json) -> str:
    """Return the value as one encoded text: a scalar, or elements with the style's separator between them."""
    if isinstance(value, dict):
        parts = _members(value, argument)
    elif isinstance(value, list):
        parts = [encoded(text_of(element)) for element in value]
    else:
        return encoded(text_of(value))
    separator, splits, lenient = _separator(argument)
    if parts == [""] or any(splits.search(part) for part in parts):
        raise Unwritable(f"The style {style_of(argument)} cannot carry these elements.", where=argument.name)
    if lenient and len(parts) == 1 and lenient.search(parts[0]):
        raise Unwritable("One element that holds a comma cannot be told from two.", where=argument.name)
    return separator.join(parts)


def _separator(argument: ArgumentRoute) -> tuple[str, re.Pattern[str], re.Pattern[str] | None]:
    """Return what stands between elements, what splits them, and what splits them where nothing else does."""
    style = style_of(argument)
    if style not in _SEPARATORS and style != "deepObject":
        raise Unwritable(f"The style {style} is not known.", where=argument.name)
    return _SEPARATORS.get(style, _SEPARATORS["form"])


def _members(value: dict[str, Json], argument: ArgumentRoute) -> list[str]:
    if style_of(argument) == "simple" and argument.explode:
        return [f"{encoded(name)}={encoded(text_of(member))}" for name, member in value.items()]
    return [encoded(part) for name, member in value.items() for part in (name, text_of(member))]


def split(argument: ArgumentRoute, raw: str, shape: Shape) -> Json:
    """Return what ``joined`` wrote."""
    if argument.split:
        text = unquote_plus(raw) if argument.place == "query" else unquote(raw)
        return [shape.item.read(part) for part in text.split(",")] if text else []
    decode = unquote_plus if argument.place == "query" else unquote
    if not (shape.is_array or shape.is_object):
        return shape.read(decode(raw))
    _, splits, lenient = _separator(argument)
    if lenient and not splits.search(raw):
        splits = lenient
    parts = [decode(part) for part in splits.split(raw)] if raw else []
    if shape.is_object:
        return _object(argument, parts, shape)
    if len(parts) == 1 and shape.is_scalar:
        return shape.read(parts[0])
    return [shape.item.read(part) for part in parts]


def _object(argument: ArgumentRoute, parts: Sequence[str], shape: Shape) -> dict[str, Json]:
    if style_of(argument) == "simple" and argument.explode:
        members = [(name, text) for name, _, text in (part.partition("=") for part in parts)]
    else:
        members = list(zip(parts[::2], parts[1::2], strict=False))
    return {name: shape.member(name).read(text) for name, text in members}


def comma_text(value: Json) -> str:
    """Return a list as the one comma-separated string that the documentation asks for. Raises: Unwritable."""
    parts = [text_of(element) for element in value] if isinstance(value, list) else [text_of(value)]
    if parts == [""] or any("," in part for part in parts):
        raise Unwritable("An element of a comma-separated string is empty or holds a comma.")
    return ",".join(parts)


def query_pairs(argument: ArgumentRoute, value: Json) -> Pairs:
    """Return the parts of a query (or of a form) that carry the value. Raises: Unwritable."""
    name = encoded(argument.name, safe="[]")
    if argument.split:
        return [(name, encoded(comma_text(value)))]
    if style_of(argument) == "deepObject" and isinstance(value, (list, dict)):
        return list(bracketed(argument.name, value))
    if not argument.explode or not isinstance(value, (list, dict)):
        return [(name, joined(argument, value))]
    if not value:
        raise Unwritable("An empty list cannot be written as repeated parameters.", where=argument.name)
    if isinstance(value, dict):
        return [(encoded(key), encoded(text_of(member))) for key, member in value.items()]
    return [(name, encoded(text_of(element))) for element in value]


def bracketed(name: str, value: Json) -> Iterator[tuple[str, str]]:
    """Yield the value in the form ``name[key][0]=text``. Raises: Unwritable for what is empty."""
    if not isinstance(value, (list, dict)):
        yield encoded(name, safe="[]"), encoded(text_of(value))
        return
    if not value:
        raise Unwritable("An empty list or object cannot be written in brackets.", where=name)
    members = value.items() if isinstance(value, dict) else ((str(i), element) for i, element in enumerate(value))
    for key, member in members:
        if not key or "[" in key or "]" in key:
            raise Unwritable("A key that is empty or holds a bracket cannot be written in brackets.", where=name)
        yield from bracketed(f"{name}[{key}]", member)


def tree_of(pairs: Sequence[tuple[str, str]]) -> Tree:
    """Return decoded pairs as a tree by their brackets; every leaf holds all values of its name."""
    root: Tree = {}
    for name, text in pairs:
        head, bracket, rest = name.partition("[")
        keys = _BRACKETS.findall(bracket + rest)
        steps = [head, *keys] if "".join(f"[{key}]" for key in keys) == bracket + rest and head else [name]
        _plant(root, steps, text)
    return root


def _plant(node: Tree, steps: list[str], text: str) -> None:
    for step in steps[:-1]:
        below = node.get(step)
        if not isinstance(below, dict):
            below = node[step] = {}
        node = below
    leaf = node.setdefault(steps[-1], [])
    if isinstance(leaf, list):
        leaf.append(text)


def grown(node: Tree | list[str], shape: Shape) -> Json:
    """Return the value that a part of the tree stands for."""
    if isinstance(node, list):
        if shape.is_array and not (len(node) == 1 and shape.is_scalar):
            return [shape.item.read(text) for text in node]
        return shape.read(node[-1])
    if not shape.is_object and all(key == "" or key.isdecimal() for key in node):
        return _elements(node, shape)
    return {key: grown(member, shape.member(key)) for key, member in node.items()}


def _elements(node: Tree, shape: Shape) -> list[Json]:
    found: list[Json] = []
    for key in sorted(node, key=lambda key: (len(key), key)):
        member = node[key]
        if key == "" and isinstance(member, list):
            found += [shape.item.read(text) for text in member]
        else:
            found.append(grown(member, shape.item))
    return found
