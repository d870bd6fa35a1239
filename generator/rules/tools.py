"""Tools: each operation's pattern, arguments and answer; or the reason why it is not modelled."""

import re
from typing import Any

from generator.description import JsonSchema, Parameter
from generator.plan import (
    Argument,
    Direction,
    Fields,
    Filter,
    Key,
    LeftOut,
    Order,
    Paging,
    PatternKind,
    Tool,
    Unmodelled,
    Value,
)
from generator.rules.answers import filled, list_answer, row_answer, viewed
from generator.rules.arguments import (
    NAMES_NOTHING,
    Arguments,
    add_array_argument,
    add_body_arguments,
    add_one_argument,
    add_path_arguments,
    add_query_arguments,
    body_argument,
    input_argument,
    is_presentation,
    short_text,
)
from generator.rules.batches import counted_answer
from generator.rules.bounds import refuse_beyond_bounds
from generator.rules.choice import Choice, NotModelled
from generator.rules.choices import choice_of
from generator.rules.conditions import condition_of
from generator.rules.contents import content_answer, content_argument, told_by_content
from generator.rules.counts import count_answer
from generator.rules.drafts import Draft, column_type, is_nullable
from generator.rules.either import by_either
from generator.rules.entities import form_of, shows_entity
from generator.rules.envelopes import type_names
from generator.rules.existing import existing_of, with_flag
from generator.rules.failures import failures_of, hides_parents, names_parent
from generator.rules.filters import filter_of
from generator.rules.held import held_argument, held_steps
from generator.rules.inner_defaults import with_inner_defaults
from generator.rules.joins import leaving_steps
from generator.rules.lifetimes import with_lifetime
from generator.rules.matched import matched_argument, matched_steps
from generator.rules.orders import documented_order
from generator.rules.paging import included_of, order_of, paging_of, show_of
from generator.rules.patches import patch_schema, patch_steps
from generator.rules.pickings import decides
from generator.rules.readings import Reading, required_names, sent_properties
from generator.rules.references import parameter_column
from generator.rules.shelves import asking_steps, keys_argument
from generator.rules.sparse import fields_of
from generator.rules.terms import terms_of
from generator.schema import Schemas
from state_db.errors import ErrorCode


def tool_or_reason(
    reading: Reading, draft: Draft, literal: str | None, name: str, schemas: Schemas
) -> Tool | Unmodelled:
    """Return the tool of one operation on an entity, or the reason why there is none."""
    label = reading.label
    try:
        refuse_beyond_bounds(reading, draft)
        choice = choice_of(reading, draft, literal, schemas)
        return _tool(reading, draft, choice, name, schemas)
    except NotModelled as why:
        return Unmodelled(operation=label, reason=str(why))


def _tool(reading: Reading, draft: Draft, choice: Choice, name: str, schemas: Schemas) -> Tool:
    found = Arguments()
    add_path_arguments(found, reading, draft, schemas)
    template = reading.shape.template if choice.pattern in ("list", "search") else None
    reads = choice.pattern in ("list", "search")
    add_query_arguments(
        found,
        reading,
        schemas,
        lambda p, s, t: (
            fields_of(p.name, s, t, reading, draft, schemas)
            or _role(p, s, t, draft, template, reads=reads, choice=choice, method=reading.method)
        ),
    )
    _add_body(found, reading, draft, choice, schemas)
    if reads:
        _page_in_one_way(found)
    if found.impossible:
        raise NotModelled(found.impossible)
    _refuse_unknown(found, reading, choice)
    order = documented_order(f"{reading.operation.summary} {reading.operation.text}", draft) if reads else ()
    order = order or (documented_order(draft.general, draft) if reads else ()) or _turned_order(found, draft)
    picking = [by_either(argument, reading, draft, choice.pattern) for argument in found.taken.values()]
    taken = [_like_key(_with_format(_as_number(argument), draft), draft) for argument in picking]
    arguments = [_fitting(_with_choices(_bounded(argument), draft), draft) for argument in taken]
    existing, flag = existing_of(reading, draft, arguments) if choice.pattern == "create" else ((), "")
    changes = choice.pattern in ("update", "transition", "singleton")
    arguments = [_without_default(each) if changes else each for each in arguments]
    arguments = [with_inner_defaults(each, schemas, changes=changes) for each in with_flag(arguments, flag)]
    arguments, lifetime = with_lifetime(arguments, draft, choice.pattern)
    operation = reading.operation
    answer = _answer(reading, draft, choice, arguments, schemas)
    _refuse_unknown_cursor(arguments, answer)
    text = ". ".join(filter(None, (operation.summary.rstrip("."), operation.text)))
    return Tool(
        name=name,
        title=short_text(operation.summary or name.replace("_", " ").capitalize(), 80),
        text=short_text(text or f"{choice.pattern.capitalize()} {draft.name}.", 500),
        operation=operation.id,
        method=operation.method,
        path=operation.path,
        source=operation.source,
        tags=operation.tags,
        deprecated=operation.deprecated,
        pattern=choice.pattern,
        entity=draft.name,
        form=_form(reading, draft, answer, schemas),
        arguments=tuple(arguments),
        media_type=operation.body.media_type if operation.body else "application/json",
        status=reading.status,
        created_status=_created_status(reading, choice),
        answer=answer,
        output=_output(reading, answer, schemas),
        failures=failures_of(operation, schemas, _codes(reading, choice, draft, arguments)),
        set={**choice.set, **_told(reading, draft, arguments), **lifetime},
        only_from=choice.only_from,
        soft=choice.soft,
        order=order,
        each=choice.batch.each if choice.batch else None,
        over=arguments[-1].name if choice.batch else "",
        steps=_steps(reading, draft, choice, arguments, answer, schemas),
        copies=choice.copies,
        existing=existing,
        existing_if=flag,
        client_key=choice.pattern in ("create", "upsert") and (draft.client_key or _names_row(reading, choice)),
        merge=choice.pattern == "update" and _merges(draft, arguments),
        left_out=tuple(LeftOut(input=left.input, reason=left.reason) for left in found.left_out),
    )


