"""Plausible text for a property by its name and by the kind of thing it belongs to."""

import base64
import json
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from random import Random

from generator.seed.kinds import GOODS
from generator.seed.makers import (
    HEX,
    Maker,
    address_of_page,
    amount,
    code_name,
    colour,
    currency,
    drawn,
    email,
    host,
    ip_address,
    media_type,
    out_of,
    person,
    phone,
    picture,
    secret,
    timetable,
    uuid_text,
    version,
    work,
)
from generator.seed.moments import words_of
from generator.seed.names import CODE_NAMES, DOMAINS, HONORIFICS, LOCALES, TOPICS
from generator.seed.patterns import DIGITS, LOWER, UPPER
from generator.seed.phrases import REMARKS, TITLES
from generator.seed.scene import Scene, slug
from generator.seed.vocabulary import NAMES, TEXTS, described_goods

_PICTURES = frozenset({"avatar", "image", "photo", "logo", "icon", "picture", "thumbnail", "cover"})
_TITLE_WORDS = frozenset({"name", "title", "subject", "summary", "headline", "label", "caption", "heading"})
_IDENTIFIERS = frozenset({"id", "ids", "uid", "guid", "gid", "sid", "uuid", "oid"})
# Names of what is mostly the same for all things of a kind, so that a documented example is best.
_KINDS = frozenset(
    {"type", "subtype", "kind", "object", "resource", "resolution", "layout", "format", "mode", "scheme"}
)
_SHORT_KEYS = frozenset({"key", "prefix", "abbreviation", "short", "symbol", "initials"})


# Words before "name" that say nothing about what is named.
_ANY_NAME = frozenset(
    "display full long short friendly common official original new old current previous default".split()
)
_DESCRIBED = frozenset({"description", "details", "long_description"})


_CALLED = (
    "name",
    "display_name",
    "full_name",
    "title",
    "subject",
    "summary",
    "filename",
    "file_name",
    "label",
    "headline",
)


@lru_cache(maxsize=16384)
def is_called(name: str) -> bool:
    """Return whether a property of this name tells what the thing itself is called."""
    return "_".join(words_of(name)) in _CALLED


@lru_cache(maxsize=16384)
def is_identifier(name: str) -> bool:
    """Return whether a property of this name tells things apart."""
    return words_of(name)[-1:] != () and words_of(name)[-1] in _IDENTIFIERS


def calling(scene: Scene, name: str, value: object) -> Scene:
    """Return the scene of what is told next, once a property of this name has this value."""
    if scene.called or not isinstance(value, str) or not is_called(name):
        return scene
    return scene._replace(called=value)


def name_of(owner: str, scene: Scene) -> tuple[str, ...]:
    """Return what a thing of this kind may be called, the most natural first."""
    words = words_of(owner)
    head = words[: words.index("of")] if "of" in words[1:] else words
    if head[-1:] == ("state",) and len(head) > 1:
        return NAMES["stage"](scene)
    for word in reversed(head):
        maker = NAMES.get(word) or NAMES.get(word.removesuffix("s"))
        if maker is not None:
            return maker(scene)
    return work(scene)


def texts(name: str, owner: str, scene: Scene, examples: Sequence[str] = ()) -> Iterator[str]:
    """Yield texts for a property of this name on a thing of this kind, the most natural first.

    ``examples`` are documented ones: identifiers are made alike, and they serve where the name says nothing.
    """
    words = words_of(name) or ("text",)
    label = f"{owner}.{name}"
    if words[-1] in _IDENTIFIERS:
        yield from (alike(example, scene.rng(f"{label}/{place}")) for place, example in enumerate(examples))
        yield drawn(scene.rng(label), HEX, 8)
        yield uuid_text(scene.rng(label))
    if words[-1] in _KINDS and "_".join(words) not in TEXTS and "_".join(words[-2:]) not in TEXTS:
        yield from _like(examples, label, scene)
    yield from _named(words, owner, scene)
    yield from _like(examples, label, scene) if not scene.attempt else ()
    if set(words) & _TITLE_WORDS:
        yield scene.nth(TITLES, label)
    code = scene.nth(CODE_NAMES, label)
    yield f"{code}-{scene.rng(label).randint(10, 9999)}" if scene.beyond(len(CODE_NAMES)) else code
    yield scene.nth(TOPICS, label)
    yield scene.nth(TITLES, label)


def _like(examples: Sequence[str], label: str, scene: Scene) -> Iterator[str]:
    """Yield the documented texts in turn; a single one that counts something goes on counting in later rows."""
    if len(examples) == 1 and scene.offset and any(char.isdigit() for char in examples[0]):
        yield alike(examples[0], scene.rng(f"{label}/like"))
    if examples:
        yield scene.nth(examples, f"{label}/examples")
        yield from examples


