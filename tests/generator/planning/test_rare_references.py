"""Rare kinds of references, first met in drawn descriptions: verification drops nothing of the servers made of them."""

from planning.specs import in_path, listing, plan_of, sends, shows, tool_at
from planning.test_whole_servers import TEXT, keeps_all, thing


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
