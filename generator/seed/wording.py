"""Plausible text for a property by its name and by the kind of thing it belongs to."""

import base64
from collections.abc import Callable, Iterator
from random import Random

from generator.seed.moments import words_of
from generator.seed.names import (
    BREEDS,
    CODE_NAMES,
    COLOURS,
    CURRENCIES,
    DESCRIPTIONS,
    DOMAINS,
    EVENTS,
    GENRES,
    JOBS,
    LANGUAGE_NAMES,
    LANGUAGES,
    LOCALES,
    MEDIA_TYPES,
    PETS,
    PLACES,
    PRODUCT_NOUNS,
    PRODUCT_QUALITIES,
    PROJECTS,
    REMARKS,
    STREETS,
    TASKS,
    TEAMS,
    TITLES,
    TOPICS,
)
from generator.seed.patterns import DIGITS, LOWER, UPPER
from generator.seed.scene import Scene, plain, slug

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


def _person(scene: Scene) -> tuple[str, ...]:
    return scene.person.full, scene.person.login, scene.person.first


def _product(scene: Scene) -> tuple[str, ...]:
    noun = scene.nth(PRODUCT_NOUNS, "noun")
    return f"{scene.nth(PRODUCT_QUALITIES, 'quality')} {noun.lower()}", noun


def _titled(scene: Scene) -> tuple[str, ...]:
    return scene.nth(TITLES, "title"), scene.nth(TOPICS, "topic")


def _coded(scene: Scene) -> tuple[str, ...]:
    return scene.nth(CODE_NAMES, "code name"), scene.nth(CODE_NAMES, "code name")[:3].upper()


def _email(scene: Scene) -> tuple[str, ...]:
    return (f"{scene.person.mailbox}@{DOMAINS[0]}",)


def _phone(scene: Scene) -> tuple[str, ...]:
    number = f"{scene.rng('phone').randrange(100, 200):04d}"
    return f"+1 202 555 {number}", f"+1202555{number}", f"202-555-{number}", f"202555{number}"


def _url(scene: Scene) -> tuple[str, ...]:
    return (f"https://{DOMAINS[0]}/{slug(scene.nth(TITLES, 'title'))}",)


def _picture(scene: Scene) -> tuple[str, ...]:
    return (f"https://images.{DOMAINS[0]}/{slug(scene.person.full)}.png",)


def _colour(scene: Scene) -> tuple[str, ...]:
    name = scene.nth(tuple(COLOURS), "colour")
    return name, f"#{COLOURS[name]}", COLOURS[name], COLOURS[name].upper(), f"#{COLOURS[name]}".upper()


def _country(scene: Scene) -> tuple[str, ...]:
    return scene.city.country, scene.city.code, scene.city.code3


def _address(scene: Scene) -> tuple[str, ...]:
    street = f"{scene.rng('house').randint(1, 120)} {scene.nth(STREETS, 'street')}"
    return street, f"{street}, {scene.city.postal} {scene.city.name}"


def _file(scene: Scene) -> tuple[str, ...]:
    ending = scene.nth(tuple(MEDIA_TYPES), "ending")
    return (f"{slug(scene.nth(TITLES, 'title'))}.{ending}",)


def _folder(scene: Scene) -> tuple[str, ...]:
    return (f"/{scene.nth(TOPICS, 'topic')}/{_file(scene)[0]}",)


def _secret(scene: Scene) -> tuple[str, ...]:
    rng = scene.rng("secret")
    words = [rng.choice(CODE_NAMES) for _ in range(3)]
    return f"{'-'.join(words)}-{rng.randint(10, 99)}", f"{words[0].title()}{words[1]}-{rng.randint(100, 999)}!"


def _hash(scene: Scene) -> tuple[str, ...]:
    text = drawn(scene.rng("hash"), HEX, 64)
    return text[:40], text, text[:32], text[:8]


def _code(scene: Scene) -> tuple[str, ...]:
    rng = scene.rng("code")
    letters, number = scene.nth(PRODUCT_NOUNS, "noun")[:3].upper(), rng.randint(1000, 9999)
    return f"{letters}-{number}", f"{letters}{number}", str(number), letters


def _numbered(scene: Scene) -> tuple[str, ...]:
    number = 1001 + scene.offset % 8999 if not scene.attempt else scene.rng("number").randint(2000, 9999)
    return str(number), f"2025-{number}", f"N-{number}"


def _digits(scene: Scene) -> tuple[str, ...]:
    text = drawn(scene.rng("digits"), "123456789", 16)
    return text[:12], text[:10], text


def _slug(scene: Scene) -> tuple[str, ...]:
    return slug(scene.nth(TITLES, "title")), scene.nth(CODE_NAMES, "code name")


def _host(scene: Scene) -> tuple[str, ...]:
    return (f"{scene.nth(CODE_NAMES, 'code name')}.{DOMAINS[0]}",)


