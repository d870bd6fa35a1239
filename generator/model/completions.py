"""Completions kept in SQLite by the whole request, so that nothing is asked twice and a run can be replayed."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.errors import ModelError

Request = Mapping[str, Any]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS completions (
  key TEXT PRIMARY KEY, request TEXT NOT NULL, text TEXT NOT NULL, refusal TEXT NOT NULL, finish TEXT NOT NULL,
  sent INTEGER NOT NULL, answered INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS rungs (model TEXT PRIMARY KEY, rung INTEGER NOT NULL) STRICT;
"""
BUSY_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model answered to one request, and the tokens that it took."""

    text: str
    refusal: str = ""
    finish: str = "stop"
    sent: int = 0
    answered: int = 0


def request_key(request: Request) -> str:
    """Return the digest of the whole request; the endpoint's address is no part of it, as a replay has another."""
    return hashlib.sha256(json.dumps(request, sort_keys=True, ensure_ascii=False).encode("utf-8")).hexdigest()


class Completions:
    """The cache: one SQLite file, each completion written at once, shared by all processes that are at work."""

    def __init__(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
            self._database.executescript(_SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise ModelError(
                f"The cache of completions cannot be opened: {error}.",
                where=str(path),
                next="Give another --cache FILE.",
            ) from error

    def find(self, request: Request) -> Completion | None:
        """Return what was answered to the request, None where it was never asked."""
        row = self._database.execute(
            "SELECT text, refusal, finish, sent, answered FROM completions WHERE key = ?", (request_key(request),)
        ).fetchone()
        return None if row is None else Completion(*row)

    def keep(self, request: Request, completion: Completion) -> None:
        """Keep an answer; the first one stays."""
        text = json.dumps(request, sort_keys=True, ensure_ascii=False)
        self._database.execute(
            "INSERT OR IGNORE INTO completions VALUES (?, ?, ?, ?, ?, ?, ?)",
            (request_key(request), text, completion.text, completion.refusal, completion.finish,
             completion.sent, completion.answered),
        )  # fmt: skip

    def rung(self, model: str) -> int:
        """Return the first way of asking for JSON that the model's endpoint is known to take, by number."""
        row = self._database.execute("SELECT rung FROM rungs WHERE model = ?", (model,)).fetchone()
        return 0 if row is None else int(row[0])

    def set_rung(self, model: str, rung: int) -> None:
        """Keep that the endpoint takes no way of asking for JSON before this one."""
        self._database.execute("INSERT OR REPLACE INTO rungs VALUES (?, ?)", (model, rung))

    def lines(self) -> Iterator[str]:
        """Yield every completion as a line of JSON, in the order of their keys: the cache as a file to compare."""
        rows = self._database.execute(
            "SELECT request, text, refusal, finish, sent, answered FROM completions ORDER BY key"
        )
        for request, *rest in rows:
            yield json.dumps([json.loads(request), *rest], ensure_ascii=False, sort_keys=True)
        for rung in self._database.execute("SELECT model, rung FROM rungs ORDER BY model"):
            yield json.dumps(rung, ensure_ascii=False)

    def read_lines(self, lines: Iterator[str]) -> None:
        """Take what ``lines`` gave."""
        for line in lines:
            first, *rest = json.loads(line)
            if isinstance(first, str):
                self.set_rung(first, rest[0])
            else:
                self.keep(first, Completion(*rest))

    def close(self) -> None:
        """Close the file."""
        self._database.close()
