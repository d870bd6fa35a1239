"""House names: the word that a service puts before what every row of its has: ``sys_id``, ``sys_created_on``."""

from generator.rules.drafts import Draft, Slot
from generator.rules.naming import squashed, words

# So many properties of a row begin with the word, and the same of every third kind of row.
_PROPERTIES, _KINDS, _SHARE = 3, 2, 3


def plain_name(slot: Slot, draft: Draft) -> str:
    """Return what a property is called, squashed, without the word that the service puts before such names."""
    parts = words(slot.path[-1])
    if len(parts) > 1 and parts[0] not in words(draft.name) and _is_of_house(parts[0], draft):
        return "".join(parts[1:])
    return squashed(slot.path[-1])


def _is_of_house(word: str, draft: Draft) -> bool:
    """Return whether rows of many kinds share properties that begin with the word."""
    own = _beginning_with(word, draft)
    if len(own) < _PROPERTIES:
        return False
    alike = sum(len(own & _beginning_with(word, peer)) >= _PROPERTIES for peer in draft.peers.values())
    return alike >= max(_KINDS, len(draft.peers) / _SHARE)


def _beginning_with(word: str, draft: Draft) -> set[str]:
    found = {slot.path[-1] for slot in draft.slots.values() if len(slot.path) == 1 and slot.shown}
    return {name for name in found if len(parts := words(name)) > 1 and parts[0] == word}
