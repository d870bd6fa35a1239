"""Small makers of text: each draws one kind of thing from the scene of a row, the most natural form first."""

import base64
from collections.abc import Callable
from random import Random

from generator.seed.names import (
    CODE_NAMES,
    COLOURS,
    COMPANIES,
    DOMAINS,
    MEDIA_TYPES,
    PRODUCT_NOUNS,
    PRODUCT_QUALITIES,
    STATES,
    STREETS,
    TOPICS,
)
from generator.seed.patterns import DIGITS, LOWER, UPPER
from generator.seed.phrases import REMARKS, TITLES
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


def company(scene: Scene) -> tuple[str, ...]:
    """Return the name of the row's company."""
    return names_of(COMPANIES, "company")(scene)[0], slug(scene.company)


def work(scene: Scene) -> tuple[str, ...]:
    """Return the title of a work, and a topic."""
    return names_of(TITLES, "title")(scene)[0], scene.nth(TOPICS, "topic")


def code_name(scene: Scene) -> tuple[str, ...]:
    """Return a code name, and three letters of it."""
    name = scene.nth(CODE_NAMES, "code name")
    return (slug(names_of(CODE_NAMES, "code name")(scene)[0]), name[:3].upper())


def email(scene: Scene) -> tuple[str, ...]:
    """Return the address of the row's person."""
    return (f"{scene.person.mailbox}@{DOMAINS[0]}",)


def phone(scene: Scene) -> tuple[str, ...]:
    """Return a telephone number of the row's city, in several ways of writing."""
    city, number = scene.city, f"{scene.rng('phone').randrange(100, 200):04d}"
    digits = f"{city.area}555{number}"
    spoken = f"+{city.dial} {city.area} 555 {number}"
    return spoken, f"+{city.dial}{digits}", f"{city.area}-555-{number}", digits, f"202555{number}"


def address_of_page(scene: Scene) -> tuple[str, ...]:
    """Return the address of a page."""
    return (f"https://{DOMAINS[0]}/{slug_text(scene)[0]}",)


def picture(scene: Scene) -> tuple[str, ...]:
    """Return the address of a picture."""
    return (f"https://images.{DOMAINS[0]}/{slug(scene.called) or slug(scene.person.full)}.png",)


def colour(scene: Scene) -> tuple[str, ...]:
    """Return a colour by name and by hexadecimal digits."""
    name = scene.nth(tuple(COLOURS), "colour")
    return name, f"#{COLOURS[name]}", COLOURS[name], COLOURS[name].upper(), f"#{COLOURS[name]}".upper()


def country(scene: Scene) -> tuple[str, ...]:
    """Return the row's country by name and by its codes."""
    return scene.city.country, scene.city.code, scene.city.code3


def street_address(scene: Scene) -> tuple[str, ...]:
    """Return a street with a house number."""
    street = f"{house_number(scene)[0]} {scene.nth(STREETS, 'street')}"
    return street, f"{street}, {scene.city.postal} {scene.city.name}"


def house_number(scene: Scene) -> tuple[str, ...]:
    """Return the number of the row's house."""
    return (str(scene.rng("house").randint(1, 120)),)


def region(scene: Scene) -> tuple[str, ...]:
    """Return the part of the country that the row's city lies in, by name and by its code."""
    return scene.city.region, scene.city.region_code, scene.city.name


def state(scene: Scene) -> tuple[str, ...]:
    """Return the region in an address, and elsewhere a state that most things are in."""
    return region(scene) if scene.address else (scene.nth(STATES, "state"), scene.nth(STATES, "state").upper())


def currency(scene: Scene) -> tuple[str, ...]:
    """Return the currency of the row's amounts."""
    return scene.money, scene.money.lower()


def ending(scene: Scene) -> str:
    """Return the ending of the row's file: that of its name, where it has one."""
    named = scene.called.rpartition(".")[2].lower()
    return named if named in MEDIA_TYPES else scene.nth(tuple(MEDIA_TYPES), "ending")


def file_name(scene: Scene) -> tuple[str, ...]:
    """Return the name of a file."""
    stem = scene.called.rpartition(".")[0] or scene.called or scene.nth(TITLES, "title")
    return (f"{slug(stem)}.{ending(scene)}",)


def media_type(scene: Scene) -> tuple[str, ...]:
    """Return the media type of the row's file."""
    return (MEDIA_TYPES[ending(scene)],)


