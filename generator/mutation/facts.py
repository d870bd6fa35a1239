"""What is known inside a program: that a row exists once a step has gone through, and which conditions pin it down."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.mutation.script import Script, Section, Span, conditions, insertion, written_table
from generator.mutation.surface import Surface
from state_db.sql import unquoted

Equality = tuple[str, str]
SEVERAL_TABLES = frozenset({"join", "union"})
ALWAYS_A_ROW = frozenset({"json_group_array", "json_group_object", "count", "max", "min", "sum", "total"})


@dataclass(frozen=True, slots=True)
class Fact:
    """There is a row of the table in which each of the columns equals that parameter."""

    table: str
    equal: frozenset[Equality]


def equality(span: Span) -> Equality | None:
    """Return the column and the parameter of a condition ``column = :parameter``, or None."""
    words = [token.text for token in span.tokens]
    if len(words) == 5 and words[1] == ".":
        words = words[2:]
    if len(words) == 3 and words[1] == "=" and words[2].startswith(":"):
        return unquoted(words[0]), words[2]
    return None


def simple_table(section: Section, surface: Surface) -> str | None:
    """Return the one table of which a step reads or writes rows by its WHERE, or None where there is more to it."""
    words = [token.text.lower() for token in section.tokens]
    if section.word == "require" and words[:2] == ["select", "exists"]:
        words = words[3:]
    if SEVERAL_TABLES & set(words) or words.count("where") != 1 or words.count("select") > 1:
        return None
    names = [index + 1 for index, word in enumerate(words) if word in ("from", "update")]
    if len(names) != 1:
        return None
    shift = len(section.tokens) - len(words)
    table = surface.table_of(section.tokens[names[0] + shift].text)
    return None if table is None else table.name


def equalities(script: Script, section: Section, without: int | None = None) -> frozenset[Equality]:
    """Return the unconditional equalities of the step's WHERE, but for the condition at the place ``without``."""
    return frozenset(
        found
        for condition in conditions(section)
        if condition.span.start != without
        and not script.is_conditional(condition.span.start)
        and (found := equality(condition.span)) is not None
    )


def is_plain(section: Section) -> bool:
    """Return whether the step always runs."""
    return not ({"if", "unless"} & section.options.keys())


def fact_of(script: Script, section: Section, surface: Surface, without: int | None = None) -> Fact | None:
    """Return what is known once the step has gone through; the condition at the place ``without`` does not count."""
    if not is_plain(section):
        return None
    table = surface.table_of(written_table(section))
    made = insertion(section)
    if made and table is not None and "conflict" not in [token.text.lower() for token in section.tokens]:
        pairs = ((unquoted(each.column.text), each.value.words) for each in made)
        return Fact(table.name, frozenset((name, w[0]) for name, w in pairs if len(w) == 1 and w[0][:1] == ":"))
    exists = section.word == "require" and [t.text.lower() for t in section.tokens[:2]] == ["select", "exists"]
    if not exists and "missing" not in section.options:
        return None
    name = simple_table(section, surface)
    if name is None or ALWAYS_A_ROW & {token.text.lower() for token in section.tokens}:
        return None
    return Fact(name, equalities(script, section, without))


def facts_before(script: Script, section: Section, surface: Surface) -> Iterator[Fact]:
    """Yield what is known when the step begins."""
    for each in script.sections:
        if each.start >= section.start:
            return
        fact = fact_of(script, each, surface)
        if fact is not None:
            yield fact
