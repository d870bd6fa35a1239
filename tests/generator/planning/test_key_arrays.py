"""Keys that are sent, and shown as objects: each shows what its row has, alone or in an array."""

from pathlib import Path
from typing import Any

import pytest

from generator.plan import Plan, Value
from planning.servers import failed, opened
from planning.specs import in_path, listing, plan_of, ref, sends, shows, tool_at

Json = Any

TEXT = {"type": "string"}
ID = {"type": "string", "readOnly": True}


def shop(words: str, kind: Json = None, name: str = "labels") -> Plan:
    """Jars that are sent the keys of labels, and show the labels."""
    one = {"type": "object", "properties": {"id": TEXT, "title": TEXT, **({"type": kind} if kind else {})}}
    label = {"type": "object", "required": ["id"], "properties": {"id": ID, "title": TEXT}}
    jar = {
        "type": "object",
        "required": ["id"],
        "properties": {"id": ID, "size": TEXT, name: {"type": "array", "items": one}},
    }
    keys = {"type": "array", "items": TEXT, "description": words}
    sent = sends({"type": "object", "properties": {"size": TEXT, name: keys}})
    return plan_of(
        {
            "/labels": {
                "get": listing(ref("Label")),
                "post": {"requestBody": sends(ref("Label")), "responses": shows(ref("Label"), "201")},
            },
            "/labels/{label_id}": {"parameters": [in_path("label_id")], "get": {"responses": shows(ref("Label"))}},
            "/jars": {"get": listing(ref("Jar")), "post": {"requestBody": sent, "responses": shows(ref("Jar"), "201")}},
            "/jars/{jar_id}": {
                "parameters": [in_path("jar_id")],
                "get": {"responses": shows(ref("Jar"))},
                "patch": {"requestBody": sent, "responses": shows(ref("Jar"))},
            },
        },
        Label=label,
        Jar=jar,
    )


def test_an_array_of_keys_is_shown_as_what_their_rows_have_in_the_order_of_the_keys(tmp_path: Path) -> None:
    plan = shop("The ids of the labels.")
    env = opened(plan, tmp_path)
    first, second = (env.call("create_labels", {"title": title}).body for title in ("Plum", "Fig"))
    keys = [second["id"], first["id"]]
    jar = env.call("create_jars", {"labels": keys}).body
    assert jar["labels"] == [second, first]
    changed = env.call("update_jar", {"jar_id": jar["id"], "labels": keys[1:]}).body
    assert changed["labels"] == [first]
    assert failed(plan) == []


def test_a_key_that_names_no_row_is_refused_where_words_say_that_it_names_one(tmp_path: Path) -> None:
    answer = opened(shop("The ids of the labels."), tmp_path).call("create_jars", {"labels": ["nothing"]})
    assert answer.error == "invalid_argument"


def test_a_key_that_may_be_something_else_is_kept_alone_where_no_row_has_it(tmp_path: Path) -> None:
    plan = shop('Labels: each an id, or the string "me".')
    env = opened(plan, tmp_path)
    label = env.call("create_labels", {"title": "Plum"}).body
    jar = env.call("create_jars", {"labels": ["me", label["id"]]}).body
    assert jar["labels"] == [{"id": "me"}, label]
    assert failed(plan) == []


def test_the_objects_of_an_array_may_say_of_what_kind_they_are() -> None:
    argument = tool_at(shop("Ids.", {"type": "string", "enum": ["label"]}, "stickers"), "POST /jars").argument(
        "stickers"
    )
    assert isinstance(argument.does, Value)
    assert (argument.does.of, argument.does.named, argument.does.loose) == ("label", "id", True)


@pytest.mark.parametrize(("said", "kept"), [("The jar, by its ID.", True), ("What the jar is called.", False)])
def test_a_key_that_is_sent_without_its_suffix_is_the_one_that_rows_show_with_it(said: str, kept: bool) -> None:
    note: Json = {"type": "object", "properties": {"id": TEXT, "jar_id": TEXT, "text": TEXT}, "required": ["id"]}
    sent = {"type": "object", "properties": {"jar": {**TEXT, "description": said}, "text": TEXT}, "required": ["jar"]}
    notes = {"get": listing(ref("Note")), "post": {"requestBody": sends(sent), "responses": shows(ref("Note"), "201")}}
    does = tool_at(plan_of({"/notes": notes}, Note=note), "POST /notes").argument("jar").does
    assert (isinstance(does, Value) and does.column == "jar_id") is kept
