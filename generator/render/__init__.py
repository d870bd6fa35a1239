"""Plan to the text of a server folder: equal plans give equal bytes."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from generator.collection import uncollected
from generator.layout import indented
from generator.plan import Plan, plan_text
from generator.render.begun import Begun, Rows, taken_rows
from generator.render.identity import digests, server_json
from generator.render.interface import routes_json, tools_json, tools_text
from generator.render.pages import instructions, readme, server_source, test_source
from generator.render.programs import programs_of
from generator.render.soundness import check_plan
from generator.render.tables import tables_of
from generator.render.templates import template
from generator.render.text import comment
from generator.seed.rows import seed_rows


@uncollected()
def render(plan: Plan, seed: Rows | None = None, with_output: Collection[str] = ()) -> dict[str, str]:
    """Return every file that the plan alone decides, by its name in the folder.

    ``seed`` are the rows of seed.json where they are neither the plan's nor made from it. ``with_output`` names the
    tools whose answers are promised by an output schema. Raises: RenderError.
    """
    check_plan(plan)
    programs = programs_of(plan)
    schema = schema_sql(plan)
    is_made = seed is None and plan.rows is None
    rows = rows_of(plan) if seed is None else seed
    begun = taken_rows(schema, rows) if is_made else Begun(rows, {})
    files = {
        "plan.json": plan_text(plan),
        "instructions.md": instructions(plan),
        "schema.sql": schema,
        "seed.json": seed_text(begun.rows),
        "tools.json": tools_text(tools_json(plan, with_output, programs)),
        "routes.json": _json(routes_json(plan)),
        **programs,
        f"test_{plan.name}.py": test_source(plan),
        "server.py": server_source(plan),
    }
    return {**files, "server.json": _json(server_json(plan, files, begun.said))}


def rows_of(plan: Plan) -> Rows:
    """Return the rows that the plan begins with: its own, or those that are made from it."""
    return seed_rows(plan) if plan.rows is None else plan.rows


def with_promises(plan: Plan, files: Mapping[str, str], tools: Collection[str]) -> dict[str, str]:
    """Return the plan's rendered files, in which these tools promise their answers by an output schema."""
    promised = {**files, "tools.json": tools_text(tools_json(plan, tools, files))}
    return {**promised, "server.json": _json({**json.loads(files["server.json"]), "files": digests(promised)})}


def schema_sql(plan: Plan, entities: Collection[str] | None = None) -> str:
    """Return schema.sql; or of it only the tables of these entities."""
    heading = f"Tables of {comment(plan.title, 100)}. Rendered from plan.json: change the plan, not this file."
    text = template("schema.sql.jinja").render(
        heading=heading, source=comment(plan.source.url, 2000), tables=tables_of(plan, entities)
    )
    return text.rstrip("\n") + "\n"


def seed_text(rows: Rows) -> str:
    """Return seed.json: a line for each row, so that rows can be compared."""
    tables = []
    for table, found in rows.items():
        lines = ",\n".join(f"    {json.dumps(row, ensure_ascii=False)}" for row in found)
        tables.append(f"  {json.dumps(table)}: [\n{lines}\n  ]" if found else f"  {json.dumps(table)}: []")
    return "{\n" + ",\n".join(tables) + "\n}\n" if tables else "{}\n"


def _json(value: Any) -> str:
    return indented(value) + "\n"


__all__ = ["readme", "render", "rows_of", "schema_sql", "seed_text", "with_promises"]
