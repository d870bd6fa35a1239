"""Ends: what a list's last page shows in place of what leads on, as SQL."""

from collections.abc import Iterator

from generator.meaning import names_in, pointer
from generator.plan import Json, Tool
from generator.render.shapes import NOWHERE
from generator.render.text import json_path


def ended(tool: Tool, code: str, goes_on: str) -> str:
    """Return SQL for the answer in which the parts that lead on are null, or not there, unless ``goes_on``.

    What is shown only where an argument is given is not there without it.
    """
    removed = ""
    for where, end in tool.ends.items():
        path = f"iif({goes_on}, {NOWHERE}, {json_path(names_in(where))})"
        if end == "null":
            code = f"json_replace({code},\n  {path}, NULL\n)"
        else:
            removed += f",\n  {path}"
    removed += _unasked(tool)
    return f"json_remove({code}{removed}\n)" if removed else code


def as_asked(tool: Tool, code: str) -> str:
    """Return SQL for an answer that has no end, without what is shown only where an argument is given."""
    removed = _unasked(tool)
    return f"json_remove({code}{removed}\n)" if removed else code


def _unasked(tool: Tool) -> str:
    return "".join(
        f",\n  iif(:{name} IS NULL, {json_path(names_in(where))}, {NOWHERE})" for where, name in tool.asked.items()
    )


def ends_elsewhere(tool: Tool, placeholder: str) -> bool:
    """Return whether a placeholder stands only within what is null or not there on the last page."""
    places = list(_places(tool.answer, placeholder))
    return bool(places) and all(any(f"{where}/".startswith(f"{end}/") for end in tool.ends) for where in places)


def _places(template: Json, placeholder: str, above: tuple[str, ...] = ()) -> Iterator[str]:
    if template == placeholder:
        yield pointer(*above)
    for name, inner in template.items() if isinstance(template, dict) else ():
        yield from _places(inner, placeholder, (*above, name))
