"""Verbs: which path literals are actions rather than things, and the state that an action leads to."""

from generator.rules.naming import words

_ACTIONS = frozenset(
    """accept acknowledge activate add approve archive assign authorize block cancel capture charge check checkout claim
    clear clone close complete confirm convert copy create deactivate decline delete deny detach disable dismiss
    duplicate enable end execute expire extend export fail finalize find finish follow fork freeze fulfill generate get
    hide ignore import invalidate invite issue leave link list lock login logout mark merge mute move open pause pay
    pin ping post publish purge reactivate read rearrange reassign rebuild recalculate redeem refresh refund register
    reject release reload remind remove rename renew reopen reorder replace reply report request resend reset resolve
    restart restore resume retry revert revoke revise rollback rotate run save schedule search send set share ship sign
    skip snooze start stop submit subscribe suspend swap sync terminate test toggle track transfer transition trash
    trigger unarchive unassign unblock undelete unfollow unfreeze unhide unlink unlock unmute unpause unpin unpublish
    unshare unstar unsubscribe untrash unwatch update upgrade upload upsert validate verify void vote watch withdraw
    mark_as find_by compute calculate preview simulate estimate query filter lookup batch bulk mget count exists
    adjust return borrow lend receive arrive depart check_in check_out checkin pick pack dispatch deliver acquire fetch
    put process join kick ban unban promote demote disconnect connect""".split()
)
# Nouns that are spelled like verbs, and name collections more often than actions.
_NOUNS_TOO = frozenset(
    "checks tests issues reports posts shares runs watches exports imports charges refunds links".split()
)
_IRREGULAR = {
    "pay": "paid", "send": "sent", "ship": "shipped", "run": "run", "begin": "begun", "build": "built",
    "hide": "hidden", "withdraw": "withdrawn", "freeze": "frozen", "unfreeze": "unfrozen",
    "sell": "sold", "win": "won", "lose": "lost",
    "leave": "left", "hold": "held", "set": "set", "submit": "submitted", "stop": "stopped", "ban": "banned",
    "pin": "pinned", "unpin": "unpinned",
    "drop": "dropped", "transfer": "transferred", "void": "voided",
    "start": "started", "commit": "committed", "put": "put", "read": "read", "resend": "sent", "make": "made",
}  # fmt: skip
# Where an action's participle is not among the states, these say the same in other words.
_SAME_STATE = {
    "start": ("running", "active", "in_progress", "started", "open"), "stop": ("stopped", "inactive", "ended"),
    "activate": ("active", "enabled"), "deactivate": ("inactive", "disabled", "deactivated"),
    "reactivate": ("active",), "enable": ("enabled", "active"), "disable": ("disabled", "inactive"),
    "suspend": ("suspended", "paused"), "pause": ("paused", "suspended"),
    "resume": ("active", "running", "in_progress"),
    "unpause": ("active", "running"), "reopen": ("open", "opened", "reopened", "active"), "open": ("open", "opened"),
    "close": ("closed", "done", "resolved"), "complete": ("completed", "complete", "done", "finished"),
    "finish": ("finished", "completed", "done"), "end": ("ended", "completed", "closed"),
    "resolve": ("resolved", "closed"), "publish": ("published", "live", "active"),
    "unpublish": ("draft", "unpublished"), "archive": ("archived",), "unarchive": ("active", "open"),
    "restore": ("active", "open", "restored"), "cancel": ("cancelled", "canceled"), "void": ("voided", "void"),
    "approve": ("approved",), "reject": ("rejected", "declined"), "decline": ("declined", "rejected"),
    "terminate": ("terminated", "ended"), "expire": ("expired",), "revoke": ("revoked",), "verify": ("verified",),
    "fulfill": ("fulfilled",), "block": ("blocked",), "unblock": ("active", "unblocked"), "send": ("sent",),
    "mark_read": ("read",), "trash": ("trashed", "deleted"), "delete": ("deleted",), "lock": ("locked",),
    "accept": ("accepted",), "deny": ("denied", "rejected"), "confirm": ("confirmed",), "submit": ("submitted",),
}  # fmt: skip


def is_action(literal: str) -> bool:
    """Return whether a path literal names something to do rather than something that is kept."""
    parts = words(literal)
    if not parts or literal.lower() in _NOUNS_TOO:
        return False
    return parts[0] in _ACTIONS


def participle(verb: str) -> str:
    """Return the past participle of an English verb: "cancel" gives "cancelled"."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb[:-1] + "ied"
    if verb.endswith("el"):
        return verb + "led"
    return verb + "ed"


def states_after(verb: str) -> tuple[str, ...]:
    """Return the names that the state after an action may have, the likeliest first, in lower case."""
    done = participle(verb)
    spellings = (done, done.replace("elled", "eled")) if done.endswith("elled") else (done,)
    return tuple(dict.fromkeys([*spellings, *_SAME_STATE.get(verb, ())]))


# Actions that undo another without "un" before it.
_UNDOES = {
    "deactivate": "activate", "disable": "enable", "reopen": "close", "reactivate": "deactivate", "resume": "pause",
    "restore": "archive", "open": "close", "disconnect": "connect",
}  # fmt: skip


def undone_by(verb: str) -> tuple[str, ...]:
    """Return the verbs that an action may undo, the likeliest first: "restore" undoes "archive", "revoke", "delete"."""
    first = opposite(verb)
    return tuple(dict.fromkeys([*([first] if first else []), *_UNDOES_TOO.get(verb, ())]))


_UNDOES_TOO = {
    "restore": ("revoke", "delete", "trash", "remove"), "grant": ("revoke",), "reinstate": ("revoke", "suspend"),
    "close": ("open",), "enable": ("disable",), "reactivate": ("deactivate", "suspend", "deprecate"),
}  # fmt: skip


def opposite(verb: str) -> str | None:
    """Return the verb that an action undoes: "unlock" gives "lock", "reopen" "close"; None for any other."""
    if verb in _UNDOES:
        return _UNDOES[verb]
    return verb[2:] if verb.startswith("un") and verb[2:] in _ACTIONS else None
