"""A value for a schema: what its name suggests first, then anything that the schema accepts."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from random import Random
from typing import Protocol

from generator.plan import Json, JsonSchema
from generator.seed.coherence import agreed
from generator.seed.facts import Facts
from generator.seed.kinds import is_address, is_priced, kind_of
from generator.seed.moments import BIRTH, moment, stamp, time_form, time_texts, words_of
from generator.seed.numbers import numbers
from generator.seed.patterns import USUAL_EXTRA, matching
from generator.seed.scene import Scene
from generator.seed.schemas import MOST_HOPS, Judge, flattened, referred, types_of
from generator.seed.states import not_yet
from generator.seed.wording import calling, fitting, formatted, is_called, is_identifier, texts, usual

# Below this depth only required members are made, and arrays get no more elements than they must have.
FULL_DEPTH = 3
# A schema that requires itself for ever is cut off here.
MOST_DEPTH = 10
MOST_ELEMENTS = 3
# An enumeration that is longer is not shown whole, but by what fits the row.
MANY_OPTIONS = 20
MOST_REQUIRED_ELEMENTS = 1000
PATTERN_TRIES = 24
# How far an open repetition goes in what is to tell things apart.
IDENTIFIER_EXTRA = 12
_ANYTHING: JsonSchema = {}
_ANY_TEXT: JsonSchema = {"type": "string"}
# By depth: how many of the optional members are made, and how many elements an array may have.
_SHARES = (0.85, 0.75, 0.4)
_COUNTS = ((0, 1, 2, 2, 3), (0, 1, 1, 2, 2), (0, 1))
# What was wrong with a call is told in its own answer, and of no row that is there.
_OF_FAULTS = frozenset({"errors", "warnings"})
_RARELY_TRUE = tuple("archived deleted hidden locked blocked muted optional private disabled draft read".split())


class Links(Protocol):
    """What is known about rows that were seeded before: values that a property inside JSON may point to."""

    def row_for(self, name: str, scene: Scene) -> tuple[tuple[Json, ...], Mapping[str, Json]] | None:
        """Return values for a property that names another entity's row, the likeliest first, and that row."""


class NoLinks:
    """No rows were seeded before."""

    def row_for(self, name: str, scene: Scene) -> None:
        """Return nothing."""
        return None


