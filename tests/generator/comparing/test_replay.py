"""A recording made on a server: what agrees, and the cause of every difference."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comparing.conftest import HOST, KEY, SHOWN, archive, entry, story
from generator.compare.outcome import Comparison
from generator.compare.recorder import archive_text, exchanges_of
from generator.compare.recording import read_recording
from generator.compare.replay import compared
from generator.plan import Plan
from state_db.image import Image

Json = Any


@pytest.fixture
def comparison_of(plan: Plan, image: Image, tmp_path: Path) -> Any:
    def held(*entries: Json) -> Comparison:
        return compared(plan, image, read_recording(archive(tmp_path / "run.har", *entries)))

    return held


def whys(comparison: Comparison) -> list[str]:
    return [difference.why for step in comparison.steps for difference in step.differences]


def test_a_run_of_the_real_service_agrees_with_other_ids_and_times(comparison_of: Any) -> None:
    comparison = comparison_of(*story())
    assert comparison.agrees, whys(comparison)
    assert comparison.to_json()["declared"] == {"steps": 5, "status": 1.0, "body": 1.0}


def test_the_service_may_stand_behind_another_path_than_is_documented(comparison_of: Any) -> None:
    moved = story()
    for each in moved:
        each["request"]["url"] = each["request"]["url"].replace("/v1/", "/mirror/library/")
    assert comparison_of(*moved).agrees


def test_a_status_that_is_not_declared_counts_only_among_all_steps(comparison_of: Any) -> None:
    comparison = comparison_of(story()[0], entry("POST", f"{HOST}/v1/books", 409, None, {"title": "Tides"}))
    assert comparison.declared.steps == 1
    assert comparison.all.to_json() == {"steps": 2, "status": 0.5, "body": 0.5}
    assert "which the description does not declare" in whys(comparison)[0]


def test_a_wrong_body_is_told_by_its_pointer_with_both_values(comparison_of: Any) -> None:
    wrong = {**SHOWN, "pages": 13}
    comparison = comparison_of(entry("POST", f"{HOST}/v1/books", 201, wrong, {"title": "Tides", "pages": 12}))
    (difference,) = comparison.to_json()["differences"]
    assert difference["step"] == 0
    assert (difference["expected"], difference["got"]) == (13, 12)
    assert difference["why"].startswith("POST /books: body at /pages")


def test_what_is_unmodelled_or_no_operation_at_all_is_said_to_be(comparison_of: Any) -> None:
    comparison = comparison_of(
        *story()[:1],
        entry("POST", f"{HOST}/v1/books/{KEY}/weigh", 200, {"kg": 1.5}),
        entry("GET", f"{HOST}/v1/shelves", 200, []),
        entry("GET", "https://cdn.example/v1/books", 200, []),
    )
    found = whys(comparison)
    assert found[0].startswith("unmodelled: ")
    assert found[1:] == ["It is not an operation of this description."] * 2
    assert [step.declared for step in comparison.steps] == [True, True, False, False]


def test_a_body_that_cannot_be_read_is_answered_as_the_server_answers_it(comparison_of: Any) -> None:
    broken = entry("POST", f"{HOST}/v1/books", 422, {"code": 422, "message": "unreadable"})
    broken["request"]["postData"] = {"mimeType": "application/json", "text": "{"}
    assert comparison_of(broken).agrees


CALLS = st.lists(
    st.one_of(
        st.tuples(st.just("create"), st.text(max_size=20), st.integers(-5, 5)),
        st.tuples(st.just("list")),
        st.tuples(st.sampled_from(["get", "delete"]), st.integers(0, 3)),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CALLS)
def test_a_recording_of_the_server_itself_agrees_in_every_step(
    plan: Plan, image: Image, tmp_path: Path, calls: Any
) -> None:
    made = exchanges_of(image, _calls(plan, image, calls))
    path = tmp_path / "own.har"
    path.write_text(archive_text(made), encoding="utf-8")
    comparison = compared(plan, image, read_recording(path))
    assert comparison.agrees, whys(comparison)


def _calls(plan: Plan, image: Image, calls: Any) -> list[tuple[str, dict[str, Json]]]:
    """The calls by the names of the tools, with the keys that the server gives to what was created so far."""
    tools = {tool.pattern: tool.name for tool in plan.tools}
    made: list[tuple[str, dict[str, Json]]] = []
    for kind, *rest in calls:
        if kind == "create":
            made.append((tools["create"], {"title": rest[0], "pages": rest[1]}))
        elif kind == "list":
            made.append((tools["list"], {}))
        else:
            answers = exchanges_of(image, made)
            keys = [each.body["id"] for each in answers if each.status == 201]
            made.append((tools[kind], {"book_id": keys[rest[0]] if rest[0] < len(keys) else KEY}))
    return made
