"""Atomicity: a call that fails at its last step has done nothing, and the right call goes through after it."""

from collections.abc import Iterator

from generator.check import Check, CheckStep
from generator.effects import addition, removal
from generator.laws.batching import batch_rows, new_elements, not_all_found, unknown_element
from generator.laws.contract import call_arguments
from generator.laws.references import dangling
from generator.laws.steps import check, refused, refused_somehow, succeeds
from generator.laws.uniqueness import clashes, doubles
from generator.meaning import Row
from generator.plan import Entity, Json, Plan, Tool
from generator.probe import Probe
from generator.seeded import far_values

NAME = "atomicity"
STATEMENT = "A call that fails changes nothing, however late it fails, and the right call goes through after it."


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check for each tool with a late step that can fail: what is unique, a reference, a bad element."""
    for tool in probe.tools("create", "update", "replace", "delete", "batch"):
        steps = list(_steps(plan, probe, tool))
        if steps:
            yield check(NAME, tool, "does_all_or_nothing", STATEMENT, steps)


def _steps(plan: Plan, probe: Probe, tool: Tool) -> Iterator[CheckStep]:
    if tool.pattern == "batch":
        yield from _with_a_bad_element(plan, probe, tool)
    elif tool.pattern == "delete":
        yield from _held_below(plan, probe, tool)
    else:
        yield from _with_a_bad_value(plan, probe, tool)


def _with_a_bad_value(plan: Plan, probe: Probe, tool: Tool) -> Iterator[CheckStep]:
    """All arguments right but one that fails in the end, then all right."""
    entity = plan.entity(tool.entity)
    found = doubles if tool.pattern == "create" else clashes
    conflict = next(found(entity, probe, tool, whole=True), None)
    nothing = next(dangling(entity, probe, tool, whole=True), None) if conflict is None else None
    if conflict is None and nothing is None:
        return
    if conflict is not None:
        yield refused(tool, conflict, "conflict")
    elif nothing is not None:
        yield refused_somehow(tool, nothing[0])
    right = call_arguments(probe, tool, optional=True)
    if right is not None:
        yield succeeds(tool, right, effect=addition(plan, entity) if tool.pattern == "create" else None)


def _held_below(plan: Plan, probe: Probe, tool: Tool) -> Iterator[CheckStep]:
    """The deletion of a row with which others would go, one of which something else still needs."""
    entity = plan.entity(tool.entity)
    for row in () if tool.soft else probe.addressable(tool):
        late = all(link.on_delete != "refuse" for link, _ in probe.referrers(entity, row))
        arguments = probe.arguments(tool, row)
        if late and arguments is not None and removal(plan, probe, entity, row) is None:
            yield refused_somehow(tool, arguments)
            return


def _with_a_bad_element(plan: Plan, probe: Probe, tool: Tool) -> Iterator[CheckStep]:
    """Right elements with one at the end that names nothing, then the right ones alone."""
    over = tool.argument(tool.over)
    rows: list[Row] = [] if tool.each == "create" else batch_rows(probe, tool)
    row = next(iter(rows or probe.addressable(tool) or probe.rows(tool.entity)), None)
    base = probe.arguments(tool, row)
    entity = plan.entity(tool.entity)
    elements = new_elements(probe, tool, entity) if tool.each == "create" else [probe.element(tool, r) for r in rows]
    if base is None or not elements:
        return
    bad = _stray(entity, elements[0]) if tool.each == "create" else unknown_element(probe, tool, entity, elements[0])
    for right in (elements, elements[:1]):
        if bad is not None and probe.samples(tool, over.name).accepts([*right, bad]):
            wrong = {**base, over.name: [*right, bad]}
            yield refused_somehow(tool, wrong) if tool.each == "create" else not_all_found(tool, wrong)
            yield succeeds(tool, {**base, over.name: right})
            return


def _stray(entity: Entity, element: Json) -> Json:
    """The element with a reference to nothing; None where it has no reference."""
    for column in entity.columns:
        name = (column.path or (column.name,))[0]
        if column.references is not None and isinstance(element, dict) and element.get(name) is not None:
            return {**element, name: far_values(column)[-1]}
    return None
