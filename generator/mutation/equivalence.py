"""Mutants that do the same as what they were made of, where that can be proved.

"The same" is: for every call in every state that the server's programs can reach from its own rows, the same status,
error code, answer and state. Only the words of an error's message may differ.
"""

import re
from collections.abc import Sequence

from generator.mutation.facts import Fact, equalities, equality, fact_of, facts_before, is_plain, simple_table
from generator.mutation.invariants import Invariants, invariants_of
from generator.mutation.knowledge import Knowledge
from generator.mutation.mutant import Mutant
from generator.mutation.script import COMMA, NONE, Script, Section, assignments, closing, conditions, split
from state_db.codes import ToolCode
from state_db.image import Image
from state_db.program import Step, faults_of
from state_db.sql import significant, unquoted
from state_db.variant import Statement

SAME_CODE = "SQLite compiles it to the same instructions."
LATER_GUARD = "A later step refuses the same calls with the same error."
KNOWN_ROW = "An earlier step has made sure of it for the row that the other conditions name."
TOLD_BY_PARENT = "The other conditions name a parent of which it is known."
ONE_VALUE = "A query that stands for one value gives its first row, however many it may give."
DEAD_NUMBER = "The inputs' schemas never let the number count."
FIRST_PAGE = "Places count from 1, and the page always begins at 0."
NEVER_NULL = "The column is never NULL."
NEVER_READ = "No program reads the view."
NEVER_DELETED = "No program deletes the row that is referred to."
GONE_ANYWAY = "The row goes along with another parent, which goes along with this one."
NEVER_VIOLATED = "No program can violate the constraint."
NEVER_EMPTY = "The table is never empty."
TABLE = re.compile(r'CREATE TABLE (\w+|"[^"]+")')


def why_same(image: Image, spoilt: Image, mutant: Mutant) -> str | None:
    """Return why nobody can tell the mutant from the original, or None."""
    known = invariants_of(image)
    if mutant.rows is not None:
        return None
    if mutant.file == "schema.sql":
        return _schema_reason(known, mutant)
    if not mutant.tool:
        return None
    if same_instructions(image, image.codes[mutant.tool], spoilt.codes[mutant.tool]):
        return SAME_CODE
    script = known.scripts[mutant.tool]
    place = mutant.edits[0].start
    section = next(each for each in reversed(script.sections) if each.start <= place)
    if mutant.operator == "off_by_one":
        return _number_reason(Knowledge(image, script), section, place)
    if mutant.operator in ("drop_condition", "weaken_condition") and _is_first_page(known, script, section, mutant):
        return FIRST_PAGE
    if mutant.operator == "drop_condition":
        found = _row_reason(known, script, section, place)
        if found is not None:
            return found
    weaker = mutant.operator in ("drop_condition", "skipped_guard", "weaken_condition")
    if weaker and _is_guarded_later(known, script, section, place):
        return LATER_GUARD
    return NEVER_EMPTY if _only_for_empty(known, section, mutant) else None


def same_instructions(image: Image, one: ToolCode, other: ToolCode) -> bool:
    """Return whether every variant of two programs has the same steps, compiled to the same instructions."""
    if one.variants.keys() != other.variants.keys():
        return False
    return all(
        len(variant.statements) == len(other.variants[key].statements)
        and all(
            _alike(image, first, second)
            for first, second in zip(variant.statements, other.variants[key].statements, strict=True)
        )
        for key, variant in one.variants.items()
    )


def _alike(image: Image, one: Statement, other: Statement) -> bool:
    if (type(one.step), one.names, one.columns, one.runs) != (type(other.step), other.names, other.columns, other.runs):
        return False
    if _said(one.step) != _said(other.step):
        return False
    return one.sql == other.sql or (
        bool(one.sql and other.sql) and image.compiled(one.sql) == image.compiled(other.sql)
    )


def _said(step: Step) -> tuple[object, ...]:
    """What a step answers or refuses with."""
    return (*faults_of(step), getattr(step, "status", None), getattr(step, "missing", None))


def _number_reason(known: Knowledge, section: Section, place: int) -> str | None:
    """Why a number that is one more makes no difference."""
    if _limits_one_value(section, place):
        return ONE_VALUE
    return DEAD_NUMBER if _is_dead(known, section, place) else None


