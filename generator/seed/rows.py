"""Rows for the tables of a plan: references first, then scopes, keys and all other values, kept unique and valid."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random

from generator.plan import Column, Entity, Json, Plan
from generator.seed.coherence import agreed
from generator.seed.families import Family, families
from generator.seed.moments import moment, stamp, time_form, words_of
from generator.seed.parents import Parents, Rows, key_column
from generator.seed.scene import Person, Scene, opened, with_people
from generator.seed.schemas import Judge, examples_of, flattened
from generator.seed.states import Mark, marks, settled, unset
from generator.seed.values import Values
from generator.seed.wording import LETTERS, NAMES, drawn, uuid_text

Row = dict[str, Json]

# How many days before the epoch the rows of a table were created, from and to, by the table's depth.
AGES = ((400, 150), (140, 65), (60, 28), (25, 12), (10, 6), (5, 2))
VALUE_TRIES = 8
FULL_TRIES = 4
ROW_TRIES = 24
_WANTED = {"text": "string", "integer": "integer", "real": "number", "boolean": "boolean", "json": ""}


def seed_rows(plan: Plan) -> dict[str, list[Row]]:
    """Return rows by table, parents first; equal plans give equal rows.

    A row of a singleton that stands on no other table has ``"_always": true``.
    """
    ordered = families(plan)
    rows: Rows = {}
    for family in ordered:
        table = Table(plan, family, ordered, rows)
        rows[family.entity.name] = table.rows()
    return {family.entity.table: [_plain(row) for row in rows[family.entity.name]] for family in ordered}


def _plain(row: Row) -> Row:
    return dict(row)
