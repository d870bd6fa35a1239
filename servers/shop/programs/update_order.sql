-- Change an order; what is not named stays as it is.
-- source: https://docs.shop.example/openapi.yaml#/paths/~1orders~1{order_id}/patch

-- @run
-- @missing not_found: No order has the id {order_id}.
UPDATE orders SET
  note = :note,                          -- @if note
  shipping_address = :shipping_address,  -- @if shipping_address
  object = object
WHERE id = :order_id;

-- @return 200
SELECT body FROM order_json WHERE id = :order_id;
