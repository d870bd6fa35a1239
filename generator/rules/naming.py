"""Names: words out of identifiers, singular and plural, and names that tools, arguments and columns may have."""

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache

from anyascii import anyascii

# Plurals that no suffix rule gives, and words that are their own plural. Any English word list has these.
_IRREGULAR = {
    "people": "person", "children": "child", "men": "man", "women": "woman", "indices": "index", "indexes": "index",
    "vertices": "vertex", "matrices": "matrix", "statuses": "status", "aliases": "alias", "buses": "bus",
    "analyses": "analysis", "bases": "base", "caches": "cache", "databases": "database", "cases": "case",
    "leaves": "leaf", "shelves": "shelf", "knives": "knife", "lives": "life", "criteria": "criterion",
    "movies": "movie", "cookies": "cookie", "zombies": "zombie", "purchases": "purchase", "releases": "release",
    "leases": "lease", "licenses": "license", "responses": "response", "courses": "course", "houses": "house",
    "invoices": "invoice", "phases": "phase", "expenses": "expense", "warehouses": "warehouse",
    "geese": "goose", "mice": "mouse", "teeth": "tooth", "feet": "foot", "quizzes": "quiz", "canvases": "canvas",
    "gases": "gas", "axes": "axis", "crises": "crisis", "theses": "thesis", "appendices": "appendix",
    "niches": "niche", "avalanches": "avalanche", "quiches": "quiche", "menus": "menu", "wolves": "wolf",
    "halves": "half", "wives": "wife", "calves": "calf", "selves": "self", "diagnoses": "diagnosis",
    "hypotheses": "hypothesis", "parentheses": "parenthesis", "oases": "oasis", "selfies": "selfie",
    "calories": "calorie", "rookies": "rookie", "shoes": "shoe", "canoes": "canoe", "toes": "toe",
}  # fmt: skip
# Words of one thing that end in s, and have es behind it where there are many.
_IN_S = frozenset(
    """alias atlas bias bonus campus canvas census chorus circus consensus focus gas genius iris lens nexus octopus plus
    radius status stimulus surplus syllabus thermos virus walrus""".split()
)
_UNCOUNTABLE = frozenset(
    """news series species data metadata information equipment money media access address business progress process
    status analysis canvas settings preferences credentials details sms dns https aws gps css js os news bus campus
    class pass basis chaos software hardware feedback history inventory search health usage""".split()
)
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
# Signs that stand for letters which ASCII cannot spell would cut words in two.
_SIGNS = re.compile(r"[^A-Za-z0-9 ]")
# One name is asked after thousands of times; a large description has some ten thousand different ones.
_MOST_KEPT = 1 << 16
_SHORT_WORDS = frozenset({"a", "an", "the", "of", "for", "to", "in", "by", "and", "or", "with", "from", "on"})


def in_ascii(text: str) -> str:
    """Return the text with the letters of other scripts spelled in ASCII: equal texts are spelled alike for ever."""
    if text.isascii():
        return text
    return _FOREIGN.sub(lambda found: _SIGNS.sub("", anyascii(found[0])), text)


def words(identifier: str) -> list[str]:
    """Return the lower-case words of an identifier in camelCase, snake_case, kebab-case or any mixture.

    >>> words("projectID"), words("HTTPServer-name"), words("v2Items")
    (['project', 'id'], ['http', 'server', 'name'], ['v2', 'items'])
    >>> words("bibliothèqueId"), words("Größe"), words("заказы")
    (['bibliotheque', 'id'], ['grosse'], ['zakazy'])
    """
    return list(_words(identifier))


@lru_cache(_MOST_KEPT)
def _words(identifier: str) -> tuple[str, ...]:
    plain = in_ascii(identifier)
    # IDs, URLs: a plural acronym is one word, not two.
    spaced = re.sub(r"([A-Z])([A-Z]+)s(?![a-z])", lambda found: found[1] + found[2].lower() + "s", plain)
    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", spaced)
    spaced = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1 \2", spaced)
    return tuple(word.lower() for word in re.split(r"[^A-Za-z0-9]+", spaced) if word)


def first_word(identifier: str) -> str:
    """Return the first word of an identifier, "" where it has none: "$" and "-" are no words."""
    return (words(identifier) or [""])[0]