class Values:
    """Makes values for schemas whose references point into ``definitions``. What comes out is to be judged."""

    def __init__(self, definitions: Mapping[str, JsonSchema], links: Links | None = None) -> None:
        self.definitions = definitions
        self.links: Links = links or NoLinks()
        self._judges: dict[str, Judge] = {}
        # By identity, with what has it: as long as that is kept, nothing else can have it.
        self._judged: dict[int, tuple[Json, Judge]] = {}
        self._judges_of: dict[int, tuple[Json, Judge]] = {}
        self._facts_of: dict[int, tuple[Json, Facts]] = {}
        self._referred: dict[str, JsonSchema] = {}

    def value(self, schema: Json, name: str, owner: str, scene: Scene, wanted: str = "", depth: int = 0) -> Json:
        """Return a value for the property ``name`` of the kind of thing ``owner``, of the type ``wanted`` if it may."""
        if depth > MOST_DEPTH:
            return None
        facts = self._facts(schema)
        if facts.branches:
            facts = _branch(facts, scene.rng(f"branch/{name}/{depth}"))
        whole = facts.schema
        if "const" in whole:
            return whole["const"]
        if facts.said is not None:
            return facts.said
        options = facts.options
        shown = _example(facts, scene, wanted)
        if shown is not None and (not options or shown in options) and not (scene.dated and _is_time(name, whole)):
            return shown
        if len(options) > MANY_OPTIONS and (told := self._told(options, name, owner, scene)) is not None:
            return told
        if options:
            return json.loads(scene.varied(facts.option_texts, f"enum/{owner}.{name}"))
        kinds = facts.kinds
        if wanted in kinds or not kinds:
            kind = wanted
        else:
            kind = kinds[0] if len(kinds) == 1 else scene.rng(f"type/{name}").choice(kinds)
        owner = referred(schema) if kind == "object" else owner
        return self._of_kind(kind or "string", facts, name, owner, scene, depth)

    def _facts(self, schema: Json) -> Facts:
        """Return what the schema says; parts of the definitions are the same object each time, and read once."""
        found = self._facts_of.get(id(schema))
        if found is None:
            whole = self._flat(schema)
            known = self._facts_of.get(id(whole))
            facts = known[1] if known else Facts(whole, self.definitions)
            self._facts_of[id(whole)] = whole, facts
            found = self._facts_of[id(schema)] = schema, facts
        return found[1]

    def _flat(self, schema: Json) -> JsonSchema:
        """Return the schema flattened; what is nothing but a reference stands in many places, and is flattened once."""
        if not isinstance(schema, dict) or schema.keys() != {"$ref"}:
            return flattened(schema, self.definitions)
        name = str(schema["$ref"])
        if name not in self._referred:
            self._referred[name] = flattened(schema, self.definitions)
        return self._referred[name]

    def _told(self, options: list[Json], name: str, owner: str, scene: Scene) -> Json:
        """Return the option that says what the rest of the row says: the row's own country, currency or time zone."""
        by_fold = {str(option).lower(): option for option in options}
        return next((by_fold[text.lower()] for text in texts(name, owner, scene) if text.lower() in by_fold), None)

    def _of_kind(self, kind: str, facts: Facts, name: str, owner: str, scene: Scene, depth: int) -> Json:
        match kind:
            case "object":
                return self._object(facts, name, owner, scene, depth)
            case "array":
                return self._array(facts.schema, name, owner, scene, depth)
            case "boolean":
                return _boolean(name, scene)
            case "integer" | "number":
                found = self._numbers(kind, facts, name, owner, scene)
                return self._first(chain(self._named_row(name, scene, depth), found), facts, kind)
            case "null":
                return None
            case _:
                named = self._named_row(name, scene, depth)
                return self._first(chain(named, self._texts(facts, name, owner, scene)), facts, "string")

    def _named_row(self, name: str, scene: Scene, depth: int) -> tuple[Json, ...]:
        found = self.links.row_for(name, scene) if depth else None
        return found[0] if found else ()

    def _first(self, candidates: Iterable[Json], facts: Facts, kind: str) -> Json:
        """Return the first candidate of this type that the schema accepts, or else the first of all."""
        judge = self._leaf_judge(facts.leaf(kind))
        first: Json = None
        for candidate in candidates:
            if judge.accepts(candidate):
                return candidate
            first = candidate if first is None else first
        return first

    def _leaf_judge(self, leaf: JsonSchema) -> Judge:
        """Return the judge of plain values: many schemas ask the same of them."""
        if id(leaf) not in self._judged:
            key = repr(leaf)
            if key not in self._judges:
                self._judges[key] = Judge(leaf, self.definitions)
            self._judged[id(leaf)] = leaf, self._judges[key]
        return self._judged[id(leaf)][1]

    def judge(self, schema: JsonSchema) -> Judge:
        """Return the judge of a schema that is kept elsewhere: a column's, or a part of the definitions."""
        if id(schema) not in self._judged:
            # What is nothing but a reference stands in many columns, and what it leads to may be large.
            key = repr(schema) if schema.keys() == {"$ref"} else ""
            judge = self._judges.get(key) or Judge(schema, self.definitions)
            if key:
                self._judges[key] = judge
            self._judged[id(schema)] = schema, judge
        return self._judged[id(schema)][1]

    def _judge_of(self, part: Json) -> Judge:
        """Return the judge of a member; a part of the definitions is the same object each time, and judged by one."""
        if id(part) not in self._judges_of:
            self._judges_of[id(part)] = part, Judge(flattened(part, self.definitions), self.definitions)
        return self._judges_of[id(part)][1]

    def _numbers(self, kind: str, facts: Facts, name: str, owner: str, scene: Scene) -> Iterator[Json]:
        form = facts.time_form(name, numeric=True)
        if form is not None:
            yield stamp(moment(name, scene), form)
        yield from numbers(name, owner, facts.schema, scene, kind == "integer")

    def _texts(self, facts: Facts, name: str, owner: str, scene: Scene) -> Iterator[str]:
        schema, shown = facts.schema, facts.text_examples
        form = facts.time_form(name, numeric=False)
        if form is not None:
            yield stamp(moment(name, scene), form)
        if isinstance(schema.get("format"), str):
            yield from formatted(schema["format"], name, scene)
        elif facts.is_address:
            yield from formatted("url", name, scene)
        if isinstance(schema.get("pattern"), str):
            yield from time_texts(name, scene)
        for text in texts(name, owner, scene, shown):
            yield fitting(text, schema, scene)
        yield from self._patterned(schema, name, scene)
        yield from (text for text in (*shown, schema.get("default")) if isinstance(text, str))
        yield fitting("", schema, scene)

    def _patterned(self, schema: JsonSchema, name: str, scene: Scene) -> Iterator[str]:
        if not isinstance(schema.get("pattern"), str):
            return
        yield from usual(scene)
        rng = scene.rng(f"pattern/{name}")
        if is_identifier(name):
            drawn = [matching(schema["pattern"], rng, IDENTIFIER_EXTRA) for _ in range(PATTERN_TRIES // 4)]
            yield from sorted((text for text in drawn if text), key=len, reverse=True)
        least = schema.get("minLength", 0)
        for trial in range(PATTERN_TRIES):
            extra = (USUAL_EXTRA, 0, 2, int(least) + trial)[trial % 4]
            text = matching(schema["pattern"], rng, extra)
            if text is None:
                return
            yield text

    def _array(self, schema: JsonSchema, name: str, owner: str, scene: Scene, depth: int) -> list[Json]:
        least, most = schema.get("minItems", 0), schema.get("maxItems", MOST_ELEMENTS)
        usual = scene.rng(f"count/{name}").choice(_COUNTS[depth]) if depth < FULL_DEPTH and not scene.sparse else 0
        usual = min(usual, 1) if scene.turn == 0 else usual
        usual = 0 if _OF_FAULTS.intersection(words_of(name)[-1:]) else usual
        count = min(max(least, min(usual, most)), MOST_REQUIRED_ELEMENTS)
        first = schema.get("prefixItems", [])
        items = schema.get("items", schema.get("contains", _ANY_TEXT if not first else _ANYTHING))
        found: list[Json] = []
        seen: set[str] = set()
        for place in range(count + 3 * count):
            if len(found) >= count or (items is False and len(found) >= len(first)):
                break
            part = first[len(found)] if len(found) < len(first) else items
            value = self.value(part, _singular(name), owner, scene.inner(name, place), depth=depth + 1)
            if value == {} and count > least:
                count -= 1
                continue
            key = json.dumps(value, sort_keys=True)
            if key not in seen or (place >= count and not schema.get("uniqueItems")):
                found.append(value)
            seen.add(key)
        return found

    def _object(self, facts: Facts, name: str, reference: str, scene: Scene, depth: int) -> dict[str, Json]:
        schema, properties, required = facts.schema, facts.properties, facts.required
        share = _SHARES[depth] if depth < FULL_DEPTH and not scene.sparse else 0.0
        names = self._members(facts, scene, f"{name}/{depth}", share)
        shown = scene.turn == 0 and any(self._facts(part).examples for part in properties.values())
        linked = {} if shown else self._linked(names, scene)
        kind = kind_of(name, reference, properties)
        scene = scene._replace(called="", about=name, address=is_address(properties))
        made: dict[str, Json] = {}
        for key in sorted(names, key=is_called, reverse=True):
            part = properties[key] if key in properties else _other(schema, key)
            if key in linked and self._judge_of(part).accepts(linked[key]):
                made[key] = linked[key]
            else:
                meant = "amount" if key == "value" and is_priced(names) else key
                made[key] = self.value(part, meant, kind, scene, depth=depth + 1)
            scene = scene if scene.called else calling(scene, key, made[key])
        made = agreed(
            {key: made[key] for key in names}, lambda key, value: self._accepts(properties.get(key, {}), value)
        )
        ahead = not_yet(made).difference(required)
        made = {key: value for key, value in made.items() if key not in ahead}
        return self._filled(made, schema, name, scene, depth)

    def _accepts(self, schema: Json, value: Json) -> bool:
        return self.judge(schema).accepts(value) if schema and isinstance(schema, dict) else True

    def _members(self, facts: Facts, scene: Scene, label: str, share: float) -> list[str]:
        """Return the names of the members to make: all that are required, and this share of the others."""
        schema, properties, required, optional = facts.schema, facts.properties, facts.required, facts.optional
        shown: set[str] = set()
        if share and optional:
            rng = scene.rng(f"members/{label}")
            shown = {key for key in optional if rng.random() < share or _tells_apart(key)}
        if not shown and not required and not scene.sparse:
            shown = set(self._plainest(optional, properties, bool(share)))
        most = schema.get("maxProperties", len(properties) + len(required))
        for key in optional:
            if len(shown) + len(required) > most:
                shown.discard(key)
            elif len(shown) + len(required) < schema.get("minProperties", 0):
                shown.add(key)
        known = [key for key in properties if key in shown or key in required]
        return [*known, *(key for key in required if key not in properties)]

    def _plainest(self, names: list[str], properties: Mapping[str, Json], deeper: bool) -> list[str]:
        """Return one member, so that there is something in the object: a plain one, or one that goes deeper."""
        for key in names:
            if not {"object", "array"} & set(self._facts(properties[key]).kinds):
                return [key]
        return names[:1] if deeper else []

    def _linked(self, names: list[str], scene: Scene) -> dict[str, Json]:
        """Return members that are taken from another entity's row, where one of them names such a row."""
        for key in names:
            found = self.links.row_for(key, scene)
            if found is not None:
                values, row = found
                same = {other: row.get(other, row.get(other.removeprefix("unit_"))) for other in names if other != "id"}
                return {**{name: value for name, value in same.items() if value is not None}, key: values[0]}
        return {}

    def _filled(
        self, made: dict[str, Json], schema: JsonSchema, name: str, scene: Scene, depth: int
    ) -> dict[str, Json]:
        """Add the free members of a map: one or two where there are no others, and as many as there must be."""
        extra = schema.get("additionalProperties")
        if extra is False and not schema.get("patternProperties"):
            return made
        least = schema.get("minProperties", 0)
        is_map = extra is not False and not schema.get("properties")
        free = is_map and depth < FULL_DEPTH and not scene.sparse
        usual = scene.rng(f"map/{name}").choice((1, 2)) if free else 0
        count = min(max(least, min(usual, schema.get("maxProperties", usual))), MOST_REQUIRED_ELEMENTS)
        for place in range(4 * count):
            if len(made) >= count:
                break
            inside = scene.inner(f"map/{name}", place)
            key, part = self._free_key(schema, inside, place)
            if key not in made:
                made[key] = self.value(part, key, name, inside, depth=depth + 1)
        return made

    def _free_key(self, schema: JsonSchema, scene: Scene, place: int) -> tuple[str, Json]:
        patterns = schema.get("patternProperties") or {}
        for pattern, part in patterns.items():
            text = matching(pattern, scene.rng("key"), place % USUAL_EXTRA)
            if text is not None:
                return text, part
        extra = schema.get("additionalProperties", True)
        names = schema.get("propertyNames")
        key = self.value(names, "topic", "", scene) if isinstance(names, dict) else scene.nth(_MAP_KEYS, "map key")
        return str(key), extra if isinstance(extra, dict) else _ANY_TEXT


_MAP_KEYS = tuple("source region team owner language color priority category department currency city note".split())


def _other(schema: JsonSchema, key: str) -> Json:
    extra = schema.get("additionalProperties")
    return extra if isinstance(extra, dict) else _ANY_TEXT


def _branch(facts: Facts, rng: Random) -> Facts:
    """Return one branch of what has branches, and of those that this one has itself."""
    for _ in range(MOST_HOPS):
        if not facts.branches:
            break
        facts = rng.choice(facts.branches)
    return facts


def _example(facts: Facts, scene: Scene, wanted: str) -> Json:
    if scene.turn >= len(facts.examples) or not _is_kind(facts.examples[scene.turn], wanted):
        return None
    return facts.examples[scene.turn]


def _tells_apart(name: str) -> bool:
    return is_called(name) or (is_identifier(name) and len(words_of(name)) == 1)


def _is_time(name: str, schema: JsonSchema) -> bool:
    """Return whether the property holds a moment of the row's own life, and not a birthday."""
    numeric = not {"string"} & set(types_of(schema))
    return not set(words_of(name)) & BIRTH and time_form(name, schema, numeric) is not None


def _boolean(name: str, scene: Scene) -> bool:
    if _OF_FAULTS.intersection(words_of(name)[-1:]):
        return False
    if scene.offset < 2:
        return bool(scene.nth((True, False), f"boolean/{name}"))
    share = 0.25 if any(word in name.lower() for word in _RARELY_TRUE) else 0.7
    return scene.rng(f"boolean/{name}").random() < share


def _singular(name: str) -> str:
    if name.lower().endswith("ies"):
        return name[:-3] + "y"
    return name[:-1] if name.lower().endswith("s") and not name.lower().endswith(("ss", "us")) else name


def _is_kind(value: Json, wanted: str) -> bool:
    match wanted:
        case "string":
            return isinstance(value, str)
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "boolean":
            return isinstance(value, bool)
        case _:
            return value is not None
