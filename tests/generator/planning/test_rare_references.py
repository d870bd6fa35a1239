"""Rare addresses and references, first met in drawn descriptions: verification drops nothing of these servers."""

import pytest

from generator.seed.rows import seed_rows
from planning.specs import Json, in_path, listing, parameter, plan_of, ref, sends, shows, tool_at
from planning.test_whole_servers import FLAG, GONE, NUMBER, TEXT, keeps_all, thing


def test_rows_name_others_of_their_own_parent_alone_in_every_world_that_they_are_checked_in() -> None:
    """Of what nothing makes, the rows that a world begins with are all there are: it names none of another parent."""
    order, user = thing(id={"type": "integer"}), thing(title=TEXT)
    group = thing(title=TEXT, note=TEXT)
    above = [in_path("order_id", "integer")]
    plan = plan_of(
        {
            "/orders/{order_id}": {"parameters": above, "get": {"responses": shows(order)}},
            "/orders/{order_id}/users/{userId}": {
                "parameters": [*above, in_path("userId")],
                "get": {"responses": shows(user)},
            },
            "/orders/{order_id}/groups": {"parameters": above, "get": listing(group)},
            "/orders/{order_id}/groups/{group_id}": {
                "parameters": [*above, in_path("group_id")],
                "patch": {"requestBody": sends(thing(title=TEXT, note=TEXT, userId=TEXT)), "responses": shows(group)},
            },
        }
    )
    assert plan.entity("group").column("user_id").references is not None
    assert tool_at(keeps_all(plan), "PATCH /orders/{order_id}/groups/{group_id}").pattern == "update"


def test_rows_whose_parent_is_told_by_two_values_of_which_one_is_no_thing_are_looked_for_where_that_parent_is() -> None:
    """No call tells of the shops: a row that is like another but for the shop stands in a shelf that is not there."""
    above = [in_path("shop_id", "integer"), in_path("shelf_id")]
    plan = plan_of(
        {
            "/shops/{shop_id}/shelves/{shelf_id}": {
                "parameters": above,
                "get": {"responses": shows(thing(shop_id={"type": "integer"}, title=TEXT))},
            },
            "/shops/{shop_id}/shelves/{shelf_id}/boxes": {"parameters": above, "get": listing(thing(label=TEXT))},
        }
    )
    assert "shop" not in {entity.name for entity in plan.entities}
    assert tool_at(keeps_all(plan), "GET /shops/{shop_id}/shelves/{shelf_id}/boxes").pattern == "list"


def test_things_that_are_listed_again_below_what_stands_in_them_name_the_first_thing_of_the_path_by_its_key() -> None:
    shelf, book = thing(["code"], code=TEXT, title=TEXT), thing(title=TEXT)
    in_shelf = [in_path("shelf_code")]
    in_book = [*in_shelf, in_path("book_id")]
    plan = plan_of(
        {
            "/shelves": {
                "get": listing(shelf),
                "post": {"requestBody": sends(shelf), "responses": shows(shelf, "201")},
            },
            "/shelves/{shelf_code}": {"parameters": in_shelf, "get": {"responses": shows(shelf)}},
            "/shelves/{shelf_code}/books": {"parameters": in_shelf, "get": listing(book)},
            "/shelves/{shelf_code}/books/{book_id}": {"parameters": in_book, "get": {"responses": shows(book)}},
            "/shelves/{shelf_code}/books/{book_id}/shelves": {"parameters": in_book, "get": listing(ref("Shelf"))},
        },
        Shelf=shelf,
    )
    outer = plan.entity("shelf").column("shelf_code")
    assert outer.references is not None
    assert outer.references.entity == "shelf"
    tool_at(keeps_all(plan), "GET /shelves/{shelf_code}/books/{book_id}/shelves")


