"""The order in which answers arrive decides nothing: the folder has the same bytes."""

import asyncio
import json
import re
from pathlib import Path
from typing import Any

from generator.generate import Request, generate
from generator.model.settings import Settings

from .endpoints import endpoint, stage_of
from .test_pipeline import folder_bytes

Json = Any

# More tools than one request for checks asks about.
FRUIT = ("apple", "pear", "plum", "fig", "lemon", "cherry", "quince", "melon")


def section(name: str) -> str:
    return f"""## {name.capitalize()}s

`POST /{name}s` adds one; send `label` (string, required). Answers 201 with {{"id": 3, "label": "{name} of Ede"}}.

```json
{{"id": 3, "label": "{name} of Ede"}}
```

`GET /{name}s` lists all {name}s.

```json
[{{"id": 3, "label": "{name} of Ede"}}]
```

`GET /{name}s/{{{name}_id}}` answers with one {name}.
"""


PAGE = "# Fruit\n\n" + "\n".join(map(section, FRUIT))


def operations(name: str) -> list[Json]:
    one = {"object": name.capitalize(), "example": f'{{"id": 3, "label": "{name} of Ede"'}
    label = {"name": "label", "place": "body", "type": "string", "required": True,
             "quotation": "send label (string, required)"}  # fmt: skip
    return [
        {"name": f"create_{name}", "method": "POST", "path": f"/{name}s", "quotation": f"POST /{name}s adds one",
         "parameters": [label], "answer": {"status": 201, **one}},
        {"name": f"list_{name}s", "method": "GET", "path": f"/{name}s", "quotation": f"GET /{name}s lists all",
         "answer": {**one, "many": True, "example": f'[{{"id": 3, "label": "{name} of Ede"'}},
        {"name": f"get_{name}", "method": "GET", "path": f"/{name}s/{{{name}_id}}",
         "quotation": f"answers with one {name}.", "answer": one},
    ]  # fmt: skip


def answer(body: Json) -> str:
    """What the reader says; each request for checks gets one for every creation, all under one name."""
    if stage_of(body) == "reading":
        return json.dumps({"operations": [each for name in FRUIT for each in operations(name)]})
    if stage_of(body) != "checks":
        return json.dumps({"edits": []})
    found = re.findall(r"^- create_(\w+): ", body["messages"][1]["content"], re.MULTILINE)
    checks = [
        {"name": "made", "because": f"The {name} has its label.", "quotation": f"POST /{name}s adds one",
         "steps": [{"tool": f"create_{name}", "arguments": {"label": "x"}, "holds": [{"at": "/label", "value": "x"}]}]}
        for name in found
    ]  # fmt: skip
    return json.dumps({"checks": checks})


def test_answers_that_arrive_the_other_way_round_give_the_same_bytes(tmp_path: Path) -> None:
    page = tmp_path / "fruit.md"
    page.write_text(PAGE, encoding="utf-8")
    asked: list[Json] = []
    answered: list[asyncio.Event] = []

    async def last_first(body: Json) -> None:
        """Let the first of two requests for checks wait until the second has its answer."""
        if stage_of(body) != "checks":
            return
        asked.append(body)
        if len(asked) == 1:
            answered.append(asyncio.Event())
            await asyncio.wait_for(answered[0].wait(), timeout=60)
        else:
            answered[0].set()

    with endpoint(answer) as (url, _):
        one = Settings("m", url, "k", tmp_path / "one.sqlite", concurrency=1)
        first = generate(Request(str(page), "fruit", tmp_path / "one", model=one))
    with endpoint(answer, last_first) as (url, _):
        two = Settings("m", url, "k", tmp_path / "two.sqlite", concurrency=2)
        second = generate(Request(str(page), "fruit", tmp_path / "two", model=two))
    assert len(asked) == 2
    assert [check.name for check in first.plan.checks] == [
        "documented_made",
        *(f"documented_made_{number}" for number in range(2, len(FRUIT) + 1)),
    ]
    assert folder_bytes(first.folder) == folder_bytes(second.folder)
