"""The directive form of programs/*.sql, read into steps."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from state_db.errors import ERROR_CODES, ErrorCode, ProgramError
from state_db.program import (
    STATEMENT_WORDS,
    Body,
    Condition,
    Fault,
    Let,
    Line,
    Program,
    Refuse,
    Require,
    Return,
    Rows,
    Run,
    Step,
    conditions_of,
)
from state_db.renaming import renamed
from state_db.sql import significant, tokens

DIRECTIVE = re.compile(r"\s*--\s*@(\w+)\b[ \t]*(.*?)\s*")
LINE_CONDITION = re.compile(r"--\s*@(if|unless)[ \t]+([^-]*(?:-(?!-)[^-]*)*?)\s*(?=--|$)")
CONDITION = re.compile(r"([a-z][a-z0-9_]*)(?:\s*=\s*(\S.*))?")
FAULT = re.compile(r"([a-z_]+)\s*:\s*(\S.*)")
ROWS = re.compile(r"([a-z][a-z0-9_]*)\s*\(\s*([a-z_][a-z0-9_]*(?:\s*,\s*[a-z_][a-z0-9_]*)*)\s*\)")
USE = re.compile(r"([a-z][a-z0-9_]*)((?:\s+[a-z][a-z0-9_]*=(?::[a-z][a-z0-9_]*|'(?:[^']|'')*'|-?\d+(?:\.\d+)?))*)")
USE_ARGUMENT = re.compile(r"([a-z][a-z0-9_]*)=(:[a-z][a-z0-9_]*|'(?:[^']|'')*'|-?\d+(?:\.\d+)?)")
PARAMETER = re.compile(r":[a-z_][a-z0-9_]*")
STEP_WORDS = ("require", "refuse", "let", "rows", "run", "return", "use")
OPTION_WORDS = ("missing", "violates", "if", "unless")
OPTIONS_OF = {
    "require": (), "refuse": (), "rows": (), "use": (),
    "let": ("missing", "violates"), "run": ("missing", "violates"), "return": ("missing",),
}  # fmt: skip
DEEPEST_USE = 8


@dataclass
class Draft:
    """A step while it is being read."""

    word: str
    rest: str
    number: int
    options: dict[str, Fault] = field(default_factory=dict)
    conditions: list[Condition] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def has_sql(self) -> bool:
        """Whether any SQL stands under the directive yet."""
        return any(_has_sql(line.text) for line in self.lines)


def parse_program(name: str, text: str, fragments: Mapping[str, str], folder: str = "programs") -> Program:
    """Return the program of this text; ``fragments`` are the texts of _NAME.sql by NAME. Raises: ProgramError."""
    heading, source = _heading(text)
    steps = _steps(text, f"{folder}/{name}.sql", fragments, folder, ())
    switches: dict[str, set[str]] = {}
    for condition in conditions_of(steps):
        values = switches.setdefault(condition.name, set())
        if condition.value is not None:
            values.add(condition.value)
    return Program(
        name,
        heading,
        source,
        steps,
        tuple(switches),
        frozenset(switches),
        {key: frozenset(found) for key, found in switches.items() if found},
    )


def _heading(text: str) -> tuple[str, str]:
    said, source = [], ""
    for line in text.splitlines():
        if not line.startswith("--") or DIRECTIVE.fullmatch(line):
            break
        comment = line[2:].strip()
        if comment.startswith("source:"):
            source = comment.removeprefix("source:").strip()
        else:
            said.append(comment)
    return " ".join(said).strip(), source


def _steps(text: str, where: str, fragments: Mapping[str, str], folder: str, used: tuple[str, ...]) -> tuple[Step, ...]:
    steps: list[Step] = []
    for draft in _drafts(text, where):
        place = f"{where}:{draft.number}"
        if draft.word == "use":
            steps.extend(_used(draft, place, fragments, folder, used))
        else:
            steps.append(_step(draft, place))
    if not steps:
        raise ProgramError("The program has no steps.", where=where)
    return tuple(steps)


def _drafts(text: str, where: str) -> list[Draft]:
    drafts: list[Draft] = []
    for number, line in enumerate(text.splitlines(), 1):
        place = f"{where}:{number}"
        directive = DIRECTIVE.fullmatch(line)
        if directive:
            _take_directive(drafts, directive[1], directive[2], number, place)
        elif not drafts:
            if significant(line):
                raise ProgramError("SQL stands before the first directive.", where=place)
        else:
            drafts[-1].lines.append(_line(line, place))
    return drafts


def _take_directive(drafts: list[Draft], word: str, rest: str, number: int, place: str) -> None:
    if word in STEP_WORDS:
        drafts.append(Draft(word, rest, number))
        return
    if word not in OPTION_WORDS:
        raise ProgramError(
            f"The directive @{word} is unknown.",
            where=place,
            next=f"Known are @{', @'.join(STEP_WORDS + OPTION_WORDS)}.",
        )
    if not drafts or drafts[-1].has_sql:
        raise ProgramError(f"@{word} stands under no directive.", where=place, next="Put it before the step's SQL.")
    draft = drafts[-1]
    if word in ("if", "unless"):
        draft.conditions.append(_condition(word, rest, place))
    elif word not in OPTIONS_OF[draft.word]:
        raise ProgramError(f"@{draft.word} takes no @{word}.", where=place)
    elif word in draft.options:
        raise ProgramError(f"@{word} is given twice.", where=place)
    else:
        draft.options[word] = _fault(rest, place)


def _line(line: str, place: str) -> Line:
    conditions = tuple(_condition(match[1], match[2], place) for match in LINE_CONDITION.finditer(line))
    return Line(line if not conditions else line[: LINE_CONDITION.search(line).start()].rstrip(), conditions)  # type: ignore[union-attr]


def _condition(word: str, rest: str, place: str) -> Condition:
    match = CONDITION.fullmatch(rest.strip())
    if not match:
        raise ProgramError(f"@{word} {rest} cannot be read.", where=place, next="Write @if name or @if name = value.")
    return Condition(match[1], match[2], word == "unless")


def _fault(rest: str, place: str) -> Fault:
    match = FAULT.fullmatch(rest)
    if not match:
        raise ProgramError(f'"{rest}" is no error with a message.', where=place, next="Write CODE: MESSAGE.")
    return Fault(_code(match[1], place), match[2])


def _code(word: str, place: str) -> ErrorCode:
    for code in ERROR_CODES:
        if code == word:
            return code
    raise ProgramError(f'"{word}" is no error code.', where=place, next=f"Codes are {', '.join(ERROR_CODES)}.")


def _step(draft: Draft, place: str) -> Step:
    body = Body(_statement(draft, place), tuple(draft.conditions), place)
    missing, violates = draft.options.get("missing"), draft.options.get("violates")
    match draft.word:
        case "require":
            return Require(body, _fault(draft.rest, place))
        case "refuse":
            return Refuse(body, _fault(draft.rest, place))
        case "rows":
            name, columns = _rows(draft.rest, place)
            return Rows(body, name, columns)
        case "return":
            return _return(draft, body, place, missing)
        case "let":
            step: Step = Let(body, missing, violates)
        case _:
            step = Run(body, missing, violates)
    if draft.rest:
        raise ProgramError(f'@{draft.word} takes nothing, but "{draft.rest}" follows it.', where=place)
    return step


def _statement(draft: Draft, place: str) -> tuple[Line, ...]:
    found = significant("\n".join(line.text for line in draft.lines))
    while found and found[-1].text == ";":
        found = found[:-1]
    if not found:
        if draft.word == "return":
            return ()
        raise ProgramError(f"@{draft.word} has no SQL.", where=place)
    if any(_has_open_text(line.text) for line in draft.lines):
        raise ProgramError("A quoted text must end on its own line.", where=place)
    if any(token.kind == "parameter" and not PARAMETER.fullmatch(token.text) for token in found):
        raise ProgramError("Parameters are written :name.", where=place)
    if any(token.text == ";" for token in found):
        raise ProgramError("A step is one SQL statement.", where=place, next="Open each statement with a directive.")
    if found[0].text.lower() not in STATEMENT_WORDS:
        raise ProgramError(f'A step cannot begin with "{found[0].text}".', where=place)
    return tuple(Line(_bare(line.text), line.conditions) for line in draft.lines if _has_sql(line.text))


def _has_open_text(line: str) -> bool:
    """Whether a quoted text begins on the line and does not end on it."""
    if "'" not in line and '"' not in line:
        return False
    return any(token.kind == "mark" and token.text in "'\"" for token in significant(line))


def _has_sql(line: str) -> bool:
    """Whether anything but spaces and comments stands on the line."""
    return bool(significant(line)) if _may_comment(line) else bool(line.strip())


def _may_comment(line: str) -> bool:
    return "--" in line or "/*" in line


def _bare(line: str) -> str:
    """The line without comments and the statement's last semicolon."""
    kept = "".join(token.text for token in tokens(line) if token.kind != "comment") if _may_comment(line) else line
    kept = kept.rstrip()
    return kept[:-1].rstrip() if kept.endswith(";") else kept