def last_word(identifier: str) -> str:
    """Return the last word of an identifier, "" where it has none."""
    return (words(identifier) or [""])[-1]


def snake(identifier: str) -> str:
    """Return the identifier in snake_case; an empty text where it has no ASCII letter or digit."""
    return "_".join(words(identifier))


@lru_cache(_MOST_KEPT)
def singular(word: str) -> str:
    """Return the singular of one lower-case English word."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word == "ids":
        return "id"
    if word in _UNCOUNTABLE or word in _IN_S or len(word) < 4 or not word.endswith("s"):
        return word
    if word.endswith("es") and word[:-2] in _IN_S:
        return word[:-2]
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > len("ties") else word[:-1]
    if re.search(r"(ss|us|is)$", word):
        return word
    if re.search(r"(sses|shes|ches|xes|[tz]zes|[^aeiou]oes)$", word):
        return word[:-2]
    return word[:-1]


@lru_cache(_MOST_KEPT)
def plural(word: str) -> str:
    """Return the plural of one lower-case English word."""
    for many, one in _IRREGULAR.items():
        if one == word:
            return many
    if word in _UNCOUNTABLE or singular(word) != word:
        return word
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    if re.search(r"(s|x|z|ch|sh)$", word):
        return word + "es"
    return word + "s"


@lru_cache(_MOST_KEPT)
def singular_name(identifier: str) -> str:
    """Return the snake_case name of one thing of a collection: "ProjectUsers" gives "project_user"."""
    parts = words(identifier)
    return "_".join([*parts[:-1], singular(parts[-1])]) if parts else ""


def plural_name(name: str) -> str:
    """Return the snake_case name of many of a thing."""
    parts = name.split("_")
    return "_".join([*parts[:-1], plural(parts[-1])])


@lru_cache(_MOST_KEPT)
def squashed(identifier: str) -> str:
    """Return the identifier without case and separators, to compare spellings of one name."""
    return re.sub(r"[^a-z0-9]", "", in_ascii(identifier).lower())


def sql_name(identifier: str, otherwise: str = "value") -> str:
    """Return a name for a table, column or argument: snake_case, begins with a letter, at most 48 characters."""
    name = snake(identifier) or otherwise
    if not name[0].isalpha():
        name = f"{otherwise}_{name}"
    if name.startswith("sqlite_"):  # SQLite keeps these for itself
        name = f"{otherwise}_{name}"
    # SQL reads these as values even where a name is expected.
    return f"{name}_{otherwise}" if name in ("true", "false", "null") else shortened(name, 48)


def shortened(name: str, most: int) -> str:
    """Return the name, or where it is too long its beginning and six characters of its digest."""
    if len(name) <= most:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:6]
    return name[: most - 7].rstrip("_") + "_" + digest


def unique_name(name: str, taken: Iterable[str], most: int = 64) -> str:
    """Return the name, with a number behind it where it is taken."""
    used = set(taken)
    if name not in used:
        return name
    number = 2
    while (candidate := f"{shortened(name, most - len(str(number)) - 1)}_{number}") in used:
        number += 1
    return candidate


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, each with the sign that ends it.

    >>> sentences("Deletes a room. Only empty rooms? Yes")
    ['Deletes a room.', 'Only empty rooms?', 'Yes']
    """
    return re.split(r"(?<=[.!?])\s+", text)


def without_filler(parts: list[str]) -> list[str]:
    """Return the words without articles and prepositions, unless nothing else is left."""
    kept = [part for part in parts if part not in _SHORT_WORDS]
    return kept or parts


_AFFIX = re.compile(
    r"(DTO|Dto|Response|Request|Resource|Output|Input|Out|In|Model|Object|Details?|Entity|Schema|Representation"
    r"|Read|View|Info|Data|Compact|V\d+)$"
)


def clean_schema_name(name: str) -> str:
    """Return a schema's name as the name of one thing: "sync.v1.DocumentResponse" gives "document"."""
    last = re.split(r"[./]", name)[-1]
    while (shorter := _AFFIX.sub("", last)) and shorter != last:
        last = shorter
    return singular_name(last)
