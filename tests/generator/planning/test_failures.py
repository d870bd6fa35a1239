"""Failures: statuses and bodies of errors, as they are declared."""

from typing import Any

from planning.specs import in_path, plan_of, ref, sends, shows, tool_at

Json = Any

TEXT, COUNT = {"type": "string"}, {"type": "integer"}


def answered(schema: Json) -> Json:
    return {"description": "", "content": {"application/json": {"schema": schema}}}


def failures(method: str, **errors: Json) -> Any:
    """Return the failures of an operation on one box that declares these errors, by status."""
    box = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "name": TEXT}}
    declared = {status.removeprefix("s"): answered(schema) for status, schema in errors.items()}
    operation = {"responses": {**shows(ref("Box")), **declared}}
    if method == "post":
        operation["requestBody"] = sends({"type": "object", "properties": {"name": TEXT}})
    paths: Json = {
        "/boxes": {},
        "/boxes/{id}": {"parameters": [in_path("id")], "get": {"responses": shows(ref("Box"))}},
    }
    paths["/boxes" if method == "post" else "/boxes/{id}"][method] = operation
    made = {"requestBody": sends({"type": "object", "properties": {"name": TEXT}}), "responses": shows(ref("Box"))}
    paths["/boxes"].setdefault("post", made)
    plan = plan_of(paths, Box=box)
    return tool_at(plan, f"{method.upper()} /boxes{'' if method == 'post' else '/{id}'}").failures


def test_an_error_shows_all_that_it_must_show() -> None:
    fault = {
        "type": "object",
        "required": ["errno", "error", "kind", "trace"],
        "properties": {"errno": COUNT, "error": TEXT, "kind": {"enum": ["lost"]}, "trace": TEXT, "note": TEXT},
    }
    body = {"errno": "$status", "error": "$message", "kind": "lost", "trace": "$code"}
    assert failures("delete", s404=fault)["not_found"].body == body


def test_an_error_that_is_a_text_is_the_message() -> None:
    assert failures("delete", s404=TEXT)["not_found"].body == "$message"


def test_the_one_error_that_is_declared_stands_for_what_is_missing() -> None:
    assert failures("delete", s500=TEXT)["not_found"].status == 500
    assert failures("delete", s500=TEXT, s403=TEXT)["not_found"].status == 404
    assert failures("delete", s500=TEXT, s503=TEXT)["not_found"].status == 404


def test_arguments_that_do_not_fit_are_unprocessable_where_that_is_declared() -> None:
    assert failures("post", s400=TEXT, s422=TEXT)["invalid_argument"].status == 422
    assert failures("post", s400=TEXT)["invalid_argument"].status == 400
