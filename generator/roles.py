"""Roles: what an argument of a tool does."""

from typing import Annotated, Any, Literal

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from generator.entity import SqlName
from generator.form import Form, Json


class RoleForm(Form):
    """What an argument does. Its ``role`` is always written, so that the file can be read back."""

    @model_serializer(mode="wrap")
    def _with_role(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        written: dict[str, Any] = handler(self)
        return {"role": type(self).model_fields["role"].default, **written}


class Key(RoleForm):
    """The argument picks rows by equality: a path parameter, a scope, an id in a query or body.

    ``other`` is the column that it names a row by where none has it as its key: an id or a name. ``own`` is the word
    that stands for the key of the one who calls: "me".
    """

    role: Literal["key"] = "key"
    column: SqlName
    other: SqlName | None = None
    own: str = ""


class Value(RoleForm):
    """The argument is written to the column.

    ``inside`` is the property of the column's object that it is: the key of what the object tells of. It is the whole
    object then but for the texts ``beside`` it, which are always the same, unless ``among`` tells that a change leaves
    the object's other properties as they are. ``mapped`` is what is kept for each value that may be given, where that
    is another.

    Where ``of`` names an entity, the object tells of a row of that, which must be there: its ``named`` is the row's
    column ``by``, or one of ``without``, which name what needs no row. ``shows`` are the object's properties with that
    entity's columns: they are kept as the row has them. ``also`` is the column that keeps the key alone.

    ``each`` tells that it is an array of keys, and that the column keeps an object for each of them, which holds the
    key as ``named``.

    ``missing`` is the error where it names a row that is not there; where it is ``loose``, such a key is kept alone.
    """

    role: Literal["value"] = "value"
    column: SqlName
    inside: str = ""
    among: bool = False
    beside: dict[str, str] = Field(default_factory=dict)
    mapped: dict[str, Json] = Field(default_factory=dict)
    of: SqlName | None = None
    by: SqlName | None = None
    named: str = ""
    without: tuple[str, ...] = ()
    also: SqlName | None = None
    each: bool = False
    missing: Literal["invalid_argument", "not_found"] = "invalid_argument"
    loose: bool = False
    shows: dict[str, SqlName] = Field(default_factory=dict)


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
    whether the column is set. ``with`` and ``without`` take one that shows or hides rows of which the column is true,
    or is ``state`` where that is given; others are always shown. ``pairs`` takes an object: the column's object has
    all of its properties with these values. ``inside`` is the place that is compared in a JSON column's object, or
    in each element of its array.
    ``as_time`` compares times rather than texts: by the second, by the day, or seconds since 1970 as numbers.
    ``terms`` takes an array of ``terms``.
    ``where`` and ``odata`` take a condition on the row's JSON form, as where_match and odata_match read it; ``fields``
    are some properties that it may name, with their columns.
    """

    role: Literal["filter"] = "filter"
    column: SqlName
    test: Literal[
        "eq", "ne", "gt", "ge", "lt", "le", "in", "not_in", "has", "has_any", "has_all", "has_none", "text",
        "prefix", "present", "with", "without", "pairs", "terms", "where", "odata",
    ] = "eq"  # fmt: skip
    columns: tuple[SqlName, ...] = ()
    inside: tuple[str, ...] = ()
    as_time: Literal["second", "day", "unix"] | None = None
    state: str = ""
    terms: Terms | None = None
    fields: dict[str, SqlName] = Field(default_factory=dict)


class Paging(RoleForm):
    """The argument chooses the part of a list: how many rows (``size``), or from where on.

    ``page`` counts pages from ``first``; ``offset`` counts rows, ``from_one`` or from 0; ``cursor`` is an opaque value
    that an earlier answer gave as ``$next_cursor``; ``after``/``before`` is the key of a row. ``size`` uses ``default``
    where it is not given and never more than ``most``.
    """

    role: Literal["paging"] = "paging"
    what: Literal["size", "page", "offset", "cursor", "after", "before"]
    default: int | None = None
    most: int | None = None
    first: int = 1
    from_one: bool = False

    @property
    def begins(self) -> int:
        """The number of the first page, or of the first row."""
        return int(self.from_one) if self.what == "offset" else self.first


class Order(RoleForm):
    """The argument chooses the order: each value it may take, with the columns to sort by ("-name" is descending).

    An array sorts by the first of its values, and rows that are alike in that by the next.
    """

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


class Parts(RoleForm):
    """The argument adds these properties to each row that the answer shows; else they are left out.

    ``words`` are the properties by the word that asks for each in an array; the word "" asks by a flag that is true.
    Where ``keyed`` names a property, the words are the keys of its object, of which those that are asked for are shown.
    """

    role: Literal["parts"] = "parts"
    words: dict[str, str] = Field(default_factory=dict)
    keyed: str = ""

    @property
    def properties(self) -> tuple[str, ...]:
        """The properties of a row that must be asked for."""
        return (*self.words.values(), *([self.keyed] if self.keyed else []))


class Fields(RoleForm):
    """The argument names the properties of each row that the answer shows (dotted inside of objects), an array.

    Those of ``always`` are shown whatever it names. ``within`` is the object of the row whose properties are chosen;
    empty is the row itself. ``form`` is the entity's form that they are chosen from when the argument is given, and
    ``every`` the word among the names that stands for all of them; empty where none does.
    """

    role: Literal["fields"] = "fields"
    always: tuple[str, ...] = ()
    within: str = ""
    form: str = "full"
    every: str = ""


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
    """The argument is a parameter of a custom program and means only what the program makes of it.

    Where ``of`` names an entity, it names rows of that by their column ``by``: one, or several in an array, whose
    elements are objects that hold it as ``key`` where that is given.
    """

    role: Literal["input"] = "input"
    of: SqlName | None = None
    by: SqlName | None = None
    key: str = ""


Role = Annotated[
    Key | Value | Filter | Paging | Order | Direction | Show | Parts | Fields | Member | Input,
    Field(discriminator="role"),
]
