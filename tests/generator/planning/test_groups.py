"""Groups: answers may gather in objects what callers send side by side."""

from typing import Any

from planning.specs import in_path, plan_of, ref, sends, shows

Json = Any

TEXT, COUNT = {"type": "string"}, {"type": "integer"}
STAMPS = {name: {"type": "string", "format": "date-time"} for name in ("created", "updated")}


def columns(sent: Json, **shown: Json) -> dict[str, tuple[str, ...]]:
    """Return where the columns of crates are shown, of which this is sent and shown."""
    crate = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "name": TEXT, **shown}}
    body = sends({"type": "object", "required": ["name"], "properties": {"name": TEXT, **sent}})
    paths = {
        "/crates": {"post": {"requestBody": body, "responses": shows(ref("Crate"), "201")}},
        "/crates/{id}": {"parameters": [in_path("id")], "get": {"responses": shows(ref("Crate"))}},
    }
    return {column.name: column.path for column in plan_of(paths, Crate=crate).entity("crate").columns}


def objects(**properties: Json) -> Json:
    return {"type": "object", "properties": properties}


def test_what_is_sent_beside_each_other_is_found_in_the_objects_that_answers_gather_it_in() -> None:
    body = {"anyOf": [objects(size=COUNT, **STAMPS), {"type": "null"}]}
    found = columns({"size": COUNT, "note": TEXT}, body=body, more=objects(note=TEXT))
    assert found["size"] == ("body", "size")
    assert found["created"] == ("body", "created")
    assert found["note"] == ("more", "note")


def test_an_object_that_is_sent_itself_or_is_a_thing_of_its_own_is_kept_whole() -> None:
    assert columns({"box": objects(size=COUNT), "size": COUNT}, box=objects(size=COUNT))["box"] == ("box",)
    assert columns({"city": TEXT}, owner=objects(id=TEXT, city=TEXT))["owner"] == ("owner",)
    assert columns({"city": TEXT}, place=objects(city=TEXT, lat=COUNT, lon=COUNT))["place"] == ("place",)


def test_beside_one_group_every_object_that_holds_some_of_what_is_sent_is_one() -> None:
    body, more = objects(size=COUNT, key=TEXT, **STAMPS), objects(note=TEXT, seen=TEXT, moved=TEXT)
    found = columns({"size": COUNT, "note": TEXT}, body=body, more=more)
    assert found["key"] == ("body", "key")
    assert found["moved"] == ("more", "moved")


def test_what_a_group_must_show_begins_as_nothing_of_its_type() -> None:
    body = {**objects(size=COUNT, uses=COUNT, **STAMPS), "required": ["uses"]}
    crate = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "name": TEXT, "body": body}}
    sent = sends({"type": "object", "required": ["name"], "properties": {"name": TEXT, "size": COUNT}})
    paths = {
        "/crates": {"post": {"requestBody": sent, "responses": shows(ref("Crate"), "201")}},
        "/crates/{id}": {"parameters": [in_path("id")], "get": {"responses": shows(ref("Crate"))}},
    }
    assert plan_of(paths, Crate=crate).entity("crate").column("uses").initial == 0


def test_beside_a_group_an_object_that_holds_the_only_times_of_a_row_is_one() -> None:
    body, more = objects(owner_id=TEXT, **STAMPS), objects(note=TEXT)
    assert columns({"note": TEXT}, body=body, more=more)["updated"] == ("body", "updated")
    assert columns({"note": TEXT}, body=body, more=more, created=STAMPS["created"])["body"] == ("body",)


def test_an_id_is_shown_in_a_group_under_its_name_with_the_suffix() -> None:
    uuid = {"type": "string", "format": "uuid"}
    found = columns({"size": COUNT, "depot": uuid}, body=objects(size=COUNT, depot_id=uuid, **STAMPS))
    assert found["depot_id"] == ("body", "depot_id") and "depot" not in found
