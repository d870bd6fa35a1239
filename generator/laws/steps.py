"""The steps and holds that laws are put together from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.check import Check, CheckStep, Effect, Expectation, Hold
from generator.forms import shown
from generator.json_equality import json_key
from generator.meaning import (
    Part,
    Row,
    Telling,
    Tellings,
    column_place,
    in_order,
    order_columns,
    page_size,
    paging,
    picked,
    place_of,
    pointer,
    tells,
)
from generator.plan import Entity, Fields, Json, Parts, Plan, Tool
from generator.probe import Probe
from generator.render.interface import is_read_only
from generator.showing import parts_of, shown_by, shown_flags
from generator.statuses import failure_status
from state_db.errors import ErrorCode

UNCHANGED: dict[str, Effect] = {}


def succeeds(
    tool: Tool,
    arguments: Mapping[str, Json],
    holds: Iterable[Hold] = (),
    *,
    status: int | None = None,
    effect: Mapping[str, Effect] | None = None,
) -> CheckStep:
    """Return the step of a call that goes through with the documented status; a read leaves the state unchanged."""
    expect = Expectation(
        status=tool.status if status is None else status,
        state="unchanged" if is_read_only(tool) else None,
        holds=tuple(holds),
        effect=None if effect is None else dict(effect),
    )
    return CheckStep(tool=tool.name, arguments=dict(arguments), expect=expect)


def refused(tool: Tool, arguments: Mapping[str, Json], code: ErrorCode) -> CheckStep:
    """Return the step of a call that fails with the code and its documented status, and changes nothing."""
    expect = Expectation(status=failure_status(tool, code), error=code, state="unchanged")
    return CheckStep(tool=tool.name, arguments=dict(arguments), expect=expect)


def refused_somehow(tool: Tool, arguments: Mapping[str, Json]) -> CheckStep:
    """Return the step of a call that fails, with whatever error, and changes nothing."""
    return CheckStep(tool=tool.name, arguments=dict(arguments), expect=Expectation(error="any", state="unchanged"))


def check(law: str, tool: Tool, name: str, because: str, steps: Iterable[CheckStep], *, runs: int = 1) -> Check:
    """Return the check of a law about a tool; ``name`` is put behind the tool's."""
    return Check(name=f"{tool.name}_{name}", law=law, tool=tool.name, because=because, runs=runs, steps=tuple(steps))


# What an answer about one row must show


def row_holds(
    tool: Tool, entity: Entity, row: Row, arguments: Mapping[str, Json], skip: Iterable[str] = ()
) -> list[Hold]:
    """Return the holds that the tool's answer shows this row; the columns of ``skip`` may be anything."""
    found: list[Hold] = []
    for where, placeholder in asked_placeholders(tool, arguments):
        if placeholder == "$row" and names_properties(tool, arguments):
            if any(tells(value) for value in row.values()) or _shows_any(entity, tool, arguments, skip):
                continue
            found.append(Hold(at=where, test="equals", value=shown_by(tool, entity, row, arguments)))
        elif placeholder == "$row":
            found += shown_holds(tool, entity, row, where, arguments, skip)
        elif placeholder.startswith("$column:") and placeholder.removeprefix("$column:") not in skip:
            found.append(Hold(at=where, test="equals", value=row.get(placeholder.removeprefix("$column:"))))
    return found


def _shows_any(entity: Entity, tool: Tool, arguments: Mapping[str, Json], names: Iterable[str]) -> bool:
    """Return whether the tool's answer may show one of the columns that only the server counts on."""
    asked: set[str] = set()
    for each in tool.arguments:
        if isinstance(each.does, Fields):
            named = arguments.get(each.name)
            asked |= {str(name).partition(".")[0] for name in (named if isinstance(named, list) else ())}
            asked |= set(each.does.always)
    columns = [entity.column(name) for name in names if name in entity.forms[tool.form]]
    return any(column.made == "revision" and bool(asked & {*column.path[:1]}) for column in columns)


def shown_holds(
    tool: Tool, entity: Entity, row: Row, base: str, arguments: Mapping[str, Json], skip: Iterable[str] = ()
) -> list[Hold]:
    """Return the holds that the row stands at ``base`` as the tool shows it, without what must be asked for."""
    asked_for = parts_of(tool)
    if not asked_for:
        return form_holds(entity, tool.form, row, base, skip)
    if not [*skip] and not any(tells(value) for value in row.values()):
        return [Hold(at=base, test="equals", value=shown_by(tool, entity, row, arguments))]
    unsure = {base + pointer(name) for name in asked_for}
    holds = form_holds(entity, tool.form, row, base, skip)
    return [hold for hold in holds if not any(f"{hold.at}/".startswith(f"{place}/") for place in unsure)]


