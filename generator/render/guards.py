"""Steps that must hold before a program does anything: rows that are named exist, states allow it, nothing refers."""

import re
from collections.abc import Iterator, Sequence

from generator.conditions import is_condition
from generator.given import is_given
from generator.links import Link, is_put_in, link_of, links_of, links_to
from generator.plan import Argument, Column, Filter, Json, Key, Value
from generator.render.conditions import key_conditions, missing_message, owner
from generator.render.finding import Guard, finding_step, is_found_first
from generator.render.scope import Scope
from generator.render.tellings import telling_guard
from generator.render.text import Part, select, sql_name, stored_constant
from generator.render.words import no_such, words
from state_db.errors import ErrorCode


def reference_guards(scope: Scope, places: tuple[str, ...] = ()) -> Iterator[Guard]:
    """Return a step for each argument that names a row of another entity, those in the path first.

    ``places`` narrows them to arguments that stand there.
    """
    arguments = [argument for argument in scope.tool.arguments if isinstance(argument.does, Key | Value)]
    arguments.sort(key=lambda argument: argument.place != "path")
    for argument in arguments:
        if argument.name == scope.tool.over or (places and argument.place not in places):
            continue
        if (telling := telling_guard(scope, argument)) is not None:
            yield telling
            continue
        column = scope.entity.column(argument.does.column)  # type: ignore[union-attr]
        link = link_of(scope.plan, scope.entity, column)
        if link is not None and not _is_asked_later(scope, link, column):
            finds = _finding_guard(scope, argument, link)
            yield finds if finds is not None else _reference_guard(scope, argument, link)


def condition_guards(scope: Scope) -> Iterator[Guard]:
    """Return a step for each argument that takes a condition: it must be one."""
    for argument in scope.tool.arguments:
        if isinstance(argument.does, Filter) and is_condition(argument.does):
            sql = f"SELECT is_{argument.does.test}(:{argument.name})"
            if scope.may_be_null(argument):
                sql += f" OR :{argument.name} IS NULL"
            message = f"The {words(argument.name)} is no condition that can be read."
            yield Guard("require", "invalid_argument", message, sql, scope.given(argument))


def _is_asked_later(scope: Scope, link: Link, column: Column) -> bool:
    """Whether another column holds the rest of the same key, and its step asks for the whole."""
    columns = list(link.entity.columns)
    for own in columns[columns.index(column) + 1 :]:
        other = link_of(scope.plan, link.entity, own)
        if other is not None and other.target == link.target and set(other.pairs) == set(link.pairs):
            return scope.giving(own.name) is not None
    return False


def _reference_guard(scope: Scope, argument: Argument, link: Link) -> Guard:
    picks = argument.place == "path" or isinstance(argument.does, Key)
    error: ErrorCode = "not_found" if picks else getattr(argument.does, "missing", "invalid_argument")
    if argument.place == "path" and "permission_denied" in scope.tool.failures:
        error = "permission_denied"
    table = sql_name(link.target.table)
    key = link.pairs[-1][1]
    if scope.takes_many(argument, link.column) or link.many:
        wanted = scope.parameter("unknown")
        missing = f"NOT EXISTS (SELECT 1 FROM {table} t WHERE t.{sql_name(key)} = e.value)"
        missing += f" AND EXISTS (SELECT 1 FROM {table})" if is_given(scope.plan, link.target) else ""
        sql = f"SELECT e.value AS {wanted} FROM json_each(:{argument.name}) e WHERE {missing}"
        return Guard("refuse", error, no_such(link.target, key, wanted), sql, scope.given(argument))
    found = select("1", table, _target_conditions(scope, argument, link))
    exists = f"EXISTS ({found})"
    if is_given(scope.plan, link.target) and not is_put_in(scope.entity, link.column):
        # Where nothing says which of them there are, and no call can tell, whichever is named is one.
        exists += f" OR NOT EXISTS (SELECT 1 FROM {table})"
    if scope.may_be_null(argument):
        exists = f":{argument.name} IS NULL OR {exists}"
    return Guard("require", error, no_such(link.target, key, argument.name), f"SELECT {exists}", scope.given(argument))


def _finding_guard(scope: Scope, argument: Argument, link: Link) -> Guard | None:
    """The step that finds the key of a row which the argument names by it or by another property."""
    if link.many or not is_found_first(scope, argument):
        return None
    _, *above = _target_conditions(scope, argument, link)
    return finding_step(scope, argument, sql_name(link.target.table), link.pairs[-1][1], above, link.target)


def own_finding_guards(scope: Scope) -> Iterator[Guard]:
    """Return the step that finds the key of the tool's own row, where its argument may name it by another property."""
    for argument, column in scope.keys:
        if is_found_first(scope, argument) and link_of(scope.plan, scope.entity, column) is None:
            above = [
                Part(f"{sql_name(one.name)} = :{each.name}")
                for each, one in scope.keys
                if each is not argument and each.place == "path"
            ]
            yield finding_step(scope, argument, scope.table, column.name, above, scope.entity)


