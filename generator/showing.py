"""What the answer of a call shows of a row: all of its JSON form, or what the arguments ask for."""

from collections.abc import Mapping, Sequence
from typing import Any

from generator.forms import shown
from generator.meaning import Row, given_arguments
from generator.plan import Entity, Fields, Json, Parts, Show, Tool


def shown_by(tool: Tool, entity: Entity, row: Row, arguments: Mapping[str, Json]) -> dict[str, Json]:
    """Return the row's JSON form as the tool shows it: what must be asked for only where the arguments ask for it."""
    body = _chosen_by(tool, entity, row, arguments)
    given = given_arguments(tool, arguments)
    for argument in tool.arguments:
        if isinstance(argument.does, Parts):
            body = _with_parts(argument.does, body, given.get(argument.name))
    return body


def _with_parts(parts: Parts, body: dict[str, Json], asked: Json) -> dict[str, Json]:
    """The JSON form without the properties that are not asked for, and of an object with keys only those asked for."""
    words = asked if isinstance(asked, list) else [""] if asked is True else []
    hidden = {name for word, name in parts.words.items() if word not in words}
    kept = {name: value for name, value in body.items() if name not in hidden}
    held = kept.pop(parts.keyed, None)
    if isinstance(held, dict) and asked is not None:
        return {**kept, parts.keyed: {key: value for key, value in held.items() if key in words}}
    return kept


def parts_of(tool: Tool) -> frozenset[str]:
    """Return the properties of a row that the tool shows only where they are asked for."""
    return frozenset(name for each in tool.arguments if isinstance(each.does, Parts) for name in each.does.properties)


def _chosen_by(tool: Tool, entity: Entity, row: Row, arguments: Mapping[str, Json]) -> dict[str, Json]:
    """The row's JSON form: where the arguments name properties, only those."""
    for argument in tool.arguments:
        if isinstance(argument.does, Fields) and arguments.get(argument.name) is not None:
            return chosen(argument.does, shown(entity, row, argument.does.form), arguments[argument.name])
    return shown(entity, row, tool.form)


def chosen(fields: Fields, body: dict[str, Json], names: Sequence[str]) -> dict[str, Json]:
    """Return the JSON form with only the properties that are named, and those that are always shown."""
    if fields.every and fields.every in names:
        return body
    paths = [*fields.always, *names]
    if not fields.within:
        only: dict[str, Json] = _with_only(body, paths)
        return only
    inner = body.get(fields.within)
    return {**body, fields.within: _with_only(inner, paths)} if isinstance(inner, dict) else body


def _with_only(value: Any, paths: Sequence[str]) -> Any:
    if isinstance(value, list):
        return [_with_only(item, paths) for item in value]
    if not isinstance(value, dict):
        return value
    kept: dict[str, Any] = {}
    for name, inner in value.items():
        deeper = [path.removeprefix(f"{name}.") for path in paths if path.startswith(f"{name}.") and path not in value]
        if name in paths:
            kept[name] = inner
        elif deeper:
            kept[name] = _with_only(inner, deeper)
    return kept


def shown_flags(tool: Tool, arguments: Mapping[str, Json]) -> frozenset[str]:
    """Return the properties of the answer that are left out because their ``show`` argument is not true."""
    given = given_arguments(tool, arguments)
    return frozenset(
        name
        for argument in tool.arguments
        if isinstance(argument.does, Show) and not _asks(argument.does, given.get(argument.name))
        for name in argument.does.properties
    )


def _asks(show: Show, given: Json) -> bool:
    return show.word in given if show.word and isinstance(given, list) else given is True
