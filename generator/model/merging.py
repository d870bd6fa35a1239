"""Two entities of a plan made one: only those whose rows could stand in one table as they are."""

from generator.model.conditions import Refused
from generator.plan import Entity, Plan


def with_merged(plan: Plan, gone: Entity, kept: Entity) -> Plan:
    """Return the plan in which the rows of one entity are those of another. Raises: Refused."""
    if gone.name == kept.name or gone.key != kept.key or gone.id != kept.id:
        raise Refused("only entities with the same key can be one: write programs instead")
    known = {column.name: column for column in kept.columns}
    other = [column for column in gone.columns if column.name in known and known[column.name].type != column.type]
    if other:
        raise Refused(f"{other[0].name} is of another type in both")
    columns = (*kept.columns, *(column for column in gone.columns if column.name not in known))
    forms = {**kept.forms, "full": tuple(column.name for column in columns if column.path)}
    for name, shown in gone.forms.items():
        forms.setdefault(f"{gone.name}_{name}", shown)
    merged = kept.model_copy(update={"columns": columns, "forms": forms})
    entities = tuple(
        _pointing(merged if each.name == kept.name else each, gone.name, kept.name)
        for each in plan.entities
        if each.name != gone.name
    )
    tools = tuple(
        tool.model_copy(update={"entity": kept.name, "form": f"{gone.name}_{tool.form}"})
        if tool.entity == gone.name
        else tool
        for tool in plan.tools
    )
    return plan.model_copy(update={"entities": entities, "tools": tools})


def _pointing(entity: Entity, old: str, new: str) -> Entity:
    columns = tuple(
        column.model_copy(update={"references": column.references.model_copy(update={"entity": new})})
        if column.references is not None and column.references.entity == old
        else column
        for column in entity.columns
    )
    return entity.model_copy(update={"columns": columns})
