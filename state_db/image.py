"""A server folder opened: parsed, checked and validated. Nothing in the folder is ever run as code."""

import json
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from state_db.clock import seconds_of
from state_db.describe import Description, described
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
        self, server: ServerForm, instructions: str, digest: str, tools: Mapping[str, ToolSpec], routes: Routes,
        seed: Mapping[str, list[dict[str, Json]]], empty: Template, tables: Mapping[str, Table], views: frozenset[str],
        constraints: Mapping[str, Fault], codes: Mapping[str, ToolCode],
    ) -> None:  # fmt: skip
        self.name = server.name
        self.title = server.title
        self.version = server.version
        self.instructions = instructions
        self.folder_digest = digest
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
        self._empty = empty
        self._templates: dict[str, Template] = {}

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
            server, texts["instructions.md"], folder_digest(texts), tools, routes, _seed(texts["seed.json"]), empty,
            tables, views, constraints, codes,
        )  # fmt: skip
        image.template("seed")
        image.template("empty")
        _opened.add(image)
        return image

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
) -> dict[str, ToolCode]:
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
    if extra:
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
