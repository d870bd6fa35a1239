"""Values that must fit each other: totals and counts that add up, least before most, the times of a life in order."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from generator.moments import is_dotnet
from generator.plan import Json
from generator.seed.moments import CLOCK, ISO_DAY, stage_of, words_of
from generator.seed.wording import is_identifier

# Whether a value may stand at a name.
Accepts = Callable[[str, Json], bool]

_QUANTITY = frozenset({"quantity", "qty", "pieces", "count", "units"})
_PRICE = ("unit_price", "unitprice", "price", "unit_amount", "unit_cost", "price_per_unit", "rate", "cost", "amount")
_LINE_TOTALS = frozenset({"line_total", "total", "subtotal", "total_price", "amount", "line_amount", "total_amount"})
_TOTALS = (
    "total", "total_amount", "amount_total", "total_price", "grand_total", "amount_due", "order_total", "total_cents",
    "amount",
)  # fmt: skip
_SUBTOTALS = frozenset({"subtotal", "sub_total", "items_total", "net_total", "net"})
_ADDED = frozenset({"tax", "shipping", "shipping_cost", "shipping_fee", "delivery_fee", "fee", "tip", "vat"})
_TAKEN = frozenset({"discount", "discount_amount"})
_LEAST = frozenset({"min", "minimum", "lowest", "low", "from", "start", "starts", "first", "begin", "begins", "since"})
_MOST = frozenset({"max", "maximum", "highest", "high", "to", "end", "ends", "last", "finish", "until"})
_TAXES = frozenset({"total_tax", "tax", "tax_amount", "total_tax_amount", "vat"})


@lru_cache(maxsize=16384)
def _snake(name: str) -> str:
    return "_".join(words_of(name))


class _Named(NamedTuple):
    """What the names of an object's members say, whatever their values: most objects have nothing to agree on.

    ``by_words`` are the names by their words in snake case; ``pairs`` a least and a most; ``stages`` times of a life;
    ``counts`` names of lists with the names that count what they hold.
    """

    by_words: dict[str, str]
    pairs: tuple[tuple[str, str], ...]
    stages: tuple[tuple[float, str], ...]
    counts: tuple[tuple[str, tuple[str, ...]], ...]
    wholes: tuple[str, ...]
    quantity: str | None
    price: str | None
    total: str | None
    subtotals: tuple[str, ...]
    line_totals: tuple[str, ...]


@lru_cache(maxsize=4096)
def _named(members: tuple[str, ...]) -> _Named:
    by_words = {_snake(name): name for name in members}
    price = next((by_words[name] for name in _PRICE if name in by_words), None)
    return _Named(
        by_words,
        _pairs(members),
        tuple((stage, name) for name in members if (stage := stage_of(name)) is not None),
        tuple((name, told) for many, name in by_words.items() if (told := _counting(many, by_words))),
        tuple(name for name in members if _snake(name) in _WHOLE),
        next((by_words[name] for name in by_words if name in _QUANTITY), None),
        price,
        next((by_words[name] for name in _TOTALS if name in by_words), None),
        tuple(by_words[name] for name in by_words if name in _SUBTOTALS),
        tuple(name for name in members if _snake(name) in _LINE_TOTALS and name != price),
    )


def _pairs(members: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    by_rest: dict[tuple[str, ...], dict[str, str]] = {}
    for name in members:
        for side, rest in _sides(name):
            by_rest.setdefault(rest, {})[side] = name
    return tuple((pair["least"], pair["most"]) for pair in by_rest.values() if len(pair) == 2)


def _counting(many: str, by_words: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names that would count what a list called by these words holds."""
    counts = (
        f"num_{many}",
        f"{many}_count",
        f"{many.removesuffix('s')}_count",
        f"number_of_{many}",
        f"total_{many}",
    )
    return tuple(by_words[count] for count in counts if count in by_words)


def agreed(made: dict[str, Json], accepts: Accepts) -> dict[str, Json]:
    """Return the object with its totals added up and its bounds in order, as far as its schemas allow."""
    named = _named(tuple(made))
    changes = {
        **_ordered(made, named),
        **_lived(made, named),
        **_line_total(made, named),
        **_counted(made, named),
        **_whole(made, named),
    }
    changes |= _sums({**made, **changes}, named)
    changes |= _taxed({**made, **changes}, named)
    kept = {key: value for key, value in changes.items() if accepts(key, value)}
    return {**made, **kept} if kept else made


def _ordered(made: Mapping[str, Json], named: _Named) -> dict[str, Json]:
    """Exchange the least and the most of a pair such as min_price and max_price where they are the wrong way round."""
    changed: dict[str, Json] = {}
    for least, most in named.pairs:
        low, high = made[least], made[most]
        if _comparable(low, high) and low > high:
            changed |= {least: high, most: low}
    return changed


