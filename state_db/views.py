"""Views upon views, and how much they unfold to: SQLite unfolds every use of a view anew, and cannot be stopped."""

import apsw

from state_db.errors import StateError
from state_db.query import fetched
from state_db.sql import significant, unquoted

MOST_UNFOLDED = 2000
VIEWS_SQL = "SELECT name, sql FROM sqlite_schema WHERE type = 'view'"


def check_views(connection: apsw.Connection, where: str) -> None:
    """Check that no view unfolds to very many; needs a guard that trusts. Raises: StateError."""
    uses = {name.lower(): _names(sql) for name, sql in fetched(connection, VIEWS_SQL)}
    sizes: dict[str, int] = {}
    for name in uses:
        if _size(name, uses, sizes, ()) > MOST_UNFOLDED:
            raise StateError(f"The view {name} unfolds to more than {MOST_UNFOLDED} views.", where=where)


def _names(sql: str) -> list[str]:
    """Every word of a view's definition that may name a view, after its own name."""
    words = [unquoted(token.text).lower() for token in significant(sql) if token.kind in ("word", "quoted")]
    return words[words.index("as") + 1 :] if "as" in words else words


def _size(name: str, uses: dict[str, list[str]], sizes: dict[str, int], above: tuple[str, ...]) -> int:
    if name not in sizes:
        inner = [word for word in uses[name] if word in uses and word not in (*above, name)]
        if len(above) > MOST_UNFOLDED // 20:
            return MOST_UNFOLDED + 1
        sizes[name] = 1 + sum(_size(word, uses, sizes, (*above, name)) for word in inner)
    return sizes[name]
