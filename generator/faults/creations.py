"""Faults of creating: rows that are not kept, kept wrong, or given a key that was given before."""

import json
from collections.abc import Iterator
from dataclasses import replace

from generator.faults.changes import past
from generator.faults.fault import Fault, Site, Subject, at, laws
from generator.faults.programs import answer_text, answers, row_test, with_body, with_step, with_steps, writes
from generator.faults.statements import Change, Span, changed, inserted, occurrences, text_of, whole, words_of
from generator.links import links_to
from generator.plan import Column, Entity, Key, Tool, Value
from generator.seeded import made_key
from state_db.functions.keys import key_of
from state_db.program import Let, Program, Return, Run, Step
from state_db.sql import identifier, literal, text_literal

OF_CREATES = "create upsert link batch"
KEYS_AHEAD = 12


def inserts(subject: Subject, *patterns: str) -> Iterator[tuple[Tool, Entity, Program, Run]]:
    """Yield each creating tool with the step that inserts the row."""
    for tool, entity, program in subject.tools(*(patterns or ("create", "upsert", "link", "batch")), each="create"):
        found = writes(program, "insert", entity.table)
        if found:
            yield tool, entity, program, found[0]


def put(program: Program, step: Step, span: Span, sql: str) -> Program:
    """Return the program in which a part of the step is replaced."""
    return with_step(program, step, with_body(step, changed(step.body, [Change(span, sql)])))


def _echoes(subject: Subject) -> Iterator[Site]:
    """The row is taken out again before the answer is given."""
    for tool, entity, program, step in inserts(subject, "create"):
        text = answer_text(program)
        if not text:
            kept = [each for each in program.steps if each is not step and not isinstance(each, Run)]
            if len(answers(program)) == 1:
                yield at(tool, with_steps(program, kept))
            continue
        old = answers(program)[0]
        where = row_test(old.body)
        if not where:
            continue
        echo = Let(whole(f"SELECT ({text}) AS echoed", replace(old.body, conditions=())))
        taken = Run(whole(f"DELETE FROM {identifier(entity.table)} WHERE {where}", step.body))
        answer = Return(whole("SELECT :echoed", old.body), old.status)
        steps = [each for each in program.steps if each is not old]
        yield at(tool, with_steps(program, [*steps, echo, taken, answer]))


def _reused_keys(subject: Subject) -> Iterator[Site]:
    """A key is free again once its row is gone."""
    deletable = {tool.entity for tool in subject.plan.tools if tool.pattern == "delete" and not tool.soft}
    for tool, entity, program in subject.tools("create"):
        if entity.name not in deletable or not entity.key:
            continue
        made = entity.column(made_key(entity) or entity.key[-1])
        if not _tells(subject, entity, made):
            continue
        for step in program.steps:
            spans = occurrences(step.body, "new_id", "(", text_literal(entity.table).lower(), ")")
            free = _free_key(subject, entity, made) if spans else None
            if free is not None:
                yield at(tool, put(program, step, spans[0], free))


def _tells(subject: Subject, entity: Entity, made: Column) -> bool:
    """Whether a call can tell the key: it is shown, or it names rows, or other rows refer to it."""
    named = any(
        isinstance(argument.does, Key) and argument.does.column == made.name
        for tool in subject.plan.tools_of(entity.name)
        for argument in tool.arguments
    )
    return named or subject.shows(entity, made.name) or any(links_to(subject.plan, entity))


def _free_key(subject: Subject, entity: Entity, made: Column) -> str | None:
    """SQL for a key that is free again: numbers go on from the greatest, other keys are the first that no row has."""
    table, key = identifier(entity.table), identifier(made.name)
    if subject.image.tables[entity.table].key_is_integer:
        return f"(SELECT coalesce(max(k.{key}), 0) + 1 FROM {table} k)"
    if entity.id is None or entity.id == "integer":
        return None
    seeded = [row[made.name] for row in subject.probe.rows(entity.name) if isinstance(row.get(made.name), str)]
    keys = json.dumps([*reversed(seeded), *ahead(subject, entity)])
    return (
        f"(SELECT e.value FROM json_each({text_literal(keys)}) e "
        f"WHERE NOT EXISTS (SELECT 1 FROM {table} k WHERE k.{key} = e.value) ORDER BY e.key LIMIT 1)"
    )


def ahead(subject: Subject, entity: Entity) -> list[str]:
    """Return keys of the entity's shape that no seeded row has."""
    found = [key_of(entity.id or "uuid", 0, entity.table, 90_000 + number) for number in range(KEYS_AHEAD)]
    return [str(key) for key in found]


def _lost_defaults(subject: Subject) -> Iterator[Site]:
    """A column that the caller leaves out does not begin as documented."""
    for tool, entity, program, step in inserts(subject, "create"):
        given = {one.does.column: one for one in tool.arguments if isinstance(one.does, Value)}
        for name, span in inserted(step.body).items():
            column = entity.column(name)
            argument = given.get(name)
            if column.initial is None or column.made is not None or (argument is not None and argument.required):
                continue
            wrong = other_value(subject, entity, column)
            if wrong is None or span.text == wrong or name in tool.set:
                continue
            if not span.parameters:
                yield at(tool, put(program, step, span, wrong), name)
            elif argument is not None and span.text.startswith("coalesce("):
                yield at(tool, put(program, step, span, f"coalesce(:{argument.name}, {wrong})"), name)


