"""Real descriptions beside the checkout are read without a crash; skipped where they are absent."""

import json
import time
from pathlib import Path

import jsonschema_rs
import pytest

from generator.document import Document
from generator.fetch import read_source
from generator.openapi.read import read_description
from generator.schema import Schemas
from reading.site import openapi

SHARED = Path(__file__).parents[4] / "shared"
FILES = sorted(
    path
    for folder in ("specs", "fidelity")
    for path in (SHARED / folder).glob("*")
    if path.suffix in (".json", ".yaml")
)
DRAFT = {"$schema": "https://json-schema.org/draft/2020-12/schema"}


@pytest.mark.skipif(not FILES, reason="no real descriptions: ../shared/specs is absent beside the checkout")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_real_description_is_read_whole_and_its_schemas_are_valid(path: Path) -> None:
    description = read_description(read_source(str(path)))
    assert description.operations and description.source == path.name
    assert len({operation.id for operation in description.operations}) == len(description.operations)
    for schema in description.schemas.values():
        jsonschema_rs.meta.validate({**DRAFT, **schema})
    schemas = Schemas(description.schemas)
    for operation in description.operations:
        assert operation.source.startswith(f"{path.name}#/paths/")
        for parameter in operation.parameters:
            jsonschema_rs.meta.validate({**DRAFT, **schemas.bundle(parameter.schema)})
        for holder in (operation.body, *operation.responses):
            if holder is not None and holder.schema is not None:
                jsonschema_rs.meta.validate({**DRAFT, **schemas.bundle(holder.schema, 2)})


def test_a_large_description_takes_a_few_seconds() -> None:
    shared: dict[str, object] = {}
    for n in range(3000):
        others = {f"p{k}": {"$ref": f"#/components/schemas/Thing{(n * 7 + k) % 3000}"} for k in range(12)}
        shared[f"Thing{n}"] = {"type": "object", "properties": others}
    answer = {
        "description": "d" * 600,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing1"}}},
    }
    responses = {code: answer for code in ("200", "201", "404")}
    paths = {f"/things/{n}": {"get": {"operationId": f"get{n}", "responses": responses}} for n in range(4000)}
    data = json.dumps(openapi(paths, components={"schemas": shared})).encode()
    assert len(data) > 9_000_000
    started = time.process_time()  # what else the machine does takes none of it
    description = read_description(Document("large.json", data))
    assert time.process_time() - started < 10
    assert len(description.operations) == 4000 and len(description.schemas) == 3000
