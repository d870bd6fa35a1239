"""What an answer may be promised to look like: as documented, but where callers may send what does not fit that.

Checks see some answers, not all. What a column's schema says must hold of every row, so that of a column to which
arguments are written is weakened until whatever they allow fits, and one that may be empty may be null.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial

from generator.meaning import column_place, names_in, place_of
from generator.plan import Argument, Column, Entity, Fields, JsonSchema, Plan, Tool, Value
from generator.render.tables import is_always_given
from generator.schema import Schemas, mapped, or_null
from generator.showing import parts_of

# Steps of a path through a schema that are no names of properties.
_ITEMS, _VALUES = "\0items", "\0additionalProperties"
# The placeholders of rows in an answer's template, with how a row lies in what stands there.
_ROWS: tuple[tuple[str, tuple[str, ...]], ...] = (("$row", ()), ("$items", (_ITEMS,)), ("$map", (_VALUES,)))
# Sayings that bind no value.
_SAYINGS = frozenset([
    "title", "description", "examples", "example", "default", "deprecated", "readOnly", "writeOnly", "$comment",
])  # fmt: skip
_DEEPEST = 8


class Promises:
    """What the answers of one plan's tools may be promised to look like; what holds of a column is found out once."""

    def __init__(self, plan: Plan) -> None:
        self.schemas = Schemas(plan.schemas)
        self._plan = plan
        self._weakenings: dict[str, dict[str, _Weakening]] = {}

    def of(self, tool: Tool) -> JsonSchema | None:
        """Return the schema that every answer of the tool fits, None where it documents none."""
        if tool.output is None or tool.answer is None:
            return None
        entity, output, schemas = self._plan.entity(tool.entity), tool.output, self.schemas
        bases = [(names_in(at), inner) for mark, inner in _ROWS if (at := place_of(tool.answer, mark)) is not None]
        for name, weakened in self._weakened(entity).items():
            place = column_place(entity, name, tool.form)
            for base, inner in bases if place is not None else ():
                output = _changed(schemas, output, [*base, *inner, *names_in(place or "")], weakened)
        for does in (argument.does for argument in tool.arguments if isinstance(argument.does, Fields)):
            chosen = partial(_sparse, schemas, does.always)
            for base, inner in bases:
                output = _changed(schemas, output, [*base, *inner, *([does.within] if does.within else [])], chosen)
        asked = parts_of(tool)
        for base, inner in bases if asked else ():
            output = _changed(schemas, output, [*base, *inner], partial(_in_part, schemas, asked))
        return output

    def _weakened(self, entity: Entity) -> dict[str, "_Weakening"]:
        if entity.name not in self._weakenings:
            self._weakenings[entity.name] = {
                column.name: _Weakening(
                    self.schemas,
                    column,
                    _writing(self._plan, entity, column),
                    _may_be_null(self._plan, entity, column, self.schemas),
                )
                for column in entity.columns
            }
        return self._weakenings[entity.name]


def _sparse(schemas: Schemas, always: Sequence[str], schema: JsonSchema) -> JsonSchema:
    """The schema of a row of which a call chooses what is shown: without what must be there but for ``always``."""
    whole = schemas.inline(schemas.union(schema))
    found = _without_required(whole)
    kept = [name for name in whole.get("required", ()) if name in always]
    return schema if found == whole else {**found, "required": kept} if kept else found


def _in_part(schemas: Schemas, asked: Collection[str], schema: JsonSchema) -> JsonSchema:
    """The schema of a row without the duty to show what must be asked for."""
    whole = schemas.inline(schemas.union(schema))
    required = [name for name in whole.get("required", ()) if name not in asked]
    return schema if len(required) == len(whole.get("required", ())) else {**whole, "required": required}


def _without_required(schema: JsonSchema) -> JsonSchema:
    return mapped({word: part for word, part in schema.items() if word != "required"}, _without_required)


def _writing(plan: Plan, entity: Entity, column: Column) -> list[Argument]:
    """The arguments that are written to the column as they are given."""
    return [
        argument
        for tool in plan.tools_of(entity.name)
        for argument in tool.arguments
        if isinstance(argument.does, Value)
        and argument.does.column == column.name
        and not argument.does.mapped
        and argument.name != tool.over
    ]


def _may_be_null(plan: Plan, entity: Entity, column: Column, schemas: Schemas) -> bool:
    """Whether a row may be without the column, and shows it all the same."""
    if column.absent or not column.nullable or column.name in entity.key:
        return False
    if column.references is not None and column.references.on_delete == "clear":
        return True
    # Another form of the row may show it as an object alone: what may be null by its own schema is, in some row.
    if "null" in schemas.types(column.value):
        return True
    made_by_programs = any(tool.pattern == "custom" and entity.table in tool.tables for tool in plan.tools)
    return made_by_programs or not is_always_given(plan, entity, column)


