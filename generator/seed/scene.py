"""What one row is about: a person, a company, a city and moments in time, the same for every column of the row.

Everything is drawn from the plan's seed, the table and the row's index, so a new table or column changes no other.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from random import Random
from typing import NamedTuple, TypeVar

from anyascii import anyascii

from generator.seed.names import CITIES, COMPANIES, FIRST_NAMES, SURNAMES, City

T = TypeVar("T")

# A turn at which no schema has an example.
NO_TURN = 1_000_000


@dataclass(frozen=True, slots=True)
class Person:
    """A person, whose name, login and e-mail address fit each other."""

    first: str
    last: str

    @property
    def full(self) -> str:
        """Return first name and surname."""
        return f"{self.first} {self.last}".strip()

    @property
    def login(self) -> str:
        """Return a lower-case name without spaces."""
        return plain(f"{self.first}{self.last[:1]}")

    @property
    def mailbox(self) -> str:
        """Return what stands before the @ of the person's address."""
        return ".".join(part for part in (plain(self.first), plain(self.last)) if part) or "office"


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return the text's ASCII letters and digits in lower case."""
    return re.sub(r"[^a-z0-9]", "", anyascii(text).lower())


@lru_cache(maxsize=4096)
def slug(text: str) -> str:
    """Return the text as words of lower-case letters and digits joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", anyascii(text).lower()).strip("-")


@lru_cache(maxsize=4096)
def _order(key: str, count: int) -> tuple[int, ...]:
    return tuple(Random(key).sample(range(count), count))


class Scene(NamedTuple):
    """The common ground of one row's values.

    ``offset`` is the row's place in its table; ``attempt`` counts how often the row had to be drawn anew because of a
    value that must be unique; ``turn`` is which of the documented examples it shows; a ``sparse`` row leaves out what
    may be left out. ``created`` and ``start`` are moments that every time in the row is reckoned from, and nothing that
    has happened lies after ``now``, the plan's epoch; a ``dated`` row's creation is told by the server's clock, so that
    documented times would not fit it. ``money`` is the currency of every amount in the row. ``called`` is what the row,
    or the object inside it, is called, ``about`` the property that holds the object, and ``address`` tells that its
    other members are those of an address.
    """

    seed: int
    table: str
    key: str
    offset: int
    now: datetime
    created: datetime
    start: datetime
    person: Person
    company: str
    city: City
    attempt: int = 0
    turn: int = 0
    sparse: bool = False
    dated: bool = False
    money: str = ""
    called: str = ""
    about: str = ""
    address: bool = False

    def rng(self, label: str) -> Random:
        """Return the random numbers that belong to this label of the row."""
        return Random(f"{self.seed}/{self.table}/{self.key}/{label}/{self.attempt}")

    def nth(self, pool: Sequence[T], label: str) -> T:
        """Return an element so that rows of one table get different ones for as long as there are any."""
        order = _order(f"{self.seed}/{self.table}/{label}", len(pool))
        step = self.offset if not self.attempt else self.rng(label).randrange(len(pool))
        return pool[order[step % len(pool)]]

    def beyond(self, count: int) -> bool:
        """Return whether so many different values are too few for the rows up to this one."""
        return bool(self.attempt) or (self.offset >= count and "/" not in self.key)

    def varied(self, pool: Sequence[T], label: str) -> T:
        """Return an element so that the first rows show all of them, and the later ones any."""
        if self.offset < len(pool) or len(pool) == 1:
            return self.nth(pool, label)
        return self.rng(label).choice(pool)

    def again(self, attempt: int) -> "Scene":
        """Return the scene with everything else drawn anew."""
        return _paid(with_people(self.tried(attempt))) if attempt else self

    def tried(self, attempt: int) -> "Scene":
        """Return the scene at another attempt, with the people that it has: for what has nothing to do with them."""
        return self._replace(attempt=attempt, turn=NO_TURN) if attempt else self

    def inner(self, label: str, place: int) -> "Scene":
        """Return the scene of an array's element: its own person and place, the row's times and currency.

        The first element of the first row shows the documented examples.
        """
        offset = self.rng(f"inner/{label}").randrange(100_000) + place
        turn = 0 if self.turn == place == 0 else NO_TURN
        return with_people(self._replace(key=f"{self.key}/{label}/{place}", offset=offset, turn=turn, called=""))


def with_people(scene: Scene) -> Scene:
    """Return the scene with the person, company and city that its place in the table gives."""
    person = Person(scene.nth(FIRST_NAMES, "first name"), scene.nth(SURNAMES, "surname"))
    return scene._replace(person=person, company=scene.nth(COMPANIES, "company"), city=scene.nth(CITIES, "city"))


def _paid(scene: Scene) -> Scene:
    return scene._replace(money=scene.city.currency)


def opened(seed: int, table: str, index: int, now: datetime, created: datetime) -> Scene:
    """Return the scene of a table's row."""
    rng = Random(f"{seed}/{table}/{index}/start")
    begin = (now + timedelta(days=rng.randint(-12, 40))).replace(minute=0, second=0, microsecond=0)
    start = begin.replace(hour=rng.randint(8, 17), minute=rng.choice((0, 0, 30)))
    person, company, city = Person("", ""), "", CITIES[0]
    scene = Scene(seed, table, str(index), index, now, created, start, person, company, city, turn=index)
    return _paid(with_people(scene))
