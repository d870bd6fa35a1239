"""The tools that an environment offers: under their own names for one server, as server__tool for several."""

from collections.abc import Sequence
from dataclasses import replace

from state_db.codes import ToolCode
from state_db.errors import StateError
from state_db.store import Store
from state_db.tools import ToolSpec

BETWEEN_NAMES = "__"


def offered(
    stores: Sequence[Store], chosen: Sequence[str] | None
) -> tuple[dict[str, ToolSpec], dict[str, tuple[Store, ToolCode]]]:
    """Return the tools by the names that an agent sees, and where their calls go; ``chosen`` are all, or some.

    Raises: StateError for a name that there is not.
    """
    tools: dict[str, ToolSpec] = {}
    codes: dict[str, tuple[Store, ToolCode]] = {}
    for store in stores:
        for name, tool in store.image.tools.items():
            full = name if len(stores) == 1 else f"{store.image.name}{BETWEEN_NAMES}{name}"
            if chosen is None or full in chosen:
                tools[full] = tool if full == name else replace(tool, name=full)
                codes[full] = (store, store.image.codes[name])
    for name in chosen or ():
        if name not in tools:
            raise StateError(f"There is no tool {name} to offer.")
    return tools, codes
