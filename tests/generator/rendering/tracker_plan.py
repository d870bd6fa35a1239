"""The plan of a tracker that uses every pattern, and the rows that its tests begin with."""

from typing import Any

from generator.plan import Plan, Source
from rendering.tracker_entities import BOARD, COMMENT, LABEL, PROJECT, SETTINGS, TAGGING, TASK
from rendering.tracker_tools import TOOLS

Json = Any

PLAN = Plan(
    name="tracker",
    title="Tracker",
    version="1.0",
    text="# Tracker\n\nProjects, their [tasks](https://tracker.example) and labels.",
    source=Source(url="https://tracker.example/openapi.yaml", sha256="0" * 64),
    entities=(COMMENT, TASK, PROJECT, LABEL, TAGGING, SETTINGS, BOARD),
    tools=TOOLS,
    assumptions=("New tasks begin as drafts.",),
)

DAY = "2026-01-01T00:00:00Z"


def project_row(key: str, name: str) -> dict[str, Json]:
    return {"id": key, "name": name, "slug": None, "url": f"https://tracker.example/projects/{key}", "created_at": DAY}


def task_row(number: int, project: str, title: str, **more: Json) -> dict[str, Json]:
    return {
        "id": number,
        "project_id": project,
        "title": title,
        "note": None,
        "due": None,
        "status": "draft",
        "done": False,
        "starred": None,
        "rank": None,
        "tags": None,
        "meta": None,
        "parent": None,
        "secret": None,
        "created_at": DAY,
        "updated_at": DAY,
        **more,
    }


SEED: dict[str, list[dict[str, Json]]] = {
    "projects": [project_row("prj_a", "Alpha"), project_row("prj_b", "Beta")],
    "settings": [
        {"project_id": "prj_a", "theme": "dark", "limits": {"a": 1, "b": 2}},
        {"project_id": "prj_b", "theme": "light", "limits": None},
    ],
    "tasks": [
        task_row(1, "prj_a", "Paint", status="open", rank=2, tags=["red", "blue"], note="Äpfel"),
        task_row(2, "prj_a", "anchor", status="draft", rank=None, tags=["blue"], meta={"k": {"x": 1, "y": 2}, "z": 3}),
        task_row(3, "prj_a", "Bolt", status="done", rank=1, done=True, starred=True),
        task_row(4, "prj_a", "paper", status="open", rank=2, due="2026-02-01"),
        task_row(5, "prj_b", "Other", status="open", rank=7, parent="prj_a"),
        task_row(6, "prj_a", "Zinc", rank=None),
        task_row(7, "prj_a", "Yarn", rank=2),
    ],
    "comments": [
        {"task_id": 1, "number": 1, "body": "first", "author": None},
        {"task_id": 2, "number": 2, "body": "other", "author": None},
    ],
    "labels": [{"name": "bug", "color": "red", "group": None}, {"name": "idea", "color": "grey", "group": "x"}],
    "taggings": [{"task_id": 1, "label_name": "bug", "reason": None}],
    "order": [{"id": "o1", "label_names": ["bug", "idea"], "group": None}],
}
