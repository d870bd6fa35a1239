"""Plausible text for a property by its name and by the kind of thing it belongs to."""

import base64
from collections.abc import Iterator

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
    words = words_of(name) or ("text",)
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
