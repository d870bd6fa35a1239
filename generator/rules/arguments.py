"""Arguments: every documented input of an operation as an argument of its tool, or left out with the reason."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from generator.conditions import is_condition
from generator.description import JsonSchema, Parameter
from generator.plan import Argument, Fields, Filter, Input, Key, LeftOut, Order, Parts, Value
from generator.rules.array_elements import of_objects
from generator.rules.batches import Batch
from generator.rules.conditions import as_written
from generator.rules.drafts import Draft, Slot
from generator.rules.entities import sent_schema, slot_for_sent, written_otherwise
from generator.rules.envelopes import type_names
from generator.rules.expandable import shown_key
from generator.rules.flattening import flattened
from generator.rules.insides import key_sent
from generator.rules.members import Membership
from generator.rules.naming import snake, sql_name
from generator.rules.packed import packs, unpacked
from generator.rules.partial import may_leave_out
from generator.rules.plain_texts import filter_of_kept
from generator.rules.readings import Reading, is_many_in_one, path_inputs, required_names, sent_properties
from generator.rules.references import DIGITS, scope_columns
from generator.rules.said_lengths import said_items
from generator.rules.said_values import with_list_default
from generator.rules.settings import Setting
from generator.rules.transport import is_fixed, tells_since
from generator.rules.wording import asks_to_see
from generator.schema import Schemas

Role = Any  # one of plan.Role; a union type has no runtime name that mypy accepts here

_PRESENTATION = re.compile(
    r"^(fields|fields?\[.*|expand\[?\]?|include\[?\]?|includes|embed|select|exclude|opt_fields|opt_pretty|pretty|format|alt|"
    r"prettyprint|callback|locale|lang|language|view|properties|include_?fields|exclude_?fields|_?format)$",
    re.I,
)
# Why an input is left out.
NAMES_NOTHING = "It names nothing that is kept."


@dataclass(slots=True)
class Arguments:
    """The arguments of one tool while they are gathered, and what was left out."""

    taken: dict[str, Argument] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    impossible: str = ""

    def add(self, argument: Argument) -> None:
        """Add an argument under its own name, or with its place before it where the name is taken."""
        name = argument.name
        if name in self.taken:
            name = f"{argument.place}_{name}"[:64]
        if name in self.taken:
            self.left_out.append(LeftOut(input="/".join(argument.wire), reason="Another input has the same name."))
            return
        self.taken[name] = argument.model_copy(update={"name": name})

    def leave_out(self, parameter: str, reason: str, *, required: bool = False) -> None:
        """Leave an input out; where it is required, the operation cannot be modelled without it."""
        self.left_out.append(LeftOut(input=parameter, reason=reason))
        if required and not self.impossible:
            self.impossible = f"It needs the input {parameter}: {reason[0].lower()}{reason[1:]}"


def argument_schema(schema: JsonSchema, text: str, schemas: Schemas) -> JsonSchema:
    """Return an argument's own schema: no reference at its root, no null beside a path's value, and a description."""
    dropped = ("readOnly", "writeOnly", "xml", "externalDocs", "example", "title")
    found = schemas.resolve(schema).items()
    resolved = {name: part for name, part in found if name not in dropped and not name.startswith("x-")}
    if text and not resolved.get("description"):
        resolved["description"] = text
    if isinstance(resolved.get("description"), str):
        resolved["description"] = short_text(resolved["description"], 300)
    implied = type_names(resolved) if not resolved.keys() & _SAYS_MORE else set()
    # Nothing else may be sent for what is kept as an object or an array.
    return {"type": next(iter(implied)), **resolved} if len(implied) == 1 and "type" not in resolved else resolved


# What a schema without a type may allow besides objects and arrays.
_SAYS_MORE = frozenset({"anyOf", "oneOf", "allOf", "enum", "const", "not"})


def short_text(text: str, most: int) -> str:
    """Return a text without markup and in one line, cut at the end of a sentence where it is too long."""
    plain = re.sub(r"<[^>]{1,200}>", " ", text)
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", plain)
    plain = re.sub(r"\s+", " ", plain).strip()
    if len(plain) <= most:
        return plain
    cut = plain[:most]
    end = max(cut.rfind(". "), cut.rfind("; "))
    return cut[: end + 1] if end > most // 3 else cut.rsplit(" ", 1)[0].rstrip(",;:") + "…"


def add_path_arguments(
    found: Arguments, reading: Reading, draft: Draft, schemas: Schemas, roles: Mapping[str, Role] | None = None
) -> None:
    """Add the path's parameters: each picks rows by the column that it names, or does what ``roles`` say of it."""
    columns = scope_columns(reading, draft)
    for given in path_inputs(reading, schemas):
        parameter = given.parameter
        if (told := (roles or {}).get(parameter.name)) is not None:
            schema = argument_schema(parameter.schema, parameter.text, schemas)
            argument = _argument(parameter, schema, told, required=True)
            found.add(argument.model_copy(update={"place": "body", "style": ""}) if given.in_body else argument)
            continue
        column = columns.get(parameter.name)
        if column is None:
            found.leave_out(parameter.name, "It names no column.", required=True)
            continue
        schema = argument_schema(parameter.schema, parameter.text, schemas)
        if parameter.place == "path" and type_names(schema) == {"array"}:
            found.leave_out(parameter.name, "It names several rows at once.", required=True)
            continue
        described = {"description": schema["description"]} if "description" in schema else {}
        if schema.get("type") == "string" and draft.slots[column].type == "integer":
            # In a path everything is text; what the rows show tells that it is a number.
            schema = {"type": "integer", **described}
        elif draft.slots[column].type == "text" and _takes_digits(schema, draft.slots[column]):
            schema = {"type": "string", "pattern": DIGITS, **described}
        if parameter.place != "path" or given.in_body:
            schema = _as_kept(schema, draft.slots[column].type)
        argument = _argument(parameter, schema, Key(column=column), required=True)
        found.add(argument.model_copy(update={"place": "body", "style": ""}) if given.in_body else argument)