def names_properties(tool: Tool, arguments: Mapping[str, Json]) -> bool:
    """Return whether the arguments name the properties that the answer shows of a row."""
    return any(isinstance(each.does, Fields) and arguments.get(each.name) is not None for each in tool.arguments)


def form_holds(entity: Entity, form: str, row: Row, base: str, skip: Iterable[str] = ()) -> list[Hold]:
    """Return the holds that the row's JSON form stands at ``base``."""
    skipped = [name for name in skip if column_place(entity, name, form) is not None]
    if not skipped and not any(tells(value) for value in row.values()):
        return [Hold(at=base, test="equals", value=shown(entity, row, form))]
    found: list[Hold] = []
    for name in entity.forms[form]:
        where = column_place(entity, name, form)
        if where is not None and name not in skipped:
            found.append(value_hold(entity, name, row.get(name), base + where))
    found += document_holds(entity, form, row, base)
    return [*found, *alien_holds(entity, form, base)]


def document_holds(entity: Entity, form: str, row: Mapping[str, Json], base: str) -> Iterator[Hold]:
    """Yield the holds that what the row's document of free form holds is shown at ``base``, beside the columns."""
    columns = {entity.column(name).path[:1] for name in entity.forms[form]}
    for column in entity.columns:
        document = row.get(column.name) if column.open else None
        for name, value in document.items() if isinstance(document, dict) else ():
            if (name,) not in columns:
                yield Hold(at=base + pointer(name), test="equals", value=value)


def alien_holds(entity: Entity, form: str, base: str) -> list[Hold]:
    """Return the holds that the row's JSON form at ``base`` shows nothing that only another form has."""
    own = {entity.column(name).path[:1] for name in entity.forms[form]}
    others = {entity.column(name).path[:1] for names in entity.forms.values() for name in names}
    return [Hold(at=base + pointer(*path), test="absent") for path in sorted(others - own) if path]


def value_hold(entity: Entity, name: str, value: Json, where: str) -> Hold:
    """Return the hold that a column with this value is shown at the place."""
    if value is None:
        return Hold(at=where, test="empty")
    if isinstance(value, Tellings) and value:
        return Hold(at=where + pointer(len(value) - 1, value.named), test="equals", value=value[-1][value.named])
    if isinstance(value, Telling):
        return Hold(at=where + pointer(value.named), test="equals", value=value.get(value.named))
    return Hold(at=where, test="equals", value=value)


def placeholders(template: Json, base: tuple[str | int, ...] = ()) -> Iterator[tuple[str, str]]:
    """Yield every place of an answer's template that holds a placeholder, with the placeholder."""
    if isinstance(template, str) and template.startswith("$") and not template.startswith("$$"):
        yield pointer(*base), template
    elif isinstance(template, dict):
        for name, inner in template.items():
            yield from placeholders(inner, (*base, name))
    elif isinstance(template, list):
        for index, inner in enumerate(template):
            yield from placeholders(inner, (*base, index))


def shown_column(tool: Tool, entity: Entity, name: str) -> str | None:
    """Return where the tool's answer about one row shows the column, or None; what must be asked for is not sure."""
    column = entity.column(name)
    if asks_for_properties(tool) or (column.path and column.path[0] in parts_of(tool)):
        return None
    direct = place_of(tool.answer, f"$column:{name}")
    base, where = place_of(tool.answer, "$row"), column_place(entity, name, tool.form)
    return direct if direct is not None else None if base is None or where is None else base + where


def asks_for_properties(tool: Tool) -> bool:
    """Return whether every call names the properties that it is shown."""
    return any(isinstance(argument.does, Fields) and argument.required for argument in tool.arguments)


# What a list's answer must show


def listed(
    plan: Plan, probe: Probe, tool: Tool, arguments: Mapping[str, Json], rows: Sequence[Row] | None = None
) -> Part:
    """Return the part of the rows that the list shows: picked, put in order and cut to the page, in plain Python."""
    found = picked(tool, probe.rows(tool.entity) if rows is None else rows, arguments)
    found = in_order(found, order_columns(tool, arguments))
    size = page_size(tool, arguments)
    start = _start(tool, arguments, size or len(found))
    return Part(found[start:][:size], len(found), start, size)


def _start(tool: Tool, arguments: Mapping[str, Json], size: int) -> int:
    for what in ("page", "offset"):
        found = paging(tool, what)
        if found is not None and arguments.get(found[0]) is not None:
            asked = int(arguments[found[0]])
            return (asked - found[1].begins) * (1 if what == "offset" else size)
    return 0


