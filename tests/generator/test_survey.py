"""Many sources at once: each in a process of its own, told in order, named apart, none harming another."""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.generate import Generated, Request
from generator.report.coverage import coverage_table, figures_of, together
from generator.survey import Failure, Gain, Gains, Survey, gains_of


def described(title: str, thing: str, *, answers: bool = True) -> dict[str, Any]:
    """A description of one operation, which lists things; without ``answers`` nothing says what it shows."""
    schema = {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}}
    content = {"content": {"application/json": {"schema": schema}}} if answers else {}
    properties = {"id": {"type": "integer"}, "name": {"type": "string"}}
    return {
        "openapi": "3.0.3",
        "info": {"title": title, "version": "1"},
        "paths": {f"/{thing}": {"get": {"responses": {"200": {"description": "", **content}}}}},
        "components": {"schemas": {"Thing": {"type": "object", "properties": properties}}},
    }


@pytest.fixture
def sources(tmp_path: Path) -> list[str]:
    """Two descriptions of one title, a broken one, one of another title, and one that says nothing of its answers."""
    texts = [
        json.dumps(described("Pets", "pets")),
        "{",
        json.dumps(described("Pets", "owners")),
        json.dumps(described("Shop", "orders")),
        json.dumps(described("Mute", "words", answers=False)),
    ]
    paths = [tmp_path / f"{number}.json" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    return [str(path) for path in paths]


def gains(sources: list[str], out: Path, jobs: int) -> list[Gain]:
    found = dict(Survey([Request(source, out=out) for source in sources], jobs).gains())
    return [gain for number in range(len(sources)) for gain in found[number]]


def without_costs(gain: Gain) -> dict[str, Any]:
    return {
        name: value for name, value in gain.to_json().items() if name not in ("seconds", "cpu_seconds", "memory_mb")
    }


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_servers_of_one_title_are_numbered_in_the_order_given_however_many_processes(
    sources: list[str], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    alone = [without_costs(gain) for gain in gains(sources, out, 1)]
    written = files(out)
    assert [each.get("server") for each in alone] == ["pets", None, "pets_2", "shop", None]
    assert [without_costs(gain) for gain in gains(sources, out, 4)] == alone
    assert files(out) == written


def test_a_source_that_fails_says_so_and_the_others_are_written(sources: list[str], tmp_path: Path) -> None:
    broken, mute = (gains(sources, tmp_path / "out", 2)[number] for number in (1, 4))
    assert isinstance(broken, Failure)
    assert broken.operations == 0
    assert isinstance(mute, Failure)
    assert mute.operations == 1
    assert list(mute.unmodelled) == ["GET /words"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["pets", "pets_2", "shop"]


def test_a_process_that_dies_is_told_and_stops_no_other(sources: list[str], tmp_path: Path) -> None:
    before = set(multiprocessing.active_children())
    survey = Survey([Request(source, out=tmp_path / "out") for source in (sources[0], sources[3])], 2)
    killed: list[int] = []

    def kill_the_first() -> None:
        begun = sorted(set(multiprocessing.active_children()) - before, key=lambda each: each.pid or 0)
        if begun and not killed:
            begun[0].kill()
            killed.append(1)

    found = dict(survey.gains(kill_the_first))
    (failure,) = (gain for (gain,) in found.values() if isinstance(gain, Failure))
    assert signal.SIGKILL.name in failure.error
    assert sum(isinstance(gain, Generated) for (gain,) in found.values()) == 1


def test_processes_end_with_the_iteration_and_leave_nothing_half_written(sources: list[str], tmp_path: Path) -> None:
    before = set(multiprocessing.active_children())
    found: Iterator[tuple[int, Gains]] = Survey(
        [Request(source, out=tmp_path / "out") for source in sources], 2
    ).gains()
    next(found)
    found.close()  # type: ignore[attr-defined]
    assert set(multiprocessing.active_children()) == before
    out = tmp_path / "out"
    assert not [path for path in out.iterdir() if path.name.startswith(".")] if out.exists() else True


def test_the_table_counts_the_operations_of_sources_without_a_server(sources: list[str], tmp_path: Path) -> None:
    told = gains(sources, tmp_path / "out", 2)
    whole = together([figures_of(gain) for gain in told])
    assert (whole.operations, whole.tools) == (4, 3)
    assert whole.cells[3] == "75.0%"
    assert coverage_table(told).row_count == len(sources)


def test_a_fault_of_ours_is_told_with_its_place(tmp_path: Path) -> None:
    (gain,) = gains_of(Request(3, out=tmp_path))  # type: ignore[arg-type]
    assert isinstance(gain, Failure)
    assert "A fault of Fleetwright itself" in gain.error
    assert ".py:" in gain.error


def test_the_memory_and_time_of_each_source_are_its_own(sources: list[str], tmp_path: Path) -> None:
    for gain in gains(sources, tmp_path / "out", 2):
        assert 0 < gain.cost.memory_mb < 1000
        assert 0 < gain.cost.cpu_seconds < 60


def test_an_interrupt_ends_all_processes_and_keeps_what_was_written(sources: list[str], tmp_path: Path) -> None:
    large = described("Large", "things")
    large["paths"] = {f"/things{n}": large["paths"]["/things"] for n in range(400)}
    (tmp_path / "large.json").write_text(json.dumps(large), encoding="utf-8")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "fleetwright", "generate", sources[0], str(tmp_path / "large.json")]
    with subprocess.Popen(
        [*command, "--out", str(out), "--jobs", "2", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["server"] == "pets"
        os.killpg(process.pid, signal.SIGINT)
        said = process.communicate()[1]
    assert process.returncode == 130
    assert said.splitlines() == ["interrupted; the servers that were written until now are whole"]
    assert [path.name for path in out.iterdir()] == ["pets"]


def tagged() -> dict[str, Any]:
    """Orders under one tag, customers under another, and a call without one."""
    customer = {"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}}
    order = {
        "type": "object",
        "properties": {"id": {"type": "integer"}, "customer_id": {"type": "integer"}, "note": {"type": "string"}},
    }

    def shows(schema: dict[str, Any]) -> dict[str, Any]:
        return {"200": {"description": "", "content": {"application/json": {"schema": schema}}}}

    def listed(name: str, tag: str) -> dict[str, Any]:
        schema = {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}
        return {"get": {"tags": [tag], "responses": shows(schema)}}

    number = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
    one = {"tags": ["Orders"], "parameters": [number], "responses": shows({"$ref": "#/components/schemas/Order"})}
    sent = {"required": True, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}}}
    made = {"tags": ["Orders"], "requestBody": sent, "responses": shows({"$ref": "#/components/schemas/Order"})}
    return {
        "openapi": "3.0.3",
        "info": {"title": "Corner shop", "version": "1"},
        "paths": {
            "/customers": listed("Customer", "Customers of ours"),
            "/orders": {**listed("Order", "Orders"), "post": made},
            "/orders/{id}": {"get": one},
        },
        "components": {"schemas": {"Customer": customer, "Order": order}},
    }


@pytest.fixture
def shop(tmp_path: Path) -> str:
    path = tmp_path / "shop.json"
    path.write_text(json.dumps(tagged()), encoding="utf-8")
    return str(path)


def tools_of(gain: Gain) -> list[str]:
    assert isinstance(gain, Generated)
    return [tool.name for tool in gain.plan.tools]


def test_a_tag_brings_what_its_tools_need_and_names_stay_as_they_are(shop: str, tmp_path: Path) -> None:
    (whole,) = gains_of(Request(shop, out=tmp_path / "whole"))
    assert tools_of(whole) == ["list_customers", "list_orders", "create_orders", "get_order"]
    (part,) = gains_of(Request(shop, out=tmp_path / "part", tags=["orders"]))
    assert tools_of(part) == tools_of(whole)
    (part,) = gains_of(Request(shop, out=tmp_path / "part", tags=["customers*"], force=True))
    assert tools_of(part) == ["list_customers"]
    (part,) = gains_of(Request(shop, out=tmp_path / "part", tools=["get_order"], force=True))
    assert tools_of(part) == ["list_orders", "get_order"]


def test_an_unknown_tag_is_told_with_those_that_there_are(shop: str, tmp_path: Path) -> None:
    (failure,) = gains_of(Request(shop, out=tmp_path / "out", tags=["invoices"]))
    assert isinstance(failure, Failure)
    assert "Customers of ours, Orders" in failure.error


def test_a_service_is_split_into_a_server_for_each_tag_named_after_it(shop: str, tmp_path: Path) -> None:
    parts = gains_of(Request(shop, out=tmp_path / "out", split="tag"))
    names = [part.plan.name for part in parts if isinstance(part, Generated)]
    assert names == ["corner_customers_of", "corner_shop_orders"]
    assert [tools_of(part) for part in parts] == [
        ["list_customers"],
        ["list_customers", "list_orders", "create_orders", "get_order"],
    ]


def test_an_entity_begins_with_as_many_rows_as_asked(shop: str, tmp_path: Path) -> None:
    (made,) = gains_of(Request(shop, out=tmp_path / "out", seed_rows=21))
    assert isinstance(made, Generated)
    seed = json.loads((made.folder / "seed.json").read_text(encoding="utf-8"))
    assert len(seed["customers"]) == 21
