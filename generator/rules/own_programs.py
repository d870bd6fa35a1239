"""Own programs: which operations that no pattern tells of have a program of their own."""

from generator.rules.callers import self_of
from generator.rules.drafts import Draft
from generator.rules.elements import are_elements, with_keyed_elements
from generator.rules.jobs import job_of
from generator.rules.owned import owned_of
from generator.rules.placings import placing_of
from generator.rules.programs import Program
from generator.rules.readings import Reading
from generator.rules.variants import variant_of
from generator.schema import Schemas


def program_before(reading: Reading, draft: Draft, literal: str | None, schemas: Schemas) -> Program | None:
    """Return the program of an operation that would be read as another pattern than it is, None for others."""
    if (owned := owned_of(reading, draft, literal, schemas)) is not None:
        return owned
    if (own := self_of(reading, draft, literal, schemas)) is not None:
        return own
    if literal is not None:
        return variant_of(reading, draft, literal, schemas)
    return with_keyed_elements(reading, draft, schemas) if are_elements(draft, schemas) else None


def program_of(reading: Reading, draft: Draft, literal: str | None, schemas: Schemas) -> Program | None:
    """Return the program of an operation that no pattern tells of, None where no rule knows one."""
    if literal is None:
        return with_keyed_elements(reading, draft, schemas)
    return job_of(reading, draft, literal, schemas) or placing_of(reading, draft, literal, schemas)
