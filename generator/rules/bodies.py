"""Bodies: the arguments that come of what an operation's body sends."""

from collections.abc import Mapping

from generator.description import JsonSchema
from generator.plan import Argument, Fields, Input, Key, Paging, PatternKind, Value
from generator.rules.arguments import (
    NAMES_NOTHING,
    Arguments,
    Role,
    add_array_argument,
    add_body_arguments,
    add_one_argument,
    body_argument,
    input_argument,
    is_presentation,
)
from generator.rules.asked_parts import parts_asked
from generator.rules.batches import Batch
from generator.rules.choice import Choice
from generator.rules.contents import content_argument
from generator.rules.drafts import Draft
from generator.rules.envelopes import type_names
from generator.rules.filters import filter_of
from generator.rules.held import held_argument
from generator.rules.matched import matched_argument
from generator.rules.paging import order_of, paging_of
from generator.rules.patches import patch_schema
from generator.rules.programs import Program
from generator.rules.readings import Reading, required_names, sent_properties
from generator.rules.shelves import keys_argument
from generator.rules.sparse import fields_of
from generator.rules.terms import terms_of
from generator.schema import Schemas


def add_body(found: Arguments, reading: Reading, draft: Draft, choice: Choice, schemas: Schemas) -> None:
    """Add what the operation's body sends: an array, a file, a patch, what is searched for, or values of columns."""
    if choice.shelf:
        _add_keys(found, keys_argument(reading, draft, schemas))
    elif choice.batch is not None:
        _add_batch(found, reading, draft, choice.batch, schemas)
    elif choice.membership or choice.setting or choice.control or choice.program is not None:
        _add_change(found, reading, draft, choice, schemas)
    elif choice.file and reading.method != "GET":
        found.add(content_argument(draft))
    elif choice.alone:
        _leave_all(found, reading, schemas)
    elif choice.patch or choice.matched or choice.held:
        found.add(_whole_argument(reading, draft, choice, schemas))
    elif choice.pattern in ("list", "search"):
        _add_search_body(found, reading, draft, schemas)
    elif reading.body_items is None:
        _add_values(found, reading, draft, choice.pattern, schemas)


def _add_values(found: Arguments, reading: Reading, draft: Draft, pattern: PatternKind, schemas: Schemas) -> None:
    """Add the values of columns; a look or a deletion, of which the path has the key, takes nothing else."""
    if pattern in ("get", "delete", "view"):
        _leave_all(found, reading, schemas)
        return
    add_body_arguments(found, reading, draft, schemas, makes_at_path=pattern == "upsert")
    _mark_keys(found, reading, draft, pattern)


def _leave_all(found: Arguments, reading: Reading, schemas: Schemas) -> None:
    for name in sent_properties(reading, schemas):
        found.leave_out(name, NAMES_NOTHING)


def _add_batch(found: Arguments, reading: Reading, draft: Draft, batch: Batch, schemas: Schemas) -> None:
    """Add the array that a batch goes over; what stands beside the keys of new rows is true of each of them."""
    add_array_argument(found, reading, batch, draft, schemas)
    if batch.each == "create" and not schemas.properties(batch.items):
        add_body_arguments(found, reading, draft, schemas, without=batch.path)
    elif batch.parameter is None and batch.each == "get":
        _add_beside(found, reading, draft, batch, schemas)


def _add_beside(found: Arguments, reading: Reading, draft: Draft, batch: Batch, schemas: Schemas) -> None:
    """Add what a batch that reads is sent beside its keys: what to show of each row; leave out the others."""
    required = required_names(reading.body, schemas)
    for name, schema in sent_properties(reading, schemas).items():
        wire = (*reading.wrapper, name)
        if wire == batch.path:
            continue
        resolved = schemas.resolve(schema)
        text = f"{resolved.get('description', '')} to include"
        fields = fields_of(name, resolved, text, reading, draft, schemas)
        shows = fields or parts_asked(name, resolved, text, reading, draft, schemas)
        if shows is None and name not in required:
            found.leave_out(name, NAMES_NOTHING)
            continue
        # Whoever names nothing to show sees all; what must be sent and means nothing here is only checked.
        must = shows is None
        found.add(body_argument(name, wire, schema, schemas, shows or Input(), required=must, taken=found.taken))


