-- Create a customer.
-- source: https://docs.shop.example/openapi.yaml#/paths/~1customers/post

-- @let
SELECT new_id('customers') AS customer_id;

-- @run
INSERT INTO customers (id, object, name, email, phone, country, address, created)
VALUES (:customer_id, 'customer', :name, :email, :phone, :country, :address, now('unix'));

-- @return 201
SELECT body FROM customer_json WHERE id = :customer_id;
