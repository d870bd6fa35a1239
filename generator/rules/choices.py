"""Choices: which pattern an operation on an entity has, or the reason why it has none."""

from generator.description import Parameter
from generator.plan import PatternKind
from generator.rules.archiving import archived_by
from generator.rules.batches import batch_of, documented_each, puts_new
from generator.rules.below import below_choice, count_choice, own_names, unknown_answer
from generator.rules.changeable import changeable_states
from generator.rules.choice import Choice, NotModelled
from generator.rules.contents import answers_file, gives_content
from generator.rules.controls import control_of, switched
from generator.rules.deletion import clears_all, deletable_states
from generator.rules.drafts import Draft, Slot
from generator.rules.entities import sent_schema, shows_entity, slot_for_sent
from generator.rules.envelopes import says_only_done
from generator.rules.filters import filter_of
from generator.rules.held import held_of
from generator.rules.marks import marks_as
from generator.rules.members import Membership, membership_of
from generator.rules.memberships import is_membership
from generator.rules.naming import squashed
from generator.rules.own_programs import program_before, program_of
from generator.rules.parts import checks_presence
from generator.rules.patches import is_json_patch, patched
from generator.rules.readings import Reading, is_file, required_names, sent_properties
from generator.rules.references import looked_up, parameter_column, scope_columns
from generator.rules.resources import own_parameters
from generator.rules.searches import is_look_alone
from generator.rules.shelves import asks_for, key_array
from generator.rules.windows import ended_by
from generator.rules.wording import makes_named, may_update, says_look, says_partial
from generator.schema import Schemas


def choice_of(reading: Reading, draft: Draft, literal: str | None, schemas: Schemas) -> Choice:
    """Return what an operation does; ``literal`` is the path behind its item or collection. Raises: NotModelled."""
    if (before := program_before(reading, draft, literal, schemas)) is not None:
        return Choice("custom", program=before)
    try:
        return _patterned(reading, draft, literal, schemas)
    except NotModelled:
        if (program := program_of(reading, draft, literal, schemas)) is None:
            raise
        return Choice("custom", program=program)


def _patterned(reading: Reading, draft: Draft, literal: str | None, schemas: Schemas) -> Choice:
    """Return which of the patterns an operation has. Raises: NotModelled."""
    if (file := _file_choice(reading, draft)) is not None:
        return file
    if (kept := _kept_choice(reading, draft, literal, schemas)) is not None:
        return kept
    if is_membership(reading, draft):
        raise NotModelled("It puts rows into another one or takes them out, and no column is documented to keep that.")
    if literal is not None and (membership := _membership(reading, draft, literal, schemas)) is not None:
        return Choice("update", membership=membership)
    if (reading not in draft.resource.items) and (batch := batch_of(reading, draft, literal, schemas)) is not None:
        return Choice("batch", batch=batch, set=archived_by(reading, draft) if batch.each == "delete" else {})
    if (only := _only_choice(reading, draft, literal, schemas)) is not None:
        return only
    if literal is not None and looked_up(reading, draft) is not None:
        return _lookup_choice(reading, draft, schemas)
    if literal is not None:
        return count_choice(reading, draft, literal, schemas) or below_choice(reading, draft, literal, schemas)
    if reading in draft.resource.items:
        return _item_choice(reading, draft, schemas)
    return _collection_choice(reading, draft, schemas)


def _only_choice(reading: Reading, draft: Draft, literal: str | None, schemas: Schemas) -> Choice | None:
    """Return what is done with the one thing of its kind, or with a part of which a thing has one; else None."""
    if draft.resource.singleton:
        return _singleton_choice(reading, draft, literal, schemas)
    return _part_choice(reading, draft, schemas) if draft.resource.part and reading.method in ("PUT", "POST") else None


def _file_choice(reading: Reading, draft: Draft) -> Choice | None:
    """Return what is done with the bytes of a file, None where none are sent or given. Raises: NotModelled."""
    if is_file(reading.operation.body):
        if not draft.content or reading not in (*draft.resource.items, *draft.resource.many):
            raise NotModelled("It takes the bytes of a file, and nothing documented gives them back.")
        if documented_each(reading) == "update" or (reading.method == "PATCH"):
            return Choice("update", file=True)
        return Choice("create", file=True)
    if answers_file(reading):
        kept = draft.content and gives_content(reading, draft.resource)
        media = reading.response.media_type if reading.response else ""
        if not kept and gives_content(reading, draft.resource):
            raise NotModelled(f"Its answer is a file ({media}) whose bytes no documented operation plainly sends.")
        if not kept:
            raise NotModelled(f"Its answer is a file that the service makes ({media}), and nothing kept holds it.")
        return Choice("singleton" if draft.resource.singleton else "get", file=True)
    return None