def test_parents_in_which_rows_are_looked_for_stand_in_each_other() -> None:
    """A shelf names no book: among its like it is put into one, and into that one's shelf."""
    state = {**TEXT, "enum": ["closed"]}
    shelf, book = thing(state=state), thing(id=NUMBER, shelfNumber=NUMBER)
    in_shelf = [in_path("shelfNumber", "integer")]
    in_book = [*in_shelf, in_path("book_id", "integer")]
    plan = plan_of(
        {
            "/shelves/{shelfNumber}:close": {"parameters": in_shelf, "post": {"responses": shows(ref("Shelf"))}},
            "/shelves/{shelfNumber}/books": {"parameters": in_shelf, "get": listing(book)},
            "/shelves/{shelfNumber}/books/{book_id}": {"parameters": in_book, "delete": GONE},
            "/shelves/{shelfNumber}/books/{book_id}/shelves": {"parameters": in_book, "get": listing(ref("Shelf"))},
        },
        Shelf=shelf,
    )
    tool_at(keeps_all(plan), "GET /shelves/{shelfNumber}/books/{book_id}/shelves")


def test_a_key_that_picks_rows_where_no_parent_is_named_tells_them_apart_alone() -> None:
    parcel = thing(state={**TEXT, "enum": ["active", "cancelled"]})
    on_shelf = [in_path("shelf_id")]
    plan = plan_of(
        {
            "/parcels/{parcel_id}:cancel": {"parameters": [in_path("parcel_id")], "post": {"responses": shows(parcel)}},
            "/shelves/{shelf_id}/parcels": {"parameters": on_shelf, "get": listing(ref("Parcel"))},
            "/shelves/{shelf_id}/parcels/{parcel_id}": {
                "parameters": [*on_shelf, in_path("parcel_id")],
                "delete": GONE,
            },
        },
        Parcel=parcel,
    )
    assert keeps_all(plan).entity("parcel").key == ("parcel_id",)


def test_what_stands_below_a_row_names_the_same_parents_as_the_row_itself() -> None:
    """The shelves are found in a hall, and in their own paths those of no hall: both speak of the same shelves."""
    book = thing(shelfId=NUMBER)
    in_book = [in_path("shelfId", "integer"), in_path("book_name")]
    in_hall = [in_path("hall_id"), in_path("shelfId", "integer")]
    plan = plan_of(
        {
            "/shelves/{shelfId}/books/{book_name}": {
                "parameters": in_book,
                "get": {"responses": shows(book)},
                "put": {"requestBody": sends(thing(data=TEXT)), "responses": shows(book)},
            },
            "/shelves/{shelfId}/books/{book_name}/settings": {
                "parameters": in_book,
                "get": {"responses": shows(thing(quiet=FLAG))},
            },
            "/halls/{hall_id}/shelves": {"parameters": in_hall[:1], "get": listing(thing(id=NUMBER))},
            "/halls/{hall_id}/shelves/{shelfId}": {"parameters": in_hall, "delete": GONE},
        }
    )
    below = plan.entity("book_settings").column("shelf_id").references
    assert keeps_all(plan).entity("book").column("shelf_id").references == below
    assert below is not None


def test_a_shown_value_by_which_paths_find_rows_is_one_that_paths_take() -> None:
    in_box = [parameter("shelfCode", {**TEXT, "pattern": "^[a-z]{3,8}$"}, "path"), in_path("boxId", "integer")]
    box = thing(id=NUMBER, shelfCode=TEXT)
    plan = plan_of(
        {
            "/shelves/{shelfCode}/boxes/{boxId}": {"parameters": in_box, "patch": {"responses": shows(box)}},
            "/shelves/{shelfCode}/boxes/{boxId}/address": {
                "parameters": in_box,
                "get": {"responses": shows(thing(town=TEXT))},
            },
        }
    )
    assert keeps_all(plan).entity("box").column("shelf_code").value["pattern"] == "^[a-z]{3,8}$"


def test_what_a_path_may_take_of_any_kind_is_a_text() -> None:
    above = [parameter("shelfId", {}, "path"), in_path("box_name")]
    shown = {"get": {"responses": shows(thing(quiet=FLAG))}}
    plan = plan_of({"/shelves/{shelfId}/boxes/{box_name}/settings": {"parameters": above, **shown}})
    assert keeps_all(plan).entity("box_settings").column("shelf_id").type == "text"


