"""Scopes that only a query asks for: ``GET /periods?workspace=`` where no period shows its workspace."""

from generator.description import Parameter
from generator.plan import Reference
from generator.rules.drafts import Draft, column_type
from generator.rules.filters import filter_of
from generator.rules.naming import words
from generator.rules.references import KEY_SUFFIXES, can_exist
from generator.schema import Schemas


def add_asked_scopes(drafts: dict[str, Draft], schemas: Schemas) -> None:
    """Give an entity that nobody creates a column for each entity that its list must be asked for by key.

    What callers create is left alone: nothing would say to which scope a new row belongs.
    """
    for draft in drafts.values():
        resource = draft.resource
        if resource.singleton or any(reading.method == "POST" for reading in resource.many):
            continue
        for reading in resource.many:
            if reading.method != "GET" or reading.shape.kind != "list":
                continue
            for parameter in reading.operation.parameters:
                if parameter.place == "query" and parameter.required:
                    _add_scope(parameter, draft, drafts, schemas)


def _add_scope(parameter: Parameter, draft: Draft, drafts: dict[str, Draft], schemas: Schemas) -> None:
    schema = schemas.resolve(parameter.schema)
    target = _named(parameter.name, parameter.text, drafts)
    if target is None or target is draft or filter_of(parameter.name, schema, parameter.text, draft) is not None:
        return
    key = target.slots[target.key[-1]]
    if len(target.key) == 1 and key.type == column_type(schema):
        slot = draft.add(parameter.name, (), schema)
        slot.references = Reference(entity=target.name)


def _named(name: str, text: str, drafts: dict[str, Draft]) -> Draft | None:
    """Return the entity that a parameter is called after, with or without a key's suffix.

    Of several whose names end so, it is the one that its text names.
    """
    parts = words(name)
    called = "_".join(parts[:-1] if len(parts) > 1 and parts[-1] in KEY_SUFFIXES else parts)
    exact = drafts.get(called)
    close = [draft for thing, draft in drafts.items() if thing.endswith(f"_{called}")]
    if len(close) > 1:
        close = [draft for draft in close if draft.name.replace("_", " ") in " ".join(text.lower().split())]
    found = exact or (close[0] if len(close) == 1 else None)
    if found is None or found.resource.singleton or not found.key or not can_exist(found):
        return None
    return found