def _kept_choice(reading: Reading, draft: Draft, literal: str | None, schemas: Schemas) -> Choice | None:
    """Return what is done with things of another kind that rows hold, or whose keys a shelf holds; None for others."""
    if literal is None and (held := held_of(reading, draft, schemas)) is not None:
        return Choice("custom", held=held)
    if (marks := marks_as(reading, draft, literal)) is not None:
        return Choice("create" if literal is None else "delete", controls=marks, control=True)
    return _shelf_choice(reading, literal, schemas) if draft.shelf else None


def _shelf_choice(reading: Reading, literal: str | None, schemas: Schemas) -> Choice | None:
    """Return what is done with the keys that a shelf holds; None for what takes no keys, as its list."""
    if key_array(reading, schemas) is None:
        return None
    if literal is None and reading.method in ("PUT", "POST"):
        return Choice("link", shelf=True)
    if literal is None and reading.method == "DELETE":
        return Choice("unlink", shelf=True)
    return Choice("custom", shelf=True) if asks_for(reading, literal) else None


def _membership(reading: Reading, draft: Draft, literal: str, schemas: Schemas) -> Membership | None:
    """Return how an action behind an item changes one of its arrays: before all else, for its array is no batch."""
    if reading.method == "GET" or not set(reading.path.parameters) & own_names(draft):
        return None
    return membership_of(reading, draft, literal, schemas)


def _singleton_choice(reading: Reading, draft: Draft, literal: str | None, schemas: Schemas) -> Choice:
    if literal is not None:
        return _control_choice(reading, draft, literal, schemas)
    has_read = any(
        other.method == "GET" and other.shape.row is not None and not says_only_done(other.shape.row, schemas)
        for other in draft.resource.readings
    )
    if reading.method == "GET" and reading.shape.row is not None and says_only_done(reading.shape.row, schemas):
        raise NotModelled("Its answer only tells that the call went through.")
    if reading.method == "GET" and reading.shape.kind == "row":
        return Choice("singleton")
    if reading.method in ("PUT", "PATCH") and has_read and reading.body is not None:
        return Choice("singleton")
    if reading.method == "POST" and has_read and reading.body is not None and shows_entity(reading, draft, schemas):
        return Choice("singleton")
    if reading.method == "GET":
        raise NotModelled(unknown_answer(reading))
    raise NotModelled("No documented read shows what it changes.")


def _control_choice(reading: Reading, draft: Draft, literal: str, schemas: Schemas) -> Choice:
    """What is below the one thing of its kind sets a state or a flag of it, or what its inputs name."""
    sets, controls = switched(literal, draft), control_of(reading, draft, literal, schemas)
    if controls is None or not (sets or controls):
        raise NotModelled(f"No documented property shows what {literal} changes.")
    return Choice("singleton", set=sets, controls=controls, control=True)


def _part_choice(reading: Reading, draft: Draft, schemas: Schemas) -> Choice:
    """A part that a thing is given: a POST gives it its first, a PUT changes that, or gives it one where no POST does.

    It is given where the call alone tells all that there is to know, as well.
    """
    given_by_post = any(other.method == "POST" for other in draft.resource.items)
    if is_json_patch(reading, schemas) and patched(reading, draft, schemas):
        return Choice("custom", patch=True)
    if reading.body_items is not None:
        raise NotModelled("Its body is a list of changes whose meaning is not documented as columns.")
    if reading.method == "POST":
        return Choice("create")
    return Choice("update" if given_by_post else "upsert")


