"""What is too wide to become a tool: calls check every input and column, so that their number must be bounded."""

from generator.rules.choice import NotModelled
from generator.rules.drafts import Draft
from generator.rules.readings import Reading

# Real descriptions stay below 75 columns and 60 arguments, but for lists that are filtered by every column with every
# comparison (name, name__ic, name__n, …): these have some hundred.
MOST_COLUMNS = 150
MOST_PARAMETERS = 400

_METHODS = frozenset(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"])


def refuse_beyond_bounds(reading: Reading, draft: Draft) -> None:
    """Refuse a method that no tool can have, and rows or calls that are too wide.

    Raises: NotModelled.
    """
    if reading.method not in _METHODS:
        raise NotModelled(f"Calls with the method {reading.method[:20]} are not modelled.")
    if (columns := len(draft.slots)) > MOST_COLUMNS:
        raise NotModelled(f"A row has {columns} properties; at most {MOST_COLUMNS} are kept.")
    if (parameters := len(reading.operation.parameters)) > MOST_PARAMETERS:
        raise NotModelled(f"It takes {parameters} parameters; at most {MOST_PARAMETERS} are read.")
