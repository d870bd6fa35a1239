"""Entities: what an API keeps, as tables with their columns, and what every row keeps to."""

from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from generator.form import Form, Json, JsonSchema
from state_db.errors import ErrorCode

SqlName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]


class Reference(Form):
    """The column holds the key of another entity's row. ``refuse`` means its deletion fails while this row is there."""

    entity: str
    on_delete: Literal["cascade", "refuse", "clear"] = "cascade"


class Column(Form):
    """One column of an entity's table, and where its value stands in the entity's JSON form.

    ``path`` is the place in the JSON form (("attributes", "name")); an empty path is a column that is never shown.
    ``json`` columns keep arrays and objects as JSON text. ``made`` says that the server writes the value, and how:
    ``id`` a new key in the entity's ``id`` shape, ``created``/``updated`` the clock (in the ``schema``'s format:
    date-time, date, or integer seconds), ``caller`` the acting user (in the array ``template`` of an object), and
    ``changer`` likewise with every change, ``url`` the ``template`` with {column} filled in (of a JSON object, in each
    of its texts), ``copied`` the JSON form of the row that the column named by ``template`` refers to, as it is then,
    or that row's column where the template is ``column.theirs``, ``token`` a text that nothing tells beforehand, in
    ``template`` "hex" or "base64", where the caller gives none, ``counted`` the next whole number among the rows
    that are alike in the columns of ``template`` (with commas between), ``revision`` a number that begins as
    ``initial`` and grows by one with every change.
    ``of`` is the entity of which the acting user is a row. Of that row, or of the copied one, an object ``shows`` only
    these properties with that entity's columns: its key first.
    ``initial`` is what a new row gets where the caller gives nothing: a documented default or a first state.
    ``open`` columns keep a document of free form: its properties stand in every JSON form, beside those of other
    columns, which win. ``absent`` tells that the property is left out of the JSON form, rather than null, while the
    column is NULL.
    """

    name: SqlName
    type: Literal["text", "integer", "real", "boolean", "json"]
    path: tuple[str, ...] = ()
    value: JsonSchema = Field(default_factory=dict, alias="schema")
    nullable: bool = True
    absent: bool = True
    made: (
        Literal["id", "created", "updated", "caller", "url", "copied", "token", "changer", "counted", "revision"] | None
    ) = None
    template: str = ""
    of: SqlName | None = None
    shows: dict[str, SqlName] = Field(default_factory=dict)
    initial: Json = None
    unique: bool = False
    write_only: bool = False
    open: bool = False
    references: Reference | None = None
    text: str = ""


class Condition(Form):
    """Something that every row keeps to: an SQL expression over the row's own columns, and the error where it fails."""

    name: SqlName
    sql: str
    error: ErrorCode = "failed_precondition"
    message: str


class Entity(Form):
    """A kind of thing the API keeps, stored as a table.

    ``key`` are the primary key's columns. ``id`` is the shape of a key that the server makes: "integer", "uuid", or a
    template such as ``cus_{alnum:14}`` (digits, hex, lower, upper, alnum); none where the caller chooses the key.
    ``forms`` are the JSON forms by name: the columns each shows. "full" is always there; its view is ``NAME_json``, and
    that of any other form ``NAME_FORM_json``. A ``singleton`` table holds one row for each set of its scope columns.
    ``unique`` are sets of columns of which no two rows may be alike, ``conditions`` what every row keeps to.
    """

    name: SqlName
    table: SqlName
    text: str = ""
    columns: tuple[Column, ...]
    key: tuple[SqlName, ...]
    id: str | None = None
    unique: tuple[tuple[SqlName, ...], ...] = ()
    forms: dict[str, tuple[SqlName, ...]]
    conditions: tuple[Condition, ...] = ()
    singleton: bool = False
    source: str = ""

    def column(self, name: str) -> Column:
        """Return the column of this name. Raises: KeyError."""
        return self._columns_by_name[name]

    @cached_property
    def single(self) -> frozenset[str]:
        """The columns that are empty in a row like another: no two rows have the same, be it within one scope."""
        ends = {group[-1] for group in self.unique if self.column(group[-1]).references is None}
        return frozenset({column.name for column in self.columns if column.unique} | ends)

    @cached_property
    def _columns_by_name(self) -> dict[str, Column]:
        return {column.name: column for column in reversed(self.columns)}