def _ip(scene: Scene) -> tuple[str, ...]:
    rng = scene.rng("ip")
    return f"192.0.2.{rng.randint(1, 254)}", f"2001:db8::{rng.randint(1, 9999):x}"


def _version(scene: Scene) -> tuple[str, ...]:
    rng = scene.rng("version")
    return f"{rng.randint(0, 4)}.{rng.randint(0, 9)}.{rng.randint(0, 9)}", f"v{rng.randint(1, 4)}"


def _words(pool: tuple[str, ...], label: str) -> Maker:
    return lambda scene: (scene.nth(pool, label), scene.nth(pool, label).lower())


# What a thing of this kind is called. The last word of an entity's name decides its kind.
NAMES: dict[str, Maker] = {}
for _kind, _maker in (
    ("user customer contact employee member person people student teacher patient doctor author guest driver passenger owner "
     "assignee reviewer creator manager candidate applicant agent subscriber recipient sender attendee participant lead reporter "
     "host organizer artist player watcher collaborator pro staff instructor client", _person),
    ("company organization organisation vendor supplier account business employer brand manufacturer merchant publisher partner "
     "tenant org firm airline carrier bank workspace", lambda scene: (scene.company, slug(scene.company))),
    ("project campaign board portfolio initiative programme program milestone sprint epic goal list", _words(PROJECTS, "project")),
    ("task issue ticket todo card story bug item step action request case job", _words(TASKS, "task")),
    ("product article good sku stock line variant", _product),
    ("event meeting appointment booking session activity class lesson entry interview", _words(EVENTS, "event")),
    ("label tag category topic genre interest skill keyword", lambda scene: (scene.nth(TOPICS, "topic"), scene.nth(TOPICS, "topic").title())),
    ("team group department role squad unit division calendar channel", _words(TEAMS, "team")),
    ("repository repo service app application device server cluster deployment environment bucket branch pipeline database "
     "instance package module network", _coded),
    ("pet animal dog cat", _words(PETS, "pet")),
    ("place location venue store shop room building warehouse site hotel restaurant property listing station branch", _words(PLACES, "place")),
    ("city town", lambda scene: (scene.city.name,)),
    ("country nation region market", _country),
    ("file attachment upload image asset", _file),
    ("document page post note book movie film song track album playlist recipe report course video folder collection survey "
     "template blog paper chapter", _titled),
    ("currency", lambda scene: (scene.city.currency,)),
    ("language", _words(LANGUAGE_NAMES, "language")),
):  # fmt: skip
    NAMES.update(dict.fromkeys(_kind.split(), _maker))

