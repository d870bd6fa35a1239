"""Own keys: the column by which an entity's rows are picked, and who makes its values."""

from collections.abc import Sequence

from generator.description import JsonSchema
from generator.rules.drafts import Draft, Slot, column_type, keep_to_path
from generator.rules.keys import holds_name, id_shape, key_slot, looks_like_key
from generator.rules.map_keys import map_key
from generator.rules.naming import squashed
from generator.rules.paths import names_key_of, owner_names
from generator.rules.readings import Reading, path_inputs, required_names
from generator.rules.resources import Resource, own_parameters
from generator.rules.row_paths import properties_with_paths
from generator.rules.wording import makes_named, may_create
from generator.schema import Schemas


def choose_key(draft: Draft, creations: Sequence[Reading], schemas: Schemas) -> None:
    """Give the entity its key, and say whether callers choose it: what ``creations`` must be sent is theirs."""
    resource = draft.resource
    draft.client_key = resource.part or draft.plain
    if resource.singleton or resource.part or draft.plain:
        return
    if (told := next(filter(None, (map_key(each, draft, schemas) for each in resource.many)), None)) is not None:
        draft.key, draft.mapped = [told.name], True
        return
    parameters = _own_parameters(resource.items, resource) or _named_behind(draft)
    read = _read_slots(draft, schemas)
    preferred = sorted(
        parameters, key=lambda name: (-_is_own(name, draft), -_named_surely(name, draft, read), not _says_id(name))
    )
    asked = _one_value(_parameter_schema(resource, preferred[0], schemas), draft, schemas) if preferred else {}
    slot = key_slot(draft, preferred[0] if preferred else "", asked)
    draft.key = [slot.name]
    keep_to_path(slot, asked)
    puts = [reading for reading in resource.items if reading.method == "PUT" and not _picks_other(reading, slot, draft)]
    sent_required = any(
        squashed(name) == squashed(_shown_name(slot))
        for reading in creations
        for name in required_names(reading.body_items or reading.body, schemas)
    )
    named = any(makes_named(each) and not _picks_other(each, slot, draft) for each in resource.items)
    chosen = named or (not creations and any(may_create(put) for put in puts))
    draft.client_key = (bool(creations) and sent_required) or chosen or resource.linking
    # Nobody makes up a key of which a path takes some values only.
    chosen = "enum" in asked and not draft.creatable
    if not draft.client_key and not chosen and (draft.creatable or not holds_name(slot)):
        slot.made = "id"
        draft.id = id_shape(slot, draft.name, asked)
    slot.references = None


def _own_parameters(readings: Sequence[Reading], resource: Resource) -> list[str]:
    return [own[-1] for reading in readings if (own := own_parameters(reading, resource))]


def _named_behind(draft: Draft) -> list[str]:
    """Return the parameters that name a shown column where paths go on behind it: POST /orders/{number}/close."""
    shown = [_shown_name(slot) for slot in draft.slots.values() if slot.shown and slot.path]
    behind = _own_parameters([reading for _, reading in draft.resource.below], draft.resource)
    return [name for name in behind if any(names_key_of(name, draft.name, called) for called in shown)]


def _one_value(asked: JsonSchema, draft: Draft, schemas: Schemas) -> JsonSchema:
    """Return what a path's parameter takes, of several kinds of value the one that rows show as their key.

    A key is one text or number, whatever else a path takes in its place.
    """
    if column_type(asked) in ("text", "integer", "real"):
        return asked
    kinds = [schemas.plain(branch) for branch in schemas.alternatives(asked)]
    plain = [kind for kind in kinds if column_type(kind) in ("text", "integer")]
    shown = looks_like_key([slot for slot in draft.slots.values() if slot.shown], draft.name)
    alike = [kind for kind in plain if shown is not None and column_type(kind) == shown.type]
    return next(iter([*alike, *plain]), {"type": "string"})


def _is_own(parameter: str, draft: Draft) -> bool:
    """Return whether a parameter speaks of the entity itself: "fileId" or "id" of a file, and not "folderId"."""
    owner, word = owner_names(parameter)
    return (not owner and bool(word)) or squashed(owner) in (squashed(draft.name), squashed(draft.name.split("_")[-1]))


def _picks_other(reading: Reading, key: Slot, draft: Draft) -> bool:
    """Return whether the path picks a row by another column than the key: /files/{fileName} beside /files/{fileId}."""
    own = own_parameters(reading, draft.resource)
    if not own or names_key_of(own[-1], draft.name, _shown_name(key)):
        return False
    return any(names_key_of(own[-1], draft.name, _shown_name(slot)) >= 4 for slot in draft.slots.values() if slot.shown)


def _says_id(parameter: str) -> bool:
    """Return whether a parameter is an id by name, and not another way to pick a row: a number, a file's name."""
    return owner_names(parameter)[1] in ("id", "uuid", "guid", "gid", "sid")


def _read_slots(draft: Draft, schemas: Schemas) -> list[Slot]:
    """Return the columns that reads show; all, where none do. A secret is told once, when its row is made."""
    rows = [each.shape.row for each in draft.resource.readings if each.method == "GET" and each.shape.row is not None]
    paths = [path for row in rows for path, _ in properties_with_paths(row, schemas, draft.groups)]
    read = [slot for path in dict.fromkeys(paths) for slot in draft.slots_at(path)]
    kept = [slot for slot in draft.slots.values() if not slot.path]
    return [*read, *kept] if read else list(draft.slots.values())


def _named_surely(parameter: str, draft: Draft, slots: Sequence[Slot]) -> int:
    return max((names_key_of(parameter, draft.name, _shown_name(slot)) for slot in slots), default=0)


def _shown_name(slot: Slot) -> str:
    return slot.path[-1] if slot.path else slot.name


def _parameter_schema(resource: Resource, name: str, schemas: Schemas) -> JsonSchema:
    found = next(
        (
            given.parameter
            for reading in resource.readings
            for given in path_inputs(reading, schemas)
            if given.name == name
        ),
        None,
    )
    return schemas.resolve(found.schema) if found else {"type": "string"}
