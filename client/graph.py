"""The tool graph: which tool's output can feed which tool's input. An edge stands only when execution proved it.

The plan says which column an output shows and which column an argument names; where both hold the same kind of key
there may be an edge. It is kept if, in a trial, the produced value is accepted and a made-up one in its shape refused.
"""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from client.arguments import Arguments, rows_of, with_value
from client.changes import answered
from client.columns import Kind, View, argument_columns, kind_of, view_of
from client.errors import Unsuitable
from client.tasks import Form, Row, ServerDigest
from client.values import wrong_key
from generator.meaning import place_of, value_at
from generator.plan import Filter, Key, Plan, Tool, Value
from state_db.environment import Environment

Json = Any

# How many rows are tried before an edge counts as unproved.
MOST_ROWS = 6


class GraphTool(Form):
    """A tool as a node of the graph."""

    server: str
    tool: str
    pattern: str
    entity: str


class Edge(Form):
    """``producer`` shows the value at ``pointer`` (``*`` is any element); ``argument`` of ``consumer`` takes it.

    ``made_up`` is what a made-up value met: an error's code, or "empty" where a list found nothing by it.
    """

    server: str
    producer: str
    pointer: str
    consumer: str
    argument: str
    kind: str
    made_up: str


class Unproved(Form):
    """An edge that the plan suggests and execution did not show, and why."""

    server: str
    producer: str
    consumer: str
    argument: str
    reason: str


