"""Checks that passed before, and need not run again on an image in which nothing that they touch is different.

A server of a thousand operations is mended in rounds, each of which takes away a few tools: what all other checks do
stays the same, as long as the tables and the rows do.
"""

import hashlib
import json
from typing import Any

from generator.check import Check
from state_db.image import Image

# What the whole of a server hangs on, besides the tools that a check calls.
_COMMON = ("schema.sql", "seed.json")
_SERVER = ("clock", "seed", "ids")


class KnownPasses:
    """The checks that passed, with the tools of which a call went through then."""

    def __init__(self) -> None:
        self._passed: dict[str, frozenset[str]] = {}
        # Rows by identity, kept so that no others can have it.
        self._rows: dict[int, tuple[Any, str]] = {}

    def on(self, image: Image) -> "PassesOn":
        """Return what is known of checks on this image."""
        return PassesOn(image, self._passed, self._rows)


class PassesOn:
    """What is known of checks on one image."""

    def __init__(self, image: Image, passed: dict[str, frozenset[str]], rows: dict[int, tuple[Any, str]]) -> None:
        self._passed, self._rows = passed, rows
        server = json.loads(image.texts["server.json"])
        fragments = {name: text for name, text in image.texts.items() if name.startswith("programs/_")}
        common = [image.texts[name] for name in _COMMON] + [server.get(name) for name in _SERVER]
        self._common = _digest([*common, fragments])
        self._tools = _by_name(image)
        self._sought: tuple[Check, str] | None = None

    def found(self, check: Check) -> frozenset[str] | None:
        """Return the tools of which the check's calls went through when it passed; None where it is not known to."""
        return self._passed.get(self._key(check))

    def keep(self, check: Check, answered: frozenset[str]) -> None:
        """Remember that the check passed, and which tools' calls went through."""
        self._passed[self._key(check)] = answered

    def _key(self, check: Check) -> str:
        """Return what the check hangs on; who did not find a check runs it, and keeps the same one."""
        if self._sought is None or self._sought[0] is not check:
            self._sought = check, self._made_key(check)
        return self._sought[1]

    def _made_key(self, check: Check) -> str:
        tools = [self._tools.get(name, "") for name in sorted(check.tools)]
        return _digest([self._common, tools, check.model_dump_json(exclude={"name"}), self._rows_digest(check)])

    def _rows_digest(self, check: Check) -> str:
        if check.rows is None:
            return ""
        if id(check.rows) not in self._rows:
            self._rows[id(check.rows)] = check.rows, _digest(check.rows)
        return self._rows[id(check.rows)][1]


def _by_name(image: Image) -> dict[str, str]:
    """Return the digest of what makes each tool: its program, what agents are told of it, and its route."""
    told = {tool["name"]: tool for tool in json.loads(image.texts["tools.json"])["tools"]}
    routes = json.loads(image.texts["routes.json"])["tools"]
    return {
        name: _digest([tool, routes.get(name), image.texts.get(f"programs/{name}.sql")]) for name, tool in told.items()
    }


def _digest(parts: Any) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
