-- Move an order to another state.
-- source: https://docs.shop.example/openapi.yaml#/paths/~1orders~1{order_id}~1cancel/post

-- @require not_found: No order has the id {order_id}.
SELECT EXISTS (SELECT 1 FROM orders WHERE id = :order_id);

-- @require failed_precondition: The status of the order must be pending or paid.
SELECT EXISTS (SELECT 1 FROM orders WHERE id = :order_id AND status IN ('pending', 'paid'));

-- @run
UPDATE orders SET
  status = 'cancelled',
  cancelled_at = now('unix')
WHERE id = :order_id;

-- @return 200
SELECT body FROM order_json WHERE id = :order_id;
