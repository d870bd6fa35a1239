"""Examples: what the documentation shows of a call and its answer, kept where it agrees with its own schemas."""

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import jsonschema_rs

from generator.conditions import is_condition
from generator.description import JsonSchema, Operation, Response
from generator.plan import Argument, Example, Filter, Tool
from generator.rules.packed import held_by
from generator.schema import Schemas
from state_db.formats import FORMATS

Json = Any

# Examples of one operation that are kept.
MOST_EXAMPLES = 3
# A contradiction is told in as many characters.
MOST_TOLD = 120


@dataclass(slots=True)
class _Examined:
    """The examples of one operation while they are gathered, and what contradicts its schema."""

    schemas: Schemas
    forms: "_Forms"
    contradictions: list[str] = field(default_factory=list)

    def agrees(self, value: Json, schema: JsonSchema, other_way: str, where: str) -> bool:
        """Return whether the value is as its schema says; what only goes the ``other_way`` may be missing."""
        whole = self.forms.bundle(schema, other_way)
        try:
            validator = jsonschema_rs.validator_for(whole, validate_formats=True, formats=FORMATS, offline=True)
        except (jsonschema_rs.ValidationError, ValueError):
            return True
        fault = next(iter(validator.iter_errors(value)), None)
        if fault is None:
            return True
        inside = "".join(f"/{part}" for part in fault.instance_path)
        said = str(fault.message).splitlines()[0]
        said = said if len(said) <= MOST_TOLD else said[: MOST_TOLD - 1] + "…"
        self.contradictions.append(f"The example at {where} contradicts its own schema at {inside or '/'}: {said}.")
        return False


class _Forms:
    """Schemas in the form in which examples are held against them; definitions are brought into it once."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas

    def bundle(self, schema: JsonSchema, other_way: str) -> JsonSchema:
        """Return the whole schema, in which what only goes the ``other_way`` may be missing."""
        bundled = self._schemas.bundle(schema)
        root: JsonSchema = _lenient({key: part for key, part in bundled.items() if key != "$defs"}, other_way)
        defs = {name: self._definition(part, other_way) for name, part in bundled.get("$defs", {}).items()}
        return {**root, "$defs": defs} if defs else root

    def _definition(self, schema: JsonSchema, other_way: str) -> JsonSchema:
        return self._schemas.kept(schema, ("lenient", other_way), lambda: _lenient(schema, other_way))


def add_examples(tool: Tool, operation: Operation, schemas: Schemas) -> tuple[Tool, list[str]]:
    """Return the tool with its operation's examples, and what is wrong with those that contradict their schemas."""
    found = _Examined(schemas, _Forms(schemas))
    outside, source = _parameters(found, tool, operation)
    bodies = list(_bodies(found, tool, operation))
    answers = list(_answers(found, tool, operation))
    calls = [(where, {**outside, **arguments}) for where, arguments in bodies] or [(source, outside)]
    examples: list[Example] = []
    for turn, (where, arguments) in enumerate(calls[:MOST_EXAMPLES]):
        answer_source, answer = answers[min(turn, len(answers) - 1)] if answers else ("", None)
        if arguments or answer_source:
            place = where or answer_source
            examples.append(Example(source=place, arguments=arguments, answer=answer, answer_source=answer_source))
    return tool.model_copy(update={"examples": tuple(examples)}), found.contradictions


def _parameters(found: _Examined, tool: Tool, operation: Operation) -> tuple[dict[str, Json], str]:
    """The arguments outside the body that parameters have examples of, and where the first of these stands."""
    given: dict[str, Json] = {}
    first = ""
    for parameter in operation.parameters:
        argument = next((a for a in tool.arguments if a.place == parameter.place and a.wire == (parameter.name,)), None)
        shown = found.schemas.resolve(parameter.schema).get("examples")
        if argument is None or not isinstance(shown, Sequence) or isinstance(shown, str) or not shown:
            continue
        value = _as_argument(shown[0], argument)
        if found.agrees(value, argument.value, "", parameter.source):
            given[argument.name] = value
            first = first or parameter.source
    return given, first


def _as_argument(value: Json, argument: Argument) -> Json:
    """The value as the argument takes it: one text of many values is an array, and a number in a path is one."""
    if isinstance(argument.does, Filter) and is_condition(argument.does) and isinstance(value, str):
        return html.unescape(value)
    if argument.packed and isinstance(value, str):
        return held_by(value)
    if argument.split and isinstance(value, str):
        return [part.strip() for part in value.split(",")]
    if argument.value.get("type") == "integer" and isinstance(value, str) and value.isdecimal():
        return int(value)
    return value


def _bodies(found: _Examined, tool: Tool, operation: Operation) -> Iterator[tuple[str, dict[str, Json]]]:
    """The body's examples as arguments, each with where it stands."""
    body = operation.body
    taken = [argument for argument in tool.arguments if argument.place == "body"]
    for value in body.examples if body is not None and taken else ():
        if body is not None and found.agrees(value, body.schema, "readOnly", body.source):
            given = {argument.name: _at(value, argument.wire) for argument in taken}
            yield body.source, {name: part[0] for name, part in given.items() if part}


def _at(value: Json, wire: Sequence[str]) -> list[Json]:
    """What stands at the property path: one value, or none."""
    for part in wire:
        if not isinstance(value, dict) or part not in value:
            return []
        value = value[part]
    return [value]


def _answers(found: _Examined, tool: Tool, operation: Operation) -> Iterator[tuple[str, Json]]:
    """The examples of the answer that the tool gives, each with where it stands."""
    for response in operation.responses:
        if tool.answer is None or not _is_of(response, tool):
            continue
        for value in response.examples:
            if response.schema is None or found.agrees(value, response.schema, "writeOnly", response.source):
                yield response.source, value


def _is_of(response: Response, tool: Tool) -> bool:
    return response.status in (str(tool.status), str(tool.created_status), f"{tool.status // 100}XX", "default")


def _lenient(schema: Json, other_way: str) -> Json:
    """The schema without the requirement of properties that only go the other way."""
    if isinstance(schema, list):
        return [_lenient(part, other_way) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _lenient(value, other_way) for key, value in schema.items()}
    properties, required = schema.get("properties"), schema.get("required")
    if isinstance(properties, dict) and isinstance(required, list):
        kept["required"] = [name for name in required if not _goes(properties.get(name), other_way)]
    return kept


def _goes(schema: Json, way: str) -> bool:
    return isinstance(schema, dict) and bool(way) and schema.get(way) is True
