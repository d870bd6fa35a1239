"""Required inputs that name what rows show deep inside, or what rows belong to."""

from generator.plan import Filter, Plan
from planning.specs import Json, in_path, listing, parameter, plan_of, ref, sends, shows, tool_at

TEXT: Json = {"type": "string"}
GRANT: Json = {
    "type": "object",
    "properties": {
        "id": TEXT,
        "title": TEXT,
        "fence": {"type": "object", "properties": {"fence": {"type": "object", "properties": {"id": TEXT}}}},
    },
    "required": ["id"],
}


def grants() -> Plan:
    new = {"type": "object", "properties": {"title": TEXT, "fence": GRANT["properties"]["fence"]}}
    paths = {
        "/grants": {
            "get": listing(ref("Grant"), parameter("fence_id", TEXT, required=True)),
            "post": {"requestBody": sends(new), "responses": shows(ref("Grant"), "201")},
        },
        "/grants/{grant_id}": {"get": {"parameters": [in_path("grant_id")], "responses": shows(ref("Grant"))}},
    }
    return plan_of(paths, Grant=GRANT)


def test_a_key_is_found_in_the_object_that_another_only_wraps() -> None:
    tool = tool_at(grants(), "GET /grants")
    assert tool.argument("fence_id").does == Filter(column="fence", inside=("fence", "id"))


def test_of_several_scopes_a_list_belongs_to_the_one_that_the_text_names() -> None:
    note: Json = {"type": "object", "properties": {"id": TEXT, "text": TEXT}, "required": ["id"]}
    rule: Json = {"type": "object", "properties": {"id": TEXT, "title": TEXT}, "required": ["id"]}
    asked = parameter("rule_id", TEXT, required=True, description="The ID of the garden\nrule to get notes for.")
    paths: Json = {"/notes": {"get": listing(ref("Note"), asked)}}
    for name in ("garden_rules", "kitchen_rules"):
        one = {"parameters": [in_path("rule")], "responses": shows(ref("Rule"))}
        paths |= {f"/{name}": {"get": listing(ref("Rule"))}, f"/{name}/{{rule}}": {"get": one}}
    plan = plan_of(paths, Note=note, Rule=rule)
    notes = next(entity for entity in plan.entities if entity.name == "note")
    column = next(column for column in notes.columns if column.name == "rule_id")
    assert column.references is not None
    assert column.references.entity == "garden_rule"
