"""The one who calls: whoever the environment was opened for, and where that is nobody, the first of the rows."""


def callers_key(table: str, key: str) -> str:
    """Return the SQL of the key of the caller's row; table and key are as they stand in SQL.

    >>> callers_key("users", "id")
    'coalesce(caller(), (SELECT k.id FROM users k ORDER BY k._rowid_ LIMIT 1))'
    """
    return f"coalesce(caller(), (SELECT k.{key} FROM {table} k ORDER BY k._rowid_ LIMIT 1))"
