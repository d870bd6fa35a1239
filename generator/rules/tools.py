"""Tools: each operation's pattern, arguments and answer; or the reason why it is not modelled."""

import re
from typing import Any

from generator.description import JsonSchema, Parameter
from generator.plan import Argument, End, Fields, Key, LeftOut, Parts, Tool, Unmodelled, Value
from generator.rules.answers import filled, list_answer, outcome_answer, row_answer, viewed, with_constants
from generator.rules.arguments import NAMES_NOTHING, Arguments, add_path_arguments, add_query_arguments, short_text
from generator.rules.asked import in_query, is_asked
from generator.rules.asked_parts import parts_asked
from generator.rules.batches import Batch, counted_answer
from generator.rules.bodies import add_body
from generator.rules.bounds import refuse_beyond_bounds
from generator.rules.choice import Choice, NotModelled
from generator.rules.choices import choice_of
from generator.rules.contents import content_answer, told_by_content
from generator.rules.counts import count_answer
from generator.rules.drafts import Draft, Slot
from generator.rules.either import by_either
from generator.rules.ends import asked_of, ends_in_null, ends_of, without_usual_size
from generator.rules.entities import form_of, shows_entity
from generator.rules.existing import asking_value, existing_of, with_flag
from generator.rules.failures import failures_of, hides_parents, names_parent, with_missing
from generator.rules.fittings import (
    as_keys_look,
    as_number,
    bounded,
    fitting,
    like_key,
    with_choices,
    with_format,
    without_beginning,
    without_default,
)
from generator.rules.held import held_steps
from generator.rules.inner_defaults import with_inner_defaults
from generator.rules.joins import leaving_steps
from generator.rules.key_arrays import with_key_arrays
from generator.rules.lifetimes import with_lifetime
from generator.rules.listings import page_in_one_way, refuse_unknown_cursor, size_as_said, turned_order
from generator.rules.matched import matched_steps
from generator.rules.onward import without_links
from generator.rules.orders import documented_order
from generator.rules.partial_answers import partial_of
from generator.rules.patches import patch_steps, patched
from generator.rules.persons import with_persons
from generator.rules.pickings import decides
from generator.rules.readings import Reading
from generator.rules.roles import role_of
from generator.rules.shelves import asking_steps
from generator.rules.sparse import fields_of
from generator.rules.tellings import with_tellings
from generator.rules.wrapped import wrapped_filter
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
    program = choice.program
    draft = program.home if program is not None and program.home is not None else draft
    found = Arguments()
    add_path_arguments(found, reading, draft, schemas, program.roles if program is not None else None)
    template = reading.shape.template if choice.pattern in ("list", "search") else None
    reads = choice.pattern in ("list", "search")
    add_query_arguments(
        found,
        reading,
        schemas,
        lambda p, s, t: (
            (_what_to_show(p, s, t, reading, draft, schemas) if program is None else None)
            or role_of(p, s, t, draft, template, reads=reads, choice=choice, method=reading.method)
            or (wrapped_filter(p, draft, schemas) if reads else None)
        ),
    )
    add_body(found, reading, draft, choice, schemas)
    for other in sorted(reading.naming - {left.input for left in found.left_out}):
        found.leave_out(other, "The key names the same.")
    if reads:
        page_in_one_way(found, draft)
        size_as_said(found, reading.operation)
        _require(found, choice)
    if found.impossible:
        raise NotModelled(found.impossible)
    _refuse_unknown(found, reading, choice)
    order = documented_order(f"{reading.operation.summary} {reading.operation.text}", draft) if reads else ()
    order = order or (documented_order(draft.general, draft) if reads else ()) or turned_order(found, draft)
    picking = [by_either(argument, reading, draft, choice.pattern) for argument in found.taken.values()]
    taken = [like_key(as_keys_look(with_format(as_number(each), draft), draft), draft) for each in picking]
    arguments = [fitting(with_choices(bounded(argument), draft), draft) for argument in taken]
    arguments = with_persons(with_key_arrays(with_tellings(arguments, draft), draft, schemas), draft)
    if choice.pattern == "create":
        arguments = with_missing(arguments, reading.operation, draft)
    existing, flag = existing_of(reading, draft, arguments) if choice.pattern == "create" else ((), "")
    changes = choice.pattern in ("update", "transition", "singleton")
    arguments = [without_default(each) if changes else without_beginning(each, draft) for each in arguments]
    arguments = [
        with_inner_defaults(each, schemas, changes=changes, shown=_shown_object(each, draft))
        for each in with_flag(arguments, flag)
    ]
    arguments, lifetime = with_lifetime(arguments, draft, choice.pattern)
    operation = reading.operation
    asked = is_asked(operation)
    arguments = [in_query(each) for each in arguments] if asked else arguments
    answer = _answer(reading, draft, choice, arguments, schemas)
    refuse_unknown_cursor(arguments, answer)
    envelope = reading.response.schema or {} if reads and reading.response else {}
    ends, given = ends_of(answer, envelope, schemas), asked_of(answer, envelope, schemas, arguments)
    arguments = without_usual_size(arguments, given)
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
        media_type=operation.body.media_type if operation.body and not asked else "application/json",
        status=reading.status,
        created_status=_created_status(reading, choice),
        answer=answer,
        ends=ends,
        asked=given,
        output=_output(reading, answer, ends, schemas),
        failures=failures_of(operation, schemas, _codes(reading, choice, draft, arguments)),
        set={**choice.set, **_told(reading, draft, arguments), **lifetime},
        only_from=choice.only_from,
        soft=choice.soft,
        order=order,
        each=choice.batch.each if choice.batch else None,
        over=_over(choice.batch, arguments) if choice.batch else "",
        partial=partial_of(reading, choice, draft, answer, schemas),
        steps=_steps(reading, draft, choice, arguments, answer, schemas),
        copies=choice.copies,
        piles=program is not None and program.piles,
        existing=existing,
        existing_if=flag,
        existing_when=asking_value(found.taken[flag]) if flag else True,
        client_key=choice.pattern in ("create", "upsert") and (draft.client_key or _names_row(reading, choice)),
        merge=_merges(draft, choice, arguments, schemas),
        left_out=tuple(LeftOut(input=left.input, reason=left.reason) for left in found.left_out),
    )


