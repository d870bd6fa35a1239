"""Parents: the step by which a program written by rules asks that the thing its rows belong to is there."""

from generator.plan import Argument
from generator.rules.drafts import Draft
from state_db.sql import identifier


def parent_steps(parent: Draft, argument: Argument) -> list[str]:
    """Return the lines of a step that fails where no row of the parent, whose key is one column, has this key."""
    (key,) = parent.key
    missing = f"No {parent.name.replace('_', ' ')} has the {key} {{{argument.name}}}."
    return [
        f"-- @require not_found: {missing}",
        f"SELECT EXISTS (SELECT 1 FROM {identifier(parent.table)} WHERE {identifier(key)} = :{argument.name});",
        "",
    ]