def other_value(subject: Subject, entity: Entity, column: Column) -> str | None:
    """Return SQL for a value that the column may have and that it does not begin with."""
    kept = subject.image.tables[entity.table].column(column.name)
    if kept is not None and kept.nullable:
        return "NULL"
    others = [value for value in column.value.get("enum", ()) if value is not None and value != column.initial]
    if column.type == "boolean":
        others = [not column.initial]
    elif column.type in ("integer", "real") and not others and not isinstance(column.initial, bool):
        others = [column.initial + 1]
    return literal(others[-1]) if others else None


def _dropped_fields(subject: Subject) -> Iterator[Site]:
    """One of the fields that were sent is not stored."""
    for tool, entity, program, step in inserts(subject):
        given = {one.does.column: one for one in tool.arguments if isinstance(one.does, Value)}
        for name, span in inserted(step.body).items():
            kept = subject.image.tables[entity.table].column(name)
            if name not in given or name in entity.key or kept is None or not kept.nullable:
                continue
            if not subject.shows(entity, name):
                continue
            if given[name].name in span.parameters and given[name].value.get("default") is None:
                yield at(tool, put(program, step, span, "NULL"), name)
                break


def _swapped_fields(subject: Subject) -> Iterator[Site]:
    """Two fields of one kind are stored in each other's place."""
    for tool, entity, program, step in inserts(subject):
        found: dict[str, list[tuple[str, Span]]] = {}
        for name, span in inserted(step.body).items():
            column = entity.column(name)
            free = (
                subject.shows(entity, name)
                and column.references is None
                and not column.value.get("enum")
                and name not in entity.key
            )
            bare = span.text.startswith(":") and not span.conditions
            if free and bare and column.type in ("text", "integer", "real") and not column.value.get("format"):
                kept = subject.image.tables[entity.table].column(name)
                found.setdefault(f"{column.type} {kept is not None and kept.nullable}", []).append((name, span))
        for pairs in found.values():
            if len(pairs) > 1:
                (one, first), (other, second) = pairs[0], pairs[1]
                body = changed(step.body, [Change(first, second.text), Change(second, first.text)])
                yield at(tool, with_step(program, step, with_body(step, body)), f"{one} and {other}")
                break


def _old_beginnings(subject: Subject) -> Iterator[Site]:
    """A new row says that it was made long ago."""
    for tool, entity, program, step in inserts(subject):
        for name, span in inserted(step.body).items():
            column = entity.column(name)
            if column.made == "created" and not span.parameters and name not in entity.key:
                yield at(tool, put(program, step, span, past(span.text, column.type)), name)


def _upserts_that_keep(subject: Subject) -> Iterator[Site]:
    for tool, entity, program, step in inserts(subject, "upsert"):
        text, words = text_of(step.body), words_of(step.body)
        if "update" in words and "conflict" in words:
            start = text.upper().index("DO UPDATE")
            name = identifier(entity.key[-1])
            yield at(tool, put(program, step, Span(start, len(text), text[start:]), f"DO UPDATE SET {name} = {name}"))


def _links_not_made(subject: Subject) -> Iterator[Site]:
    for tool, entity, program, step in inserts(subject, "link"):
        name = identifier(entity.key[-1])
        nothing = f"UPDATE {identifier(entity.table)} SET {name} = {name} WHERE FALSE"
        yield at(tool, with_step(program, step, Run(whole(nothing, step.body))))


FAULTS: tuple[Fault, ...] = (
    Fault(
        "store-and-echo", "A create answers with what it was sent and keeps nothing.", laws("create"),
        "The answer is read, then the row is deleted, then the answer is given.", "Every create.", _echoes,
    ),
    Fault(
        "id reused", "A new row gets the key of one that was deleted.", laws("create delete identity"),
        "The next key is taken from the rows that are there instead of from a counter.",
        "Creates of things that some tool deletes: without that no key is ever free again. "
        "Not where no answer shows the key, no call takes it and nothing refers to it.", _reused_keys,
    ),
    Fault(
        "default not applied", "A field that is left out does not begin with its documented value.", laws("create"),
        "The literal that a new row begins with is replaced by NULL, or by another of its values.",
        "Creates of things with columns that begin with a value and that the caller may leave out.", _lost_defaults,
    ),
    Fault(
        "create that drops a field", "One of the fields that were sent is not stored.", laws(OF_CREATES),
        "The first argument of a nullable column is replaced by NULL.",
        "Creates, upserts and connections with a nullable column that some tool shows.", _dropped_fields,
    ),
    Fault(
        "create that swaps fields", "Two fields are stored in each other's place.", laws(OF_CREATES),
        "Two arguments of one type change places.", "Creates with two free fields of one type that some tool shows.",
        _swapped_fields,
    ),
    Fault(
        "creation time in the past", "A new row says that it was made before everything else.",
        laws(f"{OF_CREATES} time"), "The clock's time is moved back by years.",
        "Creates of things that have such a column.", _old_beginnings,
    ),
    Fault(
        "upsert that replaces nothing", "A row that is there stays as it was.", laws("upsert"),
        "ON CONFLICT assigns the key to itself.", "Upserts.", _upserts_that_keep,
    ),
    Fault(
        "link that connects nothing", "A connection is answered and not made.", laws("link"),
        "The step that inserts it writes nothing.", "Connections.", _links_not_made,
    ),
)  # fmt: skip