def _is_dead(known: Knowledge, section: Section, place: int) -> bool:
    """Whether the number at the place never decides: coalesce() has a value before it, min() and max() a closer one."""
    found = section.tokens
    index = next(number for number, token in enumerate(found) if token.start == place)
    for opening in range(index - 1, 0, -1):
        if found[opening].text != "(" or closing(found, opening) < index:
            continue
        name = found[opening - 1].text.lower()
        parts = [span.tokens for span in split(found, opening + 1, COMMA, NONE)]
        here = next((number for number, part in enumerate(parts) if part[0].start <= place <= part[-1].start), 0)
        if name == "coalesce" and any(known.is_never_null(part) for part in parts[:here]):
            return True
        if name in ("min", "max") and len(parts) == 2 and len(parts[here]) == 1:
            low, high = known.bounds(parts[1 - here])
            limit = float(found[index].text)
            if name == "min" and high is not None and high <= limit and known.is_never_null(parts[1 - here]):
                return True
            if name == "max" and low is not None and low > limit and known.is_never_null(parts[1 - here]):
                return True
    return False


def _limits_one_value(section: Section, place: int) -> bool:
    """Whether the number is the LIMIT of 1 of a query in brackets that is used as one value."""
    found = section.tokens
    index = next(number for number, token in enumerate(found) if token.start == place)
    if found[index].text != "1" or found[index - 1].text.lower() != "limit":
        return False
    depth = 0
    for opening in range(index - 1, 0, -1):
        depth += {")": 1, "(": -1}.get(found[opening].text, 0)
        if depth < 0:
            before = found[opening - 1]
            is_value = before.text in (",", "(", "=", "||", "+", "-", "*") or before.text.lower() in ("select", "then")
            ends = closing(found, opening) == index + 1
            return is_value and ends and found[opening + 1].text.lower() == "select"
    return False


def _is_first_page(known: Invariants, script: Script, section: Section, mutant: Mutant) -> bool:
    """Whether a condition only asks that a place, which counts from 1, is beyond 0."""
    edit = mutant.edits[0]
    for condition in conditions(section):
        words = condition.span.words
        if len(words) == 5 and words[1:4] == (".", "place", ">") and condition.span.start <= edit.start:
            inside = len(mutant.edits) == 1 and edit.end <= condition.span.end
            _, most = Knowledge(known.image, script).bounds(condition.span.tokens[4:])
            return inside and most is not None and most <= 0
    return False


def _row_reason(known: Invariants, script: Script, section: Section, place: int) -> str | None:
    """Why a condition that is dropped from a step holds anyway for the rows that the others let through."""
    table = simple_table(section, known.surface)
    dropped = next((each.span for each in conditions(section) if each.span.start == place), None)
    if table is None or dropped is None or (pair := equality(dropped)) is None:
        return None
    others = equalities(script, section, without=place)
    facts = list(facts_before(script, section, known.surface))
    pinned = any(_pins(known, table, others, fact) and pair in fact.equal for fact in facts)
    if pinned and not _is_written_between(script, section, table, pair[0]):
        return KNOWN_ROW
    for reference in known.surface.tables[table].references:
        link = next(((c, p) for c, p in others if (c,) == reference.columns), None)
        wanted = {(reference.targets[0], link[1]), pair} if link else None
        met = wanted and any(fact.table == reference.table and wanted <= fact.equal for fact in facts)
        if met and known.is_told_by_parent(table, reference, pair[0]):
            return TOLD_BY_PARENT
    return None


def _pins(known: Invariants, table: str, others: frozenset[tuple[str, str]], fact: Fact) -> bool:
    """Whether the conditions name the very row of the fact: by its whole key."""
    columns = {column for column, _ in others & fact.equal}
    return fact.table == table and set(known.surface.tables[table].key) <= columns


def _is_written_between(script: Script, section: Section, table: str, column: str) -> bool:
    return any(
        unquoted(each.column.text) == column
        for other in script.sections
        if other.start < section.start and other.tokens and table in [unquoted(t.text) for t in other.tokens[:3]]
        for each in assignments(other)
    )


def _is_guarded_later(known: Invariants, script: Script, section: Section, place: int) -> bool:
    """Whether what a guard that was weakened no longer refuses is refused by a later step with the same error."""
    guard = fact_of(script, section, known.surface)
    code = _code(section)
    if guard is None or code is None or section.word not in ("require", "let"):
        return False
    for later in script.sections:
        if later.start <= section.start or not is_plain(later):
            continue
        fact = fact_of(script, later, known.surface)
        if fact is not None and _code(later) == code and _implies(known, fact, guard):
            return True
        if later.word in ("run", "return", "refuse") or (later.word == "require" and _code(later) != code):
            return False
    return False


