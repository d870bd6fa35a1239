"""The condition of a search body: groups of terms, each a field, an operator and a value."""

from collections.abc import Callable

from generator.plan import Filter, Terms
from generator.render.text import json_path, text_constant

_PLAIN = frozenset({"eq", "ne", "gt", "ge", "lt", "le", "token"})


def terms_condition(test: Filter, terms: Terms, value: str, of: Callable[[str], str], places: dict[str, str]) -> str:
    """Return the SQL that holds for rows which satisfy every term, of any group where terms stand in groups.

    ``places`` are the columns by the field that names them; where there are none, the filter's column is a map.
    """
    field = _part("f.value", terms.field)
    if places:
        cases = " ".join(f"WHEN {text_constant(name)} THEN {of(column)}" for name, column in places.items())
        found = f"CASE {field} {cases} END"
    else:
        found = f"(SELECT p.value FROM json_each({of(test.column)}) p WHERE p.key = {field})"
    source = f"json_each({value})" if not terms.groups else f"json_each(g.value, {json_path((terms.groups,))})"
    cases = "\n".join(
        f"    WHEN {text_constant(said)} THEN {_holds(meant, terms)}" for said, meant in terms.operators.items()
    )
    each = (
        f"NOT EXISTS (\n  SELECT 1 FROM (SELECT f.value AS term, {found} AS held FROM {source} f) x\n"
        f"  WHERE NOT coalesce(CASE {_part('x.term', terms.operator)}\n{cases}\n  END, FALSE)\n)"
    )
    if not terms.groups:
        return each
    return f"(json_array_length({value}) = 0 OR EXISTS (SELECT 1 FROM json_each({value}) g WHERE {each}))"


def _part(source: str, name: str) -> str:
    return f"{source} ->> {json_path((name,))}"


def _holds(meant: str, terms: Terms) -> str:
    wanted = _part("x.term", terms.value)
    if meant in _PLAIN:
        return f"satisfies(x.held, '{meant}', {wanted})"
    listed = f"json_each(x.term, {json_path((terms.values or terms.value,))}) o"
    match meant:
        case "present":
            return "x.held IS NOT NULL"
        case "absent":
            return "x.held IS NULL"
        case "not_token":
            return f"NOT satisfies(x.held, 'token', {wanted})"
        case "text" | "prefix":
            return f"text_{'match' if meant == 'text' else 'prefix'}(x.held, {wanted})"
        case "in":
            return f"EXISTS (SELECT 1 FROM {listed} WHERE satisfies(x.held, 'eq', o.value))"
        case "not_in":
            return f"x.held IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {listed} WHERE satisfies(x.held, 'eq', o.value))"
        case _:
            high = _part("x.term", terms.high)
            return f"satisfies(x.held, 'ge', {wanted}) AND satisfies(x.held, 'le', {high})"
