-- Show one order with its items.
-- source: https://shop.example/docs/orders#get

-- @return 200
-- @missing not_found: No order has the id {order_id}.
SELECT body FROM order_json WHERE id = :order_id;
