"""Plausible text for a property by its name and by the kind of thing it belongs to."""

import base64
import re
from collections.abc import Iterator, Sequence
from random import Random

from generator.seed.makers import (
    HEX,
    Maker,
    address_of_page,
    code_name,
    drawn,
    email,
    host,
    ip_address,
    phone,
    picture,
    secret,
    uuid_text,
    work,
)
from generator.seed.moments import words_of
from generator.seed.names import CODE_NAMES, DOMAINS, TOPICS
from generator.seed.patterns import DIGITS, LOWER, UPPER
from generator.seed.phrases import REMARKS, TITLES
from generator.seed.scene import Scene, slug
from generator.seed.vocabulary import NAMES, TEXTS

_PICTURES = frozenset({"avatar", "image", "photo", "logo", "icon", "picture", "thumbnail", "cover"})
_TITLE_WORDS = frozenset({"name", "title", "subject", "summary", "headline", "label", "caption", "heading"})
_IDENTIFIERS = frozenset({"id", "ids", "uid", "guid", "gid", "sid", "uuid", "oid"})
# Names of what is mostly the same for all things of a kind, so that a documented example is best.
_KINDS = frozenset(
    {"type", "subtype", "kind", "object", "resource", "resolution", "layout", "format", "mode", "scheme"}
)
_SHORT_KEYS = frozenset({"key", "prefix", "abbreviation", "short", "symbol", "initials"})


def name_of(owner: str, scene: Scene) -> tuple[str, ...]:
    """Return what a thing of this kind may be called, the most natural first."""
    for word in reversed(words_of(owner)):
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
    if words[-1] in _KINDS:
        yield from examples
    yield from _named(words, owner, scene)
    yield from examples if not scene.attempt else ()
    yield scene.nth(TITLES, label)
    yield scene.nth(TOPICS, label)
    yield scene.nth(CODE_NAMES, label)


def _named(words: tuple[str, ...], owner: str, scene: Scene) -> Iterator[str]:
    """Yield what the vocabulary has for these words."""
    joined = "_".join(words)
    if joined in _TITLE_WORDS and not (joined == "label" and "label" not in owner):
        yield from name_of(owner, scene)
    elif words[-1] in _TITLE_WORDS and "_".join(words[-2:]) not in TEXTS and joined not in TEXTS:
        yield from name_of(" ".join(words[:-1]), scene)
    if words[-1] in _SHORT_KEYS:
        yield from reversed(code_name(scene))
        yield scene.rng("short").choice(UPPER) + drawn(scene.rng("key"), UPPER, 2)
    for part in (joined, "_".join(words[-2:]), words[-1], *reversed(words[:-1])):
        maker = TEXTS.get(part) or TEXTS.get(part.removesuffix("s"))
        if maker is not None:
            yield from maker(scene)


def alike(example: str, rng: Random) -> str:
    """Return a text of the example's form: other digits for digits, other letters for the letters beside digits."""
    pieces = re.findall(r"[A-Za-z0-9]+|[^A-Za-z0-9]+", example)
    return "".join(_piece(piece, rng) for piece in pieces)


def _piece(piece: str, rng: Random) -> str:
    if not any(char.isdigit() for char in piece) or not piece.isascii():
        return piece
    lower = HEX[10:] if set(piece) <= set(HEX) else LOWER
    pools = ((DIGITS, DIGITS), (LOWER, lower), (UPPER, UPPER))
    return "".join(next((rng.choice(pool) for chars, pool in pools if char in chars), char) for char in piece)


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


def formatted(form: str, name: str, scene: Scene) -> tuple[str, ...]:
    """Return texts of a JSON Schema or OpenAPI format; times are not among them."""
    form = form.lower()
    if form in ("uuid", "guid"):
        return (uuid_text(scene.rng(f"uuid/{name}")),)
    if form in ("uri", "url", "iri") and set(words_of(name)) & _PICTURES:
        return picture(scene)
    return _FORMATS[form](scene) if form in _FORMATS else ()


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
