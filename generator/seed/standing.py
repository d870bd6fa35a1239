"""Standing rows: what no call creates, and the documentation names: a server whose id is always “localhost”."""

import re

from generator.given import makes_rows_of
from generator.plan import Entity, Json, Plan
from generator.seed.schemas import Judge

_QUOTED = re.compile(r"[“\"'`]([A-Za-z0-9][\w.-]{0,60})[”\"'`]")
# What is quoted beside these words is one key of many, or only the beginning of all of them.
_NOT_THE_KEY = re.compile(
    r"\b(e\.g|for example|such as|like|or|example|prefix(ed)?|(begin|start)(s|ning|ing)?)\b", re.I
)


def standing_key(plan: Plan, entity: Entity) -> Json:
    """Return the key of the row that is there before any call: the only one that the documentation names, or None.

    It is so where no tool makes rows of the entity, and the key's description quotes one value, or its schema has one.
    """
    made = any(makes_rows_of(tool) for tool in plan.tools_of(entity.name))
    if made or entity.singleton or len(entity.key) != 1:
        return None
    column = entity.column(entity.key[0])
    if column.type != "text" or column.references is not None:
        return None
    choices = column.value.get("enum")
    if "const" in column.value or (isinstance(choices, list) and len(choices) == 1):
        return column.value.get("const", choices[0] if choices else None)
    named = set(_QUOTED.findall(column.text))
    if len(named) != 1 or _NOT_THE_KEY.search(column.text):
        return None
    key = named.pop()
    return key if Judge(column.value, plan.schemas).accepts(key) else None
