"""Faults of reading and answering: the wrong row, the wrong status, what should never be shown."""

import re
from collections.abc import Iterator
from dataclasses import replace

from generator.faults.changes import own_keys
from generator.faults.fault import Fault, Site, Subject, at, laws
from generator.faults.programs import answers, with_body, with_step, with_steps
from generator.faults.statements import Change, changed, conjuncts, whole
from generator.meaning import key_columns
from generator.plan import Entity
from state_db.program import Body, Return
from state_db.sql import identifier, text_literal


def _blind_gets(subject: Subject) -> Iterator[Site]:
    """Whichever row is asked for, the first is shown."""
    for tool, entity, program in subject.tools("get"):
        found = answers(program)
        names = key_columns(entity, tool).keys()
        if len(found) != 1 or len(subject.probe.rows(entity.name)) < 2 or not own_keys(tool, entity):
            continue
        spans = [span for span in conjuncts(found[0].body) if span.parameters & names]
        if spans:
            body = changed(found[0].body, [Change(span, "TRUE") for span in spans])
            yield at(tool, with_step(program, found[0], with_body(found[0], body)))


def _constant_gets(subject: Subject) -> Iterator[Site]:
    for tool, entity, program in subject.tools("get", "singleton"):
        rows, found = subject.probe.addressable(tool), answers(program)
        sees = (len(rows) > 1 and own_keys(tool, entity)) or subject.changes(entity)
        if tool.method != "GET" or not rows or len(found) != 1 or not sees:
            continue
        arguments = subject.probe.arguments(tool, rows[-1])
        answer = None if arguments is None else subject.probe.tried(tool, arguments)
        if answer is not None and answer.error is None:
            constant = Return(whole(f"SELECT {text_literal(answer.text)}", found[0].body), found[0].status)
            yield at(tool, with_steps(program, [constant]))


def _wrong_statuses(subject: Subject) -> Iterator[Site]:
    for tool, _, program in subject.tools(*PATTERNS):
        told = {tool.status, tool.created_status}
        if not any(step.status in told for step in answers(program)):
            continue  # what it answers with is its program's own choice
        steps = [
            replace(step, status=200 if step.status != 200 else 202) if isinstance(step, Return) else step
            for step in program.steps
        ]
        yield at(tool, with_steps(program, steps))


PATTERNS = (
    "list", "search", "get", "view", "create", "update", "replace", "upsert", "delete", "transition", "link",
    "unlink", "singleton", "batch", "custom",
)  # fmt: skip


def _empty_answers(subject: Subject) -> Iterator[Site]:
    for tool, _, program in subject.tools("create", "update", "replace", "transition", "get", "upsert", "batch"):
        found = answers(program)
        if found and all(step.body.lines for step in found) and tool.answer is not None:
            steps = [step for step in program.steps if not isinstance(step, Return)]
            empty = Return(Body((), (), found[-1].body.where), found[-1].status)
            yield at(tool, with_steps(program, [*steps, empty]))


VIEW = r"CREATE VIEW {name} AS\nSELECT t\.\*, t\._rowid_ AS entry, (?:json_remove\()?json_object\("


def _shown_secrets(subject: Subject) -> Iterator[Site]:
    for entity in subject.plan.entities:
        for column in entity.columns:
            if column.write_only and len(column.path) == 1 and _is_shown(subject, entity, column.name):
                schema = with_shown(subject.image.texts["schema.sql"], entity, column.path[0], column.name)
                if schema is not None:
                    yield Site(f"{entity.table} {column.name}", schema=schema)


def _is_shown(subject: Subject, entity: Entity, column: str) -> bool:
    """Whether some tool shows rows of the entity, and some row can have the secret."""
    reads = [tool for tool in subject.plan.tools_of(entity.name) if tool.answer is not None]
    held = any(row.get(column) is not None for row in subject.probe.rows(entity.name))
    return bool(reads) and held


def with_shown(schema: str, entity: Entity, name: str, column: str) -> str | None:
    """Return the schema in which every JSON form of the entity shows the column."""
    found, count = schema, 0
    for form in entity.forms:
        view = f"{entity.name}_json" if form == "full" else f"{entity.name}_{form}_json"
        pattern = VIEW.format(name=re.escape(identifier(view)))
        put = f"\n  {text_literal(name)}, t.{identifier(column)},"
        found, made = re.subn(pattern, lambda match, put=put: match.group() + put, found, count=1)  # type: ignore[misc]
        count += made
    return found if count else None


FAULTS: tuple[Fault, ...] = (
    Fault(
        "get that ignores the key", "A get shows the first row, whichever is asked for.", laws("read not_found"),
        "The conditions that bind the keys are made true.", "Gets by key of a table with more rows.", _blind_gets,
    ),
    Fault(
        "constant get", "A get answers the same whatever is asked and whatever has happened.",
        laws("read not_found create update replace transition delete upsert singleton batch"),
        "The answer to one call stands in the program as a literal.",
        "Gets of more than one row, or of one that some tool changes.", _constant_gets,
    ),
    Fault(
        "wrong status code", "A call that goes through answers with another status than the documented one.",
        laws("contract upsert documented"), "200 becomes 202, and every other status 200.",
        "Every tool that answers with a status of its plan.",
        _wrong_statuses,
    ),
    Fault(
        "answer without its body", "A call that goes through answers nothing.",
        laws("contract read create update replace transition upsert batch"), "The answer's SQL is dropped.",
        "Tools about rows whose documented answer has a body.", _empty_answers,
    ),
    Fault(
        "write-only value shown", "A value that may only be written stands in an answer.", laws("write_only"),
        "The views of the entity's JSON forms show the column.",
        "Write-only columns of things that some tool shows, where a seeded row has a value.", _shown_secrets,
    ),
)  # fmt: skip
