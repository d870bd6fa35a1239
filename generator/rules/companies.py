"""Companies: lists of what a thing takes part in, by the arrays in which rows name who is of their company.

``users.rooms`` that is asked for a ``user`` lists the rooms whose ``members`` hold it.
"""

from generator.plan import Filter
from generator.rules.drafts import Draft
from generator.rules.members import COMPANY
from generator.rules.naming import singular_name, squashed
from generator.rules.paths import owner_names
from generator.rules.readings import Reading


def company_of(reading: Reading, draft: Draft, literal: str) -> dict[str, Filter] | None:
    """Return by name the input of a list that names whose company its rows are in; None where no array tells that.

    ``literal`` has the names of both behind a collection of rows: ``users.rooms``.
    """
    who, _, what = literal.split("/")[-1].partition(".")
    if not what or reading.shape.kind != "list" or reading.method != "GET" or singular_name(who) not in _MEMBERS:
        return None
    names = {squashed(singular_name(who))}
    asked = [each.name for each in reading.operation.parameters if each.place == "query"]
    naming = [name for name in asked if squashed(owner_names(name)[0]) in names]
    arrays = [slot for name in COMPANY if (slot := draft.slot_at((name,))) is not None and slot.type == "json"]
    if len(naming) != 1 or not arrays or not arrays[0].shown or arrays[0].inside:
        return None
    return {naming[0]: Filter(column=arrays[0].name, test="has")}


_MEMBERS = frozenset({"user", "member", "participant", "attendee", "account", "person"})
