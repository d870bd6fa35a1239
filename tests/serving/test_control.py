"""The control interface: what it does to environments, and how it describes itself."""

import json
from typing import Any

import httpx2
import jsonschema_rs
import pytest

from state_db.serve.operations import OPERATIONS

from .running import SNAPSHOT, Running
from .samples import ADA

Json = Any
NEW = {"name": "New", "email": "new@example.com"}
PENDING = "ord_b3Nc8Vf5Kd6Hs2"


def call(environment: Json, method: str, path: str, body: Json = None) -> httpx2.Response:
    """Call the shop of an environment as its API is documented."""
    return httpx2.request(method, environment["servers"]["shop"]["rest"] + path, json=body)


def customers(fleet: Running, environment: Json) -> set[str]:
    return {row["id"] for row in fleet.state(environment["id"])["customers"]}


def test_every_operation_is_described_and_asks_for_the_control_token(fleet: Running) -> None:
    described = httpx2.get(f"{fleet.url}/openapi.json").json()
    assert {
        (method.upper(), path, one["operationId"])
        for path, methods in described["paths"].items()
        for method, one in methods.items()
        if method != "parameters"
    } == {(one.method, one.path, one.name) for one in OPERATIONS}
    environment = fleet.new("shop")
    for one in OPERATIONS:
        refused = httpx2.request(one.method, fleet.url + one.path.format(id=environment["id"]))
        assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer"), one.name


def test_a_method_that_a_path_lacks_is_refused_with_all_that_the_path_has(fleet: Running) -> None:
    methods: dict[str, set[str]] = {}
    for one in OPERATIONS:
        methods.setdefault(one.path, set()).add(one.method)
    for path, known in methods.items():
        refused = httpx2.request("PATCH", fleet.url + path.format(id="0" * 32))
        allowed = {each.strip() for each in refused.headers["allow"].split(",")}
        assert (refused.status_code, allowed - {"HEAD"}) == (405, known), path


def test_every_answer_is_as_the_document_says(fleet: Running) -> None:
    described = httpx2.get(f"{fleet.url}/openapi.json").json()
    first, second = fleet.new("shop"), fleet.new("shop")
    call(first, "POST", "/customers", NEW)
    queries = {"compare_environments": f"?with={second['id']}"}
    bodies: dict[str, Json] = {
        "create_environment": {"servers": ["shop"]},
        "diff_snapshot": fleet.control("GET", f"/environments/{second['id']}/snapshot").content,
        "restore_environment": fleet.control("GET", f"/environments/{first['id']}/snapshot").content,
        "set_clock": {"step_seconds": 5},
        "set_injection": {"rules": [{"kind": "error", "share": 0.5}]},
    }
    last = [one for one in OPERATIONS if one.name == "delete_environment"]
    for one in [each for each in OPERATIONS if each not in last] + last:
        path = one.path.format(id=first["id"]) + queries.get(one.name, "")
        answer = fleet.control(one.method, path, bodies.get(one.name))
        assert answer.status_code == one.status, (one.name, answer.text)
        declared = described["paths"][one.path][one.method.lower()]["responses"][str(one.status)]
        media = answer.headers.get("content-type", "").partition(";")[0]
        assert (media or None) == next(iter(declared.get("content", {})), None), one.name
        if media == "application/json":
            schema = {**declared["content"][media]["schema"], "components": described["components"]}
            jsonschema_rs.validate(schema, answer.json())


def test_a_diff_tells_what_calls_have_changed(fleet: Running) -> None:
    environment = fleet.new("shop")
    path = f"/environments/{environment['id']}/diff"
    assert fleet.control("GET", path).json() == {"equal": True, "servers": {}}
    made = call(environment, "POST", "/customers", NEW).json()
    call(environment, "PATCH", f"/orders/{PENDING}", {"note": "Ring."})
    tables = fleet.control("GET", path).json()["servers"]["shop"]
    assert [row["id"] for row in tables["customers"]["added"]] == [made["id"]]
    assert tables["orders"]["changed"][0]["after"]["note"] == "Ring."


