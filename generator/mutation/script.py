"""The text of a program as the operators see it: its steps, and inside their SQL the clauses, each with its place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generator.mutation.mutant import Edit
from state_db.parse import DIRECTIVE, LINE_CONDITION, STEP_WORDS
from state_db.sql import Token, tokens

# Words that end a list of conditions, of assignments or of sorting keys at the depth where it stands.
CLAUSE_ENDS = frozenset(
    {"where", "group", "order", "limit", "offset", "having", "returning", "union", "window", "on", "join", "left", "do"}
)


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens that belong together, none of them space or comment."""

    tokens: tuple[Token, ...]

    @property
    def start(self) -> int:
        """Return where the first begins."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Return where the last ends."""
        return self.tokens[-1].start + len(self.tokens[-1].text)

    @property
    def words(self) -> tuple[str, ...]:
        """Return the texts, words in small letters."""
        return tuple(token.text.lower() if token.kind == "word" else token.text for token in self.tokens)


@dataclass(slots=True)
class Section:
    """A step: its directive's word and rest, its options by word, and the tokens of its SQL."""

    word: str
    rest: str
    start: int
    end: int = 0
    options: dict[str, list[Token]] = field(default_factory=dict)
    tokens: list[Token] = field(default_factory=list)

    @property
    def sql_start(self) -> int:
        """Return where the SQL begins."""
        return self.tokens[0].start

    @property
    def sql_end(self) -> int:
        """Return where the SQL ends, its semicolon left out."""
        last = self.tokens[-1]
        return last.start + len(last.text)


@dataclass(frozen=True, slots=True)
class Script:
    """A program's text and its steps. ``conditional`` are the numbers (from 0) of lines that have a condition."""

    name: str
    text: str
    sections: tuple[Section, ...]
    conditional: frozenset[int]

    def is_conditional(self, place: int) -> bool:
        """Return whether the line at this place is there under a condition only."""
        return self.text.count("\n", 0, place) in self.conditional

    def sql(self, section: Section) -> str:
        """Return the step's SQL without its semicolon."""
        return self.text[section.sql_start : section.sql_end]


def script_of(name: str, text: str) -> Script:
    """Return the steps of a program's text."""
    sections: list[Section] = []
    for token in tokens(text):
        directive = DIRECTIVE.fullmatch(token.text) if token.kind == "comment" else None
        if directive and directive[1] in STEP_WORDS:
            sections.append(Section(directive[1], directive[2], token.start))
        elif not sections or token.kind == "space":
            continue
        elif token.kind == "comment":
            if directive and not sections[-1].tokens:
                sections[-1].options.setdefault(directive[1], []).append(token)
        else:
            sections[-1].tokens.append(token)
    for section, following in zip(sections, [*sections[1:], None], strict=True):
        section.end = following.start if following is not None else len(text)
        while section.tokens and section.tokens[-1].text == ";":
            section.tokens.pop()
    conditional = frozenset(
        number
        for number, line in enumerate(text.split("\n"))
        if LINE_CONDITION.search(line) and not DIRECTIVE.fullmatch(line)
    )
    return Script(name, text, tuple(sections), conditional)


def replaced(what: Token | Span | Section, text: str) -> Edit:
    """Return the edit that puts a text in place of a token, of tokens or of a whole step."""
    return Edit(what.start, what.start + len(what.text) if isinstance(what, Token) else what.end, text)


def closing(found: Sequence[Token], opening: int) -> int:
    """Return the index of the bracket that closes the one at this index, or the count of tokens."""
    depth = 0
    for index in range(opening, len(found)):
        depth += {"(": 1, ")": -1}.get(found[index].text, 0)
        if depth == 0:
            return index
    return len(found)


def split(found: Sequence[Token], start: int, separators: frozenset[str], ends: frozenset[str]) -> list[Span]:
    """Return what stands between separators from an index on, up to an end or the closing of the bracket around."""
    parts: list[list[Token]] = [[]]
    depth = cases = 0
    for token in found[start:]:
        word = token.text.lower()
        if depth == 0 and cases == 0 and (word == ")" or (token.kind == "word" and word in ends) or word == ";"):
            break
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if token.kind == "word":
            cases += {"case": 1, "end": -1}.get(word, 0)
        if depth == 0 and cases == 0 and word in separators:
            parts.append([])
        else:
            parts[-1].append(token)
    return [Span(tuple(part)) for part in parts if part]


AND = frozenset({"and"})
OR = frozenset({"or"})
COMMA = frozenset({","})
NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Condition:
    """One of the conditions that a WHERE or ON joins by AND; ``clause`` tells one clause of the step from another."""

    span: Span
    clause: int


def conditions(section: Section) -> Iterator[Condition]:
    """Yield the conditions of every WHERE and ON of the step, those of inner queries included."""
    for index, token in enumerate(section.tokens):
        word = token.text.lower()
        after = section.tokens[index + 1].text.lower() if index + 1 < len(section.tokens) else ""
        if token.kind == "word" and (word == "where" or (word == "on" and after != "conflict")):
            for span in split(section.tokens, index + 1, AND, CLAUSE_ENDS):
                yield Condition(span, index)


def sorting_keys(section: Section) -> Iterator[list[Span]]:
    """Yield the keys of every ORDER BY of the step."""
    for index, token in enumerate(section.tokens[:-1]):
        if token.text.lower() == "order" and section.tokens[index + 1].text.lower() == "by":
            yield split(section.tokens, index + 2, COMMA, CLAUSE_ENDS | {"rows"})


@dataclass(frozen=True, slots=True)
class Assignment:
    """A column that a step writes, and the value it gets."""

    column: Token
    value: Span


def written_table(section: Section) -> str:
    """Return the table that a @run writes, or nothing."""
    words = [token.text.lower() for token in section.tokens[:3]]
    if section.word not in ("run", "let") or not words:
        return ""
    if words[0] == "update":
        return section.tokens[1].text
    if words[:2] in (["insert", "into"], ["delete", "from"], ["replace", "into"]):
        return section.tokens[2].text
    return ""


def assignments(section: Section) -> list[Assignment]:
    """Return what the SET of an UPDATE (or of an upsert) writes."""
    found: list[Assignment] = []
    for index, token in enumerate(section.tokens):
        if token.kind == "word" and token.text.lower() == "set" and written_table(section):
            for span in split(section.tokens, index + 1, COMMA, CLAUSE_ENDS | {"from"}):
                if len(span.tokens) > 2 and span.tokens[1].text == "=":
                    found.append(Assignment(span.tokens[0], Span(span.tokens[2:])))
    return found


def insertion(section: Section) -> list[Assignment]:
    """Return what an INSERT writes: its columns with the values of VALUES or of SELECT."""
    found = section.tokens
    if not found or found[0].text.lower() != "insert" or len(found) < 5 or found[3].text != "(":
        return []
    close = closing(found, 3)
    columns = split(found, 4, COMMA, NONE)
    values = values_of(found, close + 1)
    if len(columns) != len(values):
        return []
    return [Assignment(column.tokens[0], value) for column, value in zip(columns, values, strict=True)]


def values_of(found: Sequence[Token], start: int) -> list[Span]:
    """Return the values of the VALUES or SELECT that begins at the index."""
    word = found[start].text.lower() if start < len(found) else ""
    if word == "values" and found[start + 1].text == "(":
        return split(found, start + 2, COMMA, NONE)
    if word == "select":
        return split(found, start + 1, COMMA, CLAUSE_ENDS | {"from"})
    return []