class Graph(Form):
    """The tools of one or more servers and the proved edges between them."""

    format: Literal[1] = 1
    servers: tuple[ServerDigest, ...]
    tools: tuple[GraphTool, ...]
    edges: tuple[Edge, ...]
    unproved: tuple[Unproved, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """An edge that the plan suggests."""

    producer: Tool
    view: View
    place: str
    column: str
    consumer: Tool
    argument: str
    target: str
    kind: Kind


def graph_of(plan: Plan, environment: Environment, seed: int = 0) -> Graph:
    """Return the server's tool graph; the environment holds only this server and is left as it was."""
    prover = _Prover(plan, environment, random.Random(seed))
    edges, unproved = [], []
    for candidate in candidates(plan, environment):
        try:
            edges.append(prover.proved(candidate))
        except Unsuitable as reason:
            producer, consumer = candidate.producer.name, candidate.consumer.name
            unproved.append(
                Unproved(server=plan.name, producer=producer, consumer=consumer, argument=candidate.argument,
                         reason=reason.what)
            )  # fmt: skip
    offered = [tool for tool in plan.tools if tool.name in environment.tools]
    return Graph(
        servers=tuple(ServerDigest(name=image.name, digest=image.folder_digest) for image in environment.images),
        tools=tuple(GraphTool(server=plan.name, tool=t.name, pattern=t.pattern, entity=t.entity) for t in offered),
        edges=tuple(edges),
        unproved=tuple(unproved),
    )


def joined(graphs: Sequence[Graph]) -> Graph:
    """Return the graphs of several servers as one."""
    return Graph(
        servers=tuple(server for graph in graphs for server in graph.servers),
        tools=tuple(tool for graph in graphs for tool in graph.tools),
        edges=tuple(edge for graph in graphs for edge in graph.edges),
        unproved=tuple(edge for graph in graphs for edge in graph.unproved),
    )


def graph_text(graph: Graph) -> str:
    """Return the graph as two-space JSON, ending in a newline."""
    return json.dumps(graph.model_dump(mode="json"), indent=2, ensure_ascii=False) + "\n"


def candidates(plan: Plan, environment: Environment) -> Iterator[Candidate]:
    """Yield the edges that the plan suggests between the tools offered, in the plan's order."""
    offered = [tool for tool in plan.tools if tool.name in environment.tools]
    views = [(tool, view) for tool in offered if (view := view_of(plan, tool)) is not None and tool.pattern != "delete"]
    for consumer in offered:
        entity = plan.entity(consumer.entity)
        for argument, target in argument_columns(consumer, Key, Value, Filter).items():
            kind = kind_of(plan, entity, target)
            if kind is None or _invents(consumer, argument, target, kind):
                continue
            for producer, view in views:
                if producer.name == consumer.name:
                    continue
                shown = plan.entity(view.entity)
                for column, place in view.places.items():
                    if kind_of(plan, shown, column) == kind:
                        yield Candidate(producer, view, place, column, consumer, argument, target, kind)


def _invents(consumer: Tool, argument: str, target: str, kind: Kind) -> bool:
    """Whether the argument is the key of the row that the tool is about to make: nothing can have produced it."""
    makes = consumer.pattern in ("create", "upsert", "batch") and kind == Kind(consumer.entity, target)
    return makes and isinstance(consumer.argument(argument).does, Value | Key)


class _Prover:
    """Executes the candidates of one server."""

    def __init__(self, plan: Plan, environment: Environment, rng: random.Random) -> None:
        self._plan = plan
        self._environment = environment
        self._rng = rng
        self._rows = rows_of(plan, environment)
        self._arguments = Arguments(plan, self._rows, rng)

    def proved(self, edge: Candidate) -> Edge:
        """Return the edge with what a made-up value met. Raises: Unsuitable."""
        reason = Unsuitable(f"There is no {edge.producer.entity} to begin with.")
        for row in [*self._rows(edge.producer.entity)[:MOST_ROWS], None]:
            with self._environment.trial():
                try:
                    met = self._tried(edge, row)
                except Unsuitable as unsuitable:
                    reason = unsuitable if row is not None or "to begin" in reason.what else reason
                    continue
            star = "/*" if edge.view.many else ""
            return Edge(
                server=self._plan.name, producer=edge.producer.name, pointer=edge.view.at + star + edge.place,
                consumer=edge.consumer.name, argument=edge.argument, kind=f"{edge.kind.entity}.{edge.kind.column}",
                made_up=met,
            )  # fmt: skip
        raise reason

    def _tried(self, edge: Candidate, row: Row | None) -> str:
        produced = self._produced(edge, row)
        last = Unsuitable(f"No {edge.consumer.entity} has the value that {edge.producer.name} shows.")
        for value in produced[:MOST_ROWS]:
            for target in self._targets(edge, value):
                arguments = with_value(self._arguments.about(edge.consumer, target), edge.argument, value)
                if self._is_taken(edge, arguments):
                    return self._refusal(edge, arguments, value)
                last = Unsuitable("The produced value is refused.")
        raise last

    def _produced(self, edge: Candidate, row: Row | None) -> list[Json]:
        """The values that the producer shows when it is called about this row."""
        answer = answered(self._environment, edge.producer.name, self._arguments.about(edge.producer, row))
        if answer.error is not None:
            raise Unsuitable(f"{edge.producer.name} itself fails: {answer.error}.")
        there, body = value_at(answer.body, edge.view.at)
        items = (body if isinstance(body, list) else []) if edge.view.many else [body]
        values = [value_at(item, edge.place)[1] for item in items] if there else []
        return list(dict.fromkeys(value for value in values if isinstance(value, str | int)))

    def _targets(self, edge: Candidate, value: Json) -> list[Row | None]:
        """Rows of the consumer's entity for which the value is the right one; any row where it makes a new one."""
        rows = self._rows(edge.consumer.entity)
        if edge.consumer.pattern == "create" or isinstance(edge.consumer.argument(edge.argument).does, Value):
            return [*rows[:MOST_ROWS], *([None] if edge.consumer.pattern == "create" else [])]
        found: list[Row | None] = [row for row in rows if row.get(edge.target) == value]
        return found[:MOST_ROWS]

    def _is_taken(self, edge: Candidate, arguments: dict[str, Json]) -> bool:
        """Whether the consumer accepts the arguments and, where it lists, finds something by them. Leaves no trace."""
        with self._environment.trial():
            answer = answered(self._environment, edge.consumer.name, arguments)
            return answer.error is None and not _found_nothing(edge.consumer, answer.body)

    def _refusal(self, edge: Candidate, arguments: dict[str, Json], value: Json) -> str:
        taken = [row[edge.kind.column] for row in self._rows(edge.kind.entity)]
        made_up = with_value(arguments, edge.argument, wrong_key(value, taken, self._rng))
        answer = answered(self._environment, edge.consumer.name, made_up)
        if answer.error is not None:
            return answer.error
        if _found_nothing(edge.consumer, answer.body):
            return "empty"
        raise Unsuitable("A made-up value is accepted as well.")


def _found_nothing(tool: Tool, body: Json) -> bool:
    at = place_of(tool.answer, "$items")
    return at is not None and value_at(body, at)[1] == []
