"""Worlds of few rows: one with rows that it needs and nothing else, or among others that are like it in all but one.

They are put together from the seeded rows, so that every value in them is one that the columns may hold.
"""

from collections.abc import Collection, Iterator, Mapping

from generator.belonging import housed
from generator.check import Rows
from generator.effects import made_texts
from generator.given import is_given
from generator.json_equality import json_key
from generator.links import Link, link_holds, links_of, links_to
from generator.meaning import Row, alike, filled_template, key_columns, place_of, pointer
from generator.plan import Column, Entity, Filter, Json, JsonSchema, Plan
from generator.probe import Probe, is_own_key, unique_sets
from generator.render.tables import is_filled
from generator.samples import Samples
from generator.schema import Schemas
from generator.seed.copies import copies
from generator.seeded import far_values, row_key
from state_db.rows import ALWAYS_MARK

# Values that are looked at for one that no other column of the row has.
MOST_TRIED = 24


class Crowd:
    """The rows of a world, by entity, without doubles; what they refer to is brought along."""

    def __init__(self, plan: Plan, probe: Probe) -> None:
        self._plan = plan
        self._probe = probe
        self._waiting: set[str] = set()
        self._rows: dict[str, list[Row]] = {entity.name: [] for entity in plan.entities}
        for entity in plan.entities:
            for row in probe.image.seed.get(entity.table, ()):
                if row.get(ALWAYS_MARK):
                    self.add(entity, {name: value for name, value in row.items() if name != ALWAYS_MARK})

    def rows(self, entity: Entity) -> list[Row]:
        """Return the rows of an entity."""
        return self._rows[entity.name]

    def add(self, entity: Entity, row: Row) -> bool:
        """Put a row in with those that it refers to; say whether it is there, and no other row forbade it."""
        if entity.singleton and not entity.key and self.rows(entity):
            return row in self.rows(entity)  # there is one of it, however many rows another world had
        mark = f"{entity.name} {row_key(entity, row)}"
        if mark in self._waiting or any(
            _clash(columns, row, other) for columns in unique_sets(entity) for other in self.rows(entity)
        ):
            return row in self.rows(entity)
        self._waiting.add(mark)
        for link in links_of(self._plan, entity):
            for target in self._probe.rows(link.target.name):
                if link_holds(link, row, target) and target is not row:
                    self._bring(link, target)
        self._waiting.discard(mark)
        self.rows(entity).append(row)
        self._add_singletons(entity, row)
        return True

    def _bring(self, link: Link, target: Row) -> None:
        key = link.target.key
        if not any(_clash(key, target, other) for other in self.rows(link.target)):
            self.add(link.target, target)

    def _add_singletons(self, entity: Entity, row: Row) -> None:
        """The one row of each table that holds one for each row of this entity."""
        for other in self._plan.entities:
            for link in links_of(self._plan, other) if other.singleton and other.name != entity.name else ():
                if link.target.name == entity.name:
                    for single in self._probe.rows(other.name):
                        if link_holds(link, single, row) and single not in self.rows(other):
                            self.add(other, single)

    def tables(self) -> Rows:
        """Return the rows by table, as a scenario has them, in the order in which a list without one shows them."""
        found: Rows = {}
        self._tell_given()
        for entity in self._plan.entities:
            own = [{**row, **copies(self._plan, entity, row, self._rows)} for row in self.rows(entity)]
            rows = [{**row, **_texts(entity, row)} for row in own]
            if self._probe.image.tables[entity.table].key_is_integer:
                rows.sort(key=lambda row, key=entity.key[0]: row[key])  # type: ignore[misc]
            if rows:
                found[entity.table] = rows
        return found

    def _tell_given(self) -> None:
        """Put in one row of each given thing that others refer to: where there is none, whichever is named is one."""
        for entity in self._plan.entities:
            if not self.rows(entity) and is_given(self._plan, entity) and any(links_to(self._plan, entity)):
                for row in self._probe.rows(entity.name)[:1]:
                    self.add(entity, row)


def _texts(entity: Entity, row: Row) -> Row:
    """The columns that are made of others."""
    return {name: filled_template(template, row) for name, template in made_texts(entity).items() if row.get(name)}


def _clash(columns: Collection[str], row: Row, other: Row) -> bool:
    return bool(columns) and all(
        row.get(name) is not None and alike(row.get(name), other.get(name)) for name in columns
    )


def lone_rows(plan: Plan, probe: Probe, entity: Entity, row: Row) -> Rows:
    """Return the world of one row and those that it refers to."""
    crowd = Crowd(plan, probe)
    crowd.add(entity, row)
    _add_scopes(plan, probe, entity, row, crowd)
    return crowd.tables()