def _without_default(argument: Argument) -> Argument:
    """Return a value that a change may leave out without its default: what is not named stays as it is."""
    if not isinstance(argument.does, Value) or argument.required or "default" not in argument.value:
        return argument
    kept = {name: part for name, part in argument.value.items() if name != "default"}
    return argument.model_copy(update={"value": kept})


def _add_body(found: Arguments, reading: Reading, draft: Draft, choice: Choice, schemas: Schemas) -> None:
    """Add what the operation's body sends: an array, a file, a patch, what is searched for, or values of columns."""
    if choice.shelf:
        _add_keys(found, keys_argument(reading, draft, schemas))
    elif choice.batch is not None:
        add_array_argument(found, reading, choice.batch, draft, schemas)
    elif choice.membership or choice.setting or choice.control:
        _add_change(found, reading, choice, schemas)
    elif choice.file and reading.method != "GET":
        found.add(content_argument(draft))
    elif choice.alone:
        for name in sent_properties(reading, schemas):
            found.leave_out(name, NAMES_NOTHING)
    elif choice.patch or choice.matched or choice.held:
        found.add(_whole_argument(reading, draft, choice, schemas))
    elif choice.pattern in ("list", "search"):
        _add_search_body(found, reading, draft, schemas)
    elif choice.pattern not in ("get", "delete", "view") and reading.body_items is None:
        add_body_arguments(found, reading, draft, schemas, makes_at_path=choice.pattern == "upsert")
        _mark_keys(found, reading, draft, choice.pattern)


def _whole_argument(reading: Reading, draft: Draft, choice: Choice, schemas: Schemas) -> Argument:
    """Return the argument that a program of its own reads: a list of changes by path, or elements that name rows."""
    if choice.held is not None:
        return held_argument(choice.held, reading, schemas)
    if choice.matched is not None:
        return matched_argument(choice.matched, reading, schemas)
    return input_argument("body", patch_schema(reading, draft, schemas))


def _add_change(found: Arguments, reading: Reading, choice: Choice, schemas: Schemas) -> None:
    """Add the one property that changes a column: what becomes a member of its array, or its new value."""
    if choice.membership is not None:
        add_one_argument(found, reading, choice.membership, schemas)
    elif choice.setting is not None:
        add_one_argument(found, reading, choice.setting, schemas)
    else:
        _add_controls(found, reading, choice, schemas)


def _add_controls(found: Arguments, reading: Reading, choice: Choice, schemas: Schemas) -> None:
    """Add the properties of the body that set what the thing above shows; leave the others out."""
    required = required_names(reading.body, schemas)
    for name, schema in sent_properties(reading, schemas).items():
        if (does := choice.controls.get(name)) is None:
            found.leave_out(name, NAMES_NOTHING)
            continue
        wire = (*reading.wrapper, name)
        must = name in required or name == reading.leaving
        found.add(body_argument(name, wire, schema, schemas, does, required=must, taken=found.taken))