def _rows(rest: str, place: str) -> tuple[str, tuple[str, ...]]:
    match = ROWS.fullmatch(rest)
    if not match:
        raise ProgramError(f'"{rest}" names no table.', where=place, next="Write @rows name(column, …).")
    return match[1], tuple(column.strip() for column in match[2].split(","))


def _return(draft: Draft, body: Body, place: str, missing: Fault | None) -> Return:
    if not re.fullmatch(r"[1-5]\d\d", draft.rest):
        raise ProgramError(f'@return needs an HTTP status, not "{draft.rest}".', where=place)
    if missing and not body.lines:
        raise ProgramError("A @return without SQL cannot miss a row.", where=place)
    return Return(body, int(draft.rest), missing)


def _used(
    draft: Draft, place: str, fragments: Mapping[str, str], folder: str, used: tuple[str, ...]
) -> tuple[Step, ...]:
    match = USE.fullmatch(draft.rest)
    if not match or draft.has_sql:
        raise ProgramError("@use cannot be read.", where=place, next="Write @use name argument=:input, without SQL.")
    name = match[1]
    if name not in fragments:
        raise ProgramError(f"There is no programs/_{name}.sql.", where=place)
    if name in used or len(used) >= DEEPEST_USE:
        raise ProgramError(f"@use {name} goes around in a circle.", where=place)
    given = dict(USE_ARGUMENT.findall(match[2]))
    steps = _steps(fragments[name], f"{folder}/_{name}.sql", fragments, folder, (*used, name))
    return tuple(renamed(step, given, tuple(draft.conditions)) for step in steps)