@dataclass(frozen=True)
class _Weakening:
    """What a promise about one column becomes: weakened by what may be written there."""

    schemas: Schemas
    column: Column
    arguments: Sequence[Argument]
    may_be_null: bool

    def __call__(self, promise: JsonSchema) -> JsonSchema:
        for argument in self.arguments:
            assert isinstance(argument.does, Value)
            if argument.does.inside:
                joining = partial(joined, self.schemas, given=argument.value)
                promise = _changed(self.schemas, promise, [argument.does.inside], joining)
                continue
            # A column that is left out while it is empty is never shown as null.
            given = _never_null(self.schemas, argument.value) if self.column.absent else argument.value
            filled = [name.split("/")[0] for name in argument.defaults]
            promise = joined(self.schemas, promise, given, filled)
        return _or_null(self.schemas, promise) if self.may_be_null else promise


def _never_null(schemas: Schemas, schema: JsonSchema) -> JsonSchema:
    whole = schemas.resolve(schema)
    kinds = whole.get("type")
    if not isinstance(kinds, list) or "null" not in kinds:
        return schema
    kinds = [kind for kind in kinds if kind != "null"]
    choices = {"enum": [choice for choice in whole["enum"] if choice is not None]} if "enum" in whole else {}
    return {**whole, "type": kinds if len(kinds) > 1 else kinds[0], **choices}


def _or_null(schemas: Schemas, schema: JsonSchema) -> JsonSchema:
    types = schemas.types(schema)
    if not types or "null" in types:
        return schema
    whole = schemas.resolve(schema)
    if "type" in whole and not {"enum", "const", "anyOf", "oneOf"} & whole.keys():
        return or_null(whole)
    return {"anyOf": [schema, {"type": "null"}]}


def joined(
    schemas: Schemas, promise: JsonSchema, given: JsonSchema, filled: Sequence[str] = (), depth: int = 0
) -> JsonSchema:
    """Return the promise, weakened where a value that fits ``given`` might not fit it: itself where all do.

    Properties in ``filled`` are there whether given or not. Of alternatives no more than their types is promised,
    unless both say the same.
    """
    first, second = schemas.resolve(promise), schemas.resolve(given)
    if promise == given or depth > _DEEPEST:
        return promise
    types, others = schemas.types(first), schemas.types(second)
    if any(word in schema for word in ("anyOf", "oneOf") for schema in (first, second)):
        return promise if _is_one_of(schemas, first, second) else _outline(types, others)
    kept = {word: part for word, part in first.items() if _binds_nothing(word) or second.get(word) == part}
    if others and set(others) <= set(types):
        kept |= {"type": first["type"]} if "type" in first else {}
    else:
        kept |= _outline(types, others)
    kept |= {"enum": choices} if (choices := _choices(first, second)) else {}
    present = {*second.get("required", ()), *filled}
    if required := [name for name in first.get("required", ()) if name in present]:
        kept["required"] = required
    if "properties" in first:
        theirs = schemas.properties(second)
        # An object whose properties are not told may have any.
        kept["properties"] = {
            name: joined(schemas, part, theirs[name], (), depth + 1) if name in theirs else part if theirs else {}
            for name, part in first["properties"].items()
        }
    if isinstance(first.get("items"), dict) and isinstance(second.get("items"), dict):
        kept["items"] = joined(schemas, first["items"], second["items"], (), depth + 1)
    return promise if _bare(kept) == _bare(first) else kept


def _binds_nothing(word: str) -> bool:
    return word in _SAYINGS or word.startswith("x-")


def _bare(schema: JsonSchema) -> JsonSchema:
    return {word: part for word, part in schema.items() if not _binds_nothing(word)}


def _is_one_of(schemas: Schemas, first: JsonSchema, second: JsonSchema) -> bool:
    """Whether each alternative of the second schema is one of the first."""
    known = [_bare(schemas.resolve(branch)) for branch in schemas.alternatives(first)]
    return all(_bare(schemas.resolve(branch)) in known for branch in schemas.alternatives(second))


def _outline(types: Sequence[str], others: Sequence[str]) -> JsonSchema:
    """Both types; an integer is a number, and where one may be anything, so may all."""
    if not types or not others:
        return {}
    both = list(dict.fromkeys([*types, *others]))
    both = [name for name in both if not (name == "integer" and "number" in both)]
    return {"type": both if len(both) > 1 else both[0]}


def _choices(first: JsonSchema, second: JsonSchema) -> list[object]:
    """What either schema names as its choices, those of the first before others; none where one names none."""
    if "enum" not in first or "enum" not in second:
        return []
    return [*first["enum"], *(choice for choice in second["enum"] if choice not in first["enum"])]


def _changed(
    schemas: Schemas, schema: JsonSchema, path: Sequence[str], change: Callable[[JsonSchema], JsonSchema]
) -> JsonSchema:
    """The schema, changed in this place; itself where it has no such place or nothing changes there."""
    if not path:
        return change(schema)
    whole, (step, *rest) = schemas.union(schema), path
    if step.isdigit() and isinstance(whole.get("items"), dict):
        step = _ITEMS
    if step in (_ITEMS, _VALUES):
        step = step[1:]
        within = whole
    else:
        within = whole.get("properties", {})
    before = within.get(step)
    if not isinstance(before, dict):
        return schema
    after = _changed(schemas, before, rest, change)
    if after is before:
        return schema
    inner = {**within, step: after}
    return inner if within is whole else {**whole, "properties": inner}