def _add_keys(found: Arguments, keys: Argument) -> None:
    """Add an array of keys in place of whatever else the operation documents under the same name."""
    name = keys.wire[-1]
    found.left_out = [left for left in found.left_out if left.input != name]
    found.taken = {called: other for called, other in found.taken.items() if other.wire[-1:] != (name,)}
    if f" {name}:" in found.impossible:
        found.impossible = ""
    found.add(keys)


def _refuse_unknown(found: Arguments, reading: Reading, choice: Choice) -> None:
    """Refuse an operation of which an input that was left out decides what it is about. Raises: NotModelled."""
    required = frozenset(each.name for each in reading.operation.parameters if each.required)
    missed = [left.input for left in found.left_out if left.reason == NAMES_NOTHING or left.input in required]
    alone = choice.pattern == "singleton" and reading.method == "GET"
    if alone and (picking := decides(missed, reading, required)):
        raise NotModelled(f"What it shows depends on {', '.join(picking)}, which names nothing that is kept.")
    marks = [left.input for left in found.left_out if _CHANGES_SINCE.match(left.input)]
    if marks and choice.pattern in ("list", "search"):
        raise NotModelled(f"What it shows depends on {marks[0]}, a mark in a history of changes that nothing keeps.")


def _steps(
    reading: Reading, draft: Draft, choice: Choice, arguments: list[Argument], answer: Any, schemas: Schemas
) -> tuple[str, ...]:
    if choice.shelf and choice.pattern == "custom":
        return asking_steps(draft, arguments[-1].name, reading.status)
    if choice.held is not None:
        return held_steps(choice.held, reading, draft, arguments)
    if choice.matched is not None:
        return matched_steps(choice.matched, reading, draft, arguments, schemas)
    if reading.leaving:
        return leaving_steps(draft, arguments, reading.status, answer)
    if not choice.patch:
        return ()
    keys = {argument.name: argument.does.column for argument in arguments if isinstance(argument.does, Key)}
    return patch_steps(draft, keys, reading.status, shows_row=answer == "$row")


def _told(reading: Reading, draft: Draft, arguments: list[Argument]) -> dict[str, Any]:
    """Return the columns that follow from a file's bytes, where a call always sends them."""
    for argument in arguments:
        if isinstance(argument.does, Value) and argument.does.column == draft.content and argument.required:
            whole = not argument.wire and reading.operation.body is not None
            media = reading.operation.body.media_type if whole and reading.operation.body else ""
            told = told_by_content(draft, argument.name, media)
            given = {other.does.column for other in arguments if isinstance(other.does, Value)}
            return {name: value for name, value in told.items() if name not in given}
    return {}


def _created_status(reading: Reading, choice: Choice) -> int | None:
    """Return an upsert's status where it created the row: 201 where that is declared beside another."""
    statuses = {response.status for response in reading.operation.responses}
    return 201 if choice.pattern in ("upsert", "link") and "201" in statuses and reading.status != 201 else None


def _turned_order(found: Arguments, draft: Draft) -> tuple[str, ...]:
    """Return the order that a direction turns around where nothing else names one: by number, else by creation.

    A direction without any order means nothing: it is left out.
    """
    turning = [argument for argument in found.taken.values() if isinstance(argument.does, Direction)]
    if not turning or any(isinstance(argument.does, Order) for argument in found.taken.values()):
        return ()
    for argument in turning:
        if order := documented_order(str(argument.value.get("description", "")), draft):
            return order
    numbered = [name for name in draft.key[-1:] if draft.slots[name].type == "integer"]
    created = [slot.name for slot in draft.slots.values() if slot.made == "created"]
    for name in (*numbered, *created):
        return (name,)
    for argument in turning:
        del found.taken[argument.name]
        found.leave_out(argument.wire[-1], "Nothing documents by what the list is sorted.")
    return ()


def _as_number(argument: Argument) -> Argument:
    """Return a page's size or number, which is declared as text, as the number that it is; and an order's choices.

    A filter whose default is a list of nothing filters nothing unless it is given.
    """
    does = argument.does
    if isinstance(does, Filter) and argument.value.get("default") in ([], {}, ""):
        kept = {name: part for name, part in argument.value.items() if name != "default"}
        return argument.model_copy(update={"value": kept})
    if isinstance(does, Order) and "enum" not in argument.value:
        return argument.model_copy(update={"value": {**argument.value, "enum": list(does.by)}})
    if isinstance(does, Paging) and does.what in ("size", "page") and argument.value.get("type") == "string":
        kept = {name: part for name, part in argument.value.items() if name in ("description",)}
        return argument.model_copy(update={"value": {"type": "integer", **kept}})
    return argument