def _whole_argument(reading: Reading, draft: Draft, choice: Choice, schemas: Schemas) -> Argument:
    """Return the argument that a program of its own reads: a list of changes by path, or elements that name rows."""
    if choice.held is not None:
        return held_argument(choice.held, reading, schemas)
    if choice.matched is not None:
        return matched_argument(choice.matched, reading, schemas)
    return input_argument("body", patch_schema(reading, draft, schemas))


def _add_change(found: Arguments, reading: Reading, draft: Draft, choice: Choice, schemas: Schemas) -> None:
    """Add the one property that changes a column: what becomes a member of its array, or its new value."""
    if choice.program is not None:
        _add_inputs(found, reading, draft, choice.program, schemas)
    elif choice.membership is not None:
        add_one_argument(found, reading, choice.membership, schemas)
    elif choice.setting is not None:
        add_one_argument(found, reading, choice.setting, schemas)
    else:
        _add_controls(found, reading, draft, choice.controls, schemas)


def _add_inputs(found: Arguments, reading: Reading, draft: Draft, program: Program, schemas: Schemas) -> None:
    """Add what a program of its own is sent: the one argument that stands for the body, or what it names of it."""
    if program.argument is not None:
        found.add(program.argument)
    else:
        in_path = set(reading.path.parameters)
        roles = {name: role for name, role in program.roles.items() if name not in in_path}
        _add_controls(found, reading, draft, roles, schemas)


def _add_controls(
    found: Arguments, reading: Reading, draft: Draft, roles: Mapping[str, Role], schemas: Schemas
) -> None:
    """Add the properties of the body that set what the thing above shows; leave the others out."""
    required = required_names(reading.body, schemas)
    for name, schema in sent_properties(reading, schemas).items():
        if (does := roles.get(name)) is None:
            found.leave_out(name, NAMES_NOTHING)
            continue
        wire = (*reading.wrapper, name)
        must = name in required or name == reading.leaving or name in draft.marked
        found.add(body_argument(name, wire, schema, schemas, does, required=must, taken=found.taken))


def _add_keys(found: Arguments, keys: Argument) -> None:
    """Add an array of keys in place of whatever else the operation documents under the same name."""
    name = keys.wire[-1]
    found.left_out = [left for left in found.left_out if left.input != name]
    found.taken = {called: other for called, other in found.taken.items() if other.wire[-1:] != (name,)}
    if f" {name}:" in found.impossible:
        found.impossible = ""
    found.add(keys)


def _add_search_body(found: Arguments, reading: Reading, draft: Draft, schemas: Schemas) -> None:
    required = required_names(reading.body, schemas)
    for name, schema in sent_properties(reading, schemas).items():
        resolved = schemas.resolve(schema)
        text = str(resolved.get("description", ""))
        role = (
            fields_of(name, resolved, text, reading, draft, schemas)
            or paging_of(name, resolved, text)
            or order_of(name, resolved, draft, text)
            or filter_of(name, resolved, text, draft)
        )
        if role is None and (asked := terms_of(schema, draft, schemas)) is not None:
            role, schema = asked
        if role is None:
            said = is_presentation(name) or _may_be_empty(resolved)
            found.leave_out(name, NAMES_NOTHING, required=name in required and not said)
            continue
        # Whoever names no place begins at the beginning, and whoever names no properties sees all.
        must = name in required and not isinstance(role, Paging | Fields)
        found.add(
            body_argument(name, (*reading.wrapper, name), schema, schemas, role, required=must, taken=found.taken)
        )


def _may_be_empty(schema: JsonSchema) -> bool:
    """Return whether an array may be sent empty, and so say nothing: whoever leaves it out says as much."""
    return "array" in type_names(schema) and not schema.get("minItems")


def _mark_keys(found: Arguments, reading: Reading, draft: Draft, pattern: PatternKind) -> None:
    """Where the body itself names the key of what is changed, that argument picks the row.

    A POST that makes a row as well may leave out a key which the server then makes.
    """
    if reading.path.ends_in_parameter or pattern == "create" or draft.resource.singleton:
        return
    if pattern == "upsert" and draft.id is not None and not draft.client_key:
        return
    for name, argument in found.taken.items():
        if isinstance(argument.does, Value) and argument.does.column in draft.key:
            found.taken[name] = argument.model_copy(update={"does": Key(column=argument.does.column), "required": True})