def _what_to_show(
    parameter: Parameter, schema: JsonSchema, text: str, reading: Reading, draft: Draft, schemas: Schemas
) -> Fields | Parts | None:
    """Return what a parameter chooses of the rows that the answer shows; None where it chooses nothing of them."""
    fields = fields_of(parameter.name, schema, text, reading, draft, schemas)
    if fields is not None or reading.method != "GET":
        return fields
    return parts_asked(parameter.name, schema, text, reading, draft, schemas)


def _over(batch: Batch, arguments: list[Argument]) -> str:
    """Return the name of the array that a batch goes over: the last argument, where none stands in its place."""
    return next((each.name for each in arguments if batch.path and each.wire == batch.path), arguments[-1].name)


def _require(found: Arguments, choice: Choice) -> None:
    """Let a list be asked for what its rows are chosen by, also where a service would take it from who is asking."""
    for name, argument in found.taken.items():
        if argument.wire[-1] in choice.controls:
            found.taken[name] = argument.model_copy(update={"required": True})


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
    if choice.program is not None:
        return choice.program.steps(arguments)
    if choice.shelf and choice.pattern == "custom":
        return asking_steps(draft, arguments[-1].name, reading.status)
    if choice.held is not None:
        return held_steps(choice.held, reading, draft, arguments)
    if choice.matched is not None:
        return matched_steps(choice.matched, reading, draft, arguments, schemas)
    if reading.leaving or choice.clears:
        return leaving_steps(draft, arguments, reading.status, answer)
    if not choice.patch:
        return ()
    keys = {argument.name: argument.does.column for argument in arguments if isinstance(argument.does, Key)}
    slots = patched(reading, draft, schemas)
    return patch_steps(draft, slots, keys, choice.only_from, reading.status, shows_row=answer == "$row")


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


def _shown_object(argument: Argument, draft: Draft) -> JsonSchema | None:
    """Return the schema of the column that keeps the whole of what an argument sends."""
    slot = draft.slots.get(argument.does.column) if isinstance(argument.does, Value) else None
    return slot.schema if slot is not None and slot.shown and slot.type == "json" else None


def _created_status(reading: Reading, choice: Choice) -> int | None:
    """Return an upsert's status where it created the row: 201 where that is declared beside another."""
    statuses = {response.status for response in reading.operation.responses}
    return 201 if choice.pattern in ("upsert", "link") and "201" in statuses and reading.status != 201 else None


