"""Inputs of lists that are told by words, by endings and by where answers lead on: each is used, and proved to be."""

from typing import Any

from generator.checks import generate_checks
from generator.laws.lifetimes import NAME as OF_LIFETIMES
from generator.plan import Direction, Filter, Json, Order, Plan, Show, Value
from generator.render import render
from generator.verify import opened, prove, run_checks, usage_of
from planning.specs import in_path, listing, parameter, plan_of, ref, sends, shows, tool_at
from state_db.environment import Environment

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}
FLAG = {"type": "boolean"}
MEMBER = {"type": "object", "properties": {"gid": TEXT, "name": TEXT}}
CARD: dict[str, Any] = {
    "type": "object",
    "required": ["gid", "title"],
    "properties": {
        "gid": TEXT,
        "title": TEXT,
        "state": {"type": "string", "enum": ["open", "doing", "done"]},
        "owner": MEMBER,
        "labels": {"type": "array", "items": TEXT},
        "watchers": {"type": "array", "items": MEMBER},
        "due_on": {"type": "string", "format": "date"},
        "is_pinned": FLAG,
        "num_votes": NUMBER,
    },
}
NEW = {"type": "object", "required": ["title"], "properties": {"title": TEXT, "labels": CARD["properties"]["labels"]}}
BOARD = {"type": "object", "required": ["gid", "name"], "properties": {"gid": TEXT, "name": TEXT}}


def enveloped(**more: Json) -> Json:
    return {"type": "object", "properties": {"cards": {"type": "array", "items": ref("Card")}, **more}}


def cards(answer: Json, *parameters: Json, **more: Json) -> Plan:
    listed = {"parameters": list(parameters), "responses": shows(answer)}
    one = {"parameters": [in_path("gid")], "get": {"responses": shows(ref("Card"))}}
    post = {"requestBody": sends(NEW), "responses": shows(ref("Card"), "201")}
    return plan_of({"/cards": {"get": listed, "post": post}, "/cards/{gid}": one, **more}, Card=CARD, Board=BOARD)


def used(plan: Plan, label: str) -> Plan:
    """The plan, all of whose checks hold, and of whose operation every input is an argument that is used."""
    files = render(plan)
    outcomes = prove(plan, files).result.outcomes
    assert [outcome.check.name for outcome in outcomes if not outcome.passed] == []
    tool = tool_at(plan, label)
    assert tool.left_out == ()
    assert [name for of, name in usage_of(plan, opened(plan, files)).unused if of == tool.name] == []
    return plan


def filter_at(plan: Plan, name: str) -> Filter:
    does = tool_at(plan, "GET /cards").argument(name).does
    assert isinstance(does, Filter)
    return does


PAGED = (parameter("limit", NUMBER), parameter("page_token", TEXT), parameter("state", CARD["properties"]["state"]))


def test_a_list_whose_answer_holds_the_url_of_the_next_page_is_gone_through_by_it() -> None:
    for link in (
        {"next_page_url": {**TEXT, "format": "uri", "nullable": True}},
        {"next": {**TEXT, "nullable": True, "description": "URL of the next page of cards."}},
        {"links": {"type": "object", "properties": {"next": {**TEXT, "format": "uri", "nullable": True}}}},
    ):
        plan = used(cards(enveloped(**link), *PAGED), "GET /cards")
        assert "$next_url" in str(tool_at(plan, "GET /cards").answer)


def test_the_url_of_the_next_page_asks_for_what_was_asked_for() -> None:
    plan = cards(enveloped(next_url={**TEXT, "nullable": True}), *PAGED)
    tool = tool_at(plan, "GET /cards").name
    with Environment.open(opened(plan, render(plan))) as environment:
        for title in ("a", "b"):
            environment.call(tool_at(plan, "POST /cards").name, {"title": title})
        body = environment.call(tool, {"limit": 1}).body
        assert isinstance(body, dict)
        assert body["next_url"] == "https://things.example/v1/cards?limit=1&page_token=MQ%3D%3D"
        whole = environment.call(tool, {"limit": 1000}).body
        assert isinstance(whole, dict) and whole["next_url"] is None


