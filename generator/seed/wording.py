"""Plausible text for a property by its name and by the kind of thing it belongs to."""

import base64
from collections.abc import Iterator

from generator.seed.makers import (
    HEX,
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
from generator.seed.names import CODE_NAMES, DOMAINS, REMARKS, TITLES, TOPICS
from generator.seed.patterns import LOWER, UPPER
from generator.seed.scene import Scene, slug
from generator.seed.vocabulary import NAMES, TEXTS

_PICTURES = frozenset({"avatar", "image", "photo", "logo", "icon", "picture", "thumbnail", "cover"})
_TITLE_WORDS = frozenset({"name", "title", "subject", "summary", "headline", "label", "caption", "heading"})
_SHORT_KEYS = frozenset({"key", "prefix", "abbreviation", "short", "symbol", "initials"})


def name_of(owner: str, scene: Scene) -> tuple[str, ...]:
    """Return what a thing of this kind may be called, the most natural first."""
    for word in reversed(words_of(owner)):
        maker = NAMES.get(word) or NAMES.get(word.removesuffix("s"))
        if maker is not None:
            return maker(scene)
    return work(scene)


def texts(name: str, owner: str, scene: Scene) -> Iterator[str]:
    """Yield texts for a property of this name on a thing of this kind, the most natural first."""
    words = words_of(name) or ["text"]
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
    if words[-1] in ("id", "uid", "guid"):
        yield drawn(scene.rng(joined), HEX, 8)
        yield uuid_text(scene.rng(joined))
    yield scene.nth(TITLES, joined)
    yield scene.nth(TOPICS, joined)
    yield scene.nth(CODE_NAMES, joined)


def formatted(form: str, name: str, scene: Scene) -> Iterator[str]:
    """Yield texts of a JSON Schema or OpenAPI format; times are not among them."""
    rng = scene.rng(f"format/{name}")
    match form.lower():
        case "uuid" | "guid":
            yield uuid_text(rng)
        case "email" | "idn-email":
            yield from email(scene)
            yield f"{scene.person.first[:1].lower()}@{DOMAINS[0]}"
        case "uri" | "url" | "iri":
            yield from picture(scene) if set(words_of(name)) & _PICTURES else address_of_page(scene)
            yield f"https://{DOMAINS[0]}/"
        case "uri-reference" | "iri-reference":
            yield f"/{slug(scene.nth(TITLES, 'title'))}"
        case "uri-template":
            yield f"https://{DOMAINS[0]}/{{id}}"
        case "hostname" | "idn-hostname" | "domain":
            yield from host(scene)
        case "ipv4" | "ipv6" | "ip":
            yield from ip_address(scene)
        case "byte" | "base64" | "binary":
            yield base64.b64encode(scene.nth(TOPICS, name).encode()).decode()
        case "password":
            yield from secret(scene)
        case "phone":
            yield from phone(scene)
        case "duration":
            yield f"PT{rng.choice((15, 30, 45, 90))}M"
        case "json-pointer" | "relative-json-pointer":
            yield f"/{scene.nth(TOPICS, name)}" if form == "json-pointer" else "0"
        case "regex":
            yield "^[a-z]+$"


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
