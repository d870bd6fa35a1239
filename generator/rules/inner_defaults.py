"""Inner defaults: what the documentation gives to properties inside of an argument that a caller leaves out."""

from typing import Any

from generator.description import JsonSchema
from generator.plan import Argument, Value
from generator.rules.envelopes import type_names
from generator.schema import Schemas
from state_db.defaults import EACH

Json = Any

_DEEPEST = 5
_MOST = 60


def with_inner_defaults(argument: Argument, schemas: Schemas, *, changes: bool) -> Argument:
    """Return the argument with the defaults of the properties of its object, or of its elements.

    A change keeps what its object does not name, so that only whole elements are filled by it.
    """
    if not isinstance(argument.does, Value) or argument.does.inside:
        return argument
    found: dict[str, Json] = {}
    _collect(argument.value, schemas, (), found, 0)
    kept = {path: value for path, value in found.items() if not changes or path.split("/")[0] == EACH}
    return argument.model_copy(update={"defaults": kept}) if kept else argument


def _collect(schema: JsonSchema, schemas: Schemas, path: tuple[str, ...], found: dict[str, Json], depth: int) -> None:
    resolved = schemas.resolve(schema)
    if depth > _DEEPEST or resolved.keys() & {"oneOf", "anyOf"}:
        return  # which alternative a value is, its properties must tell
    types = type_names(resolved) - {"null"}
    if types == {"array"} and isinstance(resolved.get("items"), dict):
        _collect(resolved["items"], schemas, (*path, EACH), found, depth + 1)
    elif types == {"object"}:
        for name, part in resolved.get("properties", {}).items():
            inner = schemas.resolve(part)
            if inner.get("default") is not None and "/" not in name and name != EACH and len(found) < _MOST:
                found["/".join((*path, name))] = inner["default"]
            _collect(part, schemas, (*path, name), found, depth + 1)
