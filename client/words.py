"""Plain English for users and for the reference agent, from templates: varied, grammatical, and exact in its values.

Every value stands in the words as it is, so that an agent can find it there.
"""

import random
from collections.abc import Sequence
from typing import Any

from client.chain import Given, Mention
from client.columns import words_of
from client.values import PEOPLE
from generator.plan import Entity, Tool

Json = Any

NAMES = frozenset(
    {"name", "title", "full name", "display name", "label", "subject", "summary", "username", "login", "nickname"}
)
# First words of tool names that say nothing to a person: what follows them is no sentence.
EMPTY_VERBS = frozenset("set update post put do mark patch change make run perform execute get list".split())


def noun_of(entity: Entity) -> str:
    """Return what a person calls one thing of this entity."""
    return words_of(entity.name)


def a(noun: str) -> str:
    """Return the noun with its indefinite article, by sound as far as spelling tells it."""
    vowel = noun[:1] in "aeio" or (noun[:1] == "u" and not noun.startswith(("uni", "use", "usa", "eu")))
    return f"an {noun}" if vowel and not noun.startswith(("one ", "eu")) else f"a {noun}"


def spoken(value: Json) -> str:
    """Return a value as it is said: words in quotes, single words and numbers bare, yes and no, lists with commas."""
    match value:
        case bool():
            return "yes" if value else "no"
        case None:
            return "nothing"
        case str():
            if value and not any(letter.isspace() for letter in value):
                return value
            return f"'{value}'" if '"' in value else f'"{value}"'
        case dict():
            return "(" + ", ".join(f"{words_of(name)} {spoken(part)}" for name, part in value.items()) + ")"
        case list():
            return joined([spoken(part) for part in value])
        case _:
            return str(value)


def joined(parts: Sequence[str]) -> str:
    """Return the parts as an enumeration with "and"."""
    if len(parts) < 2:
        return "".join(parts)
    return ", ".join(parts[:-1]) + f" and {parts[-1]}"


def sentence(text: str) -> str:
    """Return the text with a capital at its beginning and a full stop at its end, where it has neither."""
    ended = text.endswith((".", "?", "!", '."', '?"', '!"'))
    return text[:1].upper() + text[1:] + ("" if ended else ".")


def phrase(mention: Mention, rng: random.Random | None = None) -> str:
    """Return how the user names a row; without a generator always in the same words."""
    noun = noun_of(mention.entity)
    if not mention.named:
        return f"that {noun}"
    around = "".join(f" of {phrase(parent)}" for parent in mention.of)
    (label, value), *more = mention.named
    if not more and (label in NAMES or label.endswith(" name")):
        if PEOPLE & set(noun.split()) and isinstance(value, str):
            return f"the {noun} {value}{around}"
        called = rng.choice(("called ", "named ", "")) if rng is not None else ""
        said = f'"{value}"' if isinstance(value, str) and '"' not in value else spoken(value)
        return f"the {noun} {called}{said}{around}"
    named = joined([f"the {each} {spoken(part)}" for each, part in mention.named])
    return f"the {noun} with {named}{around}"


def question(labels: Sequence[str], subject: str, rng: random.Random) -> str:
    """Return a question for properties of a thing."""
    asked = joined([f"the {label}" for label in labels])
    verb = "is" if len(labels) == 1 else "are"
    return rng.choice((
        f"What {verb} {asked} of {subject}?",
        f"Can you tell me {asked} of {subject}?",
        f"Could you look up {asked} of {subject}?",
        sentence(f"I would like to know {asked} of {subject}"),
    ))  # fmt: skip


def request(wish: str, rng: random.Random, *, later: bool) -> str:
    """Return a wish ("delete the pet Rex") as something one says; ``later`` in a conversation it may be shorter."""
    forms = [f"Please {wish}", f"Could you {wish}?", f"I would like you to {wish}", f"I need you to {wish}"]
    if later:
        forms += [f"Now please {wish}", f"Next, please {wish}", f"Thanks. Could you also {wish}?"]
    return sentence(rng.choice(forms))


def fact(given: Given) -> str:
    """Return a property of something new with its value."""
    if isinstance(given.value, bool):
        return f"{given.label} set to {spoken(given.value)}"
    return f"the {given.label} {spoken(given.value)}"


def change_wish(subject: str, changes: Sequence[Given], rng: random.Random) -> str:
    """Return the wish to change these properties of a thing."""
    if len(changes) == 1 and isinstance(changes[0].value, bool):
        return f"set {changes[0].label} to {spoken(changes[0].value)} for {subject}"
    if len(changes) == 1:
        verb = rng.choice(("change", "set"))
        return f"{verb} the {changes[0].label} of {subject} to {spoken(changes[0].value)}"
    each = [f"{'' if isinstance(one.value, bool) else 'the '}{one.label} to {spoken(one.value)}" for one in changes]
    return f"update {subject}: set {joined(each)}"


def create_wish(entity: Entity, given: Sequence[Given], rng: random.Random) -> str:
    """Return the wish to make a new thing with these properties."""
    mentions = [one.mention for one in given if one.mention is not None]
    around = [parent.entity.name for mention in mentions for parent in mention.of]
    parents = [phrase(mention) for mention in mentions if mention.entity.name not in around]
    facts = [fact(one) for one in given if one.mention is None and one.label]
    verb = rng.choice(("create", "add"))
    whole = f"{verb} {a('new ' + noun_of(entity))}"
    if parents:
        whole += f" for {joined(parents)}"
    return whole + (f" with {joined(facts)}" if facts else "")


def transition_wish(tool: Tool, entity: Entity, subject: str) -> str:
    """Return the wish for a change of state that has a name of its own."""
    words = words_of(tool.name).split()
    noun = noun_of(entity)
    verb = " ".join(words).removesuffix(noun).strip() if " ".join(words).endswith(noun) else ""
    if verb and verb.split()[0] not in EMPTY_VERBS:
        return f"{verb} {subject}"
    states = {name: value for name, value in tool.set.items() if isinstance(value, str) and not value.startswith("$")}
    if len(states) == 1:
        ((name, state),) = states.items()
        return f"set the {words_of(name)} of {subject} to {spoken(state)}"
    return f"do this for {subject}: {tool.title.strip().rstrip('.').lower()}"


def outcome(tool: Tool, entity: Entity, subject: str) -> str:
    """Return what a deletion or a change of state has done, as one tells it: "deleted the pet Rex"."""
    if tool.pattern == "delete":
        return f"deleted {subject}"
    states = [f"the {words_of(name)} of {subject} to {spoken(value)}" for name, value in tool.set.items()
              if isinstance(value, str | int) and not str(value).startswith("$")]  # fmt: skip
    return f"set {joined(states)}" if states else f"done this for {subject}: {tool.title.strip().rstrip('.').lower()}"


def answer(label: str, subject: str, value: Json) -> str:
    """Return how an agent tells the value of a property."""
    return sentence(f"The {label} of {subject} is {value if isinstance(value, str) else spoken(value)}")