def _named(words: tuple[str, ...], owner: str, scene: Scene) -> Iterator[str]:
    """Yield what the vocabulary has for these words."""
    joined = "_".join(words)
    if joined in ("prefix", "title") and owner == "person":
        yield scene.nth(HONORIFICS, "honorific")
    if joined in _TITLE_WORDS and not (joined == "label" and "label" not in owner):
        yield from name_of(owner, scene)
    elif words[-1] in _TITLE_WORDS and "_".join(words[-2:]) not in TEXTS and joined not in TEXTS:
        before = [word for word in words[:-1] if word not in _ANY_NAME]
        yield from name_of(" ".join(before) or owner, scene)
    if words[-1] in _DESCRIBED and set(words_of(owner)) & GOODS:
        yield from described_goods(scene)
    if len(words) > 1 and words[-1] == "by":
        yield from person(scene)
    if words[-1] in _SHORT_KEYS:
        yield from reversed(code_name(scene))
        yield scene.rng("short").choice(UPPER) + drawn(scene.rng("key"), UPPER, 2)
    for part in (joined, "_".join(words[-2:]), words[-1], *reversed(words[:-1])):
        maker = TEXTS.get(part) or TEXTS.get(part.removesuffix("s"))
        if maker is not None:
            yield from maker(scene)


# What a letter or digit is exchanged for.
_POOLS = {char: pool for pool in (DIGITS, LOWER, UPPER) for char in pool}


def alike(example: str, rng: Random) -> str:
    """Return a text of the example's form: other digits for digits, other letters for the letters beside digits."""
    pieces = re.findall(r"[A-Za-z0-9]+|[^A-Za-z0-9]+", example)
    return "".join(_piece(piece, rng) for piece in pieces)


def _piece(piece: str, rng: Random) -> str:
    if not any(char.isdigit() for char in piece) or not piece.isascii():
        return piece
    lower = HEX[10:] if set(piece) <= set(HEX) else LOWER
    return "".join([rng.choice(lower if (pool := _POOLS[char]) is LOWER else pool) for char in piece])


def _initial_email(scene: Scene) -> tuple[str, ...]:
    return (*email(scene), f"{scene.person.first[:1].lower()}@{DOMAINS[0]}")


def _address(scene: Scene) -> tuple[str, ...]:
    return (*address_of_page(scene), f"https://{DOMAINS[0]}/")


def _relative(scene: Scene) -> tuple[str, ...]:
    return (f"/{slug(scene.nth(TITLES, 'title'))}",)


def _encoded(scene: Scene) -> tuple[str, ...]:
    return (base64.b64encode(scene.nth(TOPICS, "encoded").encode()).decode(),)


def _duration(scene: Scene) -> tuple[str, ...]:
    return (f"PT{scene.rng('duration').choice((15, 30, 45, 90))}M",)


_FORMATS: dict[str, Maker] = {
    **dict.fromkeys(("email", "idn-email"), _initial_email),
    **dict.fromkeys(("uri", "url", "iri"), _address),
    **dict.fromkeys(("uri-reference", "iri-reference", "json-pointer"), _relative),
    **dict.fromkeys(("hostname", "idn-hostname", "domain"), host),
    **dict.fromkeys(("ipv4", "ipv6", "ip"), ip_address),
    **dict.fromkeys(("byte", "base64", "binary"), _encoded),
    "uri-template": lambda scene: (f"https://{DOMAINS[0]}/{{id}}",),
    "password": secret,
    "phone": phone,
    "duration": _duration,
    "relative-json-pointer": lambda _scene: ("0",),
    "regex": lambda _scene: ("^[a-z]+$",),
}


# What a text of JSON tells something of, where nothing is known of it.
_TOLD = ("priority", "level", "batch", "floor", "round", "shelf")


def formatted(form: str, name: str, scene: Scene) -> tuple[str, ...]:
    """Return texts of a JSON Schema or OpenAPI format; times are not among them."""
    form = form.lower()
    if form in ("uuid", "guid"):
        return (uuid_text(scene.rng(f"uuid/{name}")),)
    if form == "json":
        return (json.dumps({scene.rng(f"json key/{name}").choice(_TOLD): scene.rng(f"json/{name}").randint(1, 90)}),)
    if form in ("uri", "url", "iri") and set(words_of(name)) & _PICTURES:
        return picture(scene)
    return _FORMATS[form](scene) if form in _FORMATS else ()


def usual(scene: Scene) -> Iterator[str]:
    """Yield what texts with a pattern often are, whatever they are called: the pattern chooses."""
    for maker in _USUAL:
        yield from maker(scene)


_USUAL: tuple[Maker, ...] = (
    email,
    amount,
    address_of_page,
    picture,
    phone,
    host,
    version,
    currency,
    lambda scene: (scene.city.code, scene.city.code3, scene.city.language, scene.city.zone, scene.city.postal),
    out_of(LOCALES, "locale"),
    colour,
    ip_address,
    timetable,
    media_type,
    lambda scene: (uuid_text(scene.rng("uuid")),),
)


def fitting(text: str, schema: dict[str, object], scene: Scene) -> str:
    """Return the text shortened at a word, or lengthened by more of the same kind, to the schema's length."""
    most, least = schema.get("maxLength"), schema.get("minLength")
    if isinstance(most, int) and len(text) > most:
        cut = text[:most]
        text = (cut[: cut.rfind(" ")] if " " in cut[max(0, most // 2) :] else cut).rstrip(" -.,") or cut
    if isinstance(least, int) and len(text) < least:
        rng = scene.rng("longer")
        while len(text) < least:
            text += " " + rng.choice(REMARKS) if least - len(text) > 24 else rng.choice(LOWER)
        text = text[: most if isinstance(most, int) else None]
    return text
