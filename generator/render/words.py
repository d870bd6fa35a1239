"""Words for people and agents: what a program does, and what went wrong, in our own sentences."""

import re
from collections.abc import Sequence

from generator.links import link_of
from generator.plan import Column, Entity, Key, Paging, Plan, Tool


def words(name: str) -> str:
    """Return a name's words: "project_member" gives "project member", without the number that tells names apart."""
    return re.sub(r"_\d+(?=s?$)", "", name).replace("_", " ")


def with_article(noun: str) -> str:
    """Return the noun with "a" or "an"."""
    return f"{'an' if noun[:1] in 'aeio' else 'a'} {noun}"


def key_words(entity: Entity, column: str) -> str:
    """Return what a key column is called beside its entity's name: "task_id" of a task is its "id"."""
    return words(column.removeprefix(f"{entity.name}_") or column)


def no_such(entity: Entity, column: str, placeholder: str) -> str:
    """Return the message for a key that no row has."""
    return f"No {words(entity.name)} has the {key_words(entity, column)} {{{placeholder}}}."


def is_taken(entity: Entity, columns: Sequence[Column]) -> str:
    """Return the message for a second row of the same values."""
    said = [key_words(entity, column.name) for column in columns]
    listed = said[0] if len(said) == 1 else ", ".join(said[:-1]) + " and " + said[-1]
    return f"Another {words(entity.name)} has this {listed}."


_SENTENCES = {
    "list": "List {many}{scope}{paged}.",
    "search": "Search {many}{scope}{paged}.",
    "get": "Fetch one {one}{scope}.",
    "view": "Show a part of one {one}.",
    "create": "Create {a_one}{scope}.",
    "update": "Change {a_one}; what is not named stays as it is.",
    "replace": "Replace what {a_one} says; what is not named falls back to its beginning.",
    "upsert": "Create {a_one}, or replace the one with this key.",
    "delete": "Delete {a_one}.",
    "transition": "Move {a_one} to another state.",
    "link": "Connect {ends}; a second time changes nothing.",
    "unlink": "Disconnect {ends}.",
    "singleton": "Change the {one}.",
    "custom": "{title}.",
}
_BATCHES = {
    "create": "Create several {many} at once; none is created if one of them is wrong.",
    "update": "Change several {many} at once; none is changed if one is unknown.",
    "upsert": "Change several {many} at once, and create those that name none.",
    "delete": "Delete several {many} at once; none is deleted if one is unknown.",
    "get": "Fetch several {many} by their keys.",
}
# Where what can be done is done, and the answer tells of the rest.
_PARTIAL = {
    "update": "Change several {many} at once, and tell of those that are unknown.",
    "get": "Fetch several {many} by their keys, and tell of those that are unknown.",
}


def sentence(plan: Plan, tool: Tool) -> str:
    """Return what the tool's program does, in one sentence."""
    entity = plan.entity(tool.entity)
    batches = _BATCHES if tool.partial is None else {**_BATCHES, **_PARTIAL}
    pattern = _SENTENCES[tool.pattern] if tool.pattern != "batch" else batches[tool.each or "get"]
    if tool.pattern == "singleton" and tool.method == "GET":
        pattern = "Fetch the {one}."
    if tool.pattern == "delete" and tool.soft:
        pattern = "Mark {a_one} as deleted."
    if tool.copies:
        pattern = "Make a new {one} like another."
    paged = any(isinstance(argument.does, Paging) for argument in tool.arguments)
    return pattern.format(
        one=words(entity.name),
        many=words(entity.table),
        a_one=with_article(words(entity.name)),
        scope=_scope(plan, tool, entity),
        paged=", a page at a time" if paged else "",
        ends=_ends(plan, entity),
        title=tool.title.rstrip("."),
    )


def _scope(plan: Plan, tool: Tool, entity: Entity) -> str:
    """The parent that the path names."""
    for argument in reversed(tool.arguments):
        if argument.place == "path" and isinstance(argument.does, Key):
            link = link_of(plan, entity, entity.column(argument.does.column))
            if link is not None:
                return f" of {with_article(words(link.target.name))}"
    return ""


def _ends(plan: Plan, entity: Entity) -> str:
    """What an association's key columns refer to."""
    links = [link_of(plan, entity, entity.column(name)) for name in entity.key]
    targets = [with_article(words(link.target.name)) for link in links if link is not None]
    return " with ".join(targets) if len(targets) > 1 else with_article(words(entity.name))
