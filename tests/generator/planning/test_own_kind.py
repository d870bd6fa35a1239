"""Things below one of their own kind: what is made below one is found by its key, and listed below it alone."""

from generator.plan import Plan, Value
from generator.render import render
from generator.verify import opened, prove
from planning.specs import Json, in_path, listing, plan_of, ref, sends, shows, tool_at
from state_db.environment import Environment

TEXT: Json = {"type": "string"}
CHORE: Json = {"type": "object", "required": ["id", "name"], "properties": {"id": TEXT, "name": TEXT, "note": TEXT}}
NEW: Json = {"type": "object", "required": ["name"], "properties": {"name": TEXT, "note": TEXT}}


def chores() -> Plan:
    makes = {"requestBody": sends(NEW), "responses": shows(ref("Chore"), "201")}
    below = {"parameters": [in_path("chore_id")], "get": listing(ref("ChoreInBrief")), "post": makes}
    return plan_of(
        {
            "/chores": {"get": listing(ref("ChoreInBrief")), "post": makes},
            "/chores/{chore_id}": {"parameters": [in_path("chore_id")], "get": {"responses": shows(ref("Chore"))}},
            "/chores/{chore_id}/subchores": below,
        },
        Chore=CHORE,
        ChoreInBrief={**CHORE, "properties": {"id": TEXT, "name": TEXT}},
    )


def test_what_is_made_below_one_of_its_kind_is_one_itself() -> None:
    plan = chores()
    makes = tool_at(plan, "POST /chores/{chore_id}/subchores")
    lists = tool_at(plan, "GET /chores/{chore_id}/subchores")
    assert (makes.entity, lists.entity) == ("chore", "chore")
    assert makes.argument("note").does == Value(column="note")
    files = render(plan)
    image = opened(plan, files)
    assert prove(plan, files).result.failed == ()
    with Environment.open(image, scenario={image.name: {"chores": [{"id": "1", "name": "Wash"}]}}) as environment:
        made = environment.call(makes.name, {"chore_id": "1", "name": "Rinse", "note": "Cold."}).body
        one = environment.call(tool_at(plan, "GET /chores/{chore_id}").name, {"chore_id": made["id"]}).body
        below = [environment.call(lists.name, {"chore_id": key}).body for key in ("1", made["id"])]
    assert one == {"id": made["id"], "name": "Rinse", "note": "Cold."}
    assert [[row["id"] for row in rows] for rows in below] == [[made["id"]], []]
