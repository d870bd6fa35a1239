"""A small OpenAI-compatible endpoint on loopback, real HTTP, that answers as a function of the request says."""

import json
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from client.loopback import loopback

Json = Any


@dataclass(frozen=True)
class Fault:
    """An answer that is no completion: an HTTP status, or bytes that are no JSON."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: str = '{"error": {"message": "out of order"}}'


@dataclass(frozen=True)
class Message:
    """A completion that is not just a text."""

    content: str | None = None
    refusal: str | None = None
    finish: str = "stop"


Answer = str | Fault | Message
Answers = Callable[[Json], Answer]
Before = Callable[[Json], Awaitable[None]]


async def _at_once(_: Json) -> None:
    """Wait for nothing."""


class Endpoint:
    """What the endpoint was asked, each body once for each time that it came."""

    def __init__(self, answers: Answers, before: Before) -> None:
        self.requests: list[Json] = []
        self._answers = answers
        self._before = before
        self._lock = threading.Lock()

    async def answer(self, request: Request) -> Response:
        body = json.loads(await request.body())
        with self._lock:
            self.requests.append(body)
            answer = self._answers(body)
        await self._before(body)
        if isinstance(answer, Fault):
            return Response(answer.body, answer.status, {"content-type": "application/json", **answer.headers})
        message = Message(answer) if isinstance(answer, str) else answer
        said = {"role": "assistant", "content": message.content, "refusal": message.refusal}
        return JSONResponse(
            {
                "id": "c", "object": "chat.completion", "created": 0, "model": body["model"],
                "choices": [{"index": 0, "message": said, "finish_reason": message.finish}],
                "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110},
            }
        )  # fmt: skip

    @property
    def asked_twice(self) -> list[Json]:
        """The bodies that came more than once."""
        texts = [json.dumps(body, sort_keys=True) for body in self.requests]
        return [json.loads(text) for text in sorted({text for text in texts if texts.count(text) > 1})]


@contextmanager
def endpoint(answers: Answers, before: Before = _at_once) -> Iterator[tuple[str, Endpoint]]:
    """Serve the answers, each after what it waits for, and give the base URL."""
    found = Endpoint(answers, before)
    with loopback(Starlette(routes=[Route("/v1/chat/completions", found.answer, methods=["POST"])])) as url:
        yield f"{url}/v1", found


def stage_of(body: Json) -> str:
    """The stage whose prompt the request holds."""
    first = body["messages"][0]["content"].splitlines()[0]
    return str(first.rpartition(": ")[2].rstrip("."))
