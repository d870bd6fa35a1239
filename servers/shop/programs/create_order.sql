-- Create an order.
-- source: https://docs.shop.example/openapi.yaml#/paths/~1orders/post

-- @require invalid_argument: No customer has the id {customer}.
SELECT EXISTS (SELECT 1 FROM customers WHERE id = :customer);

-- @let
SELECT new_id('orders') AS order_id;

-- @run
INSERT INTO orders (id, object, customer, status, items, total, currency, note, shipping_address, created)
VALUES (
  :order_id, 'order', :customer, 'pending', :items, :total, :currency, :note, :shipping_address, now('unix')
);

-- @return 201
SELECT body FROM order_json WHERE id = :order_id;
