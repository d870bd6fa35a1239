"""What the rules make of real descriptions beside the checkout, in numbers; ``UPDATE_GOLDEN=1`` writes them anew.

The numbers say nothing of what is right: a change of rules shows in them, and is looked at before they are written.
"""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from generator.discover import description_of
from generator.openapi.read import read_description
from generator.plan import Plan
from generator.rules.planner import plan_from
from planning.reasons import without_names

SPECS = Path(__file__).parents[4] / "shared" / "specs"
GOLDEN = Path(__file__).parent / "golden_plans.json"
FILES = sorted(path for path in SPECS.glob("*") if path.suffix in (".json", ".yaml"))
ABSENT = "no real descriptions: ../shared/specs is absent beside the checkout"


def counts(plan: Plan) -> dict[str, Any]:
    """The numbers of a plan, and the planner's own sentences with theirs; no word of the document."""
    reasons = Counter(without_names(each.reason) for each in plan.unmodelled)
    return {
        "operations": len(plan.tools) + len(plan.unmodelled),
        "tools": len(plan.tools),
        "entities": len(plan.entities),
        "patterns": dict(sorted(Counter(tool.pattern for tool in plan.tools).items())),
        "left out": sum(len(tool.left_out) for tool in plan.tools),
        "unmodelled": dict(sorted(reasons.items())),
    }


def known() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(GOLDEN.read_text(encoding="utf-8")) if GOLDEN.exists() else {}
    return found


def remember(name: str, numbers: dict[str, Any]) -> None:
    """Write the numbers of one description: a line for each, so that two changes seldom meet."""
    every = {**known(), name: numbers}
    lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(every[key], ensure_ascii=False)}" for key in sorted(every))
    GOLDEN.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


@pytest.mark.skipif(not FILES, reason=ABSENT)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_rules_make_of_a_real_description_what_they_made_before(path: Path) -> None:
    document, _ = description_of(str(path))
    numbers = counts(plan_from(read_description(document)))
    if os.environ.get("UPDATE_GOLDEN"):
        remember(path.name, numbers)
    assert numbers == known().get(path.name), f"{path.name} is planned otherwise; UPDATE_GOLDEN=1 writes it anew"


@pytest.mark.skipif(not FILES, reason=ABSENT)
def test_every_real_description_has_its_numbers_and_no_other() -> None:
    assert sorted(known()) == [path.name for path in FILES]


def test_a_reason_is_told_without_the_names_of_the_document() -> None:
    assert without_names("The documentation does not say what its answer holds.").endswith("what its answer holds.")
    told = without_names("It needs the input xyzzy: it names nothing that is kept.")
    assert "xyzzy" not in told
    assert told.startswith("It needs the input …")
    assert without_names("Words that no rule says.") == "another reason"
