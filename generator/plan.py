"""The plan: what an API keeps (entities) and what each of its tools does to it (patterns).

Rules or a model write it, a person may edit it as ``plan.json``, and all of a server folder is rendered from it.
``plan_text`` and ``read_plan`` are the only ways between the typed form and the file, which leaves out defaults.
"""

from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, ValidationError

from generator.check import Check, Rows
from generator.entity import Column, Condition, Entity, Reference
from generator.errors import RenderError
from generator.form import Form, Json, JsonSchema
from generator.layout import indented
from generator.roles import (
    Comparison,
    Direction,
    Fields,
    Filter,
    Input,
    Key,
    Member,
    Order,
    Paging,
    Parts,
    Role,
    Show,
    Terms,
    Value,
)
from generator.tool import (
    RESERVED_TOOL_NAMES,
    Accord,
    Argument,
    End,
    Example,
    Failure,
    LeftOut,
    Partial,
    PatternKind,
    Person,
    Tool,
)

ServerName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,21}$")]


class Unmodelled(Form):
    """A selected operation that is not offered as a tool, and why."""

    operation: str
    reason: str


class Declared(Form):
    """The answers that the documentation declares for one operation, by status ("200", "4XX", "default").

    A status without a schema declares no body; of a success, the same as the ``output`` of the operation's tool.
    """

    operation: str
    responses: dict[str, JsonSchema | None]


class Source(Form):
    """Where the plan comes from: a URL, or the name of a local file, and the digest of its bytes."""

    url: str
    sha256: str


class Plan(Form):
    """One server: its entities, its tools, and every selected operation that is not modelled, with the reason.

    ``checks`` are calls with what must hold that were written from the documentation alone. ``rows`` are the rows to
    begin with by table, where they are not to be made from the plan. ``quotations`` are the words of the documentation
    that bear out an operation or a part of the plan, by its name.
    """

    name: ServerName
    title: str
    version: str = ""
    text: str = ""
    source: Source
    engine: Literal["rules", "model"] = "rules"
    base_url: str = ""
    base_path: str = ""
    seed: int = 0
    seed_rows: int = 8
    epoch: str = "2026-01-05T09:00:00Z"
    entities: tuple[Entity, ...]
    tools: tuple[Tool, ...]
    schemas: dict[str, JsonSchema] = Field(default_factory=dict)
    unmodelled: tuple[Unmodelled, ...] = ()
    declared: tuple[Declared, ...] = ()
    assumptions: tuple[str, ...] = ()
    dropped: tuple[Unmodelled, ...] = ()
    checks: tuple[Check, ...] = ()
    rows: Rows | None = None
    quotations: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    def entity(self, name: str) -> Entity:
        """Return the entity of this name. Raises: KeyError."""
        return self._entities_by_name[name]

    @cached_property
    def _entities_by_name(self) -> dict[str, Entity]:
        return {entity.name: entity for entity in reversed(self.entities)}

    @cached_property
    def kept_links(self) -> dict[int, tuple[Entity, Any]]:
        """The links of entities that were asked for, by the identity of the entity, which is kept with them.

        They are worked out and read by ``generator.links`` alone: everything that renders or seeds asks for them again.
        """
        return {}

    @cached_property
    def referring(self) -> dict[str, tuple[tuple[Entity, Column], ...]]:
        """The columns that refer to each entity, by its name, with the entities that they are of."""
        found: dict[str, list[tuple[Entity, Column]]] = {}
        for entity in self.entities:
            for column in entity.columns:
                if column.references is not None:
                    found.setdefault(column.references.entity, []).append((entity, column))
        return {name: tuple(columns) for name, columns in found.items()}

    def tool_of(self, operation: str) -> Tool | None:
        """Return the tool of an operation ("GET /things"), None where it has none."""
        return next((tool for tool in self.tools if f"{tool.method} {tool.path}" == operation), None)

    def tools_of(self, entity: str) -> tuple[Tool, ...]:
        """Return the tools of an entity, in their order."""
        return self._tools_by_entity.get(entity, ())

    @cached_property
    def _tools_by_entity(self) -> dict[str, tuple[Tool, ...]]:
        found: dict[str, list[Tool]] = {}
        for tool in self.tools:
            found.setdefault(tool.entity, []).append(tool)
        return {name: tuple(tools) for name, tools in found.items()}

    @cached_property
    def column_names(self) -> frozenset[str]:
        """The names of all columns of all entities."""
        return frozenset(column.name for entity in self.entities for column in entity.columns)

    def tool(self, name: str) -> Tool:
        """Return the tool of this name. Raises: KeyError."""
        return self._tools_by_name[name]

    @cached_property
    def _tools_by_name(self) -> dict[str, Tool]:
        return {tool.name: tool for tool in reversed(self.tools)}


def plan_text(plan: Plan) -> str:
    """Return plan.json's text: two-space JSON without defaults, ending in a newline."""
    data = plan.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return indented(data) + "\n"


def read_plan(text: str, where: str) -> Plan:
    """Return the plan that plan.json's text holds; ``where`` names the file in errors. Raises: RenderError."""
    try:
        return Plan.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        pointer = "/".join(str(part) for part in first["loc"])
        raise RenderError(
            f"{first['msg']}{_more(error.error_count())}.",
            where=f"{where}#/{pointer}",
            next="Mend plan.json and run fleetwright render again.",
        ) from error


def _more(count: int) -> str:
    return f" ({count} faults in all)" if count > 1 else ""


# The parts of a plan are read from here too, whatever module tells of them.
__all__ = [
    "RESERVED_TOOL_NAMES", "Accord", "Argument", "Column", "Comparison", "Condition", "Declared", "Direction", "End",
    "Entity", "Example", "Failure", "Fields", "Filter", "Input", "Json", "JsonSchema", "Key", "LeftOut", "Member",
    "Order", "Paging", "Partial", "Parts", "PatternKind", "Person", "Plan", "Reference", "Role", "Show", "Source",
    "Terms", "Tool", "Unmodelled", "Value", "plan_text", "read_plan",
]  # fmt: skip