def _takes_digits(schema: JsonSchema, slot: Slot) -> bool:
    """Return whether a path takes a text as a whole number: one with a point in it may be meant by a number."""
    return schema.get("type") == "integer" or (schema.get("type") == "number" and slot.schema.get("pattern") == DIGITS)


def _as_kept(schema: JsonSchema, kept: str) -> JsonSchema:
    """Return the schema of what picks a row, as text where rows show text: a number would lose digits of such a key."""
    if kept != "text" or not type_names(schema) & {"integer", "number"}:
        return schema
    return {"type": "string", **({"description": schema["description"]} if "description" in schema else {})}


def _argument(parameter: Parameter, schema: JsonSchema, does: Role, *, required: bool) -> Argument:
    return Argument(
        name=sql_name(parameter.name, "arg"),
        place=parameter.place,
        wire=(parameter.name,),
        value=schema,
        required=required,
        does=does,
        style=parameter.style,
        explode=parameter.explode,
    )


def add_query_arguments(
    found: Arguments, reading: Reading, schemas: Schemas, role_of: Callable[[Parameter, JsonSchema, str], Role | None]
) -> None:
    """Add the parameters of query, header and cookie for which ``role_of`` knows a role; leave the others out."""
    picking = [given.parameter for given in path_inputs(reading, schemas)]
    for parameter in flattened(reading.operation.parameters, schemas):
        if parameter.place == "path" or parameter in picking:
            continue
        resolved = _one_or_many(parameter.schema, schemas)
        if parameter.place != "query" and not tells_since(parameter, schemas):
            found.leave_out(parameter.name, "It belongs to the transport.")
            continue
        many = is_many_in_one(resolved, parameter.text + str(resolved.get("description", "")))
        asked = {**resolved, "type": "array", "items": {"type": "string"}} if many else resolved
        text = f"{parameter.text} {resolved.get('description', '')}"
        role = role_of(parameter, asked, text)
        if role is None and many and isinstance(order := role_of(parameter, resolved, text), Order):
            role, many, asked = order, False, resolved  # of several properties to sort by, one may be named alone
        if role is None and not many:
            role, asked = filter_of_kept(resolved, text, partial(_given, role_of, parameter, text)) or (None, asked)
        if role is None and is_fixed(parameter, schemas):
            continue  # whoever must say it says nothing by it
        if role is None:
            known = _PRESENTATION.match(parameter.name)
            reason = "It chooses how an answer is presented." if known else NAMES_NOTHING
            found.leave_out(parameter.name, reason, required=parameter.required and not known)
            continue
        if isinstance(role, Fields) and "array" not in type_names(asked):
            many, asked = True, {**asked, "type": "array", "items": {"type": "string"}}
        schema = argument_schema(asked, parameter.text, schemas)
        schema = with_list_default(_for_role(schema, role), names_any=not isinstance(role, Fields))
        if many:
            schema = {
                key: value for key, value in schema.items() if key not in ("pattern", "enum", "format", "examples")
            }
            schema |= said_items(schema, text, parameter.name)
        argument = _argument(parameter, schema, role, required=parameter.required)
        found.add(argument.model_copy(update={"split": many}))


def _given(
    role_of: Callable[[Parameter, JsonSchema, str], Role | None], parameter: Parameter, text: str, schema: JsonSchema
) -> Role | None:
    return role_of(parameter, schema, text)


