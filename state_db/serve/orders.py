"""What the control interface is sent and what it answers, typed."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from state_db.injection import Injection
from state_db.scenario import ScenarioForm
from state_db.serve.recipe import Recipe

Json = Any


class Form(BaseModel):
    """A body: closed to words it does not know, and strict about types."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Order(Form):
    """What a private environment is to be."""

    servers: list[str] = Field(min_length=1, description="Names of the servers, each once.")
    scenario: ScenarioForm = Field(
        "seed", description='"seed", "empty", or rows by server and table, over one of the two too.'
    )
    seed: int = Field(0, ge=0, lt=2**63, description="Changes the keys that the servers make.")
    caller: str | int | dict[str, str | int] | None = Field(
        None, description="Key of the acting user, in every server or by server."
    )
    tools: list[str] | None = Field(None, description="The tools to offer, by the names that agents see.")
    injection: Injection | None = Field(None, description="Faults that calls meet, by rule and chance.")

    @property
    def recipe(self) -> Recipe:
        """The order as a recipe."""
        tools = None if self.tools is None else tuple(self.tools)
        return Recipe(tuple(self.servers), self.scenario, self.seed, self.caller, tools, self.injection)


class ForkOrder(Form):
    """How far a fork has gone."""

    calls: int | None = Field(None, ge=0, description="As it was before call number N, from 0; without it, as it is.")


class Beginning(Form):
    """What an environment goes back to: what is not given stays as it was ordered."""

    scenario: ScenarioForm | None = Field(
        None, description='"seed", "empty", or rows by server and table, over one of the two too.'
    )
    seed: int | None = Field(None, ge=0, lt=2**63, description="Changes the keys that the servers make.")


class ClockOrder(Form):
    """What the clock is to say: a time, or so many seconds more than now."""

    now: str | None = Field(None, description="An ISO time with a zone, such as 2026-01-05T09:00:00Z.")
    step_seconds: int | None = Field(None, description="How far to move the clock; backwards where it is negative.")


class ClockAnswer(Form):
    """The clock."""

    now: str = Field(description="The time that the next call will see.")


class Places(Form):
    """Where one server of an environment is reached."""

    mcp: str = Field(description="Its MCP endpoint, under the tools' plain names.")
    rest: str = Field(description="Its REST face: the base URL for a client of the API.")


class EnvironmentAnswer(Form):
    """An environment."""

    id: str = Field(description="128 random bits in hexadecimal; a server's name for its shared environment.")
    mcp: str = Field(description="MCP endpoint of all its servers; of several, tools are named server__tool.")
    control: str = Field(description="Where the environment is controlled.")
    servers: dict[str, Places]
    beginning: str = Field(description="What it began with: seed, empty, rows or snapshot.")
    seed: int
    now: str = Field(description="The time that the next call will see.")
    calls: int = Field(description="How many calls were made since it began, or since it was woken from the disk.")


class EnvironmentsAnswer(Form):
    """The ids of the environments that this worker keeps."""

    environments: list[str]


class StateAnswer(Form):
    """Rows by server and table."""

    servers: dict[str, dict[str, list[dict[str, Any]]]]


class DigestAnswer(Form):
    """The digest of a state: equal for equal rows."""

    digest: str


class DiffAnswer(Form):
    """What differs, by server and table: rows that were added, removed and changed."""

    equal: bool
    servers: dict[str, dict[str, Any]]


class InjectionAnswer(Form):
    """The faults that calls meet; null is none."""

    injection: Injection | None


class ComparisonAnswer(Form):
    """Whether two environments came to equivalent states; if so by which keys for which, else why not."""

    alike: bool
    mapping: dict[str, list[tuple[Any, Any]]] = Field(description="By table: a key here, and the one there.")
    reasons: list[str]


class ErrorText(Form):
    """What is wrong and what to do."""

    message: str


class ErrorAnswer(Form):
    """A refusal."""

    error: ErrorText