def test_a_place_that_is_told_by_a_row_is_its_key() -> None:
    text = "A reference to a list entry used for paginating to the {} set. Found in `next_url`."
    asked = [parameter(name, TEXT, description=text.format(name)) for name in ("after", "before")]
    plan = cards(enveloped(next_url={**TEXT, "nullable": True}), parameter("limit", NUMBER), *asked)
    used(plan, "GET /cards")


def test_a_total_is_asked_for_by_the_name_that_is_quoted() -> None:
    text = 'Ask for the total count by `include=["total_count"]`.'
    include = parameter("include", {"type": "array", "items": TEXT}, description=text)
    used(cards(enveloped(count=NUMBER, total_count=NUMBER), include), "GET /cards")


def test_a_total_is_not_asked_for_by_a_word_of_running_prose() -> None:
    include = parameter("include", TEXT, description="A list of the count fields that are shown of each card.")
    tool = tool_at(
        cards(enveloped(count=NUMBER), {**include, "schema": {"type": "array", "items": TEXT}}), "GET /cards"
    )
    assert [argument.name for argument in tool.arguments if isinstance(argument.does, Show)] == []


def test_endings_tell_whether_any_all_or_none_of_several_values_are_asked_for() -> None:
    several = {"description": "Comma-separated list of values."}
    names = ("owner.any", "owner.not", "labels.any", "labels.all", "labels.not", "watchers.not", "state[in]")
    plan = used(cards(enveloped(), *(parameter(name, TEXT, **several) for name in names)), "GET /cards")
    assert filter_at(plan, "owner_any") == Filter(column="owner", test="in", inside=("gid",))
    assert filter_at(plan, "owner_not") == Filter(column="owner", test="not_in", inside=("gid",))
    assert filter_at(plan, "labels_all") == Filter(column="labels", test="has_all")
    assert filter_at(plan, "labels_not") == Filter(column="labels", test="has_none")
    assert filter_at(plan, "watchers_not") == Filter(column="watchers", test="has_none", inside=("gid",))
    assert filter_at(plan, "state_in") == Filter(column="state", test="in")


def test_endings_tell_that_a_part_of_a_text_is_asked_for() -> None:
    told = parameter("title_pattern", TEXT, description="Only cards whose title contains it.")
    names = ("title_contains", "title__startswith")
    plan = used(cards(enveloped(), told, *(parameter(name, TEXT) for name in names)), "GET /cards")
    assert filter_at(plan, "title_contains") == Filter(column="title", test="text")
    assert filter_at(plan, "title_startswith") == Filter(column="title", test="prefix")
    assert filter_at(plan, "title_pattern") == Filter(column="title", test="text")


def test_an_order_by_due_date_or_votes_and_a_direction_that_is_true_or_false() -> None:
    sort = parameter("sort_by", {**TEXT, "enum": ["due_date", "votes"]})
    plan = used(cards(enveloped(), sort, parameter("sort_ascending", {**FLAG, "default": False})), "GET /cards")
    assert tool_at(plan, "GET /cards").argument("sort_ascending").does == Direction(descending=False)


def test_a_condition_is_read_in_the_language_that_its_example_shows() -> None:
    for name, example, language in (
        ("where", 'state=="open" AND is_pinned==true', "where"),
        ("where", "state==&quot;open&quot;", "where"),
        ("$filter", "state eq 'open'", "odata"),
    ):
        plan = used(cards(enveloped(), parameter(name, {**TEXT, "example": example})), "GET /cards")
        (argument,) = tool_at(plan, "GET /cards").arguments
        assert isinstance(argument.does, Filter) and argument.does.test == language


