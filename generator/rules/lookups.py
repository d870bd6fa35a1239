"""Look-ups: paths that pick one thing by another property than its key: /users/by-email/{email}, /flows/name/{name}."""

from collections.abc import Collection

from generator.rules.naming import squashed, words
from generator.rules.paths import ResourcePath, owner_names

_BETWEEN = ("by", "with")


def looks_up(path: ResourcePath, collections: Collection[str]) -> bool:
    """Return whether a path's last literal only says by which property its last parameter picks a thing of the rest.

    What stands before that literal must be a collection itself, given by shape: /flows of /flows/name/{name}.
    """
    segments = path.segments
    if len(segments) < 3 or not segments[-1].is_parameter or any(part.is_parameter for part in segments[-3:-1]):
        return False
    owner, word = owner_names(segments[-1].text)
    spellings = {squashed(segments[-1].text), squashed(word), squashed(owner)} - {""}
    return squashed(looked_at(path)) in spellings and path.upto(len(segments) - 2).shape in collections


def looked_at(path: ResourcePath) -> str:
    """Return the property that a look-up's literal names: "email" of /users/by-email/{email}."""
    parts = words(path.segments[-2].text)
    return "_".join(parts[1:] if parts[:1] and parts[0] in _BETWEEN and len(parts) > 1 else parts)
