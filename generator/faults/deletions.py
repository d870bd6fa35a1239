"""Faults of deleting: nothing goes, too much goes, or something is left behind."""

import re
from collections.abc import Iterator

from generator.faults.changes import own_keys
from generator.faults.fault import Fault, Site, Subject, at, laws
from generator.faults.lookups import parameters_of, standing_for
from generator.faults.programs import row_test, target, with_body, with_step, writes
from generator.faults.statements import Change, Span, changed, clause, text_of, whole
from generator.links import Link, links_to
from generator.meaning import Row
from generator.plan import Entity, Key, Tool
from generator.seeded import goes_along, row_key
from state_db.program import Body, Program, Run
from state_db.sql import identifier, significant, unquoted

OF_DELETES = "delete link batch"


def deletions(subject: Subject, *patterns: str) -> Iterator[tuple[Tool, Entity, Program, Run]]:
    """Yield each tool that removes rows with the step that does so."""
    for tool, entity, program in subject.tools(*(patterns or ("delete", "unlink", "batch")), each="delete"):
        found = writes(program, "delete", entity.table)
        if found and subject.probe.rows(entity.name):
            yield tool, entity, program, found[0]


def _idle(subject: Subject) -> Iterator[Site]:
    for tool, entity, program, step in deletions(subject):
        where = clause(step.body, "where")
        name = identifier(subject.image.tables[entity.table].columns[0].name)
        if where is not None:
            sql = f"UPDATE {identifier(entity.table)} SET {name} = {name}\nWHERE {where.text}"
            yield at(tool, with_step(program, step, with_body(step, whole(sql, step.body))))


def _greedy(subject: Subject) -> Iterator[Site]:
    for tool, entity, program, step in deletions(subject, "delete", "unlink"):
        where, test = clause(step.body, "where"), row_test(step.body)
        if where is None or not test or not _has_free_neighbour(subject, tool, entity):
            continue
        own = target(entity.table, test)
        table = identifier(entity.table)
        others = f"SELECT n._rowid_ FROM {table} n WHERE EXISTS {own}"
        if tool.pattern == "delete" and len(subject.probe.rows(entity.name)) > 2:
            others = f"SELECT min(n._rowid_) FROM {table} n WHERE n._rowid_ > {own}"
            others = f"{others} UNION SELECT max(n._rowid_) FROM {table} n WHERE n._rowid_ < {own}"
        body = changed(step.body, [Change(where, f"({test}) OR _rowid_ IN ({others})")])
        yield at(tool, with_step(program, step, with_body(step, body)))


def _has_free_neighbour(subject: Subject, tool: Tool, entity: Entity) -> bool:
    """Whether a table has more rows, which no reference keeps from being deleted."""
    rows = subject.probe.rows(entity.name)
    return len(rows) > 1 and not any(subject.probe.is_held(entity, row) for row in rows)


def _greedy_batches(subject: Subject) -> Iterator[Site]:
    for tool, entity, program, step in deletions(subject, "batch"):
        rows = subject.probe.rows(entity.name)
        where = clause(step.body, "where")
        if where is not None and len(rows) > 1 and not any(subject.probe.is_held(entity, row) for row in rows):
            body = changed(step.body, [Change(where, "TRUE")])
            yield at(tool, with_step(program, step, with_body(step, body)))


def _any_parent(subject: Subject) -> Iterator[Site]:
    """The row goes under whatever parent it is named."""
    for tool, entity, program in subject.tools("get", "update", "replace", "delete", "transition"):
        keys = own_keys(tool, entity)
        own = standing_for(tool, program, keys)
        above = {one.name for one in tool.arguments if isinstance(one.does, Key)}.difference(keys)
        parents = standing_for(tool, program, above)
        found = program
        for step in program.steps:
            if own & parameters_of(step):
                spans = [span for name in sorted(parents) for span in equalities(step.body, name)]
                body = changed(step.body, [Change(span, "TRUE") for span in spans])
                found = with_step(found, step, with_body(step, body)) if spans else found
        wrong = at(tool, found)
        if own and found is not program and _goes_under_another(subject, tool, wrong):
            yield wrong


def equalities(body: Body, parameter: str) -> list[Span]:
    """Return every comparison of a column with the parameter, however deep it stands."""
    found: list[Span] = []
    tokens = significant(text_of(body))
    for index in range(1, len(tokens) - 1):
        if tokens[index].text == "=" and tokens[index + 1].text == f":{parameter}":
            first = index - 3 if tokens[index - 2].text == "." else index - 1
            start, last = tokens[first].start, tokens[index + 1]
            found.append(Span(start, last.start + len(last.text), text_of(body)[start : last.start]))
    return found


