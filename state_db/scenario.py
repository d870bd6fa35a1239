"""Scenarios: the rows with which an environment begins.

"seed", "empty"                                   what the server folder brings, and hardly anything
{"shop": {"orders": [row, …]}}                    these rows and no others
{"$merge": "seed", "shop": {"orders": [row, …]}}   put into the seed: a row whose key is there changes what it names
{"$replace": "seed", "shop": {"orders": [row, …]}} instead of the seed's rows in the tables that are named
"""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from state_db.complaints import shown
from state_db.errors import StateError

Json = Any
Scenario = str | Mapping[str, Json]
# The same, as JSON brings it.
ScenarioForm = str | dict[str, str | dict[str, list[dict[str, Any]]]]
Rows = Mapping[str, Sequence[Mapping[str, Json]]]

NAMED = ("seed", "empty")
MERGE, REPLACE = "$merge", "$replace"
FORMS = 'It is "seed", "empty", or rows by server and table, with "$merge" or "$replace" over one of the two.'


@dataclass(frozen=True, slots=True)
class Beginning:
    """The rows that one server begins with: those of the scenario ``over`` ("": none) and its own by table.

    ``how`` tells what becomes of rows that are there: of those with the same key, or of all in the same table.
    """

    over: Literal["", "seed", "empty"]
    rows: Rows
    how: Literal["merge", "replace"] = "merge"


def beginnings(scenario: Scenario, servers: Sequence[str]) -> dict[str, Beginning]:
    """Return the beginning of each server. Raises: StateError for what is no scenario of these servers."""
    if isinstance(scenario, str):
        return dict.fromkeys(servers, Beginning(_named(scenario, "scenario"), {}))
    if not isinstance(scenario, Mapping):
        raise StateError(f"{shown(scenario)} is no scenario.", where="scenario", next=FORMS)
    over: Literal["", "seed", "empty"] = ""
    how: Literal["merge", "replace"] = "replace" if REPLACE in scenario else "merge"
    if MERGE in scenario and REPLACE in scenario:
        raise StateError(f"It cannot have both {MERGE} and {REPLACE}.", where="scenario")
    for key in (MERGE, REPLACE):
        if key in scenario:
            over = _named(scenario[key], f"scenario#/{key}")
    rows = {name: value for name, value in scenario.items() if name not in (MERGE, REPLACE)}
    for name, tables in rows.items():
        _check(name, tables, servers)
    return {server: Beginning(over, rows.get(server, {}), how) for server in servers}


def of_server(rows: Mapping[str, Json], server: str) -> dict[str, Json]:
    """Return the scenario of one server whose rows stand by table, beside $merge or $replace."""
    over = {name: value for name, value in rows.items() if name in (MERGE, REPLACE)}
    return {**over, server: {name: value for name, value in rows.items() if name not in over}}


def _named(name: Json, where: str) -> Literal["seed", "empty"]:
    if name == "seed":
        return "seed"
    if name == "empty":
        return "empty"
    raise StateError(f"There is no scenario {shown(name)}.", where=where, next=FORMS)


def _check(name: Json, tables: Json, servers: Sequence[str]) -> None:
    if name not in servers:
        close = difflib.get_close_matches(str(name), servers, 1)
        hint = f"Did you mean {close[0]}?" if close else f"There is {', '.join(servers)}."
        raise StateError(f'There is no server "{name}" here.', where="scenario", next=hint)
    if not isinstance(tables, Mapping):
        raise StateError(f"A server's rows stand by table, not {shown(tables)}.", where=f"scenario#/{name}")
