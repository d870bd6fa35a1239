"""What a run may ask of which model, and where what it answered is kept."""

import os
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.errors import ModelError
from generator.prose.cache import cache_file

KEY, BASE_URL, MODEL = "OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL"
CHECK_KEY = "OPENAI_CHECK_API_KEY"
OPENAI = "https://api.openai.com/v1"


def completions_file() -> Path:
    """Return where completions are kept for this user: beside the pages that were fetched."""
    return cache_file().with_name("completions.sqlite")


@dataclass(frozen=True, slots=True)
class Prices:
    """Dollars for a million tokens that are sent, and for a million that are answered."""

    sent: float
    answered: float


@dataclass(frozen=True, slots=True)
class Settings:
    """A model behind an OpenAI-compatible endpoint, and the bounds of what is asked of it.

    ``most_tokens`` and ``most_dollars`` bound what one run newly asks; completions out of the cache cost nothing.
    ``timeout_seconds`` is for one request, ``pause_seconds`` the first of the doubling pauses between ``attempts``.
    ``temperature`` is left to the endpoint where it is None. ``check_model`` writes the checks, where one is named.
    """

    model: str
    base_url: str = OPENAI
    key: str = ""
    cache: Path = field(default_factory=completions_file)
    second: str = ""
    check_model: str = ""
    check_base_url: str = ""
    check_key: str = ""
    temperature: float | None = None
    most_tokens: int | None = None
    most_dollars: float | None = None
    prices: Prices | None = None
    concurrency: int = 8
    attempts: int = 6
    timeout_seconds: float = 900.0
    pause_seconds: float = 1.0
    seeds: bool = False
    words: bool = False

    @property
    def checking(self) -> "Settings":
        """Return the settings of the model that writes the checks: another one where one is named.

        A key is for the endpoint that it belongs to: the checks' own endpoint never gets the other's.
        """
        if not self.check_model:
            return self
        if not self.check_base_url:
            return replace(self, model=self.check_model)
        return replace(self, model=self.check_model, base_url=self.check_base_url, key=self.check_key)


def has_model(model: str | None, base_url: str | None = None) -> bool:
    """Return whether flags and environment say of which model anything can be asked."""
    reachable = base_url or os.environ.get(KEY) or os.environ.get(BASE_URL)
    return bool(model or os.environ.get(MODEL)) and bool(reachable)


def settings_from(model: str | None, base_url: str | None, cache: Path | None) -> Settings:
    """Return the settings that flags give, and where they are silent the environment. Raises: ModelError."""
    name = model or os.environ.get(MODEL, "")
    if not name:
        raise ModelError("No model is named.", next=f"Give --model NAME, or set {MODEL}.")
    url = base_url or os.environ.get(BASE_URL) or OPENAI
    key = os.environ.get(KEY, "")
    if not key and url == OPENAI:
        raise ModelError(
            f"{KEY} is not set.", where=url, next=f"Set it, or {BASE_URL} for another endpoint than OpenAI's."
        )
    return Settings(name, url, key, cache or completions_file())