def _for_role(schema: JsonSchema, role: Role) -> JsonSchema:
    """Return the schema of a parameter with the default and examples that fit what it does."""
    if getattr(role, "what", "") in ("cursor", "after", "before"):
        schema.pop("default", None)  # a made-up place to go on from is none
    if isinstance(role, Filter) and is_condition(role) and schema.get("examples"):
        schema["examples"] = as_written(schema)
    if isinstance(role, Parts) and "" in role.words:
        schema["default"] = False
    if isinstance(role, Filter) and role.test == "with":
        schema["default"] = False  # what is shown only when asked for is not shown otherwise
    return schema


def _one_or_many(schema: JsonSchema, schemas: Schemas) -> JsonSchema:
    """Return a parameter's resolved schema; one that takes a value or an array of such values takes the array."""
    plain = schemas.plain(schema)
    branches = [schemas.plain(branch) for branch in schemas.alternatives(schema)]
    arrays = [branch for branch in branches if "array" in type_names(branch)]
    others = {name for branch in branches if branch not in arrays for name in type_names(branch) or {"any"}}
    if len(branches) < 2 or len(arrays) != 1 or len(others - {"null"}) != 1:
        return plain
    items = schemas.plain(arrays[0].get("items", {}))
    if type_names(items) - {"null"} != others - {"null"} or others & {"object", "any"}:
        return plain
    kept: JsonSchema = {name: plain[name] for name in ("description", "default", "deprecated") if name in plain}
    return {**kept, "type": "array", "items": items}


def is_presentation(name: str) -> bool:
    """Return whether an input chooses how an answer is presented: which fields, what format."""
    return _PRESENTATION.match(name) is not None


def add_body_arguments(
    found: Arguments,
    reading: Reading,
    draft: Draft,
    schemas: Schemas,
    *,
    makes_at_path: bool = False,
    without: tuple[str, ...] = (),
) -> None:
    """Add the properties of an object body: each is written to the column that keeps it.

    ``makes_at_path`` tells that the row is made under the key that the path names, whatever the body says of it;
    ``without`` is where the property stands that is an argument already.
    """
    required = required_names(reading.body, schemas)
    free = may_leave_out(reading, draft, schemas)
    for name, schema in sent_properties(reading, schemas).items():
        if without == (*reading.wrapper, name):
            continue
        if name not in required and asks_to_see(name, schemas.plain(schema)):
            found.leave_out(name, "It chooses how an answer is presented.")
            continue
        slot = slot_for_sent(draft, name, sent_schema(draft, name, schema, schemas))
        keyed = slot.name in draft.key and (makes_at_path or not draft.client_key) and reading.path.ends_in_parameter
        said = (
            (reading.method == "POST" and _is_in_path(found, slot.name))
            or (_is_given(found, slot.name) and name not in required)
            or _holds_parent(found, slot.name, draft)
        )
        names_new = slot.name in draft.key and slot.made is None and not reading.path.ends_in_parameter
        must = (name in required and not free) or (names_new and reading.method == "POST")
        # What the path or the query says already, whole rows that are sent back say again: it changes nothing.
        again = keyed or said
        does = Input() if again else Value(column=slot.name, inside=key_sent(slot, schemas.resolve(schema)))
        packed = packs(slot, schemas.plain(schema))
        shown = unpacked(slot, schemas.plain(schema)) if packed else _like_column(name, schema, slot, schemas)
        wire = (*reading.wrapper, name)
        argument = body_argument(name, wire, shown, schemas, does, required=must and not again, taken=found.taken)
        found.add(argument.model_copy(update={"packed": packed}))
        if slot.name == draft.content and not again:
            _keep_base64(found, slot)


def _like_column(name: str, schema: JsonSchema, slot: Slot, schemas: Schemas) -> JsonSchema:
    """Return the schema of a value that answers show as a number, a text or a key, as what they show."""
    if slot.shown and slot.type in ("text", "integer") and (key := shown_key(schema, schemas)) is not None:
        return key
    plain = schemas.plain(schema)
    if not slot.path or not written_otherwise(slot, name, plain):
        return schema
    text = {"description": plain["description"]} if "description" in plain else {}
    return {"type": "integer" if slot.type == "integer" else "string", **text}


def _is_in_path(found: Arguments, column: str) -> bool:
    return any(isinstance(other.does, Key) and other.does.column == column for other in found.taken.values())


