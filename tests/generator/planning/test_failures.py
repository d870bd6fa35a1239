"""Failures: statuses and bodies of errors, as they are declared."""

from typing import Any

from planning.specs import in_path, plan_of, ref, sends, shows, tool_at

Json = Any

TEXT, COUNT = {"type": "string"}, {"type": "integer"}


def answered(schema: Json, media: str = "application/json") -> Json:
    return {"description": "", "content": {media: {"schema": schema}}}


def failures(method: str, **errors: Json) -> Any:
    """Return the failures of an operation on one box that declares these errors, by status."""
    box = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "name": TEXT}}
    declared = {
        status.removeprefix("s"): schema if "content" in schema else answered(schema)
        for status, schema in errors.items()
    }
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


def test_an_error_of_any_media_type_is_json() -> None:
    fault = {"type": "object", "properties": {"message": TEXT}}
    assert failures("delete", default=answered(fault, "*/*"))["not_found"].body == {"message": "$message"}


def test_an_error_shows_the_example_of_an_id_that_it_must_show_and_spells_codes_as_its_example_does() -> None:
    fault = {
        "type": "object",
        "required": ["category", "trace"],
        "properties": {
            "category": TEXT,
            "message": TEXT,
            "trace": {"type": "string", "format": "uuid", "example": "aeb5f871-7f07-4993-9211-075dc63e7cbf"},
        },
        "example": {"category": "VALIDATION_ERROR", "message": "Something is wrong"},
    }
    found = failures("post", default=fault)
    trace = "aeb5f871-7f07-4993-9211-075dc63e7cbf"
    assert found["not_found"].body == {"category": "NOT_FOUND", "message": "$message", "trace": trace}
    assert found["invalid_argument"].body == {"category": "VALIDATION_ERROR", "message": "$message", "trace": trace}


FAILED: Json = {"type": "object", "required": ["ok"], "properties": {"ok": {"type": "boolean", "enum": [False]}}}


def test_a_flag_that_a_call_failed_is_an_error_with_the_choice_that_fits() -> None:
    choices = ["invalid_auth", "channel_not_found", "name_taken", "invalid_arg_name"]
    fault = {**FAILED, "properties": {**FAILED["properties"], "error": {"type": "string", "enum": choices}}}
    found = failures("post", default=fault)
    assert found["not_found"].body == {"ok": False, "error": "channel_not_found"}
    assert found["conflict"].body == {"ok": False, "error": "name_taken"}
    assert found["invalid_argument"].body == {"ok": False, "error": "invalid_arg_name"}


def test_no_choice_that_tells_of_something_else_is_told() -> None:
    fault = {**FAILED, "properties": {**FAILED["properties"], "error": {"enum": ["feature_off", "invalid_auth"]}}}
    assert failures("delete", default=fault)["not_found"].body == {"ok": False, "error": "$code"}


def test_what_an_example_shows_beside_a_flag_that_a_call_failed_is_told() -> None:
    shown = answered(FAILED)
    shown["content"]["application/json"]["example"] = {"ok": False, "error": "invalid_auth"}
    assert failures("delete", default=shown)["not_found"].body == {"ok": False, "error": "$code"}


def test_of_several_errors_that_of_the_failure_is_told_though_all_its_texts_are_fixed() -> None:
    def fault(name: str, message: str) -> Json:
        properties = {"name": {"enum": [name]}, "message": {"enum": [message]}}
        return {"type": "object", "properties": properties}

    denied = fault("AUTHENTICATION_FAILURE", "The header is missing.")
    lost = fault("RESOURCE_NOT_FOUND", "The resource does not exist.")
    body = {"name": "RESOURCE_NOT_FOUND", "message": "The resource does not exist."}
    assert failures("delete", default={"oneOf": [denied, lost]})["not_found"].body == body


def test_a_detail_that_tells_of_another_failure_is_left_out() -> None:
    detail = {"type": "object", "properties": {"issue": {"enum": ["CANNOT_CANCEL_DRAFT"]}}}
    fault = {"type": "object", "properties": {"message": TEXT, "details": {"type": "array", "items": detail}}}
    assert failures("delete", s404=fault)["not_found"].body == {"message": "$message"}


def test_an_error_of_plain_text_is_the_message() -> None:
    plain = {"description": "", "content": {"text/plain": {"schema": TEXT}}}
    box = {"type": "object", "required": ["id"], "properties": {"id": TEXT}}
    look = {"parameters": [in_path("id")], "responses": {**shows(ref("Box")), "404": plain}}
    plan = plan_of({"/boxes/{id}": {"get": look}}, Box=box)
    assert tool_at(plan, "GET /boxes/{id}").failures["not_found"].body == "$message"


def test_the_id_of_an_error_is_no_code_where_another_property_tells_its_kind() -> None:
    fault = {"type": "object", "properties": {"id": TEXT, "name": TEXT, "message": TEXT}}
    assert failures("delete", s404=fault)["not_found"].body == {"name": "$code", "message": "$message"}
    one = {"type": "object", "properties": {"id": TEXT, "message": TEXT}}
    assert failures("delete", s404=one)["not_found"].body == {"id": "$code", "message": "$message"}
    occurred = {**TEXT, "example": "9c40958a-daac-400e-98fb-3bb438567008"}
    shown = {"type": "object", "properties": {"id": occurred, "message": TEXT}}
    assert failures("delete", s404=shown)["not_found"].body == {"message": "$message"}


def test_a_422_that_lists_faults_of_the_arguments_tells_of_nothing_else() -> None:
    fault = {"type": "object", "properties": {"loc": {"type": "array", "items": TEXT}, "msg": TEXT, "type": TEXT}}
    faults = {"type": "object", "properties": {"detail": {"type": "array", "items": fault}}}
    assert failures("post", s422=faults)["conflict"].status == 409
    assert failures("post", s422=faults, s400=TEXT)["conflict"].status == 400
    assert failures("delete", s422=faults, s400=TEXT)["not_found"].status == 400
    assert failures("delete", s422=faults)["not_found"].status == 404
    assert failures("post", s422=TEXT)["conflict"].status == 422
