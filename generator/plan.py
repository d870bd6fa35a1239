"""The plan: what an API keeps (entities) and what each of its tools does to it (patterns).

Rules or a model write it, a person may edit it as ``plan.json``, and all of a server folder is rendered from it.
``plan_text`` and ``read_plan`` are the only ways between the typed form and the file, which leaves out defaults.
"""

import json
import re
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import (
    Field,
    SerializerFunctionWrapHandler,
    StringConstraints,
    ValidationError,
    model_serializer,
)

from generator.check import Check, Rows
from generator.errors import RenderError
from generator.form import Form
from generator.form import Json as Json
from generator.form import JsonSchema as JsonSchema
from state_db.errors import ErrorCode

# Argument names that every provider of function calling accepts; tools stay short so that server__tool fits in 64.
ArgumentName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
ToolName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
ServerName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,21}$")]
SqlName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]

# Words that training environments reserve for themselves (OpenEnv: reset, step, state, close).
RESERVED_TOOL_NAMES = frozenset({"reset", "step", "state", "close"})

PatternKind = Literal[
    "list", "search", "get", "view", "create", "update", "replace", "upsert", "delete", "transition",
    "link", "unlink", "singleton", "batch", "custom",
]  # fmt: skip


class Reference(Form):
    """The column holds the key of another entity's row. ``refuse`` means its deletion fails while this row is there."""

    entity: str
    on_delete: Literal["cascade", "refuse", "clear"] = "cascade"


