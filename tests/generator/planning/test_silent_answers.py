"""Descriptions that document what calls send and say nothing of answers."""

from typing import Any

from generator.plan import Fields, Plan
from generator.repair import mended
from generator.verify import opened
from planning.specs import in_path, parameter, plan_of, ref, sends, shows, tool_at
from state_db.environment import Environment
from state_db.image import Image

Json = Any
DONE: Json = {"200": {"description": "OK"}}
TEXT: Json = {"type": "string"}
CRATE: Json = {
    "type": "object",
    "properties": {
        "label": TEXT,
        "weight": {"type": "integer"},
        "password": TEXT,
        "depotId": TEXT,
        "limit": {"type": "integer", "description": "Number of results per page."},
    },
    "required": ["label"],
}


def silent(**more: Json) -> Plan:
    one = in_path("crateId")
    paths: Json = {
        "/crates": {
            "get": {"responses": DONE},
            "post": {"requestBody": sends(ref("Crate")), "responses": {"201": {"description": "Created"}}},
        },
        "/crates/{crateId}": {
            "get": {"parameters": [one], "responses": DONE},
            "put": {"parameters": [one], "requestBody": sends(ref("Crate")), "responses": DONE},
            "delete": {"parameters": [one], "responses": {"204": {"description": "Gone"}}},
        },
        **more,
    }
    return plan_of(paths, Crate=CRATE)


def unmodelled(plan: Plan) -> list[str]:
    return [each.operation for each in plan.unmodelled]


def test_reads_of_which_nothing_is_told_show_what_calls_write_with_the_key_of_their_path() -> None:
    found = mended(silent())
    assert (found.plan.unmodelled, found.plan.dropped) == ((), ())
    names = {f"{tool.method} {tool.path}": tool.name for tool in found.plan.tools}
    with Environment.open(opened(found.plan, found.files), scenario="empty") as environment:
        made = environment.call(names["POST /crates"], {"label": "tea", "weight": 3, "depot_id": "d1"})
        key = {"crate_id": made.body["id"]}
        assert made.status == 201
        assert made.body == {"id": key["crate_id"], "label": "tea", "weight": 3, "depotId": "d1"}
        assert environment.call(names["GET /crates"], {}).body == [made.body]
        environment.call(names["PUT /crates/{crateId}"], {**key, "label": "salt"})
        assert environment.call(names["GET /crates/{crateId}"], key).body == {**key_of(key), "label": "salt"}
        assert environment.call(names["DELETE /crates/{crateId}"], key).status == 204
        assert environment.call(names["GET /crates/{crateId}"], key).status == 404


def key_of(given: dict[str, Json]) -> dict[str, Json]:
    return {"id": given["crate_id"]}


def test_what_is_assumed_of_a_silent_answer_is_said() -> None:
    said = [each for each in silent().assumptions if each.startswith("What ")]
    assert said == ["What GET /crates/{crateId} answers is not documented: it is taken to be what POST /crates sends."]


def test_no_secret_and_no_word_of_how_to_go_about_a_call_is_kept_as_a_property() -> None:
    columns = silent().entity("crate").columns
    assert [column.name for column in columns] == ["id", "label", "weight", "depot_id"]


def test_what_a_creation_by_its_query_must_name_is_what_the_thing_is_made_of() -> None:
    tags: Json = {
        "/tags": {
            "get": {"responses": DONE},
            "post": {
                "parameters": [parameter("name", TEXT, required=True), parameter("color", TEXT)],
                "responses": DONE,
            },
        }
    }
    plan = silent(**tags)
    assert [column.path for column in plan.entity("tag").columns if column.path] == [("name",), ("color",)]
    assert {tool.pattern for tool in plan.tools if tool.entity == "tag"} == {"list", "create"}


def test_options_of_a_creation_whose_body_is_not_documented_make_no_thing() -> None:
    votes: Json = {
        "/votes": {"get": {"responses": DONE}, "post": {"parameters": [parameter("notify", TEXT)], "responses": DONE}}
    }
    assert {"GET /votes", "POST /votes"} <= set(unmodelled(silent(**votes)))


def test_a_silent_look_at_one_shows_what_the_list_shows() -> None:
    row: Json = {"type": "object", "properties": {"id": TEXT, "name": TEXT}}
    paths: Json = {
        "/drums": {"get": {"responses": shows({"type": "array", "items": row})}},
        "/drums/{drum_id}": {"get": {"parameters": [in_path("drum_id")], "responses": DONE}},
    }
    tool = tool_at(plan_of(paths), "GET /drums/{drum_id}")
    assert (tool.pattern, tool.answer) == ("get", "$row")


