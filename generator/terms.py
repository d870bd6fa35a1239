"""Terms of search bodies read in plain Python over a row: the second reading that programs are checked against."""

from collections.abc import Iterator, Mapping
from typing import Any

from generator.plan import Filter, Json, Terms

Row = Mapping[str, Json]


def held(test: Filter, row: Row, field: Json) -> Json:
    """Return what the row holds under a term's field."""
    terms = test.terms
    if terms is not None and terms.fields:
        return row.get(terms.fields.get(str(field), ""))
    kept = row.get(test.column)
    return kept.get(field) if isinstance(kept, dict) else None


def terms_hold(test: Filter, row: Row, wanted: Json) -> bool:
    """Return whether the row satisfies every term, of any group where terms stand in groups."""
    terms = test.terms
    assert terms is not None
    if not terms.groups:
        return all(_holds(test, terms, row, term) for term in wanted)
    return not wanted or any(all(_holds(test, terms, row, term) for term in group[terms.groups]) for group in wanted)


def _holds(test: Filter, terms: Terms, row: Row, term: Mapping[str, Json]) -> bool:
    value, meant = held(test, row, term.get(terms.field)), terms.operators[str(term.get(terms.operator))]
    wanted = term.get(terms.value)
    if meant in ("present", "absent"):
        return (value is None) == (meant == "absent")
    if value is None:
        return False
    match meant:
        case "in":
            return any(_compared(value, "eq", each) for each in term.get(terms.values or terms.value) or ())
        case "not_in":
            return not any(_compared(value, "eq", each) for each in term.get(terms.values or terms.value) or ())
        case "between":
            return _compared(value, "ge", wanted) and _compared(value, "le", term.get(terms.high))
        case "text" | "prefix" | "token" | "not_token":
            return wanted is not None and _has(str(value).casefold(), str(wanted).casefold(), meant)
        case _:
            return _compared(value, meant, wanted)


def _has(text: str, part: str, meant: str) -> bool:
    if meant in ("text", "prefix"):
        return text.startswith(part) if meant == "prefix" else part in text
    return (part in text.split() or part == text) == (meant == "token")


def _compared(value: Any, test: str, wanted: Any) -> bool:
    if wanted is None:
        return False
    if isinstance(value, bool):
        value = str(value).lower()
    try:
        one, other = float(value), float(wanted)
    except (TypeError, ValueError):
        one, other = str(value), str(wanted)  # type: ignore[assignment]
    return {"eq": one == other, "ne": one != other, "gt": one > other, "ge": one >= other, "lt": one < other,
            "le": one <= other}[test]  # fmt: skip


def term_candidates(test: Filter, row: Row) -> Iterator[Json]:
    """Yield arguments for which the row passes, or is at the border: one term of each kind of comparison."""
    terms = test.terms
    if terms is None:
        return
    kept = row.get(test.column)
    for field in terms.fields or (kept if isinstance(kept, dict) else ()):
        value = held(test, row, field)
        if isinstance(value, str | int | float):
            said = str(value).lower() if isinstance(value, bool) else str(value)
            for operator, meant in terms.operators.items():
                term = {terms.field: field, terms.operator: operator}
                if meant in ("eq", "ne", "ge", "lt"):
                    yield _grouped(terms, {**term, terms.value: said})
                elif meant in ("in", "not_in") and terms.values:
                    yield _grouped(terms, {**term, terms.values: [said]})
                elif meant == "present":
                    yield _grouped(terms, term)


def _grouped(terms: Terms, term: dict[str, Json]) -> Json:
    return [{terms.groups: [term]}] if terms.groups else [term]