class Column(Form):
    """One column of an entity's table, and where its value stands in the entity's JSON form.

    ``path`` is the place in the JSON form (("attributes", "name")); an empty path is a column that is never shown.
    ``json`` columns keep arrays and objects as JSON text. ``made`` says that the server writes the value, and how:
    ``id`` a new key in the entity's ``id`` shape, ``created``/``updated`` the clock (in the ``schema``'s format:
    date-time, date, or integer seconds), ``caller`` the acting user (in the array ``template`` of an object), ``url``
    the ``template`` with {column} filled in, ``copied`` the JSON form of the row that the column named by ``template``
    refers to, as it is then, or that row's column where the template is ``column.theirs``, ``token`` a text that
    nothing tells beforehand, in ``template`` "hex" or "base64", where the caller gives none.
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
    made: Literal["id", "created", "updated", "caller", "url", "copied", "token"] | None = None
    template: str = ""
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
    def _columns_by_name(self) -> dict[str, Column]:
        return {column.name: column for column in reversed(self.columns)}


class RoleForm(Form):
    """What an argument does. Its ``role`` is always written, so that the file can be read back."""

    @model_serializer(mode="wrap")
    def _with_role(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        written: dict[str, Any] = handler(self)
        return {"role": type(self).model_fields["role"].default, **written}


class Key(RoleForm):
    """The argument picks rows by equality: a path parameter, a scope, an id in a query or body.

    ``other`` is the column that it names a row by where none has it as its key: an id or a name.
    """

    role: Literal["key"] = "key"
    column: SqlName
    other: SqlName | None = None


class Value(RoleForm):
    """The argument is written to the column.

    ``inside`` is the property of the column's object that it is: the key of what the object tells of. It is the whole
    object then, unless ``among`` tells that a change leaves the object's other properties as they are. ``mapped`` is
    what is kept for each value that may be given, where that is another.
    """

    role: Literal["value"] = "value"
    column: SqlName
    inside: str = ""
    among: bool = False
    mapped: dict[str, Json] = Field(default_factory=dict)


Comparison = Literal[
    "eq", "ne", "gt", "ge", "lt", "le", "in", "not_in", "between", "present", "absent", "text", "prefix", "token",
    "not_token",
]  # fmt: skip


class Terms(Form):
    """How a search body says its terms: the names of the properties of one term, and what its operators mean.

    ``groups`` is the property of a group that holds its terms: a row passes where all terms of any group hold. Without
    groups all terms must hold. ``fields`` are columns by the field that names them; none where the filter's column is a
    map that holds the fields.
    """

    field: str
    operator: str
    value: str
    values: str = ""
    high: str = ""
    groups: str = ""
    operators: dict[str, Comparison]
    fields: dict[str, SqlName] = Field(default_factory=dict)


class Filter(RoleForm):
    """The argument narrows a list.

    ``in`` takes an array: the column is one of it, or with ``not_in`` none of it. ``has``, ``has_any``, ``has_all`` and
    ``has_none`` look into a JSON array column for one value, for any, all or none of an array. ``text`` looks for the
    argument, case folded, in any of ``columns``; ``prefix`` likewise at their beginning. ``present`` takes a boolean:
    whether the column is set. ``pairs`` takes an object: the column's object has all of its properties with these
    values. ``inside`` is the place that is compared in a JSON column's object, or in each element of its array.
    ``as_time`` compares times rather than texts: by the second, or by the day. ``terms`` takes an array of ``terms``.
    ``where`` and ``odata`` take a condition on the row's JSON form, as where_match and odata_match read it; ``fields``
    are some properties that it may name, with their columns.
    """

    role: Literal["filter"] = "filter"
    column: SqlName
    test: Literal[
        "eq", "ne", "gt", "ge", "lt", "le", "in", "not_in", "has", "has_any", "has_all", "has_none", "text",
        "prefix", "present", "pairs", "terms", "where", "odata",
    ] = "eq"  # fmt: skip
    columns: tuple[SqlName, ...] = ()
    inside: tuple[str, ...] = ()
    as_time: Literal["second", "day"] | None = None
    terms: Terms | None = None
    fields: dict[str, SqlName] = Field(default_factory=dict)


class Paging(RoleForm):
    """The argument chooses the part of a list: how many rows (``size``), or from where on.

    ``page`` counts pages from ``first``; ``offset`` counts rows; ``cursor`` is an opaque value that an earlier answer
    gave as ``$next_cursor``; ``after``/``before`` is the key of a row. ``size`` uses ``default`` where it is not given
    and never more than ``most``.
    """

    role: Literal["paging"] = "paging"
    what: Literal["size", "page", "offset", "cursor", "after", "before"]
    default: int | None = None
    most: int | None = None
    first: int = 1


class Order(RoleForm):
    """The argument chooses the order: each value it may take, with the columns to sort by ("-name" is descending)."""

    role: Literal["order"] = "order"
    by: dict[str, tuple[str, ...]]


class Direction(RoleForm):
    """The argument turns the order of an ``order`` argument, or of the default order, around when it has this value."""

    role: Literal["direction"] = "direction"
    descending: str | bool


class Show(RoleForm):
    """The argument adds these properties of the answer's envelope (else they are left out).

    It does so when it is true, or where it is an array of words, when ``word`` is one of them.
    """

    role: Literal["show"] = "show"
    properties: tuple[str, ...]
    word: str = ""


class Fields(RoleForm):
    """The argument names the properties of each row that the answer shows (dotted inside of objects), an array.

    Those of ``always`` are shown whatever it names. ``within`` is the object of the row whose properties are chosen;
    empty is the row itself. ``form`` is the entity's form that they are chosen from when the argument is given.
    """

    role: Literal["fields"] = "fields"
    always: tuple[str, ...] = ()
    within: str = ""
    form: str = "full"


class Member(RoleForm):
    """The argument names what becomes an element of the JSON array column, or stops being one: a key, or several.

    An element is the key itself, or where ``key`` names a property, an object that holds the key there. ``of`` is the
    entity whose row must be there, by its column ``by``; ``shows`` are the element's properties with that entity's
    columns. What is an element already is not added again.
    """

    role: Literal["member"] = "member"
    column: SqlName
    change: Literal["add", "remove"]
    key: str = ""
    of: SqlName | None = None
    by: SqlName | None = None
    shows: dict[str, SqlName] = Field(default_factory=dict)


class Input(RoleForm):
    """The argument is a parameter of a custom program and means only what the program makes of it."""

    role: Literal["input"] = "input"


Role = Annotated[
    Key | Value | Filter | Paging | Order | Direction | Show | Fields | Member | Input,
    Field(discriminator="role"),
]


class Argument(Form):
    """One argument of a tool: its JSON Schema, its place in the HTTP request, and what it does.

    ``wire`` is its name in path, query or header, or the path of property names in the body; an empty path is the whole
    body. ``split`` tells that the documented type is one string of comma-separated values, offered here as an array.
    ``columns`` tells that the array of objects is sent as parallel arrays: the name of each, with its property of one.
    ``defaults`` are those of properties inside of its value, by path ("config/size", "*/enabled" in each element).
    """

    name: ArgumentName
    place: Literal["path", "query", "header", "cookie", "body"]
    wire: tuple[str, ...]
    value: JsonSchema = Field(alias="schema")
    required: bool = False
    does: Role
    style: str = ""
    explode: bool = False
    split: bool = False
    columns: dict[str, str] = Field(default_factory=dict)
    defaults: dict[str, Json] = Field(default_factory=dict)


class LeftOut(Form):
    """A documented input that the tool does not offer, and why."""

    input: str
    reason: str


class Failure(Form):
    """How the documentation answers with an error: its status and body.

    In the body, strings ``$message``, ``$code``, ``$status`` and ``$details`` are replaced; an array of one object with
    ``$fault.message``, ``.location``, ``.rule`` or ``.input`` stands for one such object for each fault of an argument.
    """

    status: int
    body: Json = None


class Example(Form):
    """One documented call: the arguments that the documentation shows, and the body that it answers with, if any.

    ``source`` and ``answer_source`` point to where they stand.
    """

    source: str
    arguments: dict[ArgumentName, Json] = Field(default_factory=dict)
    answer: Json = None
    answer_source: str = ""


class Tool(Form):
    """What one operation does to the entities.

    ``answer`` is a JSON template of the response body; strings that begin with ``$`` are replaced (``$$`` is a dollar):

    | placeholder | value |
    | --- | --- |
    | ``$row`` | the row of ``entity`` in ``form`` |
    | ``$items`` | the page's rows in ``form``, an array |
    | ``$items:NAME`` | one column of the page's rows, an array |
    | ``$map`` | the page's rows as an object by key |
    | ``$keys`` | the page's keys, an array |
    | ``$column:NAME`` | one column of the row |
    | ``$argument:NAME`` | what the caller gave |
    | ``$total`` ``$count`` | rows that match the filters; rows on this page |
    | ``$page`` ``$page_size`` ``$page_count`` ``$offset`` | of the page that was asked for |
    | ``$now`` | the time of the call |
    | ``$next_cursor`` ``$has_more`` | whether and how it goes on; a next cursor is null at the end |
    | ``$next_url`` | the URL of the call that gives the next page; null at the end |

    No ``answer`` is an answer without a body. ``set`` are columns that the operation itself writes, with literal values
    or ``$now`` or ``$argument:NAME`` (a transition's new state) or ``$size:NAME`` (bytes of a base64 argument)
    or ``$after:NAMES:UNIT:ZERO`` (so long after now as the first given argument says; ``never`` means that 0 is NULL)
    or ``$append:JSON`` (a new element behind a JSON array's others, its strings as those here);
    ``only_from`` the documented states that allow it. ``order`` is a list's own order ("-created" is descending; empty
    is the order of insertion). ``soft`` deletes by ``set`` instead of removing. ``client_key`` tells that the caller
    chooses the key of what is created. ``merge`` tells that JSON object columns are merged by an update, not replaced.
    ``each`` is the pattern that a batch repeats for every element of its array argument ``over``. ``steps`` are the
    lines of a custom program; ``piles`` tells that each call changes more; ``copies`` tells that it makes a new row
    from the one that its key names.
    ``created_status`` is an upsert's status when it created the row; none where it is documented with one status only.
    ``existing`` are the columns by which a creation finds the row that is there already, and answers with it instead of
    making another; ``existing_if`` is the argument that must be true for that.
    """

    name: ToolName
    title: str
    text: str
    operation: str
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]
    path: str
    source: str = ""
    tags: tuple[str, ...] = ()
    deprecated: bool = False
    pattern: PatternKind
    entity: str
    form: str = "full"
    arguments: tuple[Argument, ...] = ()
    media_type: str = "application/json"
    status: int
    created_status: int | None = None
    answer: Json = None
    output: JsonSchema | None = None
    failures: dict[ErrorCode, Failure] = Field(default_factory=dict)
    set: dict[SqlName, Json] = Field(default_factory=dict)
    only_from: dict[SqlName, tuple[Json, ...]] = Field(default_factory=dict)
    order: tuple[str, ...] = ()
    soft: bool = False
    client_key: bool = False
    merge: bool = False
    each: Literal["create", "update", "upsert", "delete", "get"] | None = None
    over: str = ""
    steps: tuple[str, ...] = ()
    piles: bool = False
    copies: bool = False
    existing: tuple[SqlName, ...] = ()
    existing_if: str = ""
    left_out: tuple[LeftOut, ...] = ()
    examples: tuple[Example, ...] = ()

    def argument(self, name: str) -> Argument:
        """Return the argument of this name. Raises: KeyError."""
        for argument in self.arguments:
            if argument.name == name:
                return argument
        raise KeyError(name)


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
    def referring(self) -> dict[str, tuple[tuple[Entity, Column], ...]]:
        """The columns that refer to each entity, by its name, with the entities that they are of."""
        found: dict[str, list[tuple[Entity, Column]]] = {}
        for entity in self.entities:
            for column in entity.columns:
                if column.references is not None:
                    found.setdefault(column.references.entity, []).append((entity, column))
        return {name: tuple(columns) for name, columns in found.items()}

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
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


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


def is_argument_name(name: str) -> bool:
    """Return whether the name may be an argument's."""
    return re.fullmatch(r"[a-z][a-z0-9_]{0,63}", name) is not None
