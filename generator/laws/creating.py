"""Creating: what was sent is what is shown, and the list holds it exactly once."""

from collections.abc import Iterator, Mapping

from generator.candidates import filter_candidates
from generator.check import Check, CheckStep, Hold, out_of_step
from generator.effects import addition, begun, fresh_values, moments
from generator.laws.steps import (
    alien_holds,
    asking,
    check,
    document_holds,
    items_place,
    shown_column,
    succeeds,
    value_hold,
    widest,
)
from generator.laws.walking import turned_to
from generator.meaning import (
    alike,
    column_place,
    inner_value,
    key_columns,
    order_columns,
    page_size,
    passes,
    picked,
    place_of,
    pointer,
)
from generator.plan import Argument, Entity, Filter, Json, Key, Parts, Plan, Tool
from generator.probe import Probe
from generator.seeded import MOST_VALUES

NAME = "create"
STATEMENT = "What a create is given is what it answers, what get shows, and what the list holds exactly once."


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield for each create a check that follows the new row, with all arguments and with the least."""
    for tool in probe.tools("create"):
        entity = plan.entity(tool.entity)
        whole = probe.creations(tool, optional=True) or probe.creations(tool)
        if whole:
            because = "What was sent is shown by the answer, by get and by the list, which holds it once."
            yield check(NAME, tool, "keeps_what_was_sent", because, followed(probe, entity, tool, whole[0]))
            sent = begun(entity, tool, whole[0])
            steps = list(appearance(probe, entity, tool, whole[0], known_columns(entity, tool, sent)))
            if steps:
                because = "A new row changes the list that should hold it."
                yield check(NAME, tool, "shows_up_in_the_list", because, steps)
        least = probe.creations(tool)
        if least and whole and least[0].keys() != whole[0].keys():
            because = "What was not sent begins as documented."
            yield check(NAME, tool, "begins_as_documented", because, followed(probe, entity, tool, least[-1]))


def appearance(
    probe: Probe, entity: Entity, tool: Tool, arguments: Mapping[str, Json], known: Mapping[str, Json]
) -> Iterator[CheckStep]:
    """Yield the lists before and after a row came that cannot be told by its key: each shows something else."""
    asked: list[tuple[Tool, str, dict[str, Json]]] = []
    for lister in probe.tools("list", "search", entity=entity.name):
        found, where = items_place(lister), scope(probe, lister, known)
        if found is not None and where is not None and held_once(entity, lister, known) is None:
            asked.append((lister, found[0], where))
    if asked:
        yield from (succeeds(lister, where) for lister, _, where in asked)
        yield succeeds(tool, arguments)
    for number, (lister, items, where) in enumerate(asked):
        yield succeeds(lister, where, [Hold(at=items, test="differs", value=out_of_step(number, items))])


def followed(probe: Probe, entity: Entity, tool: Tool, arguments: Mapping[str, Json]) -> list[CheckStep]:
    """Return the steps that create a row and look for it wherever it should be seen."""
    sent = begun(entity, tool, arguments)
    effect = addition(
        probe.plan, entity, fresh_values(entity, tool, arguments), moments(entity, tool, "created", "updated")
    )
    holds = [*sent_holds(entity, tool, sent), *unsent_holds(entity, tool, sent)]
    first = succeeds(tool, arguments, holds, effect=effect)
    known = known_columns(entity, tool, sent)
    return [first, *seen_steps(probe, entity, tool, known, sent)]


def known_columns(entity: Entity, tool: Tool, sent: Mapping[str, Json]) -> dict[str, Json]:
    """Return the new row's columns that later steps can name: what was sent, and the key that the answer shows."""
    known = dict(sent)
    for name in entity.key:
        where = shown_column(tool, entity, name)
        if name not in known and where is not None:
            known[name] = out_of_step(0, where)
    return known


