"""Groups: objects in which answers gather a row's own properties, though callers send these beside each other.

``{"name", "size"}`` is sent, and ``{"id", "name", "body": {"size", "created"}}`` is shown.
"""

from generator.rules.made import is_stamp
from generator.rules.readings import row_properties, sent_properties
from generator.rules.resources import Resource
from generator.schema import Schemas

_WRITES = frozenset({"POST", "PUT", "PATCH"})


def group_names(resource: Resource, schemas: Schemas) -> frozenset[str]:
    """Return the properties of the resource's rows that group others.

    Such an object is never sent itself and has no key of its own; what it holds is sent, most of it, or beside times.
    A ``key`` beside the row's own id is no key of its own.
    """
    writes = [reading for reading in (*resource.many, *resource.items) if reading.method in _WRITES]
    sent = {name for reading in writes if reading.body_items is None for name in sent_properties(reading, schemas)}
    rows = [reading.shape.row for reading in resource.items if reading.method == "GET" and reading.shape.row]
    found: set[str] = set()
    for row in rows:
        properties = row_properties(row, schemas)
        keys = {"id", "uuid"} if "id" in properties else {"id", "uuid", "key"}
        dated = any(is_stamp(name) for name in properties)
        holding, times = {}, set()
        for name, schema in properties.items():
            inner = schemas.properties(schema).keys()
            known = {part for part in inner if part in sent and part not in properties}
            if known and name not in sent and not keys & inner:
                holding[name] = 2 * len(known) >= len(inner) or any(is_stamp(part) for part in inner)
            elif not dated and name not in sent and not keys & inner and any(is_stamp(part) for part in inner):
                times.add(name)
        # Where one object groups what is sent, the others do that hold some of it, or the only times of the row.
        found |= holding.keys() | times if any(holding.values()) else set()
    return frozenset(found)
