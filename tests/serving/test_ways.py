"""Whatever way a client takes, it is served the same tools and the same bytes."""

import json
from pathlib import Path
from typing import Any

import pytest

from state_db.answer import Answer
from state_db.environment import Environment
from state_db.serve.tools import answer_text

from .conftest import runnable
from .samples import SAMPLES, Sample
from .ways import ALL_WAYS, IN_MEMORY, PROTOCOL_VERSIONS, Reply, Way, connected

Json = Any

pytestmark = pytest.mark.anyio


@pytest.fixture(params=SAMPLES, ids=str)
def sample(request: pytest.FixtureRequest) -> Sample:
    assert isinstance(request.param, Sample)
    return request.param


@pytest.fixture
def folder(sample: Sample, tmp_path: Path) -> Path:
    return runnable(sample, tmp_path)


def reply_to(answer: Answer) -> Reply:
    """What every client has to be given for this answer of the environment."""
    structured = answer.body if answer.error is None and isinstance(answer.body, dict) else None
    return Reply(answer_text(answer), structured, answer.error is not None)


@pytest.mark.parametrize("way", ALL_WAYS, ids=str)
async def test_every_way_serves_the_tools_verbatim_and_the_same_bytes(way: Way, sample: Sample, folder: Path) -> None:
    written = json.loads((folder / "tools.json").read_text(encoding="utf-8"))["tools"]
    with Environment.open(folder) as environment:
        expected = [reply_to(environment.call(tool, arguments)) for tool, arguments in sample.calls + sample.refused]
    async with connected(way, folder) as link:
        assert await link.version() == PROTOCOL_VERSIONS[way.mode]
        assert await link.tools() == written
        replies = [await link.call(tool, arguments) for tool, arguments in sample.calls + sample.refused]
    assert replies == expected
    assert any(reply.is_error for reply in replies)
    assert not all(reply.is_error for reply in replies)


@pytest.mark.parametrize("way", IN_MEMORY, ids=str)
async def test_calls_that_do_not_fit_are_errors_that_say_why_and_change_nothing(
    way: Way, sample: Sample, folder: Path
) -> None:
    async with connected(way, folder) as link:
        before = await link.call(*sample.read)
        tool, arguments = sample.read
        for call in [*sample.refused, (tool, {name: "a\ud800" for name in arguments}), (tool, {"\ud800": 1})]:
            reply = await link.call(*call)
            assert reply.is_error, call
            assert "pydantic" not in reply.text
            assert len(reply.text.encode()) > 20, reply
        assert await link.call(*sample.read) == before
        await link.call(*sample.write)
        assert await link.call(*sample.read) != before


@pytest.mark.parametrize("way", [Way("mcp", "stdio", "auto"), Way("fastmcp", "http", "auto")], ids=str)
async def test_a_state_file_keeps_the_state_across_processes(
    way: Way, sample: Sample, folder: Path, tmp_path: Path
) -> None:
    file = str(tmp_path / "run.db")
    async with connected(way, folder, "--state", file) as link:
        assert not (await link.call(*sample.write)).is_error
        written = await link.call(*sample.read)
    async with connected(way, folder, "--state", file) as link:
        assert await link.call(*sample.read) == written
    async with connected(way, folder) as link:
        assert await link.call(*sample.read) != written
