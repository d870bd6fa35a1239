"""What the parameters of reads mean: properties that are named, objects inside of rows, times, orders, totals."""

from generator.plan import Argument, Plan
from planning.specs import Json, in_path, listing, parameter, plan_of, ref, sends, shows, tool_at

TEXT = {"type": "string"}
TIME = {"type": "string", "format": "date-time"}
TRIP: Json = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "title": TEXT,
        "driver": {"type": "object", "properties": {"id": TEXT, "name": TEXT}},
        "stops": {"type": "array", "items": {"type": "object", "properties": {"id": TEXT, "town": TEXT}}},
        "available_regions": {"type": "array", "items": TEXT},
        "labels": {"type": "object", "additionalProperties": TEXT},
        "created_at": TIME,
    },
}
BRIEF = {"type": "object", "properties": {"id": TEXT, "title": TEXT}}


def trips(*parameters: Json, row: Json = None, **more: Json) -> Plan:
    paths = {
        "/trips": {"get": listing(row or ref("Trip"), *parameters, **more)},
        "/trips/{trip_id}": {"get": {"parameters": [in_path("trip_id")], "responses": shows(ref("Trip"))}},
    }
    return plan_of(paths, Trip=TRIP, Brief=BRIEF)


def as_data(argument: Argument) -> Json:
    """Return what the argument does, without defaults."""
    return argument.does.model_dump(exclude_defaults=True)


def role(name: str, *parameters: Json, row: Json = None) -> Json:
    tool = tool_at(trips(*parameters, row=row), "GET /trips")
    return as_data(tool.argument(name))


def test_a_list_of_names_chooses_the_properties_that_are_shown() -> None:
    text = "A comma-separated list of the properties to return."
    assert role("fields", parameter("fields", TEXT, description=text)) == {"role": "fields", "always": ("id",)}


def test_names_are_chosen_from_the_whole_row_where_a_list_shows_less() -> None:
    asked = parameter("fields", {"type": "array", "items": TEXT})
    tool = tool_at(trips(asked, row=ref("Brief")), "GET /trips")
    assert tool.form != "full"
    assert tool.argument("fields").does.model_dump()["form"] == "full"


def test_additional_properties_come_beside_the_usual_ones() -> None:
    asked = parameter("fields", {"type": "array", "items": TEXT}, description="Additional properties to return.")
    assert role("fields", asked, row=ref("Brief"))["always"] == ("id", "title")


def test_names_in_brackets_are_no_plain_names() -> None:
    asked = parameter("fields", TEXT, description="A comma-separated list, such as stops(id,town).")
    assert tool_at(trips(asked), "GET /trips").left_out[0].input == "fields"


def test_a_parameter_may_name_what_an_object_inside_of_the_row_tells_of() -> None:
    assert role("driver_id", parameter("driver_id", TEXT)) == {"role": "filter", "column": "driver", "inside": ("id",)}
    assert role("driver", parameter("driver", TEXT))["inside"] == ("id",)
    assert role("stop", parameter("stop", TEXT)) == {
        "role": "filter",
        "column": "stops",
        "test": "has",
        "inside": ("id",),
    }


def test_a_parameter_may_name_one_of_what_is_available() -> None:
    assert role("region", parameter("region", TEXT)) == {
        "role": "filter",
        "column": "available_regions",
        "test": "has",
    }


def test_an_object_of_pairs_is_looked_for_in_the_object_of_the_row() -> None:
    pairs = parameter("labels", {"type": "object", "additionalProperties": TEXT}, style="deepObject")
    assert role("labels", pairs) == {"role": "filter", "column": "labels", "test": "pairs"}


def test_an_object_with_known_properties_is_an_argument_for_each() -> None:
    bounds = parameter(
        "created_at",
        {"type": "object", "additionalProperties": TEXT},
        style="deepObject",
        description="By creation: `gte` is ≥ and `lt` is <.",
    )
    tool = tool_at(trips(bounds), "GET /trips")
    found = {argument.wire[0]: as_data(argument) for argument in tool.arguments}
    assert {name: does["test"] for name, does in found.items()} == {"created_at[gte]": "ge", "created_at[lt]": "lt"}
    assert {does["as_time"] for does in found.values()} == {"second"}


def test_a_date_is_held_against_the_day_of_a_time() -> None:
    found = role("created_on_after", parameter("created_on.after", {"type": "string", "format": "date"}))
    assert found == {"role": "filter", "column": "created_at", "test": "gt", "as_time": "day"}
    found = role("created_on", parameter("created_on", {"type": "string", "format": "date"}))
    assert found == {"role": "filter", "column": "created_at", "as_time": "day"}


def test_an_order_without_choices_is_spelled_as_its_example() -> None:
    tool = tool_at(trips(parameter("sort", {**TEXT, "example": "-title"})), "GET /trips")
    assert as_data(tool.argument("sort"))["by"]["-title"] == ("-title",)
    assert "created_at" in tool.argument("sort").value["enum"]
    tool = tool_at(trips(parameter("order", {**TEXT, "example": "title DESC"})), "GET /trips")
    assert as_data(tool.argument("order"))["by"]["title DESC"] == ("-title",)


