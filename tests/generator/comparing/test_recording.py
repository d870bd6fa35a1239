"""HTTP Archives: what they may hold, and what is said of those that cannot be read."""

import base64
from pathlib import Path
from typing import Any

import pytest

from comparing.conftest import archive, entry
from generator.compare.recording import NO_BODY, read_recording
from generator.errors import RecordingError

Json = Any


def one(path: Path, changed: Json) -> Any:
    (exchange,) = read_recording(archive(path / "a.har", changed))
    return exchange


def test_an_answer_may_be_base64(tmp_path: Path) -> None:
    text = base64.b64encode(b'{"a": 1}').decode()
    changed = entry("GET", "https://a.example/x", 200)
    changed["response"]["content"] = {"text": text, "encoding": "base64"}
    assert one(tmp_path, changed).body == {"a": 1}


def test_an_answer_that_is_no_json_is_its_text(tmp_path: Path) -> None:
    changed = entry("GET", "https://a.example/x", 200)
    changed["response"]["content"] = {"text": "<html>", "mimeType": "text/html"}
    assert one(tmp_path, changed).body == "<html>"


def test_no_content_is_no_body_and_null_is_one(tmp_path: Path) -> None:
    assert one(tmp_path, entry("GET", "https://a.example/x", 204)).body == NO_BODY
    changed = entry("GET", "https://a.example/x", 200)
    changed["response"]["content"] = {"text": "null"}
    assert one(tmp_path, changed).body is None


def test_a_form_may_be_given_by_its_fields(tmp_path: Path) -> None:
    changed = entry("POST", "https://a.example/x", 200)
    changed["request"]["postData"] = {
        "mimeType": "application/x-www-form-urlencoded",
        "params": [{"name": "a", "value": "1 2"}],
    }
    assert one(tmp_path, changed).request.body == b"a=1+2"


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("not json", ".har", "This is not JSON"),
        ("{}", ".har#", '"log" is missing'),
        ('{"log": {"entries": []}}', "#/log/entries", "holds no calls"),
        ('{"log": {"entries": [7]}}', "#/log/entries/0", '"request" is missing'),
        (
            '{"log": {"entries": [{"request": {"url": "x", "method": "GET"}, "response": {"status": "200"}}]}}',
            "#/log/entries/0/response",
            '"status" is missing, or is no whole number',
        ),
    ],
)
def test_a_broken_archive_is_told_by_its_place(tmp_path: Path, text: str, where: str, what: str) -> None:
    path = tmp_path / "broken.har"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RecordingError) as caught:
        read_recording(path)
    assert caught.value.where.endswith(where)
    assert what in caught.value.what
    assert caught.value.next


def test_text_that_is_not_base64_is_told(tmp_path: Path) -> None:
    changed = entry("GET", "https://a.example/x", 200)
    changed["response"]["content"] = {"text": "§", "encoding": "base64"}
    with pytest.raises(RecordingError, match="not base64"):
        read_recording(archive(tmp_path / "a.har", changed))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="cannot be read"):
        read_recording(tmp_path / "nowhere.har")
