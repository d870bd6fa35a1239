"""Text that a regular expression matches, for the part of the syntax that API descriptions use.

Assertions other than the anchors are read and ignored, so whoever asks must check what comes back.
"""

from dataclasses import dataclass
from functools import lru_cache
from random import Random

DIGITS = "0123456789"
LOWER = "abcdefghijklmnopqrstuvwxyz"
UPPER = LOWER.upper()
PRINTABLE = "".join(chr(code) for code in range(32, 127))
# What an open repetition (+, *, {2,}) adds at most beyond its least count, unless more is asked for.
USUAL_EXTRA = 6
MOST_REPEATS = 4096

_CLASSES = {"d": DIGITS, "w": DIGITS + LOWER + UPPER + "_", "s": " "}
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v", "0": "\0"}
_PROPERTIES = {
    "L": LOWER + UPPER, "Letter": LOWER + UPPER, "Alphabetic": LOWER + UPPER, "Ll": LOWER, "Lu": UPPER,
    "N": DIGITS, "Nd": DIGITS, "P": "-_.,", "S": "+=$", "Z": " ", "Zs": " ",
}  # fmt: skip


class PatternFault(ValueError):
    """The expression uses what this reader does not know."""


@dataclass(frozen=True, slots=True)
class Chars:
    """One of these characters."""

    of: str


@dataclass(frozen=True, slots=True)
class Several:
    """The inner node, from ``least`` to ``most`` times; no ``most`` is without end."""

    node: "Node"
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Sequence:
    """One node after the other."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the nodes."""

    nodes: tuple["Node", ...]


Node = Chars | Several | Sequence | Choice


