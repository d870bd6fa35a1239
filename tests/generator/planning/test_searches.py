"""Searches whose path says what they go through, though it stands beside that collection."""

from generator.plan import Filter, Plan
from planning.specs import Json, in_path, listing, plan_of, ref, sends, shows, tool_at

TEXT: Json = {"type": "string"}
PARCEL: Json = {"type": "object", "properties": {"id": TEXT, "state": TEXT}, "required": ["id", "state"]}


def parcels() -> Plan:
    asked = {"type": "object", "properties": {"state": {"type": "array", "items": TEXT}}}
    search = {"post": {"requestBody": sends(asked), "responses": shows({"type": "array", "items": ref("Parcel")})}}
    paths = {
        "/depot/parcels": {"get": listing(ref("Parcel"))},
        "/depot/parcels/{id}": {"get": {"parameters": [in_path("id")], "responses": shows(ref("Parcel"))}},
        "/depot/search-parcels": search,
        "/depot/search-crates": search,
    }
    return plan_of(paths, Parcel=PARCEL)


def test_a_search_is_named_after_the_collection_beside_it() -> None:
    tool = tool_at(parcels(), "POST /depot/search-parcels")
    assert (tool.pattern, tool.entity) == ("search", "parcel")
    assert tool.argument("state").does == Filter(column="state", test="in")


def test_a_search_for_what_nothing_lists_is_not_modelled() -> None:
    assert [each.operation for each in parcels().unmodelled] == ["POST /depot/search-crates"]
