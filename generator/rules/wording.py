"""Wording: what the sentences about an operation say that it does, where its method leaves that open."""

import re

from generator.description import JsonSchema, Operation
from generator.rules.naming import words
from generator.rules.readings import Reading

_MAKES = re.compile(
    r"\b(upserts?|insert(s|ed)?|creat(e|es|ed|ing)( or |/)(updat|replac|overwrit|modif)\w*"
    r"|(updat|replac|overwrit|modif)\w*( or |/)creat\w*|(does|do|did|if)( it| they)? ?(not|n't) (yet |already )?exist"
    r"|doesn't (yet |already )?exist|client[- ](chosen|generated|supplied))\b"
)
_CHANGES = re.compile(r"^(updat|modif|edit|chang|patch|amend|alter|renam|replac|restor|mov|adjust|reorder)\w*")
_BEGINS = re.compile(r"^(creat|stor|sav|register|set|defin|insert|upsert|provision|enrol|upload|import)\w*")


def may_create(reading: Reading) -> bool:
    """Return whether a PUT on an item may make the row that it names, where no other operation makes one.

    It does where it is said or answered with 201. Where only changes are spoken of ("Updates an existing user"), or the
    path ends in an id, which servers make, it does not; a name that the caller can choose is taken to be chosen.
    """
    operation = reading.operation
    said = f"{operation.summary}. {operation.text}".lower()
    if any(response.status == "201" for response in operation.responses) or _MAKES.search(said):
        return True
    begun = [word.lower() for text in (operation.summary, operation.text) for word in words(text)[:1]]
    named = [word.lower() for word in words(operation.id)[:1]]
    if any(_CHANGES.match(word) for word in (*begun, *named)):
        return False
    return not _ends_in_id(reading) or any(_BEGINS.match(word) for word in begun)


def makes_named(reading: Reading) -> bool:
    """Return whether a POST on an item makes the row that its path names: ``POST /groups/{name}``, answered with 201.

    Where it sends something that may change a row as well, it must be said to create.
    """
    operation = reading.operation
    made = any(response.status == "201" for response in operation.responses)
    if reading.method != "POST" or not made or not reading.path.ends_in_parameter or reading.body_items is not None:
        return False
    begun = [word.lower() for text in (operation.summary, operation.text) for word in words(text)[:1]]
    return reading.body is None or any(_CREATES.match(word) for word in begun)


_CREATES = re.compile(r"^(creat|register|insert|provision)\w*")
_UPDATES_TOO = re.compile(r"\bupserts?\b|( or |/| and/or )(updat|replac|overwrit|modif)\w*")


def may_update(reading: Reading) -> bool:
    """Return whether a POST on a collection is said to change a row as well: "Create or update a silence"."""
    said = f"{reading.operation.summary}. {reading.operation.text}".lower()
    return reading.method == "POST" and _UPDATES_TOO.search(said) is not None


def says_look(reading: Reading) -> bool:
    """Return whether a POST on a collection is said to show what is there: "Get the history of a thread"."""
    begun = words(reading.operation.summary or reading.operation.text)[:1]
    return reading.method == "POST" and begun in (["get"], ["list"], ["search"], ["retrieve"], ["fetch"], ["find"])


def _ends_in_id(reading: Reading) -> bool:
    last = reading.path.parameters[-1:]
    return bool(last) and words(last[0])[-1:] in (["id"], ["gid"], ["sid"], ["uid"], ["uuid"], ["guid"], ["number"])


def asks_to_see(name: str, schema: JsonSchema) -> bool:
    """Return whether a sent boolean only chooses what the answer shows: "Include the number of …"."""
    said = str(schema.get("description", ""))
    return schema.get("type") == "boolean" and words(name)[:1] == ["include"] and _INCLUDES.match(said) is not None


_INCLUDES = re.compile(r"\s*include (?:the|a|an|its|their) ", re.I)


def says_partial(operation: Operation) -> bool:
    """Return whether a change is said to concern only what is named: the rest of the thing stays as it is."""
    text = f"{operation.summary} {operation.text}".lower()
    return "partial" in text or "only the fields" in text