def _holds_parent(found: Arguments, column: str, draft: Draft) -> bool:
    """Return whether another parent that the path names stands below the one that a column names: it cannot move."""
    above = draft.slots[column].references
    if above is None or not _is_in_path(found, column):
        return False
    named = [slot.references for slot in draft.slots.values() if slot.name != column and _is_in_path(found, slot.name)]
    parents = [draft.peers[each.entity] for each in named if each is not None and each.entity in draft.peers]
    scopes = [slot.references for parent in parents for slot in parent.slots.values()]
    return any(each is not None and each.entity == above.entity for each in scopes)


def _is_given(found: Arguments, column: str) -> bool:
    return any(isinstance(other.does, Value) and other.does.column == column for other in found.taken.values())


def _keep_base64(found: Arguments, slot: Slot) -> None:
    """Give the argument that was added last the schema of the column that keeps a file's bytes."""
    name = next(reversed(found.taken))
    found.taken[name] = found.taken[name].model_copy(update={"value": slot.schema})


def body_argument(
    name: str,
    wire: tuple[str, ...],
    schema: JsonSchema,
    schemas: Schemas,
    does: Role,
    *,
    required: bool,
    taken: dict[str, Argument] | None = None,
) -> Argument:
    """Return the argument of one body property; it gets ``body_`` before it where a parameter has its name."""
    called = sql_name(name, "arg") if snake(name) else "arg"
    if taken and called in taken:
        called = f"body_{called}"
    return Argument(
        name=called, place="body", wire=wire, value=argument_schema(schema, "", schemas), required=required, does=does
    )


def add_array_argument(found: Arguments, reading: Reading, batch: Batch, draft: Draft, schemas: Schemas) -> None:
    """Add the array that a batch goes over, and leave out what else its body holds."""
    key = draft.key[-1]
    found.left_out = [left for left in found.left_out if batch.parameter is None or left.input != batch.parameter.name]
    if batch.parameter is not None:
        found.impossible = ""
        schema = {"type": "array", "items": {"type": "string"}, "minItems": 1}
        schema |= said_items(schema, batch.parameter.text, batch.parameter.name)
        many = "array" not in type_names(schemas.resolve(batch.parameter.schema))
        argument = _argument(batch.parameter, schema, Key(column=key), required=True)
        found.add(argument.model_copy(update={"split": many}))
        return
    objects = bool(schemas.properties(batch.items))
    body = reading.body or {}
    inner = schemas.properties(body)[batch.path[0]] if batch.path else body
    if objects and not schemas.properties(schemas.resolve(inner).get("items", {})):
        inner = {**schemas.resolve(inner), "items": batch.items}
    if objects:
        inner = of_objects(inner, draft, schemas)
    role = Input() if objects else Key(column=key)
    name = batch.path[-1] if batch.path else "body"
    if reading.columns:
        name, inner = draft.table, {"type": "array", "items": {**batch.items}, "minItems": 1}
        inner["description"] = f"Sent as the arrays {', '.join(reading.columns)}: one element of each makes a row."
    argument = body_argument(name, batch.path, inner, schemas, role, required=True, taken=found.taken)
    found.add(argument.model_copy(update={"wire": (), "columns": reading.columns}) if reading.columns else argument)


def add_one_argument(found: Arguments, reading: Reading, one: Setting | Membership, schemas: Schemas) -> None:
    """Add the one property of the body that an operation is about, or the whole body where none is named.

    It is a column's new value, or names what is added to an array or taken from it; what stands beside it is left out,
    or where it is required, only checked.
    """
    required = required_names(reading.body, schemas)
    if not one.name:
        schema = reading.body or {}
        found.add(body_argument(one.does.column, reading.wrapper, schema, schemas, one.does, required=True))
        return
    for name, schema in sent_properties(reading, schemas).items():
        if name != one.name and name in required:
            wire = (*reading.wrapper, name)
            found.add(body_argument(name, wire, schema, schemas, Input(), required=True, taken=found.taken))
            continue
        if name != one.name:
            found.leave_out(name, NAMES_NOTHING)
            continue
        packed = one.packed if isinstance(one, Setting) else None
        if one.split:
            schema = _many(name, schema, schemas)
        wire = (*reading.wrapper, name)
        argument = body_argument(name, wire, packed or schema, schemas, one.does, required=True, taken=found.taken)
        found.add(argument.model_copy(update={"split": one.split, "packed": packed is not None}))


def _many(name: str, schema: JsonSchema, schemas: Schemas) -> JsonSchema:
    """Return the schema of an array in place of that of a comma-separated text."""
    text = str(schemas.resolve(schema).get("description", ""))
    many = {"type": "array", "items": {"type": "string"}, "minItems": 1, "description": text}
    return many | said_items(many, text, name)


def input_argument(name: str, schema: JsonSchema) -> Argument:
    """Return the required argument that stands for a whole body which a custom program reads."""
    return Argument(name=name, place="body", wire=(), value=schema, required=True, does=Input())
