"""Tools whose programs a model writes: all documented inputs, and nothing said of what they do."""

from collections.abc import Mapping

from generator.description import JsonSchema
from generator.model.input_edits import Inputs
from generator.model.passages import Knowledge
from generator.plan import Argument, Failure, Input, Plan, Tool
from generator.rules.arguments import argument_schema, body_argument, short_text
from generator.rules.envelopes import type_names
from generator.rules.failures import failures_of
from generator.rules.naming import snake, sql_name, unique_name
from generator.rules.paths import owner_names, thing_name
from generator.rules.planner import tool_names
from generator.rules.readings import Reading, read_operations, required_names, sent_properties
from generator.rules.transport import without_transport
from generator.schema import Schemas
from state_db.errors import DEFAULT_STATUS, ErrorCode

_USUAL: tuple[ErrorCode, ...] = ("not_found", "invalid_argument", "conflict", "failed_precondition")


class CustomTools:
    """Makes custom tools of a description's operations, by ``METHOD /path``."""

    def __init__(self, knowledge: Knowledge) -> None:
        narrowed = without_transport(knowledge.description)
        self._documented = knowledge.documented
        self.inputs: Mapping[str, Inputs] = {}
        self._schemas = Schemas(narrowed.schemas)
        self._readings = {each.label: each for each in read_operations(narrowed, self._schemas)}
        self._names = tool_names(list(self._readings.values()))

    def tool(self, label: str, entity: str, plan: Plan) -> Tool:
        """Return the tool of an operation on an entity, without steps, with all errors that are documented of it.

        Raises: KeyError for an unknown operation.
        """
        reading = self._readings[label]
        operation = reading.operation
        old = plan.tool_of(label)
        name = old.name if old else unique_name(self._names[operation.id], {tool.name for tool in plan.tools}, 40)
        text = ". ".join(filter(None, (operation.summary.rstrip("."), operation.text)))
        schema = reading.response.schema if reading.response is not None else None
        tool = Tool(
            name=name,
            title=short_text(operation.summary or name.replace("_", " ").capitalize(), 80),
            text=short_text(text or name, 500),
            operation=operation.id,
            method=operation.method,
            path=operation.path,
            source=operation.source,
            tags=operation.tags,
            deprecated=operation.deprecated,
            pattern="custom",
            entity=entity,
            arguments=tuple(self._arguments(reading, plan).values()),
            media_type=operation.body.media_type if operation.body else "application/json",
            status=reading.status,
            output=schema,
            failures={**(old.failures if old else {}), **self._failures(reading, label)},
        )
        return self.inputs.get(label, Inputs()).of(tool)

    def _arguments(self, reading: Reading, plan: Plan) -> Mapping[str, Argument]:
        found: dict[str, Argument] = {}
        keys = _key_schemas(reading, plan)
        for parameter in reading.operation.parameters:
            if parameter.place not in ("path", "query"):
                continue
            shown = parameter.schema
            if "array" not in type_names(shown):
                shown = keys.get(parameter.name, shown)
            argument = Argument(
                name=unique_name(sql_name(parameter.name, "arg") if snake(parameter.name) else "arg", found),
                place=parameter.place,
                wire=(parameter.name,),
                value=argument_schema(shown, parameter.text, self._schemas),
                required=parameter.required or parameter.place == "path",
                does=Input(),
                style=parameter.style,
                explode=parameter.explode,
            )
            found[argument.name] = argument
        if reading.body is None and reading.operation.body is not None:
            schema = argument_schema(reading.operation.body.schema, "", self._schemas)
            found["body"] = body_argument("body", (), schema, self._schemas, Input(), required=True)
            return found
        required = required_names(reading.body, self._schemas)
        changes = reading.operation.method in ("PUT", "PATCH")
        for name, schema in sent_properties(reading, self._schemas).items():
            argument = body_argument(
                name, (*reading.wrapper, name), schema, self._schemas, Input(), required=name in required, taken=found
            )
            if changes:
                # What a new row has by default is no default of a change: it would be written over what the row has.
                argument.value.pop("default", None)
            found[argument.name] = argument
        return found

    def _failures(self, reading: Reading, label: str) -> dict[ErrorCode, Failure]:
        found = failures_of(reading.operation, self._schemas, _USUAL)
        known = self._documented.get(label)
        for each in known.errors if known is not None else ():
            if each.code is not None:
                body = found[each.code].body if each.code in found else None
                found[each.code] = Failure(status=each.status or DEFAULT_STATUS[each.code], body=body)
        return found


def _key_schemas(reading: Reading, plan: Plan) -> dict[str, JsonSchema]:
    """The kind of each path parameter that is an entity's key: that of its rows, whatever the path's text shows."""
    known = {entity.name: entity for entity in plan.entities if len(entity.key) == 1}
    found: dict[str, JsonSchema] = {}
    literal = ""
    for segment in reading.path.segments:
        if not segment.is_parameter:
            literal = segment.text
            continue
        for name in (owner_names(segment.text)[0], thing_name(literal) if literal else ""):
            if name in known:
                column = known[name].column(known[name].key[0])
                if column.type in _KINDS:
                    found.setdefault(segment.text, {"type": _KINDS[column.type]})
    return found


_KINDS = {"text": "string", "integer": "integer"}
