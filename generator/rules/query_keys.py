"""Query keys: one thing that a query picks, ``GET /aliases?aliasName=``, read as ``GET /aliases/{aliasName}``.

The path itself is the collection, or a thing without one. What follows needs to know no second way: what fills a
parameter of a path may stand in the query.
"""

from generator.description import Operation, Parameter
from generator.rules.credentials import is_credential
from generator.rules.envelopes import response_shape, type_names
from generator.rules.naming import singular_name, squashed, words
from generator.rules.paths import ResourcePath, Segment, owner_names, resource_path
from generator.rules.verbs import is_action
from generator.schema import Schemas

_KEYS = frozenset("id uuid guid gid sid key slug name code token number".split())
_METHODS = frozenset({"GET", "PUT", "PATCH", "DELETE"})


def path_with_query_key(operation: Operation, schemas: Schemas) -> ResourcePath | None:
    """Return the path with the query parameter that picks the one thing behind it; None where none surely does."""
    path = resource_path(operation.path)
    if not path or path.ends_in_parameter or path.verb or operation.method not in _METHODS:
        return None
    if is_action(path.literals[-1]):
        return None
    asked = [each for each in operation.parameters if each.place == "query" and not is_credential(each.name, each.text)]
    keys = [each for each in asked if _is_key(each, path, schemas)]
    sure = [each for each in keys if each.required or len(asked) == 1]
    if len(sure) != 1 or not _is_about_one(operation, sure[0], path, schemas):
        return None
    return ResourcePath((*path.segments, Segment(sure[0].name, True)))


def _is_key(parameter: Parameter, path: ResourcePath, schemas: Schemas) -> bool:
    """Return whether a parameter is called the key of what the path's last literal names: ``id``, ``aliasName``."""
    schema = schemas.resolve(parameter.schema)
    if not type_names(schema) & {"string", "integer"} or "enum" in schema or type_names(schema) & {"array"}:
        return False
    parts = words(parameter.name)
    owner, word = owner_names(parameter.name)
    if not parts or parts[-1] not in _KEYS:
        return False
    things = {squashed(singular_name(path.literals[-1])), (words(singular_name(path.literals[-1])) or [""])[-1]}
    return (not owner and word in ("id", "uuid", "guid", "key", "sid", "gid")) or squashed(owner) in things


def _is_about_one(operation: Operation, key: Parameter, path: ResourcePath, schemas: Schemas) -> bool:
    """Return whether an operation is about the one thing: a look shows a row, and a change is sure to be given one."""
    if operation.method != "GET":
        return key.required
    response = next((each for each in operation.responses if each.status[:1] == "2" and each.schema is not None), None)
    if response is None:
        return False
    names = frozenset({squashed(path.literals[-1]), squashed(singular_name(path.literals[-1]))})
    return response_shape(response.schema, schemas, names, one=False).kind == "row"