def test_a_thing_of_the_path_stands_in_those_before_it_and_not_in_those_behind() -> None:
    """A shelf names the book behind it in the path, as it is listed below books; that is asked of no shelf."""
    in_shelf = [in_path("shelf_id")]
    books = thing(results={"type": "array", "items": ref("Book")})
    plan = plan_of(
        {
            "/shelves/{shelf_id}/books": {"parameters": in_shelf, "get": {"responses": shows(books)}},
            "/shelves/{shelf_id}/books/{book_id}/shelves": {
                "parameters": [*in_shelf, in_path("book_id")],
                "get": listing(ref("Shelf")),
            },
            "/shelves/count": {"get": {}},
        },
        Shelf=thing(id=TEXT),
        Book=thing(id=TEXT),
    )
    tool_at(keeps_all(plan), "GET /shelves/{shelf_id}/books/{book_id}/shelves")


def test_what_stands_in_a_part_of_a_thing_goes_with_that_thing_wherever_the_thing_is_listed_again() -> None:
    in_user = [in_path("user_code")]
    in_order = [*in_user, in_path("order_number", "integer")]
    in_parcel = [*in_order, in_path("parcel_id", "integer")]
    plan = plan_of(
        {
            "/users/{user_code}": {"parameters": in_user, "delete": GONE},
            "/users/{user_code}/orders/{order_number}": {
                "parameters": in_order,
                "get": {"responses": shows(thing(number=NUMBER))},
            },
            "/users/{user_code}/orders/{order_number}/parcels/{parcel_id}": {
                "parameters": in_parcel,
                "get": {"responses": shows(thing(id=NUMBER))},
            },
            "/users/{user_code}/orders/{order_number}/parcels/{parcel_id}/users": {
                "parameters": in_parcel,
                "get": listing(ref("User")),
            },
        },
        User=thing(labels=TEXT),
    )
    of_parcel = keeps_all(plan).entity("parcel").column("user_code").references
    of_user = plan.entity("user").column("parcel_id").references
    assert of_parcel is not None
    assert of_user is not None
    assert (of_parcel.on_delete, of_user.on_delete) == ("cascade", "clear")


def test_rows_that_go_at_once_are_not_looked_for_in_one_that_went_with_them() -> None:
    several = sends(thing(ids={"type": "array", "items": NUMBER}))
    plan = plan_of(
        {
            "/boxes/{box_number}/copy": {"parameters": [in_path("box_number", "integer")], "post": {}},
            "/boxes/batch-delete": {"post": {"requestBody": several, "responses": {"204": {"description": ""}}}},
            "/boxes/{box_number}/people/{personId}/boxes": {
                "parameters": [in_path("box_number", "integer"), in_path("personId")],
                "get": listing(ref("Box")),
            },
        },
        Box=thing(number=NUMBER),
    )
    assert tool_at(keeps_all(plan), "POST /boxes/batch-delete").each == "delete"


def test_a_replacement_that_can_be_sent_one_value_alone_overwrites_what_had_none() -> None:
    only = {**TEXT, "enum": ["off"]}
    light = thing(mode=only)
    plan = plan_of(
        {
            "/lights/{light_code}": {
                "parameters": [in_path("light_code")],
                "get": {"responses": shows(light)},
                "put": {"requestBody": sends(thing(code=TEXT, mode=only)), "responses": shows(light)},
            }
        }
    )
    assert tool_at(keeps_all(plan), "PUT /lights/{light_code}").pattern == "upsert"


def test_what_goes_with_a_thing_is_made_after_it_though_the_thing_names_one_as_well() -> None:
    """A user's orders go with the user, who shows an order: some are there to be found below the user."""
    user = thing(id=NUMBER, order_id=TEXT)
    in_user = [in_path("user_id", "integer")]
    plan = plan_of(
        {
            "/orders/{order_id}": {"parameters": [in_path("order_id")], "delete": GONE},
            "/users/{user_id}": {"parameters": in_user, "get": {"responses": shows(user)}, "delete": GONE},
            "/users/{user_id}/orders": {"parameters": in_user, "get": listing(ref("Order"))},
            "/users/{user_id}/orders/{order_id}": {"parameters": [*in_user, in_path("order_id")], "delete": GONE},
        },
        Order=thing(title=TEXT),
    )
    tool_at(keeps_all(plan), "DELETE /users/{user_id}/orders/{order_id}")


