"""What paths take as keys: some values only, whole numbers, and values of several kinds."""

from typing import Any

from generator.plan import Column, Entity
from generator.seed.rows import seed_rows
from planning.specs import in_path, listing, parameter, plan_of, sends, shows, tool_at

Json = Any
TEXT: Json = {"type": "string"}
NUMBER: Json = {"type": "number"}


def thing(**properties: Json) -> Json:
    return {"type": "object", "properties": properties}


def key_of(entity: Entity) -> Column:
    return entity.column(entity.key[-1])


def test_nobody_makes_up_a_key_of_which_a_path_takes_some_values_only() -> None:
    direction = parameter("direction", {"type": "string", "enum": ["in", "out"]}, "path")
    route = thing(direction=TEXT, stops=TEXT)
    plan = plan_of({"/routes/{direction}": {"get": {"parameters": [direction], "responses": shows(route)}}})
    key = key_of(plan.entity("route"))
    assert (key.made, key.value["enum"]) == (None, ["in", "out"])
    assert {row["direction"] for row in seed_rows(plan)["routes"]} == {"in", "out"}


def test_choices_that_a_path_takes_are_no_ids() -> None:
    place = parameter("in", {"type": "string", "enum": ["city", "street"]}, "path")
    plan = plan_of({"/matches/{in}": {"get": listing(thing(id=TEXT, name=TEXT), place)}})
    assert {row["in"] for row in seed_rows(plan)["matches"]} <= {"city", "street"}


def test_choices_refer_to_no_row_whose_key_may_be_any() -> None:
    name = parameter("name", {"type": "string", "enum": ["ups", "dhl"]}, "path")
    plan = plan_of(
        {
            "/carriers": {"get": listing(thing(id=TEXT, title=TEXT)), "post": {"requestBody": sends(thing(title=TEXT)),
                          "responses": shows(thing(id=TEXT, title=TEXT), "201")}},
            "/carriers/{id}": {"get": {"parameters": [in_path("id")], "responses": shows(thing(id=TEXT, title=TEXT))}},
            "/carriers/{name}/settings": {"get": {"parameters": [name], "responses": shows(thing(pickup=TEXT))}},
        }
    )  # fmt: skip
    settings = next(entity for entity in plan.entities if entity.name.endswith(("settings", "setting")))
    assert [column.references for column in settings.columns if "enum" in column.value] == [None]


def test_a_text_that_a_path_takes_as_a_number_is_one_of_digits() -> None:
    at = parameter("newsid", NUMBER, "path")
    news = thing(newsid=TEXT, title=TEXT)
    plan = plan_of({"/bulletins/{newsid}": {"get": {"parameters": [at], "responses": shows(news)}}})
    assert all(row["newsid"].isdigit() for row in seed_rows(plan)["bulletins"])


def test_an_id_that_is_shown_as_a_number_is_a_whole_one() -> None:
    group = thing(id=NUMBER, title=TEXT)
    plan = plan_of(
        {
            "/groups": {"get": listing(group)},
            "/groups/{id}": {"get": {"parameters": [parameter("id", NUMBER, "path")], "responses": shows(group)}},
        }
    )
    assert key_of(plan.entity("group")).type == "integer"


def test_of_several_kinds_of_value_a_key_is_the_one_that_rows_show() -> None:
    identifier = parameter("key_identifier", {"anyOf": [TEXT, {"type": "integer"}]}, "path")
    key = thing(id={"type": "integer"}, print=TEXT)
    plan = plan_of(
        {
            "/keys": {"get": listing(key)},
            "/keys/{key_identifier}": {"get": {"parameters": [identifier], "responses": shows(key)}},
        }
    )
    assert key_of(plan.entity("key")).name == "id"
    assert tool_at(plan, "GET /keys/{key_identifier}").pattern == "get"


def test_rows_whose_key_is_a_whole_number_begin_in_its_order() -> None:
    plan = plan_of({"/ports": {"get": {"responses": shows({"type": "array", "items": {"type": "integer"}})}}})
    (rows,) = seed_rows(plan).values()
    (name,) = plan.entities[0].key
    assert [row[name] for row in rows] == sorted(row[name] for row in rows)
