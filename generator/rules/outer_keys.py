"""Keys outside of paths: one thing that a query or a body picks, read as if its key stood in the path.

``GET /aliases?aliasName=`` is ``GET /aliases/{aliasName}``: the path itself is the collection, or a thing without one.
What follows needs to know no second way: what fills a parameter of a path may stand in the query or the body.
"""

from generator.description import JsonSchema, Operation, Parameter
from generator.rules.credentials import is_credential
from generator.rules.envelopes import response_shape, type_names
from generator.rules.naming import first_word, last_word, singular_name, snake, squashed, words
from generator.rules.paths import ResourcePath, Segment, owner_names, resource_path
from generator.rules.verbs import is_action
from generator.schema import Schemas

_KEYS = frozenset("id uuid guid gid sid key slug name code token number".split())
_METHODS = frozenset({"GET", "PUT", "PATCH", "DELETE"})
_IDS = frozenset("id uuid guid gid sid".split())
# What is done to a collection, also where a key is sent: the new row's own, or that of what it belongs to.
_OF_MANY = frozenset(
    "upsert create add insert upload import search find query filter lookup list get batch bulk count validate".split()
)
_CHANGES = frozenset({"POST", "PUT", "PATCH"})


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


def path_with_body_key(operation: Operation, schemas: Schemas) -> ResourcePath | None:
    """Return the path with the one key that a change or deletion must be sent: ``PUT /items {"key": …}``.

    None where it sends none, several, or an array of things.
    """
    path = resource_path(operation.path)
    if not path or path.ends_in_parameter or path.verb or operation.method not in _METHODS or operation.body is None:
        return None
    literal = path.literals[-1]
    resolved = schemas.resolve(operation.body.schema)
    if is_action(literal) or singular_name(literal) == snake(literal) or type_names(resolved) != {"object"}:
        return None
    required = resolved.get("required", ())
    sent = schemas.properties(operation.body.schema)
    named = [name for name, schema in sent.items() if name in required and names_one(name, schema, literal, schemas)]
    return ResourcePath((*path.segments, Segment(named[0], True))) if len(named) == 1 else None


def path_with_sent_key(operation: Operation, schemas: Schemas) -> ResourcePath | None:
    """Return the path of an action behind the one thing whose key it is sent: ``POST /orders/cancel {"orderId": …}``.

    None where the path's last literal is no action, where a parameter stands before it, or where no key must be sent.
    """
    path = resource_path(operation.path)
    if operation.method not in _CHANGES or path.ends_in_parameter or path.verb or len(path.segments) < 2:
        return None
    thing, action = path.segments[-2:]
    if thing.is_parameter or not is_action(action.text) or is_action(thing.text):
        return None
    if first_word(action.text) in _OF_MANY:
        return None
    required = schemas.resolve(operation.body.schema).get("required", ()) if operation.body else ()
    sent = schemas.properties(operation.body.schema) if operation.body else {}
    named = [name for name, schema in sent.items() if name in required and _is_id(name, schema, thing.text, schemas)]
    asked = [each for each in operation.parameters if each.place == "query" and each.required]
    named += [each.name for each in asked if _is_id(each.name, each.schema, thing.text, schemas)]
    if len(named) != 1:
        return None
    return ResourcePath((*path.segments[:-1], Segment(named[0], True), action))


def _is_key(parameter: Parameter, path: ResourcePath, schemas: Schemas) -> bool:
    return names_one(parameter.name, parameter.schema, path.literals[-1], schemas)


def _is_id(name: str, given: JsonSchema, literal: str, schemas: Schemas) -> bool:
    return last_word(name) in _IDS and names_one(name, given, literal, schemas)


def names_one(name: str, given: JsonSchema, literal: str, schemas: Schemas) -> bool:
    """Return whether an input is called the key of what a literal names: ``id``, ``aliasName`` of aliases."""
    schema = schemas.resolve(given)
    if not type_names(schema) & {"string", "integer"} or "enum" in schema or type_names(schema) & {"array"}:
        return False
    parts = words(name)
    owner, word = owner_names(name)
    if not parts or parts[-1] not in _KEYS:
        return False
    things = {squashed(singular_name(literal)), (words(singular_name(literal)) or [""])[-1]}
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
