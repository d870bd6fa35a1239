"""Callers: reads of the row of the one who calls, ``GET /users/me``.

That is whoever the environment was opened for, and the first of these rows where it was opened for nobody.
"""

from collections.abc import Sequence

from generator.caller import callers_key
from generator.plan import Argument, Input, Key, Tool
from generator.rules.drafts import Draft
from generator.rules.paths import is_self
from generator.rules.programs import Program, answer_step, by_wire, fields_asked, shown_fields
from generator.rules.readings import Reading
from generator.schema import Schemas
from state_db.sql import identifier


def self_of(reading: Reading, draft: Draft, literal: str | None, schemas: Schemas) -> Program | None:
    """Return the program of a read of the caller's own row, None for others."""
    if literal is None or reading.method != "GET" or reading.path.parameters or not is_self(literal):
        return None
    if len(draft.key) != 1 or draft.resource.singleton or reading.shape.kind != "row":
        return None
    fields = fields_asked(reading, draft, schemas)

    def steps(arguments: Sequence[Argument]) -> tuple[str, ...]:
        wires, key = by_wire(arguments), identifier(draft.key[0])
        row = shown_fields("r.body", {wires[name]: always for name, always in fields.items()})
        source = f"FROM {identifier(draft.view)} r WHERE r.{key} = {callers_key(identifier(draft.table), key)}"
        returned, *select = answer_step(reading.status, reading.shape.template, {"$row": row}, source)
        return (returned, f"-- @missing not_found: There is no such {draft.name.replace('_', ' ')}.", *select)

    return Program(steps, {name: Input() for name in fields})


def assumed_of(draft: Draft) -> list[str]:
    """Return what is assumed of who calls, where reads of the caller show rows of the entity."""
    selves = [each for literal, each in draft.resource.below if is_self(literal) and not each.path.parameters]
    return [f"Where nobody is said to call, {each.label} shows the first {draft.name}." for each in selves]


def assumed_words(tools: Sequence[Tool]) -> list[str]:
    """Return what is assumed of who calls, where arguments take a word for that."""
    words = {each.does.own for tool in tools for each in tool.arguments if isinstance(each.does, Key) and each.does.own}
    return [f'Where nobody is said to call, "{word}" stands for the first of the rows.' for word in sorted(words)]