def _told_holds(entity: Entity, tool: Tool, sent: Mapping[str, Json]) -> Iterator[Hold]:
    """Yield the holds that objects which tell of what was sent by its key alone, or by the path, hold that key."""
    for column in entity.columns:
        where = shown_column(tool, entity, column.name) if column.made == "copied" and column.shows else None
        key = sent.get(column.template)
        if where is not None and key is not None:
            yield Hold(at=where + pointer(next(iter(column.shows))), test="equals", value=key)


def sent_holds(entity: Entity, tool: Tool, sent: Mapping[str, Json], base: str | None = None) -> list[Hold]:
    """Return the holds that the tool's answer about one row shows what was sent, and a key of its own."""
    found: list[Hold] = []
    for name, value in sent.items():
        where = shown_column(tool, entity, name)
        if where is not None:
            found.append(value_hold(entity, name, value, where))
    row = place_of(tool.answer, "$row")
    found += [] if row is None else document_holds(entity, tool.form, sent, row)
    for column in entity.columns:
        where = shown_column(tool, entity, column.name)
        if column.made in ("id", "created", "token") and column.name not in sent and where is not None:
            found.append(Hold(at=where, test="present"))
    found += _told_holds(entity, tool, sent)
    return found


def unsent_holds(entity: Entity, tool: Tool, sent: Mapping[str, Json]) -> Iterator[Hold]:
    """Yield the holds that the answer about a new row shows nothing, in the documented way, for what was not sent."""
    for column in entity.columns:
        where = shown_column(tool, entity, column.name)
        told = column.name in sent or column.name in tool.set or column.made is not None
        if where is None or told or not column.nullable or column.type == "boolean":
            continue
        is_left_out = column.absent and place_of(tool.answer, f"$column:{column.name}") is None
        yield Hold(at=where, test="absent") if is_left_out else Hold(at=where, test="equals", value=None)
    base = place_of(tool.answer, "$row")
    yield from [] if base is None else alien_holds(entity, tool.form, base)


def seen_steps(
    probe: Probe, entity: Entity, tool: Tool, known: Mapping[str, Json], sent: Mapping[str, Json], step: int = 0
) -> list[CheckStep]:
    """Return the steps by which other tools show the row of ``step``: a get, and every list that should hold it."""
    steps: list[CheckStep] = []
    reader = probe.reader(entity.name, known)
    if reader is not None:
        holds = sent_holds(entity, reader, sent)
        here, there = place_of(tool.answer, "$row"), place_of(reader.answer, "$row")
        whole = not any(isinstance(each.does, Parts) and each.does.keyed for each in reader.arguments)
        if here is not None and there is not None and tool.form == reader.form and whole:
            holds = [Hold(at=there, test="equals", value=out_of_step(step, here))]
        steps.append(succeeds(reader, address(reader, known), holds))
    for lister in probe.tools("list", "search", entity=entity.name):
        hold = held_once(entity, lister, known)
        arguments = scope(probe, lister, {**known, **sent})  # what was sent last: an upsert may have changed the row
        if hold is not None and arguments is not None:
            steps.append(succeeds(lister, arguments, [hold]))
    return steps


def address(tool: Tool, known: Mapping[str, Json]) -> dict[str, Json]:
    """Return the key arguments of the tool, from columns that are known, and what asks for all that it can show.

    Of a get those are also the filters by whose defaults it would hide the row.
    """
    found = asking(tool)
    for argument in tool.arguments:
        does = argument.does
        if (isinstance(does, Key) and does.column in known) or (
            isinstance(does, Filter) and _hides(tool, argument, does) and known.get(does.column) is not None
        ):
            found[argument.name] = known[does.column]
    return found


def _hides(tool: Tool, argument: Argument, test: Filter) -> bool:
    """Return whether a row that the argument's default does not let pass must be asked for."""
    is_equal = test.test == "eq" and not test.inside
    return tool.pattern == "get" and is_equal and argument.value.get("default") is not None


