"""A server folder opened: parsed, checked and validated. Nothing in the folder is ever run as code."""

import json
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from state_db.clock import seconds_of
from state_db.describe import Description, Instruction, described, instructions
from state_db.errors import ErrorCode, StateError
from state_db.files import ServerForm, folder_digest, folder_texts, read_server
from state_db.functions.keys import is_key_shape
from state_db.inputs import InputRefused, Inputs
from state_db.lint import Finding, lint_program
from state_db.parse import parse_program
from state_db.program import Fault, Program
from state_db.routes import ErrorRoute, Routes, read_routes
from state_db.rows import ALWAYS_MARK, Row
from state_db.schema import Table, constraint_faults
from state_db.template import Template, empty_template, filled_template
from state_db.tools import ToolSpec, read_tools
from state_db.variant import Key, Variant

Json = Any

MOST_VARIANTS = 4096

_opened: "weakref.WeakSet[Image]" = weakref.WeakSet()


@dataclass(frozen=True, slots=True)
class ToolCode:
    """What a call of one tool needs: its program, its inputs, its errors, and the variants prepared so far.

    ``findings`` are what the lint found doubtful.
    """

    name: str
    program: Program
    inputs: Inputs
    errors: dict[ErrorCode, ErrorRoute]
    findings: tuple[Finding, ...]
    variants: dict[Key, Variant]


class Image:
    """A server folder opened; immutable, and shared by any number of environments."""

    def __init__(
        self, server: ServerForm, texts: Mapping[str, str], tools: Mapping[str, ToolSpec], routes: Routes,
        seed: Mapping[str, list[dict[str, Json]]], empty: Template, tables: Mapping[str, Table], views: frozenset[str],
        constraints: Mapping[str, Fault], codes: Mapping[str, ToolCode],
    ) -> None:  # fmt: skip
        self.name = server.name
        self.texts = texts
        self.title = server.title
        self.version = server.version
        self.instructions = texts["instructions.md"]
        self.tools = tools
        self.routes = routes
        self.seed = seed
        self.tables = tables
        self.views = views
        self.ids = server.ids
        self.seed_number = server.seed
        self.epoch = seconds_of(server.clock.epoch) or 0
        self.constraints = constraints
        self.codes = codes
        self._server = server
        self._empty = empty
        self._templates: dict[str, Template] = {}

    @cached_property
    def folder_digest(self) -> str:
        """The sha256 of the texts that decide how the server behaves."""
        return folder_digest(self.texts)

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
        codes = _codes(texts, tools, routes, empty, tables)
        image = cls(
            server, texts, tools, routes, _seed(texts["seed.json"]), empty, tables, views, constraints, codes
        )
        image.template("seed")
        image.template("empty")
        _opened.add(image)
        return image

    def with_programs(self, programs: Mapping[str, str]) -> "Image":
        """Return an image like this one, whose programs/NAME.sql have these texts by NAME; all else is shared.

        Raises: StateError for a name that no program has, ProgramError for a program that cannot be used.
        """
        changed = {f"programs/{name}.sql": text for name, text in programs.items()}
        for place in changed:
            if place not in self.texts:
                raise StateError("There is no such program.", where=place)
        texts = {**self.texts, **changed}
        every = any(name.startswith("_") for name in programs)
        tools = self.tools if every else {name: self.tools[name] for name in programs}
        codes = {**self.codes, **_codes(texts, tools, self.routes, self._empty, self.tables, every=every)}
        image = Image(
            self._server, texts, self.tools, self.routes, self.seed, self._empty, self.tables, self.views,
            self.constraints, codes,
        )  # fmt: skip
        image._templates = self._templates
        return image

    def with_schema(self, schema: str) -> "Image":
        """Return an image like this one with another schema.sql; its programs are shared where no column differs.

        Raises: StateError; ProgramError for a program that cannot be used with it.
        """
        texts = {**self.texts, "schema.sql": schema}
        empty, tables, views = empty_template(schema, "schema.sql")
        _check_ids(self._server, tables)
        same = empty.column_names() == self._empty.column_names()
        codes = self.codes if same else _codes(texts, self.tools, self.routes, empty, tables)
        return Image(
            self._server, texts, self.tools, self.routes, self.seed, empty, tables, views,
            constraint_faults(schema, "schema.sql"), codes,
        )  # fmt: skip

    def with_seed(self, seed: Mapping[str, list[dict[str, Json]]]) -> "Image":
        """Return an image like this one with other rows to begin with; all else is shared. Raises: StateError."""
        texts = {**self.texts, "seed.json": json.dumps(seed)}
        image = Image(
            self._server, texts, self.tools, self.routes, seed, self._empty, self.tables, self.views,
            self.constraints, self.codes,
        )  # fmt: skip
        image.template("seed")
        return image

    def instructions(self, sql: str) -> tuple[Instruction, ...]:
        """Return what SQLite compiles a statement to: statements with equal instructions do the same."""
        return instructions(self._empty.connection, self._empty.guard, sql)

    def template(self, scenario: str | Mapping[str, Sequence[Row]]) -> Template:
        """Return a database with the scenario's rows: "seed", "empty", or rows by table. Raises: StateError."""
        if not isinstance(scenario, str):
            return filled_template(self._empty, self.tables, scenario, f"scenario#/{self.name}")
        if scenario not in ("seed", "empty"):
            raise StateError(
                f'There is no scenario "{scenario}".', next="It is seed, empty, or rows by server and table."
            )
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


def _codes(
    texts: Mapping[str, str],
    tools: Mapping[str, ToolSpec],
    routes: Routes,
    empty: Template,
    tables: Mapping[str, Table],
    *,
    every: bool = True,
) -> dict[str, ToolCode]:
    """The tools' code; ``every`` tool that has a route is among them."""
    fragments = {
        name.removeprefix("programs/_").removesuffix(".sql"): text
        for name, text in texts.items()
        if name.startswith("programs/_")
    }
    known: dict[str, Description] = {}

    def describe(sql: str, where: str) -> Description:
        if sql not in known:
            known[sql] = described(empty.connection, empty.guard, sql, where)
        return known[sql]

    codes = {}
    for name, tool in tools.items():
        text = texts.get(f"programs/{name}.sql")
        if text is None:
            raise StateError(f"The tool {name} has no program.", where=f"programs/{name}.sql")
        if name not in routes.tools:
            raise StateError(f"The tool {name} has no route.", where="routes.json")
        program = parse_program(name, text, fragments)
        inputs = _inputs(tool)
        linted = lint_program(program, inputs.names, tables, describe)
        errors = dict(routes.tools[name].errors)
        codes[name] = ToolCode(name, program, inputs, errors, linted.findings, linted.variants)
    extra = sorted(routes.tools.keys() - tools.keys())
    if extra and every:
        raise StateError(f"There is a route for {extra[0]}, which is no tool.", where="routes.json")
    return codes


def _inputs(tool: ToolSpec) -> Inputs:
    where = f"tools.json: {tool.name}"
    try:
        return Inputs(tool.input_schema, where)
    except InputRefused as error:
        raise StateError(f"A default cannot be used: {error}", where=where) from error


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
