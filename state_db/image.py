"""A server folder opened: parsed, checked and validated. Nothing in the folder is ever run as code."""

import json
import weakref
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from state_db.clock import seconds_of
from state_db.codes import ToolCode, Workshop
from state_db.describe import Instruction, instructions
from state_db.errors import StateError
from state_db.files import ServerForm, changed_files, folder_digest, folder_texts, read_server
from state_db.functions.keys import is_key_shape
from state_db.guard import functions_in
from state_db.lint import MOST_SAMPLES
from state_db.program import Fault
from state_db.routes import read_routes
from state_db.rows import ALWAYS_MARK
from state_db.scenario import Beginning
from state_db.schema import Table, constraint_faults
from state_db.template import Template, empty_template, filled_template
from state_db.tools import ToolSpec, read_tools

Json = Any

MOST_VARIANTS = 4096

_opened: "weakref.WeakSet[Image]" = weakref.WeakSet()


class Image:
    """A server folder opened; immutable, and shared by any number of environments."""

    def __init__(
        self, server: ServerForm, texts: Mapping[str, str], tools: Mapping[str, ToolSpec],
        seed: Mapping[str, list[dict[str, Json]]], views: frozenset[str], constraints: Mapping[str, Fault],
        workshop: Workshop, codes: Mapping[str, ToolCode],
    ) -> None:  # fmt: skip
        self.name = server.name
        self.texts = texts
        self.title = server.title
        self.version = server.version
        self.instructions = texts["instructions.md"]
        self.tools = tools
        self.routes = workshop.routes
        self.seed = seed
        self.tables = workshop.tables
        self.views = views
        self.ids = server.ids
        self.seed_number = server.seed
        self.epoch = seconds_of(server.clock.epoch) or 0
        self.constraints = constraints
        self.codes = codes
        self._server = server
        self._workshop = workshop
        self._empty = workshop.empty
        self._templates: dict[str, Template] = {}
        self._functions: frozenset[str] | None = None

    @property
    def functions(self) -> frozenset[str]:
        """The names of our functions that its SQL may call: an environment needs no others."""
        if self._functions is None:
            self._functions = functions_in(text for name, text in self.texts.items() if name.endswith(".sql"))
        return self._functions

    @cached_property
    def folder_digest(self) -> str:
        """The sha256 of the texts that decide how the server behaves."""
        return folder_digest(self.texts)

    @property
    def changed_files(self) -> tuple[str, ...]:
        """The names of the files that somebody changed since they were rendered."""
        return changed_files(self._server, self.texts)

    @cached_property
    def definitions(self) -> frozenset[tuple[str, str, str]]:
        """Type, name and definition of every table, index and view."""
        return self._empty.definitions()

    @classmethod
    def load(cls, folder: Path) -> "Image":
        """Return the image of a server folder: the one that this process has open where no file has changed since.

        Raises: StateError; ProgramError for a program that cannot be used.
        """
        texts = folder_texts(Path(folder))
        known = opened_image(folder_digest(texts))
        if known is not None:
            return known
        server = read_server(texts["server.json"])
        tools = read_tools(texts["tools.json"], "tools.json")
        routes = read_routes(texts["routes.json"], "routes.json")
        empty, tables, views = empty_template(texts["schema.sql"], "schema.sql")
        _check_ids(server, tables)
        constraints = constraint_faults(texts["schema.sql"], "schema.sql")
        workshop = Workshop(routes, empty, tables)
        codes = workshop.codes(texts, tools)
        extra = sorted(routes.tools.keys() - tools.keys())
        if extra:
            raise StateError(f"There is a route for {extra[0]}, which is no tool.", where="routes.json")
        image = cls(server, texts, tools, _seed(texts["seed.json"]), views, constraints, workshop, codes)
        image._named("seed")
        image._named("empty")
        _opened.add(image)
        return image

    def with_programs(self, programs: Mapping[str, str], *, most: int = MOST_SAMPLES) -> "Image":
        """Return an image like this one, whose programs/NAME.sql have these texts by NAME; all else is shared.

        At ``most`` so many variants of each are checked now, the others when they are first called.

        Raises: StateError for a name that no program has, ProgramError for a program that cannot be used.
        """
        changed = {f"programs/{name}.sql": text for name, text in programs.items()}
        for place in changed:
            if place not in self.texts:
                raise StateError("There is no such program.", where=place)
        texts = {**self.texts, **changed}
        every = any(name.startswith("_") for name in programs)
        tools = self.tools if every else {name: self.tools[name] for name in programs}
        codes = {**self.codes, **self._workshop.codes(texts, tools, most)}
        image = Image(self._server, texts, self.tools, self.seed, self.views, self.constraints, self._workshop, codes)
        image._templates = self._templates
        image._functions = self.functions | functions_in(changed.values())
        return image

    def with_schema(self, schema: str) -> "Image":
        """Return an image like this one with another schema.sql; its programs are shared where no column differs.

        Raises: StateError; ProgramError for a program that cannot be used with it.
        """
        texts = {**self.texts, "schema.sql": schema}
        empty, tables, views = empty_template(schema, "schema.sql")
        _check_ids(self._server, tables)
        same = empty.column_names() == self._empty.column_names()
        workshop = Workshop(self.routes, empty, tables, inputs=self._workshop.inputs)
        codes = self.codes if same else workshop.codes(texts, self.tools)
        faults = constraint_faults(schema, "schema.sql")
        return Image(self._server, texts, self.tools, self.seed, views, faults, workshop, codes)

    def with_view(self, name: str, definition: str) -> "Image":
        """Return an image like this one, in which another CREATE VIEW makes the view; all else is shared.

        Raises: StateError for a view that there is not, or that would have other columns.
        """
        old = self._empty.view_sql(name)
        empty = self._empty.with_view(name, definition) if old else self._empty
        if not old or empty.column_names() != self._empty.column_names():
            raise StateError("There is no view of this name and with these columns.", where=f"schema.sql: {name}")
        texts = {**self.texts, "schema.sql": self.texts["schema.sql"].replace(old, definition)}
        workshop = Workshop(self.routes, empty, self.tables, inputs=self._workshop.inputs)
        image = Image(self._server, texts, self.tools, self.seed, self.views, self.constraints, workshop, self.codes)
        image._functions = self.functions | functions_in((definition,))
        image._templates = {key: each.with_view(name, definition) for key, each in self._templates.items()}
        return image

    def view_sql(self, name: str) -> str:
        """Return the CREATE VIEW that made a view as it stands in schema.sql, or nothing."""
        return self._empty.view_sql(name)

    def with_seed(self, seed: Mapping[str, list[dict[str, Json]]]) -> "Image":
        """Return an image like this one with other rows to begin with; all else is shared. Raises: StateError."""
        texts = {**self.texts, "seed.json": json.dumps(seed)}
        image = Image(self._server, texts, self.tools, seed, self.views, self.constraints, self._workshop, self.codes)
        image._functions = self.functions
        image._named("seed")
        return image

    def compiled(self, sql: str) -> tuple[Instruction, ...]:
        """Return what SQLite compiles a statement to: statements with equal instructions do the same."""
        return instructions(self._empty.connection, self._empty.guard, sql)

    def template(self, beginning: Beginning) -> Template:
        """Return a database with the rows that a server begins with. Raises: StateError for rows that do not fit."""
        base = self._named(beginning.over) if beginning.over else self._empty
        if beginning.over and not beginning.rows:
            return base
        return filled_template(base, self.tables, beginning.rows, f"scenario#/{self.name}", beginning.how)

    def _named(self, scenario: str) -> Template:
        if scenario not in self._templates:
            rows = self.seed if scenario == "seed" else _always(self.seed)
            self._templates[scenario] = filled_template(self._empty, self.tables, rows, f"{self.name}/seed.json")
        return self._templates[scenario]


def opened_image(digest: str) -> Image | None:
    """Return the image of this folder digest if this process has it open."""
    return next((image for image in list(_opened) if image.folder_digest == digest), None)


def _check_ids(server: ServerForm, tables: Mapping[str, Table]) -> None:
    for table, shape in server.ids.items():
        if table not in tables:
            raise StateError(f"There is no table {table}.", where="server.json#/ids")
        if not is_key_shape(shape):
            raise StateError(f'"{shape}" is no shape of keys.', where=f"server.json#/ids/{table}")


def _seed(text: str) -> dict[str, list[dict[str, Json]]]:
    try:
        seed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise StateError(f"It is no JSON: {error}.", where="seed.json") from error
    if not isinstance(seed, dict):
        raise StateError("It must be rows by table.", where="seed.json")
    return seed


def _always(seed: Mapping[str, list[dict[str, Json]]]) -> dict[str, list[dict[str, Json]]]:
    """The rows that are there in every scenario."""
    kept = {name: [row for row in rows if row.get(ALWAYS_MARK) is True] for name, rows in seed.items()}
    return {name: rows for name, rows in kept.items() if rows}