def scope(probe: Probe, lister: Tool, known: Mapping[str, Json]) -> dict[str, Json] | None:
    """Return the arguments of the list that should hold a row of which these columns are known, if there are any."""
    found = widest(probe, lister)
    for argument in lister.arguments:
        if argument.name in found or not (argument.required or _may_hide(argument, known)):
            continue
        value = _letting_pass(probe, lister, argument, known)
        if value is None:
            return None
        found[argument.name] = value
    if not all(accord.holds(found) for accord in lister.accords):
        return None
    return _with_last_page(probe, lister, found)


def _may_hide(argument: Argument, known: Mapping[str, Json]) -> bool:
    """Whether the argument is a filter by whose default the row might not pass."""
    does, default = argument.does, argument.value.get("default")
    if not isinstance(does, Filter) or default is None:
        return False
    return does.column not in known or _is_later(known[does.column]) or not passes(does, dict(known), default)


def _letting_pass(probe: Probe, lister: Tool, argument: Argument, known: Mapping[str, Json]) -> Json:
    """The value of a key or filter by which the row is in the list, or None."""
    does = argument.does
    if isinstance(does, Key) or (isinstance(does, Filter) and does.test == "eq" and argument.required):
        inside = does.inside if isinstance(does, Filter) else ()
        value = known.get(does.column)
        value = inner_value(value, inside) if inside else value
        # A filter may take some of the values alone that rows have: others are in no list.
        taken = isinstance(does, Key) or _is_later(value) or probe.samples(lister, argument.name).accepts(value)
        return value if taken else None
    if not isinstance(does, Filter) or does.column not in known or _is_later(known[does.column]):
        return None
    samples = probe.samples(lister, argument.name)
    values = [*filter_candidates(does, dict(known)), *samples.valid(MOST_VALUES)]
    return next((value for value in values if samples.accepts(value) and passes(does, dict(known), value)), None)


def _is_later(value: Json) -> bool:
    """Whether the value stands in an answer that a step gives."""
    return "$step" in str(value)


def _with_last_page(probe: Probe, lister: Tool, arguments: dict[str, Json]) -> dict[str, Json] | None:
    """The same, with the page on which a new row stands where not all rows fit on one; None where that is not known."""
    size = page_size(lister, arguments)
    if size is None or "$step" in str(arguments):
        return arguments
    count = len(picked(lister, probe.rows(lister.entity), arguments))
    if count < size:
        return arguments
    moved = {} if order_columns(lister, arguments) else turned_to(lister, count // size * size, size)
    return {**arguments, **moved} if moved else None


def listed_steps(probe: Probe, entity: Entity, known: Mapping[str, Json], test: str = "once") -> Iterator[CheckStep]:
    """Yield the lists that should hold a row of which these columns are known exactly once (or never)."""
    for lister in probe.tools("list", "search", entity=entity.name):
        hold, arguments = held_once(entity, lister, known, test), scope(probe, lister, known)
        if hold is not None and arguments is not None and is_told(probe, entity, lister, known):
            yield succeeds(lister, arguments, [hold])


def is_told(probe: Probe, entity: Entity, lister: Tool, known: Mapping[str, Json]) -> bool:
    """Return whether no other row of the list has the last part of this one's key: in each scope there may be one."""
    named = {column.name for column in key_columns(entity, lister).values()}
    others = [name for name in entity.key[:-1] if name not in named]
    last = entity.key[-1:]
    alike_rows = [row for row in probe.rows(entity.name) if all(alike(row.get(name), known.get(name)) for name in last)]
    return all(alike(row.get(name), known.get(name)) for row in alike_rows for name in others)


def held_once(entity: Entity, lister: Tool, known: Mapping[str, Json], test: str = "once") -> Hold | None:
    """Return the hold that the list has the row of these columns exactly once (or never); None if it shows no key."""
    found = items_place(lister)
    name = entity.key[-1] if entity.key else ""
    if found is None or name not in known or (len(entity.key) > 1 and entity.column(name).references is not None):
        return None
    where, whole = found
    each = column_place(entity, name, lister.form) if whole else ""
    if each is None:
        return None
    return Hold.model_validate({"at": where, "each": each, "test": test, "value": known[name]})
