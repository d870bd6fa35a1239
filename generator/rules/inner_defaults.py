"""Inner defaults: what the documentation gives to properties inside of an argument that a caller leaves out.

An object that is shown with a property that is always the same ({"type": "folder"}) has it where it is not sent, too.
"""

from typing import Any

from generator.description import JsonSchema
from generator.plan import Argument, Value
from generator.rules.envelopes import type_names
from generator.schema import Schemas
from state_db.defaults import EACH

Json = Any

_DEEPEST = 5
_MOST = 60


def with_inner_defaults(
    argument: Argument, schemas: Schemas, *, changes: bool, shown: JsonSchema | None = None
) -> Argument:
    """Return the argument with the defaults of the properties of its object, or of its elements.

    A change keeps what its object does not name, so that only whole elements are filled by it. ``shown`` is the schema
    of the column that holds the object.
    """
    if not isinstance(argument.does, Value):
        return argument
    if argument.does.inside:
        return _beside_key(argument, argument.does, shown, schemas)
    found: dict[str, Json] = {}
    _collect(argument.value, schemas, (), found, 0)
    kept = {path: value for path, value in found.items() if not changes or path.split("/")[0] == EACH}
    kept = {**_constants(argument.value, shown or {}, schemas), **kept}
    return argument.model_copy(update={"defaults": kept}) if kept else argument


def _beside_key(argument: Argument, does: Value, shown: JsonSchema | None, schemas: Schemas) -> Argument:
    """Return the argument of a key that is shown as an object, with what that is always shown with besides."""
    fixed = {} if does.among or shown is None else _constants({"type": "object"}, shown, schemas)
    beside = {name: only for name, only in fixed.items() if isinstance(only, str) and name != does.inside}
    return argument.model_copy(update={"does": does.model_copy(update={"beside": beside})}) if beside else argument


def _constants(sent: JsonSchema, shown: JsonSchema, schemas: Schemas) -> dict[str, Json]:
    """Return what an object must be shown with and cannot be but in one way, by property, as far as it may be sent."""
    sent, shown = schemas.resolve(sent), schemas.resolve(shown)
    if (
        "object" not in type_names(sent)
        or sent.get("additionalProperties") is False
        or _KINDS & (sent.keys() | shown.keys())
    ):
        return {}
    found: dict[str, Json] = {}
    for name, part in schemas.properties(shown).items():
        only, given = _only_choice(part, schemas), schemas.properties(sent).get(name)
        fits = given is None or _only_choice(given, schemas) == only
        if only is not None and fits and name in shown.get("required", ()) and "/" not in name and name != EACH:
            found[name] = only
    return found


_KINDS = frozenset({"oneOf", "anyOf"})


def _only_choice(schema: JsonSchema, schemas: Schemas) -> Json:
    resolved = schemas.resolve(schema)
    choices = [resolved["const"]] if "const" in resolved else resolved.get("enum", [])
    return choices[0] if len(choices) == 1 else None


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
