"""The value of one column in one row: keys, times, what the schema and the name ask for, or nothing."""

import json
import re
from datetime import UTC, datetime
from random import Random

from generator.meaning import filled_template
from generator.plan import Column, Json, Plan, Value
from generator.seed.counted import grown
from generator.seed.families import Family, addressed, spoken_of
from generator.seed.kinds import is_address, kind_of
from generator.seed.makers import LETTERS, drawn, uuid_text
from generator.seed.moments import moment, stamp, time_form, words_of
from generator.seed.parents import KnownRows, Row
from generator.seed.scene import Person, Scene, opened
from generator.seed.schemas import examples_of, flattened
from generator.seed.values import Values
from generator.seed.vocabulary import NAMES
from generator.seed.wording import is_called

VALUE_TRIES = 12
# After so many tries only what must be there is made.
FULL_TRIES = 6
_WANTED = {"text": "string", "integer": "integer", "real": "number", "boolean": "boolean", "json": ""}
_SLOT = re.compile(r"\{(digits|hex|lower|upper|alnum):(\d+)\}")
_FULL_NAMES = ("name", "full_name", "display_name", "fullname", "displayname", "real_name")
_ID_WORDS = frozenset({"id", "uid", "uuid", "guid", "gid", "sid", "key", "token"})
# What a thing is called is there even where no word of the documentation says that it must be.
_CALLED = frozenset({"name", "title", "email", "username", "login", "summary", "subject", "label", "id"})
_ENDED = frozenset({"deleted", "removed", "destroyed", "trashed"})

# What is shown of a row that is not there any more, and so of no seeded one.
_OF_THE_GONE = re.compile(
    r"\bonly (?:returned|present|shown|included|set) (?:if|when|after|once) [^.]{0,60}\b(?:deleted|removed)\b", re.I
)


