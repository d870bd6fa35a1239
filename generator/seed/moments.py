"""Times by the name of what they belong to: created before updated before closed, start before end."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from anyascii import anyascii

from generator.moments import is_dotnet
from generator.plan import Json, JsonSchema
from generator.seed.scene import Scene
from generator.seed.schemas import examples_of

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
ISO_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}")
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?")
FIRST_UNIX_SECONDS, FIRST_UNIX_MILLIS = 10**9, 10**12

CREATED = frozenset("created creation inserted registered added joined opened ordered placed uploaded".split())
UPDATED = frozenset("updated modified changed edited update modification synced refreshed".split())
BEGINS = frozenset("start starts begin begins from since departure departs in pickup after scheduled".split())
ENDS = frozenset("end ends finish until to arrival arrives out dropoff return through before".split())
DUE = frozenset({"due", "deadline"})
AHEAD = frozenset("expires expiry expiration expire renewal renews next trial eta".split())
BIRTH = frozenset("birth birthday dob birthdate born".split())
# How far between its creation and its last change a thing usually is when this happens to it.
STAGES = {
    "requested": 0.02, "queued": 0.04, "accepted": 0.10, "confirmed": 0.12, "approved": 0.15, "submitted": 0.15,
    "assigned": 0.18, "paid": 0.20, "sent": 0.20, "started": 0.25, "published": 0.30, "activated": 0.30, "verified":
    0.30, "processed": 0.35, "shipped": 0.45, "read": 0.50, "delivered": 0.60, "resolved": 0.60, "completed": 0.65,
    "finished": 0.65, "merged": 0.65, "done": 0.65, "closed": 0.70, "ended": 0.70, "cancelled": 0.75, "canceled":
    0.75, "failed": 0.75, "rejected": 0.75, "refunded": 0.80, "archived": 0.85, "deleted": 0.90, "removed": 0.90,
}  # fmt: skip
_TIME_WORDS = frozenset({"at", "date", "time", "timestamp", "datetime", "heartbeat"})
_LAST = frozenset("seen login used activity accessed active contacted visited synced run".split())
_NO_MOMENT = frozenset("duration spent zone estimate estimated minutes seconds hours limit format timezone".split())


@lru_cache(maxsize=16384)
def words_of(name: str) -> tuple[str, ...]:
    """Return the lower-case words of a name in snake, camel or any other case."""
    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", name if name.isascii() else anyascii(name))
    spaced = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1 \2", spaced)
    return tuple(word for word in re.split(r"[^A-Za-z0-9]+", spaced.lower()) if word)


def moment(name: str, scene: Scene) -> datetime:
    """Return when that happens which the name speaks of, to the second in UTC."""
    words = words_of(name)
    found = set(words)
    if found & CREATED and not found & (BIRTH | DUE | AHEAD):
        return scene.created
    if found & UPDATED and not found & (BIRTH | DUE | AHEAD):
        return _last_change(scene)
    rng = scene.rng(f"moment/{'/'.join(words)}")
    if found & BIRTH:
        return datetime(rng.randint(1955, 2003), rng.randint(1, 12), rng.randint(1, 28), tzinfo=UTC)
    if found & DUE:
        return (scene.start + timedelta(days=rng.randint(2, 21))).replace(hour=17, minute=0, second=0)
    if found & AHEAD:
        return (scene.now + timedelta(days=rng.randint(3, 60))).replace(hour=17, minute=0, second=0)
    stage = next((STAGES[word] for word in words if word in STAGES), None)
    if stage is None and found & ENDS and not found & {"last"}:
        return scene.start + _length(scene, words)
    if stage is None and found & BEGINS and not found & {"last"}:
        return scene.start
    return _between(scene.created, _last_change(scene), stage if stage is not None else rng.uniform(0.2, 0.6))


def _last_change(scene: Scene) -> datetime:
    return _between(scene.created, scene.now, scene.rng("last change").uniform(0.25, 0.95))


def _length(scene: Scene, words: tuple[str, ...]) -> timedelta:
    rng = scene.rng("length")
    minutes = rng.choice((30, 45, 60, 60, 90, 120))
    return timedelta(days=rng.randint(1, 9)) if "date" in words or "out" in words else timedelta(minutes=minutes)


def _between(low: datetime, high: datetime, share: float) -> datetime:
    return (low + (high - low) * share).replace(microsecond=0)


def stamp(moment: datetime, form: str) -> Json:
    """Return it as ``date-time``, ``date``, ``time``, ``clock`` (09:30), ``seconds``, ``millis`` or ``dotnet``."""
    match form:
        case "date":
            return moment.strftime("%Y-%m-%d")
        case "time":
            return moment.strftime("%H:%M:%SZ")
        case "clock":
            return moment.strftime("%H:%M")
        case "seconds":
            return int(moment.timestamp())
        case "millis":
            return int(moment.timestamp()) * 1000
        case "dotnet":
            return f"/Date({int(moment.timestamp()) * 1000})/"
        case _:
            return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def time_form(name: str, schema: JsonSchema, numeric: bool) -> str | None:
    """Return in which form this property holds a time, or None where it holds something else."""
    examples = [*examples_of(schema), schema.get("default")]
    return _numeric_form(name, schema, examples) if numeric else _text_form(name, schema, examples)


def _numeric_form(name: str, schema: JsonSchema, examples: list[Json]) -> str | None:
    form = str(schema.get("format", ""))
    if form in ("unix-time", "unixtime", "timestamp", "epoch"):
        return "seconds"
    numbers = [value for value in examples if isinstance(value, int | float) and not isinstance(value, bool)]
    if numbers and max(numbers) >= FIRST_UNIX_SECONDS and (speaks_of_time(name) or is_recorded(name)):
        return "millis" if max(numbers) >= FIRST_UNIX_MILLIS else "seconds"
    if numbers or not speaks_of_time(name) or words_of(name)[-1] == "time":
        return None
    return "seconds"


def _text_form(name: str, schema: JsonSchema, examples: list[Json]) -> str | None:
    form = schema.get("format")
    if form in ("date-time", "datetime", "timestamp"):
        return "date-time"
    if form in ("date", "time"):
        return str(form)
    if form is not None or "enum" in schema or not speaks_of_time(name):
        return None
    texts = [value for value in examples if isinstance(value, str)]
    if is_dotnet({"examples": texts}):
        return "dotnet"
    for text in texts:
        if ISO_TIME.match(text):
            return "date-time"
        if ISO_DAY.fullmatch(text):
            return "date"
        if CLOCK.fullmatch(text):
            return "clock"
    if texts or "pattern" in schema:
        return "clock" if "pattern" in schema and not texts else None
    last = words_of(name)[-1]
    return "date" if last in ("date", "on", "birthday", "dob", "day") else "date-time"


def time_texts(name: str, scene: Scene) -> Iterator[Json]:
    """Yield the moment in every way of writing it, for a pattern to choose from, if the name may be of one."""
    words = set(words_of(name))
    if words & (_TIME_WORDS | {"deadline", "expiry", "birthday", "dob"}) and not words & {"duration", "zone"}:
        yield from (stamp(moment(name, scene), form) for form in ("date-time", "date", "clock", "time"))


@lru_cache(maxsize=16384)
def speaks_of_time(name: str) -> bool:
    """Return whether the name alone says that it holds a moment."""
    words = words_of(name)
    # "updatedDateUTC" and "dateString" say how the moment is written, after what it is.
    while len(words) > 1 and words[-1] in ("utc", "string", "gmt", "iso"):
        words = words[:-1]
    if not words or set(words) & _NO_MOMENT:
        return False
    last = words[-1]
    if last == "on":
        return len(words) == 2 and words[0] in CREATED | UPDATED | AHEAD | DUE | STAGES.keys() | BEGINS | ENDS | {
            "born"
        }
    if last in _TIME_WORDS or last in ("created", "updated", "modified", "birthday", "dob", "birthdate", "deadline"):
        return True
    if words[0] == "last" and last in _LAST:
        return True
    return len(words) == 1 and last in ("start", "end", "expires", "begin", "until", "since")


@lru_cache(maxsize=16384)
def stage_of(name: str) -> float | None:
    """Return how far in the life of a thing this happens: 0 is its creation, 1 its last change."""
    words = words_of(name)
    if set(words) & (AHEAD | DUE | BIRTH) or "last" in words:
        return None
    if set(words) & CREATED:
        return 0.0
    if set(words) & UPDATED:
        return 1.0
    return next((STAGES[word] for word in words if word in STAGES), None)


@lru_cache(maxsize=16384)
def is_recorded(name: str) -> bool:
    """Return whether the name is of something that happens to a thing once in its life, such as closed_at."""
    return any(word in STAGES for word in words_of(name))
