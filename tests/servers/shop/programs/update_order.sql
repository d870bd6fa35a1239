-- Change an order. What is not named stays as it is; a null note empties it.
-- source: https://shop.example/docs/orders#update

-- @run
-- @missing not_found: No order has the id {order_id}.
UPDATE orders SET
  note = :note,                                                             -- @if note
  tags = :tags,                                                             -- @if tags
  updated_at = now()
WHERE id = :order_id;

-- @return 200
SELECT body FROM order_json WHERE id = :order_id;