def test_a_snapshot_is_compared_restored_in_place_and_opened_again(fleet: Running) -> None:
    environment = fleet.new("shop", seed=3)
    base = f"/environments/{environment['id']}"
    first = call(environment, "POST", "/customers", NEW).json()["id"]
    snapshot = fleet.control("GET", f"{base}/snapshot")
    assert snapshot.headers["content-type"] == SNAPSHOT
    second = call(environment, "POST", "/customers", {**NEW, "email": "2@example.com"}).json()["id"]
    found = fleet.control("POST", f"{base}/diff", snapshot.content).json()
    assert [row["id"] for row in found["servers"]["shop"]["customers"]["added"]] == [second]
    assert fleet.control("POST", f"{base}/restore", snapshot.content).status_code == 200
    assert customers(fleet, environment) >= {first}
    assert second not in customers(fleet, environment)
    # The keys that were given go on from the snapshot too.
    again = call(environment, "POST", "/customers", {**NEW, "email": "2@example.com"}).json()
    assert again["id"] == second
    copy = fleet.control("POST", "/environments", snapshot.content).json()
    assert copy["beginning"] == "snapshot"
    assert first in customers(fleet, copy)
    call(copy, "DELETE", f"/customers/{first}")
    assert fleet.control("POST", f"/environments/{copy['id']}/reset").status_code == 200
    assert first in customers(fleet, copy)


def test_a_fork_goes_its_own_way_and_may_begin_at_an_earlier_call(fleet: Running) -> None:
    environment = fleet.new("shop")
    base = f"/environments/{environment['id']}"
    made = [call(environment, "POST", "/customers", {**NEW, "email": f"{n}@x.org"}).json()["id"] for n in range(3)]
    now = fleet.control("POST", f"{base}/fork").json()
    then = fleet.control("POST", f"{base}/fork", {"calls": 1}).json()
    assert customers(fleet, now) & set(made) == set(made)
    assert customers(fleet, then) & set(made) == {made[0]}
    call(now, "DELETE", f"/customers/{made[1]}")
    assert customers(fleet, environment) >= set(made)
    refused = fleet.control("POST", f"{base}/fork", {"calls": 99})
    assert (refused.status_code, "99" in refused.json()["error"]["message"]) == (422, True)


def test_a_reset_goes_back_to_the_order_or_to_another_beginning(fleet: Running) -> None:
    environment = fleet.new("shop", seed=1)
    path = f"/environments/{environment['id']}/reset"
    first = call(environment, "POST", "/customers", NEW).json()["id"]
    assert fleet.control("POST", path).json()["calls"] == 0
    assert call(environment, "POST", "/customers", NEW).json()["id"] == first
    assert fleet.control("POST", path, {"seed": 2}).json()["seed"] == 2
    assert call(environment, "POST", "/customers", NEW).json()["id"] != first
    assert fleet.control("POST", path, {"scenario": "empty"}).json()["beginning"] == "empty"
    assert fleet.state(environment["id"])["customers"] == []


def test_the_clock_is_read_set_and_stepped(fleet: Running) -> None:
    environment = fleet.new("shop")
    path = f"/environments/{environment['id']}/clock"
    begun = fleet.control("GET", path).json()["now"]
    assert fleet.control("PUT", path, {"step_seconds": 3600}).json()["now"] > begun
    assert fleet.control("PUT", path, {"now": "2030-05-01T10:00:00Z"}).json() == {"now": "2030-05-01T10:00:00Z"}
    assert call(environment, "POST", "/customers", NEW).json()["created_at"] == "2030-05-01T10:00:00Z"
    for wrong in ({}, {"now": "soon"}, {"now": "2030-05-01T10:00:00Z", "step_seconds": 1}):
        assert fleet.control("PUT", path, wrong).status_code == 422


def test_equivalent_environments_are_alike_whatever_their_keys_and_times(fleet: Running) -> None:
    first, second = fleet.new("shop", seed=1), fleet.new("shop", seed=2)
    call(second, "GET", f"/customers/{ADA}")
    made = [call(one, "POST", "/customers", NEW).json()["id"] for one in (first, second)]
    path = f"/environments/{first['id']}/comparison?with={second['id']}"
    found = fleet.control("GET", path).json()
    assert found["alike"], found
    assert [made] in found["mapping"].values()
    call(second, "DELETE", f"/customers/{made[1]}")
    assert fleet.control("GET", path).json()["alike"] is False