def _add_scopes(plan: Plan, probe: Probe, entity: Entity, row: Row, crowd: Crowd) -> None:
    """Add a parent for each scope in which the row is not: its list is asked for, and does not hold the row."""
    inside = housed(probe, entity, row, address_columns(plan, entity), 0)
    for link in links_of(plan, entity):
        if row.get(link.column.name) is None and inside.get(link.column.name) is not None:
            for parent in [each for each in probe.rows(link.target.name) if link_holds(link, inside, each)][:1]:
                crowd.add(link.target, parent)


def like_rows(plan: Plan, probe: Probe, entity: Entity, row: Row) -> tuple[Rows, list[Row]]:
    """Return the world of a row that holds something different in every column, and the rows that go astray there.

    Before it stand one that holds as little as it may, and for each column that addresses rows one that is alike in all
    others of them; those go astray whose parents do not belong together.
    """
    crowd = Crowd(plan, probe)
    address = address_columns(plan, entity)
    if not address and entity.singleton:
        crowd.rows(entity).clear()  # it is the only row there can be
    others = [each for each in probe.rows(entity.name) if each is not row and (address or not entity.singleton)]
    full = filled(plan, probe, entity, row)
    astray: list[Row] = []
    for index, column in enumerate(address):
        base = others[index % len(others)] if others else row
        twin = _twin(plan, probe, entity, full, base, column)
        if twin is not None and crowd.add(entity, twin) and _names_parents(plan, entity, column):
            astray.append(twin)
    for other in others[len(address) :][:1] or others[:1]:
        crowd.add(entity, _bare(plan, entity, other, address))
    crowd.add(entity, full)
    _add_scopes(plan, probe, entity, full, crowd)
    for link in links_to(plan, entity):
        held = next(iter(probe.rows(link.entity.name)), None)
        if held is not None and link.enforced and len(link.pairs) == 1 and link.on_delete != "refuse":
            crowd.add(link.entity, _referrer(probe, link, full, held))
    return crowd.tables(), astray


def _names_parents(plan: Plan, entity: Entity, column: Column) -> bool:
    """Whether the column, alone or with others, tells what a row stands in."""
    named = {own for link in links_of(plan, entity) for own, _ in link.pairs}
    return column.references is not None or column.name in named


def _referrer(probe: Probe, link: Link, row: Row, held: Row) -> Row:
    """A row like this one that refers to the other, with a key of its own where it is of the same table."""
    own, theirs = link.pairs[-1]
    found = {**held, own: row[theirs]}
    if link.entity.name == link.target.name:
        key = link.entity.column(link.entity.key[-1])
        found[key.name] = _other_value(probe, link.entity, row, {}, key)
    return found


def address_columns(plan: Plan, entity: Entity) -> list[Column]:
    """Return the columns by which tools pick rows of the entity."""
    found = [column for tool in plan.tools_of(entity.name) for column in key_columns(entity, tool).values()]
    named = {column.name: column for column in [*found, *(entity.column(name) for name in entity.key)]}
    return [column for column in named.values() if column.type != "json"]


def _twin(plan: Plan, probe: Probe, entity: Entity, row: Row, base: Row, column: Column) -> Row | None:
    """A row that is like another but for this column of its address, and for what else must tell the two apart."""
    address = address_columns(plan, entity)
    twin = {**base, **{each.name: row.get(each.name) for each in address}}
    for name in [column.name, *_marks(plan, entity, column)]:
        twin[name] = _other_value(probe, entity, row, base, entity.column(name))
        if twin[name] is None:
            return None
    return _at_home(plan, probe, entity, twin, [each.name for each in address])


def _at_home(plan: Plan, probe: Probe, entity: Entity, row: Row, address: Collection[str]) -> Row:
    """The row with references to what is there where its address now is, as what it named was elsewhere."""
    found = dict(row)
    for link in links_of(plan, entity):
        name = link.column.name
        near = probe.beside(entity, link.column, row)
        if near is None or name in address or row.get(name) is None or any(alike(row[name], key) for key in near):
            continue
        found[name] = next(iter(near), None if link.column.nullable else row[name])
    return found


def _marks(plan: Plan, entity: Entity, column: Column) -> list[str]:
    """The columns that must be different as well, so that no address of one row is the other's."""
    sets = [entity.key]
    for tool in plan.tools:
        if tool.entity == entity.name and tool.pattern not in ("list", "search", "create", "batch"):
            asked = [each.does.column for each in tool.arguments if isinstance(each.does, Filter) and each.required]
            sets.append((*(each.name for each in key_columns(entity, tool).values()), *asked))
    found: list[str] = []
    for columns in sets:
        if columns and not {column.name, *found} & set(columns):
            own = [name for name in columns if is_own_key(entity, entity.column(name))]
            found.append((own or list(columns))[-1])
    return found