def test_a_silent_download_stays_unmodelled() -> None:
    row: Json = {"type": "object", "properties": {"id": TEXT, "name": TEXT}}
    paths: Json = {
        "/backups": {"get": {"responses": shows({"type": "array", "items": row})}},
        "/backups/{id}": {"get": {"summary": "Download a backup", "parameters": [in_path("id")], "responses": DONE}},
    }
    assert unmodelled(plan_of(paths)) == ["GET /backups/{id}"]


def test_things_listed_below_another_are_those_that_name_it() -> None:
    depots: Json = {
        "/depots": {"get": {"responses": DONE}, "post": {"requestBody": sends(ref("Depot")), "responses": DONE}},
        "/depots/{depotId}": {"get": {"parameters": [in_path("depotId")], "responses": DONE}},
        "/depots/{depotId}/crates": {"get": {"parameters": [in_path("depotId")], "responses": DONE}},
        "/people/{personId}/crates": {"get": {"parameters": [in_path("personId")], "responses": DONE}},
    }
    one = in_path("crateId")
    crates: Json = {
        "/crates": {"post": {"requestBody": sends(ref("Crate")), "responses": DONE}},
        "/crates/{crateId}": {"get": {"parameters": [one], "responses": DONE}},
    }
    depot: Json = {"type": "object", "properties": {"name": TEXT}}
    plan = plan_of({**depots, **crates}, Crate=CRATE, Depot=depot)
    assert unmodelled(plan) == ["GET /people/{personId}/crates"]
    found = mended(plan)
    names = {f"{tool.method} {tool.path}": tool.name for tool in found.plan.tools}
    with Environment.open(opened(found.plan, found.files), scenario="empty") as environment:
        here, there = (environment.call(names["POST /depots"], {"name": name}).body["id"] for name in ("east", "west"))
        made = environment.call(names["POST /crates"], {"label": "tea", "depot_id": here}).body
        environment.call(names["POST /crates"], {"label": "salt", "depot_id": there})
        assert environment.call(names["GET /depots/{depotId}/crates"], {"depot_id": here}).body == [made]


def test_a_word_that_stands_for_all_properties_shows_all_of_them() -> None:
    fields = parameter(
        "fields", {**TEXT, "default": "all"}, description="all or a comma-separated list of: label, weight"
    )
    one = {"/crates/{crateId}": {"get": {"parameters": [in_path("crateId"), fields], "responses": DONE}}}
    found = mended(silent(**one))
    tool = tool_at(found.plan, "GET /crates/{crateId}")
    does = tool.argument("fields").does
    assert isinstance(does, Fields) and does.every == "all"
    assert "default" not in tool.argument("fields").value
    with Environment.open(opened(found.plan, found.files)) as environment:
        row = environment.call(tool_at(found.plan, "GET /crates").name, {}).body[0]
        key = {"crate_id": row["id"]}
        assert environment.call(tool.name, key).body == row
        assert environment.call(tool.name, {**key, "fields": ["all"]}).body == row
        assert environment.call(tool.name, {**key, "fields": ["label"]}).body == {
            "id": row["id"],
            "label": row["label"],
        }


def test_a_list_of_which_only_an_object_is_told_holds_its_rows_below_their_name() -> None:
    listed = {"get": {"responses": shows({"type": "object"})}}
    plan = silent(**{"/crates": {**silent_posts(), **listed}})
    with Environment.open(mended_image(plan), scenario="empty") as environment:
        made = environment.call(tool_at(plan, "POST /crates").name, {"label": "tea"}).body
        assert environment.call(tool_at(plan, "GET /crates").name, {}).body == {"crates": [made]}


def test_nothing_is_declared_of_what_silent_answers_hold() -> None:
    declared = {each.operation: each.responses for each in silent().declared}
    assert declared["GET /crates"] == {"200": {}} and declared["POST /crates"] == {"201": {}}


def silent_posts() -> Json:
    return {"post": {"requestBody": sends(ref("Crate")), "responses": {"201": {"description": "Created"}}}}


def mended_image(plan: Plan) -> Image:
    found = mended(plan)
    return opened(found.plan, found.files)