def list_holds(
    tool: Tool, entity: Entity, part: Part, arguments: Mapping[str, Json], *, whole: bool = False
) -> list[Hold]:
    """Return the holds that a list's answer shows exactly the rows of the part, in their order.

    Rows are told apart by their keys, and one is looked at besides; with ``whole`` all of them are.
    """
    order = order_columns(tool, arguments)
    found: list[Hold] = []
    for where, placeholder in asked_placeholders(tool, arguments):
        if placeholder in ("$items", "$map") and (names_properties(tool, arguments) or parts_of(tool)):
            rows = [shown_by(tool, entity, row, arguments) for row in part.rows]
            test = "equals" if placeholder == "$items" and settled(part, order) else "same"
            found.append(Hold(at=where, each="", test=test, value=rows))
        elif placeholder in ("$items", "$map"):
            found += item_holds(tool, entity, part, where, order if placeholder == "$items" else None, whole=whole)
        elif placeholder.startswith("$items:"):
            values = [row.get(placeholder.removeprefix("$items:")) for row in part.rows]
            found.append(Hold(at=where, test="equals" if settled(part, order) else "same", value=values))
        elif placeholder == "$keys":
            keys = [row[entity.key[-1]] for row in part.rows]
            found.append(Hold(at=where, test="equals" if settled(part, order) else "same", value=keys))
    return found


def asked_placeholders(tool: Tool, arguments: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    """Yield the places of the answer's placeholders, without those that are left out unless they are asked for."""
    left = shown_flags(tool, arguments)
    hidden = [f"{place}/" for place, name in tool.asked.items() if arguments.get(name) is None]
    for where, placeholder in placeholders(tool.answer):
        if any(f"{where}/".startswith(place) for place in hidden):
            continue
        if where.split("/")[1:2] == [] or where.split("/")[1] not in left:
            yield where, placeholder


def item_holds(
    tool: Tool, entity: Entity, part: Part, where: str, order: Sequence[str] | None, *, whole: bool = False
) -> list[Hold]:
    """Return the holds that the items at ``where`` are the part's rows, and that the first is shown right."""
    test = "equals" if order is not None and settled(part, order) else "same"
    if whole:
        return [Hold(at=where, each="", test=test, value=[shown(entity, row, tool.form) for row in part.rows])]
    each, values = marks(entity, tool.form, part.rows)
    holds = [Hold(at=where, each=each, test=test, value=values)]
    if each != "" and part.rows:
        holds.append(Hold(at=where, each="", test="once", value=shown(entity, part.rows[0], tool.form)))
    return holds


def settled(part: Part, order: Sequence[str]) -> bool:
    """Return whether the order leaves no two rows of the part equal."""
    if not order:
        return True
    keys = [json_key([row.get(name.removeprefix("-")) for name in order]) for row in part.rows]
    return len(set(keys)) == len(keys)


def marks(entity: Entity, form: str, rows: Sequence[Row]) -> tuple[str, list[Json]]:
    """Return a pointer into items whose value tells these rows apart, and the values; "" is the whole item."""
    for name in (*reversed(entity.key), *(column.name for column in entity.columns if column.unique)):
        where = column_place(entity, name, form)
        values = [row.get(name) for row in rows]
        if where is not None and None not in values and len({json_key(value) for value in values}) == len(values):
            return where, values
    return "", [shown(entity, row, form) for row in rows]


def items_place(tool: Tool) -> tuple[str, bool] | None:
    """Return where a list's answer has its items, and whether they are whole rows (else keys)."""
    for placeholder in ("$items", "$map", "$keys"):
        where = place_of(tool.answer, placeholder)
        if where is not None:
            return where, placeholder != "$keys"
    return None


def widest(probe: Probe, tool: Tool, more: int = 3) -> dict[str, Json]:
    """Return the arguments that make one answer hold all seeded rows and some more, as far as they can, in whole."""
    return {**asking(tool), **_largest_page(probe, tool, more)}


def asking(tool: Tool) -> dict[str, Json]:
    """Return the arguments that ask for all of a row that the tool shows only on being asked, as far as words can."""
    parts = [(each.name, [*each.does.words]) for each in tool.arguments if isinstance(each.does, Parts)]
    return {name: True if words == [""] else [*words] for name, words in parts if words}


def _largest_page(probe: Probe, tool: Tool, more: int) -> dict[str, Json]:
    found = paging(tool, "size")
    if found is None:
        return {}
    name, size = found
    wanted = len(probe.rows(tool.entity)) + more
    if size.most is not None:
        wanted = min(wanted, size.most)
    while wanted > 1 and not probe.samples(tool, name).accepts(wanted):
        wanted -= 1
    usual = page_size(tool, {})
    return {} if usual is None or usual >= wanted else {name: wanted}


def list_arguments(probe: Probe, tool: Tool, row: Row | None) -> dict[str, Json] | None:
    """Return the arguments of the list that should hold the row: its scope, all on one page; None where it has none."""
    arguments = probe.arguments(tool, row)
    return None if arguments is None else {**arguments, **widest(probe, tool)}
