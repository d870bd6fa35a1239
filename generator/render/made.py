"""What a column that is made of others holds, as SQL: a text, or an object of texts."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from generator.plan import Column, Json
from generator.render.shapes import object_of
from generator.render.text import text_constant

TEXT_OF_NOTHING = "''"
_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class Held:
    """What a column holds as SQL: the first that is not NULL; ``sure`` tells that it is one value and never NULL."""

    codes: tuple[str, ...]
    sure: bool

    @property
    def text(self) -> str:
        """The SQL of a text that is empty where the column is."""
        if self.sure or not self.codes:
            return "".join(self.codes) or TEXT_OF_NOTHING
        return f"coalesce({', '.join([*self.codes, TEXT_OF_NOTHING])})"

    @property
    def value(self) -> str:
        """The SQL of what is NULL where the column is."""
        codes = self.codes or ("NULL",)
        return codes[0] if len(codes) == 1 else f"coalesce({', '.join(codes)})"


def named_in(template: str) -> set[str]:
    """Return the columns that a template names."""
    return set(_PLACEHOLDER.findall(template))


def filled_template(column: Column, held: Callable[[str], Held]) -> str:
    """Return the column's template as SQL, ``held`` giving what a column of that name holds.

    A template of a JSON object or array makes one of such texts; one that names an empty column is null.
    """
    if column.type == "json":
        return _json(json.loads(column.template), held)
    return _text(column.template, lambda each: held(each).text)


def _json(part: Json, held: Callable[[str], Held]) -> str:
    """Return SQL for what a JSON template makes."""
    if isinstance(part, dict):
        return object_of({name: _json(each, held) for name, each in part.items()})
    if isinstance(part, list):
        return f"json_array({', '.join(_json(each, held) for each in part)})"
    return _text(str(part), lambda each: held(each).value)


def _text(template: str, code: Callable[[str], str]) -> str:
    pieces: list[str] = []
    for index, piece in enumerate(_PLACEHOLDER.split(template)):
        if index % 2:
            pieces.append(code(piece))
        elif piece:
            pieces.append(text_constant(piece))
    return " || ".join(pieces) or "''"
