"""Terms: search bodies that say field, operator and value one by one, alone or in groups."""

from generator.description import JsonSchema
from generator.plan import Filter, Terms
from generator.rules.drafts import Draft, Slot
from generator.rules.envelopes import type_names
from generator.rules.naming import squashed
from generator.schema import Schemas

_FIELDS = frozenset("propertyname property field fieldname column columnname attribute attributename fieldid".split())
_OPERATORS = frozenset("operator op operation condition comparator comparison comparisonoperator".split())
_VALUES = frozenset("value operand fieldvalue propertyvalue".split())
_HIGHS = frozenset("highvalue high upper upperbound valueto maxvalue endvalue secondvalue".split())
_MEANT: dict[str, str] = {
    spelling: meant
    for meant, spellings in {
        "eq": "eq equals equal is equalto =  ==",
        "ne": "neq ne notequals notequal isnot notequalto != <>",
        "gt": "gt greaterthan greater after >", "ge": "gte ge greaterthanorequal greaterthanorequalto onorafter >=",
        "lt": "lt lessthan less before <", "le": "lte le lessthanorequal lessthanorequalto onorbefore <=",
        "in": "in isanyof anyof isin", "not_in": "notin isnoneof noneof isnotin nin",
        "between": "between", "token": "containstoken", "not_token": "notcontainstoken",
        "text": "contains like includes", "prefix": "startswith beginswith",
        "present": "hasproperty exists isset hasvalue isnotnull notnull isnotempty isknown",
        "absent": "nothasproperty notexists isnotset isnull isempty isunknown doesnotexist",
    }.items()
    for spelling in spellings.split()
}  # fmt: skip


def terms_of(schema: JsonSchema, draft: Draft, schemas: Schemas) -> tuple[Filter, JsonSchema] | None:
    """Return the filter that an array of terms is, and its schema with what can be asked; None where it is none.

    Fields are the keys of a map that the entity keeps (its properties), or else its columns by their names.
    """
    items = _elements(schema, schemas)
    if items is None:
        return None
    if (found := _term(items, draft, schemas)) is not None:
        test, term = found
        return test, {"type": "array", **_said(schema, schemas), "items": term}
    for name, part in schemas.properties(items).items():
        inner = _elements(part, schemas)
        if inner is not None and (found := _term(inner, draft, schemas)) is not None:
            test, term = found
            assert test.terms is not None
            grouped = test.model_copy(update={"terms": test.terms.model_copy(update={"groups": name})})
            group = {
                "type": "object",
                "properties": {name: {"type": "array", "minItems": 1, "items": term}},
                "required": [name],
                "additionalProperties": False,
            }
            text = "Groups of terms: a row passes where all terms of any group hold."
            return grouped, {"type": "array", "description": text, **_said(schema, schemas), "items": group}
    return None


def _said(schema: JsonSchema, schemas: Schemas) -> JsonSchema:
    resolved = schemas.resolve(schema)
    return {key: resolved[key] for key in ("description", "maxItems") if key in resolved}


def _elements(schema: JsonSchema, schemas: Schemas) -> JsonSchema | None:
    items = schemas.resolve(schema).get("items")
    return items if isinstance(items, dict) and schemas.properties(items) else None


def _term(items: JsonSchema, draft: Draft, schemas: Schemas) -> tuple[Filter, JsonSchema] | None:
    properties = schemas.properties(items)
    named = {squashed(name): name for name in properties}
    field, operator, value, high = (
        next((named[called] for called in named if called in known), "")
        for known in (_FIELDS, _OPERATORS, _VALUES, _HIGHS)
    )
    choices = schemas.resolve(properties[operator]).get("enum") if operator else None
    if not field or not value or not isinstance(choices, list):
        return None
    many = next((name for called, name in named.items() if called == squashed(value) + "s"), "")
    operators = {said: meant for said in choices if (meant := _meant(str(said), many, high))}
    columns = _columns(draft) if (kept := _map(draft)) is None else {}
    if not operators or (kept is None and not columns):
        return None
    terms = Terms.model_validate(
        {"field": field, "operator": operator, "value": value, "values": many, "high": high,
         "operators": operators, "fields": columns}
    )  # fmt: skip
    asked = {**schemas.resolve(properties[field]), **({"enum": list(columns)} if columns else {})}
    shown = {name: schemas.resolve(part) for name, part in properties.items() if name in (value, many, high)}
    schema = {
        "type": "object",
        "properties": {field: asked, operator: {"type": "string", "enum": list(operators)}, **shown},
        "required": [field, operator],
        "additionalProperties": False,
    }
    column = kept.name if kept is not None else next(iter(columns.values()))
    return Filter(column=column, test="terms", terms=terms), schema


def _meant(said: str, many: str, high: str) -> str:
    meant = _MEANT.get(squashed(said) or said, "")
    if (meant in ("in", "not_in") and not many) or (meant == "between" and not high):
        return ""
    return meant


def _map(draft: Draft) -> Slot | None:
    """Return the map that the entity keeps its own fields in: an object of any names, called properties or fields."""
    for slot in draft.slots.values():
        called = squashed(slot.path[-1]) if slot.path else ""
        is_open = "object" in type_names(slot.schema) and not slot.schema.get("properties")
        if slot.type == "json" and is_open and called in ("properties", "fields", "attributes", "customfields"):
            return slot
    return None


def _columns(draft: Draft) -> dict[str, str]:
    return {
        slot.path[0]: slot.name
        for slot in draft.slots.values()
        if len(slot.path) == 1 and slot.type != "json" and not slot.write_only
    }
