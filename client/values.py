"""Values as people would give them: from the schema, from what seeded rows hold, and from lists of ordinary words."""

import random
import re
from collections.abc import Iterable, Sequence
from typing import Any

from client.columns import LONGEST_NAME, NAMING, naming_rank, words_of
from client.errors import Unsuitable
from client.tasks import Row
from generator.json_equality import json_key
from generator.plan import Column, Entity
from generator.samples import Samples

Json = Any

GIVEN_NAMES = ("Ada", "Bruno", "Chiara", "Dmitri", "Elif", "Farid", "Greta", "Hana", "Ivo", "Jonas", "Keiko", "Lina")
FAMILY_NAMES = ("Lindqvist", "Okafor", "Moreau", "Santos", "Weber", "Tanaka", "Novak", "Haddad", "Kaya", "Brandt")
THINGS = ("Maple", "Harbour", "Juniper", "Lantern", "Meadow", "Orchard", "Pebble", "Quarry", "Ridge", "Saffron")
QUALITIES = ("Autumn", "Bright", "Copper", "Early", "Golden", "Little", "North", "Quiet", "Silver", "Spring", "Winter")
CITIES = ("Lisbon", "Oslo", "Ghent", "Turin", "Gdansk", "Porto", "Malmo", "Graz", "Cork", "Split")
COUNTRIES = ("Portugal", "Norway", "Belgium", "Italy", "Poland", "Sweden", "Austria", "Ireland")
COLOURS = ("red", "blue", "green", "amber", "violet", "grey")
REMARKS = (
    "Please call before noon", "Agreed on the phone", "Needs a second look", "Handle with care", "Ring twice",
    "Discussed with the team", "Waiting for the supplier", "Checked on Monday", "Keep it short", "Ready for review",
)  # fmt: skip
PEOPLE = frozenset(
    "user owner customer person people contact member employee author patient client guest passenger student".split()
)
DATES = ("2026-02-03", "2026-02-17", "2026-03-09", "2026-04-21", "2026-05-05", "2026-06-30")
TRIES = 60
# Columns up to here are names of their own; a body or an address may well be the same twice.
NAMES_RANK = NAMING.index("phone")


def new_value(entity: Entity, column: Column, schema: dict[str, Any], rows: Sequence[Row], rng: random.Random) -> Json:
    """Return a value for the column that no row holds yet where it names the row, else an ordinary one.

    Raises: Unsuitable.
    """
    samples = Samples(schema)
    held = [row.get(column.name) for row in rows if row.get(column.name) is not None]
    taken = {json_key(value) for value in held} if _must_be_new(entity, column, held) else set()
    for value in _candidates(entity, column, schema, held, rng):
        if json_key(value) not in taken and value is not None and value != "" and samples.accepts(value):
            return value
    raise Unsuitable(f"No ordinary value comes to mind for {entity.name}.{column.name}.")


def other_value(column: Column, schema: dict[str, Any], entity: Entity, row: Row, rows: Sequence[Row],
                rng: random.Random) -> Json:  # fmt: skip
    """Return a value for the column that differs from what the row holds. Raises: Unsuitable."""
    for _ in range(8):
        value = new_value(entity, column, schema, rows, rng)
        if json_key(value) != json_key(row.get(column.name)):
            return value
    raise Unsuitable(f"Every value found for {entity.name}.{column.name} is the one it has.")


def wrong_key(value: Json, taken: Iterable[Json], rng: random.Random) -> Json:
    """Return a key in the shape of this one that no row has. Raises: Unsuitable."""
    known = {json_key(key) for key in taken}
    for _ in range(TRIES):
        made = _reshaped(value, rng)
        if json_key(made) not in known:
            return made
    raise Unsuitable(f"Every key in the shape of {value!r} is taken.")


def _reshaped(value: Json, rng: random.Random) -> Json:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise Unsuitable(f"{value!r} is not a key that could be mistaken.")
    if isinstance(value, int):
        return rng.randint(4000, 9999) + max(0, value)
    if re.fullmatch(r"[0-9a-fA-F-]{20,}", value):
        return re.sub(r"[0-9a-f]", lambda found: rng.choice("0123456789abcdef"), value)
    # A shape like cus_1 keeps its prefix: letters before the last separator say what sort of key it is.
    head, tail = re.fullmatch(r"((?:.*[-_.])?)(.*)", value, re.DOTALL).groups()  # type: ignore[union-attr]
    if re.fullmatch(r"[0-9a-f]{6,}", tail):
        return head + re.sub(r"[0-9a-f]", lambda _: rng.choice("0123456789abcdef"), tail)
    changed = re.sub(r"[0-9]", lambda _: rng.choice("0123456789"), tail)
    changed = re.sub(r"[a-z]", lambda _: rng.choice("bcdfghjkmnpqrstvwxz"), changed)
    return head + re.sub(r"[A-Z]", lambda _: rng.choice("BCDFGHJKMNPQRSTVWXZ"), changed)


def _must_be_new(entity: Entity, column: Column, held: Sequence[Json]) -> bool:
    if column.unique or column.name in entity.key:
        return True
    distinct = len({json_key(value) for value in held})
    return column.type == "text" and naming_rank(column) < NAMES_RANK and distinct == len(held)


