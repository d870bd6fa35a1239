"""Edits made to a plan one by one: each is tried on the whole plan, and refused with a reason where it cannot stand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from generator.model.conditions import Refused, sound_condition
from generator.model.edits import (
    AddColumn,
    AddCondition,
    AddEntity,
    AddInput,
    Assume,
    ColumnSaid,
    Edit,
    LeaveOut,
    MergeEntities,
    RemoveInput,
    SetChoices,
    SetInitial,
    SetInputType,
    SetOrder,
    SetPattern,
    SetReference,
    SetStates,
    SetType,
    SetUnique,
    WriteProgram,
)
from generator.model.input_edits import NO_INPUT, Inputs, argument_of, with_input
from generator.model.merging import with_merged
from generator.model.retyping import fixed_type, input_typed, with_type
from generator.plan import Column, Condition, Entity, Plan, Reference, Tool, Unmodelled
from generator.render import render
from generator.rules.naming import plural_name, unique_name
from generator.verify import opened
from state_db.errors import FleetError


@dataclass(frozen=True, slots=True)
class Edited:
    """A plan with what was decided of it besides, by ``METHOD /path``: programs to be written, and changed inputs."""

    plan: Plan
    programs: Mapping[str, WriteProgram] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)
    inputs: Mapping[str, Inputs] = field(default_factory=dict)


def edited(before: Edited, edit: Edit) -> Edited:
    """Return the plan after the edit, which can be rendered and opened. Raises: Refused."""
    try:
        after = _EDITS[type(edit)](before, edit)
        if after.plan is not before.plan:
            checked = Plan.model_validate(after.plan.model_dump(by_alias=True))
            # Making rows takes most of the time, and only what constrains rows can fail for them.
            opened(checked, render(checked) if isinstance(edit, _CONSTRAINTS) else render(checked, {}))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise Refused(f"{'/'.join(map(str, first['loc']))}: {first['msg']}") from error
    except FleetError as error:
        raise Refused(f"the plan could not be rendered with it: {error}") from error
    quotation = getattr(edit, "quotation", "")
    return _quoting(after, _about(edit), quotation) if quotation else after


def _about(edit: Edit) -> str:
    for name in ("operation", "tool", "entity", "name"):
        if (value := getattr(edit, name, "")) != "":
            return str(value)
    return ""


def _quoting(after: Edited, about: str, quotation: str) -> Edited:
    known = after.plan.quotations.get(about, ())
    if quotation in known:
        return after
    quotations = {**after.plan.quotations, about: (*known, quotation)}
    return replace(after, plan=after.plan.model_copy(update={"quotations": quotations}))


# The edits


def _add_entity(before: Edited, edit: AddEntity) -> Edited:
    plan = before.plan
    if any(entity.name == edit.name for entity in plan.entities):
        raise Refused(f"there is an entity {edit.name}")
    columns = [_column(plan, each, own=edit.name) for each in edit.columns]
    names = [column.name for column in columns]
    if not set(edit.key) <= set(names):
        raise Refused(f"its key {', '.join(edit.key)} is no column of it")
    made = edit.id if len(edit.key) == 1 else None
    columns = [
        column.model_copy(update={"nullable": False, "made": "id" if made and column.name in edit.key else None})
        if column.name in edit.key
        else column
        for column in columns
    ]
    entity = Entity(
        name=edit.name,
        table=unique_name(plural_name(edit.name), {other.table for other in plan.entities}),
        columns=tuple(columns),
        key=edit.key,
        id=made,
        forms={"full": tuple(column.name for column in columns if column.path)},
    )
    return replace(before, plan=plan.model_copy(update={"entities": (*plan.entities, entity)}))


def _add_column(before: Edited, edit: AddColumn) -> Edited:
    entity = _entity(before.plan, edit.entity)
    if any(column.name == edit.column.name for column in entity.columns):
        raise Refused(f"{entity.name} has a column {edit.column.name}")
    column = _column(before.plan, edit.column)
    forms = dict(entity.forms)
    if column.path:
        forms["full"] = (*forms["full"], column.name)
    return _with_entity(before, entity.model_copy(update={"columns": (*entity.columns, column), "forms": forms}))


def _column(plan: Plan, said: ColumnSaid, own: str = "") -> Column:
    kinds = {"text": "string", "integer": "integer", "real": "number", "boolean": "boolean"}
    schema: dict[str, Any] = {"type": kinds[said.type]} if said.type in kinds else {}
    if said.enum:
        schema["enum"] = list(said.enum)
    reference = None
    if said.references:
        if said.references != own:
            _entity(plan, said.references)
        reference = Reference(entity=said.references, on_delete=said.on_delete)
    path = (said.name,) if said.path is None else said.path
    nullable = said.nullable or said.initial is None
    return Column(
        name=said.name, type=said.type, path=path, value=schema, nullable=nullable, absent=False,
        initial=said.initial, references=reference,
    )  # fmt: skip


def _set_initial(before: Edited, edit: SetInitial) -> Edited:
    return _with_column(before, edit.entity, edit.column, {"initial": edit.value})


def _set_choices(before: Edited, edit: SetChoices) -> Edited:
    column = _column_of(_entity(before.plan, edit.entity), edit.column)
    if column.type not in ("text", "integer"):
        raise Refused(f"a column of type {column.type} has no choices")
    return _with_column(before, edit.entity, edit.column, {"value": {**column.value, "enum": list(edit.values)}})


def _set_type(before: Edited, edit: SetType) -> Edited:
    entity = _entity(before.plan, edit.entity)
    column = _column_of(entity, edit.column)
    if why := fixed_type(before.plan, entity, column):
        raise Refused(why)
    return replace(before, plan=with_type(before.plan, entity, column, edit.type))


def _set_reference(before: Edited, edit: SetReference) -> Edited:
    target = _entity(before.plan, edit.to)
    if len(target.key) != 1:
        raise Refused(f"{target.name} has a key of {len(target.key)} columns")
    column = _column_of(_entity(before.plan, edit.entity), edit.column)
    theirs = target.column(target.key[0])
    if column.type != theirs.type:
        raise Refused(f"{edit.column} is {column.type}, and the key of {target.name} is {theirs.type}")
    reference = Reference(entity=edit.to, on_delete=edit.on_delete)
    return _with_column(before, edit.entity, edit.column, {"references": reference})


def _set_unique(before: Edited, edit: SetUnique) -> Edited:
    entity = _entity(before.plan, edit.entity)
    for name in edit.columns:
        _column_of(entity, name)
    if len(edit.columns) == 1:
        return _with_column(before, edit.entity, edit.columns[0], {"unique": True})
    # What is unique in each account is not so in the whole service, whatever rules read from the word alone: of columns
    # that all stand in the edit, the edit's own rule is left.
    columns = tuple(
        each.model_copy(update={"unique": False}) if each.name in edit.columns else each for each in entity.columns
    )
    others = tuple(each for each in entity.unique if not set(each) <= set(edit.columns))
    return _with_entity(before, entity.model_copy(update={"columns": columns, "unique": (*others, edit.columns)}))


def _add_condition(before: Edited, edit: AddCondition) -> Edited:
    entity = _entity(before.plan, edit.entity)
    sql = sound_condition(entity, edit.sql)
    condition = Condition(name=edit.name, sql=sql, error=edit.error, message=edit.message)
    kept = tuple(each for each in entity.conditions if each.name != edit.name)
    return _with_entity(before, entity.model_copy(update={"conditions": (*kept, condition)}))


def _set_states(before: Edited, edit: SetStates) -> Edited:
    tool = _tool(before.plan, edit.tool)
    _column_of(_entity(before.plan, tool.entity), edit.column)
    if tool.pattern not in ("update", "transition", "delete", "replace"):
        raise Refused(f"{tool.name} is a {tool.pattern}: write a program for it instead")
    return _with_tool(before, tool.model_copy(update={"only_from": {**tool.only_from, edit.column: edit.values}}))


def _set_order(before: Edited, edit: SetOrder) -> Edited:
    tool = _tool(before.plan, edit.tool)
    if tool.pattern not in ("list", "search"):
        raise Refused(f"{tool.name} is no list")
    return _with_tool(before, tool.model_copy(update={"order": edit.columns}))


def _set_pattern(before: Edited, edit: SetPattern) -> Edited:
    tool = _tool(before.plan, edit.tool)
    if tool.pattern not in ("list", "search", "get", "view"):
        raise Refused(f"{tool.name} is a {tool.pattern}: write a program for it instead")
    return _with_tool(before, tool.model_copy(update={"pattern": edit.pattern}))


def _merge_entities(before: Edited, edit: MergeEntities) -> Edited:
    gone, kept = _entity(before.plan, edit.entity), _entity(before.plan, edit.into)
    return replace(before, plan=with_merged(before.plan, gone, kept))


def _add_input(before: Edited, edit: AddInput) -> Edited:
    operation = operation_named(before.plan, edit.operation)
    tool = before.plan.tool_of(operation)
    argument = argument_of(edit, tool)
    if tool is not None and any(each.name == argument.name for each in tool.arguments):
        raise Refused(f"{tool.name} has an input {argument.name}")
    after = _with_inputs(before, operation, before.inputs.get(operation, Inputs()).adding(argument))
    if tool is None or operation in before.programs:
        return after
    if not edit.column:
        raise Refused("without a column only a program can use it: name the column, or put write_program before this")
    _column_of(_entity(before.plan, tool.entity), edit.column)
    if (tool.pattern in ("list", "search")) != (edit.place == "query") or tool.pattern not in _TAKING:
        raise Refused(f"{tool.name} is a {tool.pattern}: put write_program before this")
    return _with_tool(after, with_input(tool, argument))


def _remove_input(before: Edited, edit: RemoveInput) -> Edited:
    operation = operation_named(before.plan, edit.operation)
    after = _with_inputs(before, operation, before.inputs.get(operation, Inputs()).removing(edit.input))
    tool = before.plan.tool_of(operation)
    if tool is None:
        return after
    found = next((each for each in tool.arguments if each.name == edit.input), None)
    if found is None:
        raise Refused(f"{tool.name} has no input {edit.input}")
    if found.place == "path":
        raise Refused(f"{edit.input} stands in the path")
    return _with_tool(after, tool.without_arguments({edit.input}, NO_INPUT))


def _set_input_type(before: Edited, edit: SetInputType) -> Edited:
    operation = operation_named(before.plan, edit.operation)
    tool = before.plan.tool_of(operation)
    inputs = before.inputs.get(operation, Inputs())
    found = [each for each in (tool.arguments if tool is not None else inputs.added) if each.name == edit.input]
    if not found:
        raise Refused(f"{edit.operation} has no input {edit.input}")
    if found[0].does.role not in ("input", "filter"):
        raise Refused(f"{edit.input} is what a column holds: use set_type")
    if found[0].does.role == "filter" and operation not in before.programs:
        raise Refused(f"{edit.input} is compared with a column: use set_type, or put write_program before this")
    retyped = input_typed(found[0], edit.type, edit.items)
    after = _with_inputs(before, operation, inputs.adding(retyped))
    if tool is None:
        return after
    arguments = tuple(retyped if each.name == edit.input else each for each in tool.arguments)
    return _with_tool(after, tool.model_copy(update={"arguments": arguments}))


def _with_inputs(before: Edited, operation: str, inputs: Inputs) -> Edited:
    return replace(before, inputs={**before.inputs, operation: inputs})


_TAKING = ("list", "search", "create", "update", "replace", "upsert")


def _write_program(before: Edited, edit: WriteProgram) -> Edited:
    operation = operation_named(before.plan, edit.operation)
    entity = _entity(before.plan, edit.entity)
    programs = {**before.programs, operation: edit.model_copy(update={"operation": operation, "entity": entity.name})}
    left_out = {name: why for name, why in before.left_out.items() if name != operation}
    return replace(before, programs=programs, left_out=left_out)


def _leave_out(before: Edited, edit: LeaveOut) -> Edited:
    operation = operation_named(before.plan, edit.operation)
    programs = {name: each for name, each in before.programs.items() if name != operation}
    return replace(before, programs=programs, left_out={**before.left_out, operation: edit.why})


def _assume(before: Edited, edit: Assume) -> Edited:
    assumptions = dict.fromkeys([*before.plan.assumptions, edit.what])
    return replace(before, plan=before.plan.model_copy(update={"assumptions": tuple(assumptions)}))


_EDITS: Mapping[type, Callable[[Edited, Any], Edited]] = {
    AddEntity: _add_entity,
    AddColumn: _add_column,
    SetInitial: _set_initial,
    SetChoices: _set_choices,
    SetReference: _set_reference,
    SetType: _set_type,
    SetInputType: _set_input_type,
    SetUnique: _set_unique,
    AddCondition: _add_condition,
    SetStates: _set_states,
    SetOrder: _set_order,
    SetPattern: _set_pattern,
    MergeEntities: _merge_entities,
    AddInput: _add_input,
    RemoveInput: _remove_input,
    WriteProgram: _write_program,
    LeaveOut: _leave_out,
    Assume: _assume,
}


_CONSTRAINTS = (AddEntity, AddCondition, SetUnique, SetChoices, SetReference, SetType)


# What an edit names


def operation_named(plan: Plan, name: str) -> str:
    """Return ``METHOD /path`` of the operation that is named so, or by its tool. Raises: Refused."""
    labels = {each.operation: each.operation for each in plan.unmodelled}
    labels |= {f"{tool.method} {tool.path}": f"{tool.method} {tool.path}" for tool in plan.tools}
    labels |= {tool.name: f"{tool.method} {tool.path}" for tool in plan.tools}
    if name not in labels:
        raise Refused(f"there is no operation {name}")
    return labels[name]


def _entity(plan: Plan, name: str) -> Entity:
    for entity in plan.entities:
        if name in (entity.name, entity.table):
            return entity
    raise Refused(f"there is no entity {name}")


def _tool(plan: Plan, name: str) -> Tool:
    for tool in plan.tools:
        if name in (tool.name, f"{tool.method} {tool.path}"):
            return tool
    raise Refused(f"there is no tool {name}")


def _column_of(entity: Entity, name: str) -> Column:
    for column in entity.columns:
        if column.name == name:
            return column
    raise Refused(f"{entity.name} has no column {name}")


def _with_entity(before: Edited, entity: Entity) -> Edited:
    entities = tuple(entity if each.name == entity.name else each for each in before.plan.entities)
    return replace(before, plan=before.plan.model_copy(update={"entities": entities}))


def _with_column(before: Edited, entity: str, name: str, changes: dict[str, Any]) -> Edited:
    found = _entity(before.plan, entity)
    column = _column_of(found, name).model_copy(update=changes)
    columns = tuple(column if each.name == name else each for each in found.columns)
    return _with_entity(before, found.model_copy(update={"columns": columns}))


def _with_tool(before: Edited, tool: Tool) -> Edited:
    tools = tuple(tool if each.name == tool.name else each for each in before.plan.tools)
    return replace(before, plan=before.plan.model_copy(update={"tools": tools}))


def without_operation(plan: Plan, operation: str, reason: str) -> Plan:
    """Return the plan in which the operation is unmodelled for this reason."""
    tools = tuple(tool for tool in plan.tools if f"{tool.method} {tool.path}" != operation)
    unmodelled = tuple(each for each in plan.unmodelled if each.operation != operation)
    reasons = (*unmodelled, Unmodelled(operation=operation, reason=reason))
    return plan.model_copy(update={"tools": tools, "unmodelled": reasons})
