"""What recordings of real services taught the rules: look-ups, client-chosen keys, beginnings, empty bodies."""

import re
from typing import Any

from generator.plan import Filter, Input, Key, Value
from generator.seed.rows import seed_rows
from planning.specs import in_path, listing, plan_of, ref, sends, shows, tool_at

Json = Any

UUID = {"type": "string", "format": "uuid"}
TEXT = {"type": "string"}


def pool(**more: Json) -> Json:
    return {"type": "object", "required": ["id", "name"], "properties": {"id": UUID, "name": TEXT, **more}}


def new(**more: Json) -> Json:
    return {"type": "object", "required": ["name"], "properties": {"name": TEXT, **more}}


def one(name: str, **methods: Json) -> Json:
    return {"parameters": [in_path(name)], **methods}


def pools(shown: Json, sent: Json, **paths: Json) -> Any:
    created = {"requestBody": sends(sent), "responses": shows(ref("Pool"), "201")}
    return plan_of({"/pools": {"get": listing(ref("Pool")), "post": created}, **paths}, Pool=shown)


def read(name: str, **more: Json) -> Json:
    return one(name, get={"responses": shows(ref("Pool"))}, **more)


def test_a_path_that_says_by_which_property_it_picks_is_a_look_up_and_no_collection() -> None:
    plan = pools(pool(), new(), **{"/pools/{id}": read("id"), "/pools/by-name/{name}": read("name")})
    tool = tool_at(plan, "GET /pools/by-name/{name}")
    assert (tool.pattern, tool.entity, tool.argument("name").does) == ("get", "pool", Key(column="name"))
    assert [entity.name for entity in plan.entities] == ["pool"]


def test_what_a_path_picks_one_row_by_is_unique() -> None:
    paths = {"/pools/{id}": read("id"), "/pools/name/{name}": read("name")}
    assert pools(pool(), new(), **paths).entity("pool").column("name").unique
    either = {"/pools/{name_or_id}": read("name_or_id")}
    plan = pools(pool(), new(), **either)
    assert plan.entity("pool").column("name").unique or plan.entity("pool").key == ("name",)


def creating(text: str, *answers: str, sent: Json = None, conflict: str = "Conflict", **shown: Json) -> Any:
    """Return the plan of pools whose creation is described so, with these answers besides 201."""
    responses = {**shows(ref("Pool"), "201"), **{status: {"description": conflict} for status in answers}}
    created = {"description": text, "requestBody": sends(sent or new()), "responses": responses}
    paths = {"/pools": {"get": listing(ref("Pool")), "post": created}, "/pools/{id}": read("id")}
    return plan_of(paths, Pool=pool(**shown))


def test_a_creation_that_gives_the_row_that_is_there_finds_it_by_what_is_said_to_be_the_same() -> None:
    plan = creating("If a pool of this name is there already, the existing one is returned.")
    assert plan.entity("pool").column("name").unique
    assert tool_at(plan, "POST /pools").existing == ("name",)
    depth = {"required": ["name", "site"], "properties": {"name": TEXT, "site": TEXT}, "type": "object"}
    plan = creating("Returns the existing pool with the same site and name.", sent=depth, site=TEXT)
    assert plan.entity("pool").unique == (("site", "name"),)
    assert tool_at(plan, "POST /pools").existing == ("site", "name")
    assert not creating("Makes a pool.").entity("pool").column("name").unique
    assert not tool_at(creating("Returns the existing pool with the same colour."), "POST /pools").existing


def test_a_flag_asks_for_the_row_that_is_there() -> None:
    sent = new(get_or_create={"type": "boolean"})
    plan = creating("Makes a pool.", "409", sent=sent)
    tool = tool_at(plan, "POST /pools")
    assert (tool.existing, tool.existing_if) == (("name",), "get_or_create")
    assert tool.argument("get_or_create").does == Input()


def test_a_creation_alone_that_may_conflict_does_so_by_what_things_are_called() -> None:
    assert creating("Makes a pool.", "409").entity("pool").column("name").unique
    assert creating("Makes a pool.", "409", conflict="A pool exists.").entity("pool").column("name").unique
    closed = creating("Makes a pool.", "409", conflict="No pool can be made while the site is closed.")
    assert not closed.entity("pool").column("name").unique
    lost = {"responses": {**shows(ref("Pool")), "409": {"description": "Conflict"}}}
    created = {"requestBody": sends(new()), "responses": {**shows(ref("Pool"), "201"), "409": {"description": ""}}}
    paths = {"/pools": {"post": created}, "/pools/{id}": one("id", get=lost)}
    assert not plan_of(paths, Pool=pool()).entity("pool").column("name").unique