def test_an_order_whose_spelling_is_not_documented_is_left_out() -> None:
    tool = tool_at(trips(parameter("sort", TEXT, description="The order.")), "GET /trips")
    assert [left.input for left in tool.left_out] == ["sort"]


def test_a_number_that_is_declared_as_text_is_a_number() -> None:
    tool = tool_at(trips(parameter("page_number", TEXT), parameter("count", TEXT)), "GET /trips")
    assert [argument.value["type"] for argument in tool.arguments] == ["integer", "integer"]


def test_a_single_row_is_shown_only_if_it_passes() -> None:
    asked = parameter("region", TEXT, description="Only what is available in this region is returned.")
    told = parameter("title", TEXT, description="The language of the title.")
    paths = {
        "/trips/{trip_id}": {"get": {"parameters": [in_path("trip_id"), asked, told], "responses": shows(ref("Trip"))}}
    }
    tool = tool_at(plan_of(paths, Trip=TRIP), "GET /trips/{trip_id}")
    assert as_data(tool.argument("region"))["test"] == "has"
    assert [left.input for left in tool.left_out] == ["title"]


def test_a_history_of_changes_is_not_modelled_as_a_list() -> None:
    asked = parameter("sync_token", TEXT, description="What happened since then is listed.")
    plan = trips(asked)
    assert [each.operation for each in plan.unmodelled] == ["GET /trips"]


def test_a_sent_key_becomes_the_object_that_the_row_shows() -> None:
    body: Json = {"type": "object", "properties": {"title": TEXT, "driver": TEXT}}
    paths = {
        "/trips": {"post": {"requestBody": sends(body), "responses": shows(ref("Trip"), "201")}},
        "/trips/{trip_id}": {"get": {"parameters": [in_path("trip_id")], "responses": shows(ref("Trip"))}},
    }
    tool = tool_at(plan_of(paths, Trip=TRIP), "POST /trips")
    assert as_data(tool.argument("driver")) == {"role": "value", "column": "driver", "inside": "id"}


def test_what_only_changes_the_wire_form_is_no_argument() -> None:
    pretty = parameter("pretty", {"type": "boolean"}, description="Indents the JSON.")
    form = parameter("format", {"type": "string", "enum": ["json", "xml"]})
    view = parameter("format", {"type": "string", "enum": ["short", "long"]})
    assert tool_at(trips(pretty, form), "GET /trips").left_out == ()
    assert [left.input for left in tool_at(trips(view), "GET /trips").left_out] == ["format"]


def test_a_list_that_must_be_asked_for_by_another_entity_belongs_to_it() -> None:
    depot: Json = {"type": "object", "properties": {"id": TEXT, "name": TEXT}}
    shift: Json = {"type": "object", "properties": {"id": TEXT, "title": TEXT}}
    asked = {**parameter("depot", TEXT), "required": True}
    paths: Json = {
        "/depots": {"get": listing(ref("Depot"))},
        "/shifts": {"get": listing(ref("Shift"), asked)},
    }
    plan = plan_of(paths, Depot=depot, Shift=shift)
    column = plan.entity("shift").column("depot")
    assert column.path == ()
    assert column.references is not None and column.references.entity == "depot"
    assert as_data(tool_at(plan, "GET /shifts").argument("depot")) == {"role": "filter", "column": "depot"}

    paths["/shifts"]["post"] = {"requestBody": sends(shift), "responses": shows(ref("Shift"), "201")}
    plan = plan_of(paths, Depot=depot, Shift=shift)
    assert [each.operation for each in plan.unmodelled] == ["GET /shifts", "POST /shifts"]


def test_a_page_inside_of_one_property_is_a_list() -> None:
    page = {
        "type": "object",
        "properties": {"items": {"type": "array", "items": ref("Trip")}, "total": {"type": "integer"}},
    }
    answer = {"type": "object", "properties": {"journeys": page}}
    plan = plan_of({"/trips/newest": {"get": {"responses": shows(answer)}}}, Trip=TRIP)
    assert plan.tools[0].answer == {"journeys": {"items": "$items", "total": "$total"}}


def test_the_edges_of_a_square_bound_the_place_of_a_row() -> None:
    place: Json = {"type": "object", "properties": {"latitude": {"type": "number"}, "longitude": {"type": "number"}}}
    depot: Json = {"type": "object", "properties": {"id": TEXT, "place": place}}
    edges = [{**parameter(name, {"type": "number"}), "required": True} for name in ("north", "south", "east", "west")]
    paths = {
        "/depots/{depot_id}": {"get": {"parameters": [in_path("depot_id")], "responses": shows(ref("Depot"))}},
        "/depots/by-square": {"get": listing(ref("Depot"), *edges, parameter("limit", {"type": "integer"}))},
    }
    tool = tool_at(plan_of(paths, Depot=depot), "GET /depots/by-square")
    assert [as_data(argument).get("test") for argument in tool.arguments] == ["le", "ge", "le", "ge", None]
    assert as_data(tool.argument("west"))["inside"] == ("longitude",)


def test_a_filter_whose_default_is_a_list_of_nothing_filters_nothing_unless_it_is_given() -> None:
    many = parameter("title", {"type": "array", "items": TEXT, "default": []})
    argument = tool_at(trips(many), "GET /trips").argument("title")
    assert as_data(argument) == {"role": "filter", "column": "title", "test": "in"}
    assert "default" not in argument.value
