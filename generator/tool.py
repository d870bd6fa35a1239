"""Tools: the pattern of one operation, with its arguments, its answer and its failures."""

import re
from collections.abc import Collection, Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from generator.entity import SqlName
from generator.form import Form, Json, JsonSchema
from generator.roles import Role
from state_db.errors import ErrorCode

# Argument names that every provider of function calling accepts; tools stay short so that server__tool fits in 64.
ArgumentName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
ToolName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]

_TABLE = re.compile(r"\b(?:FROM\s+|JOIN\s+|INTO\s+|UPDATE\s+|new_id\()[\"']?(\w+)")

# Words that training environments reserve for themselves (OpenEnv: reset, step, state, close).
RESERVED_TOOL_NAMES = frozenset({"reset", "step", "state", "close"})

# What a list's last page shows in place of what leads on.
End = Literal["null", "absent"]

PatternKind = Literal[
    "list", "search", "get", "view", "create", "update", "replace", "upsert", "delete", "transition",
    "link", "unlink", "singleton", "batch", "custom",
]  # fmt: skip


class Person(Form):
    """How an argument may name rows of the entity ``of`` beside by their key, the column ``by``.

    The word ``own`` stands for the key of the one who calls, and a value of the column ``other`` for the row's key.
    """

    of: SqlName
    by: SqlName
    own: str = ""
    other: SqlName | None = None


class Argument(Form):
    """One argument of a tool: its JSON Schema, its place in the HTTP request, and what it does.

    ``wire`` is its name in path, query or header, or the path of property names in the body; an empty path is the whole
    body. ``split`` tells that the documented type is one string of comma-separated values, offered here as an array.
    ``packed`` tells that the documented type is one string of JSON, offered here as what it holds.
    ``columns`` tells that the array of objects is sent as parallel arrays: the name of each, with its property of one.
    ``defaults`` are those of properties inside of its value, by path ("config/size", "*/enabled" in each element).
    ``person`` tells that it, or each element of its array, may name someone in other ways than by their key.
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
    packed: bool = False
    columns: dict[str, str] = Field(default_factory=dict)
    defaults: dict[str, Json] = Field(default_factory=dict)
    person: Person | None = None


class Accord(Form):
    """Which arguments are to be given together, or not: at most one of the names (``apart``), or one of them (``any``).

    Where the first is given (or has the value ``when``), all others must be given (``with``). Of ``any`` the first
    counts only where it has the value ``when``, if there is one. Null is not given.
    """

    rule: Literal["apart", "any", "with"]
    names: tuple[ArgumentName, ...]
    when: Json = None

    def holds(self, arguments: Mapping[str, Json]) -> bool:
        """Return whether these arguments are as the accord says."""
        given = [arguments.get(name) is not None for name in self.names]
        if self.rule == "apart":
            return sum(given) <= 1
        if self.rule == "any":
            return any(given) if self.when is None else arguments.get(self.names[0]) == self.when or any(given[1:])
        first = given[0] if self.when is None else arguments.get(self.names[0]) == self.when
        return not first or all(given[1:])


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


class Partial(Form):
    """How a batch answers of which some elements name no row: it does the others, and tells of each why not.

    In ``answer``, ``$errors`` is an ``error`` for each such element, and ``$failed`` how many there are; in ``error``
    ``$message``, ``$code`` and ``$status`` are those of a row that is not found, ``$key`` is what the element names.
    """

    status: int
    answer: Json = None
    error: Json = None


class Example(Form):
    """One documented call: the arguments that the documentation shows, and the body that it answers with, if any.

    ``source`` and ``answer_source`` point to where they stand.
    """

    source: str
    arguments: dict[ArgumentName, Json] = Field(default_factory=dict)
    answer: Json = None
    answer_source: str = ""

    def without(self, names: Collection[str]) -> "Example":
        """Return the example of a tool that does not take the arguments of these names."""
        kept = {name: value for name, value in self.arguments.items() if name not in names}
        return self.model_copy(update={"arguments": kept})


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
    | ``$next_url`` ``$next_path`` | the URL, or path and query, of the call that gives the next page; null at the end |
    | ``$previous_cursor`` ``$previous_url`` | the same of the page before; null at the beginning |
    | ``$first_url`` ``$this_url`` | the URL of the call that gives the first page, or this page |

    No ``answer`` is an answer without a body. ``ends`` are its parts, by pointer, that a list's last page shows as
    null, or not at all; ``asked`` are those that are there only where the argument is given.
    ``set`` are columns that the operation itself writes, with literal values
    or ``$now`` or ``$argument:NAME`` (a transition's new state) or ``$size:NAME`` (bytes of a base64 argument)
    or ``$after:NAMES:UNIT:ZERO`` (so long after now as the first given argument says; ``never`` means that 0 is NULL)
    or ``$append:JSON`` (a new element behind a JSON array's others, its strings as those here);
    ``only_from`` the documented states that allow it. ``order`` is a list's own order ("-created" is descending; empty
    is the order of insertion). ``soft`` deletes by ``set`` instead of removing. ``client_key`` tells that the caller
    chooses the key of what is created. ``merge`` tells that JSON object columns are merged by an update, not replaced.
    ``each`` is the pattern that a batch repeats for every element of its array argument ``over``; without ``partial``
    it is refused where one of them names no row. ``steps`` are the
    lines of a custom program; ``piles`` tells that each call changes more; ``copies`` tells that it makes a new row
    from the one that its key names.
    ``created_status`` is an upsert's status when it created the row, or another with which a custom program answers;
    none where there is one status only.
    ``accords`` say which of its arguments must be given together, or must not be.
    ``existing`` are the columns by which a creation finds the row that is there already, and answers with it instead of
    making another; ``existing_if`` is the argument that must be true for that, or have the value ``existing_when``.
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
    ends: dict[str, End] = Field(default_factory=dict)
    asked: dict[str, ArgumentName] = Field(default_factory=dict)
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
    partial: Partial | None = None
    steps: tuple[str, ...] = ()
    piles: bool = False
    copies: bool = False
    accords: tuple[Accord, ...] = ()
    existing: tuple[SqlName, ...] = ()
    existing_if: str = ""
    existing_when: str | bool = True
    left_out: tuple[LeftOut, ...] = ()
    examples: tuple[Example, ...] = ()

    @property
    def tables(self) -> frozenset[str]:
        """The tables and views that the tool's own program names."""
        return frozenset(_TABLE.findall("\n".join(self.steps)))

    def argument(self, name: str) -> Argument:
        """Return the argument of this name. Raises: KeyError."""
        for argument in self.arguments:
            if argument.name == name:
                return argument
        raise KeyError(name)

    def without_arguments(self, names: Collection[str], reason: str) -> "Tool":
        """Return the tool that does not offer the arguments, for this reason; its examples do not name them either."""
        kept = tuple(each for each in self.arguments if each.name not in names)
        out = tuple(LeftOut(input=each.name, reason=reason) for each in self.arguments if each.name in names)
        shown = tuple(each.without(names) for each in self.examples)
        agreed = tuple(each for each in self.accords if not any(name in names for name in each.names))
        return self.model_copy(
            update={"arguments": kept, "left_out": (*self.left_out, *out), "examples": shown, "accords": agreed}
        )
