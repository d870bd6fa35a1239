"""A small OpenAI-compatible endpoint on loopback, real HTTP, that answers what a script says."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from client.loopback import loopback

Json = Any


class Script:
    """What the endpoint answers, one message a request, and the requests that it got."""

    def __init__(self, answers: list[Json]) -> None:
        self.requests: list[Json] = []
        self._answers = answers

    async def answer(self, request: Request) -> JSONResponse:
        self.requests.append(json.loads(await request.body()))
        answer = self._answers.pop(0) if self._answers else {"content": "Done."}
        if isinstance(answer, int):
            return JSONResponse({"error": {"message": "out of order"}}, status_code=answer)
        message = {"role": "assistant", "content": None, **answer}
        choice = {"index": 0, "message": message, "finish_reason": "tool_calls" if "tool_calls" in answer else "stop"}
        usage = {"prompt_tokens": 5, "completion_tokens": 2, "total_tokens": 7}
        return JSONResponse(
            {"id": "c", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice], "usage": usage}
        )


@contextmanager
def endpoint(answers: list[Json]) -> Iterator[tuple[str, Script]]:
    """Serve the script and give the base URL for OPENAI_BASE_URL."""
    script = Script(answers)
    with loopback(Starlette(routes=[Route("/v1/chat/completions", script.answer, methods=["POST"])])) as url:
        yield f"{url}/v1", script


def tool_call(name: str, arguments: str, id: str = "c1") -> Json:
    """A call as a model writes it: its arguments are a text, whatever that holds."""
    return {"id": id, "type": "function", "function": {"name": name, "arguments": arguments}}