class Reader:
    """Reads one expression, character by character, into nodes."""

    def __init__(self, pattern: str) -> None:
        self._text = pattern
        self._at = 0

    def node(self) -> Node:
        """Return the whole expression. Raises: PatternFault."""
        found = self._choice()
        if self._at < len(self._text):
            raise PatternFault(self._text[self._at :])
        return found

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _next(self) -> str:
        char = self._peek()
        if not char:
            raise PatternFault("The expression ends too early.")
        self._at += 1
        return char

    def _take(self, word: str) -> bool:
        if self._text.startswith(word, self._at):
            self._at += len(word)
            return True
        return False

    def _until(self, end: str) -> str:
        stop = self._text.find(end, self._at)
        if stop < 0:
            raise PatternFault(f"No {end} follows.")
        found = self._text[self._at : stop]
        self._at = stop + len(end)
        return found

    def _choice(self) -> Node:
        branches = [self._sequence()]
        while self._take("|"):
            branches.append(self._sequence())
        return branches[0] if len(branches) == 1 else Choice(tuple(branches))

    def _sequence(self) -> Node:
        nodes: list[Node] = []
        while (char := self._peek()) and char not in "|)":
            node = self._atom()
            if node is None:
                self._bounds()
            else:
                nodes.append(self._repeated(node))
        return nodes[0] if len(nodes) == 1 else Sequence(tuple(nodes))

    def _atom(self) -> Node | None:
        char = self._next()
        if char in "^$":
            return None
        if char == "(":
            return self._group()
        if char == "[":
            return Chars(self._class())
        if char == ".":
            return Chars(LOWER + DIGITS)
        if char == "\\":
            return None if self._peek() in ("b", "B", "A", "Z", "z") and self._next() else Chars(self._escape())
        return Chars(char)

    def _group(self) -> Node | None:
        ignored = False
        if self._take("?"):
            if self._take(":"):
                pass
            elif self._take("=") or self._take("!") or self._take("<=") or self._take("<!"):
                ignored = True
            elif self._take("P<") or self._take("<"):
                self._until(">")
            elif self._take("i)") or self._take("u)") or self._take("s)"):
                return None
            else:
                raise PatternFault("An unknown kind of group.")
        node = self._choice()
        if not self._take(")"):
            raise PatternFault("A group is not closed.")
        return None if ignored else node

    def _escape(self) -> str:
        char = self._next()
        if char in _CLASSES:
            return _CLASSES[char]
        if char.lower() in _CLASSES and char.isupper():
            return _without(_CLASSES[char.lower()])
        if char in _CONTROLS:
            return _CONTROLS[char]
        if char in "xu":
            return chr(int(self._code(char), 16))
        if char == "p":
            name = self._until("}").lstrip("{") if self._peek() == "{" else self._next()
            return _PROPERTIES.get(name, LOWER)
        if char.isalnum():
            raise PatternFault(f"\\{char} is not known.")
        return char

    def _code(self, kind: str) -> str:
        length = 2 if kind == "x" else 4
        code = self._until("}") if self._take("{") else "".join(self._next() for _ in range(length))
        if not code or any(char not in "0123456789abcdefABCDEF" for char in code) or int(code, 16) > 0xD7FF:
            raise PatternFault("A character code is not one.")
        return code

    def _class(self) -> str:
        negated = self._take("^")
        chars = ""
        while not self._take("]") or not chars:
            low = self._member()
            if len(low) == 1 and self._peek() == "-" and self._text[self._at + 1 : self._at + 2] not in ("]", ""):
                self._next()
                high = self._member()
                if len(high) != 1 or ord(high) < ord(low):
                    raise PatternFault("A range is turned around.")
                chars += "".join(chr(code) for code in range(ord(low), min(ord(high), ord(low) + 512) + 1))
            else:
                chars += low
        return _without(chars) if negated else chars

    def _member(self) -> str:
        char = self._next()
        if char == "\\":
            return "\b" if self._take("b") else self._escape()
        if char == "[" and self._take(":"):
            name = self._until(":]")
            return {"alpha": LOWER + UPPER, "digit": DIGITS, "alnum": LOWER + DIGITS, "space": " "}.get(name, LOWER)
        return char

    def _repeated(self, node: Node) -> Node:
        bounds = self._bounds()
        if bounds is None:
            return node
        if not self._take("?"):
            self._take("+")
        return Several(node, *bounds)

    def _bounds(self) -> tuple[int, int | None] | None:
        for sign, bounds in (("?", (0, 1)), ("*", (0, None)), ("+", (1, None))):
            if self._take(sign):
                return bounds
        if self._peek() != "{":
            return None
        start = self._at
        self._next()
        low, comma, high = self._until("}").partition(",")
        if not (low.isdecimal() or (comma and not low)) or (high and not high.isdecimal()):
            self._at = start
            raise PatternFault("A repetition is not one.")
        least = int(low or 0)
        return least, (int(high) if high else None) if comma else least


def _without(chars: str) -> str:
    """Return the printable characters that are not among these, letters before signs."""
    left = [char for char in LOWER + UPPER + DIGITS if char not in chars]
    return "".join(left) or "".join(char for char in PRINTABLE if char not in chars)


def matching(pattern: str, rng: Random, extra: int = USUAL_EXTRA) -> str | None:
    """Return a text for the expression, or None where its syntax is not known.

    ``extra`` is how often an open repetition goes beyond its least count, at most. The text is not checked.
    """
    try:
        return _text(_read(pattern), rng, extra)
    except (PatternFault, RecursionError, IndexError):
        return None


@lru_cache(maxsize=1024)
def _read(pattern: str) -> Node:
    """Return the whole expression. Raises: PatternFault."""
    return Reader(pattern).node()


def _text(node: Node, rng: Random, extra: int) -> str:
    match node:
        case Chars(of):
            return rng.choice(of)
        case Sequence(nodes):
            return "".join(_text(part, rng, extra) for part in nodes)
        case Choice(nodes):
            return _text(rng.choice(nodes), rng, extra)
        case Several(inner, least, most):
            high = least + extra if most is None else min(most, least + extra)
            times = rng.randint(least, max(least, high))
            return "".join(_text(inner, rng, extra) for _ in range(min(times, MOST_REPEATS)))
