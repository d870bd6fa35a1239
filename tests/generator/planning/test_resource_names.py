"""Things that are picked by whole names, and what is got and set of them by verbs."""

from typing import Any

from generator.plan import Plan
from generator.repair import mended
from generator.verify import opened
from planning.specs import in_path, parameter, plan_of, ref, sends, shows, tool_at
from state_db.environment import Environment

Json = Any
TEXT: Json = {"type": "string"}
KEY: Json = {
    "type": "object",
    "properties": {
        "name": {**TEXT, "readOnly": True, "description": "The resource name, as vaults/*/keys/*."},
        "purpose": TEXT,
    },
}
POLICY: Json = {"type": "object", "properties": {"bindings": {"type": "array", "items": TEXT}, "etag": TEXT}}


def whole(name: str) -> Json:
    return in_path(name)


def vault(**ids: str) -> Plan:
    keys: Json = {"type": "object", "properties": {"keys": {"type": "array", "items": ref("Key")}}}
    sent: Json = {"type": "object", "properties": {"policy": ref("Policy")}}
    paths: Json = {
        "/v1/{name}": {
            "get": {"operationId": ids.get("get", "safe.vaults.keys.get"), "parameters": [whole("name")],
                    "responses": shows(ref("Key"))},
            "delete": {"operationId": "safe.vaults.keys.delete", "parameters": [whole("name")],
                       "responses": {"204": {"description": ""}}},
        },
        "/v1/{parent}/keys": {
            "get": {"operationId": "safe.vaults.keys.list", "parameters": [whole("parent")], "responses": shows(keys)},
            "post": {"operationId": "safe.vaults.keys.create", "responses": shows(ref("Key")),
                     "parameters": [whole("parent"), parameter("keyId", TEXT)], "requestBody": sends(ref("Key"))},
        },
        "/v1/{resource}:getPolicy": {
            "get": {"operationId": "safe.vaults.keys.getPolicy", "parameters": [whole("resource")],
                    "responses": shows(ref("Policy"))},
        },
        "/v1/{resource}:setPolicy": {
            "post": {"operationId": "safe.vaults.keys.setPolicy", "parameters": [whole("resource")],
                     "requestBody": sends(sent), "responses": shows(ref("Policy"))},
        },
    }  # fmt: skip
    return plan_of(paths, Key=KEY, Policy=POLICY)


def test_a_path_that_is_a_whole_name_is_that_of_the_kinds_that_the_id_tells() -> None:
    assert sorted(f"{tool.method} {tool.path}" for tool in vault().tools) == [
        "DELETE /v1/vaults/{vaultsId}/keys/{keysId}",
        "GET /v1/vaults/{vaultsId}/keys",
        "GET /v1/vaults/{vaultsId}/keys/{keysId}",
        "GET /v1/vaults/{vaultsId}/keys/{keysId}:getPolicy",
        "POST /v1/vaults/{vaultsId}/keys",
        "POST /v1/vaults/{vaultsId}/keys/{keysId}:setPolicy",
    ]


def test_a_path_stays_as_it_is_where_ids_tell_no_kinds() -> None:
    assert {tool.path for tool in vault(get="fetch").tools} <= {"/v1/{name}", "/v1/{parent}/keys"} | {
        "/v1/{resource}:getPolicy", "/v1/{resource}:setPolicy",
    }  # fmt: skip


def test_a_whole_name_is_shown_and_made_of_the_key_that_a_creation_is_told() -> None:
    found = mended(vault())
    assert found.plan.dropped == ()
    names = {f"{tool.method} {tool.path}": tool.name for tool in found.plan.tools}
    with Environment.open(opened(found.plan, found.files), scenario="empty") as environment:
        made = environment.call(
            names["POST /v1/vaults/{vaultsId}/keys"], {"vaults_id": "v", "key_id": "k", "purpose": "sign"}
        )
        assert made.body == {"name": "vaults/v/keys/k", "purpose": "sign"}
        read = environment.call(
            names["GET /v1/vaults/{vaultsId}/keys/{keysId}"], {"vaults_id": "v", "keys_id": "k"}
        )  # fmt: skip
        assert read.body == made.body


def test_what_is_got_and_set_of_a_thing_is_one_part_of_it() -> None:
    found = mended(vault())
    get, put = (
        tool_at(found.plan, f"{method} /v1/vaults/{{vaultsId}}/keys/{{keysId}}:{verb}Policy")
        for method, verb in (("GET", "get"), ("POST", "set"))
    )
    assert (get.pattern, put.pattern, get.entity) == ("singleton", "singleton", put.entity)
    with Environment.open(opened(found.plan, found.files)) as environment:
        row = next(iter(environment.rows(found.plan.name, found.plan.entity("key").table)))
        key = {"vaults_id": row["vaults_id"], "keys_id": row["keys_id"]}
        assert environment.call(put.name, {**key, "bindings": ["reader"]}).status == 200
        assert environment.call(get.name, key).body["bindings"] == ["reader"]
