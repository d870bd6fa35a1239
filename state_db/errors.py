"""The one tree of errors that Fleetwright raises on purpose.

    FleetError                 what, where and what next; the commands print it and exit with 2
    ├── StateError             a server folder, scenario, snapshot or state file that cannot be used
    │   └── ProgramError       a program that cannot be parsed, linted or prepared
    ├── DocsError              a source that cannot be fetched, or holds no description       (generator)
    ├── SpecError              a description that cannot be read                              (generator)
    ├── RenderError            a plan that cannot be rendered, or a folder changed by hand    (generator)
    ├── VerificationError      checks that cannot be run at all                               (generator)
    ├── ModelError             a model that cannot be asked, or a budget that is spent        (generator)
    ├── RecordingError         a recording or a live service that nothing can be compared with (generator)
    └── EpisodeError           an episode that could not be played                            (client)

A documented failure of a served call is none of these: it is an ``Answer`` whose ``error`` is one of ``ErrorCode``.
"""

from typing import Literal, get_args

ErrorCode = Literal[
    "not_found",
    "invalid_argument",
    "conflict",
    "failed_precondition",
    "permission_denied",
    "unauthenticated",
    "rate_limited",
    "unimplemented",
]
ERROR_CODES: tuple[ErrorCode, ...] = get_args(ErrorCode)

# Faults that only an injection makes: no program and no documentation has them.
FaultCode = Literal["internal", "unavailable", "timed_out"]

# What HTTP uses for each code where the documentation declares nothing (RFC 9110 and RFC 6585).
DEFAULT_STATUS: dict[ErrorCode, int] = {
    "not_found": 404,
    "invalid_argument": 400,
    "conflict": 409,
    "failed_precondition": 409,
    "permission_denied": 403,
    "unauthenticated": 401,
    "rate_limited": 429,
    "unimplemented": 501,
}


class FleetError(Exception):
    """Something a person can mend: ``what`` went wrong, ``where`` it stands, and what to do ``next``."""

    def __init__(self, what: str, *, where: str = "", next: str = "") -> None:
        self.what = what
        self.where = where
        self.next = next
        super().__init__(str(self))

    def __str__(self) -> str:
        said = f"{self.where}: {self.what}" if self.where else self.what
        return f"{said} {self.next}" if self.next else said


class StateError(FleetError):
    """A server folder, scenario, snapshot or state file that cannot be used."""


class ProgramError(StateError):
    """A program that cannot be parsed, linted or prepared; ``where`` is ``programs/NAME.sql:LINE``."""
