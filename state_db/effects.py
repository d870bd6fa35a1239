"""What a program can do to rows, read off its statements: what MCP's annotations say of a tool."""

from dataclasses import dataclass

from state_db.program import Program, Rows
from state_db.sql import Token, significant
from state_db.variant import body_sql


@dataclass(frozen=True, slots=True)
class Effects:
    """Whether the program can change rows at all, and whether it can change or remove such as are there already."""

    writes: bool
    overwrites: bool


def effects_of(program: Program) -> Effects:
    """Return what any variant of the program can do. A key that is made counts as a write: none is made twice."""
    writes = overwrites = False
    for step in program.steps:
        if isinstance(step, Rows):
            continue
        tokens = significant(body_sql(step.body, None))
        for place, token in enumerate(tokens):
            kind = _written(token, tokens[place + 1 : place + 3])
            writes = writes or kind != ""
            overwrites = overwrites or kind == "overwrites"
    return Effects(writes, overwrites)


def _written(token: Token, after: tuple[Token, ...]) -> str:
    """What a word begins: nothing, a statement that adds, or one (or its ON CONFLICT) that overwrites or removes."""
    if token.kind != "word":
        return ""
    word, following = token.text.upper(), [one.text.upper() for one in after]
    match word:
        case "NEW_ID" if following[:1] == ["("]:
            return "adds"
        case "INSERT" if following[:1] == ["INTO"]:
            return "adds"
        case "INSERT" if following == ["OR", "REPLACE"]:
            return "overwrites"
        case "REPLACE" if following[:1] == ["INTO"]:
            return "overwrites"
        case "INSERT" if following[:1] == ["OR"]:
            return "adds"
        case "DELETE" if following[:1] == ["FROM"]:
            return "overwrites"
        case "UPDATE" if following[:1] != ["("]:
            return "overwrites"
    return ""
