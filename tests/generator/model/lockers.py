"""A documentation in prose, and what a reader of it says: the completions of a whole run."""

import json
from typing import Any

from .endpoints import stage_of

Json = Any

PAGE = """# Lockers API

A gym rents its lockers through `https://api.lockers.example/v1`.

## Add a locker

`POST /lockers` adds a locker. Send `label` (string, required) and `size` (`small` or `large`, required).

```json
{"label": "N-12", "size": "small"}
```

Answers `201`:

```json
{"id": 7, "label": "N-12", "size": "small", "renter": null, "rents": 0}
```

## List lockers

`GET /lockers` lists all lockers. With `size` only those of that size.

```json
{"lockers": [{"id": 7, "label": "N-12", "size": "small", "renter": null, "rents": 0}]}
```

## Get a locker

`GET /lockers/{id}` answers with one locker, or `404`.

```json
{"id": 7, "label": "N-12", "size": "small", "renter": null, "rents": 0}
```

## Rent a locker

`POST /lockers/{id}/rent` rents a locker to the `renter` (string, required) that is sent, and counts it in `rents`.
A locker that is rented already is answered with `409`.

```json
{"renter": "ada"}
```

```json
{"id": 7, "label": "N-12", "size": "small", "renter": "ada", "rents": 1}
```
"""

_LOCKER = '{"id": 7, "label": "N-12", "size": "small", "renter": null'

READING: dict[str, Any] = {
    "base_url": "https://api.lockers.example/v1",
    "operations": [
        {
            "name": "create_locker", "title": "Add a locker", "method": "POST", "path": "/lockers",
            "quotation": "POST /lockers adds a locker.",
            "parameters": [
                {"name": "label", "place": "body", "type": "string", "required": True,
                 "quotation": "Send label (string, required)"},
                {"name": "size", "place": "body", "type": "string", "required": True, "enum": ["small", "large"],
                 "quotation": "size (small or large, required)"},
            ],
            "example": '{"label": "N-12"', "answer": {"status": 201, "object": "Locker", "example": _LOCKER},
        },
        {
            "name": "list_lockers", "method": "GET", "path": "/lockers", "quotation": "GET /lockers lists all lockers.",
            "parameters": [{"name": "size", "place": "query", "type": "string",
                            "quotation": "With size only those of that size."}],
            "answer": {"object": "Locker", "many": True, "at": "/lockers", "example": '{"lockers": [{"id": 7'},
        },
        {
            "name": "get_locker", "method": "GET", "path": "/lockers/{locker_id}",
            "quotation": "GET /lockers/{id} answers with one locker",
            "answer": {"object": "Locker", "example": _LOCKER},
            "errors": [{"status": 404, "code": "not_found", "when": "There is no such locker.", "quotation": "or 404"}],
        },
        {
            "name": "rent_locker", "method": "POST", "path": "/lockers/{locker_id}/rent",
            "quotation": "POST /lockers/{id}/rent rents a locker",
            "parameters": [{"name": "renter", "place": "body", "type": "string", "required": True,
                            "quotation": "rents a locker to the renter (string, required)"}],
            "example": '{"renter": "ada"}',
            "answer": {"status": 200, "object": "Locker",
                       "example": '{"id": 7, "label": "N-12", "size": "small", "renter": "ada"'},
            "errors": [{"status": 409, "code": "conflict", "when": "The locker is rented already.",
                        "quotation": "A locker that is rented already is answered with 409."}],
            "rules": [{"what": "Each rent is counted in rents.", "quotation": "and counts it in rents"}],
        },
    ],
    "objects": [
        {"name": "Locker", "fields": [
            {"name": "size", "type": "string", "enum": ["small", "large"],
             "quotation": "size (small or large, required)"},
            {"name": "renter", "type": "string", "nullable": True, "read_only": True, "quotation": '"renter": null'},
            {"name": "rents", "type": "integer", "read_only": True, "quotation": "counts it in rents"},
        ]},
    ],
}  # fmt: skip

PLANNING: dict[str, Any] = {
    "edits": [
        {"edit": "set_initial", "entity": "locker", "column": "rents", "value": 0,
         "quotation": '"renter": null, "rents": 0'},
        {"edit": "write_program", "operation": "POST /lockers/{locker_id}/rent", "entity": "locker",
         "why": "It counts.", "quotation": "and counts it in rents"},
        {"edit": "assume", "what": "A locker is never given back."},
    ]
}  # fmt: skip

RENT = """-- @let
-- @missing not_found: No locker has the id {locker_id}.
SELECT l.renter AS holder FROM lockers l WHERE l.id = :locker_id;

-- @require conflict: Locker {locker_id} is rented already.
SELECT :holder IS NULL;

-- @run
UPDATE lockers SET renter = :renter, rents = coalesce(rents, 0) + 1 WHERE id = :locker_id;

-- @return 200
SELECT body FROM locker_json WHERE id = :locker_id;
"""

PROGRAMS: dict[str, Any] = {
    "programs": [{"tool": "rent_locker", "sql": RENT, "assumptions": ["A renter may be any text."]}]
}

CHECKS: dict[str, Any] = {
    "checks": [
        {
            "name": "rent_counts", "because": "A rent is counted.", "quotation": "counts it in rents",
            "steps": [
                {"tool": "create_locker", "arguments": {"label": "N-90", "size": "small"}, "status": 201},
                {"tool": "rent_locker", "arguments": {"locker_id": {"$step": 0, "pointer": "/id"}, "renter": "ada"},
                 "holds": [{"at": "/renter", "test": "equals", "value": "ada"},
                           {"at": "/rents", "test": "equals", "value": 1}]},
            ],
        },
        {
            "name": "rent_twice", "because": "It is rented already.",
            "quotation": "A locker that is rented already is answered with 409",
            "steps": [
                {"tool": "create_locker", "arguments": {"label": "N-91", "size": "large"}},
                {"tool": "rent_locker", "arguments": {"locker_id": {"$step": 0, "pointer": "/id"}, "renter": "ada"}},
                {"tool": "rent_locker", "arguments": {"locker_id": {"$step": 0, "pointer": "/id"}, "renter": "bob"},
                 "status": 409, "error": "conflict"},
            ],
        },
    ]
}  # fmt: skip

ANSWERS: dict[str, Any] = {"reading": READING, "planning": PLANNING, "programs": PROGRAMS, "checks": CHECKS}


def answer(body: Json) -> str:
    """What the reader says to a request."""
    return json.dumps(ANSWERS.get(stage_of(body), {}))
