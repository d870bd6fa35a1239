"""However a sound description is damaged, reading, planning and rendering end, with a result or a clear refusal."""

import copy
import json
import time
from pathlib import Path
from typing import Any

import pytest
from documents import NAMES, resource, thing
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.document import Document
from generator.errors import RenderError, SpecError
from generator.formats import read_document
from generator.openapi.text import read_data
from generator.render import render
from generator.rules.planner import plan_from

ROOT = Path(__file__).parents[2]
OWN = sorted((ROOT / "examples").glob("*/openapi.*"))


def postman() -> Any:
    """A collection of two requests with everything that a request may hold."""
    url = {"raw": "{{base}}/books/:id?size=1", "host": ["{{base}}"], "path": ["books", ":id"],
           "query": [{"key": "size", "value": "1", "description": "How many."}],
           "variable": [{"key": "id", "value": "1"}]}  # fmt: skip
    body = {"mode": "raw", "raw": '{"title": "Dust"}', "options": {"raw": {"language": "json"}}}
    form = {"mode": "urlencoded", "urlencoded": [{"key": "text", "value": "Fine"}]}
    saved = {"name": "Fine", "code": 200, "body": '{"id": 1, "title": "Dust"}', "originalRequest": {"body": body}}
    items = [{"name": name, "request": {"method": method, "url": url, "body": sent, "header": []}, "response": [saved]}
             for name, method, sent in (("Get", "GET", None), ("Change", "PATCH", body),
                                          ("Send", "POST", form))]  # fmt: skip
    return {"info": {"name": "Books", "schema": "/collection/v2.1.0/"}, "item": [{"name": "Books", "item": items}],
            "variable": [{"key": "base", "value": "https://books.example/v1"}]}  # fmt: skip


def google() -> Any:
    """A discovery document of one resource."""
    note = {"id": "Note", "type": "object", "properties": {"id": {"type": "string"}, "text": {"type": "string"}}}
    key = {"noteId": {"type": "string", "location": "path", "required": True}}
    methods = {
        "list": {"id": "n.list", "path": "notes", "httpMethod": "GET", "response": {"$ref": "Notes"},
                 "parameters": {"maxResults": {"type": "integer", "location": "query", "default": "5"}}},
        "get": {"id": "n.get", "path": "notes/{noteId}", "httpMethod": "GET", "parameters": key,
                "response": {"$ref": "Note"}},
        "insert": {"id": "n.insert", "path": "notes", "httpMethod": "POST", "request": {"$ref": "Note"},
                   "response": {"$ref": "Note"}},
    }  # fmt: skip
    listed = {"id": "Notes", "type": "object", "properties": {"items": {"type": "array", "items": {"$ref": "Note"}}}}
    return {"discoveryVersion": "v1", "name": "n", "title": "Notes", "rootUrl": "https://n.example/",
            "schemas": {"Note": note, "Notes": listed}, "resources": {"notes": {"methods": methods}}}  # fmt: skip


WHOLE = [
    *(read_data(Document(path.name, path.read_bytes())) for path in OWN),
    resource("x", thing(name={"type": "string", "nullable": True}, state={"type": "string", "enum": ["a", "b"]})),
    postman(),
    google(),
]
JUNK: list[Any] = [
    None, True, False, 0, -1, 1.5, 10**30, 1e300, "", "x", "#/paths", "a" * 3000, [], ["x"], [None], [[]], {}, {"x": 1},
    {"$ref": "#"}, {"$ref": []}, {"$ref": "#/info"}, {"type": []}, {"type": "nope"}, {"enum": []}, {"allOf": [{}]},
    {"x": {"x": {}}}, ["string", "null"], *NAMES[:30],
]  # fmt: skip


def places(value: Any) -> list[tuple[Any, Any]]:
    found, level = [], [value]
    while level:
        keys = [(one, key) for one in level for key in _keys(one)]
        found += keys
        level = [holder[key] for holder, key in keys]
    return found


def _keys(value: Any) -> Any:
    return list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()


def damaged(whole: Any, damages: list[tuple[int, Any, str]]) -> Any:
    data = copy.deepcopy(whole)
    for where, wrong, how in damages:
        found = places(data)
        if not found:
            break
        holder, key = found[where % len(found)]
        other, other_key = found[where * 7 % len(found)]
        if how == "delete" and isinstance(holder, dict):
            del holder[key]
        elif how == "rename" and isinstance(holder, dict):
            holder[str(wrong)[:200]] = holder.pop(key)
        else:
            holder[key] = copy.deepcopy(other[other_key] if how == "swap" else wrong)
    return data


@pytest.mark.parametrize("number", range(len(WHOLE)))
@settings(
    max_examples=25,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    damages=st.lists(
        st.tuples(
            st.integers(0, 100_000), st.sampled_from(JUNK), st.sampled_from(["put", "put", "delete", "rename", "swap"])
        ),
        min_size=1,
        max_size=8,
    )
)
def test_damage_is_survived(number: int, damages: list[tuple[int, Any, str]]) -> None:
    data = json.dumps(damaged(WHOLE[number], damages)).encode()
    begun = time.process_time()
    try:
        plan = plan_from(read_document(Document("damaged.json", data)))
        if plan.tools:
            render(plan)
    except (SpecError, RenderError) as refused:
        assert refused.what and refused.where and refused.next
    assert time.process_time() - begun < 10
