"""Partial changes: operations that may name only what they change, whatever the schema of their body requires."""

from generator.rules.drafts import Draft
from generator.rules.readings import Reading
from generator.rules.wording import says_partial
from generator.schema import Schemas


def may_leave_out(reading: Reading, draft: Draft, schemas: Schemas) -> bool:
    """Return whether a change may leave out what its body's schema requires.

    A body that is not declared to be required may be left out, but whoever changes something sends one: there the words
    of the operation decide. A PATCH is partial (RFC 5789, section 2) where its body has the schema of the rows that
    answers show, or that of the PUT beside it: these tell what whole rows have.
    """
    body = reading.operation.body
    if reading.method == "POST" or body is None:
        return False
    if not body.required and says_partial(reading.operation):
        return True
    return reading.operation.method == "PATCH" and _is_of_whole_rows(reading, draft, schemas)


def _is_of_whole_rows(reading: Reading, draft: Draft, schemas: Schemas) -> bool:
    sent = schemas.name(reading.body) if reading.body is not None else None
    replaced = {
        schemas.name(each.body)
        for each in draft.resource.readings
        if each.operation.method == "PUT" and each.body is not None and each.path.shape == reading.path.shape
    }
    return sent is not None and (sent == reading.row_name(schemas) or sent in replaced)
