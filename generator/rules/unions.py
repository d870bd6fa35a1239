"""Unions: which of several names stand for the same, each of them with the one that stands for all."""


class Unions:
    """Names that were joined; ``stands_for`` leads from each towards the one that stands for it."""

    def __init__(self) -> None:
        self.stands_for: dict[str, str] = {}

    def __contains__(self, name: str) -> bool:
        return name in self.stands_for

    def join(self, one: str, other: str) -> None:
        """Let both names, and all that were joined with them, stand for the same."""
        first, second = self.root(one), self.root(other)
        if first != second:
            self.stands_for[first] = second
        self.stands_for.setdefault(one, second)

    def root(self, name: str) -> str:
        """Return the name that stands for this one: itself where it was never joined."""
        while self.stands_for.get(name, name) != name:
            name = self.stands_for[name]
        return name

    def roots(self) -> dict[str, str]:
        """Return every joined name with the one that stands for it."""
        return {name: self.root(name) for name in self.stands_for}