def _target_conditions(scope: Scope, argument: Argument, link: Link) -> tuple[Part, ...]:
    """What the row that is named must be: its key, and the parents that the path names before it."""
    conditions = [Part(f"{sql_name(link.pairs[-1][1])} = :{argument.name}")]
    for own, theirs in link.pairs[:-1]:
        value = _own_value(scope, own)
        if value:
            conditions.append(Part(f"{sql_name(theirs)} = {value}"))
    bound = {theirs for _, theirs in link.pairs}
    if argument.place == "path" and not is_put_in(scope.entity, link.column):
        conditions += _parent_conditions(scope, argument, link, bound)
    return tuple(conditions)


def _own_value(scope: Scope, column: str) -> str:
    """What the tool's row holds in the column: what an argument gives, else what the row has already."""
    argument = scope.giving(column)
    if argument is not None and scope.always(argument):
        return f":{argument.name}"
    if scope.tool.pattern in ("create", "upsert", "batch", "link") or not scope.keys:
        return ""
    return f"({select(f't.{sql_name(column)}', f'{scope.table} t', key_conditions(scope, 't'))})"


def _parent_conditions(scope: Scope, argument: Argument, link: Link, bound: set[str]) -> Iterator[Part]:
    """In /orgs/{org}/projects/{project}/…, the project must be one of the org."""
    targets = {own.target.name: own for own in links_of(scope.plan, link.target)}
    for earlier in scope.tool.arguments:
        if earlier.name == argument.name or earlier.place != "path":
            if earlier.name == argument.name:
                return
            continue
        if not isinstance(earlier.does, Key):
            continue
        above = link_of(scope.plan, scope.entity, scope.entity.column(earlier.does.column))
        own = targets.get(above.target.name) if above is not None else None
        if above is None or own is None or above.target.name == link.target.name or len(own.pairs) > 1:
            continue
        if own.column.name not in bound and own.column.type != "json":
            yield Part(f"{sql_name(own.column.name)} = :{earlier.name}")


def row_guard(scope: Scope) -> Guard:
    """Return the step that asks for the tool's own row."""
    sql = f"SELECT EXISTS ({select('1', scope.table, key_conditions(scope))})"
    return Guard("require", "not_found", missing_message(scope), sql)


def documented(scope: Scope, wanted: ErrorCode, otherwise: ErrorCode) -> ErrorCode:
    """Return the first of two codes for a state that forbids it, unless only the other is documented."""
    failures = scope.tool.failures
    return otherwise if wanted not in failures and otherwise in failures else wanted


def refusal_guards(scope: Scope) -> Iterator[Guard]:
    """Return a step for each reference that forbids the deletion of the tool's rows."""
    error = documented(scope, "conflict", "failed_precondition")
    for link in links_to(scope.plan, scope.entity):
        if link.on_delete != "refuse":
            continue
        held = sql_name(link.entity.table)
        if link.many:
            own, theirs = link.pairs[-1]
            matches = f"EXISTS (SELECT 1 FROM json_each(r.{sql_name(own)}) e WHERE e.value = t.{sql_name(theirs)})"
        else:
            matches = " AND ".join(f"r.{sql_name(own)} = t.{sql_name(theirs)}" for own, theirs in link.pairs)
        found = select("1", f"{scope.table} t JOIN {held} r ON {matches}", key_conditions(scope, "t"))
        message = f"The {words(scope.entity.name)} still has {words(link.entity.table)}."
        yield Guard("require", error, message, f"SELECT NOT EXISTS ({found})")


def _spoken(states: Sequence[Json]) -> str:
    """Return the states as a message says them; where one holds more than plain words, none is named."""
    plain = [str(state) for state in states if re.fullmatch(r"[A-Za-z0-9][\w .-]{0,40}", str(state))]
    if len(plain) != len(states):
        return "one that allows this"
    return " or ".join(filter(None, [", ".join(plain[:-1]), plain[-1]]))


def state_guards(scope: Scope) -> Iterator[Guard]:
    """Return a step for each column whose state decides whether the tool may be used."""
    error = documented(scope, "failed_precondition", "conflict")
    for name, states in scope.tool.only_from.items():
        column = scope.entity.column(name)
        known = [stored_constant(state, column) for state in states if state is not None]
        tests = [f"{owner('')(name)} IN ({', '.join(known)})"] if known else []
        tests += [f"{owner('')(name)} IS NULL"] if None in states else []
        rows = (*key_conditions(scope), Part(f"({' OR '.join(tests)})" if len(tests) > 1 else tests[0]))
        message = f"The {words(name)} of the {words(scope.entity.name)} must be {_spoken(states)}."
        yield Guard("require", error, message, f"SELECT EXISTS ({select('1', scope.table, rows)})")
