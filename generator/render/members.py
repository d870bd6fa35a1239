"""Members: elements that are added to an array column, or removed from it, by key."""

from collections.abc import Iterator

from generator.plan import Argument, Member
from generator.render.copied import row_pairs
from generator.render.finding import Guard
from generator.render.scope import Scope
from generator.render.text import Part, json_path, sql_name, text_constant
from generator.render.words import no_such


def member_guards(scope: Scope) -> Iterator[Guard]:
    """Return a step for each argument whose keys must be those of another entity's rows."""
    for argument, does in scope.members:
        if does.of is None or does.by is None or does.change == "remove":
            continue
        target, wanted = scope.plan.entity(does.of), scope.parameter("unknown")
        missing = f"NOT EXISTS (SELECT 1 FROM {sql_name(target.table)} t WHERE t.{sql_name(does.by)} = a.value)"
        sql = f"SELECT a.value AS {wanted} FROM {_given(scope, argument)} a WHERE {missing}"
        yield Guard("refuse", "invalid_argument", no_such(target, does.by, wanted), sql, scope.given(argument))


def member_changes(scope: Scope) -> list[Part]:
    """Return the assignments of the array columns."""
    return [_change(scope, argument, does) for argument, does in scope.members]


def _change(scope: Scope, argument: Argument, does: Member) -> Part:
    name = sql_name(does.column)
    elements = f"json_each(coalesce({scope.table}.{name}, '[]'))"
    given, key = _given(scope, argument), _key("e", does)
    if does.change == "remove":
        gone = f"EXISTS (SELECT 1 FROM {given} a WHERE a.value = {key})"
        kept = f"SELECT e.value, e.key AS place FROM {elements} e WHERE NOT {gone}"
        return Part(f"{name} = (\n{_collected(does, kept)}\n  )", scope.given(argument))
    return Part(
        f"{name} = (\n{_collected(does, _with_new(scope, does, elements, given, key))}\n  )", scope.given(argument)
    )


def _with_new(scope: Scope, does: Member, elements: str, given: str, key: str) -> str:
    """The elements that are there, and behind them those that are not."""
    source = f"{given} a"
    if does.of is not None and does.by is not None:
        source += f" JOIN {sql_name(scope.plan.entity(does.of).table)} r ON r.{sql_name(does.by)} = a.value"
    # A place behind every element that is there: arrays hold fewer than this.
    lines = (
        f"SELECT e.value, e.key AS place FROM {elements} e",
        f"UNION ALL SELECT {_element(scope, does)}, 1000000000 + a.key",
        f"FROM {source}",
        f"WHERE NOT EXISTS (SELECT 1 FROM {elements} e WHERE {key} = a.value)",
        f"  AND NOT EXISTS (SELECT 1 FROM {given} b WHERE b.value = a.value AND b.key < a.key)",
    )
    return "\n      ".join(lines)


def _collected(does: Member, elements: str) -> str:
    value = "json(m.value)" if does.key else "m.value"
    return f"    SELECT json_group_array({value} ORDER BY m.place) FROM (\n      {elements}\n    ) m"


def _given(scope: Scope, argument: Argument) -> str:
    many = scope.types(argument) - {"null"} == {"array"}
    return f"json_each(:{argument.name})" if many else f"json_each(json_array(:{argument.name}))"


def _key(alias: str, does: Member) -> str:
    return f"{alias}.value ->> {json_path((does.key,))}" if does.key else f"{alias}.value"


def _element(scope: Scope, does: Member) -> str:
    """What is added: the key alone, or an object with what is known of the row that it names."""
    if not does.key:
        return "a.value"
    pairs = [f"{text_constant(does.key)}, a.value"]
    if does.of is not None:
        shows = {name: column for name, column in does.shows.items() if name != does.key}
        pairs += row_pairs(scope.plan.entity(does.of), shows, "r")
    return f"json_object({', '.join(pairs)})"
