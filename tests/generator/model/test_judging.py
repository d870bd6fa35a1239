"""What is said of a page is held against it: what it does not bear out goes, what it shows besides is asked for."""

import pytest

from generator.model.judging import PageJudge, judged_page, unnamed_calls
from generator.model.sayings import PageSaid

TEXT = """# Boats

* `GET /boats/3.json` shows a boat. Also at `GET /harbours/1/boats/3.json`.
* `POST /boats/3/launch.json` launches it. `speed` is `slow` or `fast`.
* `DELETE https://boats.example/api/v1/boats/3.json` sinks it.
"""


def said(*operations: tuple[str, str, str], **more: object) -> PageSaid:
    found = [
        {"name": "n", "method": method, "path": path, "quotation": words, **more} for method, path, words in operations
    ]
    return PageSaid.model_validate({"operations": found})


GET = ("GET", "/boats/{boat_id}.json", "GET /boats/3.json shows a boat")
LAUNCH = ("POST", "/boats/{boat_id}/launch.json", "launches it")
SINK = ("DELETE", "https://boats.example/api/v1/boats/{boat_id}.json", "sinks it")


def test_all_that_is_borne_out_is_taken() -> None:
    judged = PageJudge(TEXT).judged(said(GET, LAUNCH, SINK))
    assert judged.faults == ()
    assert len(judged.value.operations) == 3


def test_calls_that_nobody_names_are_asked_for_once() -> None:
    judge = PageJudge(TEXT)
    first = judge.judged(said(GET))
    assert [fault.partition(":")[0] for fault in first.faults] == [
        "the document shows POST /boats/3/launch.json",
        "the document shows DELETE https",
    ]
    assert judge.judged(said(GET)).faults == ()


def test_another_path_to_the_same_thing_is_no_other_call() -> None:
    assert unnamed_calls(said(GET, LAUNCH, SINK), TEXT) == ()


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ({"name": "speed", "quotation": "speed is slow or fast", "enum": ["slow", "ludicrous"]}, "ludicrous"),
        ({"name": "depth", "quotation": "launches it"}, "names nothing so"),
        ({"name": "speed", "quotation": "speed is measured in knots"}, "quotation is not in the document"),
    ],
)
def test_an_input_that_the_page_does_not_bear_out_is_refused_alone(field: dict[str, object], reason: str) -> None:
    judged = judged_page(said(LAUNCH, parameters=[{"place": "body", **field}]), TEXT)
    assert len(judged.value.operations) == 1
    assert judged.value.operations[0].parameters == ()
    assert reason in judged.faults[0]


def test_a_path_that_the_page_does_not_show_is_refused() -> None:
    judged = judged_page(said(("POST", "/boats/{boat_id}/sink.json", "sinks it")), TEXT)
    assert judged.value.operations == ()
    assert "no such path" in judged.faults[0]
