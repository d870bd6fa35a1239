"""Errors of the harness; the tree is drawn in ``state_db.errors``."""

from state_db.errors import FleetError


class EpisodeError(FleetError):
    """An episode that could not be played: no server, no such agent, an endpoint that never answered."""


class Unsuitable(FleetError):
    """A chain, value or wording that does not come about here; the sampler catches it and tries another one."""
