"""The planner: a description in, a plan out, and every operation either a tool or unmodelled with its reason."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from generator.description import Description, JsonSchema
from generator.plan import RESERVED_TOOL_NAMES, Declared, Member, Plan, Source, Tool, Unmodelled, Value
from generator.rules.accords import with_accords
from generator.rules.answers import said_of_lists
from generator.rules.array_paths import with_array_paths
from generator.rules.asides import add_asides
from generator.rules.asked_scopes import add_asked_scopes
from generator.rules.bare_lists import with_rows_of_looks
from generator.rules.beginnings import shown_unasked
from generator.rules.callers import assumed_of, assumed_words
from generator.rules.columnar import add_scoped_keys, with_columns
from generator.rules.constants import add_constants
from generator.rules.counters import add_counters
from generator.rules.declared import declared_of
from generator.rules.deletion import add_refusals
from generator.rules.documents import with_documents
from generator.rules.drafts import Draft, frozen
from generator.rules.entities import draft_entities
from generator.rules.examples import add_examples
from generator.rules.hidden import add_hidden
from generator.rules.joins import with_joins
from generator.rules.linked import add_linked
from generator.rules.made import add_made
from generator.rules.makers import add_makers, forget_others
from generator.rules.marks import add_marks
from generator.rules.naming import shortened, singular, snake, sql_name, squashed, unique_name, words
from generator.rules.narrowing import narrow_keys
from generator.rules.observation import observed
from generator.rules.owned import add_owned_keys
from generator.rules.parent_values import add_parent_values
from generator.rules.persons import without_strangers
from generator.rules.readings import Reading, read_operations
from generator.rules.references import add_references, add_scopes
from generator.rules.resources import Resource, find_resources
from generator.rules.retries import add_retry_keys
from generator.rules.sayings import with_sayings
from generator.rules.searches import with_searches
from generator.rules.shelves import add_shelves
from generator.rules.silent_answers import with_silent_answers
from generator.rules.stays import let_stay
from generator.rules.tools import tool_or_reason
from generator.rules.transport import without_transport
from generator.rules.uniqueness import add_unique
from generator.rules.untouched import add_untouched
from generator.rules.variants import add_variants, with_named_rows
from generator.rules.verb_pairs import with_verb_pairs
from generator.rules.verbs import is_action
from generator.schema import Schemas

_LONGEST_TOOL = 40


def plan_from(description: Description, name: str | None = None, seed: int = 0) -> Plan:
    """Return the plan that the rules make of a description; ``name`` defaults to one made from its title."""
    description = with_sayings(without_transport(description))
    schemas = Schemas(description.schemas, description.exemplified)
    silent = with_silent_answers(read_operations(description, schemas), schemas)
    description = replace(description, schemas={**description.schemas, **silent.rows})
    schemas = Schemas(description.schemas, description.exemplified)
    readings = with_verb_pairs(silent.readings, schemas)
    readings = with_array_paths(with_documents(readings, schemas), schemas)
    readings = with_joins(with_rows_of_looks(readings, schemas), schemas)
    readings = with_named_rows(with_searches(with_columns(readings, schemas)), schemas)
    resources = find_resources(readings, schemas)
    drafts = draft_entities(resources, schemas)
    for draft in drafts.values():
        draft.general = said_of_lists(description.text)
        draft.peers = drafts
    for draft in drafts.values():
        add_asides(draft, schemas)
        add_retry_keys(draft, schemas)
        add_hidden(draft, schemas)
    add_scopes(drafts, schemas)
    add_scoped_keys(drafts.values())
    add_owned_keys(drafts.values(), schemas)
    add_asked_scopes(drafts, schemas)
    narrow_keys(drafts.values(), schemas)
    add_references(drafts)
    let_stay(drafts)
    add_shelves(drafts, schemas)
    add_constants(drafts.values(), schemas)
    for draft in drafts.values():
        add_marks(draft, schemas)
    assumed = {
        name: [
            *add_made(draft, description.base_url, schemas),
            *shown_unasked(draft, schemas),
            *add_makers(draft, schemas),
            *add_untouched(draft),
            *add_variants(draft),
            *assumed_of(draft),
        ]
        for name, draft in drafts.items()
    }
    add_linked(drafts, schemas)
    add_parent_values(drafts)
    for draft in drafts.values():
        add_counters(draft)
    add_refusals(drafts)
    for draft in drafts.values():
        add_unique(draft, schemas)
    names = tool_names(readings)
    decided = observed(list(_decided(resources, drafts, names, schemas)), drafts)
    order = {reading.operation.id: number for number, reading in enumerate(readings)}
    decided.sort(key=lambda pair: order[pair[0].operation.id])
    agreed = [(with_accords(made, reading.operation), reading) for reading, made in decided if isinstance(made, Tool)]
    examined = [add_examples(tool, reading.operation, schemas) for tool, reading in agreed]
    tools = tuple(tool for tool, _ in examined)
    unmodelled = tuple(made for _, made in decided if isinstance(made, Unmodelled))
    kept = _entities_in_use(drafts, tools)
    forget_others(kept)
    tools = tuple(without_strangers(tool, {draft.name for draft in kept}) for tool in tools)
    declared = tuple(declared_of(reading.operation, made) for reading, made in decided)
    created = {tool.entity for tool in tools if tool.pattern in ("create", "upsert", "batch")}
    return Plan(
        name=name or server_name(description.title),
        title=description.title,
        version=description.version,
        text=description.text,
        source=Source(url=description.source, sha256=description.sha256),
        base_url=description.base_url,
        base_path=description.base_path,
        seed=seed,
        entities=tuple(frozen(draft) for draft in kept),
        tools=tools,
        schemas=_schemas_in_use(description, tools, kept, declared),
        unmodelled=unmodelled,
        declared=declared,
        assumptions=(
            *(said for draft in kept if draft.name in created for said in assumed[draft.name]),
            *assumed_words(tools),
            *silent.assumed,
            *dict.fromkeys(said for _, contradictions in examined for said in contradictions),
        ),
    )


def server_name(title: str) -> str:
    """Return a server's name made from an API's title: "Office Projects API" gives "office_projects"."""
    filler = {"api", "rest", "openapi", "swagger", "the", "v1", "v2", "v3"}
    parts = [part for part in words(title) if part not in filler] or words(title)
    name = sql_name("_".join(parts), "api")
    while len(name) > 22 and "_" in name:
        name = name.rsplit("_", 1)[0]
    return shortened(name, 22)


def _decided(
    resources: list[Resource], drafts: dict[str, Draft], names: dict[str, str], schemas: Schemas
) -> Iterator[tuple[Reading, Tool | Unmodelled]]:
    for resource in resources:
        draft = drafts.get(resource.name)
        literals = {id(reading): literal for literal, reading in resource.below}
        for reading in resource.readings:
            if draft is None:
                label = reading.label
                yield (
                    reading,
                    Unmodelled(operation=label, reason="Nothing that it sends or shows has documented properties."),
                )
                continue
            name = names[reading.operation.id]
            yield reading, tool_or_reason(reading, draft, literals.get(id(reading)), name, schemas)


def tool_names(readings: list[Reading]) -> dict[str, str]:
    """Return a tool's name for every operation id; they depend on the whole description, not on what is selected of it.

    The operationId in snake_case, without the tag before it; where there is none, or it is too long, method and path.
    """
    wanted = {reading.operation.id: _wanted_name(reading) for reading in readings}
    counts: dict[str, int] = {}
    for name in wanted.values():
        counts[name] = counts.get(name, 0) + 1
    taken: set[str] = set(RESERVED_TOOL_NAMES)
    names = {}
    for reading in readings:
        name = wanted[reading.operation.id]
        if counts[name] > 1:
            name = _plain_name(reading.operation.id) or _path_name(reading)
        names[reading.operation.id] = unique_name(shortened(name, _LONGEST_TOOL), taken, _LONGEST_TOOL)
        taken.add(names[reading.operation.id])
    return names


def _wanted_name(reading: Reading) -> str:
    identifier = reading.operation.id
    for tag in reading.operation.tags:
        head, separator, rest = identifier.partition("_" if "_" in identifier else ".")
        if separator and squashed(head) == squashed(tag) and len(words(rest)) > 1:
            identifier = rest
    return _plain_name(identifier) or _path_name(reading)


def _plain_name(identifier: str) -> str:
    """Return the identifier as a tool's name, an empty text where it is a path or too long to be one."""
    name = snake(identifier)
    if "/" in identifier or " " in identifier or not name or not name[0].isalpha() or len(name) > _LONGEST_TOOL:
        return ""
    return name


