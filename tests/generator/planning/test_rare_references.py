"""Rare kinds of references, first met in drawn descriptions: verification drops nothing of the servers made of them."""

from planning.specs import in_path, listing, plan_of, ref, sends, shows, tool_at
from planning.test_whole_servers import GONE, NUMBER, TEXT, keeps_all, thing


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
