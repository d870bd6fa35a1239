"""Wholes below: operations behind a thing or a collection whose literal only says in another way what it is about.

``GET /templates/{scope}/{key}/schema`` shows the template itself, ``DELETE`` there deletes it, and ``POST
/templates/schema`` or ``/users/invite_user`` makes one.
"""

from generator.rules.drafts import Draft
from generator.rules.entities import kept_names, shows_entity
from generator.rules.naming import squashed, words
from generator.rules.readings import Reading, required_names, sent_properties
from generator.rules.references import scope_columns
from generator.rules.resources import own_parameters
from generator.rules.verbs import is_action
from generator.schema import Schemas

_MAKES = frozenset("create add new register invite".split())
_CHANGES = frozenset("change update edit modify set".split())
_DELETES = frozenset("delete deletes remove removes".split())


def shows_whole(reading: Reading, draft: Draft, literal: str, schemas: Schemas) -> bool:
    """Return whether a look behind a thing shows that thing: its answer has the very schema of the thing's own rows."""
    if is_action(literal) or "/" in literal or not own_parameters(reading, draft.resource):
        return False
    picked = scope_columns(reading, draft)
    shown = all(draft.slots[picked[name]].path for name in own_parameters(reading, draft.resource) if name in picked)
    return shown and reading.row_name(schemas) in _row_names(draft, schemas)


def deletes_whole(reading: Reading, draft: Draft, schemas: Schemas) -> bool:
    """Return whether a deletion behind a thing deletes the thing: a look there shows it, and the summary says so."""
    if reading.method != "DELETE" or reading.body is not None:
        return False
    looks = [each for _, each in draft.resource.below if each.method == "GET" and each.path.shape == reading.path.shape]
    said = words(reading.operation.summary)
    named = set(draft.name.split("_")) <= set(said)
    own = any(shows_whole(each, draft, each.path.segments[-1].text, schemas) for each in looks)
    return own and named and bool(_DELETES & set(said[:1]))


def makes_below(reading: Reading, draft: Draft, literal: str, schemas: Schemas) -> bool:
    """Return whether a POST below a collection makes a row: it answers with it, and sends mostly what it shows."""
    if not _posts_one(reading, draft):
        return False
    parts = words(literal)
    makes = parts[:1] and parts[0] in _MAKES and "_".join(parts[1:]) in ("", draft.name, draft.name.split("_")[-1])
    if "/" in literal or (is_action(literal) and not makes) or reading.path.verb:
        return False
    sent = sent_properties(reading, schemas)
    if draft.key and any(squashed(name) == squashed(draft.key[-1]) for name in sent):
        return False
    kept = kept_names(reading, draft, schemas)
    answered = _answers_row(reading, draft, schemas) and shows_entity(reading, draft, schemas)
    return answered and 2 * len(kept) >= len(sent) > 0


def changes_below(reading: Reading, draft: Draft, literal: str, schemas: Schemas) -> bool:
    """Return whether a POST below a collection changes the row whose key its body names, and answers with it."""
    if not _posts_one(reading, draft):
        return False
    sent, key = sent_properties(reading, schemas), draft.key[-1] if draft.key else ""
    needed = {squashed(name) for name in required_names(reading.body, schemas)}
    changes = (words(literal) or [""])[0] in _CHANGES and "/" not in literal
    kept = kept_names(reading, draft, schemas)
    answered = _answers_row(reading, draft, schemas)
    return changes and answered and squashed(key) in needed and len(kept) == len(sent) > 1


def _posts_one(reading: Reading, draft: Draft) -> bool:
    """Return whether a call sends one thing to the collection, or below it where no row is picked."""
    return reading.method == "POST" and not own_parameters(reading, draft.resource) and reading.body_items is None


def _answers_row(reading: Reading, draft: Draft, schemas: Schemas) -> bool:
    """Return whether a call answers with what a look at one of the entity's rows shows."""
    return reading.shape.kind == "row" and reading.row_name(schemas) in _row_names(draft, schemas)


def _row_names(draft: Draft, schemas: Schemas) -> set[str]:
    looks = [each for each in draft.resource.items if each.method == "GET" and each.shape.kind == "row"]
    return {name for each in looks if (name := each.row_name(schemas)) is not None}
