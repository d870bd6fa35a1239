"""Small makers of text: each draws one kind of thing from the scene of a row, the most natural form first."""

from collections.abc import Callable
from random import Random

from generator.seed.names import (
    CODE_NAMES,
    COLOURS,
    DOMAINS,
    MEDIA_TYPES,
    PRODUCT_NOUNS,
    PRODUCT_QUALITIES,
    STREETS,
    TOPICS,
)
from generator.seed.patterns import DIGITS, LOWER, UPPER
from generator.seed.phrases import TITLES
from generator.seed.scene import Scene, slug

Maker = Callable[[Scene], tuple[str, ...]]
HEX = DIGITS + "abcdef"
LETTERS = {"digits": DIGITS, "hex": HEX, "lower": LOWER, "upper": UPPER, "alnum": DIGITS + UPPER + LOWER}


def drawn(rng: Random, letters: str, count: int) -> str:
    """Return so many characters out of these."""
    return "".join(rng.choice(letters) for _ in range(count))


def uuid_text(rng: Random) -> str:
    """Return a version 4 UUID."""
    text = drawn(rng, HEX, 32)
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-{rng.choice('89ab')}{text[17:20]}-{text[20:]}"


def person(scene: Scene) -> tuple[str, ...]:
    """Return a person's full name, login and first name."""
    return scene.person.full, scene.person.login, scene.person.first


def product(scene: Scene) -> tuple[str, ...]:
    """Return the name of a product."""
    noun = scene.nth(PRODUCT_NOUNS, "noun")
    return f"{scene.nth(PRODUCT_QUALITIES, 'quality')} {noun.lower()}", noun


def work(scene: Scene) -> tuple[str, ...]:
    """Return the title of a work, and a topic."""
    return scene.nth(TITLES, "title"), scene.nth(TOPICS, "topic")


def code_name(scene: Scene) -> tuple[str, ...]:
    """Return a code name, and three letters of it."""
    return scene.nth(CODE_NAMES, "code name"), scene.nth(CODE_NAMES, "code name")[:3].upper()


def email(scene: Scene) -> tuple[str, ...]:
    """Return the address of the row's person."""
    return (f"{scene.person.mailbox}@{DOMAINS[0]}",)


def phone(scene: Scene) -> tuple[str, ...]:
    """Return a telephone number, in several ways of writing."""
    number = f"{scene.rng('phone').randrange(100, 200):04d}"
    return f"+1 202 555 {number}", f"+1202555{number}", f"202-555-{number}", f"202555{number}"


def address_of_page(scene: Scene) -> tuple[str, ...]:
    """Return the address of a page."""
    return (f"https://{DOMAINS[0]}/{slug(scene.nth(TITLES, 'title'))}",)


def picture(scene: Scene) -> tuple[str, ...]:
    """Return the address of a picture."""
    return (f"https://images.{DOMAINS[0]}/{slug(scene.person.full)}.png",)


def colour(scene: Scene) -> tuple[str, ...]:
    """Return a colour by name and by hexadecimal digits."""
    name = scene.nth(tuple(COLOURS), "colour")
    return name, f"#{COLOURS[name]}", COLOURS[name], COLOURS[name].upper(), f"#{COLOURS[name]}".upper()


def country(scene: Scene) -> tuple[str, ...]:
    """Return the row's country by name and by its codes."""
    return scene.city.country, scene.city.code, scene.city.code3


def street_address(scene: Scene) -> tuple[str, ...]:
    """Return a street with a house number."""
    street = f"{scene.rng('house').randint(1, 120)} {scene.nth(STREETS, 'street')}"
    return street, f"{street}, {scene.city.postal} {scene.city.name}"


def file_name(scene: Scene) -> tuple[str, ...]:
    """Return the name of a file."""
    ending = scene.nth(tuple(MEDIA_TYPES), "ending")
    return (f"{slug(scene.nth(TITLES, 'title'))}.{ending}",)


def folder(scene: Scene) -> tuple[str, ...]:
    """Return a path to a file."""
    return (f"/{scene.nth(TOPICS, 'topic')}/{file_name(scene)[0]}",)


def secret(scene: Scene) -> tuple[str, ...]:
    """Return a password."""
    rng = scene.rng("secret")
    words = [rng.choice(CODE_NAMES) for _ in range(3)]
    return f"{'-'.join(words)}-{rng.randint(10, 99)}", f"{words[0].title()}{words[1]}-{rng.randint(100, 999)}!"


def hash_text(scene: Scene) -> tuple[str, ...]:
    """Return hexadecimal digits as a digest has them."""
    text = drawn(scene.rng("hash"), HEX, 64)
    return text[:40], text, text[:32], text[:8]


def article_code(scene: Scene) -> tuple[str, ...]:
    """Return a code such as a shop gives to its articles."""
    rng = scene.rng("code")
    letters, number = scene.nth(PRODUCT_NOUNS, "noun")[:3].upper(), rng.randint(1000, 9999)
    return f"{letters}-{number}", f"{letters}{number}", str(number), letters


def number_text(scene: Scene) -> tuple[str, ...]:
    """Return a number that a person reads, as text."""
    number = 1001 + scene.offset % 8999 if not scene.attempt else scene.rng("number").randint(2000, 9999)
    return str(number), f"2025-{number}", f"N-{number}"


def digit_text(scene: Scene) -> tuple[str, ...]:
    """Return digits as a bank or an authority gives them."""
    text = drawn(scene.rng("digits"), "123456789", 16)
    return text[:12], text[:10], text


def slug_text(scene: Scene) -> tuple[str, ...]:
    """Return words for an address, joined by hyphens."""
    return slug(scene.nth(TITLES, "title")), scene.nth(CODE_NAMES, "code name")


def host(scene: Scene) -> tuple[str, ...]:
    """Return the name of a host."""
    return (f"{scene.nth(CODE_NAMES, 'code name')}.{DOMAINS[0]}",)


def ip_address(scene: Scene) -> tuple[str, ...]:
    """Return an address of version 4 and one of version 6, from the ranges for examples."""
    rng = scene.rng("ip")
    return f"192.0.2.{rng.randint(1, 254)}", f"2001:db8::{rng.randint(1, 9999):x}"


def version(scene: Scene) -> tuple[str, ...]:
    """Return a version number."""
    rng = scene.rng("version")
    return f"{rng.randint(0, 4)}.{rng.randint(0, 9)}.{rng.randint(0, 9)}", f"v{rng.randint(1, 4)}"


def out_of(pool: tuple[str, ...], label: str) -> Maker:
    """Return a maker that takes one of these."""
    return lambda scene: (scene.nth(pool, label), scene.nth(pool, label).lower())
