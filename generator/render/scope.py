"""A tool beside its entity and plan, as every part of rendering looks at it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.errors import RenderError
from generator.plan import Argument, Column, Entity, Json, JsonSchema, Key, Member, Plan, Tool, Value
from generator.render.text import free_name, sql_name
from generator.schema import Schemas

# What a template is given.
Context = dict[str, Any]

# Columns that every view adds; a table's own columns never begin with an underscore.
ENTRY, BODY = "entry", "body"

# What a schema that says nothing allows.
ANY_TYPE = frozenset({"null", "boolean", "integer", "number", "string", "array", "object"})


def entry_name(entity: Entity) -> str:
    """Return the view's column that counts rows in the order of their insertion."""
    return _free_column(entity, ENTRY)


def body_name(entity: Entity) -> str:
    """Return the view's column that holds the JSON form."""
    return _free_column(entity, BODY)


def _free_column(entity: Entity, wanted: str) -> str:
    return f"_{wanted}" if any(column.name == wanted for column in entity.columns) else wanted


def view_name(entity: Entity, form: str = "full") -> str:
    """Return the name of the view that gives the entity's JSON form."""
    return f"{entity.name}_json" if form == "full" else f"{entity.name}_{form}_json"


@dataclass(frozen=True, slots=True)
class Scope:
    """A tool, its entity and its plan, with the schemas that the plan's schemas refer to."""

    plan: Plan
    tool: Tool
    entity: Entity
    schemas: Schemas

    @property
    def table(self) -> str:
        """The entity's table as it stands in SQL."""
        return sql_name(self.entity.table)

    @property
    def view(self) -> str:
        """The view of the tool's form as it stands in SQL."""
        return sql_name(view_name(self.entity, self.tool.form))

    @property
    def keys(self) -> tuple[tuple[Argument, Column], ...]:
        """The arguments that pick rows, with their columns."""
        return tuple(self._having(Key))

    @property
    def values(self) -> tuple[tuple[Argument, Column], ...]:
        """The arguments that are written, with their columns."""
        return tuple(self._having(Value))

    @property
    def members(self) -> tuple[tuple[Argument, Member], ...]:
        """The arguments that are added to an array column or removed from it."""
        return tuple((each, each.does) for each in self.tool.arguments if isinstance(each.does, Member))

    def _having(self, role: type[Key] | type[Value]) -> Iterator[tuple[Argument, Column]]:
        for argument in self.tool.arguments:
            if isinstance(argument.does, role) and argument.name != self.tool.over:
                yield argument, self.entity.column(argument.does.column)

    def giving(self, column: str) -> Argument | None:
        """Return the argument that gives the column's value: one that picks rows before one that is written."""
        for role in (Key, Value):
            for argument in self.tool.arguments:
                if (
                    isinstance(argument.does, role)
                    and argument.does.column == column
                    and argument.name != self.tool.over
                ):
                    return argument
        return None

    def types(self, argument: Argument) -> frozenset[str]:
        """Return the JSON types that the argument may have."""
        return self.types_of(argument.value)

    def types_of(self, schema: JsonSchema) -> frozenset[str]:
        """Return the JSON types that the schema allows; all of them where it does not say."""
        return frozenset(self.schemas.types(schema)) or ANY_TYPE

    def default(self, argument: Argument) -> Json:
        """Return what the argument is when it is not given; None for nothing."""
        return argument.value.get("default")

    def always(self, argument: Argument) -> bool:
        """Return whether the argument always has a value: given, or by default."""
        return argument.required or self.default(argument) is not None

    def given(self, argument: Argument) -> str:
        """Return the condition of a line that uses the argument."""
        return "" if self.always(argument) else f"if {argument.name}"

    def may_be_null(self, argument: Argument) -> bool:
        """Return whether null may be given for the argument."""
        return "null" in self.types(argument)

    def takes_many(self, argument: Argument, column: Column) -> bool:
        """Return whether the argument is an array of values for a column of single ones."""
        return column.type != "json" and self.types(argument) - {"null"} == {"array"}

    def parameter(self, wanted: str) -> str:
        """Return a name for a parameter that no argument has."""
        return free_name(wanted, (argument.name for argument in self.tool.arguments))

    def relation(self, wanted: str) -> str:
        """Return a name for a table of the program that no table, view or column has."""
        views = {view_name(entity, form) for entity in self.plan.entities for form in entity.forms}
        return free_name(wanted, views | self.plan.column_names | {entity.table for entity in self.plan.entities})

    def fault(self, what: str, next: str) -> RenderError:
        """Return the error for a tool that cannot be rendered."""
        return RenderError(what, where=f"plan.json#/tools/{self.tool.name}", next=next)
