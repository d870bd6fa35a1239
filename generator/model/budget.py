"""The budget of a run: tokens and money spent so far, and a hard stop before a request that could go beyond it."""

from dataclasses import dataclass

from generator.errors import ModelError
from generator.model.settings import Prices

# A token is about four characters of English or JSON; what an answer takes is not known before it is there.
CHARACTERS_PER_TOKEN = 4
EXPECTED_ANSWER_TOKENS = 2_000


@dataclass(frozen=True, slots=True)
class Usage:
    """What was asked: requests, and tokens sent and answered; ``cached`` requests were answered out of the cache."""

    requests: int = 0
    sent: int = 0
    answered: int = 0
    cached: int = 0
    feedback: int = 0
    retries: int = 0

    @property
    def tokens(self) -> int:
        """Return all tokens that were newly paid for."""
        return self.sent + self.answered

    def dollars(self, prices: Prices | None) -> float | None:
        """Return what the tokens cost, None where no price is known."""
        if prices is None:
            return None
        return (self.sent * prices.sent + self.answered * prices.answered) / 1_000_000

    def line(self, prices: Prices | None = None) -> str:
        """Return the running total as people read it."""
        cost = self.dollars(prices)
        said = f"{self.requests} requests, {self.sent:,} + {self.answered:,} tokens"
        said += f", ${cost:.4f}" if cost is not None else ""
        return said + (f", {self.cached} from the cache" if self.cached else "")


class Budget:
    """Counts what is spent on top of what was before, and keeps back what open requests may come to."""

    def __init__(
        self,
        most_tokens: int | None,
        most_dollars: float | None,
        prices: Prices | None,
        before: Usage = Usage(),
    ) -> None:
        if most_dollars is not None and prices is None:
            raise ModelError(
                "A bound in money needs a price.", next="Give --price SENT,ANSWERED in dollars for a million tokens."
            )
        self._most_tokens = most_tokens
        self._most_dollars = most_dollars
        self._prices = prices
        self._open = 0
        self._open_sent = 0
        self.requests, self.sent, self.answered = before.requests, before.sent, before.answered
        self.cached, self.feedback, self.retries = before.cached, before.feedback, before.retries

    @property
    def usage(self) -> Usage:
        """Return what was spent until now."""
        return Usage(self.requests, self.sent, self.answered, self.cached, self.feedback, self.retries)

    def reserve(self, tokens: int) -> None:
        """Keep back what a request of so many tokens may cost. Raises: ModelError where that is beyond a bound."""
        sent = self.sent + self._open_sent + tokens
        answered = self.answered + (self._open + 1) * EXPECTED_ANSWER_TOKENS
        if self._most_tokens is not None and sent + answered > self._most_tokens:
            raise self._spent(f"{self._most_tokens:,} tokens")
        cost = Usage(sent=sent, answered=answered).dollars(self._prices)
        if self._most_dollars is not None and cost is not None and cost > self._most_dollars:
            raise self._spent(f"${self._most_dollars:g}")
        self._open += 1
        self._open_sent += tokens

    def release(self, tokens: int) -> None:
        """Take back what was kept for a request."""
        self._open -= 1
        self._open_sent -= tokens

    def spend(self, sent: int, answered: int) -> None:
        """Count an answered request."""
        self.requests += 1
        self.sent += sent
        self.answered += answered

    def _spent(self, bound: str) -> ModelError:
        return ModelError(
            f"The next request could go beyond the budget of {bound} ({self.usage.line(self._prices)}).",
            next="Run the same command with a larger budget: what was answered is kept and not asked again.",
        )