def test_a_put_that_needs_nothing_of_what_a_creation_needs_changes_what_it_is_given() -> None:
    def put(sent: Json) -> Any:
        created = {"requestBody": sends(new(size=TEXT)), "responses": shows(ref("Pool"), "201")}
        changed = {"requestBody": sends(sent), "responses": shows(ref("Pool"))}
        paths = {"/pools": {"post": created}, "/pools/{id}": read("id", put=changed)}
        return tool_at(plan_of(paths, Pool=pool(size=TEXT)), "PUT /pools/{id}").pattern

    assert put(new(size=TEXT)) == "replace"
    assert put({"type": "object", "properties": {"name": TEXT, "size": TEXT}}) == "update"


def test_a_parameter_that_takes_one_value_or_several_is_an_array() -> None:
    either = {"anyOf": [TEXT, {"type": "array", "items": TEXT}, {"type": "null"}]}
    asked = {**listing(ref("Pool")), "parameters": [{"name": "name", "in": "query", "schema": either}]}
    created = {"requestBody": sends(new()), "responses": shows(ref("Pool"), "201")}
    plan = plan_of({"/pools": {"get": asked, "post": created}, "/pools/{id}": read("id")}, Pool=pool())
    argument = tool_at(plan, "GET /pools").argument("name")
    assert argument.value == {"type": "array", "items": TEXT}
    assert argument.does == Filter(column="name", test="in")


def test_a_put_that_answers_201_creates_what_it_names_also_beside_a_post() -> None:
    answers = {**shows(ref("Pool")), **shows(ref("Pool"), "201")}
    plan = pools(pool(), new(), **{"/pools/{id}": read("id", put={"requestBody": sends(new()), "responses": answers})})
    tool = tool_at(plan, "PUT /pools/{id}")
    assert (tool.pattern, tool.status, tool.created_status, tool.client_key) == ("upsert", 200, 201, True)


def test_an_id_beside_a_name_that_callers_choose_is_made_by_the_server() -> None:
    plan = pools(pool(), new(), **{"/pools/{name}": read("name")})
    entity = plan.entity("pool")
    assert entity.key == ("name",)
    assert (entity.column("id").made, entity.id) == ("id", "uuid")


def test_a_bare_parameter_is_the_name_where_the_id_is_a_uuid_that_creations_do_not_tell() -> None:
    plan = pools(pool(), new(), **{"/pools/{pool}": read("pool")})
    assert plan.entity("pool").key == ("name",)


def test_lists_maps_and_objects_that_are_never_null_begin_empty() -> None:
    limits = {
        "type": "object",
        "properties": {"soft": {"type": ["integer", "null"]}, "on": {"type": "boolean", "default": True}},
    }
    open_map = {"type": "object", "additionalProperties": True}
    more = {"tags": {"type": "array", "items": TEXT}, "labels": open_map, "limits": limits}
    entity = pools(pool(**more), new(**more), **{"/pools/{id}": read("id")}).entity("pool")
    assert entity.column("tags").initial == []
    assert entity.column("labels").initial == {}
    assert entity.column("limits").initial == {"soft": None, "on": True}


def test_a_text_that_is_always_the_same_begins_so() -> None:
    kind = {"type": "string", "description": "Set to “Pool”"}
    assert pools(pool(kind=kind), new(), **{"/pools/{id}": read("id")}).entity("pool").column("kind").initial == "Pool"


def test_a_body_of_which_nothing_is_said_is_an_empty_object() -> None:
    created = {"requestBody": sends(new()), "responses": shows({"type": "object"})}
    plan = plan_of({"/pools": {"get": listing(ref("Pool")), "post": created}, "/pools/{id}": read("id")}, Pool=pool())
    assert tool_at(plan, "POST /pools").answer == {}


def test_any_value_that_is_sent_is_kept_as_the_text_that_answers_show() -> None:
    plan = pools(pool(value=TEXT), new(value={"title": "Value"}), **{"/pools/{id}": read("id")})
    assert tool_at(plan, "POST /pools").argument("value").does == Value(column="value")
    assert plan.entity("pool").column("value").type == "text"


def test_null_is_not_taken_for_what_every_row_has() -> None:
    change = {"type": "object", "properties": {"name": {"type": ["string", "null"]}}}
    patched = {"requestBody": sends(change), "responses": shows(ref("Pool"))}
    plan = pools(pool(), new(), **{"/pools/{id}": read("id", patch=patched)})
    assert tool_at(plan, "PATCH /pools/{id}").argument("name").value["type"] == "string"


def test_a_change_that_sends_one_array_of_plain_values_changes_that_property() -> None:
    tags = {"type": "array", "items": TEXT}
    patched = {"requestBody": sends({"type": "object", "properties": {"tags": tags}}), "responses": shows(ref("Pool"))}
    plan = pools(pool(tags=tags), new(tags=tags), **{"/pools/{id}": read("id", patch=patched)})
    tool = tool_at(plan, "PATCH /pools/{id}")
    assert (tool.pattern, tool.argument("tags").does) == ("update", Value(column="tags"))