def folder(scene: Scene) -> tuple[str, ...]:
    """Return the path of the row's file, or of its folder where it is called otherwise."""
    above = scene.nth(TOPICS, "topic")
    if scene.called and "." not in scene.called:
        return (f"/{above}/{slug(scene.called)}",)
    return (f"/{above}/{file_name(scene)[0]}",)


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
    """Return what the row is called, or else a title, as words joined by hyphens."""
    return slug(scene.called) or slug(scene.nth(TITLES, "title")), scene.nth(CODE_NAMES, "code name")


def host(scene: Scene) -> tuple[str, ...]:
    """Return the name of a host."""
    return (f"{scene.nth(CODE_NAMES, 'code name')}.{DOMAINS[0]}",)


def ip_address(scene: Scene) -> tuple[str, ...]:
    """Return an address of version 4 and one of version 6, from the ranges for examples."""
    rng = scene.rng("ip")
    return f"192.0.2.{rng.randint(1, 254)}", f"2001:db8::{rng.randint(1, 9999):x}"


def hardware_address(scene: Scene) -> tuple[str, ...]:
    """Return a MAC address from the range that is for everyone's own use."""
    text = drawn(scene.rng("mac"), HEX, 10)
    pairs = [text[place : place + 2] for place in range(0, 10, 2)]
    return ":".join(["02", *pairs]), "-".join(["02", *pairs]), "02" + text


def opaque(scene: Scene) -> tuple[str, ...]:
    """Return a text that only the service itself can read: where a list goes on, or what a caller hands on."""
    raw = f"{scene.nth(CODE_NAMES, 'opaque')}:{scene.rng('opaque').randint(10, 9999)}"
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("="), drawn(scene.rng("opaque"), HEX, 12)


def timetable(scene: Scene) -> tuple[str, ...]:
    """Return when a job runs, as cron tells it."""
    rng = scene.rng("cron")
    return f"{rng.choice((0, 15, 30))} {rng.randint(1, 22)} * * {rng.choice(('*', '1', '1-5'))}", "@daily"


def amount(scene: Scene) -> tuple[str, ...]:
    """Return an amount of money as text, with the decimals that the row's currency has."""
    rng = scene.rng(f"price/{scene.about}")
    whole, cents = rng.randint(3, 240), rng.choice(("00", "50", "90", "99"))
    if scene.money in ("JPY", "KRW", "HUF", "COP", "ISK"):
        return str(whole * 100), f"{whole * 100}.00"
    return f"{whole}.{cents}", str(whole)


def whole_number(low: int, high: int) -> Maker:
    """Return a maker of a number between these, as text."""
    return lambda scene: (str(scene.rng("whole").randint(low, high)),)


def marked_up(scene: Scene) -> tuple[str, ...]:
    """Return a sentence as HTML."""
    return (f"<p>{scene.nth(REMARKS, 'remark')}</p>",)


def identifier_number(scene: Scene) -> tuple[str, ...]:
    """Return a long number as banks and authorities print it where not all of it may be seen."""
    last = drawn(scene.rng("masked"), DIGITS, 4)
    return f"**** {last}", last, f"************{last}"


def account_number(scene: Scene) -> tuple[str, ...]:
    """Return an IBAN whose check digits are right, in the row's country."""
    bank = drawn(scene.rng("iban"), DIGITS, 16)
    coded = "".join(str(int(char, 36)) for char in f"{bank}{scene.city.code}00")
    return (f"{scene.city.code}{98 - int(coded) % 97:02d}{bank}",)


def version(scene: Scene) -> tuple[str, ...]:
    """Return a version number."""
    rng = scene.rng("version")
    return f"{rng.randint(0, 4)}.{rng.randint(0, 9)}.{rng.randint(0, 9)}", f"v{rng.randint(1, 4)}"


def out_of(pool: tuple[str, ...], label: str) -> Maker:
    """Return a maker that takes one of these."""
    return lambda scene: (scene.nth(pool, label), scene.nth(pool, label).lower())


def names_of(pool: tuple[str, ...], label: str) -> Maker:
    """Return a maker of names out of these; where there are more rows than names, a city tells them apart."""

    def named(scene: Scene) -> tuple[str, ...]:
        name = scene.nth(pool, label)
        whole = f"{name} {scene.city.name}" if scene.beyond(len(pool)) else name
        return whole, name.lower()

    return named
