-- Fetch one order.
-- source: https://docs.shop.example/openapi.yaml#/paths/~1orders~1{order_id}/get

-- @return 200
-- @missing not_found: No order has the id {order_id}.
SELECT body FROM order_json WHERE id = :order_id;
