"""programs/*.sql: the template of each pattern, filled with what its tool does."""

from collections.abc import Callable, Mapping

from generator.errors import RenderError
from generator.plan import PatternKind, Plan, Tool
from generator.render.accords import with_accords
from generator.render.batches import batch_program
from generator.render.changing import delete_program, singleton_program, unlink_program, update_program
from generator.render.copying import copy_program
from generator.render.creating import create_program, link_program, upsert_program
from generator.render.finding import with_found_keys, with_persons
from generator.render.reading import get_program, list_program
from generator.render.scope import Context, Scope
from generator.render.templates import template
from generator.render.text import comment, laid_out
from generator.render.words import sentence
from generator.schema import Schemas


def programs_of(plan: Plan) -> dict[str, str]:
    """Return every tool's program by file name.

    Raises: RenderError for the first tool that its pattern cannot express; the others are in its ``more``.
    """
    schemas = Schemas(plan.schemas)
    found: dict[str, str] = {}
    faults: list[RenderError] = []
    for tool in plan.tools:
        try:
            found[f"programs/{tool.name}.sql"] = program(plan, tool, schemas)
        except RenderError as fault:
            faults.append(fault)
    if faults:
        faults[0].more = tuple(faults[1:])
        raise faults[0]
    return found


def program(plan: Plan, tool: Tool, schemas: Schemas | None = None) -> str:
    """Return the text of the tool's program. Raises: RenderError for a tool that its pattern cannot express."""
    scope = Scope(plan, tool, plan.entity(tool.entity), schemas or Schemas(plan.schemas))
    try:
        name, context = PATTERNS[tool.pattern](scope)
    except RenderError as error:
        raise error if error.where else scope.fault(error.what, error.next) from error
    base = {"sentence": comment(sentence(plan, tool)), "source": comment(tool.source, 2000), "status": tool.status}
    text = laid_out(template(f"programs/{name}.sql.jinja").render({**base, **context}))
    return with_accords(scope, with_persons(scope, with_found_keys(scope, text)))


def _custom(scope: Scope) -> tuple[str, Context]:
    if scope.tool.copies:
        return copy_program(scope)
    if not scope.tool.steps:
        raise scope.fault("A custom tool has no steps.", "Write its program's lines into steps.")
    return "custom", {"steps": "\n".join(scope.tool.steps)}


PATTERNS: Mapping[PatternKind, Callable[[Scope], tuple[str, Context]]] = {
    "list": list_program,
    "search": list_program,
    "get": get_program,
    "view": get_program,
    "create": create_program,
    "update": update_program,
    "replace": update_program,
    "transition": update_program,
    "singleton": singleton_program,
    "upsert": upsert_program,
    "delete": delete_program,
    "link": link_program,
    "unlink": unlink_program,
    "batch": batch_program,
    "custom": _custom,
}
