"""Row paths: each property of a row with the place where it stands, its own and those that a group holds for it."""

from collections.abc import Iterator

from generator.description import JsonSchema
from generator.rules.expandable import shown_key
from generator.rules.readings import row_properties
from generator.schema import Schemas


def properties_with_paths(
    schema: JsonSchema, schemas: Schemas, groups: frozenset[str] = frozenset()
) -> tuple[tuple[tuple[str, ...], JsonSchema], ...]:
    """Return each property of a row with its path; those of ``groups`` and of ``attributes`` (JSON:API) are its own."""
    return schemas.kept(schema, groups, lambda: tuple(_properties_with_paths(schema, schemas, groups)))


def _properties_with_paths(
    schema: JsonSchema, schemas: Schemas, groups: frozenset[str]
) -> Iterator[tuple[tuple[str, ...], JsonSchema]]:
    properties = row_properties(schema, schemas)
    for name, value in properties.items():
        inner = schemas.properties(value)
        is_own = name == "attributes" and ("id" in properties or "type" in properties)
        if inner and (is_own or name in groups):
            for part, part_schema in inner.items():
                yield (name, part), _as_shown(part_schema, schemas)
        else:
            yield (name,), _as_shown(value, schemas)


def _as_shown(schema: JsonSchema, schemas: Schemas) -> JsonSchema:
    """Return the schema of a property as rows show it: the key where it may be that or the thing that it names."""
    return shown_key(schema, schemas) or schemas.plain(schema)