class Cells:
    """Makes the values of one entity's columns. ``marked`` are columns that hang on a state and are emptied later."""

    def __init__(self, plan: Plan, family: Family, known: KnownRows, values: Values, marked: frozenset[str]) -> None:
        self._plan = plan
        self._family = family
        self._entity = family.entity
        self._marked = marked
        self._empty_turns: dict[str, int] = {}
        self._known = known
        self._values = values
        self._shapes = {column.name: addressed(plan, self._entity, column) for column in self._entity.columns}
        self._schemas = {name: flattened(shape, plan.schemas) for name, shape in self._shapes.items()}
        self._judges = {name: values.judge(shape) for name, shape in self._shapes.items()}
        self._told = {
            column.name: spoken_of(self._entity, column, self._schemas[column.name], plan)
            for column in self._entity.columns
        }
        creating = [tool for tool in plan.tools_of(self._entity.name) if tool.pattern in ("create", "upsert")]
        names = [column.path[-1] if column.path else column.name for column in self._entity.columns]
        self._kind = kind_of(self._entity.name, "", names)
        self._dated = any(column.made in ("created", "updated") for column in self._entity.columns)
        self._address = is_address(names)
        # What a row is called comes first, because its addresses and files are called alike.
        self.ordered = tuple(sorted(self._entity.columns, key=lambda column: not is_called(column.name)))
        self._is_created = bool(creating)
        self._filled = {
            argument.does.column
            for tool in creating
            for argument in tool.arguments
            if argument.required and isinstance(argument.does, Value)
        }

    def accepts(self, name: str, value: Json) -> bool:
        """Return whether the column's schema accepts the value."""
        column = self._entity.column(name)
        return self._judges[name].accepts(value) and _shaped(column, value) == value

    def peopled(self, scene: Scene) -> Scene:
        """Return the scene of the entity's row, with the person whom the documentation's example names, if any."""
        scene = scene._replace(dated=self._dated, address=self._address)
        kind = NAMES.get(words_of(self._entity.name)[-1])
        for name in _FULL_NAMES:
            examples = examples_of(self._schemas.get(name, {}))
            if kind is NAMES["user"] and scene.turn < len(examples) and " " in str(examples[scene.turn]):
                first, _, last = str(examples[scene.turn]).partition(" ")
                return scene._replace(person=Person(first, last))
        return scene

    def scope(self, column: Column, turn: int) -> Json:
        """Return the first or the second value of a scope; tables that share its name share its values."""
        found: list[Json] = []
        for index in range(2 * VALUE_TRIES):
            epoch = datetime(2025, 1, 1, tzinfo=UTC)
            scene = opened(self._plan.seed, "scope", index, epoch, epoch)
            value = self._judged(column, scene)
            if value not in found and value is not None:
                found.append(value)
            if len(found) > turn:
                break
        return found[-1] if found else None

    def left_empty(self, column: Column, scene: Scene) -> bool:
        """Return whether this row has no value in the column."""
        if not column.nullable or column.name in self._entity.key or column.made or column.name in self._marked:
            return False
        if column.absent and _OF_THE_GONE.search(" ".join(column.text.split())):
            return True
        if set(words_of(column.name)) & _ENDED and column.type != "boolean":
            return True
        if scene.offset == 0 or not self._may_be_empty(column):
            return False
        return scene.offset % 4 == self._empty_turn(column.name)

    def _empty_turn(self, name: str) -> int:
        """Return which of four rows in turn has nothing in the column."""
        if name not in self._empty_turns:
            self._empty_turns[name] = Random(f"{self._plan.seed}/{self._entity.table}/{name}").randrange(1, 4)
        return self._empty_turns[name]

    def _may_be_empty(self, column: Column) -> bool:
        """Return whether null is documented, or the column may be absent and nothing fills it as a rule."""
        schema = self._schemas[column.name]
        if schema and self._judges[column.name].accepts(None):
            return True
        filled = column.initial is not None or "default" in schema or column.name in self._filled
        called = words_of(column.name)[-1] in _CALLED
        simple = column.type in ("text", "integer", "real") and not schema.get("enum")
        return column.absent and simple and not filled and not called

    def value(self, column: Column, scene: Scene, place: int) -> Json:
        """Return a value for the column; ``place`` counts the rows before this one."""
        match column.made:
            case "id":
                return self._key(column, scene, place)
            case "created" | "updated":
                form = time_form(column.name, self._schemas[column.name], column.type != "text")
                usual = "seconds" if column.type != "text" else "date-time"
                return stamp(moment(column.made, scene), form or usual)
            case "caller" | "changer" if column.type != "json":
                return self._judged(column, scene._replace(offset=scene.offset % 3))
            case "url" | "counted":
                return None
            case "revision":
                return grown(column, scene.offset % 4)
            case _:
                meant = self._meant(column, scene)
                return meant if meant is not None and self.accepts(column.name, meant) else self._judged(column, scene)

    def _meant(self, column: Column, scene: Scene) -> Json:
        """Return the key of a row where the column's text says that it is one, though the plan holds no reference."""
        told = self._told[column.name]
        keys = self._known.keys(told.name) if told is not None else []
        example = self._shown(column, scene)
        if not keys or example in keys:
            return example if keys else None
        return keys[int(len(keys) * scene.rng(f"meant/{column.name}").random() ** 1.6)]

    def _key(self, column: Column, scene: Scene, place: int) -> Json:
        shape = self._entity.id if column.made == "id" or column.name in self._entity.key else None
        schema = self._schemas[column.name]
        rng = scene.rng(f"key/{column.name}")
        guessed = shape is None or not self._is_created or _SLOT.fullmatch(shape) is not None
        if guessed and column.type == "text" and not set(words_of(column.name)) & _ID_WORDS:
            return self._judged(column, scene)
        if column.type == "integer":
            least = schema.get("minimum", 1)
            return place + max(1, least if isinstance(least, int) else 1)
        if shape == "integer":
            return str(place + 1)
        if shape == "uuid" or (shape is None and schema.get("format") == "uuid"):
            example = self._shown(column, scene)
            return example if example is not None and self.accepts(column.name, example) else uuid_text(rng)
        if shape is None:
            return self._judged(column, scene)
        example = self._shown(column, scene)
        if isinstance(example, str) and self.accepts(column.name, example):
            return example
        key = _SLOT.sub(lambda slot: drawn(rng, LETTERS[slot[1]], int(slot[2])), shape)
        return key if self.accepts(column.name, key) else self._judged(column, scene)

    def _shown(self, column: Column, scene: Scene) -> Json:
        examples = examples_of(self._schemas[column.name])
        return examples[scene.turn] if scene.turn < len(examples) else None

    def _judged(self, column: Column, scene: Scene) -> Json:
        """Return a value that the column's schema accepts, or the best that was found."""
        value: Json = None
        judge = self._judges[column.name]
        for trial in range(VALUE_TRIES):
            turned = scene if not trial else scene.again(scene.attempt * VALUE_TRIES + trial)
            turned = turned._replace(sparse=trial >= FULL_TRIES)
            made = self._values.value(self._shapes[column.name], column.name, self._kind, turned, _WANTED[column.type])
            value = _shaped(column, made)
            if value is not None and judge.accepts(value):
                return value
        schema = self._schemas[column.name]
        for candidate in (*examples_of(schema), schema.get("default"), *(schema.get("enum") or [])):
            if candidate is not None and judge.accepts(candidate) and _shaped(column, candidate) == candidate:
                return candidate
        return None if column.nullable else value if value is not None else _empty(column)

    def other(self, name: str, deleted: Json, value: Json, scene: Scene) -> Json:
        """Return the value, or another one where it is what a soft deletion writes."""
        if isinstance(deleted, str) and deleted.startswith("$"):
            return None if self._entity.column(name).nullable else value
        if value != deleted:
            return value
        if isinstance(value, bool):
            return not value
        options = [option for option in self._schemas[name].get("enum") or [] if option not in (deleted, None)]
        return scene.rng(f"other/{name}").choice(options) if options else value

    def urls(self, row: Row) -> Row:
        """Return the made addresses, with the row's values in their templates."""
        return {
            column.name: filled_template(column.template, row)
            if column.type == "json"
            else re.sub(r"\{(\w+)\}", lambda slot: str(row.get(slot[1], slot[0])), column.template)
            for column in self._entity.columns
            if column.made == "url"
        }


def _shaped(column: Column, value: Json) -> Json:
    """Return the value in the column's own type, or None where it cannot be had."""
    match column.type:
        case "text":
            return value if isinstance(value, str) else None if value is None else json.dumps(value)
        case "integer":
            if isinstance(value, float) and value.is_integer():
                return int(value)
            return value if isinstance(value, int) and not isinstance(value, bool) else None
        case "real":
            return value if isinstance(value, int | float) and not isinstance(value, bool) else None
        case "boolean":
            return value if isinstance(value, bool) else None
        case _:
            return value


def _empty(column: Column) -> Json:
    return {"text": "", "integer": 0, "real": 0.0, "boolean": False, "json": {}}[column.type]
