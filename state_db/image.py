"""A server folder opened: parsed, checked and validated. Nothing in the folder is ever run as code."""

import hashlib
import json
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from state_db.clock import seconds_of
from state_db.describe import described
from state_db.errors import ErrorCode, StateError
from state_db.functions import FUNCTIONS
from state_db.functions.keys import is_key_shape
from state_db.inputs import Inputs, InputRefused
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

LARGEST_FILE_BYTES = 64 << 20
MOST_VARIANTS = 4096
FILES = ("server.json", "instructions.md", "schema.sql", "seed.json", "tools.json", "routes.json")

_opened: "weakref.WeakValueDictionary[str, Image]" = weakref.WeakValueDictionary()


class ClockForm(BaseModel):
    """The clock's part of server.json."""

    epoch: str = "2026-01-05T09:00:00Z"


class ServerForm(BaseModel):
    """What the engine reads of server.json; the rest tells a person where the server came from."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    format: int
    name: str = Field(pattern=r"^[a-z][a-z0-9_]{0,21}$")
    title: str
    version: str = ""
    clock: ClockForm = ClockForm()
    seed: int = 0
    ids: dict[str, str] = Field(default_factory=dict)
    functions: tuple[str, ...] = ()


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
        """Return the image of a server folder. Raises: StateError; ProgramError for a program that cannot be used."""
        texts = _texts(Path(folder))
        server = _server(texts["server.json"])
        tools = read_tools(texts["tools.json"], "tools.json")
        routes = read_routes(texts["routes.json"], "routes.json")
        empty, tables, views = empty_template(texts["schema.sql"], "schema.sql")
        _check_ids(server, tables)
        constraints = constraint_faults(texts["schema.sql"], "schema.sql")
        codes = _codes(texts, tools, routes, empty, tables)
        image = cls(
            server, texts["instructions.md"], _digest(texts), tools, routes, _seed(texts["seed.json"]), empty, tables,
            views, constraints, codes,
        )  # fmt: skip
        image.template("seed")
        image.template("empty")
        _opened[image.folder_digest] = image
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
    return _opened.get(digest)


def _texts(folder: Path) -> dict[str, str]:
    """The text of every file that decides how the server behaves, by its path in the folder."""
    if not folder.is_dir():
        raise StateError("There is no such server folder.", where=str(folder))
    texts = {name: _text(folder / name, name) for name in FILES}
    programs = folder / "programs"
    for path in sorted(programs.glob("*.sql")) if programs.is_dir() else ():
        texts[f"programs/{path.name}"] = _text(path, f"programs/{path.name}")
    return texts


def _text(path: Path, name: str) -> str:
    try:
        if path.stat().st_size > LARGEST_FILE_BYTES:
            raise StateError("The file is too large.", where=name)
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise StateError(f"{name} is missing.", where=str(path.parent)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise StateError(f"It cannot be read: {error}.", where=str(path)) from error


def _digest(texts: Mapping[str, str]) -> str:
    whole = hashlib.sha256()
    for name in sorted(texts):
        whole.update(f"{name}\0{hashlib.sha256(texts[name].encode()).hexdigest()}\n".encode())
    return whole.hexdigest()


def _server(text: str) -> ServerForm:
    try:
        server = ServerForm.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        pointer = "/".join(str(part) for part in first["loc"])
        raise StateError(f"{first['msg']}.", where=f"server.json#/{pointer}") from error
    if server.format != 1:
        raise StateError(f"Format {server.format} is unknown.", where="server.json", next="Use a newer fleetwright.")
    if seconds_of(server.clock.epoch) is None:
        raise StateError(f'"{server.clock.epoch}" is no time.', where="server.json#/clock/epoch")
    stamps = {function.stamp for function in FUNCTIONS.values()}
    for stamp in server.functions:
        if stamp not in stamps:
            raise StateError(f"This version has no function {stamp}.", where="server.json#/functions")
    return server


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
    codes = {}
    for name, tool in tools.items():
        text = texts.get(f"programs/{name}.sql")
        if text is None:
            raise StateError(f"The tool {name} has no program.", where=f"programs/{name}.sql")
        if name not in routes.tools:
            raise StateError(f"The tool {name} has no route.", where="routes.json")
        program = parse_program(name, text, fragments)
        inputs = _inputs(tool)
        linted = lint_program(
            program, inputs.names, tables, lambda sql, where: described(empty.connection, empty.guard, sql, where)
        )
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
