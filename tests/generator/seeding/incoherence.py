"""What a sceptical reader finds odd in seeded rows of any plan, stated without the code that makes them."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from generator.plan import Entity, Json, Plan
from generator.seed.phrases import TITLES

Rows = Mapping[str, list[dict[str, Json]]]

_EARLY = frozenset("created inserted registered requested submitted queued enqueued".split())
_LATE = frozenset(
    "updated modified closed completed finished archived deleted cancelled canceled resolved ended shipped delivered "
    "returned refunded".split()
)
_ENDED = _LATE - {"updated", "modified"}
_BEGIN, _END = frozenset({"start", "starts", "from", "begin"}), frozenset({"end", "ends", "to", "until", "due"})
_CALLED = frozenset("name title subject summary headline label caption heading".split())
_PLACEHOLDER = re.compile(
    r"(?i)^(string|text|example|foo|bar|test|todo|value|name|title|untitled|item)[ _-]?\d*$|lorem"
)
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}([T ,]\d{2}:\d{2}.*)?")
_AMOUNTS = frozenset("amount price total subtotal cost balance fee value".split())
_LINE_PRICES = ("unit_price", "unit_amount", "unit_cost", "price")
_IDENTIFIERS = frozenset({"id", "ids", "gid", "sid", "uid", "uuid", "guid", "key", "ref"})


@dataclass(frozen=True, slots=True)
class Oddity:
    """One thing that is odd: its kind, where it stands (``table.column.member``), and what is there."""

    kind: str
    where: str
    what: str


def words(name: str) -> tuple[str, ...]:
    """Return the lower-case words of a name."""
    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", name)
    return tuple(part for part in re.split(r"[^a-z0-9]+", spaced.lower()) if part)


def oddities(plan: Plan, rows: Rows) -> list[Oddity]:
    """Return everything odd in the rows, in the order of the tables."""
    world = World(plan, rows)
    found: list[Oddity] = []
    for entity in plan.entities:
        table = rows.get(entity.table, [])
        found += _alike(entity, table)
        for row in table:
            for where, holder in _objects(entity.table, row):
                found += _of_object(where, holder)
            found += world.dangling(entity, row)
    return found


def _objects(where: str, value: Json) -> Iterator[tuple[str, dict[str, Json]]]:
    """Yield every object inside the value with its place, the value itself first."""
    if isinstance(value, dict):
        yield where, value
        for name, part in value.items():
            yield from _objects(f"{where}.{name}", part)
    elif isinstance(value, list):
        for part in value:
            yield from _objects(where, part)


def _of_object(where: str, holder: dict[str, Json]) -> Iterator[Oddity]:
    yield from _out_of_order(where, holder)
    yield from _ended_too_early(where, holder)
    yield from _wrong_totals(where, holder)
    yield from _wrong_counts(where, holder)
    yield from _unlike_texts(where, holder)
    yield from _far_numbers(where, holder)
    yield from _elsewhere(where, holder)


def moment(value: Json) -> datetime | None:
    """Return the moment that a value tells, or None."""
    if isinstance(value, str) and _TIME.fullmatch(value):
        try:
            found = datetime.fromisoformat(value.replace("Z", "+00:00").replace("z", "+00:00"))
        except ValueError:
            return None
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None


def _out_of_order(where: str, holder: dict[str, Json]) -> Iterator[Oddity]:
    times = {name: found for name, value in holder.items() if (found := moment(value)) is not None}
    for name, value in holder.items():
        if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d", value):
            found = times.get(name)
            if found is None or not 1900 < found.year < 2100:
                yield Oddity("a time out of this world", f"{where}.{name}", value)
    for early, first in times.items():
        for late, second in times.items():
            day = first.replace(hour=0, minute=0, second=0, microsecond=0)
            if second < min(first, day) and _comes_before(words(early), words(late)):
                yield Oddity("a later time before an earlier", f"{where}.{late}", f"{early} {first} > {late} {second}")


def _comes_before(early: tuple[str, ...], late: tuple[str, ...]) -> bool:
    if set(early) & _EARLY and set(late) & _LATE and not set(early) & _LATE:
        return True
    begun = [word for word in early if word not in _BEGIN], [word for word in late if word not in _END]
    return bool(set(early) & _BEGIN and set(late) & _END and begun[0] == begun[1])


def _ended_too_early(where: str, holder: dict[str, Json]) -> Iterator[Oddity]:
    states = {str(holder[name]).lower() for name in holder if words(name) in (("status",), ("state",))}
    for name, value in holder.items():
        parts = words(name)
        if value is None or len(parts) < 2 or parts[-1] not in ("at", "on", "date", "time") or moment(value) is None:
            continue
        for word in set(parts) & _ENDED:
            flag = next((holder[other] for other in holder if words(other) in ((word,), ("is", word))), None)
            if flag is False or (states and states <= {"open", "new", "pending", "draft", "created", "queued"}):
                yield Oddity("a time that does not fit the state", f"{where}.{name}", f"{value} while {states or flag}")


def _number(value: Json) -> float | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return float(value) if isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value) else None


def _line(item: Json) -> float | None:
    if not isinstance(item, dict):
        return None
    names = {"_".join(words(name)): item[name] for name in item}
    quantity = next((_number(names[name]) for name in ("quantity", "qty") if name in names), None)
    price = next((_number(names[name]) for name in _LINE_PRICES if name in names), None)
    return None if quantity is None or price is None else quantity * price


def _wrong_totals(where: str, holder: dict[str, Json]) -> Iterator[Oddity]:
    names = {"_".join(words(name)): name for name in holder}
    lines = next((value for value in holder.values() if isinstance(value, list) and value and _line(value[0])), [])
    sums = [_line(item) for item in lines]
    if sums and None not in sums:
        for name in ("subtotal", "sub_total", "total", "total_amount"):
            extra = {"tax", "total_tax", "shipping", "discount", "tip", "fee"} & set(names)
            total = _number(holder.get(names.get(name, "")))
            apart = 0 if total is None else abs(total - sum(value for value in sums if value is not None))
            if apart > 0.02 and not (extra and name.startswith("total")):
                yield Oddity("a total that does not add up", f"{where}.{names[name]}", str(total))
    whole, rest = (_number(holder.get(names.get(name, ""))) for name in ("total", "sub_total"))
    tax = _number(holder.get(names.get("total_tax", "")))
    if whole is not None and rest is not None and tax is not None and abs(rest + tax - whole) > 0.02:
        yield Oddity("a total that does not add up", f"{where}.{names['total']}", f"{rest} + {tax} = {whole}")


def _wrong_counts(where: str, holder: dict[str, Json]) -> Iterator[Oddity]:
    names = {"_".join(words(name)): holder[name] for name in holder}
    for name, value in names.items():
        if not isinstance(value, list):
            continue
        one = name.removesuffix("s")
        for count in (f"num_{name}", f"{name}_count", f"{one}_count", f"number_of_{name}", f"total_{name}"):
            if isinstance(names.get(count), int) and names[count] != len(value):
                yield Oddity("a count of something else", f"{where}.{count}", f"{names[count]} of {len(value)}")


def _unlike_texts(where: str, holder: dict[str, Json]) -> Iterator[Oddity]:
    for name, value in holder.items():
        for text in value if isinstance(value, list) else [value]:
            if text == {}:
                yield Oddity("an empty thing", f"{where}.{name}", "{}")
            if not isinstance(text, str):
                continue
            if _PLACEHOLDER.search(text) and words(name)[-1:] not in (("type",), ("subtype",), ("mode",), ("stock",)):
                yield Oddity("a placeholder", f"{where}.{name}", text)
            if text in TITLES and not set(words(name)) & _CALLED:
                yield Oddity("a title where none is meant", f"{where}.{name}", text)
            if text.endswith("@example.com") or "@" not in text:
                continue
            if set(words(name)) & {"email", "mail", "recipients"} and not re.fullmatch(
                r"[\w.+-]+@[\w-]+(\.[\w-]+)+", text
            ):
                yield Oddity("a junk address", f"{where}.{name}", text)


def _far_numbers(where: str, holder: dict[str, Json]) -> Iterator[Oddity]:
    for name, value in holder.items():
        parts, number = words(name), _number(value)
        if number is None or not parts:
            continue
        money = {"currency", "currency_code"} & {"_".join(words(other)) for other in holder}
        junk = isinstance(value, str) and re.match(r"-|0\d", value) is not None
        counted = set(parts) & (_AMOUNTS | {"quantity", "percentage", "percent"})
        if counted and ((money and number < 0) or junk):
            yield Oddity("a number out of this world", f"{where}.{name}", str(value))
        if parts[-1] in ("percentage", "percent") and not 0 <= number <= 100:
            yield Oddity("a number out of this world", f"{where}.{name}", str(value))
        if (parts[-1] in ("day",) and number > 31) or (parts[-1] == "month" and number > 12):
            yield Oddity("a number out of this world", f"{where}.{name}", str(value))
        if parts[-1] in ("quantity", "qty") and number != int(number):
            yield Oddity("a part of a piece", f"{where}.{name}", str(value))


_MONEY_OF = {"US": "USD", "GB": "GBP", "DE": "EUR", "FR": "EUR", "JP": "JPY", "SE": "SEK", "CH": "CHF", "CA": "CAD"}


def _elsewhere(where: str, holder: dict[str, Json]) -> Iterator[Oddity]:
    names = {"_".join(words(name)): value for name, value in holder.items()}
    country = next((names[name] for name in ("country_code", "country") if isinstance(names.get(name), str)), None)
    money = next((names[name] for name in ("currency", "currency_code") if isinstance(names.get(name), str)), None)
    if country in _MONEY_OF and isinstance(money, str) and money.upper() != _MONEY_OF[country]:
        yield Oddity("money of another country", where, f"{money} in {country}")
    first, email = names.get("first_name") or names.get("given_name"), names.get("email") or names.get("email_address")
    if (
        isinstance(first, str)
        and isinstance(email, str)
        and email.endswith("@example.com")
        and re.sub(r"[^a-z]", "", first.lower()) not in email.lower()
    ):
        yield Oddity("somebody else's address", where, f"{first} {email}")
    file, kind = names.get("file_name") or names.get("name"), names.get("mime_type") or names.get("content_type")
    named = isinstance(file, str) and re.fullmatch(r"[\w-]+\.(\w{3,4})", file)
    if named and isinstance(kind, str) and (named[1] in ("png", "jpg")) != kind.startswith("image/"):
        yield Oddity("a file of another kind", where, f"{file} {kind}")


def _alike(entity: Entity, table: list[dict[str, Json]]) -> Iterator[Oddity]:
    for column in entity.columns:
        texts = [row[column.name] for row in table if isinstance(row.get(column.name), str)]
        last = words(column.name)[-1:]
        if column.type != "text" or "enum" in column.value or "const" in column.value or column.references:
            continue
        if last and last[0] in ("name", "title"):
            for text, count in Counter(texts).items():
                if count > 2 + len(texts) // 20:
                    yield Oddity("a name that several have", f"{entity.table}.{column.name}", f"{count} times {text}")
        if len(texts) > 5 and len(set(texts)) == 1 and last and last[0] in ("description", "text", "body", "name"):
            yield Oddity("the same text in all rows", f"{entity.table}.{column.name}", texts[0])


class World:
    """The keys of all rows, and which property names speak of which entity."""

    def __init__(self, plan: Plan, rows: Rows) -> None:
        self._plan = plan
        self._names = {"_".join(words(entity.name)): entity for entity in plan.entities if len(entity.key) == 1}
        self._keys = {
            entity.name: {
                str(row[name]) for row in rows.get(entity.table, []) for name in (*_single(entity), "id") if name in row
            }
            for entity in plan.entities
        }

    def spoken_of(self, name: str) -> Entity | None:
        """Return the entity whose name the property's words are, or end in."""
        parts = words(name)
        for start in range(len(parts)):
            called = "_".join(parts[start:])
            for one in (called, called.removesuffix("s"), called.removesuffix("es"), re.sub("ies$", "y", called)):
                if one in self._names:
                    return self._names[one]
        return None

    def dangling(self, entity: Entity, row: Mapping[str, Json]) -> Iterator[Oddity]:
        """Yield what in the row names a row of another table that is not there."""
        for column in entity.columns:
            if column.references or column.name in entity.key:
                continue
            where = f"{entity.table}.{column.name}"
            yield from self._inside(where, column.name, row.get(column.name), column.type == "json")

    def _inside(self, where: str, name: str, value: Json, deep: bool) -> Iterator[Oddity]:
        parts = words(name)
        if isinstance(value, list):
            for part in value:
                yield from self._inside(where, name, part, deep)
        elif isinstance(value, dict):
            target = self._typed(value) or self.spoken_of(name)
            if target is not None:
                yield from self._embedded(where, target, value)
            for key, part in value.items():
                yield from self._inside(f"{where}.{key}", key, part, True)
        elif value is not None and len(parts) > 1 and parts[-1] in ("id", "ids"):
            target = self.spoken_of("_".join(parts[:-1]))
            if target is not None and self._keys[target.name] and str(value) not in self._keys[target.name]:
                yield Oddity("a reference to nothing", where, f"{value} is no {target.name}")

    def _typed(self, value: Mapping[str, Json]) -> Entity | None:
        kind = next(
            (value[name] for name in ("resource_type", "object", "type") if isinstance(value.get(name), str)), ""
        )
        return self._names.get("_".join(words(str(kind))))

    def _embedded(self, where: str, target: Entity, value: Mapping[str, Json]) -> Iterator[Oddity]:
        column = target.column(target.key[0])
        name = column.path[-1] if column.path else column.name
        if value.get(name) is not None and self._keys[target.name] and str(value[name]) not in self._keys[target.name]:
            yield Oddity("a copy of nothing", where, f"{value[name]} is no {target.name}")


def _single(entity: Entity) -> tuple[str, ...]:
    return entity.key if len(entity.key) == 1 else ()
