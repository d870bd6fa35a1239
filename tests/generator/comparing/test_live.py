"""A live service: safe calls alone unless writes are asked for, and addresses that are not public refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from comparing.conftest import HOST
from generator.check import read_checks
from generator.compare.live import LiveService, recorded, scripts_of
from generator.compare.replay import compared
from generator.errors import RecordingError
from generator.plan import Plan
from state_db.environment import Environment
from state_db.http import Call, Request, Router
from state_db.image import Image

Json = Any


class OtherInstance:
    """A service that is an environment of a server: what it is sent, it answers by its tools."""

    origin = HOST
    base_path = "/v1"

    def __init__(self, image: Image) -> None:
        self._environment = Environment.open(image, scenario="empty", seed=7)
        self._router = Router(image.routes, {name: dict(tool.input_schema) for name, tool in image.tools.items()})
        self.methods: list[str] = []

    def send(self, request: Request) -> tuple[int, bytes]:
        self.methods.append(request.method)
        call = self._router.call(request)
        if not isinstance(call, Call):
            return 404, b""
        answer = self._environment.call(call.tool, call.arguments)
        return answer.status, answer.text.encode()


@pytest.fixture
def scripts(plan: Plan, folder: Path) -> Any:
    return list(scripts_of(plan, read_checks((folder / "checks.json").read_text(encoding="utf-8"), "checks.json")))


def test_another_instance_of_the_same_service_agrees(plan: Plan, image: Image, scripts: Any) -> None:
    service = OtherInstance(image)
    exchanges = recorded(service, image, scripts, writes=True, most=60)
    assert {"POST", "GET", "DELETE"} <= set(service.methods)
    comparison = compared(plan, image, exchanges)
    assert comparison.agrees, json.dumps(comparison.to_json()["differences"][:3])


def test_without_writes_only_safe_calls_are_sent_and_none_twice(image: Image, scripts: Any) -> None:
    service = OtherInstance(image)
    exchanges = recorded(service, image, scripts, writes=False, most=60)
    assert set(service.methods) == {"GET"}
    targets = [exchange.request.target for exchange in exchanges]
    assert len(targets) == len(set(targets))


def test_no_more_calls_are_made_than_wanted(image: Image, scripts: Any) -> None:
    service = OtherInstance(image)
    assert len(recorded(service, image, scripts, writes=True, most=3)) == len(service.methods) == 3


def test_a_private_address_needs_to_be_allowed() -> None:
    with pytest.raises(RecordingError, match="--allow-private"):
        LiveService("http://127.0.0.1:9/", {}, "/v1")
    with LiveService("http://127.0.0.1:9/", {}, "/v1", allow_private=True) as service:
        assert service.base_path == "/v1"
    with LiveService("http://127.0.0.1:9/mirror/", {}, "/v1", allow_private=True) as service:
        assert service.base_path == "/mirror"


@pytest.mark.parametrize("url", ["ftp://a.example", "nothing", "http://"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(RecordingError):
        LiveService(url, {}, "")