def _refuse_unknown_cursor(arguments: list[Argument], answer: Any) -> None:
    """Refuse a list that can only be gone on with, and never begun: it needs a cursor that its answer does not give."""
    for argument in arguments:
        needed = isinstance(argument.does, Paging) and argument.does.what == "cursor" and argument.required
        if needed and not _says_next(answer):
            raise NotModelled(f"It needs the input {argument.wire[-1]}: no documented answer gives one.")


def _says_next(answer: Any) -> bool:
    return "$next_cursor" in str(answer) or "$next_url" in str(answer)


_SAID_TWICE = {
    "size": "Another input says how many rows a page has.",
    "cursor": "Another input says where the list goes on.",
}


def _page_in_one_way(found: Arguments) -> None:
    """Leave out a second size or cursor of the page, of query and body: which of two counts is not documented."""
    for what, reason in _SAID_TWICE.items():
        same = [a for a in found.taken.values() if isinstance(a.does, Paging) and a.does.what == what]
        for argument in same[1:]:
            if not argument.required:
                del found.taken[argument.name]
                found.leave_out(argument.wire[-1], reason)


def _bounded(argument: Argument) -> Argument:
    """Return the argument with the least number that a page's size or place can have, where none is documented."""
    does = argument.does
    if not isinstance(does, Paging) or argument.value.get("type") != "integer" or does.what not in _LEAST:
        return argument
    least = does.first if does.what == "page" else _LEAST[does.what]
    if "exclusiveMinimum" in argument.value or argument.value.get("minimum", -1) >= least:
        return argument
    return argument.model_copy(update={"value": {**argument.value, "minimum": least}})


_LEAST = {"size": 1, "page": 1, "offset": 0}


def _with_choices(argument: Argument, draft: Draft) -> Argument:
    """Return the argument with the choices of the column that it is written to, where it documents none itself."""
    if not isinstance(argument.does, Value):
        return argument
    slot = draft.slots[argument.does.column]
    choices = slot.schema.get("enum")
    if slot.type == "json" or not isinstance(choices, list) or "enum" in argument.value or "const" in argument.value:
        return argument
    return argument.model_copy(update={"value": {**argument.value, "enum": choices}})


def _names_row(reading: Reading, choice: Choice) -> bool:
    return choice.pattern == "upsert" and reading.path.ends_in_parameter


def _with_format(argument: Argument, draft: Draft) -> Argument:
    """Return an argument that gives a new row its key with the format in which paths name it."""
    does = argument.does
    if not isinstance(does, Value) or does.column not in draft.key or "format" in argument.value:
        return argument
    form = draft.slots[does.column].schema.get("format")
    if form is None or "string" not in type_names(argument.value):
        return argument
    return argument.model_copy(update={"value": {**argument.value, "format": form}})


def _like_key(argument: Argument, draft: Draft) -> Argument:
    """Return an argument that names the row to go on behind or before with the type that keys have."""
    does, key = argument.does, draft.slots[draft.key[-1]] if draft.key else None
    if not isinstance(does, Paging) or does.what not in ("after", "before") or key is None:
        return argument
    described = {name: argument.value[name] for name in ("description",) if name in argument.value}
    types = type_names(argument.value) - {"null"}
    if key.type == "integer" and types == {"string"}:
        return argument.model_copy(update={"value": {"type": "integer", **described}})
    if key.type == "text" and types == {"integer"}:
        return argument.model_copy(update={"value": {"type": "string", **described}})
    return argument


def _fitting(argument: Argument, draft: Draft) -> Argument:
    """Return the argument with the types that its column holds: whole numbers, and no null where answers show none."""
    types = argument.value.get("type")
    if isinstance(argument.does, Value) and draft.slots[argument.does.column].type == "integer":
        types = "integer" if types == "number" else types
        types = ["integer" if name == "number" else name for name in types] if isinstance(types, list) else types
        argument = argument.model_copy(update={"value": {**argument.value, "type": types}}) if types else argument
    if not isinstance(argument.does, Value) or not isinstance(types, list) or "null" not in types:
        return argument
    if is_nullable(draft.slots[argument.does.column], draft):
        return argument
    kept = [name for name in types if name != "null"]
    value = {**argument.value, "type": kept[0] if len(kept) == 1 else kept}
    if isinstance(value.get("enum"), list):
        value["enum"] = [choice for choice in value["enum"] if choice is not None]
    if value.get("default", ...) is None:
        del value["default"]
    return argument.model_copy(update={"value": value})