_VERBS = {"GET": "get", "POST": "create", "PUT": "replace", "PATCH": "update", "DELETE": "delete"}


def _path_name(reading: Reading) -> str:
    """Return a name made of method and path: "GET /projects/{id}/tasks" gives "list_project_tasks"."""
    literals = [snake(literal) for literal in reading.path.literals if snake(literal)]
    verb = (
        "list"
        if reading.method == "GET" and reading.shape.kind == "list"
        else _VERBS.get(reading.method, reading.method.lower())
    )
    one = reading.path.ends_in_parameter
    if reading.method == "POST" and literals and not one and is_action(reading.path.literals[-1]):
        return "_".join([literals[-1], *(singular(part) for part in literals[-3:-1])])
    parts = [singular(part) if number < len(literals) - 1 or one else part for number, part in enumerate(literals)]
    return "_".join([verb, *parts[-3:], *words(reading.path.verb)])


def _entities_in_use(drafts: dict[str, Draft], tools: tuple[Tool, ...]) -> list[Draft]:
    """Return the drafts that a tool speaks of, and those that these refer to, in the order of the documentation."""
    used = {tool.entity for tool in tools}
    used |= {
        argument.does.of
        for tool in tools
        for argument in tool.arguments
        if isinstance(argument.does, Member | Value) and argument.does.of is not None
    }
    named = frozenset().union(*(tool.tables for tool in tools))
    used |= {draft.name for draft in drafts.values() if named & {draft.table, f"{draft.name}_json"}}
    while True:
        more = {
            slot.references.entity for name in used for slot in drafts[name].slots.values() if slot.references
        } - used
        if not more:
            return [draft for name, draft in drafts.items() if name in used]
        used |= more


def _schemas_in_use(
    description: Description, tools: tuple[Tool, ...], drafts: list[Draft], declared: tuple[Declared, ...]
) -> dict[str, JsonSchema]:
    """Return the named schemas that arguments, answers and columns refer to, directly or through each other."""
    wanted: list[Any] = [argument.value for tool in tools for argument in tool.arguments]
    wanted += [tool.output for tool in tools] + [slot.schema for draft in drafts for slot in draft.slots.values()]
    wanted += [schema for each in declared for schema in each.responses.values()]
    found: dict[str, JsonSchema] = {}
    while wanted:
        part = wanted.pop()
        if isinstance(part, dict):
            reference = part.get("$ref")
            if isinstance(reference, str) and reference.startswith("#/$defs/"):
                name = reference.removeprefix("#/$defs/").replace("~1", "/").replace("~0", "~")
                if name in description.schemas and name not in found:
                    found[name] = description.schemas[name]
                    wanted.append(found[name])
            wanted.extend(part.values())
        elif isinstance(part, list):
            wanted.extend(part)
    return {name: found[name] for name in sorted(found)}