def _candidates(
    entity: Entity, column: Column, schema: dict[str, Any], held: Sequence[Json], rng: random.Random
) -> list[Json]:
    """Values worth a try, the best first."""
    if "enum" in schema:
        return rng.sample(list(schema["enum"]), len(schema["enum"]))
    if column.type == "boolean":
        return rng.sample([True, False], 2)
    if column.type in ("integer", "real"):
        return [*_numbers(column, schema, held, rng), *Samples(schema).valid(6)]
    if column.type == "json":
        others = list({json_key(value): value for value in held}.values())
        return [*rng.sample(others, len(others)), *Samples(schema).valid(4)]
    return [*_texts(entity, column, schema, held, rng), *_named(schema)]


def _named(schema: dict[str, Any]) -> list[Json]:
    examples = schema.get("examples")
    return [*(examples if isinstance(examples, list) else ()), *([schema["example"]] if "example" in schema else ())]


def _numbers(column: Column, schema: dict[str, Any], held: Sequence[Json], rng: random.Random) -> list[Json]:
    if schema.get("format") in ("unix-time", "timestamp") or _is_seconds(held):
        return []
    numbers = [value for value in held if isinstance(value, int | float)]
    low = max(schema.get("minimum", 1), min(numbers, default=schema.get("minimum", 1)))
    high = min(schema.get("maximum", low + 20), max(numbers, default=low + 20))
    if column.type == "integer":
        step = int(schema.get("multipleOf") or _roundness(numbers))
        first, last = -(-int(low) // step), max(int(high) // step, -(-int(low) // step))
        return [rng.randint(first, last) * step for _ in range(TRIES)]
    return [round(rng.uniform(low, high), 2) for _ in range(12)]


def _is_seconds(held: Sequence[Json]) -> bool:
    """Whether these look like seconds since 1970, which nobody says aloud."""
    return any(isinstance(value, int) and value > 1_000_000_000 for value in held)


def _roundness(numbers: Sequence[float]) -> int:
    return next((step for step in (100, 50, 10, 5) if numbers and all(n % step == 0 for n in numbers)), 1)


def _texts(
    entity: Entity, column: Column, schema: dict[str, Any], held: Sequence[Json], rng: random.Random
) -> list[str]:
    form = schema.get("format")
    if form in ("date", "date-time"):
        days = rng.sample(DATES, len(DATES))
        return days if form == "date" else [f"{day}T{rng.randint(8, 17):02}:00:00Z" for day in days]
    if form in ("uuid", "byte", "binary", "password"):
        return []
    if "pattern" in schema:
        others = [value for value in held if isinstance(value, str)]
        known = rng.sample(others, len(others))
        return [*known, *_named(schema), *(_reshaped(value, rng) for value in known)]
    longest = min(int(schema.get("maxLength", LONGEST_NAME)), LONGEST_NAME)
    return [text for text in _of_label(entity, column, form, held, rng) if len(text) <= longest]


def _of_label(entity: Entity, column: Column, form: str | None, held: Sequence[Json], rng: random.Random) -> list[str]:
    """Texts that suit what the column is called, several and in a random order."""
    label = f" {words_of(column.name)} "
    people = [f"{given} {family}" for given in GIVEN_NAMES for family in rng.sample(FAMILY_NAMES, 2)]
    things = [f"{quality} {thing}" for quality in QUALITIES for thing in rng.sample(THINGS, 2)]
    rng.shuffle(people)
    rng.shuffle(things)
    if form == "email" or " email " in label:
        return [f"{given.lower()}.{family.lower()}@example.com" for given, family in map(str.split, people)]
    if form in ("uri", "url") or label.endswith((" url ", " link ", " website ")):
        return [f"https://example.com/{thing.lower().replace(' ', '-')}" for thing in things]
    handles = [thing.lower().replace(" ", "-") for thing in things]
    codes = [_reshaped(value, rng) for value in held if isinstance(value, str)] + _codes(rng)
    pools: tuple[tuple[tuple[str, ...], Sequence[str]], ...] = (
        ((" city ", " town "), CITIES),
        ((" country ",), COUNTRIES),
        ((" color ", " colour "), COLOURS),
        ((" first name ", " given name "), GIVEN_NAMES),
        ((" last name ", " family name ", " surname "), FAMILY_NAMES),
        ((" phone ", " mobile "), [f"+1 555 01{rng.randint(10, 99)}" for _ in range(6)]),
        ((" street ", " address "), [f"{rng.randint(2, 98)} {thing} Street" for thing in THINGS]),
        ((" username ", " login ", " slug ", " key ", " handle "), handles),
        ((" code ", " sku ", " reference ", " number "), codes),
        ((" note ", " notes ", " comment ", " description ", " message ", " body ", " content ", " text "), REMARKS),
    )
    for endings, pool in pools:
        if label.endswith(endings):
            return rng.sample(list(pool), len(pool))
    if label.endswith(" name ") and PEOPLE & set(words_of(entity.name).split()):
        return people
    if label.endswith((" name ", " title ", " label ", " subject ", " summary ")):
        return things
    repeated = [value for value in held if isinstance(value, str) and held.count(value) > 1]
    return [*rng.sample(repeated, len(repeated)), *things]


def _codes(rng: random.Random) -> list[str]:
    return [f"{rng.choice('ABCDEFGH')}{rng.randint(100, 999)}" for _ in range(8)]