def _other_value(probe: Probe, entity: Entity, row: Row, base: Row, column: Column) -> Json:
    """A value of the column that the row has not: the other row's, one of a third, or for a key one that is new."""
    seeded = [each.get(column.name) for each in probe.rows(entity.name)]
    known = [base.get(column.name), *probe.referable(column), *seeded]
    if column.references is None and is_own_key(entity, column):
        known += [value for value in far_values(column) if isinstance(value, int)]
    return next((value for value in known if value is not None and not alike(value, row.get(column.name))), None)


def _bare(plan: Plan, entity: Entity, row: Row, address: Collection[Column]) -> Row:
    """The row without what it may be without."""
    kept = {column.name for column in address} | {name for columns in unique_sets(entity) for name in columns}
    kept |= _states(plan, entity)
    outputs = _shown_schemas(plan, entity)
    return {
        column.name: row.get(column.name)
        for column in entity.columns
        if column.name in kept
        or not column.nullable
        or column.made is not None
        or is_filled(plan, entity, column)
        or any(_must_show(schemas, output, column) for schemas, output in outputs)
    }


def _shown_schemas(plan: Plan, entity: Entity) -> list[tuple[Schemas, JsonSchema]]:
    """The documented schemas of the entity's JSON form, one for each tool that shows it."""
    schemas = Schemas(plan.schemas)
    found: list[tuple[Schemas, JsonSchema]] = []
    for tool in plan.tools:
        if tool.entity != entity.name or tool.output is None:
            continue
        for placeholder in ("$row", "$items", "$map"):
            where = place_of(tool.answer, placeholder)
            part = None if where is None else _schema_at(schemas, tool.output, where)
            if part is not None and placeholder == "$items":
                part = schemas.resolve(part).get("items")
            if isinstance(part, dict):
                found.append((schemas, part))
    return found


def _schema_at(schemas: Schemas, schema: JsonSchema, where: str) -> JsonSchema | None:
    for part in where.split("/")[1:]:
        if part.isdigit():
            schema = schemas.resolve(schema).get("items", {})
            continue
        inner = schemas.properties(schemas.union(schema)).get(part)
        if inner is None:
            return None
        schema = inner
    return schema


def _must_show(schemas: Schemas, output: JsonSchema, column: Column) -> bool:
    """Whether the documented answer has a value in the column's place, whatever the row is."""
    if not column.path:
        return False
    above = _schema_at(schemas, output, pointer(*column.path[:-1]))
    if above is None:
        return True
    whole = schemas.union(above)
    own = schemas.properties(whole).get(column.path[-1])
    if column.absent:
        return column.path[-1] in whole.get("required", ())
    return own is not None and "null" not in (schemas.types(own) or ("null",))


def filled(plan: Plan, probe: Probe, entity: Entity, row: Row) -> Row:
    """Return the row with something in every column that is nothing's key, no two of them alike."""
    found = housed(probe, entity, row, address_columns(plan, entity), -1)
    address = {column.name for column in address_columns(plan, entity)}
    held = {name for columns in unique_sets(entity) for name in columns} | address | _states(plan, entity)
    taken = {json_key(found.get(name)) for name in held}
    for turn, column in enumerate(entity.columns):
        if column.name in held or column.references is not None or column.made in _OWN_COURSE:
            continue
        own = found.get(column.name)
        if own is None or json_key(own) in taken:
            found[column.name] = _free_value(plan, probe, entity, column, taken, turn, own)
        taken.add(json_key(found[column.name]))
    return found


def _states(plan: Plan, entity: Entity) -> set[str]:
    """The columns that decide which tools may be used."""
    return {name for tool in plan.tools_of(entity.name) for name in (*tool.only_from, *tool.set)}


_OWN_COURSE = frozenset({"id", "caller", "changer", "url", "counted", "revision"})


def _free_value(
    plan: Plan, probe: Probe, entity: Entity, column: Column, taken: Collection[str], turn: int, own: Json
) -> Json:
    values = _possible(plan, probe, entity, column, turn)
    return next((value for value in values if value is not None and json_key(value) not in taken), own)


def _possible(plan: Plan, probe: Probe, entity: Entity, column: Column, turn: int) -> Iterator[Json]:
    """Values that the column may hold: other rows' first, then sampled ones."""
    seeded = [each.get(column.name) for each in probe.rows(entity.name)]
    yield from seeded
    schema: Mapping[str, Json] = Schemas(plan.schemas).bundle(dict(column.value))
    samples = Samples(dict(schema), known=[value for value in seeded if value is not None][:3], turn=turn)
    fits = {"text": str, "integer": int, "real": float | int, "boolean": bool, "json": object}[column.type]
    for value in samples.valid(MOST_TRIED) if column.value else ():
        if isinstance(value, fits) and isinstance(value, bool) == (column.type == "boolean"):
            yield value


__all__ = ["Crowd", "address_columns", "filled", "like_rows", "lone_rows"]
