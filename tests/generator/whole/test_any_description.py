"""Any description over our own model becomes a server: it compiles, renders, prepares and passes its checks whole."""

import json
import os

from hypothesis import HealthCheck, assume, given, note, settings

from generator.document import Document
from generator.openapi.read import read_description
from generator.render import render
from generator.repair import mended
from generator.rules.planner import plan_from

from .descriptions import descriptions
from .values import Json

# Few enough for every run; FLEETWRIGHT_EXAMPLES=3000 looks for longer.
EXAMPLES = int(os.environ.get("FLEETWRIGHT_EXAMPLES", "25"))


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="FLEETWRIGHT_EXAMPLES" not in os.environ,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(descriptions())
def test_any_description_becomes_a_server_that_keeps_every_tool(document: Json) -> None:
    assume(document["paths"])  # one that documents no call is refused, and says so
    note(json.dumps(document, indent=1))
    text = json.dumps(document).encode()
    plan = plan_from(read_description(Document("https://drawn.example/openapi.json", text)))
    if not plan.tools:
        return
    assert render(plan) == render(plan)
    sound = mended(plan)
    assert [(each.operation, each.reason) for each in sound.plan.dropped] == []
    assert sound.proof.result.passed
    assert len(sound.plan.tools) + len(sound.plan.unmodelled) == len(plan.tools) + len(plan.unmodelled)
