"""Edits of a plan that a model may propose: typed, each with the words of the documentation that bear it out."""

from typing import Annotated, Any, Literal

from pydantic import Field

from generator.model.sayings import FieldType
from generator.model.structured import Said
from state_db.errors import ErrorCode

ColumnKind = Literal["text", "integer", "real", "boolean", "json"]


class ColumnSaid(Said):
    """A column. ``path`` is its place in the JSON form, none where it is never shown; ``references`` an entity."""

    name: str
    type: ColumnKind = "text"
    path: tuple[str, ...] | None = None
    nullable: bool = True
    initial: Any = None
    enum: tuple[str | int, ...] = ()
    references: str = ""
    on_delete: Literal["cascade", "refuse", "clear"] = "cascade"


class EditSaid(Said):
    """What all edits have."""

    quotation: str


class AddEntity(EditSaid):
    """A kind of thing that the service keeps, of which the plan has no table."""

    edit: Literal["add_entity"]
    name: str
    columns: tuple[ColumnSaid, ...]
    key: tuple[str, ...] = ("id",)
    id: str | None = "integer"


class AddColumn(EditSaid):
    """A column that an entity lacks."""

    edit: Literal["add_column"]
    entity: str
    column: ColumnSaid


class SetInitial(EditSaid):
    """The value that a new row has in a column where the caller gives none."""

    edit: Literal["set_initial"]
    entity: str
    column: str
    value: Any


class SetChoices(EditSaid):
    """The only values that a column may hold."""

    edit: Literal["set_choices"]
    entity: str
    column: str
    values: tuple[str | int, ...] = Field(min_length=1)


class SetType(EditSaid):
    """The type of a column's values, and of the inputs that give them."""

    edit: Literal["set_type"]
    entity: str
    column: str
    type: ColumnKind


class SetReference(EditSaid):
    """A column holds the key of another entity's row."""

    edit: Literal["set_reference"]
    entity: str
    column: str
    to: str
    on_delete: Literal["cascade", "refuse", "clear"] = "cascade"


class SetUnique(EditSaid):
    """No two rows have the same values in these columns."""

    edit: Literal["set_unique"]
    entity: str
    columns: tuple[str, ...] = Field(min_length=1)


class AddCondition(EditSaid):
    """An SQL expression over a row's own columns that is always true of it."""

    edit: Literal["add_condition"]
    entity: str
    name: str
    sql: str
    error: ErrorCode = "failed_precondition"
    message: str


class SetStates(EditSaid):
    """The only values of a column in which a tool's call goes through."""

    edit: Literal["set_states"]
    tool: str
    column: str
    values: tuple[str | int | bool | None, ...] = Field(min_length=1)


class SetOrder(EditSaid):
    """The columns by which a list is sorted; "-created_at" is descending."""

    edit: Literal["set_order"]
    tool: str
    columns: tuple[str, ...] = Field(min_length=1)


class MergeEntities(EditSaid):
    """Two entities are one kind of thing."""

    edit: Literal["merge_entities"]
    entity: str
    into: str


class SetPattern(EditSaid):
    """A tool reads in another way than the plan says: as a list or one row of the same entity."""

    edit: Literal["set_pattern"]
    tool: str
    pattern: Literal["list", "search", "get", "view"]


class AddInput(EditSaid):
    """An operation takes an input that the plan lacks; ``column`` is what it filters by or writes."""

    edit: Literal["add_input"]
    operation: str
    name: str
    place: Literal["query", "body"]
    type: FieldType = "string"
    items: FieldType = "any"
    required: bool = False
    enum: tuple[str | int, ...] = ()
    column: str = ""
    text: str = ""


class SetInputType(EditSaid):
    """The type of an input that no column says."""

    edit: Literal["set_input_type"]
    operation: str
    input: str
    type: FieldType
    items: FieldType = "any"


class RemoveInput(EditSaid):
    """An operation takes no such input: it was read where none is documented."""

    edit: Literal["remove_input"]
    operation: str
    input: str


class WriteProgram(EditSaid):
    """An operation is to have a program of its own, as no pattern does what is documented."""

    edit: Literal["write_program"]
    operation: str
    entity: str
    why: str


class LeaveOut(EditSaid):
    """An operation cannot be modelled by tables and SQL."""

    edit: Literal["leave_out"]
    operation: str
    why: str


class Assume(Said):
    """What the documentation leaves open, and what is chosen."""

    edit: Literal["assume"]
    what: str


Edit = Annotated[
    AddEntity | AddColumn | SetInitial | SetChoices | SetType | SetReference | SetUnique | AddCondition | SetStates
    | SetOrder | MergeEntities | SetPattern | AddInput | SetInputType | RemoveInput | WriteProgram | LeaveOut | Assume,
    Field(discriminator="edit"),
]  # fmt: skip
# The edits that a plan with programs and rows can still take.
PlanEdit = Annotated[AddColumn | SetType | SetInputType, Field(discriminator="edit")]


class PlanSaid(Said):
    """All edits, in the order in which they are made."""

    edits: tuple[Edit, ...] = ()