def test_a_condition_about_nothing_that_is_shown_is_none() -> None:
    plan = cards(enveloped(), parameter("where", {**TEXT, "example": 'mood=="good"'}))
    assert [left.input for left in tool_at(plan, "GET /cards").left_out] == ["where"]


def test_an_empty_array_by_default_narrows_nothing() -> None:
    ids = parameter("gids", {"type": "array", "items": TEXT, "default": []})
    used(cards(enveloped(), ids), "GET /cards")


def test_a_search_below_an_owner_goes_through_what_the_last_word_but_one_names() -> None:
    boards = {
        "/boards": {"get": listing(ref("Board"))},
        "/boards/{board_gid}": {"parameters": [in_path("board_gid")], "get": {"responses": shows(ref("Board"))}},
        "/boards/{board_gid}/cards/search": {
            "parameters": [in_path("board_gid"), parameter("title", TEXT), parameter("due_on.before", TEXT)],
            "get": {"responses": shows(enveloped())},
        },
    }
    plan = used(cards(enveloped(), **boards), "GET /boards/{board_gid}/cards/search")
    tool = tool_at(plan, "GET /boards/{board_gid}/cards/search")
    assert (tool.entity, len(tool.arguments)) == ("card", 3)


def notes() -> Plan:
    """Notes that are given a lifetime, by two names."""
    seconds = "How long, in seconds, before the note expires."
    note = {
        "type": "object",
        "required": ["id", "text"],
        "properties": {"id": TEXT, "text": TEXT, "date_expires": {**TEXT, "format": "date-time", "nullable": True}},
    }
    alias = {**NUMBER, "description": "An alias for `note_ttl`."}
    sent = {
        "type": "object",
        "properties": {"text": TEXT, "note_ttl": {**NUMBER, "description": seconds}, "ttl": alias},
    }
    one = {
        "parameters": [in_path("id")],
        "get": {"responses": shows(note)},
        "patch": {"requestBody": sends(sent), "responses": shows(note)},
    }
    post = {"requestBody": sends(sent), "responses": shows(note, "201")}
    return plan_of({"/notes": {"get": listing(note), "post": post}, "/notes/{id}": one})


def test_a_lifetime_in_seconds_moves_the_time_at_which_a_row_expires() -> None:
    plan = notes()
    for label in ("POST /notes", "PATCH /notes/{id}"):
        used(plan, label)
    with Environment.open(opened(plan, render(plan))) as environment:
        make, change = (tool_at(plan, label).name for label in ("POST /notes", "PATCH /notes/{id}"))
        body = environment.call(make, {"text": "a", "ttl": 3600, "note_ttl": 60}).body
        assert isinstance(body, dict) and body["date_expires"] == "2026-01-05T09:01:00Z"
        same = environment.call(change, {"id": body["id"], "text": "b"}).body
        assert isinstance(same, dict) and same["date_expires"] == body["date_expires"]


def test_things_of_which_each_is_listed_below_the_other_stay_when_one_goes() -> None:
    tag = {"type": "object", "required": ["gid", "name"], "properties": {"gid": TEXT, "name": TEXT}}
    gone = {"responses": {"204": {"description": ""}}}
    paths = {
        path: {"parameters": [in_path(name)], **rest}
        for path, name, rest in (
            ("/cards/{card_gid}", "card_gid", {"get": {"responses": shows(ref("Card"))}, "delete": gone}),
            ("/tags/{tag_gid}", "tag_gid", {"get": {"responses": shows(tag)}, "delete": gone}),
            ("/cards/{card_gid}/tags", "card_gid", {"get": listing(ref("Tag"))}),
            ("/tags/{tag_gid}/cards", "tag_gid", {"get": listing(ref("Card"))}),
        )
    }
    lists = {"/cards": {"get": listing(ref("Card"))}, "/tags": {"get": listing(ref("Tag"))}}
    plan = used(plan_of({**lists, **paths}, Card=CARD, Tag=tag), "GET /tags/{tag_gid}/cards")
    for name, column in (("card", "tag_gid"), ("tag", "card_gid")):
        reference = plan.entity(name).column(column).references
        assert reference is not None and reference.on_delete == "clear"


