"""The sentences of the planner, as they stand in its source: names that a document gave are holes in them."""

import ast
import re
from functools import cache
from pathlib import Path

import generator.rules

HOLE = "…"
_WORD = re.compile("[a-z]{2,}")


@cache
def templates() -> list[tuple[str, re.Pattern[str]]]:
    """Each text of the rules with a pattern that it matches, the longest texts first."""
    found: set[str] = set()
    for path in Path(str(generator.rules.__file__)).parent.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        within = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                found.add("".join(str(part.value) if isinstance(part, ast.Constant) else HOLE for part in node.values))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in within:
                found.add(node.value)
    texts = sorted((text for text in found if len(_WORD.findall(text)) > 2), key=lambda text: (-len(text), text))
    return [(text, re.compile("(.*)".join(map(re.escape, text.split(HOLE))), re.DOTALL)) for text in texts]


def without_names(reason: str) -> str:
    """Return the reason as the rules have it, with holes where it names something of a document."""
    return _told(reason) or "another reason"


def _told(reason: str) -> str:
    """The text of the rules that the reason is, its own parts likewise; an empty one where it is none."""
    for text, pattern in templates():
        found = pattern.fullmatch(reason)
        if found is not None and text != reason:
            first, *rest = text.split(HOLE)
            return first + "".join(
                (_told(part) or HOLE) + more for part, more in zip(found.groups(), rest, strict=True)
            )
        if found is not None:
            return text
    return ""
