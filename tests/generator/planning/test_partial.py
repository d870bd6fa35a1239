"""Partial changes: what a PATCH may leave out though the schema of its body requires it."""

from typing import Any

import pytest

from planning.specs import in_path, listing, plan_of, ref, sends, shows, tool_at

Json = Any
PROPERTIES: Json = {
    "id": {"type": "integer", "readOnly": True},
    "label": {"type": "string"},
    "size": {"type": "integer"},
}
LABELLED: Json = {"type": "object", "properties": PROPERTIES, "required": ["label"]}


def required(method: str, sent: str, beside: Json) -> bool:
    """Whether the label must be named by a change that is sent this schema."""
    change = {"requestBody": sends(ref(sent)), "responses": shows(ref("Jar"))}
    paths = {
        "/jars": {
            "get": listing(ref("Jar")),
            "post": {"requestBody": sends(ref("NewJar")), "responses": shows(ref("Jar"), "201")},
        },
        "/jars/{jarId}": {
            "parameters": [in_path("jarId", "integer")],
            "get": {"responses": shows(ref("Jar"))},
            **beside,
            method.lower(): change,
        },
    }
    plan = plan_of(paths, Jar=LABELLED, NewJar=LABELLED, JarChange=LABELLED)
    return tool_at(plan, f"{method} /jars/{{jarId}}").argument("label").required


PUT: Json = {"put": {"requestBody": sends(ref("NewJar")), "responses": shows(ref("Jar"))}}


@pytest.mark.parametrize(
    ("method", "sent", "beside", "must"),
    [
        ("PATCH", "Jar", {}, False),
        ("PATCH", "NewJar", PUT, False),
        ("PATCH", "JarChange", PUT, True),
        ("PATCH", "NewJar", {}, True),
        ("PUT", "Jar", {}, True),
    ],
    ids=["the row's own", "that of the PUT beside it", "one for changes", "that of new rows", "a replacement"],
)
def test_a_patch_may_leave_out_what_the_schema_of_whole_rows_requires(
    method: str, sent: str, beside: Json, must: bool
) -> None:
    assert required(method, sent, beside) is must