def test_a_lifetime_from_which_nothing_is_reckoned_is_noticed() -> None:
    plan = notes()
    image = opened(plan, render(plan))
    checks = generate_checks(plan, image)
    tool = tool_at(plan, "POST /notes").name
    text = image.texts[f"programs/{tool}.sql"]
    faulty = text.replace("time_add(now(), coalesce(:note_ttl, :ttl), 'seconds')", "now()")
    assert faulty != text
    failed = run_checks(image.with_programs({tool: faulty}), checks).failed
    assert OF_LIFETIMES in {outcome.check.law for outcome in failed}


def test_an_input_that_offers_the_values_of_one_column_filters_by_it() -> None:
    text = "Keywords, comma-separated, that the list is filtered by. Valid values are `open`, `done`."
    only = "Show only cards of these. Can be `open` or `closed`."
    sizes = "Filters the answer: `small` or `large`."
    asked = (("include_groups", text), ("which", only), ("sizes", sizes), ("shape", "How it looks: `open`, `done`."))
    plan = cards(enveloped(), *(parameter(name, TEXT, description=said) for name, said in asked))
    tool = tool_at(plan, "GET /cards")
    assert filter_at(plan, "include_groups") == Filter(column="state", test="in")
    assert [left.input for left in tool.left_out] == ["which", "sizes", "shape"]
    used(cards(enveloped(), parameter("include_groups", TEXT, description=text)), "GET /cards")


def test_whether_a_row_has_something_is_whether_the_column_of_that_name_is_set() -> None:
    plan = used(cards(enveloped(), parameter("has_due_on", FLAG)), "GET /cards")
    assert filter_at(plan, "has_due_on") == Filter(column="due_on", test="present")


def test_properties_are_chosen_where_most_of_the_choices_name_what_no_row_shows() -> None:
    page = {"type": "object", "properties": {"id": {"type": "string"}, "name": {"type": "string"}}, "required": ["id"]}
    many = {"type": "array", "items": {"type": "string", "enum": ["name", "owner", "owner.name", "offset", "path"]}}
    one = {"type": "array", "items": {"type": "string", "enum": ["id", "offset", "path"]}}

    def asked(choices: Json) -> list[str]:
        plan = plan_of({"/pages": {"get": listing(ref("Page"), parameter("opt_fields", choices))}}, Page=page)
        return [argument.name for argument in tool_at(plan, "GET /pages").arguments]

    assert asked(many) == ["opt_fields"]
    assert asked(one) == []


def test_two_ways_to_sort_beside_filters_of_their_names_are_orders_and_either_sorts() -> None:
    """Exploded, each would have the name of a filter; so they are named as parts of what they belong to."""
    ways = {"type": "string", "enum": ["asc", "desc"]}
    sort_by = parameter("sort_by", {"type": "object", "properties": {"title": ways, "num_votes": ways}})
    plan = used(cards(enveloped(), sort_by, parameter("title", TEXT)), "GET /cards")
    arguments = tool_at(plan, "GET /cards").arguments
    assert [argument.wire[0] for argument in arguments] == ["sort_by[title]", "sort_by[num_votes]", "title"]
    with Environment.open(opened(plan, render(plan))) as environment:
        for way, most in (("asc", min), ("desc", max)):
            for name in ("title", "num_votes"):
                cards_found = environment.call("list_cards", {f"sort_by_{name}": way}).body["cards"]
                shown = [card[name] for card in cards_found if card.get(name) is not None]
                assert shown.index(most(shown)) == 0 and shown == sorted(shown, reverse=way == "desc")