def _item_choice(reading: Reading, draft: Draft, schemas: Schemas) -> Choice:
    if reading.method == "GET":
        return _item_look(reading, draft, schemas)
    if reading.method == "DELETE":
        marks = ended_by(reading, draft, schemas) or archived_by(reading, draft)
        return Choice("delete", set=marks, only_from=deletable_states(reading, draft))
    if _makes_row(reading, draft) and not draft.resource.linking:
        return Choice("create")
    if is_json_patch(reading, schemas) and patched(reading, draft, schemas):
        return Choice("custom", patch=True, only_from=changeable_states(reading, draft))
    if reading.body_items is not None:
        raise NotModelled("Its body is a list of changes whose meaning is not documented as columns.")
    if not sent_properties(reading, schemas) and not _value_parameters(reading, draft, schemas):
        if _links(reading, draft):
            return Choice("link")
        raise NotModelled("It sends nothing that a column keeps.")
    if reading.method == "PUT":
        pattern = _put_pattern(reading, draft, schemas)
        return Choice(pattern, only_from={} if pattern == "upsert" else changeable_states(reading, draft))
    if any(
        each.method == "GET" and each.path == reading.path and each.shape.kind == "list"
        for each in draft.resource.items
    ):
        raise NotModelled("Its path names what many rows belong to, and nothing that it sends says which of them.")
    return Choice("update", only_from=changeable_states(reading, draft))


def _makes_row(reading: Reading, draft: Draft) -> bool:
    """Return whether a POST on an item makes a row: the one that its path names, or one behind what that names."""
    if reading.method != "POST":
        return False
    if not _picks_row(reading, draft):
        return reading.body is not None
    return draft.client_key and makes_named(reading)


def _links(reading: Reading, draft: Draft) -> bool:
    """Return whether a call without a body puts one thing to another: its path names both, and it makes the row."""
    if reading.body is not None or reading.method not in ("PUT", "POST"):
        return False
    if draft.resource.linking:
        return True
    checked = any(checks_presence(other) for other in draft.resource.items)
    return (reading.method == "PUT" and len(draft.key) > 1) or ((checked or draft.plain) and draft.client_key)


def _item_look(reading: Reading, draft: Draft, schemas: Schemas) -> Choice:
    if reading.shape.kind == "list" and shows_entity(reading, draft, schemas):
        return Choice("list")
    if checks_presence(reading) and (draft.resource.part or not any(slot.shown for slot in draft.slots.values())):
        return Choice("get")
    if reading.shape.kind != "row" or reading.shape.row is None:
        raise NotModelled(unknown_answer(reading))
    if says_only_done(reading.shape.row, schemas):
        raise NotModelled("Its answer only tells that the call went through.")
    return Choice("get")


def _lookup_choice(reading: Reading, draft: Draft, schemas: Schemas) -> Choice:
    """A path that picks a row by another property than its key: it is looked at, changed or deleted."""
    if reading.method == "GET":
        return _item_look(reading, draft, schemas)
    if reading.method == "DELETE":
        return Choice("delete", only_from=deletable_states(reading, draft))
    if reading.method in ("PUT", "PATCH") and sent_properties(reading, schemas):
        return Choice("update", only_from=changeable_states(reading, draft))
    raise NotModelled("It sends nothing that a column keeps.")


def _picks_row(reading: Reading, draft: Draft) -> bool:
    """Return whether the path ends in the entity's own key: /files/{folderId} names where a new file goes."""
    columns = scope_columns(reading, draft)
    last = reading.path.parameters[-1:]
    return not last or columns.get(last[0]) in draft.key[-1:]


def _put_pattern(reading: Reading, draft: Draft, schemas: Schemas) -> PatternKind:
    """A PUT creates where nothing else does, replaces where it sends all that a creation sends, and else changes."""
    creations = [other for other in draft.resource.many if other.method == "POST" and other.body_items is None]
    if (not creations and draft.client_key) or _answers_created(reading):
        return "upsert"
    if says_partial(reading.operation) or not creations:
        return "update"
    sent = {squashed(name) for name in sent_properties(reading, schemas)}
    created = {squashed(name) for name in sent_properties(creations[0], schemas)}
    needed = {squashed(name) for name in required_names(creations[0].body, schemas)}
    if needed and not needed & {squashed(name) for name in required_names(reading.body, schemas)}:
        return "update"  # what a row cannot be without need not be sent: the rest is kept
    return "replace" if created <= sent or (needed and needed <= sent and len(sent) >= len(created) / 2) else "update"


def _answers_created(reading: Reading) -> bool:
    """Return whether an operation on an item is documented to answer 201: it makes the row that it names."""
    return any(response.status == "201" for response in reading.operation.responses)


