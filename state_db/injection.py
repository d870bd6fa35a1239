"""Injection: faults that a service has and its documentation does not promise, for training agents to live with them.

Rules say what happens to which calls, and a seed which of them it hits: the same calls meet the same faults. Without an
injection, and that is the default, nothing of this ever happens.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from hashlib import blake2b
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from state_db.answer import Answer, error_answer, usual_answer
from state_db.errors import ErrorCode, FaultCode, StateError
from state_db.routes import ErrorRoute

Json = Any
LONGEST_SECONDS = 3600
MOST_RULES = 100
UNAVAILABLE = (502, 503)
TIMED_OUT = (408, 504)


class RuleForm(BaseModel):
    """A part of an injection: frozen, and closed to words it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Chosen(RuleForm):
    """Which calls a rule may hit: those of tools that match one of the globs.

    ``calls`` are numbers of calls of the environment, counted from 0; without them, chance takes a ``share`` of all.
    """

    tools: tuple[str, ...] = ("*",)
    share: float = Field(default=1.0, gt=0, le=1)
    calls: tuple[int, ...] | None = None


class Latency(Chosen):
    """The answer takes ``seconds`` longer."""

    kind: Literal["latency"] = "latency"
    seconds: float = Field(gt=0, le=LONGEST_SECONDS)


class ServerError(Chosen):
    """The service fails with a status of 500 to 599 and does nothing; ``retry_after_seconds`` where it says when."""

    kind: Literal["error"] = "error"
    status: int = Field(default=500, ge=500, le=599)
    retry_after_seconds: int | None = Field(default=None, ge=0, le=LONGEST_SECONDS)


class RateLimit(Chosen):
    """At most ``limit`` calls within ``window_seconds`` of the environment's clock; 429 with Retry-After beyond.

    A ``limit`` of 0 refuses every call that is chosen. The window begins with its first call.
    """

    kind: Literal["rate_limit"] = "rate_limit"
    limit: int = Field(default=0, ge=0)
    window_seconds: int = Field(default=60, ge=1, le=86_400)


class Timeout(Chosen):
    """No answer comes within ``seconds``. With ``done`` the call was made all the same, and only its answer is lost."""

    kind: Literal["timeout"] = "timeout"
    seconds: float = Field(default=30.0, gt=0, le=LONGEST_SECONDS)
    done: bool = False


Rule = Annotated[Latency | ServerError | RateLimit | Timeout, Field(discriminator="kind")]


class Injection(RuleForm):
    """Rules in the order in which they are tried, and the seed of their chance."""

    rules: tuple[Rule, ...] = Field(max_length=MOST_RULES)
    seed: int = 0


_INJECTION: TypeAdapter[Injection] = TypeAdapter(Injection)


def read_injection(value: Json) -> Injection:
    """Return the injection that JSON tells: {"rules": [{"kind": "error", "share": 0.1}], "seed": 7}.

    Raises: StateError.
    """
    try:
        return _INJECTION.validate_python(value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        pointer = "/".join(str(part) for part in first["loc"])
        raise StateError(f"{first['msg']}.", where=f"injection#/{pointer}") from error


@dataclass(frozen=True, slots=True)
class Strike:
    """What is to happen to one call.

    Its answer waits ``wait_seconds``. Without an ``error`` that is all; with one, that is the answer, and only where
    ``done`` is true the call is made nevertheless.
    """

    wait_seconds: float = 0.0
    error: Literal["rate_limited"] | FaultCode | None = None
    status: int = 0
    message: str = ""
    retry_after_seconds: int | None = None
    done: bool = False

    def answer(self, routes: Mapping[ErrorCode, ErrorRoute]) -> Answer:
        """Return the fault as an answer; a limit of rates as the documentation has it, where it has."""
        assert self.error is not None, "a strike without an error has no answer of its own"
        if self.error == "rate_limited":
            found = error_answer(self.error, self.message, routes)
        else:
            found = usual_answer(self.error, self.message, self.status)
        return found.delayed(self.wait_seconds, self.retry_after_seconds)


Windows = Mapping[int, tuple[int, int]]  # by rule: the second at which its window began, and the calls in it


class Injector:
    """An injection at work on one environment. ``windows`` is never changed in place: keep it to go back to it."""

    __slots__ = ("injection", "windows")

    def __init__(self, injection: Injection) -> None:
        self.injection = injection
        self.windows: Windows = {}

    def strike(self, tool: str, number: int, seconds: int) -> Strike:
        """Return what happens to call number ``number`` of the environment, made at this time."""
        wait = 0.0
        for index, rule in enumerate(self.injection.rules):
            if not self._hits(index, rule, tool, number):
                continue
            if isinstance(rule, Latency):
                wait += rule.seconds
            elif isinstance(rule, ServerError):
                return _failed(rule, wait)
            elif isinstance(rule, Timeout):
                return _timed_out(rule, wait)
            else:
                left = self._refused_for(index, rule, seconds)
                if left is not None:
                    return _limited(left, wait)
        return Strike(wait)

    def _hits(self, index: int, rule: Chosen, tool: str, number: int) -> bool:
        if not any(fnmatchcase(tool, glob) for glob in rule.tools):
            return False
        if rule.calls is not None:
            return number in rule.calls
        return rule.share >= 1 or _chance(self.injection.seed, index, number) < rule.share

    def _refused_for(self, index: int, rule: RateLimit, seconds: int) -> int | None:
        """Count the call; return how many seconds are left of the window if that is full."""
        begun, count = self.windows.get(index, (seconds, 0))
        if not begun <= seconds < begun + rule.window_seconds:
            begun, count = seconds, 0
        if count >= rule.limit:
            self.windows = {**self.windows, index: (begun, count)}
            return begun + rule.window_seconds - seconds
        self.windows = {**self.windows, index: (begun, count + 1)}
        return None


def _chance(seed: int, index: int, number: int) -> float:
    digest = blake2b(f"{seed}/{index}/{number}".encode(), digest_size=8, person=b"injection").digest()
    return int.from_bytes(digest, "big") / 2**64


def _failed(rule: ServerError, wait: float) -> Strike:
    code: FaultCode = (
        "unavailable" if rule.status in UNAVAILABLE else "timed_out" if rule.status in TIMED_OUT else "internal"
    )
    again = "" if rule.retry_after_seconds is None else f" Try again in {rule.retry_after_seconds} seconds."
    return Strike(wait, code, rule.status, f"The service failed.{again}", rule.retry_after_seconds)


def _timed_out(rule: Timeout, wait: float) -> Strike:
    said = f"No answer came within {rule.seconds:g} seconds; the request may or may not have been carried out."
    return Strike(wait + rule.seconds, "timed_out", 504, said, done=rule.done)


def _limited(left: int, wait: float) -> Strike:
    return Strike(wait, "rate_limited", 429, f"Too many requests. Try again in {left} seconds.", left)
