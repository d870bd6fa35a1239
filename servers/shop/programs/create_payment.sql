-- Create a payment of an order.
-- source: https://docs.shop.example/openapi.yaml#/paths/~1orders~1{order_id}~1payments/post

-- @require not_found: No order has the id {order_id}.
SELECT EXISTS (SELECT 1 FROM orders WHERE id = :order_id);

-- @let
SELECT new_id('payments') AS payment_id;

-- @run
INSERT INTO payments (id, object, "order", amount, method, reference, created)
VALUES (:payment_id, 'payment', :order_id, :amount, :method, :reference, now('unix'));

-- @return 201
SELECT body FROM payment_json WHERE id = :payment_id;
