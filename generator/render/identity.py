"""server.json: what the server is, where it came from, and the digests of its files."""

import hashlib
import itertools
import re
from collections.abc import Iterable, Mapping
from importlib.metadata import version

from generator.plan import Json, Plan
from generator.render.interface import unenforced_patterns
from state_db.functions import FUNCTIONS
from state_db.sql import significant

FORMAT = 1

# A word before a bracket or a comment; some that are found are no calls to SQL, but no call is missed.
_WORD = re.compile(r"[a-z_]\w*(?=\s*(?:\(|--|/\*))")
_NAMES = frozenset(FUNCTIONS)

# Files that are not rendered from the plan, or that quote one which is not.
UNLISTED = frozenset({"server.json", "checks.json", "verification.json", "README.md"})


def digest(text: str) -> str:
    """Return the sha256 of the text as UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def functions_of(files: Mapping[str, str]) -> list[str]:
    """Return the versioned names of our SQL functions that the programs use."""
    called: set[str] = set()
    for name, text in files.items():
        if not name.endswith(".sql"):
            continue
        if not _NAMES.intersection(_WORD.findall(text.lower())) - called:
            continue
        found = significant(text)
        for token, following in itertools.pairwise(found):
            if token.kind == "word" and following.text == "(" and token.text.lower() in FUNCTIONS:
                called.add(token.text.lower())
    return sorted({FUNCTIONS[name].stamp for name in called})


def digests(files: Mapping[str, str]) -> dict[str, str]:
    """Return the sha256 of each rendered file that server.json lists."""
    return {name: digest(text) for name, text in sorted(files.items()) if name not in UNLISTED}


def server_json(plan: Plan, files: Mapping[str, str], said: Iterable[str] = ()) -> Json:
    """Return the content of server.json for the other rendered files; ``said`` is to be told of its rows."""
    return {
        "format": FORMAT,
        "name": plan.name,
        "title": plan.title,
        "version": plan.version,
        "source": {"url": plan.source.url, "sha256": plan.source.sha256},
        "engine": plan.engine,
        "fleetwright": version("fleetwright"),
        "clock": {"epoch": plan.epoch},
        "seed": plan.seed,
        "ids": {entity.table: entity.id for entity in plan.entities if entity.id is not None},
        "functions": functions_of(files),
        "files": digests(files),
        "assumptions": [*plan.assumptions, *unenforced_patterns(plan), *said],
    }
