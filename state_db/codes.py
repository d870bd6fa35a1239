"""The code of tools: each program parsed, checked against the tables, and ready to be called."""

from collections import ChainMap
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field

from state_db.describe import Description, described
from state_db.errors import ErrorCode, StateError
from state_db.inputs import InputRefused, Inputs
from state_db.lint import MOST_SAMPLES, Finding, lint_program
from state_db.parse import parse_program
from state_db.program import Program
from state_db.routes import ErrorRoute, Route, Routes
from state_db.schema import Table
from state_db.template import Template
from state_db.tools import ToolSpec
from state_db.variant import Key, Variant


@dataclass(frozen=True, slots=True)
class ToolCode:
    """What a call of one tool needs: its program, its inputs, its errors, and the variants prepared so far.

    ``findings`` are what the lint found doubtful.
    """

    name: str
    program: Program
    inputs: Inputs
    errors: dict[ErrorCode, ErrorRoute]
    route: Route
    findings: tuple[Finding, ...]
    variants: dict[Key, Variant]


@dataclass(frozen=True, slots=True)
class Workshop:
    """Makes the code of one server's tools over some tables; remembers their inputs, and what SQLite said so far."""

    routes: Routes
    empty: Template
    tables: Mapping[str, Table]
    known: MutableMapping[str, Description] = field(default_factory=dict)
    inputs: dict[str, Inputs] = field(default_factory=dict)

    def codes(
        self, texts: Mapping[str, str], tools: Mapping[str, ToolSpec], most: int = MOST_SAMPLES
    ) -> dict[str, ToolCode]:
        """Return the code of the tools, at ``most`` so many variants of each checked.

        Raises: StateError; ProgramError for a program that cannot be used.
        """
        fragments = {
            name.removeprefix("programs/_").removesuffix(".sql"): text
            for name, text in texts.items()
            if name.startswith("programs/_")
        }
        return {name: self._code(name, tool, texts, fragments, most) for name, tool in tools.items()}

    def _code(
        self, name: str, tool: ToolSpec, texts: Mapping[str, str], fragments: Mapping[str, str], most: int
    ) -> ToolCode:
        text = texts.get(f"programs/{name}.sql")
        if text is None:
            raise StateError(f"The tool {name} has no program.", where=f"programs/{name}.sql")
        if name not in self.routes.tools:
            raise StateError(f"The tool {name} has no route.", where="routes.json")
        known = self.known if most == MOST_SAMPLES else ChainMap({}, self.known)

        def describe(sql: str, where: str) -> Description:
            if sql not in known:
                known[sql] = described(self.empty.connection, self.empty.guard, sql, where)
            return known[sql]

        program = parse_program(name, text, fragments)
        if name not in self.inputs:
            self.inputs[name] = _inputs(tool, self.routes.tools[name])
        inputs = self.inputs[name]
        linted = lint_program(program, inputs.names, self.tables, describe, most)
        route = self.routes.tools[name]
        return ToolCode(name, program, inputs, dict(route.errors), route, linted.findings, linted.variants)


def _inputs(tool: ToolSpec, route: Route) -> Inputs:
    where = f"tools.json: {tool.name}"
    inner = {name: place.defaults for name, place in route.arguments.items() if place.defaults}
    try:
        return Inputs(tool.input_schema, where, inner)
    except InputRefused as error:
        raise StateError(f"A default cannot be used: {error}", where=where) from error
