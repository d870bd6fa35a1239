"""A live service as a recording: the documented examples and the calls of a server's checks, sent to it."""

import json
import socket
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Protocol

import httpx2

from generator.check import Check, CheckStep
from generator.compare.recording import NO_BODY, Exchange, parsed
from generator.errors import RecordingError
from generator.fetch import is_public
from generator.holds import filled
from generator.plan import Plan
from state_db.answer import Answer
from state_db.http import Request, Unwritable, request_of
from state_db.image import Image

Script = tuple[CheckStep, ...]
Sent = tuple[str, str, str, bytes]

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
TIMEOUT_SECONDS = 30.0


class Service(Protocol):
    """Something that answers HTTP requests."""

    origin: str
    base_path: str

    def send(self, request: Request) -> tuple[int, bytes]:
        """Return the status and body of the answer. Raises: RecordingError where there is none."""
        ...


class LiveService:
    """A service behind a URL; redirects are answers like any other. Use it as a context, which closes connections.

    Loopback and private addresses are refused unless ``allow_private``; the address that was looked at is the one that
    is called. Raises: RecordingError.
    """

    def __init__(self, url: str, headers: Mapping[str, str], base_path: str, *, allow_private: bool = False) -> None:
        try:
            self._url = httpx2.URL(url)
        except (httpx2.InvalidURL, ValueError) as error:
            raise RecordingError(f"The URL cannot be read: {error}.", where=url, next="Check the address.") from error
        if self._url.scheme not in ("http", "https") or not self._url.host:
            raise RecordingError("This is no http(s) address.", where=url, next="Name where the service's paths begin.")
        host = self._url.netloc.decode("ascii")
        self._headers = {**headers, "Host": host}
        self._address = _address(self._url, allow_private=allow_private)
        self._client = httpx2.Client(trust_env=False, timeout=TIMEOUT_SECONDS)
        self.origin = f"{self._url.scheme}://{host}"
        self.base_path = self._url.path.rstrip("/") or base_path

    def send(self, request: Request) -> tuple[int, bytes]:
        """Return the status and body of the answer. Raises: RecordingError where there is none."""
        target = self._url.copy_with(host=self._address, raw_path=request.target.encode())
        try:
            response = self._client.request(
                request.method,
                target,
                headers={**request.headers, **self._headers},
                content=request.body,
                extensions={"sni_hostname": self._url.raw_host.decode("ascii")},
            )
        except httpx2.HTTPError as error:
            raise RecordingError(
                f"The service does not answer: {str(error) or type(error).__name__}.",
                where=f"{request.method} {self.origin}{request.target}",
                next="Check that it runs there.",
            ) from error
        return response.status_code, response.content

    def __enter__(self) -> "LiveService":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()


def _address(url: httpx2.URL, *, allow_private: bool) -> str:
    host = url.raw_host.decode("ascii").strip("[]")
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise RecordingError(f"The host {host!r} is not known.", where=str(url), next="Check the address.") from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    private = [address for address in addresses if not is_public(address)]
    if private and not allow_private:
        raise RecordingError(
            f"The host {host!r} has the address {private[0]}, which is not public.",
            where=str(url),
            next="Pass --allow-private if the service is your own.",
        )
    return addresses[0]


@dataclass(frozen=True, slots=True)
class _Sent:
    answer: Answer
    at: str = ""


@dataclass(slots=True)
class _Tape:
    """What was sent so far, no safe request twice while nothing was written in between."""

    exchanges: list[Exchange] = field(default_factory=list)
    known: dict[Sent, Exchange] = field(default_factory=dict)


def recorded(
    service: Service, image: Image, scripts: Sequence[Script], *, writes: bool, most: int
) -> tuple[Exchange, ...]:
    """Return what the service answers to the scripts' calls, at ``most`` so many; what writes only with ``writes``.

    A script ends where a call must not be made, or cannot be written as a request. Raises: RecordingError.
    """
    tape = _Tape()
    for script in scripts:
        calls: list[_Sent] = []
        for step in script:
            request = _request(service, image, step, calls)
            if request is None or (request.method not in SAFE and not writes):
                break
            if len(tape.exchanges) >= most and _key(request) not in tape.known:
                return tuple(tape.exchanges)
            exchange = _exchanged(service, request, tape)
            text = "" if exchange.body == NO_BODY else json.dumps(exchange.body)
            calls.append(_Sent(Answer(exchange.status, text)))
    return tuple(tape.exchanges)


def _request(service: Service, image: Image, step: CheckStep, calls: Sequence[_Sent]) -> Request | None:
    route = image.routes.tools.get(step.tool)
    if route is None:
        return None
    try:
        return request_of(route, filled(step.arguments, calls), service.base_path)
    except Unwritable:
        return None


def _exchanged(service: Service, request: Request, tape: _Tape) -> Exchange:
    known = tape.known.get(_key(request))
    if known is not None:
        return known
    at = datetime.now(UTC).isoformat(timespec="milliseconds")  # a live service's clock is the world's
    status, body = service.send(request)
    exchange = Exchange(service.origin, request, status, parsed(body), at)
    tape.exchanges.append(exchange)
    if request.method in SAFE:
        tape.known[_key(request)] = exchange
    else:
        tape.known.clear()
    return exchange


def _key(request: Request) -> Sent:
    return request.method, request.path, request.query, request.body


def scripts_of(plan: Plan, checks: Sequence[Check]) -> Iterator[Script]:
    """Return the calls that a server can be tried with: the documented examples, then the steps of its checks."""
    for tool in plan.tools:
        for example in tool.examples:
            yield (CheckStep(tool=tool.name, arguments=example.arguments),)
    for check in checks:
        yield check.steps