_TEXTS: dict[str, Maker] = {}
for _named, _maker in (
    ("first_name firstname given_name forename", lambda scene: (scene.person.first,)),
    ("last_name lastname surname family_name", lambda scene: (scene.person.last,)),
    ("full_name fullname display_name displayname real_name author owner creator assignee reviewer recipient contact "
     "cardholder holder person customer reporter sender", _person),
    ("username login user_name user handle screen_name nickname nick account_name userid", lambda scene: (scene.person.login, plain(scene.person.full))),
    ("email mail e_mail", _email),
    ("phone mobile tel telephone fax cell phone_number", _phone),
    ("password passphrase secret pin passcode", _secret),
    ("token hash sha sha1 sha256 md5 checksum digest etag fingerprint signature api_key commit nonce", _hash),
    ("url uri link href website homepage webhook site endpoint web callback permalink", _url),
    ("avatar image photo thumbnail logo icon picture banner cover image_url photo_url avatar_url photo_urls", _picture),
    ("ip ip_address ipaddress ipv4", _ip),
    ("host hostname domain fqdn server", _host),
    ("slug permalink path_name shortname short_name", _slug),
    ("sku code barcode article_number coupon discount_code promo_code product_code model", _code),
    ("number reference ref order_number invoice_number confirmation tracking_number ticket_number serial serial_number", _numbered),
    ("iban vat tax_id account_number card_number isbn ean upc gtin license passport ssn vin routing_number", _digits),
    ("city town locality", lambda scene: (scene.city.name,)),
    ("country nationality country_name", _country),
    ("country_code countrycode", lambda scene: (scene.city.code, scene.city.code3)),
    ("state_name province region county state_or_province", lambda scene: (scene.city.name, scene.city.code)),
    ("street address line1 address1 address_line1 street_address line_1", _address),
    ("line2 address2 address_line2 line_2", lambda scene: (f"Flat {scene.rng('flat').randint(1, 20)}",)),
    ("postal_code zip zipcode zip_code postcode postal postalcode", lambda scene: (scene.city.postal, f"{scene.rng('zip').randint(10000, 99999)}")),
    ("timezone time_zone tz zone", lambda scene: (scene.city.zone,)),
    ("locale", _words(LOCALES, "locale")),
    ("language lang language_code", lambda scene: (scene.city.language, scene.nth(LANGUAGES, "language"), scene.nth(LANGUAGE_NAMES, "language"))),
    ("currency currency_code", lambda scene: (scene.nth(CURRENCIES, "currency"), scene.nth(CURRENCIES, "currency").lower())),
    ("color colour background_color foreground_color", _colour),
    ("company organization organisation employer vendor supplier manufacturer brand company_name merchant carrier", lambda scene: (scene.company,)),
    ("job_title job occupation profession position jobtitle", _words(JOBS, "job")),
    ("department team division", _words(TEAMS, "team")),
    ("content_type mime_type mimetype media_type mime", lambda scene: (MEDIA_TYPES[scene.nth(tuple(MEDIA_TYPES), "ending")],)),
    ("filename file_name file attachment", _file),
    ("path filepath file_path directory folder", _folder),
    ("extension ending", lambda scene: (scene.nth(tuple(MEDIA_TYPES), "ending"),)),
    ("description details about summary_text bio overview abstract purpose specification instructions long_description", _words(DESCRIPTIONS, "description")),
    ("note notes comment comments body content text message memo remark remarks reason feedback answer reply review excerpt "
     "snippet caption_text question", _words(REMARKS, "remark")),
    ("tag tags label category topic keyword keywords type kind group section subject_area classification",
     lambda scene: (scene.nth(TOPICS, "topic"), scene.nth(TOPICS, "topic").title())),
    ("genre", _words(GENRES, "genre")),
    ("breed", _words(BREEDS, "breed")),
    ("version release", _version),
    ("venue location place room building", _words(PLACES, "place")),
    ("unit units", lambda scene: (scene.nth(("piece", "kg", "litre", "hour", "box"), "unit"),)),
    ("gender sex", lambda scene: (scene.nth(("female", "male"), "gender"),)),
    ("latitude lat", lambda scene: (str(scene.city.latitude),)),
    ("longitude lng lon", lambda scene: (str(scene.city.longitude),)),
    ("price amount total cost balance fee tax subtotal", lambda scene: (f"{scene.rng('price').randint(3, 240)}.{scene.rng('cents').choice(('00', '50', '90', '99'))}",)),
    ("user_agent", lambda _scene: ("ExampleBrowser/4.2",)),
    ("repository repo branch service app namespace environment cluster project_name project", _coded),
):  # fmt: skip
    _TEXTS.update(dict.fromkeys(_named.split(), _maker))

_TITLE_WORDS = frozenset({"name", "title", "subject", "summary", "headline", "label", "caption", "heading"})
_SHORT_KEYS = frozenset({"key", "prefix", "abbreviation", "short", "symbol", "initials"})


def name_of(owner: str, scene: Scene) -> tuple[str, ...]:
    """Return what a thing of this kind may be called, the most natural first."""
    for word in reversed(words_of(owner)):
        maker = NAMES.get(word) or NAMES.get(word.removesuffix("s"))
        if maker is not None:
            return maker(scene)
    return _titled(scene)


def texts(name: str, owner: str, scene: Scene) -> Iterator[str]:
    """Yield texts for a property of this name on a thing of this kind, the most natural first."""
    words = words_of(name) or ["text"]
    joined = "_".join(words)
    if joined in _TITLE_WORDS and not (joined == "label" and "label" not in owner):
        yield from name_of(owner, scene)
    elif words[-1] in _TITLE_WORDS and "_".join(words[-2:]) not in _TEXTS and joined not in _TEXTS:
        yield from name_of(" ".join(words[:-1]), scene)
    if words[-1] in _SHORT_KEYS:
        yield from reversed(_coded(scene))
        yield scene.rng("short").choice(UPPER) + drawn(scene.rng("key"), UPPER, 2)
    for part in (joined, "_".join(words[-2:]), words[-1], *reversed(words[:-1])):
        maker = _TEXTS.get(part) or _TEXTS.get(part.removesuffix("s"))
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
            yield from _email(scene)
            yield f"{scene.person.first[:1].lower()}@{DOMAINS[0]}"
        case "uri" | "url" | "iri":
            words = set(words_of(name))
            yield from _picture(scene) if words & {"avatar", "image", "photo", "logo", "icon", "picture", "thumbnail"} else _url(scene)
            yield f"https://{DOMAINS[0]}/"
        case "uri-reference" | "iri-reference":
            yield f"/{slug(scene.nth(TITLES, 'title'))}"
        case "uri-template":
            yield f"https://{DOMAINS[0]}/{{id}}"
        case "hostname" | "idn-hostname" | "domain":
            yield from _host(scene)
        case "ipv4" | "ipv6" | "ip":
            yield from _ip(scene)
        case "byte" | "base64" | "binary":
            yield base64.b64encode(scene.nth(TOPICS, name).encode()).decode()
        case "password":
            yield from _secret(scene)
        case "phone":
            yield from _phone(scene)
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
