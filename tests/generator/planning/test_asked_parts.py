"""What rows show only where a call asks for it: by a flag, by a word among others, or by the keys of an object."""

from generator.plan import Input, Parts, Plan
from generator.render import render
from generator.verify import opened, prove, usage_of
from planning.specs import Json, in_path, listing, parameter, plan_of, ref, sends, shows, tool_at
from state_db.environment import Environment

TEXT: Json = {"type": "string"}
FLAG: Json = {"type": "boolean"}
LOAF: Json = {
    "type": "object",
    "required": ["id", "name", "baker"],
    "properties": {
        "id": TEXT,
        "name": TEXT,
        "baker": TEXT,
        "recipe": TEXT,
        "tasters": {"type": "array", "items": TEXT},
        "scan": TEXT,
        "relatives": {"type": "object", "additionalProperties": {"type": "array", "items": TEXT}},
    },
}
CHOSEN: Json = {"type": "array", "items": {"type": "string", "enum": ["recipe", "tasters"]}}
SCAN = "Includes the picture in the `scan` property of the response."
KINDS: Json = {"type": "array", "items": TEXT}
OF_KINDS = "Kinds of loaves to retrieve relatives of."


def loaves(*parameters: Json) -> Plan:
    new = {"type": "object", "required": ["name", "baker"], "properties": {**LOAF["properties"], "relatives": KINDS}}
    one = {"parameters": [in_path("id")], "get": {"parameters": [*parameters], "responses": shows(ref("Loaf"))}}
    return plan_of(
        {
            "/loaves": {
                "get": listing(ref("Loaf"), *parameters),
                "post": {"requestBody": sends(new), "responses": shows(ref("Loaf"), "201")},
            },
            "/loaves/{id}": one,
        },
        Loaf=LOAF,
    )


def does(given: Json) -> Json:
    (argument,) = tool_at(loaves(given), "GET /loaves").arguments
    return argument.does.model_dump(exclude_defaults=True)


def test_a_flag_asks_for_the_property_that_it_or_its_words_name() -> None:
    assert does(parameter("include_recipe", FLAG)) == {"role": "parts", "words": {"": "recipe"}}
    assert does(parameter("withTaster", FLAG)) == {"role": "parts", "words": {"": "tasters"}}
    assert does(parameter("includePicture", FLAG, description=SCAN)) == {"role": "parts", "words": {"": "scan"}}


def test_words_ask_for_the_properties_of_their_names() -> None:
    assert does(parameter("includes", CHOSEN))["words"] == {"recipe": "recipe", "tasters": "tasters"}


def test_names_ask_for_the_keys_of_the_object_that_is_called_like_their_input() -> None:
    assert does(parameter("relatives", KINDS, description=OF_KINDS)) == {"role": "parts", "keyed": "relatives"}


def test_what_every_row_must_show_or_what_is_usually_shown_is_not_asked_for() -> None:
    for given in (parameter("include_baker", FLAG), parameter("include_recipe", {**FLAG, "default": True})):
        tool = tool_at(loaves(given), "GET /loaves")
        assert not any(isinstance(argument.does, Parts) for argument in tool.arguments)


def test_rows_show_what_is_asked_for_and_nothing_else_of_it() -> None:
    plan = loaves(
        parameter("include_scan", FLAG),
        parameter("includes", CHOSEN),
        parameter("relatives", KINDS, description=OF_KINDS),
    )
    files = render(plan)
    image = opened(plan, files)
    assert prove(plan, files).result.failed == ()
    reads = [tool.name for tool in plan.tools if tool.method == "GET"]
    assert not [unused for unused in usage_of(plan, image).unused if unused[0] in reads]
    row = {
        "id": "1",
        "name": "Rye",
        "baker": "Ann",
        "recipe": "Flour.",
        "tasters": ["Bo"],
        "scan": "x",
        "relatives": None,
    }
    rows = {"loaves": [{**row, "relatives": {"sweet": ["2"], "dark": ["3"]}}]}
    shown = {"id": "1", "name": "Rye", "baker": "Ann"}
    with Environment.open(image, scenario={image.name: rows}) as environment:
        assert environment.call(reads[1], {"id": "1"}).body == shown
        asked = {"id": "1", "include_scan": True, "includes": ["tasters"], "relatives": ["dark", "none"]}
        whole = {**shown, "tasters": ["Bo"], "scan": "x", "relatives": {"dark": ["3"]}}
        assert environment.call(reads[1], asked).body == whole
        del asked["id"]
        assert environment.call(reads[0], asked).body == [whole]


def test_an_array_that_is_sent_is_not_kept_where_rows_show_an_object_of_its_name() -> None:
    plan = loaves()
    assert tool_at(plan, "POST /loaves").argument("relatives").does == Input()
    batch = {"type": "object", "properties": {"inputs": {"type": "array", "items": ref("New")}}}
    answer = {"type": "object", "properties": {"results": {"type": "array", "items": ref("Loaf")}}}
    plan = plan_of(
        {
            "/loaves": {"get": listing(ref("Loaf"))},
            "/loaves/{id}": {"parameters": [in_path("id")], "get": {"responses": shows(ref("Loaf"))}},
            "/loaves/batch/create": {"post": {"requestBody": sends(batch), "responses": shows(answer, "201")}},
        },
        Loaf=LOAF,
        New={"type": "object", "required": ["name"], "properties": {"name": TEXT, "baker": TEXT, "relatives": KINDS}},
    )
    program = render(plan)[f"programs/{tool_at(plan, 'POST /loaves/batch/create').name}.sql"]
    assert "$.baker" in program
    assert "$.relatives" not in program
