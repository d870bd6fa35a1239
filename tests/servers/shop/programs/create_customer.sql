-- Add a customer.
-- source: https://shop.example/docs/customers#create

-- @let
INSERT INTO customers (id, name, email, active, address, created_at)
VALUES (new_id('customers'), :name, :email, :active, :address, now())
RETURNING id AS customer_id;

-- @return 201
SELECT body FROM customer_json WHERE id = :customer_id;