def _code(section: Section) -> str | None:
    """The error of a guard, or of a step that misses its row."""
    if section.word == "require":
        return section.rest.split(":", 1)[0].strip()
    option = section.options.get("missing")
    return option[0].text.split("missing", 1)[1].split(":", 1)[0].strip() if option else None


def _implies(known: Invariants, fact: Fact, guard: Fact) -> bool:
    """Whether the row of one fact proves the row of the other."""
    if fact.table == guard.table:
        return guard.equal <= fact.equal
    for reference in known.surface.tables[fact.table].references:
        if reference.table != guard.table or len(reference.columns) != 1:
            continue
        link = {p for c, p in fact.equal if (c,) == reference.columns}
        rest = {(c, p) for c, p in guard.equal if not (c == reference.targets[0] and p in link)}
        told = all(pair in fact.equal and known.is_told_by_parent(fact.table, reference, pair[0]) for pair in rest)
        if link and len(rest) < len(guard.equal) and told:
            return True
    return False


def _only_for_empty(known: Invariants, section: Section, mutant: Mutant) -> bool:
    """Whether the fault shows only where a table is empty that never is: in a step that fills it, or that answers."""
    words = [token.text.lower() for token in section.tokens]
    if section.word in ("return", "let") and "where" not in words and len(words) > 1:
        table = known.surface.table_of(section.tokens[-1].text)
        option = mutant.operator in ("skipped_guard", "wrong_error")
        return option and words[-2] == "from" and table is not None and known.is_never_empty(table.name)
    if words[:1] != ["insert"] or words[-9:-4] != ["where", "not", "exists", "(", "select"]:
        return False
    where = section.tokens[-9].start
    inside = all(section.start <= edit.start < where for edit in mutant.edits)
    return inside and known.is_never_empty(unquoted(section.tokens[-2].text))


def _schema_reason(known: Invariants, mutant: Mutant) -> str | None:
    if mutant.subject in known.image.views and not _is_read(known.image, mutant.subject):
        return NEVER_READ
    schema = known.image.texts["schema.sql"]
    place = mutant.edits[0].start
    line = schema[schema.rfind("\n", 0, place) + 1 : schema.find("\n", place)]
    if mutant.operator == "shown_null":
        return NEVER_NULL if _null_reason(known, schema, place, line) else None
    opened = list(TABLE.finditer(schema, 0, place))
    if not opened:
        return None
    table = unquoted(opened[-1][1])
    words = significant(line)
    if mutant.operator == "drop_cascade":
        own = unquoted(words[0].text)
        references = [each for each in known.surface.tables[table].references if own in each.columns]
        gone = [each for each in references if each.table in known.deleted]
        if references and not gone:
            return NEVER_DELETED
        return GONE_ANYWAY if gone and all(known.goes_with_another(table, each) for each in gone) else None
    if mutant.operator in ("wrong_error", "drop_unique"):
        columns = _constrained(words)
        return NEVER_VIOLATED if columns and known.is_never_written(table, columns) else None
    return None


def _is_read(image: Image, view: str) -> bool:
    """Whether a program names the view, or anything that has its name in it."""
    return any(view in text for file, text in image.texts.items() if file.startswith("programs/"))


def _constrained(words: Sequence[object]) -> list[str]:
    """The columns of the UNIQUE or PRIMARY KEY in a line of a table."""
    texts = [getattr(word, "text", "") for word in words]
    if texts and texts[0].upper() in ("UNIQUE", "PRIMARY"):
        start = texts.index("(")
        return [unquoted(text) for text in texts[start + 1 : texts.index(")", start)] if text != ","]
    unique = "UNIQUE" in texts or "PRIMARY" in texts
    return [unquoted(texts[0])] if unique else []


def _null_reason(known: Invariants, schema: str, place: int, line: str) -> bool:
    """Whether the column whose NULL is left out of an answer is never NULL."""
    end = schema.index(";", place)
    table = unquoted(schema[schema.rindex("\nFROM ", 0, end) + 6 : end].split()[0])
    match = re.search(r't\.(\w+|"[^"]+") IS NULL', line)
    return match is not None and known.is_never_null(table, unquoted(match[1]))
