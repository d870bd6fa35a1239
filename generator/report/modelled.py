"""What was made of documentation: every operation, its pattern and inputs, what is not modelled and why, entities."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from generator.generate import Generated
from generator.plan import (
    Argument,
    Column,
    Direction,
    Entity,
    Filter,
    Key,
    Order,
    Paging,
    Parts,
    Plan,
    Show,
    Tool,
    Value,
)
from generator.report.coverage import Figures, figures_of, together
from generator.report.texts import printable
from generator.report.views import Reason, Share, reason_of, web_address
from generator.survey import Failure, Gain


@dataclass(frozen=True, slots=True)
class ArgumentView:
    """An argument and what it does, in words."""

    name: str
    required: bool
    place: str
    does: str


@dataclass(frozen=True, slots=True)
class OperationView:
    """An operation that is a tool. ``link`` leads to where it is documented, ``source`` says where that is."""

    tool: Tool
    link: str
    source: str
    arguments: tuple[ArgumentView, ...]


@dataclass(frozen=True, slots=True)
class EntityView:
    """An entity with its columns; each is told with what it is beside its type."""

    entity: Entity
    columns: tuple[tuple[Column, str], ...]


@dataclass(frozen=True, slots=True)
class ModelView:
    """All that is shown of one generated server; ``reasons`` are those of unmodelled operations, by how often."""

    anchor: str
    plan: Plan
    figures: Figures
    coverage: Share
    link: str
    operations: tuple[OperationView, ...]
    patterns: tuple[tuple[str, int], ...]
    unmodelled: tuple[Reason, ...]
    entities: tuple[EntityView, ...]


@dataclass(frozen=True, slots=True)
class RunView:
    """All servers of one run, the sources of which there is none, and the figures of all together."""

    servers: tuple[ModelView, ...]
    failures: tuple[Failure, ...]
    whole: Figures
    coverage: Share
    inputs: Share
    writes: Share
    checks: Share


def run_view(gains: Sequence[Gain]) -> RunView:
    """Return what is shown of a run."""
    whole = together([figures_of(gain) for gain in gains])
    return RunView(
        tuple(model_view(gain) for gain in gains if isinstance(gain, Generated)),
        tuple(gain for gain in gains if isinstance(gain, Failure)),
        whole,
        Share(whole.tools, whole.operations),
        Share(*whole.inputs),
        Share(*whole.writes),
        Share(whole.checks[0] - whole.checks[1], whole.checks[0]),
    )


def model_view(made: Generated) -> ModelView:
    """Return what is shown of a server."""
    plan, figures = made.plan, figures_of(made)
    return ModelView(
        anchor=plan.name,
        plan=plan,
        figures=figures,
        coverage=Share(figures.tools, figures.operations),
        link=web_address(plan.source.url),
        operations=tuple(_operation(tool) for tool in plan.tools),
        patterns=tuple(Counter(tool.pattern for tool in plan.tools).most_common()),
        unmodelled=tuple(reason_of(plan, each) for each in (*plan.unmodelled, *plan.dropped)),
        entities=tuple(_entity(entity) for entity in plan.entities),
    )


def _operation(tool: Tool) -> OperationView:
    return OperationView(
        tool, web_address(tool.source), tool.source, tuple(_argument(argument) for argument in tool.arguments)
    )


def _argument(argument: Argument) -> ArgumentView:
    wire = ".".join(argument.wire)
    place = argument.place if wire in ("", argument.name) else f"{argument.place}: {wire}"
    return ArgumentView(argument.name, argument.required, place, role_words(argument))


def role_words(argument: Argument) -> str:
    """Return what an argument does, in words."""
    match argument.does:
        case Key(column=column):
            return f"picks rows by {column}"
        case Value(column=column):
            return f"is written to {column}"
        case Filter(column=column, test=test, columns=columns):
            return f"narrows by {', '.join(columns) or column} ({test.replace('_', ' ')})"
        case Paging(what="size", default=default, most=most):
            return f"is how many rows a page has: {default or 'all'} by default{f', {most} at most' if most else ''}"
        case Paging(what=what):
            return f"chooses the page ({what})"
        case Order(by=by):
            return f"sorts by one of {len(by)} orders"
        case Direction():
            return "turns the order around"
        case Show(properties=properties):
            return f"shows {', '.join(properties)} as well"
        case Parts(properties=properties):
            return f"shows {', '.join(properties)} of each row as well"
        case _:
            return "is read by the program"


def _entity(entity: Entity) -> EntityView:
    return EntityView(entity, tuple((column, column_words(entity, column)) for column in entity.columns))


def column_words(entity: Entity, column: Column) -> str:
    """Return what a column is beside its type: a part of the key, made by the server, a reference."""
    said = ["key"] if column.name in entity.key else []
    said += ["unique"] if column.unique else []
    said += [f"made: {column.made}"] if column.made else []
    said += [f"refers to {column.references.entity}"] if column.references else []
    said += ["never shown"] if not column.path or column.write_only else []
    return ", ".join(said)


def run_text(gains: Sequence[Gain]) -> str:
    """Return the same as plain text."""
    run = run_view(gains)
    lines = [f"{run.whole.tools} of {run.whole.operations} operations are tools ({run.coverage.percent} %)."]
    for failure in run.failures:
        lines += ["", f"# {failure.source}", f"Not compiled: {failure.error}"]
    for server in run.servers:
        lines += ["", f"# {server.plan.title} ({server.plan.name})", f"Source: {server.plan.source.url}"]
        lines += [f"{server.figures.tools} of {server.figures.operations} operations are tools.", "", "## Operations"]
        for each in server.operations:
            lines += _operation_lines(each)
        lines += ["", "## Not modelled", *(f"- {each.what}: {each.why}" for each in server.unmodelled)]
        lines += ["", "## Entities"]
        for kind in server.entities:
            lines.append(f"- {kind.entity.name}")
            lines += [f"    {each.name} {each.type}{f' ({said})' if said else ''}" for each, said in kind.columns]
        lines += ["", "## Assumptions", *(f"- {said}" for said in server.plan.assumptions)]
    return printable("\n".join(lines)) + "\n"


def _operation_lines(view: OperationView) -> list[str]:
    tool = view.tool
    lines = [f"- {tool.method} {tool.path} → {tool.name}: {tool.pattern} {tool.entity} [{view.source}]"]
    lines += [f"    {each.name}{'' if each.required else '?'} ({each.place}) {each.does}" for each in view.arguments]
    return lines + [f"    left out: {each.input}: {each.reason}" for each in tool.left_out]
