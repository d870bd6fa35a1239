"""Programs that only read: lists, and single rows."""

from collections.abc import Sequence

from generator.render.answers import answer
from generator.render.conditions import filter_conditions, key_conditions, missing_message
from generator.render.guards import condition_guards, reference_guards
from generator.render.lists import (
    list_conditions,
    needs_total,
    order_terms,
    page_conditions,
    paged_answer,
    place_steps,
    size_expression,
    start_expression,
    whole_answer,
)
from generator.render.pagination import pages_of
from generator.render.scope import Context, Scope, entry_name
from generator.render.sparse import rows_source
from generator.render.text import select, where


def list_program(scope: Scope) -> tuple[str, Context]:
    """Return the template and context of a list or search."""
    pages = pages_of(scope)
    guards = [*reference_guards(scope), *condition_guards(scope)]
    terms = order_terms(scope, "t")
    if not pages.arguments:
        order = _order([*terms, f"t.{entry_name(scope.entity)}"], "    ")
        found = whole_answer(scope, order)
        source = rows_source(scope, "t") if found.reads else ""
        return scope.tool.pattern, {
            "guards": guards,
            "pages": None,
            "answer": select(found.code, source, list_conditions(scope, "t") if found.reads else ()),
        }
    found = paged_answer(scope, pages)
    source = rows_source(scope, "t", f"{pages.found} f", f"t.{entry_name(scope.entity)} = f.entry")
    return scope.tool.pattern, {
        "guards": guards,
        "pages": pages,
        "table": scope.table,
        "order": _order([*terms, "t._rowid_"], "    "),
        "where": where(list_conditions(scope, "t")),
        "places": place_steps(scope, pages),
        "counted": f", count(*) AS {pages.total} FROM {pages.found}" if needs_total(scope) else "",
        "size": size_expression(pages),
        "start": start_expression(scope, pages),
        "answer": select(
            found.code, source if found.reads else "", page_conditions(scope, pages) if found.reads else ()
        ),
    }


def _order(terms: Sequence[str], indent: str) -> str:
    """The terms of an ORDER BY: on one line where they are short."""
    flat = ", ".join(terms)
    return flat if len(flat) <= 60 else "\n" + ",\n".join(f"{indent}{term}" for term in terms)


def get_program(scope: Scope) -> tuple[str, Context]:
    """Return the template and context of a program that shows one row."""
    found = answer(scope, "")
    return "get" if scope.tool.pattern == "singleton" else scope.tool.pattern, {
        "guards": [*reference_guards(scope)],
        "missing": missing_message(scope),
        "answer": select(
            found.code or "NULL", rows_source(scope), (*key_conditions(scope), *filter_conditions(scope, ""))
        ),
        "bodiless": not found.code,
    }