def _value_parameters(reading: Reading, draft: Draft, schemas: Schemas) -> list[Parameter]:
    return [
        parameter
        for parameter in reading.operation.parameters
        if parameter.place == "query" and parameter_column(parameter.name, schemas.resolve(parameter.schema), draft)
    ]


def _collection_choice(reading: Reading, draft: Draft, schemas: Schemas) -> Choice:
    kind = reading.shape.kind
    if reading.method == "GET":
        if (kind in ("list", "map") and shows_entity(reading, draft, schemas)) or (kind == "keys" and draft.key):
            return Choice("list")
        raise NotModelled(unknown_answer(reading))
    if reading.method == "POST":
        return _post_choice(reading, draft, schemas)
    if reading.method == "PUT" and puts_new(reading, draft) and sent_properties(reading, schemas):
        return Choice("create")
    if reading.method in ("PUT", "PATCH") and _keyed_by_body(reading, draft, schemas):
        return Choice("update")
    if reading.leaving:
        return _leaving_choice(reading, draft, schemas)
    if reading.method == "DELETE" and _deletes_named(reading, draft, schemas):
        return Choice("delete", only_from=deletable_states(reading, draft))
    if clears_all(reading):
        return Choice("custom", control=True, clears=True)
    raise NotModelled(
        "It deletes many at once." if reading.method == "DELETE" else "It changes the whole collection at once."
    )


def _leaving_choice(reading: Reading, draft: Draft, schemas: Schemas) -> Choice:
    """A row that is taken out of what it joins, by the key of the thing that its body names."""
    schema = schemas.resolve(sent_properties(reading, schemas)[reading.leaving])
    found = filter_of(reading.leaving, schema, str(schema.get("description", "")), draft)
    if found is None or found.test != "eq":
        raise NotModelled(f"No documented property shows which {draft.name} goes.")
    return Choice("custom", controls={reading.leaving: found}, control=True)


def _deletes_named(reading: Reading, draft: Draft, schemas: Schemas) -> bool:
    """Return whether a DELETE of a collection names what goes by columns in its query: all that it must be told."""
    if reading.body is not None:
        return False
    asked = [each for each in reading.operation.parameters if each.place == "query"]
    named = [each for each in asked if parameter_column(each.name, schemas.resolve(each.schema), draft) is not None]
    must = [each for each in asked if each.required]
    return bool(must) and all(each in named for each in must)


def _post_choice(reading: Reading, draft: Draft, schemas: Schemas) -> Choice:
    if reading.body_items is not None:
        raise NotModelled("It creates many at once, from a list.")
    if documented_each(reading) == "update" and _keyed_by_body(reading, draft, schemas):
        return Choice("update")
    if reading.shape.kind == "list" and (is_look_alone(reading) or says_look(reading)):
        return Choice("search")
    if reading.body is None and not _value_parameters(reading, draft, schemas) and reading.shape.kind != "row":
        raise NotModelled("It sends nothing that a column keeps.")
    if _shows_nothing_sent(reading, draft, schemas):
        raise NotModelled(f"No documented property shows what a new {draft.name} is made of.")
    return Choice("upsert" if may_update(reading) and _keyed_by_body(reading, draft, schemas) else "create")


def _shows_nothing_sent(reading: Reading, draft: Draft, schemas: Schemas) -> bool:
    """Return whether no answer shows anything of what is sent but keys of other things: such a row says nothing."""
    sent = sent_properties(reading, schemas)
    if not sent or (shows_entity(reading, draft, schemas) and "$row" in str(reading.shape.template)):
        return False
    slots = [slot_for_sent(draft, name, sent_schema(draft, name, schema, schemas)) for name, schema in sent.items()]
    return not any(slot.path and not slot.write_only and not _names_peer(slot, draft) for slot in slots)


def _names_peer(slot: Slot, draft: Draft) -> bool:
    """Return whether a column holds the key of another thing: it refers to one, or is called like what picks one."""
    if slot.references is not None:
        return True
    items = [(peer, each) for peer in draft.peers.values() for each in peer.resource.items]
    pickers = {squashed(own) for peer, each in items for own in own_parameters(each, peer.resource)}
    return slot.name not in draft.key and squashed(slot.path[-1]) in pickers


def _keyed_by_body(reading: Reading, draft: Draft, schemas: Schemas) -> bool:
    key = draft.slots[draft.key[-1]] if draft.key else None
    return key is not None and any(squashed(name) == squashed(key.name) for name in sent_properties(reading, schemas))