def test_a_post_that_updates_as_well_is_an_upsert_where_its_body_may_name_the_key() -> None:
    created = {
        "summary": "Create a pool or update an existing one",
        "requestBody": sends({"type": "object", "required": ["name"], "properties": {"id": TEXT, "name": TEXT}}),
        "responses": shows(ref("Pool")),
    }
    plan = plan_of({"/pools": {"get": listing(ref("Pool")), "post": created}, "/pools/{id}": read("id")}, Pool=pool())
    tool = tool_at(plan, "POST /pools")
    assert tool.pattern == "upsert"
    assert tool.argument("id").value["format"] == "uuid"


def test_a_row_that_no_call_makes_and_the_documentation_names_is_always_there() -> None:
    host = {
        "type": "object",
        "properties": {"id": {"type": "string", "description": "Its id, “localhost”"}, "port": {"type": "integer"}},
    }
    paths = {"/hosts": {"get": listing(ref("Host"))}, "/hosts/{id}": one("id", get={"responses": shows(ref("Host"))})}
    rows = seed_rows(plan_of(paths, Host=host))["hosts"]
    assert [row["id"] for row in rows if row.get("_always")] == ["localhost"]
    assert len(rows) > 1


def test_whether_an_answer_includes_something_filters_nothing() -> None:
    asked = {
        "name": "paused",
        "in": "query",
        "schema": {"type": "boolean"},
        "description": "whether to include the paused field",
    }
    shown = pool(paused={"type": "boolean"})
    plan = plan_of({"/pools": {"get": listing(ref("Pool"), asked)}, "/pools/{id}": read("id")}, Pool=shown)
    assert not tool_at(plan, "GET /pools").arguments


def test_what_an_operation_declares_is_kept_whether_it_is_modelled_or_not() -> None:
    weigh = {"post": {"responses": {**shows({"type": "number"}), "429": {"description": ""}}}}
    plan = pools(
        pool(), new(), **{"/pools/{id}": read("id"), "/pools/{id}/weigh": {"parameters": [in_path("id")], **weigh}}
    )
    declared = {each.operation: each.responses for each in plan.declared}
    assert declared["POST /pools/{id}/weigh"] == {"200": None, "429": None}
    assert declared["GET /pools"] == {"200": None}


def test_a_list_of_faults_with_place_and_message_is_filled_for_each_fault() -> None:
    place = {"type": "array", "items": {"anyOf": [TEXT, {"type": "integer"}]}}
    fault = {"type": "object", "properties": {"loc": place, "msg": TEXT, "type": TEXT}}
    problem = {"type": "object", "properties": {"detail": {"type": "array", "items": fault}}}
    created = {"requestBody": sends(new()), "responses": {**shows(ref("Pool"), "201"), **shows(problem, "422")}}
    plan = plan_of({"/pools": {"get": listing(ref("Pool")), "post": created}, "/pools/{id}": read("id")}, Pool=pool())
    failure = tool_at(plan, "POST /pools").failures["invalid_argument"]
    told = {"loc": "$fault.location", "msg": "$fault.message", "type": "$fault.rule"}
    assert (failure.status, failure.body) == (422, {"detail": [told]})


def test_a_row_shows_the_id_of_its_parent_that_its_path_picks_by_name() -> None:
    def shown(name: str, **more: Json) -> Json:
        return {"type": "object", "required": ["id", "name"], "properties": {"id": UUID, "name": TEXT, **more}}

    def paths(base: str, key: str, schema: str) -> Json:
        created = {"requestBody": sends(new()), "responses": shows(ref(schema), "201")}
        one_of = [in_path(name) for name in re.findall(r"{(\w+)}", base)]
        return {
            base: {"parameters": one_of, "post": created},
            f"{base}/{{{key}}}": {"parameters": [*one_of, in_path(key)], "get": {"responses": shows(ref(schema))}},
        }

    plan = plan_of(
        {**paths("/pools", "name", "Pool"), **paths("/pools/{pool_name}/lanes", "lane_name", "Lane")},
        Pool=shown("Pool"),
        Lane=shown("Lane", pool_id=UUID, pool_name=TEXT),
    )
    column = plan.entity("lane").column("pool_id")
    assert (column.made, column.template, column.references) == ("copied", "pool_name.id", None)
    rows = seed_rows(plan)
    ids = {row["name"]: row["id"] for row in rows["pools"]}
    assert {row["pool_id"] == ids[row["pool_name"]] for row in rows["lanes"]} == {True}


def test_what_may_be_ready_is_not_ready_at_first() -> None:
    plan = pools(pool(status={"enum": ["READY", "NOT_READY", "PAUSED"], "type": "string"}), new())
    assert plan.entity("pool").column("status").initial == "NOT_READY"
