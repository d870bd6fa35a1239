"""Expandable: values that are the key of a thing, or the thing itself in its place."""

from typing import Any

import pytest

from generator.plan import Plan, Reference, Value
from planning.specs import in_path, listing, plan_of, ref, sends, shows, tool_at

Json = Any
KEYED: Json = {"type": "string", "format": "uuid"}
KEEPER: Json = {"type": "object", "properties": {"id": KEYED, "name": {"type": "string"}}, "required": ["id", "name"]}


def barns(keeper: Json, sent: Json) -> Plan:
    """The plan of barns that show their keeper so, and of which new ones are sent it so."""
    barn = {
        "type": "object",
        "properties": {
            "id": KEYED,
            "keeper": {"description": "The id of who keeps it.", **keeper},
            "helpers": {"type": "array", "items": {"oneOf": [KEYED, ref("Keeper")]}},
        },
        "required": ["id"],
    }
    paths = {}
    for things, thing, body in (
        ("barns", "Barn", {"type": "object", "properties": {"keeper": sent}}),
        ("keepers", "Keeper", KEEPER),
    ):
        paths[f"/{things}"] = {
            "get": listing(ref(thing)),
            "post": {"requestBody": sends(body), "responses": shows(ref(thing), "201")},
        }
        paths[f"/{things}/{{id}}"] = {"get": {"parameters": [in_path("id")], "responses": shows(ref(thing))}}
    return plan_of(paths, Barn=barn, Keeper=KEEPER)


def test_what_may_be_a_key_or_its_thing_is_kept_as_the_key_and_names_one_that_is_there() -> None:
    plan = barns({"oneOf": [KEYED, ref("Keeper")], "nullable": True}, {"type": "string"})
    column = plan.entity("barn").column("keeper")
    assert (column.type, column.nullable) == ("text", True)
    assert column.references == Reference(entity="keeper", on_delete="clear")
    assert tool_at(plan, "POST /barns").argument("keeper").does == Value(column="keeper")


def test_whoever_may_send_the_key_or_the_thing_sends_the_key() -> None:
    either = {"oneOf": [KEYED, ref("Keeper")]}
    argument = tool_at(barns(either, either), "POST /barns").argument("keeper")
    assert argument.does == Value(column="keeper")
    assert argument.value["type"] == "string"


def test_an_array_of_keys_or_things_shows_keys() -> None:
    column = barns({"type": "string"}, {"type": "string"}).entity("barn").column("helpers")
    assert column.value["items"]["type"] == "string"


def test_a_text_or_an_object_without_a_name_stays_either() -> None:
    free = {"oneOf": [{"type": "string"}, {"type": "object", "properties": {"name": {"type": "string"}}}]}
    assert barns(free, free).entity("barn").column("keeper").type == "json"


@pytest.mark.parametrize(("said", "kept"), [("The id of who keeps it.", True), ("How many keep it.", False)])
def test_a_key_that_is_documented_as_a_number_is_sent_as_rows_show_it(said: str, kept: bool) -> None:
    plan = barns({"oneOf": [KEYED, ref("Keeper")]}, {"type": "integer", "description": said})
    argument = tool_at(plan, "POST /barns").argument("keeper")
    assert (argument.does == Value(column="keeper")) is kept
    assert argument.value["type"] == ("string" if kept else "integer")
