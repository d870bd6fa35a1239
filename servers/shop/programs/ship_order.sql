-- Move an order to another state.
-- source: https://docs.shop.example/openapi.yaml#/paths/~1orders~1{order_id}~1ship/post

-- @require not_found: No order has the id {order_id}.
SELECT EXISTS (SELECT 1 FROM orders WHERE id = :order_id);

-- @require failed_precondition: The status of the order must be paid.
SELECT EXISTS (SELECT 1 FROM orders WHERE id = :order_id AND status IN ('paid'));

-- @run
UPDATE orders SET
  tracking_number = :tracking_number,  -- @if tracking_number
  status = 'shipped',
  shipped_at = now('unix')
WHERE id = :order_id;

-- @return 200
SELECT body FROM order_json WHERE id = :order_id;