def _names_row(reading: Reading, choice: Choice) -> bool:
    return choice.pattern == "upsert" and reading.path.ends_in_parameter


# A mark that an earlier answer gave: what is listed is what has happened since then.
_CHANGES_SINCE = re.compile(r"^(sync|sync_?token|delta_?(token|link)|stream_?position|change_?token)$", re.I)


def _answer(reading: Reading, draft: Draft, choice: Choice, arguments: list[Argument], schemas: Schemas) -> Any:
    if choice.counts:
        return count_answer(reading, schemas)
    if choice.batch and (done := counted_answer(reading, schemas)) is not None:
        return done
    if choice.pattern in ("list", "search"):
        return with_constants(list_answer(reading.shape.template, reading.status, arguments), reading, schemas)
    if choice.batch and reading.shape.kind in ("list", "keys"):
        return without_links(list_answer(reading.shape.template, reading.status, arguments))
    if choice.file and reading.method == "GET":
        return content_answer(draft, reading.response.media_type or "" if reading.response else "")
    if choice.shelf or choice.program is not None:
        return None
    if choice.pattern == "view":
        return viewed(filled(reading.shape.template, reading.status), choice.column)
    if choice.setting and draft.slots[choice.setting.does.column].path == reading.shape.where[-1:]:
        return viewed(filled(reading.shape.template, reading.status), choice.setting.does.column)
    if choice.column and reading.shape.row is not None:
        return outcome_answer(reading.shape.row, reading, draft, schemas)
    return row_answer(reading, draft, schemas)


def _form(reading: Reading, draft: Draft, answer: Any, schemas: Schemas) -> str:
    shows_rows = answer is not None and any(mark in str(answer) for mark in ("$row", "$items", "$map"))
    return form_of(reading, draft, schemas) if shows_rows and shows_entity(reading, draft, schemas) else "full"


def _output(reading: Reading, answer: Any, ends: dict[str, End], schemas: Schemas) -> JsonSchema | None:
    if answer is None or reading.response is None or reading.response.schema is None:
        return None
    schema = reading.response.schema
    return None if ends_in_null(answer, schema, schemas, ends) else schema


def _codes(reading: Reading, choice: Choice, draft: Draft, arguments: list[Argument]) -> tuple[ErrorCode, ...]:
    codes: list[ErrorCode] = ["not_found", "invalid_argument"]
    makes = choice.batch is not None and choice.batch.each == "create"
    if makes or choice.pattern in ("create", "update", "replace", "upsert", "singleton"):
        codes.append("conflict")
    if choice.only_from or choice.pattern == "delete":
        codes.append("failed_precondition")
    if hides_parents(reading.operation) and any(names_parent(argument, draft) for argument in arguments):
        codes.append("permission_denied")
    return tuple(codes)


_MERGED = re.compile(r"\b(to merge|(will be|is|are|gets?) merged) (with|into)\b", re.I)


def _merges(draft: Draft, choice: Choice, arguments: list[Argument], schemas: Schemas) -> bool:
    """Return whether an update sends an open map (metadata, properties): such maps are merged key by key.

    So is what is said to be merged with what is there. Updates of many rows merge what their elements send.
    """
    if choice.batch is not None and choice.batch.each == "update":
        over = next((each for each in arguments if each.name == _over(choice.batch, arguments)), None)
        items = schemas.resolve(over.value.get("items", {})) if over is not None else {}
        sent = {(name,): schemas.resolve(value) for name, value in schemas.properties(items).items()}
        slots = {path: slot for path in sent if (slot := draft.slot_at(path)) is not None}
        return any(_is_merged(slot, sent[path]) for path, slot in slots.items())
    if choice.pattern != "update":
        return False
    if choice.setting is not None and choice.setting.some:
        return True
    return any(
        isinstance(each.does, Value) and _is_merged(draft.slots[each.does.column], each.value) for each in arguments
    )


def _is_merged(slot: Slot, sent: JsonSchema) -> bool:
    """Return whether a map that is sent is put over the one that is there."""
    if slot.type != "json":
        return False
    said = _MERGED.search(str(sent.get("description", ""))) is not None
    free = bool(sent.get("additionalProperties")) and not sent.get("properties")
    return slot.open or said or free