def _role(
    parameter: Parameter,
    schema: JsonSchema,
    text: str,
    draft: Draft,
    template: Any,
    *,
    reads: bool,
    choice: Choice,
    method: str,
) -> Any:
    """Return what a query parameter does: for a list it pages, sorts, shows or narrows; for a change it is a value."""
    if reads:
        return (
            show_of(parameter.name, schema, template)
            or included_of(parameter.name, schema, text, template)
            or paging_of(parameter.name, schema, text)
            or order_of(parameter.name, schema, draft, text)
            or condition_of(parameter.name, schema, text, draft)
            or filter_of(parameter.name, schema, text, draft)
        )
    if method == "GET" and choice.pattern == "get" and (_ONLY.search(text) or parameter.required):
        found = filter_of(parameter.name, schema, text, draft)
        return found if found is not None and found.test in ("eq", "has") else None
    if method == "GET" or choice.pattern in ("transition", "batch"):
        return None
    if choice.control:
        return choice.controls.get(parameter.name)
    slot = parameter_column(parameter.name, schema, draft)
    if choice.pattern == "delete":
        told = parameter.required and slot is not None and slot.type == column_type(schema) and slot.type != "json"
        return Key(column=slot.name) if told and slot is not None else None
    if slot is None or slot.type != column_type(schema) or slot.name in draft.key:
        return None
    slot.sent = True
    return Value(column=slot.name)


# A mark that an earlier answer gave: what is listed is what has happened since then.
_CHANGES_SINCE = re.compile(r"^(sync|sync_?token|delta_?(token|link)|stream_?position|change_?token)$", re.I)
# A row is shown only if it passes; what else a parameter says that may be left out is how the row is shown.
_ONLY = re.compile(r"\bonly\b", re.I)


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


def _answer(reading: Reading, draft: Draft, choice: Choice, arguments: list[Argument], schemas: Schemas) -> Any:
    if choice.counts:
        return count_answer(reading, schemas)
    if choice.batch and (done := counted_answer(reading, schemas)) is not None:
        return done
    if choice.pattern in ("list", "search") or (choice.batch and reading.shape.kind in ("list", "keys")):
        return list_answer(reading.shape.template, reading.status, arguments)
    if choice.file and reading.method == "GET":
        return content_answer(draft, reading.response.media_type or "" if reading.response else "")
    if choice.shelf:
        return None
    if choice.pattern == "view":
        return viewed(filled(reading.shape.template, reading.status), choice.column)
    return row_answer(reading, draft, schemas)


def _form(reading: Reading, draft: Draft, answer: Any, schemas: Schemas) -> str:
    shows_rows = answer is not None and any(mark in str(answer) for mark in ("$row", "$items", "$map"))
    return form_of(reading, draft, schemas) if shows_rows and shows_entity(reading, draft, schemas) else "full"


def _output(reading: Reading, answer: Any, schemas: Schemas) -> JsonSchema | None:
    if answer is None or reading.response is None or reading.response.schema is None:
        return None
    return None if _ends_in_null(answer, reading.response.schema, schemas) else reading.response.schema


def _ends_in_null(template: Any, schema: JsonSchema, schemas: Schemas) -> bool:
    """Return whether the answer's next cursor, which is null at a list's end, is documented as never null."""
    if template in ("$next_cursor", "$next_url"):
        return "null" not in type_names(schemas.resolve(schema))
    if not isinstance(template, dict):
        return False
    properties = schemas.properties(schema)
    return any(_ends_in_null(part, properties[name], schemas) for name, part in template.items() if name in properties)


def _codes(reading: Reading, choice: Choice, draft: Draft, arguments: list[Argument]) -> tuple[ErrorCode, ...]:
    codes: list[ErrorCode] = ["not_found", "invalid_argument"]
    if choice.pattern in ("create", "update", "replace", "upsert", "singleton"):
        codes.append("conflict")
    if choice.only_from or choice.pattern == "delete":
        codes.append("failed_precondition")
    if hides_parents(reading.operation) and any(names_parent(argument, draft) for argument in arguments):
        codes.append("permission_denied")
    return tuple(codes)


def _merges(draft: Draft, arguments: list[Argument]) -> bool:
    """Return whether an update sends an open map (metadata, properties): such maps are merged key by key."""
    for argument in arguments:
        if isinstance(argument.does, Value) and draft.slots[argument.does.column].type == "json":
            if draft.slots[argument.does.column].open:
                return True
            schema = argument.value
            if "additionalProperties" in schema and not schema.get("properties") and schema.get("additionalProperties"):
                return True
    return False
