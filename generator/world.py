"""The rows of a server in plain Python, as the calls so far should have left them.

They begin as the seeded ones and move along with the calls as the plan says, so that a fault which a call leaves behind
shows in what later calls answer. Only what the plan cannot know (new keys, times) is taken over from the server.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from generator.check import CheckStep, Effect
from generator.meaning import Row
from generator.plan import Entity, Plan
from generator.probe import Probe, row_key
from state_db.image import Image

Tables = Mapping[str, list[Row]]


@dataclass(frozen=True, slots=True)
class Forecast:
    """A call, what must hold of it, and what becomes of the rows.

    ``now`` is what is known of the row that it makes or changes, ``old`` the row as it was; ``open`` are the columns
    that only the server knows.
    """

    step: CheckStep
    entity: str = ""
    old: Row | None = None
    now: Row | None = None
    open: frozenset[str] = frozenset()


class World(Probe):
    """The rows as the calls so far should have left them."""

    def __init__(self, plan: Plan, image: Image) -> None:
        super().__init__(plan, image)
        self._first = {entity.name: self.rows(entity.name) for entity in plan.entities}
        self.gone: dict[str, list[Row]] = {}
        self.number = 0
        self.restart()

    def restart(self) -> None:
        """Go back to the seeded rows."""
        self._rows = {name: [dict(row) for row in rows] for name, rows in self._first.items()}
        self.gone = {name: [] for name in self._rows}
        self._forget()

    def _forget(self) -> None:
        """Drop what was found out about the rows as they were."""
        self._ready.clear()
        self._creations.clear()
        self._referable.clear()

    def follow(self, forecast: Forecast, tables: Tables) -> None:
        """Move the rows along with a call that went as foretold; ``tables`` are the server's rows after it."""
        effect = forecast.step.expect.effect
        if effect is None:
            return
        for entity in self.plan.entities:
            if entity.table in effect:
                if entity.name == forecast.entity:
                    self._take_own(entity, forecast, tables[entity.table])
                else:
                    self._take(entity, effect[entity.table], tables[entity.table])
        self._forget()

    def _take_own(self, entity: Entity, forecast: Forecast, actual: list[Row]) -> None:
        rows = self._rows[entity.name]
        known = {row_key(entity, row) for row in rows}
        there = {row_key(entity, row): row for row in actual}
        old = None if forecast.old is None else row_key(entity, forecast.old)
        if forecast.now is None:
            left = [row for row in rows if row_key(entity, row) != old and row_key(entity, row) in there]
            self.gone[entity.name] += [row for row in rows if row not in left]
            self._rows[entity.name] = left
        elif forecast.old is None:
            for key, row in there.items():
                if key not in known:
                    rows.append({**row, **forecast.now})
            self._sort(entity)
        else:
            server = there.get(row_key(entity, forecast.now), {})
            news = {name: server.get(name) for name in forecast.open}
            place = next(index for index, row in enumerate(rows) if row_key(entity, row) == old)
            rows[place] = {**forecast.now, **news}

    def _take(self, entity: Entity, effect: Effect, actual: list[Row]) -> None:
        """Take over what a call did to another table than its own, in the columns that it may touch."""
        there = {row_key(entity, row): row for row in actual}
        rows = self._rows[entity.name]
        left = [row for row in rows if row_key(entity, row) in there]
        self.gone[entity.name] += [row for row in rows if row_key(entity, row) not in there]
        for row in left:
            row.update({name: there[row_key(entity, row)].get(name) for name in effect.columns})
        known = {row_key(entity, row) for row in left}
        self._rows[entity.name] = left + [row for key, row in there.items() if key not in known]

    def _sort(self, entity: Entity) -> None:
        """Rows with an integer key stand in its order, all others in that of insertion."""
        if self.image.tables[entity.table].key_is_integer:
            self._rows[entity.name].sort(key=lambda row: row[entity.key[0]])
