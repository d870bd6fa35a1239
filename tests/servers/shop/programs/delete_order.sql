-- Delete an order and its items.
-- source: https://shop.example/docs/orders#delete

-- @run
-- @missing not_found: No order has the id {order_id}.
DELETE FROM orders WHERE id = :order_id;

-- @return 204