@lru_cache(maxsize=16384)
def _sides(name: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return whether the name is of the least or the most of something, and the words that say of what."""
    words = words_of(name)
    if is_identifier(name) or "last" in words[:1]:
        return ()
    return tuple(
        (side, tuple(word for word in words if word not in signs))
        for side, signs in (("least", _LEAST), ("most", _MOST))
        if set(words) & signs
    )


def _comparable(low: Json, high: Json) -> bool:
    return (_is_moment(low) and _is_moment(high)) or (_is_number(low) and _is_number(high))


def _is_moment(value: Json) -> bool:
    written = isinstance(value, str) and (ISO_DAY.match(value) or CLOCK.fullmatch(value)) is not None
    return written or is_dotnet({"examples": [value]})


def _lived(made: Mapping[str, Json], named: _Named) -> dict[str, Json]:
    """Return the times of the object's life in the order of its stages: nothing is closed before it was started."""
    found = [(stage, name) for stage, name in named.stages if _is_moment(made[name])]
    changed: dict[str, Json] = {}
    for length in {len(str(made[name])) for _, name in found}:
        alike = sorted((stage, name) for stage, name in found if len(str(made[name])) == length)
        times = sorted(str(made[name]) for _, name in alike)
        changed |= {name: time for (_, name), time in zip(alike, times, strict=True) if time != made[name]}
    return changed


def _counted(made: Mapping[str, Json], named: _Named) -> dict[str, Json]:
    """Return the numbers that count what a list beside them holds."""
    changed: dict[str, Json] = {}
    for name, counts in named.counts:
        held = made[name]
        if isinstance(held, list):
            changed |= {count: len(held) for count in counts if _is_number(made[count])}
    return changed


def _whole(made: Mapping[str, Json], named: _Named) -> dict[str, Json]:
    """Return the total of an object that holds one list beside numbers of it: {"total": 2, "items": […]}."""
    totals = [name for name in named.wholes if _is_number(made[name])]
    if not totals:
        return {}
    lists = [held for held in made.values() if isinstance(held, list)]
    if len(lists) != 1 or any(isinstance(part, dict) and _line(part) for part in lists[0]):
        return {}
    rest = [value for value in made.values() if not isinstance(value, list)]
    return {name: len(lists[0]) for name in totals} if all(_is_number(value) for value in rest) else {}


_WHOLE = frozenset({"total", "total_count", "count", "total_items", "item_count", "size"})


def _taxed(made: Mapping[str, Json], named: _Named) -> dict[str, Json]:
    """Return the total of a sum before tax and the tax, where nothing else is added to it or taken from it."""
    names, total = named.by_words, named.total
    if total is None:
        return {}
    before = next((made[names[name]] for name in names if name in _SUBTOTALS), None)
    taxes = [made[names[name]] for name in names if name in _TAXES and _is_number(made[names[name]])]
    more = (_ADDED | _TAKEN) - _TAXES
    if not _is_number(made[total]) or not _is_number(before) or len(taxes) != 1 or more & set(names):
        return {}
    return {total: _rounded(before + taxes[0])}


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _line(item: Mapping[str, Json]) -> tuple[float | int, str] | None:
    """Return price times quantity of a line, and the name of its price."""
    named = _named(tuple(item))
    price, quantity = named.price, None if named.quantity is None else item[named.quantity]
    if price is None or not _is_number(quantity) or not _is_number(item[price]):
        return None
    return _rounded(item[price] * quantity), price


def _rounded(value: float | int) -> float | int:
    return round(value, 2) if isinstance(value, float) else value


def _line_total(made: Mapping[str, Json], named: _Named) -> dict[str, Json]:
    line = _line(made)
    if line is None:
        return {}
    total, _ = line
    return {name: total for name in named.line_totals if _is_number(made[name])}


def _sums(made: Mapping[str, Json], named: _Named) -> dict[str, Json]:
    """Return total and subtotal of the priced lines that one of the values holds."""
    if named.total is None and not named.subtotals:
        return {}
    lines = next((found for value in made.values() if (found := _lines(value))), [])
    if not lines:
        return {}
    names = named.by_words
    subtotal = _rounded(sum(lines))
    more = sum(made[names[name]] for name in names if name in _ADDED and _is_number(made[names[name]]))
    less = sum(made[names[name]] for name in names if name in _TAKEN and _is_number(made[names[name]]))
    changed: dict[str, Json] = dict.fromkeys(named.subtotals, subtotal)
    if named.total is not None and _is_number(made[named.total]):
        changed[named.total] = _rounded(subtotal + more - less)
    return changed


def _lines(value: Json) -> list[float | int]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        return []
    lines = [_line(item) for item in value]
    return [line[0] for line in lines if line is not None] if None not in lines else []
