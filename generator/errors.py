"""Errors of reading, planning, rendering and verifying; the tree is drawn in ``state_db.errors``."""

from collections.abc import Mapping

from state_db.errors import FleetError


class DocsError(FleetError):
    """A source that cannot be fetched, or that holds no description; ``where`` is its URL or path."""


class Unreachable(DocsError):
    """A source whose host cannot or must not be asked, or is too busy: asking it for another address is no use."""


class SpecError(FleetError):
    """A description that cannot be read; ``where`` is the file and a JSON pointer into it."""


class NothingModelled(SpecError):
    """A description that was read, and of which no operation can be modelled; ``unmodelled`` tells each, and why."""

    def __init__(self, what: str, *, where: str, next: str, unmodelled: Mapping[str, str]) -> None:
        super().__init__(what, where=where, next=next)
        self.unmodelled = unmodelled


class RenderError(FleetError):
    """A plan that cannot be rendered, or a server folder that was changed by hand.

    ``more`` are other faults of the same plan, where they were found in one go.
    """

    more: "tuple[RenderError, ...]" = ()


class VerificationError(FleetError):
    """Checks that cannot be run at all (a check that fails is a result, not an error)."""


class RecordingError(FleetError):
    """A recording, or a live service, that a server cannot be compared with."""


class ModelError(FleetError):
    """A model that cannot be asked: no endpoint, no answer after all attempts, or a budget that is spent."""
