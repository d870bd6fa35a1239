"""Options of commands that may ask a model, and the settings that they give."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import click

from generator.errors import ModelError
from generator.model.settings import CHECK_KEY, Prices, Settings, has_model, settings_from

Command = TypeVar("Command", bound=Callable[..., Any])


class PriceType(click.ParamType[Prices]):
    """Two numbers with a comma between them."""

    name = "SENT,ANSWERED"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Prices:
        """Return the prices."""
        if isinstance(value, Prices):
            return value
        try:
            sent, answered = (float(part) for part in str(value).split(","))
        except ValueError:
            self.fail("Give two numbers, as in 0.25,2: dollars for a million tokens sent, and answered.", param, ctx)
        return Prices(sent, answered)


@dataclass(frozen=True, slots=True)
class ModelOptions:
    """What the command line says of the model."""

    model: str | None
    base_url: str | None
    cache: Path | None
    budget_tokens: int | None
    budget_dollars: float | None
    price: Prices | None
    concurrency: int
    timeout: float
    second_reading: str | None
    check_model: str | None
    check_base_url: str | None
    seeds: bool
    words: bool
    dry_run: bool


def model_options(command: Command) -> Command:
    """Add the options of a model to a command; it gets them as one ``ModelOptions`` by the name ``asked``."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


_OPTIONS = (
    click.option("--model", metavar="NAME", help="The model behind the endpoint; OPENAI_MODEL where not given."),
    click.option("--base-url", metavar="URL", help="An OpenAI-compatible endpoint; OPENAI_BASE_URL where not given. "
                 "Its key is OPENAI_API_KEY."),
    click.option("--cache", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
                 help="Where completions are kept, so that nothing is asked twice; the user's cache where not given."),
    click.option("--budget-tokens", type=click.IntRange(min=1), metavar="N", help="Ask no more when that is reached."),
    click.option("--budget-dollars", type=click.FloatRange(min=0, min_open=True), metavar="X",
                 help="Ask no more when that is reached; needs --price."),
    click.option("--price", type=PriceType(), help="Dollars for a million tokens sent, and answered."),
    click.option("--concurrency", type=click.IntRange(1, 64), default=8, show_default=True,
                 help="Requests at a time."),
    click.option("--timeout", type=click.FloatRange(min=1), default=900, show_default=True, metavar="SECONDS",
                 help="How long one request may take."),
    click.option("--second-reading", metavar="NAME", help="Another model that reads the documentation as well; where "
                 "both differ in behaviour, that is settled. The same name reads at another temperature."),
    click.option("--check-model", metavar="NAME", help="Another model that writes the checks, so that no mind that "
                 "writes programs writes what they are checked by."),
    click.option("--check-base-url", metavar="URL", help="The endpoint of --check-model, where it is another one; "
                 f"its key is {CHECK_KEY}."),
    click.option("--seeds", is_flag=True, help="Let the model write the rows to begin with."),
    click.option("--words", is_flag=True, help="Let the model rewrite the descriptions of tools for agents."),
    click.option("--dry-run", is_flag=True, help="Show the stages, and an estimate of what would be asked."),
)  # fmt: skip


def settings_of(options: ModelOptions, engine: str) -> Settings | None:
    """Return the settings of the model, None where none is to be asked. Raises: ModelError."""
    if engine == "rules" or (engine == "auto" and not has_model(options.model, options.base_url)):
        return None
    if options.check_base_url and not options.check_model:
        raise ModelError("--check-base-url is the endpoint of --check-model.", next="Name that model as well.")
    found = settings_from(options.model, options.base_url, options.cache)
    return replace(
        found,
        second=options.second_reading or "",
        check_model=options.check_model or "",
        check_base_url=options.check_base_url or "",
        check_key=os.environ.get(CHECK_KEY, ""),
        most_tokens=options.budget_tokens,
        most_dollars=options.budget_dollars,
        prices=options.price,
        concurrency=options.concurrency,
        timeout_seconds=options.timeout,
        seeds=options.seeds,
        words=options.words,
    )
