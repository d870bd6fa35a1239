"""What a gateway tells of itself: one log line and some counters for each request, never what was said in it.

Logs are JSON, one object a line. Arguments and answers are logged only where that is asked for.
"""

import json
import logging
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, Literal

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from state_db.serve.limits import Level

Json = Any
SCOPE_KEY = "fleetwright.entry"
LONGEST_PAYLOAD = 2000
# Of an environment's id only this much is logged: who has the whole of it can use the environment.
SHOWN_OF_ID = 8
SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

logger = logging.getLogger("fleetwright")


@dataclass(slots=True)
class Entry:
    """What is noted of one request while it is answered."""

    kind: str = "other"
    environment: str = ""
    server: str = ""
    tool: str = ""
    outcome: str = ""
    status: int = 0
    arguments: Json = None
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Called:
    """One call: of which server's tool ("" where there is none of this name), how it ended, and how long it took."""

    server: str
    tool: str
    outcome: Literal["ok", "error", "crash"] | str
    seconds: float


def entry_of(scope: Scope) -> Entry | None:
    """Return the entry of a request, where one is kept."""
    entry = scope.get(SCOPE_KEY)
    return entry if isinstance(entry, Entry) else None


class Ledger:
    """The counters of one process, and how much is logged."""

    def __init__(self, level: Level = "info") -> None:
        self._requests_logged = level in ("requests", "payloads")
        self._payloads_logged = level == "payloads"
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)
        requests = Counter(
            "fleetwright_requests", "HTTP requests by what they were for.", ["kind", "status"], registry=self._registry
        )
        calls = Counter(
            "fleetwright_calls", "Tool calls by how they ended.", ["server", "outcome"], registry=self._registry
        )
        seconds = Histogram(
            "fleetwright_call_seconds", "Time of tool calls.", ["server"], buckets=SECONDS, registry=self._registry
        )
        # To find the counter of some labels takes longer than to count.
        self._requests_of, self._calls_of, self._seconds_of = (
            cache(requests.labels),
            cache(calls.labels),
            cache(seconds.labels),
        )
        self._environments = Gauge(
            "fleetwright_environments", "Environments by whether they are in memory.", ["where"],
            registry=self._registry,
        )  # fmt: skip
        self._ended = Counter(
            "fleetwright_environments_expired", "Environments that nobody used for long.", registry=self._registry
        )

    def called(self, entry: Entry | None, call: Called) -> None:
        """Count a call and note it on its request."""
        self._calls_of(call.server, call.outcome).inc()
        self._seconds_of(call.server).observe(call.seconds)
        if entry is not None:
            entry.server, entry.tool, entry.outcome = call.server, call.tool, call.outcome

    def payload(self, entry: Entry | None, arguments: Json, answer: str) -> None:
        """Note what was said, where that is asked for."""
        if self._payloads_logged and entry is not None:
            entry.arguments, entry.answer = arguments, answer[:LONGEST_PAYLOAD]

    def expired(self, count: int) -> None:
        """Count environments that expired."""
        self._ended.inc(count)

    def text(self, awake: int, all_of_them: int) -> bytes:
        """Return the counters as Prometheus reads them."""
        self._environments.labels("memory").set(awake)
        self._environments.labels("asleep").set(all_of_them - awake)
        return bytes(generate_latest(self._registry))

    def finish(self, entry: Entry, method: str, seconds: float) -> None:
        """Count a request that was answered, and log it where that is asked for."""
        self._requests_of(entry.kind, str(entry.status)).inc()
        if self._requests_logged:
            said: dict[str, Json] = {"kind": entry.kind, "method": method, "status": entry.status}
            said["milliseconds"] = round(seconds * 1000, 2)
            said["environment"] = entry.environment[:SHOWN_OF_ID]
            noted = {"server": entry.server, "tool": entry.tool, "outcome": entry.outcome}
            payload = {"arguments": entry.arguments, "answer": entry.answer} if self._payloads_logged else {}
            said |= {name: value for name, value in {**noted, **payload}.items() if value not in ("", None)}
            logger.info("request", extra={"said": said})


class Noting:
    """Keeps an entry of every request that passes."""

    def __init__(self, app: ASGIApp, ledger: Ledger) -> None:
        self._app = app
        self._ledger = ledger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and note how it went."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        entry = scope[SCOPE_KEY] = Entry()

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                entry.status = message["status"]
            await send(message)

        begun = time.perf_counter()
        try:
            await self._app(scope, receive, noted)
        finally:
            self._ledger.finish(entry, scope["method"], time.perf_counter() - begun)


class JsonLines(logging.Formatter):
    """A log record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Json] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "said", {}),
        }
        if record.name != logger.name:
            line["logger"] = record.name
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def log_to_stderr(level: Level) -> None:
    """Send this process's logs to standard error as JSON lines; of other packages' only warnings and errors."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=logging.ERROR if level == "error" else logging.WARNING, force=True)
    logger.setLevel(logging.ERROR if level == "error" else logging.INFO)