@pytest.mark.parametrize(
    ("taken", "shown"),
    [
        ({"type": "integer"}, {**TEXT, "format": "date-time"}),
        ({"type": "integer"}, {**TEXT, "pattern": "^[A-Z]{2}[0-9]{3}$"}),
        ({**TEXT, "pattern": "^[a-z]{3,8}$"}, {**TEXT, "format": "email"}),
        ({**TEXT, "format": "uuid"}, {**TEXT, "format": "uri"}),
    ],
    ids=["a number and a time", "a number and a code", "a word and an address", "a uuid and a link"],
)
def test_what_rows_show_under_a_parent_s_name_is_no_key_of_it_that_the_path_could_not_name(
    taken: Json, shown: Json
) -> None:
    above = [parameter("order_id", taken, "path")]
    user = thing(order=shown)
    plan = plan_of(
        {
            "/users": {"post": {"requestBody": sends(user), "responses": shows(ref("User"), "201")}},
            "/orders/{order_id}/users": {"parameters": above, "get": listing(ref("User"))},
            "/orders/{order_id}/users/{user_id}": {
                "parameters": [*above, in_path("user_id")],
                "put": {"responses": {"204": {"description": ""}}},
            },
        },
        User=user,
    )
    listed = tool_at(keeps_all(plan), "GET /orders/{order_id}/users")
    assert listed.argument("order_id").does.column != "order"  # type: ignore[union-attr]


def test_a_row_is_moved_to_what_stands_where_its_path_still_finds_it() -> None:
    group, in_shop = thing(id=TEXT), [in_path("shop_id", "integer")]
    one = [*in_shop, in_path("group_id"), in_path("order_id", "integer")]
    plan = plan_of(
        {
            "/shops": {"get": listing(ref("Shop"))},
            "/shops/{shop_id}/groups": {"parameters": in_shop, "get": listing(ref("Group"))},
            "/shops/{shop_id}/groups/{group_id}/orders/{order_id}": {
                "parameters": one,
                "get": {"responses": shows(ref("Order"))},
                "patch": {"requestBody": sends(thing(group=TEXT)), "responses": shows(ref("Order"))},
            },
        },
        Shop=thing(title=TEXT),
        Group=group,
        Order=thing(group=TEXT, note=TEXT),
    )
    tool_at(keeps_all(plan), "PATCH /shops/{shop_id}/groups/{group_id}/orders/{order_id}")


def test_a_row_that_may_show_an_outer_parent_shows_the_one_that_its_own_parent_stands_in() -> None:
    """Otherwise it is found by no path, and neither is what is listed below it."""
    shelf, book = thing(title=TEXT), thing(title=TEXT)
    page = thing(title=TEXT, shelf_id={"type": "integer"})
    in_shelf = [in_path("shelf_id", "integer")]
    in_book = [*in_shelf, in_path("book_id", "integer")]
    in_page = [*in_book, in_path("page_id", "integer")]
    made = {"requestBody": sends(shelf), "responses": shows(ref("Shelf"), "201")}
    below = "/shelves/{shelf_id}/books/{book_id}/pages"
    plan = plan_of(
        {
            "/shelves": {"get": listing(ref("Shelf")), "post": made},
            "/shelves/{shelf_id}/books": {"parameters": in_shelf, "get": listing(ref("Book"))},
            below: {"parameters": in_book, "get": listing(ref("Page"))},
            f"{below}/{{page_id}}/shelves": {"parameters": in_page, "get": listing(ref("Shelf"))},
        },
        Shelf=shelf,
        Book=book,
        Page=page,
    )
    rows = seed_rows(plan)
    owner = {row["id"]: row["shelf_id"] for row in rows["books"]}
    assert rows["pages"] and all(row["shelf_id"] == owner[row["book_id"]] for row in rows["pages"])
    keeps_all(plan)
