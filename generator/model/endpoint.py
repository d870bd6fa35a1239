"""One OpenAI-compatible endpoint: a request in, a completion out, through retries, the budget and the cache."""

import asyncio
import json
from typing import Any, cast

from openai import (
    APIConnectionError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
    AsyncOpenAI,
    OpenAIError,
)
from openai.types.chat import ChatCompletion

from generator.errors import ModelError
from generator.model.budget import CHARACTERS_PER_TOKEN, Budget
from generator.model.completions import Completion, Completions, Request
from generator.model.settings import KEY, Settings

LONGEST_PAUSE_SECONDS = 120.0
_AGAIN = "Run the same command again: what was answered is kept and not asked again."


class Unsupported(Exception):
    """The endpoint does not know the way in which JSON was asked for."""


class Endpoint:
    """Asks one endpoint, at most ``concurrency`` requests at a time."""

    def __init__(self, settings: Settings, completions: Completions, budget: Budget) -> None:
        self._settings = settings
        self._completions = completions
        self._budget = budget
        self._gate = asyncio.Semaphore(settings.concurrency)
        self._client = AsyncOpenAI(
            api_key=settings.key or "none",
            base_url=settings.base_url,
            timeout=settings.timeout_seconds,
            max_retries=0,  # the pauses are counted and told here
        )

    async def completion(self, request: Request) -> Completion:
        """Return what the model answers, out of the cache where it was asked before.

        Raises: ModelError; Unsupported where the endpoint refuses the request's response_format.
        """
        found = self._completions.find(request)
        if found is not None:
            self._budget.cached += 1
            return found
        async with self._gate:
            tokens = len(json.dumps(request, ensure_ascii=False)) // CHARACTERS_PER_TOKEN
            self._budget.reserve(tokens)
            try:
                completion = await self._asked(request)
            finally:
                self._budget.release(tokens)
            self._budget.spend(completion.sent or tokens, completion.answered)
            self._completions.keep(request, completion)
            return completion

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def _asked(self, request: Request) -> Completion:
        said = ""
        for attempt in range(self._settings.attempts):
            if attempt:
                self._budget.retries += 1
            try:
                found = await self._client.chat.completions.create(**cast("dict[str, Any]", dict(request)))
                return _completion(found)
            except (APITimeoutError, APIConnectionError, APIResponseValidationError, json.JSONDecodeError) as error:
                said, pause = str(error) or type(error).__name__, None
            except APIStatusError as error:
                said, pause = self._refused(error, request)
            except OpenAIError as error:
                raise ModelError(f"The endpoint cannot be asked: {error}.", where=self._where) from error
            await asyncio.sleep(self._pause(attempt, pause))
        raise ModelError(
            f"The endpoint did not answer in {self._settings.attempts} attempts: {said.rstrip('.')}.",
            where=self._where,
            next=_AGAIN,
        )

    def _refused(self, error: APIStatusError, request: Request) -> tuple[str, float | None]:
        """What an HTTP error says and how long it asks to wait. Raises where another attempt is no use."""
        status = error.status_code
        if status in (408, 409, 425, 429) or status >= 500:
            return f"{status} {error.message}", _retry_after(error)
        if status in (400, 404, 415, 422) and "response_format" in request and status != 404:
            raise Unsupported(error.message)
        advice = f"Check {KEY}." if status in (401, 403) else "Check --model and --base-url."
        raise ModelError(f"The endpoint refuses: {status} {error.message}", where=self._where, next=advice)

    def _pause(self, attempt: int, asked: float | None) -> float:
        wanted = self._settings.pause_seconds * 2**attempt if asked is None else asked
        return float(min(wanted, LONGEST_PAUSE_SECONDS)) if attempt + 1 < self._settings.attempts else 0.0

    @property
    def _where(self) -> str:
        return f"{self._settings.base_url} ({self._settings.model})"


def _completion(found: ChatCompletion) -> Completion:
    """What stands in the first choice; an endpoint that leaves things out has answered nothing."""
    usage = found.usage
    sent, answered = (usage.prompt_tokens or 0, usage.completion_tokens or 0) if usage is not None else (0, 0)
    if not found.choices:
        return Completion("", "", "empty", sent, answered)
    choice = found.choices[0]
    message = choice.message
    return Completion(message.content or "", message.refusal or "", str(choice.finish_reason), sent, answered)


def _retry_after(error: APIStatusError) -> float | None:
    """The seconds that the answer asks to wait."""
    for name, unit in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        try:
            return max(0.0, float(error.response.headers[name]) / unit)
        except (KeyError, ValueError):
            continue
    return None