def _goes_under_another(subject: Subject, tool: Tool, site: Site) -> bool:
    """Whether there is another parent, or one can be made, under which the row can be named."""
    entity = subject.entity(tool)
    scope = [entity.column(name) for name in _scope(tool, entity)]
    parents = [subject.plan.entity(column.references.entity) for column in scope if column.references is not None]
    if not parents:
        return len({repr([row.get(column.name) for column in scope]) for row in subject.probe.rows(entity.name)}) > 1
    return bool(subject.makes(parents[-1])) or any(
        other.get(link_key) != row.get(scope[-1].name)
        for link_key in parents[-1].key[-1:]
        for row in subject.probe.rows(entity.name)
        for other in subject.probe.rows(parents[-1].name)
        if all(other.get(name) == row.get(name) for name in parents[-1].key if name in row and name != link_key)
    )


def _scope(tool: Tool, entity: Entity) -> list[str]:
    own = set(own_keys(tool, entity))
    return [one.does.column for one in tool.arguments if one.name not in own and isinstance(one.does, Key)]


NAME = r'(?:"(?:[^"]|"")+"|\w+)'
REFERENCE = re.compile(
    rf"\s*REFERENCES\s+{NAME}\s*\([^)]*\)(?:\s+ON\s+DELETE\s+(?:CASCADE|RESTRICT|NO\s+ACTION|SET\s+NULL))?"
)


def without_reference(schema: str, table: str, column: str) -> str | None:
    """Return the schema without the foreign key of one column, None where it has none of its own."""
    head = re.search(rf"CREATE TABLE {re.escape(identifier(table))} \(\n", schema)
    if head is None:
        return None
    place = head.end()
    for line in schema[head.end() :].splitlines(keepends=True):
        if line.startswith(")"):
            return None
        words = significant(line)
        names = [unquoted(token.text) for token in words[:1]]
        key = line.strip().startswith("FOREIGN KEY") and identifier(column) in line.split("REFERENCES")[0]
        if names == [column] and REFERENCE.search(line):
            return schema[:place] + REFERENCE.sub("", line, count=1) + schema[place + len(line) :]
        if key:
            comma = "," if line.split("--")[0].rstrip().endswith(",") else ""
            return f"{schema[:place]}  CHECK (TRUE){comma}\n{schema[place + len(line) :]}"
        place += len(line)
    return None


def _orphans(subject: Subject) -> Iterator[Site]:
    """What belongs to a deleted row stays."""
    for _, entity, _, _ in _first_of_each(subject):
        for link in links_to(subject.plan, entity):
            if not (goes_along(subject.plan, link) and link.enforced) or not _has_children(subject, entity, link):
                continue
            schema = without_reference(subject.image.texts["schema.sql"], link.entity.table, link.column.name)
            if schema is not None:
                yield Site(f"{entity.table} leaves {link.entity.table}", schema=schema)


def _first_of_each(subject: Subject) -> Iterator[tuple[Tool, Entity, Program, Run]]:
    seen: set[str] = set()
    for tool, entity, program, step in deletions(subject, "delete"):
        if entity.name not in seen:
            seen.add(entity.name)
            yield tool, entity, program, step


def _has_children(subject: Subject, entity: Entity, link: Link) -> bool:
    """Whether a row that can be deleted has rows that go along with it by this reference alone."""
    for row in subject.probe.rows(entity.name):
        if not subject.probe.is_held(entity, row):
            children = [child for one, child in subject.probe.referrers(entity, row) if one == link]
            others = gone_with(subject, entity, row, link)
            if any(f"{link.entity.name} {row_key(link.entity, child)}" not in others for child in children):
                return True
    return False


def gone_with(subject: Subject, entity: Entity, row: Row, left_out: Link) -> set[str]:
    """Return the marks of all rows that go along with a row when one reference does not count."""
    found: set[str] = set()
    ahead = [(entity, row)]
    while ahead:
        holder, each = ahead.pop()
        for link, child in subject.probe.referrers(holder, each):
            mark = f"{link.entity.name} {row_key(link.entity, child)}"
            if link != left_out and goes_along(subject.plan, link) and mark not in found:
                found.add(mark)
                ahead.append((link.entity, child))
    return found


FAULTS: tuple[Fault, ...] = (
    Fault(
        "delete that does nothing", "A deletion is answered and the row stays.", laws(OF_DELETES),
        "DELETE becomes an UPDATE that assigns a column to itself.", "Every deletion.", _idle,
    ),
    Fault(
        "delete that deletes the neighbours", "More goes than was named.", laws(OF_DELETES),
        "WHERE takes the rows before and after the named one as well.",
        "Deletions in tables with more rows, none of which a reference holds back.", _greedy,
    ),
    Fault(
        "batch that deletes everything", "All rows go, whichever were named.", laws(OF_DELETES),
        "WHERE is made true.", "Deletions of several rows; the same exception.", _greedy_batches,
    ),
    Fault(
        "parent ignored", "A row is found under any parent.",
        laws("astray not_found read delete update replace transition"),
        "The conditions that bind a parent's key are made true.",
        "Tools that name a row and its parent, unless there is no other parent, and none can be made.", _any_parent,
    ),
    Fault(
        "delete that leaves children", "What belongs to a deleted row stays behind.",
        laws(f"{OF_DELETES} references"), "The foreign key that cascades is taken out of the schema.",
        "References that go along with a row which some tool deletes, unless all go by another reference too.",
        _orphans,
    ),
)  # fmt: skip
