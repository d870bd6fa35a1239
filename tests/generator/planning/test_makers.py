"""Makers: rows show who made them."""

from typing import Any

from planning.specs import in_path, plan_of, ref, sends, shows

Json = Any

TEXT = {"type": "string"}
PEOPLE = {"type": "array", "items": TEXT}


def plan_with(**properties: Json) -> Any:
    sheet = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "name": TEXT, **properties}}
    sent = {
        "type": "object",
        "properties": {"name": TEXT, **{k: v for k, v in properties.items() if k == "permissions"}},
    }
    paths = {
        "/sheets": {"post": {"requestBody": sends(sent), "responses": shows(ref("Sheet"), "201")}},
        "/sheets/{id}": {"parameters": [in_path("id")], "get": {"responses": shows(ref("Sheet"))}},
    }
    return plan_of(paths, Sheet=sheet)


def made(plan: Any, name: str) -> tuple[str | None, str]:
    column = plan.entity("sheet").column(name)
    return column.made, column.template


def test_who_made_a_row_is_who_acts() -> None:
    assert made(plan_with(created_by=TEXT), "created_by") == ("caller", "")
    assert made(plan_with(author=TEXT), "author") == ("caller", "")
    assert made(plan_with(author={**TEXT, "format": "email"}), "author") == (None, "")
    assert made(plan_with(approved_by=TEXT), "approved_by") == (None, "")


def test_who_makes_a_row_stands_among_those_who_may_change_it() -> None:
    plan = plan_with(permissions={"type": "object", "properties": {"read": PEOPLE, "write": PEOPLE}})
    assert made(plan, "permissions") == ("caller", "write")
    assert plan.assumptions == ("Who makes a sheet stands in its sheet.permissions.write where none is given.",)
    others = {"type": "object", "properties": {"read": PEOPLE, "colour": PEOPLE}}
    assert made(plan_with(permissions=others), "permissions") == (None, "")
    readers = {"type": "object", "properties": {"read": PEOPLE}}
    assert made(plan_with(permissions=readers), "permissions") == (None, "")