def test_faults_are_met_while_they_are_ordered(fleet: Running) -> None:
    rules = {"rules": [{"kind": "rate_limit", "limit": 0, "window_seconds": 30}]}
    environment = fleet.new("shop", injection=rules)
    path = f"/environments/{environment['id']}/injection"
    limited = call(environment, "GET", "/customers")
    assert (limited.status_code, limited.headers["retry-after"]) == (429, "30")
    assert fleet.control("PUT", path, {"rules": [{"kind": "error", "status": 503}]}).status_code == 200
    assert call(environment, "GET", "/customers").status_code == 503
    fleet.control("POST", f"/environments/{environment['id']}/reset")
    assert call(environment, "GET", "/customers").status_code == 503
    assert fleet.control("DELETE", path).status_code == 204
    assert call(environment, "GET", "/customers").status_code == 200
    assert fleet.control("PUT", path, {"rules": [{"kind": "flood"}]}).status_code == 422


def test_state_is_read_by_server_and_table(fleet: Running) -> None:
    environment = fleet.new("shop", "market")
    path = f"/environments/{environment['id']}/state"
    assert fleet.control("GET", path).json()["servers"].keys() == {"shop", "market"}
    found = fleet.control("GET", f"{path}?server=market&table=customers").json()["servers"]
    assert list(found) == ["market"]
    assert list(found["market"]) == ["customers"]
    assert fleet.control("GET", f"{path}?table=bananas").status_code == 422


@pytest.mark.parametrize("body", [b"", b"no snapshot at all", b"fleetwright snapshot 1\n" + bytes(20)])
def test_bytes_that_are_no_snapshot_are_refused_and_nothing_is_lost(fleet: Running, body: bytes) -> None:
    environment = fleet.new("shop")
    before = fleet.state(environment["id"])
    for method, path in (("POST", "/environments"), ("POST", f"/environments/{environment['id']}/restore")):
        refused = fleet.control(method, path, body)
        assert (refused.status_code, "snapshot" in refused.json()["error"]["message"]) == (422, True)
    assert fleet.state(environment["id"]) == before


def test_a_snapshot_of_other_servers_is_not_restored_in_place(fleet: Running) -> None:
    market, shop = fleet.new("market"), fleet.new("shop")
    snapshot = fleet.control("GET", f"/environments/{market['id']}/snapshot").content
    refused = fleet.control("POST", f"/environments/{shop['id']}/restore", snapshot)
    assert refused.status_code == 422
    assert "market" in refused.json()["error"]["message"]


def test_only_the_tools_that_were_ordered_are_offered(fleet: Running) -> None:
    environment = fleet.new("shop", tools=["list_customers"])
    assert call(environment, "GET", "/customers").status_code == 200
    assert call(environment, "POST", "/customers", NEW).status_code == 404
    assert "no_such" in fleet.control("POST", "/environments", {"servers": ["shop"], "tools": ["no_such"]}).text


def test_the_shared_environment_is_controlled_by_its_servers_name(fleet: Running) -> None:
    made = httpx2.post(f"{fleet.url}/market/rest/v1/customers", json=NEW).json()["id"]
    assert made in {row["id"] for row in fleet.state("market", "market")["customers"]}
    assert fleet.control("POST", "/environments/market/reset").status_code == 200
    assert made not in {row["id"] for row in fleet.state("market", "market")["customers"]}


def test_the_list_names_the_environments_that_there_are(fleet: Running) -> None:
    made = fleet.new("shop")["id"]
    assert made in fleet.control("GET", "/environments").json()["environments"]
    fleet.control("DELETE", f"/environments/{made}")
    assert made not in fleet.control("GET", "/environments").json()["environments"]
    assert json.loads(fleet.control("GET", f"/environments/{made}").text)["error"]["message"]


def test_a_question_in_words_that_the_operation_does_not_know_is_refused_and_not_read_over(fleet: Running) -> None:
    one, other = fleet.new("shop"), fleet.new("shop")
    for query in (f"other={other['id']}", f"from={other['id']}&table=customers"):
        refused = fleet.control("GET", f"/environments/{one['id']}/diff?{query}")
        assert refused.status_code == 422 and "It takes from." in refused.json()["error"]["message"]