def test_a_filter_does_not_begin_as_a_row_does() -> None:
    """A default that is the property's own tells how a row begins: the list without the filter shows every row."""
    kind = {"type": "string", "enum": ["slow", "fast"], "default": "slow"}
    plan = plan_of(
        {"/posts": {"get": listing(ref("Post"), parameter("kind", ref("Kind")), parameter("pace", kind))}},
        Kind=kind,
        Post={"type": "object", "properties": {"id": TEXT, "kind": ref("Kind"), "pace": {"enum": kind["enum"]}}},
    )
    tool = tool_at(plan, "GET /posts")
    assert "default" not in tool.argument("kind").value
    assert tool.argument("pace").value["default"] == "slow"


def test_what_a_replacement_must_send_is_required_though_its_body_is_not_declared_to_be() -> None:
    sent = {"required": False, "content": sends(NEW)["content"]}

    def puts(**more: Json) -> bool:
        one = {"parameters": [in_path("gid")], "put": {"requestBody": sent, "responses": shows(ref("Card")), **more}}
        return tool_at(cards(enveloped(), **{"/cards/{gid}": one}), "PUT /cards/{gid}").argument("title").required

    assert puts()
    assert not puts(description="Only the fields that are given are changed.")


def test_choices_that_are_sent_without_a_type_are_texts_where_rows_show_a_text() -> None:
    row = {"type": "object", "properties": {"id": {"type": "integer"}, "kind": {"type": "string"}}, "required": ["id"]}
    new = {"type": "object", "properties": {"kind": {"enum": ["round", "square"]}}}
    paths = {
        "/tables": {"get": listing(row), "post": {"requestBody": sends(new), "responses": shows(row, "201")}},
        "/tables/{id}": {"get": {"parameters": [in_path("id", "integer")], "responses": shows(row)}},
    }
    tool = tool_at(plan_of(paths), "POST /tables")
    assert tool.argument("kind").does == Value(column="kind")
    assert tool.argument("kind").value["enum"] == ["round", "square"]


def sorted_cards(choices: list[str], **more: Json) -> Plan:
    properties = {**CARD["properties"], "created_at": {"type": "string", "format": "date-time"}, **more}
    row = {**CARD, "properties": properties}
    each = {"type": "array", "items": {"type": "string", "enum": choices}}
    one = {"parameters": [in_path("gid")], "get": {"responses": shows(ref("Card"))}}
    return plan_of({"/cards": {"get": listing(ref("Card"), parameter("sort", each))}, "/cards/{gid}": one}, Card=row)


def test_a_list_is_sorted_by_the_first_property_of_an_array_and_then_by_the_next() -> None:
    plan = used(sorted_cards(["state", "-state", "title", "-title"]), "GET /cards")
    files = render(plan)
    image = opened(plan, files)
    said = [("1", "a", "open"), ("2", "b", "done"), ("3", "c", "open")]
    at = "2026-01-01T00:00:00Z"
    rows = {"cards": [{"gid": gid, "title": title, "state": state, "created_at": at} for gid, title, state in said]}
    with Environment.open(image, scenario={image.name: rows}) as environment:
        lists = tool_at(plan, "GET /cards").name
        shown = [
            [row["gid"] for row in environment.call(lists, {"sort": asked}).body]
            for asked in (["-state", "-title"], ["state", "title"], [])
        ]
    assert shown == [["3", "1", "2"], ["2", "1", "3"], ["1", "2", "3"]]


def test_by_what_no_row_shows_any_order_is_right() -> None:
    plan = sorted_cards(["alphabetical", "newest", "date", "fans"])
    assert tool_at(plan, "GET /cards").argument("sort").does == Order(
        by={"alphabetical": ("title",), "newest": ("-created_at",), "date": ("created_at",), "fans": ()}
    )


def test_by_what_a_row_shows_inside_of_an_object_no_order_is_offered() -> None:
    plan = sorted_cards(["alphabetical", "newest", "fans"], counts={"type": "object", "properties": {"fans": NUMBER}})
    assert [left.input for left in tool_at(plan, "GET /cards").left_out] == ["sort"]
